"""The what-if as validated data: pledges, baselines, the user's own series, assumptions."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Year = int
Path = Literal["linear", "growth", "backloaded", "waypoints"]
NAMED_BASELINES = ("constant_share", "constant_real", "constant_cash")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Start(_Part):
    """Where a pledge starts from: a year, and the share in per cent; default: as published."""

    year: Year | None = None
    share: float | None = None


class Pledge(_Part):
    """Who promises which share of GDP by when, and along which path."""

    members: tuple[str, ...] = ()
    """ISO alpha-3 codes, resolved while loading."""
    share: float | None = None
    core: float | None = None
    related: float | None = None
    by: Year
    path: Path = "linear"
    start: Start = Field(default=Start(), alias="from")
    waypoints: dict[Year, float] = {}
    exceptions: dict[str, float] = {}
    """Another target share (core, where core is given) for single members."""
    gdp_year: Year | None = None
    """Measure the share against the GDP of this one year (Japan: 2022), not of each year."""
    may_fall: bool = False
    """False: a member already above the target keeps its share."""


class Baseline(_Part):
    """A path of spending that the pledge is compared with: a fixed share or a given plan."""

    share: float | None = None
    plan: dict[Year, float] | None = None
    """Spending in billion of national currency, for a scenario with one member."""


class Series(_Part):
    """The user's own figures for one country and one series, converted to the unit of the model."""

    unit: str = ""
    """``EUR bn`` (GDP), ``persons`` (population), empty (price index, exchange rate)."""
    base: Year | None = None
    values: dict[Year, float] = {}
    source: str = ""
    """Where the figures come from, in the user's words, or the name of their CSV file."""


class CountrySeries(_Part):
    """The series that a user can replace for a country."""

    gdp_nominal: Series | None = None
    """Billion of national currency."""
    price_index: Series | None = None
    """Price level with value 1 in the year ``base``."""
    population: Series | None = None
    """Persons."""
    fx: Series | None = None
    """National currency per US dollar."""


class Assumptions(_Part):
    """What is assumed beyond the last published forecast: per cent a year, for all or by member.

    ``None`` holds the last published rate of the country.
    """

    real_growth: float | dict[str, float] | None = None
    inflation: float | dict[str, float] | None = None
    population_growth: float | dict[str, float] | None = None


class Scenario(_Part):
    """One what-if, complete and checked."""

    name: str
    title: str
    members: tuple[str, ...]
    """ISO alpha-3 codes, resolved (``nato``, ``ip4`` and ``all`` are expanded while loading)."""
    start: Year
    end: Year
    definition: str = "nato"
    pledges: tuple[Pledge, ...]
    """Each with its members resolved; a member without a pledge keeps its share."""
    baselines: tuple[str | Baseline, ...] = NAMED_BASELINES
    series: dict[str, CountrySeries] = {}
    assumptions: Assumptions = Assumptions()
    vintages: dict[str, str] = {}
    """Vintage of each family of figures (``nato: 2024-06``); default: the latest."""
    price_base: Year | None = None
    """Year of constant prices; default: the year ``start``."""
    description: str = ""
    sources: tuple[str, ...] = ()
    """Addresses or citations on which the case rests."""
    draws: int = 0
    seed: int = 1
