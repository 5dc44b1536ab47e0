"""The commands on formats, as a stranger runs them."""

from __future__ import annotations

from datetime import date

import pytest

from burdenshare.workbench import Workbench


def test_formats_on_a_day() -> None:
    found = Workbench().formats(on=date(2026, 7, 1))
    assert found["on"] == "2026-07-01"
    assert len(found["formats"]) == 26
    assert found["hub"]["rooms_lost"] == ["ANZUS", "US-Japan", "US-Korea"]
    assert found["spending"]["year"] == 2025
    assert "AUT" in found["spending"]["unknown"]


def test_without_a_state_it_sits_nowhere() -> None:
    found = Workbench().formats(on=date(2026, 7, 1), without=["USA"])
    assert "hub" not in found
    assert "USA" not in found["countries"]
    assert all("USA" not in pair["countries"] for pair in found["pairs"])


def test_who_can_says_which_share_of_spending_it_holds() -> None:
    found = Workbench().who_can("deploy", on=date(2026, 7, 1), without=["USA"])
    nato = next(f for f in found["formats"] if f["format"] == "NATO")
    usa = Workbench().figures_show(
        "milex_usd_current", countries=["USA"], years=(2025, 2025), definition="sipri"
    )["rows"][0]["value"]
    whole = Workbench().who_can("deploy", on=date(2026, 7, 1))
    with_it = next(f for f in whole["formats"] if f["format"] == "NATO")
    lost = with_it["shares"]["spending"] - nato["shares"]["spending"]
    total = usa / 1000 / lost * 100
    assert 1500 < total < 2500
    assert not nato["can"]
    assert nato["unknown"] == {}


@pytest.mark.parametrize("day", [date(1960, 1, 1), date(2000, 1, 1)])
def test_the_past_has_fewer_rooms(day: date) -> None:
    found = Workbench().formats(on=day)
    assert 1 < len(found["formats"]) < 26
