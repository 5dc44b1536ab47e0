"""`sweep`, `sensitivity`, `discover`, `regret` and `uncertainty`: many runs, one answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from burdenshare.cli.output import CsvFlag, JsonFlag, emit, say
from burdenshare.cli.scenario import ScenarioArgument
from burdenshare.workbench import Workbench

ROWS_SHOWN = 40
VaryOption = Annotated[
    list[str],
    typer.Option(
        "--vary", help="PATH=LOW:HIGH, PATH=LOW:HIGH:N or PATH=a,b,c; may be given several times."
    ),
]
PointsOption = Annotated[int | None, typer.Option(help="Points of a random design.")]
DesignSeedOption = Annotated[int, typer.Option("--seed", help="Seed of the design.")]
DrawsOption = Annotated[
    int | None, typer.Option(help="Number of futures at each point; default: the scenario's.")
]
OutOption = Annotated[
    Path | None, typer.Option(help="Folder of every run; a stopped sweep goes on from it.")
]
ClusterOption = Annotated[
    str | None, typer.Option(help="Dask scheduler, tcp://HOST:PORT; default: this process.")
]
OutcomeOption = Annotated[
    str, typer.Option(help="VARIABLE[@COUNTRY][#STATISTIC], such as extra or debt@ITA#0.95.")
]
FailsOption = Annotated[
    str, typer.Option(help="What counts as failing, such as 'extra_of_gdp@ITA > 1.5'.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    for command in (sweep, sensitivity, discover, regret, uncertainty):
        app.command()(command)


def sweep(
    scenario: ScenarioArgument,
    vary: VaryOption,
    outcome: Annotated[
        list[str] | None, typer.Option(help="Outcome shown; may be given several times.")
    ] = None,
    design: Annotated[
        str | None, typer.Option(help="grid, latin or sobol; default: grid where all have levels.")
    ] = None,
    points: PointsOption = None,
    seed: DesignSeedOption = 1,
    draws: DrawsOption = None,
    out: OutOption = None,
    cluster: ClusterOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Run a scenario at every point of a grid or random design."""
    with _progress(out) as step:
        document = Workbench().sweep(
            scenario,
            vary,
            outcomes=outcome or ["extra", "cumulative_extra"],
            design=design,
            points=points,
            seed=seed,
            draws=draws,
            folder=out,
            cluster=cluster,
            progress=step,
        )
    rows = document["rows"]
    shown = rows if as_csv else rows[:ROWS_SHOWN]
    units = document["units"]
    after = [f"{len(rows) - len(shown):,} more points are not shown."] if shown != rows else []
    after += [f"point {each['point']}: {each['message']}" for each in document["refused"][:20]]
    emit(
        document,
        shown,
        list(rows[0]),
        as_json=as_json,
        as_csv=as_csv,
        headings={name: f"{name}, {unit}" for name, unit in units.items()},
        after=[*after, *([f"Every number lies in {out / 'results.csv'}"] if out else [])],
    )


def sensitivity(
    scenario: ScenarioArgument,
    vary: VaryOption,
    outcome: OutcomeOption = "extra",
    points: Annotated[int, typer.Option(help="N, a power of two; N (d + 2) runs.")] = 256,
    seed: DesignSeedOption = 1,
    draws: DrawsOption = None,
    out: OutOption = None,
    cluster: ClusterOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Say how much of an outcome's variance each assumption answers for (Sobol's indices)."""
    with _progress(out) as step:
        document = Workbench().sensitivity(
            scenario,
            vary,
            outcome,
            points=points,
            seed=seed,
            draws=draws,
            folder=out,
            cluster=cluster,
            progress=step,
        )
    emit(
        document,
        document["rows"],
        ["path", "first", "first_low", "first_high", "total", "total_low", "total_high"],
        as_json=as_json,
        as_csv=as_csv,
        title=document["words"],
        decimals=3,
        after=document["sentences"],
    )


def discover(
    scenario: ScenarioArgument,
    vary: VaryOption,
    fails: FailsOption,
    points: Annotated[int, typer.Option(help="Points of the Latin hypercube.")] = 1000,
    most: Annotated[int, typer.Option(help="Assumptions that the condition names, at most.")] = 3,
    seed: DesignSeedOption = 1,
    draws: DrawsOption = None,
    out: OutOption = None,
    cluster: ClusterOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Say in plain words where a plan fails (patient rule induction)."""
    with _progress(out) as step:
        document = Workbench().discover(
            scenario,
            vary,
            fails,
            points=points,
            most=most,
            seed=seed,
            draws=draws,
            folder=out,
            cluster=cluster,
            progress=step,
        )
    emit(
        document,
        document["rows"],
        ["path", "low", "high", "values", "quasi_p", "restricted_in_halves"],
        as_json=as_json,
        as_csv=as_csv,
        title=f"{document['words']}: {document['fails']}",
        decimals=3,
        after=document["sentences"],
    )


def regret(
    scenarios: Annotated[
        list[str], typer.Argument(help="Two or more designs: YAML files or names of the library.")
    ],
    vary: VaryOption,
    fails: FailsOption,
    points: Annotated[int, typer.Option(help="Worlds, in a Latin hypercube.")] = 1000,
    seed: DesignSeedOption = 1,
    draws: DrawsOption = None,
    out: OutOption = None,
    cluster: ClusterOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Compare pledge designs over the same worlds, without saying which world is likely."""
    with _progress(out) as step:
        document = Workbench().regret(
            scenarios,
            vary,
            fails,
            points=points,
            seed=seed,
            draws=draws,
            folder=out,
            cluster=cluster,
            progress=step,
        )
    emit(
        document,
        document["rows"],
        ["strategy", "worst_regret", "median_regret", "worst", "best_in", "satisfies_in"],
        as_json=as_json,
        as_csv=as_csv,
        title=f"{document['words']}, {document['unit']}",
        after=document["sentences"],
    )


def uncertainty(
    scenario: ScenarioArgument,
    outcome: OutcomeOption = "extra",
    editions: Annotated[int, typer.Option(help="Editions of the figures that are compared.")] = 2,
    draws: DrawsOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Split the width of an outcome's band: economy, definition, edition, behaviour."""
    with _progress() as step:
        document = Workbench().uncertainty(
            scenario, outcome, editions=editions, draws=draws, progress=step
        )
    emit(
        document,
        document["rows"],
        ["kind", "share", "alone", "last"],
        as_json=as_json,
        as_csv=as_csv,
        title=document["words"],
        decimals=3,
        after=document["sentences"],
    )


@contextmanager
def _progress(out: Path | None = None) -> Iterator[Callable[[int, int, str], None]]:
    """Show a bar on standard error while the points are computed."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns: Any = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("points", total=None)

        def step(done: int, total: int, what: str) -> None:
            progress.update(task, completed=done, total=total, description=what)

        try:
            yield step
        except KeyboardInterrupt:
            progress.stop()
            if out is not None:
                say("what is finished is kept; the same command goes on from there", error=True)
            raise
