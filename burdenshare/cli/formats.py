"""The commands on formats: in which room, and who could act without whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from burdenshare.cli import arguments
from burdenshare.cli.output import CsvFlag, JsonFlag, emit, print_table, say
from burdenshare.workbench import Workbench

OnOption = Annotated[str | None, typer.Option(help="Day, YYYY-MM-DD; default: today.")]
WithoutOption = Annotated[
    str | None, typer.Option(help="States taken out, ISO alpha-3, separated by commas.")
]
FileOption = Annotated[
    Path | None, typer.Option("--file", help="Memberships of your own, CSV; default: shipped.")
]
RemitsOption = Annotated[
    Path | None, typer.Option("--remits", help="What formats are for, YAML; default: shipped.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    app.command()(formats)
    app.command(name="who-can")(who_can)


def formats(
    on: OnOption = None,
    without: WithoutOption = None,
    only: Annotated[
        str | None, typer.Option(help="Only these formats, separated by commas.")
    ] = None,
    file: FileOption = None,
    remits: RemitsOption = None,
    out: arguments.OutOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Say who meets whom in which rooms on a day, and what hangs on one state."""
    bench = Workbench()
    document = bench.formats(
        on=arguments.day(on, "--on"),
        without=arguments.codes(without) or (),
        formats=[name.strip() for name in only.split(",")] if only else None,
        file=file,
        remits=remits,
    )
    if out is not None:
        bench.formats_pictures(document, out)
        say(f"The pictures lie in {out}", error=as_json or as_csv)
    observed = any(room["observers"] for room in document["formats"])
    rows = [
        {
            "format": room["format"],
            "states": len(room["members"]) + len(room["partners"]),
            "obligation": (room["obligation"] or "-").replace("_", " "),
            "decision": (room["decision"] or "-").replace("_", " "),
            "members": ", ".join(room["members"]),
            "partners": ", ".join(room["partners"]),
            **({"observers": ", ".join(room["observers"])} if observed else {}),
        }
        for room in document["formats"]
    ]
    emit(
        document,
        rows,
        list(rows[0]),
        as_json=as_json,
        as_csv=as_csv,
        title=f"Formats on {document['on']}",
    )
    if as_json or as_csv:
        return
    _stretch(document)
    say("", *document["answer"])


def _stretch(document: dict[str, Any]) -> None:
    """Print the parts of overstretch of those who have promised most."""
    spending = document["spending"]
    print_table(
        [
            {**row, "directions": ", ".join(d.replace("_", "-") for d in row["directions"])}
            for row in document["stretch"][:10]
        ],
        ["country", "rooms", "bound", "to_defend", "directions", "spending", "spending_each"],
        title="What it is bound to, and what it spends (the ten in most rooms of mutual defence; "
        f"{spending['unit']}, {spending['definition']} {spending['year']}, edition "
        f"{spending['vintage']})",
        headings={
            "bound": "rooms of mutual defence",
            "to_defend": "states to defend",
            "spending_each": "for each of them",
        },
        decimals=1,
    )


def who_can(
    action: Annotated[
        str,
        typer.Argument(
            help="defend, deploy, exercise, plan, consult, share_intelligence, develop, ..."
        ),
    ],
    on: OnOption = None,
    without: WithoutOption = None,
    direction: Annotated[
        str | None, typer.Option(help="east, north, south, west or indo_pacific.")
    ] = None,
    file: FileOption = None,
    remits: RemitsOption = None,
    judgement: Annotated[
        Path | None, typer.Option(help="Your own judgement file of coverage.")
    ] = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """List the formats that could act without named states, and what they hold."""
    document = Workbench().who_can(
        action.replace("-", "_"),
        on=arguments.day(on, "--on"),
        without=arguments.codes(without) or (),
        direction=direction.replace("-", "_") if direction else None,
        file=file,
        remits=remits,
        judgement=judgement,
    )
    rows = [
        {
            "format": actor["format"],
            "can": actor["can"],
            "why": actor["why"],
            "states": len(actor["states"]),
            "spending": actor["shares"]["spending"],
            "stock": actor["shares"].get("stock"),
            "coverage": actor["shares"].get("coverage"),
            "unknown": ", ".join(actor["unknown"].get("spending", [])),
            "obligation": actor["obligation"].replace("_", " "),
            "vetoes": actor["vetoes"],
        }
        for actor in document["formats"]
    ]
    spending = document["spending"]
    able = [row["format"] for row in rows if row["can"]]
    emit(
        document,
        rows,
        [
            *("format", "can", "why", "states", "spending", "stock", "coverage"),
            *("unknown", "obligation", "vetoes"),
        ],
        as_json=as_json,
        as_csv=as_csv,
        title=f"Who can {action} on {document['on']}"
        + (f" without {', '.join(document['without'])}" if document["without"] else ""),
        headings={
            "spending": "of spending, %",
            "stock": "of equipment, %",
            "coverage": "of coverage, %",
            "unknown": "at least, without",
        },
        decimals=1,
        after=[
            "",
            f"{len(able)} of {len(rows)} formats with this in their remit could act: "
            f"{', '.join(able) or 'none'}.",
            f"Spending: {spending['definition']} {spending['year']}, edition "
            f"{spending['vintage']}, {spending['unit']}; no value for "
            f"{', '.join(spending['unknown']) or 'nobody'}. What a format is for is this "
            "project's reading of the text named in its basis.",
            "Equipment: counts at what they would cost today. Coverage: what they cover alone "
            "in the directions a format looks at, of what all cover there, by the judgement "
            f"{document['judgement']['name']}. Counts are not capability.",
        ],
    )
