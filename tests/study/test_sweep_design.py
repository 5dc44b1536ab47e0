"""The points of a design: evenly spread, seeded, and as many as asked for."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from burdenshare.errors import Refusal
from burdenshare.study.sweep.design import (
    MOST_POINTS,
    POINTS,
    Design,
    blocks,
    choose_design,
    count_points,
    lay_out,
    saltelli,
    sobol,
)
from burdenshare.study.sweep.vary import Vary

SHARE = Vary("share", ("share",), 2.0, 5.0)
YEAR = Vary("by", ("by",), levels=(2030, 2031, 2032, 2033))
PATH = Vary("path", ("path",), levels=("linear", "growth"))


def test_a_grid_is_every_combination() -> None:
    points = lay_out([YEAR, PATH], Design("grid"))
    assert len(points) == len(set(points)) == 8
    assert points[0] == (2030, "linear")
    assert points[-1] == (2033, "growth")


def test_a_latin_hypercube_takes_each_slice_of_each_field_once() -> None:
    points = lay_out([SHARE, YEAR], Design("latin", 40, seed=3))
    slices = [int((share - 2.0) / 3.0 * 40.0) for share, _ in points]
    assert sorted(slices) == list(range(40))
    assert Counter(year for _, year in points) == dict.fromkeys(YEAR.levels, 10)


def test_a_sobol_sequence_halves_every_field() -> None:
    points = lay_out([SHARE, YEAR], Design("sobol", 64, seed=3))
    assert sum(share < 3.5 for share, _ in points) == 32
    assert Counter(year for _, year in points) == dict.fromkeys(YEAR.levels, 16)


@pytest.mark.parametrize("kind", ["latin", "sobol", "saltelli"])
def test_the_seed_decides(kind: str) -> None:
    first, same, other = (lay_out([SHARE, YEAR], Design(kind, 16, seed)) for seed in (1, 1, 2))  # type: ignore[arg-type]
    assert first == same
    assert first != other


def test_saltelli_mixes_two_samples() -> None:
    a, b, first, second = saltelli(8, 2, 1)
    assert np.array_equal(first, np.column_stack([b[:, 0], a[:, 1]]))
    assert np.array_equal(second, np.column_stack([a[:, 0], b[:, 1]]))
    assert len(lay_out([SHARE, YEAR, PATH], Design("saltelli", 8))) == 8 * 5
    kept = a.copy()
    blocks(a, b)
    assert np.array_equal(a, kept)


@pytest.mark.parametrize(
    "design",
    [
        Design("grid"),
        Design("latin"),
        Design("latin", 7),
        Design("sobol", 8),
        Design("saltelli", 8),
    ],
)
def test_points_are_counted_without_being_laid_out(design: Design) -> None:
    assert count_points([YEAR, PATH], design) == len(lay_out([YEAR, PATH], design))
    assert count_points([YEAR] * 30, Design("grid")) == 4**30


def test_the_usual_design_follows_from_what_varies() -> None:
    assert choose_design([YEAR, PATH]) == Design("grid")
    assert choose_design([YEAR, SHARE]) == Design("latin")
    assert len(lay_out([YEAR, SHARE], Design("latin"))) == POINTS
    assert choose_design([YEAR], None, 30, 2) == Design("latin", 30, 2)
    assert choose_design([YEAR], "sobol", 32) == Design("sobol", 32)
    with pytest.raises(Refusal, match="'latn' is no design") as refused:
        choose_design([YEAR], "latn")
    assert refused.value.code == "bad-argument"
    assert "latin" in refused.value.hint


@pytest.mark.parametrize(
    ("vary", "design", "message"),
    [
        ([SHARE], Design("grid"), "without a number of steps"),
        ([YEAR], Design("grid", 10), "10 points of a grid"),
        ([YEAR], Design("sobol", 100), "must be a power of two"),
        ([YEAR], Design("saltelli", 100), "must be a power of two"),
        ([YEAR], Design("latin", 0), "0 points"),
        ([YEAR], Design("latin", MOST_POINTS + 1), "points"),
        ([YEAR] * 12, Design("grid"), "points"),
        ([SHARE] * 6, Design("saltelli", 4096), "32,768 points"),
    ],
)
def test_designs_that_cannot_be_laid_out(vary: list[Vary], design: Design, message: str) -> None:
    with pytest.raises(Refusal, match=message) as refused:
        lay_out(vary, design)
    assert refused.value.code == "bad-argument"
    assert refused.value.hint


def test_sobol_names_the_next_powers_of_two() -> None:
    with pytest.raises(Refusal) as refused:
        sobol(100, 2, 1)
    assert "64 or 128" in refused.value.hint
