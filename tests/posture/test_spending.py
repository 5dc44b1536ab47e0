"""The same money spent four ways, stocks pooled and apart, and money moved: hand arithmetic."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.posture.build import case
from burdenshare.posture.linear import cover
from burdenshare.posture.model import Case, Demand
from burdenshare.posture.moving import Flow, shift
from burdenshare.posture.pooled import duplication
from burdenshare.posture.purchases import best, least
from burdenshare.posture.reading import judgement
from burdenshare.posture.tailored import kept_at_home, mixed, ways
from posture.cases import random, small

SEEDS = st.integers(0, 10_000)
TWO = (("east", "land"), ("east", "air"))


def real(made: Case) -> Case:
    """Return a made-up case whose states have capitals."""
    states = ("POL", "DEU", "NOR", "ITA")[: len(made.owner)]
    return replace(made, suppliers=states, owner=states)


def one_state() -> Case:
    """Ten of each item at 1 billion: land asks for 20, air for 10."""
    return real(small([[10, 10]], [[1, 1]], [[20, 0], [0, 10]], cells=TWO))


def test_uniform_money_follows_what_there_is_and_tailored_what_is_missing() -> None:
    """Ten billion: uniform, five in each domain, 15 of 20 tanks; tailored, ten and 20 of 20."""
    found = ways(one_state(), judgement(), {"POL": 10.0}, most=1.0)
    assert found.before.covered.tolist() == pytest.approx([0.5, 1.0])
    assert found.uniform.coverage.covered.tolist() == pytest.approx([0.75, 1.0])
    assert found.tailored.coverage.covered.tolist() == pytest.approx([1.0, 1.0])
    assert found.gain == pytest.approx((1.0 - 0.75) / 2)
    assert found.same_for == pytest.approx(0.5)
    assert found.homes == {"POL": "east"}


def test_a_bound_on_one_domain_holds() -> None:
    """Seven of ten may go into land, three are left for what is full already."""
    found = ways(one_state(), judgement(), {"POL": 10.0}, most=0.7)
    assert found.tailored.coverage.covered[0] == pytest.approx(17 / 20)
    assert found.tailored.by_state()["POL"]["item0"] == pytest.approx(7.0)
    same = ways(one_state(), judgement(), {"POL": 10.0}, most=0.5)
    assert same.gain == pytest.approx(0.0, abs=1e-9)
    assert same.same_for == pytest.approx(1.0)


def test_one_purse_is_spent_by_whom_it_serves_best() -> None:
    """DEU counts half in the east: what it could buy there POL buys at twice the effect."""
    made = real(small([[1], [1]], [[1.0], [0.5]], [[20]], cells=(("east", "land"),)))
    found = ways(made, judgement(), {"POL": 4.0, "DEU": 6.0}, most=1.0)
    assert found.before.covered[0] == pytest.approx(1.5 / 20)
    assert found.tailored.coverage.covered[0] == pytest.approx((1.5 + 4 + 3) / 20)
    assert found.purse.coverage.covered[0] == pytest.approx((1.5 + 10) / 20)
    assert set(found.purse.by_state()) == {"POL"}
    assert found.purse.price == pytest.approx(10.0)


def test_at_home_all_that_is_fit_counts_and_only_there() -> None:
    """Half of land forces are fit (judgement): 10 bought at home in the east are 5 there."""
    cells = (("east", "land"), ("north", "land"))
    made = real(small([[10]], [[1, 1]], [[10], [10]], cells=cells, usable=0.2, weakest=1.0))
    home = kept_at_home(made, judgement(), np.array([[10.0]]), {"POL": "east"})
    found = cover(home)
    assert home.suppliers == ("POL", "POL at home")
    assert home.supply.tolist() == [[2.0], [5.0]]
    assert found.covered.tolist() == pytest.approx([0.5, 0.2])


def test_who_has_nothing_spends_nothing() -> None:
    made = small([[0], [5]], [[1.0], [1.0]], [[20]], cells=(("east", "land"),))
    assert mixed(made, {"A": 3.0, "B": 2.0}).tolist() == [[0.0], [2.0]]


@given(SEEDS, st.floats(0.1, 1.0))
@settings(max_examples=30, deadline=None)
def test_tailored_is_never_worse_and_one_purse_never_worse_than_that(
    seed: int, most: float
) -> None:
    made = real(random(seed))
    money = dict.fromkeys(made.owner, 20.0)
    found = ways(made, judgement(), money, most=most)
    value = {name: one.value for name, one in found.each.items()}
    assert value["before"] <= value["uniform"] + 1e-9
    assert value["before"] <= value["at home"] + 1e-9
    assert value["uniform"] <= value["tailored"] + 1e-8
    assert value["tailored"] <= value["one purse"] + 1e-8
    assert found.uniform.price == pytest.approx(sum(found.budgets.values()))
    assert found.tailored.price <= found.uniform.price + 1e-6
    assert found.same_for is not None
    assert found.same_for <= 1.0 + 1e-6
    for state, items in found.tailored.by_state().items():
        assert sum(items.values()) <= found.budgets[state] + 1e-6


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_the_least_part_of_the_money_reaches_the_value_and_no_less_does(seed: int) -> None:
    made = random(seed)
    budgets = dict.fromkeys(made.owner, 20.0)
    all_of_it = best(made, budgets).coverage.value
    goal = (cover(made).value + all_of_it) / 2
    part = least(made, budgets, goal)
    assert part is not None
    reached = best(made, {s: part * m for s, m in budgets.items()}).coverage.value
    assert reached == pytest.approx(goal, abs=1e-7)


def test_no_money_reaches_what_nobody_can_cover() -> None:
    made = small([[1]], [[0.0]], [[5]], cells=(("east", "land"),))
    assert least(made, {"A": 1.0}, 0.5) is None


@pytest.mark.parametrize(
    ("money", "most", "match"),
    [
        ({"POL": 1.0}, 0.0, "a bound of 0"),
        ({"POL": 1.0}, 1.5, "a bound of 1.5"),
        ({}, 0.5, "money"),
    ],
)
def test_what_cannot_be_spent_is_refused(money: dict[str, float], most: float, match: str) -> None:
    with pytest.raises(Refusal, match=match) as refused:
        ways(one_state(), judgement(), money, most=most)
    assert refused.value.code == "bad-argument"


# Pooled and apart ---------------------------------------------------------------------------------


def test_apart_nobody_lends_what_the_other_lacks() -> None:
    """A has only tanks, B only guns; the pool needs nothing, apart each lacks half of the other.

    Nine of each are asked for: each needs 4.5 of both, which nobody can buy by halves.
    """
    made = small([[9, 0], [0, 9]], [[1], [1]], [[9, 9]], cells=(("east", "land"),), cost=[2.0, 3.0])
    found = duplication(made, {"A": 7.0, "B": 7.0})
    assert found.pooled.covered.tolist() == pytest.approx([1.0])
    assert found.national.tolist() == [0.0]
    assert found.parts.tolist() == [[0.5], [0.5]]
    assert found.divided.tolist() == [[0.0, 4.5], [4.5, 0.0]]
    assert found.whole.tolist() == [[0.0, 5.0], [5.0, 0.0]]
    assert found.price(found.divided) == pytest.approx(4.5 * 5.0)
    assert found.duplication == pytest.approx(5 * 5.0)
    assert found.filled is not None
    assert found.filled.price == pytest.approx(0.0, abs=1e-6)


def test_parts_are_by_weight_and_reach() -> None:
    """A spends 3 and counts whole, B spends 2 and counts half: 3 to 1."""
    made = small([[30], [30]], [[1.0], [0.5]], [[8]], cells=(("east", "land"),))
    found = duplication(made, {"A": 3.0, "B": 2.0})
    assert found.parts.ravel().tolist() == pytest.approx([0.75, 0.25])
    assert found.national.tolist() == pytest.approx([1.0])
    assert found.by_state.tolist() == pytest.approx([1.0, 1.0])
    assert not found.whole.any()


def test_a_cell_that_does_not_count_is_covered_apart_like_any_other() -> None:
    cells = (("east", "land"), ("north", "land"))
    made = small([[8]], [[1.0, 1.0]], [[8], [8]], cells=cells, weight=[1.0, 0.0])
    alone = replace(made, reach=np.array([[0.0, 1.0]]))
    assert duplication(alone, {"A": 1.0}).national.tolist() == pytest.approx([0.0, 1.0])


def test_who_has_no_weight_answers_for_nothing() -> None:
    made = small([[8], [8]], [[1.0], [1.0]], [[8]], cells=(("east", "land"),))
    found = duplication(made, {"B": 1.0})
    assert np.isnan(found.by_state[0])
    assert found.national.tolist() == pytest.approx([1.0])
    with pytest.raises(Refusal, match="weight above zero"):
        duplication(made, {"A": 0.0})


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_what_is_bought_apart_covers_apart_as_the_pool_does(seed: int) -> None:
    made = random(seed)
    weights = {"A": 1.0, "B": 2.0, "C": 3.0, "D": 4.0}
    found = duplication(made, weights)
    reached = found.parts.sum(axis=0) > 0.0
    assert found.parts.sum(axis=0)[reached] == pytest.approx(1.0)
    after = duplication(replace(made, stock=made.stock + found.divided), weights)
    for i, own in enumerate(after.parts):
        for c in np.flatnonzero(own > 0.0):
            need = made.demand[c] * own[c] * found.pooled.covered[c] / made.reach[i, c]
            assert (need <= after.pooled.case.supply[i] + 1e-6).all()
    assert after.national @ made.weight >= found.national @ made.weight - 1e-6


# Money moved --------------------------------------------------------------------------------------

FLOW = Flow(
    "made up",
    10,
    growth={("POL", "vehicles"): 2.0, ("POL", "aircraft"): 1.5},
    worn={("POL", "vehicles"): 0.7, ("POL", "aircraft"): 0.75},
    spent={("POL", "vehicles"): 60.0, ("POL", "aircraft"): 30.0},
)


def test_moved_money_is_taken_from_what_would_have_been_bought() -> None:
    """Half of what Poland buys for land: its tanks end at 0.7 + 0.5 x 1.3 of today's."""
    judged = judgement()
    found = shift(judged, FLOW, "land", "cyber", 0.5)
    assert [one.part for one in found.steps] == pytest.approx([0, 0.125, 0.25, 0.375, 0.5])
    assert found.steps[-1].money == pytest.approx(30.0)
    by_hand = cover(case(judged, growth={**FLOW.growth, ("POL", "vehicles"): 0.7 + 0.5 * 1.3}))
    whole = cover(case(judged, growth=FLOW.growth))
    assert found.steps[0].coverage.value == pytest.approx(whole.value)
    assert found.steps[0].worth is None
    assert found.steps[-1].coverage.value == pytest.approx(by_hand.value)
    assert found.steps[-1].worth == pytest.approx((whole.value - by_hand.value) / 30.0)
    assert not found.known
    assert {row["country"] for row in found.budgets} == {"USA", "JPN", "FRA"}


