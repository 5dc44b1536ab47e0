"""The hazards: rates by hand, partial pooling, who is at risk, and what a chain of them gives."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.compliance.hazard import PRIOR, chain, hazard_of, next_year

from .hand import case


def test_who_is_at_risk_is_who_has_never_been_there() -> None:
    """A crosses in 2017, falls in 2018 and crosses again: one first crossing, one fall."""
    known = case({"A": [1.8, 1.9, 2.1, 1.9, 2.2], "B": [1.0, 1.0, 1.0, 1.0, 1.0]})
    first, fall = hazard_of(known, 2.0, "first"), hazard_of(known, 2.0, "fall")
    assert (first.at_risk, first.events) == (2 + 4, 1)
    assert (fall.at_risk, fall.events) == (1, 1)


def test_a_rate_that_all_share_is_found() -> None:
    """Of 400 ally-years at risk, at one distance, a tenth cross: h = 0.1."""
    shares = {f"A{k:03d}": [1.0, 2.0] if k % 10 == 0 else [1.0, 1.0] for k in range(400)}
    known = case(shares)
    found = hazard_of(known, 2.0, "first")
    assert (found.at_risk, found.events) == (400, 40)
    at = [k for k, a in enumerate(known.members) if known.last[k] < 2.0]
    chance = next_year(known, found)[0][at]
    assert chance == pytest.approx(0.1, abs=0.012)  # drawn a little apart by the allies' own terms


def test_nothing_at_risk_leaves_the_prior() -> None:
    known = case({"A": [1.0, 1.0], "B": [1.0, 1.0]})
    found = hazard_of(known, 2.0, "fall")
    assert (found.at_risk, found.events) == (0, 0)
    at = found.names.index(("constant", ""))
    assert found.mean[at] == pytest.approx(PRIOR["constant"][0])
    assert math.sqrt(found.covariance[at, at]) == pytest.approx(PRIOR["constant"][1])


def test_who_is_nearer_crosses_sooner_and_the_interval_holds_the_chance() -> None:
    shares = {f"N{k}": [1.9, 1.95, 2.1] for k in range(6)} | {
        f"F{k}": [1.0, 1.05, 1.1] for k in range(6)
    }
    shares |= {"near": [1.8, 1.85, 1.9], "far": [1.0, 1.0, 1.0]}
    known = case(shares)
    chance, low, high = next_year(known, hazard_of(known, 2.0, "first"))
    near, far = known.members.index("near"), known.members.index("far")
    assert chance[near] > 3.0 * chance[far]
    assert ((low < chance) & (chance < high)).all()


def test_an_ally_alone_is_drawn_towards_the_others() -> None:
    """Only one of ten crossed: its own term is above nothing, and far below what it did."""
    known = case({f"A{k}": [1.5, 1.5 + (k == 0) * 0.6] for k in range(10)})
    found = hazard_of(known, 2.0, "first")
    own = {label: m for (f, label), m in zip(found.names, found.mean, strict=True) if f == "ally"}
    assert 0.0 < own["A0"] < 0.5
    assert all(-0.1 < own[f"A{k}"] < 0.0 for k in range(1, 10))


@given(
    st.lists(st.booleans(), min_size=1, max_size=5),
    st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
    st.integers(1, 8),
)
def test_a_chain_stays_a_chance_and_ends_where_it_must(
    there: list[bool], up: float, down: float, steps: int
) -> None:
    n = len(there)
    found = chain(there, np.full(n, up), np.full(n, down), steps)
    assert found.shape == (n, steps)
    assert ((found >= -1e-12) & (found <= 1.0 + 1e-12)).all()
    for now, path in zip(there, found, strict=True):
        expected = float(now)
        for value in path:
            expected = expected * (1.0 - down) + (1.0 - expected) * up
            assert value == pytest.approx(expected)
