"""A page that is annotated in its source: words without markup, spans with it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from burdenshare.evidence.claims import extract
from burdenshare.evidence.markup import read_markup
from burdenshare.evidence.score import predicted, score_file

PAGE = (
    "<html><head><title>Not read</title><script>var x = '<p>5 percent</p>';</script></head><body>"
    "<h1>Norway to spend more</h1><p>Norway &amp; Sweden will raise spending to <b>3.5</b> percent "
    "of GDP.</p><!-- 9 percent --><p>Denmark opposes the target.</p></body></html>"
)


def test_words_stand_where_the_source_has_them() -> None:
    page = read_markup(PAGE)
    assert "Norway & Sweden will raise spending to 3.5 percent of GDP." in page.text
    assert "Not read" not in page.text
    assert "9 percent" not in page.text
    assert [h.of(page.text).strip() for h in page.headings] == ["Norway to spend more"]


def test_claims_count_characters_of_the_source() -> None:
    found = predicted("a.html", PAGE, extract)
    number = next(c for c in found if c.value == 3.5)
    assert number.quantity_span is not None
    assert number.quantity_span.of(PAGE) == "3.5</b> percent of GDP"[: len("3.5</b> percent")]
    assert PAGE[number.span.start :].startswith("Norway &amp; Sweden")
    assert any(c.span.of(PAGE) == "Denmark opposes the target" for c in found)


def test_a_page_is_scored_in_its_source(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    digest = hashlib.sha256(PAGE.encode()).hexdigest()
    at = PAGE.index("Denmark opposes the target")
    scope = {"record": "scope", "document": "a.html", "sha256": digest, "start": 0}
    scope["end"] = len(PAGE)
    claim = {
        "record": "claim", "id": "1", "document": "a.html", "start": at, "end": at + 26,
        "quote": "Denmark opposes the target", "kind": "stance", "stance": "opposes",
        "speaker": "AUTHOR", "actor": ["DNK"], "target": ["NATO"],
        "measure": "defence_spending_share_gdp",
    }  # fmt: skip
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(line) for line in (scope, claim)), encoding="utf-8")
    assert score_file(gold, tmp_path, extract).stance.value == 1


PIECES = ["<p>", "</p>", "<b>", "&amp;", "&eacute;", "word ", "<h2>", "</h2>", "<br>", "3 %"]


@given(st.lists(st.sampled_from([*PIECES, "<script>", "</script>", "<", "&"]), max_size=30))
def test_every_character_has_its_place(pieces: list[str]) -> None:
    source = "".join(pieces)
    page = read_markup(source)
    for heading in page.headings:
        assert 0 <= heading.start <= heading.end <= len(page.text)
    for at, character in enumerate(page.text):
        start, end = page._at(at)
        assert 0 <= start < end <= len(source)
        if character != "\n" and end - start == 1:
            assert source[start] == character
