"""A new store for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgresql import Server, kind, server

from burdenshare.web.store import Store

__all__ = ["kind", "server"]


@pytest.fixture
def place(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    if kind == "sqlite":
        return tmp_path / "service.sqlite"
    own: Server = request.getfixturevalue("server")
    return own.database()


@pytest.fixture
def store(place: str | Path) -> Iterator[Store]:
    opened = Store.open(place)
    yield opened
    opened.close()
