"""`burdenshare scenario`: write, check and explain a what-if before it is run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from burdenshare.cli.output import CsvFlag, JsonFlag, emit, print_json, say
from burdenshare.workbench import Workbench

app = typer.Typer(
    help="Scenarios: what is promised, by whom, until when.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
ScenarioArgument = Annotated[str, typer.Argument(help="A YAML file, or a name of the library.")]


@app.command()
def check(scenario: ScenarioArgument, as_json: JsonFlag = False) -> None:
    """Say whether a scenario is sound; every problem at once."""
    checked = Workbench().scenario(scenario)
    document = {
        "ok": True,
        "name": checked.name,
        "members": list(checked.members),
        "start": checked.start,
        "end": checked.end,
    }
    if as_json:
        print_json(document)
    else:
        say(
            f"{checked.name} is sound: {len(checked.members)} members, "
            f"{checked.start}-{checked.end}"
        )


@app.command()
def explain(scenario: ScenarioArgument, as_json: JsonFlag = False) -> None:
    """Say in plain sentences what will be computed."""
    sentences = Workbench().explain(scenario)
    if as_json:
        print_json({"sentences": sentences})
    else:
        say(*sentences)


@app.command("list")
def list_(as_json: JsonFlag = False, as_csv: CsvFlag = False) -> None:
    """List the scenarios that ship with the package."""
    rows = Workbench().scenarios()
    emit({"scenarios": rows}, rows, ["name", "title"], as_json=as_json, as_csv=as_csv)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the scenario.")],
    file: Annotated[
        Path | None, typer.Option(help="Where to write it; default: NAME.yaml.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Write a commented scenario file to start from; an existing file is never replaced."""
    path = Workbench().new_scenario(name, file)
    if as_json:
        print_json({"file": str(path)})
    else:
        say(f"{path} is ready; edit it, then: burdenshare scenario check {path}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    print_json(Workbench().scenario_schema())
