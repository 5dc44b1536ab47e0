"""Reads the IMF's World Economic Outlook database: the older text file and the portal's files."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from burdenshare.errors import Problems, Refusal
from burdenshare.figures.countries import countries
from burdenshare.figures.loaders.placing import (
    Loaded,
    Unplaced,
    address,
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


class Subject(NamedTuple):
    """One series of the WEO: our name, our unit, and the power of ten our unit is given in."""

    series: str
    unit: str
    power: int = 0


SUBJECTS = {
    "NGDP": Subject("gdp_lcu", "LCU billion ({currency})", 9),
    "NGDPD": Subject("gdp_usd", "USD billion", 9),
    "NGDP_R": Subject(
        "gdp_real_lcu",
        "LCU billion ({currency}), constant prices of the national base year",
        9,
    ),
    "NGDP_RPCH": Subject("gdp_real_growth_pct", "percent"),
    "NGDP_D": Subject("gdp_deflator", "index, national base year"),
    "PCPIPCH": Subject("cpi_inflation_pct", "percent, period average"),
    "LP": Subject("population", "million persons", 6),
    "PPPGDP": Subject("gdp_ppp", "international dollar billion", 9),
    "PPPEX": Subject("ppp_rate", "LCU per international dollar"),
    "GGXWDG_NGDP": Subject("gov_gross_debt_pct_gdp", "percent of GDP"),
    "GGXWDG": Subject("gov_gross_debt_lcu", "LCU billion ({currency})", 9),
    "GGXWDN_NGDP": Subject("gov_net_debt_pct_gdp", "percent of GDP"),
    "GGR_NGDP": Subject("gov_revenue_pct_gdp", "percent of GDP"),
    "GGR": Subject("gov_revenue_lcu", "LCU billion ({currency})", 9),
    "GGX_NGDP": Subject("gov_expenditure_pct_gdp", "percent of GDP"),
    "GGX": Subject("gov_expenditure_lcu", "LCU billion ({currency})", 9),
    "GGXCNL_NGDP": Subject("gov_balance_pct_gdp", "percent of GDP"),
    "GGXONLB_NGDP": Subject("gov_primary_balance_pct_gdp", "percent of GDP"),
}

SCALES = {"": 0, "units": 0, "thousands": 3, "millions": 6, "billions": 9, "trillions": 12}

EDITIONS = {"2025-10": date(2025, 10, 14), "2026-04": date(2026, 4, 14)}
"""Day of publication of the editions that are shipped; the older file names its month only."""

_OLD = {
    "country": "iso",
    "subject": "weo subject code",
    "scale": "scale",
    "actual": "estimates start after",
    "notes": "country/series-specific notes",
}
_PORTAL = {
    "country": "country.id",
    "subject": "indicator.id",
    "series": "series_code",
    "scale": "scale",
    "actual": "latest_actual_annual_data",
    "published": "publication_date",
    "dataset": "dataset",
    "currency": "primary_domestic_currency",
}
_EDITION = re.compile(
    r"World Economic Outlook Database,\s*(?:WEO\s*)?([A-Z][a-z]+)\s+(20\d\d)", re.IGNORECASE
)
_NAMED_CURRENCY = re.compile(
    r"Primary domestic currency:\s*(.+?)\s*(?:Data last updated|;|$)", re.IGNORECASE
)


@dataclass
class _Table:
    """A sheet with one row for each country and subject, as located."""

    sheet: Sheet
    header: int
    columns: dict[str, int]
    years: dict[int, int]
    portal: bool


@dataclass
class _Reading:
    published: date
    problems: Problems = field(default_factory=Problems)
    unplaced: list[Unplaced] = field(default_factory=list)
    rows: list[Observation] = field(default_factory=list)


def is_weo(book: Book) -> bool:
    """Say whether a sheet has the columns of the WEO database."""
    return any(_locate(sheet) for sheet in book.sheets)


def read_weo(book: Book) -> Loaded:
    """Return the figures of a WEO file that the project knows, and four that follow from them.

    Years up to the last actual one of a series are actual; from the year of publication on they
    are forecasts; what lies between, or has no last actual year, is an estimate. A fiscal year such
    as ``FY2023/24`` counts as the year in which it starts. Groups of countries and subjects that
    the project does not keep are reported, one entry for each.

    Raises
    ------
    Refusal
        ``unexpected-layout`` for missing columns or years that do not follow each other,
        ``damaged-file`` for a text file that is cut short.
    """
    tables = [table for sheet in book.sheets if (table := _locate(sheet))]
    table = tables[0]
    reading = _Reading(_published(book, table))
    years = years_of(table.sheet.rows[table.header])
    check_years(reading.problems, table.sheet.title, table.header, years)
    needed = ("country", "subject", "actual") if not table.portal else ("actual", "published")
    for key in needed:
        if key not in table.columns:
            name = (_PORTAL if table.portal else _OLD)[key]
            reading.problems.add(table.sheet.title or book.path.name, f"no column {name!r}")
    reading.problems.require_none(
        "unexpected-layout",
        f"{book.path.name} is a WEO file whose columns are not where they belong",
        hint="nothing was stored; download the database again from imf.org and add it unchanged",
    )
    _check_end(book, table)
    source = _source(book, reading.published)
    _read(table, source, reading)
    for other in book.sheets:
        if other is not table.sheet and len(other.rows) > 1:
            reason = f"{len(other.rows) - 1:,} rows of groups, prices or notes, not of countries"
            reading.unplaced.append(Unplaced(other.title, 1, "", "", reason))
    return Loaded("IMF", source, [*reading.rows, *derived(reading.rows)], reading.unplaced)


def _locate(sheet: Sheet) -> _Table | None:
    """Return where a sheet's table is, None if it is not one of countries and subjects."""
    for index, row in enumerate(sheet.rows[:10]):
        names = {text_of(value).casefold(): c for c, value in enumerate(row)}
        years = {c: year for c, (year, _) in years_of(row).items()}
        if len(years) < 2:
            continue
        old = {key: names[name] for key, name in _OLD.items() if name in names}
        if "subject" in old:
            return _Table(sheet, index, old, years, portal=False)
        columns = {key: names[name] for key, name in _PORTAL.items() if name in names}
        table = _Table(sheet, index, columns, years, portal=True)
        rows = sheet.rows[index + 1 : index + 200]
        if any("WEO" in text_of(_at(r, table, "dataset")) for r in rows) and any(
            _codes(r, table)[0] in countries() for r in rows
        ):
            return table
    return None


