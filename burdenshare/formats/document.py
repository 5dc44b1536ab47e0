"""The answer on formats as plain data and in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from burdenshare.formats.network import Meeting
from burdenshare.formats.remit import OBLIGATIONS, Remit
from burdenshare.scenario.words import listed, named


def seats(meeting: Meeting) -> dict[str, Any]:
    """Return who sits in which rooms, and which pairs share some, as plain data."""
    return {
        "on": meeting.on.isoformat(),
        "without": list(meeting.without),
        "formats": [
            {
                "format": room.name,
                "members": list(room.members),
                "partners": list(room.partners),
                "observers": list(room.observers),
            }
            for room in meeting.rooms
        ],
        "countries": {state: {"formats": list(names)} for state, names in meeting.rooms_of.items()},
        "pairs": [
            {"countries": list(pair), "shared": list(names)}
            for pair, names in sorted(
                meeting.shared.items(), key=lambda item: (-len(item[1]), item[0])
            )
        ],
    }


def document(meeting: Meeting, remits: dict[str, Remit]) -> dict[str, Any]:
    """Return who meets whom, in which rooms, and the measures of the network as plain data."""
    network, found = meeting.network, seats(meeting)
    for room in found["formats"]:
        remit = remits.get(room["format"])
        room["title"] = remit.title if remit else room["format"]
        for field in ("obligation", "decision", "basis"):
            room[field] = getattr(remit, field, None)
    for state, held in found["countries"].items():
        held |= {"betweenness": meeting.betweenness[state], "core": meeting.core[state]}
    return {
        **found,
        "overlap": [
            {"formats": list(pair), "jaccard": value}
            for pair, value in sorted(
                meeting.overlap().items(), key=lambda item: (-item[1], item[0])
            )
            if value > 0
        ],
        "network": {
            "countries": network.states,
            "pairs": network.pairs,
            "density": network.density,
            "mean_rooms": network.mean_rooms,
            "clustering": network.clustering,
            "connected": network.connected,
            "bridges": [list(pair) for pair in network.bridges],
            "communities": [list(circle) for circle in network.communities],
            "modularity": network.modularity,
        },
    }


def sentences(found: dict[str, Any]) -> list[str]:
    """Say what was found, bottom line first."""
    network, pairs = found["network"], found["pairs"]
    most = [pair for pair in pairs if len(pair["shared"]) == len(pairs[0]["shared"])]
    binding = [f["format"] for f in found["formats"] if f["obligation"] == "mutual_defence"]
    away = f" without {_all(found['without'])}" if found["without"] else ""
    said = [
        f"On {found['on']}{away} {network['countries']} states sit in {len(found['formats'])} "
        f"formats; {network['pairs']} pairs share at least one, "
        f"{100 * network['density']:.0f} % of all.",
        "Most rooms are shared by "
        + "; ".join(f"{_all(pair['countries'])} ({', '.join(pair['shared'])})" for pair in most[:3])
        + ".",
        f"{len(binding)} of the formats bind to mutual defence ({OBLIGATIONS['mutual_defence']}): "
        f"{', '.join(binding) or 'none'}.",
    ]
    hub = found.get("hub")
    if hub:
        lost = ", ".join(hub["rooms_lost"]) or "none"
        alone = _all(hub["without_a_room"])
        connected = hub["measures"]["connected"]
        said.append(
            f"Without {named(hub['state'])} these rooms end: {lost}; left in no room: {alone}; of "
            f"all pairs {100 * connected['without']:.0f} % stay connected, against "
            f"{100 * connected['with']:.0f} % with it. {100 * hub['ties_through']:.0f} % of all "
            "shared rooms are shared with it."
        )
    if network["bridges"]:
        said.append(
            "One tie alone holds: "
            + ", ".join(" - ".join(map(named, pair)) for pair in network["bridges"])
            + "."
        )
    return said


def _all(states: Sequence[str]) -> str:
    return listed(list(map(named, states)))
