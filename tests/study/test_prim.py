"""Patient rule induction on cases whose box is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from burdenshare.study.prim import (
    LEAST_MASS,
    Cases,
    Limit,
    induce,
    measured,
    pruned,
    quasi_p,
    stability,
)


def cases(count: int = 1000, inputs: int = 6, seed: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).random((count, inputs))


def test_a_corner_is_found_with_its_edges() -> None:
    x = cases()
    failing = (x[:, 0] < 0.3) & (x[:, 1] > 0.5)
    found, trajectory = induce(Cases(tuple(x.T), failing))
    assert found.restricted == (0, 1)
    assert found.box[0].high == pytest.approx(0.3, abs=0.01)
    assert found.box[1].low == pytest.approx(0.5, abs=0.01)
    assert found.box[0].low == -np.inf
    assert found.density == 1.0
    assert found.coverage > 0.98
    assert trajectory[0].mass == trajectory[0].coverage == 1.0
    assert trajectory[0].density == pytest.approx(failing.mean())


def test_a_box_in_the_middle_is_found_from_both_sides() -> None:
    x = cases(3000)
    failing = (np.abs(x[:, 2] - 0.5) < 0.15) & (np.abs(x[:, 4] - 0.4) < 0.2)
    found, _ = induce(Cases(tuple(x.T), failing))
    assert found.restricted == (2, 4)
    assert (found.box[2].low, found.box[2].high) == pytest.approx((0.35, 0.65), abs=0.02)
    assert (found.box[4].low, found.box[4].high) == pytest.approx((0.2, 0.6), abs=0.02)


def test_noise_does_not_hide_the_box_nor_add_to_it() -> None:
    x = cases()
    inside = (x[:, 0] < 0.3) & (x[:, 1] > 0.5)
    chance = np.random.default_rng(6).random(len(x))
    failing = np.where(inside, chance < 0.9, chance < 0.03)
    of = Cases(tuple(x.T), failing)
    found, _ = induce(of)
    assert found.restricted == (0, 1)
    assert found.box[0].high == pytest.approx(0.3, abs=0.03)
    assert found.box[1].low == pytest.approx(0.5, abs=0.03)
    assert all(p < 1e-6 for p in quasi_p(of, found.box).values())
    steady = stability(of)
    assert steady.restricted[:2] == (1.0, 1.0)
    assert max(steady.restricted[2:]) <= 0.1
    assert steady.density == pytest.approx(0.9, abs=0.1)
    assert steady.coverage == pytest.approx(0.9, abs=0.15)


def test_where_there_is_nothing_to_find_nothing_is_found() -> None:
    x = cases()
    failing = np.random.default_rng(7).random(len(x)) < 0.3
    found, _ = induce(Cases(tuple(x.T), failing))
    assert found.restricted == ()
    assert found.mass == 1.0


def test_names_and_levels() -> None:
    generator = np.random.default_rng(8)
    names = np.array(["growth", "linear", "late"])[generator.integers(0, 3, 1000)]
    years = np.array([2030.0, 2031.0, 2032.0, 2033.0])[generator.integers(0, 4, 1000)]
    other = generator.random(1000)
    failing = (names != "growth") & (years <= 2031)
    found, _ = induce(Cases((names, years, other), failing))
    assert found.box[0].names == frozenset({"linear", "late"})
    assert (found.box[1].low, found.box[1].high) == (-np.inf, 2031.5)
    assert found.box[2].is_open
    assert (found.coverage, found.density) == (1.0, 1.0)


def test_a_box_names_no_more_inputs_than_asked_for() -> None:
    x = cases(4000, 5)
    failing = (x[:, :4] > 0.3).all(axis=1)
    of = Cases(tuple(x.T), failing)
    assert induce(of, most=4)[0].restricted == (0, 1, 2, 3)
    three, _ = induce(of, most=3)
    assert len(three.restricted) == 3
    assert set(three.restricted) < {0, 1, 2, 3}


def test_quasi_p_is_the_binomial_chance_without_the_restriction() -> None:
    values = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])
    of = Cases((values,), np.array([0, 0, 0, 1, 0, 1, 1, 1], bool))
    box = (Limit(low=4.5),)
    # Three of three in the box, four of eight without: 0.5 ** 3.
    assert quasi_p(of, box) == {0: pytest.approx(0.125)}
    assert binom.sf(2, 3, 0.5) == pytest.approx(0.125)
    assert pruned(of, measured(of, box)).restricted == ()


def test_coverage_density_and_mass() -> None:
    of = Cases((np.arange(10.0),), np.arange(10) >= 6)
    found = measured(of, (Limit(low=4.5, high=7.5),))
    assert (found.coverage, found.density, found.mass) == (0.5, 2 / 3, 0.3)
    assert found.balance == pytest.approx(2 * 0.5 * (2 / 3) / (0.5 + 2 / 3))
    empty = measured(of, (Limit(low=20.0),))
    assert (empty.coverage, empty.density, empty.mass, empty.balance) == (0.0, 0.0, 0.0, 0.0)


def test_all_cases_alike_give_the_open_box() -> None:
    of = Cases((np.ones(50), np.array(["a"] * 50)), np.arange(50) < 25)
    assert induce(of)[0].restricted == ()


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(0.1, 0.6), st.sampled_from([0.05, 0.1]))
def test_peels_get_smaller_and_never_below_the_least_mass(
    seed: int, rate: float, alpha: float
) -> None:
    generator = np.random.default_rng(seed)
    x = np.round(generator.random((200, 3)), 1)
    of = Cases(tuple(x.T), generator.random(200) < rate)
    found, trajectory = induce(of, alpha=alpha)
    masses = [each.mass for each in trajectory]
    assert masses == sorted(masses, reverse=True)
    assert masses[-1] >= LEAST_MASS
    assert measured(of, found.box) == found
    base = of.interesting.mean()
    assert found.density >= base or found.restricted == ()
