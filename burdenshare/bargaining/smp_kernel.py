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
def filled(rows: int, columns: int, value: float) -> Any:
    """Return an array full of one value."""
    out = np.empty((rows, columns))
    for a in range(rows):
        for b in range(columns):
            out[a, b] = value
    return out


@compiled
def range_of(values: Any) -> tuple[float, float]:
    """Return the smallest and the largest value."""
    low = high = values[0]
    for value in values:
        low, high = min(low, value), max(high, value)
    return low, high


@compiled
def normalised(values: Any) -> Any:
    """Make values sum to one, in place."""
    total = 0.0
    for value in values:
        total += value
    for place in range(len(values)):
        values[place] /= total
    return values


@compiled
def above(value: float) -> float:
    """Return a value, 0 where it is negative."""
    return value if value > 0.0 else 0.0


@compiled
def vote(rules: Any, strength: float, difference: float) -> float:
    """Return how strongly a voter wants what differs by so much utility."""
    rule = rules.vote
    found = rule.linear * difference + rule.cubic * difference * difference * difference
    steep = difference * 1e8
    steep = 1.0 if steep > 1.0 else steep
    found += rule.binary * (-1.0 if steep < -1.0 else steep)
    weight: float = strength * found * (rule.gains if difference > 0.0 else 1.0)
    return weight


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
    return (1.0 - distance) * (1.0 + risk * (distance if distance < 1.0 else 1.0))


@compiled
def election(utilities: Any, capability: Any, rules: Any, status_quo: bool) -> Any:
    """Return the chance of each option; utilities are (voter, option)."""
    voters, options = utilities.shape
    support = filled(options, options, 0.0)
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
    for a in range(options):
        if status_quo and a > 0:
            support[a, 0] *= rule.gains
        for b in range(options):
            support[a, b] += LEAST_SUPPORT
    wins = pairwise(support, rules.power)
    if rules.election != CONDITIONAL:
        return markov(wins, support, rules.election == INCENTIVE)
    chance = np.empty(options)
    for a in range(options):
        chance[a] = 0.0
        for b in range(options):
            chance[a] += np.log(wins[a, b])
    _, high = range_of(chance)
    for a in range(options):
        chance[a] = np.exp(chance[a] - high)
    return normalised(chance)


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
    asks = filled(n, n, 1.0 / n)
    close = 1e-6
    if by_incentive:
        close = 1e-8
        for b in range(n):
            total = 0.0
            for a in range(n):
                asks[a, b] = support[a, b] * wins[a, b] + (LEAST_INFLUENCE if a == b else 0.0)
                total += asks[a, b]
            for a in range(n):
                asks[a, b] /= total
    lead, after = np.empty(n), np.empty(n)
    for a in range(n):
        lead[a] = 1.0 / n
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
    return normalised(lead)


@compiled
def attitudes(distance: Any, capability: Any, rules: Any) -> Any:
    """Return each actor's attitude to risk."""
    n = len(distance)
    near = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            near[i, j] = 1.0 - distance[i, j]
    chance = election(near, capability, rules, False)
    low, high = range_of(chance)
    risk = np.empty(n)
    for i in range(n):
        risk[i] = rules.lowest_risk + (1.0 - rules.lowest_risk) * (chance[i] - low) / (high - low)
        if high - low <= TIE:
            risk[i] = 0.0
    return risk


@compiled
def seen_by(h: int, risk: Any, rules: Any, view: Any) -> None:
    """Fill in the attitudes to risk that h sees in all actors."""
    for i in range(len(risk)):
        view[i] = rules.own_view * risk[h] + (1.0 - rules.own_view) * risk[i]


