"""Path to the pledge: each country's share on its way, and the gap to standing still."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from burdenshare.charts.editions import names, noun, require_one
from burdenshare.charts.grammar import Plot, layered, options, shows
from burdenshare.charts.panels import Grid, Panel
from burdenshare.charts.theme import (
    BLUE,
    INK,
    ORANGE,
    QUIET,
    SKY,
    Credit,
    amount,
    frame,
    number,
    percent,
    target,
    ticks,
)
from burdenshare.errors import Refusal
from burdenshare.figures.countries import country_name, require_countries

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.projection.model import Projection

_PUBLISHED, _PATH, _STAY, _GOAL = "published", "path to the pledge", "constant share", "target"
_STYLE = {
    _PUBLISHED: (INK, [1, 0]),
    _PATH: (BLUE, [1, 0]),
    _STAY: (QUIET, [2, 2]),
    _GOAL: (ORANGE, [7, 3]),
}
"""Colour and dashes of each line; the gap between the second and the third is shaded."""
LEAST = 0.005
"""Smaller gaps vanish in the two digits that NATO prints; points of GDP."""


@dataclass(frozen=True)
class _Way:
    """One country on its way."""

    code: str
    years: tuple[int, ...]
    share: tuple[float, ...]
    stay: float
    goal: float
    start: int
    deadline: int
    published: tuple[tuple[int, float], ...]

    @property
    def gap(self) -> float:
        """Points of GDP between the path and the constant share in the last year shown."""
        return self.share[-1] - self.stay


def path_to_pledge(
    projection: Projection,
    *,
    credit: Credit,
    definition: str,
    countries: Sequence[str] | None = None,
    history: Iterable[Observation] = (),
    language: str = "en",
) -> dict[str, Any]:
    """Show the path of the share of GDP to the pledge, and the gap to a constant share.

    Parameters
    ----------
    projection : Projection
        The central path.
    credit : Credit
        The source line.
    definition : str
        Definition and vintage of the starting shares: ``NATO core defence, July 2026 edition``.
    countries : sequence of str, optional
        Members to show: one gets a large plot, several get small ones on equal scales, the widest
        gap first. Default: all members.
    history : iterable of Observation
        Published shares of GDP of earlier years, of one definition and edition; those of other
        countries are left out.
    language : str
        Language of the names of countries: ``en`` or ``ja``.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``unknown-country``, ``no-figures`` for a country that is no member of the projection,
        ``mixed-definitions`` or ``mixed-vintages`` within the history.
    """
    ways = _ways(projection, countries, tuple(history))
    return (_single if len(ways) == 1 else _several)(ways, projection, definition, credit, language)


def _ways(
    projection: Projection, countries: Sequence[str] | None, history: tuple[Observation, ...]
) -> list[_Way]:
    require_one("mixed-definitions", "definitions", {o.definition for o in history})
    require_one("mixed-vintages", "editions", {o.vintage for o in history})
    wanted = require_countries(countries if countries is not None else projection.members)
    outside = [c for c in wanted if c not in projection.members]
    if outside or not wanted:
        raise Refusal(
            "no-figures",
            f"The projection has no path for {', '.join(outside) or 'any country'}.",
            hint=f"Its members are {', '.join(projection.members)}.",
        )
    ways = [_way(projection, projection.members.index(c), history) for c in wanted]
    return sorted(ways, key=lambda w: (-w.gap, w.code))


def _way(projection: Projection, i: int, history: tuple[Observation, ...]) -> _Way:
    start, stay = projection.start_year[i], float(projection.start_share[i])
    points = {start: stay} | {
        y: float(s)
        for y, s in zip(projection.years, projection.share[i], strict=True)
        if y >= start
    }
    years = tuple(sorted(points))
    code = projection.members[i]
    return _Way(
        code=code,
        years=years,
        share=tuple(points[y] for y in years),
        stay=stay,
        goal=float(projection.target_share[i]),
        start=start,
        deadline=projection.deadline[i],
        published=tuple(
            (o.year, o.value) for o in history if o.country == code and o.year <= start
        ),
    )


def _tables(ways: Sequence[_Way], panels: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the points of the lines, and the two edges of the gap, of every panel."""
    lines, gaps = [], []
    for way, panel in zip(ways, panels, strict=True):
        ends = (way.years[0], max(way.years[-1], way.deadline))
        path = tuple(zip(way.years, way.share, strict=True))
        points = {
            _PUBLISHED: way.published,
            _PATH: path,
            _STAY: ((ends[0], way.stay), (ends[1], way.stay)),
            _GOAL: ((ends[0], way.goal), (ends[1], way.goal)),
        }
        lines += [
            {"panel": panel, "year": year, "share": share, "line": name}
            for name, line in points.items()
            for year, share in line
        ]
        gaps += [
            {"panel": panel, "year": year, "low": way.stay, "high": share} for year, share in path
        ]
    return {"lines": lines, "gaps": gaps}


def _several(
    ways: Sequence[_Way], projection: Projection, definition: str, credit: Credit, language: str
) -> dict[str, Any]:
    called = names([w.code for w in ways], language)
    first, last, top = _ends(ways)
    panels = tuple(Panel(called[w.code], number(w.gap, sign=True), 0.0, top) for w in ways)
    grid = Grid(panels, first, last, "% of GDP", alike=True)
    rising = [w for w in ways if w.gap >= LEAST]
    title = (
        f"How far to the pledge: {len(rising)} of {len(ways)} "
        f"{noun(called, projection.years[-1])} have to raise their share of GDP"
    )
    if rising:
        title += f"; {called[rising[0].code]} by the most, {number(rising[0].gap)} points"
    return frame(
        _small_plots(ways, grid),
        _tables(ways, [panel.name for panel in panels]) | grid.tables(),
        title=title,
        subtitle=[
            f"Share of GDP, %. Starting shares: {definition}.",
            _other_bases(projection, ways, language),
            "Shaded, and the number beside each name: what the pledge adds to a constant share by "
            f"{ways[0].years[-1]}, in points of GDP.",
        ],
        credit=credit,
        language=language,
        description=f"Small line charts, one for each country. {title}. Points of GDP to be added: "
        + ", ".join(f"{country_name(w.code)} {number(w.gap)}" for w in ways)
        + ".",
    )


