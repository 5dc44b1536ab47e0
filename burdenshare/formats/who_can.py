"""Which formats could act without a named state, and what they would hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.formats.network import Meeting
from burdenshare.formats.remit import ACTIONS, DIRECTIONS, OBLIGATIONS, Remit
from burdenshare.scenario.words import listed, named

Held = Mapping[str, float]
"""Something that states hold, by state: spending, stock, coverage."""


@dataclass(frozen=True)
class Actor:
    """A format that has an action in its remit.

    Attributes
    ----------
    remit : Remit
    states : tuple of str
        Who is left in it.
    missing : tuple of str
        Those left out that sit in it.
    can : bool
        Whether it could act: two states or more are left, and none of those left out has a veto.
    why : str
    shares : dict of str to float
        Per cent of what all states of the network hold, those left out among them.
    unknown : dict of str to tuple of str
        Its states whose holding is not known; its share is then at least the one given.
    vetoes : int
        States that could stop it.
    """

    remit: Remit
    states: tuple[str, ...]
    missing: tuple[str, ...]
    can: bool
    why: str
    shares: dict[str, float]
    unknown: dict[str, tuple[str, ...]]
    vetoes: int

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "format": self.remit.name,
            "title": self.remit.title,
            "obligation": self.remit.obligation,
            "decision": self.remit.decision,
            "directions": list(self.remit.directions),
            "states": list(self.states),
            "missing": list(self.missing),
            "can": self.can,
            "why": self.why,
            "shares": self.shares,
            "unknown": {name: list(states) for name, states in self.unknown.items() if states},
            "vetoes": self.vetoes,
            "basis": self.remit.basis,
        }


def who_can(
    action: str,
    meeting: Meeting,
    remits: Mapping[str, Remit],
    *,
    without: Collection[str] = (),
    direction: str | None = None,
    held: Mapping[str, Held] | None = None,
) -> list[Actor]:
    """List the formats with an action in their remit, those that could act first.

    Where a state left out sits in a format that decides by consensus, the format can act only if
    that state lets it: it is listed as unable, and says why. By opt-in, or under a lead that is
    not left out, the others go on.

    Parameters
    ----------
    action : str
        Of `ACTIONS`.
    meeting : Meeting
        Of all states, those of `without` among them.
    remits : mapping
    without : collection of str
    direction : str, optional
        Of `DIRECTIONS`: only formats that look there.
    held : mapping of str to mapping
        What states hold, by name: ``spending`` ...

    Raises
    ------
    Refusal
        ``bad-argument`` for an action or direction that is none.
    """
    for word, choices, what in (
        (action, tuple(ACTIONS), "action"),
        (direction or DIRECTIONS[0], DIRECTIONS, "direction"),
    ):
        if word not in choices:
            raise Refusal(
                "bad-argument",
                f"{word!r} is no {what}",
                hint=did_you_mean(word, choices) or f"one of {', '.join(choices)}",
            )
    found = []
    for room in meeting.rooms:
        remit = remits.get(room.name)
        if remit is None or action not in remit.actions:
            continue
        if direction is not None and direction not in remit.directions:
            continue
        states = tuple(s for s in room.inside if s not in without)
        missing = tuple(s for s in room.inside if s in without)
        can, why = _can(remit, room.members, states, missing)
        shares = {name: _share(states, holding, meeting) for name, holding in (held or {}).items()}
        unknown = {
            name: tuple(state for state in states if state not in holding)
            for name, holding in (held or {}).items()
        }
        vetoes = len(room.members) if remit.decision == "consensus" else 0
        found.append(Actor(remit, states, missing, can, why, shares, unknown, vetoes))
    order = list(OBLIGATIONS)
    return sorted(
        found,
        key=lambda a: (not a.can, order.index(a.remit.obligation), -len(a.states), a.remit.name),
    )


def _can(
    remit: Remit, members: Collection[str], states: Collection[str], missing: Collection[str]
) -> tuple[bool, str]:
    """Say whether a format could act, and why or why not."""
    if len(states) < 2:
        return False, "fewer than two states are left"
    blocking = [state for state in missing if state in members]
    if blocking and remit.decision == "consensus":
        return False, f"decides by consensus: only if {listed(list(map(named, blocking)))} lets it"
    if not missing:
        return True, "all of it are there"
    return True, "each decides for itself"


def _share(states: Collection[str], held: Held, meeting: Meeting) -> float:
    """Return what some states hold, per cent of all of the network, by those that are known."""
    whole = sum(held[state] for state in meeting.rooms_of if state in held)
    return 100 * sum(held[state] for state in states if state in held) / whole
