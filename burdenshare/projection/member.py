"""The figures of one member: the user's own series, or what is published."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from burdenshare.figures.countries import countries
from burdenshare.projection.economy import Cell, Economy, Path, continued, normalised, offset
from burdenshare.projection.model import Origin

if TYPE_CHECKING:
    from burdenshare.projection.remembered import Remembered
    from burdenshare.scenario.model import CountrySeries, Series


@dataclass(frozen=True)
class MemberFigures:
    """GDP, prices, population and exchange rate of one member, by year, each with its origin."""

    currency: str
    gdp: Path
    """Billion of `currency`."""
    price: Path
    """1 in `price_base`."""
    population: Path
    """Million persons."""
    fx: Path
    """`currency` per US dollar."""
    price_base: int
    own: tuple[str, ...]
    """Series that the user replaced, by their field in the scenario."""
    foreign: bool
    """Whether the user counts in another currency than the published figures do."""
    background: tuple[Origin, ...] = ()
    """The inflation of a shared currency, in the years in which the exchange rate rests on it."""
    key: Hashable = None
    """What these figures were made from; None where `figures_of` did not make them."""


def figures_of(
    known: Remembered,
    code: str,
    given: CountrySeries | None,
    economy: Economy,
    *,
    until: int,
    price_base: int,
) -> MemberFigures:
    """Return `member_figures`, made once for the same question."""
    key = ("member", economy.key, code, given and given.model_dump_json(), until, price_base)
    return known.kept(
        key,
        lambda: member_figures(code, given, economy, until=until, price_base=price_base, key=key),
    )


def member_figures(
    code: str,
    given: CountrySeries | None,
    economy: Economy,
    *,
    until: int,
    price_base: int,
    key: Hashable = None,
) -> MemberFigures:
    """Return the figures of one member up to a year, as far as they can be known.

    A series of the user's stands in place of the published one: its years are never mixed with
    published levels. After its last year it goes on at the published rates of change, before its
    first it is unknown. Where the user's GDP is in another currency than the published one, the
    published prices and exchange rates do not apply and are unknown. Offsets of the scenario move
    GDP and prices, published or not, after the last known year; exchange rates never.

    Parameters
    ----------
    code : str
    given : CountrySeries or None
        The user's own series.
    economy : Economy
    until : int
        Last year.
    price_base : int
        Year of constant prices; a price index of the user's brings its own.
    key : hashable, optional
        Under which they are kept.
    """
    own = {name: series for name, series in (given or ()) if series is not None}
    published = economy.published
    currency = _currency(code, own.get("gdp_nominal"), published.currency(code))
    foreign = published.currency(code) not in ("", currency)

    def path(variable: str, field: str, name: str, *changes: str) -> Path:
        """Return the user's series or the published one, continued by its rates of change."""
        scale = 1e-6 if variable == "population" else 1.0
        start = _own(own[field], scale) if field in own else published.level(variable, code)
        if foreign and variable != "population":
            return start if field in own else {}
        return continued(
            start, until, name, lambda y: tuple(economy.rate(what, code, y) for what in changes)
        )

    index = own.get("price_index")
    base = index.base if index and index.base is not None else price_base
    growth, inflation = (economy.offset(what, code) for what in ("growth", "inflation"))
    since = published.known_year
    price = path("price", "price_index", "price level", "inflation")
    price = offset(price, since, "price level", inflation)
    if index:
        price.setdefault(base, Cell(1.0, "user", (), "base year of the index"))
    gdp = path("gdp", "gdp_nominal", "GDP", "real_growth", "inflation")
    gdp = offset(gdp, since, "GDP", growth, inflation)
    fx = path("fx", "fx", "exchange rate", "fx_change")
    moved = economy.background(code, (year for year, c in fx.items() if c.kind == "derived"))
    if currency == "USD" and not fx:
        years = range(min([*price, *gdp, price_base]), until + 1)
        fx = {year: Cell(1.0, "derived", (), "the currency is the US dollar") for year in years}
    return MemberFigures(
        currency=currency,
        gdp=gdp,
        price=normalised(price, base, "GDP deflator"),
        population=path("population", "population", "population", "population_growth"),
        fx=fx,
        price_base=base,
        own=tuple(own),
        foreign=foreign,
        background=moved,
        key=key,
    )


def _currency(code: str, gdp: Series | None, published: str) -> str:
    """Return the currency code in the unit of the user's GDP, else the one it is published in."""
    named = re.search(r"\b[A-Z]{3}\b", gdp.unit) if gdp else None
    if named:
        return named.group()
    return published or countries()[code].currency


def _own(series: Series, scale: float) -> Path:
    """Return the user's values as cells."""
    return {y: Cell(v * scale, "user", (), series.source) for y, v in series.values.items()}
