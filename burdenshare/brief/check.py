"""Checks a text that somebody wrote, sentence by sentence, against ledger and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.brief.grounds import QUOTED, Ground, needs_citation, unborne
from burdenshare.errors import Refusal

if TYPE_CHECKING:
    from burdenshare.evidence.ledger import Entry, Ledger
    from burdenshare.figures.store import Figures

_DEFINITION = re.compile(r"^\[\^([^\]]+)\]:\s*(.*)$")
_MARK = re.compile(r"\[\^([^\]]+)\]|\[@([^\]]+)\]")
_MARKS = re.compile(r"(?:\s?(?:\[\^[^\]]+\]|\[@[^\]]+\]))+")
_ASKED = re.compile(r"^> (?:Headline|Publisher|Date|Topic|As of):")
_KEY = re.compile(r"\w+/[^/]+/[^/]+/\d{4}-\d\d/[A-Z_]+/\d{4}")
_UNREAD = ("Sources", "How this was made")
_END = re.compile(
    r"(?<=[.!?])((?:\s?(?:\[\^[^\]]+\]|\[@[^\]]+\]))*)(?:\s+(?=[\"“‘「A-Z0-9\u3040-\u9fff])|$)|。"
)
LONGEST = 2_000_000
"""Bytes of a text that is checked."""


@dataclass(frozen=True)
class Checked:
    """One sentence or row, and why it is not borne, if it is not."""

    text: str
    reason: str

    def to_json(self) -> dict[str, Any]:
        """Return ``text``, ``ok``, ``reason``."""
        return {"text": self.text, "ok": not self.reason, "reason": self.reason}


class Evidence:
    """What citations of a text lead to, each looked up once."""

    def __init__(self, ledger: Ledger, figures: Figures, runs: Sequence[Path] = ()) -> None:
        self._ledger = ledger
        self._figures = figures
        self._runs = runs
        self._texts: dict[str, str] = {}
        self._claims: dict[str, Entry | None] = {}

    def ground(self, name: str) -> Ground | None:
        """Return what an id leads to, None if to nothing.

        Parameters
        ----------
        name : str
            As a footnote begins: ``claim ID``, ``figure KEY``, ``count of ...``,
            ``count-at-least N SERIES/DEFINITION/SOURCE/VINTAGE/YEAR``, ``difference A B``,
            ``run ...``; a bare id of a claim or key of a figure, too.
        """
        kind, _, rest = name.partition(" ")
        if kind in ("claim", "figure") and rest:
            name = rest
        if name.startswith("count of documents in the ledger"):
            return Ground(name, numbers=(float(self._ledger.counts()["documents"]),))
        if kind == "document":
            source = self._ledger.source(rest)
            return Ground(name, source=source) if source else None
        if kind == "count-at-least":
            return self._at_least(name, rest)
        if kind == "difference":
            return self._difference(name)
        if kind == "run":
            return self._run(name)
        if _KEY.fullmatch(name):
            return self._figure(name)
        entry = self._entry(name)
        return Ground(name, entry=entry) if entry else None

    def _entry(self, claim: str) -> Entry | None:
        if claim not in self._claims:
            self._claims[claim] = self._ledger.called([claim]).get(claim)
        return self._claims[claim]

    def _figure(self, key: str) -> Ground | None:
        series, definition, source, vintage, country, year = key.rsplit("/", 5)
        try:
            rows = self._figures.rows(
                series, countries=[country], years=(int(year), int(year)), vintages=vintage
            )
        except Refusal:
            return None
        found = [o for o in rows if o.definition == definition and o.source == source]
        return Ground(key, figure=found[0]) if len(found) == 1 else None

    def _at_least(self, name: str, rest: str) -> Ground | None:
        level, _, where = rest.partition(" ")
        try:
            series, definition, _, vintage, year = where.split("/")
            rows = self._figures.rows(
                series, years=(int(year), int(year)), vintages=vintage, definition=definition
            )
            limit = float(level)
        except (ValueError, Refusal):
            return None
        allies = [o for o in rows if not o.country.startswith("NATO")]
        reached = [o for o in allies if round(o.value, 2) >= limit]
        numbers = (float(len(reached)), float(len(allies)), limit, float(year))
        return Ground(name, numbers=numbers, names=("NATO",))

    def _difference(self, name: str) -> Ground | None:
        keys = _KEY.findall(name)
        told = [entry for part in name.split() if (entry := self._entry(part))]
        values = []
        names: list[str] = []
        for key in keys:
            ground = self._figure(key)
            if ground is None or ground.figure is None:
                return None
            values.append(ground.figure.value)
            names.append(ground.figure.country)
        values += [entry.claim.value or 0.0 for entry in told]
        if len(values) != 2:
            return None
        return Ground(name, numbers=(abs(values[0] - values[1]),), names=tuple(names))

    def _run(self, name: str) -> Ground | None:
        from burdenshare.brief import runs_told
        from burdenshare.brief.parts import Register

        register = Register()
        code = name.rsplit(" ", 1)[-1]
        runs_told.sentences(self._runs, [code], register)
        origin = register.origins.get(name)
        return Ground(name, numbers=tuple(origin.numbers), names=(code,)) if origin else None


def check(
    text: str, ledger: Ledger, figures: Figures, *, runs: Sequence[Path] = ()
) -> list[Checked]:
    """Check every sentence and row of a Markdown text.

    A sentence cites with footnotes (``[^3]``, defined below the text as ``[^3]: claim ID`` or
    ``[^3]: figure KEY``) or with ``[@ID]``; a citation stands for the words before it, back to the
    citation before. Figures are cited in the order in which they are named.

    Returns
    -------
    list of Checked
        In the order of the text.
    """
    evidence = Evidence(ledger, figures, runs)
    definitions = {
        m[1]: m[2].partition(" - ")[0].strip()
        for m in map(_DEFINITION.match, text.splitlines())
        if m
    }
    labels = {m[1]: m[2] for m in map(_DEFINITION.match, text.splitlines()) if m}
    return [
        Checked(_MARKS.sub("", told).strip(), _why(told, columns, definitions, labels, evidence))
        for told, columns in _told(text)
    ]


def check_file(
    path: Path, ledger: Ledger, figures: Figures, *, runs: Sequence[Path] = ()
) -> dict[str, Any]:
    """Check a file; return ``{"ok", "sentences": [{"text", "ok", "reason"}]}``.

    Raises
    ------
    Refusal
        ``file-not-found``, ``too-large``, ``wrong-encoding``, ``empty-document``.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise Refusal(
            "file-not-found", f"{path}: {problem.strerror}", hint="name a Markdown file"
        ) from None
    if len(data) > LONGEST:
        raise Refusal("too-large", f"{path} has {len(data)} bytes", hint=f"at most {LONGEST}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("wrong-encoding", f"{path} is not UTF-8", hint="save it as UTF-8") from None
    found = check(text, ledger, figures, runs=runs)
    if not found:
        raise Refusal("empty-document", f"{path} holds no sentence", hint="write one")
    return {"ok": not any(c.reason for c in found), "sentences": [c.to_json() for c in found]}


def _told(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield sentences, and rows with the columns of their table."""
    section, columns = "", ()  # type: str, tuple[str, ...]
    paragraph: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            cells = tuple(c.strip() for c in re.split(r"(?<!\\)\|", line)[1:-1])
            if set(line) <= set("|-: "):
                continue
            if not columns:
                columns = cells
            elif section not in _UNREAD:
                yield line, columns
            continue
        columns = ()
        heading = line.startswith("#")
        if not line.strip() or heading or _DEFINITION.match(line) or _ASKED.match(line):
            if paragraph and section not in _UNREAD:
                yield from ((s, ()) for s in sentences(" ".join(paragraph)))
            paragraph = []
            section = line.lstrip("# ").strip() if heading else section
        else:
            paragraph.append(line.strip().removeprefix("> ").removeprefix("- "))


def sentences(paragraph: str) -> Iterator[str]:
    """Yield the sentences of a paragraph with their citations; quotations are not cut."""
    masked = QUOTED.sub(lambda m: "x" * len(m.group()), paragraph)
    masked = re.sub(r"‘[^’]*’", lambda m: "x" * len(m.group()), masked)
    start = 0
    for m in _END.finditer(masked):
        yield paragraph[start : m.end()].strip()
        start = m.end()
    if paragraph[start:].strip():
        yield paragraph[start:].strip()


def _why(
    told: str,
    columns: tuple[str, ...],
    definitions: dict[str, str],
    labels: dict[str, str],
    evidence: Evidence,
) -> str:
    """Return why a sentence is not borne; empty if it is."""
    if columns:
        from burdenshare.brief.check_rows import row

        cells = tuple(c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", told)[1:-1])
        grounds, why = _grounds(cells[-1], definitions, labels, evidence)
        return why or row(columns, cells, grounds)
    pieces = _pieces(told)
    for words, marks in pieces:
        if not marks:
            if needs_citation(words):
                return "no citation"
            continue
        grounds, why = _grounds(marks, definitions, labels, evidence)
        why = why or unborne(words, grounds)
        if why:
            return why
    return ""


def _pieces(told: str) -> list[tuple[str, str]]:
    """Return the parts of a sentence with the citations that stand for them."""
    pieces: list[tuple[str, str]] = []
    start = 0
    for m in _MARKS.finditer(told):
        pieces.append((told[start : m.start()], m.group()))
        start = m.end()
    rest = told[start:]
    if pieces and not re.search(r"\w", rest):
        return pieces
    return [*pieces, (rest, "")]


def _grounds(
    marks: str, definitions: dict[str, str], labels: dict[str, str], evidence: Evidence
) -> tuple[list[Ground], str]:
    found: list[Ground] = []
    for m in _MARK.finditer(marks):
        name = definitions.get(m[1], "") if m[1] else m[2]
        if not name:
            return [], f"citation {m.group()} is defined nowhere"
        ground = evidence.ground(name)
        if ground is None and name.startswith("count of "):
            ground = Ground(name, numbers=_counted(labels.get(m[1] or "", "")))
        if ground is None:
            return [], f"citation {m.group()} leads to nothing: {name}"
        found.append(ground)
    return found, "" if found else "no citation"


def _counted(label: str) -> tuple[float, ...]:
    """Return the number that the definition of a count states."""
    m = re.search(r": (\d+)\s*$", label)
    return (float(m[1]),) if m else ()
