"""The spatial model against runs of its public program, turn by turn."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from burdenshare.bargaining import smp
from burdenshare.bargaining.reading import read

GOLDEN = Path(__file__).parent / "data" / "smp"


@pytest.mark.parametrize("name", ["random_05x1", "random_10x1", "soe_pol_comp_13x2"])
def test_positions_are_those_of_the_public_program_at_every_turn(name: str) -> None:
    wanted = np.array(json.loads((GOLDEN / f"{name}.json").read_text())["positions_by_turn"])
    found = smp.solve(read(GOLDEN / f"{name}.csv"))
    (run,) = found.trajectories.values()
    positions = np.array(run.positions)
    assert positions.shape == wanted.shape
    assert np.abs(positions - wanted).max() <= 0.051
