"""An index with the user's own weights, and how much of the ranking survives other weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from burdenshare.errors import Problems, did_you_mean

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Index:
    """A weighted mean of z-scores, with the share of all weightings that keeps each order."""

    members: tuple[str, ...]
    weights: dict[str, float]
    """Weights as used, adding up to 1."""
    score: Floats
    """Shape (member,)."""
    rank: NDArray[np.int64]
    """1 for the highest score."""
    above: Floats
    """Shape (member, member): share of the weight space in which the row ranks above the column."""
    mean_rank: Floats
    """Rank averaged over the whole weight space."""
    left_out: tuple[str, ...]
    """Members without a value in one of the criteria."""


def weighted_index(
    members: tuple[str, ...], criteria: dict[str, Floats], weights: dict[str, float]
) -> Index:
    """Return the index of `criteria` (higher is better) with `weights`, and its robustness.

    Parameters
    ----------
    members : tuple of str
    criteria : dict of ndarray, each shape (member,)
        What can be weighted; NaN where a member has no value.
    weights : dict
        Positive weights by criterion; they are scaled to add up to 1.

    Raises
    ------
    Refusal
        ``bad-argument``: an unknown criterion, a weight that is not positive, fewer than two
        members with all values.
    """
    _check(criteria, weights)
    names = tuple(weights)
    table = np.column_stack([criteria[n] for n in names])
    whole = [not np.isnan(row).any() for row in table]
    problems = Problems()
    if sum(whole) < 2:
        problems.add("weights", "fewer than two members have a value in every weighted criterion")
    problems.require_none("bad-argument", "the index cannot be built")
    table = table[whole]
    spread = table.std(axis=0)
    z = (table - table.mean(axis=0)) / np.where(spread == 0.0, 1.0, spread)
    used = np.array([weights[n] for n in names]) / sum(weights.values())
    score = z @ used
    rank = np.array([1 + int((score > s).sum()) for s in score])
    above = np.array([[share_above(a, b) for b in z] for a in z])
    return Index(
        tuple(m for m, w in zip(members, whole, strict=True) if w),
        dict(zip(names, used.tolist(), strict=True)),
        score,
        rank,
        above,
        1.0 + above.sum(axis=0),
        tuple(m for m, w in zip(members, whole, strict=True) if not w),
    )


def share_above(a: Floats, b: Floats) -> float:
    """Return the share of all weightings in which `a` scores above `b`; exact.

    Weights uniform on the simplex are exponentials over their sum, so this is the chance that
    ``sum(d+ E) > sum(d- E')`` with d = a - b split by sign. Both sums are chains of exponential
    phases; by their lack of memory, of two running phases with means p and q the first outlasts
    the second with chance ``p / (p + q)``. Counting phases off gives the chance without any
    subtraction of close numbers, ties included.

    Parameters
    ----------
    a, b : ndarray, shape (criterion,)
        Values on one scale, higher is better.
    """
    d = a - b
    plus, minus = d[d > 0.0], -d[d < 0.0]
    chance = np.zeros((plus.size + 1, minus.size + 1))
    chance[:-1, -1] = 1.0
    for i in range(plus.size - 1, -1, -1):
        for j in range(minus.size - 1, -1, -1):
            outlasts = plus[i] / (plus[i] + minus[j])
            chance[i, j] = outlasts * chance[i, j + 1] + (1.0 - outlasts) * chance[i + 1, j]
    return float(chance[0, 0])


def _check(criteria: dict[str, Floats], weights: dict[str, float]) -> None:
    problems = Problems()
    if not weights:
        problems.add("weights", "no weight is given", expected=", ".join(criteria))
    for name, weight in weights.items():
        if name not in criteria:
            problems.add(
                f"weights.{name}",
                f"{name!r} is no criterion of this table",
                expected=", ".join(criteria),
                hint=did_you_mean(name, criteria),
            )
        if not (np.isfinite(weight) and weight > 0.0):
            problems.add(f"weights.{name}", f"a weight of {weight!r}", expected="a number above 0")
    problems.require_none(
        "bad-argument",
        "the index cannot be built",
        hint="Give each criterion a weight above 0, e.g. burden=2, equipment_share=1.",
    )
