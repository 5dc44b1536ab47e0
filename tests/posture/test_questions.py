"""Without an ally, with one turned elsewhere, what filling costs, and weak inputs varied."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.posture.absence import absences
from burdenshare.posture.answer import Turn
from burdenshare.posture.asking import turn
from burdenshare.posture.elsewhere import bind, divert
from burdenshare.posture.grades import hanging
from burdenshare.posture.linear import cover
from burdenshare.posture.purchases import best, cheapest, soonest
from posture.cases import random, small

SEEDS = st.integers(0, 10_000)
BOTH = (("east", "land"), ("north", "land"))


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_value_never_rises_when_an_ally_is_removed(seed: int) -> None:
    case = random(seed)
    whole, each = absences(case)
    assert {one.country for one in each} == set(case.owner)
    for one in each:
        kept = [i for i, state in enumerate(case.owner) if state != one.country]
        fresh = cover(
            replace(
                case,
                suppliers=tuple(case.suppliers[i] for i in kept),
                owner=tuple(case.owner[i] for i in kept),
                stock=case.stock[kept],
                usable=case.usable[kept],
                reach=case.reach[kept],
            )
        )
        assert fresh.value <= whole.value + 1e-9
        assert one.coverage.value == pytest.approx(fresh.value, abs=1e-9)
        assert one.value == pytest.approx(whole.value - fresh.value, abs=1e-8)


def test_the_hardest_loss_comes_first() -> None:
    case = small([[10], [30]], [[1, 0], [0, 1]], [[10], [30]], cells=BOTH, weight=[0.4, 0.6])
    whole, each = absences(case)
    assert whole.mean == pytest.approx(1.0)
    assert [one.country for one in each] == ["B", "A"]
    assert str(each[0].hardest) == "north land"
    assert each[0].value == pytest.approx(0.6)


def test_what_is_bound_to_one_direction_is_missing_in_the_other() -> None:
    """A has 20 for two cells of 10. Half bound to the north leaves the east 10; all of it, none."""
    case = small([[20]], [[1, 1]], [[10], [10]], cells=BOTH)
    half, all_of_it = divert(case, "A", "north", 0.5), divert(case, "A", "north", 1.0)
    assert half.after.covered.tolist() == pytest.approx([1.0, 1.0])
    assert half.dark == ()
    assert all_of_it.after.covered.tolist() == pytest.approx([0.0, 1.0])
    assert [str(cell) for cell in all_of_it.dark] == ["east land"]
    assert all_of_it.backfill is None


@given(SEEDS, st.floats(0.0, 1.0))
@settings(max_examples=30, deadline=None)
def test_binding_moves_stock_and_makes_none(seed: int, part: float) -> None:
    case = random(seed)
    bound = bind(case, "A", "indo_pacific", part)
    assert bound.stock.sum(axis=0) == pytest.approx(case.stock.sum(axis=0))
    assert cover(bound).value <= cover(case).value + 1e-9
    assert {row["country"] for row in cover(bound).marginal()} == set(case.owner)


def test_the_cheapest_way_back_and_who_can() -> None:
    """B is at 0.5, so 10 missing in the east need 20 of B at 3; C is at 1 and buys 10 at 3."""
    case = small(
        [[10], [1], [1]],
        [[1, 1], [0.5, 0], [1, 0]],
        [[10], [0.0001]],
        cells=BOTH,
        cost=[3.0],
        lead=[4.0],
    )
    found = divert(case, "A", "north", 1.0, yearly={"A": 100.0, "B": 3.0, "C": 3.0})
    missing = 10 - 0.5 - 1
    assert found.backfill is not None
    assert found.backfill.price == pytest.approx(missing * 3.0, rel=1e-6)
    assert list(found.backfill.by_state()) == ["C"]
    assert found.race is not None
    years = missing / 1.5
    assert found.race.money_years == pytest.approx(years, rel=1e-6)
    assert found.race.years == pytest.approx(max(4.0, years), rel=1e-6)
    assert found.race.by_state() == {
        "B": {"item0": pytest.approx(3 * years, rel=1e-6)},
        "C": {"item0": pytest.approx(3 * years, rel=1e-6)},
    }
    assert found.within is None


def test_delivery_can_take_longer_than_the_money() -> None:
    case = small([[10], [1]], [[1, 1], [1, 0]], [[10], [0.0001]], cells=BOTH, lead=[6.0])
    found = divert(case, "A", "north", 1.0, yearly={"B": 900.0})
    assert found.race is not None
    assert found.race.money_years == pytest.approx(0.01, rel=1e-6)
    assert found.race.years == 6.0
    soon = divert(case, "A", "north", 1.0, months=72.0, yearly={"B": 0.5})
    assert soon.within is not None
    assert soon.within.coverage.covered[0] == pytest.approx((1 + 0.5 * 6) / 10)


def test_the_best_use_of_budgets_is_what_no_other_use_beats() -> None:
    """A buys where it counts whole, B likewise: 5 each make both cells whole."""
    case = small([[5], [5]], [[1, 0.1], [0.1, 1]], [[10], [10]], cells=BOTH)
    found = best(case, {"A": 5.0, "B": 5.0})
    assert found.coverage.mean == pytest.approx(1.0)
    assert found.spent.tolist() == [[pytest.approx(5.0)], [pytest.approx(5.0)]]
    assert math.isnan(found.years)
    assert best(case, {}).price == 0.0
    assert best(case, {"A": 5.0}, items=["other"]).price == 0.0


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_money_buys_what_it_says(seed: int) -> None:
    case = random(seed)
    before = cover(case)
    found = best(case, dict.fromkeys(case.owner, 7.0))
    assert found.coverage.value >= before.value - 1e-9
    assert (found.spent.sum(axis=1) <= 7.0 + 1e-7).all()
    back = cheapest(case, found.coverage.covered - 1e-6)
    assert back is not None
    assert back.price <= found.price + 1e-6
    assert back.coverage.value >= before.value - 1e-6
    yearly = dict.fromkeys(case.owner, 7.0)
    fast = soonest(case, found.coverage.covered - 1e-6, yearly)
    assert fast is not None
    assert fast.money_years <= 1.0 + 1e-6


def test_who_has_none_buys_none() -> None:
    case = small([[10], [0]], [[1, 1], [1, 0]], [[10], [0.0001]], cells=BOTH)
    assert divert(case, "A", "north", 1.0).backfill is None
    assert soonest(bind(case, "A", "north", 1.0), np.array([1.0, 1.0]), {"B": 1.0}) is None


def test_weak_inputs_move_the_answer_both_ways() -> None:
    case = random(3)
    middle = cover(case).value
    found = {one.what: one for one in hanging(case)}
    stock = found["counts of grade C"]
    assert stock.inputs == int((case.stock > 0).sum())
    assert stock.fewer.value <= middle <= stock.more.value
    asked = found["demands that are judgement"]
    assert asked.fewer.value >= middle >= asked.more.value
    fit = found["readiness, deployability and reserves"]
    assert fit.fewer.value == pytest.approx(stock.fewer.value)


def test_with_half_the_stock_half_is_covered() -> None:
    case = small([[5]], [[1.0]], [[10]], cells=BOTH[:1])
    stock = hanging(case)[0]
    assert (stock.fewer.mean, stock.more.mean) == (pytest.approx(0.25), pytest.approx(0.75))


def test_who_turns_where_is_read() -> None:
    assert turn("usa:Indo-Pacific:0.5", 6) == Turn("USA", "indo_pacific", 0.5, 6)


@pytest.mark.parametrize(
    ("text", "months"),
    [("USA", 12), ("USA:east", 12), ("USA:east:half", 12), ("USA:east:1.5", 12), ("USA:east:1", 0)],
)
def test_what_cannot_be_read_is_refused(text: str, months: float) -> None:
    with pytest.raises(Refusal) as refused:
        turn(text, months)
    assert refused.value.code == "bad-argument"
    assert refused.value.hint


@pytest.mark.parametrize(
    ("country", "direction", "part"),
    [("ZZZ", "north", 0.5), ("A", "noth", 0.5), ("A", "north", -0.1), ("A", "north", 1.1)],
)
def test_a_turn_that_does_not_fit_is_refused(country: str, direction: str, part: float) -> None:
    with pytest.raises(Refusal) as refused:
        bind(random(1), country, direction, part)
    assert refused.value.code == "bad-argument"
    assert refused.value.hint
