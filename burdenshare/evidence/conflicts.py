"""Claims about one quantity that differ, and the reason where it can be computed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

from burdenshare.evidence.against import GUIDELINE, Verdict, against, step
from burdenshare.evidence.model import Claim

if TYPE_CHECKING:
    from burdenshare.evidence.ledger import Entry
    from burdenshare.figures.store import Figures

REASONS: dict[str, str] = {
    "machine": "one side stands only on a page that signs of its own mark as machine-written",
    "denied": "one side denies or disputes what the other reports",
    "superseded": "the later one takes the place of the earlier one",
    "base": "they are shares of different bases",
    "by-to": "one says by how much, the other to what level",
    "rank": "one is a rank, the other a level",
    "year": "they are about different years, or one names none",
    "definition": "each agrees with another definition of the figures",
    "vintage": "each agrees with another edition of the same figures",
    "stance": "one commits to or supports what the other refuses",
    "unknown": "no reason can be computed",
}
"""What a reason means; the first that holds is given."""

Verdicts = Callable[[Claim], Verdict | None]
_DENIES = re.compile(
    r"\bden(?:y|ies|ied|ial)\b|\bdisput\w+|\bno truth\b|\brefut\w+|\bnot true\b|否定|事実ではない",
    re.I,
)
_POINTS = ("pp", "points")
_PERSONS = re.compile(r"^(?:NATO (?:members|allies|countries|member states)|NATO)$")
_FACTS = ("reports",)
_WANTED = ("commits", "demands", "supports", "opposes")


@dataclass(frozen=True)
class Conflict:
    """Claims about one quantity that differ.

    Attributes
    ----------
    subject, measure : str
        Whose quantity, and which.
    year : int or None
        The one year, where all name it.
    reason : str
        A key of `REASONS`.
    note : str
        The reason in words, with what is particular to the case.
    claims : tuple of str
        Their ids, the latest said first.
    sources : int
        How many documents stand behind them; repeats and machine-written pages do not count.
    """

    subject: str
    measure: str
    year: int | None
    reason: str
    note: str
    claims: tuple[str, ...]
    sources: int

    def to_json(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return {
            "subject": self.subject,
            "measure": self.measure,
            "year": self.year,
            "reason": self.reason,
            "note": self.note,
            "claims": list(self.claims),
            "sources": self.sources,
        }


def conflicts(
    entries: Iterable[Entry], figures: Figures | None = None, *, as_of: date | None = None
) -> list[Conflict]:
    """Group the claims of a ledger that say different things of one quantity.

    Parameters
    ----------
    entries : iterable of Entry
        From `Ledger.claims`, machine-written pages included if they are to be shown; repeats and
        rejected claims are passed over.
    figures : Figures, optional
        Tells definition and vintage as reasons; without it those are not computed.
    as_of : date, optional
        Only figures published on or before that day.

    Returns
    -------
    list of Conflict
        Sorted by subject, measure and reason.
    """
    told = [e for e in entries if not e.rejected and e.claim.repeats is None]
    groups: dict[tuple[str, str, str, str], list[Entry]] = {}
    for entry in told:
        for key in _keys(entry.claim):
            groups.setdefault(key, []).append(entry)
    told_of: dict[str, Verdict] = {}

    def verdicts(claim: Claim) -> Verdict | None:
        if figures is not None and claim.id not in told_of:
            told_of[claim.id] = against(claim, figures, as_of=as_of)
        return told_of.get(claim.id)

    found = []
    for key in sorted(groups):
        found += _within(key, groups[key], verdicts)
    return found


def subject(name: str) -> str:
    """Return a name without what is said of it in brackets; members of NATO are NATO."""
    bare = name.partition(" (")[0]
    return "NATO" if _PERSONS.match(bare) else bare


def _keys(claim: Claim) -> Iterable[tuple[str, str, str, str]]:
    """Yield what a claim is about: subject, measure, kind of statement, who says or wants it."""
    if claim.value is None or not claim.measure or claim.measure == "other":
        return
    if claim.stance in _FACTS:
        kind = "yardsticks" if GUIDELINE.search(claim.quote) else "facts"
        for name in {subject(n) for n in claim.actor}:
            yield name, _family(claim), kind, ""
    elif claim.stance in _WANTED:
        for name in {subject(n) for n in claim.actor}:
            yield name, _family(claim), "wanted", ""
    else:
        for name in {subject(n) for n in claim.actor}:
            yield name, _family(claim), "forecasts", ""


def _family(claim: Claim) -> str:
    """Return the measure with its kind of unit, so that euros never meet per cent."""
    measure = claim.measure.replace("_share_gnp", "_share_gdp")
    unit = claim.unit or ""
    if unit.startswith("pct") or unit in _POINTS:
        return measure
    if claim.comparator in ("rank", "ordinal"):
        return measure
    return f"{measure} in {unit}" if unit else measure


def _within(
    key: tuple[str, str, str, str], group: Sequence[Entry], verdicts: Verdicts
) -> list[Conflict]:
    """Return the conflicts within one group, one for each reason."""
    by_reason: dict[tuple[str, str], list[Entry]] = {}
    for one, two in combinations(group, 2):
        reason = _reason(one, two, verdicts)
        if reason is None:
            continue
        members = by_reason.setdefault(reason, [])
        members += [e for e in (one, two) if e not in members]
    return [
        _conflict(key, reason, note, members)
        for (reason, note), members in sorted(by_reason.items())
    ]


def _conflict(
    key: tuple[str, str, str, str], reason: str, note: str, members: Sequence[Entry]
) -> Conflict:
    years = {e.claim.year for e in members}
    ordered = sorted(members, key=lambda e: (e.said, e.claim.id), reverse=True)
    return Conflict(
        subject=key[0],
        measure=key[1],
        year=years.pop() if len(years) == 1 else None,
        reason=reason,
        note=note,
        claims=tuple(e.claim.id for e in ordered),
        sources=len({e.source.id for e in members if e.counts}),
    )


def _reason(one: Entry, two: Entry, verdicts: Verdicts) -> tuple[str, str] | None:
    """Return why two claims differ, None where they do not."""
    a, b = one.claim, two.claim
    if _same(a, b):
        if {a.stance, b.stance} & {"opposes"} and {a.stance, b.stance} & {"commits", "supports"}:
            return _told("stance") if one.source.id != two.source.id else None
        if bool(_DENIES.search(a.quote)) != bool(_DENIES.search(b.quote)):
            return _told("denied")
        return None
    if a.document == b.document and _parts(a, b):
        return None
    if bool(one.source.machine) != bool(two.source.machine):
        return _told("machine")
    if one.source.machine and two.source.machine:
        return None
    if bool(_DENIES.search(a.quote)) != bool(_DENIES.search(b.quote)):
        return _told("denied")
    if a.stance in _FACTS:
        return _facts(a, b, verdicts)
    if a.stance != b.stance:
        return None
    return _wanted(one, two)


def _facts(a: Claim, b: Claim, verdicts: Verdicts) -> tuple[str, str] | None:
    """Return why two statements of what is differ; None where they speak of two years."""
    if (a.unit in _POINTS) != (b.unit in _POINTS):
        return _told("by-to")
    if (a.comparator in ("rank", "ordinal")) != (b.comparator in ("rank", "ordinal")):
        return _told("rank")
    if (a.unit, a.base or "") != (b.unit, b.base or "") and _base(a) != _base(b):
        return _told("base")
    if a.year is not None and b.year is not None and a.year != b.year:
        return None
    if a.year != b.year:
        return _told("year")
    first, second = verdicts(a), verdicts(b)
    if first and second and first.keys and second.keys:
        mine, yours = (v.keys[0].split("/") for v in (first, second))
        held = all(v.status in ("agrees", "agrees_otherwise") for v in (first, second))
        if held and mine[1] != yours[1]:
            return "definition", f"one agrees with {mine[1]}, the other with {yours[1]}"
        if held and mine[3] != yours[3]:
            return "vintage", f"one agrees with the edition of {mine[3]}, the other of {yours[3]}"
    return _told("unknown")


def _wanted(one: Entry, two: Entry) -> tuple[str, str] | None:
    """Return why two demands or commitments of one actor differ."""
    a, b = one.claim, two.claim
    if (a.unit in _POINTS) != (b.unit in _POINTS):
        return _told("by-to")
    if _base(a) != _base(b):
        return _told("base")
    if {subject(n) for n in a.target}.isdisjoint(subject(n) for n in b.target):
        return None
    if one.said and two.said and one.said != two.said:
        return _told("superseded")
    if a.deadline and b.deadline and a.deadline != b.deadline:
        return None
    return _told("unknown") if one.source.id != two.source.id else None


def _base(claim: Claim) -> str:
    return (claim.base or (claim.unit or "").removeprefix("pct_")).upper()


def _told(reason: str) -> tuple[str, str]:
    return reason, REASONS[reason]


def _same(a: Claim, b: Claim) -> bool:
    """Tell whether two numbers are one, to the coarser of their printed places."""
    if (a.unit in _POINTS) != (b.unit in _POINTS) or _base(a) != _base(b):
        return False
    if (a.comparator in ("rank", "ordinal")) != (b.comparator in ("rank", "ordinal")):
        return False
    if a.value is None or b.value is None:
        return a.value == b.value
    half = max(step(a), step(b)) / 2 * (1 + 1e-9)
    highs = (a.value_high or a.value, b.value_high or b.value)
    return abs(a.value - b.value) < half and abs(highs[0] - highs[1]) < half


def _parts(a: Claim, b: Claim) -> bool:
    """Tell whether two numbers of one passage are a whole and its part: 5 is 3.5 plus 1.5."""
    return abs(a.span.start - b.span.start) < 400 and a.unit == b.unit and a.year == b.year
