"""The words of this room: items, judgements with their grade, the case as arrays, the coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from burdenshare.errors import Problems
from burdenshare.posture.words import words

Floats = npt.NDArray[np.float64]

DOMAINS = ("land", "sea", "air", "air_missile_defence", "space", "cyber", "cognitive")
DIRECTIONS = ("east", "north", "south", "west", "indo_pacific")
GRADES = ("A", "B", "C", "judgement")
"""A official or a paper of an institute; B press; C aggregator; judgement: ours or the user's."""
STANDING = "standing"
"""The demand that is always there; contingencies come on top of it."""
NOT_CAPABILITY = (
    "Counts are not capability: age, munitions, crews, range and command are in none of them."
)


@dataclass(frozen=True)
class Stated:
    """A number that somebody answers for."""

    value: float
    source: str
    grade: str
    why: str


@dataclass(frozen=True)
class Item:
    """One kind of equipment and the domain in which it counts.

    Attributes
    ----------
    name, domain, unit : str
    kind : str
        Class of equipment of the projection's military stock whose growth it follows.
    cost : Stated
        Million at the judgement's price base, for one.
    lead : Stated
        Years from order to delivery.
    """

    name: str
    domain: str
    unit: str
    kind: str
    cost: Stated
    lead: Stated


@dataclass(frozen=True)
class Theatre:
    """Where a direction is, for distances."""

    place: str
    latitude: float
    longitude: float
    why: str


@dataclass(frozen=True)
class Fading:
    """How reach falls with distance: whole up to `near` km, `least` from `far` km on."""

    near: float
    far: float
    least: float
    source: str
    grade: str
    why: str

    def at(self, km: float) -> float:
        """Return the part of a force that counts at a distance, linear in between."""
        part = min(1.0, max(0.0, (km - self.near) / (self.far - self.near)))
        return 1.0 - part * (1.0 - self.least)


@dataclass(frozen=True)
class Demand:
    """What one contingency asks for in one direction and domain: every need at once."""

    contingency: str
    direction: str
    domain: str
    needs: Mapping[str, float]
    """Quantity by item, in units of the item."""
    source: str
    grade: str
    why: str


@dataclass(frozen=True)
class Count:
    """How many of an item a state has."""

    country: str
    item: str
    count: float
    year: int
    source: str
    grade: str
    note: str = ""


Stocks = Mapping[tuple[str, str], Count]
"""Counts by country and item."""


@dataclass(frozen=True)
class Judgement:
    """Everything that is assumed rather than counted; one file that a user can replace.

    Attributes
    ----------
    year : int
        Of the stocks and of who belongs to which format.
    currency, price_year :
        Price base of all costs.
    weights : dict
        ``mean`` and ``weakest``: weight of the mean coverage, and of the weakest direction of each
        domain, in what is maximised.
    by : str
        ``demand``: within a domain a direction counts by the cost of what it asks for, and each
        domain counts the same; ``equal``: every cell counts the same.
    of_direction, of_domain : dict
        Factors on the weight of cells; 1 where nothing is said.
    readiness, deployability : dict
        Part that is fit for use, and part of that which can leave home, by domain.
    deployability_of : dict
        By (state, domain), in place of that of the domain.
    reserve : Stated
        Part that stays at home; `reserve_of` by state in place of it.
    based : dict
        Part that counts by (state, direction) because forces are based there already; distance
        does not lower reach below it.
    participation : dict
        Part that a member or partner brings to a direction, by (degree, direction).
    participation_of : dict
        By (state, direction), in place of that of its degree.
    classes : dict
        Part of a class of the projection's military stock that counts in a domain, by
        (class, domain); used where stocks are taken in money.
    sets : dict
        Contingencies that come at once, by name; `STANDING` is always there.
    unknown : dict
        Why nothing is said of a domain.
    """

    name: str
    title: str
    note: str
    year: int
    currency: str
    price_year: int
    weights: Mapping[str, Stated]
    by: str
    of_direction: Mapping[str, Stated]
    of_domain: Mapping[str, Stated]
    items: Mapping[str, Item]
    readiness: Mapping[str, Stated]
    deployability: Mapping[str, Stated]
    deployability_of: Mapping[tuple[str, str], Stated]
    reserve: Stated
    reserve_of: Mapping[str, Stated]
    theatres: Mapping[str, Theatre]
    distance: Mapping[str, Fading]
    based: Mapping[tuple[str, str], Stated]
    participation: Mapping[tuple[str, str], Stated]
    participation_of: Mapping[tuple[str, str], Stated]
    classes: Mapping[tuple[str, str], Stated]
    contingencies: Mapping[str, str]
    sets: Mapping[str, tuple[str, ...]]
    default: str
    demands: tuple[Demand, ...]
    counts: tuple[Count, ...]
    unknown: Mapping[str, str]


@dataclass(frozen=True)
class Cell:
    """One direction and domain."""

    direction: str
    domain: str

    def __str__(self) -> str:
        return f"{words(self.direction)} {words(self.domain)}"


