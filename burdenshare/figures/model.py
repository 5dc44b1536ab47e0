"""What a figure is: an observation with its key, its source and its definition's family."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple

FAMILIES: dict[str, str] = {
    "NATO": "nato",
    "NATO core defence": "nato",
    "SIPRI": "sipri",
    "IMF": "imf",
    "IMF derived": "imf",
    "WHO": "who",
    "WDI": "wdi",
    "ECB": "ecb",
    "OECD": "oecd",
    "OECD derived": "oecd",
    "OECD Family Database": "oecd",
    "EC": "ec",
    "EC derived": "ec",
    "EC TEDB": "ec",
    "EU SAFE": "ec",
    "COFOG": "cofog",
}
"""Family of each definition; one that is not listed is a state's own and is ``national``."""

STATUSES = ("actual", "estimate", "forecast", "budget")

AGGREGATES = ("NATO", "NATO_EUR_CAN")
"""Pseudo-countries of the NATO tables; never part of a sum over allies."""


def family(definition: str) -> str:
    """Return the family (``nato``, ``sipri``, ``imf``, ``national`` ...) of a definition."""
    return FAMILIES.get(definition, "national")


class Observation(NamedTuple):
    """One published value with everything that identifies it.

    The key is (series, definition, source, vintage, country, year).
    """

    series: str
    definition: str
    source: str
    vintage: str
    """Month of publication, ``YYYY-MM``."""
    country: str
    year: int
    value: float
    unit: str
    status: str
    note: str = ""
    table: str = ""
    """Identifier of the `Source` record (the table's file stem)."""
    address: str = ""
    quote: str = ""

    @property
    def key(self) -> str:
        """The citable key of this value."""
        return "/".join(
            (self.series, self.definition, self.source, self.vintage, self.country, str(self.year))
        )


@dataclass(frozen=True)
class Source:
    """Where a table comes from and on what terms it may be used."""

    id: str
    producer: str
    title: str
    citation: str
    address: str
    read_from: str
    published: date
    """Day of publication; where only the month is known, its last day, lest it be known early."""
    vintage: str
    licence: str
    redistribution: str
    """``yes``, ``facts`` (figures with citation), ``limited`` (an extract below the publisher's
    limit) or ``no`` (the user's own copy)."""
    added: bool = False
    """True for a table that the user added from a workbook of their own."""
    sha256: str = ""
    name: str = ""
    """Short name, the ``source`` of its observations; empty where each row names its own."""
    kind: str = "figures"
    """``figures`` (a table of observations) or ``reference`` (names, dates, places)."""

    def to_json(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return {**asdict(self), "published": self.published.isoformat()}
