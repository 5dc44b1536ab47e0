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
    below = np.cumsum(counts, axis=-1).reshape(-1, counts.shape[-1])
    rows, bins = below.shape
    total = below[:, -1:]
    # One rising sequence: each row of cumulated counts starts above the end of the one before
    lift = np.arange(rows)[:, None] * (total.max(initial=0) + 1.0)
    ranks = total * np.array(LEVELS)
    found = np.searchsorted((below + lift).ravel(), (ranks + lift).ravel())
    inside = counts.reshape(-1)[found].reshape(rows, -1)
    before = below.reshape(-1)[found].reshape(rows, -1) - inside
    place = found.reshape(rows, -1) - np.arange(rows)[:, None] * bins
    bin_widths = np.zeros(np.shape(per_bin))
    np.divide(1.0, per_bin, out=bin_widths, where=np.asarray(per_bin) > 0.0)
    steps = place + (ranks - before) / np.maximum(inside, 1)
    values = np.ravel(low)[:, None] + steps * bin_widths.reshape(-1, 1)
    return np.asarray(values.T.reshape(len(LEVELS), *np.shape(low)))


def at_the_edge(counts: Any, per_bin: Floats) -> Floats:
    """Return which part of the draws lies in the first and the last bin."""
    outside = counts[..., 0] + counts[..., -1]
    return np.where(np.asarray(per_bin) > 0.0, outside / np.maximum(counts.sum(axis=-1), 1), 0.0)
