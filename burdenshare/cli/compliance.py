"""The command on behaviour: who keeps a pledge, the register of forecasts, and their score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from burdenshare.cli import arguments
from burdenshare.cli.output import CsvFlag, JsonFlag, emit, say
from burdenshare.errors import Refusal
from burdenshare.workbench import Workbench


def register(app: typer.Typer) -> None:
    """Add the command of this module to the root."""
    app.command()(keep)


def keep(
    share: Annotated[float | None, typer.Option(help="Pledged share, per cent of GDP.")] = None,
    by: Annotated[int | None, typer.Option(help="Last year of the forecast.")] = None,
    origin: Annotated[
        int | None,
        typer.Option(help="Use only what was known at the end of this year; default: latest."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="An earlier day than the end of the origin, YYYY-MM-DD.")
    ] = None,
    alliance: Annotated[str, typer.Option(help="Whose members.")] = "NATO",
    reclassified: Annotated[
        float,
        typer.Option(help="Assumption: part of every rise since 2025 that is accounting, 0 to 1."),
    ] = 0.0,
    draws: Annotated[int, typer.Option(help="Draws of the simulation.")] = 4000,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 1,
    enter: Annotated[
        bool, typer.Option("--register", help="Write the forecast into the register, for good.")
    ] = False,
    on: Annotated[
        str | None, typer.Option("--date", help="Day of the registered forecast; default: today.")
    ] = None,
    score: Annotated[
        bool, typer.Option("--score", help="Score all registered forecasts on what came since.")
    ] = False,
    hindcast: Annotated[
        bool, typer.Option("--hindcast", help="Score the model on the past, beside simple rivals.")
    ] = False,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Say with a probability who keeps a pledge, and how good such forecasts were."""
    bench = Workbench()
    if score + hindcast + (share is not None or by is not None) != 1 or (share is None) != (
        by is None
    ):
        raise Refusal(
            "bad-argument",
            "keep needs --share and --by, or --score, or --hindcast",
            hint="burdenshare keep --share 3.5 --by 2035",
        )
    if score:
        _show_score(bench.keep_score(), as_json=as_json, as_csv=as_csv)
        return
    if hindcast:
        _show_hindcast(bench.keep_hindcast(seed=seed), as_json=as_json, as_csv=as_csv)
        return
    assert share is not None
    assert by is not None
    document = bench.keep(
        share,
        by,
        origin=origin,
        as_of=arguments.day(as_of),
        alliance=alliance,
        register=enter,
        on=arguments.day(on),
        reclassified=reclassified,
        draws=draws,
        seed=seed,
    )
    _show(document, as_json=as_json, as_csv=as_csv)


def _show(document: Mapping[str, Any], *, as_json: bool, as_csv: bool) -> None:
    rows = [
        {
            "country": ally,
            "year": year,
            "probability": entry["probability"][k],
            **{f"share_{band}": values[k] for band, values in entry["share"].items()},
            "last": entry["last"],
            "driver": next((d["words"] for d in entry["drivers"]), ""),
        }
        for ally, entry in document["members"].items()
        for k, year in enumerate(entry["years"])
        if as_csv or year == document["by"]
    ]
    columns = ["country", "year", "last", "probability", "share_0.05", "share_0.5", "share_0.95"]
    emit(
        document,
        rows if as_csv else sorted(rows, key=lambda r: -r["probability"]),
        columns if as_csv else [*columns, "driver"],
        as_json=as_json,
        as_csv=as_csv,
        title=f"Chance of {document['share']:g} % or more in {document['by']},"
        f" by what was known on {document['as_of']}",
        after=(
            *(
                [f"No share is known of {', '.join(document['absent'])}."]
                * bool(document["absent"])
            ),
            *(f"Note: {note}." for note in document["notes"]),
            *([f"Registered: {document['registered']}"] if document.get("registered") else []),
        ),
    )


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
            "in_90": one["coverage"]["0.9"],
        }
        for part, found in parts.items()
        for name, one in found["scores"].items()
    ]
    emit(
        document,
        rows,
        ["from", "n", "forecast", "bias", "mae", "crps", "brier", "log_score", "in_90"],
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
