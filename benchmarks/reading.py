"""How fast files become documents, beside a parser of the standard library that keeps all."""

from __future__ import annotations

import io
import random
import resource
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from benchmarks.evidence import article
from benchmarks.measure import report, scratch
from burdenshare.evidence.model import Document
from burdenshare.evidence.reading import Limits, read_paths
from burdenshare.evidence.reading.document import read_bytes
from burdenshare.workbench import Workbench

ARTICLES = 1_000
TAKEN = 200
WANTED = 10.0
"""Seconds of one core for the articles; nothing fails where a machine is slower."""
WORDS = [
    "Spain", "France", "Poland", "the", "government", "budget", "alliance", "of", "and", "to", "in",
    "a", "target", "percent", "billion", "defence", "minister", "said", "that", "would", "spending",
    "share", "GDP", "2.1", "3.5", "2025", "more", "less", "summit", "treaty", "plan",
]  # fmt: skip


def sentence(draw: random.Random) -> str:
    """Return 12 to 28 words."""
    words = draw.choices(WORDS, k=draw.randint(12, 28))
    return f"{' '.join(words).capitalize()}. "


def page(draw: random.Random, number: int) -> str:
    """Return an article of about 6,500 characters with what stands around one."""
    story = "".join(
        f"<p>{''.join(sentence(draw) for _ in range(draw.randint(2, 5)))}</p>\n" for _ in range(16)
    )
    links = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(40))
    return (
        f"<!doctype html><html><head><title>Story {number}</title><meta charset=utf-8>"
        f"<script>{'var a = 1;' * 400}</script></head><body><nav><ul>{links}</ul></nav>"
        "<div class='cookie-banner'>We use cookies.</div><article>"
        f"<h1>Story {number}</h1><p>By Ann Bee, 3 July 2025</p>{story}</article>"
        f"<aside class='related'><ul>{links}</ul></aside><footer>{links}</footer></body></html>"
    )


def printed(draw: random.Random, pages: int) -> bytes:
    """Return a PDF of two columns."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for _ in range(pages):
        canvas.setFont("Times-Roman", 9)
        for left in (50, 310):
            for line in range(55):
                words = " ".join(draw.choices(WORDS, k=8))[:48]
                canvas.drawString(left, 780 - 13 * line, words)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


class AllWords(HTMLParser):
    """Keeps every piece of text of a page, menus and scripts too."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep a piece."""
        self.words.append(data)


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return seconds of processor time, and what came back."""
    begin = time.process_time()
    outcome = call()
    return time.process_time() - begin, outcome


def whole_way() -> list[dict[str, object]]:
    """Time files to a ledger with their claims, read by one process and by two.

    The articles hold some hundred claims each, several times those of news: they are made of the
    documents of the tests, with a sentence of their own, and each way begins a new ledger.
    """
    folder = Path(scratch())
    for number in range(TAKEN):
        text = article(number).replace("<body>", f"<body><p>{sentence(random.Random(number))}</p>")
        (folder / f"{number}.html").write_text(text, encoding="utf-8")
    rows: list[dict[str, object]] = []
    for workers in (1, 2):
        before, begin = processors(), time.perf_counter()
        told = Workbench().read([folder], ledger=Path(scratch()) / "ledger.sqlite", workers=workers)
        seconds, spent = time.perf_counter() - begin, processors() - before
        assert told["read"] == TAKEN, told
        rows.append(
            {
                "what": f"{TAKEN} articles of 4,000 characters into a ledger with their claims",
                "processes": workers,
                "claims_an_article": sum(d["claims"] for d in told["documents"]) // TAKEN,
                "articles_a_minute_by_the_clock": round(60 * TAKEN / seconds),
                "processor_ms_an_article": round(1000 * spent / TAKEN, 1),
                "articles_a_minute_of_two_processors": round(2 * 60 * TAKEN / spent),
                "wanted": 1_000,
            }
        )
    return rows


def processors() -> float:
    """Return the seconds of processor time of this process and of those it waited for."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(one)[:2]) for one in who)


def plainly(folder: Path) -> int:
    """Read each page with the standard library and return how many there were."""
    paths = sorted(folder.iterdir())
    for path in paths:
        parser = AllWords()
        parser.feed(path.read_text(encoding="utf-8"))
        parser.close()
    return len(paths)


def main() -> None:
    """Time pages of the web and of paper."""
    draw = random.Random(1)
    folder = Path(scratch())
    for number in range(ARTICLES):
        (folder / f"{number:04d}.html").write_text(page(draw, number), encoding="utf-8")
    list(read_paths([next(folder.iterdir())]))
    own, outcomes = timed(lambda: list(read_paths([folder])))
    plain, _ = timed(lambda: plainly(folder))
    assert all(isinstance(outcome, Document) for outcome in outcomes)
    paper = printed(draw, 50)
    seconds, document = timed(lambda: read_bytes(paper, "a.pdf", Limits.of_settings()))
    characters = sum(len(outcome.text) for outcome in outcomes) // len(outcomes)
    report(
        "reading",
        [
            {
                "what": f"{ARTICLES:,} articles of {characters:,} characters",
                "seconds": own,
                "wanted": WANTED,
                "times_slower_than_html.parser_without_choice": round(own / plain, 1),
            },
            {
                "what": "50 pages of a PDF in two columns",
                "seconds": seconds,
                "characters_a_second": round(len(document.text) / seconds),
            },
            *whole_way(),
        ],
    )
