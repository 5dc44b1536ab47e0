"""What studies say of multipliers, imports and rules: estimates that are no series of a country."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Estimate(NamedTuple):
    """One estimate with the page it was read from. Kinds differ: never average them."""

    kind: str
    """``multiplier``, ``import_share``, ``composition`` or ``escape_clause``."""
    region: str
    year: int
    low: float | None
    central: float | None
    high: float | None
    """Where only this is given, an upper bound."""
    unit: str
    what: str
    author: str
    published: str
    address: str
    note: str


@cache
def estimates(kind: str = "") -> tuple[Estimate, ...]:
    """Return the estimates of one kind, or all, in the order of the table."""
    path = Path(__file__).with_name("data") / "fiscal_evidence.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        found = [
            Estimate(
                kind=r["kind"],
                region=r["region"],
                year=int(r["year"]),
                low=_number(r["low"]),
                central=_number(r["central"]),
                high=_number(r["high"]),
                unit=r["unit"],
                what=r["what"],
                author=r["author"],
                published=r["published"],
                address=r["address"],
                note=r["note"],
            )
            for r in csv.DictReader(stream)
        ]
    return tuple(one for one in found if kind in ("", one.kind))


def _number(text: str) -> float | None:
    return float(text) if text else None
