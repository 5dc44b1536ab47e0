"""What people do to the ledger on its pages: add a document, correct a claim."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Path, Response, UploadFile
from fastapi.responses import RedirectResponse

from burdenshare.errors import Refusal
from burdenshare.web.api.changes import take_in
from burdenshare.web.doors import Person, Role, require
from burdenshare.web.service import Here

router = APIRouter(include_in_schema=False)
Analyst = Annotated[Person, Depends(require(Role.analyst))]


@router.post("/evidence/documents")
def add(
    here: Here,
    who: Analyst,
    file: Annotated[UploadFile | None, File()] = None,
    address: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Read a document into the ledger, and show it."""
    sent = [file] if file is not None and file.filename else []
    done = take_in(here, who, sent, [address.strip()] if address.strip() else [])
    for one in done["refused"]:
        raise Refusal(one["code"], one["message"], hint="send a document that can be read")
    found = done["documents"]
    return RedirectResponse(
        f"/evidence/documents/{found[0]['document_id']}" if found else "/evidence", 303
    )


@router.post("/evidence/claims/{claim}")
def correct(
    here: Here,
    who: Analyst,
    claim: Annotated[str, Path(max_length=100)],
    stance: Annotated[str, Form(max_length=40)],
    actor: Annotated[str, Form(max_length=400)] = "",
    target: Annotated[str, Form(max_length=400)] = "",
    value: Annotated[str, Form(max_length=40)] = "",
    unit: Annotated[str, Form(max_length=40)] = "",
    year: Annotated[str, Form(max_length=4)] = "",
    hedged: Annotated[bool, Form()] = False,
    negated: Annotated[bool, Form()] = False,
    rejected: Annotated[bool, Form()] = False,
) -> Response:
    """Lay what a person says over a claim; only what differs from it is kept."""
    said: dict[str, Any] = {
        "stance": stance,
        "actor": _names(actor),
        "target": _names(target),
        "value": _number("value", value, float),
        "unit": unit.strip() or None,
        "year": _number("year", year, int),
        "hedged": hedged,
        "negated": negated,
        "rejected": rejected,
    }
    before = here.bench.claim(claim)
    fields = {name: given for name, given in said.items() if given != before[name]}
    if fields:
        here.bench.evidence_correct(claim, fields, who=who.name)
        here.store.note(who.name, "claim corrected", claim, role=who.role.name)
    return RedirectResponse(f"/evidence/documents/{before['document_id']}#c-{claim}", 303)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]


def _number(name: str, text: str, kind: type[float] | type[int]) -> float | int | None:
    if not text.strip():
        return None
    try:
        return kind(text)
    except ValueError:
        raise Refusal(
            "bad-correction", f"{name}: {text!r} is no number", hint="write it with a point: 3.5"
        ) from None
