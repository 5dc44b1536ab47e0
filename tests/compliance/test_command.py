"""The command, as a user and a program meet it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]
FORECAST = ("keep", "--share", "2.0", "--by", "2024", "--origin", "2021", "--draws", "200")


def test_keep_gives_chances_and_bands(burdenshare: Run) -> None:
    answer = burdenshare(*FORECAST, "--json")
    assert answer.status == 0
    assert answer.json["origin"] == 2021
    poland = answer.json["members"]["POL"]
    assert poland["years"] == [2022, 2023, 2024]
    assert all(0.0 <= p <= 1.0 for p in poland["probability"])
    low, middle, high = (poland["share"][b] for b in ("0.05", "0.5", "0.95"))
    assert all(a <= b <= c for a, b, c in zip(low, middle, high, strict=True))


def test_keep_for_people_and_as_csv(burdenshare: Run) -> None:
    answer = burdenshare(*FORECAST)
    assert answer.status == 0
    assert "Pseudo-real-time" in answer.out
    assert "No share is known of ISL." in answer.out
    rows = burdenshare(*FORECAST, "--csv").out.splitlines()
    assert rows[0] == "country,year,last,probability,share_0.05,share_0.5,share_0.95"
    assert len(rows) == 1 + 29 * 3


def test_register_and_score(burdenshare: Run) -> None:
    made = ("keep", "--share", "2.0", "--by", "2025", "--origin", "2024", "--draws", "200")
    answer = burdenshare(*made, "--register", "--date", "2024-12-01", "--json")
    assert answer.status == 0
    assert "2024-12-01-2-by-2025-from-2024-" in answer.json["registered"]
    assert answer.json["as_of"] == "2024-12-01"
    again = burdenshare(*made, "--register", "--date", "2024-12-01", "--json")
    assert again.status == 2
    assert again.json["error"]["code"] == "bad-argument"
    scored = burdenshare("keep", "--score", "--json")
    assert scored.json["forecasts"][0]["n"] == 31
    assert "2024-12-01" in burdenshare("keep", "--score").out


def test_today_is_the_date_if_none_is_given(
    burdenshare: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import date

    monkeypatch.setattr("burdenshare.workbench.politics._today", lambda: date(2026, 8, 1))
    answer = burdenshare(
        "keep", "--share", "3.5", "--by", "2028", "--draws", "100", "--register", "--json"
    )
    assert answer.status == 0
    assert answer.json["as_of"] == "2026-08-01"
    assert "/2026-08-01-3.5-by-2028-from-2026-" in answer.json["registered"].replace("\\", "/")


def test_the_hindcast_is_printed_with_its_losses(burdenshare: Run) -> None:
    answer = burdenshare("keep", "--hindcast")
    assert answer.status == 0
    assert "it loses to" in answer.out
    assert "came true" in answer.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["keep"],
        ["keep", "--share", "2"],
        ["keep", "--by", "2030"],
        ["keep", "--score", "--hindcast"],
        ["keep", "--score", "--share", "2", "--by", "2030"],
        ["keep", "--share", "2", "--by", "2024", "--origin", "2024"],
        ["keep", "--share", "2", "--by", "2030", "--alliance", "NARO"],
        ["keep", "--share", "2", "--by", "2030", "--as-of", "soon"],
        ["keep", "--share", "2", "--by", "2030", "--reclassified", "7"],
    ],
)
def test_what_cannot_be_asked_is_refused(burdenshare: Run, arguments: list[str]) -> None:
    answer = burdenshare(*arguments, "--json")
    assert answer.status == 2
    assert answer.json["error"]["code"] == "bad-argument"


def test_nothing_registered_is_refused(burdenshare: Run) -> None:
    answer = burdenshare("keep", "--score", "--json")
    assert answer.status == 2
    assert answer.json["error"]["code"] == "file-not-found"
