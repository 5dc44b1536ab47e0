"""The expected-utility model of Bueno de Mesquita, as written down by Scholz, Calbert and Smith."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from burdenshare.bargaining.median import median
from burdenshare.bargaining.options import switch
from burdenshare.bargaining.result import ModelResult, Trajectory
from burdenshare.bargaining.table import Floats, Table

MOST_ACTORS = 250
"""With a position on one issue: memory grows with their cube, to 125 MB."""
KINDS = ("conflict", "compromise", "capitulation", "none")
_NOTHING = 1e-12
"""Utilities, and moves relative to the range of positions, that are nothing but rounding."""
_FIRST, _SECOND, _THIRD = 10.0, 1e-8, 1e-12
"""Weights in a ranking of offers: of their kind, then of what they are ranked by (1, differences
up to 8), then of the move and the target, which decide between equals."""
_CALM = 1e-4
"""Largest move, relative to the range of positions, at which the rounds end."""


@dataclass(frozen=True)
class Options:
    """The readings that the public record allows; it does not tell which of them was used."""

    rounds: int = switch(10, "Rounds at most.", low=1, high=1000, tried=(1, 10))
    statistic: str = switch(
        "mean",
        "What of the final positions is the forecast; weights are capability x salience.",
        choices=("mean", "median"),
    )
    win_probability: str = switch(
        "paper",
        "Denominator of the probability to win: votes on this pair (paper) or on all pairs.",
        choices=("paper", "replication"),
    )
    offer_choice: str = switch(
        "least-move",
        "Which of several offers of one kind is taken; replication also knows no capitulation.",
        choices=("least-move", "largest-utility", "replication"),
    )
    conflict: str = switch(
        "loses",
        "Who expects less from a conflict than the challenger loses it, or does not move.",
        choices=("loses", "no-move"),
    )
    status_quo_weight: float = switch(
        1.0, "Chance Q that nothing changes without a challenge.", low=0.0, high=1.0,
        tried=(1.0, 0.7, 0.5),
    )  # fmt: skip


READINGS = {
    "paper": Options(),
    "no-move": Options(conflict="no-move", offer_choice="largest-utility"),
    "replication": Options(win_probability="replication", offer_choice="replication"),
}
"""Named sets of options. ``replication`` gives the numbers of the public replication code, with
its defects, and serves comparison only."""


class Offers(NamedTuple):
    """What every actor is offered in a round, and takes; each shaped (..., actor)."""

    exponent: Floats
    """Risk exponent r, 1/2 to 2; above 1 for actors that gain by caution."""
    kind: NDArray[np.int64]
    """Place in `KINDS`."""
    partner: NDArray[np.int64]
    own_utility: Floats
    """Expected utility of challenging the partner, as the actor sees it."""
    other_utility: Floats
    """What the partner expects of challenging the actor, as the actor sees it."""
    positions: Floats
    """Positions after the round, as parts of the first range of positions."""


class Run(NamedTuple):
    """All rounds on one issue."""

    positions: Floats
    """Shaped (round, actor), round 0 being the positions given."""
    offers: Offers | None
    """Those of each round, shaped (round, actor); None where all stand at one point."""


def solve(table: Table, options: Options | None = None) -> ModelResult:
    """Return the mean (or median) of the positions after at most ten rounds on each issue.

    Every actor weighs what it expects from challenging each other one, and what that one expects
    from challenging it; it takes one offer, all move at once, and the next round begins (Scholz,
    Calbert and Smith 2011). Eight defensible readings of the public record end at medians from 4.0
    to 10.0 of a scale from 4 to 10 on the best-known example, so the model explains who is pressed
    by whom and never leads.
    """
    options = options or Options()
    forecast = np.full(len(table.issues), np.nan)
    runs: dict[tuple[str, str], tuple[list[str], Run]] = {}
    details: dict[str, dict[str, Any]] = {}
    for k, (case, issue) in enumerate(zip(table.cases, table.issues, strict=True)):
        rows, x, s, c = table.issue(k)
        if len(rows) > MOST_ACTORS:
            continue
        names = [table.actors[i] for i in rows]
        run = negotiate_rounds(x, s, c, options)
        weights = c * s
        means = run.positions @ weights / weights.sum()
        medians = weighted_medians(run.positions, weights)
        final = means if options.statistic == "mean" else medians
        forecast[k] = np.clip(final[-1], x.min(), x.max())
        runs[case, issue] = names, run
        details.setdefault(case, {})[issue] = {
            "median": medians.tolist(),
            "mean": means.tolist(),
            "rounds": _told(names, run),
        }
    moves = {case: _trajectory(table, case, runs) for case in details}
    left_out = int(np.isnan(forecast).sum())
    note = f"bdm takes at most {MOST_ACTORS} actors; {left_out} of {len(forecast)} issues have more"
    return ModelResult("bdm", forecast, moves, details, notes=(note,) if left_out else ())


def negotiate_rounds(
    positions: Floats, salience: Floats, capability: Floats, options: Options | None = None
) -> Run:
    """Run the model on one issue.

    Parameters
    ----------
    positions, salience, capability : array
        Shaped (actor,), at least two actors; positions in any unit.

    Notes
    -----
    Actors are put in an order of their own first, so that no result depends on how they are
    listed; equal offers go to the nearer position, then to the lower.
    """
    options = options or Options()
    order = np.lexsort((capability, salience, positions))
    back = np.argsort(order)
    low, span = positions.min(), np.ptp(positions)
    s = salience[order]
    weights = capability[order] * s
    x = (positions[order] - low) / (span or 1.0)
    path: list[Floats] = []
    rounds: list[Offers] = []
    for _ in range(options.rounds if span > 0.0 else 0):
        offers = play_round(x, s, weights, options)
        moved = np.abs(offers.positions - x).max()
        x = offers.positions
        path.append(x)
        rounds.append(offers)
        if moved < _CALM:
            break
    if not rounds:
        return Run(positions[None], None)
    moves = np.minimum(low + span * np.array(path)[:, back], low + span)
    taken = Offers(*(np.array(part)[:, back] for part in zip(*rounds, strict=True)))
    return Run(
        np.concatenate((positions[None], moves)), taken._replace(partner=order[taken.partner])
    )


def play_round(x: Floats, s: Floats, weights: Floats, options: Options) -> Offers:
    """Return what each actor is offered and takes in one round.

    Parameters
    ----------
    x, s, weights : array
        Positions, salience and capability x salience, each shaped (actor,); the positions of
        round 0 reach from 0 to 1.
    """
    order = np.argsort(x, kind="stable")
    count = np.cumsum(weights[order])
    middle = x[order[np.searchsorted(count, count[-1] * (0.5 - _NOTHING))]]
    distance = np.abs(x[:, None] - x)
    stakes = _Stakes(distance, np.abs(x - middle)[:, None], s, options.status_quo_weight)
    if options.win_probability == "replication":
        chance = _chances_replicated(distance, weights, np.ones_like(x))
        exponent = risk_exponents(stakes.security(chance))
        chance = _chances_replicated(distance, weights, exponent)
    else:
        chance = _chances(distance, weights)
        exponent = risk_exponents(stakes.security(chance))
    own, other = stakes.offers(chance, exponent)
    return _take(x, exponent, own, other, options)


class _Stakes:
    """What a challenge is worth, for every pair of actors."""

    def __init__(self, distance: Floats, from_middle: Floats, s: Floats, q: float) -> None:
        self._distance = distance
        self._s = s
        self._q = q
        self._from_middle = from_middle

    def security(self, chance: Floats) -> Floats:
        """Return what each actor must expect of all challenges, with r = 1 for everyone."""
        success = 2.0 * self._distance
        seen = self._seen(success, 2.0 * success, self._s, chance)
        if self._q < 1.0:
            seen -= self._changed(np.ones((len(chance), 1)), self._from_middle)
            np.fill_diagonal(seen, 0.0)
        return np.asarray(seen.sum(axis=0))

    def offers(self, chance: Floats, exponent: Floats) -> tuple[Floats, Floats]:
        """Return E_i(i -> j) and E_i(j -> i), shaped (i, j): both as i sees them."""
        r = exponent[:, None]
        half = 0.5 * self._distance
        failure, success = 4.0 * (0.5 + half) ** r, 4.0 * (0.5 - half) ** r
        at_stake = failure - success
        sure = (2.0 - self._q * (2.0 - 4.0 * 0.5**r)) - success
        own = self._seen(sure, at_stake, self._s, chance)
        other = self._seen(sure, at_stake, self._s[:, None], chance.T)
        if self._q < 1.0:
            own -= self._changed(r, self._from_middle)
            other -= self._changed(r, self._from_middle.T)
        return own, other

    @staticmethod
    def _seen(sure: Floats, at_stake: Floats, s: Floats, chance: Floats) -> Floats:
        """Return expected utility where the other resists with chance s, and then may win."""
        return np.asarray(sure - s * (1.0 - chance) * at_stake)

    def _changed(self, r: Floats, from_middle: Floats) -> Floats:
        """Return expected utility of what happens without a challenge, if not nothing."""
        better = from_middle + self._distance
        gained = 2.0 - 4.0 * np.maximum(0.5 - 0.25 * better, 0.0) ** r
        lost = 2.0 - 4.0 * (0.5 + 0.25 * better) ** r
        nearer = from_middle < self._distance
        return np.asarray((1.0 - self._q) * np.where(nearer, gained, lost))


def _votes(distance: Floats, weights: Floats) -> Floats:
    """Return what i gets against j: each voter's weight times how much nearer it stands to i.

    Parameters
    ----------
    distance : array
        Shaped (voter, actor), bent by the voter's exponent or not.
    """
    nearer = distance[:, None, :] - distance[:, :, None]
    np.maximum(nearer, 0.0, out=nearer)
    return np.asarray((weights @ nearer.reshape(len(weights), -1)).reshape(distance.shape))


def _chances(distance: Floats, weights: Floats) -> Floats:
    """Return P_ij, the part of the votes on i against j that goes to i; 0 at equal positions."""
    votes = _votes(distance, weights)
    total = votes + votes.T
    return np.divide(votes, total, out=np.zeros_like(votes), where=total > 0.0)


def _chances_replicated(distance: Floats, weights: Floats, exponent: Floats) -> Floats:
    """Return P_ij as the public replication does: exponents of the voters, all pairs below."""
    votes = _votes(distance ** exponent[:, None], weights)
    return votes / (2.0 * votes.sum() or 1.0)


def risk_exponents(security: Floats) -> Floats:
    """Return r, 1/2 to 2, from what each actor must expect of all challenges to it."""
    high, low = security.max(), security.min()
    if high - low <= _NOTHING:
        return np.ones_like(security)
    risk = (2.0 * security - high - low) / (high - low)
    return np.asarray((1.0 - risk / 3.0) / (1.0 + risk / 3.0))


def _take(x: Floats, exponent: Floats, own: Floats, other: Floats, options: Options) -> Offers:
    """Let every actor take one of its offers: the worst kind first, then by `offer_choice`."""
    way = x - x[:, None]
    asked = (way != 0.0) & (other > _NOTHING)
    yielding = asked & (own < -_NOTHING)
    split = yielding & (other > _NOTHING - own)
    kind = 3 - split.astype(np.int64)
    kind -= split if options.offer_choice == "replication" else yielding
    if options.conflict == "loses":
        kind -= 3 * (asked & (own > _NOTHING) & (other > own + _NOTHING))
    way *= np.divide(-own, other, out=(kind < 3).astype(float), where=split)
    target = np.where(split | (kind == 3), x[:, None] + way, x)
    move = np.abs(way)
    ranked = _FIRST * kind + _order(x, own, other, move, split, options) + _THIRD * target
    place, partner = np.arange(len(x)), ranked.argmin(axis=1)
    at = place, partner
    return Offers(exponent, kind[at], partner, own[at], other[at], target[at])


def _order(
    x: Floats,
    own: Floats,
    other: Floats,
    move: Floats,
    split: NDArray[np.bool_],
    options: Options,
) -> Floats:
    """Return what the offers of one kind are ranked by, the smallest first."""
    if options.offer_choice == "least-move":
        return move
    if options.offer_choice == "largest-utility":
        return _SECOND * move - other
    own, other = np.abs(own), np.abs(other)
    mixed = own * x[:, None] + other * x
    return np.divide(mixed, own + other, out=move.copy(), where=split) + _SECOND * move


def weighted_medians(positions: Floats, weights: Floats) -> Floats:
    """Return the weighted median of each round; positions are shaped (round, actor)."""
    return median(positions.T, np.broadcast_to(weights[:, None], positions.T.shape))


def _told(names: Sequence[str], run: Run) -> list[list[dict[str, Any]]]:
    """Return the offers of all rounds as plain data, by round and actor."""
    if run.offers is None:
        return []
    offers, rounds = run.offers, range(len(run.positions) - 1)
    return [
        [
            {
                "actor": name,
                "risk_exponent": float(offers.exponent[t, i]),
                "kind": KINDS[offers.kind[t, i]],
                "offer_from": names[offers.partner[t, i]] if moves[t, i] else None,
                "own_utility": float(offers.own_utility[t, i]) if moves[t, i] else None,
                "other_utility": float(offers.other_utility[t, i]) if moves[t, i] else None,
                "position": float(run.positions[t + 1, i]),
            }
            for i, name in enumerate(names)
        ]
        for moves in [offers.kind < len(KINDS) - 1]
        for t in rounds
    ]


def _trajectory(
    table: Table, case: str, runs: dict[tuple[str, str], tuple[list[str], Run]]
) -> Trajectory:
    """Lay the issues of a case side by side; one that ends early keeps its last positions."""
    here = table.case(case)
    found = {issue: run for (of, issue), run in runs.items() if of == case}
    turns = max(len(run.positions) for _, run in found.values())
    positions = np.full((turns, len(here.actors), len(here.issues)), np.nan)
    for k, issue in enumerate(here.issues):
        if issue in found:
            names, run = found[issue]
            rows = [here.actors.index(name) for name in names]
            last = np.minimum(np.arange(turns), len(run.positions) - 1)
            positions[:, rows, k] = run.positions[last]
    return Trajectory(here.actors, here.issues, positions)
