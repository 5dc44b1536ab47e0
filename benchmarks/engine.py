"""Nanoseconds per draw, country and year of the stochastic engine; fails when vectors are lost.

The workload: 36 states, 25 years, three streamed quantile variables, invented numbers. Beside it,
on the same machine and in the same minutes: the normals alone, which are the floor; the same
recursion in NumPy on chunks that fit the cache, with NumPy's own normals; the readable oracle. The
public EU code is quoted as published.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

import numpy as np

from benchmarks.measure import report
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
NAMES = ("debt", "debt_without", "buying_power")
DRAWS = 100_000
LEAST_RATIO = 5.0
"""How many times faster than the NumPy oracle, thread by thread, the engine must be: without
vector instructions it is two to three times as fast, with them ten."""
CHUNKS = (64, 200, 1000)
"""Draws of a chunk that the NumPy version is tried with; the best counts."""
PUBLIC_NS = 1150.0
"""The public EU debt-sustainability code, a draw and year of one country, as published."""


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


def prepared(passes: Any, precision: str, names: tuple[str, ...] = NAMES) -> tuple[Any, ...]:
    """Return what `tally` takes before the number of draws."""
    double = workload()
    terms = in_precision(double, np.float64 if precision == "double" else np.float32)
    want = wanted(
        terms, (), streamed=names, kept=(), totals=(), kept_totals=(), events=(),
        precision=precision,
    )  # fmt: skip
    return terms, want, places(want, passes.ranges(terms, want, 2048), oracle.middle(double, want))


def fastest(calls: dict[str, Callable[[], object]], runs: int) -> dict[str, Any]:
    """Return the best seconds of each call, by the clock and of all processors together.

    Calls are taken in turns so that all meet the same machine.
    """
    best = {name: np.full(2, np.inf) for name in calls}
    for _ in range(runs):
        for name, call in calls.items():
            begin = np.array([time.perf_counter(), time.process_time()])
            call()
            taken = np.array([time.perf_counter(), time.process_time()]) - begin
            best[name] = np.minimum(best[name], taken)
    return best


def native(setting: tuple[Any, ...], draws: int, chunk: int, seed: int) -> None:
    """Run the oracle's recursion on NumPy's own normals instead of counter-based ones."""
    rng = np.random.default_rng(seed)
    countries = len(setting[0].codes)
    with mock.patch.multiple(
        oracle,
        country_normals=lambda d, *_: rng.standard_normal((6, countries, len(d))),
        factors=lambda d, *_: rng.standard_normal((2, len(d))),
    ):
        oracle.tally(*setting, draws, chunk)


def in_threads(task: Callable[[int], object], threads: int = 2) -> None:
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(task, range(threads)))


def floor(draws: int, threads: int = 2) -> None:
    """Draw the normals that the workload needs, and nothing else."""
    from benchmarks.floor import normals_only

    terms, share = workload(), draws // threads

    def some(part: int) -> None:
        normals_only(part * share, share, terms.years, terms.codes, terms.key)

    in_threads(some, threads)


def ratios() -> tuple[list[dict[str, object]], float]:
    """Time everything side by side; return the rows, and the engine's ratio to its oracle."""
    single, double = (prepared(kernel, p) for p in ("single", "double"))
    bare = prepared(kernel, "single", ())
    plain = prepared(oracle, "double")
    few = 2_000
    calls: dict[str, Callable[[], object]] = {
        "engine, single": lambda: kernel.tally(*single, DRAWS),
        "engine, double": lambda: kernel.tally(*double, DRAWS),
        "engine, single, nothing streamed": lambda: kernel.tally(*bare, DRAWS),
        "normals alone": lambda: floor(DRAWS),
    }
    slow: dict[str, Callable[[], object]] = {
        "NumPy oracle, double, one thread": lambda: oracle.tally(*plain, few)
    }
    for chunk in CHUNKS:
        slow[f"NumPy's normals, chunks of {chunk}, one thread"] = (
            lambda chunk=chunk: native(plain, few, chunk, 1)  # type: ignore[misc]
        )
    floor(DRAWS)
    found = fastest(calls, 7) | fastest(slow, 2)
    cells = {name: few if name in slow else DRAWS for name in found}
    each = {name: 1e9 * took / (cells[name] * STATES * YEARS) for name, took in found.items()}
    work = {name: float(both[1]) for name, both in each.items()}
    rows: list[dict[str, object]] = [
        {
            "what": name, "ns": float(both[0]), "processor_ns": work[name],
            "over_single": work[name] / work["engine, single"],
            "over_double": work[name] / work["engine, double"],
        }
        for name, both in each.items()
    ]  # fmt: skip
    rows.append(
        {
            "what": "public EU code, as published", "ns": PUBLIC_NS,
            "over_single": PUBLIC_NS / float(each["engine, single"][0]),
            "over_double": PUBLIC_NS / float(each["engine, double"][0]),
        }
    )  # fmt: skip
    return rows, work["NumPy oracle, double, one thread"] / work["engine, double"]