@dataclass(frozen=True)
class Case:
    """Who has what, what of it can be sent where, and what is asked for: arrays to solve on.

    A supplier is a state, or the part of a state that is bound to one direction (`owner` names
    the state of each). A unit is in one supplier's stock once and is spent once.

    Attributes
    ----------
    owner : tuple of str
        State of each supplier.
    stock : array (supplier, item)
        Counts, in units of the item.
    usable : array (supplier, item)
        Readiness x deployability x (1 - reserve for home), from 0 to 1.
    reach : array (supplier, cell)
        Part of what is sent that counts there, from 0 to 1.
    demand : array (cell, item)
        Units asked for; 0 where a cell does not ask for an item.
    weight : array (cell,)
        Weights of cells, sum 1.
    weakest : float
        Weight of the weakest direction of each domain against 1 of the mean.
    cost : array (item,)
        Billion for one unit.
    graded : dict
        Grade of every count, shaped (supplier, item); of every demand, (cell, item): the letters of
        `GRADES`, empty where there is nothing.
    missing : dict
        States whose stock of an item no table gives, by item: they count as having none, so that
        coverage is a lower bound.
    """

    name: str
    suppliers: tuple[str, ...]
    owner: tuple[str, ...]
    items: tuple[str, ...]
    domains: tuple[str, ...]
    cells: tuple[Cell, ...]
    stock: Floats
    usable: Floats
    reach: Floats
    demand: Floats
    weight: Floats
    weakest: float
    cost: Floats
    lead: Floats
    graded: Mapping[str, npt.NDArray[np.str_]]
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    unit: str = "billion USD"

    def __post_init__(self) -> None:
        """Refuse numbers that are none of this kind: every problem at once."""
        problems = Problems()
        for name, numbers, most in (
            ("stock", self.stock, np.inf),
            ("usable", self.usable, 1.0),
            ("reach", self.reach, 1.0),
            ("demand", self.demand, np.inf),
        ):
            wrong = ~(np.isfinite(numbers) & (numbers >= 0.0) & (numbers <= most))
            for at in np.argwhere(wrong):
                bounds = "a number, 0 or more" if np.isinf(most) else "a part from 0 to 1"
                where = f"{name}[{', '.join(map(str, at))}]"
                problems.add(where, f"{numbers[tuple(at)]:g}", expected=bounds)
        for cell, asked in zip(self.cells, self.demand, strict=True):
            if not (asked > 0.0).any():
                problems.add(f"demand of {cell}", "asks for nothing", expected="an item or no cell")
        problems.require_none(
            "bad-argument",
            f"the case {self.name} has {len(problems)} numbers that cannot be meant",
            hint="mend each place named in the details",
        )

    @property
    def supply(self) -> Floats:
        """What each supplier can send of each item, shaped (supplier, item)."""
        return self.stock * self.usable


@dataclass(frozen=True)
class Coverage:
    """How far each cell is covered by the best allocation, and what more would add.

    Attributes
    ----------
    covered : array (cell,)
        From 0 to 1: that of the scarcest item of the cell.
    sent : array (supplier, cell, item)
        The allocation, in units; one of possibly many that cover as much.
    price : array (supplier, item)
        Gain of `value` per usable unit more (dual of the supply).
    value : float
        What was maximised, from 0 to 1: weighted mean coverage, and the weakest direction of each
        domain, by the weights of the case.
    """

    case: Case
    covered: Floats
    sent: Floats
    price: Floats
    value: float

    @property
    def minimum(self) -> float:
        """Coverage of the weakest cell."""
        return float(self.covered.min())

    @property
    def weakest(self) -> tuple[Cell, ...]:
        """The cells that are covered least, all of those that are as bad."""
        low = self.covered.min() + 1e-6
        return tuple(c for c, z in zip(self.case.cells, self.covered, strict=True) if z <= low)

    @property
    def mean(self) -> float:
        """Mean coverage of the cells, each counted once."""
        return float(self.covered.mean())

    @property
    def weighted(self) -> float:
        """Mean coverage under the weights of cells."""
        return float(self.covered @ self.case.weight)

    @property
    def table(self) -> dict[str, dict[str, float]]:
        """Coverage by direction and domain; a cell that nobody demands is absent."""
        rows: dict[str, dict[str, float]] = {}
        for cell, part in zip(self.case.cells, self.covered, strict=True):
            rows.setdefault(cell.direction, {})[cell.domain] = float(part)
        return rows

    @property
    def scarce(self) -> dict[str, str]:
        """The item of each domain of which one billion more adds most; none where all is there."""
        gains = self.per_billion.max(axis=0)
        best: dict[str, int] = {}
        for k, domain in enumerate(self.case.domains):
            if gains[k] > 0.0 and (domain not in best or gains[k] > gains[best[domain]]):
                best[domain] = k
        return {domain: self.case.items[k] for domain, k in best.items()}

    @property
    def per_billion(self) -> Floats:
        """Gain of `value` for one billion more of each item, shaped (supplier, item)."""
        return np.asarray(self.price * self.case.usable / self.case.cost)

    def marginal(self) -> list[dict[str, Any]]:
        """Return what one more billion adds by state and domain, most first.

        In each domain the billion buys the item that adds most; `item` names it, and `has` says
        whether the state has any: where it has none, a crew, a yard or a base has to come first. A
        state that is split between directions is taken where it adds most.
        """
        best: dict[tuple[str, str], tuple[float, str, bool]] = {}
        gains = self.per_billion
        for i, state in enumerate(self.case.owner):
            for k, domain in enumerate(self.case.domains):
                found = float(gains[i, k]), self.case.items[k], bool(self.case.stock[i, k] > 0)
                if (state, domain) not in best or found[0] > best[state, domain][0]:
                    best[state, domain] = found
        rows = [
            {"country": state, "domain": domain, "per_billion": gain, "item": item, "has": has}
            for (state, domain), (gain, item, has) in best.items()
        ]
        return sorted(rows, key=lambda r: (-r["per_billion"], r["country"], r["domain"]))
