"""Answers whether a result follows from its scenario and figures, so that others can check it.

`compute` runs a scenario through the models and records which published figures it stood on;
`write` puts one run into one folder, bound by hashes with a fingerprint that can be cited;
`verify` recomputes such a folder, or that of a sweep or question, offline; `compare` says what
differs between two.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from burdenshare.study.comparison import Comparison, compare
    from burdenshare.study.findings import Difference, Verification
    from burdenshare.study.runs import Study, compute
    from burdenshare.study.verification import verify
    from burdenshare.study.writing import write

__all__ = [
    "Comparison",
    "Difference",
    "Study",
    "Verification",
    "compare",
    "compute",
    "verify",
    "write",
]

_HOME = {
    "Study": "runs",
    "compute": "runs",
    "write": "writing",
    "Difference": "findings",
    "Verification": "findings",
    "verify": "verification",
    "Comparison": "comparison",
    "compare": "comparison",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
