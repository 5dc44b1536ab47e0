"""Judgement files: what ships can be read, and everything that is wrong is said at once."""

from __future__ import annotations

import pytest

from burdenshare.errors import Refusal
from burdenshare.posture.counts import rows, stocks
from burdenshare.posture.model import GRADES
from burdenshare.posture.reading import DEFAULT, judgement, judgement_text


def changed(*pairs: tuple[str, str]) -> str:
    text = DEFAULT.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_what_ships_can_be_read_and_every_demand_has_an_origin() -> None:
    made = judgement()
    assert made.default in made.sets
    assert all(d.source and d.why and d.grade in GRADES for d in made.demands)
    assert {d.direction for d in made.demands} == {"east", "north", "south", "west", "indo_pacific"}


def test_every_problem_is_said_at_once_with_its_line() -> None:
    text = changed(
        ("main_battle_tank: 588", "light_tank: 588"),
        ("readiness:\n  land: {value: 0.5", "readiness:\n  land: {value: 1.5"),
        ("major_surface_combatant: 6, submarine: 4", "major_surface_combatant: -6, submarine: 4"),
        ("default: east\n", "default: nowhere\n"),
        ("east: [attack_east]", "east: [attack_esat]"),
    )
    text += "\nstocks:\n  - {country: POL, item: submarine, count: -1, year: 2026, source: own, grade: A, why: test}\n"  # noqa: E501
    text += "  - {country: XXX, item: submarine, year: 2026, source: own, grade: D, why: test}\n"
    with pytest.raises(Refusal) as refused:
        judgement_text(text)
    assert refused.value.code == "bad-judgement"
    said = {d["where"].split(" (")[0]: d["message"] for d in refused.value.details}
    assert "unit that no supply has" in said["demand[0].needs.light_tank"]
    assert "readiness.land.value" in said
    assert "demand[3].needs.major_surface_combatant" in said
    assert "stocks[0].count" in said
    assert said["stocks[1].count"] == "missing"
    assert "stocks[1].country" in said
    assert "stocks[1].grade" in said
    assert "default" in said
    assert "sets.east" in said
    assert all("(line " in d["where"] for d in refused.value.details)


def test_one_problem_is_the_message() -> None:
    with pytest.raises(Refusal) as refused:
        judgement_text(changed(("by: demand", "by: size")))
    assert "weights.by" in refused.value.message


@pytest.mark.parametrize("number", ["-0.1", "1.1", ".nan", "many"])
def test_a_part_outside_nothing_and_one_is_refused(number: str) -> None:
    with pytest.raises(Refusal) as refused:
        judgement_text(changed(("default: {value: 0.2", f"default: {{value: {number}")))
    assert refused.value.details[0]["where"].startswith("reserve.default.value")


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        judgement("nowhere.yaml")
    assert refused.value.code == "file-not-found"


def test_each_count_stands_once_with_source_and_grade() -> None:
    table = rows("stocks")
    assert len({(r["country"], r["item"]) for r in table}) == len(table) == len(stocks())
    assert all(r["source"] and r["grade"] in "ABC" and float(r["count"]) >= 0 for r in table)
