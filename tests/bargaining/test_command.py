"""`burdenshare bargain` as a user meets it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

DATA = Path(__file__).with_name("data")
EXAMPLE = DATA / "emission_standards_inputs.csv"


def test_the_worked_example_by_command(burdenshare: Callable[..., Any]) -> None:
    told = burdenshare(
        "bargain", EXAMPLE, "--scale", "4:10", "--set", "bdm.reading=replication", "--json"
    ).json
    entry = told["cases"]["emission_standards"]["years_of_delay"]
    assert entry["models"]["compromise"] == pytest.approx(7.389955686853766)
    assert entry["scale"] == [4, 10]
    moves = told["trajectories"]["emission_standards"]["bdm"]
    assert len(moves["positions"]) == 11
    belgium = moves["actors"].index("Belgium")
    assert moves["positions"][1][belgium][0] == pytest.approx(8.415932315426764)


def test_one_model_only(burdenshare: Callable[..., Any]) -> None:
    told = burdenshare("bargain", EXAMPLE, "--scale=4:10", "--model", "median", "--json").json
    entry = told["cases"]["emission_standards"]["years_of_delay"]
    assert entry["models"] == {"median": 7.0}
    assert told["trajectories"] == {}


def test_the_turns_of_the_spatial_model_by_command(burdenshare: Callable[..., Any]) -> None:
    name = "soe_pol_comp_13x2"
    expected = json.loads((DATA / "smp" / f"{name}.json").read_text())
    told = burdenshare("bargain", DATA / "smp" / f"{name}.csv", "--model", "smp", "--json").json
    (by_model,) = told["trajectories"].values()
    moves = by_model["smp"]
    assert set(moves) == {"actors", "issues", "positions"}
    assert moves["actors"][:2] == ["XJ", "LK"]
    assert moves["issues"] == ["Policy Position", "Competitive Position"]
    assert np.array(moves["positions"]) == pytest.approx(
        np.array(expected["positions_by_turn"]), abs=0.051
    )


def test_people_read_the_forecast_first(burdenshare: Callable[..., Any]) -> None:
    out = burdenshare("bargain", "hague-2025", "--switches").out
    lines = out.splitlines()
    assert lines[0] == "The Hague 2025, the pledge of 5 per cent."
    assert lines[1].startswith("Made with hindsight.")
    assert "FORECAST, MADE WITH HINDSIGHT: the compromise" in out
    parts = ("FORECAST", "EXPLANATIONS, no forecasts", "The compromise is made of", "Across issues")
    places = [out.index(part) for part in (*parts, "What each switch does to the answer")]
    assert places == sorted(places)
    assert "not filled in, are the wishes of Albania" in out
    assert "2035.0" in out
    rows = list(csv.DictReader(io.StringIO(burdenshare("bargain", "hague-2025", "--csv").out)))
    assert len(rows) == 5
    assert float(rows[3]["headline"]) > 2025


def test_many_issues_are_a_table(burdenshare: Callable[..., Any], tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    rows = [f"c{k},p,{who},{x},1,1\n" for k in range(9) for who, x in (("X", 0), ("Y", 90))]
    own.write_text("case,issue,actor,position,salience,capability\n" + "".join(rows))
    out = burdenshare("bargain", own, "--spread", "0.2", "--switches", "--model", "median").out
    assert "more than 8 issues is too wide" in out
    assert out.count("45.00") >= 9
    assert "the one that was given" in out
    assert "is made of" not in out


def test_threats_and_links_by_command(burdenshare: Callable[..., Any]) -> None:
    case = "japan-us-2025-3.5"
    asked = ("--threat", "JPN=0.4", "--guarantee", "JPN=0.1", "--reach", "JPN:spending=3.4")
    linked = burdenshare("bargain", case, *asked, "--link", "spending,tariff", "--json").json
    told = linked["threats"][case]
    assert told["costs"] == {"JPN": pytest.approx(0.5)}
    assert told["threat"]["outcome"]["spending"] > told["together"]["outcome"]["spending"]
    assert told["reach"][0]["cost"] > 0.0
    out = burdenshare("bargain", case, *asked).out
    assert "If no agreement costs Japan 0.50" in out
    assert "more than refusing would cost it" in out


def test_the_scorecard_by_command(burdenshare: Callable[..., Any], tmp_path: Path) -> None:
    told = burdenshare("bargain", "--score", "--json").json
    assert told["n_issues"] == 198
    assert "10.34810/data53" in told["source"]
    out = burdenshare("bargain", "--score").out
    assert "Not to be told apart" in out
    assert "CRPS" in out
    own = tmp_path / "own.csv"
    own.write_text(
        "case,issue,actor,position,salience,capability,outcome\n"
        "a,p,X,0,1,1,5\na,p,Y,10,1,1,5\nb,p,X,0,1,1,8\nb,p,Y,10,1,1,8\n",
        encoding="utf-8",
    )
    mine = burdenshare("bargain", "--score", own, "--scale", "0:10", "--json").json
    assert mine["n_issues"] == 2
    assert mine["mae"]["compromise"]["value"] == pytest.approx(15.0)
    assert "source" not in mine
    assert burdenshare("bargain", "--score", own, "--scale", "0:10", "--csv").out.count("\n") > 5


def test_without_a_file_the_cases_are_listed(burdenshare: Callable[..., Any]) -> None:
    names = [one["name"] for one in burdenshare("bargain", "--json").json["cases"]]
    assert "hague-2025" in names


def test_capability_by_command(burdenshare: Callable[..., Any]) -> None:
    told = burdenshare("bargain", "japan-us-2025-3.5", "--capability", "equal=1", "--json").json
    entry = told["cases"]["japan-us-2025-3.5"]["spending"]
    assert {one["capability"] for one in entry["weights"]} == {50.0}


REFUSALS = [
    (("nowhere.csv",), "file-not-found", "nowhere.csv"),
    (("hague-2026",), "file-not-found", "hague-2025"),
    ((EXAMPLE, "--scale=4:9"), "bad-table", "--scale"),
    ((EXAMPLE, "--scale", "10:4"), "bad-argument", "LOW:HIGH"),
    ((EXAMPLE, "--scale=4:10", "--model", "smq"), "bad-argument", "the models are"),
    ((EXAMPLE, "--scale=4:10", "--set", "nbs.cost"), "bad-argument", "MODEL.SWITCH=VALUE"),
    ((EXAMPLE, "--scale=4:10", "--capability", "gdp"), "bad-argument", "gdp=1"),
    ((EXAMPLE, "--scale=4:10", "--capability", "gdp=1"), "unknown-country", "Netherlands"),
    ((EXAMPLE, "--scale=4:10", "--threat", "Spain=1"), "bad-argument", "not at the table"),
    ((EXAMPLE, "--scale=4:10", "--reach", "France=1"), "bad-argument", "ACTOR:ISSUE=LEVEL"),
    ((EXAMPLE, "--scale=4:10", "--link", "years_of_delay,b"), "bad-argument", "name two of"),
    ((EXAMPLE, "--scale=4:10", "--cluster", "nowhere"), "bad-argument", "tcp://HOST:PORT"),
    (("--score", EXAMPLE, "--scale=4:10"), "bad-table", "outcome"),
]


@pytest.mark.parametrize(("arguments", "code", "named"), REFUSALS)
def test_refusals(
    burdenshare: Callable[..., Any], arguments: tuple[str, ...], code: str, named: str
) -> None:
    answer = burdenshare("bargain", *arguments, "--json")
    assert answer.status == 2
    assert answer.json["error"]["code"] == code
    assert named in str(answer.json["error"])
