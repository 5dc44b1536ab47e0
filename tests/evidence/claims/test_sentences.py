"""Sentences and headings: where they begin and end, with offsets of the text as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.evidence.claims.sentences import sentences
from burdenshare.evidence.model import Language, Span


def split(text: str, language: Language = "en") -> list[str]:
    return [s.span.of(text) for s in sentences(text, language) if not s.heading]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. pays. Mr. Smith agrees.", ["The U.S. pays.", "Mr. Smith agrees."]),
        ("It cost 3.5 billion. Why?", ["It cost 3.5 billion.", "Why?"]),
        ('"We will." He left.', ['"We will."', "He left."]),
        ("They met.[3] Then they left.", ["They met.[3]", "Then they left."]),
        ("A line that wraps\nhere. And ends.", ["A line that wraps\nhere.", "And ends."]),
        ("In May Andr? Novak left. He won.", ["In May Andr? Novak left.", "He won."]),
        ("Will Oslo pay? Bergen will.", ["Will Oslo pay?", "Bergen will."]),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_japanese_quotations_stay_whole() -> None:
    text = "首相は「反対だ。認めない」と述べた。政府は説明した。"
    assert split(text, "ja") == ["首相は「反対だ。認めない」と述べた。", "政府は説明した。"]


def test_headings_and_bullets() -> None:
    text = "Oslo pays more\n\nThe budget grows.\n\n  • Costs: Some allies may object."
    found = sentences(text, "en")
    assert [(s.heading, s.span.of(text)) for s in found] == [
        (True, "Oslo pays more"),
        (False, "The budget grows."),
        (False, "Costs: Some allies may object."),
    ]


def test_known_headings_are_kept() -> None:
    text = "Does Oslo pay?\n\nIt does."
    assert sentences(text, "en", [Span(0, 14)])[0].heading


@given(st.text(alphabet="aB .?!\n。「」、増1", max_size=120), st.sampled_from(["en", "ja"]))
def test_sentences_are_in_order_apart_and_within_the_text(text: str, language: Language) -> None:
    end = 0
    for sentence in sentences(text, language):
        assert end <= sentence.span.start < sentence.span.end <= len(text)
        assert sentence.span.of(text).strip() == sentence.span.of(text)
        end = sentence.span.end


def test_a_text_without_an_end_is_cut() -> None:
    assert all(len(s) <= 1500 for s in split("word " * 5000))
