"""Fans: where a number lies in half, in 80 and in 95 % of the futures, year by year."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from burdenshare.charts.costs import apart, in_words
from burdenshare.charts.editions import noun
from burdenshare.charts.grammar import Plot, fixed, layered, options, shows
from burdenshare.charts.panels import Grid, Panel
from burdenshare.charts.spreads import EDGES, TOGETHER, Conditions, Fans, Spread
from burdenshare.charts.theme import (
    BANDS,
    FAINT,
    INK,
    RUST,
    Credit,
    amount,
    frame,
    number,
    ticks,
)
from burdenshare.errors import Refusal
from burdenshare.figures.countries import country_name

_BAND_NAMES = ("95 %", "80 %", "50 % of futures")
_MEDIAN, _CENTRAL, _WITHOUT = "median", "no shocks", "median at a constant share"
LINES = {_MEDIAN: (INK, [1, 0]), _WITHOUT: (RUST, [6, 3]), _CENTRAL: (INK, [1, 2])}
"""Colour and dashes."""
_WIDTH, _HEIGHT = 560, 320


# The charts --------------------------------------------------------------------------------------


def fan_cost(
    fans: Fans,
    *,
    baseline: str,
    credit: Credit,
    definition: str,
    conditions: Conditions,
    language: str = "en",
) -> dict[str, Any]:
    """Show what the pledge may cost: one fan large, or those of several countries side by side.

    Parameters
    ----------
    fans : Fans
        As `cost_fans` or `total_fans` return them; countries whose figures are missing, or that
        spend no more in any future, are named and left out.
    baseline : str
        What the extra is measured against: ``constant_share``.
    credit : Credit
        The source line.
    definition : str
        Definition and vintage of the starting shares.
    conditions : Conditions
    language : str
        Language of the names of countries: ``en`` or ``ja``.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` where no fan is left; ``bad-argument`` for a single year.
    """
    fans = fans.counted(language)
    known = _require_known(fans)
    some = {c: s for c, s in known.items() if s.is_more} or known
    order = sorted(some, key=lambda c: (-some[c].median[-1], c))
    idle = [country_name(c, language) for c in known if c not in some]
    (currency, much), year = fans.unit.split(",")[0].split(), fans.years[-1]
    over = in_words(baseline)

    def between(spread: Spread) -> str:
        low, high = (money(spread.quantiles[level][-1]) for level in EDGES["80"])
        return f"{currency} {low} and {high} {much}"

    if len(order) == 1:
        spread = some[order[0]]
        title = (
            f"{_who(order[0], fans, language)}: {currency} {money(spread.median[-1])} "
            f"{much} more than {over} in {year}; 80 % of futures lie between {between(spread)}"
        )
    else:
        widest = max(order, key=lambda c: (_relative(some[c]), c))
        title = (
            f"Extra spending in {year} is least sure for {country_name(widest, language)}: "
            f"80 % of futures lie between {between(some[widest])}"
        )
    return _fan(
        fans._replace(spreads={c: some[c] for c in order}),
        "Extra cost",
        title=title,
        subtitle=[
            f"Extra over {over}, {fans.unit}, a year. Starting shares: {definition}.",
            conditions.bands(),
            _own_scales(year) if len(order) > 1 else "",
            conditions.sentence(),
            f"No extra in any future: {', '.join(idle)}." * bool(idle),
            _gaps(fans, language),
        ],
        write=money,
        zero=True,
        credit=credit,
        language=language,
    )


def fan_debt(
    fans: Fans,
    *,
    credit: Credit,
    definition: str,
    conditions: Conditions,
    notes: Sequence[str] = (),
    language: str = "en",
) -> dict[str, Any]:
    """Show debt with the pledge as a fan, and its median at a constant share as a line.

    Parameters
    ----------
    fans : Fans
        As `debt_fans` returns them.
    definition : str
        What counts as debt, and its vintage: ``General government gross debt, IMF, April 2026``.
    notes : sequence of str
        Further lines for the subtitle.
    credit, conditions, language
        As in `fan_cost`; so are result and refusals.
    """
    known = _require_known(fans)
    order = sorted(known, key=lambda c: (-known[c].added, c))
    year, first = fans.years[-1], known[order[0]]
    if len(order) == 1:
        low, high = (number(first.quantiles[level][-1], 0) for level in EDGES["80"])
        after, stay = (number(line[-1], 0) for line in (first.median, first.without))
        title = (
            f"{_who(order[0], fans, language)}: debt of {after} % of GDP in {year} with the "
            f"pledge, {stay} % at a constant share; 80 % of futures lie between {low} and {high} %"
        )
    else:
        raised = sum(s.added >= 0.05 for s in known.values())
        title = (
            f"Extra spending raises debt in {year} for {raised or 'none'} of {len(order)} "
            f"{noun(order, year)}"
        )
        if raised:
            most = country_name(order[0], language)
            title += f", most for {most}: by {number(first.added, 1)} points of GDP"
    return _fan(
        fans._replace(spreads={c: known[c] for c in order}),
        "Debt",
        title=title,
        subtitle=[
            f"Debt, % of GDP. {definition}.",
            conditions.bands(),
            _own_scales(year, ", and what the pledge adds to it") if len(order) > 1 else "",
            conditions.sentence(),
            *notes,
            _gaps(fans, language),
        ],
        write=lambda v: number(v, 0),
        zero=False,
        credit=credit,
        language=language,
    )


def fan_share(
    fans: Fans,
    *,
    credit: Credit,
    definition: str,
    conditions: Conditions,
    language: str = "en",
) -> dict[str, Any]:
    """Show the share of GDP as a fan, as `fan_cost` does the cost.

    Parameters
    ----------
    fans : Fans
        As `share_fans` returns them.
    credit, definition, conditions, language
        As in `fan_cost`; so are result and refusals.
    """
    known = _require_known(fans)
    order = sorted(known, key=lambda c: (-known[c].width(), c))
    year, first = fans.years[-1], known[order[0]]
    low, high = (number(first.quantiles[level][-1]) for level in EDGES["80"])
    band = f"80 % of futures lie between {low} and {high} % of GDP"
    if len(order) == 1:
        who = _who(order[0], fans, language)
        title = f"{who}: {number(first.median[-1])} % of GDP in {year}; {band}"
    else:
        who = country_name(order[0], language)
        title = f"The share of GDP in {year} is least sure for {who}: {band}"
    return _fan(
        fans._replace(spreads={c: known[c] for c in order}),
        "Share of GDP",
        title=title,
        subtitle=[
            f"Share of GDP, %. Starting shares: {definition}.",
            conditions.bands(),
            _own_scales(year) if len(order) > 1 else "",
            conditions.sentence(),
            _gaps(fans, language),
        ],
        write=number,
        zero=False,
        credit=credit,
        language=language,
    )


def _require_known(fans: Fans) -> dict[str, Spread]:
    known = fans.known
    if not known:
        raise Refusal(
            "no-figures",
            "No fan is known that could be drawn.",
            hint="The futures miss figures of every country; their notes say which.",
        )
    if len(fans.years) < 2:
        raise Refusal(
            "bad-argument",
            f"A fan needs two years or more, not {len(fans.years)}.",
            hint="Let the scenario end later.",
        )
    return known


def _relative(spread: Spread) -> float:
    """Return the width of the band of 80 % over what lies farthest from zero in it."""
    far = max(abs(spread.quantiles[level][-1]) for level in EDGES["80"])
    return spread.width() / far if far else 0.0


def _own_scales(year: int, more: str = "") -> str:
    return f"Each country has a scale of its own; beside its name: the median in {year}{more}."


def _gaps(fans: Fans, language: str) -> str:
    unknown = [_who(c, fans, language) for c in fans.spreads if c not in fans.known]
    return f"Not shown, as figures are missing: {', '.join(unknown)}." * bool(unknown)


def _who(code: str, fans: Fans, language: str) -> str:
    if code != TOGETHER:
        return country_name(code, language)
    return f"{len(fans.together)} {noun(fans.together, fans.years[-1])} together"


def money(value: float) -> str:
    """Write an amount as `amount` does, below 1 with two digits that count."""
    if value == 0 or abs(value) >= 1:
        return amount(value)
    return number(value, 1 - math.floor(math.log10(abs(value))))


# The plots ---------------------------------------------------------------------------------------


def _fan(
    fans: Fans,
    what: str,
    *,
    title: str,
    subtitle: Sequence[str],
    write: Callable[[float], str],
    zero: bool,
    credit: Credit,
    language: str,
) -> dict[str, Any]:
    called = {c: _who(c, fans, language) for c in fans.spreads}
    tables = tables_of(fans, called)
    drawn = [name for name in LINES if any(row["line"] == name for row in tables["lines"])]
    said = ", ".join(f"{_who(c, fans, 'en')} {_range(s, write)}" for c, s in fans.spreads.items())
    told: dict[str, Any] = {
        "title": title,
        "subtitle": subtitle,
        "credit": credit,
        "language": language,
        "description": f"Fan chart{'s, one for each country' * (len(called) > 1)}. {title}. Median "
        f"and 80 % band in {fans.years[-1]} ({fans.unit}): {said}.",
    }
    if len(called) == 1:
        (spread,) = fans.spreads.values()
        domain = domain_of(spread, zero)
        tables["ends"] = _ends(spread, domain, write)
        unit = f"{what}, {fans.unit}"
        return frame(_large(fans.years, drawn, unit, domain), tables, **told)
    grid = Grid(
        tuple(
            Panel(called[c], _note(s, write), *domain_of(s, zero)) for c, s in fans.spreads.items()
        ),
        fans.years[0],
        fans.years[-1],
        fans.unit.split(",")[0],
    )
    return frame(_small(grid, drawn), tables | grid.tables(), **told)


def _note(spread: Spread, write: Callable[[float], str]) -> str:
    """Return the median of the last year, and what the pledge adds to it."""
    added = f", {number(spread.added, 1, sign=True)}" if spread.without else ""
    return f"{write(spread.median[-1])}{added}"


def _range(spread: Spread, write: Callable[[float], str]) -> str:
    """Return median and band of 80 % of the last year."""
    low, high = (write(spread.quantiles[level][-1]) for level in EDGES["80"])
    return f"{write(spread.median[-1])} ({low} to {high})"


def tables_of(fans: Fans, called: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Return edges of bands, the widest first, and points of lines, from behind."""
    each = [
        (spread, {"panel": called[code], "year": year}, k)
        for code, spread in fans.spreads.items()
        for k, year in enumerate(fans.years)
    ]
    bands = [
        {**place, "band": name, "low": s.quantiles[low][k], "high": s.quantiles[high][k]}
        for name, (low, high) in zip(_BAND_NAMES, EDGES.values(), strict=True)
        for s, place, k in each
    ]
    lines = [
        {**place, "line": name, "value": line[k]}
        for name, values in ((_WITHOUT, "without"), (_MEDIAN, "median"), (_CENTRAL, "central"))
        for s, place, k in each
        for line in [getattr(s, values)]
        if line
    ]
    return {"bands": bands, "lines": lines}


def domain_of(spread: Spread, zero: bool) -> tuple[float, float]:
    """Return the ends of a scale that holds everything, with some room."""
    lines = (spread.central, spread.without, *spread.quantiles.values())
    low, high = (f(v for line in lines for v in line) for f in (min, max))
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < 1e-9:
        return low - 0.5, high + 0.5
    room = 0.04 * (high - low)
    return (low if zero and low == 0.0 else low - room), high + room


def layers(
    lines: Sequence[str],
    place: Callable[..., Any],
    channels: Callable[..., Any],
    *,
    thin: bool,
) -> list[Any]:
    """Return bands and lines.

    Parameters
    ----------
    lines : sequence of str
        Those of `LINES` that are there.
    place : callable
        Gives a chart the places of some of its fields.
    channels : callable
        Returns x, y and y2 for one or two fields of the rows.
    thin : bool
        Whether the plots are small.
    """

    def legend(symbol: str) -> Any:
        return options(title=None, orient="top", symbolType=symbol, symbolSize=320, offset=10)

    fills = options(domain=list(_BAND_NAMES[::-1]), range=list(BANDS[::-1]))
    colours, dashes = zip(*(LINES[name] for name in lines), strict=True)
    by_colour = options(domain=list(lines), range=list(colours))
    by_dash = options(domain=list(lines), range=list(dashes))
    bands, curves = (Plot(name) for name in ("bands", "lines"))
    return [
        place(bands, "low", "high")
        .mark("area")
        .encode(
            **channels("low", "high"),
            detail="panel:N",
            fill=shows("band:N", scale=fills, legend=legend("square")),
        ),
        place(curves, "value")
        .mark("line", strokeWidth=1.6 if thin else 2.4)
        .encode(
            **channels("value"),
            detail="panel:N",
            color=shows("line:N", scale=by_colour, legend=legend("stroke")),
            strokeDash=shows("line:N", scale=by_dash, legend=legend("stroke")),
        ),
    ]


def _small(grid: Grid, lines: Sequence[str]) -> Any:
    fans = layers(lines, grid.place, grid.channels, thin=True)
    return layered(*grid.frames(), *fans, **grid.size)


def _ends(
    spread: Spread, domain: tuple[float, float], write: Callable[[float], str]
) -> list[dict[str, Any]]:
    """Return what is written beside the last year: the edges of the bands and the lines."""
    marks = [
        (line[-1], f"{'median ' * (level == 0.5)}{write(line[-1])}")
        for level, line in spread.quantiles.items()
        if level not in EDGES["50"]
    ]
    if spread.without:
        marks.append((spread.without[-1], f"constant share {write(spread.without[-1])}"))
    marks.sort()
    low, high = domain
    middles = [_HEIGHT * (high - value) / (high - low) for value, _ in marks]
    return [
        {"text": text, "middle": middle, "at": place}
        for (_, text), middle, place in zip(marks, middles, apart(middles), strict=True)
    ]


def _large(
    years: Sequence[int], lines: Sequence[str], unit: str, domain: tuple[float, float]
) -> Any:
    first, last = years[0], years[-1]
    x = shows(
        "year:Q",
        title="Year",
        scale=options(domain=[first, last], nice=False),
        axis=options(format="d", grid=False, values=ticks(first, last)),
    )
    scale = options(domain=list(domain), nice=False, zero=False)
    axis = options(format=",~f", domain=False, ticks=False, tickCount=6, labelPadding=7)

    def channels(field: str, other: str = "") -> dict[str, Any]:
        y = shows(f"{field}:Q", title=unit, scale=scale, axis=axis)
        return {"x": x, "y": y} | ({"y2": f"{other}:Q"} if other else {})

    ends = Plot("ends")
    middle, beside = (shows(f"{name}:Q", scale=None) for name in ("middle", "at"))
    return layered(
        *layers(lines, lambda chart, *_fields: chart, channels, thin=False),
        ends.mark("rule", color=FAINT, strokeWidth=0.8).encode(
            x=fixed(_WIDTH + 3), x2=fixed(_WIDTH + 15), y=middle, y2="at:Q"
        ),
        ends.mark("text", align="left").encode(x=fixed(_WIDTH + 18), y=beside, text="text:N"),
        width=_WIDTH,
        height=_HEIGHT,
    )
