"""Thousands of paths of debt after the adjustment, and the balance that most of them bear."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from burdenshare.projection.debt.ahead import ahead_of, require_gdp
from burdenshare.projection.debt.criteria import DEBT_LIMIT, HIGHEST, LOWEST
from burdenshare.projection.debt.inputs import Country
from burdenshare.projection.debt.path import DebtPath, project_debt
from burdenshare.projection.debt.shocks import YEARS, Shocks
from burdenshare.projection.debt.variant import Variant
from burdenshare.projection.model import Floats

if TYPE_CHECKING:
    from burdenshare.projection.debt.loops import CompiledShocks

    AnyShocks = Shocks | CompiledShocks

ACCEPTED = 0.30
"""Accepted probability that debt rises over five years, or that it is above 60 after six."""
_BLOCK = 16_384
_NORMAL = ("rate", "growth", "balance")
_STEP = 1e-4
_TOLERANCE = 1e-7
_SECANTS, _BISECTIONS = 20, 50


@dataclass(frozen=True)
class Solution:
    """The balance at which the smaller of two probabilities is 0.30.

    The probabilities are parts of the draws, their known sampling error taken out.
    """

    balance: float
    p_rise: float
    """Probability that debt is higher six years after the adjustment than one year after it."""
    p_above_60: float
    """Probability that debt is above 60 % of GDP six years after the adjustment."""


def fan(path: DebtPath, shocks: Shocks) -> Floats:
    """Return the debt ratio in each of six years after the adjustment, (year, draw), per cent.

    Parameters
    ----------
    path : DebtPath
        Of one target.
    shocks : Shocks

    Raises
    ------
    Refusal
        ``bad-table`` where shocks are so large that nominal GDP falls to zero.
    """
    code, start_debt, rate, growth, added = ahead_of(path)
    require_gdp(code, float((growth[:, None] + shocks.growth.min(axis=1, keepdims=True)).min()))
    debts = np.empty((YEARS, shocks.draws))
    for start in range(0, shocks.draws, _BLOCK):
        part = slice(start, start + _BLOCK)
        before: Floats | float = start_debt
        for j in range(YEARS):
            debt = debts[j, part]
            np.add(shocks.rate[j, part], rate[j], out=debt)
            debt /= shocks.growth[j, part] + growth[j]
            debt *= before
            if shocks.valuation is not None:
                debt *= shocks.valuation[j, part]
            debt -= shocks.balance[j, part]
            debt += added[j]
            before = debt
    return debts


def stochastic_balance(
    country: Country, *, adjustment: int, shocks: AnyShocks, variant: Variant, guess: float
) -> Solution | None:
    """Return the structural primary balance with min(P(rise), P(above 60)) = 0.30.

    Both probabilities fall as the balance rises. P(X > 0) is 0.30 where the 70th percentile of X
    is 0; it is nearly linear in the balance, so that the smaller of the two percentiles is
    brought to zero in a few steps, on the same draws for every balance. The sampling error of
    the percentiles is then taken out as far as it is known: `sampling_errors`.

    Parameters
    ----------
    country : Country
    adjustment : int
        Years of adjustment.
    shocks : Shocks
    variant : Variant
    guess : float
        Where the search begins, per cent of GDP.

    Returns
    -------
    Solution or None
        None where no balance within the limits of the search is a solution.
    """

    def path(balance: float) -> DebtPath:
        targets = np.array([balance])
        return project_debt(country, adjustment=adjustment, targets=targets, variant=variant)

    errors = (0.0, 0.0)

    def excess(balance: float) -> float:
        pairs = zip(_judged(_ends(path(balance), shocks)), errors, strict=True)
        return min(_percentile(judged) - error for judged, error in pairs)

    balance = falling_root(excess, guess)
    if balance is not None:
        errors = sampling_errors(path(balance), shocks)
        balance = falling_root(excess, balance)
    if balance is None:
        return None
    pairs = zip(_judged(_ends(path(balance), shocks)), errors, strict=True)
    p_rise, p_above_60 = (float(np.mean(judged > error)) for judged, error in pairs)
    return Solution(balance, p_rise, p_above_60)


def sampling_errors(path: DebtPath, shocks: AnyShocks) -> tuple[float, float]:
    """Return how far the draws put the two percentiles too high, points of GDP.

    Without the products of shocks, debt is a sum of normals whose percentile is known. How far
    these very draws miss it there is most of how far they miss it in the full model: taking that
    out does the work of five to eighty times as many draws on the inputs of June 2024 (a control
    variate; Glasserman 2004, Monte Carlo Methods in Financial Engineering, section 4.1).

    Returns
    -------
    pair of float
        For the rise of debt over five years, and for debt over 60 per cent.
    """
    steps = _STEP * np.concatenate([np.eye(3 * YEARS), -np.eye(3 * YEARS)], axis=1)
    rate, growth, balance = np.split(steps, 3)
    around = Shocks(rate, growth, balance, None, shocks.covariance)
    slopes = []
    for judged in _judged(_ends(path, around)):
        up, down = np.split(judged, 2)
        slopes.append((up - down) / (2.0 * _STEP))
    errors = []
    for slope, linear in zip(slopes, _weighted(np.array(slopes), shocks), strict=True):
        spread = float(np.sqrt(slope @ shocks.covariance @ slope))
        errors.append(_percentile(linear) - NormalDist().inv_cdf(1.0 - ACCEPTED) * spread)
    return errors[0], errors[1]


def _ends(path: DebtPath, shocks: AnyShocks) -> Floats:
    """Return debt in the first and the last year after the adjustment, (2, draw)."""
    return fan(path, shocks)[[0, -1]] if isinstance(shocks, Shocks) else shocks.ends(ahead_of(path))


def _weighted(slopes: Floats, shocks: AnyShocks) -> Floats:
    """Return sums of shocks weighted by slopes (2, kind x year), (2, draw); year after year."""
    by_year = slopes.reshape(2, 3, YEARS).transpose(0, 2, 1).reshape(2, -1)
    if not isinstance(shocks, Shocks):
        return shocks.weighted(by_year)
    rows = [getattr(shocks, name)[year] for year in range(YEARS) for name in _NORMAL]
    linear = np.zeros((2, shocks.draws))
    for total, weights in zip(linear, by_year, strict=True):
        for weight, row in zip(weights, rows, strict=True):
            total += weight * row
    return linear


def _judged(ends: Floats) -> tuple[Floats, Floats]:
    """Return the rise over five years and the excess over 60, each (draw,)."""
    return ends[1] - ends[0], ends[1] - DEBT_LIMIT


def _percentile(values: Floats) -> float:
    """Return the value that the accepted part of the draws exceeds."""
    rank = math.ceil((1.0 - ACCEPTED) * len(values)) - 1
    return float(np.partition(values, rank)[rank])


def falling_root(function: Callable[[float], float], guess: float) -> float | None:
    """Return where a falling function is zero: by secants, kept between what is known.

    None where it has one sign between `LOWEST` and `HIGHEST`.
    """
    low, high, slope = LOWEST, HIGHEST, -5.0
    point, value = guess, function(guess)
    for tried in range(_SECANTS + _BISECTIONS):
        if abs(value) < _TOLERANCE:
            return point
        low, high = (point, high) if value > 0.0 else (low, point)
        if high - low < _TOLERANCE:
            break
        step = point - value / slope
        if tried >= _SECANTS or not low < step < high:
            step = (low + high) / 2.0
        after = function(step)
        if (after - value) * (step - point) < 0.0:
            slope = (after - value) / (step - point)
        point, value = step, after
    return point if low > LOWEST and high < HIGHEST else None
