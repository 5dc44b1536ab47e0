"""The command, the workbench, and the join with a scenario's money."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from burdenshare.cli.main import main
from burdenshare.posture.reading import judgement
from burdenshare.posture.words import counted
from burdenshare.study.posture import _stocks, pledged
from burdenshare.workbench import Workbench

SCENARIO = """name: two
title: Two states
members: [DEU, ITA]
start: 2026
end: 2030
definition: nato
pledges: [{share: 5.0, by: 2030}]
draws: 0
"""


@pytest.fixture(scope="module")
def bench() -> Workbench:
    return Workbench()


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "two.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(words)
    return int(str(left.value.code))


def test_classes_add_up_to_the_stock_of_the_engine(bench: Workbench, scenario: Path) -> None:
    study = bench.study(scenario)
    names, before, after = _stocks(study, 2026)
    assert study.futures is not None
    assert "vehicles" in names
    assert after.sum(axis=1) == pytest.approx(study.futures.fans["stock"].central[:, -1], rel=1e-6)
    found = pledged(study, judgement(), bench.figures)
    at = names.index("ships")
    assert found.growth["DEU", "ships"] == pytest.approx(after[0, at] / before[0, at])
    assert found.year == 2030
    assert found.held == ()
    assert set(found.yearly) == {"DEU", "ITA"}


def test_a_pledge_that_begins_before_the_report_moves_the_whole_stock(
    bench: Workbench, tmp_path: Path
) -> None:
    path = tmp_path / "late.yaml"
    path.write_text(
        SCENARIO.replace("start: 2026", "start: 2028").replace(
            "by: 2030}", "by: 2030, from: {year: 2026, share: 2.0}}"
        ),
        encoding="utf-8",
    )
    study = bench.study(path)
    found = pledged(study, judgement(), bench.figures)
    if study.inputs.first:
        assert len({found.growth["DEU", kind] for kind in ("ships", "vehicles")}) == 1


def test_what_was_bought_before_the_counts_is_in_them(bench: Workbench, tmp_path: Path) -> None:
    path = tmp_path / "early.yaml"
    text = SCENARIO.replace("start: 2026", "start: 2024").replace(
        "by: 2030}", "by: 2030, from: {year: 2024, share: 2.0}}"
    )
    path.write_text(text, encoding="utf-8")
    study = bench.study(path)
    assert study.futures is not None
    _, before, _ = _stocks(study, 2026)
    total = study.futures.fans["stock"].central
    at = study.projection.years.index(2025)
    assert before.sum(axis=1) == pytest.approx(total[:, at], rel=1e-6)
    assert _stocks(study, 2024)[1].sum() < before.sum()


def test_a_scenario_that_is_over_moves_nothing(bench: Workbench) -> None:
    made = bench.cover("wales-2014")
    assert made["pledged"] is None
    assert "ends in 2024, before the stocks of 2026" in made["answer"][1]


def test_members_without_published_purchases_are_held(bench: Workbench) -> None:
    found = pledged(bench.study("japan-3.5"), judgement(), bench.figures)
    assert found.held == ("JPN",)
    assert not found.growth


def test_json_is_one_document(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("cover", str(scenario), "--divert", "USA:indo-pacific:0.5", "--json")
    assert run(*words) == 0
    made = json.loads(capsys.readouterr().out)
    assert {"coverage", "minimum", "mean", "marginal"} <= set(made)
    assert made["diversion"]["country"] == "USA"
    assert made["pledged"]["year"] == 2030
    assert np.isfinite(made["mean"])


def test_without_an_ally_less_is_covered(scenario: Path, bench: Workbench) -> None:
    whole, left = bench.cover(scenario), bench.cover(scenario, without=["USA"])
    assert left["value"] < whole["value"]
    assert left["minimum"] <= whole["minimum"]
    assert left["mean"] <= whole["mean"]
    assert left["whole"]["mean"] == whole["mean"]


def test_people_read_tables_and_sentences(
    scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("cover", str(scenario), "--each-absence", "--without", "USA") == 0
    out = capsys.readouterr().out
    for part in ("per cent of what is asked for", "Without each state in turn", "adds most"):
        assert part in out
    assert run("cover", str(scenario), "--csv") == 0
    assert capsys.readouterr().out.startswith("direction,domain,required,now")


def test_the_judgement_that_ships_can_be_printed_and_given_back(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("cover", "--show-judgement") == 0
    own = tmp_path / "own.yaml"
    own.write_text(
        capsys.readouterr().out.replace("main_battle_tank: 2156", "main_battle_tank: 0.5")
    )
    assert run("cover", str(scenario), "--judgement", str(own), "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert made["required"]["east"]["land"]["main_battle_tank"] == 588.5


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "bad-argument"),
        (("{s}", "--without", "ZZZ"), "bad-argument"),
        (("{s}", "--divert", "USA"), "bad-argument"),
        (("{s}", "--contingency", "north"), "bad-argument"),
        (("{s}", "--judgement", "nowhere.yaml"), "file-not-found"),
        (("nowhere.yaml",), "file-not-found"),
    ],
)
def test_bad_input_is_refused_in_one_body(
    words: tuple[str, ...], code: str, scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [word.format(s=scenario) for word in words]
    assert run("cover", *given, "--json") == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == code
    assert error["hint"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("{s}", "--without", "USA", "--divert", "USA:indo-pacific:0.5"), "is not there"),
        (("--judgement", "{bad}"), "bad.yaml"),
    ],
)
def test_options_that_contradict_or_are_wrong_are_named(
    words: tuple[str, ...],
    message: str,
    scenario: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: bad\n", encoding="utf-8")
    assert run("cover", *[word.format(s=scenario, bad=bad) for word in words], "--json") == 2
    assert message in json.loads(capsys.readouterr().out)["error"]["message"]


def test_money_has_a_unit_and_items_a_plural(
    scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("cover", str(scenario), "--supply", "money") == 0
    out = capsys.readouterr().out
    assert "asked for, billion USD at prices of 2025" in " ".join(out.split())
    assert " bn " in out
    assert run("cover", str(scenario)) == 0
    out = capsys.readouterr().out
    for part in ("2,744 main battle tanks", "air and missile defence", "tanker aircraft"):
        assert part in out
    for part in ("tanker_aircraft", "air_missile", "long range sam"):
        assert part not in out
    assert (counted(1.2, "submarine"), counted(2, "submarine")) == ("1 submarine", "2 submarines")
