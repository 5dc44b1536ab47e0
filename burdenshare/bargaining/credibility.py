"""Credibility of a pledge: which part of the pledged money its likely keepers carry."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from burdenshare.errors import Problems

LIKELY = 0.5
"""A likely keeper keeps the pledge with at least this probability."""


@dataclass(frozen=True)
class Credibility:
    """How much of a pledge stands on allies that are likely to keep it.

    Parts are of the whole of the pledged money, 0 to 1.
    """

    total: float
    """The pledged money of all allies, in their common unit."""
    expected: float
    """Money of each ally times the probability that it keeps the pledge; nothing of allies
    without a probability."""
    expected_high: float
    """The same if all allies without a probability keep the pledge."""
    likely: float
    """Carried by allies that keep the pledge with a probability of `threshold` or more."""
    threshold: float
    allies: tuple[dict[str, Any], ...]
    """Each ally with its ``money``, ``part``, ``probability`` and ``in_doubt``, the part of all
    money that is in doubt because of it; the largest doubt first."""
    unknown: tuple[str, ...]
    """Allies with money but without a probability."""

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "total": self.total,
            "expected": self.expected,
            "expected_high": self.expected_high,
            "likely": self.likely,
            "threshold": self.threshold,
            "allies": list(self.allies),
            "unknown": list(self.unknown),
            "notes": [
                "an ally that misses the pledge still pays a part, so that money in doubt is not "
                "money lost",
                "the expectation needs no assumption on whether allies keep it together; the "
                "chance that all of them do would",
            ],
        }


def credibility(
    money: Mapping[str, float],
    probability: Mapping[str, float | None],
    *,
    threshold: float = LIKELY,
) -> Credibility:
    """Return the share of the pledged money that its likely keepers carry.

    The sum over allies of money times probability, over the sum of money.

    Parameters
    ----------
    money : mapping
        By ally what the pledge asks of it, 0 or more, all in one currency, price basis and year.
    probability : mapping
        By ally the probability that it keeps the pledge in that year; None or absent where no
        forecast is made.
    threshold : float
        From which probability on a keeper is likely.

    Raises
    ------
    Refusal
        ``bad-argument``, with every number that cannot be used.
    """
    problems = Problems()
    for ally, amount in money.items():
        if not 0.0 <= amount < math.inf:
            problems.add(ally, f"money of {amount:g}", expected="0 or more")
    for ally, chance in probability.items():
        if chance is not None and not 0.0 <= chance <= 1.0:
            problems.add(ally, f"a probability of {chance:g}", expected="0 to 1")
    if not 0.0 < threshold <= 1.0:
        problems.add("threshold", f"{threshold:g}", expected="above 0, at most 1")
    if not problems and not sum(money.values()) > 0.0:
        problems.add("money", "nobody has pledged any", expected="above 0 for one ally or more")
    problems.require_none(
        "bad-argument",
        "; ".join(f"{p['where']}: {p['message']}" for p in problems.details()),
        hint="give money of 0 or more, and probabilities from 0 to 1",
    )
    total = math.fsum(money.values())
    doubt = {
        ally: amount / total * (1.0 - (probability.get(ally) or 0.0))
        for ally, amount in money.items()
    }
    known = {ally: chance for ally, chance in probability.items() if chance is not None}
    expected = math.fsum(known.get(ally, 0.0) * amount for ally, amount in money.items())
    at_best = math.fsum(known.get(ally, 1.0) * amount for ally, amount in money.items())
    likely = math.fsum(a for ally, a in money.items() if known.get(ally, 0.0) >= threshold)
    return Credibility(
        total=total,
        expected=min(1.0, expected / total),
        expected_high=min(1.0, at_best / total),
        likely=min(1.0, likely / total),
        threshold=threshold,
        allies=tuple(
            {
                "ally": ally,
                "money": money[ally],
                "part": money[ally] / total,
                "probability": probability.get(ally),
                "in_doubt": doubt[ally],
            }
            for ally in sorted(money, key=lambda ally: (-doubt[ally], ally))
        ),
        unknown=tuple(ally for ally, a in money.items() if a > 0.0 and ally not in known),
    )
