"""The economy of a country as published, continued where the chosen edition ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from burdenshare.projection.model import Origin

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.scenario.model import Assumptions

LEVELS = {
    "gdp": "gdp_lcu",
    "price": "gdp_deflator",
    "population": "population",
    "fx": "fx_lcu_per_usd",
}
REAL_GROWTH = "gdp_real_growth_pct"
SERIES = (*LEVELS.values(), REAL_GROWTH)
_WORDS = {
    "real_growth": "real growth",
    "inflation": "inflation",
    "population_growth": "population growth",
    "fx_change": "change of the exchange rate",
}
_RATE_OF = {"inflation": "price", "population_growth": "population", "fx_change": "fx"}


class Cell(NamedTuple):
    """One number with what it rests on: see `Origin`."""

    value: float
    kind: str
    keys: tuple[str, ...] = ()
    rule: str = ""


Path = dict[int, Cell]
"""A series of one country: cells by year."""


class Rate(NamedTuple):
    """A change from one year to the next (0.02 is 2 %), its keys, and its name in words."""

    value: float
    keys: tuple[str, ...]
    words: str


class Editions:
    """What the editions of the World Economic Outlook publish, up to the chosen one.

    Parameters
    ----------
    observations : iterable of Observation
        The `SERIES` of the World Economic Outlook, all editions, for all countries.
    vintage : str
        The chosen edition, which levels come from; empty where there is none.
    """

    def __init__(self, observations: Iterable[Observation], vintage: str) -> None:
        self.vintage = vintage
        self._found: dict[tuple[str, str, str], dict[int, Observation]] = {}
        for o in observations:
            if o.vintage <= vintage:
                self._found.setdefault((o.series, o.country, o.vintage), {})[o.year] = o
        self._names = sorted({key[2] for key in self._found}, reverse=True)
        self._currency = {
            country: _currency(next(iter(years.values())).unit)
            for (series, country, edition), years in self._found.items()
            if series == LEVELS["gdp"] and edition == vintage
        }
        self._levels: dict[tuple[str, str], Path] = {}
        self._growth: dict[str, Path] = {}
        self._dollars: dict[str, Path] = {}
        self._rates: dict[tuple[str, str, int], Rate | None] = {}
        self._last: dict[tuple[str, str], int] = {}

    def currency(self, country: str) -> str:
        """Return the currency code in which GDP is published; empty where it is not."""
        return self._currency.get(country, "")

    @property
    def known_year(self) -> int:
        """The last year whose figures are taken as known: the one before the edition."""
        return int(self.vintage[:4] or 0) - 1

    @cached_property
    def reach(self) -> tuple[tuple[str, int], ...]:
        """The editions used, latest first, each with the last year of its GDP."""
        last: dict[str, int] = {}
        for (_, _, edition), years in self._found.items():
            last[edition] = max(last.get(edition, 0), *years)
        return tuple((edition, last[edition]) for edition in self._names)

    def level(self, variable: str, country: str) -> Path:
        """Return what the chosen edition publishes of a variable of `LEVELS`; not to be changed."""
        asked = variable, country
        if asked not in self._levels:
            years = self._found.get((LEVELS[variable], country, self.vintage), {})
            self._levels[asked] = {y: Cell(o.value, "figure", (o.key,)) for y, o in years.items()}
        return self._levels[asked]

    def growth(self, country: str) -> Path:
        """Return the real growth of the chosen edition, fractions; not to be changed."""
        if country not in self._growth:
            years = self._found.get((REAL_GROWTH, country, self.vintage), {})
            self._growth[country] = {
                year: Cell(o.value / 100.0, "figure", (o.key,)) for year, o in years.items()
            }
        return self._growth[country]

    def dollars(self, country: str) -> Path:
        """Return the published GDP in billion US dollars; not to be changed."""
        if country not in self._dollars:
            gdp, fx = self.level("gdp", country), self.level("fx", country)
            self._dollars[country] = {
                year: Cell(cell.value / fx[year].value, "derived", (*cell.keys, *fx[year].keys))
                for year, cell in gdp.items()
                if year in fx
            }
        return self._dollars[country]

    def rate(self, what: str, country: str, year: int) -> Rate | None:
        """Return the change that the latest edition with both years it needs publishes."""
        asked = what, country, year
        if asked not in self._rates:
            found = (self._published(what, country, year, edition) for edition in self._names)
            self._rates[asked] = next((rate for rate in found if rate), None)
        return self._rates[asked]

    def _published(self, what: str, country: str, year: int, edition: str) -> Rate | None:
        if what == "real_growth":
            growth = self._found.get((REAL_GROWTH, country, edition), {}).get(year)
            if growth is None:
                return None
            value, keys = growth.value / 100.0, [growth.key]
        else:
            years = self._found.get((LEVELS[_RATE_OF[what]], country, edition), {})
            if year not in years or year - 1 not in years:
                return None
            value = years[year].value / years[year - 1].value - 1.0
            keys = [years[year].key, years[year - 1].key]
        return Rate(value, tuple(keys), f"{_WORDS[what]} {100.0 * value:.3f} % (WEO {edition})")

    def last(self, what: str, country: str) -> int:
        """Return the last year whose rate any edition publishes, 0 where none does."""
        asked = what, country
        if asked not in self._last:
            series = REAL_GROWTH if what == "real_growth" else LEVELS[_RATE_OF[what]]
            editions = (self._found.get((series, country, edition)) for edition in self._names)
            self._last[asked] = max((max(years) for years in editions if years), default=0)
        return self._last[asked]

    def peers(self, country: str) -> dict[str, Cell]:
        """Return the last GDP of every country of the tables that uses the same currency."""
        return self._users.get(self.currency(country), {})

    def largest(self, country: str) -> str:
        """Return the largest economy with the same currency; the country itself if alone."""
        peers = self.peers(country)
        return max(peers, key=lambda code: peers[code].value) if peers else country

    @cached_property
    def _users(self) -> dict[str, dict[str, Cell]]:
        users: dict[str, dict[str, Cell]] = {}
        for code, currency in self._currency.items():
            last = max(self.level("gdp", code).items())[1]
            users.setdefault(currency, {})[code] = last
        return users


class Economy:
    """Levels of the chosen edition, and rates of change for every year after and within it.

    Levels come from one edition only. A rate comes from the latest edition, up to the chosen one,
    that publishes both years it needs; beyond every edition it is the scenario's assumption or the
    last published rate, held. Exchange rates then follow relative inflation to the United States
    (relative purchasing power parity). Who shares a currency shares its rate: the change published
    for the largest economy of the tables that uses it (the implied rates of Estonia and Greece
    part from the others in 2029 and 2030), and an inflation that is the mean of all of them,
    weighted by GDP.

    Parameters
    ----------
    published : Editions
    assumptions : Assumptions
        Per cent a year beyond the last published forecast.
    """

    def __init__(self, published: Editions, assumptions: Assumptions) -> None:
        self.published = published
        self.key = (published.vintage, assumptions.model_dump_json())
        """What everything rests on beside the figures."""
        self._assumptions = assumptions
        self._background: dict[tuple[str, int], Origin] = {}
        self._rates: dict[tuple[str, str, int], Rate | None] = {}

    def offset(self, what: str, country: str) -> Rate:
        """Return by how much a rate departs from forecasts and assumptions after `known_year`.

        Parameters
        ----------
        what : str
            ``growth`` or ``inflation``.
        country : str
        """
        given = getattr(self._assumptions, f"{what}_offset")
        rate = (given.get(country) if isinstance(given, dict) else given) or 0.0
        return Rate(rate / 100.0, (), f"{what} {rate:+g} % against the forecast, assumed")

    def background(self, country: str, years: Iterable[int]) -> tuple[Origin, ...]:
        """Return the inflation of a shared currency in those of some years that rest on it."""
        currency = self.published.currency(country)
        found = (self._background.get((currency, year)) for year in years)
        return tuple(origin for origin in found if origin)

    def rate(self, what: str, country: str, year: int) -> Rate | None:
        """Return the change of a year on the year before, or None where nothing says it.

        Parameters
        ----------
        what : str
            ``real_growth``, ``inflation`` (GDP deflator), ``population_growth`` or ``fx_change``.
        country : str
        year : int
        """
        asked = what, country, year
        if asked not in self._rates:
            self._rates[asked] = self._rate(what, country, year)
        return self._rates[asked]

    def _rate(self, what: str, country: str, year: int) -> Rate | None:
        asked = self.published.largest(country) if what == "fx_change" else country
        if found := self.published.rate(what, asked, year):
            return found
        last = self.published.last(what, asked)
        if last and year <= last:
            return None
        if what == "fx_change":
            return self._relative_inflation(country, year)
        assumed = getattr(self._assumptions, what)
        if isinstance(assumed, dict):
            assumed = assumed.get(country)
        if assumed is not None:
            return Rate(assumed / 100.0, (), f"{_WORDS[what]} {assumed:g} %, assumed")
        held = self.rate(what, country, last) if last else None
        return held and held._replace(words=f"{held.words}, held from {last}")

    def _relative_inflation(self, country: str, year: int) -> Rate | None:
        home, abroad = self._shared_inflation(country, year), self.rate("inflation", "USA", year)
        if home is None or abroad is None:
            return None
        change = (1.0 + home.value) / (1.0 + abroad.value) - 1.0
        return Rate(
            change,
            home.keys + abroad.keys,
            f"relative inflation {100.0 * change:.3f} %: {home.words}; "
            f"United States: {abroad.words}",
        )

    def _shared_inflation(self, country: str, year: int) -> Rate | None:
        currency, peers = self.published.currency(country), self.published.peers(country)
        if len(peers) < 2:
            return self.rate("inflation", country, year)
        if (currency, year) not in self._background:
            rates = {code: self.rate("inflation", code, year) for code in peers}
            known = [(peers[code], rate) for code, rate in rates.items() if rate]
            weight = sum(gdp.value for gdp, _ in known)
            mean = sum(gdp.value * rate.value for gdp, rate in known) / weight
            self._background[currency, year] = Origin(
                country=currency,
                variable="inflation",
                year=year,
                value=mean,
                unit="change on the year before",
                kind="derived",
                keys=tuple(key for gdp, rate in known for key in (*gdp.keys, *rate.keys)),
                rule=f"mean inflation of the {len(known)} countries in the tables whose currency "
                f"is {currency}, weighted by GDP",
            )
        mean = self._background[currency, year].value
        words = f"inflation {100.0 * mean:.3f} %, mean of all who use {currency}"
        return Rate(mean, (), words)


def continued(
    path: Path, until: int, name: str, rates: Callable[[int], tuple[Rate | None, ...]]
) -> Path:
    """Return a path continued year by year from its last year, as long as rates are known.

    Parameters
    ----------
    path : Path
    until : int
        Last year.
    name : str
        What is continued, for the rule of each new cell.
    rates : callable
        Of a year: the rates whose factors 1 + rate multiply the year before.
    """
    longer = dict(path)
    if not path:
        return longer
    for year in range(max(path) + 1, until + 1):
        asked = rates(year)
        steps = [rate for rate in asked if rate is not None]
        if len(steps) < len(asked):
            break
        value = longer[year - 1].value
        for step in steps:
            value *= 1.0 + step.value
        rule = " ".join((f"{name} of {year - 1}", *(f"x (1 + {step.words})" for step in steps)))
        longer[year] = Cell(value, "derived", tuple(k for s in steps for k in s.keys), rule)
    return longer


def offset(path: Path, since: int, name: str, *rates: Rate) -> Path:
    """Return a path that grows by these rates more a year after `since`.

    A level h years later is multiplied by (1 + rate)^h for each rate.
    """
    rates = tuple(rate for rate in rates if rate.value)
    moved = dict(path)
    for year, cell in path.items() if rates else ():
        if year > since:
            factor = 1.0
            for rate in rates:
                factor *= (1.0 + rate.value) ** (year - since)
            words = " ".join(f"x (1 + {rate.words})^{year - since}" for rate in rates)
            rule = f"{cell.rule or name} {words}"
            moved[year] = Cell(cell.value * factor, "derived", cell.keys, rule)
    return moved


def normalised(path: Path, base: int, name: str) -> Path:
    """Return an index over its value in the base year; empty where that year is unknown."""
    if base not in path:
        return {}
    one = path[base]
    scaled = {}
    for year, cell in path.items():
        if cell.kind == "figure":
            keys = tuple(dict.fromkeys(cell.keys + one.keys))
            rule = f"{name} over its value in {base}"
            scaled[year] = Cell(cell.value / one.value, "derived", keys, rule)
        else:
            scaled[year] = cell._replace(value=cell.value / one.value)
    return scaled


def _currency(unit: str) -> str:
    """Return ``EUR`` of ``LCU billion (EUR)``."""
    return unit.partition("(")[2].partition(")")[0]
