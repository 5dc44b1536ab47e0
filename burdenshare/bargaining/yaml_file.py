"""Reading a table from a YAML file: one case, with titles, units, evidence and labels."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from burdenshare.bargaining.capability import Capability
from burdenshare.bargaining.defiance import COSTS
from burdenshare.bargaining.entries import (
    SPANS,
    Entry,
    Issue,
    Span,
    build,
    check_span,
    read_span,
)
from burdenshare.bargaining.table import Table
from burdenshare.errors import Problems, did_you_mean
from burdenshare.scenario.yaml_reader import read_yaml

UNKNOWN = "unknown"
MOST_WORDS = 25
"""Longer quotations are refused: quote the few words that carry the position."""
TOP = {
    "case": "a short name",
    "title": "text",
    "note": "text",
    "hindsight": "text: what was known afterwards when the case was written",
    "decided": "the day of the decision, YYYY-MM-DD",
    "capability": "how capability is made of figures: gdp: 1, or gdp: 0.5, spending: 0.5",
    "issues": "a mapping: name of the issue to its scale",
    "actors": "a mapping: name of the actor to its capability",
    "positions": "a list of what each actor wants on an issue",
    "deals": "a list of what was settled with one actor beside the table",
}
OF_ISSUE = (
    "title", "unit", "scale", "status_quo", "outcome", "decided", "source", "note", "group",
)  # fmt: skip
OF_ACTOR = ("name", "capability", "votes", *COSTS, "note")
OF_POSITION = ("actor", "issue", *SPANS, "date", "speaker", "address", "quote", "note")
OF_DEAL = ("actor", "with", "date", "what", "address", "quote", "note")

_SHOWN = ("title", "unit", "decided", "source", "note")
"""Of an issue, beside its numbers."""

Make = Callable[[Mapping[str, Any], Sequence[str], Mapping[str, float], Problems], Capability]
"""Makes capability of figures: the recipe, who needs one, their votes, where to note problems."""


def read_yaml_table(
    text: str,
    name: str,
    scale: tuple[float, float],
    problems: Problems,
    notes: Sequence[str],
    make: Make,
) -> Table | None:
    """Return the table of a YAML text; None where it has problems, which are all noted.

    Raises
    ------
    Refusal
        ``bad-yaml`` for text that is no well-formed, bounded YAML.
    """
    document = read_yaml(text, name)
    return _Reader(document.value, document.lines, scale, problems).table(notes, make)


def read_fields(
    value: Any, scale: tuple[float, float], problems: Problems, make: Make
) -> Table | None:
    """Return the table of fields that were read before, as `read_yaml_table` does of a text."""
    return _Reader(value, {}, scale, problems).table((), make)


class _Reader:
    """One YAML document, read part by part, every problem with its line."""

    def __init__(
        self,
        value: Any,
        lines: Mapping[tuple[str | int, ...], int],
        scale: tuple[float, float],
        problems: Problems,
    ) -> None:
        self._lines = lines
        self._scale = scale
        self._problems = problems
        self._top = self._mapping(value, (), tuple(TOP))
        day = self._day(("decided",), self._top.get("decided"))
        self._decided: dict[str, date | None] = defaultdict(lambda: day)
        self._made = Capability({}, (), "")

    def table(self, notes: Sequence[str], make: Make) -> Table | None:
        """Return the table of the document, unless problems were noted."""
        case = str(self._top.get("case") or "")
        if not case:
            self._add((), "no case", expected=TOP["case"])
        issues = self._issues()
        actors = {
            str(actor): self._mapping(value, ("actors", actor), OF_ACTOR)
            for actor, value in self._part("actors", dict).items()
        }
        for actor, fields in actors.items():
            for cost in (c for c in COSTS if c in fields):
                self._number(("actors", actor, cost), fields[cost])
        rows = [
            self._mapping(value, ("positions", i), OF_POSITION)
            for i, value in enumerate(self._part("positions", list))
        ]
        needed = {
            str(row.get("actor"))
            for row in rows
            if row.get("position") != UNKNOWN and "capability" not in row
        }
        given = self._capabilities(actors, needed, make)
        deals = self._deals(actors)
        entries = [
            entry
            for i, row in enumerate(rows)
            if (entry := self._entry(case, i, row, issues, given)) is not None
        ]
        stated = {(entry.issue, entry.actor) for entry in entries}
        entries += [
            Entry(f"actors.{actor}", case, issue, actor, None, None, None, unknown=True)
            for issue in issues
            for actor in actors
            if (issue, actor) not in stated
        ]
        keyed = {(case, name): issue for name, issue in issues.items()}
        about = {case: self._about(actors, rows) | ({"deals": deals} if deals else {})}
        return build(entries, keyed, self._problems, about=about, notes=notes)

    def _capabilities(
        self, actors: Mapping[str, Mapping[str, Any]], needed: Collection[str], make: Make
    ) -> dict[str, Span | None]:
        """Return the capability of each actor: its own number, or made of figures if needed."""
        given: dict[str, Span | None] = {
            actor: self._span(("actors", actor, "capability"), "capability", value["capability"])
            if "capability" in value
            else None
            for actor, value in actors.items()
        }
        lacking = [a for a, value in actors.items() if a in needed and "capability" not in value]
        recipe = self._top.get("capability")
        if isinstance(recipe, dict):
            votes = {
                actor: self._number(("actors", actor, "votes"), value["votes"])
                for actor, value in actors.items()
                if "votes" in value
            }
            self._made = make(recipe, lacking, votes, self._problems)
            given |= {
                actor: Span(value, value, value) for actor, value in self._made.values.items()
            }
        elif recipe is not None:
            self._add(("capability",), f"{recipe!r}", expected=TOP["capability"])
        else:
            for actor in lacking:
                self._add(("actors", actor), "no capability", expected="a number above 0")
        return given

    def _issues(self) -> dict[str, Issue]:
        found = {}
        for key, value in self._part("issues", dict).items():
            place = ("issues", key)
            fields = self._mapping(value, place, OF_ISSUE)
            low, high = self._scale
            if "scale" in fields:
                given = fields["scale"]
                ends = given if isinstance(given, list) else [given]
                ends = [self._number((*place, "scale"), end) for end in ends]
                if len(ends) == 2 and ends[0] < ends[1]:
                    low, high = ends
                else:
                    self._add((*place, "scale"), f"{given!r}", expected="[lowest, highest]")
            if "decided" in fields:
                self._decided[str(key)] = self._day((*place, "decided"), fields["decided"])
            issue = Issue(low, high, group=str(fields.get("group") or ""))
            for name in ("status_quo", "outcome"):
                if fields.get(name) is not None:
                    setattr(issue, name, self._number((*place, name), fields[name]))
                    issue.where[name] = self._where((*place, name))
            found[str(key)] = issue
        return found

    def _entry(
        self,
        case: str,
        i: int,
        row: Mapping[str, Any],
        issues: Mapping[str, Issue],
        given: Mapping[str, Span | None],
    ) -> Entry | None:
        place = ("positions", i)
        actor, issue = (str(row.get(name, "")) for name in ("actor", "issue"))
        for name, value, known in (("actor", actor, given), ("issue", issue, issues)):
            if value not in known:
                shown = f"{value!r} is no {name}" if value else f"no {name}"
                hint = did_you_mean(value, known)
                self._add((*place, name), shown, expected=f"one of the {name}s above", hint=hint)
        unknown = row.get("position") == UNKNOWN
        self._check_evidence(place, row, unknown=unknown)
        position, salience, capability = (
            given.get(actor)
            if name == "capability" and name not in row
            else self._span((*place, name), name, row.get(name))
            if not unknown
            else None
            for name in SPANS
        )
        if actor not in given or issue not in issues:
            return None
        where = self._where(place)
        return Entry(where, case, issue, actor, position, salience, capability, unknown)

    def _check_evidence(
        self, place: tuple[str | int, ...], row: Mapping[str, Any], *, unknown: bool
    ) -> None:
        said = self._day((*place, "date"), row.get("date"))
        decided = self._decided[str(row.get("issue"))]
        if decided and said and said >= decided and not unknown:
            self._add(
                (*place, "date"),
                f"said on {said}, at or after the decision of {decided}",
                expected="a position going in",
                hint=f"give the earlier statement, or position: {UNKNOWN}",
            )
        self._check_quote(place, row)

    def _check_quote(self, place: tuple[str | int, ...], row: Mapping[str, Any]) -> None:
        words = len(str(row.get("quote") or "").split())
        if words > MOST_WORDS:
            self._add((*place, "quote"), f"{words} words", expected=f"at most {MOST_WORDS}")

    def _deals(self, actors: Collection[str]) -> list[dict[str, Any]]:
        """Return what was settled with one actor beside the table."""
        found = []
        for i, value in enumerate(self._part("deals", list) if "deals" in self._top else []):
            place = ("deals", i)
            deal = self._mapping(value, place, OF_DEAL)
            if deal.get("actor") not in actors:
                hint = did_you_mean(str(deal.get("actor")), actors)
                self._add((*place, "actor"), f"{deal.get('actor')!r} is no actor", hint=hint)
            if not deal.get("what"):
                self._add((*place, "what"), "nothing is said", expected="what was settled")
            self._day((*place, "date"), deal.get("date"))
            self._check_quote(place, deal)
            found.append(dict(deal))
        return found

    def _about(
        self, actors: Mapping[Any, Any], rows: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Return what is shown beside the numbers, as plain data."""
        plain = ("title", "note", "hindsight", "decided")
        about = {name: self._top[name] for name in plain if name in self._top}
        if self._made.formula:
            about["capability"] = {"made_of": self._made.formula, "keys": list(self._made.keys)}
        about["issues"] = {
            str(key): {
                n: v
                for n, v in value.items()
                if n in ("title", "unit", "decided", "source", "note")
            }
            for key, value in self._part("issues", dict).items()
            if isinstance(value, dict)
        }
        about["actors"] = {
            actor: {n: v for n, v in value.items() if n != "capability"}
            for actor, value in actors.items()
        }
        about["evidence"] = [dict(row) for row in rows]
        return about

    def _part(self, name: str, kind: type) -> Any:
        """Return a part of the document, empty and noted once where it has the wrong form."""
        value = self._top.get(name)
        if not isinstance(value, kind):
            self._add((name,), f"no {name}" if value is None else "wrong form", expected=TOP[name])
            value = self._top[name] = kind()
        return value

    def _mapping(
        self, value: Any, place: tuple[str | int, ...], known: Sequence[str]
    ) -> dict[str, Any]:
        """Return a mapping without the keys that mean nothing, which are noted."""
        if value is None and len(place) == 2 and place[0] == "actors":
            return {}
        if not isinstance(value, dict):
            self._add(place, "is no mapping", expected=", ".join(known))
            return {}
        for key in value:
            if key not in known:
                hint = did_you_mean(str(key), known)
                self._add((*place, key), f"there is no field {key!r}", hint=hint)
        return {key: item for key, item in value.items() if key in known}

    def _span(self, place: tuple[str | int, ...], name: str, value: Any) -> Span | None:
        if value is None:
            hint = f"write {UNKNOWN} where nothing is known" if name == "position" else ""
            self._add(place, f"no {name}", expected="a number, or a range 3.0..3.5", hint=hint)
            return None
        span = None if isinstance(value, bool) else read_span(str(value))
        if span is None:
            self._add(place, f"{value!r} is no number", expected="a number, or a range 3.0..3.5")
            return None
        return check_span(self._where(place), name, span, self._problems)

    def _number(self, place: tuple[str | int, ...], value: Any) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
        self._add(place, f"{value!r} is no number", expected="a finite number")
        return math.nan

    def _day(self, place: tuple[str | int, ...], value: Any) -> date | None:
        if value is None:
            return None
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self._add(place, f"{value!r} is no date", expected="YYYY-MM-DD")
            return None

    def _add(
        self, place: tuple[str | int, ...], message: str, *, expected: str = "", hint: str = ""
    ) -> None:
        self._problems.add(self._where(place), message, expected=expected, hint=hint)

    def _where(self, place: tuple[str | int, ...]) -> str:
        path = ".".join(str(key) for key in place) or "case"
        for n in range(len(place), -1, -1):
            if place[:n] in self._lines:
                return f"{path} (line {self._lines[place[:n]]})"
        return path


def _pair(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
