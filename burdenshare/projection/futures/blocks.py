"""The loops of the compiled engine: a block of draws of one country through all years, and back.

A block of 64 draws of one country goes through all years while its numbers stay in the nearest
cache; nothing is written to memory but counts. Loops run over groups of blocks, countries, blocks,
years and lanes (`lanes`). Where the compiler fails to turn the loops over lanes into vector
instructions nothing breaks but the speed: `benchmarks/engine.py` watches it.

Importing this module imports numba: only what compiles it does (`native`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from burdenshare.projection.futures.arithmetic import larger, measure, smaller
from burdenshare.projection.futures.bins import BINS
from burdenshare.projection.futures.lanes import (
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
    COMMON,
    DEBT_TERMS,
    ECONOMY_TERMS,
    EXTRA,
    GDP,
    GROUP,
    LANES,
    OWED,
    PAID,
    PAID_REAL,
    PEAK,
    PER_FX,
    SHOCK,
    SHOCKS,
    SPENDING,
    SPENDING_TERMS,
    TOTAL_EXTRA,
    TOTAL_GDP,
    TOTAL_PAID,
    TOTAL_REAL,
    TOTAL_SHARE,
    TOTAL_SHORTFALL,
    TOTAL_SUMS,
)
from burdenshare.projection.futures.steps import DebtTerms, EconomyTerms, SpendingTerms, shortfall

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
    room: Any,
) -> None:
    """Draw the futures of one group of blocks and collect what is wanted of them."""
    countries = len(terms.width)
    baselines = len(terms.otherwise)
    work, z, words, common = room.work, room.z, room.words, room.common
    totals, history, found, holds = room.totals, room.history, room.found, room.holds
    totals[:] = 0
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
