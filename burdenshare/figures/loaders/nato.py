"""Reads NATO's tables of defence expenditure, in the layout of 2024 and in the later one."""

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
    text_of,
    years_of,
)
from burdenshare.figures.loaders.workbook import Book, Sheet
from burdenshare.figures.model import AGGREGATES, Observation, Source

TITLE = re.compile(
    r"Table\s*(\d+[ab]?)\s*[:.]\s*(.*(?:defence|GDP|military personnel).*)", re.IGNORECASE
)


class Block(NamedTuple):
    """One block of a table: how its heading is known, and what its figures are."""

    table: str
    heading: str
    series: str
    unit: str


_DOLLARS = ", constant {base} prices and exchange rates"
_SHARE = "percent of defence expenditure"
BLOCKS = (
    Block("1", r"^current prices", "milex_lcu_current", "LCU million ({currency})"),
    Block(
        "1", r"^constant", "milex_lcu_constant", "LCU million ({currency}), constant {base} prices"
    ),
    Block("2", r"^current prices", "milex_usd_current", "USD million"),
    Block("2", r"^constant", "milex_usd_constant", "USD million" + _DOLLARS),
    Block("3", r"share of (real )?gdp", "milex_pct_gdp", "percent of GDP"),
    Block("3", r"real change", "milex_real_change_pct", "percent"),
    Block("5", r"^current prices", "gdp_usd_current", "USD million"),
    Block("5", r"^constant", "gdp_usd_constant", "USD million" + _DOLLARS),
    Block(
        "6", r"gdp per capita", "gdp_usd_per_capita_constant", "USD thousand per person" + _DOLLARS
    ),
    Block(
        "6",
        r"expenditure per capita",
        "milex_usd_per_capita_constant",
        "USD per person" + _DOLLARS,
    ),
    Block("7", r"", "military_personnel", "thousand persons"),
    Block("8a", r"^equipment", "milex_share_equipment", _SHARE),
    Block("8a", r"^personnel", "milex_share_personnel", _SHARE),
    Block("8b", r"^infrastructure", "milex_share_infrastructure", _SHARE),
    Block("8b", r"^other", "milex_share_other", _SHARE),
)
DERIVED_TABLE = "4"
"""Repeats the first and last year of tables 2 and 3."""

EDITIONS = {
    (2024, 2015): date(2024, 6, 17),
    (2025, 2021): date(2025, 8, 28),
    (2026, 2021): date(2026, 7, 10),
}
"""Day of publication by last year and base year of prices."""

CURRENCIES = {"New Lei": "Lei"}
"""NATO's names of currencies that differ between editions."""

_BASE = re.compile(r"\b((?:19|20)\d\d) prices", re.IGNORECASE)
_LABEL = re.compile(r"(?P<name>[^(*†]*)[*†\s]*(?:\((?P<bracket>[^()]*)\))?[*†\s]*")
_STARRED = re.compile(r"(-?\d+(?:\.\d+)?)\s*\*+")


@dataclass
class _Reading:
    """What has been read so far from all sheets of a workbook."""

    problems: Problems = field(default_factory=Problems)
    unplaced: list[Unplaced] = field(default_factory=list)
    rows: list[tuple[Block, str, str, int, bool, float, str]] = field(default_factory=list)
    """Block, country, currency, year, estimate, value, note."""
    placed: set[tuple[Block, str, int]] = field(default_factory=set)
    bases: dict[int, str] = field(default_factory=dict)
    """Base years of prices, each with a place where it stands."""
    spans: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Years by sheet."""
    estimates: set[int] = field(default_factory=set)
    core: bool = False
    tables: set[str] = field(default_factory=set)
    blocks: set[Block] = field(default_factory=set)
    complaints: set[tuple[str, str]] = field(default_factory=set)

    def complain(self, sheet: Sheet, kind: str, place: str, message: str) -> None:
        """Note a problem of many rows of a sheet once, at its first place."""
        if (sheet.title, kind) not in self.complaints:
            self.complaints.add((sheet.title, kind))
            self.problems.add(
                f"{sheet.title}!{place}",
                message,
                expected="the title, a row of years and the block's heading above the allies",
            )


def is_nato(book: Book) -> bool:
    """Say whether at least two sheets carry the titles of NATO's tables."""
    return sum(bool(_title(sheet)) for sheet in book.sheets) >= 2


def read_nato(book: Book) -> Loaded:
    """Return the figures of a NATO workbook, with the source record of its edition.

    The edition is told by the years and the base year of prices; one that is not known is dated by
    the workbook's own day of creation, and without one by December of its last year, so that
    nothing is known too early.

    Raises
    ------
    Refusal
        ``unexpected-layout`` with every table, block, year and column that is not where it belongs.
    """
    reading = _Reading()
    for sheet in book.sheets:
        _read_sheet(sheet, reading)
    _check(reading)
    reading.problems.require_none(
        "unexpected-layout",
        f"{book.path.name} is a NATO workbook whose tables are not where they belong",
        hint="nothing was stored; download the tables again from nato.int and add them unchanged",
    )
    (base,) = reading.bases
    source = _source(book, reading, base)
    return Loaded("NATO", source, list(_observations(reading, source, base)), reading.unplaced)


