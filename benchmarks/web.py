"""The service as readers meet it: sliders in Chromium, first page, many readers, memory."""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np

from benchmarks.measure import BIN, report, scratch

MOVES, READERS, SECONDS, SOAK = 60, 50, 15, 90
WANTED = {"one ally": 0.150, "all allies": 0.400, "first page": 0.300, "readers": 0.500}
"""Seconds; nothing fails where a machine is slower."""
PAGES = (
    "/allies",
    "/allies.json",
    "/lab",
    "/cite?series=milex_pct_gdp&country=POL&year=2024&definition=NATO+core+defence&vintage=2026-07",
    "/v1/figures/show?series=milex_pct_gdp&country=POL",
    "/v1/burden?year=2025",
)
MOVE = """async (value) => {
    const form = document.getElementById("sliders");
    const range = document.querySelector('[data-for="c-target"]');
    range.value = value;
    const drawn = new Promise((go) => form.addEventListener("drawn", go, {once: true}));
    const begun = performance.now();
    range.dispatchEvent(new Event("input", {bubbles: true}));
    await drawn;
    await new Promise((go) => requestAnimationFrame(go));
    return performance.now() - begun;
}"""


class Running(NamedTuple):
    """A service that was started for a benchmark."""

    address: str
    process: subprocess.Popen[bytes]
    token: str

    @property
    def processor(self) -> float:
        """Seconds of processor time of the service itself so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> tuple[float, float]:
        """Return MB of the service, and of all its processes together, shared pages once."""
        sizes = [size for pid in family(self.process.pid) if (size := proportional_mb(pid))]
        return proportional_mb(self.process.pid), sum(sizes)


def family(pid: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from family(int(child))


def proportional_mb(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next(
        int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")
    )


@contextmanager
def service() -> Iterator[Running]:
    """Start a service with a home of its own and wait until its sliders are ready."""
    budgets = {f"BURDENSHARE_WEB_{name}": "10000000" for name in ("READS", "LIVE", "WRITES")}
    env = {**os.environ, **budgets, "BURDENSHARE_HOME": scratch()}
    command = str(BIN / "burdenshare")
    made = subprocess.run(
        [command, "token", "new", "bench", "--role", "analyst", "--json"],
        env=env,
        check=True,
        capture_output=True,
    )
    process = subprocess.Popen(
        [command, "serve", "--port", "0", "--json"], env=env, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    address = json.loads(process.stdout.readline())["address"]
    running = Running(address, process, json.loads(made.stdout)["token"])
    try:
        yield running
    finally:
        process.terminate()
        process.wait()


def get(connection: http.client.HTTPConnection, path: str) -> tuple[int, int]:
    """Return status and size of an answer."""
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Accept": "text/html"})
    answer = connection.getresponse()
    return answer.status, len(answer.read())


def connect(running: Running) -> http.client.HTTPConnection:
    parts = urlsplit(running.address)
    return http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)


def wait_for(running: Running, reached: Callable[[dict[str, Any]], bool]) -> None:
    for _ in range(1200):
        connection = connect(running)
        try:
            connection.request("GET", "/v1/health")
            if reached(json.loads(connection.getresponse().read())):
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise SystemExit("the service does not get ready")


# What is measured --------------------------------------------------------------------------------


def first_page(running: Running) -> dict[str, object]:
    """Ask for the first page as the first reader of a service does, without its pictures."""
    wait_for(running, lambda health: health["status"] == "ok")
    begin = time.perf_counter()
    status, size = get(connect(running), "/allies")
    seconds = time.perf_counter() - begin
    assert status == 200
    connection = connect(running)
    parts = [get(connection, f"/static/{name}")[1] for name in ("site.css", "site.js")]
    parts.append(get(connection, "/static/vendor/htmx.min.js")[1])
    begin = time.perf_counter()
    get(connection, "/allies")
    return {
        "what": "first page, /allies, the first that anybody asks",
        "seconds": seconds,
        "again": time.perf_counter() - begin,
        "kilobytes": (size + sum(parts)) / 1000,
        "wanted": WANTED["first page"],
    }


def slider(running: Running, who: str, query: str) -> dict[str, object]:
    """Time the way from the event of a slider to the new picture, in Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(f"{running.address}/lab?{query}")
        page.wait_for_selector("#lab[data-ready]", state="attached", timeout=120_000)
        for place in (3.0, 4.0):
            page.evaluate(MOVE, place)
        begin = running.processor
        times = [page.evaluate(MOVE, round(1.5 + i / 20, 2)) / 1000 for i in range(MOVES)]
        used = (running.processor - begin) / MOVES
        browser.close()
    middle, late = (float(np.quantile(times, level)) for level in (0.5, 0.95))
    return {
        "what": f"slider to picture, {who}, 10,000 draws",
        "p50": middle,
        "p95": late,
        "processor": used,
        "wanted": WANTED[who],
    }


