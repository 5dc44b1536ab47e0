"""Claims about one quantity that differ, and the reason where it can be computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from burdenshare.evidence.against import GUIDELINE, Held
from burdenshare.evidence.counted import levels
from burdenshare.evidence.model import POINTS, Claim
from burdenshare.evidence.partners import partners
from burdenshare.evidence.reasons import RANKS, REASONS, said, subject

if TYPE_CHECKING:
    from burdenshare.evidence.ledger import Entry
    from burdenshare.figures.store import Figures

__all__ = ["REASONS", "Conflict", "conflicts", "subject"]

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
    told = [
        e for e in entries
        if e.claim.value is not None and not e.rejected and e.claim.repeats is None
    ]  # fmt: skip
    groups: dict[tuple[str, str, str, str], list[Entry]] = {}
    for entry in told:
        for key in _keys(entry.claim):
            groups.setdefault(key, []).append(entry)
    held = Held(figures, as_of=as_of) if figures is not None else None
    reached = levels(e.claim for e in told) if held else {}
    found = []
    for key in sorted(groups):
        facts = held if key[2] == "facts" else None
        group = [
            said(e, facts(e.claim, reached.get(e.claim.id)) if facts else None) for e in groups[key]
        ]
        found += [
            _conflict(key, reason, note, [c.entry for c in some])
            for (reason, note), some in sorted(partners(group).items())
        ]
    return found


def _keys(claim: Claim) -> Iterable[tuple[str, str, str, str]]:
    """Yield what a claim is about: subject, measure, kind of statement, who says or wants it."""
    if claim.value is None or not claim.measure or claim.measure == "other":
        return
    if claim.stance in _FACTS:
        counted = claim.unit == "countries"
        kind = "facts" if counted or not GUIDELINE.search(claim.quote) else "yardsticks"
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
    if unit.startswith("pct") or unit in POINTS:
        return measure
    if claim.comparator in RANKS:
        return measure
    return f"{measure} in {unit}" if unit else measure


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
