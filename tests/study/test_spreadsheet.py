"""The workbook as another library reads it."""

from __future__ import annotations

import io
import math
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from burdenshare.study.spreadsheet import (
    EXACT,
    MONEY,
    MOST_LETTERS,
    PERCENT,
    SHARE,
    WHOLE,
    YEAR,
    Book,
    Cell,
    Column,
)


def read(book: Book) -> Any:
    return openpyxl.load_workbook(io.BytesIO(book.content()))


def table(*rows: list[Cell], forms: tuple[str, ...] = ("", "")) -> Any:
    book = Book("A & B")
    book.add("By year", [Column(f"column {i}", form) for i, form in enumerate(forms)], rows)
    return read(book)["By year"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.text(st.characters(exclude_categories=["Cs"]), max_size=20).filter(
                    lambda text: "\r" not in text
                ),
                st.floats(allow_nan=False, allow_infinity=False),
                st.integers(-(10**12), 10**12),
            ),
            min_size=2,
            max_size=2,
        ),
        max_size=4,
    )
)
def test_what_is_written_is_read(rows: list[list[Cell]]) -> None:
    sheet = table(*rows)
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_col=2)]
    for row, there in zip(rows, found, strict=False):
        for mine, read in zip(row, there, strict=True):
            if isinstance(mine, str):
                assert (unescape(read) if read else "") == mine
            else:
                assert read == mine


def test_text_is_never_a_formula_and_no_number_is_no_cell() -> None:
    sheet = table(["=1+1", math.nan], ["http://example.org", math.inf], ["", 2.5])
    assert [cell.data_type for cell in sheet["A"]] == ["s", "s", "s", "n"]
    assert sheet["A2"].value == "=1+1"
    assert sheet["A3"].hyperlink is None
    assert [cell.value for cell in sheet["B"]] == ["column 1", None, None, 2.5]


def test_numbers_have_the_form_of_their_column() -> None:
    forms = (SHARE, MONEY, WHOLE, YEAR, PERCENT, EXACT)
    sheet = table([1.0] * 6, forms=forms)
    assert [cell.number_format for cell in sheet[2]] == list(forms)


def test_a_table_can_be_filtered_printed_and_scrolled() -> None:
    sheet = table(["a", 1], ["b", 2])
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet["A1"].font.b
    assert sheet["A1"].fill.fgColor.rgb == "FFE8EEF4"


def test_tables_of_one_sheet_stand_below_each_other() -> None:
    book = Book("title")
    sheet = book.sheet("Summary")
    sheet.table([Column("first", width=30)], [["a"], ["b"]])
    sheet.table([Column("second", width=9), Column("more")], [["c", 1]])
    found = read(book)
    assert [cell.value for cell in found["Summary"]["A"]] == [
        "first",
        "a",
        "b",
        None,
        "second",
        "c",
    ]
    assert found["Summary"].column_dimensions["A"].width == pytest.approx(9.71, abs=0.01)
    assert found.properties.title == "title"
    assert found.properties.created.year == 2000


def test_columns_beyond_z_have_two_letters() -> None:
    sheet = table(list(range(30)), forms=("",) * 30)
    assert sheet["AA2"].value == 26
    assert sheet["AD2"].value == 29


def test_text_that_is_too_long_is_cut() -> None:
    sheet = table(["x" * (MOST_LETTERS + 1), 1])
    assert len(sheet["A2"].value) == MOST_LETTERS
    assert sheet["A2"].value.endswith("x...")


def test_the_same_tables_give_the_same_bytes() -> None:
    def made() -> bytes:
        book = Book("title")
        book.add("Sheet", [Column("a")], [["text"], [1.5]])
        return book.content()

    assert made() == made()
