"""Unit cost by quantity, alone and together: the curves behind a programme's bill."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from burdenshare.programmes.bills import bill
from burdenshare.programmes.cost import require_published
from burdenshare.programmes.draws import worlds
from burdenshare.programmes.model import Programme

POINTS = 24


def curves(programme: Programme) -> dict[str, Any]:
    """Return the programme unit cost (development and procurement over own units) by quantity.

    At central values, without exports. Alone: the partner of most units buys the quantity by
    itself. Together: all partners buy it in the proportions of the programme, at least one each.

    Returns
    -------
    dict
        ``country`` (who is alone), ``unit``, ``quantity`` (own units and all units), and ``alone``
        and ``together``, lists of (units, million for one).

    Raises
    ------
    Refusal
        ``unpublished``
    """
    require_published(programme)
    drawn = worlds(programme, 0, 1)
    largest = max(programme.partners, key=lambda partner: partner.quantity)
    whole = sum(partner.quantity for partner in programme.partners)
    units = sorted({round(n) for n in np.geomspace(max(10, whole // 8), whole, POINTS)})
    found: dict[str, list[list[float]]] = {"alone": [], "together": []}
    for n in sorted({*units, largest.quantity}):
        circle = [
            replace(one, quantity=max(1, round(n * one.quantity / whole)))
            for one in programme.partners
        ]
        several = drawn.multiple if len(circle) > 1 else 1.0
        for name, partners, multiple in (
            ("alone", [replace(largest, quantity=n)], 1.0),
            ("together", circle, several),
        ):
            made = bill(programme, partners, drawn, multiple=multiple, exports=0)
            found[name].append([made.bought, float(np.mean(made.acquisition)) / made.bought])
    return {
        "country": largest.country,
        "unit": programme.unit,
        "title": programme.title,
        "quantity": {"alone": largest.quantity, "together": whole},
        **found,
    }
