"""Orders fixed in national currency, from the run to its folder."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from burdenshare.figures.store import Figures
from burdenshare.study import verify

PLANNED = 108.0
IMPORTED = 0.28
ORDERED = 9469.1
"""Billion yen of fiscal 2024, priced at 108 yen a dollar, 28 % of them imported."""


def levels(country: str, year: int) -> float:
    """Return a GDP deflator against 2022, as the World Economic Outlook publishes it."""
    figures = Figures.open()

    def level(wanted: int) -> float:
        found = figures.one("gdp_deflator", country, wanted, definition="imf", vintage="2026-04")
        return found.value

    return level(year) / level(2022)


def test_what_the_yen_costs_the_plan_reaches_json_table_and_folder(
    burdenshare: Callable[..., Any], tmp_path: Path
) -> None:
    out = tmp_path / "yen"
    answer = burdenshare("run", "japan-yen", "--out", out, "--json")
    orders = answer.json["contracts"]["JPN"]
    at = orders["years"].index(2024)
    rate = orders["actual_rate"][at]
    # The exchange rate of 2024 by the World Economic Outlook of April 2026: 151.37 yen a dollar.
    assert rate == pytest.approx(151.37, abs=0.01)
    imported = ORDERED * IMPORTED
    lost = imported * (1.0 - PLANNED / rate)
    to_dollar_prices = (imported - lost) * (1.0 - 1.0 / levels("USA", 2024))
    to_home_prices = (ORDERED - imported) * (1.0 - 1.0 / levels("JPN", 2024))
    left = ORDERED - lost - to_dollar_prices - to_home_prices
    found = {name: values[at] for name, values in orders["losses"]["central"].items()}
    assert found == {
        "nominal": ORDERED,
        "exchange_rate": pytest.approx(lost, rel=1e-12),
        "dollar_prices": pytest.approx(to_dollar_prices, rel=1e-12),
        "home_prices": pytest.approx(to_home_prices, rel=1e-12),
        "left": pytest.approx(left, rel=1e-12),
    }
    assert orders["total"]["central"]["nominal"] == pytest.approx(43_500.0)
    rows = {
        (row["variable"], row["baseline"]): float(row["value"])
        for row in csv.DictReader((out / "results.csv").read_text().splitlines())
        if row["year"] == "2024"
    }
    assert rows["orders_left", "imported_central"] == found["left"]
    assert rows["orders_lost_to_exchange_rate", "imported_central"] == found["exchange_rate"]
    assert rows["orders_rate", "planned"] == PLANNED
    shown = burdenshare("run", "japan-yen", "--out", out).out
    assert "What is lost of the orders of 2023-2027" in shown
    assert "43,500" in shown
    assert verify(out).ok


def test_a_forged_loss_is_found(burdenshare: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "yen"
    burdenshare("run", "japan-yen", "--out", out, "--json")
    path = out / "results.json"
    document = json.loads(path.read_text())
    document["contracts"]["JPN"]["losses"]["central"]["left"][0] += 1.0
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    found = [each.where for each in verify(out).differences]
    assert "results.json contracts/JPN/losses/central/left/0" in found


def test_without_orders_nothing_is_said(burdenshare: Callable[..., Any]) -> None:
    assert "contracts" not in burdenshare("run", "japan-2027", "--json").json
