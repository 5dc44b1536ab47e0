"""What a circle of states holds beside money: equipment, and what it covers alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from burdenshare.posture.build import case
from burdenshare.posture.counts import stocks
from burdenshare.posture.linear import Solver
from burdenshare.posture.model import Judgement
from burdenshare.posture.partnership import only

if TYPE_CHECKING:
    from burdenshare.formats.who_can import Actor


def equipment(judged: Judgement) -> dict[str, float]:
    """Return what each state's counted equipment would cost to buy today, in billion.

    Counts of all items of the judgement, those of its own file before those that ship. A state of
    which nothing is counted is absent.
    """
    counts = {**stocks(), **{(one.country, one.item): one for one in judged.counts}}
    worth: dict[str, float] = {}
    for (state, item), one in counts.items():
        if item in judged.items:
            cost = judged.items[item].cost.value / 1000.0
            worth[state] = worth.get(state, 0.0) + one.count * cost
    return worth


def covering(
    actors: Collection[Actor], judged: Judgement, *, direction: str | None = None
) -> list[Actor]:
    """Return circles with what each covers alone, per cent of what all states cover together.

    Measured in the directions of a circle's remit, or in the one asked about, as if nothing were
    asked of anybody elsewhere: value of the programme with its states only, over that with all.
    Where nothing is asked for in these directions the share is left out.
    """
    solvers: dict[tuple[str, ...], tuple[Solver, float]] = {}
    found = []
    for actor in actors:
        directions = actor.remit.directions if direction is None else (direction,)
        if directions not in solvers:
            solvers[directions] = _whole(judged, directions)
        solver, whole = solvers[directions]
        stock = solver.case.stock.copy()
        stock[[owner not in actor.states for owner in solver.case.owner]] = 0.0
        shares = dict(actor.shares)
        if whole > 0.0:
            shares["coverage"] = 100.0 * solver.solve(stock=stock).value / whole
        found.append(replace(actor, shares=shares))
    return found


def _whole(judged: Judgement, directions: tuple[str, ...]) -> tuple[Solver, float]:
    """Return the programme of some directions, and its value with all states."""
    asked = case(judged)
    kept = np.array([cell.direction in directions for cell in asked.cells])
    counts = bool(asked.weight[kept].any())
    solver = Solver(only(asked, kept) if counts else asked)
    return solver, solver.solve().value if counts else 0.0
