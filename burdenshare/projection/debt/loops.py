"""The stochastic criterion compiled: drawing, recursion and what is judged in one loop.

A block of 64 draws goes through all years while its numbers stay in the nearest cache. Draws and
debts are those of `shocks` and `fan`, to the last bit. Importing this module imports numba.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from burdenshare.figures.countries import countries
from burdenshare.projection.debt.ahead import Ahead, require_gdp
from burdenshare.projection.debt.inputs import Country
from burdenshare.projection.debt.shocks import (
    YEARS,
    covariance_of_years,
    long_rates,
    require_rates,
    root_of,
    used,
)
from burdenshare.projection.debt.variant import Variant
from burdenshare.projection.futures.arithmetic import smaller
from burdenshare.projection.futures.cache import compiled_here
from burdenshare.projection.futures.lanes import apart, four_normals, inlined, take
from burdenshare.projection.futures.layout import LANES
from burdenshare.projection.futures.normals import CALLS, key_of
from burdenshare.projection.model import Floats

KEPT = 400_000
"""So many draws are kept for the next balance; of more, each balance draws anew."""
SHORT, LONG, GROWTH, BALANCE, EUR, USD = range(6)
KINDS = 4
"""What is kept of a year: shocks to the implicit rate, growth and balance, and the valuation."""


class Setup(NamedTuple):
    """What is fixed before any draw."""

    number: Any
    """Number of the country among the draws, uint64."""
    key: Any
    root: Any
    """(6, 6)."""
    short: float
    """Weight of the short rate."""
    long: Any
    """Weight of the long rates since, by year."""
    renewed: Any
    """How many years back these go, by year."""
    own: float
    """Share of debt in national currency."""
    shares: Any
    levels: Any
    """Exchange rates."""
    inverted: bool
    floating: bool


@inlined
def weighted_4(row: Any, z: Any) -> Any:
    """Return the weighted sum of four normals, added one after another."""
    return ((row[0] * z[0] + row[1] * z[1]) + row[2] * z[2]) + row[3] * z[3]


@inlined
def weighted_6(row: Any, z: Any) -> Any:
    """Return the weighted sum of six normals, added one after another."""
    return (weighted_4(row, z) + row[4] * z[4]) + row[5] * z[5]


@apart
def mix(e: Any, z: Any, root: Any, floating: Any) -> None:
    """Write the shocks of a year: the root times the normals."""
    row_0, row_1, row_2 = take(root, 0, 6, 1), take(root, 6, 6, 1), take(root, 12, 6, 1)
    row_3, row_4, row_5 = take(root, 18, 6, 1), take(root, 24, 6, 1), take(root, 30, 6, 1)
    if floating:
        for lane in range(LANES):
            mine = take(z, lane, 6, LANES)
            e[lane] = weighted_6(row_0, mine)
            e[LANES + lane] = weighted_6(row_1, mine)
            e[2 * LANES + lane] = weighted_6(row_2, mine)
            e[3 * LANES + lane] = weighted_6(row_3, mine)
            e[4 * LANES + lane] = weighted_6(row_4, mine)
            e[5 * LANES + lane] = weighted_6(row_5, mine)
    else:
        for lane in range(LANES):
            mine = take(z, lane, 6, LANES)
            e[lane] = weighted_4(row_0, mine)
            e[LANES + lane] = weighted_4(row_1, mine)
            e[2 * LANES + lane] = weighted_4(row_2, mine)
            e[3 * LANES + lane] = weighted_4(row_3, mine)


@apart
def add_long_rates(since: Any, long: Any, e: Any, year: Any, renewed: Any) -> None:
    """Sum the shocks to the long rate over the years whose debt was renewed."""
    mine = long[year * LANES : (year + 1) * LANES]
    for lane in range(LANES):
        mine[lane] = e[LONG * LANES + lane]
    first = year if renewed == year + 1 and year > 0 else year + 1 - renewed
    if renewed <= year or year == 0:
        for lane in range(LANES):
            since[lane] = long[first * LANES + lane]
        first += 1
    for y in range(first, year + 1):
        for lane in range(LANES):
            since[lane] += long[y * LANES + lane]


@apart
def revalue(value: Any, e: Any, before: Any, setup: Any, lowest: Any) -> None:
    """Write what new exchange rates make of debt, and keep them for the year after."""
    for lane in range(LANES):
        value[lane] = setup.own
    for i in range(2):
        share, level = setup.shares[i], setup.levels[i]
        for lane in range(LANES):
            then = before[i * LANES + lane]
            now = level + e[(EUR + i) * LANES + lane]
            ratio = now / then if setup.inverted else then / now
            value[lane] += share * ratio
            lowest[i * LANES + lane] = smaller(now, lowest[i * LANES + lane])
            before[i * LANES + lane] = now


@apart
def draw_block(store: Any, work: Any, z: Any, words: Any, draw: Any, setup: Any, low: Any) -> None:
    """Draw what is kept of one block: (year, kind, lane)."""
    e, since, before = work[: 6 * LANES], work[6 * LANES : 7 * LANES], work[7 * LANES : 9 * LANES]
    long = work[9 * LANES :]
    for i in range(2):
        for lane in range(LANES):
            before[i * LANES + lane] = setup.levels[i]
    for year in range(YEARS):
        when = np.uint64(year)
        four_normals(z[: 4 * LANES], words, draw, when, setup.number, setup.key)
        if setup.floating:
            second = setup.number + np.uint64(1)
            four_normals(z[4 * LANES :], words, draw, when, second, setup.key)
        mix(e, z, setup.root, setup.floating)
        add_long_rates(since, long, e, year, setup.renewed[year])
        mine = store[year * KINDS * LANES : (year + 1) * KINDS * LANES]
        short, part = setup.short, setup.long[year]
        for lane in range(LANES):
            mine[lane] = short * e[lane] + part * since[lane]
            mine[LANES + lane] = e[GROWTH * LANES + lane]
            mine[2 * LANES + lane] = e[BALANCE * LANES + lane]
        if setup.floating:
            revalue(mine[3 * LANES :], e, before, setup, low)


@apart
def walk_block(store: Any, ahead: Any, floating: Any, debt: Any, first: Any, low: Any) -> None:
    """Take one block through the recursion: debt in the first year and in the last."""
    for lane in range(LANES):
        debt[lane] = ahead.start
    for year in range(YEARS):
        mine = store[year * KINDS * LANES : (year + 1) * KINDS * LANES]
        rate, growth, added = ahead.rate[year], ahead.growth[year], ahead.added[year]
        for lane in range(LANES):
            grown = mine[LANES + lane] + growth
            low[lane] = smaller(grown, low[lane])
            value = (mine[lane] + rate) / grown * debt[lane]
            if floating:
                value = value * mine[3 * LANES + lane]
            debt[lane] = value - mine[2 * LANES + lane] + added
        if year == 0:
            for lane in range(LANES):
                first[lane] = debt[lane]


@apart
def add_up(store: Any, slopes: Any, total: Any) -> None:
    """Weigh the shocks of one block by year and kind."""
    for lane in range(LANES):
        total[lane] = 0.0
    for year in range(YEARS):
        for kind in range(KINDS - 1):
            mine = store[(year * KINDS + kind) * LANES : (year * KINDS + kind + 1) * LANES]
            slope = slopes[year * (KINDS - 1) + kind]
            for lane in range(LANES):
                total[lane] += slope * mine[lane]


def run_blocks(
    start: Any, stop: Any, fresh: Any, setup: Any, ahead: Any, slopes: Any, store: Any, out: Any
) -> Any:
    """Take blocks of draws through their years; return the least GDP and exchange rates.

    `out` is (2, draw): debt in the first and the last year; with slopes, weighted shocks.
    """
    work, z = np.zeros((9 + YEARS) * LANES), np.zeros(8 * LANES, np.float32)
    words = np.empty(4 * LANES, np.uint32)
    ends = np.zeros((2, LANES))
    low = np.full(3 * LANES, np.inf)
    draws = out.shape[1]
    for block in range(start, stop):
        mine = store[(block - start) % len(store)]
        if fresh:
            draw_block(mine, work, z, words, np.uint64(block * LANES), setup, low[LANES:])
        if len(slopes) > 0:
            for i in range(2):
                add_up(mine, slopes[i], ends[i])
        else:
            walk_block(mine, ahead, setup.floating, ends[1], ends[0], low[:LANES])
        for i in range(2):
            for lane in range(min(LANES, draws - block * LANES)):
                out[i, block * LANES + lane] = ends[i, lane]
    return low


loops: Any = compiled_here(run_blocks)


class _Way(NamedTuple):
    """`Ahead` without a name, as the compiler takes it."""

    start: float
    rate: Any
    growth: Any
    added: Any


def load() -> None:
    """Compile the loop, or read its code: by a run of no draws."""
    setup = Setup(
        np.uint64(0), key_of(0), np.zeros((6, 6)), 0.0, np.zeros(YEARS), np.zeros(YEARS, int),
        0.0, np.zeros(2), np.zeros(2), inverted=False, floating=False,
    )  # fmt: skip
    way = _Way(0.0, *np.zeros((3, YEARS)))
    none = np.zeros((0, 0))
    loops(0, 0, True, setup, way, none, np.zeros((1, 1)), np.zeros((2, 0)))


class CompiledShocks:
    """The draws of `shocks.draw_shocks`, drawn while they are used.

    Parameters
    ----------
    country : Country
    variant : Variant
    draws, seed : int
    kept : int
        So many draws at most are kept in memory between two uses.
    threads : int
        0: one for each processor. Nothing depends on it.
    """

    def __init__(
        self,
        country: Country,
        variant: Variant,
        *,
        draws: int,
        seed: int,
        kept: int = KEPT,
        threads: int = 0,
    ) -> None:
        self.draws = draws
        self.covariance = covariance_of_years(country)
        self._country = country
        self._setup = _setup(country, variant, seed)
        blocks = -(-draws // LANES)
        count = max(1, min(threads or len(os.sched_getaffinity(0)), blocks))
        self._ends = np.linspace(0, blocks, count + 1).astype(int).tolist()
        keeps = draws <= kept
        sizes = np.diff(self._ends) if keeps else np.ones(count, int)
        self._stores = [np.empty((size, YEARS * KINDS * LANES)) for size in sizes]
        self._keeps, self._fresh = keeps, True

    def ends(self, ahead: Ahead) -> Floats:
        """Return debt in the first and the last year, (2, draw).

        Raises
        ------
        Refusal
            ``bad-table`` as `shocks.draw_shocks` and `fan.fan`.
        """
        return self._run(ahead, np.zeros((0, 0)))

    def weighted(self, slopes: Floats) -> Floats:
        """Return two sums of weighted shocks, (2, draw); slopes (2, year x kind)."""
        none = np.zeros(YEARS)
        return self._run(Ahead(self._country.code, 0.0, none, none, none), slopes)

    def _run(self, ahead: Ahead, slopes: Floats) -> Floats:
        out = np.empty((2, self.draws))
        way = _Way(*ahead[1:])

        def run(start: int, stop: int, store: Floats) -> Any:
            """Run the loops over some of the draws."""
            return loops(start, stop, self._fresh, self._setup, way, slopes, store, out)

        if len(self._stores) == 1:
            low = run(self._ends[0], self._ends[1], self._stores[0])
        else:
            with ThreadPoolExecutor(len(self._stores)) as pool:
                found = pool.map(run, self._ends[:-1], self._ends[1:], self._stores)
                low = np.minimum.reduce(list(found))
        least = low.reshape(3, LANES).min(axis=1)
        require_rates(self._country, least[1:])
        require_gdp(self._country.code, least[0])
        self._fresh = not self._keeps
        return out


def _setup(country: Country, variant: Variant, seed: int) -> Setup:
    root = root_of(country)
    own, *shares = country.currencies(variant)
    short, long, renewed = long_rates(country)
    return Setup(
        number=np.uint64(int(countries()[country.code].numeric) * CALLS),
        key=key_of(seed),
        root=np.ascontiguousarray(root),
        short=float(short),
        long=long,
        renewed=renewed,
        own=float(own),
        shares=np.array(shares),
        levels=np.array([country.annual[name][2] for name in ("exr_eur", "exr_usd")]),
        inverted=bool(variant.exchange_inverted),
        floating=used(root) > KINDS,
    )
