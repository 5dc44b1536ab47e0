"""What people write: nothing hidden, nothing that turns around, nothing that climbs."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Problems
from burdenshare.web.store.text import clean, one_line, some_lines


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("plain", "plain"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\u2066iso\u2069late\u200f\u200e\u061c", "isolate"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("one\r\ntwo\rthree\u2028four\u2029five", "one\ntwo\nthree\nfour\nfive"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("e\u0301", "\u00e9"),
        ("Z" + "\u0335" * 50, "Z" + "\u0335" * 4),
        ("\u00a0 \u3000wide\u3000space ", "wide space"),
        ("日本の2 %目標", "日本の2 %目標"),
        ("\u06cc\u200c\u062f", "\u06cc\u200c\u062f"),
        ("👩\u200d✈\ufe0f", "👩\u200d✈\ufe0f"),
        ("a\u200d\u200d\u200db", "a\u200db"),
        ("\ud800lone", "lone"),
        ("\u3164\u115f\u2800", ""),
    ],
)  # fmt: skip
def test_cleaning(written: str, kept: str) -> None:
    assert clean(written) == kept


@given(st.text())
def test_what_is_clean_stays_as_it_is_and_hides_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    allowed = {"\n", "\u200c", "\u200d"}
    assert not [c for c in once if unicodedata.category(c)[0] == "C" and c not in allowed]
    once.encode("utf-8")


@pytest.mark.parametrize("empty", ["", "   ", "\n\t", "\u200b\u202e", "\u3164", "\u0301", "\x00"])
def test_what_nobody_can_see_is_empty(empty: str) -> None:
    problems = Problems()
    one_line(empty, "name", 80, problems)
    some_lines(empty, "why", 80, problems)
    assert [one["where"] for one in problems.details()] == ["name", "why"]


def test_lengths_have_a_limit_and_names_one_line() -> None:
    problems = Problems()
    assert one_line("Ann\n of  Kent", "name", 20, problems) == "Ann of Kent"
    assert not problems
    some_lines("x" * 21, "why", 20, problems)
    assert problems.details()[0]["expected"] == "at most 20"
