"""`sweep`, `sensitivity`, `discover`, `regret` and `uncertainty`: many runs, one answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_type_hints

import typer

from burdenshare.cli.output import CsvFlag, JsonFlag, emit, say
from burdenshare.cli.progress import progress_bar
from burdenshare.cli.scenario import ScenarioArgument
from burdenshare.workbench import Workbench

ROWS_SHOWN = 40
SOBOL = {
    "first": "by itself",
    "first_low": "from",
    "first_high": "to",
    "total": "with others",
    "total_low": "from",
    "total_high": "to",
}
"""Headings of Sobol's indices."""
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
    Path | None,
    typer.Option(help="Folder of every run, answer and chart; a stopped sweep goes on from it."),
]
ClusterOption = Annotated[
    str | None, typer.Option(help="Dask scheduler, tcp://HOST:PORT; default: this process.")
]
OutcomeOption = Annotated[
    str,
    typer.Option(
        help="VARIABLE[@COUNTRY][#STATISTIC], such as extra, extra@ALL or debt@ITA#0.95; "
        "@ALL: the members together."
    ),
]
FailsOption = Annotated[
    str, typer.Option(help="What counts as failing, such as 'extra_of_gdp@ITA > 1.5'.")
]


class Shared(NamedTuple):
    """What every question over many runs takes."""

    seed: DesignSeedOption = 1
    draws: DrawsOption = None
    out: OutOption = None
    cluster: ClusterOption = None
    as_json: JsonFlag = False
    as_csv: CsvFlag = False

    @contextmanager
    def running(self) -> Iterator[dict[str, Any]]:
        """Show a bar, and give what the workbench is told of all this."""
        with _kept(self.out), progress_bar("points") as step:
            yield {
                "seed": self.seed,
                "draws": self.draws,
                "folder": self.out,
                "cluster": self.cluster,
                "progress": step,
            }


