"""What each series means and which editions, countries and years hold it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from burdenshare.figures.model import AGGREGATES, family

if TYPE_CHECKING:
    from burdenshare.figures.index import Index


@dataclass(frozen=True)
class SeriesInfo:
    """One series: its meaning and its coverage over all editions."""

    series: str
    title: str
    meaning: str
    unit: str
    """Kind of unit; every value carries its own, with currency and base year."""
    trap: str
    """What a reader easily gets wrong; empty where nothing is known."""
    definitions: tuple[str, ...]
    families: tuple[str, ...]
    sources: tuple[str, ...]
    vintages: tuple[str, ...]
    countries: int
    """Number of countries, pseudo-countries left out."""
    first_year: int
    last_year: int
    values: int

    def to_json(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}


def catalogue(index: Index) -> list[SeriesInfo]:
    """Return what every series of an index means and covers, by name."""
    rows = index.query(
        "SELECT series, list(DISTINCT definition ORDER BY definition), "
        "list(DISTINCT source ORDER BY source), list(DISTINCT vintage ORDER BY vintage), "
        "count(DISTINCT country) FILTER (NOT list_contains(?, country)), "
        "min(year), max(year), count(*), any_value(unit) "
        "FROM observation GROUP BY series ORDER BY series",
        [list(AGGREGATES)],
    )
    return [
        SeriesInfo(
            series=series,
            title=meanings().get(series, {}).get("title", series),
            meaning=meanings().get(series, {}).get("meaning", ""),
            unit=meanings().get(series, {}).get("unit", unit),
            trap=meanings().get(series, {}).get("trap", ""),
            definitions=tuple(definitions),
            families=tuple(dict.fromkeys(family(d) for d in definitions)),
            sources=tuple(sources),
            vintages=tuple(vintages),
            countries=countries,
            first_year=first,
            last_year=last,
            values=values,
        )
        for series, definitions, sources, vintages, countries, first, last, values, unit in rows
    ]


@cache
def meanings() -> dict[str, dict[str, str]]:
    """Return title, meaning, unit and trap of every shipped series."""
    path = Path(__file__).with_name("data") / "series.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, dict[str, str]] = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506
    return found
