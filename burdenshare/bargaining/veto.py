"""Unanimity: who holds the veto against an outcome, and what each would have to be given."""

from __future__ import annotations

from typing import Any

import numpy as np

from burdenshare.bargaining.table import Floats, Table


def vetoes(
    table: Table, outcome: Floats, *, cost: float = 0.0, power: int = 2
) -> dict[str, dict[str, Any]]:
    """Return, by case and issue, who would rather have no agreement than `outcome`.

    An actor gains U_i(o) - U_i(d) from agreeing, with U_i(o) = -s_i (|o - x_i|/L)^p and U_i(d)
    lowered by s_i `cost`. Where the gain is negative the actor holds the veto; it would have to be
    given that much on something else, or an outcome within `accepts`.

    Parameters
    ----------
    table : Table
    outcome : array
        Shaped (issue,), in the unit of the issue.
    cost : float
        Cost K of no agreement, in units of utility: 1 is the loss from one end of the scale to the
        other. At 0 the status quo is a veto point, which decisions with known outcomes refute.
    power : int
        1 linear, 2 quadratic.

    Returns
    -------
    dict
        ``holders`` (veto holders, the largest need first, each with its ``need`` in utility and
        the nearest outcome that it would accept), ``gains`` of all, and ``acceptable_to_all``
        (lowest and highest outcome, None where there is none). Issues without a status quo are
        left out.
    """
    found: dict[str, dict[str, Any]] = {}
    for k, status_quo in enumerate(table.status_quo):
        if np.isnan(status_quo) or np.isnan(outcome[k]):
            continue
        rows, x, s, _ = table.issue(k)
        length = table.length[k]
        at_outcome = (np.abs(outcome[k] - x) / length) ** power
        at_status_quo = (np.abs(status_quo - x) / length) ** power + cost
        gains = s * (at_status_quo - at_outcome)
        reach = length * at_status_quo ** (1.0 / power)
        low, high = np.maximum(x - reach, table.low[k]), np.minimum(x + reach, table.high[k])
        cares = s > 0.0
        common = float(low[cares].max()), float(high[cares].min())
        names = [table.actors[i] for i in rows]
        holders = [
            {
                "actor": names[i],
                "need": float(-gains[i]),
                "accepts": [float(low[i]), float(high[i])],
                "nearest": float(np.clip(outcome[k], low[i], high[i])),
            }
            for i in np.argsort(gains, kind="stable")
            if gains[i] < -1e-12
        ]
        found.setdefault(table.cases[k], {})[table.issues[k]] = {
            "status_quo": float(status_quo),
            "outcome": float(outcome[k]),
            "cost": cost,
            "holders": holders,
            "gains": dict(zip(names, gains.tolist(), strict=True)),
            "acceptable_to_all": list(common) if common[0] <= common[1] else None,
        }
    return found
