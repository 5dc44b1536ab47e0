"""How often a rule was right on annotated documents: the confidence of its claims."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "precision.json"
_LEARNED = re.compile(r", learned [a-z]+ (?P<share>[01]\.\d\d)$")
#: How many of the claims on pages that nobody had mended for are annotated at all.
_ANNOTATED = 0.88


@cache
def table() -> dict[str, tuple[int, int]]:
    """Return, by rule, how many claims were right and how many it made."""
    found = json.loads(_TABLE.read_text(encoding="utf-8")) if _TABLE.exists() else {}
    return {rule: (right, made) for rule, (right, made) in found.items()}


def precision(rule: str) -> float:
    """Return the share of claims by a rule that were right, drawn to a half where few were made.

    Parameters
    ----------
    rule : str
        As a claim names it. Right means: annotated, and with the annotated stance.

    Returns
    -------
    float
        (right + 1) / (made + 2), Laplace's rule of succession; 0.5 for a rule never seen. Where
        the learned model turned the rule: the probability it gave, times how often a claim is
        annotated at all.
    """
    learned = _LEARNED.search(rule)
    if learned:
        return round(float(learned["share"]) * _ANNOTATED, 2)
    right, made = table().get(rule, (0, 0))
    return round((right + 1) / (made + 2), 2)
