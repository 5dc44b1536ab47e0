"""The levers of the engine from a scenario: its own numbers, else defaults with their reason."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from burdenshare.errors import Problems
from burdenshare.figures.countries import country_name
from burdenshare.figures.membership import members as alliance_members
from burdenshare.projection.economy import Cell, Path
from burdenshare.projection.fiscal import financing
from burdenshare.projection.fiscal.published import derived
from burdenshare.projection.fiscal.stock import (
    EQUIPMENT,
    PERSONNEL,
    Classes,
    Purchases,
    classes_of,
    stock_before,
)
from burdenshare.projection.fiscal.structure import own
from burdenshare.projection.futures.model import Levers
from burdenshare.projection.model import Floats, Inputs, Origin
from burdenshare.projection.remembered import Remembered

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.scenario.model import PerMember, Range, Scenario

MULTIPLIER = (0.2, 0.7, 1.6)
"""Rise of output per unit of spending at home: from the lowest to the highest estimate for
national spending in the table of estimates; the centre is our choice."""
TAX_MULTIPLIER = 0.35
"""0.35 below the central one of spending: Gechert (2013) finds taxes and transfers 0.3 to 0.4
below spending."""
OTHER_MULTIPLIER = 0.7
"""As for spending."""
FADE = 1.0 / 3.0
"""Part of the effect that is gone after a year: 1, 2/3, 1/3 in the Commission's method."""
IMPORTED = 0.63
"""Imported part of equipment in the EU: the middle of 48 per cent (IISS) and 78 (EDIS, contested);
what one member buys from another counts as domestic in both."""
NO_LIMIT = 10.0
"""Real growth that stands for no limit of absorption: eleven times as much in a year."""
EXPOSED = ("currency_exposed_share_low", "currency_exposed_share_high")


@dataclass
class _Book:
    """What has been resolved so far: origins and notes, filled as levers are set."""

    members: tuple[str, ...]
    year: int
    origins: list[Origin] = field(default_factory=list)

    def column(self, lever: str, unit: str, cell_of: Callable[[str], Cell]) -> Floats:
        """Return one number for each member, each with its origin."""
        cells = {code: cell_of(code) for code in self.members}
        for code, cell in cells.items():
            self.add(code, lever, self.year, cell, unit)
        return np.array([cell.value for cell in cells.values()])

    def add(self, code: str, lever: str, year: int, cell: Cell, unit: str) -> None:
        """Note where a number comes from."""
        self.origins.append(
            Origin(code, f"levers/{lever}", year, cell.value, unit, cell.kind, cell.keys, cell.rule)
        )


@dataclass(frozen=True)
class Spent:
    """What is known of how a member spends: parts of one, None where nothing is published."""

    equipment: Cell | None
    personnel: Cell | None
    imported: Cell | None
    """Imported part of all spending."""


@dataclass(frozen=True)
class Known:
    """What is known beside the inputs of the projection."""

    figures: Remembered
    tables: dict[str, list[Observation]]
    """Observations by series: `Purchases`, loans of the EU, Japan's exposed spending."""
    keys: dict[str, Hashable]
    """What `price` was made from, by member."""
    price: dict[str, Path]
    """Price level of each member by year, 1 in its `Inputs.price_base`."""
    growth: dict[str, Path]
    """Real growth of each member's GDP, fractions."""
    euro: Floats
    """Euros per US dollar, shaped (year,)."""


