"""What is already mortgaged? Joint programmes, their long tail, and obligations from the past.

The main function is `cost`: from a programme file it gives each partner's bill alone and together
as distributions, the unit cost under its three meanings, who pays when one leaves, and the upkeep
of later years. `ledger` keeps obligations year by year, and `committed` says which part of a
pledge past decisions have taken already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from burdenshare.programmes.committed import committed
    from burdenshare.programmes.cost import ProgrammeCost, cost
    from burdenshare.programmes.ledger import Ledger, ledger
    from burdenshare.programmes.model import Programme
    from burdenshare.programmes.reading import library, load

__all__ = [
    "Ledger",
    "Programme",
    "ProgrammeCost",
    "committed",
    "cost",
    "ledger",
    "library",
    "load",
]

_HOMES = {
    "Ledger": "ledger",
    "Programme": "model",
    "ProgrammeCost": "cost",
    "committed": "committed",
    "cost": "cost",
    "ledger": "ledger",
    "library": "reading",
    "load": "reading",
}


def __getattr__(name: str) -> Any:
    """Import a name of this room when it is first asked for."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
