"""What was known of every ally at the end of a year, and from which edition."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from burdenshare.compliance.given import Given
from burdenshare.errors import Refusal
from burdenshare.figures.breaks import break_between
from burdenshare.figures.membership import members
from burdenshare.figures.model import AGGREGATES

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation

Floats = npt.NDArray[np.float64]
SERIES = "milex_pct_gdp"
FIRST = 1990
LEAST = 3
"""Yearly changes that NATO's definition must give before the changes of SIPRI are left aside."""


class Table(Protocol):
    """What this room asks of the figures."""

    fingerprint: str

    def rows(
        self,
        series: str,
        *,
        countries: Sequence[str] | None = None,
        years: tuple[int, int] | None = None,
        definition: str | None = None,
        vintages: str = "latest",
        as_of: date | None = None,
    ) -> list[Observation]:
        """Return observations; see `burdenshare.figures.store.Figures.rows`."""


@dataclass(frozen=True)
class Pledge:
    """A share of GDP, per cent, promised on a day for a year."""

    made: date
    share: float
    by: int


PLEDGES = (
    Pledge(date(2014, 9, 5), 2.0, 2024),  # Wales: move towards 2 % within a decade
    Pledge(date(2025, 6, 25), 3.5, 2035),  # The Hague: 3.5 % core by 2035
)


def pledged(day: date) -> float:
    """Return the share pledged by that day, per cent; 0 where none was."""
    return max((p.share for p in PLEDGES if p.made <= day), default=0.0)


@dataclass(frozen=True)
class Changes:
    """Yearly changes of shares on one footing, one entry for each ally and year."""

    ally: list[str]
    year: list[int]
    """The year of the change, from the year before."""
    before: Floats
    """Share of the year before, per cent of GDP."""
    change: Floats
    """Points of GDP."""
    pledge: Floats
    """Share pledged at the end of the year before, per cent; 0 where none bound that ally."""


@dataclass(frozen=True)
class Known:
    """Everything a forecast may rest on.

    Every year in it is at most `origin`; everything in it was published by `day`, save where
    `notes` and `pseudo` say otherwise.
    """

    origin: int
    day: date
    members: tuple[str, ...]
    """Members of the alliance at the end of the origin year with a share in the start year."""
    absent: tuple[str, ...]
    """Members without one."""
    year: int
    """Year of the last known share."""
    last: Floats
    """Share of that year, per cent."""
    changes: Changes
    covariates: dict[str, dict[tuple[str, int], float]]
    editions: dict[str, str]
    """Edition behind each part, as ``source vintage``."""
    pseudo: tuple[str, ...]
    """Parts that a later edition had to stand in for, cut off at the origin year."""
    given: Given = field(default_factory=Given)
    """What the user says and supplies; of ideal points, nothing after the origin is read."""


def end_of(origin: int, as_of: date | None = None) -> date:
    """Return the last day whose publications a forecast of that origin may read."""
    end = date(origin, 12, 31)
    return min(end, as_of) if as_of else end


def known(
    figures: Table,
    origin: int,
    *,
    alliance: str = "NATO",
    as_of: date | None = None,
    given: Given = Given(),  # noqa: B008 - nothing changes it
) -> Known:
    """Return what was known at the end of a year, or on an earlier day `as_of`.

    Of NATO's shares the latest edition of more than one year published by then is read. Where none
    ships, the earliest later edition stands in, cut off at the origin year: pseudo-real-time, since
    its past is told with hindsight. A single-year edition of the time gives the last share even
    then. Changes are only ever taken within one edition and definition.

    Raises
    ------
    Refusal
        ``no-figures`` where no edition reaches the origin, and what `members` refuses.
    """
    day = end_of(origin, as_of)
    allies = members(alliance, origin)
    history, pseudo = _history(figures, origin, day)
    start = _start(figures, history, origin, day)
    editions = {"shares": _edition(history), "last share": _edition(start)}
    parts = ["shares"] if pseudo else []
    year = max(o.year for o in start)
    if year < origin - (as_of is not None):
        raise Refusal(
            "no-figures",
            f"what is known at the end of {origin} is not: the newest shares are of {year}",
            hint=f"ask for --origin {year}",
        )
    last = {o.country: o.value for o in start if o.year == year}
    there = tuple(a for a in allies if math.isfinite(last.get(a, math.nan)))
    if not there:
        raise Refusal(
            "no-figures",
            f"no edition gives {SERIES} of a member of {alliance} in {year}",
            hint="NATO publishes shares of its members only",
        )
    if pseudo and start is history:
        parts.append("last share")
    changes = _changes(history, there)
    if len(set(changes.year)) < LEAST:
        rows = _one_edition(
            figures.rows(SERIES, years=(FIRST, origin), definition="sipri", vintages="all"),
            first=True,
        )
        changes = _changes(rows, there)
        editions["changes"] = _edition(rows)
        parts.append("changes")
    covariates: dict[str, dict[tuple[str, int], float]] = {}
    for name, series, definition in _COVARIATES:
        found, late = _covariate(figures, series, definition, origin, day)
        covariates[name] = {(o.country, o.year): o.value for o in found}
        if found:
            editions[name] = _edition(found)
        if late:
            parts.append(name)
    if given.ideal:
        parts.append("ideal points")
    return Known(
        origin,
        day,
        there,
        tuple(a for a in allies if a not in there),
        year,
        np.array([last[a] for a in there]),
        changes,
        covariates,
        editions,
        tuple(parts),
        given,
    )


