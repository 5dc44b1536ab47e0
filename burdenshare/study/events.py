"""What is asked of every future: whether a pledge can be paid, and where debt and spending end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from burdenshare.projection.futures.model import Condition, Event
from burdenshare.scenario.explain_finance import affordable_when

if TYPE_CHECKING:
    from burdenshare.projection.futures.model import Futures
    from burdenshare.projection.model import Floats, Inputs
    from burdenshare.scenario.model import Affordable

AFFORDABLE, WITHOUT = "affordable", "affordable_without"
"""Whether a year's debt is bearable, with the pledge and at a constant share."""
DEBT_LIMITS = (90, 100, 120)
"""Per cent of GDP."""
EXTRA_LIMIT = 1
"""Per cent of GDP."""
_NOT = "not "


class Chance(NamedTuple):
    """One event: what has to hold, in words, and its probability by country and year."""

    name: str
    words: str
    probability: Floats


def events(inputs: Inputs, said: Affordable) -> tuple[Event, ...]:
    """Return the standard events as the engine counts them.

    It counts what happens when all conditions of an event hold; a pledge is affordable when one of
    two holds, so the engine counts the futures in which neither does.
    """
    debts = (("debt", AFFORDABLE), ("debt_without", WITHOUT))
    return (
        *(
            Event(
                f"{_NOT}{name}",
                (
                    Condition(debt, said.limit / 100.0, "above"),
                    Condition(debt, 0.0, "above", since=said.span),
                ),
            )
            for debt, name in debts
        ),
        *(
            Event(f"debt_above_{limit}", (Condition("debt", limit / 100.0, "above"),))
            for limit in DEBT_LIMITS
        ),
        Event(
            f"extra_above_{EXTRA_LIMIT}",
            (Condition("extra_of_gdp", EXTRA_LIMIT / 100.0, "above"),),
        ),
        Event(
            "share_at_target",
            (Condition("share", inputs.target_share, "at least"),),
        ),
    )


def direct(futures: Futures) -> Futures:
    """Return futures whose events say that a pledge is affordable, where the engine counted not."""
    draws = max(futures.draws, 1)
    return replace(
        futures,
        probabilities={
            name.removeprefix(_NOT): np.rint((1.0 - part) * draws) / draws
            if name.startswith(_NOT)
            else part
            for name, part in futures.probabilities.items()
        },
    )


def chances(futures: Futures, said: Affordable) -> list[Chance]:
    """Return the probability of every standard event, with its conditions in words."""
    when = affordable_when(said)
    words = {
        AFFORDABLE: f"With the pledge, {when}.",
        WITHOUT: f"At the share of the start, {when}.",
        **{
            f"debt_above_{limit}": f"With the pledge, public debt is above {limit} % of GDP."
            for limit in DEBT_LIMITS
        },
        f"extra_above_{EXTRA_LIMIT}": (
            f"Spending over the share of the start is above {EXTRA_LIMIT} % of GDP."
        ),
        "share_at_target": "The share reaches the one that is pledged for the deadline.",
    }
    counted = futures.probabilities
    return [Chance(name, told, counted[name]) for name, told in words.items() if name in counted]
