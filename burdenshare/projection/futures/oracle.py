"""The readable engine: every year for all countries and a chunk of draws at once, in NumPy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from burdenshare.projection.futures import steps
from burdenshare.projection.futures.arithmetic import Number, Word, constants, measure
from burdenshare.projection.futures.bins import BINS, Bins, Places
from burdenshare.projection.futures.layout import (
    AT_START,
    BASE,
    BUYING_POWER,
    CUMULATIVE,
    DEBT,
    ECONOMY,
    EXTRA,
    GDP,
    OWED,
    PAID,
    PAID_REAL,
    PEAK,
    PER_FX,
    PER_PRICE,
    PRICE,
    SPENDING,
    STOCK,
    TOTAL_EXTRA,
    TOTAL_GDP,
    TOTAL_PAID,
    TOTAL_REAL,
    TOTAL_SHARE,
    TOTAL_SHORTFALL,
    TOTAL_SUMS,
)
from burdenshare.projection.futures.normals import country_normals, factors, places, tails
from burdenshare.projection.futures.steps import (
    Debt,
    DebtTerms,
    Economy,
    EconomyTerms,
    Otherwise,
    Shock,
    Spending,
    SpendingTerms,
)
from burdenshare.projection.futures.terms import Terms
from burdenshare.projection.futures.wanted import (
    Middle,
    Ranges,
    Tally,
    Wanted,
    empty_ranges,
    empty_tally,
)
from burdenshare.projection.model import Floats

K = constants("double")
CHUNK_CELLS = 16_384
"""Draws times countries of one chunk: what a cache holds."""


class Year(NamedTuple):
    """One year of all countries and draws."""

    t: int
    rows: dict[int, Floats]
    """By row (`layout`), each (country, draw)."""
    totals: list[Floats]
    """By position (`model.alliance_names`), each (draw,)."""


class States(NamedTuple):
    """The recursion after one year, for tests and decompositions."""

    economy: Economy
    spending: Spending
    debt: Debt


# The recursion -----------------------------------------------------------------------------------


def draw_shocks(terms: Terms, t: int, draws: Word) -> Shock:
    """Return the shocks of a year: width x tail x (loadings f + root z), each (country, draw)."""
    year = int(terms.years[t])
    z = [row.astype(np.float64) for row in country_normals(draws, year, terms.codes, terms.key)]
    f = [row.astype(np.float64) for row in factors(draws, year, terms.key)]
    width = terms.width[:, t, None]
    if terms.freedom:
        width = width * tails(draws, year, terms.freedom, terms.key).astype(np.float64)
    shocks = []
    for i in range(len(Shock._fields)):
        e = terms.loadings[:, i, 0, None] * f[0] + terms.loadings[:, i, 1, None] * f[1]
        for j, normal in enumerate(z):
            e = e + terms.root[:, i, j, None] * normal
        shocks.append(e * width)
    return Shock(*shocks)


def multipliers(terms: Terms, draws: Word | None) -> Floats:
    """Return output per extra spending: of each draw, or the central one (None)."""
    low, central, high, domestic = (terms.multiplier[:, i, None] for i in range(4))
    if draws is not None:
        place = places(draws, terms.key).astype(np.float64)
        central = steps.triangle(place, low, central, high, K)
    return np.asarray(central * domestic)


def aimed_at(terms: Terms, t: int, draws: Word | None) -> Floats:
    """Return the share aimed at in a year: of each draw, or on the central path (None)."""
    paths = terms.aimed[:, t]
    drawn = paths.shape[1] - 1
    if draws is None or drawn == 0:
        return np.asarray(paths[:, :1])
    return np.asarray(paths[:, 1 + (draws % np.uint64(drawn)).astype(np.int64)])


def recursion(terms: Terms, draws: Word | None) -> Iterator[States]:
    """Yield the states year by year, before the first year first.

    Parameters
    ----------
    terms : Terms
    draws : array of uint64 (draw,) or None
        The numbers of the draws; None: one future without any shock.
    """
    start = [terms.start[:, i, None] for i in range(terms.start.shape[1])]
    now = States(
        Economy(*start[ECONOMY:SPENDING]), Spending(*start[SPENDING:DEBT]), Debt(*start[DEBT:])
    )
    multiplier = multipliers(terms, draws)
    calm = Shock(*[np.zeros((len(terms.codes), 1))] * len(Shock._fields))
    yield now
    for t in range(len(terms.years)):
        shock = calm if draws is None else draw_shocks(terms, t, draws)
        economy = steps.next_economy(now.economy, shock, EconomyTerms(*_cells(terms.economy, t)), K)
        spending = steps.next_spending(
            now.spending,
            economy,
            multiplier,
            aimed_at(terms, t, draws),
            SpendingTerms(*_cells(terms.spending, t)),
            K,
        )
        debt = steps.next_debt(
            now.debt,
            economy,
            spending,
            shock.primary_balance,
            DebtTerms(*_cells(terms.debt, t)),
            K,
        )
        now = States(economy, spending, debt)
        yield now


def walk(terms: Terms, draws: Word | None, *, beside: bool = True) -> Iterator[Year]:
    """Yield every reported number year by year, unreported years too (see `recursion`).

    Parameters
    ----------
    beside : bool
        Whether to work out baselines, stock, sums and totals as well.
    """
    states = recursion(terms, draws)
    next(states)
    at_start: tuple[Number, Number] = (K.zero, K.zero)
    stock = [terms.stock[:, e, None] for e in range(len(terms.wear))]
    sums: dict[int, Number] = {}
    total_sums: dict[int, Number] = {}
    for t, now in enumerate(states):
        rows = dict(enumerate((*now.economy, *now.spending, *now.debt), start=ECONOMY))
        if not beside:
            yield Year(t, rows, [])
            continue
        started = (terms.start_at == t)[:, None]
        at_start = (
            np.where(started, rows[PAID], at_start[0]),
            np.where(started, rows[PAID_REAL], at_start[1]),
        )
        rows[AT_START], rows[AT_START + 1] = at_start
        _over_baselines(terms, t, rows)
        bought = terms.equipment[:, t, None] * rows[BUYING_POWER]
        stock = [
            steps.next_stock(left, bought, terms.mix[:, e, None], terms.wear[e])
            for e, left in enumerate(stock)
        ]
        rows[STOCK] = stock[0]
        for more in stock[1:]:
            rows[STOCK] = rows[STOCK] + more
        totals = _totals(terms, rows)
        if t >= terms.first:
            _cumulate(sums, rows, _sums(len(terms.otherwise)))
            _cumulate(total_sums, totals, _total_sums(len(terms.otherwise)))
        yield Year(t, rows, totals)


def _cells(cells: Floats, t: int) -> list[Floats]:
    return [cells[:, t, i, None] for i in range(cells.shape[2])]


def _over_baselines(terms: Terms, t: int, rows: dict[int, Floats]) -> None:
    for b, cells in enumerate(terms.otherwise):
        extra = steps.over_baseline(
            rows[PAID],
            rows[BASE],
            rows[PRICE],
            rows[AT_START],
            rows[AT_START + 1],
            Otherwise(*_cells(cells, t)),
        )
        rows[EXTRA + 4 * b] = extra
        rows[EXTRA + 4 * b + 1] = extra * rows[PER_PRICE]


def _totals(terms: Terms, rows: dict[int, Floats]) -> list[Floats]:
    """Add up the members in US dollars, one after another; no member's extra is netted."""
    per_fx, real = rows[PER_FX], terms.real_dollars[:, None]
    parts = {
        TOTAL_GDP: rows[GDP] * per_fx,
        TOTAL_PAID: rows[PAID] * per_fx,
        TOTAL_REAL: rows[PAID_REAL] * real,
        TOTAL_SHORTFALL: steps.shortfall(rows[SPENDING], terms.target[:, None], rows[BASE], K)
        * per_fx,
    }
    for b in range(len(terms.otherwise)):
        extra, extra_real = rows[EXTRA + 4 * b], rows[EXTRA + 4 * b + 1]
        parts[TOTAL_EXTRA + 5 * b] = np.maximum(extra, 0.0) * per_fx
        parts[TOTAL_EXTRA + 5 * b + 1] = np.maximum(extra_real, 0.0) * real
        parts[TOTAL_EXTRA + 5 * b + 2] = np.maximum(-extra, 0.0) * per_fx
    totals = [np.zeros(per_fx.shape[1])] * (TOTAL_EXTRA + 5 * len(terms.otherwise))
    for position, values in parts.items():
        for of_country in values:
            totals[position] = totals[position] + of_country
    totals[TOTAL_SHARE] = 100.0 * totals[TOTAL_PAID] / totals[TOTAL_GDP]
    return totals


