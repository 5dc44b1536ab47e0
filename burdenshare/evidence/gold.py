"""Gold files: claims, traps and scopes that people annotated, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from burdenshare.errors import Problems, Refusal
from burdenshare.evidence.model import Comparator, Kind, Stance


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Scope(_Line):
    """A passage whose annotation is meant to be complete; outside it nothing is scored."""

    record: Literal["scope"]
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class NumberSpan(BaseModel):
    """Where a number stands, with its comparator."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str


class GoldClaim(_Line):
    """One annotated claim; the fields are those of `docs/reference/evidence.md`."""

    record: Literal["claim"]
    id: str
    quote: str
    kind: Kind
    stance: Stance
    stance_detail: str = ""
    speaker: str
    reported_via: tuple[str, ...] = ()
    actor: tuple[str, ...]
    target: tuple[str, ...]
    measure: str
    quantity_span: NumberSpan | None = None
    value: float | None = None
    value_high: float | None = None
    comparator: Comparator | None = None
    unit: str | None = None
    base: str | None = None
    year: int | None = None
    year_to: int | None = None
    date: str | None = None
    deadline: int | None = None
    hedged: bool = False
    negated: bool = False
    value_implicit: bool = False
    in_heading: bool = False
    repeats: str | None = None
    note: str | None = None


class Distractor(_Line):
    """A numeral or number word that is no quantity of interest."""

    record: Literal["distractor"]
    text: str
    kind: str
    context: str = ""


class Gold(BaseModel):
    """A gold file as read.

    Attributes
    ----------
    scopes, claims, distractors : tuple
        In the order of the file.
    """

    model_config = ConfigDict(frozen=True)

    scopes: tuple[Scope, ...] = ()
    claims: tuple[GoldClaim, ...] = ()
    distractors: tuple[Distractor, ...] = ()

    @property
    def documents(self) -> list[str]:
        """Return the names of the annotated documents, in the order of the file."""
        return list(dict.fromkeys(scope.document for scope in self.scopes))

    def only(self, documents: Iterable[str]) -> Gold:
        """Return what the file says about some of its documents."""
        names = set(documents)
        return Gold(
            scopes=tuple(s for s in self.scopes if s.document in names),
            claims=tuple(c for c in self.claims if c.document in names),
            distractors=tuple(d for d in self.distractors if d.document in names),
        )


_LINE: TypeAdapter[Scope | GoldClaim | Distractor] = TypeAdapter(
    Annotated[Scope | GoldClaim | Distractor, Field(discriminator="record")]
)


def read_gold(path: Path) -> Gold:
    """Read a gold file and refuse it, with every wrong line, if there is one.

    Raises
    ------
    Refusal
        ``file-not-found`` if the file cannot be read as UTF-8 text; ``bad-gold`` with one entry
        for each problem: lines that are no JSON, fields that are missing, unknown or of the wrong
        type, spans that do not hold their words, ids that stand twice, claims outside a scope.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            "file-not-found",
            f"The gold file {path.name} cannot be read as UTF-8 text.",
            hint="Name a file of annotated claims, one JSON object a line.",
        ) from error
    problems = Problems()
    records = [
        (number, record)
        for number, line in enumerate(lines, start=1)
        if line.strip() and (record := _record(number, line, problems)) is not None
    ]
    _check_together(records, problems)
    if not records:
        problems.add("file", "no record in it", expected="scopes, claims and distractors")
    problems.require_none(
        "bad-gold",
        f"The gold file {path.name} has {len(problems)} wrong lines or fields.",
        hint="Mend the lines that are listed; docs/reference/evidence.md describes the format.",
    )
    found = [record for _, record in records]
    return Gold(
        scopes=tuple(r for r in found if isinstance(r, Scope)),
        claims=tuple(r for r in found if isinstance(r, GoldClaim)),
        distractors=tuple(r for r in found if isinstance(r, Distractor)),
    )


def _record(number: int, line: str, problems: Problems) -> Scope | GoldClaim | Distractor | None:
    try:
        record = _LINE.validate_python(_object(line))
    except ValueError as error:
        wrong = error.errors() if isinstance(error, ValidationError) else []
        for each in wrong:
            field = ".".join(str(part) for part in each["loc"][1:])
            problems.add(f"line {number}" + (f", {field}" if field else ""), each["msg"])
        if not wrong:
            problems.add(f"line {number}", f"is no JSON object: {error}")
        return None
    words = (
        record.quote
        if isinstance(record, GoldClaim)
        else record.text
        if isinstance(record, Distractor)
        else None
    )
    if record.end <= record.start:
        problems.add(f"line {number}, end", f"{record.end} is not after start {record.start}")
    elif words is not None and len(words) != record.end - record.start:
        problems.add(
            f"line {number}, quote",
            f"{len(words)} characters in a span of {record.end - record.start}",
        )
    return record


def _object(line: str) -> dict[str, Any]:
    found = json.loads(line)
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")
    return found


def _check_together(
    records: list[tuple[int, Scope | GoldClaim | Distractor]], problems: Problems
) -> None:
    scopes = [r for _, r in records if isinstance(r, Scope)]
    ids: set[str] = set()
    for number, record in records:
        if isinstance(record, Scope):
            continue
        if not any(
            s.document == record.document and s.start <= record.start and record.end <= s.end
            for s in scopes
        ):
            problems.add(f"line {number}", "outside every scope of its document")
        if isinstance(record, GoldClaim):
            if record.id in ids:
                problems.add(f"line {number}, id", f"{record.id} stands twice")
            ids.add(record.id)
    for number, record in records:
        if isinstance(record, GoldClaim) and record.repeats and record.repeats not in ids:
            problems.add(f"line {number}, repeats", f"no claim is called {record.repeats}")
