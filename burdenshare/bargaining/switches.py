"""What each switch of a model does to its answer: every one moved by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from burdenshare.bargaining.options import trials
from burdenshare.bargaining.registry import HEADLINE, model
from burdenshare.bargaining.result import ModelResult
from burdenshare.bargaining.table import Floats, Table

TWINS = ("challenge",)
"""Models whose switches are those of another one."""


@dataclass(frozen=True)
class Switched:
    """What a model says with one switch moved."""

    model: str
    switch: str
    value: Any
    default: Any
    forecast: Floats
    """Shaped (issue,), like all that follows, in the unit of the issue."""
    change: Floats
    """To the forecast with all switches as they are."""
    turns: int | None
    """Of the longest case, for models with turns."""
    spread: Floats
    """Standard deviation of the last positions over actors; NaN for models without turns."""


def switched(
    table: Table, results: Mapping[str, ModelResult], options: Mapping[str, Any]
) -> tuple[Switched, ...]:
    """Move every switch of every model but the headline, one at a time.

    Parameters
    ----------
    table : Table
    results : mapping
        By model, with all switches as they are.
    options : mapping
        By model, where they differ from its defaults.
    """
    found = []
    for name, result in results.items():
        if name == HEADLINE or name in TWINS:
            continue
        module = model(name)
        start = options.get(name) or module.Options()
        for trial in trials(start):
            moved = module.solve(table, trial.options)
            turns, spread = _motion(table, moved)
            found.append(
                Switched(
                    model=name,
                    switch=trial.switch,
                    value=trial.value,
                    default=asdict(start)[trial.switch],
                    forecast=moved.forecast,
                    change=moved.forecast - result.forecast,
                    turns=turns,
                    spread=spread,
                )
            )
    return tuple(found)


def _motion(table: Table, result: ModelResult) -> tuple[int | None, Floats]:
    """Return the turns of the longest case, and how far apart its actors end."""
    spread = np.full(len(table.issues), np.nan)
    for name, moves in result.trajectories.items():
        spread[table.columns(name)] = np.nanstd(moves.positions[-1], axis=0)
    turns = [len(moves.positions) - 1 for moves in result.trajectories.values()]
    return max(turns, default=None), spread
