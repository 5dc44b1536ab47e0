"""What is marked in a text: repeats, signs of a machine, damaged places."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.evidence.model import Document, Language
from burdenshare.evidence.reading import Place, marked, passages
from burdenshare.evidence.reading.damage import damaged_places
from burdenshare.evidence.reading.machine import machine_signs

FIRST = (
    "The prime minister told parliament on Tuesday that the target of the alliance is too high. "
)
SECOND = "A spokesman of the ministry of defence in the capital declined to say what would follow. "
THIRD = "The opposition asked the government for the third time to publish the figures it had. "


def document(text: str, language: Language = "en", name: str = "a") -> Document:
    return Document(id=name, name=name, text=text, language=language)


def words_of(text: Document) -> list[tuple[str, str, str]]:
    """Give for each repeat its words, where they stand first, and the words there."""
    return [(r.span.of(text.text), r.document, r.first.of(text.text)) for r in text.repeats]


def test_a_paragraph_said_again_is_marked_and_stays() -> None:
    text = f"{FIRST}{SECOND}\n\nShort.\n\n{THIRD}\n\n{FIRST}{SECOND}\n\nShort.\n"
    got = marked(document(text), {})
    paragraph = (FIRST + SECOND).strip()
    assert words_of(got) == [(paragraph, "a", paragraph)]
    assert got.text == text
    assert got.repeats[0].first.end < got.repeats[0].span.start


def test_a_sentence_said_again_in_other_company_is_marked_alone() -> None:
    got = marked(document(f"{FIRST}{SECOND}\n\n{THIRD}{SECOND}"), {})
    assert words_of(got) == [(SECOND.strip(), "a", SECOND.strip())]


def test_width_case_and_punctuation_do_not_matter_but_words_do() -> None:
    said = "日本政府は、防衛費をGDP比2％とする方針を決定し、5年間で43兆円を支出するとした。"
    again = "日本政府は防衛費をＧＤＰ比２％とする方針を決定し、５年間で４３兆円を支出するとした。"
    other = "日本政府は防衛費をＧＤＰ比３％とする方針を決定し、５年間で４３兆円を支出するとした。"
    got = marked(document(f"{said}\n{other}\n{again}", "ja"), {})
    assert [words for words, _, _ in words_of(got)] == [again]


def test_a_passage_of_another_document_names_where_it_stands() -> None:
    first = document(f"Lead.\n\n{FIRST}{SECOND}", name="first")
    known = {key: Place("first", span) for key, span in passages(first).items()}
    second = marked(document(f"{THIRD}\n\n{SECOND}", name="second"), known)
    (repeat,) = second.repeats
    assert (repeat.document, repeat.first.of(first.text)) == ("first", SECOND.strip())
    assert repeat.span.of(second.text) == SECOND.strip()


def test_its_own_passages_do_not_make_a_document_repeat_itself() -> None:
    first = document(FIRST + SECOND)
    known = {key: Place("a", span) for key, span in passages(first).items()}
    assert marked(first, known).repeats == ()


def test_short_passages_are_no_repeats() -> None:
    assert marked(document("He said no.\nHe said no.\n"), {}).repeats == ()
    assert passages(document("x" * 59)) == {}
    assert len(passages(document("x" * 60))) == 1


@given(st.lists(st.sampled_from([FIRST, SECOND, THIRD, "Short. ", "\n", "\n\n", "防衛費。"])))
def test_repeats_are_in_order_apart_and_after_what_they_repeat(pieces: list[str]) -> None:
    text = "".join(pieces)
    repeats = marked(document(text), {}).repeats
    for repeat in repeats:
        assert 0 <= repeat.first.start < repeat.first.end <= repeat.span.start
        assert repeat.span.end <= len(text)
    for one, other in pairwise(repeats):
        assert one.span.end <= other.span.start


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The Prime Minister Pe\ufffd\ufffda said no.", ["Pe\ufffd\ufffda"]),
        ("novelists of his age, Kenzabur? Oe and others wrote", ["Kenzabur?"]),
        ("the gover?ment fell", ["gover?ment"]),
        ("the treaty between Spain and . Since last summer", ["Spain and ."]),
        ("said the minister of , who had come", ["minister of ,"]),
        ("It lies between the.\nNext", ["between the."]),
        ("the government\u00e2\u20ac\u2122s plan", ["\u00e2\u20ac\u2122"]),
        ("Pedro S\u00c3\u00a1nchez refused", ["\u00c3\u00a1"]),
        ("価格は髦ｲ陦幄ｲｻです", ["髦ｲ陦幄ｲｻ"]),  # 防衛費 in UTF-8, read as Shift-JIS
        ("いう縺薙→縺ｧ", ["縺薙→縺ｧ"]),
        ("Will he pay? Nobody knows what the world we live in.", []),
        ("Who leads Spain? Pedro says he does.", []),
        ("See https://example.org/a?b=c&d=e for more.", []),
        ("How much? What for? In 2025, Spain and Italy said no.", []),
        ("Señor Sánchez – “no” – à Paris, Ärger, ÉTAT.", []),
    ],
)
def test_damaged_places(text: str, places: list[str]) -> None:
    assert [span.of(text) for span in damaged_places(text)] == places


@pytest.mark.parametrize(
    "line",
    [
        "The following question was used to generate the response from Google Gemini:",
        "The AI has delivered the news.",
        "As an AI language model, I cannot give a view on current events.",
        "This article was written with the help of ChatGPT.",
        "This post has been generated using artificial intelligence and checked by nobody.",
        "The above text was generated automatically by GPT-4.",
        "Article generated by Claude 3.5",
        "AI-generated content",
        "As of my last knowledge update in 2023, Spain had not decided.",
        "この記事は、生成AIを使って作成されました。",
        "本記事はChatGPTにより自動生成されています。",
        "AIがニュースをお届けしました。",
        "以下の質問はGoogle Geminiからの回答を生成するために使用されました。",
        "私はAI言語モデルとして、最新の情報にはお答えできません。",
        "この文章はAIが執筆しました。",
        "当サイトの記事は、生成AIを用いて作成しています。",
        "※この記事はAI（Claude）によって書かれました。",
        "上記の文章はMicrosoft Copilotによって生成されたものです。",
    ],
)
def test_a_disclosure_marks_a_page(line: str) -> None:
    (sign, *_) = machine_signs(f"Spain refuses.\n\n{line}\n", "en")
    assert sign.startswith("disclosure: ")
    assert sign.removeprefix("disclosure: ") in line


@pytest.mark.parametrize(
    "line",
    [
        "The ministry used ChatGPT to draft its answer to parliament.",
        "The chatbot replied: “As an AI language model, I cannot say.”",
        "This page was translated by AI.",
        "This summary was generated by AI.",
        "The report was written by Claude Monet.",
        "Gemini and Copilot are products of two companies that sell artificial intelligence.",
        "The alliance will buy AI-generated maps and a content filter.",
        "防衛省は生成AIを使って文書を作成する方針だ。",
        "記者は「この記事はAIが作成しました」という表示を見た。",
        "AIによる自動翻訳です。",
    ],
)
def test_writing_about_machines_is_no_sign(line: str) -> None:
    assert machine_signs(f"Spain refuses.\n\n{line}\n", "en") == ()


VAGUE = (
    "Some members of the alliance may find it difficult to raise what they spend, and this could "
    "lead to tension that might affect cohesion. A more flexible approach would potentially suit "
    "the needs of the partners, and it suggests that a balance may be found. "
) * 8
VAGUE_JA = (
    "一部の加盟国は支出を増やすことが難しい可能性があり、結束に影響を与えるかもしれない。" * 25
)


def test_three_signs_of_style_together_mark_a_page() -> None:
    named, hedges, figures = machine_signs(VAGUE, "en")
    assert named == "named states, persons and offices: 0 in 360 words"
    assert hedges == "hedges: 156 per 1,000 words"  # 7 in each 45 words
    assert figures == "different figures: 0.0 per 1,000 words"
    assert len(machine_signs(VAGUE_JA, "ja")) == 3


@pytest.mark.parametrize(
    "text",
    [
        VAGUE[: len(VAGUE) // 2],
        VAGUE + "Spain, Italy and Germany disagree with Pedro Sánchez. " * 2,
        VAGUE + "They spend 1.2 %, 1.3 % and 2.1 %.",
        re.sub("may |could |would |might |potentially |suggests", "", VAGUE * 2),
    ],
    ids=["too short", "names", "figures", "few hedges"],
)
def test_two_signs_of_style_are_not_enough(text: str) -> None:
    assert machine_signs(text, "en") == ()
