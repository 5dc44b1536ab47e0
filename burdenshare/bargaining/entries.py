"""From single statements (who wants what on which issue) to a checked `Table`."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from burdenshare.bargaining.table import Floats, Table
from burdenshare.errors import Problems

MOST_ROWS = 200_000
MOST_ACTORS = 5_000
"""Per file; some models take fewer and say so."""
MOST_CELLS = 5_000_000
"""Actors of the file times its issues: about 200 MB."""
SMALLEST, LARGEST = 1e-9, 1e15
"""Capabilities beyond are mistakes, and would drown the others in rounding."""
SPANS = ("position", "salience", "capability")

_NUMBER = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?"
_SPAN = re.compile(rf"({_NUMBER})(?:\s*\.\.\s*({_NUMBER}))?", re.ASCII)


class Span(NamedTuple):
    """A number, or the range in which it lies with its middle."""

    low: float
    value: float
    high: float


class Entry(NamedTuple):
    """One statement: what an actor wants on an issue, how much it cares, what weight it has."""

    where: str
    case: str
    issue: str
    actor: str
    position: Span | None
    salience: Span | None
    capability: Span | None
    unknown: bool = False
    """Whether the position is known to be unknown; else a number that is None is missing, and a
    problem was noted."""


@dataclass
class Issue:
    """What belongs to an issue, not to an actor."""

    low: float
    high: float
    outcome: float = math.nan
    status_quo: float = math.nan
    group: str = ""
    where: dict[str, str] = field(default_factory=dict)
    """Where each fact was first stated."""


def read_span(text: str) -> Span | None:
    """Read ``3.5`` or ``3.0..3.5``; None for anything else, infinite numbers included."""
    found = _SPAN.fullmatch(text.strip())
    if not found:
        return None
    low = float(found[1])
    high = float(found[2]) if found[2] else low
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    return Span(low, low if low == high else low / 2 + high / 2, high)


def check_span(where: str, name: str, span: Span, problems: Problems) -> Span | None:
    """Return a span that can be meant; note what cannot, positions excepted."""
    if span.low > span.high:
        shown = f"{span.low:g}..{span.high:g}"
        problems.add(where, f"{shown} ends below its start", hint=f"{span.high:g}..{span.low:g}")
    elif name == "salience" and not 0.0 <= span.low <= span.high <= 1.0:
        hint = "divide salience by 100" if 1.0 < span.high <= 100.0 and span.low >= 0.0 else ""
        problems.add(where, f"{_shown(span)} is outside 0 to 1", expected="0 to 1", hint=hint)
    elif name == "capability" and not SMALLEST <= span.low <= span.high <= LARGEST:
        hint = "leave out who has no say" if span.low == 0.0 else ""
        expected = f"a number above 0 ({SMALLEST:g} to {LARGEST:g})"
        problems.add(where, f"{_shown(span)} is no capability", expected=expected, hint=hint)
    else:
        return span
    return None


def _shown(span: Span) -> str:
    return f"{span.low:g}" if span.low == span.high else f"{span.low:g}..{span.high:g}"


def build(
    entries: Sequence[Entry],
    issues: Mapping[tuple[str, str], Issue],
    problems: Problems,
    *,
    about: Mapping[str, Mapping[str, Any]] | None = None,
    notes: Sequence[str] = (),
) -> Table | None:
    """Return the table of all statements; None where any problem was noted, before or now.

    Parameters
    ----------
    entries : sequence of Entry
    issues : mapping
        By case and issue, in the order of the table.
    problems : Problems
        Everything that is wrong is added: positions outside the scale, an actor that stands twice
        on an issue, an issue with fewer than two positions or without salience, too many actors.
    """
    _check_entries(entries, issues, problems)
    actors = tuple(dict.fromkeys(entry.actor for entry in entries))
    keys = sorted(issues, key=lambda key: list(dict.fromkeys(c for c, _ in issues)).index(key[0]))
    if len(actors) > MOST_ACTORS or len(actors) * len(keys) > MOST_CELLS:
        problems.add(
            "actors",
            f"{len(actors):,} actors on {len(keys):,} issues",
            expected=f"at most {MOST_ACTORS:,} actors, and {MOST_CELLS:,} actors times issues",
            hint="split the file by case",
        )
    if problems:
        return None
    arrays = _arrays(entries, actors, keys)
    ranges = {
        name: (low, high)
        for name, (low, _, high) in arrays.items()
        if not np.array_equal(low, high, equal_nan=True)
    }

    def facts(name: str) -> Floats:
        return np.array([getattr(issues[key], name) for key in keys], dtype=float)

    return Table(
        actors=actors,
        cases=tuple(case for case, _ in keys),
        issues=tuple(issue for _, issue in keys),
        positions=arrays["positions"][1],
        salience=arrays["salience"][1],
        capability=arrays["capability"][1],
        low=facts("low"),
        high=facts("high"),
        outcome=facts("outcome"),
        status_quo=facts("status_quo"),
        groups=tuple(issues[key].group or key[0] for key in keys),
        ranges=ranges,
        unknown=tuple((e.case, e.issue, e.actor) for e in entries if e.unknown),
        about=about or {},
        notes=tuple(notes),
    )


def _arrays(
    entries: Sequence[Entry], actors: Sequence[str], keys: Sequence[tuple[str, str]]
) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Return lowest, central and highest values by name, each shaped (actor, issue)."""
    row = {actor: i for i, actor in enumerate(actors)}
    column = {key: k for k, key in enumerate(keys)}
    known = [e for e in entries if not e.unknown]
    at = [row[e.actor] for e in known], [column[e.case, e.issue] for e in known]
    found = {}
    for name in SPANS:
        values = np.full((3, len(actors), len(keys)), np.nan)
        values[:, at[0], at[1]] = np.array([getattr(e, name) for e in known]).T
        found["positions" if name == "position" else name] = (values[0], values[1], values[2])
    return found


