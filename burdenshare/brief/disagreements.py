"""Where the sources disagree with each other and with the figures, and why, in sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from burdenshare.brief import phrases
from burdenshare.brief.figures_known import amount, at_least, edition
from burdenshare.brief.parts import Name, Num, Origin, Part, Register, Sentence, say
from burdenshare.brief.words import in_sentence
from burdenshare.evidence.against import Held, Verdict
from burdenshare.evidence.conflicts import Conflict, conflicts
from burdenshare.evidence.counted import levels
from burdenshare.figures.countries import countries

if TYPE_CHECKING:
    from burdenshare.brief.question import Chosen
    from burdenshare.evidence.ledger import Entry
    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures

MOST = 8
WHY = {
    "machine": "the machine-written page names no source of its own and is not counted",
    "denied": "one side denies what the other reports",
    "superseded": "the later one takes the place of the earlier",
    "base": "the bases differ",
    "by-to": "one is a change, the other a level",
    "rank": "one is a rank, the other a level",
    "year": "they are not about the same year, or one names none",
    "definition": "each agrees with another definition of the figures",
    "vintage": "each agrees with another edition of the figures",
    "stance": "what one supports the other refuses",
    "unknown": "the reason cannot be computed",
}


def disagreements(
    chosen: Chosen, figures: Figures, day: date | None, register: Register
) -> list[Sentence]:
    """Return a sentence for each conflict and for each number that the figures contradict."""
    entries = {e.claim.id: e for e in (*chosen.counted, *chosen.machine)}
    told = _machine_page(chosen, register)
    order = {"machine": 0, "denied": 1}
    found = conflicts(entries.values(), figures, as_of=day)
    spending = [c for c in found if c.measure.partition(" in ")[0] in phrases.SPENDING]
    for conflict in sorted(spending, key=lambda c: (order.get(c.reason, 2), -c.sources)):
        if len(told) < MOST:
            told.append(_conflict(conflict, entries, register))
    held = Held(figures, as_of=day)
    reached = levels(entry.claim for entry in chosen.counted)
    for entry in chosen.counted:
        if len(told) >= MOST:
            break
        level = reached.get(entry.claim.id)
        verdict = held(entry.claim, level)
        if verdict.status in ("agrees_otherwise", "disagrees") and entry.claim.value is not None:
            told.append(
                _verdict(entry, verdict, figures, register)
                if level is None
                else _count(entry, verdict, level, figures, register)
            )
    return told


def _machine_page(chosen: Chosen, register: Register) -> list[Sentence]:
    """Say what a machine-written page on the event leaves out, where a page on it names a state."""
    pages = {e.source.id: e for e in chosen.machine}
    told = []
    rebels = [
        e for e in chosen.event
        if e.claim.stance == "opposes" and any(n in countries() for n in e.claim.actor)
    ]  # fmt: skip
    for page, first in pages.items():
        named = {n for e in chosen.machine if e.source.id == page for n in e.claim.actor}
        if not rebels:
            two = register.document(first)
            told.append(
                say("The page ", _title(first, two),
                    " is machine-written by its own signs; what it says is not counted here.",
                    cites=[two])
            )  # fmt: skip
        elif not [n for n in named if n in countries() and n != "NATO"]:
            rebel = rebels[0]
            one, two = register.claim(rebel), register.document(first)
            told.append(
                say("The machine-written page ", _title(first, two),
                    " names no state that refuses; ", phrases.source_name(rebel), " names ",
                    phrases.who(rebel.claim.actor, one), ".", cites=[two, one])
            )  # fmt: skip
    return told


def _title(entry: Entry, key: str) -> Name:
    return Name(f"‘{entry.source.title or entry.source.name}’", key)


def _ends(conflict: Conflict, members: list[Entry]) -> tuple[Entry, Entry]:
    """Return two claims that differ, of two documents where there are such; the machine's first."""
    one = members[0]
    if conflict.reason == "machine":
        one = next((e for e in members if e.source.machine), one)

    def apart(other: Entry) -> tuple[bool, bool, bool]:
        """Say how far a claim lies from the first: by page, by value, by document."""
        differs = (other.claim.value, other.claim.unit) != (one.claim.value, one.claim.unit)
        mixed = bool(other.source.machine) != bool(one.source.machine)
        elsewhere = other.source.id != one.source.id
        return (mixed if conflict.reason == "machine" else True, differs, elsewhere)

    two = max((e for e in members if e is not one), key=apart)
    return (two, one) if two.source.machine and not one.source.machine else (one, two)


