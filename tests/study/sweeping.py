"""What the tests of sweeps share: a small scenario on the shipped figures, and a real cluster."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from burdenshare.scenario.load import load_text

ITALY = """
name: italy
title: Italy to 3.5 %
members: [ITA]
start: 2026
end: 2035
pledges: [{core: 3.5, by: 2035, from: {year: 2026, share: 2.0}}]
baselines: [constant_share]
series:
  ITA:
    gdp_nominal: {unit: EUR bn, values: {2026: 1000.0, 2027: 1000.0, 2028: 1000.0, 2029: 1000.0,
      2030: 1000.0, 2031: 1000.0, 2032: 1000.0, 2033: 1000.0, 2034: 1000.0, 2035: 1000.0}}
"""
"""GDP stays at 1,000 billion: one point of share is 10 billion."""

scenario = load_text(ITALY)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


class Cluster:
    """A Dask scheduler and workers, each a process of its own on this machine."""

    def __init__(self, folder: Path, home: Path, cache: Path) -> None:
        self._folder = folder
        own = {"BURDENSHARE_HOME": str(home), "BURDENSHARE_CACHE": str(cache)}
        self._environment = {**os.environ, **own}
        self._running: list[subprocess.Popen[bytes]] = []
        place = folder / "scheduler.json"
        self.scheduler = self._started(
            "scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(place)
        )
        self.address = _address(place)
        self.workers: list[subprocess.Popen[bytes]] = []

    def add(self, count: int) -> None:
        """Start workers; they join by themselves."""
        for _ in range(count):
            self.workers.append(
                self._started(
                    "worker", self.address, "--no-nanny", "--no-dashboard", "--nthreads", "1"
                )
            )

    def wait_for(self, count: int) -> None:
        """Wait until so many workers have joined."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=30)

    def stop(self, *processes: subprocess.Popen[bytes]) -> None:
        """Kill some of its processes, or all."""
        for process in processes or self._running:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
            process.wait(10)
        self.workers = [each for each in self.workers if each.poll() is None]

    def _started(self, role: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{role}", *arguments]
        with (self._folder / f"{role}-{len(self._running)}.log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--host", "127.0.0.1"],
                stdout=log,
                stderr=log,
                env=self._environment,
                cwd=self._folder,
            )
        self._running.append(process)
        return process


@contextlib.contextmanager
def cluster(folder: Path, home: Path, cache: Path, workers: int = 0) -> Iterator[Cluster]:
    """Give a cluster and end all of its processes afterwards."""
    made = Cluster(folder, home, cache)
    try:
        made.add(workers)
        yield made
    finally:
        made.stop()


def _address(place: Path) -> str:
    until = time.monotonic() + 30.0
    while time.monotonic() < until:
        with contextlib.suppress(OSError, ValueError, KeyError):
            return str(json.loads(place.read_text())["address"])
        time.sleep(0.05)
    raise TimeoutError("the scheduler did not start")
