"""Who may break ranks: how far an outcome is from what one wants, against the cost of refusing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from burdenshare.bargaining.table import Floats, Table

COSTS = ("tariff_threat", "guarantee")
"""Parts of the cost of refusing, each in units of utility: 1 is the loss from one end of the scale
to the other for an actor with salience 1."""


def defiance(
    table: Table, outcome: Floats, costs: Mapping[str, Mapping[str, float]] | None = None
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return the defiance score of each actor, by case and issue, the largest first.

    The score is s_i |x_i - O|/L. An actor defies if it exceeds the cost of refusing, kappa_i: the
    threat of tariffs plus the value of the security guarantee. Score, threshold and the gap
    between them are given with every input, never a bare yes or no. The definition is ours; no
    published model has one.

    Parameters
    ----------
    table : Table
    outcome : array
        Shaped (issue,), in the unit of the issue.
    costs : mapping, optional
        By actor the parts of `COSTS` that are known. If not given, those of the file. Without
        any, threshold and gap are None: the cost is not known, which is not the same as zero.
    """
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for k, agreed in enumerate(outcome):
        if np.isnan(agreed):
            continue
        rows, x, s, _ = table.issue(k)
        distance = np.abs(x - agreed) / table.length[k]
        stated = _costs_of(table, table.cases[k]) if costs is None else costs
        entries = []
        for i in np.argsort(-s * distance, kind="stable"):
            name = table.actors[rows[i]]
            parts = {part: stated.get(name, {}).get(part) for part in COSTS}
            known = [value for value in parts.values() if value is not None]
            threshold = sum(known) if known else None
            score = float(s[i] * distance[i])
            entries.append(
                {
                    "actor": name,
                    "score": score,
                    "threshold": threshold,
                    "gap": None if threshold is None else score - threshold,
                    "side": "below" if x[i] < agreed else "above" if x[i] > agreed else "at",
                    "position": float(x[i]),
                    "salience": float(s[i]),
                    "distance": float(distance[i]),
                    **parts,
                }
            )
        found.setdefault(table.cases[k], {})[table.issues[k]] = entries
    return found


def _costs_of(table: Table, case: str) -> dict[str, dict[str, float]]:
    """Return the costs of refusing that the file states, by actor."""
    actors = table.about.get(case, {}).get("actors", {})
    return {
        actor: {part: float(fields[part]) for part in COSTS if part in fields}
        for actor, fields in actors.items()
    }
