"""Claims about one quantity that differ, and the reason where it can be computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from burdenshare.evidence.against import GUIDELINE, Held
from burdenshare.evidence.counted import is_level
from burdenshare.evidence.model import POINTS, Claim
from burdenshare.evidence.partners import partners
from burdenshare.evidence.reasons import RANKS, REASONS, Said, said, subject

if TYPE_CHECKING:
    from burdenshare.evidence.ledger import Entry
    from burdenshare.figures.store import Figures

__all__ = ["REASONS", "Conflict", "conflicts", "subject"]

_FACTS = ("reports",)
_WANTED = ("commits", "demands", "supports", "opposes")
_Key = tuple[str, str, str]
"""Subject, measure, kind of statement."""


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
        From `Ledger.numbers` or `Ledger.claims`, machine-written pages included if they are to be
        shown; repeats and rejected claims are passed over.
    figures : Figures, optional
        Tells definition and vintage as reasons; without it those are not computed.
    as_of : date, optional
        Only figures published on or before that day.

    Returns
    -------
    list of Conflict
        Sorted by subject, measure and reason.
    """
    held = Held(figures, as_of=as_of) if figures is not None else None
    groups = _groups(entries, held)
    return [
        _conflict(key, reason, note, some)
        for key in sorted(groups)
        for (reason, note), some in sorted(partners(groups[key]).items())
    ]


def _groups(entries: Iterable[Entry], held: Held | None) -> dict[_Key, list[Said]]:
    """Sort claims by what they are about; of each only that is kept which decides.

    Claims that count states come last, since the share that these reach may be said after them.
    """
    groups: dict[_Key, list[Said]] = {}
    levels: dict[tuple[str, int], float] = {}
    counts: list[Entry] = []

    def put(entry: Entry, level: float | None) -> None:
        """Put a claim under all that it is about."""
        keys = list(_keys(entry.claim))
        if not keys:
            return
        facts = held if keys[0][2] == "facts" else None
        one = said(entry, facts(entry.claim, level) if facts else None)
        for key in keys:
            groups.setdefault(key, []).append(one)

    for entry in entries:
        claim = entry.claim
        if claim.value is None or entry.rejected or claim.repeats is not None:
            continue
        if claim.unit == "countries":
            counts.append(entry)
            continue
        if is_level(claim):
            levels.setdefault((claim.document, claim.span.start), claim.value)
        put(entry, None)
    for entry in counts:
        put(entry, levels.get((entry.claim.document, entry.claim.span.start)))
    return groups


def _keys(claim: Claim) -> Iterable[_Key]:
    """Yield what a claim is about: subject, measure, kind of statement."""
    if claim.value is None or not claim.measure or claim.measure == "other":
        return
    if claim.stance in _FACTS:
        counted = claim.unit == "countries"
        kind = "facts" if counted or not GUIDELINE.search(claim.quote) else "yardsticks"
        for name in {subject(n) for n in claim.actor}:
            yield name, _family(claim), kind
    elif claim.stance in _WANTED:
        for name in {subject(n) for n in claim.actor}:
            yield name, _family(claim), "wanted"
    else:
        for name in {subject(n) for n in claim.actor}:
            yield name, _family(claim), "forecasts"


def _family(claim: Claim) -> str:
    """Return the measure with its kind of unit, so that euros never meet per cent."""
    measure = claim.measure.replace("_share_gnp", "_share_gdp")
    unit = claim.unit or ""
    if unit.startswith("pct") or unit in POINTS:
        return measure
    if claim.comparator in RANKS:
        return measure
    return f"{measure} in {unit}" if unit else measure


def _conflict(key: _Key, reason: str, note: str, members: Sequence[Said]) -> Conflict:
    years = {c.year for c in members}
    ordered = sorted(members, key=lambda c: (c.day, c.id), reverse=True)
    return Conflict(
        subject=key[0],
        measure=key[1],
        year=years.pop() if len(years) == 1 else None,
        reason=reason,
        note=note,
        claims=tuple(c.id for c in ordered),
        sources=len({c.page for c in members if c.counts}),
    )
