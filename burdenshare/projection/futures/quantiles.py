"""Quantiles of draws that were kept, and of counts where they were not."""

from __future__ import annotations

from typing import Any

import numpy as np

from burdenshare.projection.futures.arithmetic import value_at
from burdenshare.projection.futures.bins import Bins
from burdenshare.projection.futures.model import LEVELS
from burdenshare.projection.model import Floats


def of_draws(kept: Floats) -> Floats:
    """Return the quantiles at `LEVELS` of draws (..., draw), exactly: shaped (level, ...)."""
    return np.asarray(np.quantile(kept.astype(np.float64), LEVELS, axis=-1))


def of_counts(counts: Any, bins: Bins) -> Floats:
    """Return the quantiles at `LEVELS` from counts in bins: straight in the measure within a bin.

    A quantile that falls into an outermost bin is told as the outer end of that bin. All others are
    off by less than a bin (`bin_ends`).

    Parameters
    ----------
    counts : array (..., bin)
    bins : Bins
        Of arrays (...).

    Returns
    -------
    array (level, ...)
    """
    below = np.cumsum(counts, axis=-1).reshape(-1, counts.shape[-1])
    rows, size = below.shape
    total = below[:, -1:]
    # One rising sequence: each row of cumulated counts starts above the end of the one before
    lift = np.arange(rows)[:, None] * (total.max(initial=0) + 1.0)
    ranks = total * np.array(LEVELS)
    found = np.searchsorted((below + lift).ravel(), (ranks + lift).ravel())
    inside = counts.reshape(-1)[found].reshape(rows, -1)
    before = below.reshape(-1)[found].reshape(rows, -1) - inside
    place = found.reshape(rows, -1) - np.arange(rows)[:, None] * size
    steps = place + (ranks - before) / np.maximum(inside, 1)
    steps = np.where(place == 0, 0.0, np.where(place == size - 1, size, steps))
    return bin_ends(steps.T.reshape(len(LEVELS), *bins.low.shape), bins)


def bin_ends(steps: Floats, bins: Bins) -> Floats:
    """Return the values at whole or broken numbers of bins from the lower end of the first."""
    low, per_bin, centre, scale = (part.astype(np.float64) for part in bins[:4])
    width = np.divide(1.0, per_bin, out=np.zeros_like(per_bin), where=per_bin > 0.0)
    values = value_at(low + steps * width, centre, scale)
    return np.asarray(
        np.where(bins.closed, np.where(steps > 0.0, np.maximum(values, 0.0), 0.0), values)
    )


def at_the_edge(counts: Any, bins: Bins) -> Floats:
    """Return which part of the draws may lie outside: those in the first and in the last bin.

    Where nothing can lie below the first bin, that one does not count.
    """
    outside = np.where(bins.closed, 0, counts[..., 0]) + counts[..., -1]
    return np.where(bins.per_bin > 0.0, outside / np.maximum(counts.sum(axis=-1), 1), 0.0)
