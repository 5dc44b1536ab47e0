"""How fast a ledger of 100,000 different documents answers, and whether it grows linearly.

``python -m benchmarks.ledger`` fills a file of SQLite, ``python -m benchmarks.ledger postgresql``
a database on a server of its own; each takes a quarter of an hour or more.
"""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import report
from burdenshare.brief import written
from burdenshare.brief.compiler import article, brief
from burdenshare.evidence.conflicts import conflicts
from burdenshare.evidence.ledger import Filters, Ledger
from burdenshare.evidence.model import STANCES, Claim, Document, Language, Span
from burdenshare.figures.store import Figures

SIZES = (10_000, 30_000, 100_000)
CLAIMS = 8
RUNS = 7
BRIEFS = 3
AGAIN = 0.05
"""Part of the paragraphs that an earlier document has word for word, as papers share agencies'."""
_MEASURES = {
    "defence_spending_share_gdp": 5,
    "defence_spending": 3,
    "procurement": 2,
    "support_to_ukraine": 2,
    "tariffs": 2,
    "force_size": 1,
    "burden_sharing": 1,
}
_STATES, _ENGLISH, _JAPANESE = (
    words.split()
    for words in (
        "USA DEU GBR FRA POL JPN ITA ESP CAN NLD SWE KOR AUS NOR FIN DNK EST LTU LVA BEL TUR GRC "
        "CZE ROU HUN PRT SVK BGR HRV SVN LUX ALB",
        "allies government minister parliament summit target pledge budget defence spending share "
        "billion increase decline industry deterrence deployment procurement statement alliance "
        "partner region treaty exercise capability readiness forecast deficit debt reform",
        "日本政府 防衛費 国内総生産 増額 方針 決定 首相 会見 同盟 米国 要求 目標 予算 財源 増税 "
        "国会 反対 支持 協力 訓練 装備 輸出 連携 欧州 地域 安全保障 見通し 計画 閣議 発表",
    )
)
_FIRST, _DAYS = date(2015, 1, 1), 4_000


class _Words(NamedTuple):
    """Words of a language with how often each comes, added up: few are frequent, most are rare."""

    words: list[str]
    weights: list[float]

    def some(self, chance: random.Random, number: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self.weights, k=number)


@cache
def _vocabulary(language: Language) -> _Words:
    chance = random.Random(language)
    if language == "ja":
        signs = [chr(chance.randrange(0x4E00, 0x6E00)) for _ in range(1_500)]
        made = ["".join(chance.choices(signs, k=2)) for _ in range(20_000)]
        words = _JAPANESE + made
    else:
        parts = [a + b for a in "bcdfglmnprst" for b in "aeiou"]
        made = ["".join(chance.choices(parts, k=chance.randint(2, 4))) for _ in range(40_000)]
        words = _ENGLISH + made
    return _Words(words, list(accumulate(1 / (rank + 10) for rank in range(len(words)))))


@cache
def _weighted(names: tuple[str, ...]) -> _Words:
    return _Words(list(names), list(accumulate(1 / (rank + 2) for rank in range(len(names)))))


class _Passage(NamedTuple):
    """One paragraph with one claim."""

    words: str
    said: dict[str, object]


def _passage(seed: int, language: Language) -> _Passage:
    chance = random.Random(seed)
    actor, target = _weighted(tuple(_STATES)).some(chance, 2)
    (measure,) = chance.choices(list(_MEASURES), weights=list(_MEASURES.values()))
    value = chance.randrange(80, 600) / 100
    rest = _vocabulary(language).some(chance, 30)
    if language == "ja":
        amount = f"{value}%"
        words = f"{actor}は{target}に対し{amount}と述べた。{''.join(rest)}{seed}件。"
    else:
        amount = f"{value} %"
        words = f"{actor} told {target} that {amount} is right. {' '.join(rest)} no{seed}."
    said = {
        "actor": (actor,),
        "target": (target,),
        "measure": measure,
        "value": value,
        "amount": amount,
        "stance": chance.choice(STANCES),
        "year": chance.randint(2014, 2026) if chance.random() < 0.7 else None,
        "confidence": chance.random(),
    }
    return _Passage(words, said)


