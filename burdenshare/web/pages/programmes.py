"""Programmes: what a joint programme costs, who pays when one leaves, what is already mortgaged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from burdenshare.errors import Refusal
from burdenshare.web.api import charts
from burdenshare.web.api.programmes import source
from burdenshare.web.inputs import library_name
from burdenshare.web.inputs import scenario as read
from burdenshare.web.links import LONGEST_TEXT, pack_text
from burdenshare.web.pages.asking import OwnText, State, Text, Word, ask, given
from burdenshare.web.pages.page import Page, page, speech_of
from burdenshare.web.service import Here
from burdenshare.web.uploads import place

router = APIRouter()
PROGRAMME = "three-partners"
HONEST = "unpublished"
"""The refusal that is an answer: the numbers were never published."""
Name = Annotated[str, Query(max_length=80)]


@page(router, "/programmes", "programmes.html")
def programmes(
    here: Here,
    programme: Name = PROGRAMME,
    text: Text = None,
    leaves: State = None,
    done: Annotated[float, Query(ge=0, le=100)] = 50.0,
) -> Page:
    """Cost a joint programme, each partner alone and together."""
    asked = given(programme=text or programme)
    exit_ = given(leaves=leaves, done=done / 100 if leaves else None)
    found: dict[str, Any] | None = None
    refused: dict[str, Any] | None = None
    try:
        found = ask(here, "programme", **asked, **exit_)
    except Refusal as refusal:
        if refusal.code != HONEST:
            raise
        refused = refusal.body()["error"]
    data = {
        "asked": asked,
        "form": {
            "programme": programme,
            "text": text,
            "link": pack_text(text) if text else "",
            "leaves": leaves,
            "done": done,
        },
        "longest": LONGEST_TEXT,
        "library": here.bench.programmes()["programmes"],
        "programme": found,
        "refused": refused,
        "deals": [
            deal
            for deal in ask(here, "deals")["deals"]
            if deal["programme"].lower() == programme and not text
        ],
    }
    rows = [
        {"partner": code, **_quantiles(partner), "chance_cheaper": partner["probability_cheaper"]}
        for code, partner in (found["partners"] if found else {}).items()
    ]
    return Page(data, rows)


@router.post("/programmes/own", include_in_schema=False)
def own(text: OwnText) -> Response:
    """Lead to the page of a programme of one's own; the address holds all of it."""
    return RedirectResponse(f"/programmes?text={pack_text(text)}", 303)


@router.get("/programmes/curve.{kind}", include_in_schema=False)
def curve(
    here: Here, request: Request, kind: charts.Kind, programme: Name = PROGRAMME, text: Text = None
) -> Response:
    """Draw what a unit costs, alone and together, of a programme of one's own too."""
    given, language = text or programme, speech_of(request).language
    key = ("curve", given, language, here.bench.figures.fingerprint)

    def make() -> dict[str, Any]:
        with place() as folder:
            drawn = here.bench.programme_charts(source(given, folder.put), language=language)
        return drawn["unit_cost"]

    return charts.picture(here, request, key, kind, make)


def _quantiles(partner: dict[str, Any]) -> dict[str, float]:
    named = ("alone", "together", "saving", "upkeep")
    return {
        f"{name}_{q}": value
        for name in named
        if partner.get(name)
        for q, value in partner[name].items()
    }


@page(router, "/programmes/obligations", "programmes_obligations.html")
def obligations(here: Here, country: State = None) -> Page:
    """Show obligations from the past, and how far budgets were decided before their year."""
    found = ask(here, "obligations", country=country)
    rows = [
        {"country": book["country"], "series": book["series"], "unit": book["unit"], **year}
        for book in found["ledgers"]
        for year in book["years"]
    ]
    return Page({"asked": given(country=country), "obligations": found}, rows)


@page(router, "/programmes/committed", "programmes_committed.html")
def committed(
    here: Here,
    scenario: Name = "japan-3.5",
    member: Annotated[str, Query(pattern="^[A-Za-z]{3}$")] = "JPN",
    programme: Word = None,
    series: Word = "plan-covered",
    run_off: Word = "1:0.4,2:0.3,3:0.2,4:0.1",
) -> Page:
    """Say how much of a pledge is spoken for before it is made."""
    members = read(library_name(scenario)).members
    member = member.upper() if member.upper() in members else members[0]
    books = ask(here, "obligations")["ledgers"]
    ledgers = [book["series"] for book in books if book["country"] == member]
    ledger = next((one for one in ledgers if series and series in one), None)
    run_off = run_off if ledger else None
    asked = given(scenario=scenario, member=member, series=ledger, run_off=run_off)
    found: dict[str, Any] | None = None
    refused: dict[str, Any] | None = None
    try:
        if programme or ledger:
            chosen = [programme] if programme else []
            found = ask(here, "committed", **asked, programmes=chosen)
    except Refusal as refusal:
        if refusal.code != HONEST:
            raise
        refused = refusal.body()["error"]
    data = {
        "asked": {**asked, "programme": programme},
        "scenarios": here.bench.scenarios(),
        "members": list(members),
        "library": here.bench.programmes()["programmes"],
        "ledgers": ledgers,
        "committed": found,
        "refused": refused,
    }
    return Page(data, list(_taken(found)) if found else ())


def _taken(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row for each year: what is pledged, and how much of it is taken."""
    columns = (found["years"], found["spending"], found["taken"], found["share"])
    for year, spending, taken, share in zip(*columns, strict=True):
        yield {"year": year, "spending": spending, "taken": taken, "share": share}
