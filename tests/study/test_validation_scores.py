"""Scores against numbers worked by hand or printed elsewhere."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from burdenshare.study.validation.scores import (
    covered,
    crps_normal,
    crps_sample,
    diebold_mariano,
    pit,
)

NAN = float("nan")


def one(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


@pytest.mark.parametrize(("actual", "score"), [(0.0, 0.2336950), (1.0, 0.6024414)])
def test_crps_of_the_standard_normal_is_as_published(actual: float, score: float) -> None:
    assert crps_normal(one(actual), one(0.0), one(1.0))[0] == pytest.approx(score, abs=5e-8)


def test_crps_has_the_unit_of_what_is_forecast() -> None:
    assert crps_normal(one(12.0), one(10.0), one(2.0))[0] == pytest.approx(2.0 * 0.6024414)


@pytest.mark.parametrize("spread", [0.0, NAN])
def test_crps_of_a_point_is_the_absolute_error(spread: float) -> None:
    assert crps_normal(one(3.0), one(5.0), one(spread))[0] == 2.0


def test_crps_of_a_sample_by_hand() -> None:
    # |0 - 1| and |2 - 1| have mean 1; of the four pairs of 0 and 2 the mean distance is 1
    assert crps_sample(1.0, one(2.0, 0.0)) == pytest.approx(1.0 - 0.5)
    assert crps_sample(1.0, one(4.0)) == 3.0


@given(draws=st.lists(st.floats(-100, 100), min_size=1, max_size=12), actual=st.floats(-100, 100))
def test_crps_of_a_sample_is_that_of_all_pairs(draws: list[float], actual: float) -> None:
    x = np.array(draws)
    pairs = np.abs(x[:, None] - x[None, :]).mean()
    assert crps_sample(actual, x) == pytest.approx(np.abs(x - actual).mean() - pairs / 2, abs=1e-9)


def test_crps_of_many_draws_is_that_of_their_distribution() -> None:
    draws = np.random.default_rng(1).standard_normal(100_000)
    assert crps_sample(1.0, draws) == pytest.approx(0.6024414, abs=0.005)


def test_coverage_counts_what_lies_inside() -> None:
    actual = one(0.0, 0.6, -0.7, 1.0, NAN)
    # 50 % of a standard normal lie within 0.6745
    assert covered(actual, np.zeros(5), np.ones(5), 0.5) == 0.5
    assert math.isnan(covered(one(NAN), one(0.0), one(1.0), 0.5))
    assert math.isnan(covered(one(1.0), one(0.0), one(NAN), 0.5))


def test_pit_is_the_probability_of_staying_below() -> None:
    assert pit(one(0.0, 1.6448536), np.zeros(2), np.ones(2)) == pytest.approx([0.5, 0.95])
    assert math.isnan(pit(one(0.0), one(0.0), one(0.0))[0])


def test_the_comparison_one_step_ahead_by_hand() -> None:
    found = diebold_mariano(one(1, 2, 3, 6), np.zeros(4), horizon=1)
    # Mean 3, variance (4 + 1 + 0 + 9)/4 = 3.5, over 4; factor (4 + 1 - 2)/4
    expected = 3.0 / math.sqrt(3.5 / 4.0) * math.sqrt(0.75)
    assert found.difference == 3.0
    assert found.statistic == pytest.approx(expected)
    assert found.p == pytest.approx(2.0 * stats.t.sf(expected, 3))
    assert found.n == 4


def test_the_comparison_two_steps_ahead_takes_in_the_first_autocovariance() -> None:
    found = diebold_mariano(one(1, 2, 3, 6), np.zeros(4), horizon=2)
    # Autocovariance ((-1)(-2) + 0 + 0)/4 = 1/2, twice; factor (4 + 1 - 4 + 2/4)/4 = 0.375
    assert found.statistic == pytest.approx(3.0 / math.sqrt(4.5 / 4.0) * math.sqrt(0.375))
    assert found.statistic == pytest.approx(math.sqrt(3.0))


def test_the_comparison_by_clusters_sums_within_each() -> None:
    found = diebold_mariano(one(1, 2, 3, 6), np.zeros(4), horizon=1, clusters="aabb")
    # Deviations -2 - 1 and 0 + 3: (9 + 9)/16; two clusters: factor (2 + 1 - 2)/2
    assert found.statistic == pytest.approx(3.0 / math.sqrt(18.0 / 16.0) * math.sqrt(0.5))
    assert found.n == 2
    assert found.p == pytest.approx(2.0 * stats.t.sf(2.0, 1))


def test_losses_that_are_not_known_are_left_out() -> None:
    found = diebold_mariano(one(1, NAN, 2, 3, 6), one(0, 0, 0, 0, 0), horizon=1)
    assert found == diebold_mariano(one(1, 2, 3, 6), np.zeros(4), horizon=1)
    clustered = diebold_mariano(one(1, NAN, 2, 3, 6), np.zeros(5), horizon=1, clusters="aaabb")
    assert clustered == diebold_mariano(one(1, 2, 3, 6), np.zeros(4), horizon=1, clusters="aabb")


@pytest.mark.parametrize(
    ("losses", "horizon"),
    [
        ([], 1),
        ([NAN], 1),
        ([1.0], 1),
        ([1.0, 1.0, 1.0], 1),  # no variance
        ([1.0, 2.0], 2),  # the factor is not above zero: 2 + 1 - 4 + 1 = 0
        ([1.0, -1.0, 1.0, -1.0], 2),  # the autocovariance outweighs the variance
    ],
)
def test_what_cannot_be_told_is_not_a_number(losses: list[float], horizon: int) -> None:
    found = diebold_mariano(one(*losses), np.zeros(len(losses)), horizon=horizon)
    assert math.isnan(found.p)
    assert math.isnan(found.statistic)


def test_equal_forecasts_are_seldom_called_different() -> None:
    rng = np.random.default_rng(1)
    called = 0
    for _ in range(400):
        loss, rival = rng.exponential(size=(2, 300))
        found = diebold_mariano(loss, rival, horizon=1, clusters=np.repeat(np.arange(30), 10))
        called += found.p < 0.05
    assert called / 400 == pytest.approx(0.05, abs=0.03)
