"""Obligations from the past: balance, new and matured by year, one series at a time."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from burdenshare.errors import Problems, Refusal
from burdenshare.scenario.yaml_reader import decode

SHIPPED = Path(__file__).with_name("data") / "obligations.csv"
COLUMNS = (
    "country", "series", "currency", "price_base", "year", "balance", "new", "matured", "carried",
    "source",
)  # fmt: skip
TOLERANCE = 1e-6
"""Of an identity, part of the balance; published rows are checked within their rounding."""
_AMOUNTS = ("balance", "new", "matured", "carried")


@dataclass(frozen=True)
class Year:
    """One year of a ledger, billions; None where a number is not published.

    Attributes
    ----------
    year : int
    balance : float or None
        What is owed at the end of the year.
    new, matured : float or None
        Entered into and paid off within the year.
    carried : float or None
        Left from earlier years at the end of this one: balance less new.
    source : str
    """

    year: int
    balance: float | None
    new: float | None
    matured: float | None
    carried: float | None
    source: str


@dataclass(frozen=True)
class Ledger:
    """The obligations of one state in one series; series are never mixed."""

    country: str
    series: str
    currency: str
    price_base: str
    years: tuple[Year, ...]

    def gaps(self) -> dict[int, float]:
        """Return how far each year's balance is from what makes it up, where that is known.

        B_t = B_t-1 - M_t + N_t (matured, new), and within a year B_t = N_t + carried.
        """
        found = {}
        for now in self.years:
            if now.balance is not None and now.new is not None and now.carried is not None:
                found[now.year] = now.balance - now.new - now.carried
        for before, now in pairwise(self.years):
            parts = (before.balance, now.matured, now.new, now.balance)
            if now.year == before.year + 1 and None not in parts:
                known = [float(p) for p in parts if p is not None]
                gap = known[3] - (known[0] - known[1] + known[2])
                found[now.year] = max(gap, found.get(now.year, 0.0), key=abs)
        return found

    def to_json(self) -> dict[str, Any]:
        """Return the ledger as plain data, the identity beside it."""
        return {
            "country": self.country,
            "series": self.series,
            "unit": f"{self.currency} bn, {self.price_base}",
            "years": [vars(year) for year in self.years],
            "identity": {"gaps": self.gaps()},
        }


def ledger(path: Path | None = None) -> list[Ledger]:
    """Read ledgers from a CSV file, or those that ship with the package.

    The identity B_t = B_t-1 - M_t + N_t (balance, matured, new) must hold wherever all four
    numbers are given.

    Raises
    ------
    Refusal
        ``file-not-found``; ``bad-ledger`` with every problem at once: columns, numbers, mixed
        currencies or price bases within a series, a year twice, an identity that does not hold.
    """
    origin = SHIPPED if path is None else path
    try:
        text = decode(origin.read_bytes(), str(origin))
    except (OSError, ValueError) as error:
        raise Refusal(
            "file-not-found",
            f"the ledger {origin} cannot be read: {error}",
            hint=f"give a CSV file with the columns {', '.join(COLUMNS)}",
        ) from None
    problems = Problems()
    reader = csv.DictReader(io.StringIO(text))
    absent = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    for name in absent:
        problems.add("header", f"no column {name}")
    made = [] if absent else _ledgers(list(reader), problems)
    problems.require_none(
        "bad-ledger",
        f"{origin.name}: {len(problems)} problem{'s' if len(problems) > 1 else ''}",
        hint="mend each place named in the details",
    )
    return made


def _ledgers(rows: Sequence[dict[str, str | None]], problems: Problems) -> list[Ledger]:
    """Return one ledger for each state and series."""
    groups: dict[tuple[str, str], list[tuple[int, dict[str, str]]]] = {}
    for line, raw in enumerate(rows, 2):
        row = {name: (raw.get(name) or "").strip() for name in COLUMNS}
        groups.setdefault((row["country"], row["series"]), []).append((line, row))
    made = []
    for (country, series), lines in groups.items():
        where = f"{country} {series}"
        for name in ("currency", "price_base"):
            kinds = sorted({row[name] for _, row in lines})
            if len(kinds) > 1:
                problems.add(where, f"mixes {' and '.join(kinds)}", expected=f"one {name} a series")
        years = sorted(
            (found for line, row in lines if (found := _year(line, row, problems)) is not None),
            key=lambda year: year.year,
        )
        for one, other in pairwise(years):
            if one.year == other.year:
                problems.add(where, f"the year {one.year} is given twice")
        first = lines[0][1]
        book = Ledger(country, series, first["currency"], first["price_base"], tuple(years))
        for year, gap in book.gaps().items():
            balance = next(y.balance for y in years if y.year == year)
            if abs(gap) > TOLERANCE * abs(balance or 1.0):
                problems.add(
                    f"{where}, {year}",
                    f"the balance is {gap:+,.6g} off what makes it up",
                    expected="the balance before - matured + new, and new + carried",
                )
        made.append(book)
    return made


def _year(line: int, row: dict[str, str], problems: Problems) -> Year | None:
    """Return one row; None, and its problems noted, where it is none."""
    before = len(problems)
    where = f"line {line}"
    if not (row["year"].isdigit() and 1900 <= int(row["year"]) <= 2150):
        problems.add(where, f"the year {row['year']!r}", expected="a year, such as 2023")
    if not row["source"]:
        problems.add(where, "no source", expected="who published the numbers of this row")
    amounts: dict[str, float | None] = {}
    for name in _AMOUNTS:
        try:
            amounts[name] = float(row[name]) if row[name] else None
        except ValueError:
            amounts[name] = math.nan
        value = amounts[name]
        if value is not None and not (math.isfinite(value) and value >= 0):
            problems.add(f"{where}, {name}", repr(row[name]), expected="billions, zero or more")
    if len(problems) > before:
        return None
    return Year(year=int(row["year"]), source=row["source"], **amounts)
