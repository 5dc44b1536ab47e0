"""From a scenario, its inputs and the figures to the fiscal side and the levers of the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from burdenshare.errors import Problems
from burdenshare.figures.countries import country_name
from burdenshare.projection.assemble import economy_of
from burdenshare.projection.economy import SERIES, Cell, Economy, Path
from burdenshare.projection.fiscal import published as pub
from burdenshare.projection.fiscal.levers import EXPOSED, Known, assemble_levers
from burdenshare.projection.fiscal.path import DebtPath, debt_without
from burdenshare.projection.fiscal.published import Outlook, PublicFinance, derived
from burdenshare.projection.fiscal.stock import EQUIPMENT, PERSONNEL, SPENDING
from burdenshare.projection.fiscal.structure import (
    RULES,
    Paid,
    Rates,
    Structure,
    own,
    paid_of,
    rates_of,
    structure_of,
)
from burdenshare.projection.futures.model import Fiscal, Levers
from burdenshare.projection.member import MemberFigures, figures_of
from burdenshare.projection.model import Floats, Inputs, Origin
from burdenshare.projection.remembered import Query, Remembered, Table

if TYPE_CHECKING:
    from burdenshare.scenario.model import Debt, Scenario

EURO = "DEU"
"""Whose exchange rate is that of the euro."""

NATO = (EQUIPMENT, PERSONNEL, SPENDING)
"""Series of the NATO tables, read in every edition."""


def needs(scenario: Scenario) -> list[Query]:
    """Return every question that `assemble_fiscal` puts to the figures for a scenario."""
    return [
        *(Query(series, "imf", "all") for series in (*SERIES, *pub.OUTLOOK)),
        *(Query(series, None, "latest") for series in pub.DATED),
        *(Query(series, "nato", "all") for series in NATO),
        *(Query(series, None, "latest") for series in ("safe_loan_allocation", *EXPOSED)),
    ]


def assemble_fiscal(
    scenario: Scenario, inputs: Inputs, figures: Table, *, aimed: Floats | None = None
) -> tuple[Fiscal, Levers, tuple[Origin, ...]]:
    """Return the fiscal side and the levers of a scenario, every number with its origin.

    Rules
    -----
    - *Debt and balance*: levels of the edition of the World Economic Outlook that the scenario
      uses; then its overall balance moved by the changes of the edition that reaches further, and
      that edition's stock-flow adjustment (`PublicFinance.outlook`). The primary balance is the
      overall balance plus the interest of the path; beyond the last forecast it stays at its last
      value, and so does the adjustment (assumptions, named).
    - *Structure and rates*: ``ec`` where the maturity structure is published and makes sense,
      ``plain`` elsewhere (`structure_of`, `rates_of`).
    - *Defence today* is in the balance at the share of the start. What forecasters expected of
      higher spending may be in it too and is not known; the extra of the pledge comes on top.
    - *Levers*: the scenario's own numbers, else defaults with their reason (`assemble_levers`).
    - A member without figures of debt, balance, GDP or interest has no debt path: what says how
      its debt moves is NaN in `Fiscal`, and a note names it.

    Parameters
    ----------
    scenario : Scenario
    inputs : Inputs
        As made by `burdenshare.projection.assemble.assemble`, without a draw axis.
    figures : Table
    aimed : array (country, year), optional
        Shares that allies would aim at, per cent, for the behaviour ``behaved``.

    Returns
    -------
    (Fiscal, Levers, tuple of Origin)
        The origins of the levers; those of the fiscal side are in `Fiscal.origins`. `Fiscal.notes`
        holds what a reader must know of both.

    Raises
    ------
    Refusal
        ``missing-inputs`` with one detail for everything that is asked for and nobody gives.
    """
    known = Remembered.of(figures)
    tables = known.ask(needs(scenario))
    economy = economy_of(scenario, known)
    edition = economy.published.vintage
    finance = known.kept(("finance", edition), lambda: PublicFinance(tables, edition))
    members = [
        _member(code, i, scenario, inputs, economy, finance, known)
        for i, code in enumerate(inputs.members)
    ]
    problems = Problems()
    levers, origins, lever_notes = assemble_levers(
        scenario,
        inputs,
        Known(
            known,
            tables,
            keys={one.code: one.key for one in members},
            price={one.code: one.price for one in members},
            growth={one.code: economy.published.growth(one.code) for one in members},
            euro=_euro(inputs, economy, known),
        ),
        aimed=aimed,
        problems=problems,
    )
    details = problems.details()
    problems.require_none(
        "missing-inputs",
        f"{scenario.name}: " + "; ".join(d["message"] for d in details),
        hint="; ".join(dict.fromkeys(d["hint"] for d in details)),
    )
    return _fiscal(inputs, members, edition, lever_notes), levers, origins


# One member --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Member:
    """What is known of one member's public finance, and its debt without the pledge."""

    key: Hashable
    """What it was made from."""
    code: str
    price: Path
    structure: Structure
    rates: Rates | None
    path: DebtPath | None
    missing: str
    """What is not known, where there is no path of debt."""
    cells: dict[str, Path]
    """Of every array of `Fiscal`; empty paths where debt is not known."""
    origins: tuple[Origin, ...]


