"""Small workbooks in the publishers' layouts, with invented figures."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.styles.colors import Color

ALLIES = {
    "Albania": "Leks",
    "Germany": "Euros",
    "Poland*": "Zlotys",
    "Romania": "New Lei",
    "Slovak Republic": "Euros",
    "Türkiye": "Liras",
    "United States": "US dollars",
}
CODES = ("ALB", "DEU", "POL", "ROU", "SVK", "TUR", "USA")
TOTALS = ("NATO Europe and Canada", "NATO Total")

BLOCKS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "1": (
        "Defence expenditure",
        "Million national currency units",
        ("Current prices", "Constant {base} prices "),
    ),
    "2": (
        "Defence expenditure",
        "Million US dollars",
        ("Current prices and exchange rates", "Constant {base} prices and exchange rates"),
    ),
    "3": (
        "Defence expenditure as a share of GDP and annual real change",
        "Based on {base} prices",
        ("Share of real GDP (%)", "Annual real change (%)"),
    ),
    "5": (
        "GDP",
        "Million US dollars",
        ("Current prices and exchange rates", "Constant {base} prices and exchange rates"),
    ),
    "6": (
        "GDP per capita and defence expenditure per capita",
        "{base} prices and exchange rates",
        ("GDP per capita (thousand US dollars)", "Defence expenditure per capita (US dollars)"),
    ),
    "7": ("Military personnel", "Thousands", ("",)),
    "8a": (
        "Distribution of defence expenditure by main category",
        "Percentage of total defence expenditure",
        ("Equipment (a)", "Personnel (b)"),
    ),
    "8b": (
        "Distribution of defence expenditure by main category",
        "Percentage of total defence expenditure",
        ("Infrastructure (c)", "Other (d)"),
    ),
}
WITHOUT_TOTALS = ("1", "8a", "8b")
Value = Callable[[str, int, str, int], Any]


def invented(table: str, block: int, name: str, year: int) -> float:
    """One invented figure; the years of a row differ by a quarter each."""
    return len(table) * 1000 + block * 100 + len(name) + (year - 2000) / 4


def names(table: str) -> list[str]:
    if table == "1":
        return [f"{name}   ({currency})" for name, currency in ALLIES.items()]
    return [*ALLIES, *(() if table in WITHOUT_TOTALS else TOTALS)]


def nato_2024(
    years: Sequence[int] = range(2014, 2025), base: int = 2015, value: Value = invented
) -> Workbook:
    """The layout of June 2024: ``TABLE1``, one row of years, the headings of blocks below it."""
    book = Workbook()
    book.remove(book.active)
    for table, (title, subtitle, blocks) in BLOCKS.items():
        sheet = book.create_sheet(f"TABLE{table}")
        down, right = (12, 1) if table == "7" else (0, 0)
        sheet.cell(4 + down, 2 + right, f"Table {table} : {title}")
        sheet.cell(6 + down, 2 + right, subtitle.format(base=base))
        for column, label in enumerate(year_labels(years), 4 + right):
            sheet.cell(8 + down, column, label)
        row = 10 + down
        for block, heading in enumerate(blocks):
            if heading:
                sheet.cell(row, 2 + right, heading.format(base=base))
            for name in names(table):
                row += 1
                sheet.cell(row, (2 if name in TOTALS else 3) + right, name)
                for column, year in enumerate(years, 4 + right):
                    sheet.cell(row, column, value(table, block, name, year))
            row += 2
        sheet.cell(
            row + 2, 3 + right, f"Notes: Figures for {years[-2]} and {years[-1]} are estimates."
        )
        sheet.cell(row + 3, 3 + right, "*  These Allies have national laws on 2% of GDP.")
        sheet.cell(row + 5, 2 + right, "-7-")
    book.properties.created = datetime.fromisoformat("2024-06-14T10:11")
    return book


def nato_later(
    years: Sequence[int] = range(2014, 2027), base: int = 2021, value: Value = invented
) -> Workbook:
    """The layout of the later editions: ``Table 1``, title first, years repeated in each block."""
    book = Workbook()
    book.remove(book.active)
    for table, (title, subtitle, blocks) in BLOCKS.items():
        sheet = book.create_sheet(f"Table {table}")
        core = title.replace("Defence exp", "Core defence exp").replace(" defence", " core defence")
        sheet.append([f"Table {table}: {core}"])
        sheet.append([subtitle.format(base=base)])
        for block, heading in enumerate(blocks):
            core = heading.replace("Defence exp", "Core defence exp")
            sheet.append([])
            sheet.append([core.format(base=base)])
            sheet.append([None, *year_labels(years)])
            for name in names(table):
                sheet.append([name, *(value(table, block, name, year) for year in years)])
        sheet.append([])
        sheet.append([f"Notes: Figures for {years[-2]} and {years[-1]} are estimates."])
    book.properties.created = datetime.fromisoformat("2026-07-08T09:00")
    return book


def year_labels(years: Sequence[int]) -> list[int | str]:
    """Whole years as numbers or text, the last two as text with an ``e``."""
    labels: list[int | str] = [str(y) if y == 2019 else y for y in years]
    return [*labels[:-2], *(f"{y}e" for y in years[-2:])]


SIPRI_COUNTRIES = ("Japan", "Korea, South", "Croatia", "Germany", "United States of America")
SIPRI_CODES = ("JPN", "KOR", "HRV", "DEU", "USA")
SIPRI_CURRENCY = dict(
    zip(SIPRI_COUNTRIES, ("Yen", "Won", "Kunas", "Euro", "US dollars"), strict=True)
)
SIPRI_RATE = dict(zip(SIPRI_COUNTRIES, (100.0, 1000.0, 0.8, 0.8, 1.0), strict=True))
SIPRI_NOTES = {"Japan": "†3", "Korea, South": "§", "Germany": "", "Croatia": "‡¶", "Kosovo": "§"}
SIPRI_SHEETS = {
    "Local currency financial years": "in local currency, {first}–{last}",
    "Local currency calendar years": "in local currency, {first}–{last}",
    "Constant ({base}) US$": "in constant ({base}) US$ m., {first}–{last}",
    "Current US$": "in millions of US$ at current prices and exchange rates, {first}–{last}",
    "Share of GDP": "as percentage of gross domestic product, {first}–{last}",
    "Per capita": "per capita by country, {first}–{last}",
    "Share of Govt. spending": "as percentage of government spending, {first}–{last}",
}
BLUE, RED = Font(color=Color(indexed=12)), Font(color="FFFF0000")


def sipri(last: int = 2025, *, unit: float = 1e6, first: int = 1988) -> Workbook:
    """SIPRI's workbook: a front page, regions, seven sheets of countries, footnotes."""
    book = Workbook()
    book.active.title = "Front page"
    regions = book.create_sheet("Regional totals")
    regions.append([f"Military expenditure by region in constant US dollars © SIPRI {last + 1}"])
    regions.append(["Region", *range(first, last + 1), f"{last} (current prices)"])
    regions.append(["World", *(2000.5 for _ in range(first, last + 2))])
    regions.append(["Central Asia", "xxx", *(2.5 for _ in range(first, last + 1))])
    for kind, (name, words) in enumerate(SIPRI_SHEETS.items()):
        sheet = book.create_sheet(name.format(base=last - 1))
        title = words.format(base=last - 1, first=first, last=last)
        sheet.append([f"Military expenditure by country, {title}   © SIPRI {last + 1}"])
        sheet.append(["Figures in blue are SIPRI estimates. Figures in red are highly uncertain."])
        sheet.append([""])
        local = name.startswith("Local")
        beside = ["Currency", "Notes"] if local else ["Notes"]
        sheet.append(["Country", *beside, *range(first, last + 1)])
        sheet.append([])
        sheet.append(["Asia & Oceania"])
        sheet.append(["East Asia", *("" for _ in beside), *("..." for _ in range(first, last + 1))])
        for country in (*SIPRI_COUNTRIES, "Kosovo"):
            cells = [SIPRI_CURRENCY.get(country, "Euro")] if local else []
            cells.append(SIPRI_NOTES.get(country, ""))
            figures: list[Any] = [
                sipri_value(kind, country, year, unit=unit) for year in range(first, last + 1)
            ]
            figures[0], figures[1], figures[2] = "xxx", ". .", "..."
            sheet.append([country, *cells, *figures])
            row = sheet.max_row
            sheet.cell(row, 1 + len(cells) + len(figures) - 1).font = RED
            sheet.cell(row, 1 + len(cells) + len(figures)).font = BLUE
    book.create_sheet("Footnotes").append(["§", "Figures for these countries are for budgets"])
    return book


