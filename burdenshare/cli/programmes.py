"""The commands on joint programmes and on what is already mortgaged."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from burdenshare.cli import arguments
from burdenshare.cli.output import CsvFlag, JsonFlag, emit, print_json, print_table, say
from burdenshare.errors import Refusal
from burdenshare.workbench import Workbench


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    for command in (programme, deals, obligations, committed):
        app.command()(command)


def programme(
    file: Annotated[
        str | None,
        typer.Argument(help="A programme file, or a name of the library; none: list them."),
    ] = None,
    draws: Annotated[int, typer.Option(help="Draws; 0 for central values.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 1,
    leaves: Annotated[
        str | None, typer.Option(help="A partner that leaves: who pays then?")
    ] = None,
    done: Annotated[
        float | None,
        typer.Option(help="Part of development that is behind when it leaves; default 0.5."),
    ] = None,
    out: arguments.OutOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Cost a joint programme: each partner alone and together, unit cost, and who pays on exit."""
    if done is not None and leaves is None:
        raise Refusal(
            "bad-argument", "--done says when a partner leaves", hint="name it with --leaves"
        )
    bench = Workbench()
    if file is None:
        listed = bench.programmes()
        emit(listed, listed["programmes"], ["name", "title"], as_json=as_json, as_csv=as_csv)
        return
    document = bench.programme(
        file, draws=draws, seed=seed, leaves=leaves, done=0.5 if done is None else done
    )
    if out is not None:
        bench.programme_pictures(file, out)
        say(f"The pictures lie in {out}", error=as_json or as_csv)
    rows = [
        {
            "partner": country,
            "alone": one["alone"]["0.5"],
            "together": one["together"]["0.5"],
            "together_low": one["together"].get("0.05"),
            "together_high": one["together"].get("0.95"),
            "cheaper": None
            if one["probability_cheaper"] is None
            else 100 * one["probability_cheaper"],
            "by_work": one["split"]["work"],
            "shapley": one["split"]["shapley"],
        }
        for country, one in document["partners"].items()
    ]
    emit(
        document,
        rows,
        list(rows[0]),
        as_json=as_json,
        as_csv=as_csv,
        title=f"{document['title']} ({document['unit']})",
        headings={
            "together_low": "5 %",
            "together_high": "95 %",
            "cheaper": "chance it saves, %",
            "by_work": "split by work",
            "shapley": "Shapley value",
        },
        decimals=0,
        after=["", *document["answer"], "", *(f"Assumed: {a}" for a in document["assumptions"])],
    )


def deals(
    name: Annotated[str | None, typer.Argument(help="A programme, such as GCAP.")] = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """List announced amounts of joint programmes with date, price base and source."""
    document = Workbench().deals(name)
    columns = [
        "programme", "announced", "country", "what", "amount", "currency", "price_base", "period",
    ]  # fmt: skip
    if as_csv:
        columns += ["source", "note"]
    emit(
        document,
        document["deals"],
        columns,
        as_json=as_json,
        as_csv=as_csv,
        title="Announced amounts, millions; bases differ, so they are never added up",
        decimals=0,
        after=[
            "",
            *dict.fromkeys(f"Source: {d['source']} ({d['note']})" for d in document["deals"]),
        ],
    )


def obligations(
    file: Annotated[
        Path | None, typer.Argument(help="A CSV ledger of your own; none: the shipped ones.")
    ] = None,
    country: Annotated[str | None, typer.Option(help="ISO alpha-3 code.")] = None,
    out: arguments.OutOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Show obligations from the past by year: balance, new, matured; series are never mixed."""
    bench = Workbench()
    document = bench.obligations(file, country=country.upper() if country else None)
    if out is not None:
        bench.obligations_pictures(document, out)
        say(f"The pictures lie in {out}", error=as_json)
    if as_json:
        print_json(document)
        return
    for book in document["ledgers"]:
        print_table(
            book["years"],
            ["year", "balance", "new", "matured", "carried"],
            title=f"{book['country']}: {book['series']} ({book['unit']})",
            decimals=1,
        )
        say(*dict.fromkeys(f"Source: {year['source']}" for year in book["years"]), "")
    for budget in document.get("budgets", []):
        parts = ", ".join(f"{name} {value:,.1f}" for name, value in budget["parts"].items())
        say(
            f"{budget['country']} {budget['year']}: {budget['taken']:.1f} % of the budget of "
            f"{budget['total']:,.1f} was decided before the year ({parts}; {budget['definition']}, "
            f"{budget['unit']})."
        )


def committed(
    scenario: Annotated[str, typer.Argument(help="A scenario file, or a name of the library.")],
    member: Annotated[str, typer.Option(help="ISO alpha-3 code.")],
    programme: Annotated[
        list[str] | None, typer.Option(help="A programme file or name; repeatable.")
    ] = None,
    ledger: Annotated[
        Path | None, typer.Option(help="A CSV ledger of your own; default: the shipped ones.")
    ] = None,
    series: Annotated[str | None, typer.Option(help="Words of the ledger's series.")] = None,
    run_off: Annotated[
        str | None,
        typer.Option(help="How its obligations fall due: 1:0.4,2:0.3,3:0.2,4:0.1 (years after)."),
    ] = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Say how much of a pledge is spoken for before it is made."""
    document = Workbench().committed(
        scenario,
        member.upper(),
        programmes=programme or [],
        ledger=ledger,
        series=series,
        profile=_profile(run_off),
    )
    rows = [
        {"year": year, "spending": spending, "taken": taken, "share": share}
        for year, spending, taken, share in zip(
            document["years"],
            document["spending"],
            document["taken"],
            document["share"],
            strict=True,
        )
    ]
    emit(
        document,
        rows,
        ["year", "spending", "taken", "share"],
        as_json=as_json,
        as_csv=as_csv,
        title=f"{document['member']} in {document['scenario']} ({document['unit']})",
        headings={"share": "taken, %"},
        after=_claims(document),
    )


def _claims(document: dict[str, Any]) -> list[str]:
    last, spending = document["years"][-1], document["spending"][-1]
    return [
        "",
        f"In {last} past decisions take {document['share'][-1]:.1f} % of the {spending:,.1f} that "
        "the pledge gives.",
        *(f"Counted: {claim['what']} ({claim['source']})" for claim in document["claims"]),
        "Pay, upkeep of what is in service and other running cost are not counted unless a file "
        "above holds them.",
    ]


def _profile(text: str | None) -> dict[int, float] | None:
    """Read ``1:0.4,2:0.6``."""
    if text is None:
        return None
    try:
        pairs = [part.split(":") for part in text.split(",")]
        return {int(after): float(part) for after, part in pairs}
    except ValueError:
        raise Refusal(
            "bad-argument",
            f"--run-off {text!r} is no profile",
            hint="write years after and parts that add up to one: 1:0.4,2:0.3,3:0.2,4:0.1",
        ) from None
