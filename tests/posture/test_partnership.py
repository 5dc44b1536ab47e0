"""Partners step by step, and draws of weak inputs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.posture.build import case
from burdenshare.posture.drawing import BLOCK, draws
from burdenshare.posture.linear import cover
from burdenshare.posture.partnership import abroad_at_least, only, partners, taking_part
from burdenshare.posture.reading import judgement
from posture.cases import random, small, worth

IP4 = ("AUS", "JPN", "KOR", "NZL")


def test_without_participation_partners_stay_where_they_are() -> None:
    judged = judgement()
    found = partners(judged, contingency="taiwan", steps=(0.0,))
    assert found.partners == IP4
    [step] = found.steps
    assert step.come.value == pytest.approx(cover(case(judged, contingency="taiwan")).value)
    assert step.both.value == pytest.approx(step.come.value)
    members_only = cover(case(judged, contingency="taiwan", without=IP4))
    assert found.burdened.value == pytest.approx(members_only.value)


def test_more_participation_never_covers_less_or_costs_more() -> None:
    found = partners(judgement(), contingency="east_and_taiwan", steps=(0.0, 0.5, 1.0))
    come = [step.come.value for step in found.steps]
    both = [step.both.value for step in found.steps]
    assert come == sorted(come)
    assert both == sorted(both)
    prices = [step.both_price.price for step in found.steps if step.both_price]
    assert len(prices) == 3
    assert prices == sorted(prices, reverse=True)
    for step in found.steps:
        assert step.both.value >= step.come.value - 1e-9
    assert found.burdened_price is not None
    assert found.burdened_price.price > prices[0]
    assert found.own(found.alone) > found.own(found.burdened)
    assert found.far(found.alone) == 0.0


def test_what_is_paid_for_is_reached() -> None:
    found = partners(judgement(), steps=(1.0,))
    [step] = found.steps
    assert step.both_price is not None
    after = step.both_price.coverage
    alone = dict(zip(found.alone.case.cells, found.alone.covered, strict=True))
    target = [
        alone.get(cell, np.mean([z for c, z in alone.items() if c.domain == cell.domain]))
        for cell in after.case.cells
    ]
    assert after.value >= worth(after.case, target) - 1e-6


def test_members_bring_at_least_a_part_abroad() -> None:
    """Judged are 0.1 for members, 0.3 for France and all of it for the United States."""
    parts = abroad_at_least(judgement(), 0.2)
    assert parts["DEU", "indo_pacific"] == 0.2
    assert parts["FRA", "indo_pacific"] == 0.3
    assert parts["USA", "indo_pacific"] == 1.0
    assert abroad_at_least(judgement(), 0.0)["DEU", "indo_pacific"] == 0.1


def test_taking_part_changes_only_who_is_named() -> None:
    judged = judgement()
    whole = case(judged)
    found = taking_part(judged, whole, {("JPN", "east"): 0.5})
    changed = found.reach != whole.reach
    assert {whole.owner[i] for i, _ in np.argwhere(changed)} == {"JPN"}
    assert {whole.cells[c].direction for _, c in np.argwhere(changed)} == {"east"}


def test_a_part_of_the_cells() -> None:
    made = random(3)
    near = np.array([cell.direction != "indo_pacific" for cell in made.cells])
    part = only(made, near)
    assert len(part.cells) == 3
    assert part.weight.sum() == pytest.approx(1.0)
    assert part.weight[0] / part.weight[1] == pytest.approx(made.weight[0] / made.weight[1])


def test_cells_without_weight_are_no_case() -> None:
    made = random(3)
    with pytest.raises(Refusal, match="nothing that counts") as refused:
        only(made, np.zeros(4, dtype=bool))
    assert refused.value.code == "bad-argument"


def test_what_is_no_participation_is_refused() -> None:
    with pytest.raises(Refusal, match=r"participation of 1\.5") as refused:
        partners(judgement(), steps=(0.0, 1.5))
    assert refused.value.code == "bad-argument"


@pytest.mark.parametrize(
    ("kept", "match"), [("indo_pacific", "outside the Indo-Pacific"), ("east", "in the Indo")]
)
def test_there_is_no_line_where_nothing_lies_beyond(kept: str, match: str) -> None:
    judged = judgement()
    few = replace(judged, demands=tuple(d for d in judged.demands if d.direction == kept))
    with pytest.raises(Refusal, match=match):
        partners(few)


# Draws --------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_draws_wherever_they_are_solved() -> None:
    made = random(5)

    def elsewhere(function: Callable[..., Any], jobs: Sequence[Sequence[Any]]) -> list[Any]:
        assert [job[3] for job in jobs] == [BLOCK, 30]
        return [function(*job) for job in reversed(jobs)][::-1]

    here, there = draws(made, BLOCK + 30, seed=7), draws(made, BLOCK + 30, seed=7, over=elsewhere)
    assert (here.covered == there.covered).all()
    assert (here.value == there.value).all()
    assert not (draws(made, 50, seed=8).value == here.value[:50]).all()


@given(st.integers(0, 1000), st.floats(0.05, 0.9))
@settings(max_examples=15, deadline=None)
def test_draws_stay_within_their_range(seed: int, swing: float) -> None:
    made = random(seed)
    found = draws(made, 20, seed=seed, swing=swing)
    assert found.covered.shape == (20, 4)
    assert ((found.covered >= 0.0) & (found.covered <= 1.0)).all()
    assert (found.factors >= 1.0 - swing - 1e-9).all()
    assert (found.factors <= 1.0 + swing + 1e-9).all()
    best = cover(
        replace(
            made,
            stock=made.stock * (1 + swing) ** 2,
            demand=made.demand * (1 - swing),
        )
    )
    assert (found.value <= best.value + 1e-8).all()


def test_by_hand() -> None:
    """One state, one cell: coverage is stock x factor x usable x factor / (demand x factor)."""
    made = small([[10]], [[1.0]], [[100]], cells=(("east", "land"),), usable=0.5)
    found = draws(made, 40, seed=3, swing=0.2)
    counts, asked, fit = found.factors.T
    assert found.groups == (
        "counts: land",
        "demands: land",
        "readiness and deployability: land",
    )
    assert found.covered[:, 0] == pytest.approx(0.05 * counts * fit / asked)
    assert found.inputs == {"counts": 1, "demands": 1, "readiness and deployability": 1}
    assert found.open.tolist() == [1.0]
    low, middle, high = found.band(found.mean)
    assert low < middle < high


def test_it_hangs_on_what_moves_it() -> None:
    made = small([[10]], [[1.0]], [[100]], cells=(("east", "land"),))
    found = draws(made, 300, swing=0.5)
    hangs = found.hangs_on()
    assert hangs["demands: land"] < 0.0 < hangs["counts: land"]
    assert sum(each**2 for each in hangs.values()) == pytest.approx(1.0, abs=0.15)


def test_published_counts_of_institutes_are_not_drawn() -> None:
    made = small([[10]], [[1.0]], [[100]], cells=(("east", "land"),))
    firm = replace(made, graded={"stock": np.array([["A"]]), "demand": np.array([["B"]])})
    found = draws(firm, 10, swing=0.5)
    assert (found.factors[:, :2] == 1.0).all()
    assert found.hangs_on()["counts: land"] == 0.0


@pytest.mark.parametrize(
    ("number", "seed", "swing"), [(1, 1, 0.5), (2_000_000, 1, 0.5), (10, -1, 0.5), (10, 1, 1.0)]
)
def test_draws_that_cannot_be_meant_are_refused(number: int, seed: int, swing: float) -> None:
    with pytest.raises(Refusal, match="cannot be meant") as refused:
        draws(random(1), number, seed=seed, swing=swing)
    assert refused.value.code == "bad-argument"
