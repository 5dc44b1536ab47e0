"""The database behind a ledger: which setting names it, and how its refusals speak of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from burdenshare import database
from burdenshare.database import Kind
from burdenshare.errors import Failure

LEDGER = Kind(
    "the ledger",
    "ledger",
    busy="ledger-busy",
    newer="newer-ledger",
    begin="begin one: burdenshare read PATH",
    restore="bring back a copy, or import an export: burdenshare evidence import FILE",
)


class Database(database.Database):
    """A database of evidence; see `burdenshare.database.Database`."""

    def __init__(self, address: str | Path | None, *, create: bool = True) -> None:
        super().__init__(address, LEDGER, create=create)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Say in our own words what a database refuses, and that it does not answer."""
        try:
            with super().errors():
                yield
        except TimeoutError as error:
            raise Failure(
                "network",
                f"the ledger {self.name} has not answered for {2 * self.kind.wait} s",
                hint="the server is busy or gone: try again later; nothing half done is kept",
            ) from error