def test_what_is_known_grows_as_its_money_does() -> None:
    """A quarter of 60 for land is half of 30 for air, whose purchases grow by half."""
    judged = judgement()
    found = shift(judged, FLOW, "land", "air", 0.25)
    by_hand = cover(
        case(
            judged,
            growth={
                ("POL", "vehicles"): 0.7 + 0.75 * 1.3,
                ("POL", "aircraft"): 0.75 + 1.5 * 0.75,
            },
        )
    )
    assert found.known
    assert found.steps[-1].coverage.value == pytest.approx(by_hand.value)


def test_what_no_class_counts_in_is_bought_at_its_price() -> None:
    """Thirty billion of the United States are 60 satellites; 0.9 x 0.7 of each can be sent."""
    judged = judgement()
    sky = Demand(
        "standing", "east", "space", {"military_satellite": 1e4}, "ours", "judgement", "a test"
    )
    asking = replace(judged, demands=(*judged.demands, sky))
    usa = {("USA", "vehicles"): 60.0}
    flow = Flow("made up", 10, dict.fromkeys(usa, 1.5), dict.fromkeys(usa, 0.6), usa)
    found = shift(asking, flow, "land", "space", 0.5)
    assert found.known
    assert found.priced
    first, last = found.steps[0].coverage, found.steps[-1].coverage
    at = [str(cell) for cell in last.case.cells].index("east space")
    assert last.covered[at] - first.covered[at] == pytest.approx(60 * 0.9 * 0.7 / 1e4)


def test_conventional_is_all_domains_with_stocks() -> None:
    found = shift(judgement(), FLOW, "conventional", "space", 0.1)
    assert found.source == ("land", "sea", "air", "air_missile_defence")
    assert found.steps[-1].money == pytest.approx(9.0)
    values = [one.coverage.value for one in found.steps]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    ("source", "target", "part", "match"),
    [
        ("lnd", "cyber", 0.1, "'lnd' is no domain"),
        ("land", "cyberspace", 0.1, "no domain"),
        ("land", "land", 0.1, "give to itself"),
        ("land", "cyber", 1.5, "150 % cannot be moved"),
        ("cyber", "land", 0.1, "no money for cyber"),
    ],
)
def test_moves_that_cannot_be_meant_are_refused(
    source: str, target: str, part: float, match: str
) -> None:
    with pytest.raises(Refusal, match=match) as refused:
        shift(judgement(), FLOW, source, target, part)
    assert refused.value.code == "bad-argument"
    assert refused.value.hint
