"""The database behind a ledger: which setting names it, and how its refusals speak of it."""

from __future__ import annotations

from pathlib import Path

from burdenshare import database
from burdenshare.database import Kind

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
