"""From judgement and counts to the arrays of a case: who has what, and what of it counts where."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from burdenshare import figures as figures_room
from burdenshare.errors import Problems, Refusal, did_you_mean
from burdenshare.figures.membership import members
from burdenshare.posture.counts import stocks as shipped
from burdenshare.posture.model import (
    DIRECTIONS,
    DOMAINS,
    STANDING,
    Case,
    Cell,
    Count,
    Floats,
    Judgement,
    Stocks,
)

ALLIANCE, PARTNERS = "NATO", "IP4"
EARTH_KM = 6371.0
NOTHING = (0.0, "")
"""Quantity and grade of what a cell does not ask for."""
Growth = Mapping[tuple[str, str], float]
"""Factor on a state's stock by (country, class of equipment), such as that of a pledge."""


def case(
    judged: Judgement,
    counts: Stocks | None = None,
    *,
    contingency: str | None = None,
    without: Sequence[str] = (),
    growth: Growth | None = None,
    participation: Mapping[tuple[str, str], float] | None = None,
) -> Case:
    """Return the case of one set of contingencies.

    The states are the members of NATO and its four Indo-Pacific partners in the judgement's year,
    and those to which it gives counts or participation of their own.

    Parameters
    ----------
    judged : Judgement
    counts : dict, optional
        The shipped counts if none are given; those of the judgement come before either.
    contingency : str, optional
        A set of the judgement, one of its contingencies, or several joined by ``+``; its default
        set if none is given. The standing demand is always in.
    without : sequence of str
        States that are not there.
    growth : dict, optional
        Factors on stocks, by (country, class of equipment).
    participation : dict, optional
        Parts by (country, direction) in place of those of the judgement.

    Raises
    ------
    Refusal
        ``bad-argument`` for a contingency or state that is none of the case.
    """
    name, asked = _contingency(judged, contingency)
    kept = _kept(judged, without)
    needs = _needs(judged, asked)
    cells = _cells(needs, name)
    items = tuple(item for item in judged.items if any(item == key[2] for key in needs))
    held = _held(counts if counts is not None else shipped(), judged, kept, items)
    return Case(
        name=name,
        suppliers=kept,
        owner=kept,
        items=items,
        domains=tuple(judged.items[item].domain for item in items),
        cells=cells,
        stock=_stock(judged, held, kept, items, growth or {}),
        usable=np.array([[usable(judged, state, item) for item in items] for state in kept]),
        reach=np.array(
            [[reach(judged, state, cell, participation or {}) for cell in cells] for state in kept]
        ),
        demand=np.array(
            [[needs.get((*_key(c), item), NOTHING)[0] for item in items] for c in cells]
        ),
        weight=_weights(judged, cells, needs),
        weakest=judged.weights["weakest"].value / judged.weights["mean"].value,
        cost=np.array([judged.items[item].cost.value / 1000.0 for item in items]),
        lead=np.array([judged.items[item].lead.value for item in items]),
        graded={
            "stock": _letters(kept, items, {key: count.grade for key, count in held.items()}),
            "demand": _letters(
                cells, items, {((d, m), k): g for (d, m, k), (_, g) in needs.items()}
            ),
        },
        missing={item: tuple(s for s in kept if (s, item) not in held) for item in items},
        unknown=_unknown(judged, cells),
        unit=f"billion {judged.currency} at prices of {judged.price_year}",
    )


def _key(cell: Cell) -> tuple[str, str]:
    return cell.direction, cell.domain


def _letters(
    places: Sequence[str] | Sequence[Cell], items: tuple[str, ...], grades: Mapping[Any, str]
) -> npt.NDArray[np.str_]:
    """Return grades by state or cell, and item; empty where there is nothing."""
    keys = [place if isinstance(place, str) else _key(place) for place in places]
    return np.array([[grades.get((key, item), "") for item in items] for key in keys])


