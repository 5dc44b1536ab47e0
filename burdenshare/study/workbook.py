"""Lays a run out as a workbook for readers who live in a spreadsheet."""

from __future__ import annotations

import io
import math
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare.figures.countries import country_name
from burdenshare.study.headlines import Headline, headlines
from burdenshare.study.results import share_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from burdenshare.study.runs import Study

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the same for every run; a workbook must bear a date
SHARE, MONEY, WHOLE, YEAR, EXACT, TEXT = "0.00", "#,##0.00", "#,##0", "0", "General", ""
Cell = str | float | int


class Column(NamedTuple):
    """One column of a sheet: its heading with the unit, its number format, its width."""

    heading: str
    form: str = TEXT
    width: int = 14


def workbook(study: Study, about: Sequence[tuple[str, str]]) -> bytes:
    """Return the workbook of a run; the same run gives the same bytes.

    Parameters
    ----------
    study : Study
        The run.
    about : sequence of (str, str)
        What the sheet "About" says: heading and text.
    """
    import xlsxwriter

    from burdenshare.study.workbook_futures import add_sheets

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"title": study.scenario.title, "created": CREATED})
    sheets = Sheets(book)
    _summary(sheets, study)
    _members(sheets, study)
    _by_year(sheets, study)
    add_sheets(sheets, study)
    _inputs(sheets, study)
    _figures(sheets, study)
    _sources(sheets, study)
    sheets.add("About", [Column("Topic", width=22), Column("Text", width=110)], about)
    book.close()
    return content.getvalue()


