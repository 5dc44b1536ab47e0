"""Which models there are, and how one is found by its name."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from types import ModuleType

from burdenshare.errors import Problems, did_you_mean

HEADLINE = "compromise"
MODELS = ("compromise", "median", "nbs", "bdm", "smp", "exchange", "challenge")
"""Each is a module of this room with ``Options`` and ``solve(table, options) -> ModelResult``."""


def model(name: str) -> ModuleType:
    """Return the module of a model."""
    return import_module(f"burdenshare.bargaining.{name}")


def require_models(names: Iterable[str]) -> tuple[str, ...]:
    """Return the models that are meant, each once; ``all`` means every one.

    Raises
    ------
    Refusal
        ``bad-argument`` with every name that is none.
    """
    asked = list(dict.fromkeys(names))
    problems = Problems()
    for name in asked:
        if name != "all" and name not in MODELS:
            problems.add(name, "is no model", hint=did_you_mean(name, MODELS))
    expected = f"the models are {', '.join(MODELS)}, or all"
    shown = ", ".join(repr(p["where"]) for p in problems.details())
    problems.require_none("bad-argument", f"there is no model {shown}", hint=expected)
    return MODELS if "all" in asked or not asked else tuple(asked)
