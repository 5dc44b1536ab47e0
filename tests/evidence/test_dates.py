"""Days, years, fiscal years, decades and deadlines, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.evidence.dates import dates, relative_dates

ENGLISH = [
    ("published on July 3, 2025, at noon", "July 3, 2025", "day", 2025, None, "2025-07-03", "in"),
    ("the speech of 5 March 2024", "5 March 2024", "day", 2024, None, "2024-03-05", "in"),
    ("invited in July 2024", "July 2024", "month", 2024, None, "2024-07", "in"),
    ("scheduled for July 1", "July 1", "day", None, None, "--07-01", "in"),
    ("dated 2025-07-03", "2025-07-03", "day", 2025, None, "2025-07-03", ""),
    ("3.5 percent by 2035", "2035", "year", 2035, None, "2035", "by"),
    ("ready no later than 2029", "2029", "year", 2029, None, "2029", "by"),
    ("growing since 2014", "2014", "year", 2014, None, "2014", "since"),
    ("lasting until the end of 2026", "2026", "year", 2026, None, "2026", "until"),
    ("the budget for FY2027", "FY2027", "fiscal", 2027, None, "2027", "in"),
    ("the plan for fiscal 2023-27", "fiscal 2023-27", "fiscal", 2023, 2027, "2023", "in"),
    ("in the 1980s", "1980s", "decade", 1980, 1989, "", "in"),
    ("the nineties", "nineties", "decade", 1990, 1999, "", ""),
    ("between 2014 and 2024", "2014 and 2024", "span", 2014, 2024, "", ""),
    ("the first quarter of 2025", "first quarter of 2025", "part", 2025, None, "2025", ""),
]
JAPANESE = [
    ("2025年6月25日に採択", "2025年6月25日", "day", 2025, None, "2025-06-25", "in"),
    ("令和7年度予算", "令和7年度", "fiscal", 2025, None, "2025", ""),
    ("令和元年に", "令和元年", "year", 2019, None, "2019", "in"),
    ("昭和51年の閣議", "昭和51年", "year", 1976, None, "1976", "in"),
    ("平成25年度から", "平成25年度", "fiscal", 2013, None, "2013", "since"),
    ("2035年までに達成", "2035年", "year", 2035, None, "2035", "by"),
    ("２０２７年度に２％", "２０２７年度", "fiscal", 2027, None, "2027", "in"),
    ("二〇二七年の目標", "二〇二七年", "year", 2027, None, "2027", "in"),
    ("1980年代には", "1980年代", "decade", 1980, 1989, "", "in"),
    ("23〜27年度の計画", "23〜27年度", "fiscal", 2023, 2027, "", "in"),
    ("2023年度から27年度まで", "2023年度から27年度", "fiscal", 2023, 2027, "", "by"),
    ("7月3日に", "7月3日", "day", None, None, "--07-03", "in"),
]


@pytest.mark.parametrize(("text", "words", "kind", "year", "year_to", "date", "role"), ENGLISH)
def test_english(
    text: str, words: str, kind: str, year: int | None, year_to: int | None, date: str, role: str
) -> None:
    (m,) = dates(text, "en")
    found = (m.span.of(text), m.kind, m.year, m.year_to, m.date, m.role)
    assert found == (words, kind, year, year_to, date, role)


@pytest.mark.parametrize(("text", "words", "kind", "year", "year_to", "date", "role"), JAPANESE)
def test_japanese(
    text: str, words: str, kind: str, year: int | None, year_to: int | None, date: str, role: str
) -> None:
    (m,) = dates(text, "ja")
    found = (m.span.of(text), m.kind, m.year, m.year_to, m.date, m.role)
    assert found == (words, kind, year, year_to, date, role)


@pytest.mark.parametrize(
    "text", ["2,027 men", "2000 troops", "$2025", "5年間", "3年連続", "10日間", "1950 billion yen"]
)
def test_what_is_no_date(text: str) -> None:
    assert dates(text, "en" if text.isascii() else "ja") == []


@given(st.integers(1, 30))
def test_eras_count_from_their_first_year(year: int) -> None:
    (m,) = dates(f"平成{year}年の予算", "ja")
    assert m.year == 1988 + year


def test_last_year_needs_the_day_of_the_document() -> None:
    assert relative_dates("It rose last year and will next year.", "") == []
    found = relative_dates("It rose last year, not next year.", "2025-07")
    assert [m.year for m in found] == [2024, 2026]
    assert [m.year for m in relative_dates("昨年度から今年にかけて", "2025")] == [2024, 2025]


MARKS = st.text(alphabet="0123456789/-年月日度令和元〜から 一二十MayFY", max_size=40)


@given(MARKS, st.sampled_from(["en", "ja"]))
def test_any_text_gives_dates_inside_it_that_do_not_overlap(text: str, language: str) -> None:
    end = 0
    for m in dates(text, language):  # type: ignore[arg-type]
        assert end <= m.span.start < m.span.end <= len(text)
        end = m.span.end
