"""The turns of the spatial model of politics in NumPy, to be read; `smp_kernel` is the fast twin.

Positions lie between 0 and 1, shaped (actor, issue); an actor's salience sums to at most 1 over
issues. ``distance`` and ``utility`` are shaped (actor, position): how far the position is from what
the actor wants, and what it is worth to it. KTAB (KAPSARC, MIT licence) is the origin of the model.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from burdenshare.bargaining.smp_rules import (
    BARGAINS,
    CALM,
    COMMITMENTS,
    CONTESTS,
    FIRST_MOVES,
    LEAST_GAIN,
    LEAST_INFLUENCE,
    LEAST_STAKE,
    LEAST_SUPPORT,
    LEAST_TURNS,
    MARGIN,
    MOST_TURNS,
    PLACES,
    SAME_PLACE,
    SURE,
    TIE,
    Rules,
    Vote,
)
from burdenshare.bargaining.table import Floats


class Bargain(NamedTuple):
    """Where a challenger and its target would meet: one position for each."""

    challenger: int
    target: int
    positions: tuple[Floats, Floats]


class State(NamedTuple):
    """What a turn starts from."""

    positions: Floats
    ideals: Floats
    salience: Floats
    capability: Floats

    @property
    def influence(self) -> Floats:
        """Capability times salience of everything, by actor."""
        return np.asarray(self.capability * self.salience.sum(axis=1))

    @property
    def distance(self) -> Floats:
        """Of every position from what every actor wants."""
        return np.column_stack([distances(self, place) for place in self.positions])


def walk(
    positions: Floats,
    salience: Floats,
    capability: Floats,
    rules: Rules,
    accommodation: Floats,
    chance: Floats | None = None,
) -> Floats:
    """Return the positions of all turns, shaped (turn, actor, issue), turn 0 being those given.

    Parameters
    ----------
    positions, salience : array
        Shaped (actor, issue), positions from 0 to 1.
    capability : array
        Shaped (actor,), at most about 100.
    accommodation : array
        Shaped (actor, actor), what each actor's next ideal owes to the positions of all.
    chance : array, optional
        Shaped (turn, actor), numbers from 0 to 1 by which options are drawn; the likeliest one is
        taken without them.
    """
    state = State(positions, positions, salience, capability)
    history = [positions]
    first = 0.0
    for turn in range(1, MOST_TURNS + 1):
        if (np.ptp(state.positions, axis=0) <= TIE).all():
            break
        after = adopt(state, rules, None if chance is None else chance[turn - 1])
        moved = float(np.linalg.norm(after - state.positions, axis=1).sum())
        first = first or moved + FIRST_MOVES
        history.append(after)
        if turn >= LEAST_TURNS and moved / first < CALM:
            break
        kept = 1.0 - accommodation.sum(axis=1, keepdims=True)
        ideals = accommodation @ after + kept * state.ideals
        state = State(after, ideals, salience, capability)
    return np.stack(history)


# What actors see ----------------------------------------------------------------------------------


def distances(state: State, place: Floats) -> Floats:
    """Return how far a place is from what each actor wants, by what each one cares for."""
    squares = state.salience**2
    apart = (state.ideals - place) ** 2
    return np.asarray(np.sqrt((squares * apart).sum(axis=1) / squares.sum(axis=1)))


def utility(distance: Floats, risk: Floats | float) -> Floats:
    """Return u(d, R) = (1 - d)(1 + R d), and (1 - d)(1 + R) beyond a distance of 1."""
    return np.asarray((1.0 - distance) * (1.0 + risk * np.minimum(distance, 1.0)))


def attitudes(distance: Floats, capability: Floats, rules: Rules) -> Floats:
    """Return each actor's attitude to risk: the safer its position, the more it dares."""
    chance = election(1.0 - distance, capability, rules)
    low, high = chance.min(), chance.max()
    if high - low <= TIE:
        return np.zeros_like(chance)
    lowest = rules.lowest_risk
    return np.asarray(lowest + (1.0 - lowest) * (chance - low) / (high - low))


# Elections ----------------------------------------------------------------------------------------


def votes(rule: Vote, strength: Floats, difference: Floats) -> Floats:
    """Return how strongly voters want what differs by so much utility; negative if they do not."""
    found = rule.linear * difference
    if rule.cubic:
        found = found + rule.cubic * difference**3
    if rule.binary:
        found = found + rule.binary * np.clip(difference * 1e8, -1.0, 1.0)
    if rule.gains != 1.0:
        found = np.where(difference > 0.0, rule.gains, 1.0) * found
    return np.asarray(strength * found)


