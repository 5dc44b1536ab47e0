"""How long the spatial model and the exchange of positions take, beside published times.

The times of the reference programs are those that their measurements state (two cores, the
program's own logging included); they are not measured here. The plain NumPy version is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from benchmarks.measure import own_peak_mb, report
from burdenshare.bargaining import exchange, smp, smp_kernel, smp_turns
from burdenshare.bargaining.draws import draw, forecasts
from burdenshare.bargaining.smp_rules import Options, rules_of
from burdenshare.bargaining.table import Floats, Table

DRAWS = 10_000
PUBLISHED = {
    "32x4": "5.4 s (KTAB, C++), 0.15 s (numpy)",
    "80x1": "164 s (KTAB, C++), 0.78 s (numpy)",
    "exchange": "0.64 s (numpy)",
    "draws": "150 s for 1,000 draws on one core (numpy)",
}


def case(actors: int, issues: int) -> Table:
    """Return a random case whose salience is shared out over its issues."""
    generator = np.random.Generator(np.random.Philox(1))
    shape = actors, issues
    salience = 0.1 + 0.9 * generator.random(shape)
    salience *= (0.6 + 0.4 * generator.random((actors, 1))) / salience.sum(axis=1, keepdims=True)
    full = np.full(issues, np.nan)
    return Table(
        actors=tuple(f"A{i}" for i in range(actors)),
        cases=("random",) * issues,
        issues=tuple(f"i{k}" for k in range(issues)),
        positions=100.0 * generator.random(shape),
        salience=salience,
        capability=np.repeat(1.0 + 99.0 * generator.random((actors, 1)), issues, axis=1),
        low=np.zeros(issues),
        high=np.full(issues, 100.0),
        outcome=full,
        status_quo=full,
        groups=("random",) * issues,
    )


def best(call: Callable[[], object], runs: int = 5) -> float:
    """Return the best wall time of a call in seconds, the first not counted."""
    call()
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return min(times)


def walks(table: Table) -> tuple[float, float, int]:
    """Return seconds of the compiled and of the plain version, and the turns."""
    (game,) = smp.games_of(table, Options(issues="together"))
    inputs = (
        game.positions,
        game.salience,
        game.capability,
        rules_of(Options()),
        np.eye(len(game.rows)),
    )
    turns = len(smp_kernel.walk(*inputs)) - 1
    return (
        best(lambda: smp_kernel.walk(*inputs)),
        best(lambda: smp_turns.walk(*inputs), runs=2),
        turns,
    )


def over_draws(table: Table) -> tuple[float, float]:
    """Return seconds of compromise and spatial model over all draws of a case with ranges.

    Those on the clock, and those of all processors: on a machine with other work the first say
    little.
    """
    low: Floats = np.maximum(table.positions - 5.0, 0.0)
    high: Floats = np.minimum(table.positions + 5.0, 100.0)
    ranged = replace(
        table,
        ranges={
            "positions": (low, high),
            "salience": (0.8 * table.salience, table.salience),
            "capability": (0.8 * table.capability, 1.2 * table.capability),
        },
    )
    smp.over_draws(ranged, draw(ranged, draws=8, seed=1))
    begin, used = time.perf_counter(), time.process_time()
    drawn = draw(ranged, draws=DRAWS, seed=1)
    forecasts(drawn)
    smp.over_draws(ranged, drawn)
    return time.perf_counter() - begin, time.process_time() - used


def main() -> None:
    """Measure one run, exchange and Monte Carlo."""
    rows: list[dict[str, object]] = []
    for actors, issues in ((32, 4), (80, 1)):
        fast, plain, turns = walks(case(actors, issues))
        what = f"spatial model, {actors} actors x {issues} issues, {turns} turns"
        published = PUBLISHED[f"{actors}x{issues}"]
        rows.append({"what": what, "seconds": fast, "plain_numpy": plain, "published": published})
    wide = case(32, 4)
    count = exchange.solve(wide).trades["random"]["count"]
    seconds, of_processors = over_draws(wide)
    rows += [
        {
            "what": f"exchange, 32 actors x 4 issues, {count} trades",
            "seconds": best(lambda: exchange.solve(wide)),
            "plain_numpy": None,
            "published": PUBLISHED["exchange"],
        },
        {
            "what": f"compromise and spatial model, {DRAWS:,} draws of 32 actors x 4 issues, "
            f"{of_processors:.0f} s of processor time",
            "seconds": seconds,
            "plain_numpy": None,
            "published": PUBLISHED["draws"],
        },
    ]
    for row in rows:
        row["peak_mb"] = own_peak_mb()
    report("spatial", rows)


if __name__ == "__main__":
    main()
