"""The commands on briefs: where sources disagree, and texts with every number traced."""

from __future__ import annotations

import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from burdenshare.cli import arguments
from burdenshare.cli.evidence import LedgerOption
from burdenshare.cli.output import JsonFlag, print_json, print_table, say
from burdenshare.errors import Failure, Refusal
from burdenshare.workbench import Workbench

RunsOption = Annotated[
    list[Path] | None, typer.Option("--run", help="A study folder to draw on; may be repeated.")
]
AsOfOption = Annotated[
    str | None, typer.Option(help="Only what was published on or before this day, YYYY-MM-DD.")
]
OutOption = Annotated[Path | None, typer.Option(help="Write to this file, not to the screen.")]


RetellFlag = Annotated[
    bool,
    typer.Option(
        "--retell",
        help="Let the model of BURDENSHARE_LLM_URL rephrase it; what fails its check is not taken.",
    ),
]


class Form(StrEnum):
    """How a text is written."""

    md = "md"
    html = "html"
    json = "json"
    pdf = "pdf"


FormOption = Annotated[Form, typer.Option("--format", help="How the text is written.")]


def register(root: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    root.command()(conflicts)
    root.command()(brief)
    root.command()(article)


def conflicts(
    as_of: AsOfOption = None, ledger: LedgerOption = None, as_json: JsonFlag = False
) -> None:
    """Show claims about one quantity that differ, with the reason where it can be computed."""
    document = Workbench().conflicts(ledger=ledger, as_of=arguments.day(as_of))
    if as_json:
        print_json(document)
        return
    if not document["conflicts"]:
        say("No two claims about one quantity differ.")
        return
    for number, conflict in enumerate(document["conflicts"]):
        if number:
            say("")
        measure = conflict["measure"].replace("_", " ")
        year = f", {conflict['year']}" if conflict["year"] else ""
        say(f"{conflict['subject']}: {measure}{year}. {conflict['note']}.")
        print_table(
            [_claim(document["claims"][one]) for one in conflict["claims"]],
            ["said", "value", "unit", "stance", "counts", "document", "words"],
        )


def _claim(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "said": told["published"],
        "value": told["value"],
        "unit": told["unit"],
        "stance": told["stance"],
        "counts": told["counts"],
        "document": told["document"],
        "words": told["quote"][:80],
    }


def brief(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="TOPIC...",
            help="What the brief is about: Spain, NATO spending. Or: check FILE, to hold a text "
            "that somebody wrote against ledger and figures.",
        ),
    ],
    as_of: AsOfOption = None,
    run: RunsOption = None,
    form: FormOption = Form.md,
    out: OutOption = None,
    retell: RetellFlag = False,
    ledger: LedgerOption = None,
    as_json: JsonFlag = False,
) -> int:
    """Compile a brief on a topic, or check a text: brief check FILE."""
    if words[0] == "check" and len(words) > 1:
        return _check(Path(" ".join(words[1:])), ledger, run or [], as_json)
    form = Form.json if as_json else form
    made = Workbench().brief(
        " ".join(words),
        ledger=ledger,
        as_of=arguments.day(as_of),
        runs=run or (),
        form=form.value,
        retell=retell,
    )
    _emit(made, form, out)
    return 0


def _check(path: Path, ledger: str | None, runs: list[Path], as_json: bool) -> int:
    document = Workbench().brief_check(path, ledger=ledger, runs=runs)
    if as_json:
        print_json(document)
        return 0
    wrong = [s for s in document["sentences"] if not s["ok"]]
    for sentence in wrong:
        say(f"- {sentence['text']}", f"  {sentence['reason']}")
    say(f"{len(document['sentences'])} sentences, {len(wrong)} that the evidence does not bear.")
    return 0 if document["ok"] else 1


def article(
    headline: Annotated[str, typer.Option(help="In English or Japanese.")],
    publisher: Annotated[str, typer.Option(help="Who published it.")],
    date: Annotated[str, typer.Option(help="YYYY-MM-DD: what came later is not known.")],
    run: RunsOption = None,
    form: FormOption = Form.md,
    out: OutOption = None,
    retell: RetellFlag = False,
    ledger: LedgerOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Compile the article that the evidence of a day bears under a headline."""
    form = Form.json if as_json else form
    day = arguments.day(date, "--date")
    if day is None:
        raise Refusal("bad-argument", "--date is empty", hint="--date 2025-07-03")
    made = Workbench().article(
        headline,
        publisher=publisher,
        day=day,
        ledger=ledger,
        runs=run or (),
        form=form.value,
        retell=retell,
    )
    _emit(made, form, out)


def _emit(made: Any, form: Form, out: Path | None) -> None:
    """Print or write a text; a PDF goes into a file."""
    if form is Form.json and out is None:
        print_json(made)
        return
    if out is None and isinstance(made, bytes):
        if sys.stdout.isatty():
            raise Refusal("bad-argument", "a PDF is not for the screen", hint="--out FILE.pdf")
        sys.stdout.buffer.write(made)
        return
    if out is None:
        sys.stdout.write(made)
        return
    _write(out, made if isinstance(made, bytes) else _text(made).encode("utf-8"))
    say(f"written: {out}", error=True)


def _text(made: Any) -> str:
    import json

    return made if isinstance(made, str) else json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    beside = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
            beside = Path(stream.name)
            stream.write(data)
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as problem:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise Failure(
            "cannot-write",
            f"{path} could not be written: {problem.strerror}",
            hint="name a folder that exists and may be written to",
        ) from None
