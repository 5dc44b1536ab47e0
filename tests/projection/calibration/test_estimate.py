"""A world with known shocks is found again; what must always hold of an estimate holds."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.projection.calibration.dependence import estimate_dependence
from burdenshare.projection.calibration.estimate import (
    Shocks,
    degrees_of_freedom,
    estimate,
)
from burdenshare.projection.calibration.rule import (
    CAP,
    ESTIMATED,
    estimate_rule,
    trailing_mean,
    trailing_median,
)
from burdenshare.projection.futures.model import VARIABLES
from burdenshare.projection.model import Floats

from .factory import MEMBERS, World, without

FX = VARIABLES.index("fx")
PB = VARIABLES.index("primary_balance")


@pytest.fixture(scope="module")
def found() -> Shocks:
    return estimate(World(years=400).history(), first=1815)


def total(shocks: Shocks) -> Floats:
    """Covariance of a year's shocks by country: own and common part."""
    common = shocks.loadings @ np.swapaxes(shocks.loadings, 1, 2)
    return shocks.root @ shocks.root + common


def test_a_known_world_is_found_again(found: Shocks) -> None:
    world = World()
    kept = found.rule.persistence.mean(axis=1)
    # A median of ten years is a noisy centre: slopes lose a little, errors gain a little
    assert kept[:3] == pytest.approx(world.persistence, abs=0.1)
    # A forecast of growth without memory errs by the whole deviation: s / sqrt(1 - p^2)
    whole = world.size[0] / math.sqrt(1.0 - world.persistence[0] ** 2)
    expected = (whole, *world.size[1:3])
    assert found.spread[:3].mean(axis=1) == pytest.approx(expected, rel=0.08)
    assert found.spread[3, 1:].mean() == pytest.approx(world.size[3], rel=0.08)
    assert found.kurtosis == pytest.approx(3.0, abs=0.1)
    assert found.rule.response == pytest.approx(0.0, abs=0.06)


def test_what_moves_together_is_found_again(found: Shocks) -> None:
    common = found.loadings[:, 0] @ found.loadings[:, 0].T
    size = np.sqrt(total(found)[:, 0, 0])
    correlation = common / size[:, None] / size
    off = correlation[~np.eye(len(MEMBERS), dtype=bool)]
    assert off.mean() == pytest.approx(World().loading ** 2, abs=0.06)


def test_the_whole_spread_is_kept_between_factors_and_rest(found: Shocks) -> None:
    diagonal = np.sqrt(np.diagonal(total(found), axis1=1, axis2=2))
    assert diagonal[:, 0] == pytest.approx(found.spread[0], rel=1e-9)
    assert diagonal[:, 3] == pytest.approx(found.spread[2], rel=1e-9)
    assert diagonal[:, FX] == pytest.approx(found.spread[3], rel=1e-9)


def test_the_short_rate_moves_one_for_one_with_the_yield(found: Shocks) -> None:
    covariance = total(found)
    assert covariance[:, 2, 3] == pytest.approx(covariance[:, 3, 3], rel=1e-9)
    assert covariance[:, 2, 2] == pytest.approx(covariance[:, 3, 3], rel=1e-9)
    assert (found.persistence[:, 2] == found.persistence[:, 3]).all()


def test_surprises_in_the_balance_persist() -> None:
    world = World(years=400, balance_persistence=0.7)
    kept = estimate(world.history(), first=1815).persistence[:, PB]
    assert kept.mean() == pytest.approx(0.7, abs=0.1)


def test_who_shares_a_currency_draws_one_exchange_rate(found: Shocks) -> None:
    germany, france = MEMBERS.index("DEU"), MEMBERS.index("FRA")
    assert found.loadings[germany, FX] == pytest.approx(found.loadings[france, FX])
    own = (found.root @ found.root)[[germany, france], FX, FX]
    assert own == pytest.approx([0.0, 0.0], abs=1e-15)


def test_the_dollar_does_not_move_against_itself(found: Shocks) -> None:
    assert total(found)[0, FX] == pytest.approx(np.zeros(6), abs=1e-15)


def test_fat_tails_are_found() -> None:
    shocks = estimate(World(years=400, tail=6, loading=0.0).history(), first=1815)
    # A Student t of 6 degrees has a kurtosis of 6, which few samples show in full
    assert 4.0 < shocks.kurtosis < 9.0
    assert degrees_of_freedom(shocks.kurtosis) in (6, 8)


