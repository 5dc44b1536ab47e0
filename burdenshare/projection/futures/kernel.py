"""The fast engine: the same steps compiled into one loop, block by block of draws.

A block of 64 draws of one country goes through all years while its numbers stay in the nearest
cache; nothing is written to memory but counts. Loops run over groups of blocks, countries, blocks,
years and lanes (`lanes`). Where the compiler fails to turn the loops over lanes into vector
instructions nothing breaks but the speed: `benchmarks/engine.py` watches it.

Importing this module imports numba; the first use compiles, later processes read the compiled code
from a folder (`cache`).
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from burdenshare.projection.futures.arithmetic import constants, larger, measure, smaller
from burdenshare.projection.futures.bins import BINS, Places
from burdenshare.projection.futures.cache import compiled_here
from burdenshare.projection.futures.lanes import (
    COMMON,
    DEBT_TERMS,
    ECONOMY_TERMS,
    OTHERWISE,
    SHOCKS,
    SPENDING_TERMS,
    STATE,
    aim,
    apart,
    begin,
    draw_common,
    draw_country,
    inlined,
    mix,
    take,
    walk_beside,
    walk_debt,
    walk_economy,
    walk_spending,
)
from burdenshare.projection.futures.layout import (
    BASE,
    EXTRA,
    GDP,
    LANES,
    OWED,
    PAID,
    PAID_REAL,
    PEAK,
    PER_FX,
    SHOCK,
    SPENDING,
    TOTAL_EXTRA,
    TOTAL_GDP,
    TOTAL_PAID,
    TOTAL_REAL,
    TOTAL_SHARE,
    TOTAL_SHORTFALL,
    TOTAL_SUMS,
)
from burdenshare.projection.futures.model import FACTORS
from burdenshare.projection.futures.normals import key_of
from burdenshare.projection.futures.steps import (
    DebtTerms,
    EconomyTerms,
    SpendingTerms,
    shortfall,
)
from burdenshare.projection.futures.terms import Terms
from burdenshare.projection.futures.wanted import (
    Middle,
    Ranges,
    Tally,
    Wanted,
    empty_ranges,
    empty_tally,
    places,
    wanted,
)

GROUP = 16
"""Blocks that one country goes through before the next: its counts stay in the cache."""
LAST_BIN = BINS - 1

# Collecting --------------------------------------------------------------------------------------


@inlined
def count(values: Any, n: Any, bins: Any, at: Any, found: Any, counts: Any, k: Any) -> None:
    """Count the values of n lanes into the bins at one place."""
    low, per_bin, centre, scale = bins.low[at], bins.per_bin[at], bins.centre[at], bins.scale[at]
    last = k.one * LAST_BIN
    for lane in range(LANES):
        place = (measure(values[lane], centre, scale) - low) * per_bin
        found[lane] = np.int32(smaller(larger(place, k.zero), last))
    for lane in range(n):
        counts[np.uint32(found[lane])] += 1


@apart
def widen(values: Any, n: Any, lowest: Any, highest: Any, r: Any) -> None:
    """Widen the range of a year by the values of n lanes."""
    low, high = lowest[r], highest[r]
    for lane in range(n):
        low = smaller(values[lane], low)
        high = larger(values[lane], high)
    lowest[r] = low
    highest[r] = high


@inlined
def keep(values: Any, n: Any, kept: Any) -> None:
    """Keep the values of n lanes."""
    for lane in range(n):
        kept[lane] = values[lane]


@apart
def check_events(
    work: Any, history: Any, n: Any, c: Any, t: Any, r: Any, want: Any, holds: Any, happened: Any
) -> None:
    """Count the lanes in which all conditions of an event hold."""
    for event in range(want.events):
        for lane in range(LANES):
            holds[event, lane] = True
    for q in range(len(want.conditions)):
        row, since, event = want.conditions[q]
        values = work[row * LANES : (row + 1) * LANES]
        mine = holds[event]
        sign, level = want.signs[q], want.levels[q, c, r]
        if since == 0:
            for lane in range(LANES):
                mine[lane] &= sign * values[lane] > level
        else:
            then = history[max(t + 1 - since, 0), row - OWED]
            for lane in range(LANES):
                mine[lane] &= sign * (values[lane] - then[lane]) > level
    for event in range(want.events):
        met = 0
        for lane in range(n):
            met += holds[event, lane]
        happened[event, c, r] += met


@inlined
def remember(work: Any, history: Any, t: Any) -> None:
    """Keep debt with and without the pledge after year t (0: before the first)."""
    for i in range(2):
        for lane in range(LANES):
            history[t, i, lane] = work[(OWED + i) * LANES + lane]


# Totals of the members ---------------------------------------------------------------------------


@apart
def add_member(work: Any, totals: Any, terms: Any, c: Any, k: Any) -> None:
    """Add one country to the totals of a year, in US dollars, extra above 0 only."""
    real, target = terms.real_dollars[c], terms.target[c]
    for lane in range(LANES):
        per_fx = work[PER_FX * LANES + lane]
        base, share = work[BASE * LANES + lane], work[SPENDING * LANES + lane]
        totals[TOTAL_GDP, lane] += work[GDP * LANES + lane] * per_fx
        totals[TOTAL_PAID, lane] += work[PAID * LANES + lane] * per_fx
        totals[TOTAL_REAL, lane] += work[PAID_REAL * LANES + lane] * real
        totals[TOTAL_SHORTFALL, lane] += shortfall(share, target, base, k) * per_fx
    for b in range(len(terms.otherwise)):
        extra = work[(EXTRA + 4 * b) * LANES : (EXTRA + 4 * b + 1) * LANES]
        extra_real = work[(EXTRA + 4 * b + 1) * LANES : (EXTRA + 4 * b + 2) * LANES]
        first = TOTAL_EXTRA + 5 * b
        for lane in range(LANES):
            per_fx = work[PER_FX * LANES + lane]
            totals[first, lane] += larger(extra[lane], k.zero) * per_fx
            totals[first + 1, lane] += larger(extra_real[lane], k.zero) * real
            totals[first + 2, lane] += larger(-extra[lane], k.zero) * per_fx


@apart
def finish_totals(totals: Any, baselines: Any, k: Any) -> None:
    """Work out the share, and the sums over the years, of one block: (year, total, lane)."""
    for r in range(len(totals)):
        for lane in range(LANES):
            paid, gdp = totals[r, TOTAL_PAID, lane], totals[r, TOTAL_GDP, lane]
            totals[r, TOTAL_SHARE, lane] = k.hundred * paid / gdp
        for b in range(-1, baselines):
            row = TOTAL_PAID if b < 0 else TOTAL_EXTRA + 5 * b
            sum_row = TOTAL_SUMS if b < 0 else row + 3
            for i in range(2):
                for lane in range(LANES):
                    value = totals[r, row + i, lane]
                    if r > 0:
                        value = totals[r - 1, sum_row + i, lane] + value
                    totals[r, sum_row + i, lane] = value


@apart
def collect_totals(
    totals: Any,
    draw: Any,
    n: Any,
    want: Any,
    bins: Any,
    ranging: Any,
    into: Any,
    found: Any,
    k: Any,
) -> None:
    """Collect the finished totals of one block."""
    for r in range(len(totals)):
        for a in range(len(want.totals)):
            values = totals[r, want.totals[a]]
            if ranging:
                widen(values, n, into[0].total_lowest[a], into[0].total_highest[a], r)
            else:
                count(values, n, bins.totals, (a, r), found, into[1].total_counts[a, r], k)
        if not ranging:
            for a in range(len(want.kept_totals)):
                values = totals[r, want.kept_totals[a]]
                keep(values, n, into[1].kept_totals[a, r, draw:])


# The loops ---------------------------------------------------------------------------------------


@inlined
def collect(
    work: Any,
    history: Any,
    draw: Any,
    n: Any,
    c: Any,
    t: Any,
    terms: Any,
    want: Any,
    bins: Any,
    ranging: Any,
    into: Any,
    found: Any,
    holds: Any,
    k: Any,
) -> None:
    """Collect what is wanted of one block, country and reported year."""
    r = t - terms.first
    ranges, tally = into
    for v in range(len(want.rows)):
        values = work[want.rows[v] * LANES : (want.rows[v] + 1) * LANES]
        if ranging:
            widen(values, n, ranges.lowest[v, c], ranges.highest[v, c], r)
        else:
            count(values, n, bins.rows, (v, c, r), found, tally.counts[v, c, r], k)
    if not ranging:
        for v in range(len(want.kept)):
            values = work[want.kept[v] * LANES : (want.kept[v] + 1) * LANES]
            keep(values, n, tally.kept[v, c, r, draw:])
        if want.events > 0:
            check_events(work, history, n, c, t, r, want, holds, tally.happened)


@apart
def walk_block(
    work: Any,
    z: Any,
    words: Any,
    common: Any,
    totals: Any,
    history: Any,
    draw: Any,
    n: Any,
    c: Any,
    terms: Any,
    want: Any,
    bins: Any,
    ranging: Any,
    into: Any,
    found: Any,
    holds: Any,
    k: Any,
) -> None:
    """Take one block of draws of one country through all years."""
    begin(work, common, terms, c, k)
    if want.look_back:
        remember(work, history, 0)
    shocks = work[SHOCK * LANES : (SHOCK + SHOCKS) * LANES]
    for t in range(len(terms.years)):
        year = terms.years[t]
        if t == 0 or year % 2 == 0:
            draw_country(z, words, np.uint64(draw), year, terms.codes[c], terms.key)
        first = SHOCKS * (year % 2) * LANES
        mine = z[first : first + SHOCKS * LANES]
        shared = common[t * COMMON * LANES : (t + 1) * COMMON * LANES]
        mix(shocks, mine, shared, terms.root[c], terms.loadings[c], terms.width[c, t])
        walk_economy(work, EconomyTerms(*take(terms.economy[c, t], 0, ECONOMY_TERMS, 1)), k)
        aim(work, terms.aimed[c, t], draw)
        walk_spending(work, SpendingTerms(*take(terms.spending[c, t], 0, SPENDING_TERMS, 1)), k)
        walk_debt(work, DebtTerms(*take(terms.debt[c, t], 0, DEBT_TERMS, 1)), k)
        if want.beside:
            walk_beside(work, terms, c, t, k)
        if want.look_back:
            remember(work, history, t + 1)
        if t >= terms.first:
            collect(work, history, draw, n, c, t, terms, want, bins, ranging, into, found, holds, k)
            if want.add_up:
                add_member(work, totals[t - terms.first], terms, c, k)


def run_group(
    group: Any,
    draws: Any,
    terms: Any,
    want: Any,
    bins: Any,
    ranging: Any,
    into: Any,
    k: Any,
) -> None:
    """Draw the futures of one group of blocks and collect what is wanted of them."""
    kind = terms.economy.dtype
    countries, years = terms.width.shape
    baselines = len(terms.otherwise)
    rows = TOTAL_EXTRA + 5 * baselines if want.add_up else 0
    work = np.zeros((EXTRA + 4 * baselines + len(terms.wear)) * LANES, kind)
    z = np.empty(2 * SHOCKS * LANES, np.float32)
    words = np.empty(4 * LANES, np.uint32)
    common = np.empty((GROUP, (years * COMMON + 1) * LANES), np.float32)
    totals = np.zeros((GROUP, years - terms.first, rows, LANES), kind)
    history = np.empty((years + 1, 2, LANES), kind)
    found = np.empty(LANES, np.int32)
    holds = np.empty((want.events, LANES), np.bool_)
    start = group * GROUP * LANES
    blocks = min(GROUP, (draws - start + LANES - 1) // LANES)
    for b in range(blocks):
        draw_common(common[b], z, words, np.uint64(start + b * LANES), terms)
    for c in range(countries):
        for b in range(blocks):
            draw = start + b * LANES
            n = min(LANES, draws - draw)
            walk_block(
                work, z, words, common[b], totals[b], history, draw, n, c,
                terms, want, bins, ranging, into, found, holds, k,
            )  # fmt: skip
            for lane in range(n):
                if work[PEAK * LANES + lane] >= k.highest_debt:
                    into[1].capped[c] += 1
    if want.add_up:
        for b in range(blocks):
            draw = start + b * LANES
            n = min(LANES, draws - draw)
            finish_totals(totals[b], baselines, k)
            collect_totals(totals[b], draw, n, want, bins, ranging, into, found, k)


loops: Any = compiled_here(run_group)

# The engine's two passes -------------------------------------------------------------------------


def ranges(terms: Terms, want: Wanted, draws: int, *, threads: int = 0) -> Ranges:
    """Return the lowest and highest values over the first draws.

    Parameters
    ----------
    terms : Terms
        In the precision of the run (`terms.in_precision`).
    threads : int
        0: one for each processor. The result does not depend on it.
    """
    none = empty_tally(terms, want._replace(rows=(), totals=(), kept=(), kept_totals=()), 0)
    parts = [(empty_ranges(terms, want), none) for _ in range(_threads(draws, threads))]
    nothing = want._replace(
        rows=(), totals=(), positive=want.positive[:0], positive_totals=want.positive_totals[:0]
    )
    none_found = empty_ranges(terms, nothing)
    nowhere = places(nothing, none_found, Middle(none_found.lowest, none_found.total_lowest))
    _run(terms, want, nowhere, draws, parts, ranging=True)
    lows = (np.minimum, np.maximum, np.minimum, np.maximum)
    found = zip(lows, zip(*(part for part, _ in parts), strict=True), strict=True)
    return Ranges(*(extreme.reduce(each) for extreme, each in found))


def tally(terms: Terms, want: Wanted, bins: Places, draws: int, *, threads: int = 0) -> Tally:
    """Return counts, kept draws and events of all draws; arguments as in `ranges`."""
    total = empty_tally(terms, want, draws)
    own = want._replace(kept=(), kept_totals=())
    parts = [total] + [
        empty_tally(terms, own, 0)._replace(kept=total.kept, kept_totals=total.kept_totals)
        for _ in range(_threads(draws, threads) - 1)
    ]
    none = empty_ranges(terms, want._replace(rows=(), totals=()))
    _run(terms, want, bins, draws, [(none, part) for part in parts], ranging=False)
    for part in parts[1:]:
        for sums, more in (
            (total.counts, part.counts),
            (total.total_counts, part.total_counts),
            (total.happened, part.happened),
            (total.capped, part.capped),
        ):
            sums += more
    return total


def load() -> None:
    """Compile the loops in double precision, or read their code: by a run of no countries."""
    if loops.signatures:
        return
    one = np.zeros((0, 1))
    terms = Terms(
        codes=np.zeros(0, np.uint64), years=np.zeros(1, np.int64), first=0,
        economy=np.zeros((0, 1, ECONOMY_TERMS)), spending=np.zeros((0, 1, SPENDING_TERMS)),
        aimed=np.zeros((0, 1, 1)), debt=np.zeros((0, 1, DEBT_TERMS)), start=np.zeros((0, STATE)),
        multiplier=np.zeros((0, 4)), root=np.zeros((0, SHOCKS, SHOCKS)),
        loadings=np.zeros((0, SHOCKS, FACTORS)), width=one,
        otherwise=np.zeros((0, 0, 1, OTHERWISE)), start_at=np.zeros(0, np.int64), equipment=one,
        mix=one, wear=np.zeros(1), stock=one, target=np.zeros(0), real_dollars=np.zeros(0),
        freedom=0, key=key_of(0),
    )  # fmt: skip
    want = wanted(
        terms, (), streamed=(), kept=(), totals=(), kept_totals=(), events=(), precision="double"
    )
    ranges(terms, want, 1)


def _groups(draws: int) -> int:
    return -(-draws // (GROUP * LANES))


def _threads(draws: int, asked: int) -> int:
    """Return how many threads share the work: no more than there are groups."""
    return max(1, min(asked or len(os.sched_getaffinity(0)), _groups(draws)))


def _run(
    terms: Terms,
    want: Wanted,
    bins: Places,
    draws: int,
    parts: list[tuple[Ranges, Tally]],
    *,
    ranging: bool,
) -> None:
    """Let one thread for each part run its share of the groups of draws."""
    k = constants("double" if terms.economy.dtype == np.float64 else "single")
    ends = np.linspace(0, _groups(draws), len(parts) + 1).astype(int).tolist()
    stopped = threading.Event()

    def run(first: int, last: int, into: tuple[Ranges, Tally]) -> None:
        for group in range(first, last):
            if stopped.is_set():
                return
            loops(group, draws, terms, want, bins, ranging, into, k)

    if len(parts) == 1:
        run(0, ends[1], parts[0])
        return
    with ThreadPoolExecutor(len(parts)) as pool:
        try:
            list(pool.map(run, ends[:-1], ends[1:], parts))
        finally:
            stopped.set()
