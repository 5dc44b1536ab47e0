"""Long work: it is done, followed, cancelled, killed, outlived; the office goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from burdenshare.errors import Refusal
from burdenshare.scenario.load import dump, load
from burdenshare.web.work.limits import Limits
from burdenshare.web.work.office import Office
from burdenshare.web.work.shelf import ENDED, Shelf, State
from burdenshare.web.work.tasks import Task
from burdenshare.workbench import Workbench

SMALL = Task("run", [dump(load("japan-yen"))], {})
LONG = Task("sweep", [dump(load("japan-3.5"))], {"vary": ["behaviour.inertia=0:0.5:900"]})
"""Hundreds of points: it is still under way when a test ends it."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Opens an office with some limits of its own."""
    opened = []

    def make(**limits: int) -> Office:
        held = Limits.read()
        made = Office(tmp_path, Limits(**{**held.__dict__, **limits}))
        made.begin()
        opened.append(made)
        return made

    yield make
    for each in opened:
        each.end()


def ended(office: Office, run: State, patience: float = 120.0) -> State:
    return until(office, run, lambda state: state["state"] in ENDED, patience)


def until(
    office: Office, run: State, reached: Callable[[State], bool], patience: float = 120.0
) -> State:
    last = time.monotonic() + patience
    while time.monotonic() < last:
        state = office.shelf.find(run["id"]).state()
        if reached(state):
            return state
        time.sleep(0.05)
    raise AssertionError(f"still {state}")


@pytest.fixture(autouse=True)
def elsewhere() -> Iterator[None]:
    """Leave alone the workers of services that other tests hold open."""
    _ELSEWHERE.update(workers())
    yield
    _ELSEWHERE.clear()


_ELSEWHERE: set[int] = set()


def workers(above: int | None = None) -> list[int]:
    """Return the workers below this process, or another, that began with this test."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"burdenshare.web.work.worker" in path.read_bytes():
                parent = Path(path.parent, "stat").read_text().rsplit(")", 1)[1].split()[1]
                process = int(path.parent.name)
                if int(parent) == (above or os.getpid()) and process not in _ELSEWHERE:
                    found.append(process)
        except OSError:
            continue
    return found


def test_a_run_gives_what_the_command_prints(office: Callable[..., Office]) -> None:
    here = office()
    run = here.take(SMALL, name="japan-yen")
    assert run["state"] in ("queued", "running")
    state = ended(here, run)
    assert (state["state"], state["error"]) == ("done", None)
    assert state["done"] == state["of"] > 0
    bench = Workbench()
    found = json.loads(here.shelf.find(run["id"]).answer())
    assert found == json.loads(json.dumps(bench.result(bench.study("japan-yen"))))
    assert state["fingerprint"] == found["fingerprint"]
    assert {"report.html", "results.xlsx", "manifest.json"} <= set(state["files"])
    assert bench.verify(here.shelf.find(run["id"]).result).ok


def test_a_killed_process_is_reported_and_the_next_run_is_done(
    office: Callable[..., Office],
) -> None:
    here = office()
    run = here.take(LONG, name="long")
    until(here, run, lambda state: state["done"] > 0)
    (process,) = workers()
    os.kill(process, signal.SIGKILL)
    state = ended(here, run)
    assert state["error"]["code"] == "run-killed"
    assert "SIGKILL" in state["error"]["message"]
    with pytest.raises(Refusal, match="SIGKILL") as refused:
        here.shelf.find(run["id"]).answer()
    assert refused.value.code == "run-killed"
    assert not (here.shelf.find(run["id"]).path / "result").exists()
    assert ended(here, here.take(SMALL, name="after"))["state"] == "done"


def test_a_process_that_waits_and_is_killed_is_replaced(office: Callable[..., Office]) -> None:
    here = office()
    last = time.monotonic() + 30
    while not workers() and time.monotonic() < last:
        time.sleep(0.05)
    for process in workers():
        os.kill(process, signal.SIGKILL)
    time.sleep(0.2)
    assert ended(here, here.take(SMALL, name="after"))["state"] == "done"


def test_too_much_memory_ends_a_run_alone(office: Callable[..., Office]) -> None:
    here = office(memory=60)
    state = ended(here, here.take(SMALL, name="large"))
    assert state["error"]["code"] in ("beyond-memory", "run-killed")


def test_too_long_a_run_is_ended(office: Callable[..., Office]) -> None:
    here = office(seconds=1)
    state = ended(here, here.take(LONG, name="long"))
    assert state["error"]["code"] == "run-too-long"


def test_a_run_under_way_and_one_that_waits_are_cancelled(office: Callable[..., Office]) -> None:
    here = office()
    first, second = here.take(LONG, name="first"), here.take(LONG, name="second")
    until(here, first, lambda state: state["state"] == "running")
    assert here.cancel(second["id"])["state"] == "cancelled"
    here.cancel(first["id"])
    state = ended(here, first)
    assert (state["state"], state["error"]["code"]) == ("cancelled", "run-cancelled")
    assert here.cancel(first["id"]) == state


def test_more_than_the_queue_is_refused(office: Callable[..., Office]) -> None:
    here = office(queue=1)
    first = here.take(LONG, name="first")
    until(here, first, lambda state: state["state"] == "running")
    here.take(LONG, name="second")
    with pytest.raises(Refusal) as refused:
        here.take(LONG, name="third")
    assert refused.value.code == "queue-full"


def test_what_a_bad_run_is_refused_for_is_kept(office: Callable[..., Office]) -> None:
    here = office()
    task = Task("sweep", SMALL.scenarios, {"vary": ["nothing.here=0:1:2"]})
    state = ended(here, here.take(task, name="bad"))
    assert state["state"] == "failed"
    with pytest.raises(Refusal) as refused:
        here.shelf.find(state["id"]).answer()
    assert refused.value.code == state["error"]["code"]


def test_the_end_of_the_service_ends_runs_and_says_so(office: Callable[..., Office]) -> None:
    here = office()
    first, second = here.take(LONG, name="first"), here.take(LONG, name="second")
    until(here, first, lambda state: state["done"] > 0)
    here.end()
    for run in (first, second):
        assert here.shelf.find(run["id"]).state()["error"]["code"] == "run-lost"
    assert workers() == []


def test_a_run_whose_service_was_killed_is_lost(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, 10)
    run = shelf.new(question="run", name="orphan")
    run.write(state="running")
    assert shelf.find(run.id).state()["state"] == "running"
    run.release()  # what the system does when a process ends, however it ends
    state = shelf.find(run.id).state()
    assert (state["state"], state["error"]["code"]) == ("failed", "run-lost")


SERVICE = """
import sys, time
from pathlib import Path
from burdenshare.web.work.limits import Limits
from burdenshare.web.work.office import Office
from burdenshare.web.work.tasks import Task
here = Office(Path(sys.argv[1]), Limits.read())
here.begin()
text = sys.stdin.read()
run = here.take(Task("sweep", [text], {"vary": ["behaviour.inertia=0:0.5:900"]}), name="long")
while here.shelf.find(run["id"]).state()["done"] < 1:
    time.sleep(0.05)
