"""What may stand in a scenario file: every field, its type and its meaning; the JSON Schema.

A file says less than a `burdenshare.scenario.model.Scenario`: alliances instead of members, series
in CSV files, units in words. Nothing here is required, so that a file with one wrong field can
still be checked for all others; `resolve` says what is missing.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar, Union

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from burdenshare.scenario.model import NAMED_BASELINES

FIRST_YEAR, LAST_YEAR = 1950, 2100
MAX_SHARE = 50.0
"""Per cent of GDP; no state outside a war of survival has spent more."""
MIN_SHARE = 0.1
"""Per cent of GDP; below it, a fraction (0.035) was meant as per cent (3.5)."""
MAX_DRAWS = 1_000_000
MAX_SEED = 2**63 - 1
ALLIANCES = ("nato", "ip4", "eu", "all")
DEFINITIONS = ("nato", "sipri", "national")
NAME = r"[^\W_][\w.-]{0,79}"

T = TypeVar("T")
Maybe = Union[T, SkipJsonSchema[None]]  # noqa: UP007 - a generic alias needs Union

Year = Annotated[int, Field(json_schema_extra={"minimum": FIRST_YEAR, "maximum": LAST_YEAR})]
Share = Annotated[float, Field(json_schema_extra={"minimum": MIN_SHARE, "maximum": MAX_SHARE})]


def _by(pattern: str, value: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": "object", "patternProperties": {pattern: value}, "additionalProperties": False}
    )


_CODE = "^[A-Z]{3}$"
_YEAR = "^(19[5-9][0-9]|20[0-9]{2}|2100)$"
_SHARE = {"type": "number", "minimum": MIN_SHARE, "maximum": MAX_SHARE}
_MEMBER = {
    "type": "string",
    "pattern": "^([A-Z]{3}|nato|ip4|eu|all|NATO|IP4)$",
    "title": "Country or alliance",
    "description": "An ISO 3166-1 alpha-3 code (ITA), or nato, ip4, eu, all.",
}

Members = Annotated[
    str | list[Maybe[str]],
    WithJsonSchema({"anyOf": [_MEMBER, {"type": "array", "items": _MEMBER, "minItems": 1}]}),
]
Values = Annotated[dict[int, float], _by(_YEAR, {"type": "number"})]
Positive = Annotated[dict[int, float], _by(_YEAR, {"type": "number", "exclusiveMinimum": 0})]
Waypoints = Annotated[dict[int, float], _by(_YEAR, _SHARE)]
Exceptions = Annotated[dict[str, float], _by(_CODE, _SHARE)]
Rates = float | Annotated[dict[str, float], _by(_CODE, {"type": "number"})]
_PART = {"type": "number", "minimum": 0, "maximum": 1}
Parts = (
    Annotated[float, Field(json_schema_extra={"minimum": 0, "maximum": 1})]
    | Annotated[dict[str, float], _by(_CODE, _PART)]
)
"""A part from 0 to 1, for all or by member."""
_SIZE = {"type": "number", "minimum": 0, "maximum": 10}
_RANGE = {
    "type": "object",
    "properties": {
        name: {"title": name, "description": f"The {word} value.", **_SIZE}
        for name, word in (("low", "lowest"), ("central", "central"), ("high", "highest"))
    },
    "required": ["low", "central", "high"],
    "additionalProperties": False,
}
Sizes = Annotated[
    float | dict[str, float | dict[str, float]],
    WithJsonSchema(
        {
            "anyOf": [
                _SIZE,
                _RANGE,
                {
                    "type": "object",
                    "patternProperties": {_CODE: {"anyOf": [_SIZE, _RANGE]}},
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
"""A number or a range (low, central, high), for all or by member."""


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", strict=True, populate_by_name=False, use_attribute_docstrings=True
    )


class Start(_Part):
    """Where the path of a pledge begins."""

    year: Maybe[Year] = Field(default=None, title="Year of the starting point")
    """Default: the last year before the deadline for which the chosen definition has a published
    figure."""
    share: Maybe[float] = Field(
        default=None, title="Starting share", json_schema_extra={"minimum": 0, "maximum": MAX_SHARE}
    )
    """Per cent of GDP in that year, or without a year in the year `start`. Default: the published
    figure."""


class Pledge(_Part):
    """Who promises which share of GDP by when, and along which path."""

    members: Maybe[Members] = Field(default=None, title="Who promises")
    """Country codes or alliances. Default: every member that no other pledge names."""
    share: Maybe[Share] = Field(default=None, title="Promised share")
    """Total defence spending in the year `by`, per cent of GDP (3.5, not 0.035). Either this or
    `core`."""
    core: Maybe[Share] = Field(default=None, title="Promised core share")
    """Core defence in the year `by`, per cent of GDP. Either this or `share`."""
    related: Maybe[float] = Field(
        default=None,
        title="Promised related share",
        json_schema_extra={"minimum": 0, "maximum": MAX_SHARE},
    )
    """Defence- and security-related spending beside `core`, per cent of GDP; shown as a level in
    the year `by` only, because no starting level is published."""
    by: Maybe[Year] = Field(default=None, title="Deadline")
    """The year in which the promised share is reached."""
    path: Maybe[Literal["linear", "growth", "backloaded", "waypoints"]] = Field(
        default=None, title="Path"
    )
    """How the share gets there: `linear` (default) in equal steps of the share, `growth` with
    spending growing at one constant real rate, `backloaded` with the square of elapsed time,
    `waypoints` linear between given shares (so is `linear` where waypoints are given)."""
    start: Maybe[Start] = Field(default=None, alias="from", title="Starting point")
    """Where the path begins. Default: the last published figure of the chosen definition."""
    waypoints: Maybe[Waypoints] = Field(default=None, title="Waypoints")
    """Shares on the way, by year, for the path `waypoints`."""
    exceptions: Maybe[Exceptions] = Field(default=None, title="Exceptions")
    """Another promised share (of core, where `core` is given) for single members."""
    gdp_year: Maybe[Year] = Field(
        default=None, title="Year of the GDP that the share is measured against"
    )
    """Default: the GDP of each year. Japan measures its 2 % against the GDP of fiscal year 2022."""
    may_fall: Maybe[bool] = Field(
        default=None, title="Whether spending may fall to the promised share"
    )
    """Default false: a member above the promised share keeps the share it has."""


class Baseline(_Part):
    """A path of spending that the pledge is compared with: a fixed share or a given plan."""

    share: Maybe[Share] = Field(default=None, title="Share held")
    """Per cent of GDP in every year."""
    plan: Maybe[Positive] = Field(default=None, title="Planned spending")
    """Billion of national currency by year, for a scenario with one member."""


class _Series(_Part):
    values: Maybe[Positive] = Field(default=None, title="Values")
    """One value for each year from `start`, without gaps. If they end before `end`, the published
    rates of change continue them."""
    file: Maybe[str] = Field(default=None, title="CSV file")
    """Instead of `values`: a CSV with the columns year and value, named relative to this file."""
    source: Maybe[str] = Field(default=None, title="Where the values come from")
    """In your own words; printed beside the results."""


class MoneySeries(_Series):
    """The user's own amounts in money."""

    unit: Maybe[str] = Field(default=None, title="Unit", json_schema_extra={"examples": ["EUR bn"]})
    """Currency code and scale: EUR bn, JPY tn, CAD million."""


