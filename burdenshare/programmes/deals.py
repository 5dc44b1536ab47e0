"""Joint programmes as announced: who said how much, when, at which prices, by which source."""

from __future__ import annotations

import csv
from pathlib import Path

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.programmes.model import Deal

SHIPPED = Path(__file__).with_name("data") / "deals.csv"


def deals(programme: str | None = None) -> list[Deal]:
    """Return the announced amounts, oldest first; never added up: their bases differ.

    Raises
    ------
    Refusal
        ``unknown-programme`` where nothing is known of it.
    """
    with SHIPPED.open(encoding="utf-8", newline="") as stream:
        found = [Deal(amount=float(row.pop("amount")), **row) for row in csv.DictReader(stream)]
    found.sort(key=lambda deal: (deal.programme, deal.announced))
    names = {deal.programme for deal in found}
    if programme is None:
        return found
    chosen = next((name for name in names if name.lower() == programme.lower()), None)
    if chosen is None:
        raise Refusal(
            "unknown-programme",
            f"no deals of a programme {programme!r} are known",
            hint=did_you_mean(programme, names) or f"known: {', '.join(sorted(names))}",
        )
    return [deal for deal in found if deal.programme == chosen]
