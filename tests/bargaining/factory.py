"""Small tables for tests."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from burdenshare.bargaining.table import Table

SCALE = (0.0, 100.0)


def table(
    positions,
    *,
    salience=None,
    capability=None,
    outcome=None,
    status_quo=None,
    groups=None,
    cases=None,
    scale=SCALE,
    ranges=None,
    about=None,
    actors=None,
):
    """Return a table; positions are given by actor, then by issue where there are several."""
    x = np.array(positions, dtype=float)
    x = x[:, None] if x.ndim == 1 else x
    n, k = x.shape

    def filled(values, default):
        values = np.array(default if values is None else values, dtype=float)
        values = values[:, None] if values.ndim == 1 else values
        return np.where(np.isnan(x), np.nan, np.broadcast_to(values, x.shape))

    def of_issue(values):
        return np.broadcast_to(np.array(np.nan if values is None else values, float), (k,)).copy()

    cases = tuple(cases or ["case"] * k)
    return Table(
        actors=tuple(actors or (f"A{i}" for i in range(n))),
        cases=cases,
        issues=tuple(f"i{j}" for j in range(k)),
        positions=x,
        salience=filled(salience, 1.0),
        capability=filled(capability, 1.0),
        low=of_issue(scale[0]),
        high=of_issue(scale[1]),
        outcome=of_issue(outcome),
        status_quo=of_issue(status_quo),
        groups=tuple(groups or cases),
        ranges=ranges or {},
        about=about or {},
    )


@st.composite
def tables(draw, actors=(2, 7), status_quo=True):
    """Any one-issue table."""
    n = draw(st.integers(*actors))
    number = st.integers(0, 1000).map(lambda v: v / 10)
    some = st.lists
    return table(
        draw(some(number, min_size=n, max_size=n)),
        salience=draw(some(st.integers(1, 100).map(lambda v: v / 100), min_size=n, max_size=n)),
        capability=draw(some(st.integers(1, 1000).map(float), min_size=n, max_size=n)),
        status_quo=draw(number) if status_quo else None,
    )


def reordered(given, order):
    """Return the same table with its actors in another order."""
    from dataclasses import replace

    order = list(order)
    return replace(
        given,
        actors=tuple(given.actors[i] for i in order),
        positions=given.positions[order],
        salience=given.salience[order],
        capability=given.capability[order],
    )


def one_by_one(function, jobs):
    """Compute jobs one after the other."""
    return [function(*job) for job in jobs]
