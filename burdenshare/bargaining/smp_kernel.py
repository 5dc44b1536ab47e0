"""The turns of the spatial model of politics as one compiled loop: what `smp_turns` says, fast.

Importing this module imports numba; the first use compiles, later processes read the compiled code.
Names, steps and their order are those of `smp_turns`, which is the reference; tests hold the two
together. The loops over pairs run along rows of memory, so that the compiler can use vectors.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
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
    SURE,
    TIE,
    Rules,
)
from burdenshare.bargaining.table import Floats

SEMI, FULL, ABSTAIN = (COMMITMENTS.index(k) for k in ("SemiCommit", "FullCommit", "Abstain"))
CONDITIONAL, INCENTIVE = CONTESTS.index("Conditional"), CONTESTS.index("MarkovIncentive")
INITIATOR, BOTH = BARGAINS.index("InitOnlyInterp"), BARGAINS.index("InitRcvrInterp")


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function compiled at first use, and kept for later processes."""
    kept: Callable[..., Any] = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return kept


@compiled
def vote(rules: Any, strength: float, difference: float) -> float:
    """Return how strongly a voter wants what differs by so much utility."""
    rule = rules.vote
    found = rule.linear * difference + rule.cubic * difference * difference * difference
    found += rule.binary * min(max(difference * 1e8, -1.0), 1.0)
    return strength * found * (rule.gains if difference > 0.0 else 1.0)


@compiled
def distances(ideals: Any, place: Any, squares: Any, total: Any, out: Any) -> None:
    """Fill in how far a place is from what each actor wants."""
    for n in range(len(total)):
        summed = 0.0
        for k in range(len(place)):
            apart = ideals[n, k] - place[k]
            summed += squares[n, k] * apart * apart
        out[n] = np.sqrt(summed / total[n])


@compiled
def utility(distance: float, risk: float) -> float:
    """Return u(d, R)."""
    return (1.0 - distance) * (1.0 + risk * min(distance, 1.0))


@compiled
def election(utilities: Any, capability: Any, rules: Any, status_quo: bool) -> Any:
    """Return the chance of each option; utilities are (voter, option)."""
    voters, options = utilities.shape
    support = np.zeros((options, options))
    rule = rules.vote
    for voter in range(voters):
        c, row = capability[voter], utilities[voter]
        for a in range(options):
            own = row[a]
            out = support[a]
            for b in range(options):
                better = own - row[b]
                found = rule.linear * better + rule.cubic * better * better * better
                found += rule.binary * min(better * 1e8, 1.0)
                out[b] += c * found if better >= TIE else 0.0
    if status_quo:
        for b in range(1, options):
            support[b, 0] *= rule.gains
    support += LEAST_SUPPORT
    wins = pairwise(support, rules.power)
    if rules.election == CONDITIONAL:
        chance = np.empty(options)
        for a in range(options):
            chance[a] = np.log(wins[a]).sum()
        chance = np.exp(chance - chance.max())
        return chance / chance.sum()
    return markov(wins, support, rules.election == INCENTIVE)


@compiled
def pairwise(support: Any, power: int) -> Any:
    """Return the chance of each option against each other one, 1/2 against itself."""
    n = len(support)
    wins = np.empty((n, n))
    for a in range(n):
        for b in range(n):
            one, other = support[a, b], support[b, a]
            if power:
                one, other = one**power, other**power
                wins[a, b] = one / (one + other)
            else:
                part = one / (one + other)
                between = (part * (MARGIN + 1.0) - 1.0) / (MARGIN - 1.0)
                wins[a, b] = min(max(between, 1.0 - SURE), SURE)
        wins[a, a] = 0.5
    return wins


@compiled
def markov(wins: Any, support: Any, by_incentive: bool) -> Any:
    """Return how long each option leads where the leader is challenged again and again."""
    n = len(wins)
    asks = np.full((n, n), 1.0 / n)
    close = 1e-6
    if by_incentive:
        asks = support * wins
        for a in range(n):
            asks[a, a] += LEAST_INFLUENCE
        asks /= asks.sum(axis=0)
        close = 1e-8
    lead = np.full(n, 1.0 / n)
    after = np.empty(n)
    for _ in range(1000):
        change = 0.0
        for a in range(n):
            after[a] = 0.0
            for b in range(n):
                after[a] += wins[a, b] * (lead[a] * asks[b, a] + lead[b] * asks[a, b])
            change = max(change, abs(after[a] - lead[a]))
        for a in range(n):
            lead[a] = (lead[a] + after[a]) / 2.0
        if change <= close:
            break
    return lead / lead.sum()


@compiled
def attitudes(distance: Any, capability: Any, rules: Any) -> Any:
    """Return each actor's attitude to risk."""
    chance = election(1.0 - distance, capability, rules, False)
    low, high = chance.min(), chance.max()
    if high - low <= TIE:
        return np.zeros(len(chance))
    return rules.lowest_risk + (1.0 - rules.lowest_risk) * (chance - low) / (high - low)


