"""How long the models of bargaining take, beside the times of the public reference programs."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks.measure import report
from burdenshare.bargaining.bdm import READINGS, negotiate_rounds
from burdenshare.bargaining.compromise import compromise
from burdenshare.bargaining.median import median
from burdenshare.bargaining.nbs import Options, bargain

REFERENCE = {
    "expected utility": "67.6 s (public Python replication)",
    "compromise": "3 us (numpy)",
    "Nash": "",
    "weighted median": "",
}


def best(call: Callable[[], object], runs: int = 200) -> float:
    """Return the best wall time of a call in seconds."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return min(times)


def main() -> None:
    """Measure the closed formulas and the expected-utility model."""
    draw = np.random.Generator(np.random.Philox(1)).random
    x, s, c = 100.0 * draw(17), 0.1 + 0.9 * draw(17), 1.0 + 99.0 * draw(17)
    wide, weights = 100.0 * draw((32, 4)), draw((32, 4))
    place, cares, power = draw(32), draw(32), draw(32)
    nobody = np.zeros(32, dtype=bool)
    calls: dict[str, Callable[[], object]] = {
        f"expected utility ({name}), 17 actors, 10 rounds at most": (
            lambda o=options: negotiate_rounds(x, s, c, o)
        )
        for name, options in READINGS.items()
    }
    calls["compromise, 32 actors x 4 issues"] = lambda: compromise(wide, weights)
    calls["weighted median, 32 actors x 4 issues"] = lambda: median(wide, weights)
    calls["Nash, 32 actors, one issue"] = lambda: bargain(
        place, cares, power, 0.0, Options(), nobody
    )
    rows: list[dict[str, object]] = [
        {
            "what": what,
            "seconds": best(call),
            "reference": next(t for name, t in REFERENCE.items() if what.startswith(name)),
        }
        for what, call in calls.items()
    ]
    report("bargaining", rows)


if __name__ == "__main__":
    main()
