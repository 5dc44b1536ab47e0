"""What a user may say or supply: the threat, who presses, elections, ideal points."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from burdenshare.compliance.geography import THREAT, require_threat
from burdenshare.errors import Problems, Refusal
from burdenshare.figures.countries import check_countries, countries, require_countries

PRESSING = "USA"
"""Whose wishes press on the others where nobody says otherwise."""
SERIES = "un_ideal_point_all"
SESSION = 1945
"""The year before the first session of the UN General Assembly."""
DAY = re.compile(r"((?:19|20)\d\d)(?:-\d\d-\d\d)?")
"""A year, or a day of it."""
Place = tuple[str, int]


@dataclass(frozen=True)
class Given:
    """What enters a forecast beside the figures; nothing by default."""

    threat: str = THREAT
    pressing: str = PRESSING
    elections: frozenset[Place] = frozenset()
    """Country and year of every national election, past and scheduled, as the user's file says."""
    ideal: Mapping[Place, float] = field(default_factory=dict)
    """Ideal point of country and year, as the user's file says."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Name and SHA-256 of each file read."""

    @property
    def covariates(self) -> tuple[str, ...]:
        """Covariates that stand on the user's files."""
        return ("election",) * bool(self.elections) + ("agreement",) * bool(self.ideal)

    def agreement(self, ally: str, year: int) -> float:
        """Return minus the distance of ideal points to the pressing ally; NaN where unknown."""
        own, other = (self.ideal.get((code, year), math.nan) for code in (ally, self.pressing))
        return -abs(own - other)


def given(
    *,
    threat: str = THREAT,
    pressing: str = PRESSING,
    elections: Path | None = None,
    ideal_points: Path | None = None,
) -> Given:
    """Return what a user says and supplies, checked.

    Parameters
    ----------
    threat : str
        The country whose nearness counts.
    pressing : str
        The ally that others are pressed by.
    elections : path, optional
        CSV with the columns ``country`` (ISO 3166-1 alpha-3) and ``year``: one row for each
        election of a parliament or president that makes the budget, scheduled ones included.
    ideal_points : path, optional
        CSV with ``country, year, value``, or the authors' own file with ``iso3c, session,
        IdealPointAll`` (Bailey, Strezhnev and Voeten 2017).

    Raises
    ------
    Refusal
        ``unknown-country``, ``no-figures``; ``file-not-found``, ``damaged-file``, ``bad-table``
        with every wrong row.
    """
    require_threat(threat)
    require_countries([pressing])
    files: dict[str, str] = {}
    held: dict[Place, float] = {}
    points: dict[Place, float] = {}
    if elections is not None:
        held = _placed(elections.name, [row | {"value": "1"} for row in _read(elections, files)])
    if ideal_points is not None:
        points = _placed(ideal_points.name, _ideal(_read(ideal_points, files)))
        if not any(code == pressing for code, _ in points):
            raise Refusal(
                "bad-table",
                f"{ideal_points.name} has no ideal point of {pressing}, the pressing ally",
                hint="choose another --pressing",
            )
    return Given(threat, pressing, frozenset(held), points, files)


def _ideal(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return rows of country, year and value, from any of the layouts known."""
    if rows and "IdealPointAll" in rows[0]:
        return [
            {"country": row["iso3c"], "year": str(SESSION + int(row["session"])), "value": point}
            for row in rows
            if row.get("iso3c", "") in countries()
            and row.get("session", "").isdigit()
            and (point := row["IdealPointAll"]) not in ("", "NA")
        ]
    return [row for row in rows if row.get("series", SERIES) == SERIES]


def _read(path: Path, files: dict[str, str]) -> list[dict[str, str]]:
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise Refusal(
            "file-not-found", f"{path} cannot be read: {error.strerror}", hint="give a CSV file"
        ) from None
    except UnicodeDecodeError:
        raise Refusal(
            "damaged-file", f"{path} is no text in UTF-8", hint="save it as CSV in UTF-8"
        ) from None
    files[path.name] = hashlib.sha256(content).hexdigest()
    return [
        {name.strip(): value.strip() for name, value in row.items() if name and value is not None}
        for row in csv.DictReader(io.StringIO(text))
    ]


def _placed(name: str, rows: list[dict[str, str]]) -> dict[Place, float]:
    """Return a value for each country and year; refuse every wrong row at once."""
    problems, found = Problems(), dict[Place, float]()
    for line, row in enumerate(rows, start=2):
        code, day, number = (row.get(column, "") for column in ("country", "year", "value"))
        try:
            when, value = int(DAY.fullmatch(day)[1]), float(number)  # type: ignore[index]
        except (TypeError, ValueError):
            problems.add(f"row {line}", f"{', '.join(row.values())} cannot be read")
            continue
        if code not in countries():
            hint = check_countries([code])[code]
            problems.add(f"row {line}", f"{code!r} is no country code", hint=hint)
        elif not math.isfinite(value):
            problems.add(f"row {line}", f"{value} is no ideal point")
        elif found.setdefault((code, when), value) != value:
            problems.add(f"row {line}", f"{code} {when} is given twice, with other values")
    if not rows:
        problems.add(name, "has no rows")
    problems.require_none(
        "bad-table",
        f"{name} has {len(problems)} problem{'s' if len(problems) > 1 else ''}",
        hint="a CSV file with the columns country (ISO 3166-1 alpha-3), year and, for ideal points,"
        " value",
    )
    return found
