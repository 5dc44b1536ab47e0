"""A global alliance against a patchwork, and a scenario's money by class."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from posture.cases import worth

from burdenshare.errors import Refusal
from burdenshare.formats.reading import read
from burdenshare.formats.remit import remits
from burdenshare.posture.build import case
from burdenshare.posture.linear import cover
from burdenshare.posture.reading import judgement
from burdenshare.study.designs import Design, designs, document
from burdenshare.study.posture import pledged
from burdenshare.study.shift import flow
from burdenshare.workbench import Workbench

DAY = date(2026, 7, 1)
SPENDING = {"USA": 900.0, "JPN": 60.0}


@pytest.fixture(scope="module")
def both() -> tuple[Design, Design]:
    return designs(judgement(), read(), remits(), SPENDING, DAY, contingency="east_and_taiwan")


def test_vetoes_are_those_of_the_rooms(both: tuple[Design, Design]) -> None:
    """32 members and four partners in one room; two in the treaty of Japan and the US."""
    one, other = both
    assert one.rooms["states"] == 36
    assert set(one.stops.values()) == {36}
    assert other.stops["east"] == 32
    assert other.stops["indo_pacific"] == 2
    assert one.rooms["pairs_bound"] == 36 * 35 // 2
    assert {room.name for room in other.meeting.rooms} >= {"NATO", "AUKUS", "Quad", "Five Eyes"}
    assert one.rooms["spending"] == 960.0


def test_who_brings_more_covers_no_less(both: tuple[Design, Design]) -> None:
    one, other = both
    assert one.coverage.value >= other.coverage.value - 1e-9
    assert one.filled is not None
    assert other.filled is not None
    assert one.filled.price <= other.filled.price + 1e-6
    for each in both:
        assert each.level is not None
        better = [
            max(a, b) for a, b in zip(one.coverage.covered, other.coverage.covered, strict=True)
        ]
        assert each.level.coverage.value >= worth(each.coverage.case, better) - 1e-6


def test_the_patchwork_is_what_is_judged_where_treaties_bind_the_same(
    both: tuple[Design, Design],
) -> None:
    """The United States and its allies by treaty bring all there by the judgement already."""
    today = cover(case(judgement(), contingency="east_and_taiwan"))
    assert both[1].coverage.value == pytest.approx(today.value)


def test_a_direction_without_a_room_that_sends_forces(both: tuple[Design, Design]) -> None:
    few = designs(judgement(), read(), remits(), {}, DAY, rooms=("NATO", "Five Eyes"))
    assert few[1].stops["indo_pacific"] is None
    told = document(few)
    assert told["rows"][1]["stops_far"] is None
    assert len(told["answer"]) == len(document(both)["answer"]) - 1


def test_a_room_without_a_remit_is_refused() -> None:
    known = {name: one for name, one in remits().items() if name != "Quad"}
    with pytest.raises(Refusal, match="nothing says what Quad is for") as refused:
        designs(judgement(), read(), known, {}, DAY)
    assert refused.value.code == "bad-argument"


def test_plain_data(both: tuple[Design, Design]) -> None:
    told = document(both)
    assert set(told["designs"]) == {"global alliance", "patchwork"}
    assert told["designs"]["patchwork"]["stops"]["indo_pacific"] == 2
    assert told["rows"][0]["stops_own"] == 36
    assert any("36 states could each stop" in line for line in told["answer"])


SCENARIO = """name: two
title: Two states
members: [DEU, ITA]
start: {start}
end: 2030
definition: nato
pledges: [{{share: 5.0, by: 2030}}]
draws: 0
"""


def test_money_by_class_and_what_wears_away(tmp_path: Path) -> None:
    """Vehicles last 25 years: of each year's stock a 25th wears away; they are a fifth of the mix.

    Five years, 2026 to 2030.
    """
    path = tmp_path / "two.yaml"
    path.write_text(SCENARIO.format(start=2026), encoding="utf-8")
    bench, judged = Workbench(tmp_path / "home"), judgement()
    study = bench.study(path)
    pledge = pledged(study, judged, bench.figures)
    found = flow(study, pledge, judged)
    years = 5
    assert found.years == years
    assert found.worn["DEU", "vehicles"] == pytest.approx((1 - 1 / 25) ** years)
    assert found.spent["DEU", "vehicles"] == pytest.approx(0.2 * years * pledge.yearly["DEU"])
    assert sum(v for (s, _), v in found.spent.items() if s == "ITA") == pytest.approx(
        years * pledge.yearly["ITA"]
    )
    assert found.growth == pledge.growth
    assert all(found.worn[key] < found.growth[key] for key in found.worn)


@pytest.mark.parametrize(
    "text",
    [
        SCENARIO.format(start=2028),
        SCENARIO.format(start=2026) + "equipment_classes: {all: {share: 1.0, life: 20}}\n",
    ],
    ids=["reported later", "classes of its own"],
)
def test_where_stocks_by_class_are_not_known_it_says_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(text, encoding="utf-8")
    bench, judged = Workbench(tmp_path / "home"), judgement()
    study = bench.study(path)
    with pytest.raises(Refusal, match="by class of equipment") as refused:
        flow(study, pledged(study, judged, bench.figures), judged)
    assert refused.value.code == "bad-argument"