def _sums(baselines: int) -> list[tuple[int, int]]:
    """Return the rows that are sums over the reported years, each with the row it adds up."""
    extras = [EXTRA + 4 * b + i for b in range(baselines) for i in (0, 1)]
    return [(CUMULATIVE, PAID), (CUMULATIVE + 1, PAID_REAL), *((row + 2, row) for row in extras)]


def _total_sums(baselines: int) -> list[tuple[int, int]]:
    extras = [TOTAL_EXTRA + 5 * b + i for b in range(baselines) for i in (0, 1)]
    return [
        (TOTAL_SUMS, TOTAL_PAID),
        (TOTAL_SUMS + 1, TOTAL_REAL),
        *((position + 3, position) for position in extras),
    ]


def _cumulate(sums: dict[int, Number], rows: Any, pairs: list[tuple[int, int]]) -> None:
    for sum_row, row in pairs:
        sums[sum_row] = rows[sum_row] = sums.get(sum_row, K.zero) + rows[row]


# Collecting --------------------------------------------------------------------------------------


def chunks(terms: Terms, draws: int, chunk: int | None) -> Iterator[Word]:
    """Yield the numbers of the draws, chunk by chunk."""
    size = chunk or max(64, CHUNK_CELLS // len(terms.codes))
    for first in range(0, draws, size):
        yield np.arange(first, min(first + size, draws), dtype=np.uint64)


def ranges(terms: Terms, want: Wanted, draws: int, chunk: int | None = None) -> Ranges:
    """Return the lowest and highest values over the first draws."""
    found = empty_ranges(terms, want)
    for numbers in chunks(terms, draws, chunk):
        for year in walk(terms, numbers, beside=want.beside):
            r = year.t - terms.first
            if r < 0:
                continue
            for v, row in enumerate(want.rows):
                low, high = found.lowest[v, :, r], found.highest[v, :, r]
                np.minimum(low, year.rows[row].min(axis=1), out=low)
                np.maximum(high, year.rows[row].max(axis=1), out=high)
            for a, position in enumerate(want.totals):
                values = year.totals[position]
                found.total_lowest[a, r] = min(found.total_lowest[a, r], values.min())
                found.total_highest[a, r] = max(found.total_highest[a, r], values.max())
    return found


def middle(terms: Terms, want: Wanted) -> Middle:
    """Return the central path of what is streamed; terms in double precision."""
    years = [year for year in walk(terms, None, beside=want.beside) if year.t >= terms.first]
    found = Middle(
        np.zeros((len(want.rows), len(terms.codes), len(years))),
        np.zeros((len(want.totals), len(years))),
    )
    for r, year in enumerate(years):
        for v, row in enumerate(want.rows):
            found.rows[v, :, r] = np.broadcast_to(year.rows[row], (len(terms.codes), 1))[:, 0]
        for a, position in enumerate(want.totals):
            found.totals[a, r] = year.totals[position][0]
    return found


def tally(terms: Terms, want: Wanted, bins: Places, draws: int, chunk: int | None = None) -> Tally:
    """Return counts, kept draws and events of all draws."""
    found = empty_tally(terms, want, draws)
    for numbers in chunks(terms, draws, chunk):
        history = [terms.start[:, OWED : OWED + 2, None]]
        for year in walk(terms, numbers, beside=want.beside):
            history.append(np.stack([year.rows[OWED], year.rows[OWED + 1]], axis=1))
            r = year.t - terms.first
            if r >= 0:
                _count(found, want, bins, year, r)
                _keep(found, want, year, r, numbers)
                _check_events(found, want, year, r, history)
        found.capped[:] += (year.rows[PEAK] >= K.highest_debt).sum(axis=1)
    return found


def _count(found: Tally, want: Wanted, bins: Places, year: Year, r: int) -> None:
    for v, row in enumerate(want.rows):
        here = Bins(*(part[v, :, r, None] for part in bins.rows))
        found.counts[v, :, r] += _in_bins(year.rows[row], here)
    for a, position in enumerate(want.totals):
        here = Bins(*(part[a, r, None, None] for part in bins.totals))
        found.total_counts[a, r] += _in_bins(year.totals[position][None], here)[0]


def _in_bins(values: Floats, bins: Bins) -> Any:
    """Return how many values of each row (country) fall into each bin."""
    place = (measure(values, bins.centre, bins.scale) - bins.low) * bins.per_bin
    place = np.minimum(np.maximum(place, 0.0), BINS - 1.0).astype(np.int64)
    n = len(place)
    place += BINS * np.arange(n)[:, None]
    return np.bincount(place.ravel(), minlength=n * BINS).reshape(n, BINS)


def _keep(found: Tally, want: Wanted, year: Year, r: int, numbers: Word) -> None:
    these = slice(int(numbers[0]), int(numbers[-1]) + 1)
    for v, row in enumerate(want.kept):
        found.kept[v, :, r, these] = year.rows[row]
    for a, position in enumerate(want.kept_totals):
        found.kept_totals[a, r, these] = year.totals[position]


def _check_events(found: Tally, want: Wanted, year: Year, r: int, history: list[Floats]) -> None:
    """Count the draws in which all conditions of an event hold."""
    holds = [np.ones(year.rows[OWED].shape, dtype=bool) for _ in range(want.events)]
    for q, (row, since, event) in enumerate(want.conditions):
        values = year.rows[row]
        if since:
            values = values - history[max(year.t + 1 - since, 0)][:, row - OWED]
        holds[event] &= want.signs[q] * values > want.levels[q, :, r, None]
    for event, each in enumerate(holds):
        found.happened[event, :, r] += each.sum(axis=1)
