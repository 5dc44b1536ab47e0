"""Who can pay: sorted, with both probabilities, and never more certain than it is."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from burdenshare.charts.probability import Odds, affordable, percent
from burdenshare.charts.spreads import Conditions
from burdenshare.charts.theme import Credit
from burdenshare.errors import Refusal

from .factory import source

Texts = Callable[[dict[str, Any]], dict[str, list[str]]]
NAMED: dict[str, Any] = {
    "meaning": "public debt is at or below 60 % of GDP",
    "credit": Credit((source(),)),
    "definition": "NATO core defence, July 2026 edition",
    "conditions": Conditions(10000),
}
ODDS = {
    "ESP": Odds(2035, 0.31, 0.5),
    "POL": Odds(2035, 0.8, 0.9),
    "EST": Odds(2035, 0.9999, 0.9999),
    "ITA": Odds(2035, 0.001, 0.07),
    "DEU": Odds(2035, 0.6),
    "LUX": Odds(2035, math.nan),
}


def test_the_most_certain_comes_first_and_the_title_counts(texts: Texts) -> None:
    spec = affordable(ODDS, **NAMED)
    dots = [row for row in spec["datasets"]["dots"] if row["kind"] == "with the pledge"]
    assert [row["country"] for row in dots] == ["Estonia", "Poland", "Germany", "Spain", "Italy"]
    assert [row["text"] for row in dots] == [">99", "80", "60", "31", "<1"]
    assert " ".join(texts(spec)["title"]) == (
        "The pledge is affordable in more than half of the futures for 3 of 5 allies, least often "
        "for Italy: under 1 %"
    )


def test_conditions_and_gaps_are_said(texts: Texts) -> None:
    told = " ".join(texts(affordable(ODDS, **NAMED))["subtitle"])
    assert "10,000 futures, %, in which in 2035 public debt is at or below 60 % of GDP." in told
    assert "Conditions: every pledge is kept" in told
    assert "Not shown, as debt is not known: Luxembourg." in told


def test_several_deadlines_are_said(texts: Texts) -> None:
    odds = {"ESP": Odds(2032, 0.3), "POL": Odds(2035, 0.2)}
    spec = affordable(odds, **NAMED)
    assert "in the year of each deadline" in " ".join(texts(spec)["subtitle"])
    assert "for none of 2 allies" in " ".join(texts(spec)["title"])


def test_without_a_second_probability_there_is_one_dot() -> None:
    spec = affordable(ODDS, **NAMED)
    dots = [row["kind"] for row in spec["datasets"]["dots"] if row["country"] == "Germany"]
    assert dots == ["with the pledge"]
    (span,) = [row for row in spec["datasets"]["spans"] if row["country"] == "Germany"]
    assert (span["low"], span["high"]) == (60, 60)


def test_probabilities_that_nobody_knows_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        affordable({"LUX": Odds(2035, math.nan)}, **NAMED)
    assert refused.value.code == "no-figures"


@pytest.mark.parametrize(
    ("chance", "text"),
    [
        (0, "0"),
        (0.0001, "<1"),
        (0.006, "1"),
        (0.5, "50"),
        (0.994, "99"),
        (0.9999, ">99"),
        (1, "100"),
    ],
)
def test_near_certainty_never_looks_like_certainty(chance: float, text: str) -> None:
    assert percent(chance) == text
