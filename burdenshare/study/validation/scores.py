"""How good a distribution forecast was: CRPS, coverage, PIT, and whether a rival was beaten."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np

from burdenshare.projection.model import Floats

LEVELS = (0.5, 0.8, 0.9)
"""Bands whose coverage is told."""
_NORMAL = NormalDist()


def crps_normal(actual: Floats, mean: Floats, spread: Floats) -> Floats:
    """Return the continuous ranked probability score of normal forecasts; less is better.

    ``s (z (2 Phi(z) - 1) + 2 phi(z) - 1/sqrt(pi))`` with ``z = (y - m)/s`` (Gneiting and Raftery
    2007, equation 21), in the unit of what is forecast. For a forecast without spread it is the
    absolute error.
    """
    from scipy.special import ndtr

    some = np.where(spread > 0.0, spread, 1.0)
    z = (actual - mean) / some
    density = np.exp(-(z**2) / 2.0) / math.sqrt(2.0 * math.pi)
    score = some * (z * (2.0 * ndtr(z) - 1.0) + 2.0 * density - 1.0 / math.sqrt(math.pi))
    return np.where(spread > 0.0, score, np.abs(actual - mean))


def crps_sample(actual: float, draws: Floats) -> float:
    """Return the score of a sample: ``mean |x - y| - mean |x - x'| / 2``.

    The second mean runs over all pairs of draws, a draw with itself included (Gneiting and Raftery
    2007, equation 20); sorted, it takes ``n log n`` steps.
    """
    x = np.sort(np.asarray(draws, dtype=float))
    n = len(x)
    weights = 2.0 * np.arange(1, n + 1) - n - 1.0
    return float(np.abs(x - actual).mean() - (weights * x).sum() / n**2)


def pit(actual: Floats, mean: Floats, spread: Floats) -> Floats:
    """Return the forecast probability of staying below what came: uniform where bands are right."""
    from scipy.special import ndtr

    return np.asarray(ndtr((actual - mean) / np.where(spread > 0.0, spread, np.nan)))


def covered(actual: Floats, mean: Floats, spread: Floats, level: float) -> float:
    """Return the part of outcomes inside the central band of a level; NaN where none is known."""
    ratio = np.abs(actual - mean) / np.where(spread > 0.0, spread, np.nan)
    known = ratio[np.isfinite(ratio)]
    edge = _NORMAL.inv_cdf(0.5 + level / 2.0)
    return float((known <= edge).mean()) if known.size else math.nan


class Comparison(NamedTuple):
    """Whether one forecast's loss differs from another's: below 0, the first one is better."""

    difference: float
    """Mean loss of the first less that of the second."""
    statistic: float
    p: float
    """Two-sided."""
    n: int
    """Independent units: clusters, or points in time."""


def diebold_mariano(
    loss: Floats, rival: Floats, *, horizon: int, clusters: Sequence[Any] | None = None
) -> Comparison:
    """Compare two forecasts by their losses (Diebold and Mariano 1995).

    The statistic carries the small-sample factor of Harvey, Leybourne and Newbold (1997),
    ``sqrt((n + 1 - 2h + h(h-1)/n) / n)``, and is held against Student's t with n - 1 degrees.

    Parameters
    ----------
    loss, rival : array
        Losses of both, in the same order; in time where there are no clusters. Pairs of which one
        is NaN are left out.
    horizon : int
        Years ahead.
    clusters : sequence, optional
        The unit of each loss (a country): losses within a unit may depend on each other in any
        way, n counts the units. Without it the variance takes in autocovariances up to
        ``horizon - 1``, and n counts the losses.

    Returns
    -------
    Comparison
        Statistic and p are NaN where fewer than two units are left, the factor is not above zero,
        or the estimated variance is not.
    """
    gap = np.asarray(loss, dtype=float) - np.asarray(rival, dtype=float)
    known = np.isfinite(gap)
    gap = gap[known]
    if not gap.size:
        return Comparison(math.nan, math.nan, math.nan, 0)
    mean = float(gap.mean())
    if clusters is None:
        n = len(gap)
        variance = _variance_in_time(gap - mean, horizon) / n
    else:
        units = [unit for unit, there in zip(clusters, known, strict=True) if there]
        sums: dict[Any, float] = {}
        for unit, each in zip(units, gap - mean, strict=True):
            sums[unit] = sums.get(unit, 0.0) + float(each)
        n = len(sums)
        variance = sum(each**2 for each in sums.values()) / len(gap) ** 2
    factor = (n + 1.0 - 2.0 * horizon + horizon * (horizon - 1.0) / n) / n
    if n < 2 or factor <= 0.0 or variance <= 0.0:
        return Comparison(mean, math.nan, math.nan, n)
    statistic = mean / math.sqrt(variance) * math.sqrt(factor)
    from scipy.special import stdtr

    return Comparison(mean, statistic, float(2.0 * stdtr(n - 1, -abs(statistic))), n)


def _variance_in_time(deviation: Floats, horizon: int) -> float:
    n = len(deviation)
    total = float(deviation @ deviation) / n
    for lag in range(1, min(horizon, n)):
        total += 2.0 * float(deviation[lag:] @ deviation[:-lag]) / n
    return total
