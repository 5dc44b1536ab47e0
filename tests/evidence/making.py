"""Entries of a ledger for tests, made without one."""

from __future__ import annotations

from typing import Any

from burdenshare.evidence.ledger.asking import Entry, Source
from burdenshare.evidence.model import Claim, Span


def claim(number: str, *, amount: str = "", quote: str = "", **said: Any) -> Claim:
    """Return a claim whose quantity is printed as `amount`."""
    words = quote or f"It says {amount} here"
    at = words.find(amount) if amount else -1
    defaults: dict[str, Any] = {
        "document": "d1",
        "kind": "quantity",
        "stance": "reports",
        "speaker": "AUTHOR",
        "actor": ("ESP",),
        "target": (),
        "measure": "defence_spending_share_gdp",
        "comparator": "eq",
        "unit": "pct_gdp",
        "quantity_span": Span(at, at + len(amount)) if at >= 0 else None,
    }
    return Claim(**{"id": number, "span": Span(0, len(words)), "quote": words, **defaults, **said})


def entry(
    one: Claim, *, document: str = "d1", machine: tuple[str, ...] = (), said: str = ""
) -> Entry:
    """Return a claim with a source."""
    source = Source(document, f"{document}.txt", "en", document, "A paper", "", said, "text/plain",
                    machine)  # fmt: skip
    counts = not machine and one.repeats is None
    return Entry(one, source, counts, False, False, said, said)