def assemble_levers(
    scenario: Scenario,
    inputs: Inputs,
    known: Known,
    *,
    aimed: Floats | None,
    problems: Problems,
) -> tuple[Levers, tuple[Origin, ...], tuple[dict[str, str], ...]]:
    """Return the levers of a scenario, their origins and what a reader must know.

    Parameters
    ----------
    scenario, inputs, known
        What was asked, the inputs of the projection, and what is known beside them.
    aimed : array (country, year), optional
        Shares that allies would aim at, for ``behaved``.
    problems : Problems
        Takes what is asked for and nobody gives.
    """
    book = _Book(inputs.members, inputs.years[inputs.first])
    edition = scenario.vintages.get("nato")
    bought = known.figures.kept(("purchases", edition), lambda: Purchases(known.tables, edition))
    spent = {
        code: _spent(code, year, scenario, bought, known.tables, problems)
        for code, year in zip(inputs.members, inputs.start_year, strict=True)
    }
    if scenario.behaviour.kind == "behaved" and aimed is None:
        problems.add(
            "behaviour.kind",
            "nothing says what allies would aim at",
            expected="shares by member and year",
            hint="choose kind: kept",
        )
    packages = _packages(scenario, inputs)
    parts = _paid(scenario, inputs, packages, known, book)
    classes = classes_of(scenario.equipment_classes, inputs.members)
    stock0 = _stocks(inputs, bought, spent, known, classes, book)
    no_import = Cell(0.0, "derived", (), "not known: all from home")
    levers = Levers(
        behaviour=scenario.behaviour.kind or "kept",
        aimed=aimed,
        budgeting=scenario.behaviour.budgeting or "share",
        packages=packages,
        import_share=book.column(
            "import_share", "part of spending", lambda code: spent[code].imported or no_import
        ),
        equipment_share=book.column(
            "equipment_share",
            "part of spending",
            lambda code: spent[code].equipment or Cell(0.0, "derived", (), "not known"),
        ),
        debt_share=parts.debt,
        tax_share=parts.tax,
        other_share=parts.other,
        multiplier=_multipliers(scenario, inputs.members, spent, book),
        accrual=scenario.accounting == "accrual",
        stock_mix=classes.mix,
        depreciation=classes.wear,
        stock0=stock0,
        tails="fat" if isinstance(scenario.tails, int) else "normal",
        **_numbers(scenario, book),
    )
    return levers, tuple(book.origins), _notes(scenario, inputs, spent, stock0)


def _numbers(scenario: Scenario, book: _Book) -> dict[str, Floats]:
    """Return the levers that are a plain number for each member."""
    said, assumed, debt = scenario.behaviour, scenario.multipliers, scenario.debt

    def column(
        lever: str,
        given: PerMember,
        default: float,
        why: str,
        unit: str = "part of one",
        scale: float = 1.0,
    ) -> Floats:
        """Return one lever: the scenario's own number for each member, else its default."""

        def cell(code: str) -> Cell:
            """Return the number of one member."""
            mine = own(given, code)
            if mine is None:
                return Cell(default, "derived", (), why)
            return Cell(mine * scale, "user", (), "the scenario's own")

        return book.column(lever, unit, cell)

    left = column("inertia", said.inertia, 0.0, "default: none")
    chosen = "our choice, see the estimates"
    return {
        "inertia": 1.0 - left,
        "absorption": column(
            "absorption", said.absorption, NO_LIMIT, "default: no limit", "real growth", 0.01
        ),
        "slippage": column("slippage", said.slippage, 0.0, "default: none"),
        "defence_inflation": column(
            "defence_inflation",
            scenario.defence_inflation,
            0.0,
            "default: as prices in general",
            "a year over the deflator",
            0.01,
        ),
        "tax_multiplier": column(
            "tax_multiplier", assumed.tax, TAX_MULTIPLIER, chosen, "output per unit"
        ),
        "other_multiplier": column(
            "other_multiplier", assumed.other, OTHER_MULTIPLIER, chosen, "output per unit"
        ),
        "multiplier_decay": column(
            "multiplier_decay", assumed.fade, FADE, "the Commission's method: 1, 2/3, 1/3"
        ),
        "risk_premium": column(
            "risk_premium", debt.risk_premium, 0.0, "default: none", "rate per debt over GDP"
        ),
        "premium_threshold": column(
            "premium_threshold",
            debt.premium_above,
            0.9,
            "the Commission's stress test: 90 % of GDP",
            "fraction of GDP",
            0.01,
        ),
    }


# How a member spends -----------------------------------------------------------------------------


