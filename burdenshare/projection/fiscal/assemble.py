"""From a scenario, its inputs and the figures to the fiscal side and the levers of the engine."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from burdenshare.errors import Problems
from burdenshare.figures.countries import country_name
from burdenshare.projection.assemble import Query, Table
from burdenshare.projection.economy import REAL_GROWTH, SERIES, Cell, Economy, Path
from burdenshare.projection.fiscal import published as pub
from burdenshare.projection.fiscal.levers import EXPOSED, Known, assemble_levers
from burdenshare.projection.fiscal.path import DebtPath, debt_without
from burdenshare.projection.fiscal.published import PublicFinance, derived
from burdenshare.projection.fiscal.stock import EQUIPMENT, PERSONNEL, SPENDING
from burdenshare.projection.fiscal.structure import (
    RULES,
    Rates,
    Structure,
    rates_of,
    structure_of,
)
from burdenshare.projection.futures.model import Fiscal, Levers
from burdenshare.projection.member import MemberFigures, member_figures
from burdenshare.projection.model import Floats, Inputs, Origin

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.scenario.model import Scenario

EURO = "DEU"
"""Whose exchange rate is that of the euro."""

NATO = (EQUIPMENT, PERSONNEL, SPENDING)
"""Series of the NATO tables: of a scenario that chooses an edition, none later."""


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
    - A member without figures of debt, balance, GDP or interest has no debt path: its row of
      `Fiscal.debt0` is NaN, and a note names it.

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
    tables = {
        query.series: figures.rows(
            query.series, definition=query.definition, vintages=query.vintages
        )
        for query in needs(scenario)
    }
    last = scenario.vintages.get("nato", "9999")
    for series in NATO:
        tables[series] = [o for o in tables[series] if o.vintage <= last]
    chosen = scenario.vintages.get("imf")
    edition = chosen or max((o.vintage for o in tables["gdp_lcu"]), default="")
    economy = Economy((o for s in SERIES for o in tables[s]), edition, scenario.assumptions)
    finance = PublicFinance(tables, edition)
    members = [
        _member(code, i, scenario, inputs, economy, finance)
        for i, code in enumerate(inputs.members)
    ]
    problems = Problems()
    levers, origins, lever_notes = assemble_levers(
        scenario,
        inputs,
        Known(
            tables,
            price={one.code: one.price for one in members},
            growth={one.code: _growth(one.code, tables, edition) for one in members},
            euro=_euro(inputs, economy),
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
    code: str
    gdp: Path
    price: Path
    fx: Path
    structure: Structure
    rates: Rates | None
    path: DebtPath | None
    missing: str
    """What is not known, where there is no path of debt."""


def _member(
    code: str,
    place: int,
    scenario: Scenario,
    inputs: Inputs,
    economy: Economy,
    finance: PublicFinance,
) -> _Member:
    """Return what is known of one member's public finance, and its debt without the pledge."""
    start, end = inputs.years[0] - 1, inputs.years[-1]
    figures = member_figures(
        code,
        scenario.series.get(code),
        economy,
        until=end,
        price_base=inputs.price_base[place],
    )
    gdp, price, fx = (
        _backwards(getattr(figures, name), economy.level(name, code), name, figures)
        for name in ("gdp", "price", "fx")
    )
    structure = structure_of(code, finance, scenario.debt)
    outlook = finance.outlook(code)
    missing = ""
    if outlook is None:
        missing = "no debt or balance is published"
    elif start < min(outlook.debt):
        missing = f"debt is published from {min(outlook.debt)} only"
    elif not set(range(min(start, outlook.known_until, outlook.last - 1), end + 1)) <= set(gdp):
        missing = "GDP is not known for every year"
    if outlook is None or missing:
        return _Member(code, gdp, price, fx, structure, None, None, missing)
    rates = rates_of(
        code,
        finance,
        structure,
        scenario.debt,
        start=start,
        years=range(min(outlook.debt), end + 1),
        inflation=_inflation(price, gdp, end),
    )
    if rates is None:
        return _Member(code, gdp, price, fx, structure, None, None, "no rate of interest is known")
    path = debt_without(
        outlook, structure, rates, scenario.debt, code, gdp=gdp, fx=fx, start=start, end=end
    )
    return _Member(code, gdp, price, fx, structure, rates, path, "")


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


