"""The learned model of stances: its weights are those of its corpus, and it decides with reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.evidence.claims import extract, learned, phrases
from burdenshare.evidence.claims.precision import precision
from burdenshare.evidence.model import STANCES
from burdenshare.evidence.score import plain_document

from .alone import rules_alone
from .train_stances import FIRST, SETS, corpus, first_sight

HERE = Path(__file__).parent


def test_the_weights_are_made_from_the_corpus_as_it_stands() -> None:
    found = json.loads(learned.PATH.read_text(encoding="utf-8"))
    assert found["corpus"] == corpus(), "run python -m tests.evidence.train_stances"
    assert found["stances"] == list(STANCES)


def test_no_held_out_set_is_trained_on() -> None:
    assert not any("blind4" in path for paths in SETS.values() for path in paths)
    assert {group for group, _ in first_sight()} < set(SETS)
    assert FIRST.exists()


def test_the_file_of_weights_stays_small() -> None:
    assert learned.PATH.stat().st_size < 400_000
    assert all(abs(w) < 100 for row in learned.weights().text.values() for w in row)


@given(st.lists(st.sampled_from(["en.any", "ja.any", "en.heading=True", "no such trait"])))
def test_probabilities_are_positive_and_sum_to_one(named: list[str]) -> None:
    table = learned.weights()
    text = table.of_text(named)
    both = table.of_all(text, "en", "reports", "en.reports.plain")
    for shares in (text, both):
        assert len(shares) == 6
        assert all(share > 0 for share in shares)
        assert sum(shares) == pytest.approx(1)


def test_without_any_trait_the_stance_of_the_rules_stands() -> None:
    even = learned.weights().of_text([])
    assert even == pytest.approx([1 / 6] * 6)
    for language in ("en", "ja"):
        for stance in ("commits", "demands", "opposes", "supports"):
            shares = learned.weights().of_all(even, language, stance, "a new rule")
            assert STANCES[shares.index(max(shares))] == stance


def test_where_the_model_turns_a_rule_the_claim_says_so_with_its_probability() -> None:
    text = (HERE / "blind" / "en-05-aukus-speech.txt").read_text(encoding="utf-8")
    with rules_alone():
        before = extract(plain_document("x", text))
    after = extract(plain_document("x", text))
    turned = [(b, a) for b, a in zip(before, after, strict=True) if b.stance != a.stance]
    assert turned
    for rule, claim in turned:
        assert claim.rule.startswith(f"{rule.rule}, learned {claim.stance} 0.")
        share = float(claim.rule.rpartition(" ")[2])
        assert claim.confidence == pytest.approx(precision("any", share), abs=0.011)


def test_essays_are_left_to_the_rules() -> None:
    long = (
        "It has been argued at considerable length, by those who have had the leisure to consider"
        " such matters, that Norway, whose leaders hide behind their hospitals and their schools,"
        " opposes what its neighbours, after much hesitation, have come to accept as inevitable."
    )
    text = "\n\n".join([long] * 6)
    with rules_alone():
        before = extract(plain_document("x", text))
    assert extract(plain_document("x", text)) == before


def test_the_longest_phrase_at_a_place_is_found() -> None:
    found = list(phrases.english(phrases.stems("Madrid ruled out any rise")))
    assert [(f.phrase, f.stances) for f in found][:1] == [("rul out", ("opposes",))]
    found = list(phrases.japanese("増額には反対の声が強い"))
    assert "反対の声" in [f.phrase for f in found]


@given(st.text(max_size=60))
def test_phrases_stand_in_order_and_share_no_place(text: str) -> None:
    for found in (list(phrases.english(phrases.stems(text))), list(phrases.japanese(text))):
        places = [place for f in found for place in (f.start, f.end)]
        assert places == sorted(places)
        assert all(f.start < f.end for f in found)
