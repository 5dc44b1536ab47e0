"""The ledger: documents, claims and corrections in one place that survives a crash."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import sqlalchemy as sa

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.evidence.ledger import asking, writing
from burdenshare.evidence.ledger.asking import Entry, Filters, Passage, Source
from burdenshare.evidence.ledger.database import Database
from burdenshare.evidence.ledger.lines import document_of
from burdenshare.evidence.ledger.schema import claims, documents, migrate
from burdenshare.evidence.model import Claim, Document


class Ledger:
    """Documents and the claims in them; use `open`, and `close` or ``with`` when done.

    Many processes may read while one writes; writers wait for each other. A document and its
    claims are one transaction: after a crash they are there together or not at all.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, address: str | Path | None = None, *, create: bool = True) -> Self:
        """Open a ledger, begin it where there is none, and bring an older one up to date.

        Parameters
        ----------
        address : str or Path, optional
            A file, or ``postgresql://user:password@host/database``. Default: the setting
            ``ledger``, or else ``ledger.sqlite`` in the folder ``home``.
        create : bool
            Whether a file that is not there is begun, or refused.

        Raises
        ------
        Refusal
            ``bad-argument``, ``file-not-found``, ``damaged-file``, ``newer-ledger``.
        Failure
            ``network`` (a server that does not answer), ``cannot-write``, ``ledger-busy``.
        """
        database = Database(address, create=create)
        try:
            migrate(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    @property
    def name(self) -> str:
        """The file or address, without a password."""
        return self._database.name

    def close(self) -> None:
        """Let go of the file or the server."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def known(self) -> frozenset[str]:
        """Return the sha256 of everything that was read, so that nothing is read twice."""
        with self._database.reading() as connection:
            return frozenset(connection.execute(sa.select(documents.c.sha256)).scalars())

    def add(self, document: Document, found: Sequence[Claim], *, rules: str = "") -> bool:
        """Add a document with its claims, whole or not at all.

        `rules` names the rules that found them, so that they can be renewed by newer ones.

        Passages that stand in an earlier document are marked, and claims in them that say the same
        as a claim there do not count a second time.

        Returns
        -------
        bool
            False where the ledger holds these bytes or this text already: nothing is changed.

        Raises
        ------
        Refusal
            ``damaged-file`` for a text with characters that are none, ``bad-records`` for claims
            that do not stand in the document or whose ids are taken.
        """
        writing.check(document, found)
        with self._database.writing() as connection:
            if writing.is_known(connection, document):
                return False
            writing.insert(connection, document, found, rules)
        return True

    def outdated(self, rules: str) -> list[str]:
        """Return the ids of documents whose claims other rules have found."""
        with self._database.reading() as connection:
            query = sa.select(documents.c.id).where(documents.c.rules != rules)
            return list(connection.execute(query.order_by(documents.c.number)).scalars())

    def renew(self, document: str, found: Sequence[Claim], *, rules: str) -> Counter[str]:
        """Put the claims that newer rules find in the place of a document's, whole or not at all.

        See `burdenshare.evidence.ledger.renewing.renew`.
        """
        from burdenshare.evidence.ledger import renewing

        with self._database.writing() as connection:
            return renewing.renew(connection, document, found, rules)

    def documents(self) -> list[Source]:
        """Return the sources of all documents, in the order in which they were read."""
        with self._database.reading() as connection:
            query = sa.select(documents.c.record).order_by(documents.c.number)
            return [asking.source(record) for record in connection.execute(query).scalars()]

    def contents(self, *, limit: int, start: int = 0) -> list[tuple[Source, int]]:
        """Return documents with how many claims each has, those read last first."""
        many = (
            sa.select(sa.func.count())
            .where(claims.c.document == documents.c.number)
            .scalar_subquery()
        )
        query = sa.select(documents.c.record, many).order_by(documents.c.number.desc())
        with self._database.reading() as connection:
            rows = connection.execute(query.limit(limit).offset(start))
            return [(asking.source(record), number) for record, number in rows]

    def document(self, name: str) -> Document:
        """Return a document by its id or name, with all its marks of repeats.

        Raises
        ------
        Refusal
            ``unknown-document``; where several have the name, the first is returned.
        """
        with self._database.reading() as connection:
            row = connection.execute(
                sa.select(documents)
                .where((documents.c.id == name) | (documents.c.name == name))
                .order_by(documents.c.id != name, documents.c.number)
                .limit(1)
            ).first()
            if row is None:
                names = connection.execute(sa.select(documents.c.name).limit(10_000)).scalars()
                raise Refusal(
                    "unknown-document",
                    f"the ledger holds no document {name!r}",
                    hint=did_you_mean(name, names) or "read it: burdenshare read PATH",
                )
        return document_of({**json.loads(row.record), "text": row.text})

    def claims(
        self, filters: Filters | None = None, *, limit: int | None = None
    ) -> Iterator[Entry]:
        """Return claims in the order in which they were read; see `Filters`.

        Raises
        ------
        Refusal
            ``bad-argument`` for a stance, date or confidence that cannot be.
        """
        return self._entries(filters or Filters(), limit=limit, by_date=False)

    def numbers(self) -> Iterator[Entry]:
        """Return every claim with a number that repeats nothing and was not rejected, to compare.

        What `burdenshare.evidence.conflicts` does not look at is left out: the speaker, hedge,
        negation and rule of a claim are not to be had from here.
        """
        from burdenshare.evidence.ledger import comparing

        with self._database.reading() as connection:
            yield from comparing.numbers(connection)

    def timeline(
        self, filters: Filters | None = None, *, limit: int | None = None
    ) -> Iterator[Entry]:
        """Return claims in the order of what they are about, those without a date last.

        Reports stand at their own date or year; commitments, demands, support, opposition and
        forecasts at the day on which they were made, as far as known.
        """
        return self._entries(filters or Filters(), limit=limit, by_date=True)

    def latest(self, filters: Filters, *, limit: int, day: str | None = None) -> list[Entry]:
        """Return the claims that were said last, those without a date after all others.

        Parameters
        ----------
        filters : Filters
        limit : int
            How many at most.
        day : str, optional
            Only what was said on or before it, or has no date.
        """
        with self._database.reading() as connection:
            return asking.latest(connection, filters, limit, day)

    def how_many(self, filters: Filters, *, most: int) -> int:
        """Return how many claims there are, counted up to `most`."""
        with self._database.reading() as connection:
            return asking.how_many(connection, filters, most)

    def called(self, claims: Collection[str]) -> dict[str, Entry]:
        """Return claims by their ids; those that the ledger lacks are passed over."""
        with self._database.reading() as connection:
            return asking.called(connection, claims)

    def source(self, document: str) -> Source | None:
        """Return the source of a document by its id, None where the ledger lacks it."""
        with self._database.reading() as connection:
            query = sa.select(documents.c.record).where(documents.c.id == document)
            record = connection.execute(query).scalar()
        return None if record is None else asking.source(record)

    def _entries(self, filters: Filters, *, limit: int | None, by_date: bool) -> Iterator[Entry]:
        filters.check()

        def read() -> Iterator[Entry]:
            with self._database.reading() as connection:
                yield from asking.entries(connection, filters, by_date=by_date, limit=limit)

        return read()

    def search(self, wanted: str, *, limit: int = 20) -> tuple[list[Passage], bool]:
        """Return the passages in which all words stand, and whether there are more.

        Parameters
        ----------
        wanted : str
            Words in English or Japanese, "phrases in quotation marks", beginnings of words with a
            star (spend*). Case, accents and width do not count.
        limit : int
            How many passages at most: what counts as evidence first, and what was published last.

        Raises
        ------
        Refusal
            ``bad-argument`` if no word is in it.
        """
        with self._database.reading() as connection:
            return asking.search(connection, wanted, limit)

    def passages(self, *, limit: int) -> list[Passage]:
        """Return passages that count and repeat nothing, those read last first."""
        with self._database.reading() as connection:
            return asking.recent(connection, limit)

    def claim(self, claim: str) -> Entry:
        """Return a claim by its id.

        Raises
        ------
        Refusal
            ``unknown-claim``.
        """
        from burdenshare.evidence.ledger import correcting

        with self._database.reading() as connection:
            number = connection.execute(
                sa.select(claims.c.number).where(claims.c.id == claim)
            ).scalar()
            if number is None:
                raise correcting.unknown(claim)
            return next(asking.entries_of(connection, [number]))

    def correct(
        self, claim: str, fields: Mapping[str, Any], *, who: str, when: str | None = None
    ) -> Entry:
        """Correct fields of a claim; the extraction stays beside it.

        Parameters
        ----------
        claim : str
            Its id.
        fields : mapping
            New values of fields of the documented format; ``rejected: True`` says that it is no
            claim.
        who : str
        when : str, optional
            Default: now, in Greenwich.

        Raises
        ------
        Refusal
            ``unknown-claim``, or ``bad-correction`` with every wrong field.
        """
        from burdenshare.evidence.ledger import correcting

        with self._database.writing() as connection:
            correcting.correct(connection, claim, fields, who, when or correcting.now())
            number = connection.execute(
                sa.select(claims.c.number).where(claims.c.id == claim)
            ).scalar_one()
            return next(asking.entries_of(connection, [number]))

    def counts(self) -> dict[str, int]:
        """Return how many documents and claims there are, and how many claims count."""
        with self._database.reading() as connection:
            counted = sa.select(sa.func.count()).select_from(claims).where(claims.c.counts)
            return {
                "documents": _count(connection, documents),
                "claims": _count(connection, claims),
                "counted": connection.execute(counted).scalar_one(),
            }

    def export(self, stream: IO[str]) -> int:
        """Write everything as JSON lines, in the order in which it was read; return the lines."""
        from burdenshare.evidence.ledger import exchange

        with self._database.reading() as connection:
            return exchange.export(connection, stream)

    def export_gold(self, stream: IO[str], folder: Path) -> int:
        """Write the claims that people corrected as a gold file; return how many claims.

        The scopes are the passages that people have looked at: the spans of corrected claims. The
        texts of their documents are written into `folder`, where the score finds them.
        """
        from burdenshare.evidence.ledger import exchange

        with self._database.reading() as connection:
            return exchange.export_gold(connection, stream, folder)

    def import_(self, stream: IO[str], name: str = "the export") -> dict[str, int]:
        """Add what an export holds and this ledger does not, whole or not at all.

        Raises
        ------
        Refusal
            ``bad-records`` with every wrong line; ``newer-ledger`` for an export of a newer one.
        """
        from burdenshare.evidence.ledger import exchange

        with self._database.writing() as connection:
            return exchange.import_(connection, stream, name)


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
