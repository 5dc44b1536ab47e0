"""Issues on one table: which trades make both sides better off, and when they vanish."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from burdenshare.bargaining.compromise import compromise
from burdenshare.bargaining.table import Floats, Table

MOST_TRADES = 20
"""The best ones of a case; all are counted."""
_NOTHING = 1e-12


def linkage(table: Table) -> dict[str, dict[str, Any]]:
    """Return the trades that each case allows, by case, the largest gain first.

    Two actors can trade two issues if they stand on opposite sides of the compromise on both. The
    one that cares more for the first in proportion gets it moved its way, the other the second;
    both gain equally (Stokman and Van Oosten's equal gain). With

        G = D (s_ip s_jq - s_iq s_jp) / (s_iq + s_jq)

    for a shift D of issue p, the gain is gone when salience is in the same proportion for both:
    ``vanishes`` gives the salience of each side, on the issue it demands, at which that is so, if
    all else stays. Only the first step is looked at: what trades follow one another is the matter
    of the exchange model.

    Gains are in units of utility per actor: 1 is the whole scale at salience 1. ``others`` is the
    sum of salience-weighted losses and gains of everyone else: who is not asked and pays.
    """
    found: dict[str, dict[str, Any]] = {}
    for case in table.by_case():
        if len(case.issues) < 2:
            continue
        deal = _Deal(case)
        count, best = 0, []
        for p, q in combinations(range(len(case.issues)), 2):
            gains = deal.gains(p, q)
            count += int((gains > _NOTHING).sum())
            best += [(gain, i, j, p, q) for gain, i, j in _largest(gains)]
        best.sort(key=lambda trade: (-trade[0], trade[1:]))
        told = [deal.told(*trade) for trade in best[:MOST_TRADES]]
        found[case.cases[0]] = {"count": count, "trades": told}
    return found


def _largest(gains: Floats) -> list[tuple[float, int, int]]:
    """Return the largest gains above nothing, each with its place."""
    some = gains[gains > _NOTHING]
    least = np.partition(some, -MOST_TRADES)[-MOST_TRADES] if len(some) > MOST_TRADES else 0.0
    rows, columns = np.nonzero((gains >= least) & (gains > _NOTHING))
    order = np.lexsort((columns, rows, -gains[rows, columns]))[:MOST_TRADES]
    return [
        (float(gains[i, j]), int(i), int(j))
        for i, j in zip(rows[order], columns[order], strict=True)
    ]


class _Deal:
    """The first trades of one case, on a scale from 0 to 1."""

    def __init__(self, case: Table) -> None:
        self.case = case
        self.x = np.nan_to_num((case.positions - case.low) / case.length)
        self.s = np.nan_to_num(case.salience)
        self.agreed = compromise(self.x, case.weights)
        self.part = case.weights / case.weights.sum(axis=0)

    def gains(self, p: int, q: int) -> Floats:
        """Return what i and j gain each where i gets p and j gets q, shaped (i, j)."""
        shift_p, shift_q = self._shifts(p, q)
        gains = self.s[:, None, p] * shift_p - self.s[:, None, q] * shift_q
        return np.asarray(np.where(self._opposed(p) & self._opposed(q), gains, 0.0))

    def _opposed(self, k: int) -> NDArray[np.bool_]:
        side = np.where(self.case.present[:, k], np.sign(self.x[:, k] - self.agreed[k]), 0.0)
        return np.asarray(side[:, None] * side < 0.0)

    def _shifts(self, p: int, q: int) -> tuple[Floats, Floats]:
        """Return how far the outcomes move: the largest equal gains that both can supply.

        The supplier moves to the demander's position at most, the outcome not beyond it.
        """
        x, s, agreed = self.x, self.s, self.agreed
        apart_p, apart_q = (np.abs(x[:, None, k] - x[:, k]) for k in (p, q))
        most_p = np.minimum(self.part[:, p] * apart_p, np.abs(x[:, None, p] - agreed[p]))
        most_q = np.minimum(self.part[:, None, q] * apart_q, np.abs(x[:, q] - agreed[q]))
        asked, given = s[:, None, p] + s[:, p], s[:, None, q] + s[:, q]
        shift_p = np.minimum(
            most_p, np.divide(most_q * given, asked, out=np.zeros_like(asked), where=asked > 0.0)
        )
        shift_q = np.divide(shift_p * asked, given, out=np.zeros_like(given), where=given > 0.0)
        return shift_p, shift_q

    def told(self, gain: float, i: int, j: int, p: int, q: int) -> dict[str, Any]:
        """Return one trade as plain data, in the units of its issues."""
        case, s = self.case, self.s
        shifts = self._shifts(p, q)
        after = self.agreed.copy()
        after[p] += np.sign(self.x[i, p] - self.agreed[p]) * shifts[0][i, j]
        after[q] += np.sign(self.x[j, q] - self.agreed[q]) * shifts[1][i, j]
        nearer = np.abs(self.agreed - self.x) - np.abs(after - self.x)
        felt = np.where(case.present, s * nearer, 0.0).sum(axis=1)
        others = {
            case.actors[k]: float(felt[k])
            for k in np.argsort(felt, kind="stable")
            if k not in (i, j) and felt[k] != 0.0
        }
        one, two = case.actors[i], case.actors[j]
        before, agreed = (case.low + case.length * o for o in (self.agreed, after))
        return {
            "actors": [one, two],
            "issues": [case.issues[p], case.issues[q]],
            "gets": {one: case.issues[p], two: case.issues[q]},
            "before": [float(before[p]), float(before[q])],
            "after": [float(agreed[p]), float(agreed[q])],
            "gain": gain,
            "salience": {case.actors[k]: [float(s[k, p]), float(s[k, q])] for k in (i, j)},
            "vanishes": {
                one: float(s[i, q] * s[j, p] / s[j, q]),
                two: float(s[j, p] * s[i, q] / s[i, p]),
            },
            "others": sum(others.values(), 0.0),
            "pays": {name: value for name, value in others.items() if value < 0.0},
        }
