"""What is collected while futures are drawn, and the arrays it is collected in.

Nothing is stored by draw unless it was asked for: quantiles come from counts (`bins`). Memory does
not grow with the number of draws.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from burdenshare.projection.futures.bins import BINS, Places, bins_between
from burdenshare.projection.futures.layout import (
    BESIDE,
    COMMON,
    EXTRA,
    GROUP,
    LANES,
    OWED,
    OWED_WITHOUT,
    POSITIVE,
    POSITIVE_TOTALS,
    SHOCKS,
    TOTAL_EXTRA,
    row_of,
    total_of,
)
from burdenshare.projection.futures.model import Event
from burdenshare.projection.futures.terms import Terms, by_year

SLACK = {"double": 1e-9, "single": 1e-5}
"""How far below a level still counts as "at least" it: more than rounding, less than matters."""
CACHE_LINE = 64
"""Bytes; as long as the longest vector."""


class Wanted(NamedTuple):
    """What is collected: v streamed variables, a totals, q conditions, r reported years."""

    rows: Any
    """Rows (`layout`) whose quantiles are streamed, int64 (v,)."""
    positive: Any
    """Whether each streamed row can never be below 0, bool (v,)."""
    kept: Any
    """Rows whose draws are kept."""
    totals: Any
    """Positions of totals whose quantiles are streamed."""
    positive_totals: Any
    """Whether each can never be below 0, bool (a,)."""
    kept_totals: Any
    conditions: Any
    """Row, years back (0: compare the value itself), event: int64 (q, 3)."""
    signs: Any
    """A condition holds where sign x value > level (q,)."""
    levels: Any
    """(q, c, r)."""
    events: int
    beside: bool
    """Whether anything beside the recursion is wanted: baselines, stock, sums."""
    add_up: bool
    """Whether totals of the members are wanted."""
    look_back: bool
    """Whether a condition compares with earlier years."""


class Ranges(NamedTuple):
    """Lowest and highest values over the draws of a first pass."""

    lowest: Any
    """(v, c, r)."""
    highest: Any
    total_lowest: Any
    """(a, r)."""
    total_highest: Any


class Middle(NamedTuple):
    """The central path of what is streamed."""

    rows: Any
    """(v, c, r)."""
    totals: Any
    """(a, r)."""


class Tally(NamedTuple):
    """What has been collected; n draws."""

    counts: Any
    """int32 (v, c, r, bin)."""
    total_counts: Any
    """int32 (a, r, bin)."""
    kept: Any
    """(v, c, r, n)."""
    kept_totals: Any
    """(a, r, n)."""
    happened: Any
    """int64 (event, c, r)."""
    capped: Any
    """Draws in which debt reached the upper bound, int64 (c,)."""


def wanted(
    terms: Terms,
    baselines: tuple[str, ...],
    *,
    streamed: Sequence[str],
    kept: Sequence[str],
    totals: Sequence[str],
    kept_totals: Sequence[str],
    events: Sequence[Event],
    precision: str,
) -> Wanted:
    """Return what is collected, from names (`model.FUTURES`, `extra_names`, `alliance_names`)."""
    conditions = [
        (number, condition) for number, event in enumerate(events) for condition in event.conditions
    ]
    shape = (len(terms.codes), len(terms.years) - terms.first)
    signs = np.array([1.0 if c.sense in ("above", "at least") else -1.0 for _, c in conditions])
    levels = np.zeros((len(conditions), *shape))
    for i, (_, condition) in enumerate(conditions):
        level = signs[i] * by_year(condition.level, shape)
        slack = SLACK[precision] * np.maximum(np.abs(level), 1e-3)
        levels[i] = level - slack * (condition.sense in ("at least", "at most"))
    rows = [row_of(name, baselines) for name in streamed]
    kept_rows = [row_of(name, baselines) for name in kept]
    compared = [row_of(condition.variable, baselines) for _, condition in conditions]
    columns = [[row, c.since, n] for row, (n, c) in zip(compared, conditions, strict=True)]
    add_up = bool(totals or kept_totals)
    kind: Any = np.float64 if precision == "double" else np.float32
    return Wanted(
        rows=np.array(rows, dtype=np.int64),
        positive=np.array([name in POSITIVE for name in streamed], dtype=bool),
        kept=np.array(kept_rows, dtype=np.int64),
        totals=np.array([total_of(name, baselines) for name in totals], dtype=np.int64),
        positive_totals=np.array([name.startswith(POSITIVE_TOTALS) for name in totals], dtype=bool),
        kept_totals=np.array([total_of(name, baselines) for name in kept_totals], dtype=np.int64),
        conditions=np.array(columns, dtype=np.int64).reshape(-1, 3),
        signs=signs.astype(kind),
        levels=levels.astype(kind),
        events=len(events),
        beside=add_up or any(row >= BESIDE for row in (*rows, *kept_rows, *compared)),
        add_up=add_up,
        look_back=any(condition.since for _, condition in conditions),
    )


def looks_back(variable: str, baselines: tuple[str, ...]) -> bool:
    """Return whether a condition may compare this variable with earlier years."""
    return row_of(variable, baselines) in (OWED, OWED_WITHOUT)


def empty_ranges(terms: Terms, want: Wanted) -> Ranges:
    """Return ranges before any draw."""
    shape = (len(want.rows), len(terms.codes), len(terms.years) - terms.first)
    totals = (len(want.totals), shape[2])
    kind = terms.economy.dtype
    return Ranges(
        np.full(shape, np.inf, kind),
        np.full(shape, -np.inf, kind),
        np.full(totals, np.inf, kind),
        np.full(totals, -np.inf, kind),
    )


def empty_tally(terms: Terms, want: Wanted, draws: int) -> Tally:
    """Return a tally before any draw."""
    n, years = len(terms.codes), len(terms.years) - terms.first
    kind = terms.economy.dtype
    return Tally(
        counts=np.zeros((len(want.rows), n, years, BINS), np.int32),
        total_counts=np.zeros((len(want.totals), years, BINS), np.int32),
        kept=np.empty((len(want.kept), n, years, draws), kind),
        kept_totals=np.empty((len(want.kept_totals), years, draws), kind),
        happened=np.zeros((want.events, n, years), np.int64),
        capped=np.zeros(n, np.int64),
    )


class Room(NamedTuple):
    """Where the compiled engine works on one group of blocks; nothing in it outlives the group."""

    work: Any
    """The rows (`layout`) of one block, (row x lane,)."""
    z: Any
    """Normals of two years, single precision (12 x lane,)."""
    words: Any
    """Random words, uint32 (4 x lane,)."""
    common: Any
    """What all countries share, single precision (block, years x 3 x lane + lane)."""
    totals: Any
    """(block, r, total, lane)."""
    history: Any
    """Debt with and without the pledge, (year, 2, lane)."""
    found: Any
    """Bins of a row, int32 (lane,)."""
    holds: Any
    """Whether each event still holds, bool (event, lane)."""


def room(terms: Terms, want: Wanted) -> Room:
    """Return room for one thread."""
    kind, years, baselines = terms.economy.dtype, len(terms.years), len(terms.otherwise)
    totals = TOTAL_EXTRA + 5 * baselines if want.add_up else 0
    return Room(
        work=_aligned(((EXTRA + 4 * baselines + len(terms.wear)) * LANES,), kind),
        z=_aligned((2 * SHOCKS * LANES,), np.float32),
        words=_aligned((4 * LANES,), np.uint32),
        common=_aligned((GROUP, (years * COMMON + 1) * LANES), np.float32),
        totals=_aligned((GROUP, years - terms.first, totals, LANES), kind),
        history=_aligned((years + 1, 2, LANES), kind),
        found=_aligned((LANES,), np.int32),
        holds=_aligned((want.events, LANES), np.bool_),
    )


def _aligned(shape: tuple[int, ...], kind: Any) -> Any:
    """Return zeros that begin where a line of the cache begins: no vector then lies in two."""
    size = math.prod(shape) * np.dtype(kind).itemsize
    held = np.zeros(size + CACHE_LINE, np.uint8)
    first = -held.__array_interface__["data"][0] % CACHE_LINE
    return held[first : first + size].view(kind).reshape(shape)


def places(want: Wanted, ranges: Ranges, middle: Middle) -> Places:
    """Return the bins of all that is streamed, from a first pass and the central path."""
    rows = (ranges.lowest, ranges.highest, middle.rows, want.positive[:, None, None])
    totals = (
        ranges.total_lowest,
        ranges.total_highest,
        middle.totals,
        want.positive_totals[:, None],
    )
    return Places(bins_between(*rows), bins_between(*totals))
