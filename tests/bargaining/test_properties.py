"""What must hold for every table, whatever the model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargaining.factory import reordered, table, tables
from burdenshare.bargaining import bdm, compromise, median, nbs
from burdenshare.bargaining.distribution import QUANTILES, distributions

MODELS = [
    (compromise, compromise.Options()),
    (median, median.Options()),
    (nbs, nbs.Options()),
    (nbs, nbs.Options(kind="common", power=1)),
    *((bdm, options) for options in bdm.READINGS.values()),
    (bdm, bdm.Options(status_quo_weight=0.5, statistic="median")),
]
IDS = [f"{m.__name__.rpartition('.')[2]}-{i}" for i, (m, _) in enumerate(MODELS)]
each = pytest.mark.parametrize(("model", "options"), MODELS, ids=IDS)


@each
@settings(max_examples=60)
@given(given_table=tables())
def test_the_outcome_lies_within_what_is_wanted(model, options, given_table):
    found = model.solve(given_table, options).forecast[0]
    low, high = given_table.positions.min(), given_table.positions.max()
    if model is nbs:
        low, high = min(low, given_table.status_quo[0]), max(high, given_table.status_quo[0])
    assert low - 1e-9 <= found <= high + 1e-9


@each
@settings(max_examples=60)
@given(given_table=tables(), data=st.data())
def test_the_order_of_actors_does_not_matter(model, options, given_table, data):
    order = data.draw(st.permutations(range(len(given_table.actors))))
    one = model.solve(given_table, options).forecast
    two = model.solve(reordered(given_table, order), options).forecast
    assert two == pytest.approx(one, abs=1e-4 if model is nbs else 1e-9)


@each
@settings(max_examples=60)
@given(given_table=tables(), power=st.integers(-6, 6))
def test_the_scale_of_capability_does_not_matter(model, options, given_table, power):
    scaled = replace(given_table, capability=given_table.capability * 2.0**power)
    one = model.solve(given_table, options).forecast
    assert model.solve(scaled, options).forecast == pytest.approx(
        one, abs=1e-4 if model is nbs else 1e-9
    )


@settings(max_examples=60)
@given(given_table=tables(), data=st.data())
def test_more_capability_draws_the_compromise_towards_its_owner(given_table, data):
    i = data.draw(st.integers(0, len(given_table.actors) - 1))
    capability = given_table.capability.copy()
    capability[i] *= data.draw(st.floats(1.0, 1e3))
    before = compromise.solve(given_table).forecast[0]
    after = compromise.solve(replace(given_table, capability=capability)).forecast[0]
    x = given_table.positions[i, 0]
    assert abs(after - x) <= abs(before - x) + 1e-9
    assert (after - before) * (x - before) >= -1e-9


@settings(max_examples=60)
@given(given_table=tables())
def test_quantiles_are_those_of_the_distribution(given_table):
    (found,) = distributions(given_table)
    chances = np.array(QUANTILES)
    at = found.quantile(chances)
    assert (np.diff(at) >= 0.0).all()
    assert ((at >= 0.0) & (at <= 100.0)).all()
    assert (found.cdf(at) >= chances - 1e-9).all()
    assert (found.cdf(at - 1e-6) <= chances + 1e-6).all()
    assert found.cdf(np.array([-1.0, 100.0])) == pytest.approx([0.0, 1.0])


@settings(max_examples=40)
@given(given_table=tables(), outcome=st.integers(0, 100))
def test_the_score_in_closed_form_is_the_integral(given_table, outcome):
    (found,) = distributions(given_table)
    grid = np.linspace(0.0, 100.0, 200_001)
    middle = (grid[:-1] + grid[1:]) / 2
    integral = ((found.cdf(middle) - (middle >= outcome)) ** 2).sum() * (grid[1] - grid[0])
    assert found.crps(float(outcome)) == pytest.approx(integral, abs=2e-3)


@each
def test_actors_that_agree_get_what_they_want(model, options):
    found = model.solve(table([40.0, 40.0, 40.0], status_quo=0.0), options)
    assert found.forecast[0] == pytest.approx(40.0, abs=1e-3)


@each
def test_issues_do_not_meddle_with_each_other(model, options):
    both = table([[10, 90], [50, np.nan], [np.nan, 20], [30, 60]], status_quo=[5, 100])
    alone = [
        model.solve(table(x, status_quo=d), options).forecast[0]
        for x, d in (([10, 50, 30], 5), ([90, 20, 60], 100))
    ]
    assert model.solve(both, options).forecast == pytest.approx(alone)
