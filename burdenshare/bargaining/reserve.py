"""Holding back: how far a stated position stays behind what was agreed, and on how many issues."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A number with the range in which it lies."""

    low: float
    value: float
    high: float


@dataclass(frozen=True)
class Stance:
    """Where one actor stands on one issue, measured against a yardstick.

    Distances are parts of the scale of the issue, 0 to 1.
    """

    issue: str
    position: Span
    salience: Span
    yardstick: float
    """What the position is held against: what was agreed, the compromise or the demand."""
    distance: float
    side: str
    """``less``: it holds back; ``more``: it goes beyond; ``at``; ``unknown``: nothing says which
    way holding back would be."""
    held_back: Span
    """The distance where the side is ``less`` or ``unknown``, otherwise 0."""

    @property
    def reservation(self) -> Span:
        """Salience times the distance held back, 0 to 1, with its range."""
        return Span(*(s * d for s, d in zip(self.salience, self.held_back, strict=True)))


def stance(
    issue: str,
    position: Span,
    salience: Span,
    yardstick: float,
    length: float,
    *,
    demand: float = math.nan,
    status_quo: float = math.nan,
) -> Stance:
    """Return where a position stands against a yardstick.

    To hold back is to stand on the far side of the yardstick from what the pressing ally demands;
    where the demand is not known or is the yardstick itself, on the side of the status quo. Where
    neither says which way that is, every distance counts.

    Parameters
    ----------
    issue : str
    position, salience : Span
        In the unit of the issue; 0 to 1.
    yardstick, demand, status_quo : float
        In the unit of the issue; NaN where not known.
    length : float
        Of the scale.
    """
    way = demand - yardstick
    if math.isnan(way) or way == 0.0:
        way = yardstick - status_quo
    way = 0.0 if math.isnan(way) else math.copysign(1.0, way) if way else 0.0

    def back(x: float) -> float:
        off = (x - yardstick) / length
        return abs(off) if way == 0.0 else max(0.0, -way * off)

    ends = [back(position.low), back(position.high)]
    inside = position.low <= yardstick <= position.high
    off = position.value - yardstick
    side = "at" if off == 0.0 else "unknown" if way == 0.0 else "more" if off * way > 0 else "less"
    return Stance(
        issue,
        position,
        salience,
        yardstick,
        abs(off) / length,
        side,
        Span(0.0 if inside else min(ends), back(position.value), max(ends)),
    )


def strongest(stances: Sequence[Stance]) -> tuple[str, Span] | None:
    """Return the issue of the strongest reservation, and the reservation with its range.

    The strongest, not the mean: one public refusal is a reservation, however much is agreed to
    beside it. None without a position; the issue is empty where nothing is held back.
    """
    if not stances:
        return None
    found = [one.reservation for one in stances]
    first = max(range(len(found)), key=lambda i: found[i].value)
    span = Span(*(max(getattr(one, end) for one in found) for end in Span._fields))
    return (stances[first].issue if span.value > 0.0 else ""), span


def selectivity(stances: Sequence[Stance]) -> float | None:
    """Return how unevenly an actor holds back over the issues, 0 to 0.5.

    The standard deviation over issues of the part of the scale it holds back, weighted by
    salience: 0 for who holds back alike everywhere or nowhere, 0.5 for who refuses one half
    wholly and accepts the other. None with fewer than two positions or without salience.
    """
    weights = [one.salience.value for one in stances]
    if len(stances) < 2 or sum(weights) <= 0.0:
        return None
    total = math.fsum(weights)
    back = [one.held_back.value for one in stances]
    mean = math.fsum(w * d for w, d in zip(weights, back, strict=True)) / total
    spread = math.fsum(w * (d - mean) ** 2 for w, d in zip(weights, back, strict=True)) / total
    return math.sqrt(max(0.0, spread))
