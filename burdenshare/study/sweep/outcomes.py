"""What is kept of each point: every result in the year of the deadline, and the sums.

Of several members it is the headlines of each and every total; further numbers of a member are
kept where an outcome asks for them.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.figures.countries import country_name
from burdenshare.projection.futures.layout import variables
from burdenshare.projection.futures.model import LEVELS as QUANTILES
from burdenshare.projection.futures.model import Fan, alliance_names
from burdenshare.projection.spread import Spread, alliance_spreads, engine_variable, spreads
from burdenshare.study.results import ALLIANCE, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from burdenshare.projection.futures.model import Futures
    from burdenshare.projection.model import Floats, Inputs
    from burdenshare.scenario.model import Scenario

CENTRAL, MEDIAN, PROBABILITY = "central", "0.5", "probability"
LEVELS = (0.05, 0.5, 0.95)
"""Quantiles kept of each variable where there are draws."""
DEBT = "debt_ratio"
OF_MANY = ("extra", "cumulative_extra", "cumulative_extra_real", DEBT)
"""Kept of each member where there are several, over the first baseline; with every event."""
SHORT = {"debt": DEBT, "cumulative": "cumulative_extra"}
"""Names that are understood as well."""
WORDS: dict[str, str] = {
    "share": "the share of GDP",
    "spending": "spending",
    "spending_real": "spending at constant prices",
    "extra": "extra spending",
    "extra_real": "extra spending at constant prices",
    "cumulative_spending": "the sum of spending",
    "cumulative_spending_real": "the sum of spending at constant prices",
    "cumulative_extra": "the sum of extra spending",
    "cumulative_extra_real": "the sum of extra spending at constant prices",
    "extra_of_gdp": "what has to be financed",
    "debt_ratio": "the debt ratio",
    "debt_ratio_without": "the debt ratio without the pledge",
    "interest": "interest paid",
    "primary_balance": "the primary balance",
    "budget_balance": "the budget balance",
    "buying_power": "what the spending buys",
    "equipment_stock": "the stock of equipment",
    "shortfall": "what is missing to the pledges",
    "below": "what members stay below",
    "price": "the price level",
    "fx": "the exchange rate",
    "gdp": "GDP",
}


EVENTS: dict[str, str] = {
    "affordable": "the pledge is affordable",
    "affordable_without": "the share of the start is affordable",
    "share_at_target": "the pledged share is reached",
}


class Measure(NamedTuple):
    """One number of one point."""

    variable: str
    """``share``, ``extra.constant_share``, ``debt``, or the name of an event."""
    country: str
    """``ALL``: the members together."""
    year: int
    """The deadline of the country (the last deadline, of all together), or the last reported year
    where that is earlier; of sums the last reported year."""
    statistic: str
    """``central``, a quantile (``0.05``, ``0.5``, ``0.95``) or ``probability``."""
    value: float
    unit: str


class Outcome(NamedTuple):
    """Which measure of a point is looked at."""

    variable: str
    country: str
    statistic: str
    unit: str

    def __str__(self) -> str:
        return f"{self.variable}@{self.country}#{self.statistic}"

    @property
    def words(self) -> str:
        """The outcome in plain words: ``extra spending over constant share, Italy, median``."""
        name, _, baseline = self.variable.partition(".")
        said = WORDS.get(name) or _chance(name)
        over = f" over {baseline.replace('_', ' ')}" if baseline else ""
        who = "all members" if self.country == ALLIANCE else country_name(self.country)
        kinds = {CENTRAL: "", MEDIAN: ", median", PROBABILITY: ""}
        kind = kinds.get(self.statistic, f", quantile {self.statistic}")
        return f"{said}{over}, {who}{kind}"


def further(outcomes: Iterable[str], scenario: Scenario) -> tuple[str, ...]:
    """Return the numbers of a member that outcomes ask for and that are not kept anyway.

    Parameters
    ----------
    outcomes : iterable of str
        As `read_outcome` reads them.
    scenario : Scenario

    Returns
    -------
    tuple of str
        ``VARIABLE@COUNTRY``, sorted, each once; nothing where there is one member, of which
        everything is kept.
    """
    if len(scenario.members) == 1:
        return ()
    pairs = (_named(text)[:2] for text in outcomes)
    wished = {f"{name}@{country}" for name, country in pairs if country not in ("", ALLIANCE)}
    return tuple(sorted(each for each in wished if each.partition("@")[0] not in OF_MANY))


def _named(text: str) -> tuple[str, str, str]:
    """Return variable, country and statistic of an outcome; empty where it names none."""
    head, _, statistic = text.strip().partition("#")
    name, _, country = head.partition("@")
    return SHORT.get(name, name), country.upper(), statistic


def asked(inputs: Inputs, more: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the variables and totals of the engine that `measures` reads."""
    every = variables(inputs.baselines)
    if len(inputs.members) == 1:
        return every
    first = inputs.baselines[0]
    over = {f"{kind}.{first}" for kind in OF_MANY if kind != DEBT}
    for each in more:
        name, dot, baseline = each.partition("@")[0].partition(".")
        key = engine_variable(name)
        over |= {f"{key}{dot}{baseline}", f"{key}.{first}"}
    totals = (f"alliance.{name}" for name in alliance_names(inputs.baselines))
    return (*(name for name in every if name == "debt" or name in over), *totals)


