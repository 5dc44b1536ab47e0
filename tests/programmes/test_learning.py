"""Learning curves against published tables and sums counted one by one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.programmes.learning import Curve, exponent, first_unit, rate_factor, total, unit


def test_an_85_per_cent_curve_halves_as_in_the_textbook() -> None:
    assert float(exponent(85)) == pytest.approx(-0.2344653, abs=5e-8)
    assert unit([2, 4, 8], 100, 85, "crawford") == pytest.approx([85, 72.25, 61.4125])


@pytest.mark.parametrize(
    ("curve", "quantity", "expected"),
    [
        ("crawford", 8, 593.58),
        ("crawford", 100, 4375.39),
        ("wright", 8, 491.30),
        ("wright", 100, 3396.80),
    ],
)
def test_the_same_slope_gives_other_totals_by_unit_and_by_average(
    curve: Curve, quantity: int, expected: float
) -> None:
    assert float(total(quantity, 100, 85, curve)) == pytest.approx(expected, abs=0.005)


@given(st.integers(1, 3000), st.floats(60, 100))
def test_crawfords_total_is_the_sum_of_its_units(quantity: int, slope: float) -> None:
    b = math.log(slope / 100) / math.log(2)
    counted = math.fsum(n**b for n in range(1, quantity + 1))
    assert float(total(quantity, 1.0, slope, "crawford")) == pytest.approx(counted, rel=1e-11)


@given(st.integers(1, 500), st.floats(60, 100))
def test_wrights_units_add_up_to_its_total(quantity: int, slope: float) -> None:
    units = unit(np.arange(1, quantity + 1), 100, slope, "wright")
    assert float(units.sum()) == pytest.approx(float(total(quantity, 100, slope, "wright")))


def test_boones_learning_fades_and_without_decay_is_crawfords() -> None:
    fading = float(total(500, 100, 85, "boone", decay=100))
    plain = float(total(500, 100, 85, "crawford"))
    assert fading > plain
    assert float(total(500, 100, 85, "boone", decay=math.inf)) == pytest.approx(plain)
    b = math.log(0.85) / math.log(2)
    counted = math.fsum(100 * n ** (b / (1 + n / 100)) for n in range(1, 501))
    assert fading == pytest.approx(counted)


def test_a_stated_average_gives_the_first_unit_back() -> None:
    one = float(first_unit(43.7539, 100, 85, "crawford"))
    assert one == pytest.approx(100, abs=0.001)


def test_twice_the_rate_leaves_the_slope_of_the_cost() -> None:
    assert float(rate_factor(40, 20, 95)) == pytest.approx(0.95)
    assert float(rate_factor(20, 20, 95)) == 1.0
