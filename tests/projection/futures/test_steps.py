"""Each lever and each line of the debt recursion against a case worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from burdenshare.projection.futures import oracle, steps
from burdenshare.projection.futures.arithmetic import constants
from burdenshare.projection.futures.model import Levers
from burdenshare.projection.futures.steps import DebtTerms
from burdenshare.projection.futures.terms import build
from burdenshare.projection.model import Floats, Inputs

from .factory import (
    calibration,
    central,
    draws,
    everything,
    fiscal,
    one,
    quiet,
    simulated,
    three,
)

K = constants("double")
FLAT = {"alpha": 0.0, "elasticity": 0.0, "foreign": 0.0, "stockflow": 0.0}


def path(given: Inputs, name: str, levers: Levers, **finance: float) -> Floats:
    """Return one variable of the only member's path without shocks."""
    terms = build(given, fiscal(given, **(FLAT | finance)), levers, None, 1)
    return np.asarray(central(terms, name, given.baselines)[0])


# Debt --------------------------------------------------------------------------------------------


def test_debt_follows_the_closed_form() -> None:
    found = path(one(), "debt", Levers(), debt0=0.9, iir0=0.04, long=0.04, balance=0.01)
    phi = 1.04 / 1.03
    t = np.arange(11)
    closed = 0.9 * phi**t - 0.01 * (phi**t - 1.0) / (phi - 1.0)
    np.testing.assert_allclose(found, closed, rtol=1e-13)
    assert found[5] == pytest.approx(0.8935656, abs=5e-8)
    assert found[10] == pytest.approx(0.8868127, abs=5e-8)


def test_long_term_debt_takes_the_long_rate_as_it_is_rolled_over() -> None:
    found = path(
        one(3, growth=0.0), "interest", Levers(), debt0=1.0, iir0=0.02, long=0.05, rollover=0.2,
        balance=0.0, alpha=0.25, short=0.01,
    )  # fmt: skip
    first = 0.25 * 0.01 + 0.75 * (0.02 + 0.2 * 0.03)
    second = 0.25 * 0.01 + 0.75 * (0.026 + 0.2 * 0.024)
    np.testing.assert_allclose(found[1:], [first, (1.0 + first) * second], rtol=1e-14)


def test_a_risk_premium_is_paid_on_debt_above_the_threshold() -> None:
    found = path(
        one(2, growth=0.0), "interest", Levers(risk_premium=0.06, premium_threshold=0.9),
        debt0=1.1, iir0=0.02, long=0.02, rollover=0.5, balance=0.0,
    )  # fmt: skip
    assert found[1] == pytest.approx(1.1 * (0.02 + 0.5 * 0.06 * 0.2), rel=1e-14)


def test_foreign_debt_is_valued_at_the_exchange_rate() -> None:
    given = one(2, growth=0.0, fx=[1.0, 1.1])
    found = path(given, "debt", Levers(), debt0=1.0, iir0=0.0, long=0.0, balance=0.0, foreign=0.3)
    assert found[1] == pytest.approx(1.03, rel=1e-14)


def test_debt_is_never_negative() -> None:
    found = path(one(5), "debt", Levers(), debt0=0.05, balance=0.04)
    assert found[-1] == 0.0


def test_the_change_of_debt_is_the_sum_of_its_parts_in_every_draw() -> None:
    given = three()
    terms = build(given, fiscal(given), everything(), calibration(), 3)
    states = list(oracle.recursion(terms, draws(500)))
    for t, (before, now) in enumerate(pairwise(states)):
        at = DebtTerms(*(terms.debt[:, t, i, None] for i in range(len(DebtTerms._fields))))
        if not at.live.all():
            continue
        prices = (before.economy.price, now.economy.price)
        parts = steps.debt_parts(
            before.debt, now.debt, now.economy, now.spending, prices[1] / prices[0], at, K
        )
        real = now.economy.slower * now.spending.slower * prices[1] / prices[0]
        np.testing.assert_allclose(sum(parts), now.debt.debt - before.debt.debt, atol=1e-15)
        assert np.abs(parts.bounds).max() < 1e-10
        np.testing.assert_allclose(
            parts.growth * prices[1] / prices[0], before.debt.debt * (real - 1.0), atol=1e-13
        )


