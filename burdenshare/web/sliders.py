"""Scenarios held ready for whoever moves a slider, and the engine made ready at the start."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.web.answers import json_text
from burdenshare.web.inputs import scenario

if TYPE_CHECKING:
    from burdenshare.study.live import Live
    from burdenshare.workbench import Workbench

HELD = 32
"""Scenarios kept ready; what they share is bounded by itself."""
WAITING = 8
"""Answers that may wait; a page asks for one at a time."""
PATIENCE = 20.0
"""Seconds that an answer waits for its turn."""
FIRST = "japan-3.5"
"""A small scenario of the library, answered once at the start so that everything is loaded."""


class Sliders:
    """Answers changes of assumptions, one at a time: each uses all processors.

    Parameters
    ----------
    bench : Workbench
    draws : int
        Most futures.
    """

    def __init__(self, bench: Workbench, draws: int) -> None:
        self.draws = draws
        self.ready = threading.Event()
        """Set when the engine is loaded and an answer takes no longer than it will."""
        self._bench = bench
        self._held: OrderedDict[tuple[str, int, int | None], Live] = OrderedDict()
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._waiting = threading.BoundedSemaphore(WAITING)

    def begin(self) -> None:
        """Load the engine beside everything else, or have it compiled."""
        threading.Thread(target=self._get_ready, name="engine", daemon=True).start()

    def hold(
        self, given: str | dict[str, Any], draws: int | None = None, seed: int | None = None
    ) -> Live:
        """Return a scenario held ready: one given before is not read again.

        Parameters
        ----------
        given : str or dict
            As of `inputs.scenario`.
        draws : int, optional
            Default: as many as are allowed.
        seed : int, optional
            Default: that of the scenario.

        Raises
        ------
        Refusal
            ``over-limit``, and what `inputs.scenario` refuses.
        """
        draws = self.draws if draws is None else draws
        if not 0 < draws <= self.draws:
            raise Refusal(
                "over-limit",
                f"{draws:,} draws while a slider moves",
                hint=f"ask for 1 to {self.draws:,}, or start a run",
            )
        key = (given if isinstance(given, str) else json_text(given), draws, seed)
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        live = self._bench.live(scenario(given), draws=draws, seed=seed)
        with self._lock:
            self._held[key] = live
            while len(self._held) > HELD:
                self._held.popitem(last=False)
        return live

    def answer(
        self, live: Live, changes: dict[str, Any], shown: str, **options: Any
    ) -> dict[str, Any]:
        """Return `Workbench.live_answer`.

        Raises
        ------
        Refusal
            ``queue-full``, and what the workbench refuses.
        """
        with self._one_at_a_time():
            return self._bench.live_answer(live, changes, shown, **options)

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        if not self._waiting.acquire(blocking=False):
            raise _busy()
        try:
            if not self._turn.acquire(timeout=PATIENCE):
                raise _busy()
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._waiting.release()

    def _get_ready(self) -> None:
        from burdenshare.projection.futures.run import prepare

        prepare()
        live = self.hold(FIRST, draws=100)
        self.answer(live, {}, live.scenario.members[0], charts=True, explained=True)
        self.ready.set()


def _busy() -> Refusal:
    return Refusal(
        "queue-full", "too many sliders move at the same time", hint="move it again in a moment"
    )
