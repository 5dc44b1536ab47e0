"""Public debt from year to year: the recursion, what moved it, and what would hold it still.

Debt, balances and adjustments are fractions of GDP, rates fractions a year. Arrays are shaped
(..., year) unless said otherwise; a leading axis (country, draw) passes through.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from burdenshare.projection.model import Floats

Number = float | Floats


class Parts(NamedTuple):
    """What changed the debt of a year, fractions of GDP; the parts sum to the change."""

    interest: Floats
    growth: Floats
    """Real growth: what a larger economy takes away."""
    inflation: Floats
    """What a rise of prices takes away."""
    valuation: Floats
    """What exchange rates add to debt in foreign currency."""
    primary_balance: Floats
    """Minus the primary balance."""
    stockflow: Floats

    def change(self) -> Floats:
        """Return the sum of all parts."""
        return np.asarray(sum(self), dtype=np.float64)


def next_debt(
    before: Number,
    *,
    iir: Number,
    growth: Number,
    primary: Number,
    stockflow: Number = 0.0,
    valued: Number = 1.0,
) -> Floats:
    """Return the debt at the end of a year: d v (1 + i) / (1 + g) - pb + sf.

    The recursion of every debt sustainability analysis (European Commission, Debt Sustainability
    Monitor 2023, annex A3); no floor: a debt below zero is for the caller to judge.

    Parameters
    ----------
    before : number
        Debt at the end of the year before.
    iir : number
        Implicit interest rate: interest of the year over the debt at the end of the year before.
    growth : number
        Growth of nominal GDP.
    primary : number
        Primary balance, a surplus above zero.
    stockflow : number
        What raises debt and is no deficit.
    valued : number
        What exchange rates make of one unit of debt.
    """
    return np.asarray(before * valued * (1.0 + iir) / (1.0 + growth) - primary + stockflow)


def debt_path(
    start: Number,
    *,
    iir: Floats,
    growth: Floats,
    primary: Floats,
    stockflow: Floats | None = None,
    valued: Floats | None = None,
) -> Floats:
    """Return the debt at the end of every year, from the debt at the end of the year before them.

    Parameters
    ----------
    start : number or array (...)
    iir, growth, primary, stockflow, valued : array (..., year)
        See `next_debt`.

    Returns
    -------
    array (..., year)
    """
    shape = np.broadcast_shapes(np.shape(iir), np.shape(growth), np.shape(primary))
    flow = np.zeros(shape) if stockflow is None else np.broadcast_to(stockflow, shape)
    value = np.ones(shape) if valued is None else np.broadcast_to(valued, shape)
    rates, rises, balances = (np.broadcast_to(x, shape) for x in (iir, growth, primary))
    path, before = np.empty(shape), np.broadcast_to(np.asarray(start, dtype=float), shape[:-1])
    for t in range(shape[-1]):
        before = next_debt(
            before,
            iir=rates[..., t],
            growth=rises[..., t],
            primary=balances[..., t],
            stockflow=flow[..., t],
            valued=value[..., t],
        )
        path[..., t] = before
    return path


def decompose(
    start: Number,
    *,
    iir: Floats,
    growth: Floats,
    inflation: Floats,
    primary: Floats,
    stockflow: Floats | None = None,
    valued: Floats | None = None,
) -> Parts:
    """Split every year's change of debt into what moved it; the parts sum to it exactly.

    With N = 1 + nominal growth and P = 1 + inflation (GDP deflator):
    d' - d = d v i / N + d (1/N - 1/P) + d (1/P - 1) + d (v - 1) / N - pb + sf.

    The split of the automatic dynamics follows the IMF's and the Commission's tables: interest at
    the GDP of the year, real growth after prices. Parameters as in `debt_path`, with `inflation`.
    """
    debt = debt_path(
        start, iir=iir, growth=growth, primary=primary, stockflow=stockflow, valued=valued
    )
    first = np.broadcast_to(np.asarray(start, dtype=float), debt.shape[:-1])[..., None]
    before = np.concatenate([first, debt[..., :-1]], axis=-1)
    value = np.ones_like(debt) if valued is None else valued
    nominal, price = 1.0 + growth, 1.0 + inflation
    return Parts(
        interest=np.asarray(before * value * iir / nominal),
        growth=np.asarray(before * (1.0 / nominal - 1.0 / price)),
        inflation=np.asarray(before * (1.0 / price - 1.0)),
        valuation=np.asarray(before * (value - 1.0) / nominal),
        primary_balance=np.broadcast_to(-primary, debt.shape),
        stockflow=np.broadcast_to(0.0 if stockflow is None else stockflow, debt.shape),
    )


def stabilising_balance(debt: Number, *, iir: Number, growth: Number) -> Floats:
    """Return the primary balance that keeps a debt ratio where it is: d (i - g) / (1 + g)."""
    return np.asarray(debt * (iir - growth) / (1.0 + growth))


# Rates and maturities ----------------------------------------------------------------------------


def knots(points: Mapping[int, float], years: Sequence[int]) -> Floats:
    """Return values that are linear between given points and flat outside them.

    Parameters
    ----------
    points : mapping of int to float
        At least one value by year; a year without one is skipped.
    years : sequence of int

    Returns
    -------
    array (year,)
    """
    known = sorted(points)
    return np.asarray(np.interp(years, known, [points[year] for year in known]), dtype=np.float64)


def next_long_rate(before: Number, long: Number, rollover: Number) -> Floats:
    """Return the implicit rate on long-term debt: what is rolled over takes the market's rate."""
    return np.asarray(rollover * long + (1.0 - rollover) * before)


def implicit_rate(short: Number, long_iir: Number, alpha: Number) -> Floats:
    """Return the implicit rate on all debt, of which alpha is short-term."""
    return np.asarray(alpha * short + (1.0 - alpha) * long_iir)


def long_rate_of(iir: Number, short: Number, alpha: Number) -> Floats:
    """Return the implicit rate on long-term debt that an implicit rate on all debt implies."""
    return np.asarray((iir - alpha * short) / (1.0 - alpha))


def issued(debt_before: Number, debt: Number, maturing: Number) -> Floats:
    """Return which part of the long-term debt at the end of a year was issued in it.

    With a constant short-term part w, LT = (1 - w) D and LT' = (1 - r) LT + N give
    N / LT' = 1 - (1 - r) D / D'. It is this part that takes the long rate of the following year
    (European Commission, Debt Sustainability Monitor 2023, annex A3).

    Parameters
    ----------
    debt_before, debt : number
        Debt in money at the end of the year before and of the year.
    maturing : number
        r: part of the long-term debt that falls due in the year.

    Returns
    -------
    array
        Between 0 (debt shrinks by more than falls due) and 1.
    """
    ratio = np.divide(debt_before, debt, out=np.ones(np.shape(debt)), where=np.asarray(debt) > 0.0)
    return np.asarray(np.clip(1.0 - (1.0 - np.asarray(maturing)) * ratio, 0.0, 1.0))
