"""Trades of positions: arithmetic on paper, equal gains, and who pays."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargaining.factory import reordered, table
from burdenshare.bargaining import exchange
from burdenshare.bargaining.compromise import compromise
from burdenshare.bargaining.exchange import Options
from burdenshare.bargaining.options import set_options
from burdenshare.bargaining.reading import read
from burdenshare.bargaining.scorecard import SHIPPED

ALL = Options(least_gain=0.0)


def two_sides(**more):
    """Return two sides and a bystander, who differ in what they care for."""
    salience = [[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]]
    return table([[100, 100], [0, 0], [50, 0]], salience=salience, **more)


def test_a_trade_is_that_of_paper_and_pencil():
    # Compromise: (80 + 25) / 1.5 = 70 on the first issue, 20 / 1.5 = 13.33 on the second. A1 has
    # the weight 0.2/1.5 on the first and can move it by 13.33 at most, to 83.33; A0 as much on the
    # second, but A1 wants 0 there and only 13.33 are left: 0. Shifts are equal, since
    # (0.8 + 0.2)/(0.2 + 0.8) = 1. Each gains 0.8 * 0.1333 - 0.2 * 0.1333 = 0.08.
    found = exchange.solve(two_sides())
    told = found.trades["case"]
    (trade,) = told["trades"]
    assert trade["actors"] == ["A0", "A1"]
    assert trade["gets"] == {"A0": "i0", "A1": "i1"}
    assert trade["before"] == pytest.approx([70.0, 40 / 3])
    assert trade["after"] == pytest.approx([250 / 3, 0.0], abs=1e-9)
    assert found.forecast == pytest.approx([250 / 3, 0.0], abs=1e-9)
    assert trade["gives"]["A1"] == {
        "issue": "i0",
        "from": pytest.approx(0.0),
        "to": pytest.approx(100.0),
    }
    assert trade["gives"]["A0"] == {
        "issue": "i1",
        "from": pytest.approx(100.0),
        "to": pytest.approx(0.0, abs=1e-9),
    }
    assert trade["gain"] == pytest.approx(0.08)
    # The bystander wants 50 on the first issue, 13.33 farther now, and 0 on the second, as much
    # nearer.
    assert trade["others"] == pytest.approx(0.0, abs=1e-12)
    json.dumps(told, allow_nan=False)


def test_who_pays_for_a_deal_is_named():
    bystander = two_sides()
    bystander = replace(bystander, positions=np.array([[100.0, 100], [0, 0], [50, 100]]))
    (trade,) = exchange.solve(bystander).trades["case"]["trades"]
    shifts = np.abs(np.subtract(trade["after"], trade["before"])) / 100
    assert trade["pays"] == {"A2": pytest.approx(-0.5 * shifts.sum())}
    assert trade["others"] == pytest.approx(-0.5 * shifts.sum())
    actors = exchange.solve(bystander).trades["case"]["actors"]
    assert actors["A2"]["trades_of_others"] == pytest.approx(trade["others"])
    assert actors["A0"]["own_trades"] == pytest.approx(trade["gain"])


def test_equal_proportions_of_salience_leave_the_compromise():
    given_ = table([[100, 100], [0, 0], [20, 90]], salience=[[0.8, 0.4], [0.4, 0.2], [1, 0.5]])
    found = exchange.solve(given_, ALL)
    assert found.trades["case"]["count"] == 0
    assert found.forecast == pytest.approx(compromise(given_.places, given_.weights))


def test_one_issue_is_the_compromise():
    assert exchange.solve(table([0.0, 60.0])).forecast == pytest.approx([30.0])


@st.composite
def cases(draw):
    n, k = draw(st.integers(2, 8)), draw(st.integers(2, 4))
    generator = np.random.Generator(np.random.Philox(draw(st.integers(0, 2**32 - 1))))
    x = generator.integers(0, 11, (n, k)) * 10.0
    x[generator.random((n, k)) < 0.1] = np.nan
    x[:2] = np.nan_to_num(x[:2])
    salience = generator.integers(1, 11, (n, k)) / 10.0
    return table(x, salience=salience, capability=generator.integers(1, 6, n).astype(float))


@given(cases())
@settings(max_examples=80, deadline=None)
def test_what_holds_for_every_trade(case):
    market = exchange.Market(case)
    start = market.outcome.copy()
    votes = market.votes.copy()
    wanted, salience = market.wanted.copy(), market.salience
    trades = market.clear(0.0)
    outcome = start
    for trade in trades:
        i, j, p, q = trade.i, trade.j, trade.p, trade.q
        assert np.array_equal(trade.before, outcome)
        outcome = trade.after
        felt = exchange.externalities(case, trade)
        assert trade.gain > 0.0
        # More only where earlier trades had moved the outcome past what the giver wants.
        assert (felt[[i, j]] >= trade.gain - 1e-9).all()
        for demander, k, giver, to in ((i, p, j, trade.gives[0]), (j, q, i, trade.gives[1])):
            way = np.sign(wanted[demander, k] - start[k])
            # Nobody turns back, and no outcome passes what the demander wants.
            assert way * (to - votes[giver, k]) >= -1e-9
            assert way * (wanted[demander, k] - to) >= -1e-9
            assert way * (wanted[demander, k] - outcome[k]) >= -1e-9
            votes[giver, k] = to
        assert salience[i, p] * salience[j, q] > salience[i, q] * salience[j, p]
    low, high = np.nanmin(case.positions, axis=0), np.nanmax(case.positions, axis=0)
    found = exchange.solve(case, ALL).forecast
    assert (found >= low - 1e-9).all()
    assert (found <= high + 1e-9).all()
    assert found == pytest.approx(100.0 * outcome)


@given(cases(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_actors_does_not_matter(case, random):
    order = list(range(len(case.actors)))
    random.shuffle(order)
    found = exchange.solve(reordered(case, order), ALL).forecast
    assert found == pytest.approx(exchange.solve(case, ALL).forecast, abs=1e-6)


@given(cases(), st.sampled_from([1e-6, 0.3, 7.0, 1e9]))
@settings(max_examples=40, deadline=None)
def test_the_unit_of_capability_does_not_matter(case, factor):
    scaled = replace(case, capability=case.capability * factor)
    found = exchange.solve(scaled, ALL).forecast
    assert found == pytest.approx(exchange.solve(case, ALL).forecast, abs=1e-6)


def test_small_gains_are_not_worth_a_trade():
    assert exchange.solve(two_sides(), Options(least_gain=0.081)).trades["case"]["count"] == 0
    assert exchange.solve(two_sides(), Options(least_gain=0.079)).trades["case"]["count"] == 1
    assert set_options(exchange, {"least_gain": "0.01"}) == Options(least_gain=0.01)


def test_one_issue_is_never_too_large():
    many = table(np.linspace(0, 100, exchange.MOST_ACTORS + 1))
    assert exchange.solve(many).forecast == pytest.approx([50.0])


def test_what_is_too_large_is_named_and_left_out():
    wide = np.tile(np.linspace(0, 100, exchange.MOST_ACTORS + 1)[:, None], (1, 2))
    found = exchange.solve(table(wide))
    assert np.isnan(found.forecast).all()
    assert "too large" in found.notes[0]


def by_the_book(case):
    """Return the outcome as the equations say it, trade by trade, without thought for ties."""
    x, s, w, n, issues = case.positions / 100, case.salience, case.weights, *case.positions.shape
    total, y = w.sum(axis=0), x.copy()
    start = (w * x).sum(axis=0) / total
    trades = [
        (i, j, p, q)
        for p, q in itertools.permutations(range(issues), 2)
        for i, j in itertools.permutations(range(n), 2)
        if (x[i, p] - start[p]) * (x[j, p] - start[p]) < 0
        and (x[i, q] - start[q]) * (x[j, q] - start[q]) < 0
        and s[i, p] / s[i, q] > s[j, p] / s[j, q]
    ]

    def offer(i, j, p, q):
        outcome = (w * y).sum(axis=0) / total
        up, uq = np.sign(x[i, p] - start[p]), np.sign(x[j, q] - start[q])
        ratio = (s[i, p] + s[j, p]) / (s[i, q] + s[j, q])
        dp = w[j, p] / total[p] * up * (x[i, p] - y[j, p])
        if dp * ratio * total[q] / w[i, q] > uq * (x[j, q] - y[i, q]):
            dp = w[i, q] / total[q] * uq * (x[j, q] - y[i, q]) / ratio
        dp = min(dp, up * (x[i, p] - outcome[p]), uq * (x[j, q] - outcome[q]) / ratio)
        moves = up * dp * total[p] / w[j, p], uq * dp * ratio * total[q] / w[i, q]
        return s[i, p] * dp - s[i, q] * dp * ratio, moves

    while trades:
        gain, moves, (i, j, p, q) = max((*offer(*t), t) for t in trades)
        if gain <= 1e-12:
            break
        y[j, p] += moves[0]
        y[i, q] += moves[1]
    return 100 * (w * y).sum(axis=0) / total


@given(st.integers(0, 2**32 - 1), st.integers(2, 6), st.integers(2, 3))
@settings(max_examples=40, deadline=None)
def test_the_outcome_is_that_of_the_equations_worked_through_one_by_one(seed, n, issues):
    draw = np.random.Generator(np.random.Philox(seed)).random
    case = table(
        100 * draw((n, issues)), salience=0.1 + 0.9 * draw((n, issues)), capability=0.5 + draw(n)
    )
    assert exchange.solve(case).forecast == pytest.approx(by_the_book(case), abs=1e-6)


def test_error_on_shipped_decisions_is_near_that_of_an_independent_computation():
    # A plain loop gives 24.59 to 24.88 on these 198 issues, over 40 orders in which ties may fall;
    # the published computation, 24.55, lies just below (docs/differences.md).
    decisions = read(SHIPPED)
    error = np.abs(exchange.solve(decisions).forecast - decisions.outcome).mean()
    assert 24.59 <= error <= 24.88
