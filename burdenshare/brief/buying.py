"""The section "What it buys and what stays": buying power, and the equipment that lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from burdenshare.brief.numbers import MISSING, amount, known, number, percent
from burdenshare.brief.origin import Line, MemberTable, input_id
from burdenshare.brief.summary import cell

if TYPE_CHECKING:
    from burdenshare.brief.bands import Spread, Spreads
    from burdenshare.study import Study


SMALLEST = 0.0005
"""Part of spending: a loss of buying power below this is none to speak of."""


def what_it_buys(study: Study, spread: Spreads) -> dict[str, Any] | None:
    """Return what the section prints; None where no lever asks for it."""
    power, stock = buying_power(study, spread), equipment(study, spread)
    if power is None and stock is None:
        return None
    return {"power": power, "stock": stock, "no_stock": _without_stock(spread) if stock else ""}


def buying_power(study: Study, spread: Spreads) -> MemberTable | None:
    """Return what spending buys of what defence buys; None where no lever asks for it.

    Without such a lever its prices rise as prices in general do, and only shocks of exchange rates
    move them.
    """
    told = [each for each in spread if each.buying.known and each.spending.known]
    asked = (study.scenario.defence_inflation, study.scenario.import_share)
    if asked == (None, None) and all(
        abs(each.buying.central - each.spending.central) < SMALLEST * abs(each.spending.central)
        for each in told
    ):
        return None
    lines = []
    for each in told:
        paid, buys = each.spending.central, each.buying.central
        lost = 100 * (1 - buys / paid) if paid else float("nan")
        cells = [
            _cell(each, "spending_real", paid, amount(paid), "m-real"),
            _cell(each, "buying", buys, amount(buys)),
            _cell(each, "buying-lost", lost, percent(lost) if known(lost) else ""),
            *(
                _cell(each, f"buying-{name}", value, amount(value))
                for name, value in (
                    ("5", each.buying.low),
                    ("50", each.buying.middle),
                    ("95", each.buying.high),
                )
            ),
        ]
        lines.append(Line("", each.row.name, each.row.currency, cells))
    columns = [
        ("Spending at constant prices, no shock", "m-real"),
        ("What it buys, no shock", "m-buying"),
        ("Lost", "m-buying"),
        *((f"What it buys, {level}\u202f%", "m-band") for level in (5, 50, 95)),
    ]
    return MemberTable((), columns, lines, None)


def equipment(study: Study, spread: Spreads) -> MemberTable | None:
    """Return the stock of equipment before the path and in the deadline year, by member."""
    if not np.any(np.asarray(spread.levers.equipment_share)):
        return None
    lines = []
    for each in spread:
        if not each.stock.known:
            continue
        before = _stock_before(spread, each.code)
        values = [
            ("before", before),
            ("central", each.stock.central),
            ("5", each.stock.low),
            ("50", each.stock.middle),
            ("95", each.stock.high),
        ]
        cells = [
            _cell(each, f"stock-{name}", value, amount(value) if known(value) else "", "m-stock")
            for name, value in values
        ]
        lines.append(Line("", each.row.name, each.row.currency, cells))
    columns = [
        (f"End of {study.inputs.years[0] - 1}", "m-stock"),
        ("Deadline year, no shock", "m-stock"),
        *((f"{level}\u202f%", "m-band") for level in (5, 50, 95)),
    ]
    return MemberTable((), columns, lines, None) if lines else None


def _stock_before(spread: Spreads, code: str) -> float:
    held = spread.levers.stock0
    if held is None:
        return 0.0
    return float(np.asarray(held)[spread.futures.members.index(code)].sum())


def _without_stock(spread: Spreads) -> list[str]:
    return [each.code for each in spread if not each.stock.known]


def _cell(each: Spread, measure: str, value: float, text: str, method: str = "m-buying") -> Markup:
    if not known(value):
        return Markup("<td>%s</td>") % MISSING
    return Markup('<td id="%s">%s</td>') % (
        cell(each.code, measure),
        number(value, text, (method, input_id(each.code))),
    )
