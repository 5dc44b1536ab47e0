"""Regret of pledge designs: the arithmetic on paper, and a comparison on a scenario."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.projection.model import Floats
from burdenshare.scenario.load import load_text
from burdenshare.study.discovery import read_condition
from burdenshare.study.regret import compare, regret, regrets
from burdenshare.study.sweep import read_vary

from .sweeping import ITALY, scenario

VARY = read_vary(["assumptions.real_growth=0,3", "pledges[0].by=2030:2035"], scenario)
LOW = load_text(ITALY.replace("core: 3.5", "core: 2.5"))
LATE = load_text(ITALY.replace("by: 2035", "by: 2035, path: backloaded"))


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures.open(tmp_path_factory.mktemp("home"))


def test_regret_on_paper() -> None:
    # Savage's table: costs of two designs in three worlds.
    costs = np.array([[10.0, 20.0, 50.0], [15.0, 15.0, 30.0]])
    assert regrets(costs, less_is_better=True).tolist() == [[0.0, 5.0, 20.0], [5.0, 0.0, 0.0]]
    assert regrets(costs, less_is_better=False).tolist() == [[5.0, 0.0, 0.0], [0.0, 5.0, 20.0]]
    first, second = compare(costs, read_condition("cost > 25"))
    assert first == (20.0, 5.0, 1 / 3, 2 / 3, 50.0)
    assert second == (5.0, 0.0, 2 / 3, 2 / 3, 30.0)


@given(arrays(np.float64, (3, 5), elements=st.floats(-1e6, 1e6)), st.booleans())
def test_in_every_world_someone_has_no_regret(values: Floats, less: bool) -> None:
    lost = regrets(values, less_is_better=less)
    assert (lost >= 0.0).all()
    assert (lost.min(axis=0) == 0.0).all()


def test_designs_of_a_pledge(figures: Figures, tmp_path: Path) -> None:
    designs = {"low": LOW, "linear": scenario, "late": LATE}
    found = regret(
        designs,
        VARY,
        read_condition("cumulative_extra > 100"),
        figures=figures,
        points=72,
        folder=tmp_path,
    )
    assert found.worlds == 72
    assert [each.name for each in found.strategies] == ["low", "late", "linear"]
    low, late, linear = found.strategies
    assert (low.worst_regret, low.best_in, low.satisfies_in) == (0.0, 1.0, 1.0)
    assert low.failure == "never fails"
    # To 3.5 by 2030, then up to 2035: 15 (1 + 2 + 3 + 4) / 4 + 75; to 2.5 a third of it; late:
    # 15 (1 + 4 + 9 + 16) / 16 + 75.
    assert linear.worst == pytest.approx(15.0 * 7.5, rel=1e-12)
    assert linear.worst_regret == pytest.approx(112.5 - 37.5, rel=1e-12)
    assert late.worst == pytest.approx(15.0 * (30.0 / 16.0 + 5.0), rel=1e-12)
    # 15 k > 100 with k = (by - 2025) / 2 + 2035 - by holds up to the deadline of 2031.
    assert linear.failure == "fails when deadline (pledges[0].by) is at most 2031"
    assert {path.name for path in tmp_path.iterdir()} == set(designs)
    document = json.loads(json.dumps(found.to_json()))
    assert [row["strategy"] for row in document["rows"]] == ["low", "late", "linear"]
    words = " ".join(document["sentences"])
    assert "the design low is least to be regretted" in words
    assert "A share of the worlds tried is no probability." in words


def test_a_design_that_always_or_nearly_always_fails_says_so(figures: Figures) -> None:
    found = regret(
        {"low": LOW, "linear": scenario},
        VARY,
        read_condition("cumulative_extra > 31"),
        figures=figures,
        points=36,
    )
    by_name = {each.name: each for each in found.strategies}
    assert by_name["linear"].failure == "fails in every world"
    # 5 k > 31 holds up to the deadline of 2032: 18 of 36 worlds, too few to say when.
    assert by_name["low"].failure == "fails in 18 of 36 worlds"
    assert by_name["low"].satisfies_in == pytest.approx(1 / 2)


def test_what_cannot_be_compared(figures: Figures, tmp_path: Path) -> None:
    condition = read_condition("extra > 1")
    spain = load_text(ITALY.replace("ITA", "ESP"))
    for designs, message in (
        ({"one": scenario}, "there is one only"),
        ({"one": scenario, "two": spain}, "two: has other members"),
        ({"one": scenario, "../two": LOW}, "cannot be the name of a folder"),
    ):
        with pytest.raises(Refusal, match=message) as refused:
            regret(designs, VARY, condition, figures=figures, points=8)
        assert refused.value.code == "bad-argument"


def test_designs_in_other_units_are_refused(figures: Figures) -> None:
    other = scenario.model_copy(update={"price_base": 2027})
    with pytest.raises(Refusal, match="do not count in one unit") as refused:
        regret(
            {"one": scenario, "two": other},
            VARY,
            read_condition("spending_real > 1"),
            figures=figures,
            points=8,
        )
    assert refused.value.code == "bad-argument"


def test_worlds_that_no_design_survives_are_refused(figures: Figures) -> None:
    early = load_text(ITALY.replace("by: 2035", "by: 2035, waypoints: {2034: 3.0}"))
    vary = read_vary(["pledges[0].by=2030:2031"], scenario)
    with pytest.raises(Refusal, match="every point of the design is refused"):
        regret({"a": scenario, "b": early}, vary, read_condition("extra > 1"), figures=figures,
               points=8)  # fmt: skip
