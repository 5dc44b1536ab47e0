"""The charts on what the money covers, on rooms and on obligations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import altair
import jsonschema
import pytest

from burdenshare.charts.absence import absence
from burdenshare.charts.cells import credit
from burdenshare.charts.contingencies import contingencies
from burdenshare.charts.coverage import coverage_rose
from burdenshare.charts.formats_network import of_formats
from burdenshare.charts.marginal import marginal
from burdenshare.charts.obligations import obligations, of_ledgers
from burdenshare.charts.posture import of_cover
from burdenshare.errors import Refusal

NOW = {"east": {"land": 0.5, "air": 0.25}, "indo_pacific": {"air": 1.0}}
KEPT = {"east": {"land": 1.0, "air": 0.75}, "indo_pacific": {"air": 0.5}}


def document(**more: Any) -> dict[str, Any]:
    return {
        "title": "Attack",
        "supply": "items",
        "judgement": {"title": "Ours"},
        "states": ["USA", "POL"],
        "without": [],
        "coverage": NOW,
        "mean": 0.58,
        "minimum": 0.25,
        "pledged": {"coverage": KEPT, "mean": 0.75, "year": 2035},
        "unknown": {"cyber": "nobody says"},
        "absences": [
            {
                "country": "USA",
                "mean": 0.2,
                "lost": 0.4,
                "hardest": {"direction": "east", "domain": "air", "lost": 0.2},
            }
        ],
        "whole": None,
        "diversion": None,
        "unit": "billion USD",
        "marginal": [
            {"country": "POL", "domain": "air", "item": "tanker", "per_billion": 0.01, "has": True},
            {"country": "USA", "domain": "air", "item": "tanker", "per_billion": 0.9, "has": False},
            {"country": "USA", "domain": "land", "item": "tank", "per_billion": 0.0, "has": True},
        ],
    } | more


DIVERTED = document(
    diversion={
        "country": "USA",
        "direction": "indo_pacific",
        "part": 0.5,
        "months": 12.0,
        "before": {"coverage": KEPT, "mean": 0.75},
        "after": {"coverage": NOW, "mean": 0.58},
        "dark": [{"direction": "east", "domain": "land"}],
        "dark_when_lost": 0.1,
    }
)
FORMATS = {
    "on": "2026-01-01",
    "without": [],
    "formats": [
        {"format": "One", "members": ["USA", "POL"], "partners": []},
        {"format": "Two", "members": ["USA"], "partners": ["JPN"]},
    ],
    "countries": {
        "USA": {"formats": ["One", "Two"]},
        "POL": {"formats": ["One"]},
        "JPN": {"formats": ["Two"]},
    },
    "pairs": [
        {"countries": ["USA", "POL"], "shared": ["One"]},
        {"countries": ["USA", "JPN"], "shared": ["Two"]},
    ],
    "network": {"communities": [["USA", "POL"]], "countries": 3, "pairs": 2, "density": 2 / 3},
}


def ledger(balance: float | None, matured: float | None) -> dict[str, Any]:
    return {
        "country": "JPN",
        "series": "narrow",
        "unit": "JPY bn",
        "years": [
            {"year": 2020, "balance": balance, "new": 5.0, "matured": matured, "source": "A"}
        ],
    }


def all_charts() -> dict[str, dict[str, Any]]:
    book = {"ledgers": [ledger(12.0, 3.0), ledger(None, None)]}
    return of_cover(DIVERTED) | of_formats(FORMATS) | of_ledgers(book)


def test_every_specification_is_one_of_vega_lite_with_a_source() -> None:
    folder = Path(altair.__file__).parent / "vegalite" / "v6" / "schema"
    schema = json.loads((folder / "vega-lite-schema.json").read_text(encoding="utf-8"))
    made = all_charts()
    assert {"coverage_rose", "absence", "contingencies", "marginal"} < made.keys()
    assert {"formats_network", "formats_sets", "obligations_1"} < made.keys()
    for name, spec in made.items():
        jsonschema.Draft7Validator(schema).validate(spec)
        assert "Source" in " ".join(spec["vconcat"][0]["title"]["text"]), name
        assert spec["description"], name


def test_the_rose_shows_now_pledged_and_what_falls() -> None:
    spec = coverage_rose(document(), credit=credit(document()))
    petals = spec["datasets"]["petals"]
    size = {
        (p["domain"], p["of"]): p["radius"]
        for p in petals
        if p["theta"] < 1.0 or p["domain"] == "land"
    }
    assert size["land", "pledged"] == pytest.approx(2.0 * size["land", "now"])
    assert size["land", "pledged"] == pytest.approx(size["land", "required"])
    assert [p["of"] for p in petals if p["domain"] == "air"].count("fewer") == 1
    assert "White outline" in " ".join(spec["title"]["subtitle"])
    assert "cyber" in " ".join(spec["title"]["subtitle"])
    alone = document(pledged=None)
    assert "White outline" not in str(coverage_rose(alone, credit=credit(alone)))


def test_absences_and_lines_are_ranked_and_what_nobody_has_left_out() -> None:
    told = document()
    (row,) = absence(told, credit=credit(told))["datasets"]["absences"]
    assert (row["country"], row["lost"]) == ("United States", pytest.approx(40.0))
    (line,) = marginal(told, credit=credit(told))["datasets"]["lines"]
    assert (line["line"], line["points"]) == ("Poland, tanker", pytest.approx(1.0))


def test_a_dark_cell_is_framed_with_its_loss() -> None:
    spec = contingencies(DIVERTED, credit=credit(DIVERTED))
    dark = [cell for cell in spec["datasets"]["after"] if cell["dark"]]
    assert [cell["text"] for cell in dark] == ["50 (\u221250)"]
    assert "1 of 3 cells go dark" in " ".join(spec["title"]["text"])
    left = document(without=["USA"], whole={"coverage": KEPT, "mean": 0.75})
    assert "2 of 3 cells go dark" in " ".join(
        contingencies(left, credit=credit(left))["title"]["text"]
    )


def test_a_ledger_begins_at_its_balance_and_ends_at_it() -> None:
    steps = obligations(ledger(12.0, 3.0))["datasets"]["steps"]
    assert [(s["low"], s["high"]) for s in steps] == [(0, 10), (10, 15), (12, 15), (0, 12)]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: absence(document(absences=[]), credit=credit(document())),
        lambda: marginal(document(marginal=[]), credit=credit(document())),
        lambda: contingencies(document(), credit=credit(document())),
        lambda: obligations(ledger(1.0, None)),
    ],
)
def test_what_cannot_be_drawn_is_refused(ask: Any) -> None:
    with pytest.raises(Refusal) as refused:
        ask()
    assert refused.value.code == "no-figures"
