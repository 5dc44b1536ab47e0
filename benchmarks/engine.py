"""Nanoseconds per draw, country and year of the stochastic engine; fails when vectors are lost.

The workload: 36 states, 25 years, three streamed quantile variables, invented numbers.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from benchmarks.measure import own_peak_mb, report
from burdenshare.projection.futures import kernel, oracle
from burdenshare.projection.futures.normals import key_of
from burdenshare.projection.futures.steps import (
    Debt,
    DebtTerms,
    Economy,
    EconomyTerms,
    Spending,
    SpendingTerms,
)
from burdenshare.projection.futures.terms import Terms, in_precision
from burdenshare.projection.futures.wanted import places, wanted

STATES, YEARS = 36, 25
LEAST_RATIO = 10.0
"""How many times faster than NumPy the compiled engine must be: far less means no vectors."""


def workload() -> Terms:
    cells = (STATES, YEARS)
    gdp = 1000.0 * 1.035 ** np.arange(YEARS) * np.ones(cells)
    price = 1.02 ** np.arange(YEARS) * np.ones(cells)
    economy = EconomyTerms(
        gdp, 1.0 / gdp, price, 1.0 / price, 1.1, 1.0 / 1.1, 0.3, 0.5, 0.8, 0.8, 1.0, 0.66
    )
    spending = SpendingTerms(*[0.0] * len(SpendingTerms._fields))._replace(
        base_moving=1.0, per_moving=1.0, start_share=2.0, inertia=0.8,
        slippage=0.05, real_limit=1.1, no_limit=1e30, expected_growth=1.035, cash=1.0,
        after_start=1.0, keep_effect=0.6, home_price=0.8, import_price=0.2, equipment=0.3,
        wear=0.05,
    )  # fmt: skip
    debt = DebtTerms(1.0, -0.01, 0.0, 0.02, 0.03, 0.1, 0.15, 0.5, 0.1, 0.02, 0.9, 0.7, 0.0, 0.7)
    start = (
        *Economy(*[0.0] * len(Economy._fields))._replace(gdp=966.0, per_fx=1.0 / 1.1),
        *Spending(*[0.0] * len(Spending._fields))._replace(regular_share=2.0, slower=1.0),
        *Debt(0.02, 0.02, 0.8, 0.8, 0.8, 0.0, 0.0, 0.0, 0.0),
    )

    def stacked(parts: Any) -> Any:
        return np.stack([np.broadcast_to(part, cells) for part in parts], axis=-1).copy()

    return Terms(
        codes=np.arange(1, STATES + 1, dtype=np.uint64), years=np.arange(2026, 2026 + YEARS),
        first=0, economy=stacked(economy), spending=stacked(spending), debt=stacked(debt),
        aimed=np.broadcast_to(np.linspace(2.0, 3.5, YEARS)[:, None], (*cells, 1)).copy(),
        start=np.tile(start, (STATES, 1)), multiplier=np.tile([0.2, 0.6, 1.2, 0.7], (STATES, 1)),
        root=np.tile(0.006 * np.eye(6) + 0.001, (STATES, 1, 1)),
        loadings=np.full((STATES, 6, 2), 0.003), width=np.ones(cells),
        otherwise=np.zeros((0, *cells, 5)), start_at=np.zeros(STATES, np.int64),
        equipment=np.full(cells, 0.3), mix=np.ones((STATES, 1)), wear=np.full(1, 0.05),
        stock=np.zeros((STATES, 1)), target=np.full(STATES, 3.5), real_dollars=np.ones(STATES),
        freedom=0, key=key_of(1),
    )  # fmt: skip


def timed(passes: Any, precision: str, draws: int, runs: int) -> float:
    """Return the best seconds of several runs, compilation and first pass apart."""
    terms = in_precision(workload(), np.float64 if precision == "double" else np.float32)
    names = ("debt", "debt_without", "buying_power")
    want = wanted(
        terms, (), streamed=names, kept=(), totals=(), kept_totals=(), events=(),
        precision=precision,
    )  # fmt: skip
    bins = places(want, passes.ranges(terms, want, 2048), oracle.middle(workload(), want))
    best = float("inf")
    for _ in range(runs):
        begin = time.perf_counter()
        passes.tally(terms, want, bins, draws)
        best = min(best, time.perf_counter() - begin)
    return best


def main() -> None:
    """Time both engines on the workload, and check that the compiled one is worth having."""
    rows: list[dict[str, object]] = []
    found: dict[str, float] = {}
    for name, passes, precision, draws, runs in (
        ("kernel, single", kernel, "single", 100_000, 3),
        ("kernel, double", kernel, "double", 100_000, 3),
        ("NumPy, double", oracle, "double", 2_000, 2),
    ):
        seconds = timed(passes, precision, draws, runs)
        found[name] = 1e9 * seconds / (draws * STATES * YEARS)
        rows.append(
            {"engine": name, "draws": draws, "seconds": seconds, "ns per cell": found[name],
             "peak MB": own_peak_mb()}
        )  # fmt: skip
    report("engine", rows)
    ratio = found["NumPy, double"] / found["kernel, double"]
    if ratio < LEAST_RATIO:
        raise SystemExit(f"the compiled engine is only {ratio:.1f} times faster than NumPy")
