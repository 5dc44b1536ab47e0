"""How good is the extraction on documents whose annotator had not seen its rules?

The thresholds stand a little under what is reached; they guard against falling back. The score
that counts as blind is the first one, in `docs/method/evidence.md`.
"""

from __future__ import annotations

from pathlib import Path

from burdenshare.evidence.claims import extract
from burdenshare.evidence.gold import read_gold
from burdenshare.evidence.score import score_file

BLIND = Path(__file__).parent / "blind"
GOLD = BLIND / "gold.jsonl"


def test_the_annotation_holds_its_words() -> None:
    gold = read_gold(GOLD)
    assert len(gold.documents) == 14
    assert sum(name.startswith("ja-") for name in gold.documents) == 7
    texts = {name: (BLIND / name).read_bytes().decode("utf-8") for name in gold.documents}
    assert [(s.start, s.end) for s in gold.scopes] == [(0, len(t)) for t in texts.values()]
    for trap in gold.distractors:
        assert texts[trap.document][trap.start : trap.end] == trap.text
    for claim in gold.claims:
        assert texts[claim.document][claim.start : claim.end] == claim.quote
        if claim.quantity_span:
            number = claim.quantity_span
            assert claim.start <= number.start < number.end <= claim.end
            assert texts[claim.document][number.start : number.end] == number.text


def test_the_score_does_not_fall_back() -> None:
    found = score_file(GOLD, BLIND, extract)
    assert (found.mentions.f1 or 0) >= 0.94
    assert (found.value.value or 0) >= 0.98
    assert (found.unit.value or 0) >= 0.93
    assert (found.claims.precision.value or 0) >= 0.95
    assert (found.claims.f1 or 0) >= 0.85
    assert (found.stance.value or 0) >= 0.81
    assert (found.actor.value or 0) >= 0.86
    assert (found.target.value or 0) >= 0.67
    assert found.distractors_as_spending == 0
