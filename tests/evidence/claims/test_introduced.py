"""Whom a text introduces itself, whose turn it is, and who stands for the page."""

from __future__ import annotations

import pytest

from burdenshare.evidence.claims import extract
from burdenshare.evidence.claims.introduced import bodies
from burdenshare.evidence.claims.turns import letters
from burdenshare.evidence.score import plain_document


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        (
            "Norway debates.\n\nEconomist Ada Brenner opposes the defence budget of Norway.",
            "opposes",
            "Ada Brenner",
        ),
        (
            "Statement of the Norwegian dockers' union\n\n"
            "Norway has cut pensions. We reject the new defence budget.",
            "We reject",
            "Norwegian dockers' union",
        ),
        (
            "House debate: Norway's defence\n\n"
            "Ms Ada Brenner (Lower Fjord): I oppose the defence budget of Norway.",
            "I oppose",
            "Ada Brenner",
        ),
    ],
)
def test_who_is_named_in_the_text_stands(text: str, words: str, actor: str) -> None:
    found = next(c for c in extract(plain_document("x", text)) if words in c.quote)
    assert found.actor == (actor,)


def test_a_body_is_named_with_what_it_is_for() -> None:
    text = "The Lund Institute for Naval Affairs spoke. Analysts at Brenner Bank agreed."
    assert {name for _, name in bodies(text)} == {
        "Lund Institute for Naval Affairs",
        "Brenner Bank",
    }


def test_each_letter_is_of_who_signed_it() -> None:
    text = "Letters\n\nSir, - No.\n\nAda Brenner, Lund\n\nSir, - Yes.\n\nOle Dahl, Moss\n"
    assert [v.speaker for _, _, v in letters(text, "en")] == ["Ada Brenner", "Ole Dahl"]
    assert letters("Letter\n\nSir, - No.\n\nAda Brenner, Lund\n", "en") == []
