"""Who pays: parts that stay one together, allowances that come first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from burdenshare.projection.fiscal.financing import (
    CLAUSE_LIMIT,
    Parts,
    borrowed_first,
    clause_allowance,
    extra_of_gdp,
    loan_allowance,
    shares,
)
from burdenshare.scenario.model import Financing

from ..factory import inputs as inputs_of

UNIT = st.floats(0.0, 1.0)


def test_who_pays_by_member() -> None:
    nothing = shares(Financing(), ("ITA", "ESP"))
    assert_allclose(nothing.debt, [1.0, 1.0])
    assert_allclose(nothing.tax + nothing.other, [0.0, 0.0])
    some = shares(Financing(debt={"ITA": 0.5}, tax={"ITA": 0.5}), ("ITA", "ESP"))
    assert_allclose(some.debt, [0.5, 1.0])
    assert_allclose(some.tax, [0.5, 0.0])
    all_ = shares(Financing(debt=0.2, tax=0.3, other=0.5), ("ITA", "ESP"))
    assert_allclose(all_.other, [0.5, 0.5])


def test_what_is_allowed_is_borrowed_first() -> None:
    """Extra 2 % of GDP, 1.5 % allowed, the rest half by taxes and half by cuts."""
    parts = Parts(np.array([0.0]), np.array([0.5]), np.array([0.5]))
    found = borrowed_first(parts, np.array([[0.02, 0.01, 0.0]]), np.array([[0.015] * 3]))
    assert_allclose(found.debt, [[0.75, 1.0, 0.0]])
    assert_allclose(found.tax, [[0.125, 0.0, 0.5]])
    assert_allclose(found.other, [[0.125, 0.0, 0.5]])


@given(UNIT, UNIT, st.floats(-0.05, 0.1), st.floats(0.0, 0.05))
def test_parts_stay_one_together(debt: float, rest: float, extra: float, allowed: float) -> None:
    tax = (1.0 - debt) * rest
    parts = Parts(*(np.array([x]) for x in (debt, tax, 1.0 - debt - tax)))
    found = borrowed_first(parts, np.array([[extra]]), np.array([[allowed]]))
    assert sum(part[0, 0] for part in found) == pytest.approx(1.0)
    assert all(-1e-12 <= part[0, 0] <= 1.0 + 1e-12 for part in found)
    assert found.debt[0, 0] >= debt - 1e-12


def test_the_extra_is_what_exceeds_the_start_share() -> None:
    """2 % to 3 % in four years on a GDP of 100 that grows to 104: 0.25 points more each year."""
    inputs = inputs_of(
        {"ITA": {"target": 3.0, "gdp": [100, 101, 102, 103, 104]}}, range(2026, 2031)
    )
    assert_allclose(extra_of_gdp(inputs)[0], [0.0, 0.0025, 0.005, 0.0075, 0.01])
    packages = np.array([[5.0, 0.0, 0.0, 0.0, 5.2]])
    assert_allclose(extra_of_gdp(inputs, packages)[0], [0.0, 0.0025, 0.005, 0.0075, 0.06])


def test_the_escape_clause_lasts_four_years_and_for_those_who_use_it() -> None:
    inputs = inputs_of({"ITA": {}}, range(2026, 2031))
    assert_allclose(clause_allowance(inputs, inputs.members)[0], [CLAUSE_LIMIT] * 3 + [0.0] * 2)
    assert_allclose(clause_allowance(inputs, ()), 0.0)


def test_a_loan_is_taken_in_five_equal_parts_in_national_currency() -> None:
    """10 billion euros at 4 national units per dollar and 0.8 euros per dollar: 10 units a year."""
    inputs = inputs_of({"POL": {"fx": 4.0, "currency": "PLN"}}, range(2026, 2032))
    found = loan_allowance(inputs, {"POL": 10.0}, np.full(6, 0.8))
    assert_allclose(found[0], [0.01] * 5 + [0.0])
    euro = inputs_of({"ITA": {"fx": 0.8}}, range(2026, 2032))
    assert_allclose(loan_allowance(euro, {"ITA": 10.0}, np.full(6, 0.8))[0][:5], 0.002)
    assert_allclose(loan_allowance(inputs, {}, np.full(6, 0.8)), 0.0)