def _at(row: tuple[Any, ...], table: _Table, key: str) -> Any:
    """Return the value of a row in a named column, None where there is none."""
    column = table.columns.get(key)
    return row[column] if column is not None and column < len(row) else None


def _codes(row: tuple[Any, ...], table: _Table) -> tuple[str, str]:
    """Return a row's codes of country and subject; the portal's CSV has them in the series code."""
    country, subject = text_of(_at(row, table, "country")), text_of(_at(row, table, "subject"))
    parts = [*text_of(_at(row, table, "series")).split("."), "", ""]
    return country or parts[0], subject or parts[1]


def _published(book: Book, table: _Table) -> date:
    """Return the day of publication that the file names."""
    if table.portal:
        for row in table.sheet.rows[table.header + 1 :]:
            value = _at(row, table, "published")
            if isinstance(value, datetime):
                return value.date()
            if found := re.match(r"(20\d\d)-(\d\d)-(\d\d)", text_of(value)):
                return date(int(found[1]), int(found[2]), int(found[3]))
    for row in reversed(table.sheet.rows[-10:]):
        if found := _EDITION.search(" ".join(map(text_of, row))):
            month = {name: n for n, name in enumerate(calendar.month_name)}.get(found[1].title(), 0)
            if month:
                vintage = f"{found[2]}-{month:02d}"
                last = calendar.monthrange(int(found[2]), month)[1]
                return EDITIONS.get(vintage, date(int(found[2]), month, last))
    raise Refusal(
        "damaged-file",
        f"{book.path.name} does not name its edition: its end or its column of publication is "
        "missing",
        hint="the file is cut short or was edited: download it again from imf.org",
    )


