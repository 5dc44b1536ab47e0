"""Allies: who meets what, by whose definition, known when."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from burdenshare.web.pages.asking import Day, Edition, kept
from burdenshare.web.pages.page import Page, page
from burdenshare.web.service import Here

router = APIRouter()
LAST = 2026
COLUMNS = ("country", "burden", "meets_2.0", "meets_3.5", "status", "vintage", "definition", "key")


@page(router, "/allies", "allies.html")
def allies(
    here: Here,
    year: Annotated[int, Query(ge=1949, le=2100)] = LAST,
    definition: Literal["nato", "sipri"] = "nato",
    vintage: Edition = None,
    since: Edition = None,
    as_of: Day = None,
) -> Page:
    """Who meets what: map and table of the allies."""
    asked: dict[str, Any] = {
        "definition": definition,
        "vintage": vintage,
        "since": since,
        "as_of": as_of,
    }
    found = kept(
        here, "allies", {"year": year, **asked}, lambda: here.bench.who_meets(year, **asked)
    )
    rows = [
        {
            "country": code,
            **{name: value for name, value in member.items() if not isinstance(value, dict)},
            **{f"meets_{pledge}": met for pledge, met in member["meets"].items()},
            "vintage": found["vintage"],
            "definition": found["definition"],
            "key": member["keys"]["burden"],
        }
        for code, member in found["members"].items()
    ]
    more = [name for name in rows[0] if name not in COLUMNS] if rows else []
    return Page(found, rows, (*COLUMNS, *more))
