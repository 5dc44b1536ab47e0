"""Position exchange: who gives way on one issue to get its way on another, and who pays for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from burdenshare.bargaining.compromise import compromise
from burdenshare.bargaining.options import switch
from burdenshare.bargaining.result import ModelResult
from burdenshare.bargaining.table import Floats, Table

MOST_ACTORS = 500
"""Per case; memory grows with their square and with the square of issues."""
MOST_PAIRS = 4_000_000
"""Pairs of actors times pairs of issues that could trade: about 1 GB."""
MOST_TRADES = 20_000
"""Per case, far beyond any that were seen."""
MOST_TOLD = 50
"""The best ones of a case are told; all are counted."""
TIE = 1e-12
"""Gains that differ by less are the same."""


@dataclass(frozen=True)
class Options:
    """What a trade has to be worth."""

    least_gain: float = switch(
        0.0,
        "Gain of each side below which nobody trades, in units of utility: 1 is the whole scale at "
        "salience 1.",
        low=0.0,
        high=1.0,
        tried=(0.0, 0.001, 0.01),
    )


class Trade(NamedTuple):
    """One exchange: i gets issue p moved its way by j, and moves issue q in return."""

    i: int
    j: int
    p: int
    q: int
    gain: float
    """Of i and of j each, in units of utility; at least, since a giver loses nothing where earlier
    trades had moved the outcome past what it wants."""
    held: tuple[float, float]
    """The position that j leaves on p, and i on q, on scales from 0 to 1."""
    gives: tuple[float, float]
    """The position that they take instead."""
    before: Floats
    """Outcome of every issue before, on scales from 0 to 1."""
    after: Floats


def solve(table: Table, options: Options | None = None) -> ModelResult:
    """Return the compromise of the positions after all trades that two actors gain equally from.

    Two actors on opposite sides of the compromise on two issues trade if they care for them in
    different proportions: each moves its voting position on the issue that it cares less for,
    towards the other's wishes at most, so far that both gain the same (Stokman and Van Oosten,
    equal gain). The most profitable trade comes first, then all are reckoned anew. The outcome
    never passes what the one who asked for a shift wants, and nobody turns back on an issue.

    Of equally profitable trades the one of the weightier actors is made; what they want, the issue
    and, between actors who bring the same, the index decide next. So the order of actors does not
    matter.

    Cases with one issue, or with equal proportions of salience, have no trade: the forecast is the
    compromise.
    """
    options = options or Options()
    forecast = compromise(table.places, table.weights)
    made: dict[str, Any] = {}
    notes: list[str] = []
    for case in table.by_case():
        name = case.cases[0]
        market = Market(case)
        if market.too_large:
            n, issues = case.positions.shape
            notes.append(f"exchange is too large for {name}: {n} actors, {issues} issues")
            forecast[table.columns(name)] = np.nan
            continue
        trades = market.clear(options.least_gain)
        if trades:
            forecast[table.columns(name)] = case.low + case.length * trades[-1].after
        made[name] = told(case, trades)
    return ModelResult("exchange", forecast, trades=made, notes=tuple(notes))


class Market:
    """The trades that are open in one case, on scales from 0 to 1."""

    def __init__(self, case: Table) -> None:
        self.wanted = np.nan_to_num((case.positions - case.low) / case.length)
        """What actors want, shaped (actor, issue); trades move voting positions only."""
        self.votes = self.wanted.copy()
        self.salience = np.where(case.present, np.nan_to_num(case.salience), 0.0)
        self.weights = case.weights
        self.outcome = compromise(self.wanted, self.weights)
        apart = np.where(case.present, self.wanted - self.outcome, 0.0)
        side = np.where(np.abs(apart) > TIE, np.sign(apart), 0.0)
        n, issues = side.shape
        p, q = np.triu_indices(issues, 1)
        self.too_large = issues > 1 and (n > MOST_ACTORS or n * n * len(p) > MOST_PAIRS)
        self.i = np.empty(0, dtype=np.intp)
        if issues > 1 and not self.too_large:
            self._open(side, p, q)

    def _open(self, side: Floats, p: NDArray[np.intp], q: NDArray[np.intp]) -> None:
        """List who can trade with whom, and all that stays the same about it."""
        s = self.salience.T
        opposed = side.T[:, :, None] * side.T[:, None, :] < 0.0
        prefers = s[p][:, :, None] * s[q][:, None, :] - s[q][:, :, None] * s[p][:, None, :] > TIE
        pair, i, j = np.nonzero(opposed[p] & opposed[q] & prefers)
        rank = self._ranks()
        order = np.lexsort((j, i, pair, rank[j], rank[i]))
        pair, i, j = pair[order], i[order], j[order]
        p, q = p[pair], q[pair]
        self.i, self.j, self.p, self.q = i, j, p, q
        self.way_p, self.way_q = side[i, p], side[j, q]
        part = self.weights / self.weights.sum(axis=0)
        self.part_p, self.part_q = part[j, p], part[i, q]
        self.s_ip, self.s_iq = self.salience[i, p], self.salience[i, q]
        self.rate = (self.s_ip + self.salience[j, p]) / (self.s_iq + self.salience[j, q])

    def _ranks(self) -> NDArray[np.intp]:
        """Rank actors by what they bring, the weightiest first, not by the order of their names."""
        part = self.weights / self.weights.sum()
        weight = -part.sum(axis=1, keepdims=True)
        brings = np.hstack((weight, self.wanted, self.salience, part))
        _, rank = np.unique(np.round(brings, 9), axis=0, return_inverse=True)
        return rank.ravel()

    def gains(self) -> tuple[Floats, Floats]:
        """Return what each side of each open trade gains, and how far p shifts."""
        i, j, p, q = self.i, self.j, self.p, self.q
        room_p = self.way_p * (self.wanted[i, p] - self.votes[j, p])
        room_q = self.way_q * (self.wanted[j, q] - self.votes[i, q])
        left_p = self.way_p * (self.wanted[i, p] - self.outcome[p])
        left_q = self.way_q * (self.wanted[j, q] - self.outcome[q])
        most_q = np.minimum(self.part_q * room_q, left_q)
        shift = np.minimum(np.minimum(self.part_p * room_p, left_p), most_q / self.rate)
        return (self.s_ip - self.s_iq * self.rate) * shift, shift

    def clear(self, least_gain: float) -> list[Trade]:
        """Make the most profitable trade until none is left that gains more than this."""
        found: list[Trade] = []
        while len(self.i) and len(found) < MOST_TRADES:
            gains, shift = self.gains()
            at = int(np.argmax(gains >= gains.max() - TIE))
            if gains[at] <= max(least_gain, TIE):
                break
            found.append(self._make(at, float(gains[at]), float(shift[at])))
        return found

    def _make(self, at: int, gain: float, shift: float) -> Trade:
        i, j, p, q = (int(a[at]) for a in (self.i, self.j, self.p, self.q))
        before = self.outcome
        total = self.weights.sum(axis=0)
        shift_q = shift * self.rate[at]
        held = float(self.votes[j, p]), float(self.votes[i, q])
        self.votes[j, p] += self.way_p[at] * shift * total[p] / self.weights[j, p]
        self.votes[i, q] += self.way_q[at] * shift_q * total[q] / self.weights[i, q]
        after = before.copy()
        for k in (p, q):
            after[k] = self.weights[:, k] @ self.votes[:, k] / total[k]
        self.outcome = after
        given = float(self.votes[j, p]), float(self.votes[i, q])
        return Trade(i, j, p, q, gain, held, given, before, after)


def told(case: Table, trades: Sequence[Trade]) -> dict[str, Any]:
    """Return the trades of a case as plain data, in the units of its issues.

    ``trades`` are in the order in which they are made, so the most profitable come first;
    ``actors`` says what each one gains by its own trades and by those of others, to whose cost
    nobody asked it.
    """
    own, others = np.zeros(len(case.actors)), np.zeros(len(case.actors))
    entries = []
    for number, trade in enumerate(trades):
        felt = externalities(case, trade)
        own[[trade.i, trade.j]] += felt[[trade.i, trade.j]]
        felt[[trade.i, trade.j]] = 0.0
        others += felt
        if number < MOST_TOLD:
            entries.append(_told(case, trade, felt))
    return {
        "count": len(trades),
        "trades": entries,
        "gain": float(own.sum()),
        "others": float(others.sum()),
        "actors": {
            name: {"own_trades": float(a), "trades_of_others": float(b)}
            for name, a, b in zip(case.actors, own, others, strict=True)
        },
    }


def externalities(case: Table, trade: Trade) -> Floats:
    """Return what each actor gains by a trade, negative where it pays, in units of utility."""
    wanted = (case.positions - case.low) / case.length
    nearer = np.abs(trade.before - wanted) - np.abs(trade.after - wanted)
    return np.asarray(np.where(case.present, case.salience * nearer, 0.0).sum(axis=1))


def _told(case: Table, trade: Trade, felt: Floats) -> dict[str, Any]:
    one, two = case.actors[trade.i], case.actors[trade.j]
    first, second = case.issues[trade.p], case.issues[trade.q]
    at = [trade.p, trade.q]
    low, length = case.low[at], case.length[at]
    held, given = (low + length * np.array(ends) for ends in (trade.held, trade.gives))
    return {
        "actors": [one, two],
        "issues": [first, second],
        "gets": {one: first, two: second},
        "gives": {
            two: {"issue": first, "from": float(held[0]), "to": float(given[0])},
            one: {"issue": second, "from": float(held[1]), "to": float(given[1])},
        },
        "before": (low + length * trade.before[at]).tolist(),
        "after": (low + length * trade.after[at]).tolist(),
        "gain": trade.gain,
        "others": float(felt.sum()),
        "pays": {
            case.actors[k]: float(felt[k]) for k in np.argsort(felt, kind="stable") if felt[k] < 0.0
        },
    }