@compiled
def contests(
    i: int, first: int, last: int, view: Any, distance: Any, influence: Any, rules: Any, work: Any
) -> None:
    """Fill work[0] with the chance that i wins against the actors from first to last."""
    start_i, start_j, for_i, for_j = work[1], work[2], work[3], work[4]
    own = utility(distance[i, i], view[i])
    for j in range(first, last):
        one = vote(rules, influence[i], own - utility(distance[i, j], view[i]))
        there = utility(distance[j, i], view[j]) - utility(distance[j, j], view[j])
        other = vote(rules, influence[j], there)
        start_i[j] = LEAST_INFLUENCE + max(one, 0.0) + max(other, 0.0)
        start_j[j] = LEAST_INFLUENCE + max(-one, 0.0) + max(-other, 0.0)
        for_i[j], for_j[j] = start_i[j], start_j[j]
    kind = rules.third_parties
    changed = 3.0 if kind == FULL else 2.0
    for n in range(len(influence)):
        if n == i or kind == ABSTAIN:
            continue
        risk, strength, row = view[n], influence[n], distance[n]
        at_i, at_own = utility(row[i], risk), utility(row[n], risk)
        kept_i, kept_j = for_i[n], for_j[n]
        for j in range(first, last):
            at_j = utility(row[j], risk)
            wants = vote(rules, strength, at_i - at_j)
            part = 1.0 / (start_i[j] + start_j[j] + abs(wants))
            if kind == SEMI:
                wins = (start_i[j] + max(wants, 0.0)) * part
                stake = wins * (at_own - at_i) - (1.0 - wins) * (at_own - at_j)
            else:
                stake = changed * abs(wants) * part * (at_i - at_j)
            joins = vote(rules, strength, stake)
            for_i[j] += max(joins, 0.0)
            for_j[j] += max(-joins, 0.0)
        for_i[n], for_j[n] = kept_i, kept_j
    for j in range(first, last):
        work[0, j] = for_i[j] / (for_i[j] + for_j[j])


@compiled
def best_target(i: int, view: Any, distance: Any, salience: Any, chance: Any, gains: Any) -> int:
    """Return whom i challenges, -1 for nobody."""
    own = utility(distance[i, i], view[i])
    best = LEAST_GAIN
    for j in range(len(salience)):
        there = utility(distance[i, j], view[i])
        fought = chance[j] * 2.0 * own + (1.0 - chance[j]) * 2.0 * there
        gains[j] = (1.0 - salience[j]) * 2.0 * own + salience[j] * fought - (own + there)
        if j == i:
            gains[j] = -np.inf
        best = max(best, gains[j])
    if best <= LEAST_GAIN:
        return -1
    for j in range(len(salience)):
        if gains[j] >= best - TIE and gains[j] > LEAST_GAIN:
            return j
    return -1


@compiled
def meet(x: Any, y: Any, v: Any, w: Any, chance: float, power: int, to: Any) -> None:
    """Fill to[0] and to[1] with where two actors go, the first winning with this chance."""
    for k in range(len(x)):
        if power == 0:
            vk, wk = v[k] * v[k], w[k] * w[k]
            yields, prevails = max(1.0 - 2.0 * chance, 0.0), max(2.0 * chance - 1.0, 0.0)
            to_j = yields * wk / (yields * wk + LEAST_STAKE + (1.0 - yields) * vk)
            to_i = prevails * vk / (prevails * vk + LEAST_STAKE + (1.0 - prevails) * wk)
            to[0, k] = x[k] + to_j * (y[k] - x[k])
            to[1, k] = y[k] + to_i * (x[k] - y[k])
            continue
        a, b = (v[k] * chance) ** power, (w[k] * (1.0 - chance)) ** power
        total = a + b + LEAST_STAKE
        one = ((a + LEAST_STAKE) * x[k] + b * y[k]) / total
        other = (a * x[k] + (b + LEAST_STAKE) * y[k]) / total
        low, high = min(x[k], y[k]), max(x[k], y[k])
        to[0, k] = min(max(np.floor(0.5 + PLACES * one + 1e-9) / PLACES, low), high)
        to[1, k] = min(max(np.floor(0.5 + PLACES * other + 1e-9) / PLACES, low), high)


