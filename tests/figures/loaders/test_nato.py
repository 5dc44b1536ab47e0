"""NATO's tables: both layouts, every mark, and every way in which a copy can be wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from workbooks import ALLIES, CODES, invented, nato_2024, nato_later, save

from burdenshare.errors import Refusal
from burdenshare.figures.loaders import add
from burdenshare.figures.loaders.nato import read_nato
from burdenshare.figures.loaders.placing import Loaded
from burdenshare.figures.loaders.workbook import open_book
from burdenshare.figures.model import Observation

ROWS = 2 * (5 * 9 + 3 * 7) - 9
"""Rows of countries and totals: eight tables of two blocks, personnel of one."""


def read(book: Workbook, tmp_path: Path) -> Loaded:
    return read_nato(open_book(save(book, tmp_path / "some file.bin")))


def refused(book: Workbook, tmp_path: Path) -> str:
    with pytest.raises(Refusal) as refusal:
        add(save(book, tmp_path / "tables.xlsx"), tmp_path / "home")
    assert refusal.value.code == "unexpected-layout"
    assert not (tmp_path / "home").exists()
    return " | ".join(f"{d['where']}: {d['message']}" for d in refusal.value.details)


def one(loaded: Loaded, series: str, country: str, year: int) -> Observation:
    (found,) = (
        o for o in loaded.observations if (o.series, o.country, o.year) == (series, country, year)
    )
    return found


def test_the_layout_of_2024_is_read_whole(tmp_path: Path) -> None:
    loaded = read(nato_2024(), tmp_path)
    assert loaded.unplaced == []
    assert len(loaded.observations) == ROWS * 11
    assert (loaded.publisher, loaded.source.vintage) == ("NATO", "2024-06")
    assert loaded.source.published == date(2024, 6, 17)
    assert {o.country for o in loaded.observations} == {*CODES, "NATO", "NATO_EUR_CAN"}
    assert {o.definition for o in loaded.observations} == {"NATO"}

    spending = one(loaded, "milex_lcu_current", "SVK", 2022)
    assert spending.value == invented("1", 0, "Slovak Republic   (Euros)", 2022)
    assert (spending.unit, spending.status) == ("LCU million (Euros)", "actual")
    share = one(loaded, "milex_pct_gdp", "POL", 2024)
    assert share.value == invented("3", 0, "Poland*", 2024)
    assert (share.unit, share.status) == ("percent of GDP", "estimate")
    assert share.note == "published as share of real GDP (2015 prices)"
    assert one(loaded, "gdp_usd_current", "NATO", 2014).note == "aggregate includes Iceland"


UNITS = {
    "milex_lcu_current": "LCU million (Lei)",
    "milex_lcu_constant": "LCU million (Lei), constant 2021 prices",
    "milex_usd_current": "USD million",
    "milex_usd_constant": "USD million, constant 2021 prices and exchange rates",
    "milex_pct_gdp": "percent of GDP",
    "milex_real_change_pct": "percent",
    "gdp_usd_current": "USD million",
    "gdp_usd_constant": "USD million, constant 2021 prices and exchange rates",
    "gdp_usd_per_capita_constant": (
        "USD thousand per person, constant 2021 prices and exchange rates"
    ),
    "milex_usd_per_capita_constant": "USD per person, constant 2021 prices and exchange rates",
    "military_personnel": "thousand persons",
    "milex_share_equipment": "percent of defence expenditure",
    "milex_share_personnel": "percent of defence expenditure",
    "milex_share_infrastructure": "percent of defence expenditure",
    "milex_share_other": "percent of defence expenditure",
}


def test_the_later_layout_is_core_defence_with_its_own_base_year(tmp_path: Path) -> None:
    loaded = read(nato_later(), tmp_path)
    assert loaded.unplaced == []
    assert len(loaded.observations) == ROWS * 13
    assert (loaded.source.vintage, loaded.source.published) == ("2026-07", date(2026, 7, 10))
    assert {o.series: o.unit for o in loaded.observations if o.country == "ROU"} == UNITS
    for observation in loaded.observations:
        core = observation.series.startswith("milex_")
        assert observation.definition == ("NATO core defence" if core else "NATO")
        assert observation.status == ("estimate" if observation.year >= 2025 else "actual")


@pytest.mark.parametrize("layout", [nato_2024, nato_later])
def test_each_block_keeps_its_own_figures(layout: Callable[[], Workbook], tmp_path: Path) -> None:
    loaded = read(layout(), tmp_path)
    for table, block, series in (
        ("2", 0, "milex_usd_current"),
        ("2", 1, "milex_usd_constant"),
        ("6", 0, "gdp_usd_per_capita_constant"),
        ("6", 1, "milex_usd_per_capita_constant"),
        ("7", 0, "military_personnel"),
        ("8a", 1, "milex_share_personnel"),
        ("8b", 0, "milex_share_infrastructure"),
    ):
        assert one(loaded, series, "DEU", 2020).value == invented(table, block, "Germany", 2020)


@pytest.mark.parametrize("spelling", ["Turkey", "Turkiye", "Tuerkiye", "TÜRKİYE", "Türkiye**"])
def test_spellings_of_tuerkiye(spelling: str, tmp_path: Path) -> None:
    book = nato_2024()
    sheet = book["TABLE3"]
    for row in sheet.iter_rows(max_col=3):
        if row[2].value == "Türkiye":
            row[2].value = spelling
    if spelling == "TÜRKİYE":
        assert [u.text for u in read(book, tmp_path).unplaced] == [spelling, spelling]
    else:
        assert one(read(book, tmp_path), "milex_pct_gdp", "TUR", 2015)


def test_rows_of_broken_references_are_reported_not_failed(tmp_path: Path) -> None:
    book = nato_2024()
    for column in range(4, 10):
        book["TABLE8a"].cell(18, column, "#REF!")
        book["TABLE8b"].cell(18, column, 0)
    loaded = read(book, tmp_path)
    assert len(loaded.observations) == ROWS * 11
    assert [(u.sheet, u.row, u.cell, u.text, u.reason) for u in loaded.unplaced] == [
        ("TABLE8a", 18, "D18", "#REF!", "6 cells hold broken references, beside no name"),
        ("TABLE8b", 18, "D18", "0", "6 cells hold numbers, beside no name"),
    ]


def test_text_in_a_number_cell_is_reported_by_its_cell(tmp_path: Path) -> None:
    book = nato_2024()
    book["TABLE2"]["F12"] = "1 234,5"
    book["TABLE2"]["G12"] = "#DIV/0!"
    book["TABLE2"]["H12"] = ".."
    book["TABLE2"]["I12"] = None
    book["TABLE2"]["J12"] = True
    loaded = read(book, tmp_path)
    assert [(u.sheet, u.row, u.cell, u.text, u.reason) for u in loaded.unplaced] == [
        ("TABLE2", 12, "F12", "1 234,5", "text where a number belongs"),
        ("TABLE2", 12, "G12", "#DIV/0!", "a broken reference"),
        ("TABLE2", 12, "J12", "True", "text where a number belongs"),
    ]
    years = {o.year for o in loaded.observations if (o.series, o.country) == KEY}
    assert years == {2014, 2015, 2021, 2022, 2023, 2024}


KEY = ("milex_usd_current", "DEU")


def test_a_formula_that_was_never_computed_is_reported_not_taken_for_empty(tmp_path: Path) -> None:
    book = nato_2024()
    book["TABLE2"]["F12"] = "=F11*2"
    (entry,) = read(book, tmp_path).unplaced
    assert (entry.cell, entry.text, entry.reason) == (
        "F12",
        "=F11*2",
        "text where a number belongs",
    )


def test_a_starred_figure_is_a_figure_with_a_note(tmp_path: Path) -> None:
    book = nato_later()
    book["Table 3"]["N9"] = "1.61*"
    starred = one(read(book, tmp_path), "milex_pct_gdp", "ROU", 2026)
    assert starred.value == 1.61
    assert starred.note.endswith("the edition stars this value with a footnote")


def test_names_that_are_no_ally_are_reported(tmp_path: Path) -> None:
    book = nato_later()
    book["Table 7"]["A7"] = "Atlantis"
    book["Table 7"]["A8"] = "European Union"
    loaded = read(book, tmp_path)
    assert [(u.sheet, u.row, u.text, u.reason) for u in loaded.unplaced] == [
        ("Table 7", 7, "Atlantis", "not a name of an ally or of the two totals"),
        ("Table 7", 8, "European Union", "a union, not a country"),
    ]


def test_a_second_row_of_an_ally_is_reported_and_the_first_kept(tmp_path: Path) -> None:
    book = nato_later()
    book["Table 7"]["A7"] = "Albania"
    loaded = read(book, tmp_path)
    assert len(loaded.unplaced) == 13
    assert loaded.unplaced[0].reason == "Albania stands twice in this block"
    kept = one(loaded, "military_personnel", "ALB", 2014)
    assert kept.value == invented("7", 0, "Albania", 2014)


def test_tables_that_are_not_read_are_reported(tmp_path: Path) -> None:
    book = nato_later()
    for title, words in (
        ("Table 4", "Table 4: Defence expenditure real change 2014-2026e"),
        ("Table 9", "Table 9: Defence investment pledges"),
        ("Working", "Scratch"),
        ("Cover", "Defence"),
    ):
        sheet = book.create_sheet(title)
        sheet.append([words])
        if title != "Cover":
            sheet.append(["Albania", 1.0, 2.0])
    reasons = {u.sheet: u.reason for u in read(book, tmp_path).unplaced}
    assert reasons == {
        "Table 4": "this table repeats figures of tables 2 and 3",
        "Table 9": "table 9 is not one that burdenshare reads",
        "Working": "a sheet without the title of a table",
    }


def delete_years(book: Workbook) -> None:
    book["TABLE2"].delete_cols(6, 2)


def merge_years(book: Workbook) -> None:
    book["TABLE2"].merge_cells("F8:G8")


def move_years(book: Workbook) -> None:
    book["TABLE2"].move_range("D8:N8", cols=1)


def lose_years(book: Workbook) -> None:
    book["TABLE2"].delete_rows(8)


def lose_last_year(book: Workbook) -> None:
    book["TABLE2"]["N8"] = None


def lower_years(book: Workbook) -> None:
    book["TABLE2"].move_range("D8:N8", rows=12)


def rename_block(book: Workbook) -> None:
    book["TABLE2"]["B10"] = "Prices of the moon"


def lose_sheet(book: Workbook) -> None:
    del book["TABLE5"]


def wrong_sheet(book: Workbook) -> None:
    book["TABLE5"]["B4"] = "Table 2 : Defence expenditure"


def two_bases(book: Workbook) -> None:
    book["TABLE3"]["B6"] = "Based on 2021 prices"


def no_currency(book: Workbook) -> None:
    book["TABLE1"]["C11"] = "Albania"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (delete_years, "TABLE2!F8: the year 2018 does not follow 2015 (E8)"),
        (merge_years, "TABLE2!H8: the year 2018 does not follow 2016 (F8)"),
        (move_years, "TABLE2!D11: a number of Albania stands in a column without a year"),
        (lose_years, "TABLE2: no row of years"),
        (lose_last_year, "TABLE2!N11: a number of Albania stands in a column without a year"),
        (lower_years, "TABLE2!11: figures of Albania stand above the years"),
        (rename_block, "TABLE2!11: figures of Albania stand outside any block"),
        (lose_sheet, "Table 5: no sheet carries the title of this table"),
        (wrong_sheet, "TABLE5: a second sheet with the title of table 2"),
        (two_bases, "base year: 2015 in TABLE1!19; 2021 in TABLE3!6"),
        (no_currency, "TABLE1!11: no currency beside Albania"),
    ],
)
def test_a_changed_layout_is_refused(
    spoil: Callable[[Workbook], None], said: str, tmp_path: Path
) -> None:
    book = nato_2024()
    spoil(book)
    assert said in refused(book, tmp_path)


def test_every_problem_is_said_at_once(tmp_path: Path) -> None:
    book = nato_2024()
    delete_years(book)
    lose_sheet(book)
    said = refused(book, tmp_path)
    assert "Table 5" in said
    assert "TABLE2!F8" in said
    assert "2014 to 2024 in 9 columns" in said


def test_blocks_of_a_sheet_must_not_differ_in_their_years(tmp_path: Path) -> None:
    book = nato_later()
    sheet = book["Table 2"]
    header = next(r for r in range(8, 30) if sheet.cell(r, 2).value == 2014)
    for column in range(2, 15):
        year = 2011 + column
        sheet.cell(header, column, year)
    assert "the blocks of the sheet differ in their years" in refused(book, tmp_path)


@pytest.mark.parametrize(
    ("last", "created", "vintage", "published"),
    [
        (2027, datetime.fromisoformat("2027-06-03"), "2027-06", date(2027, 6, 30)),
        (2027, datetime.fromisoformat("2028-03-03"), "2028-03", date(2028, 3, 31)),
        (2027, datetime.fromisoformat("2031-01-01"), "2027-12", date(2027, 12, 31)),
        (2026, datetime.fromisoformat("2031-01-01"), "2026-07", date(2026, 7, 10)),
    ],
)
def test_an_unknown_edition_is_dated_by_its_workbook(
    last: int, created: datetime, vintage: str, published: date, tmp_path: Path
) -> None:
    book = nato_later(range(2014, last + 1))
    book.properties.created = created
    source = read(book, tmp_path).source
    assert (source.vintage, source.published, source.id) == (vintage, published, f"nato_{vintage}")


def test_estimates_are_also_known_from_the_notes(tmp_path: Path) -> None:
    book = nato_2024()
    book["TABLE7"]["N20"] = 2023
    assert one(read(book, tmp_path), "military_personnel", "DEU", 2023).status == "estimate"


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_every_number_of_a_workbook_comes_out_as_it_went_in(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    written: dict[tuple[str, int, str, int], Any] = {}

    def value(table: str, block: int, name: str, year: int) -> Any:
        figure = draw.choice([round(draw.uniform(-100, 1e6), 6), draw.randrange(10**6), None, ".."])
        written[table, block, name.split("  ")[0], year] = figure
        return figure

    loaded = read(nato_later(value=value), tmp_path)
    numbers = {k: float(v) for k, v in written.items() if isinstance(v, int | float)}
    assert loaded.unplaced == []
    assert len(loaded.observations) == len(numbers)
    code = dict(zip(ALLIES, CODES, strict=True))
    for name in ALLIES:
        shares = {
            o.year: o.value
            for o in loaded.observations
            if (o.series, o.country) == ("milex_real_change_pct", code[name])
        }
        wanted = {y: v for (t, b, n, y), v in numbers.items() if (t, b, n) == ("3", 1, name)}
        assert shares == wanted
