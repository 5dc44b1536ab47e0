"""What must hold of every extraction, and how good it is on our annotated documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.evidence.claims import extract
from burdenshare.evidence.claims.precision import precision, table
from burdenshare.evidence.model import STANCES, Document, Span
from burdenshare.evidence.score import plain_document

from ..rule_precision import DOCUMENTS, HELD_OUT, TUNED, counted, scored

PIECES = [
    "Norway will spend ", "2% of GDP", " on defence", ". ", "\n\n", "NATO ", "refused to ",
    "support ",
    "政府は", "防衛費を", "GDP比2%", "に引き上げると", "表明した。", "「", "」", "、", "(", "? ",
    "Washington's demand for more spending ", "2 + 2", "[3]", "%", "　",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(max_examples=60)
def test_every_claim_quotes_the_text(text: str) -> None:
    document = plain_document("x", text)
    found = extract(document)
    assert found == extract(document)
    numbers = [c.quantity_span for c in found if c.quantity_span]
    assert len(numbers) == len(set(numbers))
    assert len({c.id for c in found}) == len(found)
    for claim in found:
        assert claim.span.of(text) == claim.quote
        assert claim.stance in STANCES
        assert claim.actor
        assert 0 < claim.confidence < 1
        if claim.quantity_span:
            assert claim.span.start <= claim.quantity_span.start < claim.span.end


def test_repeats_name_the_first() -> None:
    line = "Norway will spend 5% of GDP on defence."
    found = extract(plain_document("x", f"{line}\n\nSweden agreed to follow.\n\n{line}"))
    assert [c.repeats for c in found] == [None, None, found[0].id]


def test_headings_and_damage_are_marked() -> None:
    text = "Norway to spend 5% of GDP on defence\n\nNorw?y rejected the target of NATO."
    document = plain_document("x", text)
    damaged = Document(**{**vars(document), "damaged": (Span(38, 44),)})
    found = extract(damaged)
    assert [(c.in_heading, c.damaged) for c in found] == [(True, False), (False, True)]


def test_confidence_is_counted_not_invented() -> None:
    assert table() == counted()
    assert precision("no such rule") == 0.5


@pytest.mark.parametrize("path", [TUNED, HELD_OUT], ids=["tuned", "held-out"])
def test_promised_scores_on_our_documents(path: Path) -> None:
    found = scored(path)
    assert (found.mentions.f1 or 0) >= 0.95
    assert found.value.value == 1.0
    assert found.distractors_as_spending == 0
    assert (found.claims.f1 or 0) >= 0.75
    assert (found.stance.value or 0) >= 0.80
    assert (found.actor.value or 0) >= 0.75
    assert (found.target.value or 0) >= 0.60


def test_the_page_about_spain_names_country_target_refusal_and_figures() -> None:
    name = "ja-01-spain-target.txt"
    found = extract(plain_document(name, (DOCUMENTS / name).read_bytes().decode("utf-8")))
    refused = [c for c in found if c.stance == "opposes" and c.actor == ("ESP",)]
    assert {5.0, 2.1} <= {c.value for c in found}
    assert any(c.value == 5.0 and c.unit == "pct_gdp" and c.target == ("NATO",) for c in refused)
    assert any(c.value == 1.24 and c.year == 2024 and c.actor == ("ESP",) for c in found)
    assert any(c.deadline == 2035 and c.stance == "commits" for c in found)