# Pledge ------------------------------------------------------------------------------------------


def test_inertia_goes_a_part_of_the_way_each_year() -> None:
    given = one(4, start=2.0, target=5.0, deadline=2026)
    found = path(given, "share", Levers(inertia=0.5))
    np.testing.assert_allclose(found, [2.0, 3.5, 4.25, 4.625], rtol=1e-14)


def test_slippage_is_never_made_good() -> None:
    given = one(4, start=2.0, target=3.0, deadline=2026)
    found = path(given, "share", Levers(slippage=0.1))
    np.testing.assert_allclose(found, [2.0, 2.9, 2.9, 2.9], rtol=1e-14)


def test_absorption_bounds_real_growth_of_spending_in_every_draw() -> None:
    given = one(11, start=2.0, target=5.0, inflation=0.02)
    levers = Levers(absorption=0.08, multiplier=(0.2, 0.5, 1.0))
    shocks = quiet(spread=[0.02, 0.01, 0.0, 0.0, 0.0, 0.0])
    terms = build(given, fiscal(given), levers, shocks, 1)
    real = simulated(terms, "spending_real", 400)[0]
    growth = real[1:] / real[:-1] - 1.0
    assert growth.max() == pytest.approx(0.08, abs=1e-12)
    assert (growth > 0.0799999).any(axis=1).all()
    free = path(given, "share", Levers())
    assert path(given, "share", Levers(absorption=10.0)) == pytest.approx(free, rel=1e-14)


def test_a_cash_budget_does_not_follow_surprise_growth_until_next_year() -> None:
    given = one(4, growth=0.03, start=2.0, target=3.0, deadline=2026)
    shocks = quiet(spread=[0.03, 0.0, 0.0, 0.0, 0.0, 0.0])
    terms = build(given, fiscal(given), Levers(budgeting="cash"), shocks, 1)
    spent, gdp = simulated(terms, "spending", 300)[0], simulated(terms, "gdp", 300)[0]
    np.testing.assert_allclose(spent[1:], 0.03 * gdp[:-1] * 1.03, rtol=1e-13)


def test_packages_come_on_top_and_count_in_share_and_extra() -> None:
    given = one(3, growth=0.0)
    package = np.array([[0.0, 50.0, 0.0]])
    levers = Levers(packages=package)
    np.testing.assert_allclose(path(given, "share", levers), [2.0, 7.0, 2.0], rtol=1e-14)
    np.testing.assert_allclose(path(given, "extra_of_gdp", levers), [0.0, 0.05, 0.0], atol=1e-15)
    np.testing.assert_allclose(path(given, "extra.constant_share", levers)[1], 50.0, rtol=1e-14)
    over_cash = path(given, "extra.constant_cash", levers)
    np.testing.assert_allclose(over_cash, [0.0, 50.0, 0.0], atol=1e-12)


def test_what_allies_would_do_takes_the_place_of_the_path_after_the_start() -> None:
    given = one(4)
    aimed = np.array([[9.0, 2.1, 2.2, 2.3]])
    found = path(given, "share", Levers(behaviour="behaved", aimed=aimed))
    np.testing.assert_allclose(found, [2.0, 2.1, 2.2, 2.3], rtol=1e-14)


def test_each_draw_takes_its_own_path_of_what_allies_would_do_in_turn() -> None:
    given = one(4)
    aimed = np.array([[9.0, 2.1, 2.2, 2.3]])
    paths = 2.0 + np.arange(64.0)[:, None, None] * np.array([[9.0, 0.01, 0.02, 0.03]])
    levers = Levers(behaviour="behaved", aimed=aimed, aimed_draws=paths)
    terms = build(given, fiscal(given), levers, None, 1)
    found = simulated(terms, "share", 130)[0]
    place = np.arange(130) % 64
    np.testing.assert_allclose(found[0], 2.0, rtol=1e-14)
    for t in (1, 2, 3):
        np.testing.assert_allclose(found[t], 2.0 + 0.01 * t * place, rtol=1e-13)
    np.testing.assert_allclose(central(terms, "share")[0], [2.0, 2.1, 2.2, 2.3], rtol=1e-14)


