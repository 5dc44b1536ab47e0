"""The commands on the politics of a pledge: what they will agree on, and how well that is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from burdenshare.cli import arguments
from burdenshare.cli.output import CsvFlag, JsonFlag, emit, print_table, say
from burdenshare.workbench import Workbench

_NO_COST = " (what refusing would cost them is not known)"
FEW = 8
"""Issues for which the explanations are printed too."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    app.command()(bargain)


def bargain(
    file: Annotated[
        str | None,
        typer.Argument(help="CSV or YAML of positions, or a case of the library; none: list them."),
    ] = None,
    score: Annotated[
        bool,
        typer.Option("--score", help="Score every model on known outcomes; no file: shipped ones."),
    ] = False,
    model: Annotated[
        list[str] | None, typer.Option(help="compromise, median, nbs, bdm ... or all; repeatable.")
    ] = None,
    scale: Annotated[
        str | None, typer.Option(help="Lowest and highest position, LOW:HIGH; default 0:100.")
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", help="A switch of a model: nbs.cost=20, bdm.reading=no-move ..."),
    ] = None,
    switches: Annotated[
        bool, typer.Option("--switches", help="Move every switch of every model, one at a time.")
    ] = False,
    capability: Annotated[
        str | None,
        typer.Option(help="Make capability of figures: gdp=1,spending=1,votes=1,equal=1."),
    ] = None,
    vintage: Annotated[str | None, typer.Option(help="Vintage of those figures, YYYY-MM.")] = None,
    year: Annotated[int | None, typer.Option(help="Year of those figures.")] = None,
    veto_cost: Annotated[
        float, typer.Option(help="Cost of no agreement under unanimity, in units of utility.")
    ] = 0.0,
    spread: Annotated[
        float | None,
        typer.Option(help="Spread of outcomes round the compromise, part of scale."),
    ] = None,
    draws: Annotated[int, typer.Option(help="Draws over ranges of the inputs.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 1,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Forecast what a negotiation agrees on, explain it, or score the models on past ones."""
    bench = Workbench()
    ends = arguments.scale(scale)
    if score:
        document = bench.scorecard(file, scale=ends, seed=seed)
        _show_scores(document, as_json=as_json, as_csv=as_csv)
    elif file is None:
        document = bench.bargaining_cases()
        emit(document, document["cases"], ["name", "title"], as_json=as_json, as_csv=as_csv)
    else:
        document = bench.bargain(
            file,
            scale=ends,
            models=tuple(model or ["all"]),
            settings=tuple(setting or []),
            switches=switches,
            weights=arguments.weights(capability, "--capability", "gdp=1,spending=1"),
            vintage=vintage,
            year=year,
            veto_cost=veto_cost,
            sd=spread,
            draws=draws,
            seed=seed,
        )
        _show(document, as_json=as_json, as_csv=as_csv)


def _show(document: Mapping[str, Any], *, as_json: bool, as_csv: bool) -> None:
    """Print the forecast first, then what explains it."""
    issues = [
        (case, issue, entry)
        for case, found in document["cases"].items()
        for issue, entry in found.items()
    ]
    rows = [
        {
            "case": case,
            "issue": issue,
            **{f"q{chance}": v for chance, v in entry["distribution"]["quantiles"].items()},
            "headline": entry["headline"],
            **entry["models"],
            "outcome": entry["outcome"],
        }
        for case, issue, entry in issues
    ]
    if not (as_json or as_csv):
        rows = [_readable(row) for row in rows]
    models = [name for name in rows[0] if name in issues[0][2]["models"] and name != "compromise"]
    emit(
        document,
        rows,
        ["case", "issue", "q0.05", "q0.25", "headline", "q0.75", "q0.95", *models, "outcome"],
        as_json=as_json,
        as_csv=as_csv,
        title="Forecast: the compromise, within bands of 50 % (q0.25 to q0.75) and 90 %",
        headings={"headline": "compromise"},
        after=() if len(issues) > FEW else _explained(document, issues),
    )
    if not as_json and not as_csv:
        if document["switches"] and len(issues) <= FEW:
            _show_switches(document)
        _say_notes(document)


def _say_notes(document: Mapping[str, Any]) -> None:
    say(*(f"Note: {note.removesuffix('.')}." for note in document["notes"]))


def _readable(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row in which years keep their digits together."""
    large = isinstance(row["headline"], float) and abs(row["headline"]) >= 1000.0
    return {k: f"{v:.2f}" if large and isinstance(v, float) else v for k, v in row.items()}


def _explained(document: Mapping[str, Any], issues: list[tuple[str, str, Any]]) -> Iterator[str]:
    """Say what the forecast is made of, who is far from it, who holds a veto, what is traded."""
    for case, issue, entry in issues:
        yield f"{case} / {issue}"
        yield "  weights: " + "; ".join(
            f"{one['actor']} {one['position']:g} ({100 * one['weight']:.0f} %)"
            for one in entry["weights"][:6]
        )
        furthest = entry["defiance"][:3]
        yield (
            "  furthest from it: "
            + "; ".join(
                f"{one['actor']} {one['score']:.2f} {one['side']}{_threshold(one)}"
                for one in furthest
            )
            + ("" if any(one["threshold"] is not None for one in furthest) else _NO_COST)
        )
        if entry["veto"]:
            holders = entry["veto"]["holders"]
            yield "  under unanimity, a veto: " + (
                "; ".join(
                    f"{one['actor']} (needs {one['need']:.2f}, or {one['nearest']:g})"
                    for one in holders[:5]
                )
                or "nobody prefers no agreement"
            )
        if entry["unknown"]:
            yield f"  not known: {', '.join(entry['unknown'])}"
    for case, found in document["linkage"].items():
        yield f"{case}: trades across issues that leave both sides better off: {found['count']}"
        for trade in found["trades"][:3]:
            got = " and ".join(f"{who} gets {what}" for who, what in trade["gets"].items())
            ends = " or ".join(f"{who}'s to {s:.2f}" for who, s in trade["vanishes"].items())
            yield f"  {got}; gain {trade['gain']:.3f} each; gone once salience falls, {ends}"


def _threshold(one: Mapping[str, Any]) -> str:
    cost = one["threshold"]
    return "" if cost is None else f" (refusing costs {cost:.2f})"


def _show_switches(document: Mapping[str, Any]) -> None:
    rows = [
        {
            "switch": f"{one['model']}.{one['switch']}",
            "value": str(one["value"]),
            **{
                f"{case} / {issue}": value
                for case, found in one["forecast"].items()
                for issue, value in found.items()
            },
        }
        for one in document["switches"]
    ]
    print_table(rows, list(rows[0]), title="What each switch does to the answer")


def _show_scores(document: Mapping[str, Any], *, as_json: bool, as_csv: bool) -> None:
    rows = [
        {
            "forecast": name,
            "mae": one["value"],
            "low": one["low"],
            "high": one["high"],
            "n": one["n"],
            "median_error": one["median_error"],
            "within_10": one["within_10"],
            "difference": one["difference"]["value"],
            "difference_low": one["difference"]["low"],
            "difference_high": one["difference"]["high"],
            "means_something": one["means_something"],
        }
        for name, one in document["mae"].items()
    ]
    emit(
        document,
        rows,
        list(rows[0]),
        as_json=as_json,
        as_csv=as_csv,
        title=f"Mean absolute error over {document['n_issues']} issues, per cent of the scale",
    )
    if as_json or as_csv:
        return
    crps = [{"distribution": name, **one} for name, one in document["crps"].items()]
    columns = ["distribution", "value", "low", "high"]
    print_table(crps, columns, title="CRPS, per cent of the scale (lower is better)")
    say(*document["findings"])
    _say_notes(document)
