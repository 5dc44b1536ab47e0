"""What stood in a document before: marked, so that nothing is counted twice; never deleted."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from burdenshare.evidence.ledger.schema import add_rows, claims, documents, places, records
from burdenshare.evidence.model import Claim, Document, Span

_T = TypeVar("_T")
_ARGUMENTS = 5000


def mark(connection: sa.Connection, number: int, document: Document) -> Document:
    """Return a new document with every passage marked that it, or one read before, has already.

    Where its other passages stand first is noted under its number; of a passage that only a
    machine-written page had before, the new document becomes the first.
    """
    from burdenshare.evidence.reading.repeats import Place, marked, passages

    mine = {_number(key): span for key, span in passages(document).items()}
    query = sa.select(places, documents.c.id, documents.c.machine).join(
        documents, documents.c.number == places.c.document
    )
    known = [
        row
        for some in in_parts(list(mine))
        for row in connection.execute(query.where(places.c.hash.in_(some)))
    ]
    lesser = {row.hash for row in known if row.machine and document.counts}
    for some in in_parts(sorted(lesser)):
        connection.execute(places.delete().where(places.c.hash.in_(some)))
    kept = {row.hash for row in known} - lesser
    rows = [
        {"hash": key, "document": number, "start": span.start, "end": span.end}
        for key, span in mine.items()
        if key not in kept
    ]
    add_rows(connection, places, rows)
    elsewhere = {_key(row.hash): Place(row.id, Span(row.start, row.end)) for row in known}
    return marked(document, elsewhere)


def _number(key: str) -> int:
    return int.from_bytes(bytes.fromhex(key), "big", signed=True)


def _key(number: int) -> str:
    return number.to_bytes(8, "big", signed=True).hex()


def in_parts(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Cut what is asked for at once into what a database takes as arguments of one question."""
    for at in range(0, len(values), _ARGUMENTS):
        yield values[at : at + _ARGUMENTS]


def originals(
    connection: sa.Connection, document: Document, found: Sequence[Claim]
) -> dict[str, str]:
    """Return, for each claim in a repeated passage, the id of the claim that says the same there.

    Parameters
    ----------
    document : Document
        With its repeats marked.
    found : sequence of Claim
        Its claims.
    """
    there: dict[str, list[_Said]] = {document.id: [_Said(c.id, c.span, c.quote) for c in found]}
    earlier: dict[str, str] = {}
    for repeat in document.repeats:
        inside = [c for c in found if c.id not in earlier and _within(c.span, repeat.span)]
        if not inside:
            continue
        if repeat.document not in there:
            there[repeat.document] = _claims_of(connection, repeat.document)
        said = {
            _folded(c.quote): c.id
            for c in reversed(there[repeat.document])
            if _within(c.span, repeat.first)
        }
        for claim in inside:
            original = said.get(_folded(claim.quote))
            if original and original != claim.id:
                earlier[claim.id] = original
    return earlier


class _Said(NamedTuple):
    id: str
    span: Span
    quote: str


def _claims_of(connection: sa.Connection, document: str) -> list[_Said]:
    lines = connection.execute(
        sa.select(records.c.extracted)
        .join(claims, claims.c.number == records.c.claim)
        .join(documents, documents.c.number == claims.c.document)
        .where(documents.c.id == document)
        .order_by(claims.c.number)
    ).scalars()
    read: Iterator[dict[str, Any]] = map(json.loads, lines)
    return [_Said(c["id"], Span(c["start"], c["end"]), c["quote"]) for c in read]


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _folded(words: str) -> str:
    """Return words as they are compared: width, case and spacing do not count."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())
