"""Learn what each sign of actor and target weighs, from our annotated sets.

``python -m tests.evidence.train_choices`` writes the weights to the package (same corpus, same
bytes); with ``--left-out`` it prints how often the choice is right on each set when it was learned
on all others, against the rules alone. Neither touches the fourth blind set.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from burdenshare.evidence.claims import choice, extract
from burdenshare.evidence.claims.scene import Clause, Scene
from burdenshare.evidence.gold import read_gold
from burdenshare.evidence.score import folded, predicted, score

HERE = Path(__file__).parent
SETS = ("documents", "blind", "blind2", "blind3", "training_a", "training_b")
ROLES: dict[str, Callable[..., choice.Offer]] = {
    "actor": choice.actors,
    "target": choice.targets,
}
DRAWN_IN, FEWEST, SMALLEST = 15.0, 3, 0.05
_known = cache(folded)


@dataclass(frozen=True)
class Case:
    """One claim: what was offered with its signs, and which of these the annotators accept."""

    folder: str
    signs: tuple[list[str], ...]
    right: tuple[bool, ...]

    @property
    def tells(self) -> bool:
        """Whether some of the choices are right and some are wrong."""
        return any(self.right) and not all(self.right)


def cases() -> dict[str, list[Case]]:
    """Return the claims of all sets that match an annotated one, for the actor and the target."""
    seen: dict[tuple[str, int, int], choice.Offer] = {}

    def watched(role: str) -> Callable[..., choice.Names]:
        def chosen(clause: Clause, scene: Scene, *rest: Any) -> choice.Names:
            offer = ROLES[role](clause, scene, *rest)
            seen[role, clause.span.start, clause.span.end] = offer
            return offer.best(choice.weights()[role], choice.CLEAR[role])

        return chosen

    found: dict[str, list[Case]] = {role: [] for role in ROLES}
    with (
        patch.object(choice, "actor", watched("actor")),
        patch.object(choice, "target", watched("target")),
    ):
        for path in _golds():
            gold = read_gold(path)
            for name in gold.documents:
                seen.clear()
                claims = predicted(name, (path.parent / name).read_bytes().decode(), extract)
                for annotated, claim in score(gold.only([name]), {name: claims}).pairs:
                    for role in ROLES:
                        offer = seen.get((role, claim.span.start, claim.span.end))
                        if offer is None:
                            continue
                        accepted = {_known(n) for n in getattr(annotated, role)}
                        right = tuple(
                            bool(accepted & set(map(_known, names))) for names in offer.signs
                        )
                        signs = tuple(map(offer.spelled, offer.signs))
                        found[role].append(Case(path.parent.name, signs, right))
    return found


def _golds() -> Iterator[Path]:
    for folder in SETS:
        yield from sorted((HERE / folder).glob("gold*.jsonl"))


def learned(known: Sequence[Case]) -> dict[str, float]:
    """Return weights under which the right choice is most likely, drawn towards nought."""
    told = [c for c in known if c.tells]
    counts = Counter(s for c in told for offered in c.signs for s in set(offered))
    names = sorted(s for s, n in counts.items() if n >= FEWEST)
    column = {s: i for i, s in enumerate(names)}
    offered = [signs for c in told for signs in c.signs]
    places = [(i, column[s]) for i, signs in enumerate(offered) for s in signs if s in column]
    rows, columns = zip(*places, strict=True)
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), (len(offered), len(names)))
    sizes = np.array([len(c.signs) for c in told])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = np.concatenate([c.right for c in told])
    case = np.repeat(np.arange(len(told)), sizes)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = matrix @ weights
        shares = np.exp(sums - np.maximum.reduceat(sums, starts)[case])
        whole = np.add.reduceat(shares, starts)
        part = np.add.reduceat(shares * right, starts)
        value = float(np.log(whole / part).sum() + DRAWN_IN / 2 * weights @ weights)
        slope = matrix.T @ (shares / whole[case] - shares * right / part[case])
        return value, slope + DRAWN_IN * weights

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    rounded = {s: round(float(w), 2) for s, w in zip(names, fitted, strict=True)}
    return {s: w for s, w in rounded.items() if abs(w) >= SMALLEST}


def _nested(weights: dict[str, float]) -> choice.Table:
    """Return weights by setting and sign."""
    table: choice.Table = {}
    for spelled, weight in weights.items():
        setting, _, sign = spelled.partition(": ")
        table.setdefault(setting, {})[sign] = weight
    return table


def share_right(role: str, known: Sequence[Case], table: dict[str, float]) -> float:
    """Return in what share of the cases the choice of most weight is right."""
    hits = 0
    for case in known:
        sums = [sum(table.get(s, 0.0) for s in signs) for signs in case.signs]
        first = sums[0] + choice.CLEAR[role] >= max(sums)
        hits += case.right[0 if first else sums.index(max(sums))]
    return hits / len(known)


def main() -> None:
    """Write the weights, or print what they are worth on sets that are left out."""
    found = cases()
    if "--left-out" not in sys.argv:
        table = {role: _nested(learned(known)) for role, known in found.items()}
        path = Path(choice.__file__).with_suffix(".json")
        path.write_text(json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True) + "\n")
        return
    for role, known in found.items():
        for folder in SETS:
            rest = [c for c in known if c.folder != folder]
            left = [c for c in known if c.folder == folder]
            if left:
                rules = sum(c.right[0] for c in left) / len(left)
                sys.stdout.write(
                    f"{role} {folder} {rules:.3f} {share_right(role, left, learned(rest)):.3f}\n"
                )


if __name__ == "__main__":
    main()
