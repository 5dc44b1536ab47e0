"""How long a changed assumption takes to be answered, beside a whole study of the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from benchmarks.measure import own_peak_mb, report
from burdenshare.scenario.load import load_text
from burdenshare.workbench import Workbench

DRAWS, RUNS, STUDIES = 10_000, 60, 3
WANTED = {"one ally": 0.030, "all allies": 0.150}
"""Seconds; nothing fails where a machine is slower."""
CASE = """
name: slider
title: A pledge on a slider
members: {members}
start: 2026
end: 2035
pledges: [{{core: 3.5, related: 1.5, by: 2035}}]
"""
MOVES: dict[str, Callable[[int], Mapping[str, Any]]] = {
    "share": lambda i: {"pledges[0].core": 2.5 + i / 40},
    "year": lambda i: {"pledges[0].by": 2030 + i % 6},
    "inertia": lambda i: {"behaviour.inertia": i / 100},
    "financing": lambda i: {"financing.tax": i / 100},
    "growth": lambda i: {"assumptions.growth_offset": -1.0 + i / 50},
}
"""Sliders: the change at each of their places."""


def seconds(call: Callable[..., Any], *parts: Any) -> float:
    """Return how long a call and the laying out of its result as plain data take."""
    begin = time.perf_counter()
    call(*parts).to_json()
    return time.perf_counter() - begin


def sliders(who: str, members: str) -> Iterator[dict[str, object]]:
    """Move every slider over some members, and run a study of the same beside it."""
    bench = Workbench()
    live = bench.live(load_text(CASE.format(members=members)), draws=DRAWS)
    first = seconds(live.evaluate)
    for name, move in MOVES.items():
        seconds(live.evaluate, move(RUNS))
        begin = time.process_time()
        times = [seconds(live.evaluate, move(i)) for i in range(RUNS)]
        used = (time.process_time() - begin) / RUNS
        studies = [seconds(bench.study, live.changed(move(i))) for i in range(STUDIES)]
        middle, late = (float(np.quantile(times, level)) for level in (0.5, 0.95))
        yield {
            "what": f"{who}, {name}, {DRAWS:,} draws",
            "p50": middle,
            "p95": late,
            "processor": used,
            "first": first,
            "study": min(studies),
            "study_over_p50": min(studies) / middle,
            "wanted": WANTED[who],
            "peak_mb": own_peak_mb(),
        }


def main() -> None:
    """Measure one ally and all."""
    rows = [*sliders("one ally", "[ITA]"), *sliders("all allies", "nato")]
    report("live", rows)


if __name__ == "__main__":
    main()