print(run["id"], flush=True)
time.sleep(600)
"""


def test_a_killed_service_takes_its_processes_along_and_its_run_is_named(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVICE, str(tmp_path)]
    service = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    with service:
        assert service.stdin is not None
        assert service.stdout is not None
        service.stdin.write(dump(load("japan-3.5")))
        service.stdin.close()
        run = service.stdout.readline().strip()
        (worker,) = workers(service.pid)
        service.kill()
    state = Shelf(tmp_path / "runs", 10).find(run).state()
    assert (state["state"], state["error"]["code"]) == ("failed", "run-lost")
    last = time.monotonic() + 60
    while Path(f"/proc/{worker}/cmdline").exists() and time.monotonic() < last:
        if not Path(f"/proc/{worker}/cmdline").read_bytes():
            break  # ended, and nobody has looked yet
        time.sleep(0.1)
    assert time.monotonic() < last


def test_the_oldest_ended_runs_go(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, 2)
    runs = []
    for at in range(4):
        run = shelf.new(question="run", name=str(at))
        run.write(created=f"2026-01-0{at + 1}T00:00:00+00:00")
        run.end("done")
        runs.append(run)
    waiting = shelf.new(question="run", name="waits")
    kept = {path.name for path in tmp_path.iterdir()}
    assert kept == {runs[2].id, runs[3].id, waiting.id}


@pytest.mark.parametrize("name", ["", "..", "../etc", "0" * 32, "é" * 32, "a" * 500])
def test_unknown_runs(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        Shelf(tmp_path, 2).find(name)
    assert refused.value.code == "unknown-run"


def test_only_files_of_the_run_are_found(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, 2)
    run = shelf.new(question="run", name="x")
    run.result.mkdir()
    run.result.joinpath("results.csv").write_text("1")
    run.result.joinpath("link").symlink_to("/etc/passwd")
    assert list(run.files()) == ["results.csv"]
    for name in ("../state.json", "link", "/etc/passwd", ".", ""):
        with pytest.raises(Refusal) as refused:
            run.file(name)
        assert refused.value.code == "file-not-found"
    with pytest.raises(Refusal) as unfinished:
        run.answer()
    assert unfinished.value.code == "run-unfinished"


def test_a_full_disk_loses_no_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from burdenshare.errors import Failure

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    shelf = Shelf(tmp_path, 2)
    run = shelf.new(question="run", name="x")
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(Failure, match="No space left") as failed:
        shelf.new(question="run", name="y")
    assert failed.value.code == "cannot-write"
    run.end("done")
    state = run.state()
    assert (state["state"], state["error"]["code"]) == ("failed", "run-lost")


def test_limits_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BURDENSHARE_WEB_DRAWS", "1000")
    limits = Limits.read()
    limits.require_draws(1000)
    for draws, points in ((1001, 1), (10, 101)):
        with pytest.raises(Refusal) as refused:
            limits.require_draws(draws, points)
        assert refused.value.code == "over-limit"
