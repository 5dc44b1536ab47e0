"""Unit cost by quantity: at the planned quantities it is that of the bill."""

from __future__ import annotations

import pytest

from burdenshare.charts.theme import Credit
from burdenshare.charts.unit_cost import unit_cost
from burdenshare.programmes.cost import cost
from burdenshare.programmes.curves import curves
from burdenshare.programmes.reading import load


def test_curves_pass_through_the_bill_and_fall() -> None:
    programme = load("three-partners")
    found, made = cost(programme, draws=0), curves(programme)
    alone, together = dict(made["alone"]), dict(made["together"])
    own = made["quantity"]["alone"]
    assert alone[own] == pytest.approx(float(found.partners[made["country"]].alone[0]) / own)
    whole = sum(partner.quantity for partner in programme.partners)
    assert together[whole] == pytest.approx(float(found.unit_cost("programme")[0]))
    for curve in (alone, together):
        costs = [curve[n] for n in sorted(curve)]
        assert costs == sorted(costs, reverse=True)


def test_the_picture_names_the_meaning_and_both_planned_quantities() -> None:
    spec = unit_cost(curves(load("three-partners")), credit=Credit((), more=("an example",)))
    assert "not flyaway" in " ".join(spec["title"]["subtitle"])
    assert [dot["units"] for dot in spec["datasets"]["planned"]] == [150, 360]
