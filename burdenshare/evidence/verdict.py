"""What the figures say to a claim, and which edition speaks where a claim names none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from burdenshare.figures.model import Observation, family

Status = Literal["agrees", "agrees_otherwise", "disagrees", "cannot_check"]


@dataclass(frozen=True)
class Verdict:
    """What the figures say to a claim.

    Attributes
    ----------
    claim : str
        Id of the claim.
    status : {"agrees", "agrees_otherwise", "disagrees", "cannot_check"}
        ``agrees``: with the latest edition, of NATO's definition where there is one, known on the
        day. ``agrees_otherwise``: only with another definition or vintage.
    reason : str
        In words: with which figure, by how much not, or why it cannot be checked.
    keys : tuple of str
        The figures it was held against; first the one that is nearest.
    difference : float or None
        Claim minus the nearest figure, in the unit of the claim; None unless it disagrees.
    """

    claim: str
    status: Status
    reason: str
    keys: tuple[str, ...] = ()
    difference: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return {
            "claim": self.claim,
            "status": self.status,
            "reason": self.reason,
            "keys": list(self.keys),
            "difference": self.difference,
        }


def latest_of(found: Sequence[Observation]) -> tuple[str, str]:
    """Return the edition that an unnamed figure is taken for: NATO's definition, the latest."""
    order = ("nato", "sipri", "imf")
    best = max(
        found,
        key=lambda o: (
            -order.index(family(o.definition)) if family(o.definition) in order else -9,
            o.vintage,
        ),
    )
    return best.definition, best.vintage
