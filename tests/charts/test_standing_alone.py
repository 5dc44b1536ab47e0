"""The chart of who plays alone: valid, told in words, silent about what is not known."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import altair
import jsonschema
import pytest

from burdenshare.charts.render import render
from burdenshare.charts.standing_alone import PANELS, standing_alone
from burdenshare.charts.theme import Credit
from burdenshare.errors import Refusal


def actor(
    reservation: float | None,
    selective: float | None,
    deals: float | None,
    own: float | None,
    settled: int = 0,
) -> dict[str, Any]:
    bounds = None if reservation is None else [reservation / 2, min(1.0, reservation * 1.5)]
    return {
        "public_reservations": {"value": reservation, "range": bounds},
        "selective_engagement": {"value": selective},
        "separate_deals": {"value": deals, "settled": [{}] * settled},
        "national_strengths": {"value": own},
    }


def case(**actors: dict[str, Any]) -> dict[str, Any]:
    return {
        "on": "2025-06-25",
        "pressing": "USA",
        "composition": {"year": 2024, "definition": "NATO", "allies": 31},
        "actors": actors,
    }


CASE = case(
    USA=actor(None, None, 0.9, 0.2),
    ESP=actor(0.6, 0.1, 0.5, 0.05, settled=1),
    SVK=actor(0.5, 0.3, 0.3, 0.04),
    POL=actor(0.0, 0.0, 0.6, 0.55),
    ROU=actor(None, None, 0.3, None),
)


def cells(spec: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    return {row["form"]: row for row in spec["datasets"]["cells"] if row["actor"] == name}


def test_it_is_valid_vega_lite(credit: Credit) -> None:
    folder = Path(altair.__file__).parent / "vegalite" / "v6" / "schema"
    schema = json.loads((folder / "vega-lite-schema.json").read_text(encoding="utf-8"))
    spec = json.loads(json.dumps(standing_alone(CASE, name="A case", credit=credit)))
    assert not list(jsonschema.Draft7Validator(schema).iter_errors(spec))


def test_the_strongest_reservation_stands_first(credit: Credit) -> None:
    spec = standing_alone(CASE, name="A case", credit=credit)
    order = list(dict.fromkeys(row["actor"] for row in spec["datasets"]["cells"]))
    assert order == ["Spain", "Slovakia", "Poland", "United States", "Romania"]
    assert len(spec["datasets"]["cells"]) == 5 * len(PANELS)


def test_a_bar_for_a_range_and_a_word_for_what_is_not_known(credit: Credit) -> None:
    spec = standing_alone(CASE, name="A case", credit=credit)
    spain = cells(spec, "Spain")
    bar = spain["public_reservations"]
    assert (bar["low"], bar["high"]) == pytest.approx((0.3, 0.9))
    assert spain["separate_deals"]["beside"] == "+1 in the talks"
    assert {row["instead"] for row in spain.values()} == {""}
    assert cells(spec, "Romania")["public_reservations"]["instead"] == "?"
    assert cells(spec, "Romania")["national_strengths"]["instead"] == "?"
    assert cells(spec, "United States")["selective_engagement"]["instead"] == "presses"


def test_no_value_leaves_its_plot(credit: Credit) -> None:
    (row,) = standing_alone(CASE, name="A case", credit=credit)["vconcat"]
    ends = [panel["layer"][0]["encoding"]["x"]["scale"]["domain"][1] for panel in row["hconcat"]]
    assert ends == [1.0, 0.5, 1.0, 0.6]


def test_it_says_what_it_shows(
    credit: Credit, texts: Callable[[dict[str, Any]], dict[str, list[str]]]
) -> None:
    spec = standing_alone(CASE, name="A case", credit=credit)
    said = texts(spec)
    title = " ".join(said["title"])
    assert title == (
        "Holding back most in public: Spain; most selectively: Slovakia; most formats beside the "
        "alliance: United States"
    )
    assert "not added up" in " ".join(said["subtitle"])
    assert "Spain 0.60, Slovakia 0.50" in spec["description"]
    assert "Not known of United States, Romania." in spec["description"]


def test_two_actors_have_no_first(
    credit: Credit, texts: Callable[[dict[str, Any]], dict[str, list[str]]]
) -> None:
    two = case(USA=actor(None, None, 0.9, None), JPN=actor(0.5, 0.3, 0.8, None))
    spec = standing_alone(two | {"composition": None}, name="A case", credit=credit)
    assert texts(spec)["title"] == ["Who plays alone, in four forms"]
    assert "not published" in " ".join(texts(spec)["subtitle"])
    tied = case(**{name: actor(0.5, None, None, None) for name in ("A", "B", "C")})
    shown = texts(standing_alone(tied, name="A case", credit=credit))
    assert shown["title"] == ["Who plays alone, in four forms"]


def test_it_is_drawn_the_same_each_time(credit: Credit) -> None:
    first, again = (
        render(standing_alone(CASE, name="A case", credit=credit, language=language))
        for language in ("en", "en")
    )
    assert first == again
    assert b"Slovakia" in first.svg


def test_nothing_known_is_refused(credit: Credit) -> None:
    with pytest.raises(Refusal) as refused:
        standing_alone(case(A=actor(None, None, None, None)), name="A case", credit=credit)
    assert refused.value.code == "no-figures"