def _check_end(book: Book, table: _Table) -> None:
    """Refuse a text file of the portal whose last row is shorter than its header."""
    rows = [row for row in table.sheet.rows if row]
    if table.portal and not table.sheet.title and len(rows[-1]) < len(rows[table.header]):
        raise Refusal(
            "damaged-file",
            f"{book.path.name} is cut short: its last row has {len(rows[-1])} of "
            f"{len(rows[table.header])} cells",
            hint="download the file again from data.imf.org",
        )


def _source(book: Book, published: date) -> Source:
    edition = f"{calendar.month_name[published.month]} {published.year}"
    return Source(
        id=f"imf_weo_{published:%Y-%m}",
        name="IMF WEO",
        producer="International Monetary Fund",
        title=f"World Economic Outlook database, {edition}",
        citation=(
            f"International Monetary Fund. World Economic Outlook (WEO), {edition}, "
            "https://data.imf.org/en/datasets/IMF.RES:WEO"
        ),
        address="https://data.imf.org/en/datasets/IMF.RES:WEO",
        read_from="a file added by the user",
        published=published,
        vintage=f"{published:%Y-%m}",
        licence="(c) International Monetary Fund, https://www.imf.org/external/terms.htm",
        redistribution="no",
        sha256=book.sha256,
    )


def _read(table: _Table, source: Source, reading: _Reading) -> None:
    """Read every row; report unknown subjects and countries once each, with how many rows."""
    left: dict[tuple[str, str], list[int]] = {}
    in_units = _in_units(table)
    for index, row in enumerate(table.sheet.rows[table.header + 1 :], table.header + 1):
        if not any(text_of(value) for value in row) or _EDITION.search(" ".join(map(text_of, row))):
            continue
        country, code = _codes(row, table)
        known, subject = find_name(country), SUBJECTS.get(code)
        if subject is None:
            key = (code or "no subject", "a subject that burdenshare does not keep")
            left.setdefault(key, []).append(index)
        elif known is None or not known.code:
            remark = (known.remark if known else "") or "not a code of a country"
            left.setdefault((country or "no country", remark), []).append(index)
        else:
            _read_row(table, source, index, known.code, subject, in_units, reading)
    for (text, reason), rows in left.items():
        count = f" ({len(rows):,} rows)" if len(rows) > 1 else ""
        cell = address(rows[0], 0)
        reading.unplaced.append(
            Unplaced(table.sheet.title, rows[0] + 1, cell, text, reason + count)
        )


def _in_units(table: _Table) -> bool:
    """Say whether the portal printed dollars, not the billions that its column of scales names.

    No economy exceeds a hundred thousand billion dollars, none is below a hundred thousand dollars.
    """
    gdp = [
        number
        for row in table.sheet.rows[table.header + 1 :]
        if table.portal and _codes(row, table)[1] == "NGDPD"
        for column in table.years
        if column < len(row) and (number := _number(row[column], textual=True)) is not None
    ]
    return max(gdp, default=0) > 1e6


def _read_row(
    table: _Table,
    source: Source,
    index: int,
    country: str,
    subject: Subject,
    in_units: bool,
    reading: _Reading,
) -> None:
    row, title = table.sheet.rows[index], table.sheet.title
    scale = text_of(_at(row, table, "scale")).casefold()
    if scale not in SCALES:
        cell = address(index, table.columns["scale"])
        reading.unplaced.append(Unplaced(title, index + 1, cell, scale, "an unknown scale"))
        return
    shift = (0 if in_units else SCALES[scale]) - subject.power
    unit = subject.unit
    if "{currency}" in unit:
        unit = unit.format(currency=currency(country, _currency_name(row, table), source.published))
    actual = last_actual(_at(row, table, "actual"))
    for column, year in table.years.items():
        value = row[column] if column < len(row) else None
        number = _number(value, textual=not (table.portal and title))
        if number is None:
            if not is_missing(value):
                cell, text = address(index, column), text_of(value)
                reason = "text where a number belongs"
                reading.unplaced.append(Unplaced(title, index + 1, cell, text, reason))
            continue
        reading.rows.append(
            Observation(
                series=subject.series,
                definition="IMF",
                source=source.name,
                vintage=source.vintage,
                country=country,
                year=year,
                value=scaled(number, shift),
                unit=unit,
                status=status(year, actual, source.published.year),
                table=source.id,
            )
        )


