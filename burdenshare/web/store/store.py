"""The store of a service: opened once, shared by every request."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from burdenshare.database import Database
from burdenshare.web.store.acts import Act
from burdenshare.web.store.debates import Debates
from burdenshare.web.store.people import People
from burdenshare.web.store.schema import SCHEMA, STORE, audit, secrets
from burdenshare.web.store.times import now
from burdenshare.web.store.workshops import Workshops


class Store:
    """What a service keeps, on SQLite or PostgreSQL; safe between threads and processes.

    Every change is one transaction with its line in the audit log: both are kept, or neither.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.people = People(self)
        self.debates = Debates(self)
        self.workshops = Workshops(self)

    @classmethod
    def open(cls, address: str | Path | None = None) -> Self:
        """Open a store, begin it where there is none, and bring an older one up to date.

        Raises
        ------
        Refusal
            ``bad-argument``, ``file-not-found``, ``damaged-file``, ``newer-store``.
        Failure
            ``network`` (a server that does not answer), ``cannot-write``, ``store-busy``.
        """
        database = Database(address, STORE)
        try:
            SCHEMA.migrate(database)
            opened = cls(database)
            _ = opened.signing  # pages with forms are shown even while the store is away
        except BaseException:
            database.close()
            raise
        return opened

    @property
    def name(self) -> str:
        """The file or address, without a password."""
        return self._database.name

    def close(self) -> None:
        """Let go of the file or the server."""
        self._database.close()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """See one state of the store from begin to end."""
        with self._database.reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Change the store; what is in the block is kept whole or not at all."""
        with self._database.writing() as connection:
            yield connection

    @cached_property
    def signing(self) -> bytes:
        """What every process of this service signs cookies with."""
        with self.reading() as connection:
            query = sa.select(secrets.c.value).where(secrets.c.name == "signing")
            return bytes.fromhex(connection.execute(query).scalar_one())

    @cached_property
    def mark(self) -> str:
        """A few letters that tell this service from others on the same host, and no secret."""
        return hashlib.sha256(b"mark\n" + self.signing).hexdigest()[:8]

    def note(
        self, who: str, what: Act, about: str = "", *, role: str = "", within: Any = None
    ) -> None:
        """Write a line into the audit log: who did what, when; never a secret.

        Parameters
        ----------
        who, role : str
            Name and role of a token, or the name that a visitor signed with.
        what : Act
            In a few words that stay the same: ``token revoked``.
        about : str
            To which thing.
        within : sqlalchemy.Connection, optional
            The transaction that the line belongs to; default: one of its own.
        """
        line = audit.insert().values(at=now(), who=who, role=role, what=what, about=about)
        if within is not None:
            within.execute(line)
            return
        with self.writing() as connection:
            connection.execute(line)

    def audit(
        self,
        *,
        limit: int = 1000,
        before: int | None = None,
        who: str | None = None,
        what: Act | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> list[dict[str, Any]]:
        """Return the last lines of the audit log, the newest first.

        Parameters
        ----------
        limit : int
            How many at most.
        before : int, optional
            Only lines older than the one with this number.
        who, what : str, optional
            Exactly as they stand in the log.
        since, until : date, optional
            First and last day, in Greenwich.
        """
        lines = audit.c
        meant = {
            lines.number < (before or 0): before,
            lines.who == (who or ""): who,
            lines.what == (what or ""): what,
            lines.at >= str(since): since,
            lines.at < f"{until}U": until,  # U comes after the T of every time
        }
        wanted = [condition for condition, given in meant.items() if given is not None]
        query = sa.select(audit).where(*wanted).order_by(audit.c.number.desc()).limit(limit)
        with self.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]
