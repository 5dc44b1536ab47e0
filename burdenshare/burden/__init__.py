"""Who carries the burden? Shares, gaps, concentration and the tests of the free-riding literature.

The main function is `measure`: it takes a `BurdenTable` (GDP and spending of each member, in one
currency) and returns a `Burden` with every measure. `measure_year` does the same on the published
figures of a year, `measure_table` on the user's own CSV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from burdenshare.burden.measures import Burden, measure
    from burdenshare.burden.own import measure_table
    from burdenshare.burden.published import measure_year
    from burdenshare.burden.table import BurdenTable

__all__ = ["Burden", "BurdenTable", "measure", "measure_table", "measure_year"]

_HOMES = {
    "Burden": "measures",
    "BurdenTable": "table",
    "measure": "measures",
    "measure_table": "own",
    "measure_year": "published",
}


def __getattr__(name: str) -> Any:
    """Import a name of this room when it is first asked for."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
