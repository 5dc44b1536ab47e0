"""What another process does to a ledger: hand.py write|die|read ADDRESS FIRST LAST."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from typing import Any

from making import claim, document

from burdenshare.evidence.ledger import Ledger, writing
from burdenshare.evidence.model import Claim, Document

CLAIMS = 20


def made(number: int) -> tuple[Document, list[Claim]]:
    lines = [f"Document {number} says in line {n} that Spain spends {n} %." for n in range(CLAIMS)]
    one = document("\n".join(lines), name=f"{number}.txt")
    return one, [claim(one, line, n) for n, line in enumerate(lines)]


def write(ledger: Ledger, first: int, last: int) -> None:
    for number in range(first, last):
        ledger.add(*made(number))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def die(ledger: Ledger, first: int, last: int) -> None:
    """Write all documents but the last, and be killed when half of that is written."""
    write(ledger, first, last - 1)
    whole = writing._insert_claims

    def half(connection: Any, number: int, one: Document, found: Any) -> None:
        whole(connection, number, one, found[: CLAIMS // 2])
        os.kill(os.getpid(), signal.SIGKILL)

    writing._insert_claims = half
    write(ledger, last - 1, last)


def read(ledger: Ledger, _first: int, last: int) -> None:
    """Read until all is there; every look must show whole documents only."""
    looks, documents, deadline = 0, 0, time.monotonic() + 60
    while documents < last and time.monotonic() < deadline:
        looks += 1
        seen = Counter(entry.source.name for entry in ledger.claims())
        assert set(seen.values()) <= {CLAIMS}, seen
        assert len(seen) >= documents
        documents = len(seen)
        found, _ = ledger.search("Spain", limit=5)
        assert all("Spain" in passage.text for passage in found)
    assert documents == last
    sys.stdout.write(f"{looks}\n")


if __name__ == "__main__":
    with Ledger.open(sys.argv[2]) as opened:
        {"write": write, "die": die, "read": read}[sys.argv[1]](
            opened, int(sys.argv[3]), int(sys.argv[4])
        )