def _spent(
    code: str,
    year: int,
    scenario: Scenario,
    bought: Purchases,
    tables: dict[str, list[Observation]],
    problems: Problems,
) -> Spent:
    """Return how a member spends from a year on: the scenario's own parts, else as published."""
    mine = own(scenario.equipment_share, code)
    equipment = (
        Cell(mine, "user", (), "the scenario's own")
        if mine is not None
        else bought.share(EQUIPMENT, code, year)
    )
    part = own(scenario.import_share, code)
    if part is not None and equipment is None:
        problems.add(
            f"equipment_share.{code}",
            f"no share of equipment of {country_name(code)} is published, which import_share is a "
            "part of",
            expected="a part from 0 to 1",
            hint=f"supply equipment_share for {code}",
        )
    return Spent(
        equipment, bought.share(PERSONNEL, code, year), _imported(code, part, equipment, tables)
    )


def _imported(
    code: str, part: float | None, equipment: Cell | None, tables: dict[str, list[Observation]]
) -> Cell | None:
    """Return the imported part of all spending; None where nobody says it."""
    if part is not None and equipment is not None:
        rule = f"imported part of equipment, {part:g}, x share of equipment"
        return Cell(part * equipment.value, "user", equipment.keys, rule)
    exposed = [o for name in EXPOSED for o in tables.get(name, ()) if o.country == code]
    if exposed:
        value = sum(o.value for o in exposed) / len(exposed) / 100.0
        return Cell(
            value, "derived", tuple(o.key for o in exposed), "middle of the range published"
        )
    if equipment is not None and code in _union():
        rule = (
            f"assumed: {IMPORTED:g} of equipment, the middle of two estimates for all of Europe, x "
            "share of equipment"
        )
        return derived(IMPORTED * equipment.value, rule, equipment)
    return None


@cache
def _union() -> frozenset[str]:
    """Return the members of the European Union in 2025, the year of both estimates."""
    return frozenset(alliance_members("eu", 2025))


def _multipliers(
    scenario: Scenario, members: tuple[str, ...], spent: dict[str, Spent], book: _Book
) -> Floats:
    """Return lowest, central and highest multiplier of spending at home, shaped (country, 3).

    The mean over equipment made at home, personnel and the rest, weighted by what is spent on each:
    the engine takes the imported part off the whole.
    """
    given, rows = scenario.multipliers, []
    for code in members:
        parts = spent[code]
        equipment = parts.equipment.value if parts.equipment else 0.0
        imported = min(parts.imported.value if parts.imported else 0.0, equipment)
        personnel = min(parts.personnel.value if parts.personnel else 0.0, 1.0 - equipment)
        weights = {
            "equipment": equipment - imported,
            "personnel": personnel,
            "operations": 1.0 - equipment - personnel,
        }
        general = _range_of(given.spending, code) or MULTIPLIER
        sizes = {kind: _range_of(getattr(given, kind), code) or general for kind in weights}
        whole = sum(weights.values())
        row = [
            sum(weights[kind] * sizes[kind][i] for kind in weights) / whole if whole else general[i]
            for i in range(3)
        ]
        rows.append(row)
        user = any(value is not None for value in (given.spending, *_named(given)))
        rule = "the scenario's own" if user else "our choice, see the estimates"
        for name, value in zip(("low", "central", "high"), row, strict=True):
            cell = Cell(value, "user" if user else "derived", (), rule)
            book.add(code, f"multiplier/{name}", book.year, cell, "output per unit at home")
    return np.array(rows)


def _named(given: object) -> list[object]:
    return [getattr(given, kind) for kind in ("equipment", "personnel", "operations")]


def _range_of(
    given: Range | dict[str, Range] | None, code: str
) -> tuple[float, float, float] | None:
    one = given.get(code) if isinstance(given, dict) else given
    return None if one is None else (one.low, one.central, one.high)


# Who pays, packages, stock -----------------------------------------------------------------------


def _packages(scenario: Scenario, inputs: Inputs) -> Floats | None:
    """Return one-off amounts, billion of national currency; None where there are none."""
    if not scenario.packages:
        return None
    grid = np.zeros((len(inputs.members), len(inputs.years)))
    for package in scenario.packages:
        if package.member in inputs.members:
            place = inputs.members.index(package.member), inputs.years.index(package.year)
            grid[place] += package.amount
    return grid