def made(number: int) -> tuple[Document, list[Claim]]:
    """Return a document of about 2,000 characters with eight claims, a third of them Japanese."""
    chance = random.Random(number)
    language: Language = "ja" if number % 3 == 0 else "en"
    seeds = [
        chance.randrange(number // 3 + 1) * 3 * CLAIMS + number % 3 * CLAIMS
        if chance.random() < AGAIN
        else number * CLAIMS + turn
        for turn in range(CLAIMS)
    ]
    passages = [_passage(seed, language) for seed in seeds]
    text = "\n\n".join(passage.words for passage in passages)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    document = Document(
        id=digest[:16],
        name=f"{number}.txt",
        text=text,
        language=language,
        publisher=f"Paper {number % 200}",
        published=(_FIRST + timedelta(days=number % _DAYS)).isoformat(),
        sha256=digest,
    )
    return document, list(_claims(document, passages))


def _claims(document: Document, passages: list[_Passage]) -> Iterator[Claim]:
    at = 0
    for number, (words, said) in enumerate(passages):
        amount = str(said["amount"])
        start = at + words.index(amount)
        end = start + len(amount)
        yield Claim(
            id=f"{document.id}-{number:02d}",
            document=document.id,
            span=Span(at, end),
            quote=document.text[at:end],
            kind="quantity",
            speaker="AUTHOR",
            unit="pct_gdp",
            comparator="eq",
            quantity_span=Span(start, end),
            rule="made",
            **{name: value for name, value in said.items() if name != "amount"},  # type: ignore[arg-type]
        )
        at += len(words) + 2


def _listed(**filters: object) -> Callable[[Ledger], object]:
    return lambda book: list(book.claims(Filters(**filters), limit=100))  # type: ignore[arg-type]


def _timeline(**filters: object) -> Callable[[Ledger], object]:
    return lambda book: list(book.timeline(Filters(**filters), limit=100))  # type: ignore[arg-type]


def _found(words: str) -> Callable[[Ledger], object]:
    return lambda book: book.search(words)


QUESTIONS: dict[str, Callable[[Ledger], object]] = {
    "claims, no filter": _listed(),
    "claims of the most frequent actor": _listed(actor="USA"),
    "claims of a rare actor": _listed(actor="ALB"),
    "claims, two filters": _listed(actor="USA", stance="opposes"),
    "claims, six filters": _listed(
        actor="ESP", target="USA", measure="defence_spending", stance="opposes",
        since="2025-06", counted=True,
    ),
    "claims, filters that nothing meets": _listed(
        actor="USA", stance="opposes", measure="none", since="2030"
    ),
    "claims since a date": _listed(since="2025-11-20"),
    "claims of one day and one measure": _listed(
        since="2025-07-03", until="2025-07-03", measure="tariffs"
    ),
    "claims of one document": _listed(document="77.txt"),
    "timeline, no filter": _timeline(),
    "timeline of the most frequent actor": _timeline(actor="USA"),
    "timeline of a measure that counts": _timeline(measure="defence_spending", counted=True),
    "search, a frequent word": _found("spending"),
    "search, two frequent words": _found("treaty deterrence"),
    "search, a phrase of frequent words": _found('"defence spending"'),
    "search, the beginning of words": _found("spen*"),
    "search, a rare word": _found("no77"),
    "search, 日本 (two characters)": _found("日本"),
    "search, 防 (one character)": _found("防"),
    "search, 安全保障 増税": _found("安全保障 増税"),
    "search, nothing": _found("antidisestablishmentarianism"),
}  # fmt: skip


def main(address: str | None = None, sizes: tuple[int, ...] = SIZES) -> None:
    """Fill a ledger step by step and ask it at each size; ``postgresql`` for a server's."""
    if address == "postgresql":
        from tests.postgresql import Server

        with tempfile.TemporaryDirectory(prefix="bs-pg-") as folder:
            server = Server(Path(folder))
            server.start()
            try:
                report("ledger_postgresql", _measured(server.database(), sizes))
            finally:
                server.stop()
        return
    with tempfile.TemporaryDirectory() as folder:
        report("ledger", _measured(Path(folder) / "ledger.sqlite", sizes))


def _measured(address: str | Path, sizes: tuple[int, ...]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    done = 0
    for size in sizes:
        clock, processor = time.perf_counter(), time.process_time()
        fill(address, done, size)
        added = (time.perf_counter() - clock, time.process_time() - processor)
        for name, seconds in zip(("", " of this process"), added, strict=True):
            rows.append(_row(size, f"a document added, ms{name}", 1000 * seconds / (size - done)))
        done = size
        if isinstance(address, Path):
            written_bytes = sum(f.stat().st_size for f in address.parent.iterdir())
            rows.append(_row(size, "kB a document on disk", written_bytes / 1000 / size))
        rows += asked(address, size)
    return rows


def _row(size: int, what: str, value: float, **more: float) -> dict[str, object]:
    return {"documents": size, "what": what, "value": round(value, 2), **more}


def fill(address: str | Path, first: int, last: int) -> None:
    """Add documents, each in a transaction of its own."""
    with Ledger.open(address) as book:
        for number in range(first, last):
            book.add(*made(number))


def asked(address: str | Path, size: int) -> list[dict[str, object]]:
    """Ask every question, some times each, and compile briefs; times are medians."""
    rows: list[dict[str, object]] = []
    with Ledger.open(address, create=False) as book:
        for what, ask in QUESTIONS.items():
            median, first = _timed(lambda ask=ask: ask(book), RUNS)  # type: ignore[misc]
            rows.append(_row(size, f"{what}, ms", 1000 * median, first=round(1000 * first, 2)))
        figures = Figures.open()
        for what, compiled in _BRIEFS.items():
            median, first = _timed(
                lambda compiled=compiled: written.to_markdown(compiled(book, figures)),  # type: ignore[misc]
                BRIEFS,
            )
            rows.append(_row(size, f"{what}, s", median, first=round(first, 2)))
            begin = time.process_time()
            written.to_markdown(compiled(book, figures))
            rows.append(_row(size, f"{what}, s of processor time", time.process_time() - begin))
        begin = time.process_time()
        groups = conflicts(book.numbers(), figures)
        seconds = time.process_time() - begin
        what = "conflicts of the whole ledger, s of processor time"
        rows.append(_row(size, what, seconds, groups=len(groups)))
    return rows


_BRIEFS = {
    "brief on Spain": lambda book, figures: brief(book, figures, topic="Spain"),
    "brief on Spain defence spending": lambda book, figures: brief(
        book, figures, topic="Spain defence spending"
    ),
    "brief on NATO defence spending, as of a day": lambda book, figures: brief(
        book, figures, topic="NATO defence spending", day=date(2025, 7, 3)
    ),
    "brief on tariffs": lambda book, figures: brief(book, figures, topic="tariffs"),
    "article on a headline": lambda book, figures: article(
        book, figures, headline="NATO members defy higher defence spending ratio",
        publisher="A paper", day=date(2025, 7, 3),
    ),
}  # fmt: skip


def _timed(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return the median and the first of some runs, in seconds."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return sorted(times)[runs // 2], times[0]


if __name__ == "__main__":
    main(*sys.argv[1:2])
