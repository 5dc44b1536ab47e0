"""In which room: who shares how many rooms with whom, and who sits in which."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from burdenshare.charts.cells import in_sentence
from burdenshare.charts.grammar import Plot, Spec, layered, options, shows
from burdenshare.charts.theme import (
    BLUE,
    GRID,
    INK,
    PAPER,
    REST,
    Credit,
    frame,
    number,
)
from burdenshare.figures.membership import memberships
from burdenshare.formats.document import seats
from burdenshare.formats.network import meet

if TYPE_CHECKING:
    from burdenshare.study import Study

_SIZE, _RADIUS = 600, 245
_SCOPE = "Only rooms in which a member of the scenario sits. "
_FEWEST = 2
"""Rooms that make a picture."""
_MOST_TIES = 140
"""So many ties at most are drawn: those of most shared rooms."""
_STEP = 13.5
SOURCE = (
    "dated memberships of formats, each with its source in the table that ships with burdenshare"
)


def credit(run: str = "") -> Credit:
    """Return the source line of a chart on formats."""
    return Credit((), run, more=(SOURCE,))


def formats_network(
    document: Mapping[str, Any], *, credit: Credit, language: str = "en"
) -> dict[str, Any]:
    """Draw the states round a circle, tied where they share many rooms.

    Parameters
    ----------
    document : mapping
        As `burdenshare formats` gives it.
    credit : Credit
    language : str
    """
    order = _round(document)
    least = _least(document["pairs"])
    at = {code: 2.0 * math.pi * i / len(order) for i, code in enumerate(order)}
    rooms = {code: len(document["countries"][code]["formats"]) for code in order}
    ties = [
        _tie(one["countries"], len(one["shared"]), at)
        for one in document["pairs"]
        if len(one["shared"]) >= least
    ]
    away = ", ".join(map(in_sentence, document["without"]))
    hub = max(order, key=lambda code: (rooms[code], code))
    pairs, possible = len(document["pairs"]), len(order) * (len(order) - 1) / 2
    return frame(
        _circle(),
        {"ties": ties, "states": [_state(code, angle, rooms[code]) for code, angle in at.items()]},
        title=f"In most rooms sits {in_sentence(hub)}: {rooms[hub]} of {len(document['formats'])}",
        subtitle=[
            f"{document.get('scope', '')}{len(order)} states on {document['on']}"
            + (f", without {away}" if away else "")
            + f". A line: a pair that shares {least} room{'s' * (least > 1)} or more, the thicker "
            f"the more; {pairs} pairs share at least one ({number(100 * pairs / possible, 0)} % of "
            "all).",
            "Dots grow with the number of rooms. Round the circle each state is followed by the "
            "one with which it shares most of them.",
        ],
        credit=credit,
        language=language,
        description="A ring of states by country code. Rooms: "
        + ", ".join(f"{code} {rooms[code]}" for code in sorted(order, key=lambda c: -rooms[c])[:8])
        + ".",
    )


def _round(document: Mapping[str, Any]) -> list[str]:
    """Return the states in the order of the circle: each followed by whom it shares most with.

    It begins with the state in most rooms; of several that share as many, the one in fewer rooms
    comes first.
    """
    rooms = {code: len(held["formats"]) for code, held in document["countries"].items()}
    shared = {frozenset(one["countries"]): len(one["shared"]) for one in document["pairs"]}
    order = [max(rooms, key=lambda code: (rooms[code], code))]
    left = set(rooms) - set(order)
    while left:
        last = order[-1]
        order.append(
            min(left, key=lambda code: (-shared.get(frozenset((last, code)), 0), rooms[code], code))
        )
        left.remove(order[-1])
    return order


def _least(pairs: Sequence[Mapping[str, Any]]) -> int:
    """Return from how many shared rooms on a tie is drawn."""
    counts = sorted((len(one["shared"]) for one in pairs), reverse=True)
    least = 1
    while sum(n >= least for n in counts) > _MOST_TIES and least < max(counts, default=1):
        least += 1
    return least


def _place(angle: float, radius: float) -> tuple[float, float]:
    return _SIZE / 2 + radius * math.sin(angle), _SIZE / 2 - radius * math.cos(angle)


def _tie(pair: Sequence[str], shared: int, at: Mapping[str, float]) -> dict[str, Any]:
    (x, y), (x2, y2) = (_place(at[code], _RADIUS) for code in pair)
    return {"x": x, "y": y, "x2": x2, "y2": y2, "shared": shared}


def _state(code: str, angle: float, rooms: int) -> dict[str, Any]:
    x, y = _place(angle, _RADIUS)
    text_x, text_y = _place(angle, _RADIUS + 24)
    return {"code": code, "x": x, "y": y, "tx": text_x, "ty": text_y, "rooms": rooms}


def _circle() -> Spec:
    def place(name: str) -> Spec:
        return shows(f"{name}:Q", scale=None, axis=None)

    ties, states = Plot("ties"), Plot("states")
    return layered(
        ties.mark("rule", color=REST).encode(
            x=place("x"),
            y=place("y"),
            x2="x2:Q",
            y2="y2:Q",
            strokeWidth=shows(
                "shared:Q", scale=options(domain=[1, 7], range=[0.8, 3.5]), legend=None
            ),
        ),
        states.mark("circle", color=BLUE, stroke=PAPER, strokeWidth=1, opacity=1).encode(
            x=place("x"),
            y=place("y"),
            size=shows("rooms:Q", scale=options(domain=[0, 12], range=[10, 420]), legend=None),
        ),
        states.mark("text", fontSize=11).encode(x=place("tx"), y=place("ty"), text="code:N"),
        width=_SIZE,
        height=_SIZE,
    )


def formats_sets(
    document: Mapping[str, Any], *, credit: Credit, language: str = "en"
) -> dict[str, Any]:
    """Show who sits in which room: a dot for a member, a ring for a partner."""
    rooms = document["formats"]
    held = document["countries"]
    states = sorted(held, key=lambda code: (-len(held[code]["formats"]), code))
    rows = [
        {"room": room["format"], "state": code, "as": kind}
        for room in rooms
        for kind, codes in (("member", room["members"]), ("partner", room["partners"]))
        for code in codes
        if code in held
    ]
    first = states[0]
    return frame(
        _matrix([room["format"] for room in rooms], states),
        {"seats": rows},
        title=f"{len(rooms)} rooms, {len(states)} states: {in_sentence(first)} sits in "
        f"{len(held[first]['formats'])} of them",
        subtitle=[
            f"{document.get('scope', '')}On {document['on']}. Dot: member; ring: partner. "
            "States by the number of their rooms, most on the left; rooms by their size, largest "
            "on top.",
        ],
        credit=credit,
        language=language,
        description="A table of rooms by states. "
        + " ".join(
            f"{room['format']}: {len(room['members']) + len(room['partners'])}."
            for room in rooms[:12]
        ),
    )


def _matrix(rooms: Sequence[str], states: Sequence[str]) -> Spec:
    x = shows(
        "state:N",
        title=None,
        scale=options(domain=list(states)),
        axis=options(
            orient="top",
            labelAngle=-90,
            domain=False,
            ticks=False,
            grid=True,
            gridColor=GRID,
            labelFontSize=10,
        ),
    )
    y = shows(
        "room:N",
        title=None,
        scale=options(domain=list(rooms)),
        axis=options(domain=False, ticks=False, grid=True, gridColor=GRID, labelFontSize=11),
    )
    seats = Plot("seats")
    return layered(
        seats.where("datum.as == 'member'")
        .mark("point", filled=True, color=BLUE, size=64, opacity=1)
        .encode(x=x, y=y),
        seats.where("datum.as == 'partner'")
        .mark("point", filled=False, color=INK, size=52, strokeWidth=1.6, opacity=1)
        .encode(x=x, y=y),
        width=_STEP * len(states),
        height=18 * len(rooms),
    )


def of_run(study: Study, *, language: str = "en") -> dict[str, dict[str, Any]]:
    """Return the charts of the rooms in which a run's members sit when it begins, by name.

    None where they sit in fewer than two.
    """
    members, on = set(study.projection.members), date(study.scenario.start, 12, 31)
    spells = [each for each in memberships() if each.holds(on)]
    rooms = {each.format for each in spells if each.country in members}
    if len(rooms) < _FEWEST:
        return {}
    document = {**seats(meet(spells, on, formats=rooms)), "scope": _SCOPE}
    return of_formats(document, run=study.fingerprint, language=language)


def of_formats(
    document: Mapping[str, Any], *, run: str = "", language: str = "en"
) -> dict[str, dict[str, Any]]:
    """Return the charts of an answer on formats, by name."""
    told: dict[str, Any] = {"credit": credit(run), "language": language}
    return {
        "formats_network": formats_network(document, **told),
        "formats_sets": formats_sets(document, **told),
    }
