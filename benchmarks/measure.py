"""Timing whole processes: best of several runs, with peak memory."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
BIN = Path(sys.executable).parent


def process(
    command: list[str], *, runs: int = 5, env: dict[str, str] | None = None
) -> dict[str, float]:
    """Time a command with all the processes that it starts.

    Returns
    -------
    dict
        ``seconds`` on the clock and ``cpu`` seconds of all processors, each the least of `runs`
        runs, and ``peak_mb``, the most memory that any of its processes took.
    """
    best, least, peak = float("inf"), float("inf"), 0.0
    for _ in range(runs):
        begin = time.perf_counter()
        child = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **(env or {})},
        )
        _, status, usage = os.wait4(child.pid, 0)
        best = min(best, time.perf_counter() - begin)
        if status:
            raise SystemExit(f"{' '.join(command)} failed with status {status}")
        least = min(least, usage.ru_utime + usage.ru_stime)
        peak = max(peak, usage.ru_maxrss / 1024)
    return {"seconds": best, "cpu": least, "peak_mb": peak}


def report(name: str, rows: list[dict[str, object]]) -> None:
    """Print the rows as a table and keep them as JSON."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    print(f"\n{name}")
    for row in rows:
        cells = (f"{v:.3g}" if isinstance(v, float) else str(v) for v in row.values())
        print("  " + " | ".join(cells))


def scratch() -> str:
    """Return a fresh folder for what a benchmark writes; it goes when the benchmarks end."""
    place = tempfile.mkdtemp(prefix="burdenshare-bench-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def own_peak_mb() -> float:
    """Return the peak memory of this process in MB, not counting that of the one it came from."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
