"""Leaning on national strengths: how differently an ally composes its defence spending."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from burdenshare.figures.store import Figures

CATEGORIES = ("equipment", "personnel", "infrastructure", "other")
"""NATO's four categories; ``other`` is operations, maintenance and what is not allocated."""
FEWEST = 3
"""Allies with a composition that a mean is worth taking of."""


@dataclass(frozen=True)
class Compositions:
    """What the allies spend on, from one edition and year, per cent of defence spending."""

    shares: Mapping[str, Mapping[str, float]]
    """By ally and category; allies with all four categories only."""
    mean: Mapping[str, float]
    """Of those allies, each counted once."""
    year: int
    vintage: str
    definition: str
    keys: Mapping[str, tuple[str, ...]]
    """By ally the citable keys of its shares."""


@dataclass(frozen=True)
class Leaning:
    """The fourth form: how far the composition of an ally's spending is from the mean."""

    value: float
    """Part of its spending that would have to move to match the mean, 0 to 1."""
    leans_on: str
    """The category that lies furthest above the mean; empty where none does."""
    above: float
    """By how much, points of its spending."""


def leaning(own: Mapping[str, float], mean: Mapping[str, float]) -> Leaning:
    """Return how far a composition is from another: half the sum of the absolute differences.

    The index of dissimilarity (Duncan and Duncan 1955) of two compositions, 0 where they are
    equal, 1 where they have nothing in common.

    Parameters
    ----------
    own, mean : mapping
        By category, in one unit; each is divided by its sum.
    """
    a, b = math.fsum(own.values()), math.fsum(mean.values())
    apart = {name: own[name] / a - mean[name] / b for name in own}
    most = max(apart, key=lambda name: apart[name])
    moved = min(1.0, math.fsum(abs(d) for d in apart.values()) / 2.0)
    above = max(0.0, apart[most])
    return Leaning(moved, most if above > 0.0 else "", 100.0 * above)


def compositions(
    figures: Figures, allies: Sequence[str], *, as_of: date | None = None
) -> Compositions | None:
    """Return the composition of the allies' spending as NATO knew it on a day.

    The last year of the latest edition that had appeared; None where that edition has the four
    categories of fewer than `FEWEST` of the allies.

    Parameters
    ----------
    figures : Figures
    allies : sequence of str
        ISO 3166-1 alpha-3.
    as_of : date, optional
        The latest edition of all if not given.
    """
    found = {
        category: figures.rows(
            f"milex_share_{category}",
            countries=allies,
            definition="nato",
            vintages="all",
            as_of=as_of,
        )
        for category in CATEGORIES
    }
    rows = [row for category in CATEGORIES for row in found[category]]
    if not rows:
        return None
    vintage = max(row.vintage for row in rows)
    year = max(row.year for row in rows if row.vintage == vintage)
    cells = {
        (row.country, category): row
        for category in CATEGORIES
        for row in found[category]
        if (row.vintage, row.year) == (vintage, year)
    }
    whole = [a for a in allies if all((a, c) in cells for c in CATEGORIES)]
    if len(whole) < FEWEST:
        return None
    shares = {a: {c: cells[a, c].value for c in CATEGORIES} for a in whole}
    mean = {c: math.fsum(shares[a][c] for a in whole) / len(whole) for c in CATEGORIES}
    keys = {a: tuple(cells[a, c].key for c in CATEGORIES) for a in whole}
    return Compositions(shares, mean, year, vintage, cells[whole[0], "other"].definition, keys)
