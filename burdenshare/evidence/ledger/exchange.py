"""A whole ledger as JSON lines, out and in without loss, and corrected claims as a gold file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from pydantic import ValidationError

from burdenshare.errors import Failure, Problems, Refusal
from burdenshare.evidence.gold import GoldClaim
from burdenshare.evidence.ledger import writing
from burdenshare.evidence.ledger.correcting import REJECTED, correct
from burdenshare.evidence.ledger.lines import claim_of, document_of, dumps
from burdenshare.evidence.ledger.schema import STEPS, claims, corrections, documents, records
from burdenshare.evidence.model import Claim, Document

_PAGE = 200


def export(connection: sa.Connection, stream: IO[str]) -> int:
    """Write the documents, each with its claims, then the corrections; return the lines."""
    lines = 0
    for line in _lines(connection):
        stream.write(line + "\n")
        lines += 1
    return lines


def _lines(connection: sa.Connection) -> Iterator[str]:
    yield dumps({"record": "ledger", "version": len(STEPS)})
    for row in _documents(connection):
        yield dumps({**json.loads(row.record), "rules": row.rules, "text": row.text})
        yield from connection.execute(
            sa.select(records.c.extracted)
            .join(claims, claims.c.number == records.c.claim)
            .where(claims.c.document == row.number)
            .order_by(claims.c.number)
        ).scalars()
    for each in connection.execute(
        sa.select(corrections, claims.c.id)
        .join(claims, claims.c.number == corrections.c.claim)
        .order_by(corrections.c.number)
    ):
        yield dumps(
            {
                "record": "correction",
                "claim": each.id,
                "fields": json.loads(each.fields),
                "who": each.who,
                "when": each.when,
            }
        )


def _documents(connection: sa.Connection) -> Iterator[sa.Row[Any]]:
    last = 0
    while True:
        rows = connection.execute(
            sa.select(documents)
            .where(documents.c.number > last)
            .order_by(documents.c.number)
            .limit(_PAGE)
        ).all()
        yield from rows
        if not rows:
            return
        last = rows[-1].number


def export_gold(connection: sa.Connection, stream: IO[str], folder: Path) -> int:
    """Write corrected claims with their scopes, and the texts in which they stand."""
    rows = connection.execute(
        sa.select(claims.c.id, records.c.corrected, documents.c.id.label("document"),
                  documents.c.text, claims.c.number)
        .join(records, records.c.claim == claims.c.number)
        .join(documents, documents.c.number == claims.c.document)
        .where(records.c.corrected.is_not(None))
        .order_by(claims.c.number)
    ).all()  # fmt: skip
    if not rows:
        raise Refusal(
            "unknown-claim",
            "nobody has corrected a claim of this ledger, so that there is no gold in it",
            hint="burdenshare evidence correct CLAIM FIELD=VALUE --who NAME",
        )
    told = [json.loads(row.corrected) for row in rows]
    kept = {row.id for row, record in zip(rows, told, strict=True) if not record.get(REJECTED)}
    scopes, golden = {}, []
    for row, record in zip(rows, told, strict=True):
        name = f"{row.document}.txt"
        data = row.text.encode("utf-8")
        _write_text(folder / name, data)
        scope = {"record": "scope", "document": name, "start": record["start"],
                 "end": record["end"], "sha256": hashlib.sha256(data).hexdigest()}  # fmt: skip
        scopes[dumps(scope)] = True
        if not record.get(REJECTED):
            golden.append(_gold(connection, row.number, {**record, "document": name}, kept))
    for line in (*scopes, *map(dumps, golden)):
        stream.write(line + "\n")
    return len(golden)


def _gold(
    connection: sa.Connection, number: int, record: dict[str, Any], kept: set[str]
) -> dict[str, Any]:
    last = connection.execute(
        sa.select(corrections.c.who, corrections.c.when)
        .where(corrections.c.claim == number)
        .order_by(corrections.c.number.desc())
    ).first()
    assert last is not None
    gold = {name: record[name] for name in GoldClaim.model_fields if name in record}
    gold["repeats"] = gold.get("repeats") if gold.get("repeats") in kept else None
    gold["note"] = record.get("note") or f"corrected by {last.who}, {last.when}"
    return gold


def _write_text(file: Path, data: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_bytes() != data:
            file.write_bytes(data)
    except OSError as error:
        raise Failure(
            "cannot-write", f"{file}: {error.strerror}", hint="choose a folder you may write to"
        ) from error


def import_(connection: sa.Connection, stream: IO[str], name: str) -> dict[str, int]:
    """Add what is new in an export; the transaction is the caller's."""
    reader = _Import(connection, Problems())
    try:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                reader.line(number, line)
    except UnicodeDecodeError as error:
        reader.problems.add("file", f"is no UTF-8 text: {error.reason}")
    reader.end()
    reader.problems.require_none(
        "bad-records",
        f"{name} has {len(reader.problems)} wrong lines; nothing was imported",
        hint="import a file that burdenshare evidence export has written",
    )
    return reader.added


