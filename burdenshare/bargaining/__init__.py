"""What will they agree on, and who breaks ranks? Forecasts, explanations, and the score of both.

The main function is `negotiate`: it takes a `Table` (who wants what, how much they care and what
weight they have, on one or more issues) and returns a `Negotiation`: the compromise with the
distribution of the outcome as the forecast, the other models beside it as explanations. `read`
reads a table from a file, `score` measures every model on cases with known outcomes. Each model is
a module with one function ``solve(table, options) -> ModelResult``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from burdenshare.bargaining.negotiation import Negotiation, negotiate
    from burdenshare.bargaining.reading import read
    from burdenshare.bargaining.result import ModelResult, Trajectory
    from burdenshare.bargaining.scorecard import Scorecard, score
    from burdenshare.bargaining.table import Table

__all__ = [
    "ModelResult",
    "Negotiation",
    "Scorecard",
    "Table",
    "Trajectory",
    "negotiate",
    "read",
    "score",
]

_HOMES = {
    "ModelResult": "result",
    "Negotiation": "negotiation",
    "Scorecard": "scorecard",
    "Table": "table",
    "Trajectory": "result",
    "negotiate": "negotiation",
    "read": "reading",
    "score": "scorecard",
}


def __getattr__(name: str) -> Any:
    """Import a name of this room when it is first asked for."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
