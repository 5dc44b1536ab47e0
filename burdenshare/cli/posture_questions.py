"""The commands behind coverage: tailored, pooled, partners, shift, designs, range, yardsticks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from burdenshare.cli import arguments
from burdenshare.cli.output import CsvFlag, JsonFlag, emit, say
from burdenshare.cli.progress import progress_bar
from burdenshare.workbench import Workbench

ScenarioArgument = Annotated[str, typer.Argument(help="A scenario file, or a name of the library.")]
PledgedArgument = Annotated[
    str | None,
    typer.Argument(help="A scenario whose pledge is kept; stocks of today if none is given."),
]
WithoutOption = Annotated[
    str | None, typer.Option(help="States that are not there: USA, or USA,GBR.")
]
ContingencyOption = Annotated[
    str | None, typer.Option(help="What comes at once: east, taiwan, east_and_taiwan ...")
]
JudgementOption = Annotated[
    Path | None, typer.Option(help="Your own judgement file in place of the one that ships.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    for command in (tailored, pooled, partners, shift, designs, yardsticks):
        app.command()(command)
    app.command(name="cover-range")(cover_range)


def tailored(
    scenario: ScenarioArgument,
    percent: Annotated[
        float, typer.Option(help="Per cent of a year's equipment money that each state adds.")
    ] = 10.0,
    most: Annotated[
        float | None, typer.Option(help="Part of a state's money for one domain at most: 0.5.")
    ] = None,
    without: WithoutOption = None,
    contingency: ContingencyOption = None,
    judgement: JudgementOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Compare the same money spent uniformly, tailored, from one purse and kept at home."""
    document = Workbench().tailored(
        scenario,
        percent=percent,
        most=most,
        without=arguments.codes(without) or (),
        contingency=contingency,
        judgement=judgement,
    )
    _emit(
        document,
        ["way", "value", "gain", "mean", "weakest"],
        as_json=as_json,
        as_csv=as_csv,
        title=f"{percent:g} % of a year's equipment money, spent once in different ways (per cent)",
        headings={"value": "valued coverage", "weakest": "weakest cell"},
        decimals=1,
    )


