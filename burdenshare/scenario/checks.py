"""The problems of a scenario text, and the checks that its parts share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from burdenshare.errors import Problem, Problems, Refusal, did_you_mean
from burdenshare.figures.countries import countries, require_countries
from burdenshare.figures.membership import members as alliance_members
from burdenshare.scenario import file_format as ff
from burdenshare.scenario.yaml_reader import Place


class Check:
    """The problems of one scenario text, each with its path and line."""

    def __init__(self, lines: dict[Place, int]) -> None:
        self._lines = lines
        self._found: list[tuple[int, Problem]] = []
        self._bad: set[Place] = set()

    def __len__(self) -> int:
        return len(self._found)

    def add(self, place: Place, message: str, *, expected: str = "", hint: str = "") -> None:
        """Note a problem at a place."""
        self._bad.add(place)
        problem = Problem(self._where(place), message, expected, hint)
        self._found.append((self._line(place), problem))

    def is_bad(self, place: Place) -> bool:
        """Whether a problem was noted at exactly this place."""
        return place in self._bad

    def problems(self) -> Problems:
        """Return all problems, in the order of the text."""
        problems = Problems()
        for _, p in sorted(self._found, key=lambda found: found[0]):
            problems.add(p.where, p.message, expected=p.expected, hint=p.hint)
        return problems

    def _where(self, place: Place) -> str:
        """Return a place as text: ``pledges[0].by (line 12)``."""
        path = ""
        for key in place:
            path += f"[{key}]" if isinstance(key, int) else f".{key}" if path else str(key)
        line = self._line(place)
        return f"{path or 'scenario'} (line {line})" if line else path or "scenario"

    def _line(self, place: Place) -> int:
        """Return the line of a place, or of what it would stand in; 0 where there is none."""
        known = (place[:n] for n in range(len(place), 0, -1) if place[:n] in self._lines)
        return next((self._lines[part] for part in known), 0)


def missing(check: Check, place: Place, expected: str) -> None:
    """Note that a field is missing, unless it was found wrong before."""
    if not check.is_bad(place):
        check.add(place, "missing", expected=expected)


def check_year(check: Check, place: Place, year: int | None) -> int | None:
    """Return a year, or None where it is none of this age."""
    if year is not None and not ff.FIRST_YEAR <= year <= ff.LAST_YEAR:
        check.add(
            place, f"the year {year}", expected=f"a year from {ff.FIRST_YEAR} to {ff.LAST_YEAR}"
        )
        return None
    return year


def check_share(check: Check, place: Place, share: float | None, *, zero: bool = False) -> None:
    """Note a share of GDP that cannot be meant: negative, a fraction, 350 instead of 3.5."""
    if share is None or (zero and share == 0) or ff.MIN_SHARE <= share <= ff.MAX_SHARE:
        return
    if share <= 0:
        hint = "leave the field out where nothing is promised" if share == 0 else ""
        check.add(
            place,
            f"{share:g} per cent of GDP",
            expected="a share above zero, in per cent",
            hint=hint,
        )
        return
    meant = share * 100 if share < ff.MIN_SHARE else share / (100 if share >= 100 else 10)
    check.add(
        place,
        f"{share:g} is read as {share:g} per cent of GDP",
        expected=f"per cent of GDP, from {ff.MIN_SHARE} to {ff.MAX_SHARE:g}",
        hint=f"did you mean {meant:.4g}?",
    )


def check_country(check: Check, place: Place, code: str) -> bool:
    """Whether a code is that of a country; note it where it is not."""
    if len(code) == 3 and code in countries():
        return True
    try:
        require_countries([code])
        hint = "name the countries, or an alliance: nato, ip4, eu, all"
    except Refusal as refusal:
        hint = refusal.details[0]["hint"]
        if not hint or "NATO" in hint:
            hint = did_you_mean(code, ff.ALLIANCES)
    check.add(
        place, f"{code!r} is no country code", expected="ISO 3166-1 alpha-3, such as ITA", hint=hint
    )
    return False


def check_members(
    check: Check, place: Place, codes: Iterable[Any], members: tuple[str, ...]
) -> list[str]:
    """Return the codes that are members of the scenario; note the others."""
    good = []
    for code in codes:
        if not check_country(check, (*place, code), code):
            continue
        if members and code not in members:
            check.add((*place, code), f"{code} is no member of the scenario",
                      expected=f"one of {some(members)}", hint="add it to members:")  # fmt: skip
        else:
            good.append(code)
    return good


def expand(
    given: str | list[str | None], place: Place, year: int | None, check: Check
) -> dict[str, Place | None]:
    """Return the country codes that a list of countries and alliances means, in its order.

    An alliance means its members at the end of `year`. The value of a code is the place where it
    was named, None where it came with an alliance.
    """
    tokens = [given] if isinstance(given, str) else given
    found: dict[str, Place | None] = {}
    if not tokens:
        check.add(place, "an empty list", expected="at least one country code or alliance")
    for i, token in enumerate(tokens):
        if token is None:
            continue
        at = place if isinstance(given, str) else (*place, i)
        if token.lower() in ff.ALLIANCES:
            allies = _alliance(token.lower(), year)
            if not allies:
                check.add(
                    at, f"{token} had no members at the end of {year}", expected="a later start:"
                )
            for code in allies:
                found.setdefault(code, None)
        elif check_country(check, at, token):
            if found.get(token) is not None:
                check.add(at, f"{token} stands in the list twice", expected="each country once")
            found[token] = at
    return found


def _alliance(name: str, year: int | None) -> tuple[str, ...]:
    """Return who belongs to an alliance at the end of a year; without one, who ever will."""
    on = year or ff.LAST_YEAR
    if name == "all":
        return _alliance("nato", year) + _alliance("ip4", year)
    return alliance_members(name, on)


LARGEST = 1e18
"""No amount, index or number of people is larger; sums of such numbers stay finite."""


def some(codes: tuple[str, ...]) -> str:
    """Return the first few codes as text."""
    return ", ".join(codes[:8]) + (" ..." if len(codes) > 8 else "")


def check_amounts(
    check: Check, place: Place, values: Mapping[int, float], years: range, *, complete: bool
) -> None:
    """Note amounts that are not above zero, impossible years, and gaps in the reported years.

    Values may end before the last reported year, unless they shall be `complete`.
    """
    for year, value in values.items():
        check_year(check, (*place, year), year)
        if value <= 0:
            check.add((*place, year), f"{value:g}", expected="a number above zero")
        elif value > LARGEST:
            check.add((*place, year), f"{value:g}", expected=f"at most {LARGEST:g}")
    last = years.stop - 1 if complete else max(values, default=0)
    gaps = [y for y in years if y not in values and not check.is_bad((*place, y)) and y <= last]
    if gaps:
        check.add(
            place,
            f"no value for {_years(gaps)}",
            expected=f"one value for each year from {years[0]} to {last}",
        )
    elif not values and not complete:
        check.add(
            place,
            "no values",
            expected=f"years with values, from {years[0]}" if years else "years with values",
        )


def _years(years: list[int]) -> str:
    """Return years as text, runs joined: ``2027, 2030-2035``."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
