"""One issue with some positions moved: what a slider asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from burdenshare.bargaining.table import Table
from burdenshare.errors import Problems, Refusal, did_you_mean


def moved(
    table: Table, issue: str, positions: Mapping[str, float], *, case: str | None = None
) -> Table:
    """Return one issue of a table with the positions of some actors moved.

    Parameters
    ----------
    table : Table
    issue : str
    positions : mapping of str to float
        By actor with a known position on the issue, within its scale.
    case : str, optional
        Where several cases have an issue of this name; default: the first.

    Returns
    -------
    Table
        With one column, and the actors of the issue; without ranges, for what is moved is certain.

    Raises
    ------
    Refusal
        ``bad-argument`` for an issue that is none, and with every position that is none.
    """
    column = _column(table, issue, case)
    one = _alone(table, column)
    problems = Problems()
    changed = one.positions.copy()
    for actor, position in positions.items():
        if actor not in one.actors:
            problems.add(actor, f"has no position on {issue}", hint=did_you_mean(actor, one.actors))
        elif not one.low[0] <= position <= one.high[0]:
            problems.add(
                actor,
                f"cannot stand at {position:g}",
                expected=f"{one.low[0]:g} to {one.high[0]:g}",
            )
        else:
            changed[one.actors.index(actor), 0] = position
    problems.require_none(
        "bad-argument",
        "; ".join(f"{p['where']} {p['message']}" for p in problems.details()),
        hint=f"{issue} has {', '.join(one.actors)}, from {one.low[0]:g} to {one.high[0]:g}",
    )
    return replace(one, positions=changed)


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
