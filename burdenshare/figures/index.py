"""The index of all observations: a DuckDB file that can always be rebuilt from the tables."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import duckdb

from burdenshare import settings
from burdenshare.figures.model import Observation, Source, family
from burdenshare.figures.tables import fingerprint, last_day, load, read_sources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

LAYOUT = 1
"""Raised when the columns of the index change, so that an older file is not taken for it."""

_COLUMNS = (
    "series VARCHAR, definition VARCHAR, source VARCHAR, vintage VARCHAR, country VARCHAR, "
    "year INTEGER, value DOUBLE, unit VARCHAR, status VARCHAR, note VARCHAR, origin VARCHAR, "
    "address VARCHAR, quote VARCHAR, family VARCHAR, published VARCHAR"
)
FIELDS = (
    "series, definition, source, vintage, country, year, value, unit, status, note, origin, "
    "address, quote"
)
"""Columns in the order of `Observation`."""


_NUMBERS = ("year", "value")
_DAMAGED = (
    duckdb.IOException,
    duckdb.InternalException,
    duckdb.FatalException,
    duckdb.ConnectionException,
)
"""What a damaged file raises, and what its closing raises in the other threads."""


class Index:
    """An opened index; every query takes a cursor of its own, so that threads may share it.

    Parameters
    ----------
    home : Path, optional
        Folder of what the user added.
    cache : Path, optional
        Folder of the index file; where it cannot be written, the index is held in memory.
    """

    def __init__(self, home: Path | None = None, cache: Path | None = None) -> None:
        self.fingerprint = fingerprint(home)
        self._home = home
        folder = cache or settings.folder("cache")
        self._file = folder / f"figures-{self.fingerprint[:32]}-{LAYOUT}.duckdb" if folder else None
        self._mending = Lock()
        self._connection = self._opened() or self._rebuilt()

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query; a file found damaged on the way is rebuilt once."""
        connection = self._connection
        try:
            return connection.cursor().execute(sql, parameters).fetchall()
        except _DAMAGED:
            with self._mending:
                if self._connection is connection:
                    with contextlib.suppress(duckdb.Error):
                        connection.close()
                    self._connection = self._rebuilt()
            return self._connection.cursor().execute(sql, parameters).fetchall()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _opened(self) -> duckdb.DuckDBPyConnection | None:
        """Open the file if it is there and whole."""
        if self._file is None or not self._file.is_file():
            return None
        connection = None
        try:
            connection = duckdb.connect(str(self._file), read_only=True)
            rows, expected = connection.execute(
                "SELECT (SELECT count(*) FROM observation), (SELECT rows FROM built)"
            ).fetchall()[0]
        except duckdb.Error:
            rows, expected = 0, -1
        if rows == expected:
            return connection
        if connection is not None:
            connection.close()
        return None

    def _rebuilt(self) -> duckdb.DuckDBPyConnection:
        """Build the file beside its place, put it there and open it; in memory where that fails."""
        observations = load(self._home)
        if self._file is not None:
            beside = self._file.with_name(f"{self._file.name}.{os.getpid()}.{time.monotonic_ns()}")
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                _fill(duckdb.connect(str(beside)), observations, self._home).close()
                beside.replace(self._file)
                _remove_old(self._file)
            except (OSError, duckdb.IOException):
                pass
            finally:
                with contextlib.suppress(OSError):
                    beside.unlink(missing_ok=True)
            if connection := self._opened():
                return connection
        return _fill(duckdb.connect(), observations, self._home)


def _fill(
    connection: duckdb.DuckDBPyConnection, observations: list[Observation], home: Path | None
) -> duckdb.DuckDBPyConnection:
    """Create and fill the table of observations; `built` counts its rows, so that loss is seen."""
    import numpy as np

    sources = read_sources(home)
    editions = {(o.table, o.vintage) for o in observations}
    days = {(table, v): _day(sources[table], v).isoformat() for table, v in editions}
    families = {
        definition: family(definition) for definition in {o.definition for o in observations}
    }
    columns = {
        name: np.array([o[place] for o in observations], None if name in _NUMBERS else object)
        for place, name in enumerate(FIELDS.split(", "))
    }
    columns["family"] = np.array([families[o.definition] for o in observations], object)
    columns["published"] = np.array([days[o.table, o.vintage] for o in observations], object)
    connection.execute(f"CREATE TABLE observation ({_COLUMNS})")
    connection.execute("INSERT INTO observation SELECT * FROM columns")
    connection.execute("CREATE TABLE built AS SELECT count(*) AS rows FROM observation")
    return connection


def _day(source: Source, vintage: str) -> date:
    """Return the day on which an edition was known; a table of many sources knows months only."""
    return source.published if source.name else last_day(vintage)


def _remove_old(current: Path) -> None:
    """Remove the indexes of other tables, and what a killed process left an hour ago or earlier."""
    for path in current.parent.glob("figures-*.duckdb*"):
        with contextlib.suppress(OSError):
            old = path.stat().st_mtime < time.time() - 3600
            if path != current and (path.suffix == ".duckdb" or old):
                path.unlink()