def election(
    utilities: Floats, capability: Floats, rules: Rules, *, status_quo: bool = False
) -> Floats:
    """Return the chance of each option when all actors vote; utilities are (voter, option).

    A gain counts less than a loss only against a status quo, which then is the first option:
    between two new things it is the same vote that is a gain or a loss.
    """
    _, options = utilities.shape
    support = np.empty((options, options))
    even = rules.vote._replace(gains=1.0)
    for option in range(options):
        better = utilities[:, [option]] - utilities
        better[np.abs(better) < TIE] = 0.0
        support[option] = np.maximum(votes(even, capability[:, None], better), 0.0).sum(axis=0)
    if status_quo:
        support[1:, 0] *= rules.vote.gains
    support += LEAST_SUPPORT
    wins = pairwise(support, rules.power)
    if rules.election == CONTESTS.index("Conditional"):
        logs = np.log(wins).sum(axis=1)
        chance = np.exp(logs - logs.max())
        return np.asarray(chance / chance.sum())
    return markov(wins, support if rules.election == CONTESTS.index("MarkovIncentive") else None)


def pairwise(support: Floats, power: int) -> Floats:
    """Return the chance of each option against each other one, 1/2 against itself."""
    if power:
        strength = support**power
        wins = strength / (strength + strength.T)
    else:
        part = support / (support + support.T)
        between = (part * (MARGIN + 1.0) - 1.0) / (MARGIN - 1.0)
        wins = np.clip(between, 1.0 - SURE, SURE)
    np.fill_diagonal(wins, 0.5)
    return np.asarray(wins)


def markov(wins: Floats, support: Floats | None) -> Floats:
    """Return how long each option leads where the leader is challenged again and again.

    By every option alike, or in proportion to what its supporters expect if `support` is given.
    """
    n = len(wins)
    asks = np.full((n, n), 1.0 / n)
    close = 1e-6
    if support is not None:
        incentive = support * wins + LEAST_INFLUENCE * np.eye(n)
        asks = incentive / incentive.sum(axis=0)
        close = 1e-8
    lead = np.full(n, 1.0 / n)
    for _ in range(1000):
        met = lead[:, None] * asks.T
        after = (wins * (met + met.T)).sum(axis=1)
        change = np.abs(after - lead).max()
        lead = (lead + after) / 2.0
        if change <= close:
            break
    return np.asarray(lead / lead.sum())


# Challenges ---------------------------------------------------------------------------------------


def contests(i: int, utilities: Floats, influence: Floats, rules: Rules) -> Floats:
    """Return the chance that i wins against each other actor, as one who sees `utilities` thinks.

    The two fight for their own positions; every third party n looks at the fight of the two and
    itself, and weighs in for the side that it is better off with.
    """
    n = len(influence)
    one, all_ = np.full(n, i), np.arange(n)
    strength = influence[:, None]
    better = utilities[:, [i]] - utilities
    vote = votes(rules.vote, strength, better)
    principals = np.stack([vote[i], np.diagonal(vote)])
    for_i = LEAST_INFLUENCE + np.maximum(principals, 0.0).sum(axis=0)
    for_j = LEAST_INFLUENCE + np.maximum(-principals, 0.0).sum(axis=0)
    total = for_i + for_j + np.abs(vote)
    if rules.third_parties == COMMITMENTS.index("SemiCommit"):
        wins = (for_i + np.maximum(vote, 0.0)) / total
        own = np.diagonal(utilities)[:, None]
        stake = wins * (own - utilities[:, [i]]) - (1.0 - wins) * (own - utilities)
    elif rules.third_parties == COMMITMENTS.index("Abstain"):
        stake = np.zeros_like(vote)
    else:
        changed = 3.0 if rules.third_parties == COMMITMENTS.index("FullCommit") else 2.0
        stake = changed * np.abs(vote) / total * better
    joins = votes(rules.vote, strength, stake)
    joins[one, all_] = joins[all_, all_] = 0.0
    for_i = for_i + np.maximum(joins, 0.0).sum(axis=0)
    for_j = for_j + np.maximum(-joins, 0.0).sum(axis=0)
    return np.asarray(for_i / (for_i + for_j))


def challenge_gains(i: int, chance: Floats, utilities: Floats, salience: Floats) -> Floats:
    """Return what i expects of challenging each other actor, which resists by its salience."""
    won, lost = 2.0 * utilities[i, i], 2.0 * utilities[i]
    fought = chance * won + (1.0 - chance) * lost
    gains = (1.0 - salience) * won + salience * fought - (utilities[i, i] + utilities[i])
    gains[i] = -np.inf
    return np.asarray(gains)


