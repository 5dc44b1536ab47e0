"""Burden and compliance by HTTP: who carries it, and who keeps a pledge."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field

from burdenshare.errors import Refusal
from burdenshare.web.api import fields
from burdenshare.web.api.question import Files, Question, question
from burdenshare.workbench import Workbench

router = APIRouter(tags=["burden"])


class Burden(Question):
    """Who carries the burden: of a published year, or of a table of your own."""

    year: fields.Year | None = Field(None, description="Year of the figures.")
    vintage: fields.Vintage | None = Field(None, description="Vintage; default: latest.")
    definition: fields.Word = Field("nato", description="nato or sipri.", examples=["nato"])
    alliance: fields.Word = Field("NATO", description="Whose members.", examples=["NATO"])
    table: fields.Text | None = Field(
        None,
        description="In place of the year: text of a CSV with country, gdp, spending (one "
        "currency).",
        examples=["country,gdp,spending\nPOL,980,36\nUSA,29000,970\nITA,2300,36\n"],
    )
    pledge: fields.Numbers = Field("2.0,3.5", description="Pledged shares, per cent.")
    alternative: Literal["greater", "less"] = Field(
        "greater",
        description="One-sided tests: greater (exploitation of the large) or less.",
    )
    permutations: int = Field(
        0,
        ge=0,
        le=100_000,
        description="Draws of permutation tests; 0: the t distribution.",
        examples=[0],
    )
    seed: fields.Seed = 1
    weights: fields.Weights | None = Field(
        None, description="Your own index.", examples=["burden=2,equipment_share=1"]
    )


@question(
    router,
    "burden",
    example={"year": 2024, "vintage": "2026-07"},
    returns={
        "n": "integer",
        "alliance_burden": "number",
        "us_share_spending": "number?",
        "us_share_gdp": "number?",
        "hhi_spending": "number",
        "gini_spending": "number",
        "gini_burden": "number",
        "spearman": "object",
        "spearman_ex_us": "object?",
        "kendall": "object",
        "wilcoxon_share_vs_gdp": "object",
        "at_or_above": "object",
        "members": "object",
    },
)
def burden(bench: Workbench, asked: Burden, files: Files) -> dict[str, Any]:
    """Measure who carries the burden: shares, gaps, inequality, rank tests."""
    if (asked.year is None) == (asked.table is None):
        raise Refusal(
            "bad-argument",
            "burden needs either a year or a table",
            hint="year=2024, or the text of a CSV as table",
        )
    options: dict[str, Any] = {
        "pledges": fields.numbers(asked.pledge),
        "alternative": asked.alternative,
        "permutations": asked.permutations,
        "seed": asked.seed,
        "weights": fields.weights(asked.weights),
    }
    table = files(asked.table, "table.csv")
    if table is not None:
        return bench.burden_table(table, **options)
    assert asked.year is not None
    return bench.burden(
        asked.year,
        vintage=asked.vintage,
        definition=asked.definition,
        alliance=asked.alliance,
        **options,
    )


class Keep(Question):
    """Who keeps a pledge: a share by a year, or the pledge of a scenario."""

    scenario: fields.ScenarioText | None = Field(
        None, description="A scenario whose pledge is asked about, in place of share and by."
    )
    share: float | None = Field(
        None, gt=0, le=100, description="Pledged share, per cent of GDP.", examples=[2.0]
    )
    by: fields.Year | None = Field(None, description="Last year of the forecast.")
    origin: fields.Year | None = Field(
        None, description="Use only what was known at the end of this year; default: latest."
    )
    as_of: fields.Day | None = Field(None, description="An earlier day than the end of the origin.")
    alliance: fields.Word = Field("NATO", description="Whose members.")
    threat: fields.Code = Field("RUS", description="Country whose nearness counts.")
    pressing: fields.Code = Field(
        "USA", description="Ally that presses the others, for ideal_points."
    )
    elections: fields.Text | None = Field(
        None,
        description="Text of a CSV of country and year of national elections.",
        examples=["country,year\nPOL,2023\nPOL,2027\n"],
    )
    ideal_points: fields.Text | None = Field(
        None,
        description="Text of a CSV of ideal points in the UN: country, year, value.",
        examples=["country,year,value\nPOL,2024,1.0\nUSA,2024,2.5\n"],
    )
    reclassified: float = Field(
        0.0,
        ge=0,
        le=1,
        description="Assumption: part of every rise since 2025 that is accounting.",
        examples=[0.0],
    )
    draws: fields.Draws = Field(4000, description="Draws of the simulation.")
    seed: fields.Seed = 1


@question(
    router,
    "keep",
    example={"share": 2.0, "by": 2024, "origin": 2021},
    returns={"origin": "integer", "members": "object"},
    long=True,
)
def keep(bench: Workbench, asked: Keep, files: Files) -> dict[str, Any]:
    """Say with a probability who keeps a pledge."""
    return asked_keep(bench, asked, files)


def asked_keep(bench: Workbench, asked: Keep, files: Files, **registered: Any) -> dict[str, Any]:
    """Answer who keeps a pledge; `registered` says whether and for which day to bind it."""
    stated = asked.share is not None or asked.by is not None
    if (asked.scenario is not None) == stated or (asked.share is None) != (asked.by is None):
        raise Refusal(
            "bad-argument",
            "keep needs one of these: a scenario, or share with by",
            hint="share=3.5 and by=2035",
        )
    options: dict[str, Any] = {
        "origin": asked.origin,
        "as_of": asked.as_of,
        "alliance": asked.alliance,
        "said": {
            "threat": asked.threat.upper(),
            "pressing": asked.pressing.upper(),
            "elections": files(asked.elections, "elections.csv"),
            "ideal_points": files(asked.ideal_points, "ideal_points.csv"),
        },
        "reclassified": asked.reclassified,
        "draws": asked.draws,
        "seed": asked.seed,
        **registered,
    }
    given = fields.given_scenario(asked.scenario)
    if given is not None:
        return bench.keep_pledge(given, **options)
    assert asked.share is not None
    assert asked.by is not None
    return bench.keep(asked.share, asked.by, **options)


@question(
    router,
    "keep/score",
    example={},
    returns={"forecasts": "array", "all": "object"},
    with_post=False,
    pure=False,
)
def keep_score(bench: Workbench, asked: Question, files: Files) -> dict[str, Any]:
    """Score all registered forecasts on what came since."""
    return bench.keep_score()


class Hindcast(Question):
    """Of the past."""

    seed: fields.Seed = 1


@question(
    router,
    "keep/hindcast",
    example={},
    returns={"scored_against": "string", "all": "object", "origins": "object", "notes": "array"},
    with_post=False,
    long=True,
)
def keep_hindcast(bench: Workbench, asked: Hindcast, files: Files) -> dict[str, Any]:
    """Score the model of who keeps a pledge on the past, beside simple rivals; takes a while."""
    return bench.keep_hindcast(seed=asked.seed)