def _stock(
    judged: Judgement,
    held: Mapping[tuple[str, str], Count],
    states: tuple[str, ...],
    items: tuple[str, ...],
    growth: Growth,
) -> Floats:
    """Return counts by state and item times the growth of their class; 0 where none is known."""
    stock = np.zeros((len(states), len(items)))
    for i, state in enumerate(states):
        for k, item in enumerate(items):
            if (state, item) in held:
                factor = growth.get((state, judged.items[item].kind), 1.0)
                stock[i, k] = held[state, item].count * factor
    return stock


def usable(judged: Judgement, state: str, item: str) -> float:
    """Return the part of a count that can be sent: fit x able to leave x not held back."""
    domain = judged.items[item].domain
    leaves = judged.deployability_of.get((state, domain)) or judged.deployability.get(domain)
    fit = judged.readiness.get(domain)
    kept = judged.reserve_of.get(state, judged.reserve).value
    return (fit.value if fit else 1.0) * (leaves.value if leaves else 1.0) * (1.0 - kept)


def reach(
    judged: Judgement,
    state: str,
    cell: Cell,
    participation: Mapping[tuple[str, str], float] | None = None,
) -> float:
    """Return the part of what a state sends that counts in a cell: distance x participation."""
    theatre = judged.theatres[cell.direction]
    fading = judged.distance[cell.domain]
    there = judged.based.get((state, cell.direction))
    km = distance(*_capital(state), theatre.latitude, theatre.longitude)
    near = max(fading.at(km), there.value if there else 0.0)
    given = (participation or {}).get((state, cell.direction))
    return near * (_part(judged, state, cell.direction) if given is None else given)


def nearest(judged: Judgement, state: str) -> str:
    """Return the direction whose theatre is nearest to a state's capital."""
    here = _capital(state)
    return min(
        judged.theatres,
        key=lambda d: distance(*here, judged.theatres[d].latitude, judged.theatres[d].longitude),
    )


def distance(latitude: float, longitude: float, other: float, beyond: float) -> float:
    """Return the great-circle distance of two places in km (haversine)."""
    one, two = math.radians(latitude), math.radians(other)
    half = math.sin((two - one) / 2) ** 2
    across = math.cos(one) * math.cos(two) * math.sin(math.radians(beyond - longitude) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half + across))


def names(judged: Judgement) -> tuple[str, ...]:
    """Return what `contingency` may be: sets, then contingencies."""
    return tuple(dict.fromkeys((*judged.sets, *judged.contingencies)))


def _contingency(judged: Judgement, text: str | None) -> tuple[str, tuple[str, ...]]:
    name = text or judged.default
    if name in judged.sets:
        return name, (STANDING, *judged.sets[name])
    parts = tuple(part.strip() for part in name.split("+"))
    wrong = [part for part in parts if part not in (STANDING, *judged.contingencies)]
    if wrong:
        known = names(judged)
        raise Refusal(
            "bad-argument",
            f"there is no contingency {wrong[0]!r}",
            hint=did_you_mean(wrong[0], known) or f"known: {', '.join(known)}",
        )
    return name, tuple(dict.fromkeys((STANDING, *parts)))


@cache
def _members(year: int) -> frozenset[str]:
    return frozenset(members(ALLIANCE, year))


def _states(judged: Judgement) -> tuple[str, ...]:
    allied = {*_members(judged.year), *members(PARTNERS, judged.year)}
    own = {count.country for count in judged.counts} | {s for s, _ in judged.participation_of}
    return tuple(sorted(allied | own))


def _kept(judged: Judgement, without: Sequence[str]) -> tuple[str, ...]:
    """Return the states that are there; refuse absent ones that are none of the case."""
    states, problems = _states(judged), Problems()
    for code in without:
        if code not in states:
            problems.add(code, "is no state of the case", hint=did_you_mean(code, states))
    problems.require_none(
        "bad-argument",
        f"{', '.join(d['where'] for d in problems.details())}: no state of the case",
        hint=f"its states are {', '.join(states)}",
    )
    kept = tuple(state for state in states if state not in without)
    if not kept:
        raise Refusal("bad-argument", "no state is left", hint="leave fewer out with --without")
    return kept


