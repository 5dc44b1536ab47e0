"""What is behind a change: of debt, by cause; of buying power, from plan to what is left."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from burdenshare.charts.counting import counted
from burdenshare.charts.editions import noun
from burdenshare.charts.grammar import Plot, fixed, layered, of_band, options, shows
from burdenshare.charts.theme import (
    BLUE,
    FAINT,
    INK,
    PAPER,
    PURPLE,
    QUIET,
    REST,
    SKY,
    VERMILLION,
    YELLOW,
    Credit,
    amount,
    frame,
    number,
    ticks,
)
from burdenshare.errors import Refusal
from burdenshare.figures.countries import country_name

if TYPE_CHECKING:
    from burdenshare.projection.fiscal.contracts import Eroded
    from burdenshare.study.debt_change import DebtChange

CAUSES = {
    "interest": ("interest", VERMILLION),
    "primary_balance": ("primary balance", YELLOW),
    "stockflow": ("stock-flow", REST),
    "valuation": ("exchange rates", PURPLE),
    "growth": ("real growth", BLUE),
    "inflation": ("prices", SKY),
    "bounds": ("held at the bound", QUIET),
}
"""Name and colour of what moves debt, from zero outwards; no two alike in greyscale."""
_ROW, _PLOT = 17, 500
_WIDTH, _HEIGHT = 600, 330
_SIGNED = "datum.value > 0 ? '+' + format(datum.value, ',~f') : format(datum.value, ',~f')"
_IN_A_ROW = 6
"""So many causes fit into one row of the legend."""
_FAR, _USUAL = 2.0, 2
"""A bar is cut where it is so many times as long as the third longest, counted from 0."""
LEAST = 5e-4
"""Causes that never move debt by more are left out; points of GDP."""


class _Bar(NamedTuple):
    """One stacked bar: what it is of, and the parts that sum to its total."""

    label: str
    parts: Mapping[str, float]

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return math.fsum(self.parts.values())

    @property
    def reach(self) -> tuple[float, float]:
        """The ends of the stacks below and above zero."""
        values = self.parts.values()
        return sum(v for v in values if v < 0), sum(v for v in values if v > 0)


def debt_moves(
    changes: Mapping[str, DebtChange],
    *,
    credit: Credit,
    definition: str,
    language: str = "en",
) -> dict[str, Any]:
    """Show what moves debt with the pledge, on the path without shocks.

    One country gets a bar for each year, several a bar each for all years together, the largest
    rise first.

    Parameters
    ----------
    changes : mapping of str to DebtChange
        By country, as `burdenshare.study.Study.debt_changes` gives them.
    credit : Credit
        The source line.
    definition : str
        What counts as debt, and its vintage: ``General government gross debt, IMF, April 2026``.
    language : str
        Language of the names of countries: ``en`` or ``ja``.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` where the debt of no country is known.
    """
    if not changes:
        raise Refusal(
            "no-figures",
            "No change of debt is known that could be drawn.",
            hint="The run needs debt figures of a country.",
        )
    if len(changes) == 1:
        return _of_one(*next(iter(changes.items())), credit, definition, language)
    return _of_several(changes, credit, definition, language)


def _of_one(
    code: str, change: DebtChange, credit: Credit, definition: str, language: str
) -> dict[str, Any]:
    points = {cause: 100 * np.asarray(part) for cause, part in change.parts.items()}
    bars = [
        _Bar(str(year), {cause: float(part[k]) for cause, part in points.items()})
        for k, year in enumerate(change.years)
    ]
    whole = _whole("", change)
    start = 100 * change.start
    before, after = (number(value, 1) for value in (start, start + whole.total))
    title = (
        f"{country_name(code, language)}: debt goes from {before} % of GDP in {change.first} to "
        f"{after} % in {change.years[-1]}; {_most(whole)}"
    )
    return frame(
        _by_year(_drawn(bars), change.years, _ends(bars)),
        _tables("year", bars, _ends(bars)),
        title=title,
        subtitle=_subtitle(definition, "in a year"),
        credit=credit,
        language=language,
        description=f"Stacked bars, one for each year. {title}. {_told(whole)}.",
    )


def _of_several(
    changes: Mapping[str, DebtChange], credit: Credit, definition: str, language: str
) -> dict[str, Any]:
    bars = sorted(
        (_whole(country_name(code, language), change) for code, change in changes.items()),
        key=lambda bar: (-bar.total, bar.label),
    )
    some = next(iter(changes.values()))
    ends = _ends(bars)
    far = [bar.label for bar in bars if bar.reach[0] < ends[0] or bar.reach[1] > ends[1]]
    rising = sum(bar.total >= 0.05 for bar in bars)
    title = (
        f"Debt with the pledge rises from {some.first} to {some.years[-1]} for {rising or 'none'} "
        f"of {len(bars)} {noun(changes, some.years[-1])}"
    )
    if rising:
        most = f"most for {bars[0].label}: by {number(bars[0].total, 1)} points of GDP"
        title += f", {most}"
    return frame(
        _by_country(_drawn(bars), [bar.label for bar in bars], ends),
        _tables("country", bars, ends),
        title=title,
        subtitle=[
            *_subtitle(definition, f"from the end of {some.first} to that of {some.years[-1]}"),
            f"Cut at the edge of the scale: {', '.join(far)}." * bool(far),
        ],
        credit=credit,
        language=language,
        description=f"Stacked bars, one for each country. {title}. Points of GDP: "
        + ", ".join(f"{bar.label} {number(bar.total, 1, sign=True)}" for bar in bars)
        + ".",
    )


def _subtitle(definition: str, when: str) -> list[str]:
    return [
        f"Change of debt {when}, % of GDP. {definition}.",
        "Path without shocks, with the pledge. What lies right of or above zero raises debt; the "
        "parts sum to the diamond and its number.",
    ]


def _whole(label: str, change: DebtChange) -> _Bar:
    """Return the parts of all years together, in points of GDP."""
    sums = {cause: 100 * math.fsum(map(float, part)) for cause, part in change.parts.items()}
    return _Bar(label, sums)


def _most(bar: _Bar) -> str:
    """Say what moves debt most."""
    cause = max(bar.parts, key=lambda c: abs(bar.parts[c]))
    value = bar.parts[cause]
    name = CAUSES[cause][0]
    does = ("raise" if value > 0 else "lower") + "s" * (not name.endswith("s"))
    return f"{name} {does} it most, by {number(abs(value), 1)} points"


def _told(bar: _Bar) -> str:
    parts = ", ".join(
        f"{CAUSES[cause][0]} {number(value, 1, sign=True)}" for cause, value in bar.parts.items()
    )
    return f"Points of GDP over all years: {parts}; together {number(bar.total, 1, sign=True)}"


def _drawn(bars: Sequence[_Bar]) -> list[str]:
    """Return the causes that move any debt, from zero outwards."""
    return [c for c in CAUSES if any(abs(bar.parts.get(c, 0.0)) > LEAST for bar in bars)]


def _ends(bars: Sequence[_Bar]) -> tuple[float, float]:
    """Return the ends of the scale: around every bar but those far longer than the others."""
    lengths = sorted((bar.reach[1] - bar.reach[0] for bar in bars), reverse=True)
    longest = _FAR * lengths[_USUAL] if len(lengths) > _USUAL else math.inf
    usual = [bar.reach for bar in bars if bar.reach[1] - bar.reach[0] <= longest]
    low, high = -1.05 * min(low for low, _ in usual), 1.05 * max(high for _, high in usual)
    least = 0.02 * (low + high) or 0.5
    return -max(low, least), max(high, least)


def _tables(
    of: str, bars: Sequence[_Bar], ends: tuple[float, float]
) -> dict[str, list[dict[str, Any]]]:
    """Return the parts, each from where the last one ended, and the totals."""
    low, high = ends
    parts = []
    for bar in bars:
        at = [0.0, 0.0]
        for cause in _drawn(bars):
            value = bar.parts.get(cause, 0.0)
            side = int(value > 0)
            begin, end = at[side], at[side] + value
            at[side] = end
            shown = [min(max(edge, low), high) for edge in (begin, end)]
            if shown[0] != shown[1]:
                name = CAUSES[cause][0]
                parts.append({of: bar.label, "cause": name, "from": shown[0], "to": shown[1]})
    totals = [
        {
            of: bar.label,
            "total": bar.total,
            "top": min(bar.reach[1], high),
            "text": number(bar.total, 1, sign=True),
        }
        for bar in bars
    ]
    inside = [row for row, bar in zip(totals, bars, strict=True) if low <= bar.total <= high]
    return {"parts": parts, "totals": totals, "inside": inside, "zero": [{"zero": 0}]}


def _colours(drawn: Sequence[str]) -> Any:
    return shows(
        "cause:N",
        scale=options(domain=[CAUSES[c][0] for c in drawn], range=[CAUSES[c][1] for c in drawn]),
        legend=options(
            title=None,
            orient="top",
            symbolType="square",
            symbolSize=200,
            offset=12,
            columns=4 if len(drawn) > _IN_A_ROW else len(drawn),
        ),
    )


def _marks() -> dict[str, Any]:
    return {
        "shape": "diamond",
        "size": 75,
        "fill": INK,
        "stroke": PAPER,
        "strokeWidth": 1.2,
        "opacity": 1,
    }


def _by_country(drawn: Sequence[str], order: Sequence[str], ends: tuple[float, float]) -> Any:
    scale = options(domain=list(ends), nice=False)
    axis = options(grid=True, tickCount=7, labelExpr=_SIGNED, domain=False, ticks=False)
    x = shows("from:Q", title="Change of debt, % of GDP", scale=scale, axis=axis)
    y = shows(
        "country:N",
        title=None,
        sort=list(order),
        axis=options(domain=False, ticks=False, labelPadding=6),
    )
    parts, totals, inside = (Plot(n) for n in ("parts", "totals", "inside"))
    return layered(
        parts.mark("bar", height=of_band(0.74), stroke=PAPER, strokeWidth=0.6).encode(
            x=x, x2="to:Q", y=y, color=_colours(drawn)
        ),
        _zero().encode(x="zero:Q"),
        inside.mark("point", **_marks()).encode(x=shows("total:Q", scale=scale), y=y),
        totals.mark("text", align="right").encode(x=fixed(_PLOT + 50), y=y, text="text:N"),
        width=_PLOT,
        height=_ROW * len(order),
    )


def _by_year(drawn: Sequence[str], years: Sequence[int], ends: tuple[float, float]) -> Any:
    shown = [str(year) for year in ticks(years[0], years[-1])]
    x = shows(
        "year:O",
        title="Year",
        axis=options(labelAngle=0, ticks=False, labelPadding=6, values=shown),
    )
    scale = options(domain=list(ends), nice=False)
    axis = options(tickCount=7, labelExpr=_SIGNED, domain=False, ticks=False, labelPadding=6)
    y = shows("from:Q", title="Change of debt, % of GDP", scale=scale, axis=axis)
    parts, inside = (Plot(n) for n in ("parts", "inside"))
    total = shows("total:Q", scale=scale)
    return layered(
        parts.mark("bar", width=of_band(0.62), stroke=PAPER, strokeWidth=0.8).encode(
            x=x, y=y, y2="to:Q", color=_colours(drawn)
        ),
        _zero().encode(y="zero:Q"),
        inside.mark("point", **_marks()).encode(x=x, y=total),
        inside.mark(
            "text", baseline="bottom", dy=-3, fontSize=12 if len(years) <= 12 else 9
        ).encode(x=x, y=shows("top:Q", scale=scale), text="text:N"),
        width=_WIDTH,
        height=_HEIGHT,
    )


def _zero() -> Any:
    return Plot("zero").mark("rule", color=INK, strokeWidth=1)


# Buying power ------------------------------------------------------------------------------------

_LOSSES = (
    ("exchange_rate", "exchange rate"),
    ("dollar_prices", "prices in dollars"),
    ("home_prices", "prices at home"),
)


class _Step(NamedTuple):
    """One step of the waterfall."""

    step: str
    begin: float
    end: float
    kind: str
    text: str
    range: str


def buying_power(
    eroded: Eroded, *, credit: Credit, plan: str, language: str = "en"
) -> dict[str, Any]:
    """Show what exchange rate and prices leave of orders fixed in national currency.

    A waterfall from the plan, through each loss, to what is left, summed over the years.

    Parameters
    ----------
    eroded : Eroded
        As `burdenshare.projection.fiscal.contracts.eroded_contracts` returns it.
    credit : Credit
        The source line.
    plan : str
        What is planned, and from where: ``orders of the programme of 2022``.
    language : str
        Language of the name of the country: ``en`` or ``ja``.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` for orders of nothing.
    """
    planned = float(np.sum(eroded.central.nominal))
    if not planned > 0.0:
        raise Refusal(
            "no-figures",
            "There are no orders to draw.",
            hint="Give the orders an amount above zero.",
        )
    unit, factor = counted(f"{eroded.currency} bn", planned, language)
    much, planned = unit.split()[1], factor * planned
    steps = _steps(eroded, planned, factor)
    left = steps[-1].end
    lost = [_sums(eroded, cause, factor)[1] for cause, _ in _LOSSES]
    name = country_name(eroded.country, language)
    first, last = eroded.years[0], eroded.years[-1]
    title = (
        f"{name}: of {eroded.currency} {amount(planned)} {much} ordered for {first}-{last}, buying "
        f"power of {amount(left)} {much} is left ({number(100 * left / planned, 0)} %): the "
        f"exchange rate {_takes(lost[0], much)}, prices "
        f"{_takes(lost[1] + lost[2], much, 'take', 'give')}"
    )
    low, _, high = (f"{number(100 * part, 0)} %" for part in eroded.imported)
    return frame(
        _waterfall(
            unit,
            [step.step for step in steps],
            1.1 * max(max(step.begin, step.end) for step in steps),
        ),
        {"steps": [step._asdict() for step in steps], "joins": _joins(steps)},
        title=title,
        subtitle=[
            f"{unit}, sum of {first}-{last}, at the prices and the exchange rate of the plan: "
            f"{plan}.",
            f"{number(100 * eroded.imported[1], 0)} % are imported and paid for in dollars; in "
            f"brackets with {low} and {high}.",
            " ".join(eroded.notes),
        ],
        credit=credit,
        language=language,
        description=f"Waterfall. {title}. "
        + ", ".join(f"{step.step} {step.text} {step.range}".strip() for step in steps)
        + f" ({unit}).",
    )


def _takes(lost: float, much: str, verb: str = "takes", other: str = "gives") -> str:
    return f"{verb if lost >= 0 else other} {amount(abs(lost))} {much}"


def _sums(eroded: Eroded, cause: str, factor: float) -> tuple[float, float, float]:
    """Return one loss over all years, at the lowest, central and highest imported part."""
    low, central, high = (factor * float(np.sum(getattr(loss, cause))) for loss in eroded.losses)
    return low, central, high


def _steps(eroded: Eroded, planned: float, factor: float) -> list[_Step]:
    steps = [_Step("planned", 0.0, planned, "whole", amount(planned), "")]
    at = planned
    for cause, label in _LOSSES:
        gained = [-lost for lost in _sums(eroded, cause, factor)]
        if max(map(abs, gained)) < 1e-9 * planned:
            continue
        kind = "loss" if gained[1] <= 0 else "gain"
        steps.append(_Step(label, at, at + gained[1], kind, *_texts(gained, sign=True)))
        at += gained[1]
    return [*steps, _Step("what is left", 0.0, at, "left", *_texts(_sums(eroded, "left", factor)))]


def _texts(values: Sequence[float], *, sign: bool = False) -> tuple[str, str]:
    """Return the central value, and in brackets the others where they differ."""
    digits = 0 if max(map(abs, values)) >= 100 else 1
    low, central, high = (number(value, digits, sign=sign) for value in values)
    return central, "" if low == high == central else f"({low}; {high})"


def _joins(steps: Sequence[_Step]) -> list[dict[str, Any]]:
    """Return the lines that lead from each step to the next."""
    return [{"step": one.step, "next": two.step, "level": one.end} for one, two in pairwise(steps)]


def _waterfall(unit: str, order: Sequence[str], reach: float) -> Any:
    looks = {"whole": REST, "loss": VERMILLION, "gain": SKY, "left": BLUE}
    x = shows(
        "step:N",
        title=None,
        sort=list(order),
        axis=options(labelAngle=0, ticks=False, labelPadding=8, labelFontSize=12),
    )
    scale = options(domain=[0, reach], nice=False)
    axis = options(format=",~f", grid=False, tickCount=6)
    y = shows("begin:Q", title=f"Orders, {unit}", scale=scale, axis=axis)
    steps, joins = Plot("steps"), Plot("joins")
    fill = options(domain=list(looks), range=list(looks.values()))
    texts = steps.transform({"calculate": "max(datum.begin, datum.end)", "as": "top"})
    top = shows("top:Q", scale=scale)
    return layered(
        joins.mark("rule", color=FAINT, strokeDash=[3, 2]).encode(
            x=x, x2="next:N", y=shows("level:Q", scale=scale)
        ),
        steps.mark("bar", width=of_band(0.62)).encode(
            x=x, y=y, y2="end:Q", color=shows("kind:N", scale=fill, legend=None)
        ),
        texts.mark("text", baseline="bottom", dy=-18, fontWeight="bold").encode(
            x=x, y=top, text="text:N"
        ),
        texts.mark("text", baseline="bottom", dy=-4, fontSize=11, color=QUIET).encode(
            x=x, y=top, text="range:N"
        ),
        width=_WIDTH,
        height=_HEIGHT,
    )
