"""Vintage movers: what one edition made of the figures of another, the biggest changes first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare.charts.editions import (
    Edition,
    definition_break,
    editions,
    names,
    year_of,
)
from burdenshare.charts.grammar import Plot, Spec, fixed, layered, options, shows
from burdenshare.charts.theme import (
    BLUE,
    GRID,
    INK,
    PAPER,
    QUIET,
    VERMILLION,
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

_ROW, _PLOT = 19, 460
_FROM_TO, _CHANGE = _PLOT + 16, _PLOT + 146
"""Left edge of the column of values and right edge of the column of changes, in pixels."""
LEAST = 0.005
"""Smaller changes vanish in the two digits that NATO prints; per cent of GDP."""


class _Move(NamedTuple):
    """One figure in both editions."""

    code: str
    before: float
    after: float

    @property
    def change(self) -> float:
        """What the later edition says more than the earlier."""
        return self.after - self.before


def vintage_movers(
    observations: Iterable[Observation],
    *,
    credit: Credit,
    targets: Sequence[float] = (2.0,),
    top: int = 20,
    language: str = "en",
) -> dict[str, Any]:
    """Show what changed between the first and the last edition of the shares of one year.

    Parameters
    ----------
    observations : iterable of Observation
        Shares of GDP in per cent, one series and one year, of two editions; of more, the first
        and the last are compared.
    credit : Credit
        The source line.
    targets : sequence of float
        Targets whose line is drawn, per cent of GDP.
    top : int
        How many movers to draw at most; the others are counted.
    language : str
        Language of the names of countries: ``en`` or ``ja``.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` without two editions that differ for a country; what `editions` refuses.
    """
    found = editions(observations)
    first, last = found[0], found[-1]
    moves = _moves(first, last)
    movers = [m for m in moves if abs(m.change) >= LEAST]
    if not movers or top < 1:
        raise Refusal(
            "no-figures",
            "There are no two editions of these figures that differ.",
            hint="Choose another year or another pair of vintages.",
        )
    drawn = movers[:top]
    called = names([m.code for m in drawn], language)
    tables = {
        "moves": _rows(drawn, called),
        "goals": [{"goal": g, "label": target(g)} for g in targets],
        "heads": [{"from_to": "from, to (%)", "change": "points"}],
    }
    reach = 1.05 * max([v for m in drawn for v in (m.before, m.after)] + list(targets))
    title = (
        f"What became of the figures for {year_of(last)}: {called[drawn[0].code]} moved most, "
        f"from {percent(drawn[0].before)} to {percent(drawn[0].after)} of GDP"
    )
    return frame(
        _plot(list(called.values()), reach),
        tables,
        title=title,
        subtitle=[
            f"Defence spending, % of GDP. Circle: {first.name} ({first.definition}). "
            f"Arrow: {last.name} ({last.definition}).",
            _counts(moves, movers, drawn, (first, last), targets),
            definition_break((first, last)),
        ],
        credit=credit,
        language=language,
        description=f"Arrow chart. {title}. "
        + ", ".join(
            f"{country_name(m.code)} {percent(m.before)} to {percent(m.after)}" for m in drawn
        )
        + ".",
    )


def _moves(first: Edition, last: Edition) -> list[_Move]:
    """Return the figures in both editions, the biggest change first."""
    both = [
        _Move(code, first.values[code].value, o.value)
        for code, o in last.values.items()
        if code in first.values
    ]
    return sorted(both, key=lambda m: (-abs(m.change), m.code))


def _counts(
    moves: Sequence[_Move],
    movers: Sequence[_Move],
    drawn: Sequence[_Move],
    pair: tuple[Edition, Edition],
    targets: Sequence[float],
) -> str:
    """Say how many were raised and lowered, and how many met each target then and now."""
    up = sum(m.change > 0 for m in movers)
    said = [f"Of {len(moves)} figures {up} raised, {len(movers) - up} lowered"]
    if len(drawn) < len(movers):
        said.append(f"the {len(drawn)} largest changes are drawn")
    for goal in targets:
        then, now = (e.at_or_above(goal) for e in pair)
        said.append(f"at {target(goal)} or more: {then} then, {now} now")
    return "; ".join(said) + "."


def _rows(drawn: Sequence[_Move], called: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "country": called[m.code],
            "before": m.before,
            "after": m.after,
            "way": "raised" if m.change > 0 else "lowered",
            "from_to": f"{number(m.before)} to {number(m.after)}",
            "change": number(m.change, sign=True),
        }
        for m in drawn
    ]


def _plot(order: Sequence[str], reach: float) -> Any:
    x = shows(
        "before:Q",
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

    def by_way(raised: str, lowered: str) -> Spec:
        scale = options(domain=["raised", "lowered"], range=[raised, lowered])
        return shows("way:N", scale=scale, legend=None)

    moves, goals, heads = (Plot(name) for name in ("moves", "goals", "heads"))
    above: dict[str, Any] = {"baseline": "bottom", "dy": -4}
    head: dict[str, Any] = {**above, "fontSize": 11, "color": QUIET}
    left, right = fixed(_FROM_TO), fixed(_CHANGE)
    return layered(
        goals.mark("rule", color=INK, strokeDash=[5, 3], strokeWidth=1.2).encode(x="goal:Q"),
        goals.mark("text", **above, fontWeight="bold").encode(
            x="goal:Q", y=fixed(0), text="label:N"
        ),
        moves.mark("rule", strokeWidth=2.4).encode(
            x=x, x2="after:Q", y=y, color=by_way(BLUE, VERMILLION)
        ),
        moves.mark("point", size=44, fill=PAPER, stroke=QUIET, strokeWidth=1.5, opacity=1).encode(
            x=x, y=y
        ),
        moves.mark("point", size=90, strokeWidth=0, opacity=1).encode(
            x=shows("after:Q"),
            y=y,
            fill=by_way(BLUE, VERMILLION),
            shape=by_way("triangle-right", "triangle-left"),
        ),
        moves.mark("text", align="left").encode(x=left, y=y, text="from_to:N"),
        moves.mark("text", align="right", fontWeight="bold").encode(x=right, y=y, text="change:N"),
        heads.mark("text", align="left", **head).encode(x=left, y=fixed(0), text="from_to:N"),
        heads.mark("text", align="right", **head).encode(x=right, y=fixed(0), text="change:N"),
        width=_PLOT,
        height=_ROW * len(order),
    )
