"""Allies: who meets what, by whose definition, known when."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from burdenshare.web.pages.page import Page, page
from burdenshare.web.service import Here

router = APIRouter()


@page(router, "/allies", "allies.html")
def allies(
    here: Here,
    year: Annotated[int, Query(ge=1949, le=2100)] = 2026,
    vintage: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}$")] = None,
) -> Page:
    """Who meets what: map and table of the allies."""
    document = here.bench.burden(year, vintage=vintage)
    rows = [{"country": code, **member} for code, member in document["members"].items()]
    return Page(document, rows)
