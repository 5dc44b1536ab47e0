"""Formats by HTTP: in which room, and who could act without whom."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from burdenshare.web.api import fields
from burdenshare.web.api.question import Files, Question, question
from burdenshare.workbench import Workbench

router = APIRouter(tags=["formats"])

Absent = Annotated[fields.Codes, Field(description="States taken out.", examples=["USA"])]


class Formats(Question):
    """Rooms of a day."""

    on: fields.Day | None = Field(None, description="Default: today.")
    without: Absent | None = None
    hub: fields.Code = Field("USA", description="The state whose absence is looked at.")
    only: Annotated[str, Field(min_length=1, max_length=2000)] | None = Field(
        None, description="Only these formats, with commas between.", examples=["NATO,AUKUS"]
    )
    memberships: fields.MembershipsText | None = None
    remits: fields.RemitsText | None = None


@question(
    router,
    "formats",
    example={"on": "2026-07-01", "without": "USA"},
    returns={"on": "string", "formats": "array", "stretch": "array", "answer": "array"},
)
def formats(bench: Workbench, asked: Formats, files: Files) -> dict[str, Any]:
    """Say who meets whom in which rooms on a day, and what hangs on one state."""
    return bench.formats(
        on=asked.on,
        without=fields.codes(asked.without) or (),
        hub=asked.hub.upper(),
        formats=[name.strip() for name in asked.only.split(",")] if asked.only else None,
        file=files(asked.memberships, "memberships.csv"),
        remits=files(asked.remits, "remits.yaml"),
    )


class WhoCan(Question):
    """What is to be done, and without whom."""

    action: fields.Word = Field(
        description="defend, deploy, exercise, plan, consult, share_intelligence, develop ...",
        examples=["defend"],
    )
    on: fields.Day | None = Field(None, description="Default: today.")
    without: Absent | None = None
    direction: fields.Word | None = Field(
        None, description="east, north, south, west or indo_pacific.", examples=["east"]
    )
    memberships: fields.MembershipsText | None = None
    remits: fields.RemitsText | None = None
    judgement: fields.JudgementText | None = None


@question(
    router,
    "who-can",
    example={"action": "defend", "without": "USA", "on": "2026-07-01"},
    returns={"action": "string", "on": "string", "formats": "array"},
)
def who_can(bench: Workbench, asked: WhoCan, files: Files) -> dict[str, Any]:
    """List the formats that could act without named states, and what they hold."""
    return bench.who_can(
        asked.action.replace("-", "_"),
        on=asked.on,
        without=fields.codes(asked.without) or (),
        direction=asked.direction.replace("-", "_") if asked.direction else None,
        file=files(asked.memberships, "memberships.csv"),
        remits=files(asked.remits, "remits.yaml"),
        judgement=files(asked.judgement, "judgement.yaml"),
    )
