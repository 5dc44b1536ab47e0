"""The fast engine: the same steps compiled into one loop (`blocks`), run by threads.

The compiled code is kept and called without numba (`native`); only its first use compiles.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from burdenshare.projection.futures import native
from burdenshare.projection.futures.arithmetic import constants
from burdenshare.projection.futures.bins import Places
from burdenshare.projection.futures.layout import (
    DEBT_TERMS,
    ECONOMY_TERMS,
    GROUP,
    LANES,
    OTHERWISE,
    SHOCKS,
    SPENDING_TERMS,
    STATE,
)
from burdenshare.projection.futures.model import FACTORS
from burdenshare.projection.futures.normals import key_of
from burdenshare.projection.futures.terms import Terms
from burdenshare.projection.futures.wanted import (
    Middle,
    Ranges,
    Tally,
    Wanted,
    empty_ranges,
    empty_tally,
    places,
    room,
    wanted,
)


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
    if native.is_loaded("double"):
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
    precision = "double" if terms.economy.dtype == np.float64 else "single"
    k = constants(precision)
    ends = np.linspace(0, _groups(draws), len(parts) + 1).astype(int).tolist()
    stopped = threading.Event()

    def run(first: int, last: int, into: tuple[Ranges, Tally]) -> None:
        """Run the loops over some of the groups, in memory of this thread's own."""
        own = room(terms, want)
        loops = native.prepared(precision, (0, draws, terms, want, bins, ranging, into, k, own))
        for group in range(first, last):
            if stopped.is_set():
                return
            loops(group)

    if len(parts) == 1:
        run(0, ends[1], parts[0])
        return
    with ThreadPoolExecutor(len(parts)) as pool:
        try:
            list(pool.map(run, ends[:-1], ends[1:], parts))
        finally:
            stopped.set()
