"""How good chances and distributions of a kept pledge were; less is better throughout."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from burdenshare.compliance.known import Floats

BINS = 10
"""Bins of the reliability picture, of equal width."""


def brier(chance: Floats, happened: Floats) -> float:
    """Return the mean squared error of chances (Brier 1950)."""
    return float(np.mean((chance - happened) ** 2))


def log_score(chance: Floats, happened: Floats) -> float:
    """Return minus the mean logarithm of the chance given to what happened."""
    given = np.where(happened > 0.5, chance, 1.0 - chance)
    return float(-np.mean(np.log(np.maximum(given, 1e-12))))


def reliability(chance: Floats, happened: Floats) -> list[dict[str, Any]]:
    """Return, for each bin with forecasts, the mean chance and how often it came true."""
    at = np.minimum((chance * BINS).astype(int), BINS - 1)
    return [
        {
            "from": k / BINS,
            "to": (k + 1) / BINS,
            "n": int((at == k).sum()),
            "chance": float(chance[at == k].mean()),
            "happened": float(happened[at == k].mean()),
        }
        for k in range(BINS)
        if (at == k).any()
    ]


def crps(draws: Floats, actual: Floats) -> Floats:
    """Return ``mean |x - y| - mean |x - x'| / 2`` (Gneiting and Raftery 2007, equation 20).

    The second mean runs over all pairs, a draw with itself included.

    Parameters
    ----------
    draws : array (draw, ...)
    actual : array (...)
    """
    x = np.sort(draws, axis=0)
    n = len(x)
    weights = (2.0 * np.arange(1, n + 1) - n - 1.0).reshape(-1, *[1] * (x.ndim - 1))
    return np.asarray(np.abs(x - actual).mean(axis=0) - (weights * x).sum(axis=0) / n**2)


def difference(loss: Floats, rival: Floats, units: Sequence[str]) -> dict[str, Any]:
    """Return the mean of loss less rival with its interval of 95 %, by units that may depend.

    Losses within a unit (an ally) may depend on each other in any way; the interval is Student's
    with one degree less than there are units. What all allies share in a year is not covered, so
    it is still too narrow.
    """
    from scipy.special import stdtrit

    gap = np.asarray(loss - rival, dtype=float)
    mean = float(gap.mean())
    sums: dict[str, float] = {}
    for unit, each in zip(units, gap - mean, strict=True):
        sums[unit] = sums.get(unit, 0.0) + float(each)
    n = len(sums)
    if n < 2:
        return {"value": mean, "low": None, "high": None, "units": n}
    se = math.sqrt(sum(s**2 for s in sums.values()) * n / (n - 1.0)) / len(gap)
    edge = float(stdtrit(n - 1, 0.975)) * se
    return {"value": mean, "low": mean - edge, "high": mean + edge, "units": n}