def _member(
    code: str,
    place: int,
    scenario: Scenario,
    inputs: Inputs,
    economy: Economy,
    finance: PublicFinance,
    known: Remembered,
) -> _Member:
    """Return what is known of one member, made once for the same figures and assumptions."""
    years = range(inputs.years[0], inputs.years[-1] + 1)
    figures = figures_of(
        known,
        code,
        scenario.series.get(code),
        economy,
        until=years[-1],
        price_base=inputs.price_base[place],
    )
    assumed = scenario.debt
    said = tuple(own(each, code) for each in (assumed.long_rate, assumed.maturity))
    structure, paid = known.kept(
        ("debt", finance.edition, code, years[0], said),
        lambda: _debt_of(code, finance, assumed, years[0] - 1),
    )
    key = ("fiscal", figures.key, finance.edition, years, said, own(assumed.primary_balance, code))
    return known.kept(
        key,
        lambda: _found(
            key, code, assumed, years, figures, economy, finance.outlook(code), structure, paid
        ),
    )


def _debt_of(
    code: str, finance: PublicFinance, assumed: Debt, start: int
) -> tuple[Structure, Paid | None]:
    """Return what is known of a debt whatever the economy does: its structure and its rates."""
    structure = structure_of(code, finance, assumed)
    if finance.outlook(code) is None:
        return structure, None
    return structure, paid_of(code, finance, structure, assumed, start=start)


def _found(
    key: Hashable,
    code: str,
    assumed: Debt,
    years: range,
    figures: MemberFigures,
    economy: Economy,
    outlook: Outlook | None,
    structure: Structure,
    paid: Paid | None,
) -> _Member:
    start, end = years[0] - 1, years[-1]
    levels = {name: economy.published.level(name, code) for name in ("gdp", "price", "fx")}
    gdp, price, fx = (
        _backwards(getattr(figures, name), level, name, figures) for name, level in levels.items()
    )
    rates, path, missing = None, None, ""
    if outlook is None:
        missing = "no debt or balance is published"
    elif start < min(outlook.debt):
        missing = f"debt is published from {min(outlook.debt)} only"
    elif not set(span := range(outlook.first(start), end + 1)) <= gdp.keys():
        missing = "GDP is not known for every year"
    elif paid is None:
        missing = "no rate of interest is known"
    else:
        rates = rates_of(paid, years=span, inflation=_inflation(price, gdp, end))
        path = debt_without(
            outlook, structure, rates, assumed, code, gdp=gdp, fx=fx, start=start, end=end
        )
    before = {"gdp0": gdp, "price0": price, "fx0": fx}
    cells = {
        **{name: {y: found[y] for y in (start,) if y in found} for name, found in before.items()},
        **_debt_cells(structure, rates, path, years),
    }
    origins = tuple(_origins(code, figures, cells))
    return _Member(key, code, price, structure, rates, path, missing, cells, origins)


def _debt_cells(
    structure: Structure, rates: Rates | None, path: DebtPath | None, years: range
) -> dict[str, Path]:
    """Return the cells of everything that says how debt moves; none where it is not known."""
    if path is None or rates is None:
        return {name: {} for name in (*COLUMNS, *ROWS)}
    start = years[0] - 1
    by_year = {
        "balance": path.balance,
        "stockflow": path.stockflow,
        "short": rates.short,
        "long": rates.long,
        "rollover": path.rollover,
    }
    return {
        "alpha": {start: structure.alpha},
        "elasticity": {start: structure.elasticity},
        "foreign": {start: structure.foreign},
        **{name: {y: cells[y] for y in years} for name, cells in by_year.items()},
        "debt0": {start: path.debt[start]},
        "iir0": {start: path.long_iir[start]},
    }


def _origins(code: str, figures: MemberFigures, cells: dict[str, Path]) -> Iterator[Origin]:
    units = UNITS | {
        "gdp0": f"billion {figures.currency}",
        "price0": f"1 in {figures.price_base}",
        "fx0": f"{figures.currency} per USD",
    }
    for name, path in cells.items():
        for year, cell in path.items():
            yield Origin(
                code,
                f"fiscal/{name}",
                year,
                cell.value,
                units[name],
                cell.kind,
                cell.keys,
                cell.rule,
            )


def _backwards(given: Path, published: Path, name: str, figures: MemberFigures) -> Path:
    """Return a series that goes back beyond the user's first year by the published changes."""
    if not given or figures.foreign or min(given) not in published:
        return given
    first = min(given)
    one = given[first].value / published[first].value
    rule = f"{name} of {first} and the published changes before it"
    earlier = {
        year: derived(cell.value * one, rule, given[first], cell)
        for year, cell in published.items()
        if year < first
    }
    return earlier | given


