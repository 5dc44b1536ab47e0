"""The same case in money: stocks of equipment that spending has bought, against demands at cost.

A second reading of supply that rests on no count: the military stock of the projection by class,
split over domains by the judgement. One billion is as good as any other there, and stocks hold all
that was bought where demands name a few items only: coverage in money is an upper bound, and what
it exceeds that in counts by says how much hangs on having the right things.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.posture.model import Case, Floats, Judgement

ByClass = Mapping[tuple[str, str], float]
"""By country and class of equipment."""


def valued(case: Case, judged: Judgement, stock: ByClass, growth: ByClass | None = None) -> Case:
    """Return the case with stocks in billions by domain, and demands at the cost of their items.

    Parameters
    ----------
    case : Case
        In units of items.
    judged : Judgement
        Its `classes` say which part of a class counts in which domain.
    stock : dict
        Billion by (country, class of equipment), at the prices of the case.
    growth : dict, optional
        Factors by (country, class).

    Raises
    ------
    Refusal
        ``no-figures`` where no state of the case has a stock in money.
    """
    domains = tuple(dict.fromkeys(case.domains))
    of = np.array([[domain == other for other in domains] for domain in case.domains])
    known = {state for state, _ in stock}
    if not known & set(case.owner):
        raise Refusal(
            "no-figures",
            "no military stock in money is known of any state of the case",
            hint="take a scenario whose members publish what they buy, such as hague-2035, "
            "or count items (the default)",
        )
    grown = {key: each * (growth or {}).get(key, 1.0) for key, each in stock.items()}
    worth = np.array([[_worth(judged, s, d, grown) for d in domains] for s in case.owner])
    first = [case.domains.index(domain) for domain in domains]
    held = np.array([state in known for state in case.owner])
    return replace(
        case,
        items=tuple(f"{domain}_equipment" for domain in domains),
        domains=domains,
        stock=worth,
        usable=case.usable[:, first],
        demand=(case.demand * case.cost) @ of,
        cost=np.ones(len(domains)),
        lead=np.array([case.lead[of[:, d]].max() for d in range(len(domains))]),
        graded={
            "stock": np.where(held[:, None] & (worth > 0.0), "judgement", ""),
            "demand": _worst(case, of),
        },
        missing={
            f"{domain}_equipment": tuple(s for s in case.owner if s not in known)
            for domain in domains
        },
    )


def _worth(judged: Judgement, state: str, domain: str, stock: ByClass) -> float:
    """Return billions of a state in a domain: each class times its part there."""
    return sum(
        stock.get((state, kind), 0.0) * said.value
        for (kind, counts_in), said in judged.classes.items()
        if counts_in == domain
    )


def _worst(case: Case, of: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.str_]]:
    """Return the weakest grade of the items of each cell and domain; the last by the alphabet."""
    grades = case.graded["demand"]
    return np.array(
        [
            [max(grades[c][of[:, d].astype(bool)], default="") for d in range(of.shape[1])]
            for c in range(len(case.cells))
        ]
    )
