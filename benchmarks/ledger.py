"""How fast a ledger of 100,000 documents answers, and whether it grows linearly."""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import report
from burdenshare.evidence.ledger import Filters, Ledger
from burdenshare.evidence.model import STANCES, Claim, Document, Span

SIZES = (10_000, 30_000, 100_000)
CLAIMS = 8
RUNS = 7
_STATES = ("ESP", "JPN", "USA", "POL", "DEU", "FRA", "GBR", "ITA", "CAN", "EST", "KOR", "AUS")
_ENGLISH = [
    "allies",
    "government",
    "minister",
    "parliament",
    "summit",
    "target",
    "pledge",
    "budget",
    "defence",
    "spending",
    "share",
    "billion",
    "increase",
    "decline",
    "industry",
    "deterrence",
    "deployment",
    "procurement",
    "statement",
    "alliance",
    "partner",
    "region",
    "treaty",
    "exercise",
    "capability",
    "readiness",
    "forecast",
    "deficit",
    "debt",
    "reform",
]
_JAPANESE = [
    "日本政府",
    "防衛費",
    "国内総生産",
    "増額",
    "方針",
    "決定",
    "首相",
    "会見",
    "同盟",
    "米国",
    "要求",
    "目標",
    "予算",
    "財源",
    "増税",
    "国会",
    "反対",
    "支持",
    "協力",
    "訓練",
    "装備",
    "輸出",
    "連携",
    "欧州",
    "地域",
    "安全保障",
    "見通し",
    "計画",
    "閣議",
    "発表",
]


def made(number: int) -> tuple[Document, list[Claim]]:
    """Return a document of about 2,000 characters with eight claims, a third of them Japanese."""
    chance = random.Random(number)
    japanese = number % 3 == 0
    states = [chance.choice(_STATES) for _ in range(CLAIMS)]
    paragraphs = []
    for state in states:
        value = chance.randrange(10, 60) / 10
        if japanese:
            words = "".join(chance.choice(_JAPANESE) for _ in range(45))
            paragraphs.append(f"{state}は防衛費をGDP比{value}%に増やす。{words}{number}件。")
        else:
            words = " ".join(chance.choice(_ENGLISH) for _ in range(30))
            paragraphs.append(f"{state} will spend {value}% of GDP. {words} w{number % 5000}.")
    text = "\n\n".join(paragraphs)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    document = Document(
        id=digest[:16],
        name=f"{number}.txt",
        text=text,
        language="ja" if japanese else "en",
        published=f"{2015 + number % 11}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        sha256=digest,
    )
    return document, list(_claims(document, states, paragraphs, chance))


def _claims(document: Document, states: list[str], paragraphs: list[str], chance: random.Random):  # type: ignore[no-untyped-def]
    at = 0
    for number, (state, words) in enumerate(zip(states, paragraphs, strict=True)):
        end = at + words.index("%") + 1
        yield Claim(
            id=f"{document.id}-{number:02d}",
            document=document.id,
            span=Span(at, end),
            quote=document.text[at:end],
            kind="quantity",
            stance=chance.choice(STANCES),
            speaker="AUTHOR",
            actor=(state,),
            target=(chance.choice(_STATES),),
            measure=chance.choice(("defence_spending_share_gdp", "defence_spending", "tariffs")),
            value=2.0,
            unit="pct_gdp",
            confidence=chance.random(),
            rule="made",
        )
        at += len(words) + 2


QUESTIONS: dict[str, Callable[[Ledger], object]] = {
    "claims, no filter": lambda book: list(book.claims(limit=100)),
    "claims of one actor": lambda book: list(book.claims(Filters(actor="ESP"), limit=100)),
    "claims, five filters": lambda book: list(
        book.claims(
            Filters(
                actor="ESP",
                target="USA",
                measure="defence_spending",
                stance="opposes",
                since="2025-06",
                counted=True,
            ),
            limit=100,
        )
    ),
    "claims, filters that nothing meets": lambda book: list(
        book.claims(Filters(actor="ESP", stance="opposes", measure="none", since="2030"), limit=100)
    ),
    "claims since a date": lambda book: list(book.claims(Filters(since="2025-12-20"), limit=100)),
    "claims of one document": lambda book: list(book.claims(Filters(document="77.txt"))),
    "timeline of one actor": lambda book: list(book.timeline(Filters(actor="JPN"), limit=100)),
    "search, a frequent word": lambda book: book.search("spending"),
    "search, two frequent words": lambda book: book.search("treaty deterrence"),
    "search, a phrase": lambda book: book.search('"defence spending"'),
    "search, a rare word": lambda book: book.search("w77"),
    "search, 日本 (two characters)": lambda book: book.search("日本"),
    "search, 防 (one character)": lambda book: book.search("防"),
    "search, 安全保障 増税": lambda book: book.search("安全保障 増税"),
    "search, nothing": lambda book: book.search("antidisestablishmentarianism"),
}


def main(address: str | None = None, sizes: tuple[int, ...] = SIZES) -> None:
    """Fill a ledger step by step and ask it at each size; give an address for PostgreSQL."""
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.sqlite"
        done = 0
        for size in sizes:
            with Ledger.open(address or file) as book:
                begin = time.perf_counter()
                for number in range(done, size):
                    book.add(*made(number))
                filled = time.perf_counter() - begin
                row: dict[str, object] = {
                    "documents": size,
                    "what": "documents added a second",
                    "value": (size - done) / filled,
                }
                done = size
            rows.append(row)
            if address is None:
                megabytes = sum(f.stat().st_size for f in Path(folder).iterdir()) / 1e6
                rows.append({"documents": size, "what": "MB on disk", "value": megabytes})
            rows += _asked(address or file, size)
    report("ledger_postgresql" if address else "ledger", rows)


def _asked(address: str | Path, size: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    with Ledger.open(address, create=False) as book:
        for what, ask in QUESTIONS.items():
            times = []
            for _ in range(RUNS):
                begin = time.perf_counter()
                ask(book)
                times.append(1000 * (time.perf_counter() - begin))
            rows.append(
                {
                    "documents": size,
                    "what": what + ", ms",
                    "value": sorted(times)[RUNS // 2],
                    "first": times[0],
                }
            )
    return rows


if __name__ == "__main__":
    main(*sys.argv[1:2])
