"""Which line of spending adds most: one more billion by state and domain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from burdenshare.charts.cells import DOMAINS, LEVEL, heading, in_sentence, known_domains
from burdenshare.charts.grammar import Plot, Spec, layered, options, shows
from burdenshare.charts.theme import (
    BLUE,
    INK,
    ORANGE,
    QUIET,
    REST,
    RUST,
    SKY,
    Credit,
    frame,
    number,
)
from burdenshare.errors import Refusal
from burdenshare.figures.countries import country_name
from burdenshare.posture.words import several, words

MOST = 18
"""So many lines are drawn, of those that add something."""
COLOURS = (RUST, SKY, BLUE, ORANGE, INK, QUIET)
SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")


def marginal(
    document: Mapping[str, Any], *, credit: Credit, language: str = "en"
) -> dict[str, Any]:
    """Rank what one more billion adds to coverage, by state and domain; what adds nothing counted.

    Parameters
    ----------
    document : mapping
        As `burdenshare cover` gives it. States that have none of an item are left out: a crew, a
        yard or a base would have to come first.
    credit : Credit
    language : str

    Raises
    ------
    Refusal
        ``no-figures`` where no line adds anything.
    """
    lines = [one for one in document["marginal"] if one["has"]]
    adding = [one for one in lines if one["per_billion"] > 0.0]
    if not adding:
        raise Refusal(
            "no-figures",
            "One more billion adds nothing: there is nothing to rank.",
            hint="Ask of a contingency that is not covered.",
        )
    domains = known_domains(document["coverage"])
    rows = [_row(one, language) for one in adding[:MOST]]
    best, unit = adding[0], document["unit"]
    nothing = len(lines) - len(adding)
    return frame(
        _plot([row["line"] for row in rows], domains, rows[0]["points"]),
        {"lines": rows},
        title=f"One more billion adds most in {DOMAINS[best['domain']].lower()}, as "
        f"{several(best['item'])} of {in_sentence(best['country'], language)}",
        subtitle=[
            f"{heading(document, language)}. Points of valued coverage for one more {unit}, "
            "each domain's billion spent on the item that adds most there; only states that have "
            "some of it.",
            f"The first {len(rows)} of {len(adding)} lines (state and domain) that add something"
            + (f"; {nothing} add nothing." if nothing else "."),
            LEVEL,
        ],
        credit=credit,
        language=language,
        description="Dots, one a state and domain, the largest first. "
        + " ".join(f"{row['line']}: {row['text']} points." for row in rows[:5]),
    )


def _row(one: Mapping[str, Any], language: str) -> dict[str, Any]:
    points = 100.0 * one["per_billion"]
    country = country_name(one["country"], language)
    return {
        "line": f"{country}, {words(one['item'])}",
        "domain": DOMAINS[one["domain"]],
        "none": 0.0,
        "points": points,
        "text": number(points, 3),
    }


def _plot(order: list[str], domains: list[str], most: float) -> Spec:
    x = shows(
        "points:Q",
        title="Points of valued coverage for one more billion",
        scale=options(domain=[0, 1.15 * most], nice=False),
        axis=options(tickCount=5, format=",~f"),
    )
    y = shows(
        "line:N",
        title=None,
        sort=order,
        axis=options(domain=False, ticks=False, labelPadding=8),
    )
    names = [DOMAINS[domain] for domain in domains]
    legend = options(title="Domain", orient="top")
    colour = shows(
        "domain:N",
        scale=options(domain=names, range=list(COLOURS[: len(names)])),
        legend=legend,
    )
    shape = shows(
        "domain:N",
        scale=options(domain=names, range=list(SHAPES[: len(names)])),
        legend=legend,
    )
    lines = Plot("lines")
    return layered(
        lines.mark("rule", color=REST, strokeWidth=1.2).encode(
            x={**x, "field": "none"}, x2="points:Q", y=y
        ),
        lines.mark("point", filled=True, size=90, opacity=1).encode(
            x=x, y=y, color=colour, shape=shape
        ),
        lines.mark("text", align="left", dx=10).encode(x=x, y=y, text="text:N"),
        width=400,
        height=21 * len(order),
    )
