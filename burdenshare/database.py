"""A database that keeps what people give: SQLite in a file, or PostgreSQL by address.

One way in for both, and for every kind of content: `Kind` says which setting names the database
and how refusals speak of it, `Schema` brings an older one up to date.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from burdenshare import settings
from burdenshare.errors import BurdenshareError, Failure, Refusal

_WRITERS = 7_230_915_301
"""The key under which PostgreSQL lets one writer in at a time, as SQLite does of itself."""
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "57014")
_ATTEMPTS = 100
WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text that is compared character by character on every server, whatever its language."""


class Kind(NamedTuple):
    """What a database holds, and how its refusals speak of it."""

    noun: str
    """The ledger."""
    setting: str
    """The setting that names it; its default is a file in the folder ``home``."""
    busy: str
    """The code for another program that keeps writing."""
    newer: str
    """The code for a database that a newer program has written."""
    begin: str
    """What to do where there is none."""
    restore: str
    """What to do where it is damaged."""
    wait: int = 60
    """How long one writer waits for another, in seconds."""
    durable: bool = False
    """Whether what was written outlives a power cut and a file that is moved away.

    Then a write waits for the disk, and every transaction opens the file anew: who holds on to a
    file that is gone writes into nowhere without being told. The file is its owner's alone. That it
    is damaged is a failure: who asks a service has not named the file.
    """


class Database:
    """Reads that see one state from begin to end, and writes that happen whole or not at all.

    Parameters
    ----------
    address : str, Path or None
        A file, or ``postgresql://user:password@host/name``; the setting of its kind if None, or
        else a file in the folder ``home``.
    kind : Kind
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

    def __init__(self, address: str | Path | None, kind: Kind, *, create: bool = True) -> None:
        self.kind = kind
        self.url = _url(address, kind)
        self.postgresql = self.url.get_backend_name() == "postgresql"
        shown = self.url.set(drivername=self.url.get_backend_name())
        self.name = shown.render_as_string(hide_password=True)
        if not self.postgresql:
            self.name = str(self.url.database)
            _prepare(Path(self.name), kind, create)
        self.engine = _engine(self.url, kind)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a transaction that sees one state of the database and keeps no writer waiting."""
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
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{self.kind.wait}s'")
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
        except sa.exc.TimeoutError as error:
            raise self._busy() from error

    def _busy(self) -> Failure:
        return Failure(
            self.kind.busy,
            f"another program has been writing to {self.name} for {self.kind.wait} s",
            hint="wait until it has finished, and try again",
        )

    def _translated(self, error: sa.exc.DBAPIError) -> BurdenshareError:
        cause = error.orig
        code = getattr(cause, "sqlite_errorname", "") or _sqlstate(cause)
        if code.startswith(_DAMAGED):
            kind = Failure if self.kind.durable else Refusal
            return kind(
                "damaged-file",
                f"{self.kind.noun} {self.name} is damaged: {cause}",
                hint=self.kind.restore,
            )
        if code.startswith(_BUSY):
            return self._busy()
        if isinstance(cause, sqlite3.Error):
            return Failure(
                "cannot-write",
                f"{self.name}: {cause}",
                hint="choose a folder you may write to, with room on the disk",
            )
        return Failure(
            "network",
            f"{self.kind.noun} {self.name} cannot be reached: {_reason(cause)}",
            hint="check address, name, password and that the server runs",
        )


