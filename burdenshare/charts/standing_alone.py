"""Who plays alone: one row an actor, one small plot a form, no sum of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from burdenshare.charts.grammar import Plot, Spec, fixed, layered, options, shows
from burdenshare.charts.theme import BLUE, GRID, QUIET, SKY, Credit, frame, number
from burdenshare.errors import Refusal
from burdenshare.figures.countries import countries, country_name

_ROW, _PLOT, _GAP = 16, 128, 16


class _Panel(NamedTuple):
    """One form: its key, the name above its plot, the end of its scale, what stands beneath."""

    form: str
    name: str
    most: float
    unit: str


PANELS = (
    _Panel("public_reservations", "Public reservation", 1.0, "Salience x part of scale"),
    _Panel("selective_engagement", "Selective engagement", 0.5, "Spread over issues"),
    _Panel("separate_deals", "Separate deals", 1.0, "Part of its formats"),
    _Panel("national_strengths", "Own composition", 0.4, "Part of its spending"),
)
_SAID = {
    "public_reservations": "holding back most in public",
    "selective_engagement": "most selectively",
    "separate_deals": "most formats beside the alliance",
}
"""What the title says of the first on a form."""
_FEWEST = 3
"""Actors with a number, for one of them to be called the first."""


def standing_alone(
    case: Mapping[str, Any], *, name: str, credit: Credit, language: str = "en"
) -> dict[str, Any]:
    """Show the profiles of one negotiation, the strongest public reservation first.

    Parameters
    ----------
    case : mapping
        One of the cases of `burdenshare.bargaining.alone_ask.ask_alone`.
    name : str
        What the negotiation is called in the subtitle.
    credit : Credit
        The source line.
    language : str
        Language of the names of countries: ``en`` or ``ja``.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` where no form is known of any actor.
    """
    actors = case["actors"]
    if not any(_value(one, p.form) is not None for one in actors.values() for p in PANELS):
        raise Refusal(
            "no-figures",
            "No form of standing alone is known of any actor.",
            hint="Give positions with their issues, or actors by their country codes.",
        )
    called = {a: country_name(a, language) if a in countries() else a for a in actors}
    order = sorted(actors, key=lambda a: tuple(_key(actors[a], p.form) for p in PANELS))
    rows = [
        _cell(actors[a], called[a], panel, presses=a == case["pressing"])
        for a in order
        for panel in PANELS
    ]
    silent = [called[a] for a in order if actors[a]["public_reservations"]["value"] is None]
    press = case["pressing"]
    title = _title(actors, called)
    return frame(
        _plot([called[a] for a in order], [_wide_enough(p, rows) for p in PANELS]),
        {"cells": rows},
        title=title,
        subtitle=[
            f"{name}, {case['on']}. Four forms, each on a scale of its own; they are not added up.",
            "Bars: the range that assumed salience and coded positions leave. A question mark: "
            "not known, which is not the same as nothing. Presses, and is not asked whether it "
            f"holds back: {called.get(press, press)}.",
            "Positions are coded statements, each with its page in the case file; formats are "
            f"dated memberships. {_composition(case)}",
        ],
        credit=credit,
        language=language,
        description=f"Four dot plots side by side, one row for each of {len(order)} actors. "
        f"{title}. Strongest public reservation, of 1: "
        + ", ".join(
            f"{called[a]} {number(actors[a]['public_reservations']['value'])}"
            for a in order
            if called[a] not in silent
        )
        + (f". Not known of {', '.join(silent)}." if silent else "."),
    )


def _value(actor: Mapping[str, Any], form: str) -> float | None:
    value: float | None = actor[form]["value"]
    return value


def _key(actor: Mapping[str, Any], form: str) -> tuple[bool, float]:
    value = _value(actor, form)
    return value is None, -(value or 0.0)


def _cell(actor: Mapping[str, Any], called: str, panel: _Panel, *, presses: bool) -> dict[str, Any]:
    """Return one dot, with its bar where a range is known, or what stands in its place."""
    value = _value(actor, panel.form)
    low, high = actor[panel.form].get("range") or (value, value)
    settled = len(actor[panel.form].get("settled", ()))
    asked = not (presses and panel.form in ("public_reservations", "selective_engagement"))
    return {
        "actor": called,
        "form": panel.form,
        "value": value,
        "low": low,
        "high": high,
        "instead": "" if value is not None else "?" if asked else "presses",
        "beside": f"+{settled} in the talks" if settled else "",
    }


def _title(actors: Mapping[str, Any], called: Mapping[str, str]) -> str:
    """Say who is first on a form, where one actor alone is."""
    said = []
    for form, words in _SAID.items():
        known = {a: v for a, one in actors.items() if (v := _value(one, form)) is not None}
        first = [a for a, v in known.items() if v == max(known.values()) > 0.0]
        if len(known) >= _FEWEST and len(first) == 1:
            said.append(f"{words}: {called[first[0]]}")
    title = "; ".join(said) or "who plays alone, in four forms"
    return title[0].upper() + title[1:]


def _composition(case: Mapping[str, Any]) -> str:
    made = case["composition"]
    if made is None:
        return "The composition of spending is not published for this alliance."
    return (
        f"Composition of spending in {made['year']} ({made['definition']}) against the mean of "
        f"{made['allies']} allies."
    )


def _wide_enough(panel: _Panel, rows: list[dict[str, Any]]) -> _Panel:
    """Return the panel with a scale that holds every value."""
    found = [row["high"] for row in rows if row["form"] == panel.form and row["high"] is not None]
    return panel._replace(most=max(panel.most, math.ceil(10.0 * max(found, default=0.0)) / 10.0))


def _plot(order: list[str], panels: list[_Panel]) -> Spec:
    return {
        "hconcat": [_panel(at, order, first=i == 0) for i, at in enumerate(panels)],
        "spacing": _GAP,
    }


def _panel(at: _Panel, order: list[str], *, first: bool) -> Spec:
    """Return the plot of one form; the names of actors stand beside the first alone."""
    y = shows(
        "actor:N",
        title=None,
        sort=order,
        scale=options(domain=order),
        axis=options(
            grid=True, gridColor=GRID, domain=False, ticks=False, labels=first, labelPadding=8
        ),
    )

    def x(field: str) -> Spec:
        """Return the horizontal channel of a field."""
        return shows(
            f"{field}:Q",
            title=at.unit,
            scale=options(domain=[0, at.most], nice=False),
            axis=options(values=[0, at.most / 2, at.most], grid=False, labelExpr="datum.value"),
        )

    cells = Plot("cells").where(f"datum.form == '{at.form}'")
    known, unknown = cells.where("isValid(datum.value)"), cells.where("!isValid(datum.value)")
    return layered(
        known.mark("rule", color=SKY, strokeWidth=5, strokeCap="round").encode(
            x=x("low"), x2="high:Q", y=y
        ),
        known.mark("point", filled=True, color=BLUE, size=52, opacity=1).encode(x=x("value"), y=y),
        known.mark("text", color=QUIET, dx=7, align="left", fontSize=10).encode(
            x=x("value"), y=y, text="beside:N"
        ),
        unknown.mark("text", color=QUIET, dx=5, align="left", fontSize=11).encode(
            x=fixed(0), y=y, text="instead:N"
        ),
        width=_PLOT,
        height=_ROW * len(order),
        title=options(
            text=at.name, anchor="start", frame="group", fontSize=12, fontWeight="bold", offset=6
        ),
    )
