"""The distribution of outcomes, its quantiles and its score."""

from __future__ import annotations

import numpy as np
import pytest

from bargaining.factory import table
from burdenshare.bargaining.distribution import SD, Distribution, distributions, masses_of
from burdenshare.bargaining.reading import read
from burdenshare.bargaining.scorecard import SHIPPED, score


def normal(share=1.0, low=-1e3, high=1e3):
    return Distribution(np.array([0.0]), np.array([1.0]), 0.0, 1.0, low, high, share)


@pytest.mark.parametrize(("outcome", "wanted"), [(0.0, 0.2336950), (1.0, 0.6024414)])
def test_the_score_of_a_normal_distribution_is_the_known_one(outcome, wanted):
    assert normal().crps(outcome) == pytest.approx(wanted, abs=1e-7)


def test_the_score_of_points_is_a_sum_of_steps():
    # 1/4 at 0, 3/4 at 10; against 4: 4 * (1/4)^2 + 6 * (3/4)^2.
    found = Distribution(np.array([0.0, 10.0]), np.array([0.25, 0.75]), 0, 1, 0, 100, 0.0)
    assert found.crps(4.0) == pytest.approx(4 / 16 + 6 * 9 / 16)
    assert found.quantile(np.array([0.2, 0.25, 0.26, 1.0])) == pytest.approx([0, 0, 10, 10])


def test_a_point_is_scored_by_its_distance():
    found = Distribution(np.array([30.0]), np.array([1.0]), 30, 1, 0, 100, 0.0)
    assert found.crps(75.0) == pytest.approx(45.0)


def test_half_the_chance_stands_where_actors_stand():
    (found,) = distributions(table([20.0, 80.0], capability=[3.0, 1.0]))
    assert found.centre == pytest.approx(35.0)
    assert found.sd == pytest.approx(100 * SD)
    jump = found.cdf(np.array([20.0])) - found.cdf(np.array([20.0 - 1e-9]))
    assert jump == pytest.approx(0.5 * 0.75, abs=1e-6)
    grid = np.linspace(0, 100, 100_001)
    assert np.trapezoid(found.density(grid), grid) == pytest.approx(0.5, abs=1e-6)
    assert found.density(np.array([-1.0, 101.0])).tolist() == [0.0, 0.0]


def test_the_mean_is_that_of_the_quantiles():
    (found,) = distributions(table([10.0, 40.0, 95.0], salience=[0.9, 0.2, 0.4]))
    chances = (np.arange(20_000) + 0.5) / 20_000
    assert found.mean() == pytest.approx(found.quantile(chances).mean(), abs=0.01)


def test_a_cut_bell_reaches_the_ends_of_the_scale_only():
    found = normal(low=-0.5, high=2.0)
    assert found.quantile(np.array([1e-9, 1 - 1e-9])) == pytest.approx([-0.5, 2.0], abs=1e-6)


def test_points_without_weight_do_not_count():
    points, masses = masses_of(np.array([5.0, 1.0, 5.0, 9.0]), np.array([1.0, 2.0, 1.0, 0.0]))
    assert points.tolist() == [1.0, 5.0]
    assert masses.tolist() == [0.5, 0.5]


def test_the_spread_is_that_of_the_shipped_decisions():
    assert score(read(SHIPPED)).sd / 100 == pytest.approx(SD, abs=5e-4)
