"""Reads the workbook of SIPRI's Military Expenditure Database, with colours and special notes."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from burdenshare.errors import Problems
from burdenshare.figures.loaders.placing import (
    Loaded,
    Unplaced,
    address,
    broken,
    check_years,
    find_name,
    is_missing,
    number_of,
    scaled,
    text_of,
    years_of,
)
from burdenshare.figures.loaders.workbook import Book, Sheet
from burdenshare.figures.model import Observation, Source


class Measure(NamedTuple):
    """One sheet of the workbook: how its name and title are known, and what its figures are."""

    name: str
    title: str
    series: str
    unit: str
    shift: int = 0
    """Powers of ten from the printed figure to the unit."""
    currency: bool = False


MEASURES = (
    Measure(
        r"local currency fin",
        r"in local currency",
        "milex_lcu_fy",
        "LCU million ({currency}), fiscal year starting in the year",
        currency=True,
    ),
    Measure(
        r"local currency cal",
        r"in local currency",
        "milex_lcu_current",
        "LCU million ({currency})",
        currency=True,
    ),
    Measure(
        r"constant \((?P<base>\d{4})\)",
        r"constant \(?{base}\)? us",
        "milex_usd_constant",
        "USD million, constant {base} prices and exchange rates",
    ),
    Measure(
        r"current us",
        r"us\$ at current prices|current us",
        "milex_usd_current",
        "USD million",
    ),
    Measure(
        r"share of gdp",
        r"percentage of gross domestic|share of g",
        "milex_pct_gdp",
        "percent of GDP",
        shift=2,
    ),
    Measure(r"per capita", r"per capita", "milex_usd_per_capita_current", "USD per person"),
    Measure(
        r"share of gov",
        r"of gov",
        "milex_pct_gov_expenditure",
        "percent of general government expenditure",
        shift=2,
    ),
)

REGIONS = re.compile(r"regional totals", re.IGNORECASE)
TEXTS = re.compile(r"front page|footnotes", re.IGNORECASE)

EDITIONS = {2024: date(2025, 4, 30), 2025: date(2026, 4, 27)}
"""Day of publication by the last year of the database, of the editions that are shipped."""

ADOPTED = "adopted budget, not outturn"
SPECIAL_NOTES = {
    "§": ADOPTED,
    "†": "excludes military pensions",
    "‡": "current spending only",
    "¶": "excludes paramilitary forces",
}
COLOURS = {"blue": "SIPRI estimate", "red": "highly uncertain"}

FIRST_YEARS = {1949, 1988}
"""The database begins in 1949, the figures by inhabitant and of government spending in 1988."""

_TITLE = re.compile(r"military expenditure", re.IGNORECASE)


@dataclass
class _Table:
    """One sheet as located: its measure, header and years by column."""

    sheet: Sheet
    measure: Measure
    base: str
    header: int
    years: dict[int, int]
    columns: dict[str, int]
    """Column of ``notes`` and of ``currency`` where the sheet has them."""


@dataclass
class _Reading:
    """What has been read so far from all sheets."""

    problems: Problems = field(default_factory=Problems)
    unplaced: list[Unplaced] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)


def is_sipri(book: Book) -> bool:
    """Say whether a sheet is titled as SIPRI titles its own."""
    return any("sipri" in head and _TITLE.search(head) for head in map(_head, book.sheets))


def read_sipri(book: Book) -> Loaded:
    """Return the figures of SIPRI's workbook: every country, every sheet, all years.

    Blue figures are estimates, red ones highly uncertain; a country that SIPRI gives by adopted
    budgets has the status ``budget``. Whether local currency is printed in units or in millions is
    told from the figures: it differs between editions.

    Raises
    ------
    Refusal
        ``unexpected-layout`` with every sheet, header and year that is not where it belongs.
    """
    reading = _Reading()
    for sheet in book.sheets:
        _locate(sheet, reading)
    _check(reading)
    hint = "nothing was stored; download the workbook again from sipri.org and add it unchanged"
    message = f"{book.path.name} is a SIPRI workbook whose sheets are not as SIPRI publishes them"
    reading.problems.require_none("unexpected-layout", message, hint=hint)
    source = _source(book, max(reading.tables[0].years.values()))
    shift = _currency_shift(reading)
    reading.problems.require_none("unexpected-layout", message, hint=hint)
    rows = [o for table in reading.tables for o in _read(table, source, shift, reading)]
    return Loaded("SIPRI", source, rows, reading.unplaced)


def _head(sheet: Sheet) -> str:
    """Return the words above a sheet's table, in lower case."""
    return " ".join(text_of(row[0]) for row in sheet.rows[:6] if row).casefold()


