"""The switches of the spatial model of politics, and the numbers that they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from burdenshare.bargaining.options import switch

MOST_TURNS = 100
LEAST_TURNS = 2
CALM = 0.02
"""The turns end when all moves together are less than this part of those of the first turn."""
FIRST_MOVES = 1e-4
"""Added to the moves of the first turn, so that no move at all ends the turns, too."""
LEAST_SUPPORT = 1e-8
"""Of any option in an election, so that an election without votes is a draw."""
LEAST_INFLUENCE = 1e-10
"""Of either side of a contest."""
LEAST_GAIN = 1e-5
"""A challenge that is expected to gain less is not worth making."""
LEAST_STAKE = 1e-6
"""What an actor weighs in a bargain about what nobody cares for."""
PLACES = 1e4
"""Agreed positions are rounded to this part of the scale."""
MARGIN = 1.1
"""Strength over strength at which the stronger side is sure to win, under ``Binary``."""
SURE = 1.0 / (1.0 + 1e-6)
"""What being sure means."""
TIE = 1e-12
"""Utilities, gains and probabilities that differ by less are the same."""
SAME_PLACE = 1e-3
"""Actors nearer to each other than this part of the scale stand for one position in an election."""


class Vote(NamedTuple):
    """How a voter's strength grows with the difference that an election makes to it."""

    linear: float
    cubic: float = 0.0
    binary: float = 0.0
    gains: float = 1.0
    """What a gain counts against a loss."""


VOTES = {
    "Prop": Vote(1.0),
    "Binary": Vote(0.0, binary=1.0),
    "PropBin": Vote(0.8, binary=0.2),
    "PropCbc": Vote(0.5, cubic=0.5),
    "Cubic": Vote(0.0, cubic=1.0),
    "ASymProsp": Vote(1.0, gains=2.0 / 3.0),
}
POWERS = {"Linear": 1, "Square": 2, "Quartic": 4, "Octic": 8, "Binary": 0}
CONTESTS = ("Conditional", "MarkovIncentive", "MarkovUniform")
LOWEST_RISK = {"Mid": -0.5, "Min": 0.0, "Max": -1.0}
OWN_VIEW = {"None": 1.0, "OneThird": 2.0 / 3.0, "Half": 0.5, "TwoThirds": 1.0 / 3.0, "Full": 0.0}
COMMITMENTS = ("SemiCommit", "NoCommit", "FullCommit", "Abstain")
INTERPOLATIONS = {"S2P2": 2, "S1P1": 1, "S2PMax": 0}
BARGAINS = ("InitOnlyInterp", "InitRcvrInterp", "PWCompInterp")


@dataclass(frozen=True)
class Options:
    """Every switch of the model, by the names and with the defaults of KTAB."""

    voting_rule: str = switch(
        "Prop",
        "How strongly an actor votes for what is better for it by some amount of utility.",
        choices=tuple(VOTES),
    )
    victory_probability: str = switch(
        "Linear",
        "How the chance of one option against another grows with its supporters' strength.",
        choices=tuple(POWERS),
    )
    election: str = switch(
        "Conditional",
        "How chances of options in pairs become chances among all of them.",
        choices=CONTESTS,
    )
    transitions: str = switch(
        "Deterministic",
        "Whether an actor adopts the likeliest of its options or draws one by probability.",
        choices=("Deterministic", "Stochastic"),
    )
    risk_range: str = switch(
        "Mid",
        "Attitudes to risk lie between -1/2, 0 or -1 (Mid, Min, Max) and 1.",
        choices=tuple(LOWEST_RISK),
    )
    risk_adjustment: str = switch(
        "OneThird",
        "How much of another actor's attitude to risk enters the view one has of it.",
        choices=tuple(OWN_VIEW),
    )
    third_parties: str = switch(
        "SemiCommit",
        "Whose position a third party takes after a contest: the winner's if it lost, its own, the "
        "winner's; or it stays out.",
        choices=COMMITMENTS,
    )
    interpolation: str = switch(
        "S2P2",
        "Whether salience and chances are squared where two actors meet, or only an advantage "
        "counts.",
        choices=tuple(INTERPOLATIONS),
    )
    bargain: str = switch(
        "InitOnlyInterp",
        "Whose view of the contest makes the bargain: the challenger's, each one's own, or the "
        "mean of both by capability and salience.",
        choices=BARGAINS,
    )
    issues: str = switch(
        "auto",
        "Whether issues of a case are one space to bargain in, or bargained one by one: auto is "
        "together where the salience of each actor sums to at most 1, so that it is shared out.",
        choices=("auto", "together", "apart"),
    )
    accommodation: float | tuple[tuple[float, ...], ...] = switch(
        1.0,
        "How far what an actor wants follows its position in a turn: 1 at once, 0 never. In Python "
        "also a matrix: the part of each actor's position in what an actor wants.",
        low=0.0,
        high=1.0,
        tried=(1.0, 0.5, 0.0),
    )
    seed: int = switch(1, "Of the draws under Stochastic.", low=0, high=2**63 - 1)


class Rules(NamedTuple):
    """The switches as numbers, for `smp_turns` and `smp_kernel` alike."""

    vote: Vote
    power: int
    """Of strengths in the chance to win; 0 for a threshold."""
    election: int
    """Place in `CONTESTS`."""
    lowest_risk: float
    own_view: float
    third_parties: int
    """Place in `COMMITMENTS`."""
    interpolation: int
    """Power of salience and chances; 0 where only an advantage counts."""
    bargain: int
    """Place in `BARGAINS`."""


def rules_of(options: Options) -> Rules:
    """Return the numbers that the switches stand for."""
    return Rules(
        vote=VOTES[options.voting_rule],
        power=POWERS[options.victory_probability],
        election=CONTESTS.index(options.election),
        lowest_risk=LOWEST_RISK[options.risk_range],
        own_view=OWN_VIEW[options.risk_adjustment],
        third_parties=COMMITMENTS.index(options.third_parties),
        interpolation=INTERPOLATIONS[options.interpolation],
        bargain=BARGAINS.index(options.bargain),
    )
