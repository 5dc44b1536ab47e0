"""Whose turn it is, who `we` are, and who does what somebody suffers."""

from __future__ import annotations

import pytest

from burdenshare.evidence.claims import extract
from burdenshare.evidence.model import Claim
from burdenshare.evidence.score import plain_document

HEARING = """Committee on the Armed Forces of Norway, Oslo, hearing of 4 May

SENATOR BRATT: I oppose this budget. Norway spends too little on ships.

MINISTER HAUGE: We will double the number of frigates. I share the concern about costs.
"""
DIET = """国会　予算委員会　議事録

○山野あおい君　私は際限のない増額に反対します。

○国務大臣（谷川進君）　数字をお約束した事実はございません。
"""
BRIEFING = """Transcript: Ministry of National Defense, Seoul, cost-sharing talks

SPOKESPERSON: Korea signed the agreement last year.

Q: Washington asked for more, didn't it?

A: No. We reject any new demand.
"""


def said(text: str, words: str) -> Claim:
    return next(c for c in extract(plain_document("x", text)) if words in c.quote)


def test_a_label_says_who_speaks_in_a_hearing() -> None:
    against = said(HEARING, "oppose this budget")
    assert (against.speaker, against.stance, against.actor) == (
        "Senator Bratt",
        "opposes",
        ("Bratt",),
    )
    pledge = said(HEARING, "double the number")
    assert (pledge.stance, pledge.actor) == ("commits", ("NOR",))


def test_a_label_says_who_speaks_in_a_parliament_in_japanese() -> None:
    against = said(DIET, "反対します")
    assert (against.speaker, against.actor) == ("山野あおい", ("山野あおい",))
    denial = said(DIET, "お約束した事実")
    assert (denial.stance, denial.actor, denial.negated) == ("reports", ("JPN",), True)


def test_an_answer_is_that_of_the_office_that_spoke_before() -> None:
    assert said(BRIEFING, "reject any new demand").actor == ("KOR",)
    assert all("didn't" not in c.quote for c in extract(plain_document("x", BRIEFING)))


def test_a_dateline_is_neither_speaker_nor_claim() -> None:
    text = "OSLO (Nordic News Agency), 3 May 2025 -- Norway will raise spending to 3 percent."
    (claim,) = (c for c in extract(plain_document("x", text)) if c.kind != "metadata")
    assert claim.quote == "Norway will raise spending to 3 percent"
    assert (claim.speaker, claim.actor) == ("AUTHOR", ("NOR",))


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        (
            "Joint statement by the ministers of defence of the Baltic states\n\n"
            "We regret the delay. NATO was told.",
            "We regret",
            "Baltic states",
        ),
        ("EDITORIAL\n\nCanada cut its navy. We welcome the new plan.", "We welcome", "AUTHOR"),
        ("Norway's minister spoke.\n\nNorway pays. We will pay 3 percent.", "We will", "NOR"),
    ],
)
def test_who_we_are(text: str, words: str, actor: str) -> None:
    assert said(text, words).actor == (actor,)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("ポーランドは欧州連合から是正を迫られている。", "EU"),
        ("日本は米国に負担増を要求された。", "USA"),
        ("日本の負担は7割だが、韓国の4割を上回る。", "KOR"),
    ],
)
def test_who_does_it_in_japanese(text: str, actor: str) -> None:
    assert extract(plain_document("x", text))[-1].actor == (actor,)


def test_a_fragment_with_a_number_goes_on_with_its_sentence() -> None:
    text = (
        "Norway expects costs to rise by 4 billion euros in 2030, perhaps 5 billion euros in 2031."
    )
    stances = [c.stance for c in extract(plain_document("x", text))]
    assert stances == ["forecasts", "forecasts"]


def test_an_essay_of_long_sentences_claims_only_what_a_cue_shows() -> None:
    long = (
        "The alliance of so many states, with their various histories and with the institutions "
        "that surround it, is in the view of those who study it an object of interest, and the "
        "members have looked at one another with curiosity for as long as anybody remembers. "
    )
    assert extract(plain_document("x", long * 4)) == []


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        (
            "Lok Sabha debate, 3 March\n\n"
            "Shri Arun Vaidya (Palamu North): I oppose this defence budget.\n\n"
            "Defence Minister: I welcome the question.\n\n"
            "Shri Arun Vaidya (Palamu North): The army needs more than 2 per cent of GDP.",
            "oppose this defence budget",
            "Arun Vaidya",
        ),
        (
            "衆議院安全保障委員会　議事録\n\n"
            "○川辺みどり君（長野9区）　私は防衛費の増額に反対します。\n\n"
            "○防衛大臣　数字をお約束した事実はございません。\n",
            "増額に反対",
            "川辺みどり",
        ),
        (
            "Conversation with Major General (ret.) Olev Saar, once of the Estonian army\n\n"
            "Q: Is 5 per cent of GDP too much?\n"
            "A: I support the defence budget of 5 per cent of GDP.",
            "support the defence budget",
            "Olev Saar",
        ),
        (
            "Federation of Harbour Workers of Malta\n"
            "Statement adopted in Valletta, 4 March 2026\n\n"
            "We reject the defence budget of 2 per cent of GDP.",
            "reject the defence budget",
            "Federation of Harbour Workers of Malta",
        ),
    ],
)
def test_who_speaks_is_told_by_the_page_whatever_the_title(
    text: str, words: str, actor: str
) -> None:
    assert said(text, words).actor == (actor,)