# Prices and stock --------------------------------------------------------------------------------


def test_buying_power_falls_with_defence_inflation_and_dearer_imports() -> None:
    given = one(3, growth=0.0, inflation=0.02, fx=[1.0, 1.2, 1.2])
    levers = Levers(
        defence_inflation=0.01, import_share=0.4, import_price=np.array([[1.0, 1.5, 1.5]])
    )
    power = path(given, "buying_power", levers)
    spent = path(given, "spending", levers)
    price = 1.02 ** np.arange(3) * 1.01 ** np.arange(3) * np.array([1.0, 1.2, 1.2])
    np.testing.assert_allclose(power, spent / price, rtol=1e-14)


def test_imports_cost_what_the_currency_loses_in_every_draw() -> None:
    given = one(4, growth=0.0)
    shocks = quiet(spread=[0.0, 0.0, 0.0, 0.0, 0.08, 0.0], persistence=[0, 0, 0, 0, 1, 0])
    terms = build(given, fiscal(given), Levers(import_share=0.25), shocks, 1)
    power, fx = (simulated(terms, name, 300)[0] for name in ("buying_power", "fx"))
    np.testing.assert_allclose(power, 20.0 / (0.75 + 0.25 * fx), rtol=1e-13)


def test_the_stock_is_a_perpetual_inventory_by_class() -> None:
    given = one(3, growth=0.0)
    levers = Levers(
        equipment_share=0.5,
        stock_mix=np.array([0.6, 0.4]),
        depreciation=np.array([0.1, 0.25]),
        stock0=np.array([[100.0, 40.0]]),
    )
    a, b, expected = 100.0, 40.0, []
    for _ in range(3):
        a, b = 0.9 * a + 6.0, 0.75 * b + 4.0
        expected.append(a + b)
    np.testing.assert_allclose(path(given, "stock", levers), expected, rtol=1e-14)


# Financing ---------------------------------------------------------------------------------------


def test_only_what_is_borrowed_adds_to_debt() -> None:
    given = one(6, growth=0.0, start=2.0, target=3.0, deadline=2026)
    finance = {"debt0": 0.5, "iir0": 0.0, "long": 0.0, "balance": 0.0}
    levers = Levers(debt_share=0.25, tax_share=0.5, other_share=0.25)
    with_pledge = path(given, "debt", levers, **finance)
    without = path(given, "debt_without", levers, **finance)
    np.testing.assert_allclose(with_pledge - without, 0.0025 * np.arange(6), atol=1e-15)


def test_output_responds_to_the_domestic_extra_and_the_effect_fades() -> None:
    given = one(4, growth=0.0, start=2.0, target=4.0, deadline=2026)
    levers = Levers(
        multiplier=(0.2, 0.8, 1.6),
        import_share=0.25,
        debt_share=0.5,
        tax_share=0.5,
        tax_multiplier=0.4,
        multiplier_decay=0.5,
    )
    effect = 0.02 * (0.8 * 0.75 - 0.4 * 0.5) * 0.5 ** np.arange(3)
    np.testing.assert_allclose(path(given, "gdp", levers)[1:], 1000.0 * (1 + effect), rtol=1e-13)
    finance = {"elasticity": 0.5, "balance": 0.0}
    primary = path(given, "primary", levers, **finance)
    np.testing.assert_allclose(primary[1:], 0.5 * effect - 0.5 * 0.02, rtol=1e-12)


