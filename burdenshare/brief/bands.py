"""The spread of a run's futures, one band each, read off the fans by member and year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from burdenshare.brief.numbers import known
from burdenshare.brief.rows import dollar_value
from burdenshare.projection.futures.model import LEVELS
from burdenshare.study.events import AFFORDABLE, Chance, chances

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from burdenshare.brief.rows import Row, Together
    from burdenshare.projection.futures.model import Calibration, Fan, Fiscal, Futures, Levers
    from burdenshare.scenario.model import Affordable
    from burdenshare.study import Study

SHOWN = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Levels that the report prints; the outer two bound the 90 per cent band."""

RISING = "high_and_rising"
"""The event that a debt is high and still rising: what is left of the affordable futures."""


@dataclass(frozen=True)
class Band:
    """The quantiles of one number at the levels `SHOWN`, and its value without any shock."""

    central: float
    quantiles: tuple[float, ...]

    @property
    def low(self) -> float:
        """The 5 per cent quantile."""
        return self.quantiles[0]

    @property
    def middle(self) -> float:
        """The median."""
        return self.quantiles[2]

    @property
    def high(self) -> float:
        """The 95 per cent quantile."""
        return self.quantiles[-1]

    @property
    def known(self) -> bool:
        """Whether there is a band to print."""
        return all(known(value) for value in self.quantiles)

    def times(self, factor: float) -> Band:
        """Return the band in another unit, `factor` above zero."""
        return Band(self.central * factor, tuple(value * factor for value in self.quantiles))


UNKNOWN = Band(float("nan"), (float("nan"),) * len(SHOWN))


@dataclass(frozen=True)
class Spread:
    """What is spread out for one member in its deadline year."""

    row: Row
    extra: Band
    """Over the first baseline, billion of national currency, current prices."""
    usd: Band
    """The same in billion US dollars, at the prices and exchange rates of the alliance's sums."""
    total: Band
    """The extra summed over the reported years, billion of national currency."""
    usd_total: Band
    gdp: Band
    """Billion of national currency."""
    debt: Band
    """Per cent of GDP, like the two below."""
    debt_without: Band
    interest: Band
    spending: Band
    """At constant prices of GDP, billion of national currency."""
    buying: Band
    """The same money at the prices of what defence buys."""
    stock: Band
    """Military equipment at these prices."""
    chances: dict[str, float]
    """Probability by event, in the deadline year."""

    @property
    def code(self) -> str:
        """The member's code."""
        return self.row.code


@dataclass(frozen=True)
class Spreads:
    """The spread of a run by member, and of the sum of all."""

    futures: Futures
    fiscal: Fiscal
    levers: Levers
    calibration: Calibration
    members: tuple[Spread, ...]
    """In the order of the rows: by name."""
    events: tuple[Chance, ...]
    """What was asked of every future, with its conditions in words."""
    usd: Band
    """All together, extra over the first baseline in the year of the sums."""
    usd_total: Band
    """The same summed over all years."""

    def __iter__(self) -> Iterator[Spread]:
        """Go through the members."""
        return iter(self.members)

    def of(self, code: str) -> Spread:
        """Return the spread of one member."""
        return next(each for each in self.members if each.code == code)

    @property
    def known(self) -> bool:
        """Whether every reported year is known, so that no shock was drawn."""
        return self.futures.years[-1] <= self.fiscal.known_year

    def chance(self, event: str) -> list[tuple[Spread, float]]:
        """Return who has a probability of an event, and which."""
        found = [(each, each.chances.get(event, float("nan"))) for each in self.members]
        return [(each, chance) for each, chance in found if known(chance)]


def spreads(study: Study, rows: tuple[Row, ...], sums: Together) -> Spreads | None:
    """Return the spread of a run; None where it computed the central path only."""
    futures, fiscal, levers = study.futures, study.fiscal, study.levers
    if futures is None or not futures.draws or fiscal is None or levers is None:
        return None
    assert study.calibration is not None
    asked = _asked(futures, study.scenario.affordable)
    first = sums.first
    return Spreads(
        futures=futures,
        fiscal=fiscal,
        levers=levers,
        calibration=study.calibration,
        members=tuple(_spread(study, futures, asked, row, first) for row in rows),
        events=asked,
        usd=_band(futures.alliance, f"extra_real.{first}", futures.years.index(sums.year)),
        usd_total=_band(futures.alliance, f"cumulative_extra_real.{first}", -1),
    )


def _asked(futures: Futures, said: Affordable) -> tuple[Chance, ...]:
    """Return the standard events, and after the affordable pledge the one that is not."""
    told: list[Chance] = []
    for each in chances(futures, said):
        told.append(each)
        if each.name == AFFORDABLE:
            years = "a year" if said.span == 1 else f"{said.span} years"
            words = (
                f"With the pledge, public debt is above {said.limit:g} % of GDP and higher than "
                f"{years} before."
            )
            told.append(Chance(RISING, words, 1.0 - each.probability))
    return tuple(told)


def _spread(
    study: Study, futures: Futures, asked: tuple[Chance, ...], row: Row, baseline: str
) -> Spread:
    place = futures.members.index(row.code)
    year = futures.years.index(row.year)
    dollars = dollar_value(study, study.projection.members.index(row.code))
    fans = futures.fans
    return Spread(
        row=row,
        extra=_band(fans, f"extra.{baseline}", place, year),
        usd=_band(fans, f"extra_real.{baseline}", place, year).times(dollars),
        total=_band(fans, f"cumulative_extra.{baseline}", place, -1),
        usd_total=_band(fans, f"cumulative_extra_real.{baseline}", place, -1).times(dollars),
        gdp=_band(fans, "gdp", place, year),
        debt=_band(fans, "debt", place, year).times(100.0),
        debt_without=_band(fans, "debt_without", place, year).times(100.0),
        interest=_band(fans, "interest", place, year).times(100.0),
        spending=_band(fans, "spending_real", place, year),
        buying=_band(fans, "buying_power", place, year),
        stock=_band(fans, "stock", place, year),
        chances={event.name: float(event.probability[place, year]) for event in asked},
    )


def _band(fans: Mapping[str, Fan], name: str, *at: int) -> Band:
    if name not in fans:
        return UNKNOWN
    return band(fans[name], *at)


def band(fan: Fan, *at: int) -> Band:
    """Return the band of a fan at a place: (country, year), or (year,) in sums."""
    places = [LEVELS.index(level) for level in SHOWN]
    return Band(float(fan.central[at]), tuple(float(fan.quantiles[i][at]) for i in places))