def _with_shared(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that takes the options of `Shared` in place of its parameter `shared`."""
    hints = get_type_hints(command, include_extras=True)
    own = [
        each.replace(annotation=hints[name])
        for name, each in inspect.signature(command).parameters.items()
        if name != "shared"
    ]
    common = [
        inspect.Parameter(
            name,
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            default=Shared._field_defaults[name],
            annotation=hint,
        )
        for name, hint in get_type_hints(Shared, include_extras=True).items()
    ]

    @wraps(command)
    def taken(**given: Any) -> None:
        command(shared=Shared(*(given.pop(name) for name in Shared._fields)), **given)

    every = sorted([*own, *common], key=lambda each: each.default is not inspect.Parameter.empty)
    taken.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
    taken.__annotations__ = {each.name: each.annotation for each in every}
    return taken


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    for command in (sweep, sensitivity, discover, regret):
        app.command()(_with_shared(command))
    app.command()(uncertainty)


def sweep(
    scenario: ScenarioArgument,
    vary: VaryOption,
    shared: Shared,
    outcome: Annotated[
        list[str] | None, typer.Option(help="Outcome shown; may be given several times.")
    ] = None,
    design: Annotated[
        str | None, typer.Option(help="grid, latin or sobol; default: grid where all have levels.")
    ] = None,
    points: PointsOption = None,
) -> None:
    """Run a scenario at every point of a grid or random design."""
    with shared.running() as options:
        document = Workbench().sweep(
            scenario,
            vary,
            outcomes=outcome or ["extra", "cumulative_extra"],
            design=design,
            points=points,
            **options,
        )
    rows = document["rows"]
    shown = rows if shared.as_csv else rows[:ROWS_SHOWN]
    units = document["units"] | {each["path"]: each["unit"] for each in document["vary"]}
    after = [f"{len(rows) - len(shown):,} more points are not shown."] if shown != rows else []
    after += [f"point {each['point']}: {each['message']}" for each in document["refused"][:20]]
    out = shared.out
    emit(
        document,
        shown,
        list(rows[0]),
        as_json=shared.as_json,
        as_csv=shared.as_csv,
        headings={name: f"{name}, {unit}" if unit else name for name, unit in units.items()},
        after=[*after, *([f"Every number lies in {out / 'results.csv'}"] if out else [])],
    )


def sensitivity(
    scenario: ScenarioArgument,
    vary: VaryOption,
    shared: Shared,
    outcome: OutcomeOption = "extra",
    points: Annotated[int, typer.Option(help="N, a power of two; N (d + 2) runs.")] = 256,
) -> None:
    """Say how much of an outcome's variance each assumption answers for (Sobol's indices)."""
    with shared.running() as options:
        document = Workbench().sensitivity(scenario, vary, outcome, points=points, **options)
    if not (shared.as_json or shared.as_csv):
        document["rows"] = [
            {**row, **{name: min(max(row[name], 0.0), 1.0) for name in SOBOL}}
            for row in document["rows"]
        ]
    _answer(
        document,
        ["path", *SOBOL],
        shared,
        title=f"{document['words']}: parts of the variance, with "
        f"{100.0 * document['confidence']:.0f} % intervals",
        headings=SOBOL,
    )


def discover(
    scenario: ScenarioArgument,
    vary: VaryOption,
    fails: FailsOption,
    shared: Shared,
    points: Annotated[int, typer.Option(help="Points of the Latin hypercube.")] = 1000,
    most: Annotated[int, typer.Option(help="Assumptions that the condition names, at most.")] = 3,
) -> None:
    """Say in plain words where a plan fails (patient rule induction)."""
    with shared.running() as options:
        document = Workbench().discover(scenario, vary, fails, points=points, most=most, **options)
    _answer(
        document,
        ["path", "low", "high", "values", "quasi_p", "restricted_in_halves"],
        shared,
        title=f"{document['words']}: {document['fails']}",
    )


def regret(
    scenarios: Annotated[
        list[str], typer.Argument(help="Two or more designs: YAML files or names of the library.")
    ],
    vary: VaryOption,
    fails: FailsOption,
    shared: Shared,
    points: Annotated[int, typer.Option(help="Worlds, in a Latin hypercube.")] = 1000,
) -> None:
    """Compare pledge designs over the same worlds, without saying which world is likely."""
    with shared.running() as options:
        document = Workbench().regret(scenarios, vary, fails, points=points, **options)
    _answer(
        document,
        ["strategy", "worst_regret", "median_regret", "worst", "best_in", "satisfies_in"],
        shared,
        title=f"{document['words']}, {document['unit']}",
        decimals=2,
        part=document["rows"][0]["strategy"],
    )


def uncertainty(
    scenario: ScenarioArgument,
    outcome: OutcomeOption = "extra",
    editions: Annotated[int, typer.Option(help="Editions of the figures that are compared.")] = 2,
    draws: DrawsOption = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the answer and its chart.")] = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Split the width of an outcome's band: economy, definition, edition, behaviour."""
    with progress_bar("alternatives") as step:
        document = Workbench().uncertainty(
            scenario, outcome, editions=editions, draws=draws, folder=out, progress=step
        )
    _answer(
        document,
        ["kind", "share", "alone", "last"],
        Shared(out=out, as_json=as_json, as_csv=as_csv),
        title=document["words"],
    )


def _answer(
    document: dict[str, Any],
    columns: Sequence[str],
    shared: Shared,
    *,
    title: str,
    decimals: int = 3,
    headings: Mapping[str, str] | None = None,
    part: str = "",
) -> None:
    """Print the answer to a question, and say where its folder, or a part of it, has it."""
    rows = document["rows"]
    if not (shared.as_json or shared.as_csv):
        rows = [{name: _never_zero(name, value) for name, value in row.items()} for row in rows]
    after = list(document["sentences"])
    if shared.out is not None:
        pictures = [name for name in document.get("charts", ()) if name.endswith(".png")]
        after += [
            f"The chart lies in {shared.out / name}; beside it as .svg and as .json, its "
            "specification."
            for name in pictures
        ]
        after.append(f"burdenshare verify {shared.out / part} computes all of it again.")
    emit(
        document,
        rows,
        columns,
        as_json=shared.as_json,
        as_csv=shared.as_csv,
        title=title,
        decimals=decimals,
        headings=headings,
        after=after,
    )


def _never_zero(name: str, value: Any) -> Any:
    """Return what a table shows of a probability that is too small for its digits."""
    return "< 0.001" if name == "quasi_p" and value < 0.0005 else value


@contextmanager
def _kept(out: Path | None) -> Iterator[None]:
    """Say on an interruption that what is finished is kept, where it is."""
    try:
        yield
    except KeyboardInterrupt:
        if out is not None:
            say("what is finished is kept; the same command goes on from there", error=True)
        raise
