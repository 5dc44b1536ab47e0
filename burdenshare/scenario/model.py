"""The what-if as validated data: pledges, baselines, the user's own series, assumptions."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Year = int
Path = Literal["linear", "growth", "backloaded", "waypoints"]
PerMember = float | dict[str, float] | None
"""One number for every member, or one for each by its code; None: the default."""
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
    """What is assumed of the economy: per cent a year, for all or by member.

    Rates hold beyond the last published forecast; ``None`` holds the last published one of the
    country. Offsets come on top of forecasts and assumptions.
    """

    real_growth: float | dict[str, float] | None = None
    inflation: float | dict[str, float] | None = None
    population_growth: float | dict[str, float] | None = None
    growth_offset: float | dict[str, float] | None = None
    """By how much real growth departs from the central path in every year that is forecast."""
    inflation_offset: float | dict[str, float] | None = None
    """The same for prices; interest and exchange rates stay as they are."""


class Behaviour(_Part):
    """How spending follows the pledge; nothing given: exactly along its path."""

    kind: Literal["kept", "behaved"] | None = None
    """``kept`` (default): what keeping the pledge costs; ``behaved``: what allies would do."""
    inertia: PerMember = None
    """Part of the way to the path that a year leaves undone, 0 (default) to below 1."""
    absorption: PerMember = None
    """Highest real growth of spending, per cent a year; default: no limit."""
    slippage: PerMember = None
    """Part of the rise over the start that is budgeted and never spent, 0 (default) to below 1."""
    budgeting: Literal["share", "cash"] | None = None
    """``share`` (default) of the GDP of the year, or ``cash`` fixed on the GDP expected before."""


class Financing(_Part):
    """Who pays for the extra: parts from 0 to 1 that sum to one; nothing given: all by debt."""

    debt: PerMember = None
    tax: PerMember = None
    other: PerMember = None


class Range(_Part):
    """A value with its bounds."""

    low: float
    central: float
    high: float


class Multipliers(_Part):
    """Rise of output per unit of spending at home; None: the default of the projection."""

    spending: Range | dict[str, Range] | None = None
    """For every kind of spending that is not named."""
    equipment: Range | dict[str, Range] | None = None
    personnel: Range | dict[str, Range] | None = None
    operations: Range | dict[str, Range] | None = None
    tax: PerMember = None
    """Fall of output per unit of higher taxes."""
    other: PerMember = None
    """Fall of output per unit of cuts elsewhere."""
    fade: PerMember = None
    """Part of the effect that is gone after a year."""


class EquipmentClass(_Part):
    """One class of equipment: its part of equipment spending and its service life."""

    share: float
    life: float
    """Years."""


class Package(_Part):
    """A one-off amount on top of the path."""

    member: str
    year: Year
    amount: float
    """Billion of national currency."""
    what: str = ""


class Debt(_Part):
    """What is assumed of a member's debt in place of what is published; None: as published."""

    long_rate: PerMember = None
    """Today's rate on new long-term debt, per cent."""
    primary_balance: PerMember = None
    """Beyond the last forecast, per cent of GDP."""
    maturity: PerMember = None
    """Average maturity in years."""
    risk_premium: PerMember = None
    """Points of interest per point of debt above `premium_above`."""
    premium_above: PerMember = None
    """Per cent of GDP."""


class Affordable(_Part):
    """When a pledge counts as affordable: debt low enough, or not rising; None: the default."""

    debt_below: float | None = None
    """Per cent of GDP; default: 60."""
    falling_over: int | None = None
    """Years over which debt must not have risen; default: 5."""

    @property
    def limit(self) -> float:
        """Debt that is low enough, per cent of GDP."""
        return 60.0 if self.debt_below is None else self.debt_below

    @property
    def span(self) -> int:
        """Years over which debt must not have risen."""
        return 5 if self.falling_over is None else self.falling_over


class Contracts(_Part):
    """Orders fixed in national currency, and the prices they were planned at."""

    amounts: dict[Year, float]
    """Billion of national currency."""
    rate: dict[Year, float]
    """Planned price of a US dollar in national currency, by the years of `amounts`."""
    imported: Range
    """Part of the amounts that is paid for in dollars, 0 to 1."""
    prices_of: Year
    """The year whose prices the plan was made at."""


class Negotiation(_Part):
    """Which negotiation is forecast beside the costs, and with which switches."""

    case: str = ""
    """Name of a case of the library of negotiations; empty where `table` is given."""
    table: dict[str, Any] | str = ""
    """Who wants what: the fields of a negotiation in YAML, or the text of one in CSV."""
    settings: tuple[str, ...] = ()
    """Switches of models, each ``MODEL.SWITCH=VALUE``."""
    spread: float | None = None
    """Standard deviation of outcomes round the compromise, part of the scale."""
    veto_cost: float | None = None
    """Cost of no agreement under unanimity, in units of utility."""


class Readings(_Part):
    """Under which contingency the readings of a scenario are taken."""

    contingency: str = ""
    """Empty: the default of the judgement."""
    judgement: dict[str, Any] = {}
    """Fields of a judgement file in place of the one that ships; checked where it is used."""


class Keep(_Part):
    """Which forecast of behaviour stands beside the costs; None: the pledge, as known latest."""

    share: float | None = None
    """Per cent of GDP; default: what each member pledges."""
    by: Year | None = None
    origin: Year | None = None
    """Only what was known at the end of this year is used; default: all that is known."""
    reclassified: float | None = None
    """Part of every rise since 2025 that is accounting, 0 to 1."""
    draws: int | None = None


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
    behaviour: Behaviour = Behaviour()
    financing: Financing = Financing()
    multipliers: Multipliers = Multipliers()
    defence_inflation: PerMember = None
    """How much faster than the GDP deflator defence prices rise, points a year."""
    import_share: PerMember = None
    """Imported part of equipment spending, 0 to 1."""
    equipment_share: PerMember = None
    """Part of spending that buys equipment, 0 to 1."""
    equipment_classes: dict[str, EquipmentClass] = {}
    """By name; default: the five of the projection."""
    packages: tuple[Package, ...] = ()
    accounting: Literal["cash", "accrual"] | None = None
    """Whether the balance counts equipment when paid (default) or over its life."""
    escape_clause: tuple[str, ...] = ()
    """Members of the European Union that use the escape clause for defence."""
    safe_loans: tuple[str, ...] | dict[str, float] = ()
    """Who takes the loans of the European Union as allocated, or how much, billion euros."""
    debt: Debt = Debt()
    affordable: Affordable = Affordable()
    contracts: dict[str, Contracts] = {}
    tails: Literal["normal"] | int | None = None
    """Degrees of freedom of fat tails (even, 4 or more), or ``normal``."""
    calibration: str = ""
    """Path of a calibration file; default: the shipped one."""
    negotiation: Negotiation | None = None
    keep: Literal[True] | Keep | None = None
    """Whether chances that the pledges are kept are computed too, and how."""
    readings: bool | Readings = True
    """Whether cohesion, effectiveness and credibility are read beside the costs, and how."""
    programmes: tuple[str | dict[str, Any], ...] = ()
    """Joint programmes that are costed beside: names of the library, or the fields of a file."""
