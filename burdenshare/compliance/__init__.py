"""Who will keep a pledge? A probability for each ally and year, and how good such forecasts were.

The main function is `keep`: from what was known at the end of a year it gives each ally's chance of
spending the pledged share, the expected share with bands, and what moves it. `behave` gives drawn
shares as paths for the engine; `hindcast` scores the model on the past against
simple rivals; `enter` and `score` keep a register of forecasts that cannot be changed afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from burdenshare.compliance.behaved import behave, learn
    from burdenshare.compliance.forecast import Keep, keep
    from burdenshare.compliance.hindcast import Hindcast, hindcast
    from burdenshare.compliance.register import enter, score

__all__ = ["Hindcast", "Keep", "behave", "enter", "hindcast", "keep", "learn", "score"]

_HOMES = {
    "Hindcast": "hindcast",
    "Keep": "forecast",
    "behave": "behaved",
    "enter": "register",
    "hindcast": "hindcast",
    "keep": "forecast",
    "learn": "behaved",
    "score": "register",
}


def __getattr__(name: str) -> Any:
    """Import a name of this room when it is first asked for."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
