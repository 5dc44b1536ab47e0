"""Answers that are kept: asked again they are there at once, asked at once they are made once."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import BoundedSemaphore, Lock
from typing import Any, NamedTuple

MOST_BYTES = 24 * 1024 * 1024
"""Of what is kept, as it is sent; the data behind it takes some ten times as much memory."""


class Kept(NamedTuple):
    """One thing that is sent: what it was made of, its bytes, and a tag that changes with them."""

    data: Any
    body: bytes
    tag: str

    @classmethod
    def of(cls, data: Any, body: bytes) -> Kept:
        """Return what is sent, with its tag."""
        return cls(data, body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


class Answers:
    """What was answered, under all that it was made from; the longest unasked goes first.

    Threads share it. Who asks for what another thread is making waits for that one; as many
    answers are made at once as this machine has cores. Refusals are not kept.

    Parameters
    ----------
    most : int
        Bytes that are kept.
    at_once : int, optional
        Answers that are made at the same time.
    """

    def __init__(self, most: int = MOST_BYTES, at_once: int | None = None) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._making: dict[Hashable, Future[Kept]] = {}
        self._lock = Lock()
        self._working = BoundedSemaphore(at_once or os.cpu_count() or 1)

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what lies under a key, made now where nothing does.

        Parameters
        ----------
        key : hashable
            All that the answer is made from.
        make : callable
            Makes it; it must not ask for another answer, or two could wait for each other.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            waiting = self._making.get(key)
            if waiting is None:
                mine = self._making[key] = Future()
        if waiting is not None:
            return waiting.result()
        try:
            with self._working:
                made = make()
        except BaseException as error:
            with self._lock:
                del self._making[key]
            mine.set_exception(error)
            raise
        self._keep(key, made)
        mine.set_result(made)
        return made

    def fresh(self, make: Callable[[], Kept]) -> Kept:
        """Return an answer that is made anew each time, as many at once as there are cores."""
        with self._working:
            return make()

    def _keep(self, key: Hashable, made: Kept) -> None:
        with self._lock:
            del self._making[key]
            if len(made.body) > self._most:
                return
            self._kept[key] = made
            self._size += len(made.body)
            while self._size > self._most:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone.body)
