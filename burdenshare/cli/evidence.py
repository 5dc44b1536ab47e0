"""The commands on evidence: read documents, and ask who said what."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from burdenshare.cli.output import CsvFlag, JsonFlag, emit, print_csv, print_json, print_table, say
from burdenshare.cli.progress import progress_bar
from burdenshare.errors import Refusal
from burdenshare.workbench import Workbench

app = typer.Typer(no_args_is_help=True, help="Score, correct, export and import the evidence.")

SHOWN = 100
"""Claims of a table where no limit is given."""

LedgerOption = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        help="A file, or postgresql://user:password@host/database; "
        "default: the setting BURDENSHARE_LEDGER.",
    ),
]
ActorOption = Annotated[
    str | None, typer.Option(help="Who acts: ESP, Spain, スペイン, NATO, a person.")
]
TargetOption = Annotated[str | None, typer.Option(help="Toward whom.")]
MeasureOption = Annotated[
    str | None,
    typer.Option(help="defence_spending_share_gdp ...; 'defence_*': all that begin so."),
]
StanceOption = Annotated[
    str | None, typer.Option(help="commits, demands, supports, opposes, reports or forecasts.")
]
DocumentOption = Annotated[str | None, typer.Option(help="Id or name of a document.")]
CountedFlag = Annotated[
    bool,
    typer.Option("--counted", help="Only what counts: no repeats, nothing machine-written."),
]
LimitOption = Annotated[int | None, typer.Option(min=1, help="How many at most.")]


class Form(StrEnum):
    """How claims are printed."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


def register(root: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    root.command()(read)
    root.command()(claims)
    root.command()(search)
    root.command()(timeline)
    root.add_typer(app, name="evidence")


def read(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders and addresses.")
    ],
    ledger: LedgerOption = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes that read; default: one for each processor."),
    ] = None,
    as_json: JsonFlag = False,
) -> int:
    """Read documents into the ledger, with the claims in them; each only once."""
    with progress_bar("reading") as step:
        document = Workbench().read(paths, ledger=ledger, workers=workers, step=step)
    nothing = document["refused"] and not document["read"] + document["unchanged"]
    if as_json:
        if nothing:
            document["error"] = _nothing(document).body()["error"]
        print_json(document)
        return 2 if nothing else 0
    if nothing:
        raise _nothing(document)
    _say_read(document)
    return 0


def _nothing(document: dict[str, Any]) -> Refusal:
    """Return one refusal for documents of which none could be read."""
    refused = document["refused"]
    first = refused[0]
    if len(refused) == 1:
        return Refusal(first["code"], first["message"], hint=first["hint"])
    return Refusal(
        first["code"],
        f"none of {len(refused)} documents could be read; the first: {first['message']}",
        hint="mend or leave out those that are listed; the ledger is as it was",
        details=[{"where": r["path"], "message": f"{r['code']}: {r['message']}"} for r in refused],
    )


def _say_read(document: dict[str, Any]) -> None:
    found = sum(one["claims"] for one in document["documents"])
    say(
        f"{document['read']} read with {found} claims, {document['unchanged']} unchanged, "
        f"{len(document['refused'])} refused; the ledger is {document['ledger']}"
    )
    if document["outdated"]:
        say(f"{document['outdated']} were read by older rules: burdenshare evidence renew")
    for one in document["documents"]:
        if one["machine_written"]:
            say(f"  {one['document']}: machine-written by {'; '.join(one['signs'])}; not counted")
        if one["damaged"]:
            places = "1 place" if one["damaged"] == 1 else f"{one['damaged']} places"
            say(f"  {one['document']}: text is damaged in {places}")
    for one in document["refused"]:
        say(f"  {one['path']}: {one['code']}: {one['message']}", error=True)


def claims(
    actor: ActorOption = None,
    target: TargetOption = None,
    measure: MeasureOption = None,
    stance: StanceOption = None,
    since: Annotated[str | None, typer.Option(help="Published then or later: 2025-06.")] = None,
    until: Annotated[str | None, typer.Option(help="Published then or before.")] = None,
    document: DocumentOption = None,
    confidence: Annotated[float | None, typer.Option(help="At least, 0 to 1.")] = None,
    counted: CountedFlag = False,
    limit: LimitOption = None,
    check: Annotated[
        bool, typer.Option("--check", help="Hold each number against the figures.")
    ] = False,
    form: Annotated[Form, typer.Option("--format", help="How to print them.")] = Form.table,
    ledger: LedgerOption = None,
    as_json: JsonFlag = False,
) -> None:
    """List claims in the order in which they were read."""
    table = form is Form.table and not as_json
    found = Workbench().claims(
        ledger=ledger,
        limit=(limit or SHOWN) + 1 if table else limit,
        actor=actor,
        target=target,
        measure=measure,
        stance=stance,
        since=since,
        until=until,
        document=document,
        confidence=confidence,
        counted=counted,
    )
    if check:
        found = _checked(list(found), ledger)
    if as_json:
        print_json({"claims": list(found)})
    elif form is Form.jsonl:
        for record in found:
            say(json.dumps(record, ensure_ascii=False, allow_nan=False))
    elif form is Form.csv:
        _print_claims_csv(found)
    else:
        _print_claims(list(found), limit or SHOWN)


