"""Who meets what: a dot for each country's share of GDP, earlier editions as ghosts behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare.charts.editions import (
    Edition,
    definition_break,
    editions,
    headline,
    names,
    noun,
    year_of,
)
from burdenshare.charts.grammar import Plot, Spec, fixed, layered, options, shows
from burdenshare.charts.theme import (
    BLUE,
    GRID,
    INK,
    QUIET,
    SKY,
    VERMILLION,
    Credit,
    frame,
    month,
    number,
    percent,
    target,
)
from burdenshare.errors import Refusal
from burdenshare.figures.countries import country_name

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation

_ROW, _PLOT = 17, 530
_NUMBERS = _PLOT + 46
"""Right edge of the column of numbers, in pixels."""
_MET = ((VERMILLION, "triangle-down"), (SKY, "circle"), (BLUE, "diamond"), (INK, "square"))
"""Colour and shape of a country that meets none, one, two or three of the targets."""
_GHOSTS = ("square", "triangle-up", "circle", "cross", "diamond")


class _Kind(NamedTuple):
    """How one kind of dot is called and looks."""

    name: str
    fill: str
    stroke: str
    shape: str
    size: int


def who_meets_what(
    observations: Iterable[Observation],
    *,
    credit: Credit,
    targets: Sequence[float] = (2.0, 3.5),
    language: str = "en",
) -> dict[str, Any]:
    """Show which countries meet which target in one year, and what earlier editions said.

    Parameters
    ----------
    observations : iterable of Observation
        Shares of GDP in per cent, one series and one year, of one or more editions: the latest
        edition gives the dots, the others the ghosts.
    credit : Credit
        The source line.
    targets : sequence of float
        One to three targets in per cent of GDP.
    language : str
        Language of the names of countries: ``en`` or ``ja``.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``bad-argument`` for another number of targets; what `editions` refuses.
    """
    goals = sorted(set(targets))
    if not 1 <= len(goals) < len(_MET):
        raise Refusal(
            "bad-argument",
            f"The chart takes one to three targets, not {len(goals)}.",
            hint="For example 2 and 3.5.",
        )
    shown = editions(observations)
    last = shown[-1]
    order = sorted(last.values, key=lambda c: (-last.values[c].value, c))
    called = names(order, language)
    kinds = _kinds(goals, shown[:-1])
    tables = {
        "dots": _dots(shown, goals, called),
        "spans": _spans(shown, called),
        "goals": [{"goal": g, "label": target(g)} for g in goals],
        "head": [{"text": f"{last.vintage}, %"}],
    }
    title = _title(last, goals)
    counts = (f"{e.at_or_above(goals[0])} of {len(e.values)} ({month(e.vintage)})" for e in shown)
    by_edition = f"At {target(goals[0])} or more by edition: {', '.join(counts)}."
    return frame(
        _plot(kinds, list(called.values()), _reach(tables)),
        tables,
        title=title,
        subtitle=[
            headline(last),
            by_edition if len(shown) > 1 else "",
            definition_break(shown),
        ],
        credit=credit,
        language=language,
        description=f"Dot plot. {title}. From the highest to the lowest: "
        + ", ".join(f"{country_name(c)} {percent(last.values[c].value)}" for c in order)
        + ".",
    )


def _title(last: Edition, goals: Sequence[float]) -> str:
    first, *more = goals
    who = noun(last.values, year_of(last))
    met = f"{last.at_or_above(first)} of {len(last.values)} {who} reach {target(first)} of GDP"
    counts = [(last.at_or_above(g), target(g)) for g in more]
    rest = (f", {n or 'none'} {'reach' if n > 1 else 'reaches'} {goal}" for n, goal in counts)
    return f"Who meets what in {year_of(last)}: {met}{''.join(rest)}"


def _kinds(goals: Sequence[float], earlier: Sequence[Edition]) -> list[_Kind]:
    """Return the kinds of dots in the order of the legend: the best first, then the ghosts."""
    met = [
        _Kind(_class_name(goals, k), colour, BLUE if colour == SKY else colour, shape, 85)
        for k, (colour, shape) in enumerate(_MET[: len(goals) + 1])
    ]
    ghosts = [
        _Kind(e.name, "transparent", QUIET, _GHOSTS[i % len(_GHOSTS)], 30)
        for i, e in enumerate(earlier)
    ]
    return met[::-1] + ghosts


def _class_name(goals: Sequence[float], met: int) -> str:
    if met == 0:
        return f"below {target(goals[0])}"
    if met == len(goals):
        return f"{target(goals[-1])} or more"
    return f"{target(goals[met - 1])} to below {target(goals[met])}"


def _dots(
    shown: Sequence[Edition], goals: Sequence[float], called: dict[str, str]
) -> list[dict[str, Any]]:
    """Return one row for each dot, those of earlier editions first, so that they lie behind."""
    *earlier, last = shown
    ghosts = [
        {"country": name, "share": e.values[code].value, "kind": e.name}
        for e in earlier
        for code, name in called.items()
        if code in e.values
    ]
    dots = []
    for code, name in called.items():
        share = last.values[code].value
        kind = _class_name(goals, sum(share >= g for g in goals))
        dots.append({"country": name, "share": share, "kind": kind, "text": number(share)})
    return ghosts + dots


def _spans(shown: Sequence[Edition], called: dict[str, str]) -> list[dict[str, Any]]:
    """Return from where to where the editions disagree, by country."""
    spans = []
    for code, name in called.items():
        said = [e.values[code].value for e in shown if code in e.values]
        spans.append({"country": name, "low": min(said), "high": max(said)})
    return spans


def _reach(tables: dict[str, list[dict[str, Any]]]) -> float:
    highest = [row["high"] for row in tables["spans"]] + [row["goal"] for row in tables["goals"]]
    return 1.04 * float(max(highest))


def _plot(kinds: Sequence[_Kind], order: Sequence[str], reach: float) -> Any:
    x = shows(
        "share:Q",
        title="Share of GDP, %",
        scale=options(domain=[0, reach], nice=False),
        axis=options(grid=False, format=".1~f", tickCount=8),
    )
    y = shows(
        "country:N",
        title=None,
        sort=list(order),
        axis=options(grid=True, gridColor=GRID, domain=False, ticks=False, labelPadding=8),
    )
    dots = Plot("dots")
    goals = Plot("goals")
    spans = Plot("spans").mark("rule", color=GRID, strokeWidth=5, strokeCap="round")
    heads = Plot("head").mark("text", align="right", baseline="bottom", fontSize=11, color=QUIET)
    return layered(
        spans.encode(x=shows("low:Q"), x2="high:Q", y=y),
        goals.mark("rule", color=INK, strokeDash=[5, 3], strokeWidth=1.2).encode(x="goal:Q"),
        goals.mark("text", baseline="bottom", fontWeight="bold").encode(
            x="goal:Q", y=fixed(-4), text="label:N"
        ),
        dots.mark("point", strokeWidth=1.3, opacity=1).encode(x=x, y=y, **_looks(kinds)),
        dots.where("isValid(datum.text)")
        .mark("text", align="right")
        .encode(x=fixed(_NUMBERS), y=y, text="text:N"),
        heads.encode(x=fixed(_NUMBERS), y=fixed(-4), text="text:N"),
        width=_PLOT,
        height=_ROW * len(order),
    )


def _looks(kinds: Sequence[_Kind]) -> dict[str, Any]:
    """Return shape, fill, outline and size by kind, with one legend for all four."""
    legend = options(
        title=None, orient="top", columns=3, symbolSize=70, columnPadding=18, offset=14
    )

    def by_kind(looks: Sequence[Any]) -> Spec:
        scale = options(domain=[k.name for k in kinds], range=list(looks))
        return shows("kind:N", scale=scale, legend=legend)

    return {
        "shape": by_kind([k.shape for k in kinds]),
        "fill": by_kind([k.fill for k in kinds]),
        "stroke": by_kind([k.stroke for k in kinds]),
        "size": by_kind([k.size for k in kinds]),
    }
