"""Numbers keep their value through every display form; words keep their grammar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from burdenshare.brief.numbers import (
    MINUS,
    THIN,
    amount,
    digits,
    exact,
    money,
    number,
    percent,
    published,
    share,
)
from burdenshare.brief.origin import general, span
from burdenshare.brief.words import joined, language, opening, slug, tied

FINITE = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)


def read(text: str) -> float:
    return float(text.replace(THIN, "").replace(MINUS, "-"))


@given(FINITE, st.integers(0, 4))
def test_digits_are_the_value_rounded(value: float, places: int) -> None:
    assert read(digits(value, places)) == pytest.approx(
        value, abs=0.5000001 * 10**-places, rel=1e-12
    )


@given(FINITE)
def test_the_exact_text_reads_back_as_the_same_number(value: float) -> None:
    assert float(exact(value)) == value


@given(st.floats(min_value=-1e9, max_value=1e9, allow_nan=False))
def test_a_published_value_keeps_its_digits(value: float) -> None:
    assert read(published(value)) == pytest.approx(value, rel=1e-11, abs=1e-300)


@given(FINITE)
def test_amounts_are_within_one_per_cent_or_half_a_cent(value: float) -> None:
    assert read(amount(value)) == pytest.approx(value, rel=0.051, abs=0.0051)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (68.1436, "68.1 bn CAD"),
        (334.7, "334.7 bn CAD"),
        (999.94, "999.9 bn CAD"),
        (999.96, "1.00 tn CAD"),
        (9035.3, "9.04 tn CAD"),
        (0.179, "0.18 bn CAD"),
        (0.0389, "39 m CAD"),
        (0.0042, "4.2 m CAD"),
        (-12.34, "−12.3 bn CAD"),
        (0.0, "0 bn CAD"),
    ],
)
def test_money_is_said_in_the_unit_that_fits(value: float, text: str) -> None:
    assert money(value, "CAD").replace(THIN, " ") == text


def test_grouping_signs_and_zeros() -> None:
    assert digits(1234567.891, 1) == f"1{THIN}234{THIN}567.9"
    assert digits(-0.04, 1) == "0.0"
    assert digits(-1.25, 2) == f"{MINUS}1.25"
    assert published(1234.5678) == f"1{THIN}234.5678"
    assert published(0.85) == "0.85"
    assert percent(-0.46) == f"{MINUS}0.5{THIN}%"
    assert share(3.5) == f"3.5{THIN}%"
    assert share(2.125) == f"2.12{THIN}%"


def test_a_number_carries_its_value_and_escapes_its_text() -> None:
    made = number(0.1 + 0.2, "<b>", ("m-x", "i-ESP"))
    assert made == ('<data value="0.30000000000000004" data-origin="m-x i-ESP">&lt;b&gt;</data>')


def test_lists_read_as_a_person_would_write_them() -> None:
    assert joined([]) == ""
    assert joined(["A"]) == "A"
    assert joined(["A", "B"]) == "A and B"
    assert joined(["A", Markup("<i>B</i>"), "<C>"]) == "A, <i>B</i> and &lt;C&gt;"
    assert opening("the end") == "The end"
    assert isinstance(opening(Markup("the <i>end</i>")), Markup)


@given(st.sets(st.integers(1990, 2060), min_size=1))
def test_spans_name_every_year_once(years: set[int]) -> None:
    named: list[int] = []
    for part in span(years).split(", "):
        first, _, last = part.partition("-")
        named += range(int(first), int(last or first) + 1)
    assert named == sorted(years)


def test_the_rule_of_many_numbers_leaves_out_the_rates_of_one() -> None:
    rule = (
        "GDP of 2030 x (1 + real growth -1.234 % (WEO 2025-10), held from 2030) x "
        "(1 + inflation 2.000 % (WEO 2025-10))"
    )
    assert general(rule) == (
        "GDP of the year before x (1 + real growth (WEO 2025-10), held from 2030) x "
        "(1 + inflation (WEO 2025-10))"
    )


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("steady growth (4.2 % a year); lives", "steady growth; lives"),
        ("steady growth (0.0 % a year); lives", "steady growth; lives"),
        ("long-term debt issued in 2029", "long-term debt issued in the year before"),
        ("stress test: 90 % of GDP", "stress test: 90 % of GDP"),
    ],
)
def test_what_belongs_to_one_number_goes_and_what_belongs_to_the_rule_stays(
    rule: str, text: str
) -> None:
    assert general(rule) == text


def test_a_per_cent_sign_stays_with_its_number() -> None:
    assert tied("60 % of GDP, 5 years") == f"60{THIN}% of GDP, 5 years"


@given(st.text())
def test_anchors_hold_no_space_and_no_quote(text: str) -> None:
    made = slug(text)
    assert made
    assert not set(made) & set(" \"'<>&#\t\n")


def test_languages_are_told_by_their_script() -> None:
    assert [language(t) for t in ("Pledge", "防衛費をGDP比", "방위비", "国防")] == [
        "en",
        "ja",
        "ko",
        "zh",
    ]