def _title(sheet: Sheet) -> tuple[str, str] | None:
    """Return the number and the words of the table on a sheet, from its first rows."""
    for row in sheet.rows[:20]:
        for value in row[:4]:
            if found := TITLE.match(text_of(value)):
                return found[1].casefold(), found[2]
    return None


def _read_sheet(sheet: Sheet, reading: _Reading) -> None:
    title = _title(sheet)
    if title is None:
        _leave(sheet, reading, 0, "a sheet without the title of a table")
        return
    table, words = title
    if table == DERIVED_TABLE:
        _leave(sheet, reading, 0, "this table repeats figures of tables 2 and 3")
        return
    if table not in {b.table for b in BLOCKS}:
        _leave(sheet, reading, 0, f"table {table} is not one that burdenshare reads")
        return
    if table in reading.tables:
        reading.problems.add(sheet.title, f"a second sheet with the title of table {table}")
        return
    reading.tables.add(table)
    reading.core = reading.core or "core defence" in words.casefold()
    years: dict[int, tuple[int, bool]] = {}
    block = next((b for b in BLOCKS if b.table == table and not b.heading), None)
    for index, row in enumerate(sheet.rows):
        if header := _header(row):
            check_years(reading.problems, sheet.title, index, header)
            years = header
            span = tuple(sorted(year for year, _ in header.values()))
            if reading.spans.setdefault(sheet.title, span) != span:
                reading.problems.add(
                    f"{sheet.title}!{index + 1}", "the blocks of the sheet differ in their years"
                )
            continue
        numbers = [c for c, value in enumerate(row) if number_of(value) is not None]
        first = min(years or numbers, default=len(row))
        words_left = [text_of(value) for value in row[:first] if isinstance(value, str)]
        label = next((words for words in words_left if words), "")
        if not any(text_of(value) for value in row[first:]):
            block = _heading(sheet, index, label, table, block, reading)
        else:
            _read_row(sheet, index, label, years, block, reading)
    if not years:
        reading.problems.add(
            sheet.title,
            "no row of years",
            expected="years from 2014 on, one in each column, estimates marked e",
        )


def _leave(sheet: Sheet, reading: _Reading, row: int, reason: str) -> None:
    """Report a whole sheet as left out, if it holds any number."""
    if any(number_of(value) is not None for cells in sheet.rows for value in cells):
        reading.unplaced.append(Unplaced(sheet.title, row + 1, "", "", reason))


def _header(row: tuple[Any, ...]) -> dict[int, tuple[int, bool]]:
    """Return the years of a row that holds three or more and no other number; else nothing."""
    years = years_of(row)
    others = [c for c, value in enumerate(row) if number_of(value) is not None and c not in years]
    if len(years) < 3 or others:
        return {}
    return {} if any(find_name(_plain(text_of(v))) for v in row[: min(years)] if v) else years


def _plain(label: str) -> str:
    """Return a label without its stars and its bracket."""
    found = _LABEL.fullmatch(label)
    return (found["name"] if found else label).strip()


def _heading(
    sheet: Sheet, index: int, label: str, table: str, block: Block | None, reading: _Reading
) -> Block | None:
    """Take in a row of words (base year, years of estimates) and return the block after it."""
    words = label or next((text_of(v) for v in sheet.rows[index] if isinstance(v, str) and v), "")
    if words.casefold().startswith("note"):
        if sentence := re.search(r"Figures for ([^.]*) are estimates", words):
            reading.estimates |= {int(year) for year in re.findall(r"20\d\d", sentence[1])}
        return block
    if base := _BASE.search(words):
        reading.bases.setdefault(int(base[1]), f"{sheet.title}!{index + 1}")
    if not words or TITLE.match(words) or find_name(_plain(words)):
        return block
    for candidate in BLOCKS:
        if candidate.table == table and re.search(candidate.heading, words.casefold()):
            return candidate
    return None


def _read_row(
    sheet: Sheet,
    index: int,
    label: str,
    years: dict[int, tuple[int, bool]],
    block: Block | None,
    reading: _Reading,
) -> None:
    row = sheet.rows[index]
    name = _plain(label)
    known = find_name(name) if name else None
    if known is None or not known.code:
        _report_row(sheet, index, label, known.remark if known else "", reading)
        return
    if block is None or not years:
        what = "outside any block" if years else "above the years"
        reading.complain(sheet, what, f"{index + 1}", f"figures of {name} stand {what}")
        return
    for column, value in enumerate(row):
        if column not in years and number_of(value) is not None:
            said = f"a number of {name} stands in a column without a year"
            reading.complain(sheet, str(column), address(index, column), said)
    reading.blocks.add(block)
    found = _LABEL.fullmatch(label)
    currency = (found["bracket"] or "").strip() if found else ""
    if "{currency}" in block.unit and not currency:
        reading.problems.add(f"{sheet.title}!{index + 1}", f"no currency beside {name}")
    for column, (year, estimate) in years.items():
        value = row[column] if column < len(row) else None
        number, note = _cell(value)
        if number is None:
            if not is_missing(value):
                reason = "a broken reference" if broken(value) else "text where a number belongs"
                reading.unplaced.append(
                    Unplaced(sheet.title, index + 1, address(index, column), text_of(value), reason)
                )
        elif (block, known.code, year) in reading.placed:
            reading.unplaced.append(
                Unplaced(
                    sheet.title,
                    index + 1,
                    address(index, column),
                    text_of(value),
                    f"{name} stands twice in this block",
                )
            )
        else:
            reading.placed.add((block, known.code, year))
            reading.rows.append((block, known.code, currency, year, estimate, number, note))


