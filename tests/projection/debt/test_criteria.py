"""Criteria and the search: what they mean, the literal walk, and bisection."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.projection.debt.criteria import (
    DETERMINISTIC,
    HIGHEST,
    LOWEST,
    Met,
    debt_falls,
    deficit_stays,
    meets,
    smallest_balance,
)
from burdenshare.projection.debt.path import DebtPath, project_debt
from burdenshare.projection.debt.variant import require_variant
from burdenshare.projection.model import Floats

from .factory import Invented, as_country, changed, floating, invented
from .plain import met

AS_RUN = require_variant("as-run")
FALLING = [90.0 - t for t in range(16)]


def path(debt: list[float] | None = None, balance: list[float] | None = None) -> DebtPath:
    """A path with a last adjustment year 5 and one target."""
    found = project_debt(as_country(invented()), adjustment=4, targets=np.zeros(1), variant=AS_RUN)
    if debt:
        found = replace(found, debt=np.array(debt)[:, None])
    if balance:
        found = replace(found, overall_balance=np.array(balance)[:, None])
    return found


@pytest.mark.parametrize(
    ("year", "value", "expected"),
    [
        (4, 10.0, True),  # before the last adjustment year: not looked at
        (5, 80.0, False),  # no fall in the first year after it
        (10, 81.0, False),  # one year without a fall is one too many
        (15, 76.0, False),  # equal is no fall
        (15, 60.0, True),
    ],
)
def test_debt_must_fall_in_each_of_ten_years(year: int, value: float, expected: bool) -> None:
    debt = list(FALLING)
    debt[year] = value
    assert bool(debt_falls(path(debt=debt))[0]) is expected


@pytest.mark.parametrize(("last", "expected"), [(60.0, True), (60.001, False), (59.0, True)])
def test_debt_that_rises_may_end_at_60(last: float, expected: bool) -> None:
    assert bool(debt_falls(path(debt=[50.0 + t / 10 for t in range(15)] + [last]))[0]) is expected


@pytest.mark.parametrize(
    ("year", "value", "expected"),
    [(4, -9.0, True), (5, -3.0, True), (5, -3.001, False), (15, -3.1, False)],
)
def test_the_deficit_is_at_most_3_from_the_last_adjustment_year(
    year: int, value: float, expected: bool
) -> None:
    balance = [-1.0] * 16
    balance[year] = value
    assert bool(deficit_stays(path(balance=balance))[0]) is expected


def found(country: Invented, criterion: str, adjustment: int = 4) -> float:
    balance = smallest_balance(
        lambda targets: meets(
            as_country(country), criterion, targets, adjustment=adjustment, variant=AS_RUN
        )
    )
    assert balance is not None
    return balance


@pytest.mark.parametrize("country", [invented(), floating()], ids=["euro", "floating"])
@pytest.mark.parametrize("criterion", DETERMINISTIC)
def test_the_balance_is_that_of_the_literal_walk(criterion: str, country: Invented) -> None:
    balance = -10.0
    while not met(country, "AND", 4, balance, criterion):
        balance += 0.01
    while met(country, "AND", 4, balance, criterion):
        balance -= 0.0001
    assert found(country, criterion) == pytest.approx(balance, abs=1e-9)


@pytest.mark.parametrize("adjustment", [3, 7])
@pytest.mark.parametrize("criterion", DETERMINISTIC)
def test_bisection_agrees(criterion: str, adjustment: int) -> None:
    for country in (invented(), floating()):
        low, high = -20.0, 20.0
        while high - low > 1e-7:
            middle = (low + high) / 2
            if met(country, "AND", adjustment, middle, criterion):
                high = middle
            else:
                low = middle
        assert 0.0 <= high - found(country, criterion, adjustment) < 0.0001 + 1e-6


def test_the_walk_takes_the_first_success_where_success_comes_and_goes() -> None:
    def comes_and_goes(targets: Floats) -> Met:
        return np.asarray(((targets > -3.005) & (targets < -2.0)) | (targets > 1.0))

    assert smallest_balance(comes_and_goes) == pytest.approx(-3.005)


@given(st.floats(LOWEST + 1, HIGHEST - 1))
def test_the_walk_finds_any_threshold(threshold: float) -> None:
    balance = smallest_balance(lambda targets: np.asarray(targets > threshold))
    assert balance is not None
    assert -1e-9 <= threshold - balance < 0.0001 + 1e-9


@pytest.mark.parametrize("always", [True, False])
def test_there_may_be_no_balance(always: bool) -> None:
    assert smallest_balance(lambda targets: np.full(targets.shape, always)) is None


@settings(max_examples=25)
@given(
    criterion=st.sampled_from(DETERMINISTIC),
    debt=st.floats(70, 150),
    more=st.floats(1, 40),
    growth=st.floats(0.2, 2.0),
    faster=st.floats(0.1, 1.0),
)
def test_more_debt_asks_for_more_and_more_growth_for_less(
    criterion: str, debt: float, more: float, growth: float, faster: float
) -> None:
    def country(debt: float, growth: float) -> Invented:
        other = changed(invented(), 2023, debt_ratio=debt, debt_total=10 * debt)
        for year in range(2029, 2071):
            other["annual"][year]["potential_gdp_growth"] = growth
        return other

    plain = found(country(debt, growth), criterion)
    assert found(country(debt, growth + faster), criterion) <= plain
    if criterion == "deficit_reduction":
        assert found(country(debt + more, growth), criterion) >= plain


@pytest.mark.parametrize("stress", ["adverse_r_g", "lower_spb", "financial_stress"])
def test_a_stress_asks_for_more(stress: str) -> None:
    for country in (invented(), floating()):
        assert found(country, stress) >= found(country, "main_adjustment")
