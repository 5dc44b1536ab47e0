"""What is lost without one ally: the list of all single absences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from burdenshare.charts.cells import LEVEL, heading, in_sentence, named, per_cent
from burdenshare.charts.grammar import Plot, Spec, layered, of_band, options, shows
from burdenshare.charts.theme import BLUE, QUIET, Credit, frame, number
from burdenshare.errors import Refusal
from burdenshare.figures.countries import country_name

MOST = 15
"""So many states are drawn; the rest lose less than the last of them."""
_LEAST = 5e-5


def absence(document: Mapping[str, Any], *, credit: Credit, language: str = "en") -> dict[str, Any]:
    """Show what coverage loses without each state in turn (N-1), the hardest loss first.

    Parameters
    ----------
    document : mapping
        As `burdenshare cover --each-absence` gives it.
    credit : Credit
    language : str

    Raises
    ------
    Refusal
        ``no-figures`` where no absence was asked for.
    """
    found = document["absences"]
    if not found:
        raise Refusal(
            "no-figures",
            "No absence was looked at.",
            hint="Ask for them: burdenshare cover SCENARIO --each-absence",
        )
    felt = [one for one in found if one["lost"] >= _LEAST]
    rows = [_row(one, language) for one in (felt or found)[:MOST]]
    rest = len(found) - len(rows)
    return frame(
        _plot([row["country"] for row in rows], max(row["lost"] for row in rows)),
        {"absences": rows},
        title=f"{heading(document, language)}: coverage hangs most on "
        f"{in_sentence(found[0]['country'], language)}",
        subtitle=[
            f"With all {len(document['states'])} states {per_cent(document['mean'])} % is covered "
            "on average. Bars: loss of valued coverage, mean and weakest directions by the weights "
            "of the judgement, when one state is not there and all others stay.",
            "Beside: mean coverage that is left, and the cell that loses most, in points."
            + (f" {rest} states are left out: without them less is lost." if rest else ""),
            LEVEL,
        ],
        credit=credit,
        language=language,
        description="Bars, one a state. "
        + " ".join(f"Without {r['country']}: {number(r['lost'], 1)} points." for r in rows),
    )


def _row(one: Mapping[str, Any], language: str) -> dict[str, Any]:
    hard = one["hardest"]
    return {
        "country": country_name(one["country"], language),
        "lost": 100.0 * one["lost"],
        "text": number(100.0 * one["lost"], 1),
        "beside": f"{per_cent(one['mean'])} % left; {named(hard)} "
        f"\u2212{per_cent(max(hard['lost'], 0.0))}",
    }


def _plot(order: list[str], most: float) -> Spec:
    x = shows(
        "lost:Q",
        title="Loss of valued coverage, points",
        scale=options(domain=[0, 1.12 * most], nice=False),
        axis=options(grid=False, tickCount=5, format=",~f"),
    )
    y = shows(
        "country:N",
        title=None,
        sort=order,
        axis=options(domain=False, ticks=False, labelPadding=6),
    )
    bars = Plot("absences")
    return layered(
        bars.mark("bar", color=BLUE, height=of_band(0.7)).encode(x=x, y=y),
        bars.mark("text", align="left", dx=5).encode(x=x, y=y, text="text:N"),
        bars.mark("text", align="left", color=QUIET, fontSize=11).encode(
            x={"value": 352}, y=y, text="beside:N"
        ),
        width=340,
        height=20 * len(order),
    )
