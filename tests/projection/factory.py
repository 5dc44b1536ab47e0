"""Inputs made by hand, scenarios in one line, and a small table of invented figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from burdenshare.figures.model import Observation, family
from burdenshare.projection.model import Floats, Inputs
from burdenshare.scenario.model import Scenario


def row(values: float | Sequence[float], n: int) -> Floats:
    return np.broadcast_to(np.asarray(values, dtype=float), (n,))


def inputs(members: dict[str, dict[str, Any]], years: range, **common: Any) -> Inputs:
    """Return inputs for `members`; of each, only what matters to the test need be given."""
    n, given = len(years), list(members.values())

    def grid(name: str, default: float) -> Floats:
        return np.array([row(m.get(name, default), n) for m in given])

    def column(name: str, default: float) -> Floats:
        return np.array([float(m.get(name, default)) for m in given])

    def each(name: str, default: Any) -> tuple[Any, ...]:
        return tuple(m.get(name, default) for m in given)

    price, fx = grid("price", 1.0), grid("fx", 1.0)
    values: dict[str, Any] = {
        "members": tuple(members),
        "years": tuple(years),
        "first": 0,
        "currency": each("currency", "EUR"),
        "gdp": grid("gdp", 1000.0),
        "base": np.array([row(m.get("base", m.get("gdp", 1000.0)), n) for m in given]),
        "price": price,
        "population": grid("population", 50.0),
        "fx": fx,
        "price_base": each("price_base", years[0]),
        "start_year": each("start_year", years[0]),
        "start_share": column("start", 2.0),
        "known_share": grid("known", np.nan),
        "target_share": column("target", 3.5),
        "related_share": column("related", 0.0),
        "deadline": each("deadline", years[-1]),
        "path": each("path", "linear"),
        "waypoints": each("waypoints", {}),
        "may_fall": each("may_fall", False),
        "baselines": ("constant_share", "constant_real", "constant_cash"),
        "common_base": years[0],
        "price_at_base": price[:, 0],
        "fx_at_base": fx[:, 0],
    }
    return Inputs(**(values | common))


def scenario(*members: str, start: int, end: int, **fields: Any) -> Scenario:
    """Return a scenario with one pledge, 3.5 % by `end`, unless `pledges` says otherwise."""
    fields.setdefault("pledges", ({"share": 3.5, "by": end},))
    return Scenario.model_validate(
        {"name": "case", "title": "case", "members": members, "start": start, "end": end, **fields}
    )


class SmallTable:
    """A few invented figures that answer like the shipped ones."""

    def __init__(self, observations: Sequence[Observation] = ()) -> None:
        self._observations = list(observations)

    def rows(
        self, series: str, *, definition: str | None = None, vintages: str = "latest"
    ) -> list[Observation]:
        found = [
            o
            for o in self._observations
            if o.series == series
            and definition in (None, family(o.definition), o.definition)
            and vintages in ("all", "latest", o.vintage)
        ]
        return sorted(found, key=lambda o: (o.country, o.year, o.vintage))


def observed(
    series: str,
    country: str,
    values: dict[int, float],
    *,
    vintage: str = "2026-04",
    unit: str = "",
    definition: str = "IMF",
) -> list[Observation]:
    return [
        Observation(
            series, definition, "test", vintage, country, year, value, unit, "actual", table="test"
        )
        for year, value in values.items()
    ]