class IndexSeries(_Series):
    """The user's own price index."""

    base: Maybe[Year] = Field(default=None, title="Base year")
    """The year in which the index is 1 (or 100, if that year stands among the values)."""


class PopulationSeries(_Series):
    """The user's own population."""

    unit: Maybe[str] = Field(
        default=None, title="Unit", json_schema_extra={"examples": ["million"]}
    )
    """persons (default), thousand or million."""


class RateSeries(_Series):
    """The user's own exchange rate."""

    unit: Maybe[str] = Field(
        default=None, title="Unit", json_schema_extra={"examples": ["EUR per USD"]}
    )
    """Currency code per USD (default: the national currency)."""


class CountrySeries(_Part):
    """The user's own figures for one country, in place of the shipped ones."""

    gdp_nominal: Maybe[MoneySeries] = Field(default=None, title="Nominal GDP")
    """At the prices of each year."""
    price_index: Maybe[IndexSeries] = Field(default=None, title="Price index")
    """Price level by which spending is brought to constant prices."""
    population: Maybe[PopulationSeries] = Field(default=None, title="Population")
    """Inhabitants."""
    fx: Maybe[RateSeries] = Field(default=None, title="Exchange rate")
    """National currency per US dollar."""


class Assumptions(_Part):
    """What is assumed beyond the last forecast or against it, per cent a year, for all or each."""

    real_growth: Maybe[Rates] = Field(default=None, title="Growth of real GDP")
    """Default: the last published rate of each country."""
    inflation: Maybe[Rates] = Field(default=None, title="Rise of prices")
    """GDP deflator. Default: the last published rate of each country."""
    population_growth: Maybe[Rates] = Field(default=None, title="Growth of population")
    """Default: the last published rate of each country."""
    growth_offset: Maybe[Rates] = Field(default=None, title="Growth against the forecast")
    """Real growth above (or, negative, below) the forecasts and assumptions, in every year that is
    forecast. Default: 0."""
    inflation_offset: Maybe[Rates] = Field(default=None, title="Inflation against the forecast")
    """Rise of prices above (or below) the forecasts and assumptions, in every year that is
    forecast; interest and exchange rates stay as they are. Default: 0."""


