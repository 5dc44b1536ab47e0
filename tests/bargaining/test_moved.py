"""A position that is dragged: the same as a table in which it stood there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.bargaining.moved import moved
from burdenshare.bargaining.reading import read
from burdenshare.errors import Refusal
from burdenshare.workbench import Workbench

TABLE = """case,issue,actor,position,salience,capability
talks,speed,A,0,1,1
talks,speed,B,100,1,1
talks,size,A,20,0.5,1
talks,size,B,40,0.5,3
other,speed,C,10,1,1
other,speed,D,30,1,1
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("talks") / "talks.csv"
    made.write_text(TABLE, encoding="utf-8")
    return made


def test_one_issue_is_left_and_who_has_a_position_on_it(file: Path) -> None:
    one = moved(read(file), "size", {"A": 60.0})
    assert (one.cases, one.issues, one.actors) == (("talks",), ("size",), ("A", "B"))
    assert one.positions.tolist() == [[60.0], [40.0]]


def test_a_case_is_chosen_where_several_have_the_issue(file: Path) -> None:
    assert moved(read(file), "speed", {}).actors == ("A", "B")
    assert moved(read(file), "speed", {}, case="other").actors == ("C", "D")


def test_every_position_that_is_none_is_refused_at_once(file: Path) -> None:
    with pytest.raises(Refusal) as refused:
        moved(read(file), "size", {"A": 101.0, "Z": 5.0})
    assert refused.value.code == "bad-argument"
    assert [one["where"] for one in refused.value.details] == ["A", "Z"]


@pytest.mark.parametrize(("issue", "case"), [("sise", None), ("size", "other")])
def test_an_issue_that_is_none_is_refused(file: Path, issue: str, case: str | None) -> None:
    with pytest.raises(Refusal, match="there is no issue"):
        moved(read(file), issue, {}, case=case)


def test_what_is_moved_has_no_ranges() -> None:
    bench = Workbench()
    table = read("hague-2025", figures=lambda: bench.figures)
    assert table.ranges
    assert not moved(table, "headline", {}).ranges


def test_the_answer_is_the_weighted_mean_by_hand(file: Path) -> None:
    # Weights: A 0.5 x 1, B 0.5 x 3; (0.5 x 60 + 1.5 x 40) / 2 = 45.
    found = Workbench().bargain_live(file, "size", {"A": 60.0}, chart=True)
    assert found["answer"]["headline"] == pytest.approx(45.0)
    assert [one["weight"] for one in found["actors"]] == pytest.approx([0.25, 0.75])
    assert [one["before"] for one in found["actors"]] == [20.0, 40.0]
    assert found["chart"]["$schema"].startswith("https://vega.github.io/schema/vega-lite/")


def test_nothing_moved_is_the_negotiation_itself() -> None:
    bench = Workbench()
    whole = bench.bargain("hague-2025", models=["compromise", "median"])
    for issue in whole["cases"]["hague-2025"]:
        live = bench.bargain_live("hague-2025", issue)["answer"]
        for name, value in whole["cases"]["hague-2025"][issue]["models"].items():
            assert live["models"][name] == pytest.approx(value, abs=1e-9)


@given(a=st.floats(0, 100), b=st.floats(0, 100))
def test_the_forecast_lies_between_the_positions_and_the_chances_sum_to_one(
    file: Path, a: float, b: float
) -> None:
    found = Workbench().bargain_live(file, "speed", {"A": a, "B": b})
    low, high = min(a, b), max(a, b)
    assert low - 1e-9 <= found["answer"]["headline"] <= high + 1e-9
    step = found["outcome"][1] - found["outcome"][0]
    bell = sum(
        (x + y) / 2 * step for x, y in zip(found["density"], found["density"][1:], strict=False)
    )
    points = sum(one["mass"] for one in found["answer"]["distribution"]["points"])
    assert bell + points == pytest.approx(1.0, abs=1e-3)


def test_a_table_of_one_issue_moves_as_one_of_many(file: Path) -> None:
    table = read(file)
    again = moved(replace(table), "size", {"A": 60.0})
    assert moved(again, "size", {}).positions.tolist() == again.positions.tolist()


def test_who_cares_more_draws_the_forecast_by_hand(file: Path) -> None:
    # Weights: A 1.0 x 1, B 0.5 x 3; (1 x 20 + 1.5 x 40) / 2.5 = 32.
    found = Workbench().bargain_live(file, "size", salience={"A": 1.0})
    assert found["answer"]["headline"] == pytest.approx(32.0)
    assert [one["salience"] for one in found["actors"]] == [1.0, 0.5]
    assert [one["salience_before"] for one in found["actors"]] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("salience", "said"),
    [
        ({"A": 1.5}, "cannot care as much as 1.5"),
        ({"Z": 0.5}, "Z has no position"),
        ({"A": 0.0, "B": 0.0}, "matters to nobody"),
    ],
)
def test_saliences_that_cannot_be_are_refused(
    file: Path, salience: dict[str, float], said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        moved(read(file), "size", {}, salience)