_COVARIATES = (
    ("debt", "gov_gross_debt_pct_gdp", "imf"),
    ("growth", "gdp_real_growth_pct", "imf"),
    ("income", "gdp_usd_per_capita_constant", "nato"),
    ("equipment", "milex_share_equipment", "nato"),
)


def _history(figures: Table, origin: int, day: date) -> tuple[list[Observation], bool]:
    """Return one edition's shares up to the origin, and whether it was published later."""
    asked = {"years": (FIRST, origin), "definition": "nato", "vintages": "all"}
    for late in (False, True):
        rows = figures.rows(SERIES, **asked, **({} if late else {"as_of": day}))  # type: ignore[arg-type]
        full = [v for v, years in _years(rows).items() if late or len(years) > 1]
        if late:
            most = max((len(years) for years in _years(rows).values()), default=0)
            full = [v for v, years in _years(rows).items() if len(years) == most]
        if full:
            chosen = min(full) if late else max(full)
            return [o for o in rows if o.vintage == chosen], late
    raise Refusal(
        "no-figures",
        f"no edition gives {SERIES} up to {origin}",
        hint="NATO's editions begin with 2014",
    )


def _start(figures: Table, history: list[Observation], origin: int, day: date) -> list[Observation]:
    """Return the edition of the last share: one of the time where there is any, else `history`."""
    rows = figures.rows(
        SERIES, years=(origin, origin), definition="nato", vintages="all", as_of=day
    )
    allies = [o for o in rows if o.country not in AGGREGATES]
    return _one_edition(allies) if allies else history


def _years(rows: Sequence[Observation]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for o in rows:
        found.setdefault(o.vintage, set()).add(o.year)
    return found


def _one_edition(rows: list[Observation], *, first: bool = False) -> list[Observation]:
    if not rows:
        return []
    chosen = (min if first else max)(o.vintage for o in rows)
    return [o for o in rows if o.vintage == chosen]


def _edition(rows: Sequence[Observation]) -> str:
    return f"{rows[0].source} {rows[0].vintage}, {rows[0].definition}"


def _changes(rows: Sequence[Observation], allies: Sequence[str]) -> Changes:
    found = {(o.country, o.year): o for o in rows}
    ally, years, before, change, pledge = [], [], [], [], []
    for (country, year), now in sorted(found.items()):
        past = found.get((country, year - 1))
        if country not in allies or past is None or break_between(past, now):
            continue
        ally.append(country)
        years.append(year)
        before.append(past.value)
        change.append(now.value - past.value)
        bound = country in members("NATO", year - 1)
        pledge.append(pledged(date(year - 1, 12, 31)) if bound else 0.0)
    return Changes(ally, years, np.array(before), np.array(change), np.array(pledge))


def _covariate(
    figures: Table, series: str, definition: str, origin: int, day: date
) -> tuple[list[Observation], bool]:
    """Return one edition of a series up to the origin, and whether it was published later."""
    for late in (False, True):
        rows = figures.rows(
            series,
            years=(FIRST, origin),
            definition=definition,
            vintages="all",
            as_of=None if late else day,
        )
        if rows:
            return _one_edition(rows, first=late), late
    return [], False