def _chance(event: str) -> str:
    """Return the probability of an event in words: ``debt_above_90`` is above 90 % of GDP."""
    what, above, level = event.partition("_above_")
    said = f"{what} is above {level} % of GDP" if above else EVENTS.get(event, event)
    return f"the probability that {said}"


def measures(inputs: Inputs, futures: Futures, more: Sequence[str] = ()) -> tuple[Measure, ...]:
    """Return every number that is kept of a run; what is unknown is left out.

    Parameters
    ----------
    inputs : Inputs
    futures : Futures
        Of these inputs; without draws, the central path alone.
    more : sequence of str
        As `further` gives it.
    """
    found = [*_members(inputs, futures, more), *_together(inputs, futures)]
    return tuple(each for each in found if math.isfinite(each.value))


def read_outcome(text: str, known: Iterable[Measure]) -> Outcome:
    """Return the outcome that a name means among the measures of a point.

    Parameters
    ----------
    text : str
        ``VARIABLE[@COUNTRY][#STATISTIC]``, such as ``extra.constant_share@ITA#0.95``. A variable
        without its baseline means the first one (``extra``); no country means all members
        together, or the only one; no statistic means a probability, else the median, else the
        central path.
    known : iterable of Measure

    Raises
    ------
    Refusal
        ``bad-argument`` with the outcomes there are, closest first.
    """
    there = {(m.variable, m.country, m.statistic): m.unit for m in known}
    name, country, statistic = _named(text)
    variables = list(dict.fromkeys(variable for variable, _, _ in there))
    variable = next((v for v in variables if v == name or v.partition(".")[0] == name), None)
    if variable is None:
        if name in WORDS and not country:
            raise _by_country_only(text, name, [m.country for m in known])
        raise _unknown(text, name, variables, "outcome")
    countries = list(dict.fromkeys(c for v, c, _ in there if v == variable))
    chosen = country or (ALLIANCE if ALLIANCE in countries else countries[0])
    if not country and len(countries) > 1 and chosen != ALLIANCE:
        raise _by_country_only(text, variable, countries)
    if chosen not in countries:
        raise _unknown(text, chosen, countries, f"country of {variable}")
    kinds = [s for v, c, s in there if (v, c) == (variable, chosen)]
    usual = next(s for s in (PROBABILITY, MEDIAN, CENTRAL) if s in kinds)
    if (statistic or usual) not in kinds:
        raise _unknown(text, statistic, kinds, f"statistic of {variable}")
    unit = there[variable, chosen, statistic or usual]
    return Outcome(variable, chosen, statistic or usual, unit)


def _by_country_only(text: str, variable: str, countries: Iterable[str]) -> Refusal:
    members = [each for each in dict.fromkeys(countries) if each != ALLIANCE]
    return Refusal(
        "bad-argument",
        f"{text}: {variable} is known by country only",
        hint=f"write {variable}@{members[0]}, or another of {', '.join(members[1:9])}",
    )


