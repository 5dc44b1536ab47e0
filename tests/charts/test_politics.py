"""Charts of behaviour and bargaining: valid, right, told in words, the same each time."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import altair
import jsonschema
import pytest

from burdenshare.bargaining.negotiation import negotiate
from burdenshare.bargaining.reading import read_given
from burdenshare.charts.keeping import keeping, kept_as_said
from burdenshare.charts.moves import moves
from burdenshare.charts.politics import MOST, of_negotiation
from burdenshare.charts.positions import chances_of, positions
from burdenshare.charts.render import render
from burdenshare.charts.theme import Credit
from burdenshare.errors import Refusal

FIELDS: dict[str, Any] = {
    "case": "c",
    "title": "A case",
    "hindsight": "Yes.",
    "issues": {
        "core": {"scale": [2, 5], "status_quo": 2, "outcome": 3.5, "unit": "per cent of GDP"},
        "deadline": {"scale": [2025, 2035], "unit": "year"},
    },
    "actors": {"USA": {"capability": 4}, "ESP": {"capability": 1}, "ITA": {"capability": 1}},
    "positions": [
        {"actor": "USA", "issue": "core", "position": 5, "salience": 0.5},
        {"actor": "ESP", "issue": "core", "position": 2, "salience": 1.0},
        {"actor": "ITA", "issue": "core", "position": 2, "salience": 0.5},
        {"actor": "USA", "issue": "deadline", "position": 2025, "salience": 0.2},
        {"actor": "ITA", "issue": "deadline", "position": 2035, "salience": 1.0},
    ],
}


def kept(**more: Any) -> dict[str, Any]:
    """Return a forecast by hand: Poland is there, Spain gets there, Italy perhaps."""

    def member(last: float, *chances: float) -> dict[str, Any]:
        share = {level: [last + add] * 3 for level, add in (("0.05", -0.5), ("0.5", 0.5))}
        return {
            "years": [2027, 2028, 2029],
            "probability": list(chances),
            "share": share | {"0.95": [last + 1.5] * 3},
            "last": last,
        }

    return {
        "share": 3.5,
        "as_of": "2026-12-31",
        "last_year": 2026,
        "sources": {"last share": "NATO 2026-07, NATO core defence"},
        "model": {"years": [2015, 2026]},
        "members": {
            "ESP": member(2.0, 0.001, 0.04, 0.3),
            "POL": member(4.5, 0.999, 0.97, 0.96),
            "ITA": member(2.5, 0.2, 0.3, 0.5),
        },
    } | more


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return negotiate(read_given(FIELDS, "table")).to_json()


@pytest.fixture
def specs(told: dict[str, Any], credit: Credit) -> dict[str, dict[str, Any]]:
    points = [
        {"from": 0.0, "to": 0.1, "n": 30, "chance": 0.03, "happened": 0.1},
        {"from": 0.9, "to": 1.0, "n": 10, "chance": 0.95, "happened": 0.9},
        {"from": 0.5, "to": 0.6, "n": 0, "chance": 0.0, "happened": 0.0},
    ]
    return {
        "keeping": keeping(kept(), credit=credit),
        "positions": positions(told, "c", credit=credit),
        "moves": moves(told, "c", credit=credit),
        "kept_as_said": kept_as_said(points, credit=credit, told="Forecasts from 2014 to 2023."),
    }


def test_they_are_valid_vega_lite_without_a_number_that_is_none(
    specs: dict[str, dict[str, Any]],
) -> None:
    folder = Path(altair.__file__).parent / "vegalite" / "v6" / "schema"
    schema = json.loads((folder / "vega-lite-schema.json").read_text(encoding="utf-8"))
    check = jsonschema.Draft7Validator(schema)
    for name, spec in specs.items():
        text = json.dumps(spec)
        assert "NaN" not in text, name
        assert not [e.message[:200] for e in check.iter_errors(json.loads(text))], name


def test_they_say_what_they_show_and_where_it_comes_from(
    specs: dict[str, dict[str, Any]], texts: Callable[[dict[str, Any]], dict[str, list[str]]]
) -> None:
    for name, spec in specs.items():
        said = texts(spec)
        assert said["source"][0].startswith("Source: NATO"), name
        assert all(said["title"]), name
        assert len(spec["description"]) > 60, name


def test_they_are_drawn_the_same_each_time(specs: dict[str, dict[str, Any]]) -> None:
    for spec in specs.values():
        assert render(spec) == render(spec)


# Who keeps the pledge ----------------------------------------------------------------------------


def test_the_strips_hold_every_chance_the_likeliest_first(
    credit: Credit, texts: Callable[[dict[str, Any]], dict[str, list[str]]]
) -> None:
    spec = keeping(kept(), credit=credit)
    cells = spec["datasets"]["cells"]
    assert len(cells) == 9
    assert [c["country"] for c in cells[::3]] == ["Poland", "Italy", "Spain"]
    spain = [(c["year"], c["text"], c["kind"]) for c in cells[6:]]
    assert spain == [
        (2027, "<1", "below 5 %"),
        (2028, "4", "below 5 %"),
        (2029, "30", "25 to 50 %"),
    ]
    assert cells[0]["text"] == ">99"
    assert "2 of 3 allies are more likely than not" in " ".join(texts(spec)["title"])
    assert spec["datasets"]["shares"][2] == {"country": "Spain", "last": "2.00", "middle": "2.50"}


def test_members_with_pledges_of_their_own_are_named_with_them(credit: Credit) -> None:
    document = kept()
    document["members"]["ESP"]["pledged"] = 2.1
    spec = keeping(document, credit=credit, language="ja")
    assert spec["datasets"]["cells"][-1]["country"] == "スペイン（2.1%）"
    assert "公約した水準にある確率が5割を超える" in "".join(spec["title"]["text"])


def test_one_ally_is_told_by_its_chance(credit: Credit) -> None:
    document = kept()
    document["members"] = {"ESP": document["members"]["ESP"]}
    spec = keeping(document, credit=credit)
    assert "the chance of being at 3.5 % of GDP in 2029 is 30 %" in " ".join(spec["title"]["text"])


def test_nobody_to_draw_is_refused(credit: Credit) -> None:
    for made in (
        lambda: keeping(kept(members={}), credit=credit),
        lambda: kept_as_said([], credit=credit, told=""),
    ):
        with pytest.raises(Refusal) as refused:
            made()
        assert refused.value.code == "no-figures"


def test_reliability_leaves_out_what_nobody_forecast(specs: dict[str, dict[str, Any]]) -> None:
    points = specs["kept_as_said"]["datasets"]["points"]
    assert [(p["said"], p["came"], p["n"]) for p in points] == [(3.0, 10.0, 30), (95.0, 90.0, 10)]
    assert "30 forecasts of 3 % came true in 10 %" in specs["kept_as_said"]["description"]


# What they agree on ------------------------------------------------------------------------------


def test_circles_stand_at_positions_with_the_weight_of_all_who_stand_there(
    specs: dict[str, dict[str, Any]],
) -> None:
    tables = specs["positions"]["datasets"]
    core = tables["circles"][:2]
    assert core[1]["area"] / core[0]["area"] == pytest.approx((4 * 0.5) / (1 * 1.0 + 1 * 0.5))
    left, right = tables["lines"][0]["x"], tables["lines"][0]["right"]
    assert (core[0]["x"], core[1]["x"]) == (left, right)
    assert {row["text"] for row in tables["codes"][:2]} == {"ESP ITA", "USA"}


def test_the_forecast_and_the_outcome_are_marked_in_the_unit_of_the_issue(
    specs: dict[str, dict[str, Any]], told: dict[str, Any]
) -> None:
    marks = [row["text"] for row in specs["positions"]["datasets"]["marks"]]
    mean = (2 * 5 + 1 * 2 + 0.5 * 2) / 3.5
    assert marks[:2] == [f"forecast {mean:.2f}", "decided 3.50"]
    assert marks[2] == f"forecast {(0.8 * 2025 + 2035) / 1.8:.1f}"
    assert "2,0" not in json.dumps(specs["positions"]["datasets"]["ticks"])


def test_chances_on_the_scale_sum_to_one(told: dict[str, Any]) -> None:
    for entry in told["cases"]["c"].values():
        smooth, points = chances_of(entry)
        assert math.fsum(smooth) + math.fsum(p for _, p in points) == pytest.approx(1.0)
        assert min(smooth) > 0.0


def test_labels_never_lie_on_each_other(credit: Credit) -> None:
    fields = FIELDS | {
        "actors": {f"A{i:02}": {"capability": 1} for i in range(40)},
        "issues": {"core": {"scale": [0, 100]}},
        "positions": [
            {"actor": f"A{i:02}", "issue": "core", "position": 40 + i // 2, "salience": 0.5}
            for i in range(40)
        ],
    }
    document = negotiate(read_given(fields, "table"), models=("median",)).to_json()
    codes = positions(document, "c", credit=credit)["datasets"]["codes"]
    for k, one in enumerate(codes):
        for other in codes[k + 1 :]:
            assert abs(one["x"] - other["x"]) > 40 or abs(one["y"] - other["y"]) > 10


def test_hindsight_is_said_on_the_picture(
    specs: dict[str, dict[str, Any]], texts: Callable[[dict[str, Any]], dict[str, list[str]]]
) -> None:
    for name in ("positions", "moves"):
        assert "hindsight" in " ".join(texts(specs[name])["subtitle"])


def test_lines_follow_every_actor_turn_by_turn(
    specs: dict[str, dict[str, Any]], told: dict[str, Any]
) -> None:
    positions_of = told["trajectories"]["c"]["smp"]["positions"]
    rows = [r for r in specs["moves"]["datasets"]["paths"] if r["panel"] == "core"]
    turns = len(positions_of)
    assert len(rows) == (3 + 1) * turns
    actors = told["trajectories"]["c"]["smp"]["actors"]
    spain = [r["position"] for r in rows if r["who"] == "ESP"]
    assert spain == [turn[actors.index("ESP")][0] for turn in positions_of]
    mean = [r["position"] for r in rows if r["who"] == "weighted mean"]
    assert mean[0] == pytest.approx((2 * 5 + 1 * 2 + 0.5 * 2) / 3.5)
    assert "," not in "".join(r["text"] for r in specs["moves"]["datasets"]["ticks"])


def test_a_case_that_is_none_and_models_without_turns_are_refused(credit: Credit) -> None:
    document = negotiate(read_given(FIELDS, "table"), models=("median",)).to_json()
    with pytest.raises(Refusal) as refused:
        moves(document, "c", credit=credit)
    assert refused.value.code == "no-figures"
    with pytest.raises(Refusal) as refused:
        positions(document, "d", credit=credit)
    assert "has c" in refused.value.hint


def test_of_many_cases_the_first_few_are_drawn(told: dict[str, Any]) -> None:
    many = told | {
        "cases": {f"c{i}": told["cases"]["c"] for i in range(9)},
        "trajectories": {},
    }
    found = of_negotiation(many, [])
    assert list(found) == [f"positions_c{i}" for i in range(MOST)]
    assert list(of_negotiation(told, [])) == ["positions", "moves"]
