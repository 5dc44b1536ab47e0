"""Asking a ledger: claims by filters, passages by words, and what happened when."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from burdenshare.errors import Problems
from burdenshare.evidence.ledger import vectors, words
from burdenshare.evidence.ledger.lines import claim_of, claim_record
from burdenshare.evidence.ledger.names import key, meant
from burdenshare.evidence.ledger.repeats import in_parts
from burdenshare.evidence.ledger.schema import claims, documents, parties, passages, records
from burdenshare.evidence.model import STANCES, Claim, Language, Span

_PAGE = 500
_MANY = 20_000
_CANDIDATES = 1000
"""Passages that are looked at for one search: those read last, if there are more."""
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True)
class Source:
    """What is known of a document besides its words; the fields are those of `Document`."""

    id: str
    name: str
    language: Language
    title: str
    publisher: str
    author: str
    published: str
    media: str
    machine: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as every answer shows it."""
        return {
            "document": self.name,
            "document_id": self.id,
            "title": self.title,
            "publisher": self.publisher,
            "author": self.author,
            "published": self.published,
            "language": self.language,
            "machine_written": bool(self.machine),
        }


@dataclass(frozen=True)
class Entry:
    """A claim of the ledger with its source.

    Attributes
    ----------
    claim : Claim
        With corrections applied; `repeats` names the earlier claim that says the same.
    source : Source
    counts : bool
        Whether it is evidence: no repeat, not machine-written, not rejected by a person.
    corrected : bool
        Whether people have corrected it.
    rejected : bool
        Whether people have said that it is no claim.
    said, about : str
        When it was said, and the date of what it is about, as far as known.
    """

    claim: Claim
    source: Source
    counts: bool
    corrected: bool
    rejected: bool
    said: str
    about: str

    def to_json(self) -> dict[str, Any]:
        """Return the claim in the documented format, with its source."""
        return {
            **claim_record(self.claim),
            **self.source.to_json(),
            "counts": self.counts,
            "corrected": self.corrected,
            "rejected": self.rejected,
        }


@dataclass(frozen=True)
class Passage:
    """A passage in which all the words stand.

    Attributes
    ----------
    source : Source
    span : Span
        In the document.
    text : str
    hits : tuple of Span
        Where the words stand, in the document.
    repeat : bool
        Whether most of it stands earlier, there or in another document.
    """

    source: Source
    span: Span
    text: str
    hits: tuple[Span, ...]
    repeat: bool

    def to_json(self) -> dict[str, Any]:
        """Return the passage with its source."""
        return {
            **self.source.to_json(),
            "start": self.span.start,
            "end": self.span.end,
            "text": self.text,
            "hits": [[hit.start, hit.end] for hit in self.hits],
            "repeat": self.repeat,
        }


@dataclass(frozen=True)
class Filters:
    """Which claims are meant; whatever is None does not count.

    Attributes
    ----------
    actor, target : str
        A state by code or name in English or Japanese, an organisation, a person.
    measure : str
        A measure; ``defence_budget:*`` stands for all that begin so.
    stance : str
    since, until : str
        ``2025``, ``2025-07`` or ``2025-07-03``: when it was said, that is when its document was
        published; for the timeline, when it happened. What has no date is then left out.
    document : str
        Id or name of a document.
    confidence : float
        The least.
    machine : bool
        Whether claims of machine-written pages are shown.
    counted : bool
        Only what counts as evidence: no repeats, nothing machine-written or rejected.
    """

    actor: str | None = None
    target: str | None = None
    measure: str | None = None
    stance: str | None = None
    since: str | None = None
    until: str | None = None
    document: str | None = None
    confidence: float | None = None
    machine: bool = True
    counted: bool = False

    def check(self) -> None:
        """Refuse filters that cannot be.

        Raises
        ------
        Refusal
            ``bad-argument`` with every problem at once.
        """
        problems = Problems()
        if self.stance is not None and self.stance not in STANCES:
            problems.add("stance", f"{self.stance!r} is none", expected=", ".join(STANCES))
        for name in ("since", "until"):
            day = getattr(self, name)
            if day is not None and not _DAY.fullmatch(day):
                problems.add(name, f"{day!r} is no date", expected="2025, 2025-07 or 2025-07-03")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            problems.add("confidence", f"{self.confidence} is no share", expected="0 to 1")
        problems.require_none(
            "bad-argument", "what is asked of the ledger cannot be read", hint="see --help"
        )


def entries(
    connection: sa.Connection, filters: Filters, *, by_date: bool = False, limit: int | None = None
) -> Iterator[Entry]:
    """Return claims in the order in which they were read, or of what they are about.

    By date, those without one come last.
    """
    left = limit
    for undated in (False, True) if by_date else (None,):
        for entry in _ordered(connection, filters, undated, left):
            left = None if left is None else left - 1
            yield entry


