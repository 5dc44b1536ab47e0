"""Reliability: the part of outcomes that bands of each level held, against what they promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from burdenshare.charts.grammar import Plot, layered, options, shows
from burdenshare.charts.theme import BLUE, FAINT, INK, VERMILLION, Credit, frame
from burdenshare.errors import Refusal

_SIDE = 142
"""Width and height of a panel in pixels; four stand beside each other."""
_STYLE = {"as estimated": (VERMILLION, [5, 3]), "widened": (BLUE, [1, 0])}
"""Colour and dashes of each line."""


def reliability(
    curves: Mapping[str, Mapping[str, Sequence[tuple[float, float]]]],
    *,
    credit: Credit,
    language: str = "en",
) -> dict[str, Any]:
    """Show what part of outcomes the bands of each level held; on the diagonal they are right.

    Parameters
    ----------
    curves : mapping of str to mapping of str to pairs
        By what was forecast, one panel each: the bands ``as estimated`` and, where they were
        widened, ``widened``. A pair is the part promised and the part held, both from 0 to 1.
    credit : Credit
        The source line.
    language : str
        Of the words of the chart.

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
        _plot(list(curves)),
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
        language=language,
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
    def panel(name: str, first: bool) -> Any:
        """Return one panel."""
        x = shows(
            "promised:Q",
            title="Promised, %",
            scale=options(domain=[0, 100], nice=False),
            axis=options(values=[0, 50, 80]),
        )
        y = shows(
            "held:Q",
            title="Held, %" if first else None,
            scale=options(domain=[0, 100], nice=False),
            axis=options(values=[0, 50, 80], labels=first),
        )
        kinds = list(_STYLE)
        color = shows(
            "bands:N",
            scale=options(domain=kinds, range=[_STYLE[k][0] for k in kinds]),
            legend=options(
                title=None, orient="top", symbolStrokeWidth=2.4, symbolSize=400, offset=6
            ),
        )
        dash = shows(
            "bands:N",
            scale=options(domain=kinds, range=[_STYLE[k][1] for k in kinds]),
        )
        title = options(
            text=name,
            anchor="start",
            frame="group",
            fontSize=12,
            fontWeight="bold",
            color=INK,
            offset=8,
        )
        right = Plot("right").mark("line", color=FAINT, strokeWidth=1)
        lines = Plot("curves").where(f"datum.panel == '{name}'")
        return layered(
            right.encode(x=x, y=y),
            lines.mark("line", strokeWidth=2.4).encode(x=x, y=y, color=color, strokeDash=dash),
            width=_SIDE,
            height=_SIDE,
            title=title,
        )

    return {
        "hconcat": [panel(name, i == 0) for i, name in enumerate(panels)],
        "spacing": 18,
        "resolve": {"scale": {"color": "shared", "strokeDash": "shared"}},
    }
