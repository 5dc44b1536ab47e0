"""Debates by HTTP: put a scenario up, say what one would choose, moderate, export."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import Field

from burdenshare.web import debating
from burdenshare.web.answers import as_json
from burdenshare.web.api.errors import shows
from burdenshare.web.api.runs import ScenarioField
from burdenshare.web.debating import FIRST, MOST_LEVERS
from burdenshare.web.doors import Person, Role, require, writes
from burdenshare.web.inputs import Body
from burdenshare.web.service import Here
from burdenshare.web.store.debates import PAGE, Comment

router = APIRouter(prefix="/v1/debates", tags=["debates"])

Id = Annotated[str, Path(pattern="^[0-9a-f]{10}$", examples=["0f1e2d3c4b"])]
Number = Annotated[int, Path(ge=1, le=2**31 - 1, examples=[7])]
Before = Annotated[
    int | None, Query(ge=1, le=2**31 - 1, description="Only older ones.", examples=[50])
]
Host = Annotated[Person, Depends(require(Role.host))]
Moderator = Annotated[Person, Depends(require(Role.moderator))]

LISTED = {
    "id": "0f1e2d3c4b", "title": "What should Japan spend?", "by": "anna",
    "opened": "2026-07-01T09:00:00Z", "closed": None, "approved": 2, "waiting": 1,
}  # fmt: skip
SAID = {
    "number": 7, "at": "2026-07-01T10:00:00Z", "name": "Ann", "why": "Two is enough.",
    "choices": {"target": 2.0}, "state": "waiting", "reason": "", "decided": None,
    "decided_by": None,
}  # fmt: skip
TALK = {
    "id": "0f1e2d3c4b", "title": "What should Japan spend?", "question": "What would you choose?",
    "shown": "JPN", "answer": {"share": 3.5, "extra": 15032.5, "currency": "JPY"},
    "levers": {"target": {"label": "Target, % of GDP", "value": 3.5, "low": 0.5, "high": 8.0}},
    "picture": {"target": {"n": 1, "median": 2.0, "proposed": 3.5, "less": 1}},
    "comments": [{"number": 7, "name": "Ann", "why": "Two is enough."}], "n": 1, "more": False,
}  # fmt: skip


class Opening(Body):
    """A scenario that is put up for comment."""

    title: str = Field(max_length=1000, examples=["What should Japan spend?"])
    question: str = Field(max_length=20_000, examples=["What would you choose, and why?"])
    scenario: ScenarioField = "japan-3.5"
    who: str = Field("", max_length=10, description="One member of it.", examples=["JPN"])
    levers: list[Annotated[str, Field(max_length=40)]] = Field(
        list(FIRST),
        max_length=20,
        description=f"What visitors may set otherwise, up to {MOST_LEVERS}.",
        examples=[["target", "by"]],
    )
    at_once: bool = Field(False, description="Show comments before a moderator approves them.")


class Saying(Body):
    """What one person says."""

    name: str = Field(max_length=10_000, examples=["Ann"])
    why: str = Field(max_length=100_000, examples=["Two is enough."])
    choices: dict[Annotated[str, Field(max_length=40)], float | int] | None = Field(
        None,
        max_length=20,
        description="What one would choose, by lever; those left out stand as proposed. "
        "Nothing: a comment alone.",
        examples=[{"target": 2.0}],
    )
    key: str = Field(
        min_length=1,
        max_length=100,
        pattern="^[!-~]+$",
        description="Any text of your own; sent twice under one key, a comment is kept once.",
        examples=["3f9a51c2"],
    )


class Decision(Body):
    """Whether a comment is shown."""

    approve: bool = Field(examples=[False])
    reason: str = Field("", max_length=10_000, examples=["It names a private person."])


@router.get("", name="debates", summary="List the debates.", responses=shows({"debates": [LISTED]}))
def listed(here: Here) -> Response:
    """Return all debates, the newest first, with how many comments are shown and wait."""
    return as_json({"debates": here.store.debates.all()})


@router.post(
    "", name="debate_open", summary="Put a scenario up for comment; for hosts.",
    responses=shows({"id": "0f1e2d3c4b"}),
)  # fmt: skip
def opened(here: Here, host: Host, asked: Opening) -> Response:
    """Open a debate and return its id."""
    on = debating.ground(here, debating.given(asked.scenario, asked.who), asked.levers)
    made = debating.publish(here, host, on, asked.title, asked.question, at_once=asked.at_once)
    return as_json({"id": made})


@router.get(
    "/{debate}", name="debate", summary="Show a debate: proposal, choices, comments.",
    responses=shows(TALK),
)  # fmt: skip
def shown(here: Here, debate: Id, before: Before = None) -> Response:
    """Return what is proposed, what people would choose, and the comments that are shown."""
    return as_json(debating.talk(here, debate, before=before))


@router.post(
    "/{debate}/comments",
    name="debate_say",
    summary="Say what one thinks, or would choose.",
    responses=shows(SAID),
    dependencies=[Depends(writes)],
)
def say(here: Here, debate: Id, asked: Saying) -> Response:
    """Keep a comment; it is on disk when this answers."""
    values: dict[str, float] = {}
    if asked.choices is not None:
        values, _ = debating.chosen(
            debating.on_debate(here, here.store.debates.get(debate)), asked.choices
        )
    said = Comment(asked.name, asked.why, values)
    return as_json(here.store.debates.say(debate, said, key=asked.key))


@router.get(
    "/{debate}/comments", name="debate_comments", summary="List comments; for moderators.",
    responses=shows({"comments": [SAID]}),
)  # fmt: skip
def comments(
    here: Here,
    _moderator: Moderator,
    debate: Id,
    state: Annotated[
        Literal["waiting", "approved", "rejected", "all"],
        Query(description="In which state."),
    ] = "waiting",
    before: Before = None,
) -> Response:
    """Return comments in a state, the newest first, a page at a time."""
    states: Any = ("waiting", "approved", "rejected") if state == "all" else (state,)
    found = here.store.debates.comments(debate, states=states, limit=PAGE, before=before)
    return as_json({"comments": found})


@router.post(
    "/{debate}/comments/{number}/decision",
    name="debate_decide",
    summary="Show a comment, or not; for moderators.",
    responses=shows(SAID | {"state": "approved"}),
)
def decide(
    here: Here, moderator: Moderator, debate: Id, number: Number, asked: Decision
) -> Response:
    """Approve a comment, or reject it with the reason; a decision can be changed."""
    told = here.store.debates.decide(
        debate, number, approve=asked.approve, reason=asked.reason, by=moderator
    )
    return as_json(told)


@router.post(
    "/{debate}/close", name="debate_close", summary="Take no more comments; for hosts.",
    responses=shows({"closed": "0f1e2d3c4b"}),
)  # fmt: skip
def close(here: Here, host: Host, debate: Id) -> Response:
    """Close a debate; what was said stays."""
    here.store.debates.close(debate, by=host)
    return as_json({"closed": debate})
