"""Rank tests: Spearman, Kendall, partial rank correlation, Wilcoxon, with both alternatives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Alternative = Literal["greater", "less"]


@dataclass(frozen=True)
class RankTest:
    """One test of association: the coefficient and how surprising it is without association.

    Numbers are None where they are undefined: a constant series, too few members.
    """

    n: int
    coefficient: float | None
    p_two_sided: float | None
    p_one_sided: float | None
    alternative: Alternative
    """Direction of the one-sided p: ``greater`` asks whether the association is positive."""
    controls: tuple[str, ...] = ()
    interval: tuple[float, float] | None = None
    """95 % interval (Spearman only)."""
    p_permutation: float | None = None
    """Two-sided p of random permutations, where asked for."""


def midranks(values: Floats) -> Floats:
    """Return ranks from 1, ties sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2.0)[inverse], dtype=float)


def spearman(
    x: Floats,
    y: Floats,
    *,
    alternative: Alternative = "greater",
    permutations: int = 0,
    seed: int = 1,
) -> RankTest:
    """Return Spearman's rank correlation of `x` and `y`: Pearson's on mid-ranks.

    The p values rest on ``t = rho sqrt((n - 2) / (1 - rho^2))`` with n - 2 degrees of freedom, the
    interval on Fisher's z with variance ``1.06 / (n - 3)`` (Fieller, Hartley and Pearson 1957).
    Few members have little power: read the interval, or ask for `permutations`.

    Parameters
    ----------
    x, y : ndarray, shape (member,)
    alternative : {"greater", "less"}
        Direction of the one-sided p.
    permutations : int
        Number of random permutations for `RankTest.p_permutation`; 0 for none.
    seed : int
        Seed of the permutations.
    """
    rho = _pearson(midranks(x), midranks(y))
    two, one = _p_of_t(rho, x.size - 2, alternative)
    return RankTest(
        x.size,
        rho,
        two,
        one,
        alternative,
        interval=_fisher_interval(rho, x.size),
        p_permutation=_permuted(x, y, rho, permutations, seed),
    )


def kendall(x: Floats, y: Floats, *, alternative: Alternative = "greater") -> RankTest:
    """Return Kendall's tau-b (ties allowed); the p is exact for few members without ties."""
    from scipy.stats import kendalltau

    if x.size < 2 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return RankTest(x.size, None, None, None, alternative)
    two = kendalltau(x, y, variant="b")
    one = kendalltau(x, y, variant="b", alternative=alternative)
    return RankTest(x.size, float(two.statistic), float(two.pvalue), float(one.pvalue), alternative)


def partial_spearman(
    x: Floats,
    y: Floats,
    controls: dict[str, Floats],
    *,
    alternative: Alternative = "greater",
) -> RankTest:
    """Return the rank correlation of `x` and `y` with one or two `controls` held constant.

    ``r12.3 = (r12 - r13 r23) / sqrt((1 - r13^2)(1 - r23^2))``, and once more for the second
    control; degrees of freedom n - 2 - k.

    Raises
    ------
    ValueError
        For no control or more than two.
    """
    if len(controls) not in (1, 2):
        raise ValueError("partial rank correlation takes one or two controls")
    ranks = [midranks(v) for v in (x, y, *controls.values())]
    r = {
        (i, j): _pearson(ranks[i], ranks[j])
        for i in range(len(ranks))
        for j in range(i + 1, len(ranks))
    }
    rho = _partial(r[0, 1], r[0, 2], r[1, 2])
    if len(controls) == 2:
        rho = _partial(
            rho, _partial(r[0, 3], r[0, 2], r[2, 3]), _partial(r[1, 3], r[1, 2], r[2, 3])
        )
    two, one = _p_of_t(rho, x.size - 2 - len(controls), alternative)
    return RankTest(x.size, rho, two, one, alternative, controls=tuple(controls))


def signed_rank(
    x: Floats, y: Floats, *, alternative: Alternative = "greater"
) -> tuple[float | None, float | None, float | None]:
    """Return Wilcoxon's signed-rank statistic of `x` - `y` with its two-sided and one-sided p.

    All None where no member differs.
    """
    from scipy.stats import wilcoxon

    difference = x - y
    if not np.any(difference):
        return None, None, None
    two = wilcoxon(difference)
    one = wilcoxon(difference, alternative=alternative)
    return float(two.statistic), float(two.pvalue), float(one.pvalue)


def _pearson(x: Floats, y: Floats) -> float | None:
    dx, dy = x - x.mean(), y - y.mean()
    scale = math.sqrt(float(dx @ dx) * float(dy @ dy))
    if scale == 0.0:
        return None
    return max(-1.0, min(1.0, float(dx @ dy) / scale))


def _partial(r12: float | None, r13: float | None, r23: float | None) -> float | None:
    if r12 is None or r13 is None or r23 is None:
        return None
    scale = (1.0 - r13**2) * (1.0 - r23**2)
    if scale <= 1e-12:
        return None
    return max(-1.0, min(1.0, (r12 - r13 * r23) / math.sqrt(scale)))


def _p_of_t(
    rho: float | None, freedom: int, alternative: Alternative
) -> tuple[float | None, float | None]:
    if rho is None or freedom < 1:
        return None, None
    from scipy.special import stdtr

    rest = 1.0 - rho**2
    t = math.copysign(math.inf, rho) if rest <= 0 else rho * math.sqrt(freedom / rest)
    upper = float(stdtr(freedom, -t))
    one = upper if alternative == "greater" else 1.0 - upper
    return 2.0 * min(upper, 1.0 - upper), one


def _fisher_interval(rho: float | None, n: int) -> tuple[float, float] | None:
    if rho is None or n < 4:
        return None
    if abs(rho) == 1.0:
        return rho, rho
    z, half = math.atanh(rho), 1.959963984540054 * math.sqrt(1.06 / (n - 3))
    return math.tanh(z - half), math.tanh(z + half)


def _permuted(
    x: Floats, y: Floats, rho: float | None, permutations: int, seed: int
) -> float | None:
    if rho is None or permutations < 1:
        return None
    rng = np.random.default_rng(seed)
    rx, ry = midranks(x), midranks(y)
    rx, ry = rx - rx.mean(), ry - ry.mean()
    shuffled = rng.permuted(np.tile(rx, (permutations, 1)), axis=1)
    drawn = shuffled @ ry / math.sqrt(float(rx @ rx) * float(ry @ ry))
    return float((1 + np.count_nonzero(np.abs(drawn) >= abs(rho) - 1e-12)) / (permutations + 1))