class Behaviour(_Part):
    """How spending follows the pledge. Default: exactly along its path."""

    kind: Maybe[Literal["kept", "behaved"]] = Field(default=None, title="Kind")
    """`kept` (default) computes what keeping the pledge costs, `behaved` what allies would actually
    do; the two are never mixed."""
    inertia: Maybe[Parts] = Field(default=None, title="Inertia")
    """Part of the way to the path that a year leaves undone, from 0 (default) to below 1."""
    absorption: Maybe[Rates] = Field(default=None, title="Limit of absorption")
    """Highest real growth of spending, per cent a year. Default: no limit."""
    slippage: Maybe[Parts] = Field(default=None, title="Slippage")
    """Part of the rise over the starting share that is budgeted but never spent, from 0 (default)
    to below 1."""
    budgeting: Maybe[Literal["share", "cash"]] = Field(default=None, title="Budgeting")
    """`share` (default): spending follows the GDP of the year; `cash`: the budget is fixed on the
    GDP expected a year before."""


class Financing(_Part):
    """Who pays for the extra spending: three parts that sum to one. Default: all by debt."""

    debt: Maybe[Parts] = Field(default=None, title="By debt")
    """Part from 0 to 1, for all or by member."""
    tax: Maybe[Parts] = Field(default=None, title="By taxes")
    """Part from 0 to 1, for all or by member."""
    other: Maybe[Parts] = Field(default=None, title="By cuts elsewhere")
    """Part from 0 to 1, for all or by member."""


class Multipliers(_Part):
    """What extra spending does to output, a number or a range, for all or by member."""

    spending: Maybe[Sizes] = Field(default=None, title="Of spending")
    """Rise of output per unit of spending at home, for every kind that is not named below.
    Default: 0.2 to 1.6, central 0.7 (our choice within the published estimates)."""
    equipment: Maybe[Sizes] = Field(default=None, title="Of equipment")
    """The same for equipment made at home; what is imported has no effect on output."""
    personnel: Maybe[Sizes] = Field(default=None, title="Of pay")
    """The same for personnel."""
    operations: Maybe[Sizes] = Field(default=None, title="Of operations")
    """The same for everything else: operations, upkeep, infrastructure."""
    tax: Maybe[Rates] = Field(default=None, title="Of taxes")
    """Fall of output per unit of higher taxes. Default: 0.35."""
    other: Maybe[Rates] = Field(default=None, title="Of cuts elsewhere")
    """Fall of output per unit of cuts elsewhere. Default: 0.7."""
    fade: Maybe[Parts] = Field(default=None, title="Fading")
    """Part of the effect that is gone after a year, from 0 to 1. Default: one third."""


class EquipmentClass(_Part):
    """One class of equipment."""

    share: Maybe[float] = Field(
        default=None, title="Share", json_schema_extra={"minimum": 0, "maximum": 1}
    )
    """Part of equipment spending, from 0 to 1; all classes sum to one."""
    life: Maybe[float] = Field(
        default=None, title="Service life", json_schema_extra={"minimum": 1, "maximum": 100}
    )
    """Years."""


class Package(_Part):
    """A one-off amount on top of the path."""

    member: Maybe[str] = Field(
        default=None, title="Member", json_schema_extra={"pattern": "^[A-Z]{3}$"}
    )
    """Country code. Default: the one member of the scenario."""
    year: Maybe[Year] = Field(default=None, title="Year")
    """The year in which it is spent."""
    amount: Maybe[float] = Field(
        default=None, title="Amount", json_schema_extra={"exclusiveMinimum": 0}
    )
    """Billion of national currency, at the prices of the year."""
    what: Maybe[str] = Field(default=None, title="What it is")
    """In your own words."""


