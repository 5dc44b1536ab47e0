"""Plain sentences of our own in both languages, each with its stance, alone on a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from burdenshare.evidence.claims import extract
from burdenshare.evidence.score import plain_document

HERE = Path(__file__).parent
LEADS = {
    "en": "NATO allies met in The Hague.\n\n",
    "ja": "NATOの首脳会議がハーグで開かれた。\n\n",
}


def cases(language: str) -> list[tuple[str, str, str]]:
    found, stance = [], ""
    for line in (HERE / f"stances_{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            stance = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((language, line, stance))
    return found


@pytest.mark.parametrize(
    ("language", "sentence", "stance"),
    [*cases("en"), *cases("ja")],
    ids=lambda value: str(value)[:40] if str(value).isascii() else None,
)
def test_stance(language: str, sentence: str, stance: str) -> None:
    lead = LEADS[language]
    found = [c for c in extract(plain_document("x", lead + sentence)) if c.span.start >= len(lead)]
    assert found[0].stance == stance


def test_there_are_sentences_of_every_stance_in_both_languages() -> None:
    for language in ("en", "ja"):
        stances = [stance for _, _, stance in cases(language)]
        assert len(stances) >= 150
        assert all(stances.count(stance) >= 15 for stance in set(stances))
        assert len(set(stances)) == 6
