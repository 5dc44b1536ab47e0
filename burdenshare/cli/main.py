"""The root of the command line, and the one place where an error becomes an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

from burdenshare import __version__
from burdenshare.cli import (
    alone,
    briefs,
    compliance,
    evidence,
    figures,
    formats,
    models,
    politics,
    posture,
    posture_questions,
    programmes,
    scenario,
    serve,
    studies,
    sweeps,
)
from burdenshare.cli.output import print_json, say
from burdenshare.errors import BurdenshareError, Failure, Refusal

app = typer.Typer(
    name="burdenshare",
    help="An open workbench for alliance defence spending.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(figures.app, name="figures")
app.add_typer(scenario.app, name="scenario")
models.register(app)
studies.register(app)
sweeps.register(app)
politics.register(app)
compliance.register(app)
alone.register(app)
programmes.register(app)
posture.register(app)
posture_questions.register(app)
formats.register(app)
evidence.register(app)
briefs.register(app)
serve.register(app)


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Say what is spent, what a pledge costs, and where each number comes from."""
    if version:
        say(__version__)
        raise typer.Exit


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit status (0; 2 bad input; 1 anything else)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    sys.exit(_status(arguments))


def _status(arguments: list[str]) -> int:
    try:
        status = app(arguments, standalone_mode=False)
        sys.stdout.flush()
    except BurdenshareError as error:
        return _report(error, arguments)
    except TyperException as error:
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        refusal = Refusal("bad-argument", message, hint="burdenshare --help lists the commands")
        return _report(refusal, arguments)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (KeyboardInterrupt, typer.Abort):
        say("stopped; nothing half-written was left behind", error=True)
        return 130
    except Exception as error:
        if os.environ.get("BURDENSHARE_DEBUG"):
            raise
        return _report(_defect(error), arguments)
    return status if isinstance(status, int) else 0


def _defect(error: Exception) -> Failure:
    return Failure(
        "internal",
        f"burdenshare met a case it does not handle ({type(error).__name__}: {error})",
        hint="please report it; BURDENSHARE_DEBUG=1 shows where it happened",
    )


def _report(error: BurdenshareError, arguments: Sequence[str]) -> int:
    if "--json" in arguments:
        print_json(error.body())
        return error.exit_code
    say(f"{error.code}: {error.message}", error=True)
    for detail in error.details:
        where, message = detail.get("where", ""), detail.get("message", "")
        extras = [detail[key] for key in ("expected", "hint") if detail.get(key)]
        line = ": ".join(part for part in (where, message) if part) or str(detail)
        say(f"  - {line}" + (f" ({'; '.join(extras)})" if extras else ""), error=True)
    if error.hint:
        say(f"What to do: {error.hint}", error=True)
    return error.exit_code
