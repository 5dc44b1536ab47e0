"""From a scenario and the figures to the inputs of the projection, each with its origin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from burdenshare.errors import Problems, Refusal
from burdenshare.projection.case import Case, common_base, pledge_of, resolve
from burdenshare.projection.economy import SERIES, Cell, Economy, Editions, Path
from burdenshare.projection.missing import note_missing, note_no_start, require_possible
from burdenshare.projection.model import Floats, Inputs, Origin
from burdenshare.projection.notes import notes
from burdenshare.projection.remembered import Query, Remembered, Table
from burdenshare.projection.shares import (
    NATO_GDP,
    NATO_SPENDING,
    NATO_SPENDING_USD,
    WITHOUT_FORCES,
    Published,
)
from burdenshare.scenario.model import Baseline, Scenario

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation

SHARES = ("milex_pct_gdp", "security_related_spending", "target_base_gdp")
NATO_AMOUNTS = (NATO_GDP, NATO_SPENDING, NATO_SPENDING_USD)
BUDGETS = {
    "government_expenditure": ("gov_expenditure_pct_gdp", "imf"),
    "government_revenue": ("gov_revenue_pct_gdp", "imf"),
    "health": ("health_pct_gdp", "who"),
}
"""Other budgets, each with its series and family of definitions."""


def needs(scenario: Scenario) -> list[Query]:
    """Return every question that `assemble` puts to the figures for a scenario."""
    health = scenario.vintages.get("who", "latest")
    return [
        *(Query(series, "imf", "all") for series in SERIES),
        *(Query(series, None, "all") for series in (*SHARES, *NATO_AMOUNTS)),
        *(
            Query(series, kind, "all" if kind == "imf" else health)
            for series, kind in BUDGETS.values()
        ),
    ]


def assemble(scenario: Scenario, figures: Table) -> Inputs:
    """Return everything that `project` needs, every number with its origin.

    Rules
    -----
    - *GDP, prices, population, exchange rate*: levels of one edition of the World Economic Outlook
      (the latest, or ``vintages: {imf: ...}``) as far as it goes; then that level times the rates
      of change of the earlier edition that reaches further, never that edition's level; beyond,
      the scenario's assumptions or the last published rates, held. Nominal GDP grows by real
      growth times deflator growth. Exchange rates beyond the last edition follow inflation
      relative to the United States. See `Economy`.
    - *The user's own series* stand in place of these, see `member_figures`.
    - *Base*: GDP, with the exceptions of `Published.base`.
    - *Start*: the pledge's own, or the last published share of the chosen definition and edition
      before the deadline; a share of the user's without a year starts with the scenario. Reported
      years before the start carry published shares of the same edition. NATO's share is never
      computed from its nominal tables.
    - *Members without forces* (Iceland) and without a share of the user's are left out. A member
      that no pledge names keeps its share.
    - *Constant prices*: those of ``price_base``, default the first reported year. Totals of the
      members are at the prices and exchange rates of that year.
    - *Real figures, figures per head and dollar totals* are unknown (NaN) and named in a note where
      prices, population or exchange rate are unknown. So are ``constant_real`` and
      ``constant_cash`` where the start year's GDP is unknown, as long as the baselines are the
      usual three; where a scenario chooses its baselines, what they need is required.
    - *Budgets*: the last shares of GDP that the chosen edition publishes; health from the WHO.

    Parameters
    ----------
    scenario : Scenario
    figures : Table

    Raises
    ------
    Refusal
        ``missing-inputs`` with one detail for every series that is missing: whose, which years,
        and what to supply. ``bad-scenario`` where a start that was only now found contradicts the
        deadline or a waypoint. ``unknown-vintage``.
    """
    known = Remembered.of(figures)
    tables = _read(scenario, known)
    economy = economy_of(scenario, known)
    published = _published(scenario, tables, known)
    left_out = tuple(
        code
        for code in scenario.members
        if code in WITHOUT_FORCES and pledge_of(scenario, code).start.share is None
    )
    found = [
        resolve(scenario, code, economy, published, known)
        for code in scenario.members
        if code not in left_out
    ]
    cases = [case for case in found if isinstance(case, Case)]
    require_possible(cases)
    problems = Problems()
    for case in found:
        if isinstance(case, Case):
            note_missing(case, scenario, problems)
        else:
            note_no_start(case, published, problems)
    if not found:
        problems.add("members", f"{', '.join(left_out)}: no armed forces, no spending to project")
    details = problems.details()
    problems.require_none(
        "missing-inputs",
        f"{scenario.name}: " + "; ".join(d["message"] for d in details),
        hint="; ".join(dict.fromkeys(d["hint"] for d in details if d["hint"])),
    )
    return _inputs(
        scenario, cases, left_out, economy, published, _budgets(scenario, economy, known)
    )


def _read(scenario: Scenario, figures: Remembered) -> dict[str, list[Observation]]:
    """Ask every question of `needs`; refuse an edition that no table holds."""
    for kind, series in (("imf", "gdp_lcu"), ("nato", "milex_pct_gdp"), ("sipri", "milex_pct_gdp")):
        edition = scenario.vintages.get(kind)
        if edition and not figures.rows(series, definition=kind, vintages=edition):
            raise Refusal(
                "unknown-vintage",
                f"vintages: no table holds the edition {edition} of {kind}",
                hint=f"burdenshare figures show {series} --definition {kind} --vintages all "
                "names the editions",
            )
    return figures.ask(needs(scenario))


def economy_of(scenario: Scenario, known: Remembered) -> Economy:
    """Return the economy that a scenario assumes, made once for the same assumptions."""
    tables = known.ask([Query(series, "imf", "all") for series in SERIES])
    edition = scenario.vintages.get("imf") or known.kept(
        ("last edition",), lambda: max((o.vintage for o in tables["gdp_lcu"]), default="")
    )
    editions = known.kept(
        ("editions", edition),
        lambda: Editions((o for series in SERIES for o in tables[series]), edition),
    )
    return known.kept(
        ("economy", edition, scenario.assumptions.model_dump_json()),
        lambda: Economy(editions, scenario.assumptions),
    )


def _published(
    scenario: Scenario, tables: dict[str, list[Observation]], known: Remembered
) -> Published:
    chosen = scenario.vintages.get(scenario.definition)
    return known.kept(
        ("published", scenario.definition, chosen),
        lambda: Published(tables, scenario.definition, chosen),
    )


Budgets = dict[str, dict[str, Path]]
"""By budget and country: the last share of GDP, alone in its path."""


def _budgets(scenario: Scenario, economy: Economy, known: Remembered) -> Budgets:
    """Return the last share of GDP of every budget in `BUDGETS`, by country."""
    edition, health = economy.published.vintage, scenario.vintages.get("who", "latest")

    def last(series: str, kind: str) -> dict[str, Path]:
        """Return the last share of one budget that the chosen edition publishes, by country."""
        rows = known.rows(series, definition=kind, vintages="all" if kind == "imf" else health)
        return {
            o.country: {o.year: Cell(o.value, "figure", (o.key,))}
            for o in rows
            if kind != "imf" or o.vintage == edition
        }

    return known.kept(
        ("budgets", edition, health),
        lambda: {name: last(series, kind) for name, (series, kind) in BUDGETS.items()},
    )


# Arrays and origins ------------------------------------------------------------------------------

BY_YEAR = ("gdp", "base", "price", "population", "fx", "known_share")
BY_MEMBER = ("start_share", "target_share", "related_share", "price_at_base", "fx_at_base")


def _inputs(
    scenario: Scenario,
    cases: list[Case],
    left_out: tuple[str, ...],
    economy: Economy,
    published: Published,
    budgets: Budgets,
) -> Inputs:
    years = tuple(
        range(
            min(scenario.start, *(case.start_year for case in cases)),
            max(scenario.end, *(case.deadline for case in cases)) + 1,
        )
    )
    held = {case.code: _cells(case, scenario, budgets) for case in cases}

    no_budget = {
        name: [code for code, cells in held.items() if not cells[f"budgets/{name}"]]
        for name in BUDGETS
    }

    def grid(variable: str) -> Floats:
        """Return an array over members and years, NaN where a number is not known."""
        rows = [[cells[variable].get(year) for year in years] for cells in held.values()]
        return np.array([[np.nan if c is None else c.value for c in row] for row in rows])

    def column(variable: str) -> Floats:
        """Return one number for each member, NaN where it is not known."""
        ends = [next(iter(cells[variable].values()), None) for cells in held.values()]
        return np.array([np.nan if c is None else c.value for c in ends])

    return Inputs(
        members=tuple(held),
        years=years,
        first=years.index(scenario.start),
        last=years.index(scenario.end),
        currency=tuple(case.figures.currency for case in cases),
        price_base=tuple(case.figures.price_base for case in cases),
        start_year=tuple(case.start_year for case in cases),
        deadline=tuple(case.deadline for case in cases),
        path=tuple(case.pledge.path for case in cases),
        waypoints=tuple(dict(case.pledge.waypoints) for case in cases),
        may_fall=tuple(case.pledge.may_fall for case in cases),
        plan=grid("plan") if any(cells["plan"] for cells in held.values()) else None,
        baselines=tuple(_baseline_name(baseline) for baseline in scenario.baselines),
        budgets={name: column(f"budgets/{name}") for name in BUDGETS},
        common_base=common_base(scenario),
        origins=tuple(_origins(cases, held, years)),
        notes=notes(scenario, cases, left_out, economy, published, no_budget),
        **{variable: grid(variable) for variable in BY_YEAR},
        **{variable: column(variable) for variable in BY_MEMBER},
    )


def _cells(case: Case, scenario: Scenario, budgets: Budgets) -> dict[str, Path]:
    """Return the cells of every array of `Inputs`, by the array's name."""
    figures, common = case.figures, common_base(scenario)
    promised = Cell(case.target, "user", (), "the pledge")
    if not case.promised:
        promised = Cell(case.target, "derived", (), "no pledge: the start share")
    plan = next((b.plan for b in scenario.baselines if isinstance(b, Baseline) and b.plan), {})
    return {
        "gdp": figures.gdp,
        "base": case.base,
        "price": figures.price,
        "population": figures.population,
        "fx": figures.fx,
        "known_share": case.known,
        "start_share": {case.start_year: case.start},
        "target_share": {case.deadline: promised},
        "related_share": {case.deadline: Cell(case.related, "user", (), "the pledge")},
        "price_at_base": {y: figures.price[y] for y in (common,) if y in figures.price},
        "fx_at_base": {y: figures.fx[y] for y in (common,) if y in figures.fx},
        "plan": {year: Cell(value, "user", (), "the plan") for year, value in plan.items()},
        **{f"budgets/{name}": found.get(case.code, {}) for name, found in budgets.items()},
    }


def _origins(
    cases: list[Case], held: dict[str, dict[str, Path]], years: Sequence[int]
) -> Iterator[Origin]:
    """Yield where each number comes from, members and arrays in order, then their background."""
    for case in cases:
        money = f"billion {case.figures.currency}"
        units = {
            "gdp": money,
            "base": money,
            "plan": money,
            "price": f"1 in {case.figures.price_base}",
            "price_at_base": f"1 in {case.figures.price_base}",
            "population": "million persons",
            "fx": f"{case.figures.currency} per USD",
            "fx_at_base": f"{case.figures.currency} per USD",
        }
        for variable, path in held[case.code].items():
            unit = units.get(variable, "per cent of GDP")
            for year in years if variable in BY_YEAR else path:
                if cell := path.get(year):
                    value, kind, keys, rule = cell
                    yield Origin(case.code, variable, year, value, unit, kind, keys, rule)
    yield from dict.fromkeys(origin for case in cases for origin in case.figures.background)


def _baseline_name(baseline: str | Baseline) -> str:
    if isinstance(baseline, str):
        return baseline
    return "plan" if baseline.share is None else f"share_{float(baseline.share)}"
