"""Count how often each rule was right on our annotated documents, and write it to the package.

Run it after a rule changes: ``python -m tests.evidence.rule_precision``.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from burdenshare.evidence.claims import extract, precision
from burdenshare.evidence.gold import read_gold
from burdenshare.evidence.model import Claim
from burdenshare.evidence.score import Score, plain_document, score

from .alone import rules_alone

DOCUMENTS = Path(__file__).parent / "documents"
TUNED, HELD_OUT = DOCUMENTS / "gold-tuned.jsonl", DOCUMENTS / "gold-held-out.jsonl"


def scored(path: Path, language: str = "") -> Score:
    """Score the extraction on one gold file, or on its documents in one language."""
    gold = read_gold(path)
    names = [n for n in gold.documents if n.startswith(language)]
    found: dict[str, list[Claim]] = {}
    for name in names:
        text = (DOCUMENTS / name).read_bytes().decode("utf-8")
        found[name] = extract(plain_document(name, text))
    return score(gold.only(names), found)


def counted() -> dict[str, tuple[int, int]]:
    """Return, by rule, how many claims were right (annotated, with that stance), of how many."""
    right: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for path in (TUNED, HELD_OUT):
        with rules_alone():
            found = scored(path)
        for gold, claim in found.pairs:
            made[claim.rule] += 1
            right[claim.rule] += gold.stance == claim.stance
        made.update(claim.rule for claim in found.spurious)
    return {rule: (right[rule], made[rule]) for rule in sorted(made)}


if __name__ == "__main__":
    lines = ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in counted().items())
    Path(precision.__file__).with_suffix(".json").write_text(f"{{\n{lines}\n}}\n")
