"""The stance of a clause by a small linear model that was trained on annotated documents.

Two steps. The text model is a multinomial logistic regression on the traits of a clause: one
weight for each trait and stance, their sums turned into probabilities. The second step weighs
these probabilities against what the hand rules say, by how often rules of that stance and name
were right on documents that nobody had mended them for. All weights stand in ``data/stances.json``
in hundredths, and ``python -m tests.evidence.train_stances`` makes that file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from burdenshare.evidence.claims.scene import Clause, Scene
from burdenshare.evidence.claims.traits import traits
from burdenshare.evidence.model import STANCES, Stance

PATH = Path(__file__).parent / "data" / "stances.json"
SCALE = 100
#: Added to each probability of the text model before its logarithm is taken.
FLOOR = 0.001
_Row = tuple[float, ...]
_NONE: _Row = (0.0,) * len(STANCES)


@dataclass(frozen=True)
class Weights:
    """The weights of the model, one row of six stances each.

    Attributes
    ----------
    text : dict
        By trait.
    mixed : tuple of rows
        For the logarithm of each probability of the text model.
    said : dict
        By language and stance of the hand rules: ``en commits``.
    rules : dict
        By name of the rule.
    """

    text: dict[str, _Row]
    mixed: tuple[_Row, ...]
    said: dict[str, _Row]
    rules: dict[str, _Row]

    def of_text(self, named: Sequence[str]) -> _Row:
        """Return the probabilities of the stances by the traits of a clause alone."""
        return _probabilities([self.text[t] for t in named if t in self.text])

    def of_all(self, text: _Row, language: str, stance: Stance, rule: str) -> _Row:
        """Return the probabilities by the text and by what the hand rules say."""
        rows = [self.said.get(f"{language} {stance}", _NONE), self.rules.get(rule, _NONE)]
        for share, row in zip(text, self.mixed, strict=True):
            log = math.log(share + FLOOR)
            rows.append(tuple(log * weight for weight in row))
        return _probabilities(rows)


def _probabilities(rows: Sequence[_Row]) -> _Row:
    sums = [math.fsum(column) for column in zip(_NONE, *rows, strict=True)]
    top = max(sums)
    powers = [math.exp(value - top) for value in sums]
    whole = math.fsum(powers)
    return tuple(power / whole for power in powers)


@cache
def weights() -> Weights:
    """Return the weights that the package ships."""
    found = json.loads(PATH.read_text(encoding="utf-8"))

    def rows(table: dict[str, list[int]]) -> dict[str, _Row]:
        return {name: tuple(w / SCALE for w in row) for name, row in table.items()}

    return Weights(
        text=rows(found["text"]),
        mixed=tuple(rows(found["mixed"])[stance] for stance in STANCES),
        said=rows(found["said"]),
        rules=rows(found["rules"]),
    )


class Judged(NamedTuple):
    """The stance of a clause, the rule, and how probable the model holds the stance to be."""

    stance: Stance
    rule: str
    share: float | None = None


def judged(clause: Clause, scene: Scene, stance: Stance, rule: str) -> Judged:
    """Return the stance of a clause, and the rule with the model's word where it turned it.

    Only on terse pages: essays, of which the training sets hold none, are left to the rules.
    """
    if not scene.terse:
        return Judged(stance, rule)
    table = weights()
    text = table.of_text(traits(clause, scene))
    shares = table.of_all(text, clause.language, stance, rule)
    share = max(shares)
    best = STANCES[shares.index(share)]
    turned = "" if best == stance else f", learned {best} {share:.2f}"
    return Judged(best, rule + turned, share)
