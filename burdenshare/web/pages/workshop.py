"""Workshop: teams make choices on one scenario, round after round, and see them compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from burdenshare.charts.teams import teams as teams_chart
from burdenshare.charts.theme import Credit
from burdenshare.errors import BurdenshareError
from burdenshare.web import debating, refusals
from burdenshare.web.answers import as_csv, as_json
from burdenshare.web.api import charts
from burdenshare.web.debating import FIRST, LABELS
from burdenshare.web.doors import forms
from burdenshare.web.doors.entering import is_host, require, take_write
from burdenshare.web.links import pack
from burdenshare.web.pages.debate import library_form
from burdenshare.web.pages.page import render, speech_of
from burdenshare.web.service import Here, Service
from burdenshare.web.store.people import Person, Role
from burdenshare.web.store.workshops import Team

router = APIRouter(include_in_schema=False)

Id = Annotated[str, Path(pattern="^[0-9a-f]{10}$")]
Text = Annotated[str, Form(max_length=100_000)]
Link = Annotated[str, Form(max_length=10_000)]
Host = Annotated[Person, Depends(require(Role.host))]
TEAM_SECONDS = 30 * 24 * 3600
COMPARED = ("share", "extra", "extra_all_years", "debt", "affordable")


@router.get("/workshop")
def workshops(here: Here, request: Request) -> Response:
    """Show the form that joins a workshop, and to hosts what is open."""
    return _entrance(here, request, {})


@router.post("/workshop")
def join(here: Here, request: Request, code: Text = "", team: Text = "") -> Response:
    """Let a team join by the code."""
    try:
        take_write(request)
        workshop, secret = here.store.workshops.join(code, team)
    except BurdenshareError as error:
        return _entrance(here, request, {"code": code, "team": team}, error)
    response = RedirectResponse(f"/workshop/{workshop}", 303)
    forms.keep_cookie(request, response, forms.TEAM, secret, TEAM_SECONDS, "lax")
    return response


@router.get("/workshop/new")
def new(
    here: Here, request: Request, _host: Host, s: Annotated[str, Query(max_length=10_000)] = ""
) -> Response:
    """Show the form that opens a workshop."""
    return library_form(here, request, "workshop_new.html", {"s": s, "levers": FIRST})


@router.post("/workshop/new")
def opened(
    here: Here,
    request: Request,
    host: Host,
    title: Text = "",
    scenario: Text = "",
    who: Annotated[str, Form(max_length=10)] = "",
    s: Link = "",
    levers: Annotated[list[str], Form(max_length=20)] = [],  # noqa: B006 - nothing changes it
) -> Response:
    """Open a workshop, or show its form again with what is wrong."""
    said = {"title": title, "scenario": scenario, "who": who, "s": s, "levers": levers}
    try:
        on = debating.ground(here, debating.given(scenario, who, s), levers)
        made = debating.begin_workshop(here, host, on, title)
    except BurdenshareError as error:
        return library_form(here, request, "workshop_new.html", said, error)
    return RedirectResponse(f"/workshop/{made}", 303)


@router.get("/workshop/{workshop}.json")
def twin(here: Here, request: Request, workshop: Id) -> Response:
    """Return what the page compares."""
    return as_json(_compared(here, request, here.store.workshops.get(workshop)))


@router.get("/workshop/{workshop}.csv")
def table(here: Here, request: Request, workshop: Id) -> Response:
    """Return every choice that may be seen, one row a team and round."""
    data = _compared(here, request, here.store.workshops.get(workshop))
    rows = [
        {"round": one["round"], "team": one["team"], **one["choices"], **one["answer"]}
        for one in data["moves"]
    ]
    return as_csv(rows, ["round", "team", *data["levers"], *COMPARED, "currency", "price_base"])


@router.get("/workshop/{workshop}/round-{number}.{kind}")
def drawing(
    here: Here,
    request: Request,
    workshop: Id,
    number: Annotated[int, Path(ge=1, le=1000)],
    kind: Literal["svg", "png"],
) -> Response:
    """Return the picture that compares the teams in a round."""
    data = _compared(here, request, here.store.workshops.get(workshop))
    moves = [one for one in data["moves"] if one["round"] in (number, number - 1)]
    language = speech_of(request).language
    key = ("workshop", workshop, str(number), str(moves), language)
    credit = Credit((), more=(f"choices in the workshop '{data['title']}'",))
    return charts.picture(
        here,
        request,
        key,
        kind,
        lambda: teams_chart(moves, data["answer"], round_=number, credit=credit, language=language),
    )


@router.get("/workshop/{workshop}")
def workshop(here: Here, request: Request, workshop: Id) -> Response:
    """Show the workshop: to a team its levers, to everybody who may see them the choices."""
    return render(request, "workshop.html", data=_shown(here, request, workshop))


@router.post("/workshop/{workshop}")
async def choose(here: Here, request: Request, workshop: Id) -> Response:
    """Keep what a team chooses, or show what it comes to."""
    form = await request.form()
    sent = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_choose, here, request, workshop, sent)


def _choose(here: Service, request: Request, workshop: str, sent: dict[str, str]) -> Response:
    try:
        found = here.store.workshops.get(workshop)
        on = debating.on_debate(here, found)
        values, moved = debating.chosen(on, {k: sent[k] for k in on.levers if k in sent})
        answer = debating.comes_to(here, on, moved)
        if sent.get("do") == "look":
            told = {"chosen": answer, "moved": pack(on.live.changed(moved))}
            data = _shown(here, request, workshop, sent=sent, **told)
            return render(request, "workshop.html", data=data)
        take_write(request)
        team = _team(here, request, workshop)
        if team is None:
            return RedirectResponse("/workshop", 303)
        number = sent.get("round", "")
        here.store.workshops.move(
            workshop,
            team,
            round_=int(number) if number.isascii() and number.isdigit() else 0,
            choices=values,
            answer=answer,
        )
    except BurdenshareError as error:
        return _again(here, request, workshop, sent, error)
    return RedirectResponse(f"/workshop/{workshop}#compared", 303)


@router.post("/workshop/{workshop}/next")
def advance(here: Here, host: Host, workshop: Id) -> Response:
    """End the round and begin the next."""
    here.store.workshops.advance(workshop, by=host)
    return RedirectResponse(f"/workshop/{workshop}", 303)


@router.post("/workshop/{workshop}/close")
def close(here: Here, host: Host, workshop: Id) -> Response:
    """End the workshop."""
    here.store.workshops.close(workshop, by=host)
    return RedirectResponse(f"/workshop/{workshop}", 303)


# What the pages show -----------------------------------------------------------------------------


def _team(here: Service, request: Request, workshop: str) -> Team | None:
    secret = forms.kept(request, forms.TEAM)
    return here.store.workshops.team(workshop, secret) if secret else None


def _compared(here: Service, request: Request, found: dict[str, Any]) -> dict[str, Any]:
    team = _team(here, request, found["id"])
    return debating.compared(found, team, host=is_host(request))


def _shown(
    here: Service, request: Request, workshop: str, *, sent: Mapping[str, str] = {}, **more: Any
) -> dict[str, Any]:
    found = here.store.workshops.get(workshop)
    on = debating.on_debate(here, found)
    team = _team(here, request, workshop)
    data = _compared(here, request, found)
    last = [one for one in found["moves"] if team is not None and one["team"] == team.name][-1:]
    start = {name: lever.value for name, lever in on.levers.items()}
    mine = {name: f"{value:.10g}" for one in last for name, value in one["choices"].items()}
    return {
        **data,
        "levers": {
            name: {
                "label": LABELS[name], "value": lever.value, "low": lever.low,
                "high": lever.high, "step": lever.step,
            }
            for name, lever in on.levers.items()
        },
        "code": found["code"] if is_host(request) else None,
        "scenario_title": on.live.scenario.title,
        "link": pack(on.live.scenario),
        "team": team.name if team else None,
        "has_chosen": bool(last) and last[0]["round"] == found["round"],
        "by_round": {
            number: [one for one in data["moves"] if one["round"] == number]
            for number in sorted({one["round"] for one in data["moves"]}, reverse=True)
        },
        "form": {**start, **mine, **sent},
        "chosen": None, "moved": None, "error": None, **more,
    }  # fmt: skip


def _again(
    here: Service,
    request: Request,
    workshop: str,
    sent: Mapping[str, str],
    error: BurdenshareError,
) -> Response:
    try:
        data = _shown(here, request, workshop, sent=sent, error=error.body()["error"])
    except BurdenshareError:
        return refusals.answer(request, error)
    return render(request, "workshop.html", refusals.status_of(error), data=data)


def _entrance(
    here: Service,
    request: Request,
    said: Mapping[str, str],
    error: BurdenshareError | None = None,
) -> Response:
    hosts = is_host(request)
    data = {
        "form": {"code": "", "team": "", **said},
        "hosts": hosts,
        "workshops": here.store.workshops.all() if hosts else [],
        "error": error.body()["error"] if error else None,
    }
    status = refusals.status_of(error) if error else 200
    answer = render(request, "workshops.html", status, data=data)
    for name, value in getattr(error, "headers", {}).items():
        answer.headers[name] = value
    return answer
