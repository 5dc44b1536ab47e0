"""What every loader needs to place a cell: names of countries, numbers, addresses, a report."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from burdenshare.errors import Problems
from burdenshare.figures.countries import countries
from burdenshare.figures.model import Observation, Source

MISSING = frozenset(
    ("", "..", "...", "....", ". .", ". . .", "…", "xxx", "n/a", "na", "-", "–", "—")
)
"""Marks of the publishers for a value that does not exist or is not known."""

_YEAR = re.compile(r"(19[4-9]\d|20\d\d)\s*(e?)\s*\*?", re.IGNORECASE)


class Unplaced(NamedTuple):
    """One row or cell of a file that became no figure, and why."""

    sheet: str
    row: int
    cell: str
    text: str
    reason: str


@dataclass
class Loaded:
    """What a loader read: the source, its figures, and what could not be placed."""

    publisher: str
    source: Source
    observations: list[Observation] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)


class Name(NamedTuple):
    """One publisher's name of a country: its code, or why it has none."""

    code: str
    remark: str


@cache
def names() -> Mapping[str, Name]:
    """Return the reviewed list of the publishers' names, by the name in lower case."""
    with Path(__file__).with_name("names.csv").open(encoding="utf-8", newline="") as stream:
        return {row[0].casefold(): Name(row[1], row[2]) for row in list(csv.reader(stream))[1:]}


def find_name(text: str) -> Name | None:
    """Return what is known of a name or ISO 3166-1 alpha-3 code, or None."""
    known = names().get(" ".join(text.split()).casefold())
    return known or (Name(text, "") if text in countries() else None)


def address(row: int, column: int) -> str:
    """Return a cell's address, such as ``D12``, from its row and column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def text_of(value: Any) -> str:
    """Return a cell's text without surrounding or repeated blanks; empty for an empty cell."""
    return "" if value is None else " ".join(str(value).split())


def is_missing(value: Any) -> bool:
    """Say whether a cell is empty or holds a mark for a missing value."""
    return text_of(value).casefold() in MISSING


def number_of(value: Any) -> float | None:
    """Return a cell's number, or None if it holds none; text is never taken for a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def scaled(number: float, power: int) -> float:
    """Return a number moved by powers of ten, without the rounding of a multiplication."""
    return float(Decimal(repr(number)).scaleb(power)) if power else number


def year_of(value: Any) -> tuple[int, bool] | None:
    """Return the year of a header cell and whether it is marked as an estimate (``2024e``)."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    found = _YEAR.fullmatch(text_of(value))
    return (int(found[1]), bool(found[2])) if found else None


def years_of(row: Sequence[Any]) -> dict[int, tuple[int, bool]]:
    """Return the years of a header row by column."""
    return {c: year for c, value in enumerate(row) if (year := year_of(value))}


def check_years(
    problems: Problems, sheet: str, row: int, years: dict[int, tuple[int, bool]]
) -> None:
    """Note every place where a header's years do not follow each other, column by column."""
    for before, after in pairwise(sorted(years)):
        first, second = years[before][0], years[after][0]
        if (after, second) != (before + 1, first + 1):
            problems.add(
                f"{sheet}!{address(row, after)}",
                f"the year {second} does not follow {first} ({address(row, before)})",
                expected="one column for each year, without a gap",
            )


def broken(value: Any) -> bool:
    """Say whether a cell holds a formula's error, such as ``#REF!``."""
    return text_of(value).startswith("#")