def _ordered(
    connection: sa.Connection, filters: Filters, undated: bool | None, limit: int | None
) -> Iterator[Entry]:
    """Read claims page by page, so that no number of them fills the memory."""
    by_date = undated is False
    table, number, conditions = _among(connection, filters)
    when = table.c.said if undated is None else table.c.about
    conditions += _within(when, filters)
    order = (when, number) if by_date else (number,)
    if undated is not None:
        conditions.append(when == "" if undated else when != "")
    query = sa.select(*order).where(*conditions).order_by(*order)
    last: tuple[Any, ...] | None = None
    left = limit
    while left is None or left > 0:
        page = query.limit(_PAGE if left is None else min(left, _PAGE))
        if last is not None:
            page = page.where(sa.tuple_(*order) > last if by_date else number > last[0])
        found = [tuple(row) for row in connection.execute(page)]
        yield from entries_of(connection, [row[-1] for row in found])
        if not found:
            return
        last = found[-1]
        left = None if left is None else left - len(found)


def latest(connection: sa.Connection, filters: Filters, limit: int, day: str | None) -> list[Entry]:
    """Return the claims that were said last, on a day or before, those without a date last."""
    table, number, conditions = _among(connection, filters)
    if day is not None:
        conditions.append(table.c.said <= day + "~")
    query = (
        sa.select(number)
        .where(*conditions, *_within(table.c.said, filters))
        .order_by(table.c.said.desc(), number.desc())
        .limit(limit)
    )
    return list(entries_of(connection, list(connection.execute(query).scalars())))


def how_many(connection: sa.Connection, filters: Filters, most: int) -> int:
    """Count claims, up to a number from which on it does not matter how many there are."""
    table, number, conditions = _among(connection, filters)
    some = sa.select(number).where(*conditions, *_within(table.c.said, filters)).limit(most)
    counted = sa.select(sa.func.count()).select_from(some.subquery())
    return connection.execute(counted).scalar_one()


def called(connection: sa.Connection, ids: Collection[str]) -> dict[str, Entry]:
    """Return claims by their ids; those that are not there are left out."""
    query = sa.select(claims.c.number).order_by(claims.c.number)
    numbers = [
        number
        for some in in_parts(sorted(ids))
        for number in connection.execute(query.where(claims.c.id.in_(some))).scalars()
    ]
    return {entry.claim.id: entry for entry in entries_of(connection, numbers)}


_Condition = sa.ColumnElement[bool]


def _among(
    connection: sa.Connection, filters: Filters
) -> tuple[sa.Table, sa.Column[int], list[_Condition]]:
    """Return where the claims asked for are looked up, their number there, and conditions.

    That is the claims or, where a party is asked for, what is noted of the rarer party.
    """
    asked_for = (("actor", filters.actor), ("target", filters.target))
    named = [(role, _name(connection, role, name)) for role, name in asked_for if name is not None]
    table, number = claims, claims.c.number
    conditions: list[_Condition] = []
    if filters.document is not None:
        mine = sa.select(documents.c.number).where(
            (documents.c.id == filters.document) | (documents.c.name == filters.document)
        )
        conditions.append(claims.c.document.in_(mine))
    elif named:
        named.sort(key=lambda party: _how_many(connection, *party))
        role, name = named.pop(0)
        table, number = parties, parties.c.claim
        conditions += [parties.c.role == role, parties.c.name == name]
    if filters.measure is not None:
        conditions += _matches(table.c.measure, filters.measure)
    if filters.stance is not None:
        conditions.append(table.c.stance == filters.stance)
    if filters.confidence is not None:
        conditions.append(table.c.confidence >= filters.confidence)
    if not filters.machine:
        conditions.append(table.c.machine.is_(False))
    if filters.counted:
        conditions.append(table.c.counts.is_(True))
    for role, name in named:
        other = parties.alias()
        conditions.append(
            sa.exists().where(other.c.role == role, other.c.name == name, other.c.claim == number)
        )
    return table, number, conditions


def _within(when: sa.Column[str], filters: Filters) -> Iterator[_Condition]:
    """Bound a date; what is dated less finely, to the month or year, lies in both bounds."""
    if filters.since is not None:
        shorter = [filters.since[:length] for length in (4, 7) if length < len(filters.since)]
        if shorter:
            yield when >= shorter[0]
        yield (when >= filters.since) | when.in_(shorter)
    if filters.until is not None:
        yield when <= filters.until + "~"
        yield when != ""


def _name(connection: sa.Connection, role: str, name: str) -> str:
    """Return a name as it stands in claims or, where no claim has it, for whom it stands."""
    literally = sa.select(parties.c.claim).where(
        parties.c.role == role, parties.c.name == key(name)
    )
    if connection.execute(literally.limit(1)).first() is not None:
        return key(name)
    return key(meant(name))


