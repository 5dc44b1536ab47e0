"""What states want, from the ledger: the last number each commits to, demands or supports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from burdenshare.errors import Refusal
from burdenshare.evidence.ledger.asking import Entry
from burdenshare.figures.countries import countries

WANTED = ("commits", "demands", "supports")
"""Stances that carry a position; who opposes a number says only what it does not want."""
SALIENCE = "0.3..0.9"
MOST_WORDS = 25
"""So many words are quoted at most."""
STATES = frozenset(code for code in countries() if len(code) == 3)
_CASE = "from-the-ledger"
_MADE = (
    "Made of claims in a ledger: the latest number that each state commits to, demands or "
    "supports. Read each against its page before you rely on it."
)


def positions(
    entries: Iterable[Entry], measure: str, *, unit: str = "pct_gdp", salience: str = SALIENCE
) -> dict[str, Any]:
    """Return a table of positions for a negotiation, in the format of its YAML files.

    Of every state the latest claim counts that is evidence (no repeat, not machine-written, not
    rejected), not negated, and has a number in the unit. Salience is in no text: it is assumed, as
    a range. Capability is made of figures (GDP).

    Parameters
    ----------
    entries : iterable of Entry
        Claims of the ledger.
    measure, unit : str
        Of the claims that are meant.
    salience : str
        ``0.3..0.9``: the range that is assumed for every actor.

    Raises
    ------
    Refusal
        ``no-figures`` where fewer than two states have a position.
    """
    latest: dict[str, Entry] = {}
    against: dict[str, float] = {}
    others: set[str] = set()
    for entry in entries:
        claim = entry.claim
        if not entry.counts or claim.negated or claim.measure != measure or claim.value is None:
            continue
        if claim.unit != unit:
            continue
        for actor in claim.actor:
            if actor not in STATES:
                others.add(actor)
            elif claim.stance == "opposes":
                against[actor] = claim.value
            elif claim.stance in WANTED and _newer(entry, latest.get(actor)):
                latest[actor] = entry
    if len(latest) < 2:
        raise Refusal(
            "no-figures",
            f"{len(latest)} states have a position on {measure} in {unit}; two are needed",
            hint="read more documents, or name another measure: burdenshare claims lists them",
        )
    rows = [_row(actor, entry, measure, salience) for actor, entry in sorted(latest.items())]
    notes = [_MADE, "Salience is assumed."]
    missing = sorted(set(against) - set(latest))
    if missing:
        said = ", ".join(f"{actor} ({against[actor]:g})" for actor in missing)
        notes.append(f"Without a position, since they only oppose a number: {said}.")
    if others:
        notes.append(f"Left out, since they are no states: {', '.join(sorted(others))}.")
    values = [entry.claim.value or 0.0 for entry in latest.values()]
    highs = [e.claim.value_high or e.claim.value or 0.0 for e in latest.values()]
    return {
        "case": _CASE,
        "title": f"Positions on {measure.replace('_', ' ')} in the ledger",
        "note": " ".join(notes),
        "capability": {"gdp": 1, "definition": "imf"},
        "issues": {
            measure: {
                "title": measure.replace("_", " "),
                "unit": "per cent of GDP" if unit == "pct_gdp" else unit,
                "scale": [min(values), max(highs)] if min(values) < max(highs) else [0, max(highs)],
            }
        },
        "actors": {actor: {} for actor in sorted(latest)},
        "positions": rows,
    }


def _newer(entry: Entry, other: Entry | None) -> bool:
    return other is None or entry.said >= other.said


def _row(actor: str, entry: Entry, measure: str, salience: str) -> dict[str, Any]:
    """Return one position with where it was said."""
    claim = entry.claim
    words = claim.quote.split()
    quote = " ".join(words[:MOST_WORDS]) if entry.source.language == "en" else claim.quote
    value = claim.value if claim.value_high is None else f"{claim.value:g}..{claim.value_high:g}"
    row: dict[str, Any] = {
        "actor": actor,
        "issue": measure,
        "position": value,
        "salience": salience,
        "speaker": claim.speaker,
        "quote": quote,
        "note": f"{entry.source.name}, characters {claim.span.start} to {claim.span.end}; "
        f"{claim.stance}{', hedged' if claim.hedged else ''}; confidence {claim.confidence:.2f}",
    }
    if len(entry.said) == len("2025-07-03"):
        row["date"] = entry.said
    return row
