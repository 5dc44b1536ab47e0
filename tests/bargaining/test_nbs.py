"""The Nash bargaining solution against solutions that can be found with a pencil."""

from __future__ import annotations

import numpy as np
import pytest

from bargaining.factory import table
from burdenshare.bargaining import compromise, nbs


def solved(given, **options):
    return nbs.solve(given, nbs.Options(**options)).forecast[0]


def test_two_equals_meet_half_way():
    assert solved(table([20.0, 60.0], status_quo=0.0), cost=2.0) == pytest.approx(
        solved(table([60.0, 20.0], status_quo=0.0), cost=2.0)
    )
    assert solved(table([20.0, 60.0], status_quo=40.0), cost=2.0) == pytest.approx(40.0, abs=1e-3)


def test_linear_loss_of_two_by_hand():
    # Gains K + o and K + 1 - o times capability 3 and 1 on positions 1 and 0 with d so that both
    # lose K plus 1/2: maximise 3 ln(1.5 - (1 - o)) + ln(1.5 - o): o = (3 * 1.5 - 0.5) / 4 = 1.
    found = solved(table([100.0, 0.0], capability=[3.0, 1.0], status_quo=50.0), cost=1.0, power=1)
    assert found == pytest.approx(100.0, abs=1e-3)
    # With K = 0.1 it is inside: 3 / (o - 0.4) = 1 / (0.6 - o), so o = 0.55.
    found = solved(table([100.0, 0.0], capability=[3.0, 1.0], status_quo=50.0), cost=0.1, power=1)
    assert found == pytest.approx(55.0, abs=1e-3)


def test_a_high_cost_gives_the_means():
    given = table([0.0, 30.0, 90.0], salience=[0.2, 0.9, 0.5], capability=[5, 1, 3], status_quo=0)
    weighted = compromise.solve(given).forecast[0]
    by_capability = compromise.solve(given, compromise.Options("capability")).forecast[0]
    assert solved(given, cost=1e5, kind="common") == pytest.approx(weighted, abs=0.01)
    assert solved(given, cost=1e5, kind="scaled") == pytest.approx(by_capability, abs=0.01)


def test_without_a_cost_the_status_quo_is_a_veto():
    assert solved(table([0.0, 80.0, 90.0], status_quo=0.0), cost=0.0) == 0.0
    assert solved(table([10.0, 90.0], status_quo=50.0), cost=0.0) == 50.0
    inside = solved(table([60.0, 90.0], status_quo=0.0), cost=0.0)
    assert 60.0 < inside < 90.0


def test_who_does_not_care_has_no_veto():
    given = table([0.0, 80.0, 90.0], salience=[0.0, 1.0, 1.0], status_quo=0.0)
    assert 80.0 < solved(given, cost=0.0) < 90.0


def test_who_may_opt_out_is_not_needed():
    given = table([0.0, 80.0, 90.0], status_quo=0.0)
    without = solved(table([80.0, 90.0], status_quo=0.0), cost=0.0)
    for cost, leaves in ((0.01, ["A0"]), (1.0, [])):
        found = nbs.solve(given, nbs.Options(cost=0.0, opt_out="A0", opt_out_cost=cost))
        assert found.forecast[0] == pytest.approx(without)
        told = found.details["case"]["i0"]
        assert told["opts_out"] == leaves
        assert told["agreed"]
        assert told["gains"]["A0"] == pytest.approx(cost - (without / 100) ** 2)


def test_without_a_status_quo_there_is_no_answer_but_a_note():
    found = nbs.solve(table([[0.0, 10.0], [50.0, 20.0]], status_quo=[0.0, np.nan]))
    assert np.isnan(found.forecast).tolist() == [False, True]
    assert "1 of 2" in found.notes[0]
