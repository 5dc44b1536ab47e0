"""Tariffs and spending on one table: which trade there is, when it vanishes, what a threat adds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bargaining.factory import table
from burdenshare.bargaining import exchange
from burdenshare.bargaining.exchange import Options
from burdenshare.bargaining.linkage import _Deal, linkage
from burdenshare.bargaining.threat import cost_to_reach, threats
from burdenshare.errors import Refusal

ALL = Options(least_gain=0.0)
SIDES = ("USA", "JPN")


def japan(**more):
    """Return the demand on spending and the tariff, on scales of 0 to 100.

    The United States want all of both; Japan wants nothing of either and cares more for tariffs.
    The status quo is no spending, and the tariff.
    """
    return table(
        [[100, 100], [0, 0]],
        salience=more.pop("salience", [[0.7, 0.6], [0.6, 0.85]]),
        capability=[10.0, 4.0],
        status_quo=[0.0, 100.0],
        actors=SIDES,
        **more,
    )


def with_salience(case, actor, issue, value):
    salience = case.salience.copy()
    salience[case.actors.index(actor), case.issues.index(issue)] = value
    return replace(case, salience=salience)


def trades_of(case):
    return exchange.solve(case, ALL).trades["case"]["trades"]


def test_both_are_better_off_by_the_trade_that_is_named():
    (trade,) = trades_of(japan())
    assert trade["gets"] == {"USA": "i0", "JPN": "i1"}
    assert trade["gain"] > 0.0
    before, after = trade["before"], trade["after"]
    assert after[0] > before[0]
    assert after[1] < before[1]
    (linked,) = linkage(japan())["case"]["trades"]
    assert linked["gain"] == pytest.approx(trade["gain"])


@pytest.mark.parametrize(("actor", "issue"), [("USA", "i0"), ("JPN", "i1")])
def test_the_salience_at_which_the_trade_vanishes_is_the_root_of_its_gain(actor, issue):
    case = japan()
    (linked,) = linkage(case)["case"]["trades"]

    def traded(value):
        found = trades_of(with_salience(case, actor, issue, value))
        return any(trade["gets"][actor] == issue for trade in found)

    low, high = 0.01, float(case.salience[SIDES.index(actor), int(issue[1])])
    assert traded(high)
    assert not traded(low)
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = (low, middle) if traded(middle) else (middle, high)
    assert linked["vanishes"][actor] == pytest.approx(high, abs=1e-6)


def test_below_that_salience_the_trade_turns_round():
    case = japan()
    (linked,) = linkage(case)["case"]["trades"]
    (trade,) = trades_of(with_salience(case, "USA", "i0", 0.9 * linked["vanishes"]["USA"]))
    assert trade["gets"] == {"USA": "i1", "JPN": "i0"}


def test_apart_each_status_quo_is_someones_wish_so_nothing_moves():
    found = threats(japan(), {})
    assert found["apart"]["outcome"] == {"i0": 0.0, "i1": 100.0}
    assert found["apart"]["agreed"] is False
    assert found["apart"]["gains"] == {"USA": 0.0, "JPN": 0.0}


def test_together_both_gain():
    found = threats(japan(), {})["together"]
    assert found["agreed"] is True
    assert min(found["gains"].values()) > 0.0


def test_the_bargain_is_that_of_equal_marginal_gains():
    # For two sides with ideals (1, 1) and (0, 0), Nash's first order conditions are
    # c_U s_Uk (1 - o_k) / G_U = c_J s_Jk o_k / G_J on both issues.
    found = threats(japan(), {})["together"]
    o = np.array(list(found["outcome"].values())) / 100
    s_us, s_jp = np.array([0.7, 0.6]), np.array([0.6, 0.85])
    us, jp = found["gains"]["USA"], found["gains"]["JPN"]
    assert us == pytest.approx(s_us @ (np.array([1, 0]) - (1 - o) ** 2))
    assert jp == pytest.approx(s_jp @ (np.array([0, 1]) - o**2))
    assert 10 * s_us * (1 - o) / us == pytest.approx(4 * s_jp * o / jp, rel=2e-3)


def test_a_threat_moves_the_bargain_away_from_who_would_suffer():
    none, some, much = (
        threats(japan(), {"JPN": cost})["threat"]["outcome"] for cost in (0.0, 0.3, 3.0)
    )
    for issue in ("i0", "i1"):
        assert none[issue] < some[issue] < much[issue] < 100.0
    returned = threats(japan(), {"USA": 0.3})["threat"]["outcome"]
    assert returned["i0"] < none["i0"]


def test_the_cost_that_is_enough_is_the_root():
    level = 95.0
    cost = cost_to_reach(japan(), "JPN", "i0", level)
    assert cost > 0.0
    assert threats(japan(), {"JPN": cost})["threat"]["outcome"]["i0"] == pytest.approx(
        level, abs=0.1
    )
    assert cost_to_reach(japan(), "JPN", "i0", 50.0) == 0.0


def test_no_cost_is_enough_for_more_than_the_other_side_asks():
    limited = replace(japan(), positions=np.array([[60.0, 100.0], [0.0, 0.0]]))
    assert cost_to_reach(limited, "JPN", "i0", 70.0) is None


def test_of_many_links_the_best_are_told_and_all_are_counted():
    draw = np.random.Generator(np.random.Philox(5)).random
    many = table(100 * draw((30, 3)), salience=0.1 + 0.9 * draw((30, 3)))
    deal = _Deal(many)
    gains = np.concatenate([deal.gains(p, q).ravel() for p, q in ((0, 1), (0, 2), (1, 2))])
    found = linkage(many)["case"]
    assert found["count"] == (gains > 1e-12).sum() > 20
    assert [trade["gain"] for trade in found["trades"]] == pytest.approx(np.sort(gains)[::-1][:20])


def test_what_cannot_be_linked_is_refused():
    one_issue = table([0.0, 100.0], status_quo=0.0)
    unknown = replace(japan(), status_quo=np.array([0.0, np.nan]))
    for case, costs, issues in (
        (one_issue, {}, ()),
        (unknown, {}, ()),
        (japan(), {}, ("i0", "i7")),
        (japan(), {"KOR": 1.0}, ()),
        (japan(), {"JPN": -1.0}, ()),
        (japan(), {"JPN": float("nan")}, ()),
    ):
        with pytest.raises(Refusal) as caught:
            threats(case, costs, issues=issues)
        assert caught.value.code == "bad-argument"
    for actor, issue in (("KOR", "i0"), ("JPN", "i7")):
        with pytest.raises(Refusal) as caught:
            cost_to_reach(japan(), actor, issue, 50.0)
        assert caught.value.code == "bad-argument"
