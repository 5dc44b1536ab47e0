"""How near a named threat is: distance of capitals, and who shares a land border with it."""

from __future__ import annotations

import csv
import math
from functools import cache
from pathlib import Path

from burdenshare import figures as figures_room
from burdenshare.errors import Refusal, did_you_mean
from burdenshare.figures.countries import country_name, require_countries

THREAT = "RUS"
"""Whose nearness is read where nobody says otherwise."""


def require_threat(code: str) -> str:
    """Return the code of a threat; refuse a country whose distance to others no table gives.

    Raises
    ------
    Refusal
        ``unknown-country``; ``no-figures``.
    """
    require_countries([code])
    if code not in _capitals():
        raise Refusal(
            "no-figures",
            f"no table gives the distance of {country_name(code)} to others",
            hint=did_you_mean(code, _capitals()) or "burdenshare keep ... --threat RUS",
        )
    return code


@cache
def nearness(threat: str) -> dict[str, float]:
    """Return minus the logarithm of each capital's distance to that of a threat, in km."""
    return {
        (row["country_a"] if row["country_b"] == threat else row["country_b"]): -math.log(
            float(row["great_circle_km"])
        )
        for row in _rows("distances.csv")
        if threat in (row["country_a"], row["country_b"])
    }


@cache
def neighbours(threat: str) -> frozenset[str]:
    """Return who shares a land border with a threat, as the shipped table of borders says."""
    pairs = [{row["country_a"], row["country_b"]} for row in _rows("borders.csv")]
    return frozenset(code for pair in pairs if threat in pair for code in pair - {threat})


@cache
def _capitals() -> frozenset[str]:
    ends = ("country_a", "country_b")
    return frozenset(row[end] for row in _rows("distances.csv") for end in ends)


def _rows(name: str) -> list[dict[str, str]]:
    path = Path(figures_room.__file__).with_name("data") / name
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
