"""How fast documents become evidence, each step beside a plainer way."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measure import report
from burdenshare.evidence import gazetteer
from burdenshare.evidence import quantities as reading
from burdenshare.evidence.model import Language

SENTENCES = Path(__file__).parent.parent / "tests" / "evidence" / "quantities"
CHARACTERS = 200_000
WANTED = {"quantities": 100_000}
"""Characters a second on one core; nothing fails where a machine is slower."""


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


def main() -> None:
    """Run every step and keep the rows."""
    report("evidence", quantities())
