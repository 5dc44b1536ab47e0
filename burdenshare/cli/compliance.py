"""The command on behaviour: who keeps a pledge, the register of forecasts, and their score."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from burdenshare.cli import arguments
from burdenshare.cli.output import CsvFlag, JsonFlag, emit, say
from burdenshare.errors import Refusal
from burdenshare.workbench import Workbench

COMMON = ("all allies", "gap", "excess", "own")
"""Drivers that say nothing of an ally's situation; the table shows the largest of the others."""
EVENTS = {"first": "gets there first", "again": "gets there again", "fall": "falls below"}

PledgeArgument = Annotated[
    str | None,
    typer.Argument(help="A scenario whose pledge is asked about, in place of --share and --by."),
]
OriginOption = Annotated[
    int | None,
    typer.Option(help="Use only what was known at the end of this year; default: latest."),
]
AsOfOption = Annotated[
    str | None, typer.Option(help="An earlier day than the end of the origin, YYYY-MM-DD.")
]
ThreatOption = Annotated[str, typer.Option(help="Country whose nearness counts, by its code.")]
PressingOption = Annotated[
    str | None, typer.Option(help="Ally that presses the others, for --ideal-points; default: USA.")
]
ElectionsOption = Annotated[
    Path | None, typer.Option(help="CSV of country and year of national elections.")
]
IdealPointsOption = Annotated[
    Path | None, typer.Option(help="CSV of ideal points in the UN: country, year, value.")
]
ReclassifiedOption = Annotated[
    float,
    typer.Option(help="Assumption: part of every rise since 2025 that is accounting, 0 to 1."),
]
RegisterOption = Annotated[
    bool, typer.Option("--register", help="Write the forecast into the register, for good.")
]
DateOption = Annotated[
    str | None, typer.Option("--date", help="Day of the registered forecast; default: today.")
]
ScoreOption = Annotated[
    bool, typer.Option("--score", help="Score all registered forecasts on what came since.")
]
HindcastOption = Annotated[
    bool, typer.Option("--hindcast", help="Score the model on the past, beside simple rivals.")
]
OutOption = Annotated[
    Path | None,
    typer.Option(help="Picture of the answer: chances as strips, scores as reliability."),
]


def register(app: typer.Typer) -> None:
    """Add the command of this module to the root."""
    app.command()(keep)


