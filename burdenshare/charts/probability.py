"""Who can pay: in how many futures a pledge is affordable, with it and without."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from burdenshare.charts.editions import names, noun
from burdenshare.charts.grammar import Plot, fixed, layered, options, shows
from burdenshare.charts.spreads import Conditions
from burdenshare.charts.theme import (
    BLUE,
    FAINT,
    GRID,
    INK,
    PAPER,
    QUIET,
    RUST,
    Credit,
    frame,
    number,
)
from burdenshare.errors import Refusal
from burdenshare.figures.countries import country_name

_ROW, _PLOT = 17, 500
_COLUMNS = (_PLOT + 52, _PLOT + 112)
"""Right edges of the two columns of numbers, in pixels."""
_WITH, _WITHOUT = "with the pledge", "at a constant share"
_LOOKS = {_WITHOUT: (PAPER, RUST, "circle", 90), _WITH: (BLUE, BLUE, "diamond", 62)}
"""Fill, outline, shape and size, from behind."""
HALF = 0.5


class Odds(NamedTuple):
    """Probabilities of one country, from 0 to 1."""

    year: int
    """The year looked at: that of the deadline."""
    pledge: float
    """That the pledge is affordable."""
    without: float = math.nan
    """The same at a constant share, where it is known."""


def affordable(
    odds: Mapping[str, Odds],
    *,
    meaning: str,
    credit: Credit,
    definition: str,
    conditions: Conditions,
    language: str = "en",
) -> dict[str, Any]:
    """Show in how many futures each country can pay, the most certain first.

    Parameters
    ----------
    odds : mapping of str to Odds
        By country; who has no probability with the pledge is named and left out.
    meaning : str
        What affordable means: ``public debt is at or below 60 % of GDP``.
    credit : Credit
        The source line.
    definition : str
        Definition and vintage of the starting shares.
    conditions : Conditions
        Under which the futures were drawn.
    language : str
        Language of the names of countries: ``en`` or ``ja``.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` where no probability is known.
    """
    known = {c: o for c, o in odds.items() if math.isfinite(o.pledge)}
    if not known:
        raise Refusal(
            "no-figures",
            "No probability is known that could be drawn.",
            hint="The run needs draws, and debt figures of a country.",
        )
    order = sorted(known, key=lambda c: (-known[c].pledge, -_second(known[c]), c))
    called = names(order, language)
    title = _title(known, order, called)
    years = {odds.year for odds in known.values()}
    when = f"in {min(years)}" if len(years) == 1 else "in the year of each deadline"
    unknown = [country_name(c, language) for c in odds if c not in known]
    tables = _tables(known, called)
    return frame(
        _plot(list(called.values()), [row["kind"] for row in tables["dots"]]),
        tables,
        title=title,
        subtitle=[
            f"Part of the {conditions.draws:,} futures, %, in which {when} {meaning}.",
            f"Starting shares: {definition}.",
            conditions.sentence(),
            f"Not shown, as debt is not known: {', '.join(unknown)}." * bool(unknown),
        ],
        credit=credit,
        language=language,
        description=f"Dot plot. {title}. Per cent with the pledge, in brackets at a constant "
        "share: " + ", ".join(f"{country_name(c)} {_both(known[c])}" for c in order) + ".",
    )


def _second(odds: Odds) -> float:
    return odds.without if math.isfinite(odds.without) else -1.0


def _title(known: Mapping[str, Odds], order: list[str], called: Mapping[str, str]) -> str:
    likely = sum(o.pledge > HALF for o in known.values())
    last = order[-1]
    title = (
        f"The pledge is affordable in more than half of the futures for {likely or 'none'} of "
        f"{len(order)} {noun(known, max(odds.year for odds in known.values()))}"
    )
    least = percent(known[last].pledge).replace("<", "under ").replace(">", "over ")
    return f"{title}, least often for {called[last]}: {least} %"


def percent(probability: float) -> str:
    """Write a probability in per cent; what is not quite 0 or 100 never looks like it."""
    if 0.0 < probability < 0.005:
        return "<1"
    return ">99" if 0.995 < probability < 1.0 else number(100.0 * probability, 0)


def _both(odds: Odds) -> str:
    other = f" ({percent(odds.without)})" if math.isfinite(odds.without) else ""
    return f"{percent(odds.pledge)}{other}"


def _tables(
    known: Mapping[str, Odds], called: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """Return dots, those of the pledge last and so in front, and the spans between them."""
    dots, spans = [], []
    for kind, place in ((_WITHOUT, "without"), (_WITH, "pledge")):
        for code, name in called.items():
            chance = getattr(known[code], place)
            if math.isfinite(chance):
                text = percent(chance)
                dots.append({"country": name, "chance": 100 * chance, "kind": kind, "text": text})
    for code, name in called.items():
        values = [100 * v for v in known[code][1:] if math.isfinite(v)]
        spans.append({"country": name, "low": min(values), "high": max(values)})
    heads = [{"text": text, "x": x} for text, x in zip(("with", "without"), _COLUMNS, strict=True)]
    half = [{"chance": 100 * HALF}]
    return {"dots": dots, "spans": spans, "heads": heads, "half": half}


def _plot(order: list[str], kinds: list[str]) -> Any:
    x = shows(
        "chance:Q",
        title="Probability, %",
        scale=options(domain=[0, 100], nice=False),
        axis=options(grid=False, values=list(range(0, 101, 25))),
    )
    y = shows(
        "country:N",
        title=None,
        sort=order,
        axis=options(grid=True, gridColor=GRID, domain=False, ticks=False, labelPadding=10),
    )
    dots, spans = Plot("dots"), Plot("spans")
    numbers = [
        dots.where(f"datum.kind == '{kind}'")
        .mark("text", align="right", color=INK if kind == _WITH else QUIET)
        .encode(x=fixed(at), y=y, text="text:N")
        for kind, at in zip((_WITH, _WITHOUT), _COLUMNS, strict=True)
    ]
    heads = Plot("heads").mark("text", align="right", baseline="bottom", fontSize=11, color=QUIET)
    half = Plot("half").mark("rule", color=FAINT, strokeDash=[5, 3])
    return layered(
        half.encode(x="chance:Q"),
        spans.mark("rule", color=GRID, strokeWidth=5, strokeCap="round").encode(
            x="low:Q", x2="high:Q", y=y
        ),
        dots.mark("point", strokeWidth=1.6, opacity=1).encode(x=x, y=y, **_looks(kinds)),
        *numbers,
        heads.encode(x=shows("x:Q", scale=None), y=fixed(-4), text="text:N"),
        width=_PLOT,
        height=_ROW * len(order),
    )


def _looks(kinds: list[str]) -> dict[str, Any]:
    """Return fill, outline, shape and size by kind, with one legend for all four."""
    legend = options(title=None, orient="top", symbolSize=80, columnPadding=18, offset=14)
    drawn = [kind for kind in (_WITH, _WITHOUT) if kind in kinds]
    looks = zip(*(_LOOKS[kind] for kind in drawn), strict=True)
    return {
        name: shows("kind:N", scale=options(domain=drawn, range=list(look)), legend=legend)
        for name, look in zip(("fill", "stroke", "shape", "size"), looks, strict=True)
    }
