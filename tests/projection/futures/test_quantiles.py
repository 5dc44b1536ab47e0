"""Quantiles of counts lie within a bin of those of the draws; what lies outside is told."""

from __future__ import annotations

import numpy as np
import pytest

from burdenshare.projection.futures.model import LEVELS
from burdenshare.projection.futures.quantiles import at_the_edge, of_counts, of_draws
from burdenshare.projection.futures.wanted import BINS, MARGIN, Ranges, bins_of
from burdenshare.projection.model import Floats


def counted(draws: Floats, pilot: int) -> tuple[Floats, Floats, Floats]:
    """Return counts, lower ends and 1 / widths of draws (series, draw), independently."""
    first = draws[:, :pilot]
    none = np.empty((0, 1))
    bins = bins_of(Ranges(first.min(axis=1), first.max(axis=1), none, none))
    place = np.clip((draws - bins.low[:, None]) * bins.per_bin[:, None], 0, BINS - 1).astype(int)
    return np.array([np.bincount(row, minlength=BINS) for row in place]), bins.low, bins.per_bin


def test_bins_span_the_pilot_and_a_margin() -> None:
    none = np.empty((0, 1))
    bins = bins_of(Ranges(np.array([0.0]), np.array([10.0]), none, none))
    assert bins.low[0] == pytest.approx(-10.0 * MARGIN)
    assert BINS / bins.per_bin[0] == pytest.approx(10.0 * (1.0 + 2.0 * MARGIN))


def test_streamed_quantiles_are_within_a_bin_of_the_exact_ones() -> None:
    rng = np.random.default_rng(3)
    draws = np.stack([rng.normal(5.0, 2.0, 40_000), rng.lognormal(0.0, 0.6, 40_000)])
    counts, low, per_bin = counted(draws, 2048)
    exact = np.quantile(draws, LEVELS, axis=-1)
    np.testing.assert_array_equal(of_draws(draws), exact)
    off = np.abs(of_counts(counts, low, per_bin) - exact)
    assert (off <= 1.0 / per_bin).all()
    assert (off[1:-1] / (exact[-2] - exact[1])).max() < 2e-3


def test_a_series_that_does_not_vary_is_told_exactly() -> None:
    counts, low, per_bin = counted(np.full((1, 100), 2.5), 10)
    np.testing.assert_array_equal(of_counts(counts, low, per_bin), np.full((9, 1), 2.5))
    assert at_the_edge(counts, per_bin)[0] == 0.0


def test_any_shape_of_series_may_be_counted() -> None:
    counts = np.zeros((2, 3, BINS), dtype=np.int32)
    counts[..., 100] = 4
    counts[1, 2, 100:102] = 2
    found = of_counts(counts, np.zeros((2, 3)), np.full((2, 3), 10.0))
    assert found.shape == (len(LEVELS), 2, 3)
    assert found[4, 0, 0] == pytest.approx(10.05)
    assert found[4, 1, 2] == pytest.approx(10.1)


def test_draws_beyond_the_bins_are_counted_at_the_edge() -> None:
    draws = np.concatenate([np.linspace(0.0, 1.0, 90), np.full(10, 50.0)])[None]
    counts, _, per_bin = counted(draws, 90)
    assert at_the_edge(counts, per_bin)[0] == pytest.approx(0.1)
