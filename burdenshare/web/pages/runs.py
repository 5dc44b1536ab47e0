"""A run: how far it is, and what came of it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from burdenshare.web.api.runs import Found
from burdenshare.web.pages.page import render
from burdenshare.web.work.shelf import ENDED

router = APIRouter(include_in_schema=False)


@router.get("/runs/{run}")
def page(request: Request, found: Found) -> Response:
    """Show a run; the page looks again by itself until it has ended."""
    state = found.state()
    response = render(
        request,
        "run.html",
        data=state,
        ended=state["state"] in ENDED,
    )
    if state["state"] not in ENDED:
        response.headers["Refresh"] = "3"
    return response