def _check_entries(
    entries: Sequence[Entry], issues: Mapping[tuple[str, str], Issue], problems: Problems
) -> None:
    seen: dict[tuple[str, str, str], Entry] = {}
    by_issue = defaultdict(list)
    for entry in entries:
        key = entry.case, entry.issue
        by_issue[key].append(entry)
        first = seen.setdefault((*key, entry.actor.casefold()), entry)
        if first is not entry:
            problems.add(
                entry.where,
                f"{entry.actor} stands twice on {entry.issue}, first in {first.where}",
                expected="each actor once on an issue",
            )
        issue = issues[key]
        span = entry.position
        if span and not issue.low <= span.low <= span.high <= issue.high:
            problems.add(
                f"{entry.where}, position",
                f"{_shown(span)} is outside the scale of {entry.issue}",
                expected=f"{issue.low:g} to {issue.high:g}",
                hint="give another scale (--scale LOW:HIGH)",
            )
    for key, issue in issues.items():
        _check_issue(key, issue, by_issue[key], problems)


def _check_issue(
    key: tuple[str, str], issue: Issue, entries: Sequence[Entry], problems: Problems
) -> None:
    name = " / ".join(key)
    known = [e for e in entries if not e.unknown]
    if len(known) < 2:
        count = "no actor with a position" if not known else f"one actor ({known[0].actor})"
        problems.add(name, count, expected="at least two actors to bargain")
    elif sum(e.salience.value for e in known if e.salience) < SMALLEST and all(
        e.salience for e in known
    ):
        problems.add(name, "nobody cares: the salience of all actors is 0", expected="above 0")
    for fact in ("outcome", "status_quo"):
        value = getattr(issue, fact)
        if not math.isnan(value) and not issue.low <= value <= issue.high:
            problems.add(
                f"{issue.where.get(fact, name)}, {fact}",
                f"{value:g} is outside the scale of {key[1]}",
                expected=f"{issue.low:g} to {issue.high:g}",
            )
