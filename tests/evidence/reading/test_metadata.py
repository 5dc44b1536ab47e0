"""What a document says of itself."""

from __future__ import annotations

import pytest

from burdenshare.evidence.model import Language
from burdenshare.evidence.reading.html import read_html
from burdenshare.evidence.reading.metadata import About, iso_date, of_lines


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2025-07-03T01:20:00+09:00", "2025-07-03"),
        ("2025-07-03", "2025-07-03"),
        ("2025-07", "2025-07"),
        ("2025", "2025"),
        ("20250703", "2025-07-03"),
        ("D:20250703012000+09'00'", "2025-07-03"),
        ("Thu, 03 Jul 2025 01:20:00 GMT", "2025-07-03"),
        ("July 3, 2025", "2025-07-03"),
        ("3 July 2025", "2025-07-03"),
        ("2025年7月3日", "2025-07-03"),
        ("令和7年7月3日", "2025-07-03"),
        ("2025/07/03", "2025-07-03"),
        ("20251345", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates_in_the_usual_ways(words: str, date: str) -> None:
    assert iso_date(words) == date


@pytest.mark.parametrize(
    ("text", "language", "about"),
    [
        (
            "Spain says no\nBy Ann Bee, 3 July 2025\n\nMadrid refuses the target.",
            "en",
            About("Spain says no", "", "Ann Bee", "2025-07-03"),
        ),
        (
            "Spain says no\nPublished by Example Institute, Madrid\nJuly 3, 2025\n\nBody.",
            "en",
            About("Spain says no", "Example Institute", "", "2025-07-03"),
        ),
        (
            "国防費に反旗\n公開日：令和7年7月3日\n発行：防衛研究所\n筆者：山田太郎\n\n本文です。",
            "ja",
            About("国防費に反旗", "防衛研究所", "山田太郎", "2025-07-03"),
        ),
        (
            "Madrid refuses the target.\n" * 20 + "(2024/05/24)\n\nNotes\n" + "A note.\n" * 9,
            "en",
            About("", "", "", "2024-05-24"),
        ),
        (
            "The alliance met on 3 July 2025 in The Hague and agreed on a target for all.\n",
            "en",
            About(),
        ),
    ],
)
def test_lines_that_say_what_a_document_is(text: str, language: Language, about: About) -> None:
    assert of_lines(text, language, About()) == about


def test_what_a_document_declares_stands() -> None:
    known = About("Title", "House", "Author", "2020-01-01")
    assert of_lines("Other\nBy Ann Bee, 3 July 2025\n", "en", known) == known


@pytest.mark.parametrize(
    ("head", "body", "field", "value"),
    [
        ('<meta name="DC.Date.issued" content="2025-07-03">', "", "published", "2025-07-03"),
        ("", '<time datetime="2025-07-03T01:20">Thursday</time>', "published", "2025-07-03"),
        ('<meta name="citation_author" content="Bee, Ann">', "", "author", "Bee, Ann"),
        ('<meta property="article:author" content="https://x.org/a">', "", "author", ""),
        ("<title>Refusal - House</title>", "", "title", "Refusal - House"),
        (
            '<title>Refusal - House</title><meta property="og:site_name" content="House">',
            "",
            "title",
            "Refusal",
        ),
        ("<title>Site</title>", "<h1>The refusal</h1>", "title", "The refusal"),
    ],
)
def test_meta_tags_and_what_a_page_shows(head: str, body: str, field: str, value: str) -> None:
    page = f"<html><head>{head}</head><body>{body}<p>Spain refuses.</p></body></html>"
    assert getattr(read_html(page), field) == value