class _Import:
    """Takes lines one by one; a document is added when its claims are complete."""

    def __init__(self, connection: sa.Connection, problems: Problems) -> None:
        self.problems = problems
        self.added = {"documents": 0, "claims": 0, "corrections": 0, "unchanged": 0}
        self._connection = connection
        self._document: Document | None = None
        self._claims: list[Claim] = []
        self._rules = ""
        self._where = "file"
        self._begun = False

    def line(self, number: int, line: str) -> None:
        """Take in one line, or note what is wrong with it."""
        where = f"line {number}"
        try:
            record = json.loads(line, parse_constant=_no_number)
            if not isinstance(record, dict):
                raise ValueError("no JSON object")
            self._record(where, record)
        except Refusal as refusal:
            if refusal.code == "newer-ledger":
                raise
            self._refused(where, refusal)
        except ValidationError as error:
            for each in error.errors():
                field = ".".join(map(str, each["loc"]))
                self.problems.add(f"{where}, {field}", each["msg"])
        except KeyError as error:
            self.problems.add(where, f"the field {error} is missing")
        except (ValueError, TypeError) as error:
            self.problems.add(where, str(error))

    def _record(self, where: str, record: dict[str, Any]) -> None:
        kind = record.get("record")
        if not self._begun:
            self._begun = True
            if kind != "ledger":
                raise ValueError("is not the first line of an export")
            self._check_version(record.get("version"))
        elif kind == "document":
            self.finish()
            self._rules = str(record.pop("rules", ""))
            self._document, self._claims, self._where = document_of(record), [], where
        elif kind == "claim":
            self._claim(record)
        elif kind == "correction":
            self.finish()
            self._correction(record)
        else:
            raise ValueError(f"{kind!r} is no kind of record")

    @staticmethod
    def _check_version(version: object) -> None:
        if not isinstance(version, int):
            raise ValueError("the version of the ledger is missing")
        if version > len(STEPS):
            raise Refusal(
                "newer-ledger",
                f"the export has version {version}; this program knows {len(STEPS)}",
                hint="use the newer burdenshare that has written it",
            )

    def _claim(self, record: dict[str, Any]) -> None:
        if self._document is None or record["document"] != self._document.id:
            raise ValueError("the claim does not follow its document")
        GoldClaim.model_validate(
            {name: record[name] for name in GoldClaim.model_fields if name in record}
        )
        self._claims.append(claim_of(record))

    def _correction(self, record: dict[str, Any]) -> None:
        claim, fields, who, when = (record[name] for name in ("claim", "fields", "who", "when"))
        if not (isinstance(fields, dict) and all(isinstance(w, str) for w in (claim, who, when))):
            raise TypeError("claim, who and when are texts, and fields is an object")
        same = (
            sa.select(corrections.c.number)
            .join(claims, claims.c.number == corrections.c.claim)
            .where(claims.c.id == claim, corrections.c.fields == dumps(fields))
            .where(corrections.c.who == who, corrections.c.when == when)
        )
        if self._connection.execute(same).first() is None and not self.problems:
            correct(self._connection, claim, fields, who, when)
            self.added["corrections"] += 1

    def end(self) -> None:
        """Add the last document; a file without a line is no export."""
        self.finish()
        if not self._begun:
            self.problems.add("file", "no line in it")

    def finish(self) -> None:
        """Add the document whose claims have been read, unless it is known."""
        document, self._document = self._document, None
        if document is None or self.problems:
            return
        try:
            writing.check(document, self._claims)
            if writing.is_known(self._connection, document):
                self.added["unchanged"] += 1
                return
            writing.insert(self._connection, document, self._claims, self._rules)
        except Refusal as refusal:
            self._refused(self._where, refusal)
            return
        self.added["documents"] += 1
        self.added["claims"] += len(self._claims)

    def _refused(self, where: str, refusal: Refusal) -> None:
        self.problems.add(where, refusal.message)
        for detail in refusal.details:
            self.problems.add(f"{where}, {detail.get('where')}", str(detail.get("message")))


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")
