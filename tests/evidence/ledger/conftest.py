"""A new ledger for each test, on SQLite and on a real PostgreSQL server that the tests start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from postgresql import Server, kind, server

from burdenshare.evidence.ledger import Ledger

__all__ = ["kind", "server"]


@pytest.fixture
def new_address(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Callable[[], str | Path]:
    """Return a function that names an empty ledger each time."""
    numbers = count()
    if kind == "sqlite":
        return lambda: tmp_path / f"ledger{next(numbers)}.sqlite"
    own: Server = request.getfixturevalue("server")
    return own.database


@pytest.fixture
def address(new_address: Callable[[], str | Path]) -> str | Path:
    return new_address()


@pytest.fixture
def ledger(address: str | Path) -> Iterator[Ledger]:
    with Ledger.open(address) as opened:
        yield opened
