"""Patient rule induction: the box in which cases of interest are densest.

Friedman and Fisher (1999), "Bump hunting in high-dimensional data"; coverage, density, quasi-p
values and resampling as Bryant and Lempert (2010), "Thinking inside the box"; of the possible peels
the one that gains most density per case removed, as Kwakkel and Jaxa-Rozen (2016).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from burdenshare.projection.model import Floats

Flags = NDArray[np.bool_]

ALPHA = 0.05
"""Part of the cases in the box that a peel or a paste takes, at most, where values differ."""
LEAST_MASS = 0.05
"""Part of all cases below which no box shrinks."""
SIGNIFICANT = 0.05
"""Quasi-p value above which a restriction is dropped."""
MOST = 3
"""Restricted inputs of a box, at most."""


@dataclass(frozen=True)
class Limit:
    """What a box allows of one input: a range, or some of its names."""

    low: float = -np.inf
    high: float = np.inf
    names: frozenset[str] | None = None
    """For an input without order; None: all."""

    @property
    def is_open(self) -> bool:
        """Whether it allows everything."""
        return self.names is None and self.low == -np.inf and self.high == np.inf

    def holds(self, values: NDArray[Any]) -> Flags:
        """Tell which values it allows."""
        if self.names is not None:
            return np.isin(values, sorted(self.names))
        return (
            np.ones(len(values), bool)
            if self.is_open
            else (values >= self.low) & (values <= self.high)
        )


Box = tuple[Limit, ...]
"""One limit for each input."""


@dataclass(frozen=True)
class Cases:
    """What was tried: inputs, and whether each case is of interest."""

    inputs: tuple[NDArray[Any], ...]
    """One array for each input: numbers, or text where it has no order."""
    interesting: Flags

    def __len__(self) -> int:
        return len(self.interesting)

    def inside(self, box: Box) -> Flags:
        """Tell which cases lie in a box."""
        found = np.ones(len(self), bool)
        for limit, values in zip(box, self.inputs, strict=True):
            if not limit.is_open:
                found &= limit.holds(values)
        return found

    def part(self, chosen: NDArray[Any]) -> Cases:
        """Return some of the cases."""
        return Cases(tuple(each[chosen] for each in self.inputs), self.interesting[chosen])


@dataclass(frozen=True)
class Found:
    """A box and how well it says where the cases of interest lie."""

    box: Box
    coverage: float
    """Part of all cases of interest that lies in it."""
    density: float
    """Part of the cases in it that is of interest."""
    mass: float
    """Part of all cases that lies in it."""

    @property
    def restricted(self) -> tuple[int, ...]:
        """Positions of the inputs that it limits."""
        return tuple(i for i, limit in enumerate(self.box) if not limit.is_open)

    @property
    def balance(self) -> float:
        """Harmonic mean of coverage and density."""
        both = self.coverage + self.density
        return 2.0 * self.coverage * self.density / both if both else 0.0


def measured(cases: Cases, box: Box) -> Found:
    """Return a box with its coverage, density and mass."""
    inside = cases.inside(box)
    hits, count = int(cases.interesting[inside].sum()), int(inside.sum())
    total = int(cases.interesting.sum())
    return Found(
        box,
        hits / total if total else 0.0,
        hits / count if count else 0.0,
        count / len(cases) if len(cases) else 0.0,
    )


def induce(
    cases: Cases, *, alpha: float = ALPHA, most: int = MOST
) -> tuple[Found, tuple[Found, ...]]:
    """Return the box that balances coverage and density best, and the way it was found.

    First all inputs may be limited. Of the best box the restrictions are dropped that its density
    does not need (quasi-p above 0.05, the worst first, and beyond `most`); then the peeling is
    done again with the inputs that are left, and the edges of the best box are moved, outwards
    (pasting) or inwards, in ever smaller slices as long as that improves the balance.

    Returns
    -------
    (Found, tuple of Found)
        The box; and the trajectory of the second peeling, from all cases to the smallest box.
    """
    open_box: Box = tuple(Limit() for _ in cases.inputs)
    first = _best(_peeled(cases, open_box, range(len(cases.inputs)), alpha))
    needed = pruned(cases, first, most).restricted
    trajectory = tuple(_peeled(cases, open_box, needed, alpha))
    best = pruned(cases, _best(trajectory), most)
    return _polished(cases, best, alpha), trajectory


def quasi_p(cases: Cases, box: Box) -> dict[int, float]:
    """Return how likely the density of a box would be without each of its restrictions.

    For each restricted input: the chance of as many cases of interest among those in the box if
    the density were that of the box without this restriction (binomial).
    """
    from scipy.stats import binom

    inside = cases.inside(box)
    hits, count = int(cases.interesting[inside].sum()), int(inside.sum())
    found = {}
    for i, limit in enumerate(box):
        if not limit.is_open:
            wider = measured(cases, _with(box, i, Limit()))
            found[i] = float(binom.sf(hits - 1, count, wider.density))
    return found


def pruned(cases: Cases, found: Found, most: int = MOST) -> Found:
    """Return a box without the restrictions that its density does not need."""
    while found.restricted:
        values = quasi_p(cases, found.box)
        worst = max(values, key=lambda i: values[i])
        if values[worst] <= SIGNIFICANT and len(values) <= most:
            break
        found = measured(cases, _with(found.box, worst, Limit()))
    return found


@dataclass(frozen=True)
class Stability:
    """What becomes of the box when only half of the cases are looked at."""

    restricted: tuple[float, ...]
    """By input: part of the halves whose box limits it."""
    coverage: float
    """Mean coverage and density of these boxes among the cases of the other half."""
    density: float
    halves: int


def stability(
    cases: Cases, *, alpha: float = ALPHA, most: int = MOST, halves: int = 20, seed: int = 1
) -> Stability:
    """Induce boxes from random halves of the cases and measure them on the other halves."""
    generator = np.random.default_rng(seed)
    limited = np.zeros(len(cases.inputs))
    outside = []
    for _ in range(halves):
        order = generator.permutation(len(cases))
        mine, other = order[: len(cases) // 2], order[len(cases) // 2 :]
        found, _ = induce(cases.part(mine), alpha=alpha, most=most)
        limited[list(found.restricted)] += 1.0
        outside.append(measured(cases.part(other), found.box))
    return Stability(
        tuple((limited / halves).tolist()),
        float(np.mean([each.coverage for each in outside])),
        float(np.mean([each.density for each in outside])),
        halves,
    )


# Peeling and pasting -----------------------------------------------------------------------------


def _best(trajectory: Sequence[Found]) -> Found:
    return max(trajectory, key=lambda each: each.balance)


def _peeled(cases: Cases, box: Box, inputs: Sequence[int], alpha: float) -> list[Found]:
    """Return the boxes from `box` on, each peeled from the one before."""
    trajectory = [measured(cases, box)]
    while trajectory[-1].density < 1.0:
        now = trajectory[-1]
        peels = [
            measured(cases, smaller)
            for i in inputs
            for smaller in _smaller(cases, now.box, i, alpha)
        ]
        peels = [each for each in peels if LEAST_MASS <= each.mass < now.mass]
        if not peels:
            break
        trajectory.append(max(peels, key=lambda each: _gain(now, each)))
    return trajectory


def _gain(before: Found, after: Found) -> float:
    return (after.density - before.density) / (before.mass - after.mass)


def _smaller(cases: Cases, box: Box, i: int, alpha: float) -> Iterator[Box]:
    """Yield the box with a slice taken off either end of an input, or without one of its names."""
    held = cases.inputs[i][cases.inside(box)]
    if held.dtype.kind == "U":
        names = set(held.tolist())
        for name in sorted(names) if len(names) > 1 else []:
            yield _with(box, i, Limit(names=frozenset(names - {name})))
        return
    held = np.sort(held)
    if held[0] == held[-1]:
        return
    step = max(1, int(alpha * len(held)))
    above = held[held > held[0]]
    first = held[step] if held[step] > held[0] else above[0]
    yield _with(box, i, replace(box[i], low=_between(held, held < first, held >= first)))
    below = held[held < held[-1]]
    last = held[-1 - step] if held[-1 - step] < held[-1] else below[-1]
    yield _with(box, i, replace(box[i], high=_between(held, held <= last, held > last)))


def _between(held: Floats, lower: Flags, upper: Flags) -> float:
    """Return the middle between the highest of the lower values and the lowest of the upper."""
    return float(held[lower].max() + held[upper].min()) / 2.0


def _polished(cases: Cases, found: Found, alpha: float) -> Found:
    """Return the box with its edges moved as long as the balance improves."""
    for part in (alpha, alpha / 5.0, 0.0):
        while True:
            moved = [
                measured(cases, box)
                for i in found.restricted
                for move in (_wider, _smaller)
                for box in move(cases, found.box, i, part)
            ]
            better = [e for e in moved if e.balance > found.balance and e.mass >= LEAST_MASS]
            if not better:
                break
            found = max(better, key=lambda each: each.balance)
    return _opened(cases, found)


def _opened(cases: Cases, found: Found) -> Found:
    """Return the box without edges that do no good, such as those beyond which no case is left."""
    for i in found.restricted:
        for low in (True, False):
            limit = found.box[i]
            freed = replace(limit, low=-np.inf) if low else replace(limit, high=np.inf)
            wider = measured(cases, _with(found.box, i, freed))
            if wider.balance >= found.balance:
                found = wider
    return found


def _wider(cases: Cases, box: Box, i: int, alpha: float) -> Iterator[Box]:
    """Yield the box with a slice added at either end of a restricted input, or one more name."""
    limit, values = box[i], cases.inputs[i]
    near = cases.inside(_with(box, i, Limit()))
    outside = values[near & ~limit.holds(values)]
    if limit.names is not None:
        for name in sorted(set(outside.tolist())):
            yield _with(box, i, Limit(names=limit.names | {name}))
        return
    step = max(1, int(alpha * cases.inside(box).sum()))
    yield from _with_more(box, i, np.sort(outside[outside < limit.low])[::-1], step, "low")
    yield from _with_more(box, i, np.sort(outside[outside > limit.high]), step, "high")


def _with_more(box: Box, i: int, beyond: Floats, step: int, end: str) -> Iterator[Box]:
    """Yield the box with the nearest cases beyond one end of it."""
    if not len(beyond):
        return
    last = beyond[min(step, len(beyond)) - 1]
    further = beyond[beyond < last] if end == "low" else beyond[beyond > last]
    open_end = -np.inf if end == "low" else np.inf
    edge = float(last + further[0]) / 2.0 if len(further) else open_end
    low = edge if end == "low" else box[i].low
    high = edge if end == "high" else box[i].high
    yield _with(box, i, Limit(low, high))


def _with(box: Box, i: int, limit: Limit) -> Box:
    return (*box[:i], limit, *box[i + 1 :])
