"""`burdenshare figures`: what is spent, by whose definition, known when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from burdenshare.cli import arguments
from burdenshare.cli.arguments import CountryOption, DefinitionOption
from burdenshare.cli.output import CsvFlag, JsonFlag, emit
from burdenshare.workbench import Workbench

app = typer.Typer(
    help="Figures with their source, definition and vintage.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

SeriesArgument = Annotated[str, typer.Argument(help="Name of a series: see figures list.")]


@app.command("list")
def list_(as_json: JsonFlag = False, as_csv: CsvFlag = False) -> None:
    """List every series: what it means, which definitions, vintages, countries and years."""
    document = Workbench().figures_list()
    emit(
        document,
        document["series"],
        ["series", "title", "definitions", "vintages", "countries", "first_year", "last_year"],
        as_json=as_json,
        as_csv=as_csv,
    )


@app.command()
def show(
    series: SeriesArgument,
    country: CountryOption = None,
    years: Annotated[str | None, typer.Option(help="2014:2026, or one year.")] = None,
    definition: DefinitionOption = None,
    vintages: Annotated[str, typer.Option(help="latest, all, or one vintage YYYY-MM.")] = "latest",
    as_of: Annotated[
        str | None, typer.Option(help="Only what was published by YYYY-MM-DD.")
    ] = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Show the values of a series, each with definition, source, vintage and status."""
    document = Workbench().figures_show(
        series,
        countries=arguments.codes(country),
        years=arguments.years(years),
        definition=definition,
        vintages=vintages,
        as_of=arguments.day(as_of),
    )
    emit(
        document,
        document["rows"],
        ["country", "year", "value", "unit", "definition", "source", "vintage", "status", "break"],
        as_json=as_json,
        as_csv=as_csv,
        title=series,
    )


@app.command()
def diff(
    series: SeriesArgument,
    from_: Annotated[str, typer.Argument(metavar="FROM", help="Earlier vintage, YYYY-MM.")],
    to: Annotated[str, typer.Argument(metavar="TO", help="Later vintage, YYYY-MM.")],
    definition: DefinitionOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Show what changed between two vintages, biggest movers first."""
    document = Workbench().figures_diff(series, from_, to, definition=definition)
    counts = [
        f"at or above {threshold} in {year}: {n} ({from_}), {sides['to'].get(year, '-')} ({to})"
        for threshold, sides in document["at_or_above"].items()
        for year, n in sides["from"].items()
    ]
    emit(
        document,
        document["rows"],
        ["country", "year", "from", "to", "change"],
        as_json=as_json,
        as_csv=as_csv,
        title=f"{series}: {from_} against {to}",
        headings={"from": from_, "to": to},
        after=[*counts, *document.get("breaks", [])],
    )


@app.command()
def total(
    series: SeriesArgument,
    year: Annotated[int, typer.Argument(help="Members are those of this year.")],
    alliance: Annotated[str, typer.Option(help="NATO, EU, IP4 ...")] = "NATO",
    definition: Annotated[str, typer.Option(help="Family of definitions.")] = "nato",
    vintage: Annotated[str | None, typer.Option(help="Vintage, YYYY-MM; default: latest.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Sum a series over an alliance's members of the year, beside the published total."""
    document = Workbench().figures_total(
        series, year, alliance=alliance, definition=definition, vintage=vintage
    )
    emit(
        document,
        [document],
        ["alliance", "year", "n", "value", "published", "difference", "unit", "vintage"],
        as_json=as_json,
    )


@app.command()
def reconcile(
    country: Annotated[str, typer.Argument(help="ISO alpha-3 code.")],
    year: Annotated[int, typer.Argument(help="Year; for Japan the fiscal year.")],
    as_of: Annotated[
        str | None, typer.Option(help="Only what was published by YYYY-MM-DD.")
    ] = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Lay the definitions beside each other for one country and year, each step sourced."""
    document = Workbench().reconcile(country.upper(), year, as_of=arguments.day(as_of))
    emit(
        document,
        document["steps"],
        ["label", "value", "unit", "change", "source", "note"],
        as_json=as_json,
        as_csv=as_csv,
        title=f"{country.upper()} {year}",
        after=[*document["remarks"], *_plan_lines(document.get("plan"))],
    )


def _plan_lines(plan: dict[str, Any] | None) -> list[str]:
    if plan is None:
        return []
    spent, contracts = plan["expenditure"], plan["contracts"]
    lines = [
        f"Plan, {spent['basis']}: {spent['total']:,.1f} of {spent['planned']:,.0f} {plan['unit']}"
    ]
    for through, progress in contracts["through"].items():
        wide = progress["with_supplementary_pct"]
        lines.append(
            f"Plan, contracts through fiscal {through}: {progress['initial_pct']:.2f} % initial"
            + (f", {wide:.2f} % with supplementary budgets" if wide is not None else "")
        )
    return lines


@app.command()
def sources(as_json: JsonFlag = False, as_csv: CsvFlag = False) -> None:
    """List where every table comes from, on what terms, and since when it has been known."""
    document = Workbench().figures_sources()
    emit(
        document,
        document["sources"],
        ["id", "producer", "title", "published", "redistribution", "address"],
        as_json=as_json,
        as_csv=as_csv,
    )


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="A workbook of NATO, SIPRI or the IMF.")],
    as_json: JsonFlag = False,
) -> None:
    """Take in a publisher's own workbook; later commands use its figures at once."""
    document = Workbench().figures_add(file)
    unplaced = document["rows_not_placed"]
    emit(
        document,
        unplaced,
        ["sheet", "row", "cell", "text", "reason"],
        as_json=as_json,
        title=(
            f"{document['publisher']} {document['vintage']}: {document['rows_read']:,} values, "
            f"{len(unplaced)} not placed"
        ),
    )


@app.command()
def fetch(
    service: Annotated[str, typer.Argument(help="worldbank, imf, oecd or ecb.")],
    series: SeriesArgument,
    country: CountryOption = None,
    years: Annotated[str | None, typer.Option(help="2014:2026, or one year.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Fetch a series from a live service and keep it like an added table."""
    document = Workbench().figures_fetch(
        service, series, countries=arguments.codes(country), years=arguments.years(years)
    )
    emit(
        document,
        [document],
        ["publisher", "vintage", "rows_read"],
        as_json=as_json,
    )
