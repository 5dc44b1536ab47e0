"""Whose words and deeds they are: quotations, first persons, offices, polls, and what they face."""

from __future__ import annotations

import pytest

from burdenshare.evidence.claims import extract
from burdenshare.evidence.model import Claim
from burdenshare.evidence.score import plain_document


def claims(text: str) -> list[Claim]:
    return extract(plain_document("x", text))


def last(text: str) -> Claim:
    return claims(text)[-1]


INTERVIEW = """「時間は多くない」　港町大学の三枝教授に聞く

――国防費は増えますか。
「ノルウェーは国防費を増やす方針を決定した。スウェーデンは増額に反対している。デンマークの国防費は昨年3％だった」
"""
LEAD = "ノルウェー政府は国防費について説明した。"
POLL = (
    "海辺新聞の世論調査\n\n海辺新聞が行った世論調査で、防衛費を増やすべきだと答えた人は40％だった。"
)


def test_each_sentence_of_a_long_answer_is_read_and_belongs_to_who_answers() -> None:
    found = claims(INTERVIEW)
    assert [(c.stance, c.actor, c.speaker) for c in found] == [
        ("commits", ("NOR",), "三枝"),
        ("opposes", ("SWE",), "三枝"),
        ("reports", ("DNK",), "三枝"),
    ]
    assert all("「" not in c.quote and "」" not in c.quote for c in found)


@pytest.mark.parametrize(
    "text",
    [
        "ストーレ首相は「国防費の増額を約束する。米国の要求には応じない」と述べた。",
        "「国防費の増額を約束する。米国の要求には応じない」とストーレ首相は述べた。",
    ],
)
def test_a_quotation_of_two_sentences_takes_its_speaker_from_around_it(text: str) -> None:
    found = claims("ノルウェーの国防費\n\n" + text)
    assert [c.stance for c in found] == ["commits", "opposes"]
    assert {c.speaker for c in found} == {"Jonas Gahr Støre"}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("ノルウェーは国防費を減らすべきではないと訴えた。", "opposes"),
        ("ノルウェーは増額に異論はないと述べた。", "supports"),
        ("私は国防費の増額を急ぐべきではないと思います。", "opposes"),
        ("ノルウェーは要求に応じる必要はない。", "opposes"),
        ("ノルウェーの議会は国防費の増額を承認していません。", "opposes"),
        ("ノルウェーは増額に反対しているのではありません。", "supports"),
        ("ノルウェーの国防費は来年には3％に達するでしょう。", "forecasts"),
        ("ノルウェーは2030年までに国防費を3％とする考えを示した。", "commits"),
        ("米国はノルウェーに国防費を5％にせよと言ってきた。", "demands"),
    ],
)
def test_japanese_stance(text: str, stance: str) -> None:
    assert last(LEAD + "\n\n" + text).stance == stance


def test_a_japanese_poll_speaks_for_the_public_that_was_asked() -> None:
    found = claims(POLL + "\n\n増税には62％が反対した。")
    assert [(c.stance, c.actor) for c in found] == [
        ("supports", ("JPN (public)",)),
        ("opposes", ("JPN (public)",)),
    ]


def test_the_subject_comes_before_an_aside() -> None:
    found = last("次期計画への参加\n\nノルウェーの参加には、英国が反対している。")
    assert found.actor == ("GBR",)


def test_first_persons_in_a_japanese_column_are_its_author() -> None:
    assert last(LEAD + "\n\n私は国防費の増額に反対する。").actor == ("AUTHOR",)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Norway will not spend more than 2% of GDP on defence.", "opposes"),
        ("Norway's army is to grow to 30,000 soldiers by 2030.", "commits"),
        ("Norway has set aside 4 billion euros for new frigates.", "commits"),
        ("Norway is on course for 3% of GDP in 2027.", "forecasts"),
        ("Norway insisted on Friday that the target was never discussed.", "reports"),
        ("Norway insists that every ally must meet the target.", "demands"),
    ],
)
def test_english_stance(text: str, stance: str) -> None:
    assert last(f"Norway and its defence budget\n\n{text}").stance == stance


def test_a_second_half_without_its_verb_turns_the_first_round() -> None:
    found = claims("Norway supports the defence target; Sweden does not.")
    assert [(c.stance, c.actor) for c in found] == [("supports", ("NOR",)), ("opposes", ("SWE",))]


def test_we_are_where_the_speech_is_given_not_those_who_ask_us() -> None:
    text = (
        "Address in Bergen by the Minister of Defence\n\nOur friends in Washington are impatient. "
        "Washington asked us for more. We will increase our defence budget."
    )
    assert (last(text).stance, last(text).actor) == ("commits", ("NOR",))


def test_an_english_poll_takes_sides_for_the_public() -> None:
    text = (
        "Norway and its defence budget\n\n"
        "A poll in Norway found 51% of voters against higher defence spending and 38% in favour."
    )
    assert [(c.stance, c.actor) for c in claims(text)] == [
        ("opposes", ("NOR (public)",)),
        ("supports", ("NOR (public)",)),
    ]


def test_a_programme_is_what_its_partners_pay_for() -> None:
    text = (
        "The Global Combat Air Programme joins Britain, Italy and Japan.\n\n"
        "London has set aside 9 billion pounds over ten years."
    )
    assert last(text).target == ("GCAP",)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Norway will meet the target, Jonas Gahr Støre said on Monday, a day after the vote.",
         "Jonas Gahr Støre"),
        ('"Norway will meet the target," Jonas Gahr Støre said. '
         '"Norway will not spend more than that," he added.', "Jonas Gahr Støre"),
        ('"Nobody believes in that," Jonas Gahr Støre said. "Norway opposes the target."',
         "Jonas Gahr Støre"),
        ("Norway will meet the target, four years earlier than its government had promised.",
         "AUTHOR"),
        ("We say that Norway should spend more on defence.", "AUTHOR"),
    ],
)  # fmt: skip
def test_speakers(text: str, speaker: str) -> None:
    assert last(f"Norway and its defence budget\n\n{text}").speaker == speaker
