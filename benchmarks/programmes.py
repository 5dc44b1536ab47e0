"""How long 10,000 draws of a programme take, beside the same arithmetic unit by unit in a loop."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.measure import report
from burdenshare.programmes.cost import cost
from burdenshare.programmes.document import document
from burdenshare.programmes.draws import worlds
from burdenshare.programmes.reading import load

DRAWS = 10_000
LOOPED = 100
"""Draws of the loop; its time grows with their number."""


def looped(draws: int) -> list[float]:
    """Return the learning-curve total of all units, draw by draw and unit by unit."""
    programme = load("three-partners")
    drawn = worlds(programme, draws, 1)
    units = sum(partner.quantity for partner in programme.partners)
    return [
        sum(float(drawn.first[0]) * n ** (np.log2(slope / 100)) for n in range(1, units + 1))
        for slope in drawn.slope
    ]


def main() -> None:
    """Time the whole answer, the cost alone, and the loop."""
    programme = load("three-partners")
    rows: list[dict[str, object]] = []
    found = cost(programme, draws=DRAWS)
    begin = time.perf_counter()
    found = cost(programme, draws=DRAWS)
    middle = time.perf_counter()
    document(found)
    end = time.perf_counter()
    looped(LOOPED)
    loop = (time.perf_counter() - end) * DRAWS / LOOPED
    rows.append({"what": "cost, 3 partners, 10,000 draws", "seconds": middle - begin})
    rows.append({"what": "the whole answer", "seconds": end - begin})
    rows.append(
        {
            "what": "units summed one by one in Python, scaled from 100 draws",
            "seconds": loop,
            "ratio": loop / (middle - begin),
        }
    )
    report("programmes", rows)


if __name__ == "__main__":
    main()
