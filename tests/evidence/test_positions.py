"""Positions from the ledger: the latest number that each state wants, and what is left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.evidence.ledger.asking import Entry, Source
from burdenshare.evidence.model import Claim, Span
from burdenshare.evidence.positions import positions
from burdenshare.workbench import Workbench

MEASURE = "defence_spending_share_gdp"


def entry(actor: str, value: float | None, said: str = "2025-06-20", **more: Any) -> Entry:
    counts = more.pop("counts", True)
    fields: dict[str, Any] = {
        "id": "d-01",
        "document": "d",
        "span": Span(0, 9),
        "quote": "some words",
        "kind": "quantity",
        "stance": "commits",
        "speaker": "AUTHOR",
        "actor": (actor,),
        "target": (),
        "measure": MEASURE,
        "value": value,
        "unit": "pct_gdp",
        **more,
    }
    source = Source("d", "d.txt", "en", "", "", "", said, "text/plain", ())
    return Entry(Claim(**fields), source, counts, False, False, said, said)


def test_the_latest_number_of_each_state_counts() -> None:
    found = positions(
        [
            entry("ESP", 1.5, "2025-01-01"),
            entry("ESP", 2.1, "2025-06-19"),
            entry("USA", 5.0, stance="demands"),
            entry("LTU", 5.0, value_high=6.0),
        ],
        MEASURE,
    )
    assert {row["actor"]: row["position"] for row in found["positions"]} == {
        "ESP": 2.1,
        "LTU": "5..6",
        "USA": 5.0,
    }
    assert found["issues"][MEASURE]["scale"] == [2.1, 6.0]
    assert {row["date"] for row in found["positions"]} == {"2025-06-19", "2025-06-20"}


def test_what_is_no_position_is_left_out_and_named() -> None:
    found = positions(
        [
            entry("ESP", 2.1),
            entry("USA", 5.0),
            entry("AUS", 3.5, stance="opposes"),
            entry("NATO", 5.0),
            entry("FRA", 5.0, counts=False),
            entry("ITA", 5.0, negated=True),
            entry("DEU", 5.0, unit="EUR"),
            entry("GBR", None),
            entry("POL", 4.0, stance="reports"),
        ],
        MEASURE,
    )
    assert [row["actor"] for row in found["positions"]] == ["ESP", "USA"]
    assert "AUS (3.5)" in found["note"]
    assert "NATO" in found["note"]


def test_one_state_is_no_negotiation() -> None:
    with pytest.raises(Refusal) as refused:
        positions([entry("ESP", 2.1)], MEASURE)
    assert refused.value.code == "no-figures"


def test_the_file_is_read_by_bargain(tmp_path: Path) -> None:
    text = tmp_path / "news.txt"
    text.write_text(
        "The Hague, 24 June 2025. Spain pledged to spend 2.1% of GDP on defence.\n\n"
        "The United States demands that allies spend 5% of GDP on defence.\n\n"
        "Germany has pledged to spend 3.5% of GDP on defence by 2029.\n",
        encoding="utf-8",
    )
    bench, ledger = Workbench(), tmp_path / "ledger.sqlite"
    bench.read([text], ledger=ledger)
    out = tmp_path / "positions.yaml"
    bench.evidence_positions(out, MEASURE, ledger=ledger)
    found = bench.bargain(out, models=("compromise",))["cases"]["from-the-ledger"][MEASURE]
    wanted = {one["actor"]: one["position"] for one in found["weights"]}
    assert wanted["ESP"] == 2.1
    assert wanted["DEU"] == 3.5
    assert 2.1 < found["models"]["compromise"] <= 5.0
