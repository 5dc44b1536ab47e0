"""Files to documents with the claims in them, in several processes, in the order of the files."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, Self

from burdenshare.evidence.claims import extract
from burdenshare.evidence.model import Claim, Document
from burdenshare.evidence.reading.files import Found, Refused, Step, found, read
from burdenshare.evidence.reading.limits import Limits

FEW = 12
"""So few documents are read here before another process would be ready."""
_AHEAD = 4
"""How many documents a process may be ahead of the one that is waited for."""


@dataclass(frozen=True)
class Taken:
    """A document with the claims in it, or why there is none."""

    outcome: Document | Refused
    claims: Sequence[Claim] = ()


def take(
    paths: Sequence[Path | str],
    *,
    known: Collection[str] = (),
    step: Step = lambda _done, _of, _now: None,
    workers: int | None = None,
    limits: Limits | None = None,
) -> Iterator[Taken]:
    """Read files, folders and addresses with their claims, in the order of `read_paths`.

    Parameters
    ----------
    paths, known, step, limits
        As of `burdenshare.evidence.reading.read_paths`.
    workers : int, optional
        Processes that read; default: one for each processor, or none besides this one where
        there is little to read. What comes out does not depend on it.

    Yields
    ------
    Taken
        In the order found; nothing for what is in `known`.
    """
    limits = limits or Limits.of_settings()
    listed = found(paths)
    if workers is None:
        workers = min(len(os.sched_getaffinity(0)), len(listed) // FEW)
    with _Crew(workers if workers > 1 else 0, known, limits) as crew:
        for done, (one, taken) in enumerate(crew.each(listed), 1):
            step(done, len(listed), one.name)
            if taken is not None:
                yield taken


def _taken(one: Found, known: Collection[str], limits: Limits) -> Taken | None:
    outcome = read(one, known, limits)
    if isinstance(outcome, Document):
        return Taken(outcome, extract(outcome))
    return None if outcome is None else Taken(outcome)


class _Crew:
    """Processes that read; with none, this one does."""

    def __init__(self, workers: int, known: Collection[str], limits: Limits) -> None:
        self._known, self._limits = known, limits
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._started: list[subprocess.Popen[bytes]] = []
        self._threads = ThreadPoolExecutor(workers) if workers else None
        for _ in range(workers):
            self._idle.put(self._start())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._started:
            process.kill()
        if self._threads:
            self._threads.shutdown(cancel_futures=True)
        for process in self._started:
            process.communicate()

    def each(self, listed: Sequence[Found]) -> Iterator[tuple[Found, Taken | None]]:
        """Give each document that is listed with what came of it, in order."""
        if self._threads is None:
            for one in listed:
                yield one, _taken(one, self._known, self._limits)
            return
        waiting: deque[tuple[Found, Future[Taken | None]]] = deque()
        for one in listed:
            waiting.append((one, self._threads.submit(self._ask, one)))
            if len(waiting) > _AHEAD * len(self._started):
                first, answer = waiting.popleft()
                yield first, answer.result()
        for first, answer in waiting:
            yield first, answer.result()

    def _ask(self, one: Found) -> Taken | None:
        """Let an idle process read a document; one that ends over it is replaced."""
        if one.problem:
            return _taken(one, self._known, self._limits)
        process = self._idle.get()
        try:
            assert process.stdin
            assert process.stdout
            _send(process.stdin, one)
            taken: Taken | None = pickle.load(process.stdout)  # noqa: S301 - from our own process
        except (OSError, EOFError, pickle.UnpicklingError):
            process.kill()
            process = self._start()
            message = f"{one.name} ended the process that read it: damaged, or too large for here."
            taken = Taken(Refused(one.path, "damaged-file", message))
        self._idle.put(process)
        return taken

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._started.append(process)
        assert process.stdin
        with contextlib.suppress(OSError):
            _send(process.stdin, (frozenset(self._known), self._limits))
        return process


def _send(pipe: IO[bytes], what: Any) -> None:
    pickle.dump(what, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def main() -> None:
    """Be one of the processes: read what standard input names, and answer, until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked = sys.stdin.buffer
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        known, limits = pickle.load(asked)  # noqa: S301 - from the process that waits
        while True:
            _send(answers, _taken(pickle.load(asked), known, limits))  # noqa: S301
