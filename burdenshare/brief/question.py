"""What a brief is asked for, and which claims of a ledger answer it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from burdenshare.brief.phrases import SPENDING
from burdenshare.brief.words import language
from burdenshare.errors import Refusal
from burdenshare.evidence.conflicts import subject
from burdenshare.evidence.model import Language
from burdenshare.figures.countries import countries

if TYPE_CHECKING:
    from burdenshare.evidence.ledger import Entry, Filters, Ledger, Passage

MOST = 4_000
"""As many claims are read for one brief."""
PASSAGES = 100
"""As many passages are looked at for a word that is neither party nor measure."""
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
        Claims left out because their documents came after the day; none where not all are read.
    read : int
        How many claims were read, where there are more than are read; else 0.
    """

    counted: list[Entry]
    machine: list[Entry]
    event: list[Entry]
    late: int
    read: int = 0


def choose(ledger: Ledger, asked: Question) -> Chosen:
    """Choose the claims of a ledger that answer a question, known on its day.

    Of more than `MOST` claims the latest are read, those of the parties asked for first.
    """
    filters = _asked_for(asked)
    whole = sum(ledger.how_many(f, most=MOST + 1) for f in filters) <= MOST
    read = [e for f in filters for e in ledger.claims(f)] if whole else _latest(ledger, asked)
    found = {e.claim.id: e for e in read}.values()
    told = [e for e in found if not e.rejected and _fits(e, asked)]
    last = asked.day.isoformat() if asked.day else "9999"
    known = [e for e in told if e.source.published <= last]
    counted = sorted((e for e in known if e.counts), key=lambda e: _rank(e, asked))
    event: list[Entry] = []
    if asked.day is not None:
        pages = event_pages(ledger, counted, asked)
        event = [e for e in counted if e.source.id in pages]
    if event:
        on_it = {e.claim.id for e in event}
        about = asked.names | {subject(n) for e in event for n in _movers(e)}
        counted = [e for e in counted if e.claim.id in on_it or _parties(e) & about]
    machine = [e for e in known if e.source.machine and e.claim.repeats is None]
    return Chosen(counted, machine, event, len(told) - len(known), 0 if whole else len(found))


def _asked_for(asked: Question) -> list[Filters]:
    """Return what to ask for: the claims on the measures, or of the parties, or all."""
    from burdenshare.evidence.ledger import Filters

    if asked.measures:
        return [Filters(measure=m) for m in sorted(asked.measures)]
    parties = [f for n in sorted(asked.names) for f in (Filters(actor=n), Filters(target=n))]
    return parties or [Filters()]


def _latest(ledger: Ledger, asked: Question) -> list[Entry]:
    """Return as many claims as are read where there are more: what the parties said, then all."""
    day = asked.day.isoformat() if asked.day else None
    filters = _asked_for(asked)
    found: list[Entry] = []
    for some, budget in ((_narrowed(ledger, asked, filters), MOST // 2), (filters, MOST)):
        for at, f in enumerate(some):
            share = (budget - len(found)) // (len(some) - at)
            found += ledger.latest(f, limit=share, day=day)
    return found


def _narrowed(ledger: Ledger, asked: Question, filters: list[Filters]) -> list[Filters]:
    """Return narrower filters: the parties asked for or, of words alone, documents with them."""
    if asked.measures:
        return [
            narrow
            for f in filters
            for name in sorted(asked.names)
            for narrow in (replace(f, actor=name), replace(f, target=name))
        ]
    if asked.names:
        return []
    passages = [p for word in asked.words.split() for p in _with(ledger, word)]
    return [replace(filters[0], document=d) for d in dict.fromkeys(p.source.id for p in passages)]


def _with(ledger: Ledger, word: str) -> list[Passage]:
    try:
        return ledger.search(word, limit=PASSAGES)[0]
    except Refusal:
        return []


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
