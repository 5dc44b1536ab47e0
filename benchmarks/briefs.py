"""How long a brief takes to compile and to be checked, against reading the claims alone."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measure import report
from burdenshare.brief import written
from burdenshare.brief.check import check
from burdenshare.brief.compiler import article
from burdenshare.evidence.claims import extract
from burdenshare.evidence.ledger import Filters, Ledger
from burdenshare.evidence.reading import read_file
from burdenshare.figures.store import Figures

DOCUMENTS = Path(__file__).parent.parent / "tests" / "evidence" / "documents"
PROMISED = 2.0
"""Seconds within which a brief is there."""
RUNS = 5


def best(work: Callable[[], Any]) -> float:
    """Return the shortest of some runs, in seconds."""
    found = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> None:
    """Compile and check an article over the annotated documents; print and keep the times."""
    figures = Figures.open()
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.open(Path(folder) / "ledger.sqlite") as ledger,
    ):
        for path in sorted(DOCUMENTS.glob("*.txt")):
            document = read_file(path)
            ledger.add(document, extract(document))

        def compiled() -> str:
            return written.to_markdown(
                article(
                    ledger, figures, headline="NATO members defy higher defence spending ratio",
                    publisher="A paper", day=date(2025, 7, 3),
                )
            )  # fmt: skip

        text = compiled()
        reading = best(lambda: list(ledger.claims(Filters(machine=True))))
        compiling, checking = best(compiled), best(lambda: check(text, ledger, figures))
        counts = ledger.counts()
        report(
            "briefs",
            [
                {
                    "what": what,
                    "documents": counts["documents"],
                    "claims": counts["claims"],
                    "seconds": seconds,
                    "to_reading_the_claims": seconds / reading,
                    "promised": PROMISED,
                }
                for what, seconds in (("compile", compiling), ("check", checking))
            ],
        )


if __name__ == "__main__":
    main()
