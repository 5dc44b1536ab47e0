"""What an amount means to a reader: points of VAT, parts of other budgets, money per head."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from burdenshare.figures.countries import country_name
from burdenshare.projection import steps
from burdenshare.projection.fiscal.published import GROSS_INTEREST
from burdenshare.projection.model import Floats, Inputs, Origin
from burdenshare.projection.project import project
from burdenshare.projection.remembered import Query, Remembered, Table

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.projection.futures.model import Fiscal

VAT_YIELD, VAT_RATE = "vat_one_point_yield_pct_gdp", "vat_standard_rate"
HOUSEHOLD, OLD_AGE = "average_household_size", "old_age_pct_gdp"
SERIES = (VAT_YIELD, VAT_RATE, HOUSEHOLD, OLD_AGE, GROSS_INTEREST)


@dataclass(frozen=True)
class Equivalent:
    """The extra cost of one member in its deadline year, in other terms."""

    country: str
    measure: str
    """A key of `MEASURES`."""
    year: int
    """The deadline."""
    value: float
    unit: str
    keys: tuple[str, ...]
    """Keys of the figures beside the projection that it rests on."""
    rule: str
    caveat: str = ""


@dataclass(frozen=True)
class Missing:
    """An equivalent that cannot be given, and why."""

    country: str
    measure: str
    reason: str


MEASURES: dict[str, str] = {
    "billion": "extra over a constant share",
    "per_head": "per inhabitant",
    "per_household": "per household",
    "vat_points": "points of value added tax",
    "income_tax_points": "points of income tax",
    "health": "part of public health expenditure",
    "old_age": "part of public expenditure on old age",
    "education": "part of public expenditure on education",
    "government_expenditure": "part of general government expenditure",
    "government_revenue": "part of general government revenue",
    "interest": "part of the interest bill",
    "interest_on_extra": "interest on the extra of all years, if all of it is borrowed",
}
"""Every measure, in the order in which it is best read, with its name."""
NO_BASE = "no base of income tax is published that a point of its rate could be counted on"
NO_EDUCATION = "no figure of public expenditure on education is shipped"
NO_FIGURE = "no figure is published"


class _Case(NamedTuple):
    """One member in its deadline year; money in billion of national currency."""

    code: str
    place: int
    year: int
    currency: str
    extra: float
    gdp: float
    population: float
    budgets: dict[str, float]


Answer = tuple[float, str, tuple[str, ...], str, str]
"""Value, unit, keys, rule, caveat."""


def needs() -> list[Query]:
    """Return every question that `equivalents` puts to the figures."""
    return [Query(series, None, "latest") for series in SERIES]


def equivalents(
    inputs: Inputs, figures: Table, *, fiscal: Fiscal | None = None
) -> tuple[tuple[Equivalent, ...], tuple[Missing, ...]]:
    """Say what the extra over a constant share means in the deadline year, by member.

    Budgets and yields keep their last known share of GDP, so that the amount of a later year is set
    against the budget of that year. What cannot be given is named with its reason, never guessed.
    A member whose share does not rise has no equivalents.

    Parameters
    ----------
    inputs : Inputs
        Without a draw axis.
    figures : Table
    fiscal : Fiscal, optional
        Gives the long rate for the interest on what is borrowed.

    Returns
    -------
    (tuple of Equivalent, tuple of Missing)
        By member, in the order of `MEASURES`.
    """
    known = Remembered.of(figures)
    tables = known.kept(("equivalents",), lambda: _latest(known.ask(needs())))
    whole = replace(inputs, first=0, last=-1, baselines=("constant_share",))
    projection = project(whole)
    budgets = {(o.country, o.variable): o for o in inputs.origins if "budgets/" in o.variable}
    found: list[Equivalent] = []
    lacking: list[Missing] = []
    extras = projection.extra["constant_share"]
    at_deadline = steps.positions(inputs.years, inputs.deadline)
    for i, code in enumerate(inputs.members):
        t = at_deadline[i]
        extra = float(extras[i, t])
        if not extra > 0.0:
            continue
        case = _Case(
            code,
            i,
            inputs.deadline[i],
            inputs.currency[i],
            extra,
            float(inputs.gdp[i, t]),
            float(inputs.population[i, t]),
            {name: float(part[i]) for name, part in projection.of_budgets.items()},
        )
        borrowed = extras[i, : t + 1]
        for measure, answer in _answers(case, tables, budgets, fiscal, borrowed):
            if isinstance(answer, str):
                lacking.append(Missing(code, measure, answer))
            else:
                found.append(Equivalent(code, measure, case.year, *answer))
    return tuple(found), tuple(lacking)


def _latest(tables: dict[str, list[Observation]]) -> dict[str, dict[str, Observation]]:
    """Return the last value of each series and country, of the latest edition that gives it."""
    found: dict[str, dict[str, Observation]] = {series: {} for series in tables}
    for series, rows in tables.items():
        for o in rows:
            held = found[series].get(o.country)
            if held is None or (o.year, o.vintage) > (held.year, held.vintage):
                found[series][o.country] = o
    return found


def _answers(
    case: _Case,
    tables: dict[str, dict[str, Observation]],
    budgets: dict[tuple[str, str], Origin],
    fiscal: Fiscal | None,
    borrowed: Floats,
) -> Iterator[tuple[str, Answer | str]]:
    """Yield every measure with its answer, or with the reason why there is none."""

    def latest(series: str) -> Observation | None:
        """Return the last value of the member."""
        return tables[series].get(case.code)

    money = f"billion {case.currency}"
    answers: dict[str, Callable[[], Answer | str]] = {
        "billion": lambda: (case.extra, money, (), "extra over a constant share of the start", ""),
        "per_head": lambda: _per_head(case),
        "per_household": lambda: _per_household(case, latest(HOUSEHOLD)),
        "vat_points": lambda: _vat(case, latest(VAT_YIELD), latest(VAT_RATE)),
        "income_tax_points": lambda: NO_BASE,
        "health": lambda: _budget(case, "health", budgets),
        "old_age": lambda: _of_share(case, latest(OLD_AGE), "expenditure on old age (COFOG 10.2)"),
        "education": lambda: NO_EDUCATION,
        "government_expenditure": lambda: _budget(case, "government_expenditure", budgets),
        "government_revenue": lambda: _budget(case, "government_revenue", budgets),
        "interest": lambda: _of_share(case, latest(GROSS_INTEREST), "gross interest"),
        "interest_on_extra": lambda: _interest(case, fiscal, borrowed),
    }
    for measure in MEASURES:
        yield measure, answers[measure]()


def _per_head(case: _Case) -> Answer | str:
    if np.isnan(case.population):
        return "the population is not known"
    value = 1000.0 * case.extra / case.population
    return value, f"{case.currency} a year", (), "extra over the population of the year", ""


def _per_household(case: _Case, size: Observation | None) -> Answer | str:
    if np.isnan(case.population):
        return "the population is not known"
    if size is None:
        return NO_FIGURE
    return (
        1000.0 * case.extra / case.population * size.value,
        f"{case.currency} a year",
        (size.key,),
        f"extra per inhabitant x {size.value:g} persons per household",
        f"order of magnitude: the size of households is that of {size.year}, and they have become "
        "smaller since",
    )


def _vat(case: _Case, one_point: Observation | None, rate: Observation | None) -> Answer | str:
    if one_point is None:
        return NO_FIGURE
    whole = rate is not None and "federal" not in rate.note
    keys = (one_point.key, *((rate.key,) if rate and whole else ()))
    today = f"; the standard rate is {rate.value:g} % ({rate.year})" if rate and whole else ""
    what = "; ".join(one_point.note.split("; ")[1:])
    return (
        100.0 * case.extra / case.gdp / one_point.value,
        "points of the standard rate",
        keys,
        f"extra in per cent of GDP over what a point brought in {one_point.year}{today}",
        f"a static average: what people would buy less is left out ({what})",
    )


def _budget(case: _Case, name: str, budgets: dict[tuple[str, str], Origin]) -> Answer | str:
    value = case.budgets.get(name, float("nan"))
    if np.isnan(value):
        return NO_FIGURE
    origin = budgets[case.code, f"budgets/{name}"]
    kind = " (WHO)" if name == "health" else ""
    rule = (
        f"extra over {MEASURES[name].removeprefix('part of ')}{kind} at its share of {origin.year}"
    )
    return value, "per cent", origin.keys, rule, ""


def _of_share(case: _Case, budget: Observation | None, name: str) -> Answer | str:
    if budget is None or budget.value <= 0.0:
        return NO_FIGURE
    value = 100.0 * case.extra / (budget.value / 100.0 * case.gdp)
    rule = f"extra over {name} at its share of GDP of {budget.year}"
    return value, "per cent", (budget.key,), rule, ""


def _interest(case: _Case, fiscal: Fiscal | None, borrowed: Floats) -> Answer | str:
    """Return the interest of the deadline year on the extra of all years before it.

    Each year's extra is borrowed at the long rate and the interest is borrowed as well:
    B_t = B_t-1 (1 + i_t) + extra_t; interest of t: i_t B_t-1.
    """
    if fiscal is None or np.isnan(fiscal.debt0[case.place]):
        return "the debt of the member is not known"
    owed = interest = 0.0
    for rate, amount in zip(fiscal.long[case.place], borrowed, strict=False):
        interest = float(rate) * owed
        owed += interest + float(amount)
    rates = fiscal.long[case.place][: borrowed.size]
    return (
        interest,
        f"billion {case.currency} a year",
        (),
        f"long rates of {100.0 * rates[0]:.2f} to {100.0 * rates[-1]:.2f} % on what was borrowed "
        "before, interest included",
        "without effects on growth, taxes or the rates themselves",
    )


def describe(one: Equivalent) -> str:
    """Return one equivalent as a sentence."""
    name = country_name(one.country)
    amount = f"{one.value:,.2f}" if abs(one.value) < 100 else f"{one.value:,.0f}"
    caveat = f" ({one.caveat})" if one.caveat else ""
    return f"{name}, {one.year}: {MEASURES[one.measure]}, {amount} {one.unit}{caveat}."