def commission() -> list[dict[str, object]]:
    """Time the fan of the Commission's model for invented countries, from drawing to the balance.

    A draw and year of one country, with the euro and with a currency of its own; beside it the same
    in NumPy, to the last bit.
    """
    from burdenshare.projection.debt.ahead import ahead_of
    from burdenshare.projection.debt.fan import fan
    from burdenshare.projection.debt.loops import CompiledShocks
    from burdenshare.projection.debt.path import project_debt
    from burdenshare.projection.debt.shocks import YEARS as AHEAD
    from burdenshare.projection.debt.shocks import draw_shocks
    from burdenshare.projection.debt.variant import require_variant
    from tests.projection.debt.factory import as_country, floating, invented

    meant = require_variant("as-meant")
    rows: list[dict[str, object]] = []
    for name, made in (("euro", invented()), ("own currency", floating())):
        country = as_country(made)
        path = project_debt(country, adjustment=4, targets=np.array([0.5]), variant=meant)
        ahead = ahead_of(path)
        fused = CompiledShocks(country, meant, draws=10 * DRAWS, seed=1, kept=0)
        plain = lambda: fan(path, draw_shocks(country, meant, draws=DRAWS, seed=1))  # noqa: E731,B023
        compiled = fastest({"": lambda: fused.ends(ahead)}, 7)[""] / (10 * DRAWS * AHEAD)  # noqa: B023
        numpy = fastest({"": plain}, 2)[""] / (DRAWS * AHEAD)
        rows.append(
            {
                "what": f"Commission's stochastic model, {name}", "ns": float(1e9 * compiled[0]),
                "processor_ns": float(1e9 * compiled[1]), "numpy_ns": float(1e9 * numpy[1]),
                "over_numpy": float(numpy[1] / compiled[1]),
                "public_code_as_published": PUBLIC_NS / float(1e9 * compiled[0]),
            }
        )  # fmt: skip
    return rows


RUN = """
from benchmarks import engine
from benchmarks.measure import own_peak_mb
from burdenshare.projection.futures import kernel
setting = engine.prepared(kernel, {precision!r})
kernel.tally(*setting, {draws})
print(own_peak_mb())
"""
"""One run in a process of its own, imports included."""
COLD = """
import pathlib, tempfile
from burdenshare.projection.futures import cache
folder = pathlib.Path(tempfile.mkdtemp())
cache.kernel_folder = lambda: folder
"""
"""Stands before `RUN` where nothing compiled is to be found."""


def fresh(code: str, runs: int) -> dict[str, float]:
    """Return the best seconds and the highest peak memory of a process that runs the code."""
    best, peak = float("inf"), 0.0
    for _ in range(runs):
        begin = time.perf_counter()
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        best = min(best, time.perf_counter() - begin)
        peak = max(peak, float(told.stdout))
    return {"seconds": best, "peak_mb": peak}


def processes() -> list[dict[str, object]]:
    """Time whole processes: a small and large runs with compiled code there, and compiling it."""
    rows: list[dict[str, object]] = []
    for precision in ("single", "double"):
        for draws, runs in ((64, 7), (DRAWS, 5), (1_000_000, 2)):
            found = fresh(RUN.format(precision=precision, draws=draws), runs)
            rows.append({"what": f"process, {precision}, {draws:,} draws", **found})
        found = fresh(COLD + RUN.format(precision=precision, draws=64), 1)
        rows.append({"what": f"process that compiles, {precision}", **found})
    return rows


def main() -> None:
    """Measure, and fail where the compiled engine has lost its vectors."""
    rows, ratio = ratios()
    report("engine", [*rows, *commission(), *processes()])
    if ratio < LEAST_RATIO:
        raise SystemExit(f"the compiled engine is only {ratio:.1f} times faster than NumPy")


if __name__ == "__main__":
    main()
