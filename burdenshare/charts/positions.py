"""Where actors stand on a line, what weight they have, and where the outcome will be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import NormalDist
from typing import Any, NamedTuple

from burdenshare.charts.grammar import Plot, Spec, layered, shows
from burdenshare.charts.panels import at, decimals, steps
from burdenshare.charts.theme import (
    BANDS,
    BLUE,
    FAINT,
    INK,
    PAPER,
    QUIET,
    RUST,
    VERMILLION,
    Credit,
    frame,
    number,
    text_width,
)
from burdenshare.errors import Refusal

_LEFT, _WIDTH = 14, 650
_LABEL, _LINE = 12, 13
"""Size of the codes of actors, and pixels from one row of them to the next."""
_HEAD, _DOTS, _BELOW, _GAP = 22, 22, 76, 26
"""Pixels for the name of an issue, for the circles, for the chances, and between issues."""
_BAR = 36
"""Height of the highest bar, in pixels."""
_BINS = 30
_LARGEST = 620
"""Area of the circle of all weight, in square pixels."""
_IN_A_ROW = 7
"""So many codes stand in one row above a circle."""
_POINT = 5
"""Half the width of the bar of a position, in pixels."""


class _Issue(NamedTuple):
    """One issue and where it stands on the picture."""

    name: str
    entry: Mapping[str, Any]
    about: Mapping[str, Any]
    top: float
    """Upper edge."""
    line: float
    """Where the line is."""

    @property
    def bottom(self) -> float:
        """Where the panel ends below the line."""
        return self.line + _BELOW

    def x(self, value: float) -> float:
        """Return where a position is."""
        low, high = self.entry["scale"]
        return float(round(_LEFT + _WIDTH * (value - low) / (high - low), 1))


class _Label(NamedTuple):
    """The codes of the actors at one position."""

    x: float
    lines: tuple[str, ...]
    weight: float
    left: float
    right: float


def positions(
    document: Mapping[str, Any],
    case: str,
    *,
    credit: Credit,
    most: int = 6,
    language: str = "en",
) -> dict[str, Any]:
    """Show where the actors of a case stand, and how likely each part of the scale is decided.

    Parameters
    ----------
    document : mapping
        As `burdenshare.bargaining.negotiation.Negotiation.to_json` gives it.
    case : str
        One of its cases.
    credit : Credit
        The source line.
    most : int
        How many issues to draw at most; the others are counted.
    language : str
        Of the words of the chart.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` where there is no such case.
    """
    issues = document["cases"].get(case)
    if not issues:
        raise Refusal(
            "no-figures",
            f"There is no case {case!r} to draw.",
            hint=f"The negotiation has {', '.join(document['cases'])}.",
        )
    about = document["about"].get(case, {})
    drawn = list(issues)[:most]
    placed, tables = _placed(drawn, issues, about)
    title = f"{about.get('title', case)}: what they wanted, and what the forecast is"
    left = len(issues) - len(drawn)
    return frame(
        _plot(placed),
        tables,
        title=title,
        subtitle=[
            "Circles: positions going in, their area the weight of who stands there (capability "
            "times salience). Below the line: chance that the outcome is just there (bars) or in a "
            "thirtieth of the scale (area).",
            "Dark and light strip: half of outcomes, nine of ten. Line: the forecast, a mean by "
            "weight. Diamond: what was decided." + (f" {left} more issues." if left else ""),
            "Made with hindsight: it illustrates and tests nothing."
            if about.get("hindsight")
            else "",
        ],
        credit=credit,
        language=language,
        description=f"Lines of positions with chances below. {title}. "
        + " ".join(_said(one) for one in placed),
    )


def _title_of(one: _Issue) -> str:
    named = one.about.get("title") or one.name
    unit = one.about.get("unit", "")
    return f"{named}{f', {unit}' if unit else ''}"


def _text(one: _Issue, value: float) -> str:
    """Write a position with the decimals that its scale asks for."""
    low, high = one.entry["scale"]
    places = 0 if high - low >= 20 else 1 if high - low >= 8 else 2
    if value == int(value):
        places = 0
    return f"{value:.{places}f}" if low >= 1000 else number(value, places)


def _said(one: _Issue) -> str:
    entry = one.entry
    bands = entry["distribution"]["quantiles"]
    decided = entry["outcome"]
    return (
        f"{_title_of(one)}: forecast {_text(one, entry['headline'])}, nine of ten outcomes from "
        f"{_text(one, bands['0.05'])} to {_text(one, bands['0.95'])}"
        + ("" if decided is None else f", decided {_text(one, decided)}")
        + "."
    )


# Where everything is -----------------------------------------------------------------------------


def _placed(
    drawn: Sequence[str], issues: Mapping[str, Any], about: Mapping[str, Any]
) -> tuple[list[_Issue], dict[str, list[dict[str, Any]]]]:
    """Return the issues from top to bottom, and every table of the picture."""
    placed: list[_Issue] = []
    names = ("heads", "lines", "circles", "codes", "bars", "highest", "bands", "ticks", "marks")
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    top = 0.0
    for name in drawn:
        told = about.get("issues", {}).get(name, {})
        blank = _Issue(name, issues[name], told, top, 0.0)
        levels = _levels(_labels(blank))
        height = max((deepest for _, deepest in levels), default=1) * _LINE
        one = blank._replace(line=top + _HEAD + height + _DOTS)
        _fill(tables, one, levels)
        placed.append(one)
        top = one.bottom + _GAP
    return placed, tables


def _labels(one: _Issue) -> list[_Label]:
    """Return what stands above each circle, the positions in order."""
    groups: dict[float, list[Mapping[str, Any]]] = {}
    for actor in one.entry["weights"]:
        groups.setdefault(round(actor["position"], 9), []).append(actor)
    found = []
    for position in sorted(groups):
        actors = [str(a["actor"]) for a in groups[position]]
        rows = [actors[i : i + _IN_A_ROW] for i in range(0, len(actors), _IN_A_ROW)]
        lines = tuple(" ".join(row) for row in rows)
        width = max(text_width(line, _LABEL) for line in lines)
        x = one.x(position)
        left = min(max(x - width / 2, 0.0), _LEFT * 2 + _WIDTH - width)
        weight = math.fsum(a["weight"] for a in groups[position])
        found.append(_Label(x, lines, weight, left, left + width))
    return found


def _levels(labels: Sequence[_Label]) -> list[tuple[_Label, int]]:
    """Return each label with the row of its highest line; labels that would touch move up."""
    placed: list[tuple[_Label, int]] = []
    for label in labels:
        near = [deepest for other, deepest in placed if other.right + 6 > label.left]
        base = 0
        taken = {
            row
            for other, deepest in placed
            if other.right + 6 > label.left
            for row in range(deepest - len(other.lines), deepest)
        }
        while near and any(row in taken for row in range(base, base + len(label.lines))):
            base += 1
        placed.append((label, base + len(label.lines)))
    return placed


def _fill(
    tables: dict[str, list[dict[str, Any]]], one: _Issue, levels: Sequence[tuple[_Label, int]]
) -> None:
    """Add one issue to the tables."""
    entry, line = one.entry, one.line
    low, high = entry["scale"]
    tables["heads"].append({"x": 0, "y": one.top + 8, "text": _title_of(one)})
    tables["lines"].append({"x": one.x(low), "right": one.x(high), "y": line})
    areas = [max(_LARGEST * label.weight, 18.0) for label, _ in levels]
    foot = max(_DOTS - 6, math.sqrt(max(areas) / math.pi) + 7)
    for (label, deepest), area in zip(levels, areas, strict=True):
        reach = math.sqrt(area / math.pi)
        tables["circles"].append({"x": label.x, "y": line, "area": area})
        for k, text in enumerate(label.lines):
            row = deepest - 1 - k
            tables["codes"].append(
                {
                    "x": (label.left + label.right) / 2,
                    "y": line - foot - _LINE * row,
                    "text": text,
                    "anchor": label.x,
                    "foot": line - reach,
                }
            )
    _fill_chances(tables, one)
    values = steps(low, high, 9)
    digits = decimals(values)
    tables["ticks"] += [
        {
            "x": one.x(v),
            "y": one.bottom,
            "text": f"{v:.{digits}f}" if low >= 1000 else number(v, digits),
        }
        for v in values
    ]
    headline = f"forecast {_text(one, entry['headline'])}"
    tables["marks"].append(_mark(one, entry["headline"], "forecast", headline))
    if entry["outcome"] is not None:
        decided = f"decided {_text(one, entry['outcome'])}"
        tables["marks"].append(_mark(one, entry["outcome"], "decided", decided))


def _mark(one: _Issue, value: float, kind: str, text: str) -> dict[str, Any]:
    x = one.x(value)
    right = x > _LEFT + 0.8 * _WIDTH
    return {
        "x": x,
        "y": one.line,
        "end": one.line + 70,
        "kind": kind,
        "text": text,
        "text_x": x - 5 if right else x + 5,
        "text_y": one.line + (66 if kind == "forecast" else 36),
        "side": "right" if right else "left",
    }


def _fill_chances(tables: dict[str, list[dict[str, Any]]], one: _Issue) -> None:
    """Add bars and bands of the outcome."""
    entry = one.entry
    low, high = entry["scale"]
    quantiles = entry["distribution"]["quantiles"]
    smooth, points = chances_of(entry)
    highest = max(*smooth, *(chance for _, chance in points))
    wide = _WIDTH / _BINS
    top = one.line + 10
    for k, chance in enumerate(smooth):
        left = _LEFT + k * wide
        tables["bars"].append(
            {"x": left, "right": left + wide, "y": top, "end": top + _BAR * chance / highest}
        )
    for position, chance in points:
        x, end = one.x(position), top + _BAR * chance / highest
        tables["bars"].append({"x": x - _POINT, "right": x + _POINT, "y": top, "end": end})
        if chance == highest:
            tables["highest"].append({"x": x, "y": end, "text": f"{100 * chance:.0f} %"})
    for (a, b), colour in ((("0.05", "0.95"), BANDS[1]), (("0.25", "0.75"), BLUE)):
        ends = (min(max(quantiles[q], low), high) for q in (a, b))
        left, right = (one.x(end) for end in ends)
        tables["bands"].append(
            {"x": left, "right": max(right, left + 2), "y": one.line + 6, "colour": colour}
        )


def chances_of(entry: Mapping[str, Any]) -> tuple[list[float], list[tuple[float, float]]]:
    """Return the chance of an outcome round each position, and of one between positions.

    Parameters
    ----------
    entry : mapping
        One issue of a negotiation, as plain data.

    Returns
    -------
    list of float
        The smooth part, by equal parts of the scale.
    list of (float, float)
        Positions with the chance that the outcome is just there. Both together sum to one.
    """
    low, high = entry["scale"]
    told = entry["distribution"]
    bell = NormalDist(entry["headline"], told["sd"])
    whole = bell.cdf(high) - bell.cdf(low)
    edges = [low + (high - low) * k / _BINS for k in range(_BINS + 1)]
    smooth = [told["bell"] * (bell.cdf(b) - bell.cdf(a)) / whole for a, b in pairwise(edges)]
    return smooth, [(point["position"], point["mass"]) for point in told["points"]]


# Drawn -------------------------------------------------------------------------------------------


def _plot(placed: Sequence[_Issue]) -> Spec:
    x, y = at("x"), at("y")
    bars, codes, marks = Plot("bars"), Plot("codes"), Plot("marks")
    forecast, decided = (marks.where(f"datum.kind == '{k}'") for k in ("forecast", "decided"))
    words: dict[str, Spec | str] = {"x": at("text_x"), "y": at("text_y"), "text": "text:N"}
    texts = [
        chart.where(f"datum.side == '{side}'")
        .mark("text", align=side, fontSize=11, fontWeight="bold", color=colour, **halo)
        .encode(**words)
        for chart, colour in ((forecast, INK), (decided, RUST))
        for side in ("left", "right")
        for halo in ({"stroke": PAPER, "strokeWidth": 3}, {})
    ]
    head: dict[str, Any] = {"align": "left", "fontWeight": "bold", "fontSize": 13}
    code: dict[str, Any] = {"fontSize": _LABEL - 1, "baseline": "bottom"}
    foot: dict[str, Any] = {"baseline": "top", "color": QUIET}
    return layered(
        Plot("heads").mark("text", **head).encode(x=x, y=y, text="text:N"),
        bars.mark("rect", color=BANDS[1]).encode(x=x, x2="right:Q", y=y, y2="end:Q"),
        Plot("highest").mark("text", fontSize=10, dy=1, **foot).encode(x=x, y=y, text="text:N"),
        Plot("bands")
        .mark("rule", strokeWidth=4)
        .encode(x=x, x2="right:Q", y=y, color=shows("colour:N", scale=None)),
        Plot("lines").mark("rule", color=FAINT, strokeWidth=1.2).encode(x=x, x2="right:Q", y=y),
        forecast.mark("rule", color=INK, strokeWidth=1.6).encode(x=x, y=y, y2="end:Q"),
        codes.mark("rule", color=FAINT, strokeWidth=0.7).encode(
            x=at("anchor"), x2="x:Q", y=at("foot"), y2="y:Q"
        ),
        Plot("circles")
        .mark("circle", color=QUIET, opacity=1, stroke=PAPER, strokeWidth=1)
        .encode(x=x, y=y, size=shows("area:Q", scale=None)),
        codes.mark("text", stroke=PAPER, strokeWidth=3, **code).encode(x=x, y=y, text="text:N"),
        codes.mark("text", **code).encode(x=x, y=y, text="text:N"),
        decided.mark(
            "point", shape="diamond", fill=VERMILLION, stroke=PAPER, size=95, opacity=1
        ).encode(x=x, y=y),
        *texts,
        Plot("ticks").mark("text", fontSize=11, **foot).encode(x=x, y=y, text="text:N"),
        width=2 * _LEFT + _WIDTH,
        height=placed[-1].bottom + 18,
    )
