"""The process of one run: it gets ready, reads one task, does it, and tells how far it is.

It reads one line of JSON from standard input and writes lines of JSON to standard output:
``{"done", "of", "what"}`` on the way, and last ``{"end": null}`` or ``{"end": error}``. Where its
standard input ends, the service has ended, and it ends too.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

PAUSE = 0.1
"""Seconds between two tellings of progress."""
NICE = 5
"""By how much pages go before runs."""


def main() -> None:
    """Do one task."""
    from burdenshare.errors import BurdenshareError, Failure

    with os.fdopen(os.dup(1), "w", encoding="utf-8") as pipe:
        os.dup2(2, 1)  # whatever a library prints goes to the log of the service
        _get_ready()
        line = sys.stdin.readline()
        if not line:
            return
        threading.Thread(target=_end_with_the_service, daemon=True).start()
        order = json.loads(line)
        try:
            _do(order, pipe)
        except BurdenshareError as problem:
            _tell(pipe, end=problem.body()["error"])
        except MemoryError:
            allowed = order["memory"]
            short = Failure(
                "beyond-memory",
                f"the run needed more than the {allowed:,} MB that this service allows",
                hint="ask for fewer draws, members or points, or run it on your own machine",
            )
            _tell(pipe, end=short.body()["error"])
        else:
            _tell(pipe, end=None)


def _get_ready() -> None:
    """Load what every run needs, before there is one."""
    import burdenshare.brief.report
    import burdenshare.charts.run
    import burdenshare.projection.futures.run
    import burdenshare.study.runs
    import burdenshare.workbench  # noqa: F401


def _do(order: dict[str, Any], pipe: IO[str]) -> None:
    """Do what was ordered, within its limits, and write the answer beside the run's folder."""
    from burdenshare.web.answers import json_text
    from burdenshare.web.work.shelf import ANSWER, RESULT
    from burdenshare.web.work.tasks import Task
    from burdenshare.workbench import Workbench

    os.nice(NICE)
    most = order["memory"] * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    told = 0.0

    def step(done: int, of: int, what: str) -> None:
        """Tell of progress, but not too often."""
        nonlocal told
        if time.monotonic() - told > PAUSE or done == of:
            told = time.monotonic()
            _tell(pipe, done=done, of=of, what=what)

    place = Path(order["place"])
    home = Path(order["home"]) if order["home"] else None
    document = Task(*order["task"]).perform(Workbench(home), place / RESULT, step)
    place.joinpath(ANSWER).write_text(json_text(document), encoding="utf-8")


def _tell(pipe: IO[str], **said: Any) -> None:
    print(json.dumps(said), file=pipe, flush=True)


def _end_with_the_service() -> None:
    """Wait for the end of the service, then end with every process that this one has started."""
    os.read(0, 1)
    with contextlib.suppress(OSError):
        os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
