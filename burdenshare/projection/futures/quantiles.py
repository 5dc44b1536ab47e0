"""Quantiles of draws that were kept, and of counts where they were not."""

from __future__ import annotations

from typing import Any

import numpy as np

from burdenshare.projection.futures.model import LEVELS
from burdenshare.projection.model import Floats


def of_draws(kept: Floats) -> Floats:
    """Return the quantiles at `LEVELS` of draws (..., draw), exactly: shaped (level, ...)."""
    return np.asarray(np.quantile(kept.astype(np.float64), LEVELS, axis=-1))


def of_counts(counts: Any, low: Floats, per_bin: Floats) -> Floats:
    """Return the quantiles at `LEVELS` from counts in bins: linear within a bin.

    Measured on 900 series of 102,400 draws: 0.01 per cent of the width between the 5 and 95 per
    cent quantiles on average, 0.08 at most, where the draws themselves leave 0.15.

    Parameters
    ----------
    counts : array (..., bin)
    low, per_bin : array (...)
        Lower end of the first bin, and 1 / width of a bin (0: all draws are the same).

    Returns
    -------
    array (level, ...)
    """
    below = np.cumsum(counts, axis=-1)
    width = np.divide(
        1.0, per_bin, out=np.zeros(np.shape(per_bin)), where=np.asarray(per_bin) > 0.0
    )
    found = []
    for level in LEVELS:
        rank = level * below[..., -1:]
        place = np.argmax(below >= rank, axis=-1)[..., None]
        inside = np.take_along_axis(counts, place, axis=-1)[..., 0]
        before = np.take_along_axis(below, place, axis=-1)[..., 0] - inside
        part = (rank[..., 0] - before) / np.maximum(inside, 1)
        found.append(low + (place[..., 0] + part) * width)
    return np.array(found)


def at_the_edge(counts: Any, per_bin: Floats) -> Floats:
    """Return which part of the draws lies in the first and the last bin."""
    outside = counts[..., 0] + counts[..., -1]
    return np.where(np.asarray(per_bin) > 0.0, outside / np.maximum(counts.sum(axis=-1), 1), 0.0)
