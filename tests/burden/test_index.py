"""The index of the user's weights, and how much of its order other weights keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from burdenshare.burden.index import share_above, weighted_index
from burdenshare.errors import Refusal

MEMBERS = ("AAA", "BBB", "CCC")


@pytest.mark.parametrize(
    ("difference", "expected"),
    [
        ([1.0, -1.0], 0.5),
        ([3.0, -1.0], 0.75),  # 3 w > 1 - w for w above a quarter
        ([1.0, 2.0], 1.0),
        ([-1.0, -2.0], 0.0),
        ([0.0, 0.0], 0.0),
        ([0.0, 1.0, -1.0], 0.5),
        # max of one against the sum of two equal phases: 1 - (1/2)^2 falls short, (1/2)^2 stays
        ([1.0, -1.0, -1.0], 0.25),
        ([1.0, 1.0, -1.0], 0.75),
    ],
)
def test_share_of_the_weight_space_by_hand(difference, expected):
    assert share_above(np.array(difference), np.zeros(len(difference))) == pytest.approx(expected)


def test_share_of_the_weight_space_agrees_with_the_closed_form_and_with_draws():
    d = np.array([2.0, -1.5, 0.3, -0.7])
    # For distinct differences the chance is the sum of d_i^3 / prod(d_i - d_j) over d_i > 0.
    closed = sum(
        d[i] ** 3 / np.prod([d[i] - d[j] for j in range(4) if j != i]) for i in range(4) if d[i] > 0
    )
    found = share_above(d, np.zeros(4))
    assert found == pytest.approx(closed)
    weights = np.random.default_rng(1).dirichlet(np.ones(4), 200_000)
    drawn = float((weights @ d > 0).mean())
    assert found == pytest.approx(drawn, abs=4 * np.sqrt(found * (1 - found) / 200_000))


@given(
    arrays(np.float64, 4, elements=st.floats(-5, 5)),
    arrays(np.float64, 4, elements=st.floats(-5, 5)),
)
def test_either_is_above_unless_they_are_equal(a, b):
    one, other = share_above(a, b), share_above(b, a)
    assert 0.0 <= one <= 1.0
    assert one + other == pytest.approx(0.0 if (a == b).all() else 1.0)


def test_scores_ranks_and_mean_ranks_by_hand():
    # z-scores: (-1.2247, 0, 1.2247) and (1.2247, 0, -1.2247); equal weights level all three.
    found = weighted_index(
        MEMBERS,
        {"x": np.array([1.0, 2, 3]), "y": np.array([30.0, 20, 10])},
        {"x": 3.0, "y": 1.0},
    )
    assert found.weights == {"x": 0.75, "y": 0.25}
    assert found.score == pytest.approx(np.sqrt(1.5) * np.array([-0.5, 0, 0.5]))
    assert found.rank.tolist() == [3, 2, 1]
    assert found.above[2, 0] == pytest.approx(0.5)
    assert found.mean_rank == pytest.approx([2, 2, 2])


def test_a_member_without_a_value_is_left_out_and_named():
    found = weighted_index(MEMBERS, {"x": np.array([1.0, np.nan, 3])}, {"x": 1.0})
    assert found.members == ("AAA", "CCC")
    assert found.left_out == ("BBB",)


def test_a_criterion_that_is_the_same_for_all_changes_no_rank():
    found = weighted_index(
        MEMBERS, {"x": np.array([1.0, 2, 3]), "y": np.ones(3)}, {"x": 1.0, "y": 1.0}
    )
    assert found.rank.tolist() == [3, 2, 1]
    assert found.above[2, 0] == 1.0


@pytest.mark.parametrize(
    ("weights", "text"),
    [
        ({}, "no weight"),
        ({"burdn": 1.0}, "did you mean burden?"),
        ({"burden": 0.0}, "a weight of 0.0"),
        ({"burden": float("nan")}, "a weight of nan"),
    ],
)
def test_weights_that_make_no_sense_are_refused(weights, text):
    with pytest.raises(Refusal) as refused:
        weighted_index(MEMBERS, {"burden": np.array([1.0, 2, 3])}, weights)
    assert refused.value.code == "bad-argument"
    assert text in str(refused.value.details)


def test_an_index_of_one_member_is_refused():
    with pytest.raises(Refusal, match="cannot be built") as refused:
        weighted_index(MEMBERS, {"x": np.array([1.0, np.nan, np.nan])}, {"x": 1.0})
    assert "fewer than two" in refused.value.details[0]["message"]
