"""Reliability: the part of outcomes that bands of each level held, against what they promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from burdenshare.charts.theme import BLUE, FAINT, INK, VERMILLION, Credit, frame, table
from burdenshare.errors import Refusal

_SIDE = 142
"""Width and height of a panel in pixels; four stand beside each other."""
_STYLE = {"as estimated": (VERMILLION, [5, 3]), "widened": (BLUE, [1, 0])}
"""Colour and dashes of each line."""


def reliability(
    curves: Mapping[str, Mapping[str, Sequence[tuple[float, float]]]], *, credit: Credit
) -> dict[str, Any]:
    """Show what part of outcomes the bands of each level held; on the diagonal they are right.

    Parameters
    ----------
    curves : mapping of str to mapping of str to pairs
        By what was forecast, one panel each: the bands ``as estimated`` and, where they were
        widened, ``widened``. A pair is the part promised and the part held, both from 0 to 1.
    credit : Credit
        The source line.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` where a panel has no pair; ``bad-argument`` for a line of another name.
    """
    if not curves or not all(pairs for lines in curves.values() for pairs in lines.values()):
        raise Refusal(
            "no-figures",
            "There is no coverage to draw.",
            hint="Give pairs of the part promised and the part held.",
        )
    others = sorted({name for lines in curves.values() for name in lines} - set(_STYLE))
    if others:
        raise Refusal(
            "bad-argument",
            f"No line is called {', '.join(others)}.",
            hint=f"Lines are: {', '.join(_STYLE)}.",
        )
    rows = [
        {"panel": panel, "bands": name, "promised": 100.0 * said, "held": 100.0 * held}
        for panel, lines in curves.items()
        for name, pairs in lines.items()
        for said, held in pairs
    ]
    return frame(
        lambda: _plot(list(curves)),
        {
            "curves": rows,
            "right": [{"promised": 0.0, "held": 0.0}, {"promised": 100.0, "held": 100.0}],
        },
        title="Do the bands hold what they promise?",
        subtitle=[
            "Part of outcomes inside central bands of each level, %, one to five years ahead "
            "together; on the diagonal bands are right, below it too narrow.",
            "Hindcasts from every second year; widening was estimated on the other years.",
        ],
        credit=credit,
        description=f"Line charts of what bands held against what they promise. {_said(curves)}",
    )


def _said(curves: Mapping[str, Mapping[str, Sequence[tuple[float, float]]]]) -> str:
    """Say in words what bands of about 80 % held."""
    parts = []
    for panel, lines in curves.items():
        for name, pairs in lines.items():
            said, held = min(pairs, key=lambda pair: abs(pair[0] - 0.8))
            parts.append(
                f"{panel}, {name}: bands of {100.0 * said:.0f} % held {100.0 * held:.0f} %"
            )
    return "; ".join(parts) + "."


def _plot(panels: Sequence[str]) -> Any:
    import altair as alt

    def panel(name: str, first: bool) -> Any:
        x = alt.X(
            "promised:Q",
            title="Promised, %",
            scale=alt.Scale(domain=[0, 100], nice=False),
            axis=alt.Axis(values=[0, 50, 80]),
        )
        y = alt.Y(
            "held:Q",
            title="Held, %" if first else None,
            scale=alt.Scale(domain=[0, 100], nice=False),
            axis=alt.Axis(values=[0, 50, 80], labels=first),
        )
        kinds = list(_STYLE)
        color = alt.Color(
            "bands:N",
            scale=alt.Scale(domain=kinds, range=[_STYLE[k][0] for k in kinds]),
            legend=alt.Legend(
                title=None, orient="top", symbolStrokeWidth=2.4, symbolSize=400, offset=6
            ),
        )
        dash = alt.StrokeDash(
            "bands:N",
            scale=alt.Scale(domain=kinds, range=[_STYLE[k][1] for k in kinds]),
        )
        title = alt.TitleParams(
            name, anchor="start", frame="group", fontSize=12, fontWeight="bold", color=INK, offset=8
        )
        right = alt.Chart(table("right")).mark_line(color=FAINT, strokeWidth=1)
        lines = alt.Chart(table("curves")).transform_filter(alt.datum.panel == name)
        return alt.layer(
            right.encode(x=x, y=y),
            lines.mark_line(strokeWidth=2.4).encode(x=x, y=y, color=color, strokeDash=dash),
        ).properties(width=_SIDE, height=_SIDE, title=title)

    row = alt.hconcat(*(panel(name, i == 0) for i, name in enumerate(panels)), spacing=18)
    return row.resolve_scale(color="shared", strokeDash="shared")
