"""What a brief is asked for, and which claims of a ledger answer it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from burdenshare.brief.phrases import SPENDING
from burdenshare.brief.words import language
from burdenshare.evidence.conflicts import subject
from burdenshare.evidence.model import Language
from burdenshare.figures.countries import countries

if TYPE_CHECKING:
    from burdenshare.evidence.ledger import Entry, Ledger

NEAR = timedelta(days=14)
"""A page about an event is dated within this of the day asked for."""
_STANCES: dict[str, str] = {
    "opposes": r"defian|rebel|refus|reject|oppos|resist|revolt|dissent|反旗|反発|反対|拒否|難色",
    "demands": r"\bdemand|\burge|\bcalls? for|pressure|要求|求め|迫る|圧力",
    "commits": r"\bpledg|\bcommit|\bagree|\bpromis|決定|合意|表明|約束",
    "supports": r"\bsupport|\bback(?:s|ed)\b|\bwelcom|支持|歓迎",
}
_SHARE = re.compile(r"ratio|share|per ?cent|%|GDP|比率|GDP比|目標", re.I)
_SPEND = re.compile(r"defen[cs]e|military|防衛費|国防費|軍事費|防衛|国防", re.I)


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes
    ----------
    words : str
        A headline or a topic.
    publisher : str
        Empty for a topic.
    day : date or None
        The day of the article: what came later is not known.
    names : frozenset of str
        States and organisations that the words name.
    measures : frozenset of str
        What they are about; empty if they do not say.
    stances : frozenset of str
        The stance that they show, if any.
    """

    words: str
    publisher: str
    day: date | None
    names: frozenset[str]
    measures: frozenset[str]
    stances: frozenset[str]


def question(words: str, publisher: str = "", day: date | None = None) -> Question:
    """Read a headline or a topic in English or Japanese."""
    from burdenshare.evidence.claims.measures import measure
    from burdenshare.evidence.gazetteer import mentions

    tongue: Language = "ja" if language(words) in ("ja", "zh") else "en"
    found = mentions(words, tongue)
    names = {m.represents or m.name for m in found}
    names |= {word for word in words.split() if word in countries()}
    about = measure(words, tongue)
    measures = {about} if about else set()
    if about in SPENDING or _SPEND.search(words) or _SHARE.search(words):
        measures |= SPENDING
    stances = {s for s, cue in _STANCES.items() if re.search(cue, words, re.I)}
    return Question(
        words, publisher, day, frozenset(names), frozenset(measures), frozenset(stances)
    )


@dataclass(frozen=True)
class Chosen:
    """The part of a ledger that answers a question.

    Attributes
    ----------
    counted : list of Entry
        Claims that are evidence, the most telling first.
    machine : list of Entry
        Claims of machine-written pages, kept out of all counts.
    event : list of Entry
        Claims of pages on the event itself.
    late : int
        Claims left out because their documents came after the day.
    """

    counted: list[Entry]
    machine: list[Entry]
    event: list[Entry]
    late: int


def choose(ledger: Ledger, asked: Question) -> Chosen:
    """Choose the claims of a ledger that answer a question, known on its day."""
    told = [e for e in _asked_for(ledger, asked) if not e.rejected and _fits(e, asked)]
    last = asked.day.isoformat() if asked.day else "9999"
    known = [e for e in told if e.source.published <= last]
    counted = sorted((e for e in known if e.counts), key=lambda e: _rank(e, asked))
    event: list[Entry] = []
    if asked.day is not None:
        pages = event_pages(ledger, counted, asked)
        event = [e for e in counted if e.source.id in pages]
    if event:
        about = asked.names | {subject(n) for e in event for n in _movers(e)}
        counted = [e for e in counted if e in event or _parties(e) & about]
    machine = [e for e in known if e.source.machine and e.claim.repeats is None]
    return Chosen(counted, machine, event, len(told) - len(known))


def _asked_for(ledger: Ledger, asked: Question) -> Iterable[Entry]:
    """Return the claims on the measures asked for, or of the parties, or all."""
    from burdenshare.evidence.ledger import Filters

    filters = [Filters(machine=True, measure=m) for m in sorted(asked.measures)]
    if not filters:
        for name in sorted(asked.names):
            filters += [Filters(machine=True, actor=name), Filters(machine=True, target=name)]
    found = (e for f in filters or [Filters(machine=True)] for e in ledger.claims(f))
    return {e.claim.id: e for e in found}.values()


def _movers(entry: Entry) -> tuple[str, ...]:
    return entry.claim.actor if entry.claim.stance in ("opposes", "commits") else ()


def _parties(entry: Entry) -> set[str]:
    return {subject(n) for n in (*entry.claim.actor, *entry.claim.target)}


def event_pages(ledger: Ledger, counted: Iterable[Entry], asked: Question) -> frozenset[str]:
    """Return the documents that report the event itself.

    A page does if it is dated within two weeks of the day and holds a claim with the stance, the
    measure and a name of the headline.
    """
    found = set()
    for entry in counted:
        claim = entry.claim
        alike = (not asked.stances or claim.stance in asked.stances) and (
            not asked.measures or claim.measure in asked.measures
        )
        if alike and entry.source.id not in found and _near(ledger, entry, asked):
            found.add(entry.source.id)
    return frozenset(found)


def _near(ledger: Ledger, entry: Entry, asked: Question) -> bool:
    day = asked.day
    if day is None:
        return False
    stamps = [entry.source.published] if len(entry.source.published) == len("2025-07-03") else []
    if not stamps:
        from burdenshare.evidence.dates import dates

        document = ledger.document(entry.source.id)
        stamps = [m.date for m in dates(document.text[:600], document.language) if m.date]
    return any(
        abs(date.fromisoformat(s) - day) <= NEAR for s in stamps if len(s) == len("2025-07-03")
    )


def _fits(entry: Entry, asked: Question) -> bool:
    claim = entry.claim
    if claim.kind == "metadata":
        return False
    about = not asked.measures or claim.measure in asked.measures
    parties = _parties(entry)
    named = not asked.names or bool(parties & asked.names)
    if asked.measures and asked.names:
        return about and (named or claim.value is not None or bool(entry.source.machine))
    if asked.measures or asked.names:
        return about and named
    return any(w.lower() in claim.quote.lower() for w in asked.words.split())


def _rank(entry: Entry, asked: Question) -> tuple[bool, bool, bool, bool, float, str]:
    claim = entry.claim
    parties = _parties(entry)
    return (
        claim.in_heading,
        claim.value is None,
        not bool(parties & asked.names),
        not any(n in countries() or n.startswith("NATO") for n in claim.actor),
        -claim.confidence,
        claim.id,
    )


def states(entries: Sequence[Entry], asked: Question) -> list[str]:
    """Return the states whose figures a reader will want, those most spoken of first."""
    counts: dict[str, int] = {}
    for entry in entries:
        for name in (*entry.claim.actor, *entry.claim.target):
            code = subject(name)
            if code in countries() and code not in ("NATO", "NATO_EUR_CAN"):
                counts[code] = counts.get(code, 0) + 1
    first = [n for n in sorted(asked.names) if n in countries() and n != "NATO"]
    rest = sorted((c for c in counts if c not in first), key=lambda c: (-counts[c], c))
    return first or rest
