"""Which cells go dark: coverage by direction and domain before and after something happens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from burdenshare.charts.cells import DIRECTIONS, DOMAINS, LEVEL, heading, known_domains, per_cent
from burdenshare.charts.grammar import Plot, Spec, layered, options, shows
from burdenshare.charts.theme import INK, PAPER, SEQUENCE, VERMILLION, Credit, frame
from burdenshare.errors import Refusal

_STEP_X, _STEP_Y = 62, 44
_LIGHT_UP_TO = 0.5
"""Up to this coverage a cell is light enough for dark text."""
_SHORT = {"air_missile_defence": "Air, missile"}
Table = Mapping[str, Mapping[str, float]]


def contingencies(
    document: Mapping[str, Any], *, credit: Credit, language: str = "en"
) -> dict[str, Any]:
    """Show coverage of every cell before and after, and mark the cells that go dark.

    After an ally turned elsewhere, or else without those that were left out.

    Parameters
    ----------
    document : mapping
        As `burdenshare cover --divert ...` or `--without ...` gives it.
    credit : Credit
    language : str

    Raises
    ------
    Refusal
        ``no-figures`` where nothing happens in the document.
    """
    turned, whole = document["diversion"], document["whole"]
    if turned:
        before, after, dark = turned["before"], turned["after"], turned["dark"]
        limit = turned["dark_when_lost"]
    elif whole:
        before, after, limit = whole, document, _DARK
        dark = _dark(whole["coverage"], document["coverage"])
    else:
        raise Refusal(
            "no-figures",
            "Nothing happens here: there is no before and after.",
            hint="Ask for it: burdenshare cover SCENARIO --divert USA:indo-pacific:0.5",
        )
    return _framed(before, after, dark, limit, heading(document, language), credit, language)


_DARK = 0.1
"""A cell goes dark when it loses more than this part of what it asks for, as for a diversion."""


def _dark(before: Table, after: Table) -> list[dict[str, str]]:
    return [
        {"direction": direction, "domain": domain}
        for direction, row in before.items()
        for domain, part in row.items()
        if part - after[direction][domain] > _DARK
    ]


def _framed(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    dark: list[dict[str, str]],
    limit: float,
    heading: str,
    credit: Credit,
    language: str,
) -> dict[str, Any]:
    domains = known_domains(before["coverage"])
    directions = [d for d in DIRECTIONS if d in before["coverage"]]
    lost = {
        (d, m): before["coverage"][d][m] - after["coverage"][d][m]
        for d, m in ((cell["direction"], cell["domain"]) for cell in dark)
    }
    tables = {
        when: _rows(table["coverage"], domains, directions, lost if when == "after" else {})
        for when, table in (("before", before), ("after", after))
    }
    total = sum(len(row) for row in before["coverage"].values())
    n = len(dark)
    return frame(
        _plot([DIRECTIONS[d] for d in directions], [_short(d) for d in domains]),
        tables,
        title=f"{heading}: " + ("no cell goes dark" if not n else f"{n} of {total} cells go dark"),
        subtitle=[
            f"Per cent of what is asked for that is covered; mean {per_cent(before['mean'])} % "
            f"before, {per_cent(after['mean'])} % after. Framed, with its loss: a cell that "
            f"loses more than {per_cent(limit)} points. Empty: nothing is asked for.",
            LEVEL,
        ],
        credit=credit,
        language=language,
        description="Two tables of direction by domain, before and after. Dark: "
        + (", ".join(f"{DIRECTIONS[d]} {DOMAINS[m].lower()}" for d, m in sorted(lost)) or "none")
        + ".",
    )


def _rows(
    table: Table, domains: list[str], directions: list[str], dark: Mapping[tuple[str, str], float]
) -> list[dict[str, Any]]:
    return [
        {
            "direction": DIRECTIONS[direction],
            "domain": _short(domain),
            "part": 100.0 * table[direction][domain],
            "text": per_cent(table[direction][domain])
            + (
                f" (\u2212{per_cent(dark[direction, domain])})"
                if (direction, domain) in dark
                else ""
            ),
            "dark": (direction, domain) in dark,
        }
        for direction in directions
        for domain in domains
        if domain in table[direction]
    ]


def _short(domain: str) -> str:
    return _SHORT.get(domain, DOMAINS[domain])


def _plot(directions: list[str], domains: list[str]) -> Spec:
    return {
        "hconcat": [
            _panel(when, directions, domains, first=i == 0)
            for i, when in enumerate(("before", "after"))
        ],
        "spacing": 28,
    }


def _panel(when: str, directions: list[str], domains: list[str], *, first: bool) -> Spec:
    x = shows(
        "domain:N",
        title=None,
        scale=options(domain=domains, paddingInner=0.04, paddingOuter=0),
        axis=options(orient="top", labelAngle=0, domain=False, ticks=False, labelPadding=6),
    )
    y = shows(
        "direction:N",
        title=None,
        scale=options(domain=directions, paddingInner=0.05, paddingOuter=0),
        axis=options(domain=False, ticks=False, labels=first, labelPadding=8),
    )
    colour = shows(
        "part:Q",
        scale=options(domain=[0, 100], range=[PAPER, *SEQUENCE[1:]]),
        legend=None,
    )
    cells = Plot(when)
    light, deep = (cells.where(f"datum.part {sign} {100 * _LIGHT_UP_TO}") for sign in ("<=", ">"))
    return layered(
        cells.mark("rect", stroke="#8C8C8C", strokeWidth=0.6).encode(x=x, y=y, color=colour),
        cells.where("datum.dark")
        .mark("rect", filled=False, stroke=VERMILLION, strokeWidth=3)
        .encode(x=x, y=y),
        light.mark("text", color=INK, fontSize=13).encode(x=x, y=y, text="text:N"),
        deep.mark("text", color=PAPER, fontSize=13, fontWeight="bold").encode(
            x=x, y=y, text="text:N"
        ),
        width=max(_STEP_X * len(domains), 240),
        height=_STEP_Y * len(directions),
        title=options(
            text=when.capitalize(), anchor="start", frame="group", fontSize=13, fontWeight="bold"
        ),
    )
