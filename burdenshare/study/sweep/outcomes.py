"""What is kept of each point: every result in the year of the deadline, and the sums."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.figures.countries import country_name
from burdenshare.projection.steps import cumulate
from burdenshare.study.results import ALLIANCE, share_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from burdenshare.projection.futures.model import Fan, Futures
    from burdenshare.projection.model import Floats, Inputs, Projection

CENTRAL, MEDIAN, PROBABILITY = "central", "0.5", "probability"
LEVELS = (0.05, 0.5, 0.95)
"""Quantiles kept of each variable where there are draws."""
RATIOS = ("debt", "debt_without", "interest", "balance", "extra_of_gdp")
"""Variables that the engine holds as fractions of GDP; here they are per cent."""
REAL = ("spending_real", "extra_real", "cumulative_extra_real", "buying_power", "stock")
OF_MANY = ("extra", "cumulative_extra", "cumulative_extra_real")
"""Kept of each member where there are several: these over the first baseline, debt, events."""
LEFT_OUT = ("price", "fx", "gdp", "cumulative_spending", "cumulative_spending_real")
WORDS: dict[str, str] = {
    "share": "the share of GDP",
    "spending": "spending",
    "spending_real": "spending at constant prices",
    "extra": "extra spending",
    "extra_real": "extra spending at constant prices",
    "cumulative_extra": "the sum of extra spending",
    "cumulative_extra_real": "the sum of extra spending at constant prices",
    "extra_of_gdp": "what has to be financed",
    "debt": "the debt ratio",
    "debt_without": "the debt ratio without the pledge",
    "interest": "interest paid",
    "balance": "the budget balance",
    "buying_power": "what the spending buys",
    "stock": "the stock of equipment",
    "shortfall": "what is missing to the pledges",
}

Series = dict[str, dict[str, "Floats"]]
"""By variable and statistic: shaped (country, year), of totals (year,)."""


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
        said = WORDS.get(name) or f"the probability that the pledge is {name.replace('_', ' ')}"
        over = f" over {baseline.replace('_', ' ')}" if baseline else ""
        who = "all members" if self.country == ALLIANCE else country_name(self.country)
        kinds = {CENTRAL: "", MEDIAN: ", median", PROBABILITY: ""}
        kind = kinds.get(self.statistic, f", quantile {self.statistic}")
        return f"{said}{over}, {who}{kind}"


def measures(
    inputs: Inputs, projection: Projection, futures: Futures | None = None
) -> tuple[Measure, ...]:
    """Return every number that is kept of a run; what is unknown is left out.

    Parameters
    ----------
    inputs : Inputs
    projection : Projection
        Of the central path; read where there are no futures.
    futures : Futures, optional
        With its quantiles, where there are draws.
    """
    found = [*_members(inputs, projection, futures), *_together(projection, futures)]
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
    head, _, statistic = text.strip().partition("#")
    name, _, country = head.partition("@")
    variables = list(dict.fromkeys(variable for variable, _, _ in there))
    variable = next((v for v in variables if v == name or v.partition(".")[0] == name), None)
    if variable is None:
        raise _unknown(text, name, variables, "outcome")
    countries = list(dict.fromkeys(c for v, c, _ in there if v == variable))
    chosen = country.upper() or (ALLIANCE if ALLIANCE in countries else countries[0])
    if not country and len(countries) > 1 and chosen != ALLIANCE:
        raise Refusal(
            "bad-argument",
            f"{text}: {variable} is known by country only",
            hint=f"write {variable}@{countries[0]}, or another of {', '.join(countries[1:9])}",
        )
    if chosen not in countries:
        raise _unknown(text, chosen, countries, f"country of {variable}")
    kinds = [s for v, c, s in there if (v, c) == (variable, chosen)]
    usual = next(s for s in (PROBABILITY, MEDIAN, CENTRAL) if s in kinds)
    if (statistic or usual) not in kinds:
        raise _unknown(text, statistic, kinds, f"statistic of {variable}")
    unit = there[variable, chosen, statistic or usual]
    return Outcome(variable, chosen, statistic or usual, unit)


def _unknown(text: str, given: str, choices: Sequence[str], what: str) -> Refusal:
    return Refusal(
        "bad-argument",
        f"{text}: {given!r} is no {what} of this scenario",
        hint=did_you_mean(given, choices) or f"there is {', '.join(choices[:20])}",
        details=[{"where": each, "message": "can be asked for"} for each in choices],
    )


# By member ---------------------------------------------------------------------------------------


def _members(inputs: Inputs, projection: Projection, futures: Futures | None) -> Iterator[Measure]:
    series = _of_projection(projection) if futures is None else _of_futures(futures)
    if len(projection.members) > 1:
        kept = ["debt", *(f"{kind}.{next(iter(projection.extra))}" for kind in OF_MANY)]
        series = {n: v for n, v in series.items() if n in kept or PROBABILITY in v}
    years = projection.years
    for at, country in enumerate(projection.members):
        due = max(min(projection.deadline[at], years[-1]), years[0])
        for variable, by_statistic in series.items():
            year = years[-1] if variable.startswith("cumulative") else due
            unit = _unit(variable, inputs, projection, at)
            for statistic, values in by_statistic.items():
                value = float(values[at, years.index(year)])
                if statistic == PROBABILITY:
                    yield Measure(variable, country, year, statistic, value, PROBABILITY)
                else:
                    yield Measure(variable, country, year, statistic, value, unit)


def _of_projection(run: Projection) -> Series:
    found: Series = {
        "share": {CENTRAL: run.share},
        "spending": {CENTRAL: run.spending},
        "spending_real": {CENTRAL: run.spending_real},
    }
    for kind, by_baseline in (("extra", run.extra), ("extra_real", run.extra_real)):
        for baseline, money in by_baseline.items():
            found[f"{kind}.{baseline}"] = {CENTRAL: money}
            found[f"cumulative_{kind}.{baseline}"] = {CENTRAL: np.cumsum(money, axis=-1)}
    return found


def _of_futures(futures: Futures) -> Series:
    found = {name: _statistics(name, fan) for name, fan in futures.fans.items()}
    for event, happens in futures.probabilities.items():
        found[event] = {PROBABILITY: happens}
    return {name: values for name, values in found.items() if name not in LEFT_OUT}


def _statistics(name: str, fan: Fan) -> dict[str, Floats]:
    scale = 100.0 if name in RATIOS else 1.0
    levels = LEVELS if len(fan.quantiles) else ()
    return {
        CENTRAL: scale * fan.central,
        **{str(level): scale * fan.at(level) for level in levels},
    }


def _unit(variable: str, inputs: Inputs, projection: Projection, at: int) -> str:
    kind = variable.partition(".")[0]
    if kind == "share":
        return share_unit(inputs, projection.members[at])
    if kind in RATIOS:
        return "% of GDP"
    money = f"bn {projection.currency[at]}"
    return f"{money}, {projection.price_base[at]} prices" if kind in REAL else money


# All together ------------------------------------------------------------------------------------


def _together(projection: Projection, futures: Futures | None) -> Iterator[Measure]:
    """Yield the totals of several members; quantiles of sums over years are not known of them."""
    if len(projection.members) == 1:
        return
    sums, years = projection.alliance, projection.years
    money, real = "bn USD", f"bn USD, prices and exchange rates of {sums.price_base}"
    series = _totals(projection) if futures is None else _drawn_totals(futures.alliance)
    due = years.index(max(min(max(projection.deadline), years[-1]), years[0]))
    for variable, by_statistic in series.items():
        kind = variable.partition(".")[0]
        unit = "% of GDP" if kind == "share" else real if kind in REAL else money
        for statistic, values in by_statistic.items():
            value = float(values[due])
            yield Measure(variable, ALLIANCE, years[due], statistic, value, unit)
        if kind in ("extra", "extra_real"):
            total = float(cumulate(by_statistic[CENTRAL]))
            yield Measure(f"cumulative_{variable}", ALLIANCE, years[-1], CENTRAL, total, unit)


def _totals(projection: Projection) -> Series:
    sums = projection.alliance
    found: Series = {
        "share": {CENTRAL: sums.share},
        "spending": {CENTRAL: sums.spending},
        "spending_real": {CENTRAL: sums.spending_real},
        "shortfall": {CENTRAL: sums.shortfall},
    }
    for kind, by_baseline in (("extra", sums.extra), ("extra_real", sums.extra_real)):
        found |= {f"{kind}.{name}": {CENTRAL: money} for name, money in by_baseline.items()}
    return found


def _drawn_totals(fans: Mapping[str, Any]) -> Series:
    return {
        name: _statistics(name, fan)
        for name, fan in fans.items()
        if name != "gdp" and not name.startswith("below.")
    }
