"""Which part of a year's budget was decided before the year: pay and contracts of the past."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from burdenshare.errors import Refusal
from burdenshare.figures.model import Observation

PARTS = {
    "personnel": "personnel_and_provisions",
    "past contracts": "outlays_on_past_contracts",
    "general material": "general_material_expenses",
}


class Table(Protocol):
    """The figures, as far as they are asked here."""

    def rows(self, series: str, *, countries: Sequence[str] | None = None) -> list[Observation]:
        """Return the observations of a series."""
        ...


def spoken_for(figures: Table, country: str) -> list[dict[str, Any]]:
    """Return, for every year with all parts published, how a defence budget was made up.

    The parts are of one definition (Japan: plan-covered, expenditure basis). Pay and payments on
    past contracts are decided before the year begins; general material is what can still be
    chosen.

    Returns
    -------
    list of dict
        ``year``, ``parts`` (billions of national currency), ``total``, ``taken`` (per cent),
        ``definition``, ``unit`` and ``sources``.

    Raises
    ------
    Refusal
        ``no-figures`` where no year of the country has all parts.
    """
    found: dict[tuple[int, str], dict[str, Observation]] = {}
    for name, series in PARTS.items():
        for row in figures.rows(series, countries=[country]):
            found.setdefault((row.year, row.definition), {})[name] = row
    made = []
    for (year, definition), parts in sorted(found.items()):
        if len(parts) < len(PARTS):
            continue
        total = sum(row.value for row in parts.values())
        chosen = parts["general material"].value
        made.append(
            {
                "country": country,
                "year": year,
                "parts": {name: parts[name].value for name in PARTS},
                "total": total,
                "taken": 100 * (1 - chosen / total),
                "definition": definition,
                "unit": parts["personnel"].unit,
                "sources": sorted({row.source for row in parts.values()}),
            }
        )
    if not made:
        raise Refusal(
            "no-figures",
            f"no year of {country} is known with pay, past contracts and new material apart",
            hint="Japan publishes them; for another state give a ledger of your own",
        )
    return made
