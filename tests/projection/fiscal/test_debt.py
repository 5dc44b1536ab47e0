"""Debt from year to year against closed forms, arithmetic on paper and identities."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from burdenshare.projection.fiscal.debt import (
    debt_path,
    decompose,
    implicit_rate,
    issued,
    knots,
    long_rate_of,
    next_debt,
    next_long_rate,
    stabilising_balance,
)

RATES = st.floats(-0.1, 0.3)
BALANCES = st.floats(-0.1, 0.1)


def constant(value: float, years: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.full(years, value)


def test_a_debt_of_90_per_cent_after_five_and_ten_years() -> None:
    """d 0.90, i 0.04, g 0.03, pb 0.01: d_t = d phi^t - pb (phi^t - 1) / (phi - 1)."""
    path = debt_path(
        0.90, iir=constant(0.04, 10), growth=constant(0.03, 10), primary=constant(0.01, 10)
    )
    assert path[9] == pytest.approx(0.8868127, abs=5e-8)
    assert path[4] == pytest.approx(0.8935656, abs=5e-8)
    phi = 1.04 / 1.03
    years = np.arange(1, 11)
    assert_allclose(path, 0.90 * phi**years - 0.01 * (phi**years - 1.0) / (phi - 1.0), rtol=1e-13)
    assert stabilising_balance(0.90, iir=0.04, growth=0.03) == pytest.approx(0.0087379, abs=5e-8)


def test_one_year_on_paper() -> None:
    """60 at 5 %, GDP up by 25 %, a tenth in foreign currency that gains 50 %, deficit 3, flow 1."""
    after = next_debt(0.60, iir=0.05, growth=0.25, primary=-0.03, stockflow=0.01, valued=1.05)
    assert after == pytest.approx(0.60 * 1.05 * 1.05 / 1.25 + 0.04)
    parts = decompose(
        0.60,
        iir=constant(0.05, 1),
        growth=constant(0.25, 1),
        inflation=constant(0.20, 1),
        primary=constant(-0.03, 1),
        stockflow=constant(0.01, 1),
        valued=constant(1.05, 1),
    )
    assert parts.interest[0] == pytest.approx(0.6 * 1.05 * 0.05 / 1.25)
    assert parts.growth[0] == pytest.approx(0.6 * (0.8 - 1 / 1.2))
    assert parts.inflation[0] == pytest.approx(-0.1)
    assert parts.valuation[0] == pytest.approx(0.024)
    assert parts.primary_balance[0] == 0.03
    assert parts.stockflow[0] == 0.01


@given(
    st.floats(0.0, 3.0),
    st.lists(
        st.tuples(RATES, RATES, st.floats(-0.05, 0.2), BALANCES, BALANCES, st.floats(0.5, 2.0)),
        min_size=1,
        max_size=12,
    ),
)
def test_the_parts_sum_to_the_change_of_every_year(
    start: float, rows: list[tuple[float, ...]]
) -> None:
    iir, growth, inflation, primary, flow, valued = np.array(rows).T
    terms: dict[str, Any] = {
        "iir": iir, "growth": growth, "primary": primary, "stockflow": flow, "valued": valued,
    }  # fmt: skip
    debt = debt_path(start, **terms)
    parts = decompose(start, inflation=inflation, **terms)
    change = np.diff(np.concatenate([[start], debt]))
    size = np.maximum(1.0, np.max(np.abs(debt)))
    assert_allclose(parts.change() / size, change / size, rtol=0, atol=1e-12)


@given(st.floats(0.0, 3.0), RATES, RATES)
def test_the_stabilising_balance_holds_debt_still(debt: float, iir: float, growth: float) -> None:
    balance = float(stabilising_balance(debt, iir=iir, growth=growth))
    assert next_debt(debt, iir=iir, growth=growth, primary=balance) == pytest.approx(
        debt, abs=1e-12
    )


def test_leading_axes_pass_through() -> None:
    iir = np.array([[0.04, 0.05], [0.02, 0.02]])
    both = debt_path(np.array([0.9, 0.5]), iir=iir, growth=iir * 0.5, primary=np.zeros(2))
    for i, start in enumerate((0.9, 0.5)):
        assert_allclose(
            both[i], debt_path(start, iir=iir[i], growth=iir[i] / 2, primary=0 * iir[i])
        )
    parts = decompose(
        np.array([0.9, 0.5]), iir=iir, growth=iir, inflation=iir, primary=np.zeros((2, 2))
    )
    assert parts.stockflow.shape == parts.primary_balance.shape == (2, 2)


def test_knots_are_linear_between_and_flat_outside() -> None:
    assert_allclose(
        knots({2030: 4.0, 2020: 2.0}, range(2018, 2033, 2)), [2, 2, 2.4, 2.8, 3.2, 3.6, 4, 4]
    )
    assert_allclose(knots({2023: 3.0}, (2000, 2050)), [3.0, 3.0])


@given(st.floats(0.0, 0.2), st.floats(-0.01, 0.2), st.floats(0.0, 0.9))
def test_the_long_rate_is_what_the_implicit_rate_leaves(
    iir: float, short: float, alpha: float
) -> None:
    assert implicit_rate(short, long_rate_of(iir, short, alpha), alpha) == pytest.approx(iir)


def test_what_is_rolled_over_takes_the_rate_of_the_market() -> None:
    assert next_long_rate(0.02, 0.04, 0.25) == pytest.approx(0.025)
    assert next_long_rate(0.02, 0.04, 0.0) == pytest.approx(0.02)


def test_the_part_issued_follows_from_what_falls_due_and_from_new_debt() -> None:
    """100 falls to 90 by repayment of a tenth; debt of 110: 20 of 110 are new. Shares cancel."""
    assert issued(100.0, 110.0, 0.1) == pytest.approx(20.0 / 110.0)
    assert issued(100.0, 100.0, 0.1) == pytest.approx(0.1)
    assert issued(100.0, 80.0, 0.1) == 0.0
    assert issued(100.0, 0.0, 0.1) == pytest.approx(0.1)
    assert_allclose(issued(np.array([1.0, 1.0]), np.array([1.0, 2.0]), 0.0), [0.0, 0.5])


@given(st.floats(1.0, 1e6), st.floats(1.0, 1e6), st.floats(0.0, 1.0))
def test_the_part_issued_is_a_part(before: float, after: float, due: float) -> None:
    assert 0.0 <= issued(before, after, due) <= 1.0
