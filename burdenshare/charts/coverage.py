"""What the money covers: one rose for each domain, a petal for each direction."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from burdenshare.charts.cells import (
    DIRECTIONS,
    DOMAINS,
    LEVEL,
    heading,
    known_domains,
    per_cent,
    unknown_domains,
)
from burdenshare.charts.grammar import Plot, Spec, fixed, layered, options, shows
from burdenshare.charts.theme import BLUE, FAINT, INK, PAPER, QUIET, SKY, Credit, frame

_RADIUS = 76
"""Of full coverage, in pixels."""
_WIDTH, _HEIGHT = 330, 236
_COLUMNS = 2
_LEAST = 0.005
"""Coverage that falls by less does not fall."""
_FEWER = (
    "White outline in a dark petal: covered less by then, as what is scarce goes where it adds "
    "more."
)
_RINGS = (0.25, 0.5, 0.75, 1.0)


class _Petal(NamedTuple):
    """Where a direction lies, degrees clockwise from the north, and where it is named."""

    middle: float
    half: float
    align: str
    beyond: float
    """Distance of its name from full coverage, pixels."""


_PETALS = {
    "north": _Petal(0.0, 40.0, "center", 20.0),
    "east": _Petal(78.0, 33.0, "left", 10.0),
    "indo_pacific": _Petal(129.0, 13.0, "left", 10.0),
    "south": _Petal(180.0, 33.0, "center", 20.0),
    "west": _Petal(270.0, 40.0, "right", 10.0),
}
"""The Indo-Pacific lies beyond the treaty area and has a narrower petal between east and south."""


def coverage_rose(
    document: Mapping[str, Any], *, credit: Credit, language: str = "en"
) -> dict[str, Any]:
    """Show how far each direction is covered in each domain: now, pledged, of what is required.

    Parameters
    ----------
    document : mapping
        As `burdenshare cover` gives it.
    credit : Credit
    language : str
        Of the names of countries.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    now, later = document["coverage"], document["pledged"]
    kept = later["coverage"] if later else {}
    domains = known_domains(now)
    share = per_cent(document["mean"])
    title = f"{heading(document, language)}: {share} % of what is asked for is covered"
    if later:
        title += (
            f" on average, {per_cent(later['mean'])} % in {later['year']} if the pledge is kept"
        )
    return frame(
        _plot(domains),
        {
            "petals": [row for d in domains for row in _petals(d, now, kept)],
            "names": [row for d in domains for row in _names(d, now, kept)],
            "rings": [{"radius": part * _RADIUS, "outer": part == 1.0} for part in _RINGS],
        },
        title=title,
        subtitle=[
            "Dark: covered now. "
            + (f"Light: more by {later['year']} with the pledge's money. " if later else "")
            + "Outer ring: all that is required; rings at 25, 50 and 75 %. The length of a petal "
            "counts, not its area.",
            _FEWER * _falls(now, kept),
            f"{unknown_domains(document)} {LEVEL}".strip(),
        ],
        credit=credit,
        language=language,
        description=f"{len(domains)} roses, one a domain, each with a petal for each direction. "
        + " ".join(_said(domain, now, kept) for domain in domains),
    )


