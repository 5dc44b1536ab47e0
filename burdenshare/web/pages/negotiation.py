"""Negotiation: positions to drag on a line, and what the talks would come to."""

from __future__ import annotations

import math
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from burdenshare.errors import Refusal
from burdenshare.web.api import charts
from burdenshare.web.api.live_talks import Dragged, answer
from burdenshare.web.links import LONGEST_TEXT, pack_text
from burdenshare.web.pages.asking import OwnText, Text, Word, ask
from burdenshare.web.pages.page import Page, page, speech_of
from burdenshare.web.service import Here, Service
from burdenshare.workbench.live_talks import QUICK

router = APIRouter()
CASE = "hague-2025"
MOVED, CARES = "p.", "s."
"""Before the name of an actor: where it stands now; how much it cares now, in per cent."""
SHOWN = [*QUICK, "exchange"]
"""Models that are shown at once; the spatial model takes longer."""
STEPS = 100
"""A slider has about so many steps or up to ten times as many."""


def asked(
    request: Request,
    case: Annotated[str, Query(max_length=80)] = CASE,
    text: Text = None,
    of: Word = None,
    issue: Word = None,
) -> Dragged:
    """Return the issue that is looked at, and where its actors were dragged to."""
    given = text or case
    if issue is None:
        cases = _talks(request.app.state.service, given)["cases"]
        of = of or next(iter(cases))
        issue = next(iter(cases.get(of, {"": None})))
    cares = {actor: value / 100 for actor, value in _moved(request, CARES).items()}
    return Dragged(case=given, of=of, issue=issue, positions=_moved(request, MOVED), salience=cares)


@page(router, "/negotiation", "negotiation.html")
def negotiation(
    here: Here, dragged: Annotated[Dragged, Depends(asked)], every: bool = False
) -> Page:
    """Say what a negotiation comes to, and what it would with positions moved."""
    talks = _talks(here, dragged.case, every=every)
    live = answer(here, dragged)
    try:
        alone = ask(here, "alone", case=dragged.case)
    except Refusal:
        alone = None
    low, high = live["answer"]["scale"]
    own_text = dragged.case not in _names(here)
    data = {
        "case": dragged.case,
        "of": live["case"],
        "issue": dragged.issue,
        "every": every,
        "own": own_text,
        "text_link": pack_text(dragged.case) if own_text else "",
        "longest": LONGEST_TEXT,
        "library": ask(here, "bargain/cases")["cases"],
        "step": 10.0 ** math.floor(math.log10((high - low) / STEPS)),
        "live": live,
        "talks": {key: talks[key] for key in ("cases", "kinds", "about", "notes", "trades")},
        "alone": alone,
    }
    return Page(data, live["actors"])


@router.post("/negotiation/own", include_in_schema=False)
def own(text: OwnText) -> Response:
    """Lead to the page of a negotiation of one's own; the address holds all of it."""
    return RedirectResponse(f"/negotiation?text={pack_text(text)}", 303)


@router.get("/negotiation/issue.{kind}", include_in_schema=False)
def issue(
    here: Here, request: Request, kind: charts.Kind, dragged: Annotated[Dragged, Depends(asked)]
) -> Response:
    """Draw one issue with its positions as they stand now."""
    language = speech_of(request).language
    key = ("issue", dragged.model_dump_json(), language, here.bench.figures.fingerprint)
    shown = dragged.model_copy(update={"chart": True, "language": language})
    return charts.picture(here, request, key, kind, lambda: answer(here, shown)["chart"])


@page(router, "/negotiation/score", "negotiation_score.html")
def score(here: Here) -> Page:
    """Score every model of bargaining on decisions with known outcomes."""
    found = ask(here, "bargain/score")
    rows = [
        {"model": name, **{key: value for key, value in one.items() if key != "difference"}}
        for name, one in found["mae"].items()
    ]
    return Page({"score": found}, rows)


def _talks(here: Service, case: str, *, every: bool = False) -> Any:
    """Return a negotiation by the models that answer at once, or by every one."""
    return ask(here, "bargain", case=case, models=["all"] if every else SHOWN)


def _names(here: Here) -> list[str]:
    return [one["name"] for one in ask(here, "bargain/cases")["cases"]]


def _moved(request: Request, kind: str) -> dict[str, float]:
    """Return where sliders of one kind stand in the address; what is empty stands as before.

    Raises
    ------
    Refusal
        ``bad-argument`` for what is no number, or no per cent.
    """
    found: dict[str, float] = {}
    for name, value in request.query_params.multi_items():
        if not name.startswith(kind) or not value.strip():
            continue
        try:
            position = float(value)
        except ValueError:
            position = math.nan
        if not math.isfinite(position) or (kind == CARES and not 0 <= position <= 100):
            raise Refusal(
                "bad-argument",
                f"{value[:40]!r} is no {'position' if kind == MOVED else 'salience'}",
                hint="write a number on the scale of the issue, or a salience of 0 to 100",
            )
        found[name.removeprefix(kind)] = position
    return found
