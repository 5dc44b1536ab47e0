"""The deterministic path of debt: adjustment, growth, balances, maturities, implicit rate, ratio.

Per cent and per cent of GDP throughout. Year 0 is the base year; arrays over years start there.
Many targets are walked at once: paths are shaped (year, target).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from burdenshare.projection.debt.book import Book
from burdenshare.projection.debt.inputs import BASE_YEAR, Country
from burdenshare.projection.debt.outlook import (
    baseline_output,
    deflator,
    exchange_effect,
    flat,
    stock_flow,
)
from burdenshare.projection.debt.variant import Variant
from burdenshare.projection.model import Floats

Stress = Literal["none", "lower_spb", "adverse_r_g", "financial_stress"]

CHECKED = 10
"""Years after the adjustment in which the criteria look at debt and balance."""
MULTIPLIER = 0.75
"""Fall of output per point of consolidation; fades to 2/3, 1/3 and 0 in the years after."""


@dataclass(frozen=True)
class DebtPath:
    """Paths of one country for many targets, shaped (year, target) from the base year on."""

    code: str
    last_adjustment: int
    """Last year of the adjustment, counted from the base year."""
    debt: Floats
    implicit_rate: Floats
    """Interest on the debt of the year before, per cent; so is `implicit_rate_long`."""
    implicit_rate_long: Floats
    growth: Floats
    """Of nominal GDP, per cent a year; NaN in the base year."""
    valuation: Floats
    """Debt of the year before at the exchange rates of the year, over that at its own: (year,)."""
    structural_balance: Floats
    """Structural primary balance before ageing cost."""
    primary_balance: Floats
    stock_flow: Floats
    overall_balance: Floats
    """Budget balance, per cent of GDP; NaN in the base year."""
    debt_stock: Floats
    """Billion of national currency, as is `nominal_gdp`."""
    nominal_gdp: Floats

    @property
    def years(self) -> list[int]:
        """Return the calendar years."""
        return list(range(BASE_YEAR, BASE_YEAR + len(self.debt)))


def project_debt(
    country: Country,
    *,
    adjustment: int,
    targets: Floats,
    variant: Variant,
    stress: Stress = "none",
    last: int | None = None,
) -> DebtPath:
    """Return the path of debt for each target of the structural primary balance.

    Parameters
    ----------
    country : Country
    adjustment : int
        Years of adjustment, in equal steps from the second year on.
    targets : array (target,)
        Structural primary balance before ageing cost at the end of the adjustment.
    variant : Variant
    stress : str
        ``lower_spb``: half a point is lost after the adjustment; ``adverse_r_g``: rates half a
        point higher and growth half a point lower for good; ``financial_stress``: rates a point
        higher for a year, and more where debt is above 90.
    last : int, optional
        Last year, counted from the base year; ten after the adjustment if not given.

    Notes
    -----
    European Commission, Debt Sustainability Monitor 2023, annex A3, as coded by Darvas, Welslau
    and Zettelmeyer (Bruegel, 2023; version of June 2024).
    """
    end = adjustment + 1
    last = end + CHECKED if last is None else last
    balance = _balance_path(country, adjustment, targets, stress, last)
    gap, growth, gdp = _output(country, balance, end, stress, last)
    primary = _primary_balance(country, balance, gap, end, last)
    flow = stock_flow(country, gdp, last)
    return _walk(country, _Given(end, balance, growth, gdp, primary, flow, stress), variant)


def _balance_path(
    country: Country, adjustment: int, targets: Floats, stress: Stress, last: int
) -> Floats:
    """Equal steps from the balance of year 1 to the target; under `lower_spb` half a point less."""
    known = country.annual["structural_primary_balance"]
    t = np.arange(last + 1)[:, None]
    balance = known[1] + np.clip((t - 1) / adjustment, 0.0, 1.0) * (targets - known[1])
    balance[0] = known[0]
    if stress == "lower_spb":
        years = adjustment // 2
        balance = balance - 0.5 * np.clip(t - adjustment - 1, 0, years) / years
    return np.asarray(balance)


def _output(
    country: Country, balance: Floats, end: int, stress: Stress, last: int
) -> tuple[Floats, Floats, Floats]:
    """Output gap, nominal growth and nominal GDP, each (year, target)."""
    potential, gap = baseline_output(country, last)
    planned = flat(country, "structural_primary_balance", last)
    change = np.diff(balance - planned[:, None], axis=0)
    lost = MULTIPLIER * np.concatenate([np.zeros((3, balance.shape[1])), change])
    gap = gap[:, None] - lost[2:] - 2.0 / 3.0 * lost[1:-1] - 1.0 / 3.0 * lost[:-2]
    real = potential[:, None] * (1.0 + gap / 100.0)
    growth = np.full_like(gap, np.nan)
    growth[1] = country.annual["nominal_gdp_growth"][1]
    prices = deflator(country, last)[2:, None]
    growth[2:] = 100.0 * (real[2:] / real[1:-1] * (1.0 + prices / 100.0) - 1.0)
    if stress == "adverse_r_g":
        growth[end + 1 :] -= 0.5
    gdp = np.empty_like(gap)
    gdp[:2] = country.annual["nominal_gdp"][:2, None]
    gdp[2:] = gdp[1] * np.cumprod(1.0 + growth[2:] / 100.0, axis=0)
    return gap, growth, gdp


def _primary_balance(country: Country, balance: Floats, gap: Floats, end: int, last: int) -> Floats:
    """Primary balance: ageing cost weighs on it for ten years, the output gap always."""
    t = np.arange(last + 1)
    cost = country.annual["ageing_cost"]
    ageing = cost[np.clip(t, end, end + CHECKED)] - cost[end]
    held = balance[np.minimum(t, end + CHECKED)] - ageing[:, None]
    return np.asarray(held + country.parameters["budget_balance_elasticity"] * gap)


@dataclass(frozen=True)
class _Given:
    """What the debt itself does not change."""

    end: int
    balance: Floats
    growth: Floats
    gdp: Floats
    primary: Floats
    flow: Floats
    stress: Stress


def _walk(country: Country, given: _Given, variant: Variant) -> DebtPath:
    """Step from year to year: rates, ratio, structure."""
    last, end = len(given.gdp) - 1, given.end
    effect = exchange_effect(country, variant, last)
    debt, rate, rate_long, stock, overall = (np.empty_like(given.gdp) for _ in range(5))
    flow = 100.0 * given.flow / given.gdp
    known = country.annual["implicit_interest_rate"]
    book = Book(country, variant, given.gdp.shape[1], last)
    debt[0], stock[0], overall[0] = country.annual["debt_ratio"][0], book.stock, np.nan
    rate[0], rate_long[0] = known[0], (1.0 - book.weight) * known[0]
    for t in range(1, last + 1):
        bump = _stress_on_rates(given.stress, t - end, debt[t - 1])
        short_rate, long_rate = book.short_rate[t] + bump, book.long_rate[t] + bump
        rate[t], rate_long[t] = book.implicit_rates(
            t, short_rate, long_rate, rate[t - 1], rate_long[t - 1]
        )
        snowball = (1.0 + rate[t] / 100.0) / (1.0 + given.growth[t] / 100.0)
        grown = debt[t - 1] * snowball * effect[t] - given.primary[t] + flow[t]
        debt[t] = np.maximum(grown, 0.0)
        if variant.second_recursion:
            deficit = given.flow[t] - given.primary[t] * given.gdp[t] / 100.0
            interest = book.roll_over(t, short_rate, rate_long[t], deficit)
            overall[t] = given.primary[t] - 100.0 * interest / given.gdp[t]
        else:
            interest = rate[t] / 100.0 * debt[t - 1] / (1.0 + given.growth[t] / 100.0)
            overall[t] = given.primary[t] - interest
            book.restate(t, debt[t] * given.gdp[t] / 100.0)
        stock[t] = book.stock
    return DebtPath(
        country.code,
        end,
        debt,
        rate,
        rate_long,
        given.growth,
        effect,
        given.balance,
        given.primary,
        flow,
        overall,
        stock,
        given.gdp,
    )


def _stress_on_rates(stress: Stress, years_after: int, debt: Floats) -> Floats | float:
    """Points added to market rates, in the year after the adjustment by the debt before."""
    if stress == "adverse_r_g" and years_after >= 1:
        return 0.5
    if stress == "financial_stress" and years_after == 1:
        return np.asarray(1.0 + 0.06 * np.maximum(debt - 90.0, 0.0))
    return 0.0
