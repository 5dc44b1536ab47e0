"""Posture by HTTP: what the money covers, and what lies behind coverage."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from burdenshare.study.progress import Step, silent
from burdenshare.web.api import fields
from burdenshare.web.api.question import Files, Question, question
from burdenshare.workbench import Workbench

router = APIRouter(tags=["posture"])

COVERAGE_DRAWS = 1000
"""Draws of coverage that can be waited for."""
JUDGEMENT = "judgement.yaml"
Contingency = Annotated[
    str,
    Field(
        max_length=200,
        description="What comes at once: east, taiwan, attack_east+taiwan ...",
        examples=["east"],
    ),
]
Absent = Annotated[fields.Codes, Field(description="States that are not there.", examples=["USA"])]
Percent = Annotated[float, Field(gt=0, le=1000, examples=[10.0])]


class Cover(Question):
    """Whose money, who is absent or bound elsewhere, and what comes at once."""

    scenario: fields.ScenarioText
    without: Absent | None = None
    divert: Annotated[str, Field(max_length=80)] | None = Field(
        None,
        description="A state's stock bound to one direction.",
        examples=["USA:indo-pacific:0.5"],
    )
    months: float = Field(
        12.0, gt=0, le=600, description="How long the diversion lasts.", examples=[12.0]
    )
    contingency: Contingency | None = None
    each_absence: bool = Field(
        False, description="Leave out each state in turn (N-1).", examples=[False]
    )
    judgement: fields.JudgementText | None = None
    supply: Literal["items", "money"] = Field(
        "items", description="items: counts; money: what spending has bought, by domain."
    )


@question(
    router,
    "cover",
    example={"scenario": "hague-2035", "without": "USA"},
    returns={"coverage": "object", "minimum": "number", "mean": "number", "marginal": "array"},
)
def cover(bench: Workbench, asked: Cover, files: Files) -> dict[str, Any]:
    """Say what the money covers in every direction and domain, now and pledged."""
    return bench.cover(
        fields.given_scenario(asked.scenario),
        without=fields.codes(asked.without) or (),
        divert=asked.divert,
        months=asked.months,
        contingency=asked.contingency,
        each_absence=asked.each_absence,
        judgement=files(asked.judgement, JUDGEMENT),
        supply=asked.supply,
    )


@question(
    router,
    "cover/judgement",
    example={},
    returns={"judgement": "string"},
    with_post=False,
)
def judgement(bench: Workbench, asked: Question, files: Files) -> dict[str, Any]:
    """Give the text of the judgement file that ships, to be copied and changed."""
    return {"judgement": bench.judgement_text()}


class Tailored(Question):
    """Whose money is spent in different ways."""

    scenario: fields.ScenarioText
    percent: Percent = Field(
        10.0, description="Per cent of a year's equipment money that each state adds."
    )
    most: float | None = Field(
        None,
        gt=0,
        le=1,
        description="Part of a state's money for one domain at most.",
        examples=[0.5],
    )
    without: Absent | None = None
    contingency: Contingency | None = None
    judgement: fields.JudgementText | None = None


@question(
    router,
    "tailored",
    example={"scenario": "hague-2035"},
    returns={"scenario": "string", "percent": "number", "answer": "array"},
)
def tailored(bench: Workbench, asked: Tailored, files: Files) -> dict[str, Any]:
    """Compare the same money spent uniformly, tailored, from one purse and kept at home."""
    return bench.tailored(
        fields.given_scenario(asked.scenario),
        percent=asked.percent,
        most=asked.most,
        without=fields.codes(asked.without) or (),
        contingency=asked.contingency,
        judgement=files(asked.judgement, JUDGEMENT),
    )


class Pooled(Question):
    """Stocks of today, or those that a scenario's pledge leaves."""

    scenario: fields.ScenarioText | None = Field(
        None, description="A scenario whose pledge is kept; default: stocks of today."
    )
    without: Absent | None = None
    contingency: Contingency | None = None
    judgement: fields.JudgementText | None = None


@question(router, "pooled", example={}, returns={"scenario": "string?", "answer": "array"})
def pooled(bench: Workbench, asked: Pooled, files: Files) -> dict[str, Any]:
    """Say what stocks cover pooled and each state alone, and what duplication costs."""
    return bench.pooled(
        fields.given_scenario(asked.scenario),
        without=fields.codes(asked.without) or (),
        contingency=asked.contingency,
        judgement=files(asked.judgement, JUDGEMENT),
    )


class Partners(Question):
    """How far the Indo-Pacific partners take part."""

    scenario: fields.ScenarioText | None = Field(
        None, description="A scenario whose pledge is kept; default: stocks of today."
    )
    participation: fields.Numbers | None = Field(
        None, description="Steps of participation.", examples=["0,0.5,1"]
    )
    contingency: Contingency | None = None
    judgement: fields.JudgementText | None = None


