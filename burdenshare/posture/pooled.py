"""What duplication costs: every state with its own part of every cell, against one pool.

Nationally each state answers for a part of every demand, by its weight (such as what it spends)
times its reach there, and sends only its own: what one has too much of does not make up for what
another lacks. Pooled, the linear programme sends everything where it is needed. Who covers alone
also has to buy whole units: nobody can own a tenth of a tanker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.posture.linear import cover
from burdenshare.posture.model import Case, Coverage, Floats
from burdenshare.posture.purchases import SLACK, Purchases, cheapest


@dataclass(frozen=True)
class Duplication:
    """The same stocks pooled and apart.

    Attributes
    ----------
    pooled : Coverage
    parts : array (supplier, cell)
        Part of each cell's demand for which a state answers; 1 in all in every cell that anybody
        reaches.
    national : array (cell,)
        Coverage when each covers its own part alone: the mean over states, by their parts.
    by_state : array (supplier,)
        Coverage of its own part, mean over its cells by their weight; nan where it has none.
    divided, whole : array (supplier, item)
        Units that each state has to buy so that its own part is covered as far as the pool covers
        the cell: in fractions, and in whole units.
    filled : Purchases or None
        The cheapest purchases with which the pool covers everything.
    all_divided, all_whole : array (supplier, item)
        Units that each state has to buy so that its own part is covered in full.
    """

    pooled: Coverage
    parts: Floats
    national: Floats
    by_state: Floats
    divided: Floats
    whole: Floats
    filled: Purchases | None
    all_divided: Floats
    all_whole: Floats

    def price(self, units: Floats) -> float:
        """Return billion for units."""
        return float((units * self.pooled.case.cost).sum())

    @property
    def duplication(self) -> float:
        """Billion that the states have to spend, each alone, to be covered as the pool is today."""
        return self.price(self.whole)


def duplication(case: Case, weights: Mapping[str, float]) -> Duplication:
    """Return what stocks cover pooled and apart, and what being apart costs.

    Parameters
    ----------
    case : Case
    weights : dict
        By state, such as what it spends: its part of a demand is its weight times its reach there,
        over the sum of that of all. A state without a weight answers for nothing.

    Raises
    ------
    Refusal
        ``bad-argument`` where no state of the case has a weight above zero.
    """
    given = np.array([max(0.0, weights.get(state, 0.0)) for state in case.owner])
    if not given.sum() > 0.0:
        raise Refusal(
            "bad-argument",
            "no state of the case has a weight above zero",
            hint="give what states spend, by their codes",
        )
    reached = given[:, None] * case.reach
    whole = reached.sum(axis=0)
    parts = np.divide(reached, whole, out=np.zeros_like(reached), where=whole > 0.0)
    pooled = cover(case)
    own = np.array([_alone(case, i, part) for i, part in enumerate(parts)])
    weight = case.weight * (parts > 0.0)
    has = weight.sum(axis=1)
    mean = np.divide((own * weight).sum(axis=1), has, out=np.full(len(has), np.nan), where=has > 0)
    everything = (whole > 0.0).astype(float)
    divided, full = (lacking(case, parts, to) for to in (pooled.covered, everything))
    return Duplication(
        pooled=pooled,
        parts=parts,
        national=(parts * own).sum(axis=0),
        by_state=mean,
        divided=divided,
        whole=np.ceil(divided - SLACK),
        filled=cheapest(case, everything),
        all_divided=full,
        all_whole=np.ceil(full - SLACK),
    )


def lacking(case: Case, parts: Floats, target: Floats) -> Floats:
    """Return the units that each state lacks to cover its own parts alone as far as a target.

    A state's part of a cell needs parts x target x demand / reach of what it can send; what it can
    send of each item is spent once over all cells.
    """
    reach = np.where(case.reach > 0.0, case.reach, 1.0)
    needed = np.einsum("ic,ck->ik", parts * target / reach, case.demand)
    usable = np.where(case.usable > 0.0, case.usable, 1.0)
    return np.asarray(np.maximum(0.0, needed - case.supply) / usable)


def _alone(case: Case, i: int, part: Floats) -> Floats:
    """Return the coverage of one state's own parts by its own stock, by cell; 0 elsewhere."""
    found = np.zeros(len(case.cells))
    mine = np.flatnonzero(part > 0.0)
    if len(mine):
        weight = case.weight[mine] if case.weight[mine].any() else np.ones(len(mine))
        own = replace(
            case,
            suppliers=case.suppliers[i : i + 1],
            owner=case.owner[i : i + 1],
            cells=tuple(case.cells[c] for c in mine),
            stock=case.stock[i : i + 1],
            usable=case.usable[i : i + 1],
            reach=case.reach[i : i + 1, mine],
            demand=case.demand[mine] * part[mine, None],
            weight=weight / weight.sum(),
        )
        found[mine] = cover(own).covered
    return found
