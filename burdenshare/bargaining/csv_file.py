"""Reading a table from a CSV file: one row for each actor and issue."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from burdenshare.bargaining.entries import (
    MOST_ROWS,
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

NAMES = ("case", "issue", "actor")
OF_ISSUE = ("outcome", "status_quo")
COLUMNS = (
    *NAMES,
    *SPANS,
    *OF_ISSUE,
    "group",
    *(f"{n}_{e}" for n in SPANS for e in ("low", "high")),
)
UNKNOWN = "unknown"
LAYOUT = (
    "columns case, issue, actor, position, salience, capability and, if known, outcome, "
    "status_quo, group; a range as 3.0..3.5 or in columns such as position_low, position_high"
)

Cells = Mapping[str, str]
Facts = dict[tuple[str, str, str], tuple[float | str | None, str]]
"""What was said of an issue, by case, issue and column: the value, and where it stood first."""


def read_csv(
    text: str, name: str, scale: tuple[float, float], problems: Problems, notes: Sequence[str]
) -> Table | None:
    """Return the table of a CSV text; None where it has problems, which are all noted."""
    lines = _lines(text, name, problems)
    if not lines:
        if not problems:
            problems.add(name, "holds no row", expected=LAYOUT)
        return None
    header = [cell.strip().lower() for cell in lines[0][1]]
    ignored = _check_header(header, f"{name}, line {lines[0][0]}", problems)
    entries: list[Entry] = []
    issues: dict[tuple[str, str], Issue] = {}
    facts: Facts = {}
    if len(lines) - 1 > MOST_ROWS:
        problems.add(name, f"{len(lines) - 1:,} rows", expected=f"at most {MOST_ROWS:,}")
        return None
    for at, row in lines[1:]:
        if any(cell.strip() for cell in row[len(header) :]) or len(row) < len(header):
            problems.add(f"line {at}", f"{len(row)} cells", expected=f"{len(header)} cells")
            continue
        cells = {n: c.strip() for n, c in zip(header, row, strict=False)}
        entry = _entry(at, cells, problems)
        if entry:
            entries.append(entry)
            _note_issue(entry, cells, issues, facts, scale, problems)
    if not entries and not problems:
        problems.add(name, "holds no row of figures", expected=LAYOUT)
    notes = [*notes, *(f"the column {column!r} is not used" for column in ignored)]
    return build(entries, issues, problems, notes=notes)


def _lines(text: str, name: str, problems: Problems) -> list[tuple[int, list[str]]]:
    """Return the rows that hold anything, each with its line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found = []
    try:
        found = [(reader.line_num, row) for row in reader if any(c.strip() for c in row)]
    except csv.Error as error:
        problems.add(f"{name}, line {reader.line_num}", f"is no CSV: {error}")
    return found


def _check_header(header: Sequence[str], where: str, problems: Problems) -> list[str]:
    """Note columns that lack, stand twice or are misspelt; return those that are not used."""
    others = [n for n in header if n and n not in COLUMNS]
    lacking = [n for n in (*NAMES, *SPANS) if n not in header]
    lacking = [n for n in lacking if not {f"{n}_low", f"{n}_high"} <= set(header)]
    if len(header) == 1:
        hint = "separate the cells with commas"
        problems.add(where, "there is one column only", expected=LAYOUT, hint=hint)
        return others
    for column in sorted({n for n in header if n in COLUMNS and header.count(n) > 1}):
        problems.add(where, f"the column {column} stands there twice")
    for column in lacking:
        problems.add(where, f"no column {column}", expected=LAYOUT)
    for column in others:
        suggestion = did_you_mean(column, [n for n in COLUMNS if n not in header])
        if suggestion:
            problems.add(where, f"there is no column {column!r}", hint=suggestion)
    return others


def _entry(at: int, cells: Cells, problems: Problems) -> Entry | None:
    actor = cells.get("actor", "")
    where = f"line {at}" + (f" ({actor})" if actor else "")
    for name in NAMES:
        if name in cells and not cells[name]:
            problems.add(where, f"no {name}")
    unknown = cells.get("position", "").lower() == UNKNOWN
    position, salience, capability = (
        None if unknown else _span(where, name, cells, problems) for name in SPANS
    )
    case, issue = cells.get("case", ""), cells.get("issue", "")
    if not (case and issue and actor):
        return None
    return Entry(where, case, issue, actor, position, salience, capability, unknown)


def _span(where: str, name: str, cells: Cells, problems: Problems) -> Span | None:
    """Read one of `SPANS` from its own column, its columns of a range, or both."""
    where = f"{where}, {name}"
    text = cells.get(name, "")
    ends = [cells[f"{name}_{end}"] for end in ("low", "high") if f"{name}_{end}" in cells]
    if any(ends) and not (len(ends) == 2 and all(ends)):
        problems.add(where, "a range with one end", expected=f"{name}_low and {name}_high")
        return None
    whole = "..".join(ends) if any(ends) else text
    if not whole:
        hint = f"write {UNKNOWN} where nothing is known" if name == "position" else ""
        if name in cells or len(ends) == 2:
            problems.add(where, "missing", expected="a number, or a range 3.0..3.5", hint=hint)
        return None
    span, centre = read_span(whole), read_span(text or whole)
    if span is None or centre is None:
        hint = "write 1234.5: a point for decimals, no separators or signs"
        shown = text if span else whole
        problems.add(where, f"{shown!r} is no number", expected="a finite number", hint=hint)
        return None
    if span.low <= span.high and not span.low <= centre.value <= span.high:
        problems.add(where, f"{text} lies outside its range {whole}")
        return None
    return check_span(where, name, Span(span.low, centre.value, span.high), problems)


def _note_issue(
    entry: Entry,
    cells: Cells,
    issues: dict[tuple[str, str], Issue],
    facts: Facts,
    scale: tuple[float, float],
    problems: Problems,
) -> None:
    """Take in what a row says about its issue; note where it contradicts an earlier row."""
    key = entry.case, entry.issue
    issue = issues.setdefault(key, Issue(*scale))
    for name in (*OF_ISSUE, "group"):
        text = cells.get(name, "")
        value: float | str | None = text or None
        if text and name != "group":
            span = read_span(text)
            if span is None or span.low != span.high:
                problems.add(f"{entry.where}, {name}", f"{text!r} is no number")
                continue
            value = span.value
        if (*key, name) not in facts:
            facts[*key, name] = value, entry.where
            if value is not None:
                setattr(issue, name, value)
                issue.where[name] = entry.where
        elif value != facts[*key, name][0]:
            problems.add(
                f"{entry.where}, {name}",
                f"{text or 'nothing'!r} differs from {facts[*key, name][1]}",
                expected=f"the same {name} in every row of {entry.case} / {entry.issue}",
            )
