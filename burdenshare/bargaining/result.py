"""What a model of bargaining answers: one number for each issue, and how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from burdenshare.bargaining.table import Floats


@dataclass(frozen=True)
class Trajectory:
    """How the actors of one case move, turn by turn."""

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    positions: Floats
    """Shaped (turn, actor, issue), turn 0 being the positions given; in the unit of the issue,
    NaN where an actor has no position."""


@dataclass(frozen=True)
class ModelResult:
    """What one model says about every issue of a table."""

    model: str
    forecast: Floats
    """Shaped (issue,), in the unit of the issue; NaN where the model cannot say."""
    trajectories: Mapping[str, Trajectory] = field(default_factory=dict)
    """By case, for models with turns."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """By case and issue: what explains the forecast (offers, gains), as plain data."""
    trades: Mapping[str, Any] = field(default_factory=dict)
    """By case, from the exchange of positions only: who gives what to whom, see `exchange.told`."""
    notes: tuple[str, ...] = ()
    """What a reader should know, one sentence each."""
