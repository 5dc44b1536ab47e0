"""What changes the service by HTTP: documents, corrections, figures, registered forecasts."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Response, UploadFile
from fastapi.responses import FileResponse
from pydantic import Field
from starlette.background import BackgroundTask

from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.evidence.gold import read_gold
from burdenshare.web.answers import as_json
from burdenshare.web.api.burden import Keep, asked_keep
from burdenshare.web.api.errors import shows
from burdenshare.web.api.fields import Word, require_live
from burdenshare.web.api.question import examples
from burdenshare.web.api.runs import STATE, taken
from burdenshare.web.doors import Person, Role, require
from burdenshare.web.inputs import Body
from burdenshare.web.service import Here, Service
from burdenshare.web.uploads import place
from burdenshare.web.work.tasks import RENEW, Task

router = APIRouter()

Analyst = Annotated[Person, Depends(require(Role.analyst))]
Host = Annotated[Person, Depends(require(Role.host))]
MOST_FILES = 50
Uploads = Annotated[
    list[UploadFile],
    File(max_length=MOST_FILES, description="Text, page, PDF or DOCX."),
]
Addresses = Annotated[
    list[Annotated[str, Field(max_length=2000, pattern=r"^https?://\S+$")]],
    Form(max_length=10, description="Pages of the web; never of this machine or its network."),
]
READ = {
    "read": 1,
    "unchanged": 0,
    "refused": [],
    "documents": [{"document": "speech.txt", "document_id": "7f8e9bfa4ace1c76", "claims": 3}],
}


@router.post(
    "/v1/read",
    tags=["evidence"],
    name="read",
    summary="Read documents into the ledger, with the claims in them; each only once.",
    responses=shows(READ),
)
def read(here: Here, who: Analyst, files: Uploads = [], addresses: Addresses = []) -> Response:  # noqa: B006 - nothing changes them
    """Read files that are sent and pages of the web; what cannot be read stops no other."""
    return as_json(take_in(here, who, files, addresses))


def take_in(
    here: Service, who: Person, files: list[UploadFile], addresses: list[str]
) -> dict[str, Any]:
    """Read uploads and addresses into the ledger, and write into the audit log who gave them.

    Raises
    ------
    Refusal
        ``bad-argument`` where nothing is given; what cannot be read is named in ``refused``.
    """
    if not files and not addresses:
        raise Refusal(
            "bad-argument",
            "there is nothing to read",
            hint="send files, or addresses that begin with https://",
        )
    with place() as folder:
        paths = folder.take(files)
        document: dict[str, Any] = folder.hidden(here.bench.read([*paths, *addresses]))
    del document["ledger"]
    for one in document["documents"]:
        here.store.note(who.name, "document read", one["document_id"], role=who.role.name)
    return document


class Correction(Body):
    """What a person says a claim is."""

    claim: Word = Field(description="Id of the claim.", examples=["0123456789abcdef"])
    fields: dict[Annotated[str, Field(max_length=60)], Any] = Field(
        min_length=1,
        max_length=30,
        description="Values by field.",
        examples=[{"stance": "opposes", "actor": ["ESP"]}],
    )


@router.post(
    "/v1/evidence/correct",
    tags=["evidence"],
    name="evidence_correct",
    summary="Correct a claim; what was extracted stays beside it.",
    responses=shows({"id": "0123456789abcdef", "stance": "opposes", "corrected": True}),
)
def correct(here: Here, who: Analyst, asked: Correction) -> Response:
    """Lay what a person says over a claim, under the name of their token."""
    told = here.bench.evidence_correct(asked.claim, asked.fields, who=who.name)
    here.store.note(who.name, "claim corrected", asked.claim, role=who.role.name)
    return as_json(told)


@router.get(
    "/v1/evidence/export",
    tags=["evidence"],
    name="evidence_export",
    summary="Give the whole ledger as JSON lines.",
    responses=shows('{"kind": "document", ...}\n', kind="application/jsonl"),
    response_class=Response,
)
def export(here: Here, _who: Analyst) -> Response:
    """Give every document, claim and correction; evidence/import takes it in elsewhere."""
    folder = TemporaryDirectory(prefix="burdenshare-")
    path = Path(folder.name) / "ledger.jsonl"
    try:
        here.bench.evidence_export(path)
    except BurdenshareError:
        folder.cleanup()
        raise
    return FileResponse(
        path,
        media_type="application/jsonl",
        filename=path.name,
        background=BackgroundTask(folder.cleanup),
    )


@router.post(
    "/v1/evidence/import",
    tags=["evidence"],
    name="evidence_import",
    summary="Add what an export holds and the ledger does not; whole or not at all.",
    responses=shows({"documents": 1, "claims": 3, "corrections": 0, "unchanged": 0}),
)
def import_(here: Here, who: Host, file: UploadFile) -> Response:
    """Take in a file that evidence/export gave."""
    with place() as folder:
        (path,) = folder.take([file])
        document = here.bench.evidence_import(path)
    del document["ledger"]
    here.store.note(who.name, "ledger imported", role=who.role.name)
    return as_json(document)


@router.post(
    "/v1/evidence/renew",
    tags=["evidence"],
    name="evidence_renew",
    status_code=202,
    summary="Find claims anew in documents that older rules have read, as a run; for hosts.",
    responses=shows(STATE | {"question": RENEW, "name": RENEW, "what": "speech.txt"}, 202),
)
def renew(here: Here, who: Host) -> Response:
    """Start a run that finds them; corrections and ids stay.

    Its result counts documents, and claims added, changed, removed, unchanged and kept. A run that
    is ended early leaves every document as it was or wholly renewed; the next goes on from there.
    """
    state = here.office.take(Task(RENEW, [], {}), name=RENEW)
    here.store.note(who.name, "renewal of claims begun", state["id"], role=who.role.name)
    return taken(state)


@router.post(
    "/v1/evidence/score",
    tags=["evidence"],
    name="evidence_score",
    summary="Score the extraction against claims that people annotated.",
    responses=shows({"mentions": {}, "claims": {}, "on_matched": {}, "distractors_as_spending": 0}),
)
def score(here: Here, _who: Analyst, gold: UploadFile, documents: Uploads) -> Response:
    """Extract claims from documents that are sent, and compare them with the gold file."""
    with place() as above, place() as folder:
        (path,) = above.take([gold])
        taken = folder.take(documents)
        absent = sorted(set(read_gold(path).documents) - {one.name for one in taken})
        if absent or not taken:
            raise Refusal(
                "bad-gold",
                f"these annotated documents were not sent: {', '.join(absent[:20]) or 'none'}",
                hint="send every document that the gold file names, under its name there",
            )
        return as_json(here.bench.evidence_score(path, taken[0].parent))


@router.post(
    "/v1/figures/add",
    tags=["figures"],
    name="figures_add",
    summary="Take in a publisher's own workbook; later questions use its figures at once.",
    responses=shows(
        {"publisher": "NATO", "vintage": "2026-07", "rows_read": 1000, "rows_not_placed": []}
    ),
)
def add(here: Here, who: Host, file: UploadFile) -> Response:
    """Read a workbook of NATO, SIPRI or the IMF; publisher and edition are read from its cells."""
    with place() as folder:
        (path,) = folder.take([file])
        document = folder.hidden(json.loads(json.dumps(here.bench.figures_add(path), default=str)))
    here.store.note(
        who.name, "figures added", f"{document['publisher']} {document['vintage']}",
        role=who.role.name,
    )  # fmt: skip
    return as_json(document)


@router.post(
    "/v1/keep/register",
    tags=["burden"],
    name="keep_register",
    summary="Say who keeps a pledge, and write the forecast into the register for good.",
    responses=shows(examples().get("keep", {})),
)
def register(here: Here, who: Analyst, asked: Keep) -> Response:
    """Bind a forecast to today; it is scored on what is published later."""
    require_live(asked.draws)
    with place() as folder:
        document: dict[str, Any] = asked_keep(here.bench, asked, folder.put, register=True)
        document = folder.hidden(document)
    for one in (document, *document.get("pledges", ())):
        if "registered" in one:
            one["registered"] = str(one["registered"]).rpartition("/")[2]
    here.store.note(who.name, "forecast registered", role=who.role.name)
    return as_json(document)
