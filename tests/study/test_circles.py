"""What a circle of states holds beside money: equipment and coverage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from burdenshare.formats import meet, read, remits
from burdenshare.formats.who_can import who_can
from burdenshare.posture.build import case
from burdenshare.posture.counts import stocks
from burdenshare.posture.linear import cover
from burdenshare.posture.model import Count
from burdenshare.posture.reading import judgement
from burdenshare.study.circles import covering, equipment

DAY = date(2026, 7, 1)


def test_equipment_is_counts_at_what_they_cost() -> None:
    judged, counts = judgement(), stocks()
    found = equipment(judged)
    by_hand = sum(
        counts["LTU", item].count * one.cost.value / 1000.0
        for item, one in judged.items.items()
        if ("LTU", item) in counts
    )
    assert found["LTU"] == pytest.approx(by_hand)
    assert "IND" not in found


def test_counts_of_the_judgement_come_before_those_that_ship() -> None:
    judged = judgement()
    own = Count("LTU", "main_battle_tank", 1000.0, 2026, "ours", "judgement", "a test")
    more = equipment(replace(judged, counts=(own,)))["LTU"] - equipment(judged)["LTU"]
    had = stocks()["LTU", "main_battle_tank"].count
    assert more == pytest.approx(31.0 * (1000.0 - had) / 1000.0)


def test_what_a_circle_covers_alone() -> None:
    """All members together cover what members alone cover; fewer of them, no more than that."""
    judged = judgement()
    actors = who_can("deploy", meet(read(), DAY), remits(), without=["USA"])
    by_name = {one.remit.name: one.shares["coverage"] for one in covering(actors, judged)}
    assert 0.0 < by_name["France-UK"] < by_name["EU"] < by_name["NATO"] < 100.0
    far = covering(actors, judged, direction="indo_pacific")
    alone = {one.remit.name: one.shares["coverage"] for one in far}
    assert alone["Japan-UK"] > by_name["France-UK"]


def test_a_direction_that_nobody_asks_for_has_no_share() -> None:
    judged = judgement()
    near = replace(judged, demands=tuple(d for d in judged.demands if d.direction == "east"))
    assert cover(case(near)).mean > 0.0
    actors = who_can("deploy", meet(read(), DAY), remits())
    assert all(
        "coverage" not in one.shares for one in covering(actors, near, direction="indo_pacific")
    )