def _checked(records: list[dict[str, Any]], ledger: str | None) -> Iterator[dict[str, Any]]:
    """Yield claims with what the figures say to each under ``check``."""
    verdicts = Workbench().checked([record["id"] for record in records], ledger=ledger)
    for record in records:
        verdict = verdicts.get(record["id"], {})
        yield {**record, "check": verdict}


def _print_claims_csv(found: Iterator[dict[str, Any]]) -> None:
    """Print claims as CSV, lists and spans as JSON, in rows as they come."""
    first = next(found, None)
    if first is None:
        return
    print_csv(
        (  # type: ignore[arg-type]
            {name: _cell(value) for name, value in record.items()}
            for record in itertools.chain([first], found)
        ),
        list(first),
    )


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _print_claims(records: list[dict[str, Any]], limit: int) -> None:
    shown = records[:limit]
    print_table(
        [_row(record) for record in shown],
        [
            *("id", "actor", "stance", "target", "measure", "value", "unit", "quote", "marks"),
            *(["figures"] if any("check" in record for record in shown) else []),
        ],
        decimals=3,
    )
    counted = sum(record["counts"] for record in shown)
    say(f"{len(shown)} claims, of which {counted} count as evidence")
    if len(records) > limit:
        say(f"there are more: --limit N, or --format jsonl for all; these are the first {limit}")


def _said_by_figures(verdict: dict[str, Any]) -> str:
    status = verdict.get("status", "")
    return f"{status.replace('_', ' ')}: {verdict['reason']}" if status else ""


def _row(record: dict[str, Any]) -> dict[str, Any]:
    number = record["quantity_span"]
    marks = {
        "hedged": record["hedged"],
        "negated": record["negated"],
        "repeat": record["repeats"],
        "machine-written": record["machine_written"],
        "corrected": record["corrected"],
        "rejected": record["rejected"],
        "damaged": record["damaged"],
    }
    return {
        "id": record["id"],
        "when": record.get("when") or "undated",
        "actor": ", ".join(record["actor"]),
        "stance": record["stance"],
        "target": ", ".join(record["target"]),
        "measure": record["measure"],
        "value": number["text"] if number else "",
        "unit": record["unit"] or "",
        "quote": record["quote"] if len(record["quote"]) <= 120 else record["quote"][:117] + "...",
        "marks": ", ".join(name for name, set_ in marks.items() if set_),
        "figures": _said_by_figures(record.get("check", {})),
        "document": record["document"],
    }


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...", help='Words, "a phrase", the beginning of a word: spend*.'
        ),
    ],
    limit: Annotated[int, typer.Option(min=1, help="Passages at most.")] = 20,
    like: Annotated[
        bool,
        typer.Option(
            "--like",
            help="Near in meaning, in any language, by the model of BURDENSHARE_EMBED_URL.",
        ),
    ] = False,
    ledger: LedgerOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Show the passages in which all words stand, in English or Japanese."""
    wanted = " ".join(f'"{word}"' if " " in word and not like else word for word in words)
    found = Workbench().search(wanted, ledger=ledger, limit=limit, like=like)
    if as_json:
        print_json(found)
        return
    for passage in found["passages"]:
        marks = [
            *(["repeat"] if passage["repeat"] else []),
            *(["machine-written"] if passage["machine_written"] else []),
        ]
        near = [f"likeness {passage['likeness']:.2f}"] if like else []
        head = [passage["publisher"], passage["published"], *marks, *near]
        say(
            f"{passage['document']} [{passage['start']}:{passage['end']}] "
            + ", ".join(part for part in head if part),
            f"    {_with_hits(passage)}",
            "",
        )
    more = ", and there are more: --limit N" if found["more"] else ""
    say(f"{len(found['passages'])} passages{more}")
    if like:
        say("A model proposes these to be read; it cannot tell numbers or stances apart.")


def _with_hits(passage: dict[str, Any]) -> str:
    """Return the words of a passage in one line, the hits in bold on a terminal."""
    text, start = passage["text"], passage["start"]
    if sys.stdout.isatty():
        for first, last in reversed(passage["hits"]):
            at, to = first - start, last - start
            text = f"{text[:at]}\x1b[1m{text[at:to]}\x1b[0m{text[to:]}"
    return " ".join(text.split())


def timeline(
    actor: ActorOption = None,
    target: TargetOption = None,
    measure: MeasureOption = None,
    stance: StanceOption = None,
    since: Annotated[str | None, typer.Option(help="Happened or said then or later.")] = None,
    until: Annotated[str | None, typer.Option(help="Happened or said then or before.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also repeats and what is machine-written.")
    ] = False,
    limit: LimitOption = None,
    ledger: LedgerOption = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Show who said or did what when: reports by their own date, the rest by when it was said."""
    document = Workbench().timeline(
        ledger=ledger,
        limit=limit or (None if as_json or as_csv else SHOWN),
        actor=actor,
        target=target,
        measure=measure,
        stance=stance,
        since=since,
        until=until,
        counted=not everything,
    )
    emit(
        document,
        [_row(record) for record in document["timeline"]],
        ["when", "actor", "stance", "target", "measure", "value", "quote", "document"],
        as_json=as_json,
        as_csv=as_csv,
        after=[f"{len(document['timeline'])} claims, {limit or SHOWN} at most (--limit N)"],
    )