def meet(state: State, i: int, j: int, chance: float, rules: Rules) -> tuple[Floats, Floats]:
    """Return where i and j would go, of whom i wins with this chance: to nearly the same place."""
    x, y = state.positions[i], state.positions[j]
    v, w = state.salience[i], state.salience[j]
    if rules.interpolation == 0:
        v, w = v**2, w**2
        yields, prevails = max(1.0 - 2.0 * chance, 0.0), max(2.0 * chance - 1.0, 0.0)
        to_j = yields * w / (yields * w + LEAST_STAKE + (1.0 - yields) * v)
        to_i = prevails * v / (prevails * v + LEAST_STAKE + (1.0 - prevails) * w)
        return x + to_j * (y - x), y + to_i * (x - y)
    a = (v * chance) ** rules.interpolation
    b = (w * (1.0 - chance)) ** rules.interpolation
    total = a + b + LEAST_STAKE
    met = ((a + LEAST_STAKE) * x + b * y) / total, (a * x + (b + LEAST_STAKE) * y) / total
    low, high = np.minimum(x, y), np.maximum(x, y)
    one, other = (np.clip(np.floor(0.5 + PLACES * z + 1e-9) / PLACES, low, high) for z in met)
    return one, other


def bargains(state: State, distance: Floats, risk: Floats, rules: Rules) -> list[Bargain]:
    """Return the bargains that are proposed, by challenger: each challenges the best target."""
    influence, total = state.influence, state.salience.sum(axis=1)

    def seen_by(h: int) -> Floats:
        view = rules.own_view * risk[h] + (1.0 - rules.own_view) * risk
        return utility(distance, view[:, None])

    found = []
    for i in range(len(risk)):
        utilities = seen_by(i)
        chance = contests(i, utilities, influence, rules)
        gains = challenge_gains(i, chance, utilities, total)
        j = first_best(gains)
        if gains[j] <= LEAST_GAIN:
            continue
        own = meet(state, i, j, float(chance[j]), rules)
        if rules.bargain == BARGAINS.index("InitOnlyInterp"):
            found.append(Bargain(i, j, own))
            continue
        other = meet(state, i, j, float(contests(i, seen_by(j), influence, rules)[j]), rules)
        if rules.bargain == BARGAINS.index("InitRcvrInterp"):
            found += [Bargain(i, j, own), Bargain(i, j, other)]
        else:
            part = influence[i] / (influence[i] + influence[j])
            mixed = [part * a + (1.0 - part) * b for a, b in zip(own, other, strict=True)]
            found.append(Bargain(i, j, (mixed[0], mixed[1])))
    return found


# Moves --------------------------------------------------------------------------------------------


def adopt(state: State, rules: Rules, chance: Floats | None = None) -> Floats:
    """Return the positions after one turn: of all that concerns it, each actor takes what wins.

    Options are the status quo, then bargains made or received by index of the challenger; all
    actors vote on those of each one, and all move at once.
    """
    distance = state.distance
    risk = attitudes(distance, state.capability, rules)
    utilities = utility(distance, risk[:, None])
    proposed = bargains(state, distance, risk, rules)
    n = len(risk)
    changes = [
        sum(utility(distances(state, place), risk) for place in bargain.positions)
        - utilities[:, bargain.challenger]
        - utilities[:, bargain.target]
        for bargain in proposed
    ]
    after = state.positions.copy()
    for k in range(n):
        open_ = [m for m, b in enumerate(proposed) if k in (b.challenger, b.target)]
        if not open_:
            continue
        values = np.column_stack([np.zeros(n), *(changes[m] for m in open_)]) / n
        wins = election(values, state.capability, rules, status_quo=True)
        taken = first_best(wins) if chance is None else drawn(wins, float(chance[k]))
        if taken:
            bargain = proposed[open_[taken - 1]]
            after[k] = bargain.positions[0 if bargain.challenger == k else 1]
    return after


def first_best(values: Floats) -> int:
    """Return the place of the largest value, of equal ones the first."""
    return int(np.argmax(values >= values.max() - TIE))


def drawn(chances: Floats, number: float) -> int:
    """Return the place that a number from 0 to 1 falls on."""
    return min(int(np.searchsorted(np.cumsum(chances), number, side="right")), len(chances) - 1)


def win_probability(state: State, rules: Rules) -> Floats:
    """Return the chance of each actor's position if all positions were put to the vote.

    Actors at one place, to a thousandth of the scale, share the chance of it.
    """
    distance = state.distance
    risk = attitudes(distance, state.capability, rules)
    place: list[int] = []
    holders: list[int] = []
    for x in state.positions:
        apart = np.linalg.norm(state.positions[holders] - x, axis=1)
        if not (apart < SAME_PLACE).any():
            holders.append(len(place))
            apart = np.append(apart, 0.0)
        place.append(int(np.argmax(apart < SAME_PLACE)))
    wins = election(utility(distance, risk[:, None])[:, holders], state.capability, rules)
    return np.asarray(wins[place])
