"""Three readings of a run: measures from what it says elsewhere, and again from its folder."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.scenario.load import load_text
from burdenshare.study import Study, compare, verify
from burdenshare.study.readings import NAME, again
from burdenshare.workbench import Workbench

TEXT = """
name: three
title: Three
members: [POL, ESP, DEU]
start: 2026
end: 2035
pledges: [{core: 3.5, by: 2035}]
"""


def run(more: str) -> Study:
    return Workbench().study(load_text(TEXT + more))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, Path]:
    study = run("keep: true\nreadings: true\n")
    folder = tmp_path_factory.mktemp("run") / "three"
    Workbench().write(study, folder)
    return study, folder


def told(study: Study) -> dict[str, Any]:
    found: dict[str, Any] = study.to_json()["readings"]
    return found


def test_every_run_is_read_unless_it_says_no(tmp_path: Path) -> None:
    study = run("readings: false\n")
    assert study.readings is None
    assert "readings" not in study.to_json()
    Workbench().write(study, tmp_path / "quiet")
    assert not (tmp_path / "quiet" / NAME).exists()
    assert verify(tmp_path / "quiet").ok
    assert run("readings: true\n").fingerprint == run("").fingerprint != study.fingerprint


def test_a_state_alone_has_no_spread_and_says_so() -> None:
    text = TEXT.replace("[POL, ESP, DEU]", "[ESP]")
    found = told(Workbench().study(load_text(text)))
    assert found["cohesion"]["mean_gap"]["value"] < 0.0
    assert "two members" in found["cohesion"]["spread"]["why"]
    assert found["credibility"]["reached"]["value"] == 0.0


def test_states_outside_the_counts_are_named() -> None:
    text = TEXT.replace("[POL, ESP, DEU]", "[UKR]").replace(
        "core: 3.5, by: 2035", "share: 30.0, by: 2035"
    )
    own = "definition: sipri\nequipment_share: 0.3\n"
    study = Workbench().study(load_text(text + own))
    found = told(study)
    assert found["coverage"]["outside"] == ["UKR"]
    for part in ("mean_pledged", "minimum_pledged"):
        assert "no member" in found["effectiveness"][part]["why"]
    assert {one["value"] for one in found["opportunities"].values()} == {None}


def test_a_scenario_before_the_counts_moves_no_stock() -> None:
    found = told(Workbench().study("wales-2014"))
    assert found["effectiveness"]["mean"]["value"] > 0.0
    assert "before the counts" in found["effectiveness"]["mean_pledged"]["why"]
    assert "before the counts" in found["opportunities"]["tailored"]["why"]


def test_cohesion_is_the_spread_of_gaps_by_hand(asked: tuple[Study, Path]) -> None:
    study = asked[0]
    gaps = [float(share) - 3.5 for share in study.projection.start_share]
    found = told(study)["cohesion"]
    assert found["mean_gap"]["value"] == pytest.approx(statistics.fmean(gaps))
    assert found["spread"]["value"] == pytest.approx(statistics.pstdev(gaps))
    kept = [max(gap, 0.0) for gap in gaps]
    assert found["spread_pledged"]["value"] == pytest.approx(statistics.pstdev(kept), abs=1e-9)
    keep = study.to_json()["keep"]["members"]
    middles = [keep[code]["share"]["0.5"][-1] - 3.5 for code in study.projection.members]
    assert found["spread_expected"]["value"] == pytest.approx(statistics.pstdev(middles))


def test_effectiveness_is_what_the_command_says(asked: tuple[Study, Path]) -> None:
    found = told(asked[0])
    cover = Workbench().cover(load_text(TEXT), each_absence=True)
    assert found["coverage"]["now"] == cover["coverage"]
    effect = found["effectiveness"]
    assert effect["mean"]["value"] == pytest.approx(cover["mean"])
    assert effect["minimum_pledged"]["value"] == pytest.approx(cover["pledged"]["minimum"])
    worst = max(cover["absences"], key=lambda one: float(one["lost"]))
    assert effect["largest_absence"]["value"] == pytest.approx(worst["lost"])
    assert worst["country"] == "USA"
    assert "the United States" in effect["largest_absence"]["words"]


def test_credibility_is_that_of_the_run_or_unknown(asked: tuple[Study, Path]) -> None:
    study = asked[0]
    found = told(study)["credibility"]
    assert found["likely"]["value"] == study.to_json()["credibility"]["likely"]
    none = told(run("readings: true\n"))
    assert none["credibility"]["likely"]["value"] is None
    assert "keep: true" in none["credibility"]["likely"]["why"]
    assert none["cohesion"]["polarisation"]["value"] is None


def test_opportunities_are_what_the_command_says(asked: tuple[Study, Path]) -> None:
    found = told(asked[0])["opportunities"]
    ways = Workbench().tailored(load_text(TEXT))
    assert found["tailored"]["value"] == pytest.approx(ways["worth_of_tailoring"])
    before = ways["ways"]["before"]["value"]
    home = ways["ways"]["at home"]["value"]
    assert found["national_defence"]["value"] == pytest.approx(home - before)


def test_a_contingency_is_chosen_and_a_wrong_one_refused() -> None:
    found = told(run("readings: {contingency: taiwan}\n"))
    assert found["coverage"]["contingency"] == "taiwan"
    with pytest.raises(Refusal) as refused:
        run("readings: {contingency: nowhere}\n")
    assert refused.value.code == "bad-argument"
    with pytest.raises(Refusal):
        load_text(TEXT + "readings: {contingency: A B}\n")


def test_the_folder_gives_the_same_again(asked: tuple[Study, Path]) -> None:
    study, folder = asked
    assert verify(folder).ok
    assert study.readings is not None
    held = json.loads((folder / NAME).read_text(encoding="utf-8"))
    assert again(study, study.observations, held).document == study.readings.document


def test_a_changed_count_is_named(asked: tuple[Study, Path], tmp_path: Path) -> None:
    study = asked[0]
    assert study.readings is not None
    held = json.loads(json.dumps(study.readings.went_in))
    with pytest.raises(Refusal, match="is not what burdenshare writes"):
        again(study, study.observations, {})
    unpriced = again(study, study.observations, held | {"figures": []})
    assert unpriced.document != study.readings.document
    for count in held["counts"]:
        count["count"] = 0.0
    assert again(study, study.observations, held).document != study.readings.document


def test_readings_of_two_runs_are_compared(asked: tuple[Study, Path], tmp_path: Path) -> None:
    Workbench().write(run("readings: {contingency: taiwan}\n"), tmp_path / "other")
    rows = {row.where: row for row in compare(asked[1], tmp_path / "other").results}
    mean = rows["effectiveness, mean"]
    assert mean.unit == "part, 0 to 1"
    assert mean.change == pytest.approx(mean.to - mean.from_)
    assert rows["cohesion, spread expected"].to is None


def test_a_judgement_of_ones_own_stands_in_the_scenario(tmp_path: Path) -> None:
    text = Workbench().judgement_text().replace("main_battle_tank: 2156", "main_battle_tank: 1000")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    case = tmp_path / "case.yaml"
    case.write_text(TEXT + "readings: {judgement: mine.yaml}\n", encoding="utf-8")
    study = Workbench().study(case)
    mine = Workbench().cover(load_text(TEXT), judgement=tmp_path / "mine.yaml")
    assert told(study)["effectiveness"]["mean"]["value"] == pytest.approx(mine["mean"])
    assert load_text(study.scenario_text) == study.scenario
    Workbench().write(study, tmp_path / "run")
    assert verify(tmp_path / "run").ok
    (tmp_path / "mine.yaml").write_text("name: mine\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        Workbench().study(case)
    assert refused.value.code == "bad-judgement"
    case.write_text(TEXT + "readings: {judgement: none.yaml}\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"none\.yaml"):
        Workbench().study(case)