def sipri_value(kind: int, country: str, year: int, *, unit: float = 1e6) -> float:
    """An invented figure of a sheet, as printed."""
    dollars = 40_000.0 + (year - 1988) * 10
    if kind in (0, 1):
        return dollars * SIPRI_RATE.get(country, 0.8) * unit
    return dollars if kind in (2, 3) else 385.5 if kind == 5 else 0.0134651685703


WEO_YEARS = range(2019, 2031)
WEO_ROWS = (
    # country, name, subject, scale, last actual, currency, figures by year offset
    ("JPN", "Japan", "NGDP", "Billions", "2024", "Japanese yen", 600_000.5),
    ("JPN", "Japan", "NGDPD", "Billions", "2024", "", 4_000.25),
    ("JPN", "Japan", "NGDP_R", "Billions", "2024", "Japanese yen", 550_000.0),
    ("JPN", "Japan", "PPPGDP", "Billions", "", "", 6_500.0),
    ("JPN", "Japan", "LP", "Millions", "2024", "", 123.5),
    ("JPN", "Japan", "GGXCNL_NGDP", "", "2023", "", -1.5),
    ("JPN", "Japan", "GGXONLB_NGDP", "", "2023", "", -1.125),
    ("JPN", "Japan", "LUR", "", "2024", "", 2.5),
    ("BGR", "Bulgaria", "NGDP", "Billions", "2024", "Bulgarian lev", 200.0),
    ("IRN", "Islamic Republic of Iran", "GGR_NGDP", "", "FY2023/24", "", 10.5),
    ("UVK", "Kosovo", "NGDPD", "Billions", "2023", "", 10.0),
)


