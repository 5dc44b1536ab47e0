"""The origin of a row's numbers is said once, and no number loses or changes its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from burdenshare.brief.lean import lean

from .page import Page

rows = st.lists(st.lists(st.sampled_from(["a", "b", "c d"]), max_size=5), max_size=4)


def table(origins: list[list[str]], row: str = "") -> str:
    cells = (
        "".join(f'<td><data value="1.5" data-origin="{one}">x</data></td>' for one in row)
        for row in origins
    )
    return f"<table>{''.join(f'<tr{row}><th>y</th>{each}</tr>' for each in cells)}</table>"


@given(rows, st.sampled_from(["", ' id="r-1"']))
def test_every_number_keeps_its_origin(origins: list[list[str]], row: str) -> None:
    full, short = table(origins, row), lean(table(origins, row))
    before, after = (Page(page).find("data") for page in (full, short))
    assert [e.origin for e in after] == [e.origin for e in before]
    assert len(short) <= len(full) + len(' data-origin=""')


def test_what_most_of_a_row_shares_stands_on_the_row() -> None:
    made = Page(lean(table([["a", "b", "a"]], ' id="r"')))
    assert made.by_id("r").attributes == {"id": "r", "data-origin": "a"}
    assert [e.attributes.get("data-origin") for e in made.find("data")] == [None, "b", None]


def test_a_row_that_says_its_origin_itself_is_left_alone() -> None:
    page = table([["a", "a"]], ' data-origin="z"')
    assert lean(page) == page
