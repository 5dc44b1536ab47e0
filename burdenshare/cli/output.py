"""How an answer leaves the command line: one JSON document, CSV, or a table for people."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import typer

JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
CsvFlag = Annotated[bool, typer.Option("--csv", help="Print the rows as CSV.")]
Rows = Sequence[Mapping[str, Any]]


def print_json(document: Mapping[str, Any]) -> None:
    """Print exactly one JSON document, numbers unrounded."""
    json.dump(document, sys.stdout, ensure_ascii=False, allow_nan=False, default=str)
    sys.stdout.write("\n")


def print_csv(rows: Rows, columns: Sequence[str]) -> None:
    """Print rows as CSV with a header, numbers unrounded."""
    writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def say(*lines: str, error: bool = False) -> None:
    """Print plain lines, to standard error when they are no part of the answer."""
    for line in lines:
        print(line, file=sys.stderr if error else sys.stdout)


def print_table(
    rows: Rows,
    columns: Sequence[str],
    *,
    title: str = "",
    headings: Mapping[str, str] | None = None,
    decimals: int | Mapping[str, int] = 2,
) -> None:
    """Print rows as a table: numbers to the right, rounded for reading only."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    headings = headings or {}
    table = Table(header_style="bold", box=None)
    for column in columns:
        numeric = any(isinstance(row.get(column), int | float) for row in rows)
        table.add_column(
            headings.get(column, column.replace("_", " ")),
            justify="right" if numeric else "left",
            overflow="fold",
        )
    for row in rows:
        cells = (
            shown(row.get(c), decimals if isinstance(decimals, int) else decimals.get(c, 2), c)
            for c in columns
        )
        table.add_row(*(Text(cell) for cell in cells))
    width = None if sys.stdout.isatty() else 160
    console = Console(width=width, highlight=False)
    if title:
        console.print(Text(title, style="italic"), soft_wrap=True)
    console.print(table)


def shown(value: Any, decimals: int, column: str = "") -> str:
    """Return the display form of one cell; a year keeps its digits together."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{round(value, decimals) + 0.0:,.{decimals}f}"
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, int) and "year" not in column:
        return f"{value:,}"
    return str(value)


def emit(
    document: Mapping[str, Any],
    rows: Rows,
    columns: Sequence[str],
    *,
    as_json: bool,
    as_csv: bool = False,
    title: str = "",
    headings: Mapping[str, str] | None = None,
    decimals: int | Mapping[str, int] = 2,
    after: Iterable[str] = (),
) -> None:
    """Print one answer in the form the user asked for."""
    if as_json:
        print_json(document)
    elif as_csv:
        print_csv(rows, columns)
    else:
        print_table(rows, columns, title=title, headings=headings, decimals=decimals)
        say(*after)