def _locate(sheet: Sheet, reading: _Reading) -> None:
    """Find what a sheet measures and where its header is; note what is not as it should be."""
    if TEXTS.search(sheet.title):
        return
    if REGIONS.search(sheet.title):
        _report_regions(sheet, reading)
        return
    for measure in MEASURES:
        if found := re.search(measure.name, sheet.title.casefold()):
            break
    else:
        if any(number_of(value) is not None for row in sheet.rows for value in row):
            reason = "a sheet that SIPRI's workbooks do not have"
            reading.unplaced.append(Unplaced(sheet.title, 1, "A1", _head(sheet)[:80], reason))
        return
    base = found.groupdict().get("base", "")
    if not re.search(measure.title.replace("{base}", base), _head(sheet)):
        reading.problems.add(
            f"{sheet.title}!A1",
            f"the title does not fit the sheet's name: {_head(sheet)[:90]!r}",
            expected=measure.title.replace("{base}", base),
        )
        return
    index = _header(sheet)
    if index is None:
        reading.problems.add(
            sheet.title, "no header", expected="a row that begins with Country and holds the years"
        )
        return
    row = sheet.rows[index]
    years = years_of(row)
    check_years(reading.problems, sheet.title, index, years)
    words = {text_of(value).casefold(): c for c, value in enumerate(row) if isinstance(value, str)}
    columns = {key: c for key, c in words.items() if key in ("notes", "currency")}
    if measure.currency and "currency" not in columns:
        reading.problems.add(f"{sheet.title}!{index + 1}", "no column named Currency")
    by_column = {c: year for c, (year, _) in years.items()}
    reading.tables.append(_Table(sheet, measure, base, index, by_column, columns))


def _header(sheet: Sheet) -> int | None:
    """Return the row that begins with ``Country`` and holds the years."""
    for index, row in enumerate(sheet.rows[:30]):
        if row and text_of(row[0]).casefold() == "country" and len(years_of(row)) >= 3:
            return index
    return None


def _report_regions(sheet: Sheet, reading: _Reading) -> None:
    begun = False
    for index, row in enumerate(sheet.rows):
        if row and text_of(row[0]).casefold() == "region":
            begun = True
        elif begun and row and any(number_of(value) is not None for value in row[1:]):
            reading.unplaced.append(
                Unplaced(
                    sheet.title,
                    index + 1,
                    address(index, 0),
                    text_of(row[0]),
                    "a region, not a country",
                )
            )


def _check(reading: _Reading) -> None:
    """Note missing sheets, and years that differ between the sheets or hold no figures."""
    problems = reading.problems
    tables = {table.measure: table for table in reading.tables}
    for measure in MEASURES:
        if measure not in tables and not any(
            re.search(measure.name, str(d["where"]).casefold()) for d in problems.details()
        ):
            problems.add(measure.series, "no sheet of this measure", expected=measure.name)
    if not reading.tables:
        return
    last = max(max(t.years.values()) for t in reading.tables)
    firsts = {min(t.years.values()) for t in reading.tables}
    usual = FIRST_YEARS if firsts & FIRST_YEARS else {min(firsts)}
    for table in reading.tables:
        first, end = min(table.years.values()), max(table.years.values())
        where = f"{table.sheet.title}!{table.header + 1}"
        if first not in usual:
            problems.add(
                where,
                f"the years begin in {first}: columns are missing",
                expected=" or ".join(str(y) for y in sorted(usual)),
            )
        if end != last:
            problems.add(
                where, f"the years end in {end}, in another sheet in {last}", expected=str(last)
            )
        elif not _filled(table, end):
            problems.add(where, f"the column of {end} holds no figure: the columns may be shifted")


def _filled(table: _Table, year: int) -> bool:
    """Say whether a year's column holds a figure."""
    column = next(c for c, y in table.years.items() if y == year)
    return any(
        column < len(row) and number_of(row[column]) is not None
        for row in table.sheet.rows[table.header + 1 :]
    )


