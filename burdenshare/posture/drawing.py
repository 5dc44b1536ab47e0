"""Coverage over ranges of its weak inputs: many draws, each solved from the one before.

Every weak input is drawn by itself, evenly from `less` to `more` times what it is:

- each count of grade C, and each that is judgement;
- each demand of grade C or judgement: one factor for all items of a direction and domain, since
  they were judged together;
- what is fit and able to leave, one factor for each domain: one number of the file for all states.

Reach (distance, participation) and prices are not drawn: the former are choices to be asked about,
the latter do not enter coverage. Draws come in blocks, each with random numbers of its own, so that
an answer does not depend on how many processes computed it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.posture.grades import SWING
from burdenshare.posture.linear import Solver
from burdenshare.posture.model import Case, Floats

BLOCK = 100
"""Draws that are solved one after the other from one programme."""
BAND = (10.0, 50.0, 90.0)
"""Percentiles that are shown."""
HALF = 0.5
"""Coverage below which a cell is called mostly open: our threshold."""
MOST_DRAWS = 100_000
Step = Callable[[int, int, str], None]
"""Told how many draws are done, of how many, and of what."""
Mapper = Callable[[Callable[..., Any], Sequence[Sequence[Any]]], Sequence[Any]]
"""Something that calls a function on each of many jobs, such as on a cluster."""


@dataclass(frozen=True)
class Draws:
    """Coverage over draws.

    Attributes
    ----------
    case : Case
        In the middle of the ranges.
    swing : float
        Inputs were drawn from 1 - swing to 1 + swing times what they are.
    covered : array (draw, cell)
    value : array (draw,)
    factors : array (draw, group)
        The mean factor of each group of inputs in each draw, by `groups`.
    groups : tuple of str
    inputs : dict
        How many inputs are drawn, by kind.
    """

    case: Case
    swing: float
    covered: Floats
    value: Floats
    factors: Floats
    groups: tuple[str, ...]
    inputs: dict[str, int]

    def band(self, of: Floats) -> tuple[float, float, float]:
        """Return the percentiles of `BAND` of one number by draw."""
        low, middle, high = np.percentile(of, BAND)
        return float(low), float(middle), float(high)

    @property
    def mean(self) -> Floats:
        """Mean coverage of the cells by draw."""
        return np.asarray(self.covered.mean(axis=1))

    @property
    def minimum(self) -> Floats:
        """Coverage of the weakest cell by draw."""
        return np.asarray(self.covered.min(axis=1))

    @property
    def open(self) -> Floats:
        """Part of the draws in which each cell is covered by less than `HALF`."""
        return np.asarray((self.covered < HALF).mean(axis=0))

    def hangs_on(self) -> dict[str, float]:
        """Return how far the value moves with each group of inputs: rank correlation, most first.

        Spearman's, over the draws. Groups were drawn by themselves, so that their squares are near
        the part of the spread of ranks that each explains.
        """
        ranks = _ranks(self.value)
        found = {
            group: _correlation(_ranks(self.factors[:, g]), ranks)
            for g, group in enumerate(self.groups)
        }
        return dict(sorted(found.items(), key=lambda one: -abs(one[1])))


def draws(
    case: Case,
    number: int,
    *,
    seed: int = 1,
    swing: float = SWING,
    over: Mapper | None = None,
    step: Step = lambda _done, _of, _what: None,
) -> Draws:
    """Return coverage over draws of every weak input.

    Parameters
    ----------
    case : Case
    number : int
        Of draws, two or more.
    seed : int
    swing : float
        Inputs are drawn evenly from 1 - swing to 1 + swing times what they are; above 0, below 1.
    over : callable, optional
        Calls a function on each of many jobs elsewhere, such as on a cluster; here if none.
    step : callable, optional
        Told of progress after each block that is solved here.

    Raises
    ------
    Refusal
        ``bad-argument`` for fewer than two draws or too many, a negative seed, or a swing outside
        0 to 1.
    """
    if not 2 <= number <= MOST_DRAWS or seed < 0 or not 0.0 < swing < 1.0:
        raise Refusal(
            "bad-argument",
            f"{number:,} draws with seed {seed} and a swing of {swing:g} cannot be meant",
            hint=f"take 2 to {MOST_DRAWS:,} draws, a seed of 0 or more, and a swing above 0 and "
            "below 1",
        )
    sizes = [min(BLOCK, number - start) for start in range(0, number, BLOCK)]
    jobs = [(case, seed, block, size, swing) for block, size in enumerate(sizes)]
    blocks = over(solve_block, jobs) if over else _one_by_one(jobs, number, step)
    covered, value, factors = (np.concatenate(part) for part in zip(*blocks, strict=True))
    weak = _weak(case)
    return Draws(
        case=case,
        swing=swing,
        covered=covered,
        value=value,
        factors=factors,
        groups=_groups(case),
        inputs={
            "counts": int(weak["stock"].sum()),
            "demands": int(weak["demand"].any(axis=1).sum()),
            "readiness and deployability": len(dict.fromkeys(case.domains)),
        },
    )


def _one_by_one(jobs: Sequence[Sequence[Any]], number: int, step: Step) -> list[Any]:
    """Solve block after block in this process."""
    solved = []
    for at, job in enumerate(jobs, 1):
        solved.append(solve_block(*job))
        step(min(at * BLOCK, number), number, "draws of coverage")
    return solved


def solve_block(
    case: Case, seed: int, block: int, size: int, swing: float
) -> tuple[Floats, Floats, Floats]:
    """Return coverage, value and mean factors of the draws of one block."""
    rng = np.random.default_rng([seed, block])
    weak, solver = _weak(case), Solver(case)
    domains = tuple(dict.fromkeys(case.domains))
    of = np.array([domains.index(domain) for domain in case.domains])
    covered = np.empty((size, len(case.cells)))
    value, factors = np.empty(size), np.empty((size, len(_groups(case))))
    for n in range(size):
        counts = _drawn(rng, case.stock.shape, swing)
        asked = _drawn(rng, (len(case.cells), 1), swing)
        fit = _drawn(rng, (len(domains),), swing)
        usable = np.minimum(case.usable * fit[of], 1.0)
        kept = np.divide(usable, case.usable, out=np.ones_like(usable), where=case.usable > 0.0)
        found = solver.solve(
            stock=np.where(weak["stock"], case.stock * counts, case.stock) * kept,
            demand=np.where(weak["demand"], case.demand * asked, case.demand),
        )
        covered[n], value[n] = found.covered, found.value
        factors[n] = [*_mean_factors(case, weak, counts, asked, of, len(domains)), *fit]
    return covered, value, factors


def _mean_factors(
    case: Case, weak: dict[str, Any], counts: Floats, asked: Floats, of: Any, domains: int
) -> list[float]:
    """Return the mean factor of counts and of demands of each domain, weighed by what they are."""
    found = []
    for held, factor, which in (
        (case.stock * case.cost, counts, weak["stock"]),
        (case.demand * case.cost, np.broadcast_to(asked, case.demand.shape), weak["demand"]),
    ):
        weight = np.where(which, held, 0.0)
        for d in range(domains):
            mine = weight[:, of == d]
            whole = mine.sum()
            found.append(float((mine * factor[:, of == d]).sum() / whole) if whole > 0.0 else 1.0)
    return found


def _drawn(rng: np.random.Generator, shape: tuple[int, ...], swing: float) -> Floats:
    return rng.uniform(1.0 - swing, 1.0 + swing, shape)


def _weak(case: Case) -> dict[str, Any]:
    """Return which counts and demands are of grade C or judgement."""
    return {
        "stock": np.isin(case.graded["stock"], ("C", "judgement")) & (case.stock > 0.0),
        "demand": np.isin(case.graded["demand"], ("C", "judgement")) & (case.demand > 0.0),
    }


def _groups(case: Case) -> tuple[str, ...]:
    kinds = ("counts", "demands", "readiness and deployability")
    return tuple(
        f"{kind}: {domain.replace('_', ' ')}"
        for kind in kinds
        for domain in dict.fromkeys(case.domains)
    )


def _ranks(values: Floats) -> Floats:
    """Return mid-ranks."""
    ordered = np.sort(values)
    low = np.searchsorted(ordered, values, side="left")
    high = np.searchsorted(ordered, values, side="right")
    return np.asarray((low + high) / 2.0)


def _correlation(one: Floats, other: Floats) -> float:
    """Return Pearson's correlation; 0 where one does not vary."""
    a, b = one - one.mean(), other - other.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0.0 else 0.0
