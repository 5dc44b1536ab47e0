"""Shares, concentration and distance to a pledge: pure functions on arrays over members."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

QUADRANTS = (
    "meets both",
    "meets the share of GDP only",
    "meets the equipment guideline only",
    "meets neither",
)


def share(values: Floats) -> Floats:
    """Return each value as a fraction of their sum."""
    fractions: Floats = values / values.sum()
    return fractions


def alliance_burden(spending: Floats, gdp: Floats) -> float:
    """Return total spending over total GDP, per cent.

    This is the mean of the members' burdens weighted by GDP, never the simple mean.

    Parameters
    ----------
    spending, gdp : ndarray, shape (member,)
        Both in one currency.
    """
    return float(100.0 * spending.sum() / gdp.sum())


def gap(burden: Floats, gdp: Floats, pledge: float) -> Floats:
    """Return what each member lacks to `pledge`, in the currency of `gdp`; negative above it.

    Parameters
    ----------
    burden, gdp : ndarray, shape (member,)
        Per cent of GDP; GDP.
    pledge : float
        Per cent of GDP.
    """
    return (pledge - burden) / 100.0 * gdp


def shortfall(burden: Floats, gdp: Floats, pledge: float) -> Floats:
    """Return ``max(0, gap)``: what members above the pledge spend makes up for nobody."""
    return np.maximum(gap(burden, gdp, pledge), 0.0)


def gini(values: Floats) -> float:
    """Return the Gini coefficient of non-negative values, between 0 and ``(n - 1) / n``.

    ``2 sum(k x_(k)) / (n sum x) - (n + 1) / n`` with x in ascending order.
    """
    x, n = np.sort(values), values.size
    rank = np.arange(1, n + 1)
    return float(2.0 * (rank * x).sum() / (n * x.sum()) - (n + 1.0) / n)


def herfindahl(values: Floats) -> float:
    """Return the sum of squared shares (HHI), between ``1 / n`` and 1.

    Its inverse is the effective number: how many equal members would be as concentrated.
    """
    return float((share(values) ** 2).sum())


def security_burden(spending: Floats, peacekeeping: Floats, aid: Floats, gdp: Floats) -> Floats:
    """Return spending on defence, UN peacekeeping and development aid, per cent of GDP.

    Sandler and Murdoch (2000), Sandler and Shimizu (2014). All in one currency.
    """
    return 100.0 * (spending + peacekeeping + aid) / gdp


def benefit_share(*components: Floats) -> Floats:
    """Return the average benefit share: the mean of each member's shares in the given components.

    The literature takes GDP, population and exposed border (Sandler and Forbes 1980), later also
    terrorism; what is given here must be stated beside the result.
    """
    return np.asarray(np.mean([share(c) for c in components], axis=0), dtype=float)


def quadrant(burden: float, equipment_share: float, pledge: float, guideline: float = 20.0) -> str:
    """Name the quadrant of a member by share of GDP and share of spending on major equipment."""
    spends, invests = burden >= pledge, equipment_share >= guideline
    if spends:
        return QUADRANTS[0] if invests else QUADRANTS[1]
    return QUADRANTS[2] if invests else QUADRANTS[3]
