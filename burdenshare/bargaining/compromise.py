"""The compromise: the mean of the positions, weighted by capability and salience."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from burdenshare.bargaining.options import switch
from burdenshare.bargaining.result import ModelResult
from burdenshare.bargaining.table import Floats, Table

WEIGHTS = ("both", "capability", "salience", "equal")


@dataclass(frozen=True)
class Options:
    """What a position counts for."""

    weights: str = switch("both", "What a position is weighted by.", choices=WEIGHTS)


def solve(table: Table, options: Options | None = None) -> ModelResult:
    """Return the weighted mean of the positions on each issue.

    It is the most accurate single number on decisions with known outcomes, and inside the range of
    positions by construction. Ties, order and the scale of capability do not matter.
    """
    options = options or Options()
    forecast = compromise(table.places, weights_of(table, options.weights))
    return ModelResult("compromise", forecast)


def compromise(positions: Floats, weights: Floats) -> Floats:
    """Return the weighted mean over actors, shaped like the input without its actor axis.

    Parameters
    ----------
    positions, weights : array
        Shaped (..., actor, issue); weight 0 where there is no position.
    """
    mean = (weights * positions).sum(axis=-2) / weights.sum(axis=-2)
    return np.asarray(np.clip(mean, *_hull(positions, weights)))


def _hull(positions: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the lowest and the highest position that counts; a mean leaves it by rounding only."""
    counts = weights > 0.0
    return (
        np.where(counts, positions, np.inf).min(axis=-2),
        np.where(counts, positions, -np.inf).max(axis=-2),
    )


def weights_of(table: Table, kind: str) -> Floats:
    """Return the weight of each actor on each issue, 0 where it has no position."""
    if kind == "both":
        return table.weights
    if kind == "equal":
        return table.present.astype(float)
    return np.nan_to_num(table.capability if kind == "capability" else table.salience)
