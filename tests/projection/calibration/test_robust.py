"""Small statistics against arithmetic done elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from burdenshare.projection.calibration.robust import (
    KEPT,
    pooled_towards,
    quantiles,
    variances,
    winsorised,
)

NAN = float("nan")


def test_winsorising_a_normal_leaves_the_stated_part_of_its_variance() -> None:
    edge = stats.norm.ppf(0.95)
    left, _ = integrate.quad(lambda z: min(abs(z), edge) ** 2 * stats.norm.pdf(z), -9, 9)
    assert pytest.approx(left, abs=1e-6) == KEPT


@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30),
    gaps=st.integers(0, 5),
    level=st.floats(0.01, 0.99),
)
def test_quantiles_are_those_of_hyndman_and_fan_8(
    values: list[float], gaps: int, level: float
) -> None:
    row = np.array([[*values, *[NAN] * gaps]])
    expected = np.quantile(values, level, method="median_unbiased")
    assert quantiles(row, level)[0] == pytest.approx(expected, rel=1e-9, abs=1e-6)


def test_a_row_without_values_has_no_quantile() -> None:
    assert np.isnan(quantiles(np.full((1, 4), NAN), 0.5)[0])


def test_a_hyperinflation_is_moved_to_the_95th_percentile() -> None:
    row = np.array([[*np.arange(20.0), 2300.0, NAN]])
    cut = winsorised(row)[0]
    # 21 values: place (21 + 1/3) 0.95 + 1/3 = 20.6 of the ordered ones: 19 + 0.6 (2300 - 19)
    assert cut[20] == pytest.approx(19.0 + 0.6 * 2281.0)
    assert np.isnan(cut[21])
    assert cut[10] == 10.0


def test_variance_is_about_zero_and_mended_for_what_winsorising_takes() -> None:
    normal = np.random.default_rng(1).normal(0.0, 2.0, (1, 20_000))
    variance, count = variances(normal)
    assert variance[0] == pytest.approx(4.0, rel=0.03)
    assert count[0] == 20_000
    shifted, _ = variances(np.full((1, 10), 3.0))
    assert shifted[0] == pytest.approx(9.0 / KEPT)
    assert np.isnan(variances(np.full((1, 3), NAN))[0][0])


def test_certain_estimates_stay_and_doubtful_ones_take_the_mean() -> None:
    own = np.array([1.0, 3.0, NAN])
    assert pooled_towards(own, np.array([0.0, 0.0, NAN])).tolist() == [1.0, 3.0, 2.0]
    # Spread of (1, 3) around 2 is 1, less than the doubt of 9: all of it is sampling
    assert pooled_towards(own, np.array([9.0, 9.0, NAN])).tolist() == [2.0, 2.0, 2.0]


def test_the_weight_is_doubt_over_doubt_and_spread() -> None:
    # Mean 2, mean square 1, doubts .5: spread .5, weight .5
    found = pooled_towards(np.array([1.0, 3.0]), np.array([0.5, 0.5]))
    assert found == pytest.approx([1.5, 2.5])


def test_a_weight_that_is_given_is_used() -> None:
    found = pooled_towards(np.array([1.0, 3.0]), np.array([0.5, 0.5]), 0.25)
    assert found == pytest.approx([1.25, 2.75])
    assert pooled_towards(np.array([NAN]), np.array([NAN])).tolist() == [0.0]


@given(
    estimate=st.lists(st.floats(-5, 5), min_size=2, max_size=9),
    doubt=st.floats(0.0, 10.0),
)
def test_pooling_never_leaves_the_range_of_the_estimates(
    estimate: list[float], doubt: float
) -> None:
    found = pooled_towards(np.array(estimate), np.full(len(estimate), doubt))
    assert found.min() >= min(estimate) - 1e-9
    assert found.max() <= max(estimate) + 1e-9
