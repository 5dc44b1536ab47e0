"""One global alliance against a patchwork of small rooms: coverage, cost and vetoes side by side.

**Global alliance**: the Indo-Pacific partners become members of NATO, whose treaty then covers the
Indo-Pacific; every member brings to every direction what it brings where the treaty covers it.

**Patchwork**: NATO keeps its own directions. In the Indo-Pacific act the small rooms that look
there; who is bound to mutual defence in one of them brings all that it can send, everyone else what
the judgement says. Partners bring nothing to NATO's directions.

Both share the same stocks, demands and prices; only who brings what where, and who has a veto,
differ.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.formats import network
from burdenshare.formats.stretch import design
from burdenshare.posture.build import ALLIANCE, PARTNERS, case
from burdenshare.posture.document import measures
from burdenshare.posture.linear import cover
from burdenshare.posture.model import NOT_CAPABILITY, Case, Coverage, Judgement
from burdenshare.posture.partnership import FAR, taking_part
from burdenshare.posture.purchases import Purchases, cheapest

if TYPE_CHECKING:
    from burdenshare.figures.membership import Membership
    from burdenshare.formats.network import Meeting
    from burdenshare.formats.remit import Remit

ROOMS = (
    "NATO", "US-Japan", "US-Korea", "ANZUS", "US-Japan-Korea", "AUKUS", "Five Eyes", "Quad",
)  # fmt: skip
"""Rooms of the patchwork: the alliance, the treaties of the United States in the Indo-Pacific, and
the four small formats that are named most often as its alternative."""
ACTING = ("defend", "deploy")
"""Actions by which forces are sent."""


@dataclass(frozen=True)
class Design:
    """One design of rooms and what it covers.

    Attributes
    ----------
    name : str
    meeting : Meeting
    rooms : dict
        What `burdenshare.formats.stretch.design` says of it: states, vetoes, spending, pairs bound.
    stops : dict
        By direction, the fewest states that could each stop a room that sends forces there; None
        where no room of the design does.
    coverage : Coverage
    filled : Purchases or None
        The cheapest purchases with which everything is covered.
    level : Purchases or None
        The cheapest with which every cell is covered as far as in the better of the designs.
    """

    name: str
    meeting: Meeting
    rooms: Mapping[str, Any]
    stops: Mapping[str, int | None]
    coverage: Coverage
    filled: Purchases | None
    level: Purchases | None


def designs(
    judged: Judgement,
    spells: Sequence[Membership],
    remits: Mapping[str, Remit],
    spending: Mapping[str, float],
    on: date,
    *,
    contingency: str | None = None,
    growth: Mapping[tuple[str, str], float] | None = None,
    rooms: Collection[str] = ROOMS,
) -> tuple[Design, Design]:
    """Return the global alliance and the patchwork.

    Parameters
    ----------
    judged : Judgement
    spells : sequence of Membership
    remits : dict
        What each room is for, by its name.
    spending : dict
        USD billion a year by state.
    on : date
        Day on which the rooms are taken as they stand.
    contingency, growth
        See `burdenshare.posture.build.case`.
    rooms : collection of str
        Those of the patchwork.

    Raises
    ------
    Refusal
        ``bad-argument`` where nothing says what a room is for, and as `network.meet`.
    """
    untold = [room for room in dict.fromkeys((ALLIANCE, *rooms)) if room not in remits]
    if untold:
        raise Refusal(
            "bad-argument",
            f"nothing says what {', '.join(untold)} is for",
            hint="give the remits file an entry for each",
        )
    whole = case(judged, contingency=contingency, growth=growth)
    grown = network.meet(_grown(spells, on), on, formats=[ALLIANCE])
    small = network.meet(spells, on, formats=rooms)
    everywhere = {**remits, ALLIANCE: _everywhere(remits[ALLIANCE])}
    made = [
        (
            "global alliance",
            grown,
            everywhere,
            taking_part(judged, whole, _as_members(judged, whole, grown)),
        ),
        ("patchwork", small, remits, taking_part(judged, whole, _bound(whole, small, remits))),
    ]
    covered = [cover(one) for _, _, _, one in made]
    better = np.maximum(covered[0].covered, covered[1].covered)
    one, other = (
        Design(
            name=name,
            meeting=meeting,
            rooms=design(meeting, for_what, spending),
            stops=_stops(meeting, for_what, whole),
            coverage=found,
            filled=cheapest(asked, np.ones(len(asked.cells))),
            level=cheapest(asked, better),
        )
        for (name, meeting, for_what, asked), found in zip(made, covered, strict=True)
    )
    return one, other


def _grown(spells: Sequence[Membership], on: date) -> list[Membership]:
    """Return the spells with the partners as members of the alliance."""
    joined = [
        spell._replace(format=ALLIANCE, degree="member")
        for spell in spells
        if spell.format == PARTNERS and spell.holds(on)
    ]
    return [*spells, *joined]


def _everywhere(remit: Remit) -> Remit:
    return replace(remit, directions=tuple(dict.fromkeys((*remit.directions, FAR))))


def _as_members(judged: Judgement, whole: Case, meeting: Meeting) -> dict[tuple[str, str], float]:
    """Return what members bring where the treaty covers every direction.

    The least that members bring to a direction the treaty covers today; more where a state is
    judged to bring more.
    """
    directions = dict.fromkeys(cell.direction for cell in whole.cells)
    covered = [
        said.value
        for (degree, direction), said in judged.participation.items()
        if degree == "member" and direction != FAR
    ]
    least = min(covered, default=1.0)
    found = {}
    for state in meeting.rooms_of:
        for direction in directions:
            own = judged.participation_of.get((state, direction))
            found[state, direction] = max(least, own.value if own else 0.0)
    return found


def _bound(
    whole: Case, meeting: Meeting, remits: Mapping[str, Remit]
) -> dict[tuple[str, str], float]:
    """Return who brings all it can send to the Indo-Pacific: members of rooms that bind there."""
    return {
        (state, FAR): 1.0
        for room in meeting.rooms
        if remits[room.name].obligation == "mutual_defence" and FAR in remits[room.name].directions
        for state in room.members
        if state in whole.owner
    }


def _stops(meeting: Meeting, remits: Mapping[str, Remit], whole: Case) -> dict[str, int | None]:
    """Return the fewest states that could each stop a room which sends forces, by direction."""
    found: dict[str, int | None] = {}
    for direction in dict.fromkeys(cell.direction for cell in whole.cells):
        counts = [
            len(room.members) if remits[room.name].decision == "consensus" else 0
            for room in meeting.rooms
            if direction in remits[room.name].directions
            and any(action in remits[room.name].actions for action in ACTING)
        ]
        found[direction] = min(counts, default=None)
    return found


def document(found: tuple[Design, ...]) -> dict[str, Any]:
    """Return the designs as plain data, rows and sentences."""
    rows = [_row(one) for one in found]
    return {
        "designs": {
            one.name: {
                **one.rooms,
                "stops": dict(one.stops),
                **measures(one.coverage),
                "price_of_everything": one.filled.price if one.filled else None,
                "price_of_the_better": one.level.price if one.level else None,
            }
            for one in found
        },
        "contingency": found[0].coverage.case.name,
        "unit": found[0].coverage.case.unit,
        "rows": rows,
        "answer": [*_sentences(found), NOT_CAPABILITY],
    }


def _row(one: Design) -> dict[str, Any]:
    covered = one.coverage
    far = np.array([cell.direction == FAR for cell in covered.case.cells])
    near = [n for direction, n in one.stops.items() if direction != FAR and n is not None]
    return {
        "design": one.name,
        "rooms": len(one.meeting.rooms),
        "states": one.rooms["states"],
        "value": 100.0 * covered.value,
        "own": 100.0 * float(covered.covered[~far].mean()) if not far.all() else None,
        "indo_pacific": 100.0 * float(covered.covered[far].mean()) if far.any() else None,
        "everything": one.filled.price if one.filled else None,
        "stops_own": max(near, default=None),
        "stops_far": one.stops.get(FAR),
        "pairs_bound": one.rooms["pairs_bound"],
    }


def _sentences(found: tuple[Design, ...]) -> list[str]:
    one, other = found
    more = 100.0 * (one.coverage.value - other.coverage.value)
    told = [
        f"The {one.name} covers {100 * one.coverage.mean:.0f} % on average and the {other.name} "
        f"{100 * other.coverage.mean:.0f} %; by value it is {more:+.1f} points."
    ]
    if one.filled and other.filled:
        told.append(
            f"To cover everything costs {one.filled.price:,.0f} and {other.filled.price:,.0f} "
            f"{one.coverage.case.unit}."
        )
    far = one.stops.get(FAR), other.stops.get(FAR)
    if far[0] is not None and far[1] is not None:
        told.append(
            f"In the Indo-Pacific {far[0]} states could each stop the {one.name}, and {far[1]} the "
            f"smallest room of the {other.name} that sends forces there."
        )
    return told