@app.command()
def score(
    gold: Annotated[Path, typer.Argument(help="Annotated claims, one JSON object a line.")],
    documents: Annotated[
        Path, typer.Option("--documents", help="Folder of the annotated documents.")
    ],
    as_json: JsonFlag = False,
) -> None:
    """Score the extraction against claims that people annotated."""
    found = Workbench().evidence_score(gold, documents)
    if as_json:
        print_json(found)
        return
    rows = [
        {
            "of": part,
            "measure": name.replace("_", " "),
            "value": value,
            "low": bounds and bounds[0],
            "high": bounds and bounds[1],
        }
        for part in ("mentions", "claims", "on_matched")
        for name, value in found[part].items()
        for bounds in [found["intervals"][part][name]]
    ]
    print_table(rows, ["of", "measure", "value", "low", "high"], decimals=3)
    say(
        "low and high bound 95 % of what other documents of this kind would give",
        f"numbers that are none, taken as spending: {found['distractors_as_spending']}",
    )


@app.command()
def positions(
    measure: Annotated[
        str, typer.Argument(help="Of the claims: defence_spending_share_gdp ...")
    ] = "defence_spending_share_gdp",
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("positions.yaml"),
    unit: Annotated[str, typer.Option(help="Of the numbers.")] = "pct_gdp",
    salience: Annotated[
        str | None, typer.Option(help="Assumed for every state; default 0.3..0.9.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Said on or after this day.")] = None,
    until: Annotated[str | None, typer.Option(help="Said on or before this day.")] = None,
    ledger: LedgerOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Write what states want, by the ledger, as a file that bargain reads."""
    document = Workbench().evidence_positions(
        out, measure, unit=unit, salience=salience, ledger=ledger, since=since, until=until
    )
    emit(
        document,
        document["positions"],
        ["actor", "position", "date", "speaker", "quote"],
        as_json=as_json,
        after=[
            "",
            document["note"],
            f"Written to {document['file']}; burdenshare bargain reads it.",
        ],
    )


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    gold: Annotated[
        bool,
        typer.Option("--gold", help="Only corrected claims, as a gold file with its documents."),
    ] = False,
    ledger: LedgerOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Write the whole ledger as JSON lines, or the corrections as gold."""
    told = Workbench().evidence_export(file, ledger=ledger, gold=gold)
    if as_json:
        print_json(told)
    elif gold:
        say(f"{told['claims']} corrected claims in {file}, their documents in {told['documents']}")
    else:
        say(f"{told['lines']} lines in {file}")


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="A file that evidence export has written.")],
    ledger: LedgerOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Add what an export holds and the ledger does not; whole or not at all."""
    told = Workbench().evidence_import(file, ledger=ledger)
    if as_json:
        print_json(told)
        return
    say(
        f"{told['documents']} documents, {told['claims']} claims and {told['corrections']} "
        f"corrections added; {told['unchanged']} documents were there already"
    )


@app.command()
def renew(ledger: LedgerOption = None, as_json: JsonFlag = False) -> None:
    """Find claims anew in documents that older rules have read; corrections and ids stay."""
    with progress_bar("renewing") as step:
        told = Workbench().evidence_renew(ledger=ledger, step=step)
    if as_json:
        print_json(told)
        return
    say(
        f"{told['documents']} documents renewed: {told['added']} claims added, {told['changed']} "
        f"changed, {told['removed']} removed, {told['unchanged']} as before; {told['kept']} "
        "are found no more and stay because people corrected them"
    )


@app.command()
def correct(
    claim: Annotated[str, typer.Argument(help="Id of the claim, as claims shows it.")],
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="stance=opposes actor=ESP,ITA value=2.1 rejected=true ...",
        ),
    ],
    who: Annotated[str, typer.Option("--who", help="Who corrects it.")],
    when: Annotated[str | None, typer.Option(help="Default: now, in Greenwich.")] = None,
    ledger: LedgerOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Correct a claim; what was extracted stays beside it."""
    told = Workbench().evidence_correct(
        claim, dict(map(_field, fields)), who=who, when=when, ledger=ledger
    )
    if as_json:
        print_json(told)
    else:
        _print_claims([told], 1)


_LISTS = ("actor", "target", "reported_via")


def _field(text: str) -> tuple[str, Any]:
    """Read ``FIELD=VALUE``: JSON where it is some, commas in lists, else plain words."""
    name, equals, value = text.partition("=")
    if not equals:
        raise Refusal(
            "bad-argument", f"{text!r} is no correction", hint="write FIELD=VALUE: stance=opposes"
        )
    try:
        read = json.loads(value)
    except ValueError:
        read = value
    if name in _LISTS and not isinstance(read, list):
        return name, [part.strip() for part in value.split(",") if part.strip()]
    return name, read