@compiled
def contests(i: int, view: Any, distance: Any, influence: Any, rules: Any, work: Any) -> None:
    """Fill work[0] with the chance that i wins against each other actor."""
    n_actors = len(influence)
    chance, start_i, start_j, for_i, for_j = work[0], work[1], work[2], work[3], work[4]
    own = utility(distance[i, i], view[i])
    for j in range(n_actors):
        one = vote(rules, influence[i], own - utility(distance[i, j], view[i]))
        there = utility(distance[j, i], view[j]) - utility(distance[j, j], view[j])
        other = vote(rules, influence[j], there)
        start_i[j] = LEAST_INFLUENCE + above(one) + above(other)
        start_j[j] = LEAST_INFLUENCE + above(-one) + above(-other)
        for_i[j], for_j[j] = start_i[j], start_j[j]
    kind = rules.third_parties
    changed = 3.0 if kind == FULL else 2.0
    for n in range(n_actors):
        if n == i or kind == ABSTAIN:
            continue
        risk, strength, row = view[n], influence[n], distance[n]
        at_i, at_own = utility(row[i], risk), utility(row[n], risk)
        kept_i, kept_j = for_i[n], for_j[n]
        for j in range(n_actors):
            at_j = utility(row[j], risk)
            wants = vote(rules, strength, at_i - at_j)
            part = 1.0 / (start_i[j] + start_j[j] + abs(wants))
            wins = (start_i[j] + above(wants)) * part
            stake = wins * (at_own - at_i) - (1.0 - wins) * (at_own - at_j)
            if kind != SEMI:
                stake = changed * abs(wants) * part * (at_i - at_j)
            joins = vote(rules, strength, stake)
            for_i[j] += above(joins)
            for_j[j] += above(-joins)
        for_i[n], for_j[n] = kept_i, kept_j
    for j in range(n_actors):
        chance[j] = for_i[j] / (for_i[j] + for_j[j])


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
    n, issues = x.shape
    salience, influence, gains, view = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    for i in range(n):
        salience[i] = 0.0
        for k in range(issues):
            salience[i] += v[i, k]
        influence[i] = capability[i] * salience[i]
    work = np.empty((5, n))
    found = 0
    for i in range(n):
        seen_by(i, risk, rules, view)
        contests(i, view, distance, influence, rules, work)
        j = best_target(i, view, distance, salience, work[0], gains)
        if j < 0:
            continue
        who[found, 0], who[found, 1] = i, j
        meet(x[i], x[j], v[i], v[j], work[0, j], rules.interpolation, places[found])
        found += 1
        if rules.bargain == INITIATOR:
            continue
        seen_by(j, risk, rules, view)
        contests(i, view, distance, influence, rules, work)
        who[found, 0], who[found, 1] = i, j
        meet(x[i], x[j], v[i], v[j], work[0, j], rules.interpolation, places[found])
        if rules.bargain == BOTH:
            found += 1
            continue
        part = influence[i] / (influence[i] + influence[j])
        for side in range(2):
            for k in range(issues):
                own, other = places[found - 1, side, k], places[found, side, k]
                places[found - 1, side, k] = part * own + (1.0 - part) * other
    return found


@compiled
def adopt(  # noqa: C901  one pass over actors and issues, compiled whole
    x: Any, ideals: Any, v: Any, capability: Any, rules: Any, chance: Any, work: Any, after: Any
) -> None:
    """Fill in the positions after one turn; `chance` is empty where nothing is drawn."""
    n, issues = x.shape
    squares, total, column, change, who, places, open_ = work
    distance = np.empty((n, n))
    for j in range(n):
        distances(ideals, x[j], squares, total, column)
        for i in range(n):
            distance[i, j] = column[i]
    risk = attitudes(distance, capability, rules)
    found = bargains(x, v, capability, distance, risk, rules, who, places)
    for m in range(found):
        for side in range(2):
            distances(ideals, places[m, side], squares, total, column)
            for i in range(n):
                here = utility(distance[i, who[m, side]], risk[i])
                gain = utility(column[i], risk[i]) - here
                change[m, i] = gain + (change[m, i] if side else 0.0)
    for k in range(n):
        options = 1
        for m in range(found):
            if who[m, 0] == k or who[m, 1] == k:
                open_[options] = m
                options += 1
        taken = 0
        if options > 1:
            values = np.empty((n, options))
            for i in range(n):
                values[i, 0] = 0.0
                for option in range(1, options):
                    values[i, option] = change[open_[option], i] / n
            wins = election(values, capability, rules, True)
            taken = first_best(wins) if len(chance) == 0 else drawn(wins, chance[k])
        m = open_[taken]
        for issue in range(issues):
            after[k, issue] = x[k, issue]
            if taken:
                after[k, issue] = places[m, 0 if who[m, 0] == k else 1, issue]