def _conflict(conflict: Conflict, entries: dict[str, Entry], register: Register) -> Sentence:
    """Return one sentence with the two ends of a conflict and its reason."""
    one, two = _ends(conflict, [entries[i] for i in conflict.claims])
    subject = conflict.subject
    name = in_sentence(subject) if subject in countries() else phrases.who([subject], "").text
    parts: list[Part] = [
        "on ",
        Name(name, register.claim(one)),
        f" and {phrases.topic(one.claim)}, ",
    ]
    for entry, joint in ((one, " but "), (two, ": ")):
        register.claim(entry)
        said = {"reports": "reports", "forecasts": "forecasts"}.get(entry.claim.stance, "speaks of")
        page = "the machine-written page, " if entry.source.machine else ""
        doubt = " with reserve" if entry.claim.hedged else ""
        parts += [page, phrases.source_name(entry), f" {said}{doubt} ", *phrases.value(entry.claim),
                  *phrases.period(entry.claim), joint]  # fmt: skip
    return say(*parts, WHY[conflict.reason], ".")


def _verdict(entry: Entry, verdict: Verdict, figures: Figures, register: Register) -> Sentence:
    """Return one sentence that holds a reported number against the nearest figure."""
    claim = entry.claim
    register.claim(entry)
    near = _cell(figures, verdict.keys[0])
    whose = Name(in_sentence(near.country))
    doubt = " with reserve" if claim.hedged else ""
    opening: list[Part] = ["the ", *phrases.value(claim), " that ", phrases.source_name(entry)]
    opening += [f" gives{doubt} for ", whose, *phrases.period(claim)]
    if verdict.status == "agrees_otherwise":
        return say(*opening, " agrees with ", *edition(near, register), ", not with the latest ",
                   "edition of NATO's definition known then." if near.country else ".")  # fmt: skip
    parts: list[Part] = [" stands in no edition; nearest is ", *amount(near, register), " (",
                         *edition(near, register), ")"]  # fmt: skip
    if near.series == "milex_pct_gdp" and claim.value is not None:
        gap = abs(claim.value - near.value)
        name = f"difference {claim.id} {near.key}"
        label = f"{claim.value:g} - {near.value:.10g}"
        register.add(Origin(name, "arithmetic", label, frozenset({gap}), of=(claim.id, near.key)))
        parts += [", ", Num(f"{gap:.2f}", gap, name), " points away"]
    return say(*opening, *parts, ".")


def _count(
    entry: Entry, verdict: Verdict, level: float, figures: Figures, register: Register
) -> Sentence:
    """Return one sentence that holds a number of allies against the nearest edition's count."""
    register.claim(entry)
    near = _cell(figures, verdict.keys[0])
    rows = figures.rows(
        near.series, years=(near.year, near.year), vintages=near.vintage, definition=near.definition
    )
    name, reached, _ = at_least(rows, level, register)
    source = phrases.source_name(entry)
    opening: list[Part] = ["the ", *phrases.value(entry.claim), " that ", source, " counts",
                           *phrases.period(entry.claim)]  # fmt: skip
    there: list[Part] = [Num(str(reached), float(reached), name), " at ",
                         Num(f"{level:g}", level, name), " % of GDP or more in ",
                         Name(f"{near.definition}, edition {near.vintage}", name)]  # fmt: skip
    if verdict.status == "agrees_otherwise":
        return say(*opening, " agrees with ", *there, ", not with the latest edition known then.")
    return say(*opening, " stands in no edition; nearest is ", *there, ".")


def _cell(figures: Figures, key: str) -> Observation:
    series, definition, _, vintage, country, year = key.rsplit("/", 5)
    return figures.one(series, country, int(year), definition=definition, vintage=vintage)