@question(router, "partners", example={}, returns={"scenario": "string?", "answer": "array"})
def partners(bench: Workbench, asked: Partners, files: Files) -> dict[str, Any]:
    """Let the Indo-Pacific partners take part step by step, and price going global."""
    steps = asked.participation
    return bench.partners(
        fields.given_scenario(asked.scenario),
        steps=fields.numbers(steps) if steps else None,
        contingency=asked.contingency,
        judgement=files(asked.judgement, JUDGEMENT),
    )


class Shift(Question):
    """Which money moves where."""

    scenario: fields.ScenarioText
    give: fields.Word = Field(
        "conventional", description="The domain that gives, or conventional for all four."
    )
    take: fields.Word = Field("cyber", description="The domain that takes.")
    percent: Percent = Field(10.0, description="Per cent of the equipment money moved.")
    contingency: Contingency | None = None
    judgement: fields.JudgementText | None = None


@question(
    router,
    "shift",
    example={"scenario": "hague-2035"},
    returns={"scenario": "string", "answer": "array"},
)
def shift(bench: Workbench, asked: Shift, files: Files) -> dict[str, Any]:
    """Move equipment money between domains, and say what it costs and would have to be worth."""
    return bench.shift(
        fields.given_scenario(asked.scenario),
        give=asked.give.replace("-", "_"),
        take=asked.take.replace("-", "_"),
        percent=asked.percent,
        contingency=asked.contingency,
        judgement=files(asked.judgement, JUDGEMENT),
    )


class Designs(Question):
    """Rooms of a day, or of memberships of your own."""

    scenario: fields.ScenarioText | None = Field(
        None, description="A scenario whose pledge is kept; default: stocks of today."
    )
    on: fields.Day | None = Field(None, description="A day; default: today.")
    contingency: Contingency | None = None
    judgement: fields.JudgementText | None = None
    memberships: fields.MembershipsText | None = None
    remits: fields.RemitsText | None = None


@question(
    router,
    "designs",
    example={"on": "2026-07-01"},
    returns={"scenario": "string?", "on": "string", "answer": "array"},
)
def designs(bench: Workbench, asked: Designs, files: Files) -> dict[str, Any]:
    """Lay a global alliance beside a patchwork of small rooms: coverage, cost, vetoes."""
    return bench.designs(
        fields.given_scenario(asked.scenario),
        on=asked.on,
        contingency=asked.contingency,
        judgement=files(asked.judgement, JUDGEMENT),
        file=files(asked.memberships, "memberships.csv"),
        remits=files(asked.remits, "remits.yaml"),
    )


class CoverRange(Question):
    """How far weak inputs are varied, and how often."""

    scenario: fields.ScenarioText | None = Field(
        None, description="A scenario whose pledge is kept; default: stocks of today."
    )
    draws: int = Field(1000, ge=1, le=100_000_000, description="How many.", examples=[100])
    seed: fields.Seed = 1
    swing: float | None = Field(
        None,
        gt=0,
        lt=1,
        description="Part by which inputs are varied: 0.5 is half up and down.",
        examples=[0.5],
    )
    contingency: Contingency | None = None
    judgement: fields.JudgementText | None = None


@question(
    router,
    "cover-range",
    example={"draws": 20},
    returns={"scenario": "string?", "draws": "integer", "answer": "array"},
    at_once=COVERAGE_DRAWS,
    long=True,
)
def cover_range(
    bench: Workbench, asked: CoverRange, files: Files, step: Step = silent
) -> dict[str, Any]:
    """Say how far coverage moves when every weak input is drawn from a range."""
    return bench.coverage_draws(
        fields.given_scenario(asked.scenario),
        draws=asked.draws,
        seed=asked.seed,
        swing=asked.swing,
        contingency=asked.contingency,
        judgement=files(asked.judgement, JUDGEMENT),
        step=step,
    )


class Yardsticks(Question):
    """Whose published numbers."""

    name: fields.Word | None = Field(
        None, description="Default: all of them.", examples=["bruegel-kiel-2025"]
    )
    judgement: fields.JudgementText | None = None


@question(
    router,
    "yardsticks",
    example={"name": "bruegel-kiel-2025"},
    returns={"yardsticks": "array"},
)
def yardsticks(bench: Workbench, asked: Yardsticks, files: Files) -> dict[str, Any]:
    """Lay published numbers beside ours: the arithmetic, the difference and why."""
    judged = files(asked.judgement, JUDGEMENT)
    return bench.yardsticks(asked.name, judgement=judged)