def _falls(now: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    """Say whether a cell is covered less with the pledge's money than now."""
    return any(
        kept.get(direction, {}).get(domain, part) < part - _LEAST
        for direction, row in now.items()
        for domain, part in row.items()
    )


def _said(domain: str, now: Mapping[str, Any], kept: Mapping[str, Any]) -> str:
    parts = [
        f"{DIRECTIONS[d]} {_beside(now[d][domain], kept.get(d, {}).get(domain))} %"
        for d in _PETALS
        if domain in now.get(d, {})
    ]
    return f"{DOMAINS[domain]}: {', '.join(parts)}."


def _beside(now: float, later: float | None) -> str:
    first, last = per_cent(now), per_cent(now if later is None else later)
    return first if first == last else f"{first} to {last}"


def _petals(domain: str, now: Mapping[str, Any], kept: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return for each direction that asks for the domain all it asks for, pledged, now."""
    rows = []
    for direction, at in _PETALS.items():
        if domain not in now.get(direction, {}):
            continue
        edges = {
            "theta": math.radians(at.middle - at.half),
            "theta2": math.radians(at.middle + at.half),
            "domain": domain,
        }
        part = now[direction][domain]
        rows.append({**edges, "radius": _RADIUS, "of": "required"})
        later = kept.get(direction, {}).get(domain)
        if later is not None:
            of = "pledged" if later >= part - _LEAST else "fewer"
            rows.append({**edges, "radius": _RADIUS * later, "of": of})
        rows.append({**edges, "radius": _RADIUS * part, "of": "now"})
    return rows


def _names(domain: str, now: Mapping[str, Any], kept: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what stands round the rose: the direction and its numbers, or that it asks nothing."""
    rows = []
    for direction, at in _PETALS.items():
        angle = math.radians(at.middle)
        away = _RADIUS + at.beyond
        part = now.get(direction, {}).get(domain)
        beside = (
            "asks for nothing"
            if part is None
            else f"{_beside(part, kept.get(direction, {}).get(domain))} %"
        )
        rows.append(
            {
                "domain": domain,
                "x": _WIDTH / 2 + away * math.sin(angle),
                "y": _HEIGHT / 2 - away * math.cos(angle),
                "align": at.align,
                "direction": DIRECTIONS[direction],
                "beside": beside,
            }
        )
    return rows


def _plot(domains: Sequence[str]) -> Spec:
    roses = [_rose(domain) for domain in domains]
    lines = [
        {"hconcat": roses[i : i + _COLUMNS], "spacing": 10} for i in range(0, len(roses), _COLUMNS)
    ]
    return {"vconcat": lines, "spacing": 16}


def _rose(domain: str) -> Spec:
    mine = Plot("petals").where(f"datum.domain == '{domain}'")
    names = Plot("names").where(f"datum.domain == '{domain}'")
    round_ = {
        "theta": shows("theta:Q", scale=None, stack=None),
        "theta2": shows("theta2:Q"),
        "radius": shows("radius:Q", scale=None, stack=None),
    }
    whole = {"theta": fixed(0), "theta2": fixed(2 * math.pi)}

    def petal(of: str, **said: Any) -> Plot:
        """Return the arcs of one kind."""
        return mine.where(f"datum.of == '{of}'").mark("arc", **said).encode(**round_)

    def text(align: str, field: str, dy: int, **said: Any) -> Plot:
        """Return a line of text beside the rose."""
        place = {name: shows(f"{name}:Q", scale=None) for name in ("x", "y")}
        return (
            names.where(f"datum.align == '{align}'")
            .mark("text", align=align, dy=dy, fontSize=11, **said)
            .encode(**place, text=f"{field}:N")
        )

    return layered(
        petal("required", fill="#F4F4F4", stroke=None),
        petal("pledged", fill=SKY, stroke=PAPER, strokeWidth=1),
        petal("now", fill=BLUE, stroke=PAPER, strokeWidth=1),
        Plot("rings")
        .mark("arc", fill=None, stroke=FAINT, strokeWidth=0.6, strokeDash=[2, 2])
        .encode(**whole, radius=shows("radius:Q", scale=None, stack=None)),
        petal("fewer", fill=None, stroke=PAPER, strokeWidth=2.5),
        petal("required", fill=None, stroke=INK, strokeWidth=0.9),
        *(
            text(align, field, dy, **said)
            for align in ("left", "center", "right")
            for field, dy, said in (
                ("direction", -6, {"fontWeight": "bold"}),
                ("beside", 7, {"color": QUIET}),
            )
        ),
        width=_WIDTH,
        height=_HEIGHT,
        title=options(
            text=DOMAINS[domain], anchor="middle", fontSize=13, fontWeight="bold", offset=2
        ),
    )