class Crowd:
    """Readers who each read a page, pause, and read another."""

    def __init__(self, running: Running, readers: int, pause: float) -> None:
        self.times: list[float] = []
        self.wrong: list[str] = []
        self._running, self._pause = running, pause
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._read, args=(random.Random(at),)) for at in range(readers)
        ]

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self, chance: random.Random) -> None:
        connection = connect(self._running)
        self._stop.wait(chance.random() * self._pause)
        while not self._stop.is_set():
            path = chance.choice(PAGES)
            begin = time.perf_counter()
            try:
                status, _ = get(connection, path)
                if status != 200:
                    self.wrong.append(f"{path}: {status}")
            except (OSError, http.client.HTTPException) as error:
                self.wrong.append(f"{path}: {error!r}")
                connection = connect(self._running)
            self.times.append(time.perf_counter() - begin)
            self._stop.wait(self._pause * (0.5 + chance.random()))


def crowd(running: Running) -> dict[str, object]:
    """Let fifty readers read at once, each a page a second."""
    connection = connect(running)
    for path in PAGES:
        get(connection, path)
    begin, clock = running.processor, time.perf_counter()
    with Crowd(running, READERS, 1.0) as readers:
        time.sleep(SECONDS)
    seconds = time.perf_counter() - clock
    return {
        "what": f"{READERS} readers at once, each a page a second",
        "p50": float(np.quantile(readers.times, 0.5)),
        "p95": float(np.quantile(readers.times, 0.95)),
        "pages_a_second": len(readers.times) / seconds,
        "processor_a_page": (running.processor - begin) / len(readers.times),
        "errors": len(readers.wrong),
        "wanted": WANTED["readers"],
    }


def ask(running: Running, method: str, path: str, body: object = None) -> dict[str, Any]:
    connection = connect(running)
    headers = {"Authorization": f"Bearer {running.token}", "Content-Type": "application/json"}
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    answer = connection.getresponse()
    said: dict[str, Any] = json.loads(answer.read())
    if answer.status >= 400:
        raise RuntimeError(f"{path}: {said}")
    return said


def soak(running: Running) -> dict[str, object]:
    """Let readers, a slider and one run after the other work: memory and errors."""
    stop, wrong, runs, moves = threading.Event(), [], [], []

    def work() -> None:
        while not stop.is_set():
            try:
                run = ask(running, "POST", "/v1/runs", {"scenario": "hague-2035", "draws": 10_000})
                while run["state"] in ("queued", "running") and not stop.is_set():
                    time.sleep(0.5)
                    run = ask(running, "GET", f"/v1/runs/{run['id']}")
                runs.append(run["state"])
                if run["state"] not in ("done", "running", "queued"):
                    wrong.append(str(run))
            except (OSError, RuntimeError) as error:
                wrong.append(repr(error))

    def move() -> None:
        place = 0
        while not stop.is_set():
            place += 1
            changes = {"pledges[0].core": 2.0 + place % 40 / 20}
            try:
                ask(running, "POST", "/v1/live", {"scenario": "hague-2035", "changes": changes})
                moves.append(place)
            except (OSError, RuntimeError) as error:
                wrong.append(repr(error))
            stop.wait(0.5)

    threads = [threading.Thread(target=each) for each in (work, move)]
    for thread in threads:
        thread.start()
    sizes = []
    with Crowd(running, 20, 1.0) as readers:
        begin = time.perf_counter()
        while time.perf_counter() - begin < SOAK:
            sizes.append(running.memory_mb())
            time.sleep(0.5)
    stop.set()
    for thread in threads:
        thread.join()
    half = sizes[len(sizes) // 2 :]
    own = [size for size, _ in half]
    return {
        "what": f"{SOAK} s of readers, a slider and runs: memory of all processes, MB",
        "peak_mb": max(whole for _, whole in sizes),
        "own_at_half_mb": float(np.mean(own[: len(own) // 4])),
        "own_at_end_mb": float(np.mean(own[-len(own) // 4 :])),
        "pages": len(readers.times),
        "slider_answers": len(moves),
        "runs_done": runs.count("done"),
        "p95": float(np.quantile(readers.times, 0.95)),
        "errors": len(readers.wrong) + len(wrong),
        "first_error": (readers.wrong + wrong + [""])[0][:300],
        "wanted_mb": 1000,
    }


def main() -> None:
    """Measure everything on one service."""
    with service() as running:
        rows = [first_page(running)]
        wait_for(running, lambda health: bool(health["ready"]["sliders"]))
        rows.append(slider(running, "one ally", "scenario=hague-2035&who=ITA"))
        rows.append(slider(running, "all allies", "scenario=hague-2035&who=ALL"))
        rows.append(crowd(running))
        rows.append(soak(running))
        report("web", rows)


if __name__ == "__main__":
    main()
