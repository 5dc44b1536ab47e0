"""Intervals of means over cases that are not independent of each other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from burdenshare.bargaining.table import Floats

DRAWS = 10_000
LEVEL = 0.95


class Interval(NamedTuple):
    """A mean and the interval that holds it."""

    value: float
    low: float | None
    high: float | None
    """None where one group only leaves nothing to resample."""


def intervals(
    values: Floats, groups: Sequence[str], *, draws: int = DRAWS, seed: int = 1
) -> list[Interval]:
    """Return mean and 95 % interval of each column, groups drawn with replacement as a whole.

    Percentile bootstrap clustered by group (Efron 1979; Field and Welsh 2007): issues of the same
    proposal are decided together, so drawing issues would make intervals too narrow.

    Parameters
    ----------
    values : array
        Shaped (issue, column).
    groups : sequence of str
        The group of each issue.
    """
    names, place = np.unique(np.asarray(groups), return_inverse=True)
    means = values.mean(axis=0)
    if len(names) < 2:
        return [Interval(float(mean), None, None) for mean in means]
    sums = np.zeros((len(names), values.shape[1]))
    np.add.at(sums, place, values)
    sizes = np.bincount(place)
    counts = _counts(len(names), draws, seed)
    drawn = (counts @ sums) / (counts @ sizes)[:, None]
    tail = (1.0 - LEVEL) / 2.0
    low, high = np.quantile(drawn, [tail, 1.0 - tail], axis=0)
    return [
        Interval(float(m), float(a), float(b)) for m, a, b in zip(means, low, high, strict=True)
    ]


@lru_cache(maxsize=4)
def _counts(groups: int, draws: int, seed: int) -> Floats:
    """Return how often each group is drawn, shaped (draw, group)."""
    generator = np.random.Generator(np.random.Philox(seed))
    return generator.multinomial(groups, np.full(groups, 1.0 / groups), size=draws).astype(float)
