"""Overstretch, shown with its parts: what a state has promised to whom, and what it has for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from burdenshare.formats.network import Meeting
from burdenshare.formats.remit import Remit


def burdens(
    meeting: Meeting, remits: Mapping[str, Remit], spending: Mapping[str, float]
) -> list[dict[str, Any]]:
    """Return for each state what it is bound to and what it spends; no index is made of it.

    An index would weigh commitments by threat and bite, and those weights are judgement. So the
    parts are shown: in how many rooms a state sits, how many bind it to mutual defence, how many
    states it has thereby promised to defend, in how many directions, and what it spends for each
    of them.

    Parameters
    ----------
    meeting : Meeting
    remits : mapping of str to Remit
    spending : mapping of str to float
        USD billion a year, by state.

    Returns
    -------
    list of dict
        ``country``, ``rooms``, ``bound``, ``to_defend``, ``directions``, ``spending``,
        ``spending_each`` (per state it has promised to defend); most such rooms first.
    """
    rows = []
    for state, names in meeting.rooms_of.items():
        bound = [
            room
            for room in meeting.rooms
            if room.name in names
            and state in room.members
            and room.name in remits
            and remits[room.name].obligation == "mutual_defence"
        ]
        defended = {other for room in bound for other in room.members} - {state}
        known = [remits[name] for name in names if name in remits]
        money = spending.get(state)
        rows.append(
            {
                "country": state,
                "rooms": len(names),
                "bound": len(bound),
                "to_defend": len(defended),
                "directions": sorted({d for remit in known for d in remit.directions}),
                "spending": money,
                "spending_each": money / len(defended) if money is not None and defended else None,
            }
        )
    return sorted(rows, key=lambda row: (-row["bound"], -row["to_defend"], row["country"]))


def design(
    meeting: Meeting, remits: Mapping[str, Remit], spending: Mapping[str, float]
) -> dict[str, Any]:
    """Return what one design of rooms means: who is in, who could stop it, what it holds.

    Returns
    -------
    dict
        ``rooms``; ``states``; ``vetoes`` - the states that could stop the room in which they are
        most, and over all rooms that decide by consensus; ``spending`` of all states in it;
        ``pairs_bound`` - pairs of states bound to mutual defence; ``density``; ``connected``.
    """
    by_consensus = [room for room in meeting.rooms if remits[room.name].decision == "consensus"]
    bound = {
        pair
        for room in meeting.rooms
        if remits[room.name].obligation == "mutual_defence"
        for pair in _pairs(room.members)
    }
    return {
        "rooms": [room.name for room in meeting.rooms],
        "states": len(meeting.rooms_of),
        "vetoes": {
            "most_in_one_room": max((len(room.members) for room in by_consensus), default=0),
            "over_all_rooms": sum(len(room.members) for room in by_consensus),
        },
        "spending": sum(spending[state] for state in meeting.rooms_of if state in spending),
        "spending_unknown": sorted(set(meeting.rooms_of) - set(spending)),
        "pairs_bound": len(bound),
        "density": meeting.network.density,
        "connected": meeting.network.connected,
    }


def _pairs(states: tuple[str, ...]) -> list[tuple[str, str]]:
    from itertools import combinations

    return list(combinations(states, 2))
