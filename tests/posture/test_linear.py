"""The linear programme against cases solved by hand, its duals, and what must always hold."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from burdenshare.errors import Failure, Refusal
from burdenshare.posture.linear import Solver, cover, run
from burdenshare.posture.model import Case
from posture.cases import random, small

SEEDS = st.integers(0, 10_000)
EAST = (("east", "land"),)
BOTH = (("east", "land"), ("north", "land"))


def test_one_state_and_one_cell() -> None:
    """10 x 0.5 can be sent, 0.8 of it counts, 8 are asked for: 4 / 8."""
    found = cover(small([[10]], [[0.8]], [[8]], cells=EAST, usable=0.5, cost=[2.0], weakest=1.0))
    assert found.table == {"east": {"land": pytest.approx(0.5)}}
    assert found.minimum == found.mean == pytest.approx(0.5)
    assert found.value == pytest.approx(0.5)
    assert found.price[0, 0] == pytest.approx(0.1)
    assert found.marginal() == [
        {
            "country": "A",
            "domain": "land",
            "per_billion": pytest.approx(0.8 / 8 * 0.5 / 2.0),
            "item": "item0",
            "has": True,
        }
    ]


def test_the_scarcest_item_decides_and_the_other_adds_nothing() -> None:
    found = cover(small([[90, 10]], [[1.0]], [[100, 40]], cells=EAST))
    assert found.covered[0] == pytest.approx(0.25)
    assert found.price[0].tolist() == pytest.approx([0.0, 1 / 40])
    assert found.scarce == {"land": "item1"}


def test_a_unit_is_spent_once() -> None:
    """Ten for two cells that ask for ten each: with the weakest in the sum, five each."""
    found = cover(small([[10]], [[1.0, 1.0]], [[10], [10]], cells=BOTH, weakest=1.0))
    assert found.covered.tolist() == pytest.approx([0.5, 0.5])


def test_weight_decides_where_the_weakest_does_not_count() -> None:
    case = small([[10]], [[1.0, 1.0]], [[10], [10]], cells=BOTH, weight=[0.4, 0.6])
    assert cover(case).covered.tolist() == pytest.approx([0.0, 1.0])


def test_who_is_nearer_goes_where_it_counts_more() -> None:
    """A counts 1 in the east and 0.5 in the north, B the other way round."""
    found = cover(small([[10], [10]], [[1, 0.5], [0.5, 1]], [[10], [10]], cells=BOTH))
    assert found.covered.tolist() == pytest.approx([1.0, 1.0])
    assert found.sent[0, 0, 0] == pytest.approx(10.0)
    assert found.sent[1, 1, 0] == pytest.approx(10.0)


def test_a_cell_that_nobody_reaches_is_dark() -> None:
    found = cover(small([[10]], [[1.0, 0.0]], [[10], [10]], cells=BOTH, weakest=1.0))
    assert found.covered.tolist() == [1.0, 0.0]
    assert found.minimum == 0.0


def other(case: Case) -> float:
    """Return the value of a case from the textbook's dense matrices, by SciPy."""
    n, c, k = len(case.suppliers), len(case.cells), len(case.items)
    domains = sorted({cell.domain for cell in case.cells})
    size = n * c * k + c + len(domains)
    gain = np.zeros(size)
    gain[n * c * k : n * c * k + c] = case.weight
    gain[n * c * k + c :] = case.weakest / len(domains)
    lines, tops = [], []
    for i in range(n):
        for item in range(k):
            line = np.zeros(size)
            for cell in range(c):
                line[(i * c + cell) * k + item] = 1.0
            lines.append(line)
            tops.append(case.supply[i, item])
    for cell in range(c):
        for item in range(k):
            line = np.zeros(size)
            line[n * c * k + cell] = case.demand[cell, item]
            for i in range(n):
                line[(i * c + cell) * k + item] = -case.reach[i, cell]
            lines.append(line)
            tops.append(0.0)
        line = np.zeros(size)
        line[n * c * k + cell] = -1.0
        line[n * c * k + c + domains.index(case.cells[cell].domain)] = 1.0
        lines.append(line)
        tops.append(0.0)
    bounds = [(0, None)] * (n * c * k) + [(0, 1)] * (c + len(domains))
    found = linprog(-gain, np.array(lines), np.array(tops), bounds=bounds)
    return float(-found.fun / (1.0 + case.weakest))


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_another_programme_written_otherwise_finds_the_same_value(seed: int) -> None:
    case = random(seed)
    assert cover(case).value == pytest.approx(other(case), abs=1e-9)


