"""Rows of a table held against what they cite, column by column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from burdenshare.brief import phrases
from burdenshare.brief.grounds import QUOTED, Ground, unborne
from burdenshare.brief.parts import cell
from burdenshare.brief.words import in_sentence
from burdenshare.evidence.ledger import Entry
from burdenshare.figures.model import Observation


def row(columns: Sequence[str], cells: Sequence[str], grounds: Sequence[Ground]) -> str:
    """Return why a row is not borne by what it cites; empty if it is."""
    if not grounds:
        return "no citation"
    told = dict(zip(columns, cells, strict=False))
    ground = grounds[0]
    if "words of the source" in told:
        return _quotation(told, ground)
    wanted = _claim(ground.entry) if ground.entry else _figure(ground.figure)
    if wanted is None:
        return "a row cites a claim or a figure"
    for column, right in wanted.items():
        right = " ".join(right.split())
        if column in told and told[column] not in (right, *_also(column, right)):
            return f"{column} is {right!r} in what is cited, {told[column]!r} in the row"
    return ""


def _also(column: str, right: str) -> tuple[str, ...]:
    return (right[:1].upper() + right[1:],) if column in ("actor", "target", "country") else ()


def _claim(entry: Entry) -> dict[str, str]:
    c = entry.claim
    period = cell(*phrases.period(c)).text.strip()
    return {
        "actor": phrases.who(c.actor, c.id).text,
        "measure": phrases.topic(c),
        "value": cell(*phrases.value(c)).text.strip(),
        "period": period or "-",
        "stance": c.stance + (" (hedged)" if c.hedged else ""),
        "target": phrases.who(c.target, c.id).text if c.target else "-",
        "source": entry.source.publisher or entry.source.title or entry.source.name,
    }


def _figure(o: Observation | None) -> dict[str, str] | None:
    if o is None:
        return None
    return {
        "country": in_sentence(o.country),
        "year": str(o.year),
        "value": f"{o.value:.2f} % of GDP",
        "series": o.series,
        "definition": o.definition,
        "vintage": o.vintage,
        "status": o.status,
    }


def _quotation(told: dict[str, str], ground: Ground) -> str:
    if ground.entry is None:
        return "a quotation cites a claim"
    m = QUOTED.fullmatch(told["words of the source"])
    words = next((g for g in m.groups() if g is not None), "") if m else ""
    if not words or " ".join(words.split()) not in " ".join(ground.entry.claim.quote.split()):
        return "the quotation does not stand so in the claim that is cited"
    place = f"{ground.entry.source.name}, {ground.entry.source.language}"
    if told.get("document") not in (place, None):
        return f"the document is {place}"
    made = re.sub(r"\s+", " ", told.get("as told here", ""))
    return unborne(made, [ground]) if made else ""
