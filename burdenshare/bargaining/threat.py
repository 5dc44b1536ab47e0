"""Two issues on one table, and a threat behind it: what each changes about the bargain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from burdenshare.bargaining.defiance import costs_of
from burdenshare.bargaining.table import Floats, Table
from burdenshare.errors import Refusal

GRID = 201
"""Points of each issue; the grid is refined twice round the best one."""
FINER = 41
MOST_COST = 1e6
MOST_ACTORS = 100
"""Per case, so that the grid stays small."""


def threats(
    table: Table, costs: Mapping[str, float], *, issues: Sequence[str] = (), power: int = 2
) -> dict[str, Any]:
    """Return what the parties agree on apart, together, and together under a threat.

    Nash's product of gains over no agreement, sum_i c_i ln(U_i(o) - U_i(d)) with
    U_i(o) = -sum_k s_ik (|o_k - x_ik|/L_k)^p, is maximised over what everyone who cares prefers to
    the status quo d; d itself where there is nothing of the kind. A threat is a cost K_i of no
    agreement that lowers U_i(d): who would lose more by no agreement gives way.

    Parameters
    ----------
    table : Table
        Of one case.
    costs : mapping
        By actor its K, in units of utility: 1 is the loss from one end of a scale to the other for
        an actor with salience 1.
    issues : sequence of str
        The two issues that are linked; those of the case if it has two.
    power : int
        1 linear, 2 quadratic.

    Returns
    -------
    dict
        ``apart`` (each issue by itself, no threat), ``together`` (no threat) and ``threat``, each
        with ``outcome`` by issue, ``agreed`` and ``gains`` by actor over no agreement.

    Raises
    ------
    Refusal
        ``bad-argument``: not two issues, a status quo that is not known, a cost that is none.
    """
    columns = _columns(table, issues)
    deal = _Deal(table, columns, power)
    cost = deal.costs(costs)
    none = np.zeros_like(cost)
    alone = [deal.agree([k], none) for k in (0, 1)]
    apart = np.array([alone[0][0][0], alone[1][0][0]]), alone[0][1] + alone[1][1]
    return {
        "issues": [table.issues[k] for k in columns],
        "status_quo": {table.issues[k]: float(table.status_quo[k]) for k in columns},
        "costs": {name: float(c) for name, c in zip(table.actors, cost, strict=True) if c},
        "apart": deal.told(*apart),
        "together": deal.told(*deal.agree([0, 1], none)),
        "threat": deal.told(*deal.agree([0, 1], cost)),
    }


def cost_to_reach(
    table: Table,
    actor: str,
    issue: str,
    level: float,
    *,
    issues: Sequence[str] = (),
    power: int = 2,
) -> float | None:
    """Return the cost of no agreement at which an actor would go as far as `level` on an issue.

    Found by bisection, all else as in `threats` without another threat; None where no cost is
    enough, 0 where none is needed.

    Raises
    ------
    Refusal
        ``bad-argument`` as for `threats`, and for an actor or an issue that is not at the table.
    """
    columns = _columns(table, issues)
    deal = _Deal(table, columns, power)
    deal.costs({actor: 0.0})
    linked = [table.issues[c] for c in columns]
    if issue not in linked:
        raise Refusal("bad-argument", f"{issue} is not linked", hint=f"one of {', '.join(linked)}")
    k = linked.index(issue)
    wanted = (level - table.low[columns[k]]) / table.length[columns[k]]

    way = np.sign(wanted - deal.x[table.actors.index(actor), k])

    def short(cost: float) -> float:
        outcome, _ = deal.agree([0, 1], deal.costs({actor: cost}))
        return float(way * (wanted - outcome[k]))

    near = 1.0 / GRID / FINER
    if short(0.0) <= near:
        return 0.0
    low, high = 0.0, 1.0
    while short(high) > near:
        low, high = high, 4.0 * high
        if high > MOST_COST:
            return None
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = (middle, high) if short(middle) > near else (low, middle)
    return high


class Reach(NamedTuple):
    """What no agreement would have to cost an actor, so that it goes this far, is the question."""

    actor: str
    issue: str
    level: float


def linked(
    table: Table,
    costs: Mapping[str, Mapping[str, float]] | None = None,
    *,
    link: Sequence[str] = (),
    reach: Sequence[Reach] = (),
) -> dict[str, dict[str, Any]]:
    """Return `threats` for every case with two issues to link, by case; empty if there is none.

    Parameters
    ----------
    table : Table
    costs : mapping, optional
        By actor the parts of its cost of refusing, see `defiance`; those of the file if not given.
    link : sequence of str
        The two issues, for a case that has more.
    reach : sequence of Reach
        Answered as ``reach`` of the case, see `cost_to_reach`.

    Raises
    ------
    Refusal
        ``bad-argument`` where something was asked that no case can answer.
    """
    found: dict[str, dict[str, Any]] = {}
    for case in table.by_case():
        names = list(link) or list(case.issues)
        if not _can_link(case, names):
            continue
        name = case.cases[0]
        stated = costs_of(case, name) if costs is None else costs
        kappa = {a: sum(parts.values()) for a, parts in stated.items() if a in case.actors}
        found[name] = threats(case, kappa, issues=names)
        found[name]["reach"] = [
            {**asked._asdict(), "cost": cost_to_reach(case, *asked, issues=names)}
            for asked in reach
            if asked.actor in case.actors or len(set(table.cases)) == 1
        ]
    if not found and (link or reach):
        first = next(table.by_case())
        _columns(first, link)
        raise Refusal(
            "bad-argument",
            f"{first.cases[0]} has no two issues to link",
            hint="name two issues whose status quo is known",
        )
    return found


def _can_link(case: Table, names: Sequence[str]) -> bool:
    if len(names) != 2 or not set(names) <= set(case.issues) or len(case.actors) > MOST_ACTORS:
        return False
    columns = [case.issues.index(name) for name in names]
    return not np.isnan(case.status_quo[columns]).any()


class _Deal:
    """A bargain over two issues, on scales from 0 to 1."""

    def __init__(self, table: Table, columns: Sequence[int], power: int) -> None:
        self.table = table
        self.columns = list(columns)
        at = (slice(None), self.columns)
        low, length = table.low[self.columns], table.length[self.columns]
        self.x = np.nan_to_num((table.positions[at] - low) / length)
        self.s = np.where(table.present[at], np.nan_to_num(table.salience[at]), 0.0)
        self.status_quo = (table.status_quo[self.columns] - low) / length
        weights = np.nan_to_num(table.capability[at])
        self.c = weights.max(axis=1)
        self.power = power

    def costs(self, given: Mapping[str, float]) -> Floats:
        """Return the cost of each actor, 0 where none is given."""
        wrong = [name for name, c in given.items() if not 0.0 <= c <= MOST_COST]
        wrong += [name for name in given if name not in self.table.actors]
        if wrong:
            raise Refusal(
                "bad-argument",
                f"no cost of no agreement for {', '.join(dict.fromkeys(wrong))}",
                hint=f"give 0 to {MOST_COST:g} for one of {', '.join(self.table.actors)}",
            )
        return np.array([float(given.get(name, 0.0)) for name in self.table.actors])

    def agree(self, issues: Sequence[int], cost: Floats) -> tuple[Floats, Floats]:
        """Return the outcome on these issues, and each actor's gain over no agreement."""
        status_quo = self.status_quo[list(issues)]
        best, width = status_quo, 1.0
        for points in (GRID, FINER, FINER):
            axes = [
                np.linspace(max(b - width, 0.0), min(b + width, 1.0), points)
                if points != GRID
                else np.linspace(0.0, 1.0, points)
                for b in best
            ]
            grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))
            values = self._product(grid, issues, cost)
            if not np.isfinite(values).any():
                return status_quo, np.zeros_like(cost)
            best = grid[int(values.argmax())]
            width = 2.0 * width / (points - 1)
        return best, self._gains(best[None, :], issues, cost)[:, 0]

    def _gains(self, grid: Floats, issues: Sequence[int], cost: Floats) -> Floats:
        """Return what each actor gains at each point, shaped (actor, point)."""
        gains = np.repeat(cost[:, None], len(grid), axis=1)
        for column, k in enumerate(issues):
            here, x, s = grid[:, column], self.x[:, k, None], self.s[:, k, None]
            lost = np.abs(self.status_quo[k] - x) ** self.power
            gains += s * (lost - np.abs(here - x) ** self.power)
        return np.asarray(gains)

    def _product(self, grid: Floats, issues: Sequence[int], cost: Floats) -> Floats:
        """Return the weighted sum of logarithms of gains, -inf where someone would rather not."""
        cares = self.s[:, list(issues)].sum(axis=1) > 0.0
        gains = self._gains(grid, issues, cost)[cares]
        agreed = (gains > 0.0).all(axis=0)
        found = np.full(len(grid), -np.inf)
        found[agreed] = self.c[cares] @ np.log(gains[:, agreed])
        return found

    def told(self, outcome: Floats, gains: Floats) -> dict[str, Any]:
        """Return an outcome as plain data."""
        table, columns = self.table, self.columns
        places = table.low[columns] + table.length[columns] * outcome
        return {
            "outcome": {table.issues[k]: float(o) for k, o in zip(columns, places, strict=True)},
            "agreed": bool((outcome != self.status_quo).any()),
            "gains": dict(zip(table.actors, gains.tolist(), strict=True)),
        }


def _columns(table: Table, issues: Sequence[str]) -> list[int]:
    """Return which issues are linked."""
    names = list(issues) or list(table.issues)
    known = [name for name in names if name in table.issues]
    columns = [table.issues.index(name) for name in known]
    if len(names) != 2 or len(columns) != 2 or len(set(table.cases)) != 1:
        raise Refusal(
            "bad-argument",
            f"not two issues of one case: {', '.join(names)}",
            hint=f"name two of {', '.join(table.issues)}",
        )
    unknown = [table.issues[k] for k in columns if np.isnan(table.status_quo[k])]
    if unknown:
        raise Refusal(
            "bad-argument",
            f"what holds without agreement is not known on {', '.join(unknown)}",
            hint="give a status quo for both issues",
        )
    return columns
