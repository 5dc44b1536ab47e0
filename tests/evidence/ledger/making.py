"""Documents and claims for tests of the ledger."""

from __future__ import annotations

import hashlib
from typing import Any

from burdenshare.evidence.model import Claim, Document, Span

ENGLISH = (
    "Madrid refuses the new target\n\n"
    "Spain will not spend 3.5 % of GDP on defence by 2035, Prime Minister Pedro Sánchez said.\n\n"
    "Washington demands 5 % of GDP from every ally, and expects annual plans from all of them."
)
JAPANESE = (
    "防衛費の見通し\n\n"
    "日本政府は2027年度に防衛費を国内総生産（GDP）比2%に増やす方針を決めた。\n\n"
    "米国は日本に3.5%を要求している。スペインは5%目標に反対した。"
)


def document(text: str, name: str = "spain.txt", **known: Any) -> Document:
    """Return a document with the id that its text has."""
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    language = "ja" if "の" in text else "en"
    defaults = {"id": digest[:16], "sha256": digest, "language": language, "published": ""}
    return Document(name=name, text=text, **{**defaults, **known})


def claim(source: Document, quote: str, number: int = 1, **said: Any) -> Claim:
    """Return a claim whose words stand in the document."""
    start = source.text.index(quote)
    amount = said.pop("amount", None)
    if amount:
        at = source.text.index(amount, start)
        said["quantity_span"] = Span(at, at + len(amount))
    defaults: dict[str, Any] = {
        "kind": "quantity",
        "stance": "reports",
        "speaker": "AUTHOR",
        "actor": ("ESP",),
        "target": (),
        "measure": "defence_spending_share_gdp",
        "confidence": 0.75,
        "rule": "test",
    }
    return Claim(
        id=f"{source.id}-{number:02d}",
        document=source.id,
        span=Span(start, start + len(quote)),
        quote=quote,
        **{**defaults, **said},
    )


def spain(**known: Any) -> tuple[Document, list[Claim]]:
    """Return an English document with two claims."""
    one = document(ENGLISH, **{"published": "2025-06-19", "publisher": "A paper", **known})
    return one, [
        claim(one, "Spain will not spend 3.5 % of GDP on defence by 2035", 1, stance="opposes",
              actor=("ESP",), target=("NATO",), amount="3.5 %", value=3.5, comparator="eq",
              unit="pct_gdp", deadline=2035, negated=True, speaker="Pedro Sánchez",
              confidence=0.9),
        claim(one, "Washington demands 5 % of GDP from every ally", 2, stance="demands",
              actor=("USA (Trump administration)",), target=("NATO members",), amount="5 %",
              value=5.0, unit="pct_gdp", comparator="eq", confidence=0.6),
    ]  # fmt: skip


def japan(**known: Any) -> tuple[Document, list[Claim]]:
    """Return a Japanese document with three claims."""
    one = document(JAPANESE, **{"name": "boei.txt", "published": "2026-02", **known})
    return one, [
        claim(one, "日本政府は2027年度に防衛費を国内総生産（GDP）比2%に増やす方針を決めた", 1,
              stance="commits", actor=("JPN",), amount="2%", value=2, unit="pct_gdp", year=2027),
        claim(one, "米国は日本に3.5%を要求している", 2, stance="demands", actor=("USA",),
              target=("JPN",), amount="3.5%", value=3.5, unit="pct_gdp", date="2026-01-15"),
        claim(one, "スペインは5%目標に反対した", 3, stance="opposes", target=("NATO",),
              amount="5%", value=5, unit="pct", measure="alliance_cohesion",
              extra={"cue": "反対"}),
    ]  # fmt: skip
