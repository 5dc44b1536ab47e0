"""What people say of claims: kept beside the extraction, with who and when, never in its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from burdenshare.errors import Problems, Refusal
from burdenshare.evidence.gold import GoldClaim
from burdenshare.evidence.ledger.lines import claim_of, dumps
from burdenshare.evidence.ledger.schema import claims, corrections, documents, parties, records
from burdenshare.evidence.ledger.writing import insert_parties, is_evidence, looked_up_by

_FIXED = ("record", "id", "document")
REJECTED = "rejected"
CORRECTABLE = sorted({*GoldClaim.model_fields, REJECTED} - set(_FIXED))


def now() -> str:
    """Return the time as it is kept beside a correction."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def unknown(claim: str) -> Refusal:
    """Return the refusal of an id that no claim has."""
    return Refusal(
        "unknown-claim",
        f"the ledger holds no claim {claim!r}",
        hint="burdenshare claims lists the claims with their ids",
    )


def correct(
    connection: sa.Connection, claim: str, fields: Mapping[str, Any], who: str, when: str
) -> None:
    """Lay a correction over a claim; the extraction stays as it was.

    Raises
    ------
    Refusal
        ``unknown-claim``; ``bad-correction`` with every wrong field.
    """
    earlier = claims.alias()
    row = connection.execute(
        sa.select(claims.c.number, claims.c.machine, earlier.c.machine.label("earlier"), records,
                  documents.c.text, documents.c.published)
        .outerjoin(earlier, earlier.c.number == claims.c.repeats)
        .join(records, records.c.claim == claims.c.number)
        .join(documents, documents.c.number == claims.c.document)
        .where(claims.c.id == claim)
    ).first()  # fmt: skip
    if row is None:
        raise unknown(claim)
    before = json.loads(row.corrected or row.extracted)
    after = corrected(before, dict(fields), row.text, who)
    found = claim_of(after)
    number = (connection.execute(sa.select(sa.func.max(corrections.c.number))).scalar() or 0) + 1
    connection.execute(
        corrections.insert(),
        {"number": number, "claim": row.number, "fields": dumps(fields), "who": who, "when": when},
    )
    connection.execute(
        records.update().where(records.c.claim == row.number), {"corrected": dumps(after)}
    )
    repeats = row.earlier is not None and not row.earlier
    counts = is_evidence(found) and not row.machine and not repeats and not after.get(REJECTED)
    values = {"machine": row.machine, "counts": counts, **looked_up_by(found, row.published)}
    connection.execute(claims.update().where(claims.c.number == row.number), values)
    connection.execute(parties.delete().where(parties.c.claim == row.number))
    insert_parties(connection, [(found, {"number": row.number, **values})])


def corrected(
    before: dict[str, Any], fields: dict[str, Any], text: str, who: str
) -> dict[str, Any]:
    """Return a record of a claim with fields corrected; ``bad-correction`` for wrong ones."""
    problems = Problems()
    for name in sorted(fields.keys() - set(CORRECTABLE)):
        problems.add(name, "no field that can be corrected", expected=", ".join(CORRECTABLE))
    if not fields:
        problems.add("fields", "nothing is corrected", expected=", ".join(CORRECTABLE))
    if not who.strip():
        problems.add("who", "a correction needs a name")
    if not isinstance(fields.get(REJECTED, False), bool):
        problems.add(REJECTED, f"{fields[REJECTED]!r} is neither true nor false")
    after = {**before, **fields}
    _place(after, fields, text, problems)
    gold = {name: after[name] for name in GoldClaim.model_fields if name in after}
    try:
        GoldClaim.model_validate(gold)
    except ValidationError as error:
        for each in error.errors():
            problems.add(".".join(map(str, each["loc"])), each["msg"])
    problems.require_none(
        "bad-correction",
        f"the correction of {before['id']} has {len(problems)} wrong fields",
        hint="docs/reference/evidence.md describes the fields of a claim",
    )
    return after


def _place(after: dict[str, Any], fields: Mapping[str, Any], text: str, problems: Problems) -> None:
    """Take the words of new spans from the document, and refuse spans that do not fit."""
    start, end = after["start"], after["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        problems.add("start, end", f"{start} to {end} is no part of the document")
        return
    if fields.get("quote", text[start:end]) != text[start:end]:
        problems.add("quote", "is not what stands there", expected=text[start:end])
    after["quote"] = text[start:end]
    number = after.get("quantity_span")
    if number is None:
        return
    try:
        first, last = number["start"], number["end"]
        inside = start <= first < last <= end
    except (TypeError, KeyError):
        inside = False
    if not inside:
        problems.add("quantity_span", f"{number!r} is no part of the claim")
        return
    after["quantity_span"] = {"start": first, "end": last, "text": text[first:last]}
