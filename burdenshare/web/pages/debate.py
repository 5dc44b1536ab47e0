"""Debate: a scenario put up for comment, and what people would choose in its place."""

from __future__ import annotations

import json
import secrets as chance
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from burdenshare.charts.choices import choices as choices_chart
from burdenshare.charts.theme import Credit
from burdenshare.errors import BurdenshareError
from burdenshare.scenario.load import load
from burdenshare.web import debating, refusals
from burdenshare.web.answers import as_csv, as_json
from burdenshare.web.api import charts
from burdenshare.web.debating import FIRST, LABELS
from burdenshare.web.doors.entering import person, require, take_write
from burdenshare.web.links import pack
from burdenshare.web.pages.page import Page, page, render, speech_of
from burdenshare.web.service import Here, Service
from burdenshare.web.store.debates import PAGE, Comment
from burdenshare.web.store.people import Person, Role
from burdenshare.workbench.live import ALL

router = APIRouter(include_in_schema=False)

Id = Annotated[str, Path(pattern="^[0-9a-f]{10}$")]
Text = Annotated[str, Form(max_length=100_000)]
Host = Annotated[Person, Depends(require(Role.host))]
Moderator = Annotated[Person, Depends(require(Role.moderator))]
Before = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
COLUMNS = ("number", "at", "name", "why", "state", "reason", "decided", "decided_by")


@page(router, "/debate", "debates.html")
def debates(here: Here) -> Page:
    """List what is put up for comment."""
    found = here.store.debates.all()
    return Page({"debates": found}, found)


@router.get("/debate/new")
def new(
    here: Here, request: Request, _host: Host, s: Annotated[str, Query(max_length=10_000)] = ""
) -> Response:
    """Show the form that opens a debate."""
    return library_form(here, request, "debate_new.html", {"s": s, "levers": FIRST})


@router.post("/debate/new")
def opened(
    here: Here,
    request: Request,
    host: Host,
    title: Text = "",
    question: Text = "",
    scenario: Text = "",
    who: Annotated[str, Form(max_length=10)] = "",
    s: Annotated[str, Form(max_length=10_000)] = "",
    levers: Annotated[list[str], Form(max_length=20)] = [],  # noqa: B006 - nothing changes it
    at_once: Annotated[bool, Form()] = False,
) -> Response:
    """Open a debate, or show its form again with what is wrong."""
    said = {
        "title": title, "question": question, "scenario": scenario, "who": who, "s": s,
        "levers": levers, "at_once": at_once,
    }  # fmt: skip
    try:
        on = debating.ground(here, debating.given(scenario, who, s), levers)
        made = debating.publish(here, host, on, title, question, at_once=at_once)
    except BurdenshareError as error:
        return library_form(here, request, "debate_new.html", said, error)
    return RedirectResponse(f"/debate/{made}", 303)


@router.get("/debate/{debate}.json")
def twin(here: Here, debate: Id, before: Before = None) -> Response:
    """Return what the page shows."""
    return as_json(debating.talk(here, debate, before=before))


@router.get("/debate/{debate}.csv")
def table(here: Here, debate: Id) -> Response:
    """Return the comments that are shown, a column for each lever."""
    levers = here.store.debates.get(debate)["levers"]
    rows = [_row(one) for one in here.store.debates.comments(debate)]
    return as_csv(rows, ["number", "at", "name", "why", *levers])


@router.get("/debate/{debate}")
def debate(here: Here, request: Request, debate: Id, before: Before = None) -> Response:
    """Show what is proposed, what people would choose, and what they say."""
    return render(request, "debate.html", data=_shown(here, request, debate, before=before))


@router.get("/debate/{debate}/export.jsonl")
def export_lines(here: Here, _moderator: Moderator, debate: Id) -> Response:
    """Return everything that was sent, one comment a line, the oldest first."""
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in _everything(here, debate))
    return _kept("".join(lines), "application/jsonl; charset=utf-8", f"debate-{debate}.jsonl")


@router.get("/debate/{debate}/export.csv")
def export_table(here: Here, _moderator: Moderator, debate: Id) -> Response:
    """Return everything that was sent as a table, a column for each lever."""
    levers = here.store.debates.get(debate)["levers"]
    answer = as_csv([_row(one) for one in _everything(here, debate)], [*COLUMNS, *levers])
    answer.headers["Content-Disposition"] = f'attachment; filename="debate-{debate}.csv"'
    return answer


@router.get("/debate/{debate}/{lever}.{kind}")
def drawing(
    here: Here,
    request: Request,
    debate: Id,
    lever: Annotated[str, Path(max_length=20)],
    kind: Literal["svg", "png"],
) -> Response:
    """Return the picture of what people would choose of one lever."""
    found = here.store.debates.get(debate)
    comments = here.store.debates.comments(debate)
    drawn = debating.picture(debating.on_debate(here, found), comments)
    if lever not in drawn:
        lever = next(iter(drawn))
    newest = comments[0]["decided"] or comments[0]["at"] if comments else ""
    language = speech_of(request).language
    key = ("debate", debate, lever, str(len(comments)), newest, language)
    credit = Credit((), more=(f"comments in the debate '{found['title']}'",))
    return charts.picture(
        here,
        request,
        key,
        kind,
        lambda: choices_chart(drawn[lever], credit=credit, language=language),
    )


