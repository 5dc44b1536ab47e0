"""The same questions, asked of a service elsewhere.

`Client` has the methods of `burdenshare.workbench.Workbench` that a service answers, with the same
arguments and the same refusals; it sends what is in files, never their names.
"""

from __future__ import annotations

from burdenshare.client.evidence import EvidenceLine
from burdenshare.client.models import ModelsLine
from burdenshare.client.posture import PostureLine
from burdenshare.client.runs import RunsLine

__all__ = ["Client"]


class Client(EvidenceLine, ModelsLine, PostureLine, RunsLine):
    """Ask a service, as one would ask a `Workbench`.

    Parameters
    ----------
    address : str
        Such as ``http://127.0.0.1:8000``.
    token : str, optional
        For what a service keeps to those who may.
    seconds : float
        Longest wait for one answer.

    Raises
    ------
    Refusal, Failure
        What the service says, with its code, message, hint and details; ``network`` where it does
        not answer, ``bad-answer`` where something else than burdenshare does.

    Examples
    --------
    >>> with Client("http://127.0.0.1:8000") as bench:  # doctest: +SKIP
    ...     bench.burden(2024)["members"]["POL"]["burden"]
    3.75
    """
