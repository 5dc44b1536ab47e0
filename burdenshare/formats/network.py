"""The network of formats on a day: who meets whom, how densely, and what hangs on one state."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.figures.membership import OBSERVER, Membership

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Room:
    """One format on a day.

    Attributes
    ----------
    name : str
    members, partners, observers : tuple of str
        ISO 3166-1 alpha-3, sorted. Observers are named, and count nowhere.
    """

    name: str
    members: tuple[str, ...]
    partners: tuple[str, ...]
    observers: tuple[str, ...] = ()

    @property
    def inside(self) -> tuple[str, ...]:
        """Members and partners."""
        return tuple(sorted({*self.members, *self.partners}))


@dataclass(frozen=True)
class Network:
    """Measures of a network of states that share rooms.

    Attributes
    ----------
    states, pairs : int
        States in any room, and pairs of them that share at least one.
    density : float
        Pairs over all possible pairs, 0 to 1.
    mean_rooms : float
        Rooms that two states share on average, over all possible pairs.
    clustering : float
        Chance that two partners of a state share a room too (transitivity).
    connected : float
        Part of all pairs with a path between them.
    bridges : tuple of pairs
        Ties whose loss would cut the network in two.
    communities : tuple of tuples
        Circles that share more rooms inside than chance would give (greedy modularity, weighted).
    modularity : float
    """

    states: int
    pairs: int
    density: float
    mean_rooms: float
    clustering: float
    connected: float
    bridges: tuple[tuple[str, str], ...]
    communities: tuple[tuple[str, ...], ...]
    modularity: float


@dataclass(frozen=True)
class Meeting:
    """Who meets in which rooms on a day.

    Attributes
    ----------
    on : date
    rooms : tuple of Room
        Largest first.
    shared : dict of pair to tuple of str
        The rooms that two states share.
    rooms_of : dict of str to tuple of str
    without : tuple of str
        States left out.
    """

    on: date
    rooms: tuple[Room, ...]
    shared: dict[tuple[str, str], tuple[str, ...]]
    rooms_of: dict[str, tuple[str, ...]]
    without: tuple[str, ...]

    @cached_property
    def graph(self) -> nx.Graph:
        """States, tied where they share a room; a tie is the shorter the more they share."""
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(self.rooms_of)
        for (one, other), names in self.shared.items():
            graph.add_edge(one, other, rooms=len(names), distance=1 / len(names))
        return graph

    @cached_property
    def betweenness(self) -> dict[str, float]:
        """Part of shortest paths through each state (Freeman 1977)."""
        import networkx as nx

        found: dict[str, float] = nx.betweenness_centrality(self.graph, weight="distance")
        return found

    @cached_property
    def core(self) -> dict[str, int]:
        """The largest k of a k-core that holds each state."""
        import networkx as nx

        found: dict[str, int] = nx.core_number(self.graph)
        return found

    @cached_property
    def network(self) -> Network:
        """The measures of the network."""
        return _measures(self.graph)

    def overlap(self) -> dict[tuple[str, str], float]:
        """Return how alike two rooms are: common states over all states of both (Jaccard)."""
        found = {}
        for one, other in combinations(self.rooms, 2):
            a, b = set(one.inside), set(other.inside)
            found[one.name, other.name] = len(a & b) / len(a | b)
        return found


def meet(
    spells: Iterable[Membership],
    on: date,
    *,
    without: Collection[str] = (),
    formats: Collection[str] | None = None,
) -> Meeting:
    """Return who shares which rooms on a day; the measures of that network when asked for.

    Parameters
    ----------
    spells : iterable of Membership
    on : date
    without : collection of str
        States taken out; rooms of one that remain are left out too.
    formats : collection of str, optional
        Only these rooms.

    Raises
    ------
    Refusal
        ``no-figures`` where no room has two states on the day; ``bad-argument`` for a state of
        `without` that sits in none, and for a name of `formats` that is no room.
    """
    unknown = sorted(set(formats or ()) - {s.format for s in spells})
    if unknown:
        raise Refusal(
            "bad-argument",
            f"there is no format {', '.join(map(repr, unknown))}",
            hint=f"known: {', '.join(sorted({s.format for s in spells}))}",
        )
    here = [s for s in spells if s.holds(on) and (formats is None or s.format in formats)]
    strangers = sorted(set(without) - {s.country for s in here})
    if strangers:
        raise Refusal(
            "bad-argument",
            f"{', '.join(strangers)} sits in no format on {on}",
            hint="name states that could be missed",
        )
    rooms = _rooms([s for s in here if s.country not in without])
    if not rooms:
        raise Refusal(
            "no-figures", f"no format of two states is known on {on}", hint="choose another day"
        )
    shared: dict[tuple[str, str], list[str]] = {}
    rooms_of: dict[str, list[str]] = {}
    for room in rooms:
        for state in room.inside:
            rooms_of.setdefault(state, []).append(room.name)
        for one, other in combinations(room.inside, 2):
            shared.setdefault((one, other), []).append(room.name)
    return Meeting(
        on,
        tuple(rooms),
        {pair: tuple(names) for pair, names in sorted(shared.items())},
        {state: tuple(names) for state, names in sorted(rooms_of.items())},
        tuple(sorted(without)),
    )


def _rooms(spells: Iterable[Membership]) -> list[Room]:
    """Return the rooms of two states or more, largest first."""
    found: dict[str, dict[str, set[str]]] = {}
    for spell in spells:
        room = found.setdefault(spell.format, {"member": set(), "partner": set(), OBSERVER: set()})
        room[spell.degree].add(spell.country)
    rooms = [
        Room(
            name,
            tuple(sorted(who["member"])),
            tuple(sorted(who["partner"] - who["member"])),
            tuple(sorted(who[OBSERVER] - who["partner"] - who["member"])),
        )
        for name, who in found.items()
    ]
    return sorted(
        (room for room in rooms if len(room.inside) > 1), key=lambda r: (-len(r.inside), r.name)
    )


def _measures(graph: nx.Graph) -> Network:
    """Return the measures of a network."""
    import networkx as nx

    n = graph.number_of_nodes()
    possible = n * (n - 1) / 2
    circles = nx.community.greedy_modularity_communities(graph, weight="rooms")
    return Network(
        states=n,
        pairs=graph.number_of_edges(),
        density=nx.density(graph),
        mean_rooms=sum(rooms for _, _, rooms in graph.edges(data="rooms")) / possible,
        clustering=nx.transitivity(graph),
        connected=sum(len(c) * (len(c) - 1) / 2 for c in nx.connected_components(graph)) / possible,
        bridges=tuple(sorted(tuple(sorted(edge)) for edge in nx.bridges(graph))),
        communities=tuple(tuple(sorted(circle)) for circle in circles),
        modularity=nx.community.modularity(graph, circles, weight="rooms"),
    )


def hub(
    spells: Iterable[Membership],
    on: date,
    state: str,
    *,
    formats: Collection[str] | None = None,
) -> dict[str, Any]:
    """Say what hangs on one state: the network with it, without it, and what is lost.

    Returns
    -------
    dict
        ``rooms_lost`` (formats of which fewer than two states remain), ``without_a_room`` (states
        left in none), and for each measure ``with``, ``without``; ``ties_through`` is the part of
        shared rooms among all pairs that are shared with the state itself.
    """
    spells = list(spells)
    whole = meet(spells, on, formats=formats)
    rest = meet(spells, on, without=[state], formats=formats)
    measures = ("density", "mean_rooms", "clustering", "connected")
    ties = sum(len(names) for names in whole.shared.values())
    own = sum(len(names) for pair, names in whole.shared.items() if state in pair)
    return {
        "state": state,
        "rooms": list(whole.rooms_of[state]),
        "rooms_lost": sorted({r.name for r in whole.rooms} - {r.name for r in rest.rooms}),
        "without_a_room": sorted(set(whole.rooms_of) - set(rest.rooms_of) - {state}),
        "ties_through": own / ties,
        "measures": {
            name: {"with": getattr(whole.network, name), "without": getattr(rest.network, name)}
            for name in measures
        },
    }
