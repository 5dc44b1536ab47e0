"""Who keeps the pledge: a strip for each ally, one cell a year, from unlikely to likely."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from burdenshare.charts.grammar import Plot, Spec, fixed, layered, options, shows
from burdenshare.charts.theme import (
    BLUE,
    FAINT,
    INK,
    PAPER,
    QUIET,
    SEQUENCE,
    VERMILLION,
    Credit,
    frame,
    number,
    target,
    ticks,
)
from burdenshare.errors import Refusal
from burdenshare.figures.countries import country_name

LIKELY = 0.5
"""From here on a pledge is more likely kept than not."""
STEPS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Where one colour ends and the next begins."""
_INKS = (INK, INK, INK, PAPER, PAPER, PAPER)
_NAMES = ("below 5 %", "5 to 25 %", "25 to 50 %", "50 to 75 %", "75 to 95 %", "95 % or more")
_ROW, _PLOT = 17, 430
_COLUMNS = (_PLOT + 74, _PLOT + 146)
"""Right edges of the columns of shares, in pixels."""
_SIDE = 300
"""Height of the plot of reliability, in pixels."""


def keeping(document: Mapping[str, Any], *, credit: Credit, language: str = "en") -> dict[str, Any]:
    """Show each ally's chance of spending what it pledged, year by year.

    Parameters
    ----------
    document : mapping
        As `burdenshare.compliance.forecast.Keep.to_json` gives it; a member may carry a ``pledged``
        share of its own.
    credit : Credit
        The source line.
    language : str
        Language of the names of countries: ``en`` or ``ja``.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` where there is no member.
    """
    members: Mapping[str, Any] = document["members"]
    if not members:
        raise Refusal(
            "no-figures",
            "There is no chance to draw.",
            hint="Ask for the members of NATO.",
        )
    goals = {code: float(one.get("pledged", document["share"])) for code, one in members.items()}
    several = len(set(goals.values())) > 1
    order = sorted(members, key=lambda c: (-members[c]["probability"][-1], c))
    called = {
        code: country_name(code, language) + (f" ({target(goals[code])})" if several else "")
        for code in order
    }
    years = sorted({year for one in members.values() for year in one["years"]})
    title = _title(members, goals, years[-1])
    rows = {"cells": _cells(members, called), "shares": _shares(members, called), "heads": _heads()}
    return frame(
        _plot(list(called.values()), years),
        rows,
        title=title,
        subtitle=[
            "Chance in % of spending at least "
            f"{'its own pledge' if several else target(min(goals.values()))} "
            f"of GDP in each year, by what is known up to {document['last_year']}.",
            f"Level at the start: {document['sources']['last share']}. Pace: what allies did "
            f"{document['model']['years'][0]} to {document['model']['years'][1]}.",
            "In forecasts of the past, bands were too narrow and shares too low.",
        ],
        credit=credit,
        language=language,
        description=f"Table of chances. {title}. In {years[-1]}: "
        + ", ".join(f"{country_name(c)} {_percent(members[c]['probability'][-1])} %" for c in order)
        + ".",
    )


def _title(members: Mapping[str, Any], goals: Mapping[str, float], last: int) -> str:
    n, likely = len(members), sum(m["probability"][-1] >= LIKELY for m in members.values())
    same = set(goals.values())
    what = f"at {target(same.pop())} of GDP" if len(same) == 1 else "at what they pledged"
    if n == 1:
        (code,) = members
        chance = _percent(members[code]["probability"][-1])
        return f"{country_name(code)}: the chance of being {what} in {last} is {chance} %"
    return (
        f"Who keeps the pledge: {likely or 'none'} of {n} allies are more likely than not "
        f"to be {what} in {last}"
    )


def _percent(chance: float) -> str:
    """Write a chance in whole per cent, never as certain: ``34``, ``<1``, ``>99``."""
    value = 100.0 * chance
    return "<1" if value < 1.0 else ">99" if value > 99.0 else f"{value:.0f}"


def _cells(members: Mapping[str, Any], called: Mapping[str, str]) -> list[dict[str, Any]]:
    cells = []
    for code, name in called.items():
        for year, chance in zip(members[code]["years"], members[code]["probability"], strict=True):
            step = bisect_right(STEPS, chance)
            cells.append(
                {
                    "country": name,
                    "year": year,
                    "kind": _NAMES[step],
                    "text": _percent(chance),
                    "ink": _INKS[step],
                }
            )
    return cells


def _shares(members: Mapping[str, Any], called: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "country": name,
            "last": number(members[code]["last"]),
            "middle": number(members[code]["share"]["0.5"][-1]),
        }
        for code, name in called.items()
    ]


