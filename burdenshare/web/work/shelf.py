"""Run folders on disk: what was asked, how far it is, what came of it, for every process to read.

The process that looks after a run holds a lock on its folder. The system lets go of the lock when
that process ends, however it ends: an unfinished run without it is lost, and is named so.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from burdenshare.errors import Failure, Refusal

RESULT, ANSWER = "result", "answer.json"
"""Folder that a run wrote, and the document that its command prints."""
STATE, CANCEL, LOCK = "state.json", "cancel", ".lock"
ENDED = ("done", "failed", "cancelled")
_ID = re.compile(r"[0-9a-f]{32}")

State = dict[str, Any]


def now() -> str:
    """Return the time in Greenwich, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Shelf:
    """The folder of all runs.

    Parameters
    ----------
    folder : Path
    kept : int
        Ended runs that stay; the oldest beyond them are removed.
    """

    def __init__(self, folder: Path, kept: int) -> None:
        self.folder = folder
        self._kept = kept

    def new(self, **said: Any) -> Folder:
        """Make the folder of a run that waits; it is locked until `Folder.end`.

        Raises
        ------
        Failure
            ``cannot-write``
        """
        run = Folder(self.folder / secrets.token_hex(16))
        try:
            run.path.mkdir(parents=True)
            run.hold()
            run.write(state="queued", created=now(), done=0, of=0, what="", error=None, **said)
        except OSError as problem:
            run.release()
            raise Failure(
                "cannot-write",
                f"the run could not be taken down ({problem.strerror})",
                hint="free some space in the folder of BURDENSHARE_HOME",
            ) from problem
        self._prune()
        return run

    def find(self, name: str) -> Folder:
        """Return the folder of a run.

        Raises
        ------
        Refusal
            ``unknown-run``
        """
        run = Folder(self.folder / name)
        if not _ID.fullmatch(name) or not (run.path / STATE).is_file():
            raise Refusal(
                "unknown-run",
                f"there is no run {name[:40]!r}",
                hint="runs are kept for a time; start it again",
            )
        return run

    def _prune(self) -> None:
        """Remove the oldest ended runs beyond those that are kept."""
        ended = []
        for path in self.folder.iterdir():
            with contextlib.suppress(OSError, ValueError):
                state = Folder(path).state()
                if "ended" in state:
                    ended.append((state["created"], path))
        for _, path in sorted(ended, reverse=True)[self._kept :]:
            shutil.rmtree(path, ignore_errors=True)


class Folder:
    """The folder of one run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None

    @property
    def id(self) -> str:
        """The name of the run, which nobody can guess."""
        return self.path.name

    @property
    def result(self) -> Path:
        """Where the run writes."""
        return self.path / RESULT

    def hold(self) -> bool:
        """Take the lock; false where another process looks after this run."""
        lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return False
        self._lock = lock
        return True

    def release(self) -> None:
        """Let go of the lock."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def write(self, **said: Any) -> State:
        """Say more of the run; readers see the old state or the new one."""
        state = {"id": self.id, **self._read(), **said}
        fresh = self.path / f"{STATE}.part"
        fresh.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
        fresh.replace(self.path / STATE)
        return state

    def end(self, state: str, **said: Any) -> State:
        """Say how a run ended, remove what it left half done, and let go of it."""
        with contextlib.suppress(OSError):
            self.write(state=state, ended=now(), **said)
        if state != "done":
            for path in self.path.iterdir():
                if path.name not in (STATE, LOCK):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
        self.release()
        return self._read()

    def state(self) -> State:
        """Return how far the run is; one that nobody looks after any more is lost.

        One that waits and is to be cancelled will never run: whoever looks after it ends it when
        its turn comes.
        """
        state = self._read()
        if state["state"] in ENDED:
            return state
        if not self.hold():
            given_up = state["state"] == "queued" and self.is_to_be_cancelled
            return state | (GIVEN_UP if given_up else {})
        try:
            state = self._read()
            if state["state"] not in ENDED:
                state |= {"state": "failed", "ended": now(), "error": lost().body()["error"]}
                with contextlib.suppress(OSError):
                    self.write(**state)
        finally:
            self.release()
        return state

    def ask_to_cancel(self) -> None:
        """Ask whoever looks after this run to end it."""
        (self.path / CANCEL).touch()

    @property
    def is_to_be_cancelled(self) -> bool:
        """Whether somebody asked to end it."""
        return (self.path / CANCEL).exists()

    def files(self) -> Iterator[str]:
        """Yield the names of all files that the run wrote, with forward slashes."""
        for path in sorted(self.result.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(self.result).as_posix()

    def file(self, name: str) -> Path:
        """Return a file that the run wrote.

        Raises
        ------
        Refusal
            ``file-not-found``: no such name, or one that leads out of the folder.
        """
        if name not in self.files():
            raise Refusal(
                "file-not-found",
                f"the run has no file {name[:80]!r}",
                hint="the run names its files",
            )
        return self.result / name

    def answer(self) -> bytes:
        """Return the document that the command prints, as bytes of JSON.

        Raises
        ------
        BurdenshareError
            ``run-unfinished``, or what the run ended with.
        """
        self.require_done()
        return (self.path / ANSWER).read_bytes()

    def require_done(self) -> None:
        """Refuse a run that has no result.

        Raises
        ------
        BurdenshareError
            ``run-unfinished``, or what the run ended with.
        """
        state = self.state()
        if state["state"] not in ENDED:
            raise Refusal(
                "run-unfinished", f"the run is {state['state']}", hint="wait until it is done"
            )
        if state["error"]:
            raise said_again(state["error"])

    def _read(self) -> State:
        try:
            state: State = json.loads((self.path / STATE).read_bytes())
        except FileNotFoundError:
            return {}
        return state


def cancelled() -> Failure:
    """Return what is said of a run that somebody cancelled."""
    return Failure("run-cancelled", "the run was cancelled", hint="start it again")


GIVEN_UP: State = {"state": "cancelled", "error": cancelled().body()["error"]}
"""How far a run is that was cancelled while it waited."""


def lost() -> Failure:
    """Return what is said of a run whose service has ended."""
    return Failure(
        "run-lost", "the service ended while this run was under way", hint="start it again"
    )


def said_again(error: Mapping[str, Any]) -> Refusal:
    """Return what a run ended with, to be said to whoever asks for its result."""
    return Refusal(
        error["code"], error["message"], hint=error["hint"], details=error.get("details", ())
    )
