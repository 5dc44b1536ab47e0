"""The weighted median: the position of the actor that tips the balance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from burdenshare.bargaining.compromise import WEIGHTS, weights_of
from burdenshare.bargaining.options import switch
from burdenshare.bargaining.result import ModelResult
from burdenshare.bargaining.table import Floats, Table

_ROUNDING = 1e-12
"""Of the total weight: half of it, missed by less, is reached."""


@dataclass(frozen=True)
class Options:
    """What a position counts for."""

    weights: str = switch("both", "What a position is weighted by.", choices=WEIGHTS)


def solve(table: Table, options: Options | None = None) -> ModelResult:
    """Return the weighted median of the positions on each issue.

    It hits the outcome exactly more often than the compromise, and is further away on average.
    """
    options = options or Options()
    return ModelResult("median", median(table.places, weights_of(table, options.weights)))


def median(positions: Floats, weights: Floats) -> Floats:
    """Return the first position, from below, at which the cumulative weight reaches half of all.

    Parameters
    ----------
    positions, weights : array
        Shaped (..., actor, issue); weight 0 where there is no position.
    """
    order = np.argsort(positions, axis=-2, kind="stable")
    total = np.cumsum(np.take_along_axis(weights, order, axis=-2), axis=-2)
    half = (0.5 - _ROUNDING) * total[..., -1:, :]
    first = np.argmax(total >= half, axis=-2, keepdims=True)
    found = np.take_along_axis(np.take_along_axis(positions, order, axis=-2), first, axis=-2)
    return np.asarray(found[..., 0, :])
