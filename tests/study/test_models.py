"""What a scenario says of its shocks reaches the engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from burdenshare.figures.index import Index
from burdenshare.figures.store import Figures
from burdenshare.projection.assemble import assemble
from burdenshare.projection.calibration.file import cover, shipped
from burdenshare.projection.futures.run import futures
from burdenshare.scenario.load import load_text
from burdenshare.study.models import draw, fiscal_side

SCENARIO = """
name: estonia
title: Estonia at 5 %
members: [EST]
start: 2026
end: 2028
pledges: [{share: 5.0, by: 2028}]
baselines: [constant_share]
draws: 400
"""


@pytest.fixture(scope="module")
def figures(shared_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    home = tmp_path_factory.mktemp("home")
    return Figures(Index(home, shared_cache), home)


@pytest.mark.parametrize("tails", [4, 12, "normal", None])
def test_tails_are_those_that_the_scenario_says(
    figures: Figures, tails: int | Literal["normal"] | None
) -> None:
    said = "" if tails is None else f"tails: {tails}\n"
    scenario = load_text(SCENARIO + said)
    inputs = assemble(scenario, figures)
    fiscal, levers = fiscal_side(scenario, inputs, figures)
    assert levers.tails == ("fat" if isinstance(tails, int) else "normal")
    found = draw(scenario, inputs, fiscal, levers, shipped(), keep=("gdp",), stream=())
    shocks = cover(shipped(), inputs.members)
    assert shocks.tail not in (4, 12)
    asked = replace(shocks, tail=tails if isinstance(tails, int) else None)
    expected = futures(
        inputs, fiscal, levers, asked, draws=400, seed=scenario.seed, keep=("gdp",), stream=()
    )
    np.testing.assert_array_equal(found.fans["gdp"].draws, expected.fans["gdp"].draws)
