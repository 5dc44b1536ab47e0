"""The claims of a whole ledger that can be compared, read without what is not looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from burdenshare.evidence.ledger.asking import Entry, Source, source
from burdenshare.evidence.ledger.schema import claims, documents, records
from burdenshare.evidence.model import Claim, Span

_PAGE = 5000
_FIELDS = (
    "value", "value_high", "unit", "base", "comparator", "year", "year_to", "deadline", "actor",
    "target", "quote", "start", "end", "quantity_span", "kind", "rejected", "repeats",
)  # fmt: skip
_PLAIN = _FIELDS[:8]
"""Fields of a claim that are as they stand in its record."""


def numbers(connection: sa.Connection) -> Iterator[Entry]:
    """Return the claims with a number that repeat nothing and were not rejected, as read.

    The database takes the fields by which claims are compared out of their records, and a claim is
    made of these alone: speaker, hedge and negation, confidence and rule are not filled in.
    """
    sources: dict[int, Source] = {}
    last = 0
    while rows := connection.execute(_page(connection, last)).all():
        numbered = sa.select(documents.c.number, documents.c.record).where(
            documents.c.number.between(rows[0].document, max(r.document for r in rows))
        )
        for number, record in connection.execute(numbered):
            if number not in sources:
                sources[number] = source(record)
        for row in rows:
            said = dict(zip(_FIELDS, json.loads(row.said_in_short), strict=True))
            if said["value"] is not None and not said["rejected"] and said["repeats"] is None:
                yield _entry(row, said, sources[row.document])
        last = rows[-1].number
        sources = {}


def _page(connection: sa.Connection, last: int) -> sa.Select[Any]:
    record = sa.func.coalesce(records.c.corrected, records.c.extracted)
    short: sa.ColumnElement[str]
    if connection.dialect.name == "sqlite":
        short = sa.func.json_extract(record, *(f"$.{name}" for name in _FIELDS))
    else:
        known = sa.cast(record, JSONB)
        short = sa.cast(sa.func.jsonb_build_array(*(known[name] for name in _FIELDS)), sa.Text)
    return (
        sa.select(
            claims.c.number,
            claims.c.id,
            claims.c.document,
            claims.c.measure,
            claims.c.stance,
            claims.c.said,
            claims.c.about,
            claims.c.counts,
            records.c.corrected.is_not(None).label("corrected"),
            short.label("said_in_short"),
        )
        .join(records, records.c.claim == claims.c.number)
        .where(claims.c.number > last, claims.c.repeats.is_(None))
        .order_by(claims.c.number)
        .limit(_PAGE)
    )


def _entry(row: Any, said: dict[str, Any], source: Source) -> Entry:
    printed = said["quantity_span"]
    claim = Claim(
        id=row.id,
        document=source.id,
        span=Span(said["start"], said["end"]),
        quote=said["quote"],
        kind=said["kind"],
        stance=row.stance,
        speaker="",
        actor=tuple(said["actor"]),
        target=tuple(said["target"]),
        measure=row.measure,
        quantity_span=printed and Span(printed["start"], printed["end"]),
        **{name: said[name] for name in _PLAIN},
    )
    return Entry(claim, source, row.counts, row.corrected, False, row.said, row.about)
