"""One issue with some positions and saliences moved: what a slider asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from burdenshare.bargaining.table import Table
from burdenshare.errors import Problems, Refusal, did_you_mean


def moved(
    table: Table,
    issue: str,
    positions: Mapping[str, float],
    salience: Mapping[str, float] | None = None,
    *,
    case: str | None = None,
) -> Table:
    """Return one issue of a table with positions and saliences of some actors moved.

    Parameters
    ----------
    table : Table
    issue : str
    positions : mapping of str to float
        By actor with a known position on the issue, within its scale.
    salience : mapping of str to float, optional
        How much an actor cares, 0 to 1; somebody has to.
    case : str, optional
        Where several cases have an issue of this name; default: the first.

    Returns
    -------
    Table
        With one column, and the actors of the issue; without ranges, for what is moved is certain.

    Raises
    ------
    Refusal
        ``bad-argument`` for an issue that is none, and with everything that cannot be moved so.
    """
    column = _column(table, issue, case)
    one = _alone(table, column)
    problems = Problems()
    stands, cares = one.positions.copy(), one.salience.copy()
    low, high = float(one.low[0]), float(one.high[0])
    for given, to, ends, cannot in (
        (positions, stands, (low, high), "cannot stand at"),
        (salience or {}, cares, (0.0, 1.0), "cannot care as much as"),
    ):
        for actor, value in given.items():
            if actor not in one.actors:
                hint = did_you_mean(actor, one.actors)
                problems.add(actor, f"has no position on {issue}", hint=hint)
            elif not ends[0] <= value <= ends[1]:
                expected = f"{ends[0]:g} to {ends[1]:g}"
                problems.add(actor, f"{cannot} {value:g}", expected=expected)
            else:
                to[one.actors.index(actor), 0] = value
    if not (cares > 0.0).any():
        problems.add(issue, "matters to nobody", expected="a salience above 0 for somebody")
    problems.require_none(
        "bad-argument",
        "; ".join(f"{p['where']} {p['message']}" for p in problems.details()),
        hint=f"{issue} has {', '.join(one.actors)}, from {low:g} to {high:g}; salience 0 to 1",
    )
    return replace(one, positions=stands, salience=cares)


def _column(table: Table, issue: str, case: str | None) -> int:
    found = [
        column
        for column, name in enumerate(table.issues)
        if name == issue and case in (None, table.cases[column])
    ]
    if not found:
        names = list(dict.fromkeys(table.issues))
        raise Refusal(
            "bad-argument",
            f"there is no issue {issue!r}" + (f" in {case}" if case else ""),
            hint=did_you_mean(issue, names) or f"the issues are {', '.join(names[:20])}",
        )
    return found[0]


def _alone(table: Table, column: int) -> Table:
    """Return the table of one issue."""
    rows = table.issue(column)[0]
    at = slice(column, column + 1)
    case = table.cases[column]
    cells = np.ix_(rows, np.array([column]))
    return replace(
        table,
        actors=tuple(table.actors[i] for i in rows),
        cases=table.cases[at],
        issues=table.issues[at],
        positions=table.positions[cells],
        salience=table.salience[cells],
        capability=table.capability[cells],
        low=table.low[at],
        high=table.high[at],
        outcome=table.outcome[at],
        status_quo=table.status_quo[at],
        groups=table.groups[at],
        ranges={},
        unknown=tuple(one for one in table.unknown if one[:2] == (case, table.issues[column])),
        about={case: table.about[case]} if case in table.about else {},
    )