def weo_value(start: float, year: int) -> float:
    return start + (year - WEO_YEARS[0]) / 8


def weo_old_rows(edition: str = "October 2025") -> list[list[str]]:
    """The tab-separated file of the years up to 2025, as rows of text."""
    head = [
        "WEO Country Code", "ISO", "WEO Subject Code", "Country", "Subject Descriptor",
        "Subject Notes", "Units", "Scale", "Country/Series-specific Notes",
    ]  # fmt: skip
    rows = [[*head, *map(str, WEO_YEARS), "Estimates Start After"]]
    for code, name, subject, scale, actual, currency, start in WEO_ROWS:
        note = f"Source: office. Primary domestic currency: {currency} Data last updated: 09/2025"
        figures = [f"{weo_value(start, y):,.3f}" for y in WEO_YEARS]
        figures[0] = "n/a"
        actual = actual.removeprefix("FY")[:4]
        rows.append(
            [
                "158",
                code,
                subject,
                name,
                "",
                "",
                "",
                scale,
                note if currency else "",
                *figures,
                actual,
            ]
        )
    rows.append([])
    rows.append([f"International Monetary Fund, World Economic Outlook Database, {edition}"])
    return rows


def weo_old_text(edition: str = "October 2025", *, encoding: str = "utf-16") -> bytes:
    lines = ["\t".join(row) for row in weo_old_rows(edition)]
    return "\r\n".join(lines).encode(encoding)


PORTAL = (
    "DATASET", "SERIES_CODE", "OBS_MEASURE", "COUNTRY.ID", "COUNTRY", "INDICATOR.ID", "INDICATOR",
    "FREQUENCY", "SCALE", "UNIT", "PUBLICATION_DATE", "UPDATE_DATE", "LATEST_ACTUAL_ANNUAL_DATA",
    "PRIMARY_DOMESTIC_CURRENCY",
)  # fmt: skip


def weo_portal_rows(columns: Sequence[str] = PORTAL, factor: float = 1.0) -> list[list[Any]]:
    """The portal's table of countries, as rows of cells."""
    rows: list[list[Any]] = [[*columns, *WEO_YEARS]]
    for code, name, subject, scale, actual, currency, start in WEO_ROWS:
        code = {"UVK": "KOS"}.get(code, code)
        cells = {
            "DATASET": "IMF.RES:WEO_2025_OCT_VINTAGE(1.0.0)",
            "SERIES_CODE": f"{code}.{subject}.A",
            "COUNTRY.ID": code,
            "COUNTRY": name,
            "INDICATOR.ID": subject,
            "FREQUENCY": "Annual",
            "SCALE": scale or "Units",
            "PUBLICATION_DATE": "2025-10-14T13:00:00Z",
            "LATEST_ACTUAL_ANNUAL_DATA": actual,
            "PRIMARY_DOMESTIC_CURRENCY": currency,
        }
        scaled = factor if scale == "Billions" else 1.0
        figures: list[Any] = [weo_value(start, y) * scaled for y in WEO_YEARS]
        figures[0] = None
        rows.append([*(cells.get(c, "") for c in columns), *figures])
    return rows


def weo_portal() -> Workbook:
    book = Workbook()
    book.active.title = "Countries"
    for row in weo_portal_rows():
        book.active.append(row)
    groups = book.create_sheet("Country Groups")
    groups.append([*PORTAL, *WEO_YEARS])
    groups.append(["IMF.RES:WEO(9.0.0)", "G001.NGDP_RPCH.A", *("" for _ in PORTAL[2:]), 3.0])
    prices = book.create_sheet("Commodity Prices")
    prices.append(["DATASET", "2024"])
    prices.append(["IMF.RES:WEO(9.0.0)", 80.5])
    return book


def save(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def repacked(path: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """A copy of an archive with its parts changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
    return target
