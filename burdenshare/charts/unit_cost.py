"""What one unit costs by quantity, alone and together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from burdenshare.charts.cells import in_sentence
from burdenshare.charts.grammar import Plot, layered, options, shows
from burdenshare.charts.theme import BLUE, PAPER, VERMILLION, Credit, amount, frame

_NAMES = {"alone": "Alone", "together": "Together"}


def unit_cost(curves: Mapping[str, Any], *, credit: Credit, language: str = "en") -> dict[str, Any]:
    """Draw the programme unit cost by quantity, alone and together, with the planned quantities.

    Parameters
    ----------
    curves : mapping
        As `burdenshare.programmes.curves.curves` gives them.
    credit : Credit
    language : str
    """
    rows = [
        {"who": _NAMES[name], "units": units, "cost": cost}
        for name in _NAMES
        for units, cost in curves[name]
    ]
    planned = [
        _nearest(rows, _NAMES[name], quantity) for name, quantity in curves["quantity"].items()
    ]
    alone, together = planned
    x = shows("units:Q", title="Units bought", scale=options(type="log", nice=False))
    y = shows(
        "cost:Q",
        title=f"Programme unit cost, {curves['unit']}",
        scale=options(zero=True),
        axis=options(format=",~f", tickCount=6),
    )
    colour = shows(
        "who:N",
        scale=options(domain=list(_NAMES.values()), range=[VERMILLION, BLUE]),
        legend=options(title=None, orient="top"),
    )
    dots = Plot("planned")
    plot = layered(
        *(
            Plot("curves")
            .where(f"datum.who == '{_NAMES[name]}'")
            .mark("line", strokeWidth=2.4, strokeDash=dash)
            .encode(x=x, y=y, color=colour)
            for name, dash in (("alone", [6, 4]), ("together", [1, 0]))
        ),
        dots.mark("point", filled=True, size=110, opacity=1, stroke=PAPER).encode(
            x=x, y=y, color=colour
        ),
        *(
            dots.where(f"datum.who == '{_NAMES[name]}'")
            .mark("text", align="right", dx=4, dy=dy)
            .encode(x=x, y=y, text="text:N")
            for name, dy in (("alone", 20), ("together", -26))
        ),
        width=580,
        height=340,
    )
    return frame(
        plot,
        {"curves": rows, "planned": planned},
        title=f"{curves['title']}: one unit costs {in_sentence(curves['country'])} "
        f"{amount(alone['cost'])} alone, {amount(together['cost'])} together",
        subtitle=[
            f"{curves['unit']}. Programme unit cost: development and procurement over the units "
            "bought, at central values, without exports; not flyaway.",
            "Dots: the planned quantities, of the largest partner alone and of all together.",
        ],
        credit=credit,
        language=language,
        description="Two falling curves, unit cost by quantity. "
        f"Alone {amount(alone['cost'])}, together {amount(together['cost'])}.",
    )


def _nearest(rows: list[dict[str, Any]], who: str, quantity: int) -> dict[str, Any]:
    mine = [row for row in rows if row["who"] == who]
    row = min(mine, key=lambda one: abs(one["units"] - quantity))
    return {**row, "text": f"{row['units']:,.0f} units: {amount(row['cost'])}"}
