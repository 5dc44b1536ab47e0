"""Solves behaviour and bargaining in a process beside this one, where a second processor is idle.

As a program, that process: it loads what it needs, reads one question and writes one answer.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Self

from burdenshare.errors import BurdenshareError
from burdenshare.study.politics import solve

if TYPE_CHECKING:
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.politics import Read, Solved


class Aside:
    """A process that gets ready to solve while this one reads figures; to be used as a context.

    Parameters
    ----------
    scenario : Scenario
        The process is started where the scenario asks something, and two processors are there.
    """

    def __init__(self, scenario: Scenario) -> None:
        asks = scenario.keep or scenario.negotiation is not None
        self._wanted = bool(asks) and _processors() > 1
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        if self._wanted and sys.executable:
            with contextlib.suppress(OSError):
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "burdenshare.study.aside"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()

    def solve(self, scenario: Scenario, given: Read) -> Solved:
        """Return what `politics.solve` returns; refused as by it, which also stands in.

        To be called once.
        """
        if self._process:
            answer, _ = self._process.communicate(pickle.dumps((scenario, given)))
            with contextlib.suppress(pickle.UnpicklingError, EOFError):
                solved: Solved = pickle.loads(answer)  # noqa: S301 - from our own process
                return solved
        return solve(scenario, given)


def _processors() -> int:
    """Return how many processors this process may use, as far as the system tells."""
    may = getattr(os, "sched_getaffinity", None)
    return len(may(0)) if may else os.cpu_count() or 1


def main() -> None:
    """Solve what standard input asks; a question that is refused gets no answer."""
    _load()
    scenario, given = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that waits
    with contextlib.suppress(BurdenshareError):
        sys.stdout.buffer.write(pickle.dumps(solve(scenario, given)))


def _load() -> None:
    """Load what solving needs, which takes longer than to solve."""
    import burdenshare.bargaining.ask
    import burdenshare.compliance.forecast
    import burdenshare.scenario.model  # noqa: F401


if __name__ == "__main__":
    main()
