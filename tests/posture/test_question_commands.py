"""The commands behind coverage as a stranger uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from posture.test_command import SCENARIO, run


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scenario") / "two.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert run(*words, "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_tailored(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "tailored", str(scenario), "--percent", "20", "--most", "0.6")
    ways = found["ways"]
    assert list(ways) == ["before", "uniform", "tailored", "one purse", "at home"]
    assert ways["before"]["value"] < ways["uniform"]["value"] < ways["tailored"]["value"]
    assert found["worth_of_tailoring"] == pytest.approx(
        ways["tailored"]["value"] - ways["uniform"]["value"]
    )
    assert set(found["bought"]["tailored"]) <= {"DEU", "ITA"}
    assert found["money"] == pytest.approx(sum(found["budgets"].values()))


def test_pooled(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "pooled", "--contingency", "taiwan")
    assert found["pooled"]["weighted"] > found["national"]["weighted"]
    assert 0.0 < found["duplication"]["divided"] < found["duplication"]["whole_units"]
    assert found["spending"]["definition"] == "SIPRI"
    assert found["everything"]["pooled"] < found["everything"]["divided"]


def test_without_an_ally_less_is_covered(
    scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = asked(capsys, "tailored", str(scenario), "--without", "USA")
    whole = asked(capsys, "tailored", str(scenario))
    assert left["ways"]["before"]["value"] < whole["ways"]["before"]["value"]
    assert "USA" not in asked(capsys, "pooled", "--without", "USA")["national"]["by_state"]


def test_partners(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "partners", str(scenario), "--participation", "0,1")
    assert [step["participation"] for step in found["steps"]] == [0.0, 1.0]
    assert found["steps"][1]["both"]["value"] >= found["steps"][0]["both"]["value"]
    assert found["partners"] == ["AUS", "JPN", "KOR", "NZL"]


def test_shift(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "shift", str(scenario), "--percent", "20")
    assert not found["known"]
    assert found["steps"][-1]["money"] > 0.0
    assert found["steps"][-1]["value"] < found["steps"][0]["value"]
    assert any("pays only if" in line for line in found["answer"])
    known = asked(capsys, "shift", str(scenario), "--from", "land", "--to", "air-missile-defence")
    assert known["known"]
    assert not any("pays only if" in line for line in known["answer"])


def test_designs(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "designs", "--on", "2026-07-01")
    assert found["designs"]["global alliance"]["stops"]["east"] == 36
    assert found["designs"]["patchwork"]["vetoes"]["most_in_one_room"] == 32


def test_a_range(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "cover-range", "--draws", "30", "--seed", "4")
    assert found["draws"] == 30
    assert found["mean"]["low"] <= found["mean"]["middle"] <= found["mean"]["high"]
    assert found == asked(capsys, "cover-range", "--draws", "30", "--seed", "4")


def test_yardsticks(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "yardsticks", "iiss-2025")
    [one] = found["yardsticks"]
    assert one["lines"][0]["published"] == [226, 344]
    assert one["source"]
    assert run("yardsticks") == 0
    out = capsys.readouterr().out
    for part in ("Published numbers beside ours", "Bruegel and Kiel", "Ours: 131 / 82 - 1"):
        assert part in out


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (("tailored", "{s}"), "way,value,gain"),
        (("pooled",), "direction,domain,pooled,national"),
        (("partners", "--participation", "0,1"), "who,participation,own"),
        (("shift", "{s}"), "moved,money,value"),
        (("shift", "{s}", "--to", "land", "--from", "air"), "moved,money,value"),
        (("designs",), "design,rooms,states"),
        (("cover-range", "--draws", "20"), "direction,domain,low"),
        (("yardsticks",), "yardstick,line,what"),
    ],
)
def test_people_and_spreadsheets(
    words: tuple[str, ...], first: str, scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [word.format(s=scenario) for word in words]
    assert run(*given, "--csv") == 0
    assert capsys.readouterr().out.startswith(first)
    assert run(*given) == 0
    assert "Counts are not capability" in capsys.readouterr().out or words[0] == "yardsticks"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("tailored", "{s}", "--percent", "0"), "bad-argument"),
        (("tailored", "{s}", "--most", "2"), "bad-argument"),
        (("tailored", "nowhere.yaml"), "file-not-found"),
        (("pooled", "--contingency", "nowhere"), "bad-argument"),
        (("partners", "--participation", "half"), "bad-argument"),
        (("shift", "{s}", "--to", "moon"), "bad-argument"),
        (("shift", "{s}", "--percent", "200"), "bad-argument"),
        (("designs", "--on", "yesterday"), "bad-argument"),
        (("cover-range", "--draws", "1"), "bad-argument"),
        (("cover-range", "--cluster", "nowhere"), "bad-argument"),
        (("yardsticks", "none"), "bad-argument"),
        (("yardsticks", "--judgement", "nowhere.yaml"), "file-not-found"),
    ],
)
def test_bad_input_is_refused_in_one_body(
    words: tuple[str, ...], code: str, scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [word.format(s=scenario) for word in words]
    assert run(*given, "--json") == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == code
    assert error["hint"]
