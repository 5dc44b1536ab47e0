"""How fast documents become evidence, each step beside a plainer way."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measure import report, scratch
from burdenshare.evidence import gazetteer
from burdenshare.evidence import quantities as reading
from burdenshare.evidence.claims import extract
from burdenshare.evidence.model import Language
from burdenshare.evidence.reading import read_file

DOCUMENTS = Path(__file__).parent.parent / "tests" / "evidence" / "documents"
ARTICLES, LENGTH, CORES = 200, 4_000, 2
SENTENCES = Path(__file__).parent.parent / "tests" / "evidence" / "quantities"
CHARACTERS = 200_000
WANTED = {"quantities": 100_000, "claims": 1_000}
"""Characters a second on one core, articles a minute on two; nothing fails on slower machines."""


def text_of(name: str) -> str:
    """Return a long text made of the sentences of the tests: far denser in numbers than news."""
    lines = (SENTENCES / name).read_text(encoding="utf-8").splitlines()
    sentences = " ".join(line for line in lines if line and line[0] not in " #")
    return (sentences * (CHARACTERS // len(sentences) + 1))[:CHARACTERS]


def rate(call: Callable[[], Any], text: str, runs: int = 3) -> float:
    """Return characters a second of processor time, best of some runs."""
    best = float("inf")
    for _ in range(runs):
        begin = time.process_time()
        call()
        best = min(best, time.process_time() - begin)
    return len(text) / best


def quantities() -> list[dict[str, object]]:
    """Time quantities and mentions, beside one pattern that finds bare digits and no more."""
    rows: list[dict[str, object]] = []
    digits = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
    languages: tuple[tuple[str, Language], ...] = (("english.txt", "en"), ("japanese.txt", "ja"))
    for name, language in languages:
        text = text_of(name)
        plain = rate(lambda text=text: digits.findall(text), text)  # type: ignore[misc]
        for what, call in (
            ("quantities", reading.quantities),
            ("mentions", gazetteer.mentions),
        ):
            call(text[:1000], language)
            own = rate(lambda text=text, call=call, lang=language: call(text, lang), text)  # type: ignore[misc]
            found = len(call(text, language))
            rows.append(
                {
                    "what": what,
                    "language": language,
                    "found": found,
                    "characters_a_second": round(own),
                    "wanted": WANTED.get(what, ""),
                    "times_slower_than_bare_digits": round(plain / own, 1),
                }
            )
    return rows


def article(number: int) -> str:
    """Return a page of about 4,000 characters, made of the documents of the tests by turns."""
    language = ("en", "ja")[number % 2]
    texts = [p.read_text(encoding="utf-8") for p in sorted(DOCUMENTS.glob(f"{language}-*.txt"))]
    turned = texts[number % len(texts) :] + texts
    story = "".join(f"<p>{line}</p>" for text in turned for line in text.splitlines() if line)
    return f"<html><head><title>Story {number}</title></head><body>{story[:LENGTH]}</body></html>"


def read(path: str) -> int:
    """Read one article and return how many claims it makes."""
    return len(extract(read_file(path)))


def numbers_and_names(path: str) -> int:
    """Read one article and return how many quantities and mentions it holds: no claims."""
    document = read_file(path)
    found = reading.quantities(document.text, document.language)
    return len(found) + len(gazetteer.mentions(document.text, document.language))


def claims() -> list[dict[str, object]]:
    """Time files to claims, beside reading only their numbers and names, in processor time."""
    folder = Path(scratch())
    paths = [str(folder / f"{number}.html") for number in range(ARTICLES)]
    for number, path in enumerate(paths):
        Path(path).write_text(article(number), encoding="utf-8")
    seconds: dict[str, float] = {}
    found: dict[str, int] = {}
    for name, work in (("claims", read), ("numbers and names alone", numbers_and_names)):
        work(paths[0])
        begin = time.process_time()
        found[name] = sum(work(path) for path in paths)
        seconds[name] = (time.process_time() - begin) / ARTICLES
    return [
        {
            "what": name,
            "found": found[name],
            "milliseconds_an_article": round(1000 * seconds[name], 1),
            "articles_a_minute_on_two_cores": round(60 * CORES / seconds[name]),
            "wanted": WANTED.get(name, ""),
            "times_slower_than_numbers_and_names": round(
                seconds[name] / seconds["numbers and names alone"], 2
            ),
        }
        for name in seconds
    ]


def main() -> None:
    """Run every step and keep the rows."""
    report("evidence", quantities() + claims())