def _single(
    ways: Sequence[_Way], projection: Projection, definition: str, credit: Credit, language: str
) -> dict[str, Any]:
    (way,) = ways
    name, last = country_name(way.code, language), way.years[-1]
    rises = abs(way.gap) >= LEAST
    title = f"{name}: from {percent(way.stay)} of GDP in {way.start} " + (
        f"to {percent(way.share[-1])} in {last}"
        if rises
        else f"on, no more is needed for the pledge of {target(way.goal)}"
    )
    gap = f"in {last} {number(way.gap)} points of GDP{_money(projection, way)}"
    ends = [{"year": last, "share": way.share[-1], "text": f"path {percent(way.share[-1])}"}]
    if rises:
        ends.append({"year": last, "share": way.stay, "text": f"constant {percent(way.stay)}"})
    dots = [{"year": year, "share": share} for year, share in way.published]
    return frame(
        _large_plot(way),
        _tables([way], [name]) | {"ends": ends, "dots": dots},
        title=title,
        subtitle=[
            f"Share of GDP, %. Starting share: {definition}.",
            _other_bases(projection, ways, language),
            f"Shaded: what the pledge ({target(way.goal)} by {way.deadline}) adds to a constant "
            f"share; {gap}.",
        ],
        credit=credit,
        language=language,
        description=f"Line chart. {title}. The pledge adds to a constant share {gap}.",
    )


def _other_bases(projection: Projection, ways: Sequence[_Way], language: str) -> str:
    """Name the countries that measure their share against something other than each year's GDP."""
    import numpy as np

    def has_own(code: str) -> bool:
        """Tell whether a member is measured against a base of its own."""
        i = projection.members.index(code)
        base, gdp = projection.base[..., i, :], projection.gdp[..., i, :]
        return not np.allclose(base, gdp, rtol=1e-6, equal_nan=True)

    other = [country_name(w.code, language) for w in ways if has_own(w.code)]
    return f"Measured against another base than GDP of the year: {', '.join(other)}." * bool(other)


def _money(projection: Projection, way: _Way) -> str:
    """Return the gap of the last year in money at current prices, where it is known."""
    i = projection.members.index(way.code)
    extra = projection.extra.get("constant_share")
    if extra is None or math.isnan(extra[i, -1]):
        return ""
    return f", {projection.currency[i]} {amount(float(extra[i, -1]))} bn at current prices"


# The plots ---------------------------------------------------------------------------------------


def _small_plots(ways: Sequence[_Way], grid: Grid) -> Any:
    lines = _layers(ways, grid.place, grid.channels, thin=True)
    return layered(*grid.frames(), *lines, **grid.size)


def _large_plot(way: _Way) -> Any:
    first, last, top = _ends([way])
    x = shows(
        "year:Q",
        title="Year",
        scale=options(domain=[first, last], nice=False),
        axis=options(format="d", grid=False, values=ticks(first, last)),
    )

    def channels(field: str, other: str = "") -> dict[str, Any]:
        y = shows(
            f"{field}:Q",
            title="Share of GDP, %",
            scale=options(domain=[0, top], nice=False),
            axis=options(tickCount=7, domain=False, ticks=False),
        )
        return {"x": x, "y": y} | ({"y2": f"{other}:Q"} if other else {})

    at = {"x": shows("year:Q"), "y": shows("share:Q")}
    return layered(
        *_layers([way], lambda chart, *_fields: chart, channels, thin=False),
        Plot("dots").mark("point", color=INK, filled=True, size=28).encode(**at),
        Plot("ends").mark("text", align="left", dx=8).encode(**at, text="text:N"),
        width=560,
        height=320,
    )


def _ends(ways: Sequence[_Way]) -> tuple[int, int, float]:
    """Return the first and the last year, and the top of the scale, that hold every way."""
    first = min(y for w in ways for y, _ in ((w.years[0], 0), *w.published))
    last = max(max(w.years[-1], w.deadline) for w in ways)
    top = max(s for w in ways for s in (*w.share, w.goal, *(p for _, p in w.published)))
    return first, last, 1.05 * top


def _layers(
    ways: Sequence[_Way],
    place: Callable[..., Any],
    channels: Callable[..., Any],
    *,
    thin: bool,
) -> list[Any]:
    """Return the layers of the gap and the lines; `place` and `channels` as in `fan.layers`."""
    legend = options(title=None, orient="top", symbolType="stroke", symbolSize=500, offset=12)
    drawn = [
        name for name in _STYLE if name != _PUBLISHED or any(len(w.published) > 1 for w in ways)
    ]
    colours, dashes = zip(*(_STYLE[name] for name in drawn), strict=True)
    by_colour = options(domain=drawn, range=list(colours))
    by_dash = options(domain=drawn, range=list(dashes))
    return [
        place(Plot("gaps"), "low", "high")
        .mark("area", color=SKY, fillOpacity=0.45)
        .encode(**channels("low", "high"), detail="panel:N"),
        place(Plot("lines"), "share")
        .mark("line", strokeWidth=1.8 if thin else 2.6)
        .encode(
            **channels("share"),
            detail="panel:N",
            color=shows("line:N", scale=by_colour, legend=legend),
            strokeDash=shows("line:N", scale=by_dash, legend=legend),
        ),
    ]