@compiled
def first_best(values: Any) -> int:
    """Return the place of the largest value, of equal ones the first."""
    _, high = range_of(values)
    for place in range(len(values)):
        if values[place] >= high - TIE:
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
def accommodate(ideals: Any, positions: Any, matrix: Any) -> None:
    """Move what each actor wants towards where all of them now stand."""
    n, issues = ideals.shape
    for i in range(n):
        kept = 1.0
        for j in range(n):
            kept -= matrix[i, j]
        for k in range(issues):
            wanted = 0.0
            for j in range(n):
                wanted += matrix[i, j] * positions[j, k]
            ideals[i, k] = wanted + kept * ideals[i, k]


@compiled
def moves(before: Any, after: Any) -> float:
    """Return how far all actors move together."""
    total = 0.0
    for i in range(len(before)):
        squares = 0.0
        for k in range(before.shape[1]):
            squares += (after[i, k] - before[i, k]) ** 2
        total += np.sqrt(squares)
    return total


@compiled
def apart(positions: Any) -> float:
    """Return the largest difference between two actors on any issue."""
    largest = 0.0
    for k in range(positions.shape[1]):
        low = high = positions[0, k]
        for i in range(len(positions)):
            low, high = min(low, positions[i, k]), max(high, positions[i, k])
        largest = max(largest, high - low)
    return largest


@compiled
def turns(
    x: Any, v: Any, capability: Any, rules: Any, matrix: Any, chance: Any, history: Any
) -> int:
    """Fill in the positions of all turns; return how many there were."""
    n, issues = x.shape
    squares, total, ideals = np.empty((n, issues)), np.empty(n), np.empty((n, issues))
    for i in range(n):
        total[i] = 0.0
        for k in range(issues):
            history[0, i, k] = ideals[i, k] = x[i, k]
            squares[i, k] = v[i, k] * v[i, k]
            total[i] += squares[i, k]
    who, places = np.empty((2 * n, 2), np.int64), np.empty((2 * n, 2, issues))
    open_ = np.empty(2 * n + 1, np.int64)
    work = squares, total, np.empty(n), np.empty((2 * n, n)), who, places, open_
    first = 0.0
    for turn in range(1, MOST_TURNS + 1):
        before, after = history[turn - 1], history[turn]
        if apart(before) <= TIE:
            return turn - 1
        adopt(before, ideals, v, capability, rules, chance[turn - 1], work, after)
        moved = moves(before, after)
        if turn == 1:
            first = moved + FIRST_MOVES
        if turn >= LEAST_TURNS and moved / first < CALM:
            return turn
        accommodate(ideals, after, matrix)
    return MOST_TURNS


@compiled
def _walk_each(
    positions: Any, salience: Any, capability: Any, rules: Any, matrix: Any, chance: Any
) -> Any:
    """Return the last positions of every draw."""
    draws, n, issues = positions.shape
    history = np.empty((MOST_TURNS + 1, n, issues))
    last = np.empty((draws, n, issues))
    for d in range(draws):
        numbers = chance[d if len(chance) > 1 else 0]
        x, v, c = positions[d], salience[d], capability[d]
        count = turns(x, v, c, rules, matrix, numbers, history)
        for i in range(n):
            for k in range(issues):
                last[d, i, k] = history[count, i, k]
    return last


def walk(
    positions: Floats,
    salience: Floats,
    capability: Floats,
    rules: Rules,
    accommodation: Floats,
    chance: Floats | None = None,
) -> Floats:
    """Return what `smp_turns.walk` returns."""
    history = np.empty((MOST_TURNS + 1, *positions.shape))
    given = np.empty((MOST_TURNS, 0)) if chance is None else chance
    inputs = (np.ascontiguousarray(a, dtype=float) for a in (positions, salience, capability))
    count = turns(*inputs, rules, accommodation, given, history)
    return history[: count + 1]


def walk_each(
    positions: Floats,
    salience: Floats,
    capability: Floats,
    rules: Rules,
    accommodation: Floats,
    chance: Floats | None = None,
) -> Floats:
    """Return the last positions of every draw, shaped (draw, actor, issue) like the input.

    Parameters
    ----------
    capability : array
        Shaped (draw, actor).
    chance : array, optional
        Shaped (draw, turn, actor).
    """
    given = np.empty((1, MOST_TURNS, 0)) if chance is None else chance
    inputs = (np.ascontiguousarray(a, dtype=float) for a in (positions, salience, capability))
    last: Floats = _walk_each(*inputs, rules, accommodation, given)
    return last