def _cell(value: Any) -> tuple[float | None, str]:
    """Return a cell's number and a note if it is starred."""
    if isinstance(value, str) and (starred := _STARRED.fullmatch(value.strip())):
        return float(starred[1]), "the edition stars this value with a footnote"
    return number_of(value), ""


def _report_row(sheet: Sheet, index: int, label: str, remark: str, reading: _Reading) -> None:
    """Report a row that belongs to no country, unless it is a footnote or a page number."""
    row = sheet.rows[index]
    cells = [c for c, v in enumerate(row) if not isinstance(v, str) or broken(v)]
    filled = [c for c in cells if not is_missing(row[c])]
    if not filled:
        return
    if not label:
        what = "broken references" if broken(row[filled[0]]) else "numbers"
        remark = f"{len(filled)} cells hold {what}, beside no name"
    reading.unplaced.append(
        Unplaced(
            sheet.title,
            index + 1,
            address(index, filled[0]),
            label or text_of(row[filled[0]]),
            remark or "not a name of an ally or of the two totals",
        )
    )


def _check(reading: _Reading) -> None:
    """Note missing tables and blocks, years that differ between sheets, and several base years."""
    for table in dict.fromkeys(b.table for b in BLOCKS):
        if table not in reading.tables:
            reading.problems.add(f"Table {table}", "no sheet carries the title of this table")
    for block in BLOCKS:
        if block.table in reading.tables and block not in reading.blocks:
            reading.problems.add(
                f"Table {block.table}", f"no figures of {block.series}", expected=block.heading
            )
    spans = reading.spans
    common = max(set(spans.values()), key=list(spans.values()).count, default=())
    for sheet, span in spans.items():
        if span != common:
            reading.problems.add(
                sheet,
                f"its years run from {span[0]} to {span[-1]} in {len(span)} columns",
                expected=f"{common[0]} to {common[-1]}, as in the other sheets",
            )
    if len(reading.bases) != 1:
        places = "; ".join(f"{year} in {place}" for year, place in reading.bases.items())
        reading.problems.add(
            "base year", places or "no base year of prices", expected="one base year for all tables"
        )


def _source(book: Book, reading: _Reading, base: int) -> Source:
    span = next(iter(reading.spans.values()))
    published = EDITIONS.get((span[-1], base)) or _dated(book, span[-1])
    what = "core defence expenditure" if reading.core else "defence expenditure"
    title = f"Defence Expenditure of NATO Countries ({span[0]}-{span[-1]}), tables 1 to 8b"
    vintage = f"{published:%Y-%m}"
    return Source(
        id=f"nato_{vintage}",
        name="NATO",
        producer="North Atlantic Treaty Organization",
        title=f"{title}: {what}, constant prices of {base}",
        citation=f"NATO, {title}, {calendar.month_name[published.month]} {published.year}",
        address="https://www.nato.int",
        read_from="a workbook added by the user",
        published=published,
        vintage=vintage,
        licence="No open licence is stated; cited as NATO's",
        redistribution="no",
        sha256=book.sha256,
    )


def _dated(book: Book, last: int) -> date:
    """Return the last day of the month of creation, or of the last year if that cannot be right."""
    made = book.created
    if made is None or made.year not in (last, last + 1):
        return date(last, 12, 31)
    return made.replace(day=calendar.monthrange(made.year, made.month)[1])


def _observations(reading: _Reading, source: Source, base: int) -> Iterator[Observation]:
    for block, country, currency, year, estimate, value, note in reading.rows:
        core = reading.core and block.series.startswith("milex_")
        notes = [note] if note else []
        if block.series == "milex_pct_gdp":
            notes.insert(0, f"published as share of real GDP ({base} prices)")
        if block.series.startswith("gdp_") and country in AGGREGATES:
            notes.append("aggregate includes Iceland")
        yield Observation(
            series=block.series,
            definition="NATO core defence" if core else "NATO",
            source=source.name,
            vintage=source.vintage,
            country=country,
            year=year,
            value=value,
            unit=block.unit.format(currency=CURRENCIES.get(currency, currency), base=base),
            status="estimate" if estimate or year in reading.estimates else "actual",
            note="; ".join(notes),
            table=source.id,
        )
