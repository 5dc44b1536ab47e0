"""Learning curves: what the n-th unit costs, and all units together."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Curve = Literal["crawford", "wright", "boone"]
Array = NDArray[np.float64]

_EXACT = 64
"""Units that are summed one by one; behind them the sum follows from its integral."""


def exponent(slope: ArrayLike) -> Array:
    """Return b of a slope in per cent: each doubling of the quantity leaves `slope` of the cost.

    b = ln(slope) / ln(2), below zero where cost falls.
    """
    return np.asarray(np.log2(np.asarray(slope, float) / 100.0))


def unit(
    number: ArrayLike, first: ArrayLike, slope: ArrayLike, curve: Curve, *, decay: float = math.inf
) -> Array:
    """Return the cost of one unit.

    Crawford (unit theory): U_n = T1 n^b. Boone: U_n = T1 n^(b / (1 + n / decay)), whose learning
    fades as production goes on. Wright (cumulative average theory): the average of the first n is
    T1 n^b, and a unit costs what it adds to the total.
    """
    n, one, b = np.asarray(number, float), np.asarray(first, float), exponent(slope)
    if curve == "wright":
        return np.asarray(one * (n ** (b + 1) - (n - 1) ** (b + 1)))
    return np.asarray(one * n ** (b / (1 + n / decay) if curve == "boone" else b))


def total(
    quantity: int, first: ArrayLike, slope: ArrayLike, curve: Curve, *, decay: float = math.inf
) -> Array:
    """Return the cost of the first `quantity` units, exact to about twelve digits.

    Parameters
    ----------
    quantity : int
    first : array
        Cost of the first unit; a value for each draw, or one.
    slope : array
        Per cent, above 0 and at most 100.
    curve : {"crawford", "wright", "boone"}
    decay : float
        Only of Boone's curve: units after which the exponent has halved.
    """
    one, b = np.asarray(first, float), exponent(slope)
    if quantity <= 0:
        return np.asarray(0.0 * one * b)
    if curve == "wright":
        return np.asarray(one * quantity ** (b + 1))
    if curve == "boone":
        return np.asarray(one * _sum(lambda n: n ** (b[..., None] / (1 + n / decay)), 1, quantity))
    head = min(quantity, _EXACT)
    counted = _sum(lambda n: n ** b[..., None], 1, head)
    return np.asarray(one * (counted + _tail(b, head, quantity)))


def _sum(of: Any, start: int, end: int) -> Array:
    """Return the sum over whole numbers, in pieces that fit into the cache."""
    size = 512
    pieces = (
        np.arange(at, min(at + size, end + 1), dtype=float) for at in range(start, end + 1, size)
    )
    return np.asarray(sum(of(piece).sum(axis=-1) for piece in pieces))


def _tail(b: Array, start: int, end: int) -> Array:
    """Return the sum of n^b over start < n <= end by the Euler-Maclaurin midpoint formula."""
    if end <= start:
        return np.zeros_like(b)
    low, high = start + 0.5, end + 0.5
    close = np.abs(b + 1) < 1e-9
    power = np.where(close, 1.0, b + 1)
    area = np.where(close, math.log(high / low), (high**power - low**power) / power)
    slope = b * (high ** (b - 1) - low ** (b - 1))
    bend = b * (b - 1) * (b - 2) * (high ** (b - 3) - low ** (b - 3))
    return np.asarray(area - slope / 24 + 7 * bend / 5760)


def first_unit(
    average: ArrayLike, quantity: int, slope: ArrayLike, curve: Curve, *, decay: float = math.inf
) -> Array:
    """Return the cost of the first unit that makes `quantity` units cost `average` each."""
    return np.asarray(
        np.asarray(average, float) * quantity / total(quantity, 1.0, slope, curve, decay=decay)
    )


def rate_factor(per_year: ArrayLike, reference: float, slope: ArrayLike) -> Array:
    """Return what another rate of production does to unit cost: (R / reference)^c.

    c = ln(slope) / ln(2): at a slope of 95 per cent, twice the rate leaves 95 per cent of the cost.
    """
    return np.asarray((np.asarray(per_year, float) / reference) ** exponent(slope))
