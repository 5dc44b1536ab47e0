"""Takes runs in, has them done one process each, and sees to it that every one of them ends."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from burdenshare import settings
from burdenshare.errors import Failure, Refusal
from burdenshare.web.work.limits import Limits
from burdenshare.web.work.shelf import (
    ANSWER,
    ENDED,
    GIVEN_UP,
    Folder,
    Shelf,
    State,
    cancelled,
    lost,
)
from burdenshare.web.work.tasks import Task

PULSE = 0.2
"""Seconds between two looks at whether a run is to end."""


class Office:
    """Does the long work of a service.

    Parameters
    ----------
    home : Path, optional
        Folder of the user's own tables, for the workbench of each run.
    limits : Limits
    """

    def __init__(self, home: Path | None, limits: Limits) -> None:
        self.limits = limits
        self._home = home
        place = home or settings.folder("home")
        assert place is not None
        self.shelf = Shelf(place / "runs", limits.kept)
        self._waiting: deque[tuple[Folder, Task]] = deque()
        self._changed = threading.Condition()
        self._open = False
        self._threads: list[threading.Thread] = []

    def begin(self) -> None:
        """Start to work, with a process that is ready for the first run."""
        self._open = True
        for at in range(self.limits.runs):
            thread = threading.Thread(target=self._work, name=f"runs-{at}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def end(self) -> None:
        """Stop to work; what is under way or waits is named lost."""
        with self._changed:
            self._open = False
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()
        self._threads.clear()
        while self._waiting:
            run, _ = self._waiting.popleft()
            run.end("failed", error=lost().body()["error"])

    def take(self, task: Task, *, name: str) -> State:
        """Take a run in; return its state.

        Raises
        ------
        Refusal
            ``queue-full``
        Failure
            ``cannot-write``
        """
        with self._changed:
            if len(self._waiting) >= self.limits.queue:
                raise Refusal(
                    "queue-full",
                    f"{len(self._waiting)} runs wait already",
                    hint="try again in a few minutes",
                )
            run = self.shelf.new(question=task.question, name=name)
            self._waiting.append((run, task))
            self._changed.notify()
        return run.state()

    def cancel(self, name: str) -> State:
        """End a run, or take it from those that wait; one that has ended stays as it is.

        Raises
        ------
        Refusal
            ``unknown-run``
        """
        run = self.shelf.find(name)
        with self._changed:
            mine = next((each for each in self._waiting if each[0].id == name), None)
            if mine:
                self._waiting.remove(mine)
                return mine[0].end(**GIVEN_UP)
        if run.state()["state"] not in ENDED:
            run.ask_to_cancel()
        return run.state()

    # Of the threads ------------------------------------------------------------------------------

    def _work(self) -> None:
        """Do one run after the other, each in a process that was made ready before."""
        process = _ready()
        while following := self._next():
            run, task = following
            with self._place() as free:
                if not free:
                    run.end("failed", error=lost().body()["error"])
                    continue
                if run.is_to_be_cancelled:
                    run.end(**GIVEN_UP)
                    continue
                try:
                    if process.poll() is not None:
                        _kill(process)
                        process = _ready()
                    self._see_through(run, task, process)
                    process = _ready()
                except OSError as problem:
                    run.end("failed", error=_no_process(problem).body()["error"])
        _kill(process)

    def _next(self) -> tuple[Folder, Task] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or not self._open)
            return self._waiting.popleft() if self._open else None

    @contextmanager
    def _place(self) -> Iterator[bool]:
        """Wait for one of the places that all processes of the service share; false at the end."""
        self.shelf.folder.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as held:
            files = [
                held.enter_context(self.shelf.folder.joinpath(f".place-{at}").open("w"))
                for at in range(self.limits.runs)
            ]
            while self._open:
                for file in files:
                    with contextlib.suppress(BlockingIOError):
                        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        yield True
                        return
                time.sleep(PULSE)
            yield False

    def _see_through(self, run: Folder, task: Task, process: subprocess.Popen[bytes]) -> None:
        """Have a run done, and take down how it ends."""
        order = {
            "place": str(run.path),
            "home": str(self._home) if self._home else None,
            "memory": self.limits.memory,
            "task": task,
        }
        ends = time.monotonic() + self.limits.seconds
        try:
            with contextlib.suppress(OSError):
                run.write(state="running")
            assert process.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(json.dumps(order).encode() + b"\n")
                process.stdin.flush()
            end = self._follow(run, process, ends)
        finally:
            _kill(process)
        if end is None:
            with contextlib.suppress(OSError):
                document = json.loads(run.path.joinpath(ANSWER).read_bytes())
                run.write(fingerprint=document.get("fingerprint"), files=list(run.files()))
            run.end("done", error=None)
        else:
            run.end("cancelled" if end["code"] == "run-cancelled" else "failed", error=end)

    def _follow(
        self, run: Folder, process: subprocess.Popen[bytes], ends: float
    ) -> dict[str, Any] | None:
        """Take down the progress of a run; return what it ended with, None where it is done."""
        for said in _lines(process):
            if said is None:
                stop = self._stop(run, ends)
                if stop:
                    return stop.body()["error"]  # type: ignore[no-any-return]
            elif "end" in said:
                return said["end"]  # type: ignore[no-any-return]
            else:
                with contextlib.suppress(OSError):
                    run.write(**said)
        return _killed(process.wait()).body()["error"]  # type: ignore[no-any-return]

    def _stop(self, run: Folder, ends: float) -> Failure | None:
        """Say why a run has to end now, if it has to."""
        if run.is_to_be_cancelled:
            return cancelled()
        if not self._open:
            return lost()
        if time.monotonic() > ends:
            return Failure(
                "run-too-long",
                f"the run took longer than the {self.limits.seconds} s that this service allows",
                hint="ask for fewer draws or points, or run it on your own machine",
            )
        return None


def _lines(process: subprocess.Popen[bytes]) -> Iterator[dict[str, Any] | None]:
    """Yield what a process says; None every `PULSE` or sooner."""
    assert process.stdout is not None
    rest = b""
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while True:
            yield None
            if not ready.select(PULSE):
                continue
            read = os.read(process.stdout.fileno(), 65536)
            if not read:
                return
            *lines, rest = (rest + read).split(b"\n")
            yield from map(json.loads, lines)


def _ready() -> subprocess.Popen[bytes]:
    """Start a process that gets ready and waits for a task."""
    return subprocess.Popen(
        [sys.executable, "-m", "burdenshare.web.work.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        with contextlib.suppress(BrokenPipeError):
            pipe.close()


def _no_process(problem: OSError) -> Failure:
    return Failure(
        "run-killed",
        f"no process could be had for the run ({problem.strerror})",
        hint="the machine is short of memory or processes: try again later",
    )


def _killed(status: int) -> Failure:
    if status < 0:
        name = signal.Signals(-status).name
        return Failure(
            "run-killed",
            f"the process of the run was ended by {name}",
            hint="perhaps the machine ran out of memory: ask for fewer draws, members or points",
        )
    return Failure(
        "internal",
        "the process of the run met a case that burdenshare does not handle",
        hint="please report it, with what was asked",
    )
