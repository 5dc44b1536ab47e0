"""Who may break ranks: how far an outcome is from what one wants, against the cost of refusing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from burdenshare.bargaining.table import Floats, Table
from burdenshare.errors import Problems, did_you_mean

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
        stated = costs_of(table, table.cases[k]) if costs is None else costs
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


def costs_of(table: Table, case: str) -> dict[str, dict[str, float]]:
    """Return the costs of refusing that the file states, by actor."""
    actors = table.about.get(case, {}).get("actors", {})
    return {
        actor: {part: float(fields[part]) for part in COSTS if part in fields}
        for actor, fields in actors.items()
    }


def require_costs(table: Table, costs: Mapping[str, Mapping[str, float]]) -> None:
    """Refuse costs of refusing that are no numbers from 0 on, or of who is not at the table.

    Raises
    ------
    Refusal
        ``bad-argument``.
    """
    problems = Problems()
    for actor, parts in costs.items():
        if actor not in table.actors:
            hint = did_you_mean(actor, table.actors)
            problems.add(actor, f"{actor} is not at the table", hint=hint)
        for part, value in parts.items():
            if part not in COSTS:
                problems.add(actor, f"{part} is no part of a cost", expected=" | ".join(COSTS))
            elif not 0.0 <= value < math.inf:
                problems.add(actor, f"{value:g} is no cost of {actor}", expected="0 or more")
    found = problems.details()
    problems.require_none(
        "bad-argument",
        "; ".join(one["message"] for one in found),
        hint=next((one["hint"] for one in found if one["hint"]), "")
        or f"give 0 or more, for one of {', '.join(table.actors[:12])}",
    )