def _heads() -> list[dict[str, Any]]:
    return [
        {"text": text, "x": x}
        for text, x in zip(("share now, %", "expected, %"), _COLUMNS, strict=True)
    ]


def _plot(order: Sequence[str], years: Sequence[int]) -> Spec:
    y = shows(
        "country:N",
        title=None,
        sort=list(order),
        axis=options(domain=False, ticks=False, labelPadding=8),
    )
    x = shows(
        "year:O",
        title="Year",
        axis=options(labelAngle=0, values=ticks(years[0], years[-1]), domain=False, ticks=False),
        scale=options(domain=list(years), range=[0, _PLOT]),
    )
    fill = shows(
        "kind:N",
        scale=options(domain=list(_NAMES), range=list(SEQUENCE)),
        legend=options(
            title="Chance, %",
            orient="top",
            symbolType="square",
            symbolSize=150,
            symbolStrokeColor=INK,
            symbolStrokeWidth=0.5,
            columns=6,
            columnPadding=12,
            offset=20,
        ),
    )
    cells, shares, heads = Plot("cells"), Plot("shares"), Plot("heads")
    columns = [
        shares.mark("text", align="right", color=ink).encode(x=fixed(at), y=y, text=f"{name}:N")
        for name, at, ink in zip(("last", "middle"), _COLUMNS, (QUIET, INK), strict=True)
    ]
    return layered(
        cells.mark("rect", stroke=PAPER, strokeWidth=1).encode(x=x, y=y, fill=fill),
        cells.mark("text", fontSize=11).encode(
            x=x, y=y, text="text:N", color=shows("ink:N", scale=None)
        ),
        *columns,
        heads.mark("text", align="right", baseline="bottom", fontSize=11, color=QUIET).encode(
            x=shows("x:Q", scale=None), y=fixed(-4), text="text:N"
        ),
        width=_PLOT,
        height=_ROW * len(order),
    )


# How good such chances were ----------------------------------------------------------------------


def kept_as_said(
    points: Sequence[Mapping[str, float]], *, credit: Credit, told: str, language: str = "en"
) -> dict[str, Any]:
    """Show how often what was given a chance came true; on the diagonal chances are right.

    Parameters
    ----------
    points : sequence of mappings
        As `burdenshare.compliance.scores.reliability` gives them: from, to, n, chance, happened.
    credit : Credit
        The source line.
    told : str
        Which forecasts these are.
    language : str
        Of the words of the chart.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` without a forecast that is known to have come true or not.
    """
    rows: list[dict[str, Any]] = [
        {
            "said": 100.0 * p["chance"],
            "came": 100.0 * p["happened"],
            "n": p["n"],
            "text": f"{p['n']:g}",
        }
        for p in points
        if p["n"]
    ]
    if not rows:
        raise Refusal(
            "no-figures",
            "No forecast is known to have come true or not.",
            hint="Wait for the next edition of the figures.",
        )
    worst = max(rows, key=lambda r: abs(r["said"] - r["came"]))
    ends = [{"said": 0.0, "came": 0.0}, {"said": 100.0, "came": 100.0}]
    total = sum(r["n"] for r in rows)
    return frame(
        _reliability(),
        {"points": rows, "right": ends},
        title="Did what was given a chance of keeping the pledge come true as often?",
        subtitle=[
            told,
            f"Circles: {total:g} forecasts in tenths of their chance, area and number by how many; "
            "on the line chances are right, above it too low.",
        ],
        credit=credit,
        language=language,
        description=f"Scatter plot of chances against what came true, %. {total:g} forecasts. "
        f"Furthest from the line: {worst['n']:g} forecasts of {worst['said']:.0f} % came true in "
        f"{worst['came']:.0f} % of cases.",
    )


def _reliability() -> Spec:
    scale = options(domain=[0, 100], nice=False)
    high = options(domain=[0, 108], nice=False)
    axis = options(values=[0, 25, 50, 75, 100])
    x = shows("said:Q", title="Chance given, %", scale=scale, axis=axis)
    y = shows("came:Q", title="Came true, %", scale=high, axis=axis)
    points = Plot("points")
    size = shows("n:Q", scale=options(domainMin=0, range=[0, 900]), legend=None)
    return layered(
        Plot("right").mark("line", color=FAINT).encode(x=x, y=y),
        points.mark("line", color=VERMILLION, strokeWidth=1.4, strokeDash=[5, 3]).encode(x=x, y=y),
        points.mark("circle", color=BLUE, fillOpacity=0.85, opacity=1).encode(x=x, y=y, size=size),
        points.mark("text", dx=8, dy=-14, align="left").encode(x=x, y=y, text="text:N"),
        width=1.6 * _SIDE,
        height=_SIDE,
    )