@settings(max_examples=15)
@given(
    seed=st.integers(0, 1000),
    years=st.integers(24, 40),
    shrinkage=st.one_of(st.none(), st.floats(0.0, 1.0)),
    blind=st.sampled_from(["long_rate", "balance"]),
)
def test_short_gappy_samples_give_covariances_and_named_pools(
    seed: int, years: int, shrinkage: float | None, blind: str
) -> None:
    history = without(World(years=years, seed=seed).history(), blind, "POL")
    shocks = estimate(history, first=1811, shrinkage=shrinkage)
    assert np.isfinite(shocks.root).all()
    assert (np.linalg.eigvalsh(shocks.root) >= -1e-7).all()
    assert ((shocks.persistence >= 0.0) & (shocks.persistence <= 1.0)).all()
    assert shocks.pooled[blind] == ("POL",)
    assert not shocks.dependence.own[MEMBERS.index("POL")]
    known = np.delete(shocks.spread[ESTIMATED.index(blind)], MEMBERS.index("POL"))
    pooled = shocks.spread[ESTIMATED.index(blind), MEMBERS.index("POL")]
    assert known.min() <= pooled <= known.max()


def test_the_weight_of_the_pool_can_be_chosen() -> None:
    history = World(years=60).history()
    alone = estimate(history, first=1815, shrinkage=0.0)
    together = estimate(history, first=1815, shrinkage=1.0)
    assert np.ptp(alone.rule.persistence[0]) > 0.05
    assert np.ptp(together.rule.persistence[0]) == pytest.approx(0.0, abs=1e-12)
    assert np.ptp(together.spread[1]) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("weight", [-0.1, 1.5, float("nan")])
def test_a_weight_outside_0_to_1_is_refused(weight: float) -> None:
    with pytest.raises(Refusal) as refused:
        estimate(World(years=40).history(), first=1815, shrinkage=weight)
    assert refused.value.code == "bad-argument"


def test_a_variable_that_nobody_has_is_refused() -> None:
    history = World(years=40).history()
    for code in MEMBERS:
        history = without(history, "long_rate", code)
    with pytest.raises(Refusal) as refused:
        estimate(history, first=1815)
    assert refused.value.code == "no-figures"
    assert "long_rate" in refused.value.message


def test_the_centre_is_the_median_of_ten_years_and_needs_five() -> None:
    series = np.array([[1.0, 9.0, 2.0, 8.0, 3.0, 7.0, 4.0, 6.0, 5.0, 0.0, 100.0]])
    found = trailing_median(series)[0]
    assert np.isnan(found[:4]).all()
    assert found[4] == 3.0
    assert found[9] == 4.5
    assert found[10] == 5.5  # the first year has left the window


def test_the_centre_of_growth_is_the_mean_of_twenty_years() -> None:
    series = np.arange(30.0)[None]
    found = trailing_mean(series)[0]
    assert np.isnan(found[:4]).all()
    assert found[4] == pytest.approx(2.0)
    assert found[29] == pytest.approx(np.arange(10.0, 30.0).mean())
    gappy = np.where(series % 2 == 0, np.nan, series)
    assert trailing_mean(gappy)[0, 29] == pytest.approx(np.arange(11.0, 30.0, 2.0).mean())


def test_forecasts_of_growth_remember_nothing_but_deviations_last() -> None:
    rule = estimate_rule(World(years=60).history(), 1815)
    assert (rule.memory[0] == 0.0).all()
    assert rule.persistence[0].mean() > 0.1
    assert (rule.memory[1:] == rule.persistence[1:]).all()
    assert np.array_equal(rule.ahead(1)[0], rule.ahead(5)[0], equal_nan=True)


def test_the_error_is_what_the_rule_said_a_year_before() -> None:
    history = World(years=60).history()
    rule = estimate_rule(history, 1815)
    said = rule.ahead(1)[0, 3, 30]
    assert rule.error[0, 3, 31] == pytest.approx(history.growth[3, 31] - said)


def test_surprises_in_the_exchange_rate_are_against_relative_inflation() -> None:
    history = World(years=60).history()
    rule = estimate_rule(history, 1815)
    prices = rule.ahead(1)[ESTIMATED.index("inflation")]
    britain = MEMBERS.index("GBR")
    expected = prices[britain, 40] - prices[0, 40]
    change = history.fx[britain, 41] - history.fx[britain, 40]
    assert rule.error[ESTIMATED.index("fx"), britain, 41] == pytest.approx(change - expected)


def test_persistence_of_rates_is_capped() -> None:
    world = World(years=40, persistence=(0.4, 0.7, 1.0))
    history = world.history()
    trending = history.long_rate - 0.002 * np.arange(40)
    rule = estimate_rule(replace(history, long_rate=trending), 1815)
    assert rule.persistence[ESTIMATED.index("long_rate")].max() == CAP


@pytest.mark.parametrize(
    ("kurtosis", "degrees"), [(2.9, None), (3.0, None), (4.5, 8), (6.0, 6), (3.6, 14), (90.0, 4)]
)
def test_degrees_of_freedom_are_even_and_at_least_4(kurtosis: float, degrees: int | None) -> None:
    assert degrees_of_freedom(kurtosis) == degrees


def test_independent_countries_share_little() -> None:
    history = World(years=400, loading=0.0).history()
    rule = estimate_rule(history, 1815)
    dependence = estimate_dependence(history, rule.error)
    assert sum(dependence.explained) < 0.15
