"""Answers how a result moves when the assumptions do: one scenario at many points of a design.

`sweep` runs a scenario once for every point of a grid or random design, in this process or on a
Dask cluster, and writes one folder with the design, the results and their hashes. `read_vary`
reads what shall vary (``pledges[0].core=2.0:5.0``). A sweep that was killed goes on where it
stopped, and gives the same bytes however many workers computed it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from burdenshare.study.sweep.design import Design, choose_design
    from burdenshare.study.sweep.run import Sweep, sweep
    from burdenshare.study.sweep.vary import Vary, read_vary

__all__ = ["Design", "Sweep", "Vary", "choose_design", "read_vary", "sweep"]

_HOME = {
    "Design": "design",
    "choose_design": "design",
    "Sweep": "run",
    "sweep": "run",
    "Vary": "vary",
    "read_vary": "vary",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