@given(SEEDS, st.integers(0, 3), st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_duals_are_the_slopes_to_both_sides(seed: int, i: int, k: int) -> None:
    """Value is concave in stock: its dual lies between the slope to the right and to the left."""
    case, step = random(seed), 1e-4
    found = cover(case)
    slope = found.price[i, k] * case.usable[i, k] * step
    more, less = case.stock.copy(), case.stock.copy()
    more[i, k] += step
    less[i, k] -= step
    right = cover(replace(case, stock=more)).value - found.value
    assert slope >= right - 1e-9
    if less[i, k] > 0.0:
        left = found.value - cover(replace(case, stock=less)).value
        assert slope <= left + 1e-9
        if left - right < 1e-10:
            assert slope == pytest.approx(right, abs=2e-10)


@given(SEEDS, st.integers(0, 3), st.integers(0, 2), st.floats(0.0, 100.0))
@settings(max_examples=40, deadline=None)
def test_value_never_falls_when_stock_is_added(seed: int, i: int, k: int, more: float) -> None:
    case = random(seed)
    stock = case.stock.copy()
    stock[i, k] += more
    assert cover(replace(case, stock=stock)).value >= cover(case).value - 1e-9


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_allocations_never_exceed_stock_and_carry_the_coverage(seed: int) -> None:
    case = random(seed)
    found = cover(case)
    assert (found.sent >= 0.0).all()
    assert (found.sent.sum(axis=1) <= case.supply + 1e-7).all()
    assert (found.sent.sum(axis=1) <= case.stock + 1e-7).all()
    arrives = np.einsum("ick,ic->ck", found.sent, case.reach)
    assert (arrives >= case.demand * found.covered[:, None] - 1e-6).all()
    assert ((found.covered >= 0.0) & (found.covered <= 1.0)).all()


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_a_programme_kept_solved_says_what_a_fresh_one_says(seed: int) -> None:
    case, rng = random(seed), np.random.default_rng(seed)
    solver = Solver(case)
    for _ in range(3):
        stock = case.stock * rng.uniform(0.0, 2.0, case.stock.shape)
        demand = case.demand * rng.uniform(0.5, 2.0, case.demand.shape)
        kept = solver.solve(stock=stock, demand=demand)
        fresh = cover(replace(case, stock=stock, demand=demand))
        assert kept.value == pytest.approx(fresh.value, abs=1e-9)
    assert solver.solve().value == pytest.approx(cover(case).value, abs=1e-9)


def test_numbers_that_cannot_be_meant_are_refused_all_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        small([[-1, math.nan]], [[1.2, 1.0]], [[8, 0], [0, 0]], cells=BOTH, usable=1.5)
    said = {each["where"] for each in refused.value.details}
    assert refused.value.code == "bad-argument"
    assert {"stock[0, 0]", "stock[0, 1]", "reach[0, 0]", "usable[0, 0]"} <= said
    assert "demand of north land" in said


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    cover(random(1))
    assert capfd.readouterr() == ("", "")


def test_a_solver_that_stops_says_so() -> None:
    class Stopped:
        def run(self) -> None: ...

        def getModelStatus(self) -> str:
            return "time limit"

        def modelStatusToString(self, status: str) -> str:
            return status

    with pytest.raises(Failure, match="time limit") as failed:
        run(Stopped())
    assert failed.value.code == "internal"
