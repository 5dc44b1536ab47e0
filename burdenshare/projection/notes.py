"""What a reader of the numbers must know, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from burdenshare.figures.countries import country_name
from burdenshare.projection.case import Case, common_base
from burdenshare.scenario.model import NAMED_BASELINES

if TYPE_CHECKING:
    from burdenshare.projection.economy import Economy, Path
    from burdenshare.projection.shares import Published
    from burdenshare.scenario.model import Scenario

BUDGETS = {
    "government_expenditure": "general government expenditure",
    "government_revenue": "general government revenue",
    "health": "public health expenditure",
}
OWN = {
    "gdp_nominal": "GDP",
    "price_index": "price index",
    "population": "population",
    "fx": "exchange rate",
}


def notes(
    scenario: Scenario,
    cases: list[Case],
    left_out: tuple[str, ...],
    economy: Economy,
    published: Published,
    no_budget: dict[str, list[str]],
) -> tuple[dict[str, str], ...]:
    """Return what a reader must know: first what concerns all, then member by member.

    Parameters
    ----------
    scenario, cases, economy, published
        What the inputs were made from.
    left_out : tuple of str
        Members without armed forces.
    no_budget : dict
        Codes of the members for which a budget is not known, by budget.
    """
    general = [*_general(scenario, cases, economy, published), *_totals(scenario, cases)]
    for budget, codes in no_budget.items():
        if codes:
            names = ", ".join(country_name(code) for code in codes)
            general.append(f"No {BUDGETS[budget]} is known for {names}.")
    single = [(code, text) for code in left_out for text in _left_out(code)]
    for case in cases:
        single += [(case.code, text) for text in _member(case, scenario, economy, published)]
    return tuple(
        {"country": country, "text": text}
        for country, text in [*(("", text) for text in general), *single]
    )


def _general(
    scenario: Scenario, cases: list[Case], economy: Economy, published: Published
) -> Iterator[str]:
    if any(case.start.kind == "figure" and published.counts_core(case.code) for case in cases):
        yield (
            f"Shares follow NATO's edition of {published.vintage}, which counts core defence: they "
            "cannot be set against earlier editions."
        )
    if published.definition == "national":
        yield (
            "Shares by a state's own definition are of its fiscal years; GDP and prices are of "
            "calendar years."
        )
    if any(economy.published.currency(case.code) and not case.figures.foreign for case in cases):
        yield _economy(scenario, economy)


def _totals(scenario: Scenario, cases: list[Case]) -> Iterator[str]:
    """Say which totals of the members cannot be given, and why."""
    common = common_base(scenario)
    no_rate = [c.name for c in cases if not _covers(c.figures.fx, scenario)]
    if no_rate:
        yield (
            "Totals in US dollars at current prices are unknown: no exchange rate for "
            f"{', '.join(no_rate)}."
        )
    no_base = [
        case.name
        for case in cases
        if not (common in case.figures.fx and common in case.figures.price)
        or not _covers(case.figures.price, scenario)
    ]
    if no_base:
        yield (
            f"Totals in US dollars at prices of {common} are unknown: no price level or exchange "
            f"rate of {common} for {', '.join(no_base)}."
        )


def _economy(scenario: Scenario, economy: Economy) -> str:
    """Say from which editions the economy comes, and what holds beyond them."""
    horizon = max(scenario.end, *(pledge.by for pledge in scenario.pledges))
    reach = economy.published.reach
    text = (
        "GDP, prices, population and exchange rates are those of the IMF's World Economic Outlook, "
        f"edition {economy.published.vintage}, to {min(horizon, reach[0][1])}"
    )
    last = reach[0][1]
    for edition, year in reach[1:]:
        if year > last and horizon > last:
            text += f"; to {min(horizon, year)} they grow at the rates of the edition {edition}"
            last = year
    if horizon > last:
        assumed = [name for name, value in scenario.assumptions if value is not None]
        text += "; beyond, "
        if assumed:
            text += f"the scenario's assumptions hold ({', '.join(assumed)}), and otherwise "
        text += (
            "the last published rates of change are held, and exchange rates follow inflation "
            "relative to the United States"
        )
    return text + "."


def _left_out(code: str) -> Iterator[str]:
    yield f"{country_name(code)} has no armed forces and no figure of defence spending: left out."


def _member(
    case: Case, scenario: Scenario, economy: Economy, published: Published
) -> Iterator[str]:
    name, figures = case.name, case.figures
    if figures.own:
        yield f"{name}: the user's own figures of {', '.join(OWN[own] for own in figures.own)}."
    if not case.promised:
        yield f"{name} has no pledge and keeps its share of {case.start.value:.2f} %."
    elif case.keeps and case.start.value > case.target:
        yield (
            f"{name} starts from {case.start.value:.2f} %, above {case.target:g} %, and keeps its "
            "share."
        )
    usd = {} if "gdp_nominal" in figures.own else economy.published.dollars(case.code)
    yield from _base(case, economy, published)
    if case.start.kind == "figure" and case.pledge.gdp_year is None and not figures.foreign and usd:
        base = case.base.get(case.start_year)
        spent = case.start.value / 100.0 * base.value if base else float("nan")
        gap = published.spending_gap(case.code, case.start_year, spent, usd, figures.fx)
        if gap:
            yield (
                f"{name}: share x GDP is {100.0 * abs(gap[0]):.1f} % "
                f"{'above' if gap[0] > 0 else 'below'} NATO's own nominal spending of "
                f"{case.start_year}, because {gap[1]}. The share is taken as published."
            )
    if not _covers(figures.price, scenario):
        yield f"{name}: no price index for every year, so real figures are missing."
    if not _covers(figures.population, scenario):
        yield f"{name}: no population for every year, so figures per head are missing."
    unknown = []
    if scenario.baselines == NAMED_BASELINES:
        if case.start_year not in case.base:
            unknown = ["constant_real", "constant_cash"]
        elif case.start_year not in figures.price:
            unknown = ["constant_real"]
    if unknown:
        what = "GDP" if len(unknown) == 2 else "price level"
        yield (
            f"{name}: no {what} for {case.start_year}, so {' and '.join(unknown)} cannot be given."
        )


def _base(case: Case, economy: Economy, published: Published) -> Iterator[str]:
    """Say where the share is not measured against the GDP of each year."""
    if case.pledge.gdp_year is not None and case.base:
        one = next(iter(case.base.values()))
        yield (
            f"{case.name}: shares are measured against the GDP of {case.pledge.gdp_year} "
            f"({one.value:,.1f} bn {case.figures.currency}) in every year."
        )
        return
    if case.start_year in case.base and case.start_year in case.figures.gdp:
        ratio = case.base[case.start_year].value / case.figures.gdp[case.start_year].value
        if ratio != 1.0:
            yield (
                f"{case.name}: shares are measured against {ratio:.3f} x GDP, because NATO's own "
                "figure of GDP is another concept there (near gross national income; NATO does not "
                "say which)."
            )


def _covers(path: Path, scenario: Scenario) -> bool:
    return all(year in path for year in range(scenario.start, scenario.end + 1))
