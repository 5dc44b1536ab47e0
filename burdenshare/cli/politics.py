"""The commands on the politics of a pledge: what they will agree on, and how well that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from burdenshare.bargaining import words
from burdenshare.cli import arguments
from burdenshare.cli.output import CsvFlag, JsonFlag, emit, print_table, say
from burdenshare.workbench import Workbench

FEW = 8
"""Issues for which the explanations are printed too."""


FileArgument = Annotated[
    str | None,
    typer.Argument(help="CSV or YAML of positions, or a case of the library; none: list them."),
]
ScoreFlag = Annotated[
    bool,
    typer.Option("--score", help="Score every model on known outcomes; no file: shipped ones."),
]
ModelOption = Annotated[
    list[str] | None, typer.Option(help="compromise, median, nbs, bdm ... or all; repeatable.")
]
ScaleOption = Annotated[
    str | None, typer.Option(help="Lowest and highest position, LOW:HIGH; default 0:100.")
]
SettingOption = Annotated[
    list[str] | None,
    typer.Option("--set", help="A switch of a model: nbs.cost=20, bdm.reading=no-move ..."),
]
SwitchesFlag = Annotated[
    bool, typer.Option("--switches", help="Move every switch of every model, one at a time.")
]
CapabilityOption = Annotated[
    str | None, typer.Option(help="Make capability of figures: gdp=1,spending=1,votes=1,equal=1.")
]
VintageOption = Annotated[str | None, typer.Option(help="Vintage of those figures, YYYY-MM.")]
YearOption = Annotated[int | None, typer.Option(help="Year of those figures.")]
VetoOption = Annotated[
    float, typer.Option(help="Cost of no agreement under unanimity, in units of utility.")
]
SpreadOption = Annotated[
    float | None, typer.Option(help="Spread of outcomes round the compromise, part of scale.")
]
ThreatOption = Annotated[
    str | None,
    typer.Option(help="What no agreement costs whom, in units of utility: JPN=0.5,ESP=0.2."),
]
GuaranteeOption = Annotated[
    str | None, typer.Option(help="What losing the security guarantee costs whom, likewise.")
]
LinkOption = Annotated[
    str | None, typer.Option(help="Two issues to put on one table: spending,tariff.")
]
ReachOption = Annotated[
    list[str] | None,
    typer.Option(help="Which threat makes an actor go how far: JPN:spending=3.4; repeatable."),
]
DrawsOption = Annotated[int, typer.Option(help="Draws over ranges of the inputs.")]
ClusterOption = Annotated[
    str | None,
    typer.Option(help="Dask scheduler for draws of the spatial model, tcp://HOST:PORT."),
]
SeedOption = Annotated[int, typer.Option(help="Seed of the draws.")]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", help="Folder for the pictures: positions with the outcome, moves."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    app.command()(bargain)


def bargain(
    file: FileArgument = None,
    score: ScoreFlag = False,
    model: ModelOption = None,
    scale: ScaleOption = None,
    setting: SettingOption = None,
    switches: SwitchesFlag = False,
    capability: CapabilityOption = None,
    vintage: VintageOption = None,
    year: YearOption = None,
    veto_cost: VetoOption = 0.0,
    spread: SpreadOption = None,
    threat: ThreatOption = None,
    guarantee: GuaranteeOption = None,
    link: LinkOption = None,
    reach: ReachOption = None,
    draws: DrawsOption = 1_000,
    cluster: ClusterOption = None,
    seed: SeedOption = 1,
    out: OutOption = None,
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
            costs=_costs(threat, guarantee),
            link=arguments.names(link),
            reach=tuple(reach or []),
            draws=draws,
            seed=seed,
            cluster=cluster,
            tell=lambda what: say(f"Please wait: {what} ...", error=True),
        )
        drawn = bench.bargain_pictures(document, out) if out is not None else []
        _show(document, as_json=as_json, as_csv=as_csv)
        if drawn:
            say(f"The pictures lie in {out}", error=as_json or as_csv)


def _costs(threat: str | None, guarantee: str | None) -> dict[str, dict[str, float]] | None:
    """Return the cost of refusing by actor and part; None where nothing is stated."""
    stated = {"tariff_threat": ("--threat", threat), "guarantee": ("--guarantee", guarantee)}
    costs: dict[str, dict[str, float]] = {}
    for part, (option, text) in stated.items():
        for actor, cost in (arguments.weights(text, option, "JPN=0.5,ESP=0.2") or {}).items():
            costs.setdefault(actor, {})[part] = cost
    return costs or None


def _show(document: Mapping[str, Any], *, as_json: bool, as_csv: bool) -> None:
    """Print the forecast first, then what explains it."""
    issues = [(case, issue) for case, found in document["cases"].items() for issue in found]
    rows = [_row(document, case, issue) for case, issue in issues]
    if as_json or as_csv:
        columns = list(rows[0])
        emit(document, rows, columns, as_json=as_json, as_csv=as_csv)
        return
    say(*words.titles(document))
    known = any(about.get("hindsight") for about in document["about"].values())
    label = "FORECAST, MADE WITH HINDSIGHT" if known else "FORECAST"
    say("", f"{label}: the compromise of all positions, each by its capability and salience")
    if len(issues) <= FEW:
        say(*(words.forecast(document, case, issue) for case, issue in issues))
    else:
        columns = ["case", "issue", "q0.05", "q0.25", "headline", "q0.75", "q0.95", "outcome"]
        headings = {"headline": "compromise", "outcome": "decided"}
        print_table([_readable(row) for row in rows], columns, headings=headings)
    say(f"Bands: the {_origin_of_bands(document)}.")
    models = [name for name in rows[0] if document["kinds"].get(name) == "explanation"]
    if models:
        say("", f"EXPLANATIONS, no forecasts: {document['headline']['why']}. {words.UNITS}.")
        columns = [*(["case"] if len(document["cases"]) > 1 else []), "issue", *models]
        headings = {name: words.model_name(name) for name in models}
        print_table([_readable(row) for row in rows], columns, headings=headings)
    if len(issues) <= FEW:
        _explain(document, issues)
        if document["switches"]:
            _show_switches(document)
    elif document["switches"]:
        say("", f"What each switch does to more than {FEW} issues is too wide to print: --json.")
    say("")
    _say_notes(document)


def _row(document: Mapping[str, Any], case: str, issue: str) -> dict[str, Any]:
    """Return all numbers on an issue."""
    entry = document["cases"][case][issue]
    return {
        "case": case,
        "issue": issue,
        "headline": entry["headline"],
        **{f"q{chance}": v for chance, v in entry["distribution"]["quantiles"].items()},
        "outcome": entry["outcome"],
        "hindsight": bool(document["about"].get(case, {}).get("hindsight")),
        **entry["models"],
    }


def _origin_of_bands(document: Mapping[str, Any]) -> str:
    """Say what the width of the bands rests on."""
    (first, *_) = [entry for found in document["cases"].values() for entry in found.values()]
    source = first["distribution"]["sd_source"]
    return (
        "spread round the compromise is the one that was given; half the chance lies at the "
        "positions themselves"
        if source == "given"
        else f"spread is the {source}; half the chance lies at the positions themselves"
    )


def _explain(document: Mapping[str, Any], issues: Sequence[tuple[str, str]]) -> None:
    """Print every issue by itself, then what goes across issues."""
    for case, issue in issues:
        told = [*words.explained(document, case, issue), *words.moves(document, case, issue)]
        say("", issue, *(f"  {line}" for line in told))
    for case in document["cases"]:
        across = [
            *words.trades(document, case),
            *words.links(document, case),
            *words.threats(document, case),
        ]
        if across:
            say("", "Across issues" if len(document["cases"]) == 1 else f"{case}, across issues")
            say(*(f"  {line}" for line in across))


def _say_notes(document: Mapping[str, Any]) -> None:
    notes = (note for note in document["notes"] if ": made with hindsight." not in note)
    say(*(f"Note: {note.removesuffix('.')}." for note in notes))


def _readable(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _large(value) for name, value in row.items()}


def _large(value: Any) -> Any:
    """Return a value so that a year keeps its digits together."""
    return f"{value:.2f}" if isinstance(value, float) and abs(value) >= 1000.0 else value


def _show_switches(document: Mapping[str, Any]) -> None:
    several = len(document["cases"]) > 1
    issues = [(case, issue) for case, found in document["cases"].items() for issue in found]
    entries = {place: document["cases"][place[0]][place[1]] for place in issues}

    def row(name: str, value: str, numbers: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
        """Return one line of the table of switches."""
        shown = {
            f"{case} / {issue}" if several else issue: _large(numbers[case, issue])
            for case, issue in issues
        }
        return {"switch": name, "value": value, **shown}

    rows, model = [], ""
    for one in document["switches"]:
        if one["model"] != model:
            model = one["model"]
            as_is = {place: entry["models"][model] for place, entry in entries.items()}
            rows.append(row(model, "as it is", as_is))
        moved = {(case, issue): one["forecast"][case][issue] for case, issue in issues}
        value = f"{one['value']} (in place of {one['default']})"
        change = {"largest change, % of scale": one["largest_change"], "turns": one["turns"]}
        rows.append({**row(f"{model}.{one['switch']}", value, moved), **change})
    say("")
    print_table(rows, list(rows[1]), title="What each switch does to the answer, one at a time")


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
            "beyond_chance": one["beyond_chance"],
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
