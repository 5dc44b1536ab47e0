"""`run`, `verify`, `compare` and `chart`: from a scenario to a folder that can be cited."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated, Any

import typer

from burdenshare.cli.output import CsvFlag, JsonFlag, emit, print_json, print_table, say
from burdenshare.cli.progress import progress_bar
from burdenshare.cli.scenario import ScenarioArgument
from burdenshare.workbench import Workbench

FolderArgument = Annotated[Path, typer.Argument(help="A run folder.")]
CheckedArgument = Annotated[
    Path,
    typer.Argument(help="The folder of a run, of a sweep, or of a question asked of many runs."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    for command in (run, verify, compare, chart):
        app.command()(command)


def run(
    scenario: ScenarioArgument,
    draws: Annotated[int | None, typer.Option(help="Number of futures; 0: central path.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the draws.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Run folder; default: runs/NAME (none with --json).")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the charts: en or ja.")] = "en",
    as_json: JsonFlag = False,
) -> None:
    """Cost a scenario, and write figures, results, charts and report into one folder."""
    _look_for_garbage_seldom()
    bench = Workbench()
    asked = bench.scenario(scenario)
    if out is None and not as_json:
        out = Path("runs") / asked.name
    if out is None:
        study = bench.study(asked, draws=draws, seed=seed, say=_told)
    else:
        study = _run(bench, asked, out, draws=draws, seed=seed, language=language)
    document = bench.result(study)
    if as_json:
        print_json(document)
        return
    _print_run(document, study.scenario.title)
    _print_orders(document)
    say("", *bench.answer(study), "")
    say(f"The result lies in {out}; open {out / 'report.html' if out else ''}")
    _print_affordable(document)


def _told(text: str) -> None:
    say(text, error=True)


def _print_affordable(document: dict[str, Any]) -> None:
    """Print how likely each pledge is to be affordable, and what that means; last of all."""
    if not document.get("draws"):
        return
    rows = []
    for code, member in document["members"].items():
        found, debt = member["affordable"], member["quantiles"]["debt_ratio"]
        then = member["years"].index(found["year"])
        rows.append(
            {
                "country": code,
                "year": found["year"],
                "with": _percent(found["probability"]),
                "without": _percent(found["without_pledge"]),
                "debt": debt["0.5"][then],
                "low": debt["0.05"][then],
                "high": debt["0.95"][then],
            }
        )
    last = 101.0
    rows.sort(key=lambda row: (last if row["with"] is None else row["with"], row["country"]))
    print_table(
        rows,
        list(rows[0]),
        title="How likely it is that the pledge is affordable in its deadline year",
        headings={
            "with": "probability %",
            "without": "without the pledge %",
            "debt": "debt, median % of GDP",
            "low": "debt, 5 %",
            "high": "debt, 95 %",
        },
        decimals={"with": 1, "without": 1, "debt": 1, "low": 1, "high": 1},
    )
    say(
        f"Affordable: {document['conditions']['affordable']}",
        f"{document['draws']:,} futures, seed {document['seed']}. A dash: debt is not known.",
    )


def _percent(part: float | None) -> float | None:
    return None if part is None else 100.0 * part


def _look_for_garbage_seldom() -> None:
    """Save a tenth of the time of a run: it makes much, and hardly any of it in circles."""
    gc.set_threshold(50_000, 20, 100)


def _run(bench: Workbench, scenario: Any, out: Path, **options: Any) -> Any:
    with progress_bar("model") as step:
        return bench.run(scenario, out, step=step, say=_told, **options)


KEPT = "Kept, not behaved: what following every pledge would cost, not what will happen."
BEHAVED = (
    "Behaved, not kept: what allies would do by the model of who keeps a pledge, medians of its "
    "paths. Its record: burdenshare keep --hindcast."
)


def _print_run(document: dict[str, Any], title: str) -> None:
    rows = []
    behaved = document["behaviour"] == "behaved"
    for code, member in document["members"].items():
        baseline = next(iter(member["extra"]))
        last = member["years"].index(min(member["deadline"], member["years"][-1]))
        rows.append(
            {
                "country": code,
                "start_share": member["start"]["share"],
                "target": member["share"][last],
                "year": member["years"][last],
                "currency": member["currency"],
                "extra": member["extra"][baseline][last],
                "cumulative": member["cumulative"]["extra"][baseline]["nominal"],
                "real_growth": member["required_growth"]["real"],
            }
        )
    emit(
        document,
        sorted(rows, key=lambda row: row["country"]),
        [
            "country",
            "start_share",
            "target",
            "year",
            "currency",
            "extra",
            "cumulative",
            *["real_growth"] * (not behaved),
        ],
        as_json=False,
        title=title,
        headings={
            "start_share": "from %",
            "target": "to %",
            "extra": f"extra over {baseline.replace('_', ' ')}, bn",
            "cumulative": "cumulative, bn",
            "real_growth": "real growth % a year",
        },
        after=[BEHAVED if behaved else KEPT],
    )


def _print_orders(document: dict[str, Any]) -> None:
    """Print what orders fixed in national currency lose, where the scenario has some."""
    rows = [
        {
            "country": code,
            "imported": f"{100.0 * orders['imported'][part]:.0f} %",
            "currency": orders["currency"],
            **orders["total"][part],
        }
        for code, orders in document.get("contracts", {}).items()
        for part in orders["imported"]
    ]
    if not rows:
        return
    spans = {(o["years"][0], o["years"][-1]) for o in document["contracts"].values()}
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    say("")
    print_table(
        rows,
        list(rows[0]),
        title=f"What is lost of the orders of {first}-{last}, bn; a gain is negative",
        headings={
            "nominal": "ordered",
            "exchange_rate": "lost to the exchange rate",
            "dollar_prices": "to dollar prices",
            "home_prices": "to prices at home",
            "left": "what is left buys",
        },
        decimals=0,
    )
    say(*dict.fromkeys(n for o in document["contracts"].values() for n in o["notes"]))


def verify(folder: CheckedArgument, as_json: JsonFlag = False) -> None:
    """Recompute a folder (run, sweep or question), offline, and say whether it is what it says."""
    with progress_bar("verify") as step:
        verification = Workbench().verify(folder, step=step)
    if as_json:
        print_json(verification.to_json())
    else:
        say(*verification.lines())
    if not verification.ok:
        raise typer.Exit(1)


def compare(
    first: FolderArgument,
    second: FolderArgument,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Say what differs between two runs: scenario, figures, results."""
    document = Workbench().compare(first, second)
    emit(
        document,
        document["rows"],
        ["what", "where", "from", "to", "change"],
        as_json=as_json,
        as_csv=as_csv,
        title=f"{first} against {second}",
    )


def chart(
    name: Annotated[str, typer.Argument(help="who_meets_what, burden_map or vintage_movers.")],
    out: Annotated[Path, typer.Option(help="File ending in .svg, .png or .json.")],
    year: Annotated[int, typer.Option(help="Year shown.")] = 2024,
    language: Annotated[str, typer.Option(help="Language of the chart: en or ja.")] = "en",
    as_json: JsonFlag = False,
) -> None:
    """Draw one chart of the figures."""
    Workbench().draw(name, out, year=year, language=language)
    if as_json:
        print_json({"chart": name, "file": str(out)})
    else:
        say(f"{name} lies in {out}")