@compiled
def bargains(
    x: Any, v: Any, capability: Any, distance: Any, risk: Any, rules: Any, who: Any, places: Any
) -> int:
    """Fill in who challenges whom and where the two would meet; return how many bargains."""
    n = len(risk)
    salience = v.sum(axis=1)
    influence = capability * salience
    work = np.empty((5, n))
    gains = np.empty(n)
    found = 0
    for i in range(n):
        view = rules.own_view * risk[i] + (1.0 - rules.own_view) * risk
        contests(i, 0, n, view, distance, influence, rules, work)
        j = best_target(i, view, distance, salience, work[0], gains)
        if j < 0:
            continue
        who[found, 0], who[found, 1] = i, j
        meet(x[i], x[j], v[i], v[j], work[0, j], rules.interpolation, places[found])
        found += 1
        if rules.bargain == INITIATOR:
            continue
        view = rules.own_view * risk[j] + (1.0 - rules.own_view) * risk
        contests(i, j, j + 1, view, distance, influence, rules, work)
        who[found, 0], who[found, 1] = i, j
        meet(x[i], x[j], v[i], v[j], work[0, j], rules.interpolation, places[found])
        if rules.bargain == BOTH:
            found += 1
            continue
        part = influence[i] / (influence[i] + influence[j])
        places[found - 1] = part * places[found - 1] + (1.0 - part) * places[found]
    return found


@compiled
def adopt(
    x: Any, ideals: Any, v: Any, capability: Any, rules: Any, chance: Any, work: Any
) -> Any:
    """Return the positions after one turn; `chance` is empty where nothing is drawn."""
    n = len(x)
    squares, column, change, who, places = work
    total = squares.sum(axis=1)
    distance = np.empty((n, n))
    for j in range(n):
        distances(ideals, x[j], squares, total, column)
        distance[:, j] = column
    risk = attitudes(distance, capability, rules)
    found = bargains(x, v, capability, distance, risk, rules, who, places)
    for m in range(found):
        for m_th in range(2):
            distances(ideals, places[m, m_th], squares, total, column)
            for k in range(n):
                here = utility(distance[k, who[m, m_th]], risk[k])
                gain = utility(column[k], risk[k]) - here
                change[k, m] = gain if m_th == 0 else change[k, m] + gain
    after = x.copy()
    for k in range(n):
        values = np.zeros((n, found + 1))
        options = 1
        for m in range(found):
            if who[m, 0] == k or who[m, 1] == k:
                values[:, options] = change[:, m] / n
                column[options - 1] = m
                options += 1
        if options == 1:
            continue
        wins = election(values[:, :options], capability, rules, True)
        taken = first_best(wins) if len(chance) == 0 else drawn(wins, chance[k])
        if taken:
            m = int(column[taken - 1])
            after[k] = places[m, 0 if who[m, 0] == k else 1]
    return after


@compiled
def first_best(values: Any) -> int:
    """Return the place of the largest value, of equal ones the first."""
    best = values.max() - TIE
    for place in range(len(values)):
        if values[place] >= best:
            return place
    return 0


@compiled
def drawn(chances: Any, number: float) -> int:
    """Return the place that a number from 0 to 1 falls on."""
    total = 0.0
    for place in range(len(chances)):
        total += chances[place]
        if number < total:
            return place
    return len(chances) - 1


@compiled
def _walk(
    x: Any, v: Any, capability: Any, rules: Any, matrix: Any, chance: Any, history: Any
) -> int:
    """Fill in the positions of all turns; return how many there were."""
    n, issues = x.shape
    work = (v * v, np.empty(2 * n + 1), np.empty((n, 2 * n)), np.empty((2 * n, 2), np.int64),
            np.empty((2 * n, 2, issues)))  # fmt: skip
    ideals = x.copy()
    history[0] = x
    first = 0.0
    for turn in range(1, MOST_TURNS + 1):
        before = history[turn - 1]
        apart = 0.0
        for k in range(issues):
            apart = max(apart, before[:, k].max() - before[:, k].min())
        if apart <= TIE:
            return turn - 1
        after = adopt(before, ideals, v, capability, rules, chance[turn - 1], work)
        history[turn] = after
        moved = 0.0
        for i in range(n):
            moved += np.sqrt(((after[i] - before[i]) ** 2).sum())
        if turn == 1:
            first = moved + FIRST_MOVES
        if turn >= LEAST_TURNS and moved / first < CALM:
            return turn
        for i in range(n):
            wanted = (1.0 - matrix[i].sum()) * ideals[i]
            for j in range(n):
                if matrix[i, j] != 0.0:
                    wanted += matrix[i, j] * after[j]
            work[4][0, 0] = wanted
            ideals[i] = wanted
    return MOST_TURNS


@compiled
def _walk_each(
    positions: Any, salience: Any, capability: Any, rules: Any, matrix: Any, chance: Any
) -> Any:
    """Return the last positions of every draw, and its turns."""
    draws, n, issues = positions.shape
    history = np.empty((MOST_TURNS + 1, n, issues))
    last = np.empty((draws, n, issues))
    turns = np.empty(draws, np.int64)
    for d in range(draws):
        turns[d] = _walk(
            positions[d], salience[d], capability[d], rules, matrix, chance[d], history
        )
        last[d] = history[turns[d]]
    return last, turns
