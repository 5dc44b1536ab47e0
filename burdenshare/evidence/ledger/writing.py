"""Adding a document with its claims: its passages, what it repeats, and where it is found."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from burdenshare.errors import Refusal
from burdenshare.evidence.ledger import words
from burdenshare.evidence.ledger.lines import claim_record, document_record, dumps
from burdenshare.evidence.ledger.names import keys
from burdenshare.evidence.ledger.schema import claims, documents, parties, passages, records
from burdenshare.evidence.model import Claim, Document, Repeat, Span

_T = TypeVar("_T")
_ARGUMENTS = 5000


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


def insert(connection: sa.Connection, document: Document, found: Sequence[Claim]) -> None:
    """Add a document that the ledger does not know, with its claims."""
    record = document_record(document)
    number = _next(connection, documents.c.number)
    connection.execute(
        documents.insert(),
        {
            "number": number,
            "id": document.id,
            "name": document.name,
            "sha256": document.sha256,
            "published": document.published,
            "machine": not document.counts,
            "text": record.pop("text"),
            "record": dumps(record),
        },
    )
    repeats = _insert_passages(connection, number, document)
    originals = _Originals(connection, document, found)
    _insert_claims(connection, number, document, found, originals.of([*document.repeats, *repeats]))


def _next(connection: sa.Connection, column: sa.Column[int]) -> int:
    return (connection.execute(sa.select(sa.func.max(column))).scalar() or 0) + 1


def _insert_passages(connection: sa.Connection, number: int, document: Document) -> list[Repeat]:
    """Add the passages to the index; return those that stand in an earlier document."""
    spans = words.passages(document.text)
    hashes = [words.passage_hash(span.of(document.text)) for span in spans]
    earlier = _earlier(connection, {h for h in hashes if h is not None}, document)
    first = _next(connection, passages.c.number)
    rows = [
        {
            "number": first + at,
            "document": number,
            "start": span.start,
            "end": span.end,
            "hash": value,
            "first": earlier[value][0] if value in earlier else None,
        }
        for at, (span, value) in enumerate(zip(spans, hashes, strict=True))
    ]
    if rows:
        connection.execute(passages.insert(), rows)
        _index(
            connection,
            list(enumerate((span.of(document.text) for span in spans), start=first)),
        )
    return [
        Repeat(span, earlier[value][1], earlier[value][2])
        for span, value in zip(spans, hashes, strict=True)
        if value in earlier
    ]


def _earlier(
    connection: sa.Connection, hashes: set[int], document: Document
) -> dict[int | None, tuple[int, str, Span]]:
    """Find where passages stood first, in a document that counts before one that does not."""
    query = (
        sa.select(
            passages.c.hash, passages.c.number, documents.c.id, passages.c.start, passages.c.end
        )
        .join(documents, documents.c.number == passages.c.document)
        .where(documents.c.id != document.id)
        .order_by(documents.c.machine.desc(), passages.c.number.desc())
    )
    return {
        row.hash: (row.number, row.id, Span(row.start, row.end))
        for some in _in_parts(sorted(hashes))
        for row in connection.execute(query.where(passages.c.hash.in_(some)))
    }


def _in_parts(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Cut what is asked for at once into what a database takes as arguments of one question."""
    for at in range(0, len(values), _ARGUMENTS):
        yield values[at : at + _ARGUMENTS]


