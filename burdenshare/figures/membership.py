"""Who belongs to an alliance or format, and since when."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.figures.tables import last_day

DEGREES = ("member", "partner")
OBSERVER = "observer"
"""Who is in the room without acting or deciding there; no shipped spell is one."""


class Membership(NamedTuple):
    """One spell of one country in one format, with the page its date was read from."""

    format: str
    country: str
    start: date
    """First day. A month or year counts from its first day."""
    end: date | None
    """Last day, inclusive; None while it lasts. A month or year counts to its last day."""
    degree: str
    precision: str
    """Of `start`: ``day``, ``month`` or ``year``."""
    source: str
    note: str

    def holds(self, day: date) -> bool:
        """Tell whether the spell covers a day."""
        return self.start <= day and (self.end is None or day <= self.end)


@cache
def memberships() -> tuple[Membership, ...]:
    """Return every spell, in the order of the table."""
    path = Path(__file__).with_name("data") / "memberships.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Membership(
                r["format"],
                r["country"],
                _day(r["start"], first=True),
                _day(r["end"], first=False) if r["end"] else None,
                r["degree"],
                r["precision"],
                r["source"],
                r["note"],
            )
            for r in csv.DictReader(stream)
        )


def formats() -> list[str]:
    """Return the names of all formats, in the order of the table."""
    return list(dict.fromkeys(m.format for m in memberships()))


def members(
    alliance: str, on: int | date, *, degrees: tuple[str, ...] = DEGREES
) -> tuple[str, ...]:
    """Return who belongs to an alliance or format on a day, sorted by code.

    Parameters
    ----------
    alliance : str
        A name from `formats`, in any case.
    on : int or date
        A day; a year means its 31 December, so that who joined during the year is in.
    degrees : tuple of str
        ``member``, ``partner``; both if not given (the IP4 has partners only).

    Raises
    ------
    Refusal
        ``bad-argument`` for an unknown alliance.
    """
    names = {f.lower(): f for f in formats()}
    if alliance.lower() not in names:
        raise Refusal(
            "bad-argument",
            f"there is no alliance or format {alliance!r}",
            hint=did_you_mean(alliance, formats()) or f"known: {', '.join(formats())}",
        )
    day = _on(on)
    return tuple(
        sorted(
            m.country
            for m in memberships()
            if m.format == names[alliance.lower()] and m.degree in degrees and m.holds(day)
        )
    )


def formats_of(
    country: str, on: int | date, *, degrees: tuple[str, ...] = DEGREES
) -> tuple[Membership, ...]:
    """Return the spells of one country that hold on a day, in the order of the table.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-3; a country in no format has none.
    on : int or date
        A day; a year means its 31 December.
    degrees : tuple of str
        ``member``, ``partner``; both if not given.
    """
    day = _on(on)
    return tuple(
        m for m in memberships() if m.country == country and m.degree in degrees and m.holds(day)
    )


def _on(on: int | date) -> date:
    return date(on, 12, 31) if isinstance(on, int) else on


def _day(text: str, *, first: bool) -> date:
    """Return the first or last day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""
    match text.count("-"):
        case 0:
            return date(int(text), 1, 1) if first else date(int(text), 12, 31)
        case 1:
            return date.fromisoformat(f"{text}-01") if first else last_day(text)
        case _:
            return date.fromisoformat(text)