def _cells(needs: Mapping[tuple[str, str, str], object], name: str) -> tuple[Cell, ...]:
    asked = {key[:2] for key in needs}
    if not asked:
        raise Refusal(
            "bad-argument",
            f"nothing is asked for in {name}",
            hint="give the judgement file a demand of it",
        )
    return tuple(Cell(d, m) for d in DIRECTIONS for m in DOMAINS if (d, m) in asked)


def _needs(
    judged: Judgement, asked: tuple[str, ...]
) -> dict[tuple[str, str, str], tuple[float, str]]:
    """Return quantity and grade by direction, domain and item; what comes at once adds up."""
    needs: dict[tuple[str, str, str], tuple[float, str]] = {}
    for demand in judged.demands:
        if demand.contingency in asked:
            for item, quantity in demand.needs.items():
                key = (demand.direction, demand.domain, item)
                before = needs.get(key, (0.0, demand.grade))
                needs[key] = before[0] + quantity, max(before[1], demand.grade)
    return needs


def _held(
    counts: Stocks, judged: Judgement, states: tuple[str, ...], items: tuple[str, ...]
) -> dict[tuple[str, str], Count]:
    own = {(count.country, count.item): count for count in judged.counts}
    found = {**counts, **own}
    return {key: found[key] for key in found if key[0] in states and key[1] in items}


def _weights(
    judged: Judgement,
    cells: tuple[Cell, ...],
    needs: Mapping[tuple[str, str, str], tuple[float, str]],
) -> Floats:
    """Return the weights of cells, sum 1."""
    cost: dict[tuple[str, str], float] = {}
    for (direction, domain, item), (quantity, _) in needs.items():
        more = quantity * judged.items[item].cost.value if judged.by == "demand" else 0.0
        cost[direction, domain] = cost.get((direction, domain), 0.0) + more
    of_domain = {
        domain: sum(each for key, each in cost.items() if key[1] == domain)
        for domain in {cell.domain for cell in cells}
    }
    weights = np.array(
        [
            (cost[c.direction, c.domain] / of_domain[c.domain] if of_domain[c.domain] else 1.0)
            * (
                judged.of_direction[c.direction].value
                if c.direction in judged.of_direction
                else 1.0
            )
            * (judged.of_domain[c.domain].value if c.domain in judged.of_domain else 1.0)
            for c in cells
        ]
    )
    if not weights.sum() > 0.0:
        raise Refusal(
            "bad-argument",
            "every cell has weight zero",
            hint="give a direction and domain that are asked for a weight above zero",
        )
    return np.asarray(weights / weights.sum())


def _unknown(judged: Judgement, cells: tuple[Cell, ...]) -> dict[str, str]:
    told = {cell.domain for cell in cells}
    return {
        domain: judged.unknown.get(domain, "no demand of it is stated")
        for domain in DOMAINS
        if domain not in told
    }


def _part(judged: Judgement, state: str, direction: str) -> float:
    own = judged.participation_of.get((state, direction))
    if own:
        return own.value
    degree = "member" if state in _members(judged.year) else "partner"
    said = judged.participation.get((degree, direction))
    return said.value if said else 0.0


@cache
def _capitals() -> dict[str, tuple[float, float]]:
    path = Path(figures_room.__file__).with_name("data") / "capitals.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return {
            row["country"]: (float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(stream)
        }


def _capital(state: str) -> tuple[float, float]:
    if state not in _capitals():
        raise Refusal(
            "no-figures",
            f"no table says where the capital of {state} is",
            hint=f"known: {', '.join(_capitals())}",
        )
    return _capitals()[state]