def _unknown(text: str, given: str, choices: Sequence[str], what: str) -> Refusal:
    return Refusal(
        "bad-argument",
        f"{text}: {given!r} is no {what} of this scenario",
        hint=did_you_mean(given, choices) or f"there is {', '.join(choices[:20])}",
        details=[{"where": each, "message": "can be asked for"} for each in choices],
    )


# One outcome with every draw ---------------------------------------------------------------------


def engine_name(futures: Futures, outcome: Outcome) -> str:
    """Return the variable or total of the engine that an outcome is read from."""
    together = outcome.country == ALLIANCE
    fans = futures.alliance if together else futures.fans
    told = alliance_spreads(futures) if together else spreads(futures)
    names = {_variable(each): name for name, each in zip(fans, told, strict=True)}
    return f"alliance.{names[outcome.variable]}" if together else names[outcome.variable]


def kept_draws(inputs: Inputs, futures: Futures, outcome: Outcome) -> tuple[float, Floats | None]:
    """Return an outcome on the central path and in every draw, of futures that kept it."""
    name = engine_name(futures, outcome).removeprefix("alliance.")
    together = outcome.country == ALLIANCE
    fan = (futures.alliance if together else futures.fans)[name]
    draws = np.empty((0, *fan.central.shape)) if fan.draws is None else fan.draws
    alone = {name: Fan(fan.central, draws)}
    (spread,) = (
        alliance_spreads(replace(futures, alliance=alone))
        if together
        else spreads(replace(futures, fans=alone))
    )
    at = None if together else futures.members.index(outcome.country)
    due = _last_due(inputs) if at is None else due_year(inputs, at)
    year = futures.years.index(futures.years[-1] if spread.summed else due)
    place = (year,) if at is None else (at, year)
    found = spread.quantiles[(slice(None), *place)]
    return float(spread.central[place]), found if len(found) else None


# Numbers of a point ------------------------------------------------------------------------------


def _members(inputs: Inputs, futures: Futures, more: Sequence[str]) -> Iterator[Measure]:
    """Yield the numbers of each member; of several members the headlines, and what is asked for."""
    found, many, first = spreads(futures), len(futures.members) > 1, ("", futures.baselines[0])
    for at, country in enumerate(futures.members):
        due = due_year(inputs, at)
        filled = units(inputs, at)
        for each in found:
            name, usual = each.name, each.baseline in first
            wished = {f"{_variable(each)}@{country}", *([f"{name}@{country}"] if usual else [])}
            if many and not (usual and name in OF_MANY) and wished.isdisjoint(more):
                continue
            unit = each.unit.format_map(filled)
            yield from _statistics(each, country, futures.years, due, unit, at)
        for event, happens in futures.probabilities.items():
            value = float(happens[at, futures.years.index(due)])
            yield Measure(event, country, due, PROBABILITY, value, PROBABILITY)


def _together(inputs: Inputs, futures: Futures) -> Iterator[Measure]:
    """Yield the totals of several members."""
    if len(futures.members) == 1:
        return
    due = _last_due(inputs)
    for each in alliance_spreads(futures):
        unit = each.unit.format_map({"price_base": str(inputs.common_base)})
        yield from _statistics(each, ALLIANCE, futures.years, due, unit)


def due_year(inputs: Inputs, at: int) -> int:
    """Return the deadline of a member, or the last or first reported year where it lies outside."""
    years = inputs.years[inputs.reported]
    return max(min(inputs.deadline[at], years[-1]), years[0])


def _last_due(inputs: Inputs) -> int:
    return max(due_year(inputs, at) for at in range(len(inputs.members)))


def _variable(spread: Spread) -> str:
    return f"{spread.name}.{spread.baseline}" if spread.baseline else spread.name


def _statistics(
    spread: Spread, country: str, years: Sequence[int], due: int, unit: str, at: int | None = None
) -> Iterator[Measure]:
    year = years[-1] if spread.summed else due
    variable = _variable(spread)
    place = years.index(year) if at is None else (at, years.index(year))
    yield Measure(variable, country, year, CENTRAL, float(spread.central[place]), unit)
    for level in LEVELS if len(spread.quantiles) else ():
        value = float(spread.quantiles[QUANTILES.index(level)][place])
        yield Measure(variable, country, year, str(level), value, unit)
