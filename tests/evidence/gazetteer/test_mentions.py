"""Who is named: sentences of our own in both languages, and what must hold of any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.evidence.gazetteer import mentions
from burdenshare.evidence.gazetteer.forms import matcher

HERE = Path(__file__).parent


def cases(name: str) -> list[tuple[str, list[tuple[str, ...]]]]:
    found: list[tuple[str, list[tuple[str, ...]]]] = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("  "):
            found[-1][1].append(tuple(cell.strip() for cell in line.split("|")))
        else:
            found.append((line, []))
    return found


ENGLISH, JAPANESE = cases("english.txt"), cases("japanese.txt")


def read(sentence: str, language: str) -> list[tuple[str, ...]]:
    return [
        (m.span.of(sentence), m.name, m.kind, m.represents)
        for m in mentions(sentence, language)  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize(("sentence", "expected"), ENGLISH, ids=[s[:50] for s, _ in ENGLISH])
def test_english_sentences(sentence: str, expected: list[tuple[str, ...]]) -> None:
    assert read(sentence, "en") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"), JAPANESE, ids=[str(i) for i in range(len(JAPANESE))]
)
def test_japanese_sentences(sentence: str, expected: list[tuple[str, ...]]) -> None:
    assert read(sentence, "ja") == expected


def test_a_person_speaks_for_whom_they_served_that_day() -> None:
    text = "Mark Rutte spoke."
    assert mentions(text, "en", "2015-01-01")[0].represents == "NLD"
    assert mentions(text, "en", "2025-07-03")[0].represents == "NATO"
    assert mentions(text, "en", "2025")[0].represents == "NATO"


def test_a_capital_after_in_is_a_place() -> None:
    first, second = mentions("Washington insisted. They met in Washington.", "en")
    assert (first.rule, second.rule) == ("capital", "place")


def test_every_member_of_nato_is_known_by_name_adjective_and_capital() -> None:
    en, ja = matcher("en").forms, matcher("ja").forms
    for name, adjective, capital, japanese, code in (
        ("Albania", "Albanian", "Tirana", "アルバニア", "ALB"),
        ("Belgium", "Belgian", "Brussels", "ベルギー", "BEL"),
        ("Bulgaria", "Bulgarian", "Sofia", "ブルガリア", "BGR"),
        ("Canada", "Canadian", "Ottawa", "カナダ", "CAN"),
        ("Croatia", "Croatian", "Zagreb", "クロアチア", "HRV"),
        ("Czechia", "Czech", "Prague", "チェコ", "CZE"),
        ("Denmark", "Danish", "Copenhagen", "デンマーク", "DNK"),
        ("Estonia", "Estonian", "Tallinn", "エストニア", "EST"),
        ("Finland", "Finnish", "Helsinki", "フィンランド", "FIN"),
        ("France", "French", "Paris", "フランス", "FRA"),
        ("Germany", "German", "Berlin", "ドイツ", "DEU"),
        ("Greece", "Greek", "Athens", "ギリシャ", "GRC"),
        ("Hungary", "Hungarian", "Budapest", "ハンガリー", "HUN"),
        ("Iceland", "Icelandic", "Reykjavik", "アイスランド", "ISL"),
        ("Italy", "Italian", "Rome", "イタリア", "ITA"),
        ("Latvia", "Latvian", "Riga", "ラトビア", "LVA"),
        ("Lithuania", "Lithuanian", "Vilnius", "リトアニア", "LTU"),
        ("Luxembourg", "Luxembourgish", "Luxembourg City", "ルクセンブルク", "LUX"),
        ("Montenegro", "Montenegrin", "Podgorica", "モンテネグロ", "MNE"),
        ("Netherlands", "Dutch", "Amsterdam", "オランダ", "NLD"),
        ("North Macedonia", "Macedonian", "Skopje", "北マケドニア", "MKD"),
        ("Norway", "Norwegian", "Oslo", "ノルウェー", "NOR"),
        ("Poland", "Polish", "Warsaw", "ポーランド", "POL"),
        ("Portugal", "Portuguese", "Lisbon", "ポルトガル", "PRT"),
        ("Romania", "Romanian", "Bucharest", "ルーマニア", "ROU"),
        ("Slovakia", "Slovak", "Bratislava", "スロバキア", "SVK"),
        ("Slovenia", "Slovenian", "Ljubljana", "スロベニア", "SVN"),
        ("Spain", "Spanish", "Madrid", "スペイン", "ESP"),
        ("Sweden", "Swedish", "Stockholm", "スウェーデン", "SWE"),
        ("Türkiye", "Turkish", "Ankara", "トルコ", "TUR"),
        ("United Kingdom", "British", "London", "英国", "GBR"),
        ("United States", "American", "Washington", "米国", "USA"),
    ):
        for form in (name, adjective, capital):
            assert any(f.name == code for f in en[form]), form
        assert any(f.name == code for f in ja[japanese]), japanese


PIECES = st.sampled_from(
    ["Japan", "Prime Minister", "Fumio Kishida", "of", "the", "'s", "President", "Bush", "NATO",
     "allies", "some", "US", "us", "japan-us", "Brussels", "in", "政府", "首相", "米", "の", "日米",
     "トランプ", "大統領", "一部の", "加盟国", "・", ",", ".", "タイ", "Washington", "Summit"]
)  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(PIECES, max_size=20).map(" ".join),
        st.lists(PIECES, max_size=20).map("".join),
    ),
    st.sampled_from(["en", "ja"]),
    st.sampled_from(["", "2025", "2014-06", "2024-10-01", "soon"]),
)
def test_any_text_gives_mentions_inside_it_that_do_not_overlap(
    text: str, language: str, published: str
) -> None:
    end = 0
    for m in mentions(text, language, published):  # type: ignore[arg-type]
        assert end <= m.span.start < m.span.end <= len(text)
        assert m.name
        end = m.span.end
