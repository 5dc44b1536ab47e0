"""What ranges of positions, salience and capability do to the forecast: Monte Carlo over them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from burdenshare.bargaining.compromise import compromise
from burdenshare.bargaining.median import median
from burdenshare.bargaining.table import Floats, Table
from burdenshare.errors import Refusal

MOST_VALUES = 50_000_000
"""Draws times actors times issues of a case: 400 MB for each of three inputs."""
_GRID = 2001


class Draws(NamedTuple):
    """Inputs of one case, each shaped (draw, actor, issue), NaN where there is no position."""

    positions: Floats
    salience: Floats
    capability: Floats

    @property
    def weights(self) -> Floats:
        """Capability times salience, 0 where an actor has no position."""
        return np.nan_to_num(self.capability * self.salience)


def draw(table: Table, *, draws: int, seed: int) -> Draws:
    """Draw the inputs of a table from their ranges, evenly and independently of each other.

    An actor's capability lies at the same place of its range on every issue. Inputs without a
    range keep their value.

    Raises
    ------
    Refusal
        ``bad-argument`` for a number of draws that is not positive or does not fit in memory, or
        for a seed that is negative.
    """
    n, issues = table.positions.shape
    if not 0 < draws * n * issues <= MOST_VALUES or seed < 0:
        most = MOST_VALUES // max(n * issues, 1)
        raise Refusal(
            "bad-argument",
            f"{draws:,} draws of {n} actors on {issues} issues with the seed {seed}",
            hint=f"draws from 1 to {most:,}, a seed of 0 or more",
        )
    generator = np.random.Generator(np.random.Philox(seed))
    found = []
    for name in ("positions", "salience", "capability"):
        values = getattr(table, name)
        if name in table.ranges:
            low, high = table.ranges[name]
            shape = (draws, n, 1 if name == "capability" else issues)
            found.append(low + (high - low) * generator.random(shape))
        else:
            found.append(np.broadcast_to(values, (draws, n, issues)))
    return Draws(*found)


def forecasts(drawn: Draws) -> dict[str, Floats]:
    """Return compromise and weighted median of every draw, shaped (draw, issue)."""
    places, weights = np.nan_to_num(drawn.positions), drawn.weights
    return {"compromise": compromise(places, weights), "median": median(places, weights)}


def pooled_quantiles(
    table: Table, drawn: Draws, chances: Floats, sd: float, share: float
) -> Floats:
    """Return quantiles of the outcome over all draws, shaped (quantile, issue).

    The distribution is the mean over draws of those of `distributions`, on a grid of 2,001 points
    of the scale.
    """
    from scipy.special import ndtr

    places, weights = np.nan_to_num(drawn.positions), drawn.weights
    weights = weights / weights.sum(axis=1, keepdims=True)
    centres = compromise(places, weights)
    found = np.empty((len(chances), len(table.issues)))
    for k in range(len(table.issues)):
        grid = np.linspace(table.low[k], table.high[k], _GRID)
        spread = sd * table.length[k]
        edges = np.linspace(centres[:, k].min(), centres[:, k].max(), 201)
        count, _ = np.histogram(centres[:, k], edges)
        centre = (edges[:-1] + edges[1:]) / 2.0
        below, above = (ndtr((end - centre) / spread) for end in (grid[0], grid[-1]))
        bell = (ndtr((grid[:, None] - centre) / spread) - below) / (above - below)
        points = places[:, :, k].ravel()
        steps = np.bincount(
            np.clip(np.searchsorted(grid, points), 0, _GRID - 1), weights[:, :, k].ravel(), _GRID
        ).cumsum()
        total = (1.0 - share) * steps / len(centres) + share * bell @ (count / count.sum())
        found[:, k] = grid[np.minimum(np.searchsorted(total, chances - 1e-12), _GRID - 1)]
    return found