def _number(value: Any, *, textual: bool) -> float | None:
    """Return a cell's number; ``1,234.5`` is one in a text file, ``--`` (negligible) never is."""
    if not (textual and isinstance(value, str)):
        return number_of(value)
    digits = value.strip().replace(",", "")
    return float(digits) if re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", digits, re.I) else None


def last_actual(value: Any) -> int | None:
    """Return the last year of actual data: 2023 from ``2023`` and from ``FY2023/24``."""
    found = re.search(r"(?:19|20)\d\d", text_of(value))
    return int(found[0]) if found else None


def status(year: int, actual: int | None, published: int) -> str:
    """Return whether a year of a series is actual, an estimate or a forecast."""
    if year >= published:
        return "forecast"
    return "actual" if actual is not None and year <= actual else "estimate"


def _currency_name(row: tuple[Any, ...], table: _Table) -> str:
    if table.portal:
        return text_of(_at(row, table, "currency"))
    found = _NAMED_CURRENCY.search(text_of(_at(row, table, "notes")))
    return found[1] if found else ""


def currency(country: str, name: str, on: date) -> str:
    """Return the ISO 4217 code of the currency that the IMF names, or its name if it has none.

    Without a name it is the country's currency on that day.
    """
    from babel import Locale
    from babel.numbers import get_territory_currencies

    known = countries()[country]
    tender = get_territory_currencies(known.alpha_2, on, on)
    own = known.currency if on.year >= 2026 or not tender else tender[0]
    if not name:
        return own
    english = Locale("en").currencies
    for code in dict.fromkeys((own, *tender, *english)):
        if str(english.get(code, "")).casefold() == name.casefold():
            return str(code)
    last_word = name.casefold().split()[-1]
    return own if last_word in str(english.get(own, "")).casefold().split() else name


_RATIOS = (
    ("gdp_usd", "fx_lcu_per_usd", 1, "LCU per USD, period average implied", "gdp_lcu / gdp_usd"),
    (
        "gdp_real_lcu",
        "gdp_deflator",
        100,
        "index, national base year",
        "100 x gdp_lcu / gdp_real_lcu",
    ),
    ("gdp_ppp", "ppp_rate", 1, "LCU per international dollar", "gdp_lcu / gdp_ppp"),
)
"""What follows from nominal GDP: divided by which series, what it is, factor, unit, how."""


def derived(rows: Iterable[Observation]) -> Iterator[Observation]:
    """Yield what follows from published WEO values, marked ``IMF derived``.

    The implied exchange rate and net interest; the deflator and the PPP rate where the edition does
    not publish them for the country.
    """
    found = {(o.series, o.country, o.year): o for o in rows}
    published = {(o.series, o.country) for o in found.values()}
    for (series, country, year), one in found.items():
        if series == "gdp_lcu":
            for by, name, factor, unit, how in _RATIOS:
                other = found.get((by, country, year))
                if other and other.value and (name, country) not in published:
                    yield _follow(one, other, name, factor * one.value / other.value, unit, how)
        balance = found.get(("gov_balance_pct_gdp", country, year))
        if balance and series == "gov_primary_balance_pct_gdp":
            how = "primary balance minus overall balance: net, not gross, interest"
            interest = one.value - balance.value
            yield _follow(one, balance, "gov_net_interest_pct_gdp", interest, one.unit, how)


def _follow(
    one: Observation, other: Observation, series: str, value: float, unit: str, how: str
) -> Observation:
    """Return a derived value, no firmer in status than either of the two it rests on."""
    order = ("actual", "estimate", "forecast")
    weaker = max(one.status, other.status, key=order.index)
    return one._replace(
        series=series, definition="IMF derived", value=value, unit=unit, status=weaker, note=how
    )
