"""What must hold of quantities whatever the text, and the rules of numbers, bases and masks."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from burdenshare.evidence.numerals import read_digits, read_english, read_kanji
from burdenshare.evidence.quantities import quantities
from burdenshare.evidence.quantities.units import home_dollar

DIGITS = "〇一二三四五六七八九"
ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_kanji(number: int) -> str:
    """Write a number below 10^16 in kanji, as a newspaper does."""
    if number == 0:
        return "〇"
    words = ""
    for large, name in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, "")):
        section, number = divmod(number, large)
        if not section:
            continue
        for small, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, section = divmod(section, small)
            if digit:
                words += ("" if digit == 1 and sign else DIGITS[digit]) + sign
        words += name
    return words


def in_words(number: int) -> str:
    """Write a number below 1,000,000 in English words."""
    if number >= 1000:
        rest = number % 1000
        return in_words(number // 1000) + " thousand" + (" " + in_words(rest) if rest else "")
    if number >= 100:
        rest = number % 100
        return ONES[number // 100] + " hundred" + (" and " + in_words(rest) if rest else "")
    if number >= 20:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    return ONES[number]


@given(st.integers(0, 10**15 - 1))
@example(24_700)
@example(10_000_000)
@example(10**12)
def test_a_number_written_in_kanji_reads_back(number: int) -> None:
    assert read_kanji(in_kanji(number)) == number


@given(st.integers(0, 999_999))
def test_a_number_written_in_english_words_reads_back(number: int) -> None:
    assert read_english(in_words(number)) == number


@given(st.integers(1, 10**13))
def test_digits_read_the_same_with_commas_and_in_full_width(number: int) -> None:
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert read_digits(f"{number:,}") == read_digits(wide) == read_kanji(wide) == number


@given(st.integers(2, 9_999), st.integers(1, 9_999))
def test_yen_in_large_units_read_as_plain_yen(trillions: int, hundred_millions: int) -> None:
    text = f"総額は{trillions}兆{hundred_millions:,}億円だった。"
    (found,) = quantities(text, "ja")
    assert found.value == trillions * 10**12 + hundred_millions * 10**8
    assert found.unit == "JPY"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("8兆7,005億", 8_700_500_000_000),
        ("6兆8219億", 6_821_900_000_000),
        ("24万7千", 247_000),
        ("二万四千七百", 24_700),
        ("3.5万", 35_000),
        ("三・五", 3.5),
        ("４３兆", 43e12),
        ("二〇二七", 2027),
        ("千", 1000),
        ("弐千", 2000),
    ],
)
def test_japanese_numerals_of_newspapers(written: str, number: float) -> None:
    assert read_kanji(written) == number


PIECES = st.sampled_from(
    [
        "2%", "3.5 percent", "of GDP", "$", "5", "billion", "to", "between", "and", "at least",
        "2027", "FY2027", "July 3", "[12]", "plus", "-", "–", ",", ".", "\n", "one of", "third",
        "US$1.5bn", "yen", "約", "43兆円", "GDP比", "〜", "以上", "割", "から", "令和7年度",
        "3分の2", "32カ国", "のうち", "第5条", "％", "元", "万", "億", "年", "月", "百", "(",
        "（1）", "²", "½", "٣", "percentage points",
        "the", "two", "hundred", "thousand", "troops", "‑", "\u00a0",
        "円", "ドル",
    ]
)  # fmt: skip
RUNS = st.lists(PIECES, max_size=30)
TEXTS = st.one_of(st.text(max_size=120), RUNS.map(" ".join), RUNS.map("".join))
NAMES = st.sampled_from(["[3]", "Article 5", "Chart 2", "COVID-19", "F-35", "5G", "IP4", "2 + 2"])


@given(TEXTS, st.sampled_from(["en", "ja"]))
@example("二百三元", "ja")
@example("五、一万元年", "ja")
@example("0分の0月", "ja")
@example("0 AT LEAST 0", "en")
def test_any_text_gives_spans_inside_it_that_do_not_overlap(text: str, language: str) -> None:
    found = quantities(text, language)  # type: ignore[arg-type]
    end = 0
    for q in found:
        assert end <= q.span.start < q.span.end <= len(text)
        end = q.span.end
        assert q.value_high is None or q.value is not None
        if q.comparator == "range" and q.value is not None:
            assert q.value_high is not None
            assert q.value < q.value_high


@given(NAMES, st.integers(1, 9))
def test_a_masked_numeral_never_counts(name: str, percent: int) -> None:
    text = f"They spoke of {name} and of {percent} percent of GDP."
    (found,) = quantities(text, "en")
    assert (found.value, found.unit) == (percent, "pct_gdp")


@pytest.mark.parametrize(
    ("text", "base", "implicit", "year"),
    [
        ("Spend 2% of GDP.", "GDP", False, None),
        ("Spend 2% of FY2022 GDP.", "GDP FY2022", False, 2022),
        ("The defence spending target is 2%.", "GDP", True, None),
        ("The ceiling was 1% of GNP. A later cabinet kept the 1%.", "GNP", False, None),
        ("2022年度のGDP比2%とする。", "GDP FY2022", False, 2022),
        ("防衛費を2%に引き上げる。", "GDP", True, None),
    ],
)
def test_what_a_share_is_a_share_of(text: str, base: str, implicit: bool, year: int | None) -> None:
    found = next(q for q in quantities(text, "en" if text.isascii() else "ja") if q.value)
    assert (found.base, found.base_implicit, found.year) == (base, implicit, year)


def test_a_bare_share_takes_the_base_of_the_last() -> None:
    text = "The ceiling was 1% of GNP. A later cabinet kept 1%."
    first, second = quantities(text, "en")
    assert (first.unit, first.base_implicit) == ("pct_gnp", False)
    assert (second.unit, second.base_implicit) == ("pct_gnp", True)


def test_a_year_has_a_role_and_no_value() -> None:
    by, since, fiscal = quantities("By 2035, not since 2014 but in FY2027, it ends.", "en")
    assert (by.year, by.comparator, by.value, by.kind) == (2035, "le", None, "year")
    assert (since.year, since.comparator) == (2014, "ge")
    assert (fiscal.year, fiscal.rule) == (2027, "date.fiscal")


def test_a_bare_dollar_is_the_one_of_the_country_that_marks_the_american() -> None:
    home = "Australia spends $59 billion (US$38 billion). Canberra said so. Australia agrees."
    assert home_dollar(home) == "AUD"
    assert home_dollar("Australia spends $59 billion. Australia, Australia, Australia.") == "AUD"
    assert home_dollar("Washington sent $2 billion to Ottawa. The US wants Canada to buy.") == "USD"


def test_an_english_text_may_quote_a_japanese_amount() -> None:
    text = "The plan (43兆円) was adopted."
    (found,) = quantities(text, "en")
    assert (found.value, found.unit) == (43e12, "JPY")


def test_a_japanese_text_may_quote_english() -> None:
    text = "声明は「at least 3.5% of GDP by 2035」と記した。"
    found = [q for q in quantities(text, "ja") if q.value is not None]
    assert [(q.value, q.unit, q.comparator) for q in found] == [(3.5, "pct_gdp", "ge")]