def _growth(code: str, tables: dict[str, list[Observation]], edition: str) -> Path:
    return {
        o.year: Cell(o.value / 100.0, "figure", (o.key,))
        for o in tables[REAL_GROWTH]
        if o.country == code and o.vintage == edition
    }


def _euro(inputs: Inputs, economy: Economy) -> Floats:
    """Return euros per US dollar by year; NaN where unknown."""
    if "EUR" in inputs.currency:
        row = inputs.fx[inputs.currency.index("EUR")]
        if not np.isnan(row).any():
            return np.asarray(row)
    fx = member_figures(EURO, None, economy, until=inputs.years[-1], price_base=0).fx
    return np.array([fx[year].value if year in fx else np.nan for year in inputs.years])


# Arrays, origins, notes --------------------------------------------------------------------------

ROWS = ("balance", "stockflow", "short", "long", "rollover")
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
    held = {one.code: _cells(one, inputs.years, start) for one in members}

    def row(name: str) -> Floats:
        rows = [[cells[name].get(year) for year in inputs.years] for cells in held.values()]
        return np.array([[0.0 if cell is None else cell.value for cell in cells] for cells in rows])

    def column(name: str, unknown: float = 0.0) -> Floats:
        cells = [found[name].get(start) for found in held.values()]
        return np.array([unknown if cell is None else cell.value for cell in cells])

    return Fiscal(
        members=inputs.members,
        kind=tuple(one.structure.kind for one in members),
        start_year=start,
        known_year=int(edition[:4] or 0) - 1,
        debt0=column("debt0", np.nan),
        iir0=column("iir0"),
        gdp0=column("gdp0", np.nan),
        price0=column("price0", np.nan),
        fx0=column("fx0", np.nan),
        balance=row("balance"),
        stockflow=row("stockflow"),
        short=row("short"),
        long=row("long"),
        alpha=column("alpha"),
        rollover=row("rollover"),
        elasticity=column("elasticity"),
        foreign=column("foreign"),
        origins=tuple(_origins(inputs, members, held)),
        notes=(*_notes(members), *lever_notes),
    )


def _cells(one: _Member, years: tuple[int, ...], start: int) -> dict[str, Path]:
    """Return the cells of every array of `Fiscal`; empty paths where debt is not known."""
    at_start = {
        "gdp0": {start: one.gdp[start]} if start in one.gdp else {},
        "price0": {start: one.price[start]} if start in one.price else {},
        "fx0": {start: one.fx[start]} if start in one.fx else {},
        "alpha": {start: one.structure.alpha},
        "elasticity": {start: one.structure.elasticity},
        "foreign": {start: one.structure.foreign},
    }
    if one.path is None or one.rates is None:
        return at_start | {name: {} for name in (*ROWS, "debt0", "iir0")}
    path = one.path
    by_year = {
        "balance": path.balance,
        "stockflow": path.stockflow,
        "short": one.rates.short,
        "long": one.rates.long,
        "rollover": path.rollover,
    }
    return {
        **at_start,
        **{name: {y: cells[y] for y in years} for name, cells in by_year.items()},
        "debt0": {start: path.debt[start]},
        "iir0": {start: path.long_iir[start]},
    }


def _origins(
    inputs: Inputs, members: list[_Member], held: dict[str, dict[str, Path]]
) -> list[Origin]:
    found = []
    for i, one in enumerate(members):
        if one.path is None:
            continue
        units = UNITS | {
            "gdp0": f"billion {inputs.currency[i]}",
            "price0": f"1 in {inputs.price_base[i]}",
            "fx0": f"{inputs.currency[i]} per USD",
        }
        for name, path in held[one.code].items():
            found += [
                Origin(
                    one.code,
                    f"fiscal/{name}",
                    year,
                    cell.value,
                    units[name],
                    cell.kind,
                    cell.keys,
                    cell.rule,
                )
                for year, cell in path.items()
            ]
    return found


def _notes(members: list[_Member]) -> list[dict[str, str]]:
    """Say which state runs on which rules, what is assumed, and whose debt is not known."""

    def names(codes: list[str]) -> str:
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
