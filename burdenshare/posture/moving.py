"""Money moved between domains, such as from conventional to non-traditional ones.

A part x of what every state of a scenario spends on the equipment of some domains goes to another
one. Stocks of the former lose that part of what the scenario would have bought; those of the latter
gain in the proportion in which its money grows, or, where no class of equipment of the projection
counts in it, by what the money buys of its items at their price. Where nothing is asked for in the
latter (cyber and cognitive, and space until a user states a demand) nothing is made up: the answer
is then what coverage the move costs, and how much each billion would have to be worth there to make
up for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.posture.build import case
from burdenshare.posture.counts import rows
from burdenshare.posture.linear import Solver
from burdenshare.posture.model import DOMAINS, Case, Coverage, Floats, Judgement, Stocks
from burdenshare.posture.purchases import best

CONVENTIONAL = ("land", "sea", "air", "air_missile_defence")
GROUPS = {"conventional": CONVENTIONAL}
"""Names for several domains at once."""
POINTS = 5
"""Steps from nothing moved to all that was asked for."""
ByClass = Mapping[tuple[str, str], float]
"""By country and class of equipment."""


@dataclass(frozen=True)
class Flow:
    """What a scenario's money buys over its years.

    Attributes
    ----------
    scenario : str
    years : int
    growth : dict
        Factor on the stock when the money flows as planned.
    worn : dict
        Factor on the stock if nothing were bought.
    spent : dict
        Billion over the years, at the judgement's price base.
    """

    scenario: str
    years: int
    growth: ByClass
    worn: ByClass
    spent: ByClass


@dataclass(frozen=True)
class Moved:
    """What is covered when a part of the money is moved.

    Attributes
    ----------
    part : float
    money : float
        Billion moved over the years.
    coverage : Coverage
    worth : float or None
        What one billion there has to add to the value so that the move makes up for what it costs;
        None where nothing is moved.
    """

    part: float
    money: float
    coverage: Coverage
    worth: float | None


@dataclass(frozen=True)
class Shift:
    """Money moved step by step.

    Attributes
    ----------
    source : tuple of str
    target : str
    known : bool
        Whether the case asks for the target, so that what is bought there counts.
    priced : bool
        Whether that is what the money buys at the price of the target's items, all of it spent on
        them: an upper bound.
    steps : tuple of Moved
        From nothing moved to all.
    budgets : tuple of dict
        What is published of budgets for the target: country, share, amount, unit, year, source.
    """

    source: tuple[str, ...]
    target: str
    known: bool
    priced: bool
    steps: tuple[Moved, ...]
    budgets: tuple[Mapping[str, str], ...]


def shift(
    judged: Judgement,
    flow: Flow,
    source: str,
    target: str,
    part: float,
    *,
    counts: Stocks | None = None,
    contingency: str | None = None,
) -> Shift:
    """Move a part of the equipment money of some domains to another one.

    Parameters
    ----------
    judged : Judgement
    flow : Flow
    source : str
        A domain, or ``conventional`` for the four that states publish stocks of.
    target : str
        A domain.
    part : float
        Of the money, from 0 to 1.
    counts, contingency
        See `burdenshare.posture.build.case`.

    Raises
    ------
    Refusal
        ``bad-argument`` for a domain that is none, that gives to itself or of which no money is
        known, or a part outside 0 to 1.
    """
    domains = _checked(judged, flow, source, target, part)
    full = case(judged, counts, contingency=contingency, growth=flow.growth)
    worn = case(judged, counts, contingency=contingency, growth=flow.worn)
    bought = np.maximum(0.0, full.stock - worn.stock)
    taken = np.array([_money(judged, flow, state, domains) for state in full.owner])
    there = np.array([_money(judged, flow, state, (target,)) for state in full.owner])
    more = np.divide(taken, there, out=np.zeros_like(taken), where=there > 0.0)
    priced = target in full.domains and not there.any()
    solver, whole = Solver(full), None
    steps = []
    for one in np.linspace(0.0, part, POINTS):
        factor = _factors(full, domains, target, float(one), more)
        found = solver.solve(stock=worn.stock + bought * factor)
        whole = whole or found
        if priced:
            found = _priced(found.case, target, dict(zip(full.owner, one * taken, strict=True)))
        money = float(one * taken.sum())
        lost = whole.value - found.value
        steps.append(Moved(float(one), money, found, lost / money if money > 0.0 else None))
    return Shift(
        source=domains,
        target=target,
        known=target in full.domains,
        priced=priced,
        steps=tuple(steps),
        budgets=tuple(row for row in rows("domain_shares") if row["domain"].startswith(target)),
    )


def _priced(asked: Case, target: str, money: Mapping[str, float]) -> Coverage:
    """Return coverage when the money of each state buys items of a domain at their price."""
    items = [k for k, domain in zip(asked.items, asked.domains, strict=True) if domain == target]
    return best(asked, money, items=items).coverage


def _factors(asked: Case, source: Sequence[str], target: str, part: float, more: Floats) -> Floats:
    """Return by state and item how much of its purchases is bought."""
    factor = np.ones(asked.stock.shape)
    for k, domain in enumerate(asked.domains):
        if domain in source:
            factor[:, k] -= part
        elif domain == target:
            factor[:, k] += part * more
    return factor


def _money(judged: Judgement, flow: Flow, state: str, domains: Sequence[str]) -> float:
    """Return billion that a state spends on equipment of some domains over the years."""
    return sum(
        flow.spent.get((state, kind), 0.0) * said.value
        for (kind, domain), said in judged.classes.items()
        if domain in domains
    )


def _checked(
    judged: Judgement, flow: Flow, source: str, target: str, part: float
) -> tuple[str, ...]:
    """Return the domains that give; refuse what cannot be meant."""
    for name, known in ((source, (*GROUPS, *DOMAINS)), (target, DOMAINS)):
        if name not in known:
            raise Refusal(
                "bad-argument",
                f"{name!r} is no domain",
                hint=did_you_mean(name, known) or f"one of {', '.join(known)}",
            )
    domains = tuple(domain for domain in GROUPS.get(source, (source,)) if domain != target)
    if not domains:
        raise Refusal(
            "bad-argument",
            f"{target} cannot give to itself",
            hint="name another domain after --from or --to",
        )
    if not 0.0 <= part <= 1.0:
        raise Refusal(
            "bad-argument", f"{100 * part:g} % cannot be moved", hint="write 0 to 100 per cent"
        )
    states = {state for state, _ in flow.spent}
    if not sum(_money(judged, flow, state, domains) for state in states) > 0.0:
        raise Refusal(
            "bad-argument",
            f"no money for {', '.join(domains)} is known in {flow.scenario}",
            hint="take a scenario that goes on beyond the year of the counts and whose members "
            "publish what they buy, or say under `classes` of the judgement file what counts there",
        )
    return domains
