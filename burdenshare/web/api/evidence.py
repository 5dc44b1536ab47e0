"""Evidence by HTTP: who said so. The ledger is always that of the service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from burdenshare.web.api import fields
from burdenshare.web.api.question import Files, Question, question
from burdenshare.web.service import Here
from burdenshare.workbench import Workbench

router = APIRouter(tags=["evidence"])

Limit = Annotated[int, Field(ge=1, le=1000, description="How many at most.", examples=[100])]
Moment = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", examples=["2025-06"]),
]
Stance = Literal["commits", "demands", "supports", "opposes", "reports", "forecasts"]


class Filters(Question):
    """Which claims."""

    actor: fields.Word | None = Field(
        None, description="Who acts: ESP, Spain, スペイン, NATO, a person.", examples=["ESP"]
    )
    target: fields.Word | None = Field(None, description="Toward whom.", examples=["NATO"])
    measure: fields.Word | None = Field(
        None,
        description="A measure; 'defence_*' stands for all that begin so.",
        examples=["defence_spending_share_gdp"],
    )
    stance: Stance | None = Field(None, description="What is done with the number.")
    since: Moment | None = Field(None, description="Said then or later.")
    until: Moment | None = Field(None, description="Said then or before.")


class Meant(Filters):
    """Which claims, by their document, confidence and standing too."""

    document: Annotated[str, Field(max_length=400)] | None = Field(
        None, description="Id or name of a document.", examples=["speech.txt"]
    )
    confidence: float | None = Field(None, ge=0, le=1, description="At least.", examples=[0.5])
    counted: bool = Field(
        False, description="Only what counts: no repeats, nothing machine-written."
    )


class Claims(Meant):
    """Which claims, and how many."""

    check: bool = Field(False, description="Hold each number against the figures.")
    limit: Limit = 100


class Lines(Meant):
    """Which claims; all of them where nothing is said of how many."""

    limit: int | None = Field(
        None, ge=1, le=10_000_000, description="How many at most.", examples=[100]
    )


@question(router, "claims", example={}, returns={"claims": "array"}, with_post=False, pure=False)
def claims(bench: Workbench, asked: Claims, files: Files) -> dict[str, Any]:
    """List claims in the order in which they were read."""
    found = list(bench.claims(**asked.model_dump(exclude={"check"})))
    if not asked.check:
        return {"claims": found}
    verdicts = bench.checked([record["id"] for record in found])
    return {"claims": [{**one, "check": verdicts.get(one["id"], {})} for one in found]}


@router.get(
    "/v1/claims.jsonl",
    name="claims_jsonl",
    summary="Give all claims, one JSON object a line.",
    responses={
        200: {
            "description": "Lines of the documented format.",
            "content": {
                "application/jsonl": {"schema": {"type": "string"}, "example": '{"id": "..."}\n'}
            },
        }
    },
    response_class=Response,
)
def claims_jsonl(here: Here, asked: Annotated[Lines, Query()]) -> Response:
    """Give all claims that are meant, however many, one JSON object a line."""
    found = here.bench.claims(**asked.model_dump())
    first = list(_some(found, 1))

    def lines() -> Iterator[str]:
        for record in chain(first, found):
            yield json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"

    return StreamingResponse(lines(), media_type="application/jsonl")


def _some(found: Iterator[dict[str, Any]], number: int) -> Iterator[dict[str, Any]]:
    for _ in range(number):
        one = next(found, None)
        if one is not None:
            yield one


class Claim(Question):
    """One claim."""

    claim: fields.Word = Field(description="Its id.", examples=["0123456789abcdef"])


@question(
    router,
    "evidence/claim",
    example={"claim": "7f8e9bfa4ace1c76-001"},
    returns={"id": "string", "document": "string", "quote": "string", "stance": "string"},
    with_post=False,
    pure=False,
)
def claim(bench: Workbench, asked: Claim, files: Files) -> dict[str, Any]:
    """Show one claim by its id, as corrected, with its source."""
    return bench.claim(asked.claim)


class Search(Question):
    """Words that stand in a passage."""

    words: Annotated[str, Field(min_length=1, max_length=400)] = Field(
        description='Words, "a phrase", the beginning of a word: spend*.', examples=["spending"]
    )
    limit: Limit = 20


@question(
    router,
    "search",
    example={"words": "spending"},
    returns={"words": "string", "passages": "array", "more": "boolean"},
    with_post=False,
    pure=False,
)
def search(bench: Workbench, asked: Search, files: Files) -> dict[str, Any]:
    """Show the passages in which all words stand, in English or Japanese."""
    return bench.search(asked.words, limit=asked.limit)


class Timeline(Filters):
    """Which claims, and how many."""

    everything: bool = Field(False, description="Also repeats and what is machine-written.")
    limit: Limit = 100


@question(
    router, "timeline", example={}, returns={"timeline": "array"}, with_post=False, pure=False
)
def timeline(bench: Workbench, asked: Timeline, files: Files) -> dict[str, Any]:
    """Show who said or did what when: reports by their own date, the rest by when it was said."""
    filters = asked.model_dump(exclude={"everything"})
    return bench.timeline(counted=not asked.everything, **filters)


class Known(Question):
    """What was known when."""

    as_of: fields.Day | None = Field(
        None, description="Only figures published on or before this day."
    )


@question(
    router,
    "conflicts",
    example={},
    returns={"conflicts": "array", "claims": "object"},
    with_post=False,
    pure=False,
)
def conflicts(bench: Workbench, asked: Known, files: Files) -> dict[str, Any]:
    """Show claims about one quantity that differ, with the reason where it can be computed."""
    return bench.conflicts(as_of=asked.as_of)


class Documents(Question):
    """Which part of the list."""

    limit: int = Field(50, ge=1, le=200, description="How many at most.", examples=[50])
    start: int = Field(0, ge=0, le=10_000_000, description="From which on.", examples=[0])


@question(
    router,
    "evidence/documents",
    example={},
    returns={"documents": "array", "counts": "object", "start": "integer", "more": "boolean"},
    with_post=False,
    pure=False,
)
def documents(bench: Workbench, asked: Documents, files: Files) -> dict[str, Any]:
    """List the documents of the ledger, those read last first."""
    return bench.documents(limit=asked.limit, start=asked.start)


class Document(Question):
    """Which document."""

    name: Annotated[str, Field(min_length=1, max_length=400)] = Field(
        description="Its id or name.", examples=["speech.txt"]
    )


@question(
    router,
    "evidence/document",
    example={"name": "speech.txt"},
    returns={"document": "string", "text": "string", "claims": "array"},
    with_post=False,
    pure=False,
)
def document(bench: Workbench, asked: Document, files: Files) -> dict[str, Any]:
    """Show a document: its text, its claims with their places in it, and its marks."""
    return bench.document(asked.name)


class Positions(Question):
    """Of which claims positions are made."""

    measure: fields.Word = Field("defence_spending_share_gdp", description="Measure of the claims.")
    unit: fields.Word = Field("pct_gdp", description="Of the numbers.")
    salience: fields.Word | None = Field(
        None, description="Assumed for every state; default 0.3..0.9.", examples=["0.3..0.9"]
    )
    since: Moment | None = Field(None, description="Said then or later.")
    until: Moment | None = Field(None, description="Said then or before.")


@question(
    router,
    "evidence/positions",
    example={},
    returns={"positions": "array", "note": "string"},
    with_post=False,
    pure=False,
)
def positions(bench: Workbench, asked: Positions, files: Files) -> dict[str, Any]:
    """Say what states want, by the ledger, as a table that bargain takes."""
    file = files("", "positions.yaml")
    assert file is not None
    options = asked.model_dump(exclude={"measure"})
    return {**bench.evidence_positions(file, asked.measure, **options), "file": file.name}
