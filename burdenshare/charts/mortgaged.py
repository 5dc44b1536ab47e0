"""The charts of what is mortgaged beside a run: unit costs of programmes, ledgers of members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burdenshare.charts.obligations import of_ledgers
from burdenshare.charts.theme import Credit
from burdenshare.charts.unit_cost import unit_cost
from burdenshare.programmes.curves import curves
from burdenshare.programmes.ledger import Ledger, ledger

if TYPE_CHECKING:
    from burdenshare.study import Study


def ledgers(study: Study) -> list[Ledger]:
    """Return the shipped ledgers of obligations of a run's members."""
    return [book for book in ledger() if book.country in study.projection.members]


def of_run(study: Study, *, language: str = "en") -> dict[str, dict[str, Any]]:
    """Return a waterfall for each ledger of a member that gives one, and unit costs, by name."""
    books = [book.to_json() for book in ledgers(study)]
    made = of_ledgers({"ledgers": books}, run=study.fingerprint, language=language)
    for one in study.programmes.costed if study.programmes else ():
        credit = Credit((), study.fingerprint, more=one.programme.sources)
        made[f"unit_cost_{one.programme.name}"] = unit_cost(
            curves(one.programme), credit=credit, language=language
        )
    return made
