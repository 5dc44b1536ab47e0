"""What matters: where the width of a band comes from, what moves an outcome, where a plan fails."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare.charts.grammar import Plot, fixed, layered, options, shows
from burdenshare.charts.theme import (
    BLUE,
    GREEN,
    GRID,
    INK,
    ORANGE,
    PAPER,
    QUIET,
    RUST,
    WIDTH,
    YELLOW,
    Credit,
    frame,
    number,
    text_width,
    wrap,
)
from burdenshare.errors import Refusal
from burdenshare.study.uncertainty import NAMES

if TYPE_CHECKING:
    from burdenshare.study.discovery import Discovery
    from burdenshare.study.prim import Limit
    from burdenshare.study.sensitivity import Index, Sensitivity
    from burdenshare.study.sweep.vary import Vary
    from burdenshare.study.uncertainty import Uncertainty

KINDS = {
    kind: (name, *look)
    for (kind, name), look in zip(
        NAMES.items(), ((BLUE, PAPER), (ORANGE, INK), (GREEN, INK), (YELLOW, INK)), strict=True
    )
}
"""Name, colour and colour of writing of each kind of uncertainty, in the order of the stack."""
_BAR = 46
"""Pixels from one outcome to the next."""
_FIELD = 46
"""Pixels from one field to the next."""
_LEAST = 4.5
"""A share of the width, %, below which no number fits into its part of the bar."""
_LARGE = 1000
"""From here on numbers are written in full."""
_MOST_NAME = 270
"""Pixels that the names of fields may take; longer ones are broken."""


# Where the width of a band comes from ------------------------------------------------------------


def band_width(
    found: Sequence[Uncertainty], *, credit: Credit, definition: str, language: str = "en"
) -> dict[str, Any]:
    """Show which part of the width of a band each kind of uncertainty answers for.

    Parameters
    ----------
    found : sequence of Uncertainty
        One bar each. A part that narrows the band lies left of zero.
    credit : Credit
        The source line.
    definition : str
        Definitions and editions that were compared, in words.
    language : str
        Of the words of the chart.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` where there is no band.
    """
    if not found:
        raise Refusal(
            "no-figures",
            "There is no band to draw.",
            hint="Ask for the uncertainty of an outcome.",
        )
    title = _widest(found)
    parts = [row for i, each in enumerate(found) for row in _parts(i, each)]
    heads = [
        {"y": _BAR * i, "text": _said(each.outcome.words), "band": _band(each)}
        for i, each in enumerate(found)
    ]
    zero = [{"zero": 0, "y": _BAR * i + 8, "bottom": _BAR * i + 30} for i in range(len(found))]
    drawn = [kind for kind in KINDS if any(p.kind == kind for u in found for p in u.parts)]
    low = min(0.0, *(row["from"] for row in parts))
    high = max(100.0, *(row["to"] for row in parts))
    still = [KINDS[kind][0] for kind in KINDS if kind not in drawn]
    return frame(
        _bars(drawn, (low, high), _BAR * len(found)),
        {"parts": parts, "heads": heads, "zero": zero},
        title=title,
        subtitle=[
            "Share of the width of the 90 % band, %: the mean of what each kind adds over all "
            "orders in which the kinds can be added (Shapley 1953).",
            f"{definition}.",
            f"One alternative only, so not spread: {', '.join(still)}." * bool(still),
        ],
        credit=credit,
        language=language,
        description=f"Stacked bars, one for each outcome. {title}. "
        + " ".join(each.sentences()[0] for each in found),
    )


def _widest(found: Sequence[Uncertainty]) -> str:
    """Say which kind answers for most of the width."""
    if len(found) == 1:
        part = max(found[0].parts, key=lambda p: p.share)
        share = number(100 * part.share, 0)
        return f"{_said(KINDS[part.kind][0])}: {share} % of the width of {found[0].outcome.words}"
    first = [max(each.parts, key=lambda p: p.share).kind for each in found]
    most = max(KINDS, key=first.count)
    return (
        f"{_said(KINDS[most][0])} answers for most of the width of {first.count(most)} of "
        f"{len(found)} bands"
    )


def _said(words: str) -> str:
    return words[:1].upper() + words[1:]


def _band(found: Uncertainty) -> str:
    """Write the ends of the band with one digit more than its width has before it."""
    digits = max(0, 1 - math.floor(math.log10(found.width))) if found.width > 0 else 1
    low, high = number(found.low, digits), number(found.high, digits)
    return f"{low} to {high} {found.outcome.unit}"


def _parts(i: int, found: Uncertainty) -> list[dict[str, Any]]:
    """Return the parts of one bar, those that narrow the band to the left of zero."""
    shares = {part.kind: 100 * part.share for part in found.parts}
    ends = [0.0, 0.0]
    rows = []
    for kind, (name, _, ink) in KINDS.items():
        share = shares.get(kind, 0.0)
        if not share:
            continue
        begin = ends[share > 0]
        ends[share > 0] = end = begin + share
        text = f"{number(share, 0)} %" if abs(share) >= _LEAST else ""
        row = {"y": _BAR * i + 8, "bottom": _BAR * i + 30, "kind": name, "ink": ink}
        middle = (begin + end) / 2
        rows.append(
            {**row, "from": min(begin, end), "to": max(begin, end), "middle": middle, "text": text}
        )
    return rows


def _bars(drawn: Sequence[str], ends: tuple[float, float], height: int) -> Any:
    scale = options(domain=list(ends), nice=False)
    axis = options(grid=False, tickCount=5)
    x = shows("from:Q", title="Share of the width of the band, %", scale=scale, axis=axis)
    looks = [KINDS[kind] for kind in drawn]
    colours = options(domain=[each[0] for each in looks], range=[each[1] for each in looks])
    legend = options(title=None, orient="top", symbolType="square", symbolSize=200, offset=22)
    parts, heads = Plot("parts"), Plot("heads")
    y = shows("y:Q", scale=None, axis=None)
    width = 690
    return layered(
        parts.mark("rect", stroke=PAPER, strokeWidth=1).encode(
            x=x,
            x2="to:Q",
            y=y,
            y2="bottom:Q",
            color=shows("kind:N", scale=colours, legend=legend),
        ),
        parts.where("datum.text != ''")
        .mark("text", dy=11, fontWeight="bold")
        .encode(
            x=shows("middle:Q", scale=scale),
            y=y,
            text="text:N",
            color=shows("ink:N", scale=None),
        ),
        heads.mark("text", align="left").encode(x=fixed(0), y=y, text="text:N"),
        heads.mark("text", align="right", color=QUIET).encode(x=fixed(width), y=y, text="band:N"),
        Plot("zero").mark("rule", color=INK).encode(x="zero:Q", y=y, y2="bottom:Q"),
        width=width,
        height=height,
    )


# What moves an outcome ---------------------------------------------------------------------------


class Influence(NamedTuple):
    """How much of the variance of an outcome one field answers for, with 95 % intervals."""

    name: str
    """What the field says: ``Assumed real growth``."""
    path: str
    """Where it stands in a scenario: ``assumptions.real_growth``."""
    span: str
    """Over what it varied: ``0.5 to 2.5 % a year``."""
    size: Index


def influences(found: Sensitivity) -> tuple[Influence, ...]:
    """Return how much each field that varied answers for."""
    return tuple(
        Influence(vary.title, vary.path, span(vary), index)
        for vary, index in zip(found.sweep.vary, found.indices, strict=True)
    )


def span(vary: Vary) -> str:
    """Write over what a field varies."""
    unit = f" {vary.unit}" if vary.unit else ""
    if vary.is_number:
        low, high = _range(vary)
        return f"{_short(low)} to {_short(high)}{unit}"
    return ", ".join(str(each) for each in vary.levels)


def sobol(
    rows: Sequence[Influence],
    *,
    words: str,
    runs: int,
    credit: Credit,
    definition: str,
    language: str = "en",
) -> dict[str, Any]:
    """Show Sobol's indices of first order and total, with their intervals, the largest first.

    Parameters
    ----------
    rows : sequence of Influence
        One for each field that varied.
    words : str
        The outcome: ``extra spending over constant share, Italy``.
    runs : int
        How many times the scenario was run.
    credit : Credit
        The source line.
    definition : str
        Definition and vintage of the starting shares.
    language : str
        Of the words of the chart.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` where nothing varied.
    """
    if not rows:
        raise Refusal(
            "no-figures", "There is no index to draw.", hint="Let at least one field vary."
        )
    order = sorted(rows, key=lambda row: (-row.size.total, row.path))
    first = order[0]
    title = (
        f"{first.name or first.path} moves {words} most: it has a part in "
        f"{number(100 * min(first.size.total, 1.0), 0)} % of the variance"
    )
    fields = _Fields([(row.name, f"{row.path}: {row.span}") for row in order])
    tables = {**fields.tables(), "dots": [d for i, row in enumerate(order) for d in _dots(i, row)]}
    ends = [v for dot in tables["dots"] for v in (dot["low"], dot["high"])]
    return frame(
        _sobol(fields, (min(0.0, *ends), max(100.0, *ends))),
        tables,
        title=title,
        subtitle=[
            "Share of the variance, %, with 95 % intervals. All fields vary independently and "
            f"evenly over their ranges: {runs:,} runs, a question to the model and no forecast.",
            f"Starting shares: {definition}.",
        ],
        credit=credit,
        language=language,
        description=f"Dot plot. {title}. Total and, by itself, first order: "
        + ", ".join(
            f"{row.path} {number(100 * row.size.total, 0)} and {number(100 * row.size.first, 0)} %"
            for row in order
        )
        + ".",
    )


_ORDERS = {
    "by itself (first order)": (BLUE, BLUE, "diamond"),
    "with others (total)": (PAPER, RUST, "circle"),
}
"""Fill, outline and shape of each kind of index."""


def _dots(i: int, row: Influence) -> list[dict[str, Any]]:
    size = row.size
    values = ((size.first, size.first_interval), (size.total, size.total_interval))
    return [
        {"y": y, "kind": kind, "value": 100 * value, "low": 100 * low, "high": 100 * high}
        for kind, dy, (value, (low, high)) in zip(_ORDERS, (15, 30), values, strict=True)
        for y in [_FIELD * i + dy]
    ]


def _sobol(fields: _Fields, ends: tuple[float, float]) -> Any:
    scale = options(domain=list(ends), nice=False)
    axis = options(tickCount=5, domain=False, ticks=False)
    x = shows("value:Q", title="Share of the variance, %", scale=scale, axis=axis)
    y = shows("y:Q", scale=None, axis=None)
    dots = Plot("dots")
    legend = options(title=None, orient="top", symbolSize=80, columnPadding=18, offset=12)
    looks = zip(*_ORDERS.values(), strict=True)
    by_kind = {
        name: shows("kind:N", scale=options(domain=list(_ORDERS), range=list(look)), legend=legend)
        for name, look in zip(("fill", "stroke", "shape"), looks, strict=True)
    }
    return layered(
        *fields.layers(),
        dots.mark("rule", strokeWidth=2).encode(
            x=shows("low:Q", scale=scale), x2="high:Q", y=y, stroke=by_kind["stroke"]
        ),
        dots.mark("point", size=70, strokeWidth=1.8, opacity=1).encode(x=x, y=y, **by_kind),
        width=fields.width,
        height=fields.height,
    )


# Where a plan fails ------------------------------------------------------------------------------


def failure_box(
    found: Discovery, *, credit: Credit, definition: str, language: str = "en"
) -> dict[str, Any]:
    """Show the box in which a plan fails: of each field what was tried, and what lies within.

    Parameters
    ----------
    found : Discovery
    credit : Credit
        The source line.
    definition : str
        Definition and vintage of the starting shares.
    language : str
        Of the words of the chart.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` where no condition was found.
    """
    limited = list(found.found.restricted)
    if not limited:
        raise Refusal(
            "no-figures",
            "There is no box to draw: no simple condition says where it fails.",
            hint="Let other fields vary, or try more points.",
        )
    order = [*limited, *(i for i in range(len(found.vary)) if i not in limited)]
    fields = _Fields([(found.vary[i].title, found.vary[i].path) for i in order])
    tables = {
        **fields.tables(),
        **_tracks([found.vary[i] for i in order], [found.found.box[i] for i in order]),
    }
    title = f"It fails when {found.condition(paths=False)}"
    part = {name: number(100 * getattr(found.found, name), 0) for name in ("coverage", "density")}
    fails = f"{found.outcome.words} is {_SENSES[found.fails.sense]} {found.fails.level:g}"
    overall = number(100 * found.failures / found.cases, 0)
    return frame(
        _box(fields),
        tables,
        title=title,
        subtitle=[
            f"Failing means: {fails} {found.outcome.unit}. Starting shares: {definition}.",
            f"{part['coverage']} % of the {found.failures:,} failures lie in the box; "
            f"{part['density']} % of the cases in it fail, against {overall} % of all "
            f"{found.cases:,} that were tried.",
            "Grey: the values tried; blue: the box. How likely a case is, nobody says here.",
        ],
        credit=credit,
        language=language,
        description=f"Intervals, one for each field. {title}. " + " ".join(found.sentences()[1:]),
    )


_SENSES = {">": "above", ">=": "at or above", "<": "below", "<=": "at or below"}


def _with_unit(value: float, unit: str) -> str:
    said = unit.replace("points", "point", 1) if value == 1 else unit
    return f"{_short(value)} {said}".strip()


def _tracks(vary: Sequence[Vary], box: Sequence[Limit]) -> dict[str, list[dict[str, Any]]]:
    """Return what was tried of each field, from 0 to 1, and which part of it the box allows."""
    tracks, marks = [], []
    for i, (field, limit) in enumerate(zip(vary, box, strict=True)):
        y = _FIELD * i + 22
        if not field.is_number:
            marks += _names(y, field, limit.names)
            continue
        low, high = _range(field)
        inside = _allowed(field, limit)
        at = [(value - low) / (high - low) for value in inside]
        row = {"y": y, "from": at[0], "to": at[1], "open": limit.is_open}
        tracks.append({**row, "low": _short(low), "high": _with_unit(high, field.unit)})
        marks += [
            {"y": y - 8, "at": place, "text": _short(value), "kind": "end"}
            for value, place, bound in zip(inside, at, (limit.low, limit.high), strict=True)
            if math.isfinite(bound)
        ]
    return {"tracks": tracks, "marks": marks}


def _names(y: int, field: Vary, kept: Any) -> list[dict[str, Any]]:
    """Return the names of a field without order, evenly along the track."""
    count = len(field.levels)
    return [
        {
            "y": y,
            "at": (k + 0.5) / count,
            "text": str(level),
            "kind": "in" if kept is not None and str(level) in kept else "out",
        }
        for k, level in enumerate(field.levels)
    ]


def _box(fields: _Fields) -> Any:
    scale = options(domain=[0, 1], nice=False)
    y = shows("y:Q", scale=None, axis=None)
    start = shows("from:Q", scale=scale, axis=None)
    at = shows("at:Q", scale=scale, axis=None)
    tracks, marks = Plot("tracks"), Plot("marks")
    whole = {"x": fixed(0), "x2": fixed(fields.width)}
    small: dict[str, Any] = {"fontSize": 11, "color": QUIET, "dy": 15}
    return layered(
        *fields.layers(),
        tracks.mark("rule", color=GRID, strokeWidth=8).encode(y=y, **whole),
        tracks.where("!datum.open")
        .mark("rule", color=BLUE, strokeWidth=8)
        .encode(x=start, x2="to:Q", y=y),
        tracks.mark("text", align="left", **small).encode(x=fixed(0), y=y, text="low:N"),
        tracks.mark("text", align="right", **small).encode(
            x=fixed(fields.width), y=y, text="high:N"
        ),
        marks.where("datum.kind == 'end'")
        .mark("text", baseline="bottom", fontWeight="bold", color=BLUE)
        .encode(x=at, y=y, text="text:N"),
        marks.where("datum.kind == 'in'")
        .mark("text", fontWeight="bold", color=BLUE)
        .encode(x=at, y=y, text="text:N"),
        marks.where("datum.kind == 'out'")
        .mark("text", color=QUIET)
        .encode(x=at, y=y, text="text:N"),
        width=fields.width,
        height=fields.height,
    )


# Fields that vary --------------------------------------------------------------------------------


class _Fields:
    """Names of fields in two lines each, on the left of a plot."""

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        self.names = names
        self.room = min(
            _MOST_NAME,
            12 + max(max(text_width(a, 12), text_width(b, 11)) for a, b in names),
        )

    @property
    def width(self) -> float:
        """Pixels of the plot."""
        return int(WIDTH - 30 - self.room)

    @property
    def height(self) -> int:
        """Pixels of the plot."""
        return _FIELD * len(self.names)

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Return the table that `layers` refers to."""
        rows = []
        for i, (name, path) in enumerate(self.names):
            lines = [(text, 12, INK) for text in wrap(name, 12, self.room - 12) if text][:2]
            lines += [(text, 11, QUIET) for text in wrap(path, 11, self.room - 12)][
                : 3 - len(lines)
            ]
            top = _FIELD * i + 23 - 7 * (len(lines) - 1)
            rows += [
                {"y": top + 14 * k, "text": text, "size": size, "ink": ink}
                for k, (text, size, ink) in enumerate(lines)
            ]
        between = [{"y": _FIELD * i} for i in range(1, len(self.names))]
        return {"fields": rows, "between": between}

    def layers(self) -> list[Any]:
        """Return names and the lines between them."""
        y = shows("y:Q", scale=None, axis=None)
        return [
            Plot("between")
            .mark("rule", color=GRID)
            .encode(x=fixed(-self.room), x2=fixed(self.width), y=y),
            Plot("fields")
            .mark("text", align="right")
            .encode(
                x=fixed(-12),
                y=y,
                text="text:N",
                size=shows("size:Q", scale=None),
                color=shows("ink:N", scale=None),
            ),
        ]


def _range(vary: Vary) -> tuple[float, float]:
    """Return the lowest and the highest number that a field takes."""
    return (min(vary.levels), max(vary.levels)) if vary.levels else (vary.low, vary.high)


def _allowed(vary: Vary, limit: Limit) -> tuple[float, float]:
    """Return the lowest and the highest number of a field that a box allows."""
    if vary.levels:
        kept = [level for level in vary.levels if limit.low <= level <= limit.high]
        return min(kept), max(kept)
    return max(limit.low, vary.low), min(limit.high, vary.high)


def _short(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    return f"{value:.3g}" if abs(value) < _LARGE else number(value, 0)
