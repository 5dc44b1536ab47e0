"""The user's own series: units converted, CSV files read, gaps and impossible values named."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from burdenshare.errors import did_you_mean
from burdenshare.figures.countries import countries
from burdenshare.scenario import file_format as ff
from burdenshare.scenario.checks import Check, check_amounts, check_country, check_year, missing
from burdenshare.scenario.model import CountrySeries, Series
from burdenshare.scenario.structure import number_hint
from burdenshare.scenario.yaml_reader import MAX_BYTES, Place

BILLIONS: dict[str, tuple[float, float]] = {
    "thousand": (1.0, 1e6),
    "k": (1.0, 1e6),
    "million": (1.0, 1e3),
    "mn": (1.0, 1e3),
    "m": (1.0, 1e3),
    "billion": (1.0, 1.0),
    "bn": (1.0, 1.0),
    "b": (1.0, 1.0),
    "trillion": (1e3, 1.0),
    "tn": (1e3, 1.0),
}
"""Scale words of money: multiply by the first and divide by the second for billions."""
PERSONS: dict[str, float] = {
    "persons": 1.0,
    "thousand": 1e3,
    "thousand persons": 1e3,
    "million": 1e6,
    "million persons": 1e6,
}
FEWEST_PERSONS = 10_000
"""Below it, a population in millions was meant as persons."""
LOOKS_LIKE_100 = 20.0
"""An index whose values are all above it is 100 in its base year, not 1."""


def resolve_series(
    given: dict[str, ff.CountrySeries | None],
    members: tuple[str, ...],
    years: range,
    folder: Path | None,
    check: Check,
) -> dict[str, CountrySeries]:
    """Return the user's series by country, in the units of the model; note every problem."""
    found = {}
    for code, parts in given.items():
        place: Place = ("series", code)
        if parts is None or not check_country(check, place, code):
            continue
        if members and code not in members:
            check.add(place, f"{code} is no member of the scenario", hint="add it to members:")
        read: dict[str, Series | None] = {}
        for name, make in KINDS.items():
            given, at = getattr(parts, name), (*place, name)
            values = {} if given is None else _values(given, at, years, folder, check)
            read[name] = None if given is None else make(given, at, values, check)
        found[code] = CountrySeries(**read)
    return found


def _money(
    given: ff.MoneySeries, place: Place, values: dict[int, float], check: Check
) -> Series | None:
    """Return nominal GDP in billion of the currency that its unit names."""
    at = (*place, "unit")
    if given.unit is None:
        missing(check, at, "currency and scale, such as EUR bn")
        return None
    currency, _, scale = given.unit.strip().partition(" ")
    if currency not in _currencies() or not scale:
        check.add(
            at,
            f"{given.unit!r} names no currency" if currency not in _currencies() else
            f"{given.unit!r} names no scale",
            expected="currency and scale, such as EUR bn",
            hint=did_you_mean(currency, _currencies()) if scale else "",
        )  # fmt: skip
        return None
    if scale.lower() not in BILLIONS:
        check.add(
            at,
            f"{scale!r} is no scale",
            expected=f"one of {', '.join(BILLIONS)}",
            hint=did_you_mean(scale, BILLIONS),
        )
        return None
    times, over = BILLIONS[scale.lower()]
    return Series(
        unit=f"{currency} bn",
        values={year: value * times / over for year, value in values.items()},
        source=_source(given),
    )


def _index(
    given: ff.IndexSeries, place: Place, values: dict[int, float], check: Check
) -> Series | None:
    """Return a price index that is 1 in its base year."""
    base = check_year(check, (*place, "base"), given.base)
    like_100 = bool(values) and min(values.values()) > LOOKS_LIKE_100
    if given.base is None:
        missing(check, (*place, "base"), f"the year in which the index is {100 if like_100 else 1}")
    elif base is not None and base not in values and like_100:
        check.add(
            (*place, "values"),
            f"an index around 100 without a value for its base year {base}",
            expected="an index that is 1 in the base year, or the value of the base year",
            hint=f"add {base}: 100 to the values",
        )
    level = values.get(base, 1.0) if base is not None else 1.0
    if level <= 0:
        return None
    scaled = {year: value / level for year, value in values.items()}
    return Series(base=base, values=scaled, source=_source(given))


def _population(
    given: ff.PopulationSeries, place: Place, values: dict[int, float], check: Check
) -> Series | None:
    """Return population in persons."""
    unit = (given.unit or "persons").strip().lower()
    if unit not in PERSONS:
        check.add(
            (*place, "unit"),
            f"{given.unit!r} is no unit of population",
            expected=f"one of {', '.join(PERSONS)}",
            hint=did_you_mean(unit, PERSONS),
        )
        return None
    persons = {year: value * PERSONS[unit] for year, value in values.items()}
    if persons and 0 < min(persons.values()) < FEWEST_PERSONS:
        check.add(
            (*place, "values"),
            f"{min(persons.values()):g} persons",
            expected="persons, such as 59.0e6",
            hint="did you mean unit: million?",
        )
    return Series(unit="persons", values=persons, source=_source(given))


