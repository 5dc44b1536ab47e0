"""Memberships from a user's own file, in place of the shipped ones; every problem at once."""

from __future__ import annotations

import csv
import io
from datetime import date
from itertools import pairwise
from pathlib import Path

from burdenshare.errors import Problems, Refusal
from burdenshare.figures.countries import countries
from burdenshare.figures.membership import DEGREES, OBSERVER, Membership, memberships
from burdenshare.figures.tables import last_day
from burdenshare.scenario.yaml_reader import decode

COLUMNS = ("format", "country", "start", "end", "degree", "source")
_PRECISION = ("year", "month", "day")


def read(path: Path | None = None) -> tuple[Membership, ...]:
    """Return the memberships of a CSV file, or those that ship with the package.

    Columns are ``format, country, start, end, degree, source`` and optionally ``note``; dates are
    YYYY, YYYY-MM or YYYY-MM-DD, and an empty ``end`` means that the membership lasts.

    Raises
    ------
    Refusal
        ``file-not-found``; ``bad-memberships`` with every problem of the file at once.
    """
    if path is None:
        return memberships()
    try:
        text = decode(path.read_bytes(), str(path))
    except (OSError, ValueError) as error:
        raise Refusal(
            "file-not-found",
            f"the memberships {path} cannot be read: {error}",
            hint=f"give a CSV file with the columns {', '.join(COLUMNS)}",
        ) from None
    problems = Problems()
    reader = csv.DictReader(io.StringIO(text))
    for name in COLUMNS:
        if name not in (reader.fieldnames or []):
            problems.add("header", f"no column {name}")
    rows = [] if problems else list(reader)
    found = [spell for line, row in enumerate(rows, 2) if (spell := _spell(line, row, problems))]
    _overlaps(found, problems)
    problems.require_none(
        "bad-memberships",
        f"{path.name}: {len(problems)} problem{'s' if len(problems) > 1 else ''}",
        hint="mend each place named in the details",
    )
    return tuple(found)


def _spell(line: int, raw: dict[str, str | None], problems: Problems) -> Membership | None:
    """Return one row; None, and its problems noted, where it is none."""
    row = {name: (raw.get(name) or "").strip() for name in (*COLUMNS, "note")}
    where, before = f"line {line}", len(problems)
    if not row["format"]:
        problems.add(where, "no format", expected="the name of a format")
    if row["country"] not in countries():
        problems.add(
            where, f"{row['country']!r} is no country", expected="ISO alpha-3, such as ITA"
        )
    degrees = (*DEGREES, OBSERVER)
    if row["degree"] not in degrees:
        problems.add(
            where, f"the degree {row['degree']!r}", expected=f"one of {', '.join(degrees)}"
        )
    if not row["source"]:
        problems.add(where, "no source", expected="where the dates were read")
    start = _day(row["start"], False, f"{where}, start", problems)
    end = _day(row["end"], True, f"{where}, end", problems) if row["end"] else None
    if start and end and end < start:
        problems.add(
            where, f"ends on {end} before it begins on {start}", expected="end after start"
        )
    if len(problems) > before or start is None:
        return None
    precision = _PRECISION[row["start"].count("-")]
    return Membership(
        row["format"], row["country"], start, end, row["degree"], precision, row["source"],
        row["note"],
    )  # fmt: skip


def _day(text: str, last: bool, where: str, problems: Problems) -> date | None:
    """Return the first or last day of a date, a month or a year."""
    try:
        match text.count("-"):
            case 0:
                return date(int(text), 12, 31) if last else date(int(text), 1, 1)
            case 1:
                return last_day(text) if last else date.fromisoformat(f"{text}-01")
            case _:
                return date.fromisoformat(text)
    except ValueError:
        problems.add(where, f"the date {text!r}", expected="YYYY, YYYY-MM or YYYY-MM-DD")
        return None


def _overlaps(found: list[Membership], problems: Problems) -> None:
    """Note spells of one country in one format that overlap."""
    ordered = sorted(found, key=lambda spell: (spell.format, spell.country, spell.start))
    for one, other in pairwise(ordered):
        same = (one.format, one.country) == (other.format, other.country)
        if same and (one.end is None or one.end >= other.start):
            problems.add(f"{one.country} in {one.format}", "two spells overlap")
