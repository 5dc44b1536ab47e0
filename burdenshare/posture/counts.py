"""The shipped tables of this room: counts by country and item, costs, requirements, budgets."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from burdenshare.posture.model import Count, Stocks

DATA = Path(__file__).with_name("data")


@cache
def stocks() -> Stocks:
    """Return how many of each item each state has, as far as a table gives it.

    A count that is absent is not zero. Each country and item stands once, so that derived rows and
    aggregates cannot be added to their parts.
    """
    return {
        (row["country"], row["item"]): Count(
            country=row["country"],
            item=row["item"],
            count=float(row["count"]),
            year=int(row["year"]),
            source=row["source"],
            grade=row["grade"],
            note=row["note"],
        )
        for row in rows("stocks")
    }


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a shipped table as they stand in it.

    Parameters
    ----------
    table : str
        ``stocks``, ``unit_costs``, ``requirements``, ``domain_shares`` or ``deployments``.
    """
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
