"""The words of claims within a text, and the numbers of a sentence as links."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from burdenshare.web.pages.marking import pieces
from burdenshare.web.pages.tracing import anchor, traced

TEXT = "Spain refused 5 %. Poland will spend 5 %."


def test_each_claim_has_its_words_and_the_rest_has_none() -> None:
    claims = [{"id": "a", "start": 0, "end": 18}, {"id": "b", "start": 14, "end": 17}]
    made = pieces(TEXT, claims)
    assert [(p.text, p.claims, p.first_of) for p in made] == [
        ("Spain refused ", ("a",), ("a",)),
        ("5 %", ("b", "a"), ("b",)),
        (".", ("a",), ()),
        (" Poland will spend 5 %.", (), ()),
    ]


def test_hits_are_counted_from_where_the_passage_begins() -> None:
    made = pieces("Poland will spend 5 %.", hits=[[19, 25]], start=19)
    assert [(p.text, p.hit) for p in made] == [("Poland", True), (" will spend 5 %.", False)]


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted), max_size=6)


@given(SPANS, SPANS, SPANS)
def test_the_pieces_are_the_text_whatever_lies_over_it(
    claims: list[list[int]], repeats: list[list[int]], damaged: list[list[int]]
) -> None:
    given_claims = [{"id": str(n), "start": a, "end": b} for n, (a, b) in enumerate(claims)]
    made = pieces(TEXT, given_claims, repeats=repeats, damaged=damaged)
    assert "".join(p.text for p in made) == TEXT
    for one in given_claims:
        covered = "".join(p.text for p in made if one["id"] in p.claims)
        assert covered == TEXT[one["start"] : one["end"]]


def test_a_number_opens_to_its_figure_its_words_or_its_arithmetic() -> None:
    figure = "milex_pct_gdp/NATO core defence/NATO/2026-07/POL/2024"
    origins = {
        figure: {"kind": "figure", "label": "3.75", "link": "https://example.org", "of": []},
        "d1-002": {"kind": "claim", "label": "A paper", "link": "ledger:d1#char=3,9", "of": []},
        "count of allies": {"kind": "count", "label": "allies: 2", "link": "", "of": []},
    }
    sentence = {
        "text": "Of 2 allies Poland spent 3.75 %, and 5 % was refused.",
        "numbers": [
            {"text": "2", "origin": "count of allies"},
            {"text": "3.75", "origin": figure},
            {"text": "5", "origin": "d1-002"},
        ],
    }
    words = traced(sentence, origins)
    assert "".join(w.text for w in words) == sentence["text"]
    assert [w.address for w in words if w.address] == [
        f"#{anchor('count of allies')}",
        "/cite?series=milex_pct_gdp&country=POL&year=2024&definition=NATO+core+defence"
        "&vintage=2026-07",
        "/evidence/documents/d1#t-d1-002",
    ]
