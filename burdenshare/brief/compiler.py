"""Compiles a brief from ledger, figures and runs; refuses any number without an origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from burdenshare import __version__
from burdenshare.brief import figures_known, phrases, runs_told
from burdenshare.brief.disagreements import disagreements
from burdenshare.brief.parts import (
    Brief,
    Name,
    Quote,
    Register,
    Section,
    Sentence,
    Table,
    cell,
    require_traced,
    say,
)
from burdenshare.brief.question import Chosen, Question, choose, question, states
from burdenshare.errors import Refusal
from burdenshare.evidence.against import Held
from burdenshare.evidence.counted import levels

if TYPE_CHECKING:
    from burdenshare.evidence.ledger import Entry, Ledger
    from burdenshare.figures.store import Figures

MOST = 6
"""As many sentences as a reader takes in one part."""
ROWS = 16
STANCES = (
    ("commits", "Commitments"),
    ("demands", "Demands"),
    ("opposes", "Opposition"),
    ("supports", "Support"),
    ("forecasts", "Forecasts"),
    ("reports", "Reports"),
)


@dataclass
class _Desk:
    """What one brief is being compiled from."""

    ledger: Ledger
    figures: Figures
    asked: Question
    chosen: Chosen
    register: Register
    runs: Sequence[Path]
    told: dict[str, Sentence] = field(default_factory=dict)

    def tell(self, entry: Entry, turn: int) -> Sentence:
        """Return the one sentence of a claim, the same wherever it stands."""
        if entry.claim.id not in self.told:
            self.told[entry.claim.id] = phrases.sentence(entry, self.register, turn)
        return self.told[entry.claim.id]

    @property
    def ahead(self) -> int:
        """How many sentences on figures stand in the bottom line."""
        return 1 if self.chosen.event else 2

    @property
    def countries(self) -> list[str]:
        """Return the states that the claims are about."""
        told = self.chosen.event or [
            e for e in self.chosen.counted if e.claim.measure in phrases.SPENDING
        ]
        return states(told, self.asked)


def article(
    ledger: Ledger,
    figures: Figures,
    *,
    headline: str,
    publisher: str,
    day: date,
    runs: Sequence[Path] = (),
) -> Brief:
    """Compile the article that can be written under a headline, with what was known on its day.

    Parameters
    ----------
    ledger : Ledger
    figures : Figures
    headline : str
        In English or Japanese.
    publisher : str
    day : date
        Documents and editions of figures that came later are left out.
    runs : sequence of Path
        Study folders.

    Raises
    ------
    Refusal
        ``bad-argument`` for an empty headline; ``untraced``, which would be a defect of a form.
    """
    if not headline.strip():
        raise Refusal("bad-argument", "the headline is empty", hint="give the words of a headline")
    asked = question(headline, publisher, day)
    known = (("Headline", headline), ("Publisher", publisher), ("Date", day.isoformat()))
    return _compiled(ledger, figures, asked, headline, known, runs)


def brief(
    ledger: Ledger,
    figures: Figures,
    *,
    topic: str,
    day: date | None = None,
    runs: Sequence[Path] = (),
) -> Brief:
    """Compile a brief on a topic: names of states, a measure, words.

    Raises
    ------
    Refusal
        ``bad-argument`` for an empty topic; ``no-claims`` where the ledger says nothing on it.
    """
    if not topic.strip():
        raise Refusal("bad-argument", "the topic is empty", hint="burdenshare brief Spain")
    asked = question(topic, "", day)
    known = (("Topic", topic), *((("As of", day.isoformat()),) if day else ()))
    return _compiled(ledger, figures, asked, topic, known, runs)


def _compiled(
    ledger: Ledger,
    figures: Figures,
    asked: Question,
    title: str,
    known: tuple[tuple[str, str], ...],
    runs: Sequence[Path],
) -> Brief:
    desk = _Desk(ledger, figures, asked, choose(ledger, asked), Register(), runs)
    apart = [_apart(desk, stance, heading) for stance, heading in STANCES]
    differing = disagreements(desk.chosen, figures, asked.day, desk.register)
    sections = [
        Section("bottom-line", "Bottom line", tuple(_bottom_line(desk, differing))),
        Section("table", "Who says what", table=_table(desk)),
        *apart,
        Section("figures", "What the figures say", tuple(_figures(desk)), _figure_table(desk)),
        Section("runs", "What the runs say", tuple(_runs(desk))),
        Section("disagreements", "Where the sources disagree, and why", tuple(differing)),
        Section("missing", "What is missing", tuple(_missing(desk))),
        Section("quotations", "Quotations", table=_quotations(desk)),
        Section("sources", "Sources", table=_sources(desk)),
        Section("method", "How this was made", note=_method(desk)),
    ]
    kept = tuple(s for s in sections if s.sentences or s.note or (s.table and s.table.rows))
    compiled = Brief(title, known, kept, desk.register)
    require_traced(compiled)
    return compiled


def _bottom_line(desk: _Desk, differing: Sequence[Sentence]) -> list[Sentence]:
    told: list[Sentence] = []
    if desk.asked.day is not None and desk.asked.publisher:
        told += _event(desk)
    else:
        told += [desk.tell(e, i) for i, e in enumerate(_best(desk, 3))]
    told += _known(desk)[: desk.ahead]
    if desk.chosen.event and differing:
        told.append(differing[0])
    if not told:
        told.append(say("Neither the ledger nor the figures say anything on this."))
    return told


def _event(desk: _Desk) -> list[Sentence]:
    """Return what pages on the event say; without one, that it is not in the evidence."""
    counts = desk.ledger.counts()
    if desk.chosen.event:
        order = {"opposes": 0, "commits": 1, "demands": 2}
        best = sorted(
            (e for e in desk.chosen.event if e.claim.stance in order and e.claim.value is not None),
            key=lambda e: (order[e.claim.stance], e.claim.in_heading, e.claim.span.start),
        )
        seen: set[tuple[str, tuple[str, ...], float | None]] = set()
        told: list[Sentence] = []
        for entry in best:
            key = (entry.claim.stance, entry.claim.actor, entry.claim.value)
            if key not in seen and len(told) < 3 and _named(entry):
                seen.add(key)
                told.append(desk.tell(entry, len(told)))
        return told
    number = desk.register.count("documents in the ledger", counts["documents"])
    told = [
        say("The event behind this headline is not in the evidence: of ", number,
            " documents in the ledger none reports it.")
        if counts["documents"] else
        say("The event behind this headline is not in the evidence: the ledger is empty.")
    ]  # fmt: skip
    if not [n for n in desk.asked.names if n != "NATO"]:
        told.append(
            say("Who defies whom, and over what level of spending, these documents do not say.")
            if counts["documents"]
            else say("Who defies whom, and over what level of spending, is not known from it.")
        )
    return told


def _named(entry: Entry) -> bool:
    from burdenshare.figures.countries import countries

    return any(n in countries() for n in entry.claim.actor)


def _best(desk: _Desk, most: int) -> list[Entry]:
    """Return the most telling claims, no two of one actor, stance and value."""
    seen: set[tuple[str, tuple[str, ...], float | None]] = set()
    best = []
    for entry in desk.chosen.counted:
        key = (entry.claim.stance, entry.claim.actor, entry.claim.value)
        dated = entry.claim.stance != "reports" or entry.claim.year is not None
        if key not in seen and entry.claim.value is not None and _named(entry) and dated:
            seen.add(key)
            best.append(entry)
    return best[:most]


def _known(desk: _Desk) -> list[Sentence]:
    told = []
    for code in desk.countries[: figures_known.MOST]:
        one = figures_known.country_sentence(desk.figures, code, desk.asked.day, desk.register)
        if one is not None:
            told.append(one)
    general = figures_known.alliance_sentences(desk.figures, desk.asked.day, desk.register)
    return told + general if desk.chosen.event or not desk.asked.day else general + told


def _figures(desk: _Desk) -> list[Sentence]:
    return _known(desk)[desk.ahead :]


def _figure_table(desk: _Desk) -> Table:
    names = [*desk.countries[: figures_known.MOST - 1], "NATO"]
    return figures_known.table(desk.figures, names, desk.asked.day, desk.register)


def _runs(desk: _Desk) -> list[Sentence]:
    return runs_told.sentences(desk.runs, desk.countries, desk.register)


def _apart(desk: _Desk, stance: str, heading: str) -> Section:
    """Return the sentences of one stance, the latest document first, repeats left out."""
    seen: set[object] = set()
    told: list[Entry] = []
    for entry in desk.chosen.counted:
        c = entry.claim
        key = (c.actor, c.target, c.value, c.deadline, c.year) if c.value is not None else c.quote
        if c.stance != stance or c.in_heading or key in seen or not _says_something(entry):
            continue
        seen.add(key)
        told.append(entry)
    told = told[:MOST]
    told.sort(key=lambda e: e.said, reverse=True)
    return Section(
        stance,
        heading,
        tuple(desk.tell(e, turn) for turn, e in enumerate(told)),
    )


def _says_something(entry: Entry) -> bool:
    """Tell whether a claim names somebody, or a number on spending."""
    claim = entry.claim
    return (claim.value is not None and claim.measure in phrases.SPENDING) or _named(entry)


def _table(desk: _Desk) -> Table:
    columns = ("actor", "measure", "value", "period", "stance", "target", "source")
    rows = []
    numbered: dict[object, Entry] = {}
    for entry in desk.chosen.counted:
        c = entry.claim
        if c.value is not None:
            numbered.setdefault((entry.source.id, c.actor, c.value, c.stance, c.deadline), entry)
    for entry in list(numbered.values())[:ROWS]:
        claim = entry.claim
        key = desk.register.claim(entry)
        source = entry.source.publisher or entry.source.title or entry.source.name
        stance = claim.stance + (" (hedged)" if claim.hedged else "")
        period = phrases.period(claim)
        target = phrases.who(claim.target, key) if claim.target else "-"
        rows.append(
            (
                cell(phrases.who(claim.actor, key), cites=[key]),
                cell(phrases.topic(claim), cites=[key]),
                cell(*phrases.value(claim)),
                cell(*period) if period else cell("-"),
                cell(stance, cites=[key]),
                cell(target),
                cell(Name(source, key)),
            )
        )
    return Table(columns, tuple(rows))


def _missing(desk: _Desk) -> list[Sentence]:
    told: list[Sentence] = []
    register, chosen = desk.register, desk.chosen
    if desk.asked.publisher and not chosen.event:
        told.append(
            say(
                "A report of the event: nothing in the ledger is dated near the headline ",
                "and takes its stance.",
            )
        )
    if not [n for n in desk.asked.names if n != "NATO"] and desk.asked.publisher:
        told.append(say("The headline names no country."))
    if chosen.read:
        read = register.count("claims that were read of more", chosen.read)
        told.append(
            say("The ledger holds more on this than is read for one brief: the latest ", read,
                " claims were.")
        )  # fmt: skip
    if chosen.late:
        late = register.count("claims from documents after the day", chosen.late)
        told.append(say("Left out because their documents came later: ", late, " claims."))
    held = Held(desk.figures, as_of=desk.asked.day)
    reached = levels(entry.claim for entry in desk.chosen.counted)
    reasons: dict[str, list[Entry]] = {}
    for entry in chosen.counted:
        if entry.claim.value is None or entry.claim.stance != "reports":
            continue
        verdict = held(entry.claim, reached.get(entry.claim.id))
        if verdict.status == "cannot_check":
            reasons.setdefault(verdict.reason.partition(":")[0], []).append(entry)
    for reason in ("no year", "base unknown", "it does not say of which one country it is"):
        if found := reasons.get(reason):
            number = register.count(
                f"reported numbers that cannot be checked ({reason})", len(found)
            )
            told.append(say("Reported numbers that cannot be held against the figures (", reason,
                            "): ", number, "."))  # fmt: skip
    undated = {e.source.id for e in chosen.counted if not e.source.published}
    if undated:
        number = register.count("documents without a date behind these claims", len(undated))
        told.append(say("Documents behind these claims that carry no date: ", number, "."))
    return told


def _cited(desk: _Desk) -> list[Entry]:
    """Return the claims that are cited, in the order in which they were noted."""
    entries = {e.claim.id: e for e in (*desk.chosen.counted, *desk.chosen.machine)}
    return [entries[i] for i in desk.register.origins if i in entries]


def _quotations(desk: _Desk) -> Table:
    """Return the words of the cited claims in their own language, beside what is made of them."""
    rows = []
    for turn, entry in enumerate(_cited(desk)):
        key = entry.claim.id
        told = desk.tell(entry, turn)
        made = cell(*(p for p in told.parts if not isinstance(p, Quote)), cites=[key])
        place = cell(Name(entry.source.name, key), f", {entry.source.language}")
        rows.append((cell(Quote(entry.claim.quote, key)), _without_quote(made), place))
    return Table(("words of the source", "as told here", "document"), tuple(rows))


def _without_quote(told: Sentence) -> Sentence:
    """Return a sentence whose quotation stands in the next cell, without its colon."""
    parts = list(told.parts)
    if len(parts) > 1 and parts[-1] == "." and parts[-2] == ": ":
        parts = [*parts[:-2], "."]
    return Sentence(tuple(parts), told.origins)


def _sources(desk: _Desk) -> Table:
    rows, seen = [], set()
    pages = [e for e in desk.chosen.machine if f"document {e.source.id}" in desk.register.origins]
    for entry in (*_cited(desk), *pages):
        s = entry.source
        key = entry.claim.id if entry.claim.id in desk.register.origins else f"document {s.id}"
        if s.id in seen:
            continue
        seen.add(s.id)
        marks = "machine-written, not counted" if s.machine else "counted"
        rows.append(
            (
                cell(Name(s.name, key)), cell(Name(s.title, key) if s.title else "-"),
                cell(Name(s.publisher, key) if s.publisher else "not named"),
                cell(Name(s.published, key) if s.published else "undated"),
                cell({"en": "English", "ja": "Japanese"}[s.language]), cell(marks),
            )
        )  # fmt: skip
    return Table(("document", "title", "publisher", "date", "language", "standing"), tuple(rows))


def _method(desk: _Desk) -> str:
    return (
        f"Compiled by burdenshare {__version__} from records, without a language model. Claims "
        "were found by rules; who says them to whom is the weakest part, so the words themselves "
        "stand beside every claim. Pages that show signs of machine writing and repeated passages "
        "are not counted. Every number leads to a figure, a claim, a study folder or arithmetic "
        "on them; a number without an origin is refused. Figures: "
        f"fingerprint {desk.figures.fingerprint[:12]}."
    )
