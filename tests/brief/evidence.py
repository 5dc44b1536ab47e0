"""A ledger for tests of briefs, read from documents of our own."""

from __future__ import annotations

from pathlib import Path

from burdenshare.evidence.claims import extract
from burdenshare.evidence.ledger import Ledger
from burdenshare.evidence.reading import read_file

OWN = Path(__file__).parent / "documents"
ANNOTATED = Path(__file__).parent.parent / "evidence" / "documents"
EVENT, MACHINE = OWN / "event-ja.html", OWN / "machine-en.txt"
HEADLINE = "NATO国防費比率引き上げに反旗、「スタンドプレー」外交の舞台裏"


def ledger(path: Path, *documents: Path) -> Ledger:
    """Return a ledger that holds these documents."""
    opened = Ledger.open(path)
    for one in documents:
        document = read_file(one)
        opened.add(document, extract(document))
    return opened


def annotated() -> list[Path]:
    """Return the documents that were written for the tests of the extraction."""
    return sorted(ANNOTATED.glob("*.txt"))