def _how_many(connection: sa.Connection, role: str, name: str) -> int:
    """Return in how many claims a party stands, up to what makes a difference."""
    some = sa.select(parties.c.claim).where(parties.c.role == role, parties.c.name == name)
    counted = sa.select(sa.func.count()).select_from(some.limit(_MANY).subquery())
    return connection.execute(counted).scalar_one()


def _matches(column: sa.Column[str], wanted: str) -> Iterator[sa.ColumnElement[bool]]:
    if not wanted.endswith("*"):
        yield column == wanted
        return
    yield column >= wanted[:-1]
    yield column < wanted[:-1] + "\uffff"


def entries_of(connection: sa.Connection, numbers: list[int]) -> Iterator[Entry]:
    """Read claims with their sources, in the order of their numbers' list."""
    earlier = claims.alias()
    query = (
        sa.select(
            claims.c.number,
            claims.c.counts,
            claims.c.said,
            claims.c.about,
            records.c.extracted,
            records.c.corrected,
            earlier.c.id.label("repeats"),
            documents.c.record,
        )
        .join(records, records.c.claim == claims.c.number)
        .join(documents, documents.c.number == claims.c.document)
        .outerjoin(earlier, earlier.c.number == claims.c.repeats)
    )
    found = {
        row.number: row
        for some in in_parts(numbers)
        for row in connection.execute(query.where(claims.c.number.in_(some)))
    }
    sources: dict[str, Source] = {}
    for number in numbers:
        row = found[number]
        if row.record not in sources:
            sources[row.record] = source(row.record)
        record = json.loads(row.corrected or row.extracted)
        claim = claim_of(record)
        if row.repeats is not None:
            claim = replace(claim, repeats=row.repeats)
        yield Entry(
            claim=claim,
            source=sources[row.record],
            counts=row.counts,
            corrected=row.corrected is not None,
            rejected=bool(record.get("rejected")),
            said=row.said,
            about=row.about,
        )


def source(record: str) -> Source:
    """Return the source of the stored record of a document."""
    known = json.loads(record)
    values = {name: known[name] for name in Source.__dataclass_fields__}
    return Source(**{**values, "machine": tuple(known["machine"])})


def search(connection: sa.Connection, wanted: str, limit: int) -> tuple[list[Passage], bool]:
    """Return passages in which all words stand, and whether there are more.

    What counts as evidence comes first, and of that what was published last.
    """
    terms = words.terms(wanted)
    newest = _matching(connection, terms)
    rows = connection.execute(
        sa.select(passages.c.number, passages.c.repeat, documents.c.machine, documents.c.published)
        .join(documents, documents.c.number == passages.c.document)
        .where(passages.c.number.in_(newest))
    ).all()
    ranked = sorted(rows, key=lambda row: -row.number)
    ranked.sort(key=lambda row: row.published, reverse=True)
    ranked.sort(key=lambda row: (row.machine, row.repeat))
    numbers = [row.number for row in ranked[:limit]]
    more = len(ranked) > len(numbers) or len(newest) == _CANDIDATES
    return list(_passages(connection, numbers, terms)), more


def recent(connection: sa.Connection, limit: int) -> list[Passage]:
    """Return passages that are evidence and no repeats, those read last first."""
    rows = connection.execute(
        sa.select(passages.c.number)
        .join(documents, documents.c.number == passages.c.document)
        .where(passages.c.repeat.is_(False), documents.c.machine.is_(False))
        .order_by(passages.c.number.desc())
        .limit(limit)
    )
    return list(_passages(connection, list(rows.scalars()), []))


def _passages(
    connection: sa.Connection, numbers: list[int], terms: list[words.Term]
) -> Iterator[Passage]:
    start = passages.c.start
    rows = connection.execute(
        sa.select(
            passages.c.number,
            start,
            passages.c.end,
            passages.c.repeat,
            documents.c.record,
            sa.func.substr(documents.c.text, start + 1, passages.c.end - start).label("words"),
        )
        .join(documents, documents.c.number == passages.c.document)
        .where(passages.c.number.in_(numbers))
    )
    found = {row.number: row for row in rows}
    for number in numbers:
        row = found[number]
        yield Passage(
            source=source(row.record),
            span=Span(row.start, row.end),
            text=row.words,
            hits=tuple(
                Span(row.start + hit.start, row.start + hit.end)
                for hit in words.hits(row.words, terms)
            ),
            repeat=row.repeat,
        )


def _matching(connection: sa.Connection, terms: list[words.Term]) -> list[int]:
    """Return the numbers of the passages in which all terms stand, those read last first."""
    if connection.dialect.name != "sqlite":
        return vectors.matching(connection, terms, _CANDIDATES)
    query = "SELECT rowid FROM passage_words WHERE words MATCH :q ORDER BY rowid DESC LIMIT :n"
    asked_for = " AND ".join(
        f'"{" ".join(term.tokens)}"{" *" if term.open_ended else ""}' for term in terms
    )
    found = connection.execute(sa.text(query), {"q": asked_for, "n": _CANDIDATES})
    return [row[0] for row in found]
