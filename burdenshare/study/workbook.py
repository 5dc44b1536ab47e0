"""Lays a run out as a workbook for readers who live in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burdenshare.figures.countries import country_name
from burdenshare.study.headlines import Headline, headlines
from burdenshare.study.results import share_unit
from burdenshare.study.spreadsheet import EXACT, MONEY, SHARE, WHOLE, YEAR, Book, Cell, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from burdenshare.study.runs import Study


def workbook(study: Study, about: Sequence[tuple[str, str]]) -> bytes:
    """Return the workbook of a run; the same run gives the same bytes.

    Parameters
    ----------
    study : Study
        The run.
    about : sequence of (str, str)
        What the sheet "About" says: heading and text.
    """
    from burdenshare.study.workbook_futures import add_sheets

    book = Book(study.scenario.title)
    _summary(book, study)
    _members(book, study)
    _by_year(book, study)
    add_sheets(book, study)
    _inputs(book, study)
    _figures(book, study)
    _sources(book, study)
    book.add("About", [Column("Topic", width=22), Column("Text", width=110)], about)
    return book.content()


def words(name: str) -> str:
    """Return the name of a baseline in words: ``constant share``."""
    return name.replace("_", " ")


def _summary(book: Book, study: Study) -> None:
    sheet = book.sheet("Summary")
    scenario, sums = study.scenario, study.shown.alliance
    sheet.table(
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
    sheet.table(
        [Column(which, width=34), Column("Unit", width=30), *years],
        [(name, unit, *array.tolist()) for name, unit, array in lines],
    )
    sheet.table(
        [Column("To be read with it", width=34)],
        [(f"{note['country']}: {note['text']}".removeprefix(": "),) for note in study.notes],
    )


def _members(book: Book, study: Study) -> None:
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
    book.add("Members", columns, [_member(study, line, names) for line in lines])


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


def _by_year(book: Book, study: Study) -> None:
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
    book.add(
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


def _inputs(book: Book, study: Study) -> None:
    book.add(
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


def _figures(book: Book, study: Study) -> None:
    book.add(
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


def _sources(book: Book, study: Study) -> None:
    book.add(
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
