"""Programmes: what a joint programme costs, who pays when one leaves, what is already mortgaged."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from burdenshare.errors import Refusal
from burdenshare.web.pages.asking import State, Text, Word, ask, given
from burdenshare.web.pages.page import Page, page
from burdenshare.web.service import Here

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
        "form": {"programme": programme, "text": text, "leaves": leaves, "done": done},
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
    asked = given(scenario=scenario, member=member.upper(), series=series, run_off=run_off)
    chosen = [programme] if programme else []
    found = ask(here, "committed", **asked, programmes=chosen)
    data = {
        "asked": {**asked, "programme": programme},
        "scenarios": here.bench.scenarios(),
        "library": here.bench.programmes()["programmes"],
        "ledgers": [book["series"] for book in ask(here, "obligations")["ledgers"]],
        "committed": found,
    }
    rows = [
        {"year": year, "spending": spending, "taken": taken, "share": share}
        for year, spending, taken, share in zip(
            found["years"], found["spending"], found["taken"], found["share"], strict=True
        )
    ]
    return Page(data, rows)
