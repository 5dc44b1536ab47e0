"""From the publisher's file to the answer of the next command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from workbooks import invented, nato_2024, nato_later, save, sipri

from burdenshare.figures.loaders import add

Run = Callable[..., Any]


def test_a_later_command_uses_the_added_figures_at_once(burdenshare: Run, tmp_path: Path) -> None:
    book = nato_later(range(2014, 2028))
    path = save(book, tmp_path / "tables.xlsx")
    added = burdenshare("figures", "add", path, "--json").json
    assert added["publisher"] == "NATO"
    assert added["vintage"] == "2027-12"
    assert added["rows_read"] == 14 * (2 * (5 * 9 + 3 * 7) - 9)
    assert added["rows_not_placed"] == []
    shown = burdenshare(
        "figures", "show", "milex_pct_gdp", "--country", "POL", "--years", "2027:2027", "--json"
    ).json
    (row,) = (row for row in shown["rows"] if row["definition"] == "NATO core defence")
    assert row["value"] == invented("3", 0, "Poland*", 2027)
    assert (row["vintage"], row["status"], row["source"]) == ("2027-12", "estimate", "NATO")


def test_what_was_not_placed_is_in_the_answer(burdenshare: Run, tmp_path: Path) -> None:
    book = nato_2024()
    book["TABLE7"]["D23"] = "Atlantis"
    answer = burdenshare("figures", "add", save(book, tmp_path / "a.xlsx"), "--json").json
    assert answer["rows_not_placed"] == [
        {
            "sheet": "TABLE7",
            "row": 23,
            "cell": "E23",
            "text": "Atlantis",
            "reason": "not a name of an ally or of the two totals",
        }
    ]


def test_a_refusal_is_one_error_body(burdenshare: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.7")
    answer = burdenshare("figures", "add", path, "--json")
    assert answer.status == 2
    assert answer.json["error"]["code"] == "unrecognised-file"


def test_figures_that_are_not_those_of_the_shipped_edition_are_named(tmp_path: Path) -> None:
    result = add(save(nato_2024(), tmp_path / "a"), tmp_path / "home")
    assert result.table == "nato_2024-06"
    assert "milex_pct_gdp/NATO/NATO/2024-06/POL/2024" in result.differs_from_shipped
    assert len(result.differs_from_shipped) == len(set(result.differs_from_shipped))


def test_figures_of_the_shipped_edition_do_not_differ(tmp_path: Path) -> None:
    """Two shares as NATO printed them in June 2024, with all their digits, and one invented."""
    printed = {"Poland*": 4.120190989357147, "Germany": 2.118977088667619}

    def value(table: str, block: int, name: str, year: int) -> float | None:
        if (table, block, year) == ("3", 0, 2024) and name in printed:
            return printed[name]
        return 1.0 if name.startswith("Albania") else None

    result = add(save(nato_2024(value=value), tmp_path / "a"), tmp_path / "home")
    assert {key.split("/")[4] for key in result.differs_from_shipped} == {"ALB"}


def test_the_same_file_again_replaces_its_table(tmp_path: Path) -> None:
    home = tmp_path / "home"
    path = save(sipri(), tmp_path / "a")
    first = add(path, home)
    files = {p.name: p.read_bytes() for p in (home / "figures").iterdir()}
    assert add(path, home) == first
    assert {p.name: p.read_bytes() for p in (home / "figures").iterdir()} == files


def test_the_home_of_the_settings_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BURDENSHARE_HOME", str(tmp_path / "mine"))
    add(save(sipri(), tmp_path / "a"))
    assert (tmp_path / "mine" / "figures" / "sipri_2026-04.csv").is_file()