class Schema(NamedTuple):
    """The tables of a database, and the numbered steps that bring an older one up to date."""

    tables: sa.MetaData
    version: sa.Table
    """The table of one row and one column that holds the number of the last step."""
    steps: Sequence[Callable[[sa.Connection], None]]
    """Step n turns a database of version n - 1 into one of version n; a step never changes."""

    def migrate(self, database: Database) -> None:
        """Bring a database up to the version of this program, in one transaction.

        Raises
        ------
        Refusal
            The code ``newer`` of its kind where a newer program has written it; ``damaged-file``
            for a database that holds something else.
        """
        with database.reading() as connection:
            if self._version(connection, database) == len(self.steps):
                return
        if not (database.postgresql or database.kind.durable):
            _write_ahead(database)
        with database.writing() as connection:
            for number, step in enumerate(self.steps, start=1):
                if number > self._version(connection, database):
                    step(connection)
                    connection.execute(self.version.update().values(version=number))

    def _version(self, connection: sa.Connection, database: Database) -> int:
        kind = database.kind
        names = set(sa.inspect(connection).get_table_names())
        if self.version.name in names:
            found = connection.execute(sa.select(self.version.c.version)).scalar()
        else:
            other = names & set(self.tables.tables) or (names and not database.postgresql)
            found = None if other else 0
        if found is None:
            raise Refusal(
                "damaged-file",
                f"{database.name} is a database, but not {kind.noun}",
                hint="name a file that burdenshare has made for this, or a new one",
            )
        if found > len(self.steps):
            raise Refusal(
                kind.newer,
                f"{kind.noun} {database.name} has version {found}; "
                f"this program knows {len(self.steps)}",
                hint="use the newer burdenshare that has written it",
            )
        return int(found)


def _url(address: str | Path | None, kind: Kind) -> URL:
    if address is None:
        address = os.environ.get(settings.SETTINGS[kind.setting].variable) or None
    if address is None:
        home = settings.folder("home")
        assert home is not None
        address = home / f"{kind.setting}.sqlite"
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
            f"the address of {kind.noun} is neither a file nor a PostgreSQL database",
            hint="write a file name, or postgresql://user:password@host/database",
        )
    return url.set(drivername="postgresql+pg8000")


def _prepare(file: Path, kind: Kind, create: bool) -> None:
    try:
        with file.open("rb") as stream:
            head = stream.read(16)
    except FileNotFoundError:
        head = None
    except OSError as error:
        raise Refusal(
            "file-not-found",
            f"{kind.noun} {file} cannot be read: {error.strerror}",
            hint="name a file that you may read",
        ) from error
    if head is None and not create:
        raise Refusal("file-not-found", f"{kind.noun} {file} is not there", hint=kind.begin)
    if head and head != b"SQLite format 3\0":
        raise Refusal(
            "damaged-file",
            f"{file} is no database of SQLite, so it is not {kind.noun}",
            hint="name a file that burdenshare has made for this",
        )
    if head is None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(0o600 if kind.durable else 0o666)
        except OSError as error:
            raise Failure(
                "cannot-write",
                f"{file}: {error.strerror}",
                hint="choose a folder you may write to",
            ) from error


def _engine(url: URL, kind: Kind) -> sa.Engine:
    if url.get_backend_name() == "postgresql":
        return sa.create_engine(
            url,
            connect_args={"timeout": kind.wait * 2},
            pool_pre_ping=True,
            pool_size=4,
            max_overflow=4,
            pool_timeout=kind.wait,
        )
    file = f"file:{quote(str(url.database))}?mode=rw"
    engine = sa.create_engine(
        url,
        creator=lambda: sqlite3.connect(
            file, uri=True, timeout=kind.wait, check_same_thread=False, cached_statements=256
        ),
        poolclass=sa.NullPool if kind.durable else sa.QueuePool,
    )
    synchronous = "FULL" if kind.durable else "NORMAL"

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        """Make a new connection safe to lose."""
        connection.isolation_level = None
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA cache_size = -65536")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        """Take the one place of a writer at once, or read."""
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(database: Database) -> None:
    """Let readers read while one writes; SQLite does not wait of itself for this change."""
    for _ in range(_ATTEMPTS):
        with database.errors(), database.engine.connect() as connection:
            raw = connection.connection.cursor()
            try:
                raw.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY":
                    raise
                time.sleep(0.05)
            else:
                return
            finally:
                raw.close()


def _sqlstate(cause: object) -> str:
    said = getattr(cause, "args", ())
    return str(said[0].get("C", "")) if said and isinstance(said[0], dict) else ""


def _reason(cause: object) -> str:
    """Return what a server said or, where none answered, what the system did."""
    said = getattr(cause, "args", ())
    if said and isinstance(said[0], dict):
        return str(said[0].get("M", ""))
    system = cause.__cause__ if isinstance(cause, BaseException) else None
    return str(getattr(system, "strerror", None) or cause)
