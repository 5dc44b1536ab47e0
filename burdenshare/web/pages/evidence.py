"""Evidence: documents, claims with their words in the text, conflicts, uploads, corrections."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from burdenshare.evidence.model import STANCES
from burdenshare.web.pages import ledger_changes
from burdenshare.web.pages.marking import pieces
from burdenshare.web.pages.page import TEMPLATES, Page, page
from burdenshare.web.service import Here

router = APIRouter()
router.include_router(ledger_changes.router)
TEMPLATES.globals |= {"pieces": pieces, "STANCES": STANCES}
Word = Annotated[str | None, Query(max_length=200)]
Start = Annotated[int, Query(ge=0, le=10_000_000)]
SHOWN = 100
"""Claims on one page."""
COLUMNS = (
    "id", "document", "published", "stance", "actor", "target", "measure", "value", "value_high",
    "unit", "base", "year", "deadline", "hedged", "negated", "confidence", "quote",
)  # fmt: skip


@page(router, "/evidence", "evidence.html")
def evidence(here: Here, words: Word = None, start: Start = 0) -> Page:
    """Who said so: the documents of the ledger, and a search in their words."""
    bench = here.bench
    document = bench.documents(start=start)
    found = bench.search(words) if words and words.strip() else None
    return Page({**document, "words": words or "", "found": found}, document["documents"])


@page(router, "/evidence/claims", "evidence_claims.html")
def claims(
    here: Here,
    actor: Word = None,
    target: Word = None,
    measure: Word = None,
    stance: Word = None,
    since: Word = None,
    document: Word = None,
    counted: bool = False,
) -> Page:
    """Who claims, commits, demands, opposes, supports, reports or forecasts what."""
    asked = {
        "actor": actor,
        "target": target,
        "measure": measure,
        "stance": stance,
        "since": since,
        "document": document,
    }
    filters: dict[str, Any] = {name: said for name, said in asked.items() if said}
    bench = here.bench
    bench.documents(limit=1)
    found = list(bench.claims(limit=SHOWN + 1, counted=counted, **filters))
    shown = found[:SHOWN]
    data = {"asked": {**asked, "counted": counted}, "claims": shown, "more": len(found) > SHOWN}
    return Page(data, _flat(shown), COLUMNS)


@page(router, "/evidence/conflicts", "evidence_conflicts.html")
def conflicts(here: Here) -> Page:
    """Claims about one quantity that differ, with the reason."""
    here.bench.documents(limit=1)
    found = here.bench.conflicts()
    rows = [{**one, "claims": " ".join(one["claims"])} for one in found["conflicts"]]
    return Page(found, rows)


@page(router, "/evidence/documents/{name}", "evidence_document.html")
def document(here: Here, name: Annotated[str, Path(max_length=400)]) -> Page:
    """One document: its text with the words of every claim, and what each claim says."""
    found = here.bench.document(name)
    return Page(found, _flat(found["claims"]), COLUMNS)


def _flat(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return claims as rows of a table: lists as words with semicolons."""
    return [
        {k: "; ".join(map(str, v)) if isinstance(v, list) else v for k, v in record.items()}
        for record in records
    ]
