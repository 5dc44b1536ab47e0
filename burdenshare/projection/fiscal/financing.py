"""Who pays for the extra: debt, taxes, other spending, and what the rules of the EU let pass."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from burdenshare.projection.fiscal.structure import own
from burdenshare.projection.model import Floats, Inputs
from burdenshare.projection.project import project

if TYPE_CHECKING:
    from burdenshare.scenario.model import Financing

CLAUSE_LIMIT = 0.015
"""Fraction of GDP a year that the escape clause lets pass (European Commission, March 2025)."""
CLAUSE_YEARS = range(2025, 2029)
"""Four years from 2025 on."""
LOAN_YEARS = range(2026, 2031)
"""Years over which a loan is taken in equal parts: our assumption (first payments in 2026, loans
open to the end of 2030)."""


class Parts(NamedTuple):
    """Parts of the extra by who pays for it; each from 0 to 1, one together."""

    debt: Floats
    tax: Floats
    other: Floats


def shares(given: Financing, members: tuple[str, ...]) -> Parts:
    """Return who pays, by member, shaped (country,); who is given nothing for borrows."""
    rows = []
    for code in members:
        said = [own(part, code) for part in (given.debt, given.tax, given.other)]
        none_said = all(part is None for part in said)
        rows.append([1.0, 0.0, 0.0] if none_said else [part or 0.0 for part in said])
    debt, tax, other = np.array(rows).T
    return Parts(debt, tax, other)


def extra_of_gdp(inputs: Inputs, packages: Floats | None = None) -> Floats:
    """Return what the central path spends over a constant share, fraction of GDP.

    Parameters
    ----------
    inputs : Inputs
        Without a draw axis.
    packages : array (country, year), optional
        One-off amounts, billion of national currency.

    Returns
    -------
    array (country, year)
        Over `Inputs.years`, 0 up to the start of the pledge.
    """
    all_years = replace(inputs, first=0, last=-1, baselines=())
    spent = project(all_years).spending + (0.0 if packages is None else packages)
    extra = spent - inputs.start_share[:, None] * inputs.base / 100.0
    before = np.asarray(inputs.years) <= np.asarray(inputs.start_year)[:, None]
    return np.asarray(np.where(before, 0.0, extra / inputs.gdp))


def borrowed_first(parts: Parts, extra: Floats, allowed: Floats) -> Parts:
    """Return who pays where some of the extra is borrowed before the given parts apply.

    What lies within the allowance is paid by debt, what lies beyond by the given parts.

    Parameters
    ----------
    parts : Parts
        Shaped (country,).
    extra, allowed : array (country, year)
        Fractions of GDP.

    Returns
    -------
    Parts
        Shaped (country, year); where nothing extra is spent, the given parts.
    """
    covered = np.minimum(np.maximum(extra, 0.0), allowed)
    inside = np.divide(covered, extra, out=np.zeros_like(extra), where=extra > 0.0)
    debt, tax, other = (part[:, None] * (1.0 - inside) for part in parts)
    return Parts(debt + inside, tax, other)


def clause_allowance(inputs: Inputs, users: tuple[str, ...]) -> Floats:
    """Return what the escape clause lets pass: 1.5 % of GDP a year for four years.

    Counted from the start of the pledge; the Commission counts the rise over 2021.
    """
    uses = np.array([code in users for code in inputs.members])[:, None]
    years = np.array([year in CLAUSE_YEARS for year in inputs.years])
    return np.where(uses & years, CLAUSE_LIMIT, 0.0)


def loan_allowance(inputs: Inputs, loans: dict[str, float], euro: Floats) -> Floats:
    """Return the loans of the EU taken in each year, fraction of GDP.

    Parameters
    ----------
    inputs : Inputs
    loans : dict
        Billion euros in all, by member.
    euro : array (year,)
        Euros per US dollar.
    """
    whole = np.array([loans.get(code, 0.0) for code in inputs.members])[:, None]
    years = np.array([year in LOAN_YEARS for year in inputs.years]) / len(LOAN_YEARS)
    national = np.where(
        np.array([currency == "EUR" for currency in inputs.currency])[:, None],
        1.0,
        inputs.fx / euro,
    )
    return np.where(whole > 0.0, whole * years * national / inputs.gdp, 0.0)
