"""Bargaining by HTTP: what they will agree on, who plays alone, how far apart they are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from burdenshare.bargaining.reading import read_scale
from burdenshare.errors import Refusal
from burdenshare.web.api import fields
from burdenshare.web.api.question import Files, Question, question
from burdenshare.workbench import Workbench

router = APIRouter(tags=["bargaining"])

MOST_ROWS = 3000
"""Rows of a negotiation that can be waited for."""
Case = Annotated[
    str,
    Field(
        min_length=1,
        max_length=fields.LONGEST,
        description="A case of the library, or the text of a CSV or YAML file of positions.",
        examples=["japan-us-2025-3.5"],
    ),
]
Scale = Annotated[
    str,
    Field(
        max_length=60,
        pattern=r"^[0-9.eE+-]+:[0-9.eE+-]+$",
        description="Lowest and highest position of a CSV, LOW:HIGH; default 0:100.",
        examples=["0:100"],
    ),
]
Costs = Annotated[
    str,
    Field(
        max_length=2000,
        pattern=r"^[^=,:]{1,80}=[0-9]{1,9}(\.[0-9]{1,9})?(,[^=,:]{1,80}=[0-9]{1,9}(\.[0-9]{1,9})?)*$",
        examples=["JPN=0.5"],
    ),
]


def source(given: str, files: Files) -> str | Path:
    """Return a case of the library, or a file that holds the text of a table.

    Raises
    ------
    Refusal
        ``file-not-found`` for a name that the library lacks; ``over-limit`` for a long table.
    """
    if "\n" not in given and "\r" not in given:
        return fields.one_of(given, _cases(), "case", "file-not-found")
    if given.count("\n") > MOST_ROWS:
        raise Refusal(
            "over-limit",
            f"{given.count(chr(10)):,} rows take too long to wait for; here there are "
            f"{MOST_ROWS:,} at most",
            hint="ask about fewer cases at once, or run it on your own machine",
        )
    head = next((line for line in given.splitlines() if line.strip() and line[0] != "#"), "")
    kind = "csv" if "actor" in head.lower() and ":" not in head else "yaml"
    made = files(given, f"request.{kind}")
    assert made is not None
    return made


def _cases() -> list[str]:
    from burdenshare.bargaining.reading import library

    return [case.name for case in library()]


class Bargain(Question):
    """A negotiation, and how to look at it."""

    case: Case
    models: list[fields.Word] = Field(
        ["all"],
        max_length=20,
        description="compromise, median, nbs, bdm ... or all.",
        examples=[["compromise"]],
    )
    scale: Scale | None = None
    settings: list[fields.Word] = Field(
        [],
        max_length=40,
        description="Switches of models: nbs.cost=20, bdm.reading=no-move ...",
        examples=[["nbs.cost=20"]],
    )
    switches: bool = Field(
        False, description="Move every switch of every model, one at a time.", examples=[False]
    )
    capability: fields.Weights | None = Field(
        None, description="Make capability of figures: gdp=1,spending=1,votes=1,equal=1."
    )
    vintage: fields.Vintage | None = Field(None, description="Vintage of those figures.")
    year: fields.Year | None = Field(None, description="Year of those figures.")
    veto_cost: float = Field(
        0.0,
        ge=0,
        le=1000,
        description="Cost of no agreement under unanimity, in units of utility.",
        examples=[0.0],
    )
    spread: float | None = Field(
        None,
        gt=0,
        le=10,
        description="Spread of outcomes round the compromise, part of scale.",
        examples=[0.15],
    )
    threat: Costs | None = Field(
        None, description="What no agreement costs whom, in units of utility: JPN=0.5,ESP=0.2."
    )
    guarantee: Costs | None = Field(
        None, description="What losing the security guarantee costs whom, likewise."
    )
    link: Annotated[str, Field(max_length=400)] | None = Field(
        None,
        description="Two issues to put on one table, with a comma between.",
        examples=["spending,tariff"],
    )
    reach: list[fields.Word] = Field(
        [],
        max_length=20,
        description="Which threat makes an actor go how far: JPN:spending=3.4.",
        examples=[[]],
    )
    draws: fields.Draws = Field(1000, description="Draws over ranges of the inputs.")
    seed: fields.Seed = 1


@question(
    router,
    "bargain",
    example={"case": "japan-us-2025-3.5", "models": ["compromise", "median"], "draws": 100},
    returns={"cases": "object", "trajectories": "object"},
    long=True,
)
def bargain(bench: Workbench, asked: Bargain, files: Files) -> dict[str, Any]:
    """Forecast what a negotiation agrees on, and explain it."""
    costs: dict[str, dict[str, float]] = {}
    for part, text in (("tariff_threat", asked.threat), ("guarantee", asked.guarantee)):
        for actor, cost in (fields.weights(text) or {}).items():
            costs.setdefault(actor.strip(), {})[part] = cost
    names = (part.strip() for part in (asked.link or "").split(","))
    return bench.bargain(
        source(asked.case, files),
        scale=read_scale(asked.scale) if asked.scale else None,
        models=tuple(asked.models),
        settings=tuple(asked.settings),
        switches=asked.switches,
        weights=fields.weights(asked.capability),
        vintage=asked.vintage,
        year=asked.year,
        veto_cost=asked.veto_cost,
        sd=asked.spread,
        costs=costs or None,
        link=tuple(name for name in names if name),
        reach=tuple(asked.reach),
        draws=asked.draws,
        seed=asked.seed,
    )


@question(router, "bargain/cases", example={}, returns={"cases": "array"}, with_post=False)
def cases(bench: Workbench, asked: Question, files: Files) -> dict[str, Any]:
    """List the negotiations that ship with the package."""
    return bench.bargaining_cases()


class Score(Question):
    """Known outcomes on which the models of bargaining are scored."""

    case: Case | None = Field(
        None, description="Text of a table with outcomes; default: the shipped decisions."
    )
    scale: Scale | None = None
    seed: fields.Seed = 1


@question(
    router,
    "bargain/score",
    example={},
    returns={"n_issues": "integer", "mae": "object", "crps": "object"},
    long=True,
)
def score(bench: Workbench, asked: Score, files: Files) -> dict[str, Any]:
    """Score every model of bargaining on known outcomes."""
    return bench.scorecard(
        None if asked.case is None else source(asked.case, files),
        scale=read_scale(asked.scale) if asked.scale else None,
        seed=asked.seed,
    )


class Alone(Question):
    """A negotiation in which somebody may play alone."""

    case: Case
    pressing: fields.Word | None = Field(
        None, description="The ally that presses; default: the most capable.", examples=["USA"]
    )
    alliance: fields.Word | None = Field(
        None,
        description="The format that is the whole; default: the smallest with all actors.",
        examples=["NATO"],
    )
    on: fields.Day | None = Field(None, description="Default: the day of the decision, or today.")
    before: bool = Field(
        False, description="As if nothing were decided: against the compromise.", examples=[False]
    )
    scale: Scale | None = None


@question(
    router,
    "alone",
    example={"case": "japan-us-2025-3.5", "on": "2025-09-05"},
    returns={"forms": "object", "cases": "object"},
)
def alone(bench: Workbench, asked: Alone, files: Files) -> dict[str, Any]:
    """Say who plays alone in a negotiation, over four forms, each with its inputs."""
    return bench.alone(
        source(asked.case, files),
        pressing=asked.pressing,
        alliance=asked.alliance,
        before=asked.before,
        scale=read_scale(asked.scale) if asked.scale else None,
        on=asked.on,
    )


class Cohesion(Question):
    """A pledge by which the allies are set apart."""

    pledge: float = Field(2.0, gt=0, le=100, description="Share of GDP, per cent.", examples=[2.0])
    years: fields.Span | None = None
    vintages: fields.Vintages = "latest"
    case: Case | None = Field(
        None, description="A negotiation whose polarisation is measured: a case, or its text."
    )
    alpha: float | None = Field(
        None,
        gt=0,
        le=1.6,
        description="How much the size of a camp counts, up to 1.6.",
        examples=[1.0],
    )
    alliance: fields.Word = Field("NATO", description="A format of NATO's members.")


@question(
    router,
    "cohesion",
    example={"pledge": 2.0, "years": "2020:2024"},
    returns={"alliance": "string", "series": "array", "positions": "object", "notes": "array"},
)
def cohesion(bench: Workbench, asked: Cohesion, files: Files) -> dict[str, Any]:
    """Say how far apart the allies are on a pledge by year, and how positions are polarised."""
    options: dict[str, Any] = {} if asked.alpha is None else {"alpha": asked.alpha}
    return bench.cohesion(
        asked.pledge,
        years=fields.span(asked.years),
        vintages=asked.vintages,
        source=None if asked.case is None else source(asked.case, files),
        alliance=asked.alliance,
        **options,
    )