def keep(
    pledge: PledgeArgument = None,
    share: Annotated[float | None, typer.Option(help="Pledged share, per cent of GDP.")] = None,
    by: Annotated[int | None, typer.Option(help="Last year of the forecast.")] = None,
    origin: OriginOption = None,
    as_of: AsOfOption = None,
    alliance: Annotated[str, typer.Option(help="Whose members.")] = "NATO",
    threat: ThreatOption = "RUS",
    pressing: PressingOption = None,
    elections: ElectionsOption = None,
    ideal_points: IdealPointsOption = None,
    reclassified: ReclassifiedOption = 0.0,
    draws: Annotated[int, typer.Option(help="Draws of the simulation.")] = 4000,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 1,
    enter: RegisterOption = False,
    on: DateOption = None,
    score: ScoreOption = False,
    hindcast: HindcastOption = False,
    out: OutOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Say with a probability who keeps a pledge, and how good such forecasts were."""
    bench = Workbench()
    asked = share is not None or by is not None
    if (pledge is not None) + asked + score + hindcast != 1 or (share is None) != (by is None):
        raise Refusal(
            "bad-argument",
            "keep needs one of these: a scenario, --share with --by, --score, --hindcast",
            hint="burdenshare keep --share 3.5 --by 2035",
        )
    if on is not None and not enter:
        raise Refusal(
            "bad-argument",
            "--date is the day of a registered forecast",
            hint="add --register; --as-of YYYY-MM-DD reads only what was known on a day",
        )
    if pressing is not None and ideal_points is None:
        raise Refusal(
            "bad-argument",
            "--pressing says from whom ideal points are distant, and none are given",
            hint="add --ideal-points FILE.csv with country, year, value",
        )
    if score:
        document, show = bench.keep_score(), _show_score
    elif hindcast:
        document, show = bench.keep_hindcast(seed=seed), _show_hindcast
    else:
        options: dict[str, Any] = {
            "origin": origin,
            "as_of": arguments.day(as_of),
            "alliance": alliance,
            "register": enter,
            "on": arguments.day(on, "--date"),
            "said": {
                "threat": threat,
                "pressing": pressing or "USA",
                "elections": elections,
                "ideal_points": ideal_points,
            },
            "reclassified": reclassified,
            "draws": draws,
            "seed": seed,
        }
        show = _show
        if pledge is not None:
            document = bench.keep_pledge(pledge, **options)
        else:
            assert share is not None
            assert by is not None
            document = bench.keep(share, by, **options)
    if out is not None:
        bench.keep_picture(document, out)
    show(document, as_json=as_json, as_csv=as_csv)
    if out is not None:
        say(f"The picture lies in {out}", error=as_json or as_csv)


def _show(document: Mapping[str, Any], *, as_json: bool, as_csv: bool) -> None:
    rows = [
        {
            "country": ally,
            "pledged": entry.get("pledged", document["share"]),
            "year": year,
            "probability": entry["probability"][k],
            **{f"share_{band}": values[k] for band, values in entry["share"].items()},
            "last": entry["last"],
            "next": entry["hazard"]["chance"],
            "event": EVENTS[entry["hazard"]["event"]],
            "driver": _situation(entry["drivers"]),
        }
        for ally, entry in document["members"].items()
        for k, year in enumerate(entry["years"])
        if as_csv or year == entry.get("by", document["by"])
    ]
    columns = ["country", "year", "last", "probability", "share_0.05", "share_0.5", "share_0.95"]
    several = len({row["pledged"] for row in rows}) > 1
    told = next(iter(document["members"].values()))["drivers"]
    common = [d["words"] for d in told if d["driver"] == "all allies"]
    emit(
        document,
        rows if as_csv else sorted(rows, key=lambda r: -r["probability"]),
        columns
        if as_csv
        else [*columns[:1], *["pledged"] * several, *columns[1:], "next", "event", "driver"],
        as_json=as_json,
        as_csv=as_csv,
        headings={"next": "next year", "event": "that it", "driver": "what sets it apart"},
        title=_title(document, several=several),
        after=(
            *(f"For all: {words}." for words in common),
            "What sets an ally apart: points of GDP a year with their doubt; all drivers: --json.",
            *(
                [f"No share is known of {', '.join(document['absent'])}."]
                * bool(document["absent"])
            ),
            *(f"Note: {note}." for note in document["notes"]),
            *(
                f"Registered: {one['registered']}"
                for one in document.get("pledges", [document])
                if one.get("registered")
            ),
        ),
    )


def _title(document: Mapping[str, Any], *, several: bool) -> str:
    what = "what each pledged" if several else f"{document['share']:g} % or more"
    when = "by its deadline" if several else f"in {document['by']}"
    day, origin = document["as_of"], document["origin"]
    known = f"at the end of {origin}" if day == f"{origin}-12-31" else f"on {day}"
    return f"Chance of {what} {when}, by what was known {known}"


def _situation(drivers: list[dict[str, Any]]) -> str:
    """Return the largest driver that is an ally's own situation, with its size and doubt."""
    for one in drivers:
        if one["driver"] not in COMMON:
            what = one["words"].partition(":")[0].partition(",")[0]
            return f"{what}: {one['points']:+.2f} ({one['sd']:.2f})"
    return ""


def _show_score(document: Mapping[str, Any], *, as_json: bool, as_csv: bool) -> None:
    columns = ["made", "share", "by", "origin", "hindsight", "n", "brier", "log_score"]
    emit(
        document,
        [{**f, "by": str(f["by"]), "origin": str(f["origin"])} for f in document["forecasts"]],
        columns,
        as_json=as_json,
        as_csv=as_csv,
        decimals=3,
        title="Registered forecasts, scored on the editions published since",
        after=_points(document["all"]),
    )


def _show_hindcast(document: Mapping[str, Any], *, as_json: bool, as_csv: bool) -> None:
    parts = {"all": document["all"], **document["origins"]}
    rows = [
        {
            "from": part,
            "n": found["n"],
            "forecast": name,
            **{k: v for k, v in one.items() if k != "coverage"},
            "in_50": one["coverage"]["0.5"],
            "in_90": one["coverage"]["0.9"],
        }
        for part, found in parts.items()
        for name, one in found["scores"].items()
    ]
    emit(
        document,
        rows,
        ["from", "n", "forecast", "bias", "mae", "crps", "brier", "log_score", "in_50", "in_90"],
        as_json=as_json,
        as_csv=as_csv,
        decimals=3,
        title=f"Forecasts of the past, scored on the edition {document['scored_against']}",
        after=(*document["findings"], *(f"Note: {note}." for note in document["notes"])),
    )
    if not as_json and not as_csv:
        say(*_points(document["all"]))


def _points(found: Mapping[str, Any]) -> list[str]:
    return [
        f"chance {p['from']:g} to {p['to']:g}: {p['n']} forecasts, {100 * p['chance']:.0f} %"
        f" expected, {100 * p['happened']:.0f} % came true"
        for p in found["reliability"]
    ]
