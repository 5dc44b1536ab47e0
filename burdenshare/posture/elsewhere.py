"""An ally turns elsewhere: which cells go dark, what filling them costs and takes, and who can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.posture.linear import cover
from burdenshare.posture.model import DIRECTIONS, Case, Cell, Coverage
from burdenshare.posture.purchases import Purchases, best, cheapest, soonest

DARK = 0.1
"""A cell goes dark when it loses more than this part of what it asks for: our threshold."""


@dataclass(frozen=True)
class Diversion:
    """What happens when part of a state's stock is bound to one direction.

    Attributes
    ----------
    country, direction : str
    part : float
        Of everything it has, from 0 to 1.
    months : float
        How long.
    before, after : Coverage
    within : Purchases or None
        The best that the others can buy that is there before the months are over; None where
        nothing can be delivered in time, or no money was stated.
    backfill : Purchases or None
        The cheapest way back to the coverage before, bought by the others; None where they cannot.
    race : Purchases or None
        The soonest way back with the stated money of each.
    """

    country: str
    direction: str
    part: float
    months: float
    before: Coverage
    after: Coverage
    within: Purchases | None
    backfill: Purchases | None
    race: Purchases | None

    @property
    def dark(self) -> tuple[Cell, ...]:
        """Cells that lose more than `DARK`, the greatest loss first."""
        lost = np.round(self.before.covered - self.after.covered, 6)
        order = np.argsort(-lost, kind="stable")
        return tuple(self.before.case.cells[c] for c in order if lost[c] > DARK)


def divert(
    case: Case,
    country: str,
    direction: str,
    part: float,
    *,
    months: float = 12.0,
    yearly: Mapping[str, float] | None = None,
) -> Diversion:
    """Bind part of a state's stock to one direction and say what it does to all others.

    Parameters
    ----------
    case : Case
    country, direction : str
    part : float
        From 0 to 1, of every item.
    months : float
        How long; what is ordered now arrives in time where its lead is not longer.
    yearly : dict, optional
        Billion a year that each state spends on equipment, at the prices of the case.

    Raises
    ------
    Refusal
        ``bad-argument`` for a state or direction that the case does not have, or a part outside
        0 to 1.
    """
    split = bind(case, country, direction, part)
    before, after = cover(case), cover(split)
    target = np.maximum(before.covered, after.covered)
    money = {state: each for state, each in (yearly or {}).items() if state != country}
    soon = [item for item, lead in zip(case.items, case.lead, strict=True) if lead * 12 <= months]
    return Diversion(
        country=country,
        direction=direction,
        part=part,
        months=months,
        before=before,
        after=after,
        within=best(split, {s: y * months / 12 for s, y in money.items()}, items=soon)
        if soon and money
        else None,
        backfill=cheapest(split, target, barred=(country,)),
        race=soonest(split, target, money, barred=(country,)) if money else None,
    )


def bind(case: Case, country: str, direction: str, part: float) -> Case:
    """Return the case with part of a state's stock able to go to one direction only."""
    if country not in case.owner:
        raise Refusal(
            "bad-argument",
            f"{country} is no state of the case",
            hint=did_you_mean(country, case.owner) or f"its states are {', '.join(case.owner)}",
        )
    directions = dict.fromkeys(cell.direction for cell in case.cells)
    if direction not in directions:
        raise Refusal(
            "bad-argument",
            f"{direction!r} is no direction of the case",
            hint=did_you_mean(direction, DIRECTIONS) or f"known: {', '.join(directions)}",
        )
    if not 0.0 <= part <= 1.0:
        raise Refusal(
            "bad-argument",
            f"{part:g} is no part",
            hint="write a part from 0 to 1, such as USA:indo-pacific:0.5",
        )
    i = case.owner.index(country)
    there = np.array([cell.direction == direction for cell in case.cells])
    stock = np.vstack([case.stock, case.stock[i] * part])
    stock[i] *= 1.0 - part
    graded = case.graded["stock"]
    return replace(
        case,
        suppliers=(*case.suppliers, f"{country} in {direction}"),
        owner=(*case.owner, country),
        stock=stock,
        usable=np.vstack([case.usable, case.usable[i]]),
        reach=np.vstack([case.reach, np.where(there, case.reach[i], 0.0)]),
        graded={**case.graded, "stock": np.vstack([graded, graded[i]])},
    )