def _paid(
    scenario: Scenario, inputs: Inputs, packages: Floats | None, known: Known, book: _Book
) -> financing.Parts:
    """Return who pays: by member, or by member and year where the EU lets some be borrowed."""
    parts = financing.shares(scenario.financing, inputs.members)
    loans = allocated(scenario, known.tables)
    if scenario.escape_clause or loans:
        allowed = financing.clause_allowance(inputs, scenario.escape_clause)
        allowed = allowed + financing.loan_allowance(inputs, loans, known.euro)
        extra = financing.extra_of_gdp(inputs, packages)
        parts = financing.borrowed_first(parts, extra, allowed)
    rule = "who pays, as the scenario says; debt where it says nothing"
    for name, part in parts._asdict().items():
        for code, values in zip(inputs.members, part, strict=True):
            by_year = np.ndim(values) > 0
            years = inputs.years if by_year else (book.year,)
            for year, value in zip(years, np.atleast_1d(values), strict=True):
                cell = Cell(float(value), "user", (), rule)
                book.add(code, f"{name}_share", year, cell, "part of one")
    return parts


def allocated(scenario: Scenario, tables: dict[str, list[Observation]]) -> dict[str, float]:
    """Return the loans of the EU in billion euros by member: the scenario's, else as allocated."""
    if isinstance(scenario.safe_loans, dict):
        return dict(scenario.safe_loans)
    found = {o.country: o.value for o in tables.get("safe_loan_allocation", ())}
    return {code: found[code] for code in scenario.safe_loans if code in found}


def _stocks(
    inputs: Inputs,
    bought: Purchases,
    spent: dict[str, Spent],
    known: Known,
    classes: Classes,
    book: _Book,
) -> Floats:
    """Return equipment at the end of the year before, by class; NaN where it is not known."""
    rows = []
    until = inputs.years[0] - 1
    for i, code in enumerate(inputs.members):
        found = _stock_of(code, until, bought, known, classes.mix[i], classes.wear)
        if found is None or spent[code].equipment is None:
            rows.append(np.full(classes.wear.size, np.nan))
            continue
        stock, keys, rule = found
        rows.append(stock)
        cell = Cell(float(stock.sum()), "derived", keys, rule)
        unit = f"billion {inputs.currency[i]}, prices of {inputs.price_base[i]}"
        book.add(code, "stock0", until, cell, unit)
    return np.array(rows)


def _stock_of(
    code: str, until: int, bought: Purchases, known: Known, mix: Floats, wear: Floats
) -> tuple[Floats, tuple[str, ...], str] | None:
    """Return what `stock_before` finds, made once for the same prices and classes."""

    def made() -> tuple[Floats, tuple[str, ...], str] | None:
        """Return the stock of the end of the year."""
        invested = bought.invested(code, known.price[code], until)
        return stock_before(invested, known.growth[code], mix, wear, until)

    classes = (tuple(mix.tolist()), tuple(wear.tolist()))
    return known.figures.kept(("stock", known.keys[code], bought.edition, classes, until), made)


def _notes(
    scenario: Scenario, inputs: Inputs, spent: dict[str, Spent], stock0: Floats
) -> tuple[dict[str, str], ...]:
    def names(codes: list[str]) -> str:
        """Return the names of countries, in words."""
        return ", ".join(country_name(code) for code in codes)

    general = []
    if unknown := [code for code in inputs.members if spent[code].imported is None]:
        general.append(
            f"How much is imported is not known for {names(unknown)}: all counts as bought at home "
            "unless import_share says otherwise."
        )
    no_stock = [
        code for code, stock in zip(inputs.members, stock0, strict=True) if np.isnan(stock).any()
    ]
    if no_stock:
        general.append(
            f"The stock of equipment is not known for {names(no_stock)}: NATO publishes no "
            "purchases for every year before the projection."
        )
    if len(no_stock) < len(inputs.members):
        general.append(
            "Classes of equipment and their service lives are assumptions: no split by class is "
            "published, and the lives are common in the literature but not verified."
        )
    if scenario.escape_clause:
        general.append(
            "The escape clause counts what is spent over the start of the pledge; the Commission "
            "counts the rise over 2021."
        )
    if isinstance(scenario.safe_loans, tuple) and scenario.safe_loans:
        general.append(
            "Loans of the EU are taken in equal parts from 2026 to 2030, an assumption; that they "
            "are cheaper than national debt is not counted."
        )
    return tuple({"country": "", "text": text} for text in general)