def _source(book: Book, last: int) -> Source:
    """Return the source record; SIPRI publishes each spring, at the end of April."""
    published = EDITIONS.get(last, date(last + 1, 4, 30))
    month = f"{calendar.month_name[published.month]} {published.year}"
    title = f"SIPRI Military Expenditure Database 1949-{last}"
    return Source(
        id=f"sipri_{published:%Y-%m}",
        name="SIPRI",
        producer="Stockholm International Peace Research Institute",
        title=title,
        citation=(
            "Information from the Stockholm International Peace Research Institute (SIPRI) "
            f"Military Expenditure Database, {month}, https://doi.org/10.55163/CQGC9685"
        ),
        address="https://www.sipri.org/databases/milex",
        read_from="a workbook added by the user",
        published=published,
        vintage=f"{published:%Y-%m}",
        licence="SIPRI terms and conditions, https://www.sipri.org/about/terms-and-conditions",
        redistribution="no",
        sha256=book.sha256,
    )


def _currency_shift(reading: _Reading) -> int:
    """Return the powers of ten from printed local currency to millions: -6, or 0 if in millions.

    In the latest year the smallest ratio of spending in local currency to spending in million
    dollars is that of a strong currency: about one where millions are printed, a million times
    that where units are.
    """
    by_series = {table.measure.series: table for table in reading.tables}
    local, dollars = by_series["milex_lcu_current"], by_series["milex_usd_current"]
    column = {year: c for c, year in dollars.years.items()}
    in_dollars = {text_of(row[0]): row for row in dollars.sheet.rows[dollars.header + 1 :] if row}
    ratios = []
    for row in local.sheet.rows[local.header + 1 :]:
        other = in_dollars.get(text_of(row[0]), ()) if row else ()
        for c, year in sorted(local.years.items(), reverse=True):
            ours = number_of(_at(row, c))
            theirs = number_of(_at(other, column.get(year)))
            if ours and theirs and theirs > 1:
                ratios.append(ours / theirs)
                break
    ratio = min(ratios, default=0.0)
    if 1e-3 < ratio < 1e4:
        return 0
    if 1e4 <= ratio < 1e10:
        return -6
    reading.problems.add(
        local.sheet.title, "whether units or millions are printed cannot be told from the figures"
    )
    return 0


def _read(table: _Table, source: Source, shift: int, reading: _Reading) -> Iterator[Observation]:
    """Yield the figures of one sheet, row by row; report rows and cells that have no place."""
    title, first = table.sheet.title, min(table.years)
    for index, row in enumerate(table.sheet.rows[table.header + 1 :], table.header + 1):
        name = text_of(row[0]) if row else ""
        stray = [
            c
            for c, value in enumerate(row)
            if c >= first and c not in table.years and number_of(value) is not None
        ]
        filled = [c for c in table.years if c < len(row) and not is_missing(row[c])]
        for c in stray:
            reading.unplaced.append(
                Unplaced(
                    title, index + 1, address(index, c), text_of(row[c]), "a column without a year"
                )
            )
        if not filled:
            continue
        known = find_name(name)
        if known is None or not known.code:
            reason = known.remark if known else "not in the list of names of countries"
            cell = address(index, 0 if name else filled[0])
            reading.unplaced.append(
                Unplaced(title, index + 1, cell, name or text_of(row[filled[0]]), reason)
            )
            continue
        yield from _read_row(table, source, shift, index, known.code, reading)


def _read_row(
    table: _Table, source: Source, shift: int, index: int, code: str, reading: _Reading
) -> Iterator[Observation]:
    row, measure = table.sheet.rows[index], table.measure
    symbols = text_of(_at(row, table.columns.get("notes")))
    currency = text_of(_at(row, table.columns.get("currency")))
    remarks = [note for symbol, note in SPECIAL_NOTES.items() if symbol in symbols]
    unit = measure.unit.format(currency=currency, base=table.base)
    for column, year in table.years.items():
        value = _at(row, column)
        number = number_of(value)
        if number is None:
            if not is_missing(value):
                reason = "a broken reference" if broken(value) else "text where a number belongs"
                cell = address(index, column)
                reading.unplaced.append(
                    Unplaced(table.sheet.title, index + 1, cell, text_of(value), reason)
                )
            continue
        colour = COLOURS.get(table.sheet.colours.get((index, column), ""), "")
        status = "estimate" if colour else "budget" if ADOPTED in remarks else "actual"
        yield Observation(
            series=measure.series,
            definition="SIPRI",
            source=source.name,
            vintage=source.vintage,
            country=code,
            year=year,
            value=scaled(number, shift if measure.currency else measure.shift),
            unit=unit,
            status=status,
            note="; ".join([colour, *remarks] if colour else remarks),
            table=source.id,
        )


def _at(row: tuple[Any, ...], column: int | None) -> Any:
    """Return the value of a row in a column, None beyond its end."""
    return row[column] if column is not None and column < len(row) else None
