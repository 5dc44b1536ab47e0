"""Polarisation of positions: how nearly a table falls into two equal camps at opposite ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from burdenshare.bargaining.table import Floats, Table
from burdenshare.errors import Refusal

ALPHA = 1.3
"""Sensitivity to the size of camps: the middle of the values 1, 1.3 and 1.6 in use."""
HIGHEST_ALPHA = 1.6
"""The axioms of Esteban and Ray hold up to here."""


@dataclass(frozen=True)
class Polarisation:
    """How the positions on one issue fall into camps."""

    case: str
    issue: str
    camps: int
    """Distinct positions."""
    actors: int
    """With a known position."""
    unknown: int
    """Whose position is not known; they belong to no camp."""
    equal: float
    """0 to 1, each actor counted once."""
    by_capability: float
    """0 to 1, each actor with its capability."""
    spread: float
    """Standard deviation of the positions as a part of the scale, each actor counted once."""


def polarisation(positions: Floats, weights: Floats, alpha: float = ALPHA) -> float:
    """Return the polarisation of positions, 0 to 1.

    ``K sum_i sum_j w_i^(1 + alpha) w_j |x_i - x_j|`` over camps i and j (Esteban and Ray 1994,
    Econometrica 62, 819-851, theorem 1), with K = 2^(1 + alpha), so that two equal camps at the
    ends of the scale have 1. The larger alpha, the more the size of a camp counts; with 0 the
    measure would be one of inequality. Equal positions are one camp: a small move that merges two
    camps can raise the value by a jump, which belongs to the measure.

    Parameters
    ----------
    positions : array, shape (actor,)
        Parts of the scale, 0 to 1.
    weights : array, shape (actor,)
        Not negative, some above 0; only ratios matter.
    alpha : float
        Above 0, at most `HIGHEST_ALPHA`.

    Raises
    ------
    Refusal
        ``bad-argument`` for another alpha.
    """
    if not 0.0 < alpha <= HIGHEST_ALPHA:
        raise Refusal(
            "bad-argument",
            f"an alpha of {alpha:g}",
            hint=f"above 0, at most {HIGHEST_ALPHA:g}, such as {ALPHA:g}",
        )
    camps, inverse = np.unique(np.round(positions, 9), return_inverse=True)
    size = np.bincount(inverse, weights=weights / weights.sum(), minlength=camps.size)
    apart = np.abs(camps[:, None] - camps[None, :])
    return float(2.0 ** (1.0 + alpha) * (size ** (1.0 + alpha) @ apart @ size))


def polarisations(table: Table, alpha: float = ALPHA) -> list[Polarisation]:
    """Return how the positions on each issue of a table fall into camps.

    Raises
    ------
    Refusal
        What `polarisation` refuses.
    """
    found = []
    for k, (case, issue) in enumerate(zip(table.cases, table.issues, strict=True)):
        _, x, _, capability = table.issue(k)
        places = (x - table.low[k]) / table.length[k]
        found.append(
            Polarisation(
                case,
                issue,
                camps=int(np.unique(np.round(places, 9)).size),
                actors=x.size,
                unknown=sum((c, i) == (case, issue) for c, i, _ in table.unknown),
                equal=polarisation(places, np.ones(x.size), alpha),
                by_capability=polarisation(places, capability, alpha),
                spread=float(places.std()),
            )
        )
    return found
