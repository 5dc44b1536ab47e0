"""The Nash bargaining solution: what all prefer to no agreement, at a stated cost of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from burdenshare.bargaining.options import switch
from burdenshare.bargaining.result import ModelResult
from burdenshare.bargaining.table import Floats, Table

GRID = 2001
FINER = 201
"""Points of each refinement between the neighbours of the best point; two of them."""


@dataclass(frozen=True)
class Options:
    """What no agreement means, and for whom."""

    cost: float = switch(
        2.0, "Cost K of no agreement.", low=0.0, high=1e6, tried=(0.0, 0.5, 2.0, 20.0)
    )
    kind: str = switch(
        "scaled",
        "Whether the cost is the same for all (common) or in proportion to salience (scaled).",
        choices=("scaled", "common"),
    )
    power: int = switch(2, "How loss grows with distance: 1 linear, 2 quadratic.", choices=(2, 1))
    opt_out: str = switch("", "Actors that may stay out, separated by commas.")
    opt_out_cost: float = switch(0.5, "Cost K of staying out.", low=0.0, high=1e6)


def solve(table: Table, options: Options | None = None) -> ModelResult:
    """Return, for each issue, the outcome that maximises the product of gains over no agreement.

    Maximises sum_i c_i ln(U_i(o) - U_i(d)) with U_i(o) = -s_i (|o - x_i|/L)^p and U_i(d) lowered by
    K (``common``) or s_i K (``scaled``), over the outcomes that every actor with salience prefers
    to d; d itself where there is none (Nash 1950, with a costly reference point as in Franchino
    and Mariotto 2021). With K = 0 the reference point is a veto, which decisions with known
    outcomes refute. An actor that may opt out is not needed: the others agree among themselves, and
    it stays out where that leaves it worse off than its own position at its own cost.

    Issues without a status quo have no forecast.
    """
    options = options or Options()
    free = {name.strip() for name in options.opt_out.split(",") if name.strip()}
    forecast = np.full(len(table.issues), np.nan)
    details: dict[str, dict[str, object]] = {}
    for k, status_quo in enumerate(table.status_quo):
        if np.isnan(status_quo):
            continue
        rows, x, s, c = table.issue(k)
        out = np.array([table.actors[i] in free for i in rows])
        unit = (x - table.low[k]) / table.length[k]
        reference = float((status_quo - table.low[k]) / table.length[k])
        found, gains = bargain(unit, s, c, reference, options, out)
        forecast[k] = table.low[k] + table.length[k] * found
        names = [table.actors[i] for i in rows]
        details.setdefault(table.cases[k], {})[table.issues[k]] = {
            "status_quo": float(status_quo),
            "agreed": bool(((gains > 0.0) | out | (s == 0.0)).all()),
            "gains": dict(zip(names, gains.tolist(), strict=True)),
            "opts_out": [n for n, o, g in zip(names, out, gains, strict=True) if o and g <= 0],
        }
    missing = int(np.isnan(forecast).sum())
    notes = [f"nbs needs a status quo; {missing} of {len(forecast)} issues have none"]
    return ModelResult("nbs", forecast, details=details, notes=tuple(notes if missing else ()))


def bargain(
    positions: Floats,
    salience: Floats,
    capability: Floats,
    status_quo: float,
    options: Options,
    out: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> tuple[float, Floats]:
    """Return the solution on a scale from 0 to 1, and each actor's gain over no agreement."""
    distance = np.abs(np.where(out, 0.0, status_quo - positions))
    cost = np.where(out, options.opt_out_cost, options.cost)
    if options.kind == "scaled":
        cost = cost * salience
    at_d = -salience * distance**options.power - cost
    needed = (salience > 0.0) & ~out
    weights = capability[needed]

    def gains(o: Floats) -> Floats:
        """Return what each actor gains over no agreement."""
        loss = salience[:, None] * np.abs(o - positions[:, None]) ** options.power
        return np.asarray(-loss - at_d[:, None])

    def value(o: Floats) -> Floats:
        """Return the Nash product's logarithm at an outcome."""
        gain = gains(o)[needed]
        logs = np.full_like(gain, -np.inf)
        return np.asarray(weights @ np.log(gain, out=logs, where=gain > 0.0))

    best, width = status_quo, 1.0
    for points in (GRID, FINER, FINER):
        low, high = max(best - width, 0.0), min(best + width, 1.0)
        grid = np.linspace(low, high, points) if points != GRID else np.linspace(0.0, 1.0, points)
        values = value(grid)
        if not np.isfinite(values).any():
            break
        best = float(grid[values.argmax()])
        width = (grid[-1] - grid[0]) / (points - 1)
    return best, gains(np.array([best]))[:, 0]
