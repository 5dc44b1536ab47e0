"""SIPRI's workbook: colours, symbols, marks, scales, and copies that were altered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.styles.colors import Color
from workbooks import SIPRI_CODES, SIPRI_SHEETS, save, sipri, sipri_value

from burdenshare.errors import Refusal
from burdenshare.figures.loaders import add
from burdenshare.figures.loaders.placing import Loaded
from burdenshare.figures.loaders.sipri import read_sipri
from burdenshare.figures.loaders.workbook import open_book
from burdenshare.figures.model import Observation

SHARE = "Share of Govt. spending"


def read(book: Workbook, tmp_path: Path) -> Loaded:
    return read_sipri(open_book(save(book, tmp_path / "a copy")))


def refused(book: Workbook, tmp_path: Path) -> str:
    with pytest.raises(Refusal) as refusal:
        add(save(book, tmp_path / "milex.xlsx"), tmp_path / "home")
    assert refusal.value.code == "unexpected-layout"
    assert not (tmp_path / "home").exists()
    return " | ".join(f"{d['where']}: {d['message']}" for d in refusal.value.details)


def one(loaded: Loaded, series: str, country: str, year: int) -> Observation:
    (found,) = (
        o for o in loaded.observations if (o.series, o.country, o.year) == (series, country, year)
    )
    return found


def test_every_sheet_has_its_series_and_unit(tmp_path: Path) -> None:
    loaded = read(sipri(), tmp_path)
    assert (loaded.publisher, loaded.source.vintage) == ("SIPRI", "2026-04")
    assert loaded.source.published == date(2026, 4, 27)
    assert {o.country for o in loaded.observations} == set(SIPRI_CODES)
    assert len(loaded.observations) == 7 * 5 * (2025 - 1988 + 1 - 3)
    assert {o.series: o.unit for o in loaded.observations if o.country == "JPN"} == {
        "milex_lcu_fy": "LCU million (Yen), fiscal year starting in the year",
        "milex_lcu_current": "LCU million (Yen)",
        "milex_usd_constant": "USD million, constant 2024 prices and exchange rates",
        "milex_usd_current": "USD million",
        "milex_pct_gdp": "percent of GDP",
        "milex_usd_per_capita_current": "USD per person",
        "milex_pct_gov_expenditure": "percent of general government expenditure",
    }
    assert one(loaded, "milex_usd_current", "KOR", 2000).value == 40_120.0
    assert one(loaded, "milex_pct_gdp", "KOR", 2000).value == 1.34651685703


def test_the_base_year_stands_in_the_name_of_the_sheet(tmp_path: Path) -> None:
    loaded = read(sipri(2024), tmp_path)
    assert (loaded.source.vintage, loaded.source.published) == ("2025-04", date(2025, 4, 30))
    constant = one(loaded, "milex_usd_constant", "DEU", 2024)
    assert constant.unit == "USD million, constant 2023 prices and exchange rates"


def test_an_edition_to_come_is_dated_by_its_last_year(tmp_path: Path) -> None:
    source = read(sipri(2026), tmp_path).source
    assert (source.id, source.published) == ("sipri_2027-04", date(2027, 4, 30))


@pytest.mark.parametrize("unit", [1e6, 1.0])
def test_local_currency_comes_out_in_millions_whatever_is_printed(
    unit: float, tmp_path: Path
) -> None:
    book = sipri(unit=unit)
    for sheet in (book["Local currency financial years"], book["Local currency calendar years"]):
        japan = next(row for row in sheet.iter_rows() if row[0].value == "Japan")
        header = [cell.value for cell in sheet[4]]
        japan[header.index(2023)].value = 7_157_500 * unit
    loaded = read(book, tmp_path)
    assert one(loaded, "milex_lcu_fy", "JPN", 2023).value == 7_157_500
    assert one(loaded, "milex_lcu_current", "USA", 2023).value == sipri_value(3, "", 2023)


def test_a_scale_that_cannot_be_told_is_refused(tmp_path: Path) -> None:
    assert "cannot be told" in refused(sipri(unit=1e12), tmp_path)


def test_colours_and_symbols_become_status_and_note(tmp_path: Path) -> None:
    loaded = read(sipri(), tmp_path)

    def said(country: str, year: int) -> tuple[str, str]:
        found = one(loaded, "milex_pct_gdp", country, year)
        return found.status, found.note

    assert said("DEU", 2023) == ("actual", "")
    assert said("DEU", 2024) == ("estimate", "highly uncertain")
    assert said("DEU", 2025) == ("estimate", "SIPRI estimate")
    assert said("JPN", 2023) == ("actual", "excludes military pensions")
    assert said("JPN", 2025) == ("estimate", "SIPRI estimate; excludes military pensions")
    assert said("KOR", 2023) == ("budget", "adopted budget, not outturn")
    assert said("KOR", 2025) == ("estimate", "SIPRI estimate; adopted budget, not outturn")
    assert said("HRV", 2023)[1] == "current spending only; excludes paramilitary forces"


@pytest.mark.parametrize(
    ("colour", "status"),
    [
        (Color(rgb="FF0000FF"), "estimate"),
        (Color(rgb="FF0070C0"), "estimate"),
        (Color(indexed=10), "estimate"),
        (Color(rgb="FFC00000"), "estimate"),
        (Color(rgb="FF000000"), "actual"),
        (Color(rgb="FF00B050"), "actual"),
        (Color(theme=1), "actual"),
        (Color(indexed=8), "actual"),
        (Color(indexed=64), "actual"),
    ],
)
def test_shades_of_blue_and_red(colour: Color, status: str, tmp_path: Path) -> None:
    book = sipri()
    sheet = book["Share of GDP"]
    germany = next(row for row in sheet.iter_rows() if row[0].value == "Germany")
    germany[10].font = Font(color=colour)
    year = sheet[4][10].value
    assert one(read(book, tmp_path), "milex_pct_gdp", "DEU", year).status == status


def test_missing_marks_are_no_figures_and_no_complaint(tmp_path: Path) -> None:
    loaded = read(sipri(), tmp_path)
    assert not [o for o in loaded.observations if o.year in (1988, 1989, 1990)]
    assert {u.reason for u in loaded.unplaced} == {
        "a region, not a country",
        "no code of its own in ISO 3166-1",
    }


def test_regions_and_names_without_a_code_are_reported(tmp_path: Path) -> None:
    unplaced = read(sipri(), tmp_path).unplaced
    regions = [u for u in unplaced if u.sheet == "Regional totals"]
    assert [(u.row, u.cell, u.text) for u in regions] == [
        (3, "A3", "World"),
        (4, "A4", "Central Asia"),
    ]
    kosovo = [u for u in unplaced if u.text == "Kosovo"]
    assert len(kosovo) == 7
    assert {u.cell for u in kosovo} == {"A13"}


def test_unknown_names_and_text_in_number_cells_are_reported_by_cell(tmp_path: Path) -> None:
    book = sipri()
    sheet = book["Current US$"]
    sheet["A8"] = "Atlantis"
    sheet["F9"] = "about 40"
    sheet["G9"] = "#N/A"
    book.create_sheet("Notes of a reader").append([1.5])
    loaded = read(book, tmp_path)
    found = [(u.sheet, u.cell, u.text, u.reason) for u in loaded.unplaced if u.text != "Kosovo"]
    assert found[2:] == [
        ("Notes of a reader", "A1", "1.5", "a sheet that SIPRI's workbooks do not have"),
        ("Current US$", "A8", "Atlantis", "not in the list of names of countries"),
        ("Current US$", "F9", "about 40", "text where a number belongs"),
        ("Current US$", "G9", "#N/A", "a broken reference"),
    ]


def test_a_number_beyond_the_years_is_reported(tmp_path: Path) -> None:
    book = sipri()
    book["Per capita"].cell(8, 45, 1.0)
    (found,) = (u for u in read(book, tmp_path).unplaced if u.reason == "a column without a year")
    assert (found.sheet, found.cell) == ("Per capita", "AS8")


def remove_from_the_middle(book: Workbook) -> None:
    book[SHARE].delete_cols(20, 2)


def remove_the_first(book: Workbook) -> None:
    book[SHARE].delete_cols(3, 2)


def remove_the_last(book: Workbook) -> None:
    book[SHARE].delete_cols(book[SHARE].max_column - 1, 2)


def shift_under_the_years(book: Workbook) -> None:
    sheet = book[SHARE]
    years = [cell.value for cell in sheet[4]]
    sheet.delete_cols(20, 2)
    for column, year in enumerate(years, 1):
        sheet.cell(4, column, year)


def merge_the_years(book: Workbook) -> None:
    book[SHARE].merge_cells("F4:G4")


def lose_the_header(book: Workbook) -> None:
    book[SHARE].delete_rows(4)


def rename_the_header(book: Workbook) -> None:
    book[SHARE]["A4"] = "State"


def move_the_header(book: Workbook) -> None:
    book[SHARE].insert_cols(1)


def exchange_the_sheets(book: Workbook) -> None:
    book["Share of GDP"].title, book["Per capita"].title = "x", "Share of GDP"
    book["x"].title = "Per capita"


def lose_a_sheet(book: Workbook) -> None:
    del book[SHARE]


def lose_the_currency(book: Workbook) -> None:
    book["Local currency calendar years"]["B4"] = "Money"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (remove_from_the_middle, f"{SHARE}!T4: the year 2007 does not follow 2004 (S4)"),
        (remove_the_first, f"{SHARE}!4: the years begin in 1990: columns are missing"),
        (remove_the_last, f"{SHARE}!4: the years end in 2023, in another sheet in 2025"),
        (shift_under_the_years, f"{SHARE}!4: the column of 2025 holds no figure"),
        (merge_the_years, f"{SHARE}!H4: the year 1993 does not follow 1991 (F4)"),
        (lose_the_header, f"{SHARE}: no header"),
        (rename_the_header, f"{SHARE}: no header"),
        (move_the_header, f"{SHARE}!A1: the title does not fit the sheet's name"),
        (exchange_the_sheets, "Share of GDP!A1: the title does not fit the sheet's name"),
        (lose_a_sheet, "milex_pct_gov_expenditure: no sheet of this measure"),
        (lose_the_currency, "Local currency calendar years!4: no column named Currency"),
    ],
)
def test_an_altered_workbook_is_refused(
    spoil: Callable[[Workbook], None], said: str, tmp_path: Path
) -> None:
    book = sipri()
    spoil(book)
    assert said in refused(book, tmp_path)


def test_a_workbook_without_a_readable_sheet_is_refused(tmp_path: Path) -> None:
    book = sipri()
    for name in SIPRI_SHEETS:
        book[name.format(base=2024)].delete_rows(4)
    assert refused(book, tmp_path).count("no header") == 7


def test_sheets_may_begin_in_1949_and_in_1988(tmp_path: Path) -> None:
    book, long = sipri(), sipri(first=1949)
    del book["Share of GDP"]
    copy = book.create_sheet("Share of GDP")
    for row in long["Share of GDP"].iter_rows(values_only=True):
        copy.append(row)
    loaded = read(book, tmp_path)
    assert min(o.year for o in loaded.observations if o.series == "milex_pct_gdp") == 1952
