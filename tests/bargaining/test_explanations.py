"""Who breaks ranks, who holds a veto and what can be traded: tables small enough for a pencil."""

from __future__ import annotations

import numpy as np
import pytest

from bargaining.factory import table
from burdenshare.bargaining.defiance import defiance
from burdenshare.bargaining.linkage import linkage
from burdenshare.bargaining.veto import vetoes


def test_defiance_is_distance_times_salience_against_a_stated_cost():
    given = table([20.0, 90.0, 60.0], salience=[0.9, 0.5, 1.0])
    costs = {"A0": {"tariff_threat": 0.1, "guarantee": 0.15}, "A1": {"guarantee": 0.3}}
    entries = defiance(given, np.array([60.0]), costs)["case"]["i0"]
    first, second, third = entries
    assert [one["actor"] for one in entries] == ["A0", "A1", "A2"]
    assert first["score"] == pytest.approx(0.9 * 0.4)
    assert first["threshold"] == pytest.approx(0.25)
    assert first["gap"] == pytest.approx(0.11)
    assert (first["side"], second["side"], third["side"]) == ("below", "above", "at")
    assert second["gap"] == pytest.approx(0.5 * 0.3 - 0.3)
    assert second["tariff_threat"] is None
    assert third["threshold"] is None
    assert third["gap"] is None
    assert not any("defies" in key for key in first)


def test_the_costs_of_refusing_come_from_the_file():
    about = {"case": {"actors": {"A0": {"name": "x", "guarantee": 0.5}}}}
    given = table([0.0, 100.0], about=about)
    entries = {e["actor"]: e for e in defiance(given, np.array([50.0]))["case"]["i0"]}
    assert entries["A0"]["threshold"] == 0.5
    assert entries["A1"]["threshold"] is None


def test_nothing_is_said_about_an_outcome_that_is_not_known():
    assert defiance(table([0.0, 1.0]), np.array([np.nan])) == {}
    assert vetoes(table([0.0, 1.0], status_quo=0.0), np.array([np.nan])) == {}
    assert vetoes(table([0.0, 1.0]), np.array([1.0])) == {}


def test_who_prefers_no_agreement_holds_the_veto():
    given = table([0.0, 40.0, 100.0], salience=[0.5, 1.0, 1.0], status_quo=20.0)
    told = vetoes(given, np.array([50.0]))["case"]["i0"]
    # A0 loses 0.5 * (0.5^2 - 0.2^2); A1 gains 0.2^2 - 0.1^2.
    (holder,) = told["holders"]
    assert holder["actor"] == "A0"
    assert holder["need"] == pytest.approx(0.5 * 0.21)
    assert holder["accepts"] == pytest.approx([0.0, 20.0])
    assert holder["nearest"] == pytest.approx(20.0)
    assert told["gains"]["A1"] == pytest.approx(0.03)
    assert told["acceptable_to_all"] == pytest.approx([20.0, 20.0])


def test_a_cost_of_no_agreement_takes_the_veto_away():
    given = table([0.0, 40.0, 100.0], status_quo=20.0)
    told = vetoes(given, np.array([50.0]), cost=0.25)["case"]["i0"]
    assert told["holders"] == []
    linear = vetoes(given, np.array([50.0]), power=1)["case"]["i0"]
    assert linear["holders"][0]["need"] == pytest.approx(0.3)
    apart = vetoes(table([0.0, 100.0], status_quo=50.0), np.array([80.0]), power=1)
    assert apart["case"]["i0"]["acceptable_to_all"] == [50.0, 50.0]
    none = vetoes(table([0.0, 100.0], status_quo=0.0), np.array([80.0]))
    assert none["case"]["i0"]["acceptable_to_all"] == [0.0, 0.0]


def two_issues(**changes):
    """A0 wants both issues high and cares for the first; A1 both low and cares for the second."""
    salience = changes.pop("salience", [[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]])
    positions = [[100.0, 100.0], [0.0, 0.0], [50.0, 50.0]]
    return table(positions, salience=salience, cases=["deal", "deal"], **changes)


def test_a_trade_by_hand():
    found = linkage(two_issues())["deal"]
    assert found["count"] == 1
    (trade,) = found["trades"]
    # Compromise: (80 + 25) / 1.5 = 70 on the first issue, 30 on the second. A1 has weight 0.2/1.5
    # on the first: it can move the outcome by 100 * 0.2/1.5 = 13.33 towards A0; A0 as much on the
    # second. Each gains 0.8 * 0.1333 - 0.2 * 0.1333 = 0.08.
    assert trade["gets"] == {"A0": "i0", "A1": "i1"}
    assert trade["before"] == pytest.approx([70.0, 30.0])
    assert trade["after"] == pytest.approx([70 + 40 / 3, 30 - 40 / 3])
    assert trade["gain"] == pytest.approx(0.08)
    assert trade["others"] == pytest.approx(-0.5 * 2 * 0.4 / 3)
    assert trade["pays"] == {"A2": pytest.approx(-0.4 / 3)}


def test_a_trade_vanishes_at_the_salience_that_is_named():
    (trade,) = linkage(two_issues())["deal"]["trades"]
    assert trade["vanishes"] == pytest.approx({"A0": 0.05, "A1": 0.05})
    # Below it, the trade turns round; at it, there is none.
    for first, gets in ((0.05, []), (0.06, ["i0"]), (0.04, ["i1"])):
        found = linkage(two_issues(salience=[[first, 0.2], [0.2, 0.8], [0.5, 0.5]]))["deal"]
        assert [one["gets"]["A0"] for one in found["trades"] if "A0" in one["actors"]] == gets


def test_equal_proportions_leave_nothing_to_trade():
    assert linkage(two_issues(salience=[0.9, 0.3, 0.5]))["deal"]["count"] == 0


def test_both_sides_gain_equally_and_no_outcome_passes_the_demand():
    generator = np.random.Generator(np.random.Philox(7))
    given = table(
        generator.integers(0, 101, (8, 3)),
        salience=generator.random((8, 3)),
        capability=generator.integers(1, 50, (8, 3)),
        cases=["deal"] * 3,
    )
    found = linkage(given)["deal"]
    assert found["count"] > 20
    gains = [trade["gain"] for trade in found["trades"]]
    assert gains == sorted(gains, reverse=True)
    for trade in found["trades"]:
        one, two = trade["actors"]
        p, q = (int(name[1]) for name in trade["issues"])
        x = {who: given.positions[given.actors.index(who)] for who in (one, two)}
        s = {who: trade["salience"][who] for who in (one, two)}
        shifts = [abs(a - b) / 100 for a, b in zip(trade["after"], trade["before"], strict=True)]
        assert s[one][0] * shifts[0] - s[one][1] * shifts[1] == pytest.approx(trade["gain"])
        assert s[two][1] * shifts[1] - s[two][0] * shifts[0] == pytest.approx(trade["gain"])
        for k, who, place in ((0, one, p), (1, two, q)):
            before, after, want = trade["before"][k], trade["after"][k], x[who][place]
            assert (want - after) * (want - before) >= -1e-9


def test_one_issue_has_no_linkage():
    assert linkage(table([0.0, 100.0])) == {}


def test_who_has_no_position_on_an_issue_takes_no_part():
    given = table([[100, 100], [0, 0], [0, np.nan]], salience=[[0.8, 0.2], [0.2, 0.8], [0.1, 1]])
    for trade in linkage(given)["case"]["trades"]:
        assert "A2" not in trade["actors"]
