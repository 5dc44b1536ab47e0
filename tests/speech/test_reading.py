"""Sentences that are made of a pattern and its parts, read by the messages of a catalogue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.figures.countries import countries
from burdenshare.speech.japanese import quantity
from burdenshare.speech.reading import Reader, Told
from burdenshare.speech.words import Speech, speech

MESSAGES = {
    "allies": "同盟国",
    "%(n)s of %(n2)s allies reach %(what)s": "%(n2)sか国中%(n)sか国が%(what)s",
    "%(n)s %% of GDP": "GDP比%(n)s%%",
    "Not shown: %(who)s": "示さない国：%(who)s",
    "%(who)s and %(who)s": "%(who)sが二度",
    "%(one)s, %(day)s": "%(one)s（%(day)s）",
}
NAMES = {"Spain": "スペイン", "Bosnia and Herzegovina": "ボスニア", "Poland": "ポーランド"}


@pytest.fixture
def reader() -> Reader:
    return Reader(MESSAGES, NAMES, quantity)


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("allies", "同盟国"),
        ("Allies", "同盟国"),
        ("the allies", "同盟国"),
        ("11 of 31 allies reach 3.5 % of GDP", "31か国中11か国がGDP比3.5%"),
        ("Not shown: Spain, Poland.", "示さない国：スペイン、ポーランド。"),
        ("Not shown: Bosnia and Herzegovina.", "示さない国：ボスニア。"),
        ("Not shown: Spain. Not shown: Poland.", "示さない国：スペイン。示さない国：ポーランド。"),
        ("Spain and Spain", "スペインが二度"),
        ("Spain and Poland", "スペインとポーランド"),
        ("Spain, 2025-06-25", "スペイン（2025年6月25日）"),
        ("USA", "USA"),
        ("1,234.5", "1,234.5"),
        ("", ""),
    ],
)
def test_a_sentence_is_read_part_for_part(reader: Reader, english: str, japanese: str) -> None:
    assert reader.read(english) == Told(japanese)


def test_what_no_message_fits_stays_english_and_is_named(reader: Reader) -> None:
    assert reader.read("Nobody knows this") == Told("Nobody knows this", ("Nobody knows this",))
    told = reader.read("Not shown: Atlantis")
    assert told == Told("示さない国：Atlantis", ("Atlantis",))


def test_a_language_tells_whole_sentences_only() -> None:
    japanese = Speech("ja", MESSAGES)
    assert japanese.tell("Not shown: Spain") == "示さない国：スペイン"
    assert japanese.tell("Not shown: Atlantis") == "Not shown: Atlantis"
    assert speech("en").tell("Not shown: Spain") == "Not shown: Spain"


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("USD 12.3 bn", "123億ドル"),
        ("USD 0.058 bn", "0.58億ドル"),
        ("USD 2,287 bn", "2兆2,870億ドル"),
        ("USD 1,000 bn", "1兆ドル"),
        ("USD 436 and 534 bn", "4,360億～5,340億ドル"),
        ("JPY 43.5 cho", "43兆5,000億円"),
        ("JPY 942 oku", "942億円"),
        ("65,435 JPY oku", "6兆5,435億円"),
        ("EUR bn", "10億ユーロ"),
        ("USD oku", "億ドル"),
        ("July 2026", "2026年7月"),
        ("2026-07", "2026年7月"),
        ("2025-06-25", "2025年6月25日"),
        ("3.5 %", "3.5%"),
        ("2026-2035", "2026～2035年"),
        ("0.5 to 2.5 %", "0.5～2.5%"),
    ],
)
def test_quantities_are_written_as_japanese_readers_count(english: str, japanese: str) -> None:
    assert quantity(english) == japanese


@given(st.integers(1, 10**7))
def test_an_amount_keeps_its_worth(billions: int) -> None:
    said = (quantity(f"USD {billions:,} bn") or "").removesuffix("億ドル").removesuffix("ドル")
    cho, _, rest = said.rpartition("兆")
    worth = 10_000 * int(cho.replace(",", "") or 0) + int(rest.replace(",", "") or 0)
    assert worth == 10 * billions


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    told = speech("ja").read(text)
    assert told.gaps or isinstance(told.text, str)


def test_every_country_is_told_by_its_name() -> None:
    japanese = speech("ja")
    for country in countries().values():
        assert japanese.read(country.english).text == country.japanese
