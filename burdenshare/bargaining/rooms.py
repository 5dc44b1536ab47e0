"""Separate deals: in which rooms an actor sits, and how many are beside the alliance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from burdenshare.figures.membership import formats, formats_of, members

MINILATERAL = 15
"""Largest minilateral format. The tables have none between 14 members (the whole of the European
Intervention Initiative) and 26 (the European Union), so that the bound decides nothing."""


@dataclass(frozen=True)
class Room:
    """One format that an actor belongs to on a day."""

    format: str
    degree: str
    """``member`` or ``partner``."""
    size: int
    """How many belong to it on the day."""
    kind: str
    """``whole``: the alliance itself; ``bilateral``; ``minilateral``; ``wide``."""
    with_pressing: bool | None
    """Whether the pressing ally sits in it; None for the pressing ally itself."""
    source: str

    @property
    def separate(self) -> bool:
        """Tell whether it is a bilateral or minilateral deal beside the alliance."""
        return self.kind in ("bilateral", "minilateral")


@dataclass(frozen=True)
class SeparateDeals:
    """The first form: separate bilateral or minilateral deals."""

    rooms: tuple[Room, ...]

    @property
    def separate(self) -> tuple[Room, ...]:
        """The bilateral and minilateral rooms beside the alliance."""
        return tuple(room for room in self.rooms if room.separate)

    @property
    def value(self) -> float | None:
        """Separate rooms as a share of all its rooms, 0 to 1; None for who sits in none."""
        return len(self.separate) / len(self.rooms) if self.rooms else None

    @property
    def with_pressing(self) -> int | None:
        """How many separate rooms it shares with the pressing ally; None for that ally itself."""
        return self._count(with_it=True)

    @property
    def without_pressing(self) -> int | None:
        """How many separate rooms it has without the pressing ally; None for that ally itself."""
        return self._count(with_it=False)

    def _count(self, *, with_it: bool) -> int | None:
        sides = [room.with_pressing for room in self.separate]
        return None if None in [r.with_pressing for r in self.rooms] else sides.count(with_it)


def separate_deals(actor: str, on: date, alliance: str, pressing: str) -> SeparateDeals:
    """Return the rooms in which an actor sits on a day.

    Parameters
    ----------
    actor, pressing : str
        ISO 3166-1 alpha-3: whose rooms, and the ally that presses for the pledge.
    on : date
    alliance : str
        The format that counts as the whole.
    """
    return SeparateDeals(
        tuple(
            Room(
                spell.format,
                spell.degree,
                len(inside := members(spell.format, on)),
                _kind(spell.format, len(inside), alliance),
                None if actor == pressing else pressing in inside,
                spell.source,
            )
            for spell in formats_of(actor, on)
        )
    )


def alliance_of(actors: Collection[str], on: date) -> str | None:
    """Return the smallest format that holds all actors on a day; None where there is none."""
    holding = [
        (len(inside), name)
        for name in formats()
        if set(actors) <= set(inside := members(name, on)) and actors
    ]
    return min(holding)[1] if holding else None


def _kind(name: str, size: int, alliance: str) -> str:
    if name == alliance:
        return "whole"
    if size <= 2:
        return "bilateral"
    return "minilateral" if size <= MINILATERAL else "wide"