def _rate(
    given: ff.RateSeries, place: Place, values: dict[int, float], check: Check
) -> Series | None:
    """Return an exchange rate in national currency per US dollar."""
    unit = given.unit or ""
    match = re.fullmatch(r"([A-Z]{3}) per USD", unit)
    if unit and (match is None or match[1] not in _currencies()):
        check.add(
            (*place, "unit"),
            f"{unit!r} is no exchange rate to the dollar",
            expected="currency per USD, such as EUR per USD",
        )
    return Series(unit=unit, values=values, source=_source(given))


KINDS: dict[str, Callable[[Any, Place, dict[int, float], Check], Series | None]] = {
    "gdp_nominal": _money,
    "price_index": _index,
    "population": _population,
    "fx": _rate,
}
"""How each series of a country is read."""


def _values(
    given: Any, place: Place, years: range, folder: Path | None, check: Check
) -> dict[int, float]:
    """Return the values of a series, given in the text or in a CSV file."""
    if given.values is not None and given.file is not None:
        check.add((*place, "file"), "values and file together", expected="either values: or file:")
        return {}
    if given.file is not None:
        values = _read_csv(given.file, (*place, "file"), folder, check)
        if values is None:
            return {}
        place = (*place, "file")
    elif given.values is None:
        if not check.is_bad((*place, "file")):
            missing(check, (*place, "values"), "years with values, or file: with a CSV")
        return {}
    else:
        values = given.values
        place = (*place, "values")
    check_amounts(check, place, values, years, complete=False)
    return dict(values)


def _source(given: Any) -> str:
    return (given.source or given.file or "").strip()


def _currencies() -> set[str]:
    return {country.currency for country in countries().values() if country.currency}


def _read_csv(
    name: str, place: Place, folder: Path | None, check: Check
) -> dict[int, float] | None:
    """Return the columns year and value of a CSV file beside the scenario; None with problems."""
    text = _read_text(name, place, folder, check)
    if text is None:
        return None
    before = len(check)
    rows = csv.reader(text.splitlines(), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        absent = [column for column in ("year", "value") if column not in header]
        if absent:
            check.add(
                place,
                f"{name}, line 1: no column {' and no column '.join(absent)}",
                expected="a first line with year,value",
                hint=f"the first line is {','.join(header)[:60]!r}",
            )
            return None
        values = _rows(rows, header, name, place, check)
    except csv.Error as error:
        check.add(
            place, f"{name}, line {rows.line_num}: {error}", expected="comma-separated values"
        )
        return None
    return values if len(check) == before else None


def _rows(rows: Any, header: list[str], name: str, place: Place, check: Check) -> dict[int, float]:
    """Return the values of the rows of a CSV file by year; note every wrong cell."""
    year_at, value_at = header.index("year"), header.index("value")
    values: dict[int, float] = {}
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        line = f"{name}, line {rows.line_num}"
        year = _cell(row, year_at, f"{line}, year", place, check)
        value = _cell(row, value_at, f"{line}, value", place, check)
        if year is None or value is None:
            continue
        if year != int(year) or not 0 < year < 10_000:
            check.add(place, f"{line}: {year:g} is no year", expected="a year, such as 2030")
        elif int(year) in values:
            check.add(place, f"{line}: {year:g} again", expected="each year once")
        else:
            values[int(year)] = value
    return values


def _cell(row: list[str], at: int, where: str, place: Place, check: Check) -> float | None:
    text = row[at].strip() if at < len(row) else ""
    try:
        number = float(text) if "_" not in text else math.nan
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    what = f"{text!r} is no number" if text else "an empty cell"
    check.add(place, f"{where}: {what}", expected="a number", hint=number_hint(text))
    return None


def _read_text(name: str, place: Place, folder: Path | None, check: Check) -> str | None:
    """Return the text of a file beside the scenario; None, with a problem, where it has none."""
    if folder is None:
        check.add(
            place,
            f"{name!r} cannot be read: this text comes from no file",
            expected="values:",
            hint="write the values into the text",
        )
        return None
    path = folder / name
    if Path(name).is_absolute() or re.match(r"[A-Za-z]:|[\\/]", name):
        check.add(
            place, f"{name!r} is an absolute path", expected="a path relative to the scenario file"
        )
        return None
    try:
        if not path.is_file():
            check.add(
                place, f"there is no file {name!r} beside the scenario", expected="a CSV file"
            )
            return None
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            check.add(place, f"{name} has more than {MAX_BYTES:,} bytes", expected="year,value")
            return None
        return data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        check.add(place, f"{name!r} cannot be read: {reason}", expected="a readable CSV file")
        return None
