"""Quantiles of counts lie within a bin of those of the draws; what lies outside is told."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.projection.futures.arithmetic import measure, value_at
from burdenshare.projection.futures.bins import BINS, MARGIN, WIDE, Bins, bins_between
from burdenshare.projection.futures.model import LEVELS
from burdenshare.projection.futures.quantiles import at_the_edge, bin_ends, of_counts, of_draws
from burdenshare.projection.model import Floats

N = 40_000


def counted(
    draws: Floats, middle: Floats, *, pilot: int = 2048, positive: bool = False
) -> tuple[Floats, Bins]:
    """Return counts of draws (series, draw) by the ends of the bins, independently."""
    first = draws[:, :pilot]
    bins = bins_between(first.min(axis=1), first.max(axis=1), middle, positive)
    ends = bin_ends(np.arange(BINS + 1.0)[:, None] * np.ones(len(draws)), bins)
    counts = [
        np.histogram(np.clip(row, *mine[[0, -1]]), mine)[0]
        for row, mine in zip(draws, ends.T, strict=True)
    ]
    return np.array(counts), bins


def spreads() -> dict[str, Floats]:
    """Return narrow, wide, lopsided, two-sided and bounded spreads, with their central path."""
    rng = np.random.default_rng(3)
    z = rng.standard_normal(N)
    return {
        "normal": 5.0 + 2.0 * z,
        "narrow": 1e6 + z,
        "wide and positive": 400.0 * np.exp(1.5 * z),
        "very wide and positive": np.exp(5.0 * z),
        "lopsided around zero": 40.0 * np.exp(1.5 * z) - 40.0,
        "heavy on both sides": rng.standard_t(3, N),
        "piled up at zero": np.maximum(0.02 + 0.05 * z, 0.0),
    }


CENTRES = {"normal": 5.0, "narrow": 1e6, "wide and positive": 400.0, "very wide and positive": 1.0}


@pytest.mark.parametrize("name", spreads())
def test_streamed_quantiles_are_within_a_bin_and_far_within_the_error_of_drawing(name: str) -> None:
    draws = spreads()[name][None]
    exact = np.quantile(draws, LEVELS, axis=-1)
    np.testing.assert_array_equal(of_draws(draws), exact)
    counts, bins = counted(
        draws,
        np.array([CENTRES.get(name, 0.02 if "piled" in name else 0.0)]),
        positive="positive" in name or "piled" in name,
    )
    found = of_counts(counts, bins)[:, 0]
    steps = (measure(exact[:, 0], bins.centre, bins.scale) - bins.low) * bins.per_bin
    lower, upper = (bin_ends(end[:, None], bins)[:, 0] for end in (steps - 1.0, steps + 1.0))
    assert ((lower <= found) & (found <= upper)).all()
    # The rank of a drawn quantile is uncertain by sqrt(p (1 - p) / n): half of that is allowed, and
    # a thousandth of the width between the 5 and 95 per cent quantiles
    rank = 0.5 * np.sqrt(np.array(LEVELS) * (1.0 - np.array(LEVELS)) / N)
    low, high = (np.quantile(draws, np.array(LEVELS) + side * rank) for side in (-1, 1))
    some = 0.001 * (exact[-2] - exact[1])
    assert ((low - some <= found) & (found <= high + some)).all()


@given(
    x=st.floats(-1e12, 1e12),
    centre=st.floats(-1e6, 1e6),
    scale=st.floats(1e-6, 1e6),
)
def test_a_measure_can_be_turned_back(x: float, centre: float, scale: float) -> None:
    given_, c, s = (np.array([each]) for each in (x, centre, scale))
    back = value_at(measure(given_, c, s), c, s)[0]
    assert back == pytest.approx(x, abs=2e-7 * (abs(x - centre) + scale) + 1e-9 * abs(centre))


@given(
    x=st.lists(st.floats(-1e30, 1e30), min_size=2, max_size=9),
    scale=st.sampled_from([0.0, 1e-3, 1.0, 50.0]),
)
def test_a_measure_rises(x: list[float], scale: float) -> None:
    values = np.sort(np.array(x)) if scale else np.sort(np.abs(x))
    assert (np.diff(measure(values, np.array(0.0), np.array(scale))) >= 0.0).all()


def test_bins_span_the_pilot_and_a_margin_in_logarithms_where_it_is_wide() -> None:
    low, high = 1.0, 2.0**10
    bins = bins_between(np.array([low]), np.array([high]), np.array([30.0]), True)
    ends = bin_ends(np.array([[0.0], [float(BINS)]]), bins)
    assert math.log2(ends[0, 0]) == pytest.approx(-10.0 * MARGIN, abs=0.1)
    assert math.log2(ends[1, 0]) == pytest.approx(10.0 + 10.0 * MARGIN, abs=0.1)
    near = bins_between(np.array([1.0]), np.array([WIDE]), np.array([2.0]), True)
    assert near.centre[0] == 2.0


def test_nothing_below_zero_is_told_of_what_cannot_be_there() -> None:
    draws = spreads()["piled up at zero"][None]
    counts, bins = counted(draws, np.array([0.02]), positive=True)
    found = of_counts(counts, bins)[:, 0]
    assert (draws == 0.0).mean() > LEVELS[3]
    assert (found[:4] == 0.0).all()
    assert (found >= 0.0).all()
    assert at_the_edge(counts, bins)[0] == 0.0


def test_a_series_that_does_not_vary_is_told_exactly() -> None:
    bins = bins_between(np.array([2.5]), np.array([2.5]), np.array([2.5]), False)
    counts = np.zeros((1, BINS), dtype=np.int32)
    counts[0, 0] = 100
    np.testing.assert_array_equal(of_counts(counts, bins), np.full((9, 1), 2.5))
    assert at_the_edge(counts, bins)[0] == 0.0


def test_any_shape_of_series_may_be_counted() -> None:
    counts = np.zeros((2, 3, BINS), dtype=np.int32)
    counts[..., 100] = 4
    counts[1, 2, 100:102] = 2
    bins = bins_between(np.zeros((2, 3)), np.ones((2, 3)), np.full((2, 3), 0.5), False)
    found = of_counts(counts, bins)
    assert found.shape == (len(LEVELS), 2, 3)
    expected = bin_ends(np.array([100.5, 101.0])[:, None, None] * np.ones((2, 3)), bins)
    assert found[4, 0, 0] == pytest.approx(expected[0, 0, 0])
    assert found[4, 1, 2] == pytest.approx(expected[1, 1, 2])


def test_draws_beyond_the_bins_are_counted_at_the_edge_and_told_as_its_end() -> None:
    draws = np.concatenate([np.linspace(0.0, 1.0, 90), np.full(10, 50.0)])[None]
    counts, bins = counted(draws, np.array([0.5]), pilot=90)
    assert at_the_edge(counts, bins)[0] == pytest.approx(0.1)
    assert of_counts(counts, bins)[-1, 0] == bin_ends(np.array([[float(BINS)]]), bins)[0, 0]
