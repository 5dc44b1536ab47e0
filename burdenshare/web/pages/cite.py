"""Cite: one figure, where it stands, what else was published of it, and how to cite it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from burdenshare.web.pages.page import Page, page
from burdenshare.web.service import Here

router = APIRouter()
Name = Annotated[str, Query(max_length=120)]


@page(router, "/cite", "cite.html")
def cite(
    here: Here,
    series: Name,
    country: Annotated[str, Query(max_length=20)],
    year: Annotated[int, Query(ge=1900, le=2100)],
    definition: Annotated[str | None, Query(max_length=120)] = None,
    vintage: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}$")] = None,
) -> Page:
    """One figure and how to cite it."""
    document = here.bench.figures_cite(
        series, country, year, definition=definition or None, vintage=vintage
    )
    return Page(document, document["beside"])
