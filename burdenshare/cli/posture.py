"""The command on what the money covers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from burdenshare.cli import arguments
from burdenshare.cli.output import CsvFlag, JsonFlag, emit, print_table, say
from burdenshare.errors import Refusal
from burdenshare.posture.words import words
from burdenshare.workbench import Workbench


def register(app: typer.Typer) -> None:
    """Add the command of this module to the root."""
    app.command()(cover)


def cover(
    scenario: Annotated[
        str | None, typer.Argument(help="A scenario file, or a name of the library.")
    ] = None,
    without: Annotated[
        str | None, typer.Option(help="States that are not there: USA, or USA,GBR.")
    ] = None,
    divert: Annotated[
        str | None,
        typer.Option(help="A state's stock bound to one direction: USA:indo-pacific:0.5."),
    ] = None,
    months: Annotated[float, typer.Option(help="How long --divert lasts.")] = 12.0,
    contingency: Annotated[
        str | None, typer.Option(help="What comes at once: east, taiwan, attack_east+taiwan ...")
    ] = None,
    each_absence: Annotated[
        bool, typer.Option("--each-absence", help="Leave out each state in turn (N-1).")
    ] = False,
    judgement: Annotated[
        Path | None, typer.Option(help="Your own judgement file in place of the one that ships.")
    ] = None,
    supply: Annotated[
        str, typer.Option(help="items: counts; money: what spending has bought, by domain.")
    ] = "items",
    show_judgement: Annotated[
        bool, typer.Option("--show-judgement", help="Print the judgement file that ships.")
    ] = False,
    out: arguments.OutOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Say what the money covers in every direction and domain, now and pledged."""
    bench = Workbench()
    if show_judgement:
        say(bench.judgement_text().rstrip())
        return
    if scenario is None:
        if judgement is not None:
            bench.check_judgement(judgement)
        raise Refusal(
            "bad-argument",
            "cover needs a scenario",
            hint="burdenshare cover hague-2035, or burdenshare cover --show-judgement",
        )
    document = bench.cover(
        scenario,
        without=arguments.codes(without) or (),
        divert=divert,
        months=months,
        contingency=contingency,
        each_absence=each_absence,
        judgement=judgement,
        supply=supply,
    )
    if out is not None:
        bench.cover_pictures(document, out)
        say(f"The pictures lie in {out}", error=as_json or as_csv)
    cells = document.pop("cells")
    columns = [c for c in cells[0] if any(row[c] is not None for row in cells)]
    if not (as_json or as_csv):
        cells = [_named(row) for row in cells]
    asked = f"asked for, {document['unit']}" if supply == "money" else "asked for"
    emit(
        document,
        cells,
        columns,
        as_json=as_json,
        as_csv=as_csv,
        title=f"{document['title']}: covered, per cent of what is asked for",
        headings={"required": asked, "all": "now with all", "scarce": "scarcest"},
        decimals=0,
    )
    if not (as_json or as_csv):
        _more(document)


def _named(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with names of directions, domains and items as words."""
    told = {name: words(row[name]) for name in ("direction", "domain", "item") if name in row}
    return row | told


def _more(document: dict[str, Any]) -> None:
    """Print the tables beside the rose, then the answer."""
    print_table(
        [
            {
                "set": name,
                "what": one["title"],
                "mean": 100 * one["mean"],
                "weakest": 100 * one["minimum"],
            }
            for name, one in document["sets"].items()
        ],
        ["set", "what", "mean", "weakest"],
        title="One at a time, and two at once: covered today, per cent",
        decimals=0,
    )
    if document["absences"]:
        print_table(
            [
                {
                    "without": one["country"],
                    "mean": 100 * one["mean"],
                    "weakest cell": 100 * one["minimum"],
                    "lost": 100 * one["lost"],
                    "hardest": words(f"{one['hardest']['direction']} {one['hardest']['domain']}"),
                    "points": 100 * one["hardest"]["lost"],
                }
                for one in document["absences"]
            ],
            ["without", "mean", "weakest cell", "lost", "hardest", "points"],
            title="Without each state in turn, per cent; lost: valued coverage, points",
            decimals=1,
        )
    adding = [
        {**one, "points": 100 * one["per_billion"]}
        for one in document["marginal"]
        if one["has"] and one["per_billion"] > 0
    ]
    if adding:
        print_table(
            [_named(row) for row in adding[:10]],
            ["country", "domain", "item", "points"],
            title=f"One more {document['unit']} adds most (points of valued coverage)",
            decimals=3,
        )
    say("", *document["answer"])
