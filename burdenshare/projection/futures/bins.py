"""Where draws that are not kept are counted: 512 bins for each variable, country and year.

A wide spread is lopsided: thousands of futures lie close together on one side, and a few far away
on the other. So bins are equal not in the value but in a measure of it that grows as a logarithm
does (`arithmetic.measure`): from zero where every draw is positive and the largest is many times
the smallest, from the central path on both sides everywhere else. They span the lowest to the
highest measure of a first pass over a few draws, and a margin on both sides.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from burdenshare.projection.futures.arithmetic import measure
from burdenshare.projection.model import Floats

BINS = 512
PILOT = 2048
"""Draws of the first pass."""
MARGIN = 0.35
"""Part of the span of the first pass that is added on each side."""
WIDE = 4.0
"""How many times the smallest draw the largest is where a positive variable is measured from 0."""
CORE = 8.0
"""The measure is nearly linear within this part of the narrower side of the central path."""
LEAST = float(np.finfo(np.float32).tiny)
STEEPEST = 1024.0
"""The narrower side counts as no less than this part of the whole span."""


class Bins(NamedTuple):
    """Where the bins lie: each array (variable, country, year), or (total, year)."""

    low: Any
    """Measure at the lower end of the first bin."""
    per_bin: Any
    """1 / width of a bin in the measure, 0 where all draws of the first pass agree."""
    centre: Any
    """Value whose measure is 0."""
    scale: Any
    """Distance from the centre up to which the measure is nearly linear."""
    closed: Any
    """Whether nothing can lie below the first bin."""


class Places(NamedTuple):
    """The bins of all that is streamed."""

    rows: Bins
    totals: Bins


def bins_between(lowest: Floats, highest: Floats, middle: Floats, positive: Any) -> Bins:
    """Return bins that span the ranges of a first pass and a margin on both sides.

    Parameters
    ----------
    lowest, highest : array (...)
        Of the first pass.
    middle : array (...)
        The central path.
    positive : array of bool, broadcasts
        Where nothing below 0 can be.
    """
    kind: Any = lowest.dtype
    low, high = lowest.astype(np.float64), highest.astype(np.float64)
    varies = high > low
    from_zero = varies & (low > 0.0) & (high > WIDE * low)
    below, above = middle - low, high - middle
    narrow = np.where((below > 0.0) & (above > 0.0), np.minimum(below, above), 0.0)
    core = np.maximum(narrow, (high - low) / STEEPEST) / CORE
    centre = np.where(varies, np.clip(middle, low, high), low)
    centre = np.where(from_zero, 0.0, centre).astype(kind)
    scale = np.where(from_zero, 0.0, np.maximum(core, LEAST)).astype(kind)
    first, last = (measure(x, centre, scale).astype(np.float64) for x in (lowest, highest))
    span = last - first
    first, last = first - MARGIN * span, last + MARGIN * span
    zero = measure(np.zeros_like(lowest), centre, scale).astype(np.float64)
    closed = np.broadcast_to(positive, low.shape) & (first <= zero)
    first = np.where(closed, zero, first)
    per_bin = np.divide(BINS, last - first, out=np.zeros_like(span), where=varies & (span > 0.0))
    return Bins(first.astype(kind), per_bin.astype(kind), centre, scale, closed)
