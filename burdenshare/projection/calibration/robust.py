"""Small robust statistics: winsorising, and drawing small samples towards what is common."""

from __future__ import annotations

import math

import numpy as np

from burdenshare.projection.model import Floats

OUTER = 0.05
"""Part of a series on each side that is moved to its own quantile: the Commission's 5 and 95 %."""
_EDGE = 1.6448536269514722
"""Of the standard normal: its quantile at 1 - OUTER."""
KEPT = (
    (1.0 - 2.0 * OUTER)
    + 2.0 * OUTER * _EDGE**2
    - 2.0 * _EDGE * (math.exp(-(_EDGE**2) / 2.0) / math.sqrt(2.0 * math.pi))
)
"""Part of the variance of a normal that winsorising leaves, 0.83: variances are divided by it."""


def quantiles(series: Floats, level: float) -> Floats:
    """Return the quantile of each row's known values; NaN where a row has none.

    Median-unbiased (Hyndman and Fan 1996, definition 8), so that short samples are not cut more
    than long ones.
    """
    ordered = np.sort(series, axis=-1)
    count = np.isfinite(series).sum(axis=-1, keepdims=True)
    place = np.clip(level * (count + 1.0 / 3.0) - 2.0 / 3.0, 0.0, np.maximum(count - 1, 0))
    low = np.floor(place).astype(int)
    high = np.minimum(low + 1, np.maximum(count - 1, 0))
    below = np.take_along_axis(ordered, low, axis=-1)
    above = np.take_along_axis(ordered, high, axis=-1)
    return np.asarray((below + (place - low) * (above - below))[..., 0])


def winsorised(series: Floats) -> Floats:
    """Return each row with its values clipped to its own 5th and 95th percentile; NaN stays."""
    low, high = (quantiles(series, level)[..., None] for level in (OUTER, 1.0 - OUTER))
    return np.clip(series, low, high)


def variances(errors: Floats) -> tuple[Floats, Floats]:
    """Return the mean square of each winsorised row, mended for a normal, and its length.

    Around zero, not around the mean: where the rule erred on one side, that was an error too.
    """
    cut = winsorised(errors)
    count = np.isfinite(cut).sum(axis=-1)
    total = np.nansum(cut * cut, axis=-1)
    found = np.full(total.shape, np.nan)
    known = count > 0
    found[known] = total[known] / count[known] / KEPT
    return found, count


def pooled_towards(estimate: Floats, doubt: Floats, shrinkage: float | None = None) -> Floats:
    """Return each country's estimate drawn towards the mean of all: empirical Bayes.

    The weight of the mean is ``doubt / (doubt + spread)``, where spread is by how much the
    countries differ beyond what sampling alone explains (Efron and Morris 1975). A country
    without an estimate takes the mean.

    Parameters
    ----------
    estimate : array (country,)
    doubt : array (country,)
        Sampling variance of each estimate.
    shrinkage : float, optional
        Weight of the mean for every country, instead of the one found.
    """
    known = np.isfinite(estimate)
    if not known.any():
        return np.zeros(len(estimate))
    mean = float(estimate[known].mean())
    spread = max(0.0, float(np.mean((estimate[known] - mean) ** 2 - doubt[known])))
    weight = np.ones(len(estimate))
    total = doubt[known] + spread
    weight[known] = np.where(total > 0.0, doubt[known] / np.where(total > 0, total, 1.0), 0.0)
    if shrinkage is not None:
        weight[known] = shrinkage
    return np.where(known, (1.0 - weight) * np.where(known, estimate, 0.0) + weight * mean, mean)
