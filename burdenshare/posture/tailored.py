"""The same money spent four ways: uniform, tailored, from one purse, and kept at home.

Every way spends the same money of each state (from one purse: the same in all) on the same case.

- **uniform**: each state raises every domain by the same percentage, so that its money follows the
  value of what it has.
- **tailored**: each state buys where the alliance gains most, under a stated bound on how much of
  its money may go into one domain (`best`).
- **one purse**: the same money in all, spent by whom it serves best, without bounds.
- **at home**: as uniform, but each state keeps what it buys for its own direction: there it counts
  with all that is fit, with no loss for transport and no reserve; nowhere else does it count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.posture.build import nearest
from burdenshare.posture.linear import cover
from burdenshare.posture.model import Case, Coverage, Floats, Judgement
from burdenshare.posture.purchases import Ceilings, Purchases, best, least

MOST = 0.5
"""Part of a state's money that may go into one domain: our bound on specialisation."""


@dataclass(frozen=True)
class Ways:
    """What the same money does when it is spent in different ways.

    Attributes
    ----------
    budgets : dict
        Billion by state that is spent; a state that has nothing to which money could be added
        spends nothing.
    most : float
        Bound on specialisation.
    before : Coverage
        Without the money.
    uniform, tailored, purse : Purchases
    at_home : Coverage
        With what uniform money buys kept at home.
    homes : dict
        Direction whose theatre is nearest to each state's capital.
    same_for : float or None
        Part of the money with which tailoring does as much as uniform spending does with all of it.
    """

    budgets: Mapping[str, float]
    most: float
    before: Coverage
    uniform: Purchases
    tailored: Purchases
    purse: Purchases
    at_home: Coverage
    homes: Mapping[str, str]
    same_for: float | None

    @property
    def each(self) -> dict[str, Coverage]:
        """The coverage of each way by name, in the order of the text."""
        return {
            "before": self.before,
            "uniform": self.uniform.coverage,
            "tailored": self.tailored.coverage,
            "one purse": self.purse.coverage,
            "at home": self.at_home,
        }

    @property
    def gain(self) -> float:
        """What tailoring adds to what uniform money adds, in value: never below zero."""
        return self.tailored.coverage.value - self.uniform.coverage.value


def ways(
    case: Case,
    judged: Judgement,
    money: Mapping[str, float],
    *,
    most: float = MOST,
) -> Ways:
    """Spend the same money in each way.

    Parameters
    ----------
    case : Case
        Its suppliers are states.
    judged : Judgement
        From which the case was made: how much is fit, by domain.
    money : dict
        Billion by state at the prices of the case.
    most : float
        Part of a state's money that may go into one domain, above 0 to 1. Where uniform spending
        puts more into one, that much is allowed.

    Raises
    ------
    Refusal
        ``bad-argument`` for a bound that is no part, or where no state of the case has money.
    """
    if not 0.0 < most <= 1.0:
        raise Refusal(
            "bad-argument",
            f"a bound of {most:g} on one domain is no part",
            hint="write a part above 0 and up to 1: 0.5 lets half of the money go into one domain",
        )
    spent = mixed(case, money)
    budgets = {state: float(each.sum()) for state, each in zip(case.owner, spent, strict=True)}
    if not sum(budgets.values()) > 0.0:
        raise Refusal(
            "bad-argument",
            "no state of the case has money to spend and anything to add it to",
            hint="take a scenario whose members publish what they buy, such as hague-2035",
        )
    bound = ceilings(case, spent, most)
    bought = spent / case.cost
    uniform = Purchases(cover(replace(case, stock=case.stock + bought)), bought)
    homes = {state: nearest(judged, state) for state in dict.fromkeys(case.owner)}
    return Ways(
        budgets=budgets,
        most=most,
        before=cover(case),
        uniform=uniform,
        tailored=best(case, budgets, ceilings=bound),
        purse=purse(case, sum(budgets.values())),
        at_home=cover(kept_at_home(case, judged, bought, homes)),
        homes=homes,
        same_for=least(case, budgets, uniform.coverage.value, ceilings=bound),
    )


def mixed(case: Case, money: Mapping[str, float]) -> Floats:
    """Return billion by supplier and item when money follows the value of what each state has."""
    value = case.stock * case.cost
    whole = value.sum(axis=1, keepdims=True)
    given = np.array([[money.get(state, 0.0)] for state in case.owner])
    return np.asarray(np.divide(given * value, whole, out=np.zeros_like(value), where=whole > 0.0))


def ceilings(case: Case, spent: Floats, most: float) -> Ceilings:
    """Return the most that each state may spend in a domain: a part, or what it does uniformly."""
    found = {}
    for state, row in zip(case.owner, spent, strict=True):
        for domain in dict.fromkeys(case.domains):
            mine = float(row[[d == domain for d in case.domains]].sum())
            found[state, domain] = max(most * float(row.sum()), mine)
    return found


def purse(case: Case, money: float) -> Purchases:
    """Return the best use of money that all states share."""
    one = replace(case, owner=("all",) * len(case.owner))
    found = best(one, {"all": money})
    named = replace(found.coverage.case, owner=case.owner)
    return replace(found, coverage=replace(found.coverage, case=named))


def kept_at_home(case: Case, judged: Judgement, bought: Floats, homes: Mapping[str, str]) -> Case:
    """Return the case with purchases of each state that count in its home direction only.

    There all of them that are fit count: none has to travel, and home is what a reserve is for.
    """
    fit = [
        judged.readiness[domain].value if domain in judged.readiness else 1.0
        for domain in case.domains
    ]
    there = np.array(
        [[homes[state] == cell.direction for cell in case.cells] for state in case.owner]
    )
    graded = case.graded["stock"]
    return replace(
        case,
        suppliers=(*case.suppliers, *(f"{state} at home" for state in case.suppliers)),
        owner=(*case.owner, *case.owner),
        stock=np.vstack([case.stock, bought]),
        usable=np.vstack([case.usable, np.broadcast_to(fit, bought.shape)]),
        reach=np.vstack([case.reach, np.where(there, case.reach, 0.0)]),
        graded={**case.graded, "stock": np.vstack([graded, graded])},
    )
