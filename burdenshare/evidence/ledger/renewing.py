"""Claims found anew in a document that is kept: what people said of them stays, and so do ids."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from burdenshare.errors import Refusal
from burdenshare.evidence.ledger.correcting import REJECTED, corrected
from burdenshare.evidence.ledger.lines import claim_of, claim_record, document_of, dumps
from burdenshare.evidence.ledger.schema import (
    add_rows,
    claims,
    corrections,
    documents,
    parties,
    records,
)
from burdenshare.evidence.ledger.writing import check, insert_parties, looked_up_by, next_, rows_of
from burdenshare.evidence.model import Claim, Document

_Old = sa.Row[Any, Any, Any, Any]


def renew(
    connection: sa.Connection, document: str, found: Sequence[Claim], rules: str
) -> Counter[str]:
    """Put the claims of newer rules in the place of a document's.

    A claim with the span of an old one keeps its id and its corrections, which are laid over what
    was found now. An old claim that is found no more goes, unless people have corrected it.

    Returns
    -------
    Counter
        How many claims were ``added``, ``changed``, ``removed``, ``unchanged``, and ``kept``
        though not found, because people had corrected them.
    """
    row = connection.execute(sa.select(documents).where(documents.c.id == document)).one()
    known = document_of({**json.loads(row.record), "text": row.text})
    check(known, found)
    old = connection.execute(
        sa.select(claims.c.number, claims.c.id, records.c.extracted, records.c.corrected)
        .join(records, records.c.claim == claims.c.number)
        .where(claims.c.document == row.number)
        .order_by(claims.c.number)
    ).all()
    before = {each.id: each for each in old}
    named = _named(known, found, old)
    gone = [each for each in old if each.id not in {claim.id for claim in named}]
    _remove(connection, [each.number for each in gone if each.corrected is None])
    kept = [claim_of(json.loads(each.extracted)) for each in gone if each.corrected is not None]
    first = next_(connection, claims.c.number)
    numbers = {each.id: each.number for each in old}
    numbers |= {c.id: first + at for at, c in enumerate(c for c in named if c.id not in before)}
    rows = rows_of(connection, row.number, known, [*named, *kept], numbers)
    done = Counter(removed=len(gone) - len(kept), kept=len(kept))
    added = []
    for claim, values in zip([*named, *kept], rows, strict=True):
        if claim.id in before:
            done["changed"] += _change(connection, row, before[claim.id], claim, values)
        else:
            added.append((claim, values))
    add_rows(connection, claims, [values for _, values in added])
    add_rows(
        connection,
        records,
        [{"claim": v["number"], "extracted": dumps(claim_record(c))} for c, v in added],
    )
    insert_parties(connection, added)
    connection.execute(documents.update().where(documents.c.id == document), {"rules": rules})
    done["added"] = len(added)
    done["unchanged"] = len(named) - len(added) - done["changed"]
    return done


def _named(document: Document, found: Sequence[Claim], old: Sequence[_Old]) -> list[Claim]:
    """Give claims the ids of the old ones with their spans, others ids that were never used."""
    there: dict[tuple[int, int], list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for each in old:
        record = json.loads(each.extracted)
        there[record["start"], record["end"]].append((each.id, record))
    ids: dict[str, str] = {}
    for claim in found:
        same = there[claim.span.start, claim.span.end]
        if same:
            best = max(same, key=lambda pair: _alike(claim_record(claim), pair[1]))
            same.remove(best)
            ids[claim.id] = best[0]
    used = [each.id.rpartition("-")[2] for each in old]
    number = max((int(n) for n in used if n.isdecimal()), default=0)
    for claim in found:
        if claim.id not in ids:
            number += 1
            ids[claim.id] = f"{document.id}-{number:03d}"
    return [
        replace(c, id=ids[c.id], repeats=ids.get(c.repeats, c.repeats) if c.repeats else None)
        for c in found
    ]


def _alike(new: Mapping[str, Any], old: Mapping[str, Any]) -> int:
    return sum(new.get(name) == value for name, value in old.items())


def _change(
    connection: sa.Connection, row: Any, old: _Old, claim: Claim, values: dict[str, Any]
) -> bool:
    """Put a claim in the place of its older self, with what people said of it laid over again."""
    extracted = dumps(claim_record(claim))
    told = _told(connection, old, claim, row.text) if old.corrected is not None else None
    shown = claim_of(told) if told else claim
    values |= looked_up_by(shown, row.published)
    values["counts"] = values["counts"] and not (told and told.get(REJECTED))
    connection.execute(
        records.update().where(records.c.claim == old.number),
        {"extracted": extracted, "corrected": dumps(told) if told else None},
    )
    connection.execute(claims.update().where(claims.c.number == old.number), values)
    connection.execute(parties.delete().where(parties.c.claim == old.number))
    insert_parties(connection, [(shown, values)])
    return bool(extracted != old.extracted)


def _told(connection: sa.Connection, old: _Old, claim: Claim, text: str) -> dict[str, Any]:
    """Return a claim as corrected; where corrections no longer fit it, as it was corrected."""
    said = connection.execute(
        sa.select(corrections.c.fields, corrections.c.who)
        .where(corrections.c.claim == old.number)
        .order_by(corrections.c.number)
    )
    record = claim_record(claim)
    try:
        for fields, who in said:
            record = corrected(record, json.loads(fields), text, who)
    except Refusal:
        before: dict[str, Any] = json.loads(old.corrected)
        return before
    return record


def _remove(connection: sa.Connection, numbers: Sequence[int]) -> None:
    """Take claims away; of those that repeated one, the first takes its place."""
    for number in numbers:
        after = list(
            connection.execute(
                sa.select(claims.c.number, claims.c.machine)
                .where(claims.c.repeats == number, claims.c.number.not_in(numbers))
                .order_by(claims.c.machine, claims.c.number)
            )
        )
        if after:
            heir = after[0]
            rejected = _rejected(connection, heir.number)
            counts = {"counts": not heir.machine and not rejected}
            connection.execute(
                claims.update().where(claims.c.number == heir.number), {"repeats": None, **counts}
            )
            connection.execute(parties.update().where(parties.c.claim == heir.number), counts)
            connection.execute(
                claims.update().where(claims.c.repeats == number), {"repeats": heir.number}
            )
        for table, column in ((parties, parties.c.claim), (records, records.c.claim)):
            connection.execute(table.delete().where(column == number))
        connection.execute(claims.delete().where(claims.c.number == number))


def _rejected(connection: sa.Connection, number: int) -> bool:
    record = connection.execute(
        sa.select(records.c.corrected).where(records.c.claim == number)
    ).scalar()
    return bool(record and json.loads(record).get(REJECTED))
