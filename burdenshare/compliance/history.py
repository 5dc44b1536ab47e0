"""What the past tells without a model: first compliance, staying above, and revised estimates."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from burdenshare.compliance.fit import BREAKS
from burdenshare.compliance.known import SERIES, Known, Table
from burdenshare.figures.model import AGGREGATES

LEVEL = 0.9
"""Of the intervals of rates."""
OPEN = 2014
"""First year of the first regime."""


def hazard(seen: Known, share: float) -> dict[str, Any]:
    """Return how often allies crossed a share for the first time, and stayed above it, by regime.

    A rate is events over ally-years at risk; the interval is that of a beta distribution with
    Jeffreys' prior. An ally is at risk of a first crossing while it has been below the share in
    every year of the edition so far, and of falling while it was at or above it the year before.
    """
    changes = seen.changes
    starts = [b for b in (OPEN, *BREAKS) if b <= seen.origin]
    crossed: dict[str, bool] = {}
    first = {s: [0, 0] for s in starts}
    stay = {s: [0, 0] for s in starts}
    for k in np.lexsort((changes.year, changes.ally)):
        ally, year = changes.ally[k], changes.year[k]
        regime = max((s for s in starts if s <= year), default=OPEN)
        was = bool(changes.before[k] >= share)
        now = bool(changes.before[k] + changes.change[k] >= share)
        crossed[ally] = crossed.get(ally, False) or was
        if not crossed[ally]:
            first[regime][0] += now
            first[regime][1] += 1
        if was:
            stay[regime][0] += now
            stay[regime][1] += 1
        crossed[ally] = crossed[ally] or now
    return {
        "share": share,
        "level": LEVEL,
        "source": seen.editions.get("changes", seen.editions["shares"]),
        "first_compliance": [_rate(s, *first[s]) for s in starts],
        "staying_above": [_rate(s, *stay[s]) for s in starts],
    }


def _rate(since: int, events: int, risk: int) -> dict[str, Any]:
    from scipy.special import betaincinv

    low, high = (
        float(betaincinv(events + 0.5, risk - events + 0.5, q))
        for q in ((1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0)
    )
    return {
        "since": since,
        "events": events,
        "at_risk": risk,
        "rate": events / risk if risk else None,
        "low": low,
        "high": high,
    }


def revisions(figures: Table, day: date, share: float) -> list[dict[str, Any]]:
    """Return how each edition's word on its own last year held in the next editions.

    Only editions published by `day` are read. Errors are the edition less the later one, points of
    GDP. ``same_definition`` is false where what is counted changed between the two.
    """
    rows = [
        o
        for o in figures.rows(SERIES, definition="nato", vintages="all", as_of=day)
        if o.country not in AGGREGATES
    ]
    editions = sorted({o.vintage for o in rows})
    by = {v: {(o.country, o.year): o for o in rows if o.vintage == v} for v in editions}
    found = []
    for n, early in enumerate(editions):
        year = max(y for _, y in by[early])
        for later in editions[n + 1 :]:
            pairs = [
                (one, by[later][one.country, year])
                for one in by[early].values()
                if one.year == year and (one.country, year) in by[later]
            ]
            if not pairs:
                continue
            error = np.array([a.value - b.value for a, b in pairs])
            found.append(
                {
                    "year": year,
                    "from": early,
                    "to": later,
                    "n": len(pairs),
                    "bias": float(error.mean()),
                    "mae": float(np.abs(error).mean()),
                    "rmse": float(np.sqrt(np.mean(error**2))),
                    "same_definition": all(a.definition == b.definition for a, b in pairs),
                    "met_then": sum(a.value >= share for a, _ in pairs),
                    "met_later": sum(b.value >= share for _, b in pairs),
                    "no_longer_met": [a.country for a, b in pairs if a.value >= share > b.value],
                    "met_only_later": [a.country for a, b in pairs if a.value < share <= b.value],
                }
            )
    return found


def spread_of(revised: list[dict[str, Any]]) -> float:
    """Return the typical revision: the root mean square over pairs of one definition, or of any."""
    some = [r for r in revised if r["same_definition"]] or revised
    if not some:
        return 0.0
    total = sum(r["n"] * r["rmse"] ** 2 for r in some)
    return float(np.sqrt(total / sum(r["n"] for r in some)))
