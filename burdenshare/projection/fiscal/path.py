"""The debt of one country without the pledge: year by year, as published and beyond."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from burdenshare.projection.economy import Cell, Path
from burdenshare.projection.fiscal.debt import (
    implicit_rate,
    issued,
    knots,
    long_rate_of,
    next_debt,
    next_long_rate,
)
from burdenshare.projection.fiscal.published import Outlook, derived
from burdenshare.projection.fiscal.structure import Rates, Structure, own

if TYPE_CHECKING:
    from burdenshare.scenario.model import Debt


@dataclass(frozen=True)
class DebtPath:
    """One country's debt without the pledge; fractions of GDP, rates fractions a year."""

    debt: Path
    long_iir: Path
    """Implicit rate on long-term debt."""
    rollover: Path
    """Part of the long-term debt that takes the long rate of the year."""
    balance: Path
    """Primary balance: overall balance plus interest."""
    stockflow: Path
    interest: Path
    first: int
    """The year at whose end the recursion starts."""
    last: int
    """Last year of which balance and stock-flow adjustment are published."""


def debt_without(
    outlook: Outlook,
    structure: Structure,
    rates: Rates,
    assumed: Debt,
    country: str,
    *,
    gdp: Path,
    fx: Path,
    start: int,
    end: int,
) -> DebtPath:
    """Return the debt of a country from a start year (or the last known one before) to an end.

    While balances are published, the primary balance is the overall balance plus the interest of
    this path, and the stock-flow adjustment what is left of the published debt, so that the path
    returns the published debt. Beyond, the primary balance and the stock-flow adjustment stay at
    their last value (or the scenario's own primary balance counts). The Commission lets the
    adjustment end; states that save surpluses in a fund would then pay off all debt.

    Parameters
    ----------
    outlook, structure, rates, assumed
        What is known and assumed.
    country : str
    gdp, fx : Path
        Nominal GDP and exchange rate of the projection, as far back as they are known.
    start, end : int

    Raises
    ------
    KeyError
        Where GDP of a year between is unknown.
    """
    first = outlook.first(start)
    years = range(first + 1, end + 1)
    path = _begin(outlook, structure, rates, first, gdp)
    for year in years:
        before = path.debt[year - 1]
        growth = gdp[year].value / gdp[year - 1].value - 1.0
        valued = _valued(structure, fx, year)
        roll = path.rollover[year] = _rollover(structure, path.debt, gdp, year)
        long_iir = path.long_iir[year] = derived(
            float(
                next_long_rate(path.long_iir[year - 1].value, rates.long[year].value, roll.value)
            ),
            "what is rolled over takes the long rate",
            rates.long[year],
        )
        iir = float(implicit_rate(rates.short[year].value, long_iir.value, structure.alpha.value))
        interest = before.value * valued * iir / (1.0 + growth)
        path.interest[year] = derived(interest, "implicit rate x debt of the year before")
        _balances(path, outlook, assumed, country, year, valued)
        path.debt[year] = derived(
            float(
                next_debt(
                    before.value,
                    iir=iir,
                    growth=growth,
                    primary=path.balance[year].value,
                    stockflow=path.stockflow[year].value,
                    valued=valued,
                )
            ),
            "debt of the year before, interest, growth, balance and adjustment",
        )
    return path


def _begin(outlook: Outlook, structure: Structure, rates: Rates, first: int, gdp: Path) -> DebtPath:
    """Return a path that ends with its first year."""
    long_iir = derived(
        float(
            long_rate_of(rates.iir.value, rates.short[rates.iir_year].value, structure.alpha.value)
        ),
        f"implicit rate of {rates.iir_year} on what is not short-term",
        rates.iir,
        *([rates.short[rates.iir_year]] if structure.alpha.value else []),
    )
    debts = {y: c for y, c in outlook.debt.items() if y <= first and y in gdp}
    path = DebtPath(debts, {}, {}, {}, {}, {}, first, outlook.last)
    for year in range(min(rates.iir_year, first), first + 1):
        if year > rates.iir_year:
            roll = _rollover(structure, debts, gdp, year)
            value = float(next_long_rate(long_iir.value, rates.long[year].value, roll.value))
            rule = f"implicit rate of {rates.iir_year}, rolled over to {year}"
            long_iir = derived(value, rule, long_iir, rates.long[year])
        path.long_iir[year] = long_iir
    return path


def _rollover(structure: Structure, debt: Path, gdp: Path, year: int) -> Cell:
    """Return the part of long-term debt that takes the rate of a year.

    ``ec``: what was issued in the year before (`issued`). ``plain``: 1 / maturity.
    """
    cells = list(structure.maturing.values())
    if structure.kind == "plain":
        return cells[0]
    knot_values = {y: cell.value for y, cell in structure.maturing.items()}
    due = float(knots(knot_values, (year - 1,))[0])
    if not {year - 1, year - 2} <= set(debt) & set(gdp):
        return derived(due, "what falls due in a year", *cells)
    money = [debt[y].value * gdp[y].value for y in (year - 2, year - 1)]
    value = float(issued(money[0], money[1], due))
    return derived(value, f"long-term debt issued in {year - 1}", *cells)


def _valued(structure: Structure, fx: Path, year: int) -> float:
    if not structure.foreign.value or not {year, year - 1} <= set(fx):
        return 1.0
    return 1.0 + structure.foreign.value * (fx[year].value / fx[year - 1].value - 1.0)


def _balances(
    path: DebtPath, outlook: Outlook, assumed: Debt, country: str, year: int, valued: float
) -> None:
    """Set the primary balance and the stock-flow adjustment of a year."""
    mine = own(assumed.primary_balance, country)
    if year <= outlook.last:
        overall = outlook.balance[year]
        rule = overall.rule or "overall balance"
        path.balance[year] = derived(
            overall.value + path.interest[year].value, f"{rule}, plus interest of the path", overall
        )
        flow, before, keys = outlook.stockflow[year]
        path.stockflow[year] = Cell(
            flow - (valued - 1.0) * before,
            "derived",
            keys,
            "what is left of the published debt, growth and balance",
        )
        return
    path.balance[year] = (
        Cell(mine / 100.0, "user", (), "the scenario's primary balance")
        if mine is not None
        else path.balance[year - 1]._replace(
            rule=f"primary balance of {outlook.last}, held: assumed"
        )
    )
    path.stockflow[year] = path.stockflow[year - 1]._replace(
        rule=f"adjustment of {outlook.last}, held: assumed"
    )
