"""Says why two rows must not be chained as one series."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

from burdenshare.figures.model import family

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation


class Break(NamedTuple):
    """A change of footing inside one edition, known from the publisher's figures."""

    series: tuple[str, ...]
    """Patterns of series names."""
    family: str
    """Family of definitions, or empty."""
    definition: str
    """Exact definition, or empty."""
    country: str
    """Code, or ``all``."""
    year: int
    """First year on the new footing."""
    why: str

    def between(self, before: Observation, after: Observation) -> bool:
        """Tell whether this break lies between two rows of one country."""
        return (
            before.year < self.year <= after.year
            and self.country in ("all", after.country)
            and self.family in ("", family(after.definition))
            and self.definition in ("", after.definition)
            and any(fnmatch.fnmatchcase(after.series, pattern) for pattern in self.series)
        )


@cache
def known_breaks() -> tuple[Break, ...]:
    """Return the shipped list of breaks inside editions."""
    path = Path(__file__).with_name("data") / "breaks.yaml"
    return tuple(
        Break(
            tuple(r["series"]), r.get("family", ""), r.get("definition", ""),
            r["country"], r["year"], r["why"],
        )
        for r in yaml.safe_load(path.read_text(encoding="utf-8"))
    )  # fmt: skip


def break_between(before: Observation, after: Observation) -> str | None:
    """Return why `after` must not be chained to `before`, or None where it may.

    Two rows of one country and series may be chained when definition, source, edition and unit
    (with its currency and base year) are the same and no known change of footing lies between.
    """
    changes = [
        f"other {name}: {was}, then {now}"
        for name, was, now in (
            ("definition", before.definition, after.definition),
            ("source", before.source, after.source),
            ("vintage", before.vintage, after.vintage),
            ("unit", before.unit, after.unit),
        )
        if was != now
    ]
    changes += [b.why for b in known_breaks() if b.between(before, after)]
    return "; ".join(changes) or None


def breaks(rows: Sequence[Observation]) -> list[str | None]:
    """Return for each row why it must not be chained to the row before it, country by country."""
    found: list[str | None] = []
    for place, row in enumerate(rows):
        before = rows[place - 1] if place else None
        chained = before is not None and before.country == row.country
        found.append(break_between(before, row) if before is not None and chained else None)
    return found