class Debt(_Part):
    """Assumptions on public debt in place of what is published, for all or by member."""

    long_rate: Maybe[Rates] = Field(default=None, title="Long-term rate")
    """Today's interest rate on new long-term debt, per cent. Default: the last published one."""
    primary_balance: Maybe[Rates] = Field(default=None, title="Primary balance")
    """Beyond the last forecast, per cent of GDP. Default: its last value stays."""
    maturity: Maybe[Rates] = Field(default=None, title="Maturity")
    """Average maturity of the debt in years. Default: as published, or the mean of those known."""
    risk_premium: Maybe[Rates] = Field(default=None, title="Risk premium")
    """Points of interest per point of debt above `premium_above`. Default: 0."""
    premium_above: Maybe[Rates] = Field(default=None, title="Threshold of the risk premium")
    """Per cent of GDP. Default: 90."""


class Affordable(_Part):
    """When a pledge counts as affordable in a year: debt low enough, or no higher than before."""

    debt_below: Maybe[Annotated[float, Field(json_schema_extra={"minimum": 0, "maximum": 500})]] = (
        Field(default=None, title="Debt that is low enough")
    )
    """Per cent of GDP. Default: 60."""
    falling_over: Maybe[Annotated[int, Field(json_schema_extra={"minimum": 1, "maximum": 50})]] = (
        Field(default=None, title="Years over which debt must not have risen")
    )
    """Default: 5."""


class Contracts(_Part):
    """Orders whose amounts are fixed in national currency: what they lose with it."""

    amounts: Maybe[Positive] = Field(default=None, title="Amounts")
    """Billion of national currency by year."""
    rate: Maybe[Annotated[float, Field(json_schema_extra={"exclusiveMinimum": 0})] | Positive] = (
        Field(default=None, title="Planned exchange rate")
    )
    """National currency per US dollar at which the plan was made, one or by year."""
    imported: Maybe[Sizes] = Field(default=None, title="Imported part")
    """Part of the amounts that is paid for in dollars, from 0 to 1: a number or a range."""
    prices_of: Maybe[Year] = Field(default=None, title="Year of the plan's prices")
    """Default: the year before the first amount."""


class Negotiation(_Part):
    """A negotiation that is forecast beside the costs: a case, or a table of its own."""

    case: Maybe[str] = Field(default=None, title="Case")
    """Name of a case of the library of negotiations, or a YAML or CSV file beside this one. Either
    this or `table`."""
    table: Maybe[
        Annotated[dict[str, Any] | str, WithJsonSchema({"type": ["object", "string"]})]
    ] = Field(default=None, title="Table")
    """Who wants what: the fields of a negotiation in YAML (case, issues, actors, positions), or the
    text of one in CSV."""
    settings: Maybe[list[Maybe[str]]] = Field(default=None, title="Switches")
    """Each MODEL.SWITCH=VALUE, such as `nbs.cost=20`."""
    spread: Maybe[Annotated[float, Field(json_schema_extra={"exclusiveMinimum": 0})]] = Field(
        default=None, title="Spread of outcomes"
    )
    """Standard deviation of outcomes round the compromise, as a part of the scale. Default: that of
    decisions with known outcomes."""
    veto_cost: Maybe[Annotated[float, Field(json_schema_extra={"minimum": 0})]] = Field(
        default=None, title="Cost of no agreement"
    )
    """Under unanimity, in units of utility. Default: 0."""


class Readings(_Part):
    """Three readings of the scenario: cohesion, operational effectiveness, credibility."""

    contingency: Maybe[str] = Field(default=None, title="What comes at once")
    """A set of contingencies of the judgement, such as `east` or `east_and_taiwan`. Default: the
    judgement's own."""
    judgement: Maybe[
        Annotated[dict[str, Any] | str, WithJsonSchema({"type": ["object", "string"]})]
    ] = Field(default=None, title="Judgement")
    """A judgement file beside this one in place of the one that ships, or its fields."""


