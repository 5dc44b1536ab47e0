"""How far an answer hangs on weak inputs: the same case with them halved and half as much again."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from burdenshare.posture.linear import Solver, cover
from burdenshare.posture.model import Case, Coverage

SWING = 0.5
"""Part by which inputs are varied, down and up."""


@dataclass(frozen=True)
class Hanging:
    """The coverage with some inputs varied all at once.

    Attributes
    ----------
    what : str
        Which inputs.
    inputs : int
        How many.
    fewer, more : Coverage
        With half of them, and with half as much again.
    """

    what: str
    inputs: int
    fewer: Coverage
    more: Coverage


def hanging(case: Case, *, swing: float = SWING) -> tuple[Hanging, ...]:
    """Return the coverage with counts of grade C, judged demands and judged readiness varied.

    Each kind of input is varied by itself, all of the kind at once: `swing` 0.5 takes half of them
    and half as much again. What can be sent never exceeds what there is.
    """
    solver, found = Solver(case), []
    weak = case.graded["stock"] == "C"
    if weak.any():
        stocks = [np.where(weak, case.stock * f, case.stock) for f in (1 - swing, 1 + swing)]
        fewer, more = (solver.solve(stock=stock) for stock in stocks)
        found.append(
            Hanging("counts of grade C", int((weak & (case.stock > 0)).sum()), fewer, more)
        )
    for grade, words in (("C", "demands of grade C"), ("judgement", "demands that are judgement")):
        weak = case.graded["demand"] == grade
        if weak.any():
            asked = [np.where(weak, case.demand * f, case.demand) for f in (1 - swing, 1 + swing)]
            fewer, more = (solver.solve(stock=case.stock, demand=each) for each in asked)
            found.append(Hanging(words, int(weak.sum()), fewer, more))
    fit = [np.minimum(case.usable * factor, 1.0) for factor in (1 - swing, 1 + swing)]
    fewer, more = (cover(replace(case, usable=each)) for each in fit)
    found.append(Hanging("readiness, deployability and reserves", case.usable.size, fewer, more))
    return tuple(found)
