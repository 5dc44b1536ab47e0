"""The central path of debt and what moves it, from the fiscal side alone: without any feedback."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from burdenshare.projection.fiscal.debt import (
    Parts,
    debt_path,
    decompose,
    implicit_rate,
    next_long_rate,
    stabilising_balance,
)
from burdenshare.projection.futures.model import Fiscal
from burdenshare.projection.model import Floats, Inputs


@dataclass(frozen=True)
class CentralDebt:
    """Debt at the end of every year and what moved it, shaped (country, year); NaN if not known."""

    years: tuple[int, ...]
    debt: Floats
    """Fraction of GDP."""
    rate: Floats
    """Implicit interest rate."""
    growth: Floats
    """Of nominal GDP."""
    parts: Parts
    """What changed the debt of each year; sums to the change."""
    stabilising: Floats
    """The primary balance that would hold the debt of the year before, fraction of GDP."""


def central_debt(inputs: Inputs, fiscal: Fiscal, *, burden: Floats | None = None) -> CentralDebt:
    """Return the central path of debt, without the pledge or with what it borrows.

    Nothing answers to the extra spending here: no growth, no taxes, no rates. The engine computes
    the same path with feedback; without extra spending both are the same.

    Parameters
    ----------
    inputs : Inputs
        Without a draw axis.
    fiscal : Fiscal
    burden : array (country, year), optional
        What is borrowed for the pledge, fraction of GDP.

    Returns
    -------
    CentralDebt
        Over `Inputs.years` after `Fiscal.start_year`.
    """
    after = [t for t, year in enumerate(inputs.years) if year > fiscal.start_year]
    borrowed = np.zeros_like(fiscal.balance) if burden is None else burden
    rate = _rates(fiscal)[:, after]
    growth = _changes(inputs.gdp, fiscal.gdp0)[:, after]
    inflation = _changes(inputs.price, fiscal.price0)[:, after]
    exchange = _changes(inputs.fx, fiscal.fx0)[:, after]
    foreign = fiscal.foreign[:, None]
    valued = np.where(foreign > 0.0, 1.0 + foreign * exchange, 1.0)
    primary = (fiscal.balance - borrowed)[:, after]
    terms = {
        "iir": rate,
        "growth": growth,
        "primary": primary,
        "stockflow": fiscal.stockflow[:, after],
        "valued": valued,
    }
    debt = debt_path(fiscal.debt0, **terms)
    before = np.concatenate([fiscal.debt0[:, None], debt[:, :-1]], axis=1)
    return CentralDebt(
        years=tuple(inputs.years[t] for t in after),
        debt=debt,
        rate=rate,
        growth=growth,
        parts=decompose(fiscal.debt0, inflation=inflation, **terms),
        stabilising=stabilising_balance(before, iir=rate, growth=growth),
    )


def _rates(fiscal: Fiscal) -> Floats:
    """Return the implicit rate on all debt by year."""
    rates, long_iir = np.empty_like(fiscal.long), fiscal.iir0
    for t in range(fiscal.long.shape[1]):
        long_iir = next_long_rate(long_iir, fiscal.long[:, t], fiscal.rollover[:, t])
        rates[:, t] = implicit_rate(fiscal.short[:, t], long_iir, fiscal.alpha)
    return rates


def _changes(levels: Floats, start: Floats) -> Floats:
    """Return changes on the year before, the first on the level of the start year."""
    before = np.concatenate([start[:, None], levels[:, :-1]], axis=1)
    return np.asarray(levels / before - 1.0)
