"""Runs the points of a sweep on a Dask cluster, and says plainly when there is none or it dies."""

from __future__ import annotations

import contextlib
import logging
import re
import time
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

from burdenshare import __version__
from burdenshare.errors import Failure, Refusal
from burdenshare.study.sweep.point import evaluate_there

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from burdenshare.scenario.model import Scenario
    from burdenshare.study.sweep.point import Body

PATIENCE = 30.0
"""Seconds to wait for a cluster that does not answer, or has no worker left."""
AHEAD = 256
"""Points handed to the cluster and not yet back."""
LOOK = 0.02
"""Seconds between two looks at what has come back."""
_ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:]+\]|[\w.-]+):[0-9]{1,5}")


def on_cluster(
    address: str, jobs: Mapping[str, Scenario], figures: str, *, patience: float = PATIENCE
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
    figures : str
        Fingerprint of the tables that every worker must have as well.
    patience : float
        Seconds.

    Raises
    ------
    Refusal
        ``bad-argument``: no address; ``no-cluster``: the package distributed is not installed.
    Failure
        ``no-cluster``: nothing answers at the address, the cluster died, lost all its workers, or
        a worker has another release or other figures. What came back before was yielded.
    """
    require_address(address)
    with _quiet(), _client(address, patience) as client:
        waiting = iter(jobs.items())
        running: dict[Any, str] = {}
        while True:
            for fingerprint, scenario in waiting:
                running[_submit(client, fingerprint, scenario, figures)] = fingerprint
                if len(running) >= AHEAD:
                    break
            if not running:
                return
            for future in _finished(client, running, address, patience):
                fingerprint = running.pop(future)
                yield fingerprint, _answer(future, address)
                future.release()


def require_address(address: str) -> None:
    """Refuse what is no address of a scheduler."""
    if not _ADDRESS.fullmatch(address):
        raise Refusal(
            "bad-argument",
            f"{address!r} is no address of a Dask scheduler",
            hint="write tcp://HOST:PORT, as `dask scheduler` prints it",
        )


def _submit(client: Any, fingerprint: str, scenario: Scenario, figures: str) -> Any:
    return client.submit(
        evaluate_there,
        scenario,
        figures,
        __version__,
        key=f"burdenshare-{fingerprint}",
        pure=False,
    )


def _finished(client: Any, running: Mapping[Any, str], address: str, patience: float) -> list[Any]:
    """Return the points that are back, at least one; fail when none can come any more."""
    last_seen = time.monotonic()
    while True:
        done = [future for future in running if future.done()]
        if done:
            return done
        time.sleep(LOOK)
        if _workers(client):
            last_seen = time.monotonic()
        elif time.monotonic() - last_seen > patience:
            raise _gone(address, f"has had no worker for {patience:g} seconds")


def _workers(client: Any) -> int:
    return len(client.scheduler_info()["workers"]) if client.status == "running" else 0


def _answer(future: Any, address: str) -> Body:
    """Return what a worker sent; fail where it could not run the point."""
    if future.status == "finished":
        kind, content = future.result()
        if kind == "point":
            body: Body = content
            return body
        raise _gone(address, f"a worker {content}", "install the same release and tables on all")
    if future.status == "error":
        problem = future.exception()
        raise _gone(address, f"a point failed there ({type(problem).__name__}: {problem})")
    raise _gone(address, "does not answer any more")


@contextlib.contextmanager
def _client(address: str, patience: float) -> Iterator[Any]:
    try:
        client = _dask().Client(address, timeout=patience, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as problem:
        reason = f"nothing answers within {patience:g} seconds ({type(problem).__name__})"
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
            "a sweep on a cluster needs the package distributed, which is not installed",
            hint="install it with pip install 'burdenshare[dask]', or leave --cluster out",
        ) from None


def _gone(address: str, what: str, hint: str = "") -> Failure:
    return Failure(
        "no-cluster",
        f"the cluster at {address}: {what}",
        hint=hint
        or "start it again, or leave --cluster out; finished points are not computed again",
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