def _index(connection: sa.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Put the tokens of passages into the full-text index."""
    if connection.dialect.name == "sqlite":
        connection.execute(
            sa.text("INSERT INTO passage_words (rowid, words) VALUES (:number, :words)"),
            [
                {"number": number, "words": " ".join(t.text for t in words.tokens(text))}
                for number, text in texts
            ],
        )
        return
    connection.execute(
        sa.text("UPDATE passages SET words = CAST(:words AS tsvector) WHERE number = :number"),
        [{"number": number, "words": _vector(text)} for number, text in texts],
    )


def _vector(text: str) -> str:
    places: dict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(words.tokens(text), start=1):
        places[token.text].append(at)
    return " ".join(
        f"'{token}':{','.join(map(str, found[:255]))}" for token, found in places.items()
    )


class _Originals:
    """Finds, for claims in repeated passages, the claims that say the same where it stood first."""

    def __init__(
        self, connection: sa.Connection, document: Document, found: Sequence[Claim]
    ) -> None:
        self._connection = connection
        self._document = document
        self._found = found
        self._known: dict[str, list[tuple[str, int, int, str]]] = {
            document.id: [
                (claim.id, claim.span.start, claim.span.end, claim.quote) for claim in found
            ]
        }

    def of(self, repeats: Iterable[Repeat]) -> dict[str, str]:
        """Return the id of the earlier claim for each claim that repeats one."""
        earlier: dict[str, str] = {}
        for repeat in repeats:
            inside = [
                claim
                for claim in self._found
                if claim.id not in earlier
                and repeat.span.start <= claim.span.start
                and claim.span.end <= repeat.span.end
            ]
            if inside:
                originals = {
                    words.fold_words(quote): name
                    for name, start, end, quote in reversed(self._in(repeat.document))
                    if repeat.first.start <= start and end <= repeat.first.end
                }
                for claim in inside:
                    original = originals.get(words.fold_words(claim.quote))
                    if original and original != claim.id:
                        earlier[claim.id] = original
        return earlier

    def _in(self, document: str) -> list[tuple[str, int, int, str]]:
        if document not in self._known:
            lines = self._connection.execute(
                sa.select(records.c.extracted)
                .join(claims, claims.c.number == records.c.claim)
                .join(documents, documents.c.number == claims.c.document)
                .where(documents.c.id == document)
                .order_by(claims.c.number)
            ).scalars()
            read = map(json.loads, lines)
            self._known[document] = [(c["id"], c["start"], c["end"], c["quote"]) for c in read]
        return self._known[document]


def _insert_claims(
    connection: sa.Connection,
    number: int,
    document: Document,
    found: Sequence[Claim],
    earlier: dict[str, str],
) -> None:
    if not found:
        return
    first = _next(connection, claims.c.number)
    numbers = {claim.id: first + at for at, claim in enumerate(found)}
    if len(numbers) < len(found) or _claims_called(connection, sorted(numbers)):
        raise Refusal(
            "bad-records",
            f"claims of {document.name} carry ids that other claims have",
            hint="every claim of a ledger has an id of its own",
        )
    known = _claims_called(connection, sorted(set(earlier.values()) - set(numbers)))
    written = {row.id for row in known if not row.machine}
    if document.counts:
        written |= set(numbers)
    numbers |= {row.id: row.number for row in known}
    rows = []
    for claim in found:
        original = earlier.get(claim.id) or (claim.repeats if claim.repeats in numbers else None)
        rows.append(
            {
                "number": numbers[claim.id],
                "id": claim.id,
                "document": number,
                "machine": not document.counts,
                "counts": document.counts and original not in written,
                "repeats": numbers[original] if original else None,
                **looked_up_by(claim, document.published),
            }
        )
    connection.execute(claims.insert(), rows)
    connection.execute(
        records.insert(),
        [{"claim": numbers[c.id], "extracted": dumps(claim_record(c))} for c in found],
    )
    insert_parties(connection, [(numbers[claim.id], claim) for claim in found])


def _claims_called(connection: sa.Connection, ids: Sequence[str]) -> list[sa.Row[str, int, bool]]:
    query = sa.select(claims.c.id, claims.c.number, claims.c.machine)
    return [
        row
        for some in _in_parts(ids)
        for row in connection.execute(query.where(claims.c.id.in_(some)))
    ]


def insert_parties(connection: sa.Connection, found: Iterable[tuple[int, Claim]]) -> None:
    """Note under which names claims are found."""
    rows = [
        {"role": role, "name": name, "claim": number}
        for number, claim in found
        for role, people in (("actor", claim.actor), ("target", claim.target))
        for name in sorted({name for one in people for name in keys(one)})
    ]
    if rows:
        connection.execute(parties.insert(), rows)


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
