"""The database behind a ledger: SQLite in a file, or PostgreSQL by address; one way in for both."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from burdenshare import settings
from burdenshare.errors import BurdenshareError, Failure, Refusal

WAIT_SECONDS = 60
"""How long one writer waits for another."""
_WRITERS = 7_230_915_301
"""The key under which PostgreSQL lets one writer in at a time, as SQLite does of itself."""
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "57014")


class Database:
    """Reads that see one state from begin to end, and writes that happen whole or not at all.

    Parameters
    ----------
    address : str, Path or None
        A file, or ``postgresql://user:password@host/name``; the setting ``ledger`` if None, or
        else ``ledger.sqlite`` in the folder ``home``.
    create : bool
        Whether a file that is not there is begun, or refused.

    Raises
    ------
    Refusal
        ``bad-argument`` for an address of another kind; ``file-not-found``; ``damaged-file`` for
        a file that is no SQLite database.
    Failure
        ``cannot-write`` if the folder cannot be made.
    """

    def __init__(self, address: str | Path | None, *, create: bool = True) -> None:
        self.url = _url(address)
        self.postgresql = self.url.get_backend_name() == "postgresql"
        self.name = self.url.render_as_string(hide_password=True)
        if not self.postgresql:
            self.name = str(self.url.database)
            _prepare(Path(self.name), create)
        self.engine = _engine(self.url)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a transaction that sees one state of the ledger and keeps no writer waiting."""
        with self.errors(), self.engine.connect() as connection:
            if self.postgresql:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a transaction as the only writer; what is in it is kept whole or not at all."""
        with self.errors(), self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                if self.postgresql:
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
                yield connection

    def close(self) -> None:
        """Let go of the file or the server."""
        self.engine.dispose()

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Say in our own words what a database refuses."""
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise self._translated(error) from error

    def _translated(self, error: sa.exc.DBAPIError) -> BurdenshareError:
        cause = error.orig
        code = getattr(cause, "sqlite_errorname", "") or _sqlstate(cause)
        if code.startswith(_DAMAGED):
            return Refusal(
                "damaged-file",
                f"the ledger {self.name} is damaged: {cause}",
                hint="bring back a copy, or import an export: burdenshare evidence import FILE",
            )
        if code.startswith(_BUSY):
            return Failure(
                "ledger-busy",
                f"another program has been writing to {self.name} for {WAIT_SECONDS} s",
                hint="wait until it has finished, and try again",
            )
        if isinstance(cause, sqlite3.Error):
            return Failure(
                "cannot-write",
                f"{self.name}: {cause}",
                hint="choose a folder you may write to, with room on the disk",
            )
        return Failure(
            "network",
            f"the ledger {self.name} cannot be reached: {_reason(cause)}",
            hint="check address, name, password and that the server runs",
        )


def _url(address: str | Path | None) -> URL:
    if address is None:
        address = os.environ.get(settings.SETTINGS["ledger"].variable) or None
    if address is None:
        home = settings.folder("home")
        assert home is not None
        address = home / "ledger.sqlite"
    text = str(address)
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser()))
    try:
        url = make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in ("postgresql", "postgres", "postgresql+pg8000"):
        raise Refusal(
            "bad-argument",
            "the address of the ledger is neither a file nor a PostgreSQL database",
            hint="write a file name, or postgresql://user:password@host/database",
        )
    return url.set(drivername="postgresql+pg8000")


def _prepare(file: Path, create: bool) -> None:
    try:
        with file.open("rb") as stream:
            head = stream.read(16)
    except FileNotFoundError:
        head = None
    except OSError as error:
        raise Refusal(
            "file-not-found",
            f"the ledger {file} cannot be read: {error.strerror}",
            hint="name a file that you may read",
        ) from error
    if head is None and not create:
        raise Refusal(
            "file-not-found",
            f"there is no ledger {file}",
            hint="begin one: burdenshare read PATH",
        )
    if head and head != b"SQLite format 3\0":
        raise Refusal(
            "damaged-file",
            f"{file} is no ledger",
            hint="name a file that burdenshare read has made",
        )
    if head is None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Failure(
                "cannot-write",
                f"{file.parent}: {error.strerror}",
                hint="choose a folder you may write to",
            ) from error


def _engine(url: URL) -> sa.Engine:
    if url.get_backend_name() == "postgresql":
        return sa.create_engine(url, connect_args={"timeout": WAIT_SECONDS * 2})
    engine = sa.create_engine(url, connect_args={"timeout": WAIT_SECONDS})

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _sqlstate(cause: object) -> str:
    said = getattr(cause, "args", ())
    return str(said[0].get("C", "")) if said and isinstance(said[0], dict) else ""


def _reason(cause: object) -> str:
    said = getattr(cause, "args", ())
    return str(said[0].get("M", "")) if said and isinstance(said[0], dict) else str(cause)
