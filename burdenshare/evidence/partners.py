"""Which claims of a group differ from some other of it, and why, without looking at every pair.

What decides between two claims is looked at once for each pair of traits, of which there are few.
Whether a claim has a partner is then a question to ordered numbers; mostly the first answers it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from burdenshare.evidence.reasons import (
    Number,
    Reason,
    Said,
    Trait,
    both_want,
    by_trait,
    comparable,
    parts,
    though_equal,
    told,
    wanted,
)


class _Pool:
    """Claims by their numbers, and those of one number by the day on which they were said."""

    def __init__(self, claims: Sequence[Said]) -> None:
        self.claims = claims
        self.days = {c.day for c in claims}
        self.sources = {c.page for c in claims}

    @cached_property
    def _found(self) -> dict[Number, dict[str, list[Said]]]:
        found: dict[Number, dict[str, list[Said]]] = {}
        for c in self.claims:
            found.setdefault(c.number, {}).setdefault(c.day, []).append(c)
        return found

    @cached_property
    def _ordered(self) -> list[Number]:
        return sorted(self._found)

    @cached_property
    def _by_place(self) -> dict[float, list[Number]]:
        places: dict[float, list[Number]] = {}
        for number in self._ordered:
            places.setdefault(number.place, []).append(number)
        return places

    def equal(self, number: Number) -> Iterator[Said]:
        """Give the claims whose numbers are the same."""
        for place, numbers in self._by_place.items():
            reach = max(place, number.place)
            first = bisect_left(numbers, (number.rank, number.low - reach))
            last = bisect_left(numbers, (number.rank, number.low + reach))
            for near in numbers[first:last]:
                if number.same(near):
                    for some in self._found[near].values():
                        yield from some

    def other(self, number: Number, *, compare: bool = True) -> Iterator[dict[str, list[Said]]]:
        """Give the claims of each number that is not the same, those farthest away first."""
        low, high = 0, len(self._ordered) - 1
        while low <= high:
            below, above = self._ordered[low], self._ordered[high]
            if number.low - below.low > above.low - number.low:
                far, low = below, low + 1
            else:
                far, high = above, high - 1
            if not (compare and number.same(far)):
                yield self._found[far]


class _Way(NamedTuple):
    """A pool in which partners may be found, and how."""

    pool: _Pool
    meets: Callable[[Said, _Pool], bool]


def partners(group: Sequence[Said]) -> dict[Reason, list[Said]]:
    """Return, for each reason, the claims that differ for it from another of the group.

    Parameters
    ----------
    group : sequence of Said
        Claims about one quantity, all of them reports or none.

    Returns
    -------
    dict
        What `reason` gives for some pair, with the claims of all such pairs.
    """
    found: dict[Reason, dict[int, Said]] = defaultdict(dict)
    alike: dict[Trait, list[Said]] = defaultdict(list)
    for c in group:
        alike[c.trait].append(c)
    pools = {trait: _Pool(some) for trait, some in alike.items()}
    for trait, pool in pools.items():
        for why, ways in _ways(trait, pools).items():
            for c in pool.claims:
                if any(way.meets(c, way.pool) for way in ways):
                    found[why][id(c)] = c
    for why, c in _wanted(group):
        found[why][id(c)] = c
    return {why: list(some.values()) for why, some in found.items()}


def _ways(trait: Trait, pools: dict[Trait, _Pool]) -> dict[Reason, list[_Way]]:
    """Return in which pools a claim of a trait may meet a partner, by the reason."""
    ways: dict[Reason, list[_Way]] = defaultdict(list)
    for other, pool in pools.items():
        alike = comparable(trait, other)
        if alike and (why := though_equal(trait, other)):
            ways[why].append(_Way(pool, _equal_elsewhere if why == told("stance") else _equal))
        if not both_want(trait, other) and (why := by_trait(trait, other)):
            ways[why].append(_Way(pool, _unequal if alike else _any))
    return ways


def _equal(c: Said, pool: _Pool) -> bool:
    return next(pool.equal(c.number), None) is not None


def _equal_elsewhere(c: Said, pool: _Pool) -> bool:
    source = c.page
    if pool.sources == {source}:
        return False
    return any(other.page != source for other in pool.equal(c.number))


def _unequal(c: Said, pool: _Pool, *, compare: bool = True) -> bool:
    return any(
        not parts(c, other)
        for days in pool.other(c.number, compare=compare)
        for some in days.values()
        for other in some
    )


def _any(c: Said, pool: _Pool) -> bool:
    return _unequal(c, pool, compare=False)


def _wanted(group: Sequence[Said]) -> Iterator[tuple[Reason, Said]]:
    """Give the claims for which parties, days and sources decide, with their reasons."""
    by_party: dict[object, list[Said]] = defaultdict(list)
    by_day: dict[tuple[object, str], list[Said]] = defaultdict(list)
    for c in group:
        if c.trait.stance == "reports" or c.trait.machine:
            continue
        x = c.trait
        for party in c.targets:
            alike = (x.stance, x.denies, x.points, x.base, party)
            by_party[alike].append(c)
            by_day[alike, c.day].append(c)
    of_day = {
        (alike, day): _Pool(some)
        for (alike, day), some in by_day.items()
        if not day or any(c.page != some[0].page for c in some)
    }
    for key, some in by_party.items():
        pool = _Pool(some)
        for c in pool.claims:
            if _superseded(c, pool):
                yield told("superseded"), c
            days = {c.day, ""}
            near = [of_day.get((key, day)) for day in days] if c.day else [pool]
            if any(_unexplained(c, one) for one in near if one):
                yield told("unknown"), c


def _superseded(c: Said, pool: _Pool) -> bool:
    said = c.day
    return bool(said and pool.days - {said, ""}) and any(
        not parts(c, other)
        for days in pool.other(c.number)
        for day, there in days.items()
        if day and day != said
        for other in there
    )


def _unexplained(c: Said, pool: _Pool) -> bool:
    return pool.sources != {c.page} and any(
        wanted(c, other) == told("unknown") and not parts(c, other)
        for days in pool.other(c.number)
        for some in days.values()
        for other in some
    )
