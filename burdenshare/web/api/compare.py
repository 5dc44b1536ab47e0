"""Run folders that the service holds: are they what they say, and how do they differ."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from burdenshare.web.answers import json_text, without
from burdenshare.web.api.errors import shows
from burdenshare.web.api.question import JSON, sent
from burdenshare.web.api.runs import ID, Found
from burdenshare.web.doors import Person, Role, require
from burdenshare.web.kept import Kept
from burdenshare.web.service import Here

router = APIRouter(tags=["runs"])

Run = Annotated[str, Query(max_length=64, description="A run that is done.", examples=[ID])]


@router.get(
    "/v1/compare",
    name="compare",
    summary="Say what differs between two runs: scenario, figures, results.",
    responses=shows({"rows": [{"what": "scenario", "where": "end", "from": 2035, "to": 2036}]}),
)
def compare(here: Here, request: Request, first: Run, second: Run) -> Response:
    """Lay two run folders of the service beside each other."""
    folders = [here.office.shelf.find(name) for name in (first, second)]
    for folder in folders:
        folder.require_done()

    def make() -> Kept:
        document: Any = here.bench.compare(*(folder.result for folder in folders))
        for folder in folders:
            document = without(document, str(folder.path))
        return Kept.of(document, json_text(document).encode())

    return sent(request, here.answers.get(("compare", first, second), make), JSON)


@router.get(
    "/v1/runs/{run}/verify",
    name="run_verify",
    summary="Recompute a run, and say whether its folder is what it says.",
    responses=shows({"ok": True, "problems": []}),
)
def verify(
    here: Here,
    request: Request,
    found: Found,
    _who: Annotated[Person, Depends(require(Role.analyst))],
) -> Response:
    """Compute all of a run folder again; this takes as long as the run did."""
    found.require_done()

    def make() -> Kept:
        document = without(here.bench.verify(found.result).to_json(), str(found.path))
        return Kept.of(document, json_text(document).encode())

    return sent(request, here.answers.fresh(make), JSON)