@router.post("/debate/{debate}")
async def comment(here: Here, request: Request, debate: Id) -> Response:
    """Keep a comment; or show the page again, with what was written, and what a choice comes to."""
    form = await request.form()
    sent = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_comment, here, request, debate, sent)


def _comment(here: Service, request: Request, debate: str, sent: dict[str, str]) -> Response:
    look = sent.get("do") == "look"
    try:
        found = here.store.debates.get(debate)
        on = debating.on_debate(here, found)
        wished = {name: sent[name] for name in on.levers if name in sent}
        values, moved = debating.chosen(on, wished) if look or sent.get("choose") else ({}, {})
        if look:
            link = pack(on.live.changed(moved))
            told = {"chosen": debating.comes_to(here, on, moved), "moved": link}
            return _again(here, request, debate, sent, **told)
        take_write(request)
        said = Comment(sent.get("name", ""), sent.get("why", ""), values)
        kept = here.store.debates.say(debate, said, key=sent.get("key", ""))
    except BurdenshareError as error:
        return _again(here, request, debate, sent, error=error)
    return RedirectResponse(f"/debate/{debate}?sent={kept['state']}#said-here", 303)


@router.get("/debate/{debate}/queue")
def queue(here: Here, request: Request, _moderator: Moderator, debate: Id) -> Response:
    """Show what waits for a decision, the oldest first."""
    waiting = here.store.debates.comments(debate, states=("waiting",))[::-1]
    decided = here.store.debates.comments(debate, states=("approved", "rejected"), limit=PAGE)
    data = {
        "debate": here.store.debates.get(debate),
        "waiting": waiting,
        "decided": decided,
        "labels": LABELS,
    }
    return render(request, "debate_queue.html", data=data)


@router.post("/debate/{debate}/decide")
def decide(
    here: Here,
    moderator: Moderator,
    debate: Id,
    number: Annotated[int, Form(ge=1, le=2**31 - 1)],
    do: Annotated[Literal["approve", "reject"], Form()],
    reason: Text = "",
) -> Response:
    """Let a comment be shown, or not."""
    here.store.debates.decide(debate, number, approve=do == "approve", reason=reason, by=moderator)
    return RedirectResponse(f"/debate/{debate}/queue", 303)


@router.post("/debate/{debate}/close")
def close(here: Here, host: Host, debate: Id) -> Response:
    """Take no more comments."""
    here.store.debates.close(debate, by=host)
    return RedirectResponse(f"/debate/{debate}", 303)


# What the pages show -----------------------------------------------------------------------------


def _shown(
    here: Service, request: Request, debate: str, *, before: int | None = None, **more: Any
) -> dict[str, Any]:
    data = debating.talk(here, debate, before=before)
    who = person(request)
    sent = more.pop("sent", {})
    data |= {
        "sent": request.query_params.get("sent"),
        "may_moderate": who is not None and who.role >= Role.moderator,
        "may_close": who is not None and who.role >= Role.host,
        "form": {
            **{name: lever["value"] for name, lever in data["levers"].items()},
            "name": "", "why": "", "choose": "1", **sent,
        },
        "chosen": None, "moved": None, "error": None, **more,
    }  # fmt: skip
    if sent:
        data["form"]["choose"] = sent.get("choose", "")
    key = sent.get("key") or chance.token_urlsafe(16)
    return data | {"key": key}


def _again(
    here: Service, request: Request, debate: str, sent: dict[str, str], **more: Any
) -> Response:
    """Show the page again with what was written; where even that fails, the refusal has it."""
    error = more.get("error")
    status = refusals.status_of(error) if error else 200
    try:
        told = more | {"error": error.body()["error"] if error else None}
        data = _shown(here, request, debate, sent=sent, **told)
    except BurdenshareError as worse:
        return refusals.answer(request, error or worse)
    answer = render(request, "debate.html", status, data=data)
    for name, value in getattr(error, "headers", {}).items():
        answer.headers[name] = value
    return answer


def library_form(
    here: Service,
    request: Request,
    template: str,
    said: Mapping[str, Any],
    error: BurdenshareError | None = None,
) -> Response:
    """Show a form that puts a scenario up, with what was said in it before."""
    first = {"title": "", "question": "", "scenario": "hague-2035", "who": "", "at_once": False}
    library = {one["name"]: one["title"] for one in here.bench.scenarios()}
    speech = speech_of(request)
    members = sorted({code for name in library for code in load(name).members})
    data = {
        "form": {**first, **said},
        "library": library,
        "members": {code: speech.country(code) for code in members},
        "all": ALL,
        "levers": LABELS,
        "error": error.body()["error"] if error else None,
    }
    status = refusals.status_of(error) if error else 200
    return render(request, template, status, data=data)


def _everything(here: Service, debate: str) -> list[dict[str, Any]]:
    states: Any = ("waiting", "approved", "rejected")
    return here.store.debates.comments(debate, states=states)[::-1]


def _row(comment: Mapping[str, Any]) -> dict[str, Any]:
    return {**{k: v for k, v in comment.items() if k != "choices"}, **comment["choices"]}


def _kept(text: str, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=kind, headers=headers)
