"""How texts are cut and words are found, in both languages."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.evidence.ledger import Ledger, words
from burdenshare.evidence.model import Span

from .making import document, japan, spain

MIXED = st.text(alphabet="ab 5.日本防衛費のスペイン、。\n%ー・é㌦", max_size=60)


def test_tokens_by_hand() -> None:
    cut = [t.text for t in words.tokens("Sánchez: 7,005.5 bn, F-35, 防衛費は２％, 43兆円")]
    assert cut == [
        "sanchez", "7005.5", "bn", "f", "35", "防衛", "衛費", "費は", "は", "2", "43", "兆円", "円",
    ]  # fmt: skip


@given(MIXED)
def test_each_character_starts_at_most_one_token(text: str) -> None:
    starts = [t.span.start for t in words.tokens(text)]
    assert starts == sorted(set(starts))
    assert all(t.text and not t.text.isspace() for t in words.tokens(text))
    assert [t.text for t in words.tokens(text)] == words.indexed(text)


@given(MIXED)
def test_passages_hold_every_character_that_is_no_space(text: str) -> None:
    spans = words.passages(text)
    inside = {at for span in spans for at in range(span.start, span.end)}
    assert all(text[at].isspace() for at in set(range(len(text))) - inside)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_long_paragraphs_are_cut_at_the_ends_of_sentences() -> None:
    sentence = "This is a sentence of some length, and it says nothing. "
    text = sentence * 40
    spans = words.passages(text)
    assert all(s.end - s.start <= 1000 for s in spans)
    assert all(s.of(text).startswith("This") and s.of(text).endswith("nothing.") for s in spans)
    without = "日本" * 1500
    assert [s.end - s.start for s in words.passages(without)] == [1000, 1000, 1000]
    lines = "A heading\nA first line.\nA second line."
    assert [s.of(lines) for s in words.passages(lines)] == lines.split("\n")


def found(ledger: Ledger, wanted: str) -> list[str]:
    passages, _ = ledger.search(wanted)
    return [p.source.name for p in passages]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("spain", ["spain.txt"]),
        ("SPAIN gdp", ["spain.txt"]),
        ("Sanchez", ["spain.txt"]),
        ("spend Washington", []),
        ('"Prime Minister"', ["spain.txt"]),
        ('"Minister Prime"', []),
        ("refus*", ["spain.txt"]),
        ("refus", []),
        ("日本", ["boei.txt", "boei.txt"]),
        ("日", ["boei.txt", "boei.txt"]),
        ("本", ["boei.txt", "boei.txt"]),
        ("防衛費", ["boei.txt", "boei.txt"]),
        ("衛費", ["boei.txt", "boei.txt"]),
        ("防費", []),
        ("国内総生産", ["boei.txt"]),
        ("スペイン 反対", ["boei.txt"]),
        ("GDP", ["boei.txt", "spain.txt", "spain.txt"]),
        ("ＧＤＰ", ["boei.txt", "spain.txt", "spain.txt"]),
        ("3.5", ["boei.txt", "spain.txt"]),
        ("2027年度", ["boei.txt"]),
        ("5%目標", ["boei.txt"]),
        ("比2", ["boei.txt"]),
        ("nothing here", []),
    ],
)
def test_search_in_both_languages(ledger: Ledger, wanted: str, expected: list[str]) -> None:
    ledger.add(*spain())
    ledger.add(*japan())
    assert found(ledger, wanted) == expected


def test_hits_are_the_words_themselves(ledger: Ledger) -> None:
    for one, said in (spain(), japan()):
        ledger.add(one, said)
    for wanted, expected in [
        ("spain sanchez", ["Spain", "Sánchez"]),
        ('"prime minister"', ["Prime Minister"]),
        ("日本政府 防衛費", ["日本政府", "防衛費"]),
        ("要求 日本", ["日本", "要求"]),
        ("比 決", ["比", "決"]),
    ]:
        (passage,), more = ledger.search(wanted)
        text = ledger.document(passage.source.id).text
        assert passage.span.of(text) == passage.text
        assert [hit.of(text) for hit in passage.hits] == expected
        assert not more


def test_search_shows_evidence_first_then_the_latest(ledger: Ledger) -> None:
    lead = "The words stand here"
    for name, published, machine in [
        ("old", "2020", ()),
        ("machine", "2026", ("no actor",)),
        ("new", "2024-05-01", ()),
        ("undated", "", ()),
    ]:
        text = f"{lead}, and in {name} they say this."
        ledger.add(document(text, name=name, published=published, machine=machine), [])
    assert found(ledger, "words") == ["new", "old", "undated", "machine"]
    first, more = ledger.search("words", limit=2)
    assert len(first) == 2
    assert more


def test_a_search_without_a_word_is_refused(ledger: Ledger) -> None:
    for empty in ("", "  ", "!?", '""'):
        with pytest.raises(Refusal) as refused:
            ledger.search(empty)
        assert refused.value.code == "bad-argument"


@given(MIXED.filter(str.strip), st.data())
def test_every_piece_of_a_japanese_word_is_found_where_it_stands(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    piece = text[start:end]
    if not re.fullmatch("[ぁ-んァ-ヺー一-龠]+", piece):
        return
    spans = words.hits(text, words.terms(piece))
    assert any(span.start <= start < span.end for span in spans)
    assert Span(text.index(piece), text.index(piece) + len(piece)) in spans