def test_who_pays_may_change_over_the_years() -> None:
    given = one(4, growth=0.0, start=2.0, target=3.0, deadline=2026)
    finance = {"debt0": 0.5, "iir0": 0.0, "long": 0.0, "balance": 0.0}
    debt_share = np.array([[1.0, 1.0, 0.5, 0.0]])
    levers = Levers(
        debt_share=debt_share,
        tax_share=1.0 - debt_share,
        tax_multiplier=0.5,
        multiplier_decay=0.0,
    )
    added = path(given, "debt", levers, **finance) - 0.5
    np.testing.assert_allclose(added, [0.0, 0.01, 0.015, 0.015], atol=1e-15)
    np.testing.assert_allclose(path(given, "gdp", levers), 1000.0, rtol=1e-14)


def test_each_draw_has_a_multiplier_of_its_own_within_the_triangle() -> None:
    given = one(3, growth=0.0, start=2.0, target=4.0, deadline=2026)
    terms = build(given, fiscal(given), Levers(multiplier=(0.2, 0.6, 1.6)), quiet(), 1)
    gdp = simulated(terms, "gdp", 20_000)[0, 1]
    multiplier = (gdp / 1000.0 - 1.0) / 0.02
    assert multiplier.min() >= 0.2 - 1e-9
    assert multiplier.max() <= 1.6 + 1e-9
    error = 5.0 * multiplier.std() / np.sqrt(20_000)
    assert multiplier.mean() == pytest.approx((0.2 + 0.6 + 1.6) / 3.0, abs=error)
    below = (multiplier < 0.6).mean()
    assert below == pytest.approx(0.4 / 1.4, abs=5.0 * np.sqrt(0.25 / 20_000))


def test_accrual_charges_equipment_over_its_life() -> None:
    given = one(3, growth=0.0, start=2.0, target=4.0, deadline=2026)
    common = {"equipment_share": 0.5, "depreciation": np.array([0.1])}
    cash = path(given, "balance", Levers(**common))
    accrued = path(given, "balance", Levers(accrual=True, **common))
    written_off = np.array([0.1 * 10.0, 0.1 * (9.0 + 10.0)])
    np.testing.assert_allclose((accrued - cash)[1:], (10.0 - written_off) / 1000.0, rtol=1e-12)
    debts = [path(given, "debt", Levers(accrual=flag, **common)) for flag in (False, True)]
    np.testing.assert_array_equal(*debts)


def test_a_surprise_in_the_balance_persists_and_debts_add_it_up() -> None:
    given = one(4, growth=0.0)
    finance = fiscal(given, debt0=0.5, iir0=0.0, long=0.0, balance=0.01, **FLAT)
    shocks = quiet(spread=[0, 0, 0, 0, 0, 0.02], persistence=[0, 0, 0, 0, 0, 0.75])
    terms = build(given, finance, Levers(), shocks, 1)
    e = np.array([oracle.draw_shocks(terms, t, draws(50)).primary_balance[0] for t in (1, 2, 3)])
    assert e.std() > 0.01
    away = np.stack([e[0], 0.75 * e[0] + e[1], 0.5625 * e[0] + 0.75 * e[1] + e[2]])
    primary, debt = (simulated(terms, name, 50)[0, 1:] for name in ("primary", "debt"))
    np.testing.assert_allclose(primary, 0.01 + away, atol=1e-15)
    np.testing.assert_allclose(debt, 0.5 - np.cumsum(0.01 + away, axis=0), atol=1e-15)


def test_growth_moves_the_balance_through_the_output_gap() -> None:
    given = one(3, growth=0.0)
    shocks = quiet(spread=[0.02, 0.0, 0.0, 0.0, 0.0, 0.0])
    finance = replace(fiscal(given, elasticity=0.5, balance=0.01), gap_persistence=0.6)
    terms = build(given, finance, Levers(), shocks, 1)
    gdp, primary = (simulated(terms, name, 50)[0] for name in ("gdp", "primary"))
    growth = np.diff(np.log(gdp), axis=0)
    np.testing.assert_allclose(primary[1], 0.01 + 0.5 * growth[0], atol=1e-14)
    np.testing.assert_allclose(primary[2], 0.01 + 0.5 * (0.6 * growth[0] + growth[1]), atol=1e-14)
