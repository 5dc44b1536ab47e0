"""Adding a document with its claims, and what both are found by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from burdenshare.errors import Refusal
from burdenshare.evidence.ledger import repeats, vectors, words
from burdenshare.evidence.ledger.lines import claim_record, document_record, dumps
from burdenshare.evidence.ledger.names import keys
from burdenshare.evidence.ledger.repeats import in_parts
from burdenshare.evidence.ledger.schema import (
    LOOKED_UP,
    add_rows,
    claims,
    documents,
    parties,
    passages,
    records,
)
from burdenshare.evidence.model import Claim, Document


def is_known(connection: sa.Connection, document: Document) -> bool:
    """Tell whether the ledger holds these bytes, or this text, already."""
    same = documents.c.id == document.id
    if document.sha256:
        same |= documents.c.sha256 == document.sha256
    return connection.execute(sa.select(documents.c.number).where(same)).first() is not None


def check(document: Document, found: Sequence[Claim]) -> None:
    """Refuse what no ledger can keep.

    Raises
    ------
    Refusal
        ``damaged-file`` for a text with characters that are none; ``bad-records`` for claims that
        are not of this document or do not stand in it.
    """
    if "\0" in document.text or not _is_unicode(document.text):
        raise Refusal(
            "damaged-file",
            f"{document.name} holds NUL characters or halves of characters",
            hint="read it with the right encoding",
        )
    details = [
        {"where": f"claim {claim.id}", "message": "does not stand in the document"}
        for claim in found
        if claim.document != document.id or claim.span.of(document.text) != claim.quote
    ]
    if details:
        raise Refusal(
            "bad-records",
            f"{len(details)} claims do not fit {document.name}",
            hint="every claim carries the id of its document, its span and the words there",
            details=details,
        )


def _is_unicode(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def insert(
    connection: sa.Connection, document: Document, found: Sequence[Claim], rules: str
) -> None:
    """Add a document that the ledger does not know, with its claims and what rules found them."""
    number = next_(connection, documents.c.number)
    row = {
        "number": number,
        "id": document.id,
        "name": document.name,
        "sha256": document.sha256,
        "published": document.published,
        "machine": not document.counts,
        "rules": rules,
        "text": document.text,
        "record": "",
    }
    connection.execute(documents.insert(), row)
    document = repeats.mark(connection, number, document)
    record = document_record(document)
    del record["text"]
    connection.execute(
        documents.update().where(documents.c.number == number), {"record": dumps(record)}
    )
    _insert_passages(connection, number, document)
    _insert_claims(connection, number, document, found)


def next_(connection: sa.Connection, column: sa.Column[int]) -> int:
    """Return the first number that no row has."""
    return (connection.execute(sa.select(sa.func.max(column))).scalar() or 0) + 1


def _insert_passages(connection: sa.Connection, number: int, document: Document) -> None:
    """Add the passages to the full-text index."""
    first = next_(connection, passages.c.number)
    postgresql = connection.dialect.name == "postgresql"
    again = bytearray(len(document.text))
    for repeat in document.repeats:
        again[repeat.span.start : repeat.span.end] = b"\1" * (repeat.span.end - repeat.span.start)
    rows: list[dict[str, Any]] = []
    indexed = []
    for at, span in enumerate(words.passages(document.text), start=first):
        repeated = again.count(1, span.start, span.end)
        rows.append(
            {
                "number": at,
                "document": number,
                "start": span.start,
                "end": span.end,
                "repeat": 2 * repeated > span.end - span.start,
            }
        )
        cut = words.indexed(span.of(document.text))
        if postgresql:
            rows[-1]["words"] = vectors.vector(cut)
        else:
            indexed.append({"number": at, "words": " ".join(cut)})
    add_rows(connection, passages, rows)
    if indexed:
        connection.execute(
            sa.text("INSERT INTO passage_words (rowid, words) VALUES (:number, :words)"), indexed
        )


def _insert_claims(
    connection: sa.Connection, number: int, document: Document, found: Sequence[Claim]
) -> None:
    if not found:
        return
    first = next_(connection, claims.c.number)
    numbers = {claim.id: first + at for at, claim in enumerate(found)}
    if len(numbers) < len(found) or _claims_called(connection, sorted(numbers)):
        raise Refusal(
            "bad-records",
            f"claims of {document.name} carry ids that other claims have",
            hint="every claim of a ledger has an id of its own",
        )
    rows = rows_of(connection, number, document, found, numbers)
    add_rows(connection, claims, rows)
    add_rows(
        connection,
        records,
        [{"claim": numbers[c.id], "extracted": dumps(claim_record(c))} for c in found],
    )
    insert_parties(connection, zip(found, rows, strict=True))


def rows_of(
    connection: sa.Connection,
    number: int,
    document: Document,
    found: Sequence[Claim],
    numbers: Mapping[str, int],
) -> list[dict[str, Any]]:
    """Return what claims are looked up by, and which of them only repeat an earlier one.

    Parameters
    ----------
    number : int
        Of the document.
    document : Document
        With its repeats marked.
    found : sequence of Claim
    numbers : mapping
        The numbers of the claims by their ids.
    """
    earlier = repeats.originals(connection, document, found)
    known = _claims_called(connection, sorted(set(earlier.values()) - set(numbers)))
    written = {row.id for row in known if not row.machine}
    if document.counts:
        written |= set(numbers)
    numbered = dict(numbers) | {row.id: row.number for row in known}
    rows = []
    for claim in found:
        original = earlier.get(claim.id) or (claim.repeats if claim.repeats in numbered else None)
        rows.append(
            {
                "number": numbered[claim.id],
                "id": claim.id,
                "document": number,
                "repeats": numbered[original] if original else None,
                "machine": not document.counts,
                "counts": is_evidence(claim) and document.counts and original not in written,
                **looked_up_by(claim, document.published),
            }
        )
    return rows


def is_evidence(claim: Claim) -> bool:
    """Tell whether a claim says something of the world, not only of its own document."""
    return claim.kind != "metadata"


def _claims_called(connection: sa.Connection, ids: Sequence[str]) -> list[sa.Row[str, int, bool]]:
    query = sa.select(claims.c.id, claims.c.number, claims.c.machine)
    return [
        row
        for some in in_parts(ids)
        for row in connection.execute(query.where(claims.c.id.in_(some)))
    ]


def insert_parties(
    connection: sa.Connection, found: Iterable[tuple[Claim, Mapping[str, Any]]]
) -> None:
    """Note under which names claims are found; with each claim goes its row of `claims`."""
    rows = [
        {"role": role, "name": name, "claim": row["number"], **{n: row[n] for n in LOOKED_UP}}
        for claim, row in found
        for role, people in (("actor", claim.actor), ("target", claim.target))
        for name in sorted({name for one in people for name in keys(one)})
    ]
    add_rows(connection, parties, rows)


def looked_up_by(claim: Claim, published: str) -> dict[str, Any]:
    """Return what a claim is found by.

    It was *said* when its document was published or, where that is unknown, on its own date. It is
    *about* its own date; a report also about its year; any other claim about the day it was said.
    """
    year = str(claim.year) if claim.year is not None else ""
    date = claim.date or ""
    happened = year if claim.stance == "reports" else ""
    return {
        "measure": claim.measure,
        "stance": claim.stance,
        "confidence": claim.confidence,
        "said": published or date,
        "about": date or happened or published or year,
    }
