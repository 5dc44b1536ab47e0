"""Money on charts in the unit of the reader: the worth stays, the unit says what is counted."""

from __future__ import annotations

from typing import Any

import pytest

from burdenshare.charts.costs import Costs, cost_bars, cost_stack
from burdenshare.charts.counting import counted
from burdenshare.charts.theme import Credit


@pytest.mark.parametrize(
    ("unit", "largest", "language", "found"),
    [
        ("USD bn, 2026 prices", 500.0, "en", ("USD bn, 2026 prices", 1.0)),
        ("USD bn, 2026 prices", 500.0, "ja", ("USD oku, 2026 prices", 10.0)),
        ("JPY bn", 43_500.0, "ja", ("JPY cho", 0.001)),
        ("JPY bn, current", 2_500.0, "ja", ("JPY oku, current", 10.0)),
        ("% of GDP", 500.0, "ja", ("% of GDP", 1.0)),
        ("EUR million, prices of 2026", 500.0, "ja", ("EUR million, prices of 2026", 1.0)),
    ],
)
def test_the_unit_follows_from_language_and_size(
    unit: str, largest: float, language: str, found: tuple[str, float]
) -> None:
    assert counted(unit, largest, language) == found


def test_a_japanese_chart_shows_the_same_money(credit: Credit) -> None:
    costs = Costs(
        (2026, 2027),
        {"POL": (1.5, 2.5), "ESP": (10.0, 20.0)},
        "USD bn, 2026 prices and exchange rates",
        "a constant share of GDP",
    )
    said: dict[str, Any] = {"credit": credit, "definition": "NATO core defence", "language": "ja"}
    bars = cost_bars(costs, **said)
    rows = {row["country"]: row for row in bars["datasets"]["costs"]}
    assert rows["スペイン"]["cost"] == pytest.approx(300.0)
    assert rows["スペイン"]["text"] == "300"
    assert "340億ドル" in "".join(bars["title"]["text"])
    assert bars["vconcat"][0]["layer"][0]["encoding"]["x"]["title"].startswith("億ドル")
    stack = cost_stack(costs, **said)
    assert stack["datasets"]["sums"][-1]["sum"] == pytest.approx(225.0)
