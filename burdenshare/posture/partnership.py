"""Partners as members, part by part: what blurring the line brings, and what going global costs.

At participation p a partner of the alliance brings the part p of what it can send to the alliance's
own directions, where it brings nothing today. Either that is all (**they come**), or members bring
as much to the Indo-Pacific as well, at least what they are judged to bring there already (**both
ways**).

Going global means that the alliance answers for the Indo-Pacific beside its own directions. It
costs coverage of its own directions, or the money that keeps them as they were and covers the
Indo-Pacific as well as they are covered on average, domain by domain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.figures.membership import members
from burdenshare.posture.build import ALLIANCE, PARTNERS, case, reach
from burdenshare.posture.linear import cover
from burdenshare.posture.model import Case, Coverage, Floats, Judgement, Stocks
from burdenshare.posture.purchases import Purchases, cheapest

STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
FAR = "indo_pacific"


@dataclass(frozen=True)
class Step:
    """What is covered when partners, and members abroad, bring a part.

    Attributes
    ----------
    part : float
    come, both : Coverage
        Partners come; both ways.
    come_price, both_price : Purchases or None
        The cheapest purchases with which the alliance's own directions are covered as the alliance
        alone covers them, and the Indo-Pacific as they are on average; None where no money does it.
    """

    part: float
    come: Coverage
    both: Coverage
    come_price: Purchases | None
    both_price: Purchases | None


@dataclass(frozen=True)
class Line:
    """The line between members and partners, and what lies on both sides of it.

    Attributes
    ----------
    partners : tuple of str
    alone : Coverage
        Members for their own directions only.
    burdened : Coverage
        Members alone, with the Indo-Pacific asked of them as well; each brings there what it is
        judged to bring.
    burdened_price : Purchases or None
        As the prices of `Step`, with members alone.
    steps : tuple of Step
    """

    partners: tuple[str, ...]
    alone: Coverage
    burdened: Coverage
    burdened_price: Purchases | None
    steps: tuple[Step, ...]

    def own(self, coverage: Coverage) -> float:
        """Return the mean coverage of the alliance's own directions."""
        return _mean(coverage, far=False)

    def far(self, coverage: Coverage) -> float:
        """Return the mean coverage of the Indo-Pacific."""
        return _mean(coverage, far=True)


def partners(
    judged: Judgement,
    counts: Stocks | None = None,
    *,
    contingency: str | None = None,
    growth: Mapping[tuple[str, str], float] | None = None,
    steps: Sequence[float] = STEPS,
) -> Line:
    """Let the Indo-Pacific partners take part, step by step.

    Parameters
    ----------
    judged : Judgement
    counts, contingency, growth
        See `burdenshare.posture.build.case`.
    steps : sequence of float
        Participation from 0 to 1.

    Raises
    ------
    Refusal
        ``bad-argument`` for participation outside 0 to 1, or a case that asks for nothing in the
        Indo-Pacific or for nothing elsewhere.
    """
    wrong = [f"{part:g}" for part in steps if not 0.0 <= part <= 1.0]
    if wrong:
        raise Refusal(
            "bad-argument",
            f"a participation of {', '.join(wrong)} is no part",
            hint="write parts from 0 to 1, such as 0,0.5,1",
        )
    abroad = members(PARTNERS, judged.year)
    whole = case(judged, counts, contingency=contingency, growth=growth)
    there = _far(whole)
    if there.all() or not there.any():
        raise Refusal(
            "bad-argument",
            f"the case {whole.name} asks for nothing "
            + ("outside the Indo-Pacific" if there.all() else "in the Indo-Pacific"),
            hint="give the judgement file demands in both",
        )
    allied = case(judged, counts, contingency=contingency, growth=growth, without=abroad)
    alone = cover(only(allied, ~there))
    target = _target(whole, alone)
    return Line(
        partners=abroad,
        alone=alone,
        burdened=cover(allied),
        burdened_price=cheapest(allied, target),
        steps=tuple(_step(judged, whole, abroad, part, target) for part in steps),
    )


def only(asked: Case, kept: np.ndarray) -> Case:
    """Return a case that asks for some of its cells only; their weights sum to 1 again.

    Raises
    ------
    Refusal
        ``bad-argument`` where none of them has a weight.
    """
    weight = asked.weight[kept]
    if not weight.sum() > 0.0:
        raise Refusal(
            "bad-argument",
            f"of what {asked.name} asks for, nothing that counts lies in these directions",
            hint="give the judgement file demands there, with weights above zero",
        )
    return replace(
        asked,
        cells=tuple(cell for cell, keep in zip(asked.cells, kept, strict=True) if keep),
        reach=asked.reach[:, kept],
        demand=asked.demand[kept],
        weight=weight / weight.sum(),
        graded={**asked.graded, "demand": asked.graded["demand"][kept]},
    )


def taking_part(judged: Judgement, given: Case, parts: Mapping[tuple[str, str], float]) -> Case:
    """Return a case in which states bring other parts, by (state, direction), than are judged."""
    reached = given.reach.copy()
    for i, state in enumerate(given.owner):
        for c, cell in enumerate(given.cells):
            if (state, cell.direction) in parts:
                reached[i, c] = reach(judged, state, cell, parts)
    return replace(given, reach=reached)


def abroad_at_least(judged: Judgement, part: float) -> dict[tuple[str, str], float]:
    """Return what members bring to the Indo-Pacific when each brings at least a part."""
    by_degree = judged.participation.get(("member", FAR))
    found = {}
    for state in members(ALLIANCE, judged.year):
        own = judged.participation_of.get((state, FAR)) or by_degree
        found[state, FAR] = max(part, own.value if own else 0.0)
    return found


def _step(
    judged: Judgement, whole: Case, abroad: Sequence[str], part: float, target: Floats
) -> Step:
    near = {cell.direction for cell in whole.cells} - {FAR}
    come = taking_part(judged, whole, {(s, d): part for s in abroad for d in near})
    both = taking_part(judged, come, abroad_at_least(judged, part))
    return Step(
        part=part,
        come=cover(come),
        both=cover(both),
        come_price=cheapest(come, target),
        both_price=cheapest(both, target),
    )


def _far(asked: Case) -> np.ndarray:
    return np.array([cell.direction == FAR for cell in asked.cells])


def _target(whole: Case, alone: Coverage) -> Floats:
    """Return the coverage to reach: as the alliance alone, and on average of it far away."""
    kept = {cell: float(z) for cell, z in zip(alone.case.cells, alone.covered, strict=True)}
    domains: dict[str, list[float]] = {}
    for cell, z in kept.items():
        domains.setdefault(cell.domain, []).append(z)
    mean = {domain: sum(each) / len(each) for domain, each in domains.items()}
    return np.array([kept.get(cell, mean.get(cell.domain, alone.mean)) for cell in whole.cells])


def _mean(coverage: Coverage, *, far: bool) -> float:
    mine = _far(coverage.case) == far
    return float(coverage.covered[mine].mean()) if mine.any() else 0.0
