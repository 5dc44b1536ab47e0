"""What is left when one ally is not there: every single absence (N-1), solved from the last one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from burdenshare.posture.linear import Solver
from burdenshare.posture.model import Case, Cell, Coverage, Floats


@dataclass(frozen=True)
class Absence:
    """What coverage is without one state.

    Attributes
    ----------
    country : str
    coverage : Coverage
        Without it.
    lost : array (cell,)
        Coverage before less coverage after; below zero where the others turn to a cell that
        matters more now.
    value : float
        What is maximised, before less after: never below zero.
    """

    country: str
    coverage: Coverage
    lost: Floats
    value: float

    @property
    def hardest(self) -> Cell:
        """The cell that loses most."""
        return self.coverage.case.cells[int(np.argmax(np.round(self.lost, 9)))]


def absences(case: Case) -> tuple[Coverage, tuple[Absence, ...]]:
    """Return the coverage with all, and without each state in turn, hardest loss first."""
    solver = Solver(case)
    whole = solver.solve()
    found = []
    for state in dict.fromkeys(case.owner):
        stock = case.stock.copy()
        stock[[owner == state for owner in case.owner]] = 0.0
        left = solver.solve(stock=stock)
        found.append(
            Absence(
                country=state,
                coverage=left,
                lost=whole.covered - left.covered,
                value=max(0.0, whole.value - left.value),
            )
        )
    return whole, tuple(sorted(found, key=lambda one: (-one.value, one.country)))
