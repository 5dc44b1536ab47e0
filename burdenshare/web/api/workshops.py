"""Workshops by HTTP: teams join by a code, choose round after round, and are compared."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from pydantic import Field

from burdenshare.errors import Refusal
from burdenshare.web import debating
from burdenshare.web.answers import as_json
from burdenshare.web.api.debates import Host
from burdenshare.web.api.errors import shows
from burdenshare.web.api.runs import ScenarioField
from burdenshare.web.debating import FIRST, MOST_LEVERS
from burdenshare.web.doors import writes
from burdenshare.web.doors.entering import is_host, take_write
from burdenshare.web.inputs import Body
from burdenshare.web.service import Here

router = APIRouter(prefix="/v1/workshops", tags=["workshops"])

Id = Annotated[str, Path(pattern="^[0-9a-f]{10}$", examples=["0f1e2d3c4b"])]
Secret = Annotated[
    str | None,
    Header(
        alias="X-Team",
        max_length=200,
        description="What the team was given when it joined.",
        examples=["rTq0..."],
    ),
]

ANSWER = {"share": 3.5, "extra": 15032.5, "currency": "JPY"}
OPENED = {"id": "0f1e2d3c4b", "code": "K7QM2XPA"}
LISTED = {
    **OPENED, "title": "Japan in three rounds", "round": 1, "by": "anna",
    "opened": "2026-07-01T09:00:00Z", "closed": None,
}  # fmt: skip
COMPARED = {
    "id": "0f1e2d3c4b", "title": "Japan in three rounds", "shown": "JPN", "round": 1,
    "by": "anna", "opened": "2026-07-01T09:00:00Z", "closed": None, "answer": ANSWER,
    "teams": ["North", "South"], "levers": ["target", "tax"], "chosen_now": 1,
    "moves": [{"round": 1, "team": "North", "choices": {"target": 2.5}, "answer": ANSWER}],
}  # fmt: skip


class Opening(Body):
    """A scenario on which teams choose."""

    title: str = Field(max_length=1000, examples=["Japan in three rounds"])
    scenario: ScenarioField = "japan-3.5"
    who: str = Field("", max_length=10, description="One member of it.", examples=["JPN"])
    levers: list[Annotated[str, Field(max_length=40)]] = Field(
        list(FIRST),
        max_length=20,
        description=f"What teams may set otherwise, up to {MOST_LEVERS}.",
        examples=[["target", "tax"]],
    )


class Joining(Body):
    """A team that joins."""

    code: str = Field(
        max_length=100, description="Of the workshop, told by its host.", examples=["K7QM2XPA"]
    )
    team: str = Field(max_length=1000, examples=["North"])


class Choosing(Body):
    """What a team chooses in a round."""

    round: int = Field(ge=1, le=10_000, description="The present round.", examples=[1])
    choices: dict[Annotated[str, Field(max_length=40)], float | int] = Field(
        max_length=20,
        description="By lever; those left out stand as proposed.",
        examples=[{"target": 2.5, "tax": 50}],
    )
    look: bool = Field(False, description="Only say what it comes to; nothing is kept.")


@router.get(
    "", name="workshops", summary="List the workshops and their codes; for hosts.",
    responses=shows({"workshops": [LISTED]}),
)  # fmt: skip
def listed(here: Here, _host: Host) -> Response:
    """Return all workshops, the newest first."""
    return as_json({"workshops": here.store.workshops.all()})


@router.post(
    "", name="workshop_open", summary="Let teams choose on a scenario; for hosts.",
    responses=shows(OPENED),
)  # fmt: skip
def opened(here: Here, host: Host, asked: Opening) -> Response:
    """Open a workshop; return its id, and the code that teams join by."""
    on = debating.ground(here, debating.given(asked.scenario, asked.who), asked.levers)
    made = debating.begin_workshop(here, host, on, asked.title)
    return as_json({"id": made, "code": here.store.workshops.get(made)["code"]})


@router.post(
    "/join",
    name="workshop_join",
    summary="Join a workshop as a team.",
    responses=shows({"id": "0f1e2d3c4b", "team": "North", "secret": "rTq0..."}),
    dependencies=[Depends(writes)],
)
def join(here: Here, asked: Joining) -> Response:
    """Let a team join; the secret, to be sent as ``X-Team``, is told this once."""
    workshop, secret = here.store.workshops.join(asked.code, asked.team)
    team = here.store.workshops.team(workshop, secret)
    return as_json({"id": workshop, "team": team.name if team else None, "secret": secret})


@router.get(
    "/{workshop}", name="workshop", summary="Show a workshop: its teams and their choices.",
    responses=shows(COMPARED),
)  # fmt: skip
def shown(here: Here, request: Request, workshop: Id, secret: Secret = None) -> Response:
    """Return the choices that may be seen: of the present round, only once one has chosen."""
    found = here.store.workshops.get(workshop)
    team = here.store.workshops.team(workshop, secret) if secret else None
    return as_json(debating.compared(found, team, host=is_host(request)))


@router.post(
    "/{workshop}/choices",
    name="workshop_choose",
    summary="Choose for a team in the present round, or look what a choice comes to.",
    responses=shows({"choices": {"target": 2.5, "tax": 50.0}, "answer": ANSWER, "kept": True}),
)
def choose(
    here: Here, request: Request, workshop: Id, asked: Choosing, secret: Secret = None
) -> Response:
    """Keep what a team chooses; it may choose again until the round is over."""
    on = debating.on_debate(here, here.store.workshops.get(workshop))
    values, moved = debating.chosen(on, asked.choices)
    answer = debating.comes_to(here, on, moved)
    told: dict[str, Any] = {"choices": values, "answer": answer, "kept": not asked.look}
    if asked.look:
        return as_json(told)
    take_write(request)
    team = here.store.workshops.team(workshop, secret) if secret else None
    if team is None:
        raise Refusal(
            "not-allowed",
            "only a team of this workshop can choose",
            hint="join by its code, and send the secret that comes back as the header X-Team",
        )
    here.store.workshops.move(workshop, team, round_=asked.round, choices=values, answer=answer)
    return as_json(told)


@router.post(
    "/{workshop}/next", name="workshop_next", summary="Begin the next round; for hosts.",
    responses=shows({"round": 2}),
)  # fmt: skip
def advance(here: Here, host: Host, workshop: Id) -> Response:
    """End the present round and begin the next."""
    here.store.workshops.advance(workshop, by=host)
    return as_json({"round": here.store.workshops.get(workshop)["round"]})


@router.post(
    "/{workshop}/close", name="workshop_close", summary="End a workshop; for hosts.",
    responses=shows({"closed": "0f1e2d3c4b"}),
)  # fmt: skip
def close(here: Here, host: Host, workshop: Id) -> Response:
    """End a workshop; what was chosen stays."""
    here.store.workshops.close(workshop, by=host)
    return as_json({"closed": workshop})
