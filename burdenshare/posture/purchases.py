"""What money buys: the best use of budgets, and the cheapest and the soonest way to a target.

A purchase y_ik >= 0 of supplier i adds usable_ik y_ik to what it can send, at cost_k for one.
States buy only what they have some of already: nobody raises a first crew or yard in time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from burdenshare.posture.linear import Layout, cover, run, start
from burdenshare.posture.model import Case, Coverage, Floats

Ceilings = Mapping[tuple[str, str], float]
"""Billion at most by (state, domain)."""
SLACK = 1e-9
"""By how much a target may be missed, so that what was just reached can be reached again."""


@dataclass(frozen=True)
class Purchases:
    """What is bought and what it does.

    Attributes
    ----------
    coverage : Coverage
        With it.
    bought : array (supplier, item)
        Units.
    money_years : float
        Years of the stated money that it takes; nan where no money was stated.
    years : float
        The longer of these, and of the longest time from order to delivery of what is bought.
    """

    coverage: Coverage
    bought: Floats
    money_years: float = float("nan")
    years: float = float("nan")

    @property
    def spent(self) -> Floats:
        """Billion by supplier and item."""
        return np.asarray(self.bought * self.coverage.case.cost)

    @property
    def price(self) -> float:
        """Billion in all."""
        return float(self.spent.sum())

    def by_state(self) -> dict[str, dict[str, float]]:
        """Return billion by state and item, most first, without what is nothing."""
        case, found = self.coverage.case, {}
        for i in np.argsort(-self.spent.sum(axis=1), kind="stable"):
            items = {
                item: float(each)
                for item, each in zip(case.items, self.spent[i], strict=True)
                if each > SLACK
            }
            if items:
                found[case.owner[i]] = items
        return found


def best(
    case: Case,
    budgets: Mapping[str, float],
    *,
    items: Sequence[str] = (),
    ceilings: Ceilings | None = None,
) -> Purchases:
    """Return the purchases that raise coverage most when each state spends its budget as it likes.

    Parameters
    ----------
    case : Case
    budgets : dict
        Billion by state, at the prices of the case; who is not named buys nothing.
    items : sequence of str
        What can be bought; everything if none are named.
    ceilings : dict, optional
        Billion at most by (state, domain).
    """
    layout, highs = _open(case)
    for column, (_, k) in _columns(layout):
        if items and case.items[k] not in items:
            highs.changeColBounds(column, 0.0, 0.0)
    _budgets(layout, highs, budgets, ceilings or {})
    run(highs)
    return _read(layout, highs)


def least(
    case: Case, budgets: Mapping[str, float], value: float, *, ceilings: Ceilings | None = None
) -> float | None:
    """Return the least part of all budgets with which the best purchases reach a value.

    Parameters
    ----------
    case : Case
    budgets : dict
        Billion by state.
    value : float
        What is maximised (`Coverage.value`).
    ceilings : dict, optional
        Billion at most by (state, domain); the same part of them.

    Returns
    -------
    float or None
        None where no money reaches it.
    """
    import highspy

    layout, highs = _open(case)
    gains = layout.objective()
    index = np.flatnonzero(gains).astype(np.int32)
    highs.addRow(value - SLACK, np.inf, len(index), index, gains[index])
    highs.changeObjectiveSense(highspy.ObjSense.kMinimize)
    for column in index:
        highs.changeColCost(int(column), 0.0)
    _budgets(layout, highs, budgets, ceilings or {}, part=_part(layout, highs))
    if not run(highs):
        return None
    return float(np.asarray(highs.getSolution().col_value)[layout.columns])


def cheapest(case: Case, target: Floats, *, barred: Sequence[str] = ()) -> Purchases | None:
    """Return the cheapest purchases that cover every cell as far as a target.

    Parameters
    ----------
    case : Case
    target : array (cell,)
        Coverage from 0 to 1.
    barred : sequence of str
        States that buy nothing.

    Returns
    -------
    Purchases or None
        None where nobody who can buy reaches a cell.
    """
    layout, highs = _open(case, target)
    _bar(layout, highs, barred)
    for column, (_, k) in _columns(layout):
        highs.changeColCost(column, float(case.cost[k]))
    return _read(layout, highs) if run(highs) else None


def soonest(
    case: Case, target: Floats, yearly: Mapping[str, float], *, barred: Sequence[str] = ()
) -> Purchases | None:
    """Return the purchases that reach a target in the fewest years of given money.

    Parameters
    ----------
    case : Case
    target : array (cell,)
    yearly : dict
        Billion a year by state; who is not named buys nothing.
    barred : sequence of str

    Returns
    -------
    Purchases or None
        None where no money reaches a cell.
    """
    layout, highs = _open(case, target)
    _bar(layout, highs, [*barred, *(s for s in case.owner if not yearly.get(s, 0.0) > 0.0)])
    _budgets(layout, highs, yearly, {}, part=_part(layout, highs))
    if not run(highs):
        return None
    found = _read(layout, highs)
    waited = [case.lead[k] for k in range(len(case.items)) if found.bought[:, k].sum() > SLACK]
    money = float(np.asarray(highs.getSolution().col_value)[layout.columns])
    return replace(found, money_years=money, years=max([money, *map(float, waited)]))


def _open(case: Case, target: Floats | None = None) -> tuple[Layout, Any]:
    """Return a programme with purchases; with a target, one that minimises what it is told to."""
    import highspy

    layout = Layout(case, purchases=True)
    highs = start(layout.programme())
    for column, at in _columns(layout):
        if not case.stock[at] > 0.0:
            highs.changeColBounds(column, 0.0, 0.0)
    if target is not None:
        highs.changeObjectiveSense(highspy.ObjSense.kMinimize)
        for column in range(layout.columns):
            highs.changeColCost(column, 0.0)
        for cell, least in enumerate(target):
            highs.changeColBounds(cell, max(0.0, float(least) - SLACK), 1.0)
    return layout, highs


def _columns(layout: Layout) -> list[tuple[int, tuple[int, int]]]:
    """Return the columns of purchases with supplier and item."""
    before = layout.first + len(layout.sent)
    return [(before + n, (int(i), int(k))) for n, (i, k) in enumerate(layout.bought)]


def _bar(layout: Layout, highs: Any, barred: Sequence[str]) -> None:
    for column, (i, _) in _columns(layout):
        if layout.case.owner[i] in barred:
            highs.changeColBounds(column, 0.0, 0.0)


def _part(layout: Layout, highs: Any) -> int:
    """Add a column to be made small, the part or multiple of all budgets; return where it is."""
    highs.addCol(1.0, 0.0, np.inf, 0, np.array([], dtype=np.int32), np.array([]))
    return layout.columns


def _budgets(
    layout: Layout,
    highs: Any,
    budgets: Mapping[str, float],
    ceilings: Ceilings,
    part: int | None = None,
) -> None:
    """Let each state spend its budget and no more, or a part of it where a column of it is given.

    Who has no budget spends nothing.
    """
    case = layout.case
    limits: dict[tuple[str, str], tuple[float, list[tuple[int, int]]]] = {}
    for column, (i, k) in _columns(layout):
        state, domain = case.owner[i], case.domains[k]
        limits.setdefault((state, ""), (budgets.get(state, 0.0), []))[1].append((column, k))
        if (state, domain) in ceilings:
            most = ceilings[state, domain]
            limits.setdefault((state, domain), (most, []))[1].append((column, k))
    for most, mine in limits.values():
        index, value = [column for column, _ in mine], [case.cost[k] for _, k in mine]
        if part is not None:
            index, value, most = [*index, part], [*value, -most], 0.0
        highs.addRow(-np.inf, most, len(index), np.array(index, dtype=np.int32), np.array(value))


def _read(layout: Layout, highs: Any) -> Purchases:
    """Read what is bought, and cover the case with it."""
    case = layout.case
    columns = np.asarray(highs.getSolution().col_value)
    bought = np.zeros(case.stock.shape)
    for column, at in _columns(layout):
        bought[at] = max(0.0, columns[column])
    return Purchases(cover(replace(case, stock=case.stock + bought)), bought)
