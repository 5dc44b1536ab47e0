"""Runs the points of a sweep, or any other calls, on a Dask cluster; says plainly when it dies."""

from __future__ import annotations

import contextlib
import logging
import re
import secrets
import time
import warnings
from collections import Counter, deque
from concurrent.futures import CancelledError
from importlib import import_module
from typing import TYPE_CHECKING, Any

from burdenshare import __version__
from burdenshare.errors import Failure, Refusal
from burdenshare.study.sweep.point import evaluate_there

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from burdenshare.scenario.model import Scenario
    from burdenshare.study.sweep.point import Body, Ground

PATIENCE = 30.0
"""Seconds to wait for a cluster that does not answer, or has no worker left."""
AHEAD = 256
"""Points handed to the cluster and not yet back."""
RETRIES = 3
"""How often a point is given out again that was lost on the way."""
LOOK = 0.02
"""Seconds between two looks at what has come back."""
_ENDS = ("finished", "error", "cancelled")
"""States of a point that is back; one whose answer died with its worker is none of these."""
_LOST = object()
"""In place of an answer that died on the way."""
_SAME = "install the same release and tables on all"
_ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:]+\]|[\w.-]+):[0-9]{1,5}")


def on_cluster(
    address: str, jobs: Mapping[str, Scenario], on: Ground, *, patience: float | None = None
) -> Iterator[tuple[str, Body]]:
    """Yield the body of each point as it comes back, by fingerprint.

    A worker that dies costs time only: its points are given to another one.

    Parameters
    ----------
    address : str
        Of the scheduler: ``tcp://HOST:PORT``. A cluster runs what it is sent, and its answers are
        believed: use one of your own.
    jobs : mapping of str to Scenario
        The points by fingerprint.
    on : Ground
        Release, figures and calibration that every worker must have as well.
    patience : float, optional
        Seconds; default: `PATIENCE`.

    Raises
    ------
    Refusal
        ``bad-argument``: no address; ``no-cluster``: the package distributed is not installed.
    Failure
        ``no-cluster``: nothing answers at the address, the cluster died, lost all its workers, or
        a worker has another release or other figures. What came back before was yielded.
    """
    calls = {key: (evaluate_there, (scenario, tuple(on))) for key, scenario in jobs.items()}
    for fingerprint, (kind, content) in spread(address, calls, patience=patience):
        if kind != "point":
            raise _gone(address, f"a worker {content}", _SAME)
        yield fingerprint, content


def map_on(address: str, function: Callable[..., Any], jobs: Sequence[Sequence[Any]]) -> list[Any]:
    """Return what a function of this package gives for each job, computed on a cluster.

    Raises
    ------
    Refusal, Failure
        As for `on_cluster`.
    """
    calls = {
        str(number): (call_there, (__version__, function, job)) for number, job in enumerate(jobs)
    }
    found: dict[str, Any] = {}
    for key, (version, answer) in spread(address, calls):
        if version != __version__:
            raise _gone(address, f"a worker has burdenshare {version}, not {__version__}", _SAME)
        found[key] = answer
    return [found[key] for key in calls]


def call_there(version: str, function: Callable[..., Any], job: Sequence[Any]) -> tuple[str, Any]:
    """Return the release that a worker has and, if it is the one asked for, what a call gives."""
    return __version__, function(*job) if version == __version__ else None


def spread(
    address: str,
    calls: Mapping[str, tuple[Callable[..., Any], Sequence[Any]]],
    *,
    patience: float | None = None,
) -> Iterator[tuple[str, Any]]:
    """Yield what each call gives as it comes back, by its key; see `on_cluster`."""
    require_address(address)
    patience = PATIENCE if patience is None else patience
    with _quiet(), _client(address, patience) as client:
        waiting = deque(calls)
        running: dict[Any, str] = {}
        lost: Counter[str] = Counter()
        while waiting or running:
            while waiting and len(running) < AHEAD:
                key = waiting.popleft()
                running[_submit(client, *calls[key])] = key
            for future in _back(client, running, address, patience):
                key = running.pop(future)
                answer = _answer(future, address, patience)
                future.release()
                if answer is not _LOST:
                    yield key, answer
                    continue
                _require_alive(client, address, patience)
                lost[key] += 1
                if lost[key] > RETRIES:
                    raise _gone(address, f"has lost the same point {RETRIES + 1} times")
                waiting.append(key)


def require_address(address: str) -> None:
    """Refuse what is no address of a scheduler."""
    if not _ADDRESS.fullmatch(address):
        raise Refusal(
            "bad-argument",
            f"{address!r} is no address of a Dask scheduler",
            hint="write tcp://HOST:PORT, as `dask scheduler` prints it",
        )


def _submit(client: Any, function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    key = f"burdenshare-{secrets.token_hex(16)}"
    return client.submit(function, *arguments, key=key, pure=False)


def _back(client: Any, running: Mapping[Any, str], address: str, patience: float) -> list[Any]:
    """Return the points that are back, at least one; fail when none can come any more."""
    last_seen = time.monotonic()
    while True:
        back = [future for future in running if future.status in _ENDS]
        if back:
            return back
        time.sleep(LOOK)
        if client.status != "running" or client.scheduler_info()["workers"]:
            last_seen = time.monotonic()
        elif time.monotonic() - last_seen > patience:
            raise _gone(address, f"has had no worker for {patience:g} s")


def _require_alive(client: Any, address: str, patience: float) -> None:
    """Wait until the scheduler answers again; fail when it does not."""
    until = time.monotonic() + patience
    while client.status != "running":
        if client.status == "closed" or time.monotonic() > until:
            raise _gone(address, f"has not answered for {patience:g} s")
        time.sleep(LOOK)


def _answer(future: Any, address: str, patience: float) -> Any:
    """Return what a worker sent, `_LOST` where that was lost; fail where the call failed."""
    if future.status == "error":
        problem = future.exception()
        raise _gone(address, f"a point failed there ({type(problem).__name__}: {problem})")
    try:
        return future.result(timeout=patience)
    except (TimeoutError, CancelledError):
        return _LOST


@contextlib.contextmanager
def _client(address: str, patience: float) -> Iterator[Any]:
    try:
        client = _dask().Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, TypeError, LookupError, MemoryError) as problem:
        reason = f"nothing answers as one within {patience:g} s ({type(problem).__name__})"
        raise _gone(address, reason) from None
    try:
        yield client
    finally:
        with contextlib.suppress(OSError, TimeoutError):
            client.close(timeout=2)


def _dask() -> Any:
    """Return the package that speaks to a cluster; it is an extra."""
    try:
        return import_module("distributed")
    except ImportError:
        raise Refusal(
            "no-cluster",
            "a cluster needs the package distributed, which is not installed",
            hint="install it with pip install 'burdenshare[dask]', or leave --cluster out",
        ) from None


def _gone(address: str, what: str, hint: str = "") -> Failure:
    return Failure(
        "no-cluster",
        f"the cluster at {address}: {what}",
        hint=hint
        or "start it again, or leave --cluster out; points of a sweep that are finished are kept",
    )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own messages from standing beside ours.

    After a failure they stay off: a client goes on complaining while it is closed.
    """
    loggers = [logging.getLogger(name) for name in ("distributed", "asyncio", "tornado")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)