class Sheets:
    """Adds sheets to a book: text is always written as text, never as a formula or a link."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF4"}
        )
        self._forms: dict[str, Any] = {}

    def add(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """Add a sheet with one table: headings in the first row, frozen, with a filter."""
        sheet = self.book.add_worksheet(name)
        last = self.table(sheet, 0, columns, rows)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)

    def table(
        self, sheet: Any, top: int, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
    ) -> int:
        """Write a table from row `top` on; return its last row."""
        for at, column in enumerate(columns):
            sheet.write_string(top, at, column.heading, self._head)
            sheet.set_column(at, at, column.width)
        forms = [self._form(column.form) for column in columns]
        line = top
        for line, row in enumerate(rows, start=top + 1):
            for at, cell in enumerate(row):
                if isinstance(cell, str):
                    if cell:
                        sheet.write_string(line, at, cell)
                elif math.isfinite(cell):
                    sheet.write_number(line, at, cell, forms[at])
        return line

    def _form(self, form: str) -> Any:
        if form in (TEXT, EXACT):
            return None
        if form not in self._forms:
            self._forms[form] = self.book.add_format({"num_format": form})
        return self._forms[form]


def words(name: str) -> str:
    """Return the name of a baseline in words: ``constant share``."""
    return name.replace("_", " ")


def _summary(sheets: Sheets, study: Study) -> None:
    sheet = sheets.book.add_worksheet("Summary")
    scenario, sums = study.scenario, study.shown.alliance
    top = sheets.table(
        sheet,
        0,
        [Column(scenario.title, width=34), Column("", width=18)],
        [
            ("Scenario", scenario.name),
            ("Members", len(scenario.members)),
            ("First year", scenario.start),
            ("Last year", scenario.end),
            ("Definition of spending", scenario.definition),
            *([("Futures drawn; series are medians", scenario.draws)] if scenario.draws else []),
            ("Fingerprint of the run", study.fingerprint),
        ],
    )
    real = f"bn USD, prices and rates of {sums.price_base}"
    lines: list[tuple[str, str, Any]] = [
        ("Spending", "bn USD", sums.spending),
        ("Spending", real, sums.spending_real),
        ("Share of summed GDP", "%", sums.share),
        *((f"Extra over {words(name)}", "bn USD", array) for name, array in sums.extra.items()),
        *((f"Extra over {words(name)}", real, array) for name, array in sums.extra_real.items()),
        ("Missing to the pledges", "bn USD", sums.shortfall),
    ]
    years = [Column(str(year), MONEY, 12) for year in study.shown.years]
    which = "All members together" + (", medians" if scenario.draws else "")
    top = sheets.table(
        sheet,
        top + 2,
        [Column(which, width=34), Column("Unit", width=30), *years],
        [(name, unit, *array.tolist()) for name, unit, array in lines],
    )
    sheets.table(
        sheet,
        top + 2,
        [Column("To be read with it", width=34)],
        [(f"{note['country']}: {note['text']}".removeprefix(": "),) for note in study.notes],
    )
    sheet.freeze_panes(1, 0)


def _members(sheets: Sheets, study: Study) -> None:
    names = list(study.shown.extra)
    money = "bn of national currency"
    columns = [
        Column("Code", width=7),
        Column("Country", width=18),
        Column("Currency", width=9),
        Column("Start year", YEAR, 8),
        Column("Share at the start, %", SHARE, 11),
        Column("Target share, %", SHARE, 11),
        Column("Deadline", YEAR, 9),
        Column("Shares measured in", width=12),
        Column("Year of the next columns", YEAR, 11),
        Column("Share, %", SHARE, 9),
        Column(f"Spending, {money}", MONEY),
        Column("Spending per inhabitant, national currency", WHOLE),
        *(Column(f"Extra over {words(name)} in that year, {money}", MONEY) for name in names),
        *(Column(f"Extra over {words(name)}, all years, {money}", MONEY) for name in names),
        *(
            Column(f"Extra over {words(name)}, all years, {money}, constant prices", MONEY)
            for name in names
        ),
        Column("Prices of", YEAR, 8),
        Column("Required growth, % a year, nominal", SHARE),
        Column("Required growth, % a year, real", SHARE),
    ]

    lines = headlines(study.shown, study.futures)
    sheets.add("Members", columns, [_member(study, line, names) for line in lines])


def _member(study: Study, line: Headline, names: Sequence[str]) -> list[Cell]:
    return [
        line.country,
        country_name(line.country),
        line.currency,
        line.start_year,
        line.start_share,
        line.target_share,
        line.deadline,
        share_unit(study.inputs, line.country),
        line.year,
        line.share,
        line.spending,
        line.per_head,
        *(line.extra[name] for name in names),
        *(line.cumulative[name] for name in names),
        *(line.cumulative_real[name] for name in names),
        line.price_base,
        line.growth_nominal,
        line.growth_real,
    ]


def _by_year(sheets: Sheets, study: Study) -> None:
    run = study.shown
    money = "bn of national currency"
    measures: list[tuple[str, str, Any]] = [
        ("Share, %", SHARE, run.share),
        (f"GDP, {money}", MONEY, run.gdp),
        (f"Spending, {money}", MONEY, run.spending),
        (f"Spending, {money}, constant prices", MONEY, run.spending_real),
        ("Spending per inhabitant, national currency", WHOLE, run.per_head),
        *((f"{words(n).capitalize()}, {money}", MONEY, a) for n, a in run.baseline.items()),
        *((f"Extra over {words(n)}, {money}", MONEY, a) for n, a in run.extra.items()),
        *(
            (f"Extra over {words(n)}, {money}, constant prices", MONEY, a)
            for n, a in run.extra_real.items()
        ),
    ]
    columns = [
        Column("Code", width=7),
        Column("Country", width=18),
        Column("Currency", width=9),
        Column("Prices of", YEAR, 8),
        Column("Year", YEAR, 7),
        *(Column(heading, form) for heading, form, _ in measures),
    ]
    arrays = [array.tolist() for _, _, array in measures]
    sheets.add(
        "By year",
        columns,
        (
            (
                code,
                country_name(code),
                run.currency[at],
                run.price_base[at],
                year,
                *(array[at][then] for array in arrays),
            )
            for at, code in enumerate(run.members)
            for then, year in enumerate(run.years)
        ),
    )


def _inputs(sheets: Sheets, study: Study) -> None:
    sheets.add(
        "Inputs",
        [
            Column("Country", width=9),
            Column("Variable", width=18),
            Column("Year", YEAR, 7),
            Column("Value", EXACT, 16),
            Column("Unit", width=18),
            Column("Kind", width=9),
            Column("Arithmetic", width=60),
            Column("Figures it rests on", width=80),
        ],
        (
            (o.country, o.variable, o.year, o.value, o.unit, o.kind, o.rule, " | ".join(o.keys))
            for o in study.origins
        ),
    )


def _figures(sheets: Sheets, study: Study) -> None:
    sheets.add(
        "Figures",
        [
            Column("Series", width=24),
            Column("Country", width=9),
            Column("Year", YEAR, 7),
            Column("Value", EXACT, 16),
            Column("Unit", width=22),
            Column("Status", width=10),
            Column("Definition", width=20),
            Column("Source", width=16),
            Column("Vintage", width=9),
            Column("Table", width=16),
            Column("Note", width=60),
        ],
        (
            (
                f.series,
                f.country,
                f.year,
                f.value,
                f.unit,
                f.status,
                f.definition,
                f.source,
                f.vintage,
                f.table,
                f.note,
            )
            for f in study.observations
        ),
    )


def _sources(sheets: Sheets, study: Study) -> None:
    sheets.add(
        "Sources",
        [
            Column("Table", width=18),
            Column("Producer", width=26),
            Column("Title", width=50),
            Column("Published", width=12),
            Column("Address", width=60),
            Column("Licence", width=40),
            Column("Citation", width=80),
        ],
        (
            (s.id, s.producer, s.title, s.published.isoformat(), s.address, s.licence, s.citation)
            for s in study.sources
        ),
    )
