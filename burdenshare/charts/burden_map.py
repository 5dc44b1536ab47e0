"""The burden on a map of Europe, North America and the Asia-Pacific."""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare.charts.editions import Edition, editions, headline, noun, year_of
from burdenshare.charts.grammar import Plot, layered, options, shows
from burdenshare.charts.theme import (
    BLUE,
    INK,
    LAND,
    PAPER,
    QUIET,
    SEA,
    SEQUENCE,
    Credit,
    frame,
    number,
    percent,
    target,
)
from burdenshare.errors import Refusal
from burdenshare.figures.countries import country_name

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation

SHARE_STEPS = (1.5, 2.0, 2.5, 3.0, 3.5)
"""Where one colour of the shares ends and the next begins, per cent of GDP."""

GAP_STEPS = (0.5, 1.0, 1.5)
"""The same for what is missing to a target, in points of GDP."""

GAP_COLOURS = ("#FBE3C8", "#F0AE6A", "#CF6F23", "#7F3608")

_CLEAR = 17
"""Room around a label that a leader does not enter, in pixels."""


class Shade(NamedTuple):
    """One colour of the map, what it stands for, and the ink that can be read on it."""

    name: str
    colour: str
    ink: str


class _Panel(NamedTuple):
    """Where a window of the map lies on the picture, in pixels."""

    name: str
    left: float
    top: float
    scale: float
    inset: bool = False

    @property
    def source(self) -> dict[str, Any]:
        """Its outlines."""
        panel: dict[str, Any] = outlines()[self.name]
        return panel

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the outlines lies on the picture."""
        return round(self.left + x * self.scale, 1), round(self.top + y * self.scale, 1)


_WITH_EUROPE = (
    _Panel("europe", 0, 0, 0.72),
    _Panel("north_america", 2, 98, 0.41, inset=True),
    _Panel("asia_pacific", 528, 2, 0.53, inset=True),
)
_WITHOUT_EUROPE = (_Panel("north_america", 0, 0, 1.25), _Panel("asia_pacific", 462, 0, 0.7))


@cache
def outlines() -> dict[str, Any]:
    """Return the shipped outlines: by panel its size, other land, countries, places of labels."""
    path = Path(__file__).with_name("data") / "outlines.json"
    panels: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["panels"]
    return panels


def on_the_map() -> frozenset[str]:
    """Return the codes of the countries that the map has an outline for."""
    return frozenset(code for panel in outlines().values() for code in panel["countries"])


def burden_map(
    observations: Iterable[Observation],
    *,
    credit: Credit,
    goal: float | None = None,
    language: str = "en",
) -> dict[str, Any]:
    """Show shares of GDP of one year on a map, or how far each country is from a target.

    Every country carries its code and its number, so that the map can be read without colours;
    small countries are marked by a dot with a leader to their label.

    Parameters
    ----------
    observations : iterable of Observation
        Shares of GDP in per cent: one series, year, definition and edition.
    credit : Credit
        The source line.
    goal : float, optional
        A target in per cent of GDP: colours and numbers then show the points of GDP missing to it.
    language : str
        Language of the names of countries in the text, ``en`` or ``ja``; the map has ISO codes.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` without a country that is on the map; ``mixed-vintages`` for several
        editions; what `editions` refuses.
    """
    shown = editions(observations)
    if len(shown) > 1:
        raise Refusal(
            "mixed-vintages",
            f"One map cannot show several editions: {', '.join(e.name for e in shown)}.",
            hint="Ask for one of them.",
        )
    (edition,) = shown
    panels = _panels(edition)
    shades = share_shades() if goal is None else gap_shades(goal)
    of = {c: _shade_of(o.value, goal, shades) for c, o in edition.values.items()}
    tables = {"ground": [f for p in panels for f in _features(p, of)]}
    tables["labels"] = [row for p in panels for row in _labels(p, edition, of, goal)]
    tables["dots"] = [row for row in tables["labels"] if "dot_x" in row]
    absent = [country_name(c, language) for c in edition.values if c not in on_the_map()]
    title = _title(edition, goal, language)
    order = sorted(edition.values.values(), key=lambda o: (-o.value, o.country))
    return frame(
        _plot(panels, shades, "Share of GDP" if goal is None else "Points of GDP"),
        tables,
        title=title,
        subtitle=[
            headline(edition),
            "Numbers: share of GDP, %."
            if goal is None
            else f"Numbers: points of GDP missing to {target(goal)}.",
            f"Not on the map: {', '.join(absent)}." if absent else "",
        ],
        credit=credit,
        language=language,
        description=f"Map. {title}. "
        + ", ".join(f"{country_name(o.country)} {percent(o.value)}" for o in order)
        + ".",
    )


def _panels(edition: Edition) -> list[_Panel]:
    def used(panel: _Panel) -> bool:
        return not edition.values.keys().isdisjoint(panel.source["countries"])

    layout = _WITH_EUROPE if used(_WITH_EUROPE[0]) else _WITHOUT_EUROPE
    found = [p for p in layout if used(p)]
    if not found:
        raise Refusal(
            "no-figures",
            "None of the countries is on the map.",
            hint="The map has the members of NATO, Australia, Japan, New Zealand and South Korea.",
        )
    return found


def _title(edition: Edition, goal: float | None, language: str) -> str:
    who, n, year = noun(edition.values, year_of(edition)), len(edition.values), year_of(edition)
    if goal is not None:
        short = n - edition.at_or_above(goal)
        return f"Who is how far from {target(goal)} of GDP in {year}: {short} of {n} {who} below"
    order = sorted(edition.values.values(), key=lambda o: (o.value, o.country))
    low, high = (
        f"{country_name(o.country, language)} ({percent(o.value)})" for o in (order[0], order[-1])
    )
    return f"Who carries how much in {year}: shares of GDP from {low} to {high}"


# Colours -----------------------------------------------------------------------------------------


def share_shades() -> list[Shade]:
    """Return the colours of the shares, the lowest first."""
    between = pairwise(SHARE_STEPS)
    texts = [
        f"below {target(SHARE_STEPS[0])}",
        *(f"{a:g} to below {target(b)}" for a, b in between),
        f"{target(SHARE_STEPS[-1])} or more",
    ]
    inks = (INK, INK, INK, PAPER, PAPER, PAPER)
    return [Shade(*s) for s in zip(texts, SEQUENCE, inks, strict=True)]


def gap_shades(goal: float) -> list[Shade]:
    """Return the colours of what is missing to a target: met, then the smallest gap first."""
    between = pairwise(GAP_STEPS)
    texts = [
        f"missing less than {GAP_STEPS[0]:g}",
        *(f"{a:g} to below {b:g}" for a, b in between),
        f"{GAP_STEPS[-1]:g} points or more",
    ]
    inks = (INK, INK, INK, PAPER)
    gaps = [Shade(*s) for s in zip(texts, GAP_COLOURS, inks, strict=True)]
    return [Shade(f"at {target(goal)} or more", BLUE, PAPER), *gaps]


def _shade_of(share: float, goal: float | None, shades: Sequence[Shade]) -> Shade:
    if goal is None:
        return shades[bisect_right(SHARE_STEPS, share)]
    if share >= goal:
        return shades[0]
    return shades[1 + bisect_right(GAP_STEPS, round(goal - share, 9))]


# What is drawn -----------------------------------------------------------------------------------


def _features(panel: _Panel, of: dict[str, Shade]) -> list[dict[str, Any]]:
    """Return the shapes of one panel, from the back: its frame, other land, the countries."""
    source = panel.source
    w, h = source["width"], source["height"]
    border = [[[[0, 0], [w, 0], [w, h], [0, h], [0, 0]]]]
    shapes = [
        _feature(panel, border, SEA, QUIET if panel.inset else None),
        _feature(panel, source["land"], LAND, None),
    ]
    for code, polygons in source["countries"].items():
        shade = of.get(code)
        shapes.append(_feature(panel, polygons, shade.name if shade else LAND, PAPER))
    return shapes


def _feature(panel: _Panel, polygons: Any, kind: str, stroke: str | None) -> dict[str, Any]:
    rings = [[[panel.place(*point) for point in ring] for ring in polygon] for polygon in polygons]
    return {
        "type": "Feature",
        "properties": {"kind": kind, "stroke": stroke},
        "geometry": {"type": "MultiPolygon", "coordinates": rings},
    }


def _labels(
    panel: _Panel, edition: Edition, of: dict[str, Shade], goal: float | None
) -> list[dict[str, Any]]:
    """Return what is written on one panel: code and number, and for small countries their dot."""
    rows = []
    for code, (x, y, inside, *dot) in panel.source["labels"].items():
        if code not in of:
            continue
        share, shade = edition.values[code].value, of[code]
        at = panel.place(x, y)
        missing = None if goal is None else goal - share
        row = {
            "code": code,
            "text": number(share if missing is None else missing),
            "x": at[0],
            "y": at[1],
            "ink": shade.ink if inside else INK,
        }
        if missing is not None and missing <= 0:
            row["text"] = "met"
        rows.append(row | (_leader(at, panel.place(*dot), shade) if dot else {}))
    return rows


def _leader(at: tuple[float, float], dot: tuple[float, float], shade: Shade) -> dict[str, Any]:
    """Return a dot and the end of the line from it to its label, short of the writing."""
    part = max(0.0, 1 - _CLEAR / math.dist(at, dot))
    end = [d + (a - d) * part for a, d in zip(at, dot, strict=True)]
    return {
        "dot_x": dot[0],
        "dot_y": dot[1],
        "end_x": round(end[0], 1),
        "end_y": round(end[1], 1),
        "colour": shade.colour,
        "edge": shade.ink,
    }


def _plot(panels: Sequence[_Panel], shades: Sequence[Shade], legend_title: str) -> Any:
    corners = [p.place(p.source["width"], p.source["height"]) for p in panels]
    legend = options(
        title=legend_title,
        orient="top",
        values=[s.name for s in shades],
        symbolType="square",
        symbolSize=180,
        symbolStrokeColor=INK,
        symbolStrokeWidth=0.7,
        columns=3,
        columnPadding=16,
    )
    scale = options(
        domain=[*(s.name for s in shades), LAND, SEA],
        range=[*(s.colour for s in shades), LAND, SEA],
    )
    ground = (
        Plot("ground", projection=options(type="identity", scale=1, translate=[0, 0]))
        .mark("geoshape", strokeWidth=0.8, clip=False)
        .encode(
            fill=shows("properties.kind:N", scale=scale, legend=legend),
            stroke=shows("properties.stroke:N", scale=None),
        )
    )
    return layered(
        ground,
        *_writing(),
        width=max(x for x, _ in corners),
        height=max(y for _, y in corners),
    )


def _writing() -> list[Any]:
    """Return the layers of dots, leaders, codes and numbers."""

    def at(x: str, y: str) -> dict[str, Any]:
        """Return the channels of a place on the map."""
        return {
            "x": shows(f"{x}:Q", scale=None, axis=None),
            "y": shows(f"{y}:Q", scale=None, axis=None),
        }

    dots, words = Plot("dots"), Plot("labels")
    ink = shows("ink:N", scale=None)
    return [
        dots.mark("rule", color=INK, strokeWidth=0.8).encode(
            **at("dot_x", "dot_y"), x2="end_x:Q", y2="end_y:Q"
        ),
        dots.mark("circle", size=42, opacity=1, strokeWidth=0.8).encode(
            **at("dot_x", "dot_y"),
            fill=shows("colour:N", scale=None),
            stroke=shows("edge:N", scale=None),
        ),
        words.mark("text", fontSize=10, baseline="bottom", fontWeight="bold", dy=1).encode(
            **at("x", "y"), text="code:N", color=ink
        ),
        words.mark("text", fontSize=11, baseline="top", dy=1).encode(
            **at("x", "y"), text="text:N", color=ink
        ),
    ]