def pooled(
    scenario: PledgedArgument = None,
    without: WithoutOption = None,
    contingency: ContingencyOption = None,
    judgement: JudgementOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Say what stocks cover pooled and each state alone, and what duplication costs."""
    document = Workbench().pooled(
        scenario,
        without=arguments.codes(without) or (),
        contingency=contingency,
        judgement=judgement,
    )
    _emit(
        document,
        ["direction", "domain", "pooled", "national"],
        as_json=as_json,
        as_csv=as_csv,
        title="Covered, per cent of what is asked for: one pool, and each state its own part",
        decimals=0,
    )


def partners(
    scenario: PledgedArgument = None,
    participation: Annotated[
        str | None, typer.Option(help="Steps of participation: 0,0.25,0.5,0.75,1.")
    ] = None,
    contingency: ContingencyOption = None,
    judgement: JudgementOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Let the Indo-Pacific partners take part step by step, and price going global."""
    document = Workbench().partners(
        scenario,
        steps=arguments.numbers(participation, "--participation") if participation else None,
        contingency=contingency,
        judgement=judgement,
    )
    _emit(
        document,
        ["who", "participation", "own", "indo_pacific", "value", "price"],
        as_json=as_json,
        as_csv=as_csv,
        title=f"Covered on average, per cent; price of NATO's own level, {document['unit']}",
        headings={"own": "NATO's directions", "indo_pacific": "Indo-Pacific", "value": "valued"},
        decimals={"participation": 2, "own": 1, "indo_pacific": 1, "value": 1, "price": 0},
    )


def shift(
    scenario: ScenarioArgument,
    give: Annotated[
        str, typer.Option("--from", help="The domain that gives, or conventional for all four.")
    ] = "conventional",
    take: Annotated[str, typer.Option("--to", help="The domain that takes.")] = "cyber",
    percent: Annotated[float, typer.Option(help="Per cent of the equipment money moved.")] = 10.0,
    contingency: ContingencyOption = None,
    judgement: JudgementOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Move equipment money between domains, and say what it costs and would have to be worth."""
    document = Workbench().shift(
        scenario,
        give=give.replace("-", "_"),
        take=take.replace("-", "_"),
        percent=percent,
        contingency=contingency,
        judgement=judgement,
    )
    _emit(
        document,
        ["moved", "money", "value", "mean", "weakest", *([] if document["known"] else ["worth"])],
        as_json=as_json,
        as_csv=as_csv,
        title=f"Money moved from {give} to {take} ({document['unit']}), covered in per cent",
        headings={
            "moved": "moved, %",
            "value": "valued coverage",
            "weakest": "weakest cell",
            "worth": "a billion there must bring (points of valued coverage)",
        },
        decimals={"moved": 1, "money": 0, "value": 1, "mean": 1, "weakest": 1, "worth": 4},
    )


def designs(
    scenario: PledgedArgument = None,
    on: Annotated[str | None, typer.Option(help="A day; default today.")] = None,
    contingency: ContingencyOption = None,
    judgement: JudgementOption = None,
    file: Annotated[Path | None, typer.Option(help="Memberships of your own.")] = None,
    remits: Annotated[Path | None, typer.Option(help="Remits of your own.")] = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Lay a global alliance beside a patchwork of small rooms: coverage, cost, vetoes."""
    document = Workbench().designs(
        scenario,
        on=arguments.day(on, "--on"),
        contingency=contingency,
        judgement=judgement,
        file=file,
        remits=remits,
    )
    _emit(
        document,
        [
            *("design", "rooms", "states", "value", "own", "indo_pacific", "everything"),
            *("stops_own", "stops_far", "pairs_bound"),
        ],
        as_json=as_json,
        as_csv=as_csv,
        title=f"Two designs on {document['on']}, covered in per cent, {document['unit']}",
        headings={
            "value": "valued",
            "own": "NATO's directions",
            "indo_pacific": "Indo-Pacific",
            "everything": "to cover all",
            "stops_own": "vetoes at home",
            "stops_far": "vetoes in the Indo-Pacific",
            "pairs_bound": "pairs bound to defend",
        },
        decimals={"everything": 0, "value": 1, "own": 1, "indo_pacific": 1},
    )


def cover_range(
    scenario: PledgedArgument = None,
    draws: Annotated[int, typer.Option(help="How many draws.")] = 1000,
    seed: Annotated[int, typer.Option(help="Of the random numbers.")] = 1,
    swing: Annotated[
        float | None, typer.Option(help="Part by which inputs are varied: 0.5 is half up and down.")
    ] = None,
    contingency: ContingencyOption = None,
    judgement: JudgementOption = None,
    cluster: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler: tcp://HOST:PORT.")
    ] = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Say how far coverage moves when every weak input is drawn from a range."""
    with progress_bar("drawing") as step:
        document = Workbench().coverage_draws(
            scenario,
            draws=draws,
            seed=seed,
            swing=swing,
            contingency=contingency,
            judgement=judgement,
            cluster=cluster,
            step=step,
        )
    _emit(
        document,
        ["direction", "domain", "low", "middle", "high", "open"],
        as_json=as_json,
        as_csv=as_csv,
        title=f"Covered in {document['draws']:,} draws, per cent: 10th, 50th and 90th percentile",
        headings={"open": "draws below half, %"},
        decimals=0,
    )


def yardsticks(
    name: Annotated[
        str | None,
        typer.Argument(help="bruegel-kiel-2025, iiss-2025 ...; all if none is given."),
    ] = None,
    judgement: JudgementOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Lay published numbers beside ours: the arithmetic, the difference and why."""
    document = Workbench().yardsticks(name, judgement=judgement)
    rows = document.pop("rows")
    if not as_csv:
        rows = [{**row, **{key: _short(row[key]) for key in ("published", "ours")}} for row in rows]
    emit(
        document,
        rows,
        ["yardstick", "line", "what", "published", "ours", "difference", "unit"],
        as_json=as_json,
        as_csv=as_csv,
        title="Published numbers beside ours",
        headings={"difference": "difference, %"},
        decimals=0,
    )
    if not (as_json or as_csv):
        for one in document["yardsticks"]:
            say("", f"{one['title']} (grade {one['grade']}; {one['source']})")
            for line in one["lines"]:
                how = f" Ours: {line['how']}." if line["how"] else ""
                say(f"- {line['name']}:{how} {line['why']}")


def _short(value: float | str | None) -> str | None:
    """Return a number as text with as many decimals as it needs."""
    if value is None or isinstance(value, str):
        return value
    return f"{value:,.0f}" if value == round(value) or abs(value) >= 100 else f"{value:,.2f}"


def _emit(
    document: dict[str, Any], columns: list[str], *, as_json: bool, as_csv: bool, **shown: Any
) -> None:
    """Print the rows of an answer, then its sentences."""
    rows = document.pop("rows")
    after = ["", *document["answer"]]
    emit(document, rows, columns, as_json=as_json, as_csv=as_csv, after=after, **shown)