class Keep(_Part):
    """A forecast of who keeps the pledge."""

    share: Maybe[Share] = Field(default=None, title="Share asked about")
    """Per cent of GDP. Default: what each member pledges, core where that is given."""
    by: Maybe[Year] = Field(default=None, title="Last year of the forecast")
    """Default: the deadline of each member's pledge."""
    origin: Maybe[Year] = Field(default=None, title="Last year known")
    """Only what was known at the end of this year is used. Default: all that is known."""
    reclassified: Maybe[Annotated[float, Field(json_schema_extra={"minimum": 0, "maximum": 1})]] = (
        Field(default=None, title="Reclassified part")
    )
    """Part of every rise since 2025 that is accounting, from 0 (default) to 1: an assumption."""
    draws: Maybe[Annotated[int, Field(json_schema_extra={"minimum": 100, "maximum": 100_000})]] = (
        Field(default=None, title="Draws")
    )
    """Of this forecast. Default: 4,000."""


class FileScenario(_Part):
    """A what-if: who promises which share of GDP by when, compared with what."""

    model_config = ConfigDict(
        title="burdenshare scenario",
        json_schema_extra={"required": ["name", "members", "start", "end", "pledges"]},
    )

    name: Maybe[str] = Field(default=None, title="Name", json_schema_extra={"pattern": f"^{NAME}$"})
    """Short name without spaces; also the name of the folder of a run."""
    title: Maybe[str] = Field(default=None, title="Title")
    """One line. Default: the name."""
    description: Maybe[str] = Field(default=None, title="Description")
    """What the case is and what it rests on."""
    sources: Maybe[list[Maybe[str]]] = Field(default=None, title="Sources")
    """Addresses or citations on which the case rests."""
    members: Maybe[Members] = Field(default=None, title="Members")
    """Country codes or alliances; an alliance means its members at the end of the year `start`."""
    start: Maybe[Year] = Field(default=None, title="First year reported")
    """The first year of the results."""
    end: Maybe[Year] = Field(default=None, title="Last year reported")
    """The last year of the results."""
    definition: Maybe[Literal["nato", "sipri", "national"]] = Field(
        default=None, title="Definition"
    )
    """Whose definition of defence spending the shares follow. Default: nato."""
    vintages: Maybe[
        Annotated[
            dict[str, str],
            _by("^[a-z]+$", {"type": "string", "pattern": "^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"}),
        ]
    ] = Field(default=None, title="Vintages")
    """Edition of each family of figures, as YYYY-MM (`nato: 2024-06`). Default: the latest."""
    pledges: Maybe[list[Maybe[Pledge]]] = Field(
        default=None, title="Pledges", json_schema_extra={"minItems": 1}
    )
    """The promises; a member that no pledge names keeps its share."""
    baselines: Maybe[
        list[
            Maybe[
                Annotated[str, Field(json_schema_extra={"enum": list(NAMED_BASELINES)})] | Baseline
            ]
        ]
    ] = Field(default=None, title="Baselines", json_schema_extra={"minItems": 1})
    """What the promised spending is compared with. Default: constant_share, constant_real and
    constant_cash, each from the starting point; also `{share: 2.0}` and `{plan: {2026: 30.5}}`."""
    series: Maybe[Annotated[dict[str, Maybe[CountrySeries]], Field()]] = Field(
        default=None, title="The user's own series"
    )
    """Figures in place of the shipped ones, by country code."""
    assumptions: Maybe[Assumptions] = Field(default=None, title="Assumptions beyond the forecast")
    """Growth, inflation and population beyond the last published forecast."""
    price_base: Maybe[Year] = Field(default=None, title="Year of constant prices")
    """Default: the year `start`."""
    draws: Maybe[int] = Field(
        default=None,
        title="Number of futures",
        json_schema_extra={"minimum": 0, "maximum": MAX_DRAWS},
    )
    """0 (default): the central path only."""
    seed: Maybe[int] = Field(
        default=None, title="Seed", json_schema_extra={"minimum": 0, "maximum": MAX_SEED}
    )
    """Start of the random numbers, for the same futures in every run. Default: 1."""
    behaviour: Maybe[Behaviour] = Field(default=None, title="Behaviour of spending")
    """How spending follows the pledge."""
    financing: Maybe[Financing] = Field(default=None, title="Financing of the extra")
    """Who pays for the extra spending."""
    multipliers: Maybe[Multipliers] = Field(default=None, title="Effect on output")
    """What extra spending does to output."""
    defence_inflation: Maybe[Rates] = Field(default=None, title="Defence-specific inflation")
    """How much faster than the GDP deflator defence prices rise, points a year. Default: 0."""
    import_share: Maybe[Parts] = Field(default=None, title="Imported part of equipment")
    """Part of equipment spending that is imported, from 0 to 1: it moves with the exchange rate and
    does not raise output at home."""
    equipment_share: Maybe[Parts] = Field(default=None, title="Equipment share")
    """Part of spending that buys equipment, from 0 to 1. Default: NATO's last published share."""
    equipment_classes: Maybe[Annotated[dict[str, Maybe[EquipmentClass]], Field()]] = Field(
        default=None, title="Classes of equipment"
    )
    """By name, such as `aircraft: {share: 0.3, life: 30}`; shares sum to one."""
    packages: Maybe[list[Maybe[Package]]] = Field(default=None, title="One-off packages")
    """Amounts on top of the path."""
    accounting: Maybe[Literal["cash", "accrual"]] = Field(default=None, title="Accounting")
    """Whether the balance counts equipment when it is paid (`cash`, default) or over its service
    life (`accrual`)."""
    escape_clause: Maybe[bool | Members] = Field(default=None, title="EU escape clause")
    """Members of the European Union that finance up to 1.5 % of GDP a year by debt for four years:
    `true` for all of them, or country codes. Default: none."""
    safe_loans: Maybe[
        bool
        | list[Maybe[str]]
        | Annotated[dict[str, float], _by(_CODE, {"type": "number", "exclusiveMinimum": 0})]
    ] = Field(default=None, title="EU loans for defence (SAFE)")
    """`true` for the loans as allocated, country codes for some of them, or billion euros by code.
    A loan is national debt. Default: none."""
    debt: Maybe[Debt] = Field(default=None, title="Public debt")
    """Assumptions on public debt in place of what is published."""
    affordable: Maybe[Affordable] = Field(default=None, title="When a pledge is affordable")
    """Default: debt of at most 60 % of GDP, or no higher than five years before."""
    contracts: Maybe[Annotated[dict[str, Maybe[Contracts]], Field()]] = Field(
        default=None, title="Orders fixed in national currency"
    )
    """By country code: what an exchange rate and prices other than planned leave of them."""
    tails: Maybe[
        Annotated[
            int | str,
            WithJsonSchema(
                {
                    "anyOf": [
                        {"type": "string", "const": "normal"},
                        {"type": "integer", "minimum": 4, "multipleOf": 2},
                    ]
                }
            ),
        ]
    ] = Field(default=None, title="Tails of the shocks")
    """`normal`, or the degrees of freedom of fat tails: 4, 6, 8 ... 32. Default: normal."""
    calibration: Maybe[str] = Field(default=None, title="Calibration file")
    """A file made by `burdenshare calibrate`, named relative to this file. Default: the shipped
    one."""
    negotiation: Maybe[str | Negotiation] = Field(default=None, title="Negotiation")
    """What they will agree on, forecast beside the costs: the name of a case of the library of
    negotiations, a YAML or CSV file beside this one, or fields. Default: none."""
    keep: Maybe[bool | Keep] = Field(default=None, title="Who keeps the pledge")
    """`true` for each ally's chance of keeping its pledge by what was done before, or fields.
    Default: none."""

    readings: Maybe[bool | Readings] = Field(default=None, title="Three readings")
    """Cohesion, operational effectiveness (what the money covers) and credibility beside the costs,
    each from named measures: fields, or `false` to leave them out. Default: `true`."""
    programmes: Maybe[
        list[Maybe[Annotated[dict[str, Any] | str, WithJsonSchema({"type": ["object", "string"]})]]]
    ] = Field(default=None, title="Joint programmes")
    """What is mortgaged already: names of the library of programmes, YAML files beside this one, or
    the fields of one. They are costed beside the pledge. Default: none."""


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of scenario files."""
    schema = FileScenario.model_json_schema(by_alias=True)
    _without_null_defaults(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _without_null_defaults(part: Any) -> None:
    if isinstance(part, dict):
        if part.get("default", 0) is None:
            del part["default"]
        for value in part.values():
            _without_null_defaults(value)
    elif isinstance(part, list):
        for value in part:
            _without_null_defaults(value)