def _inflation(price: Path, gdp: Path, year: int) -> Cell:
    """Return the rise of prices in a year; 2 per cent where prices are unknown."""
    if {year, year - 1} <= set(price):
        rule = f"inflation of {year}"
        return derived(price[year].value / price[year - 1].value - 1.0, rule, price[year])
    return Cell(0.02, "derived", (), "assumed: inflation of 2 %, prices are not known")


def _euro(inputs: Inputs, economy: Economy, known: Remembered) -> Floats:
    """Return euros per US dollar by year; NaN where unknown."""
    if "EUR" in inputs.currency:
        row = inputs.fx[inputs.currency.index("EUR")]
        if not np.isnan(row).any():
            return np.asarray(row)
    fx = figures_of(known, EURO, None, economy, until=inputs.years[-1], price_base=0).fx
    return np.array([fx[year].value if year in fx else np.nan for year in inputs.years])


# Arrays, origins, notes --------------------------------------------------------------------------

ROWS = ("balance", "stockflow", "short", "long", "rollover")
"""Arrays of `Fiscal` by year."""
COLUMNS = ("alpha", "elasticity", "foreign", "debt0", "iir0")
"""Arrays of `Fiscal` that say how debt moves, one number for each member."""
_RATE, _PART, _RATIO = "rate a year", "part of one", "fraction of GDP"
UNITS = {
    "balance": _RATIO,
    "stockflow": _RATIO,
    "short": _RATE,
    "long": _RATE,
    "rollover": _PART,
    "debt0": _RATIO,
    "iir0": _RATE,
    "alpha": _PART,
    "elasticity": "balance per output gap",
    "foreign": _PART,
}


def _fiscal(
    inputs: Inputs, members: list[_Member], edition: str, lever_notes: tuple[dict[str, str], ...]
) -> Fiscal:
    start = inputs.years[0] - 1

    def row(name: str) -> Floats:
        """Return an array over the years, NaN where a number is not known."""
        rows = [[one.cells[name].get(year) for year in inputs.years] for one in members]
        return np.array([[np.nan if cell is None else cell.value for cell in row] for row in rows])

    def column(name: str) -> Floats:
        """Return one number for each member, NaN where it is not known."""
        cells = [one.cells[name].get(start) for one in members]
        return np.array([np.nan if cell is None else cell.value for cell in cells])

    return Fiscal(
        members=inputs.members,
        kind=tuple(one.structure.kind for one in members),
        start_year=start,
        known_year=int(edition[:4] or 0) - 1,
        debt0=column("debt0"),
        iir0=column("iir0"),
        gdp0=column("gdp0"),
        price0=column("price0"),
        fx0=column("fx0"),
        balance=row("balance"),
        stockflow=row("stockflow"),
        short=row("short"),
        long=row("long"),
        alpha=column("alpha"),
        rollover=row("rollover"),
        elasticity=column("elasticity"),
        foreign=column("foreign"),
        origins=tuple(origin for one in members for origin in one.origins),
        notes=(*_notes(members), *lever_notes),
    )


def _notes(members: list[_Member]) -> list[dict[str, str]]:
    """Say which state runs on which rules, what is assumed, and whose debt is not known."""

    def names(codes: list[str]) -> str:
        """Return the names of countries, in words."""
        return ", ".join(country_name(code) for code in codes)

    known = [one for one in members if one.path and one.rates]
    general = []
    if ec := [one.code for one in known if one.structure.kind == "ec"]:
        general.append(
            "Debt by maturity and currency, as the European Commission counts it (structure of "
            f"2023): {names(ec)}."
        )
    plain = [one for one in known if one.structure.kind == "plain"]
    for reason in dict.fromkeys(one.structure.reason for one in plain):
        group = [one for one in plain if one.structure.reason == reason]
        maturity = 1.0 / next(iter(group[0].structure.maturing.values())).value
        general.append(
            f"Debt with one average maturity of {maturity:.1f} years, because {reason}: "
            f"{names([one.code for one in group])}."
        )
    rules: dict[str, list[str]] = defaultdict(list)
    for one in known:
        if one.rates and one.rates.iir_rule != "published":
            rules[one.rates.iir_rule].append(one.code)
    for rule, codes in rules.items():
        general.append(f"The interest rate paid on debt is {RULES[rule]}, for {names(codes)}.")
    if known:
        last = max(one.path.last for one in known if one.path)
        general.append(
            f"Beyond {last}, the last year of the forecasts, the primary balance and the "
            "stock-flow adjustment stay at their last value. The published balances may already "
            "hold some of the higher defence spending that forecasters expected; the extra of the "
            "pledge comes on top."
        )
        general.append(
            "Market rates go from what is published to inflation plus two points thirty years "
            "after 2023; forward rates of the markets are not used. Repayments to the European "
            "rescue funds have no schedule of their own here."
        )
    single = [
        (
            one.code,
            f"{country_name(one.code)}: {one.missing}; debt, interest and balance are left out.",
        )
        for one in members
        if one.missing
    ]
    return [
        {"country": code, "text": text}
        for code, text in [*(("", text) for text in general), *single]
    ]
