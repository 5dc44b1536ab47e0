"""Rank tests: known answers with ties, both alternatives, and what must always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from burdenshare.burden import ranks

A = np.array([1.0, 2, 3, 4, 5])
B = np.array([5.0, 6, 7, 8, 7])
X = np.array([12.0, 2, 1, 12, 2])
Y = np.array([1.0, 4, 7, 1, 0])


def residuals(y, controls):
    design = np.column_stack([np.ones(y.size), *controls])
    return y - design @ np.linalg.lstsq(design, y, rcond=None)[0]


def test_ties_share_their_mean_rank():
    assert ranks.midranks(np.array([3.0, 1, 3, 2])).tolist() == [3.5, 1.0, 3.5, 2.0]


def test_spearman_with_a_tie_by_hand():
    # Ranks of B: 1, 2, 3.5, 5, 3.5. Products of deviations 8, squares 10 and 9.5: 8 / sqrt(95).
    found = ranks.spearman(A, B)
    assert found.coefficient == pytest.approx(8 / np.sqrt(95))
    # The documentation of scipy.stats.spearmanr prints this p for the same numbers.
    assert found.p_two_sided == pytest.approx(0.08858700531354381)
    assert found.p_one_sided == pytest.approx(0.08858700531354381 / 2)
    assert ranks.spearman(A, B, alternative="less").p_one_sided == pytest.approx(
        1 - 0.08858700531354381 / 2
    )


def test_spearman_without_ties_by_the_sum_of_squared_differences():
    x, y = np.array([1.0, 2, 3, 4, 5, 6]), np.array([2.0, 1, 4, 3, 6, 5])
    assert ranks.spearman(x, y).coefficient == pytest.approx(1 - 6 * 6 / (6 * 35))


def test_kendall_with_ties_by_hand():
    # Ten pairs: 2 concordant, 6 discordant, two ties in x, one in y of which one pair is both:
    # (2 - 6) / sqrt((10 - 2)(10 - 1)) = -4 / sqrt(72).
    found = ranks.kendall(X, Y)
    assert found.coefficient == pytest.approx(-4 / np.sqrt(72))
    # The documentation of scipy.stats.kendalltau prints this p for the same numbers.
    assert found.p_two_sided == pytest.approx(0.2827454599327748)


def test_kendall_is_exact_for_few_members_without_ties():
    # All ten pairs concordant: one of 120 orders is as extreme upward, two in both directions.
    found = ranks.kendall(A, A)
    assert found.p_one_sided == pytest.approx(1 / 120)
    assert found.p_two_sided == pytest.approx(2 / 120)


def test_a_constant_series_has_no_correlation_and_no_p():
    flat = np.full(5, 2.0)
    for found in (
        ranks.spearman(A, flat, permutations=10),
        ranks.kendall(A, flat),
        ranks.partial_spearman(A, flat, {"z": B}),
    ):
        assert found.coefficient is None
        assert found.p_two_sided is None
        assert found.p_one_sided is None
        assert found.p_permutation is None


def test_perfect_order():
    found = ranks.spearman(A, A)
    assert (found.coefficient, found.p_two_sided, found.interval) == (1.0, 0.0, (1.0, 1.0))
    assert ranks.spearman(A, -A, alternative="less").p_one_sided == 0.0


def test_two_members_have_no_test():
    found = ranks.spearman(np.array([1.0, 2]), np.array([1.0, 2]))
    assert (found.coefficient, found.p_two_sided, found.interval) == (1.0, None, None)


@pytest.mark.parametrize("count", [1, 2])
def test_partial_correlation_is_that_of_what_the_controls_leave_over(count):
    rng = np.random.default_rng(3)
    x, y, *controls = rng.normal(size=(2 + count, 12))
    ranked = [ranks.midranks(c) for c in controls]
    expected = np.corrcoef(
        residuals(ranks.midranks(x), ranked), residuals(ranks.midranks(y), ranked)
    )[0, 1]
    found = ranks.partial_spearman(x, y, {f"c{i}": c for i, c in enumerate(controls)})
    assert found.coefficient == pytest.approx(expected)
    t = expected * np.sqrt((12 - 2 - count) / (1 - expected**2))
    from scipy.stats import t as student

    assert found.p_one_sided == pytest.approx(student.sf(t, 12 - 2 - count))
    assert found.controls == tuple(f"c{i}" for i in range(count))


def test_a_control_unrelated_to_both_changes_nothing():
    x = np.array([1.0, 2, 3, 4, 5, 6, 7, 8])
    y = np.array([2.0, 1, 4, 3, 6, 5, 8, 7])
    control = np.array([1.0, 2, 2, 1, 1, 2, 2, 1])  # orthogonal to the ranks of both
    assert np.corrcoef(x, control)[0, 1] == pytest.approx(0)
    assert np.corrcoef(y, control)[0, 1] == pytest.approx(0)
    found = ranks.partial_spearman(x, y, {"z": control})
    assert found.coefficient == pytest.approx(ranks.spearman(x, y).coefficient)


def test_a_control_that_is_the_series_itself_leaves_nothing_to_test():
    assert ranks.partial_spearman(A, B, {"z": A}).coefficient is None
    assert ranks.partial_spearman(A, B, {"z": B, "y": A}).coefficient is None


@pytest.mark.parametrize("controls", [{}, {"a": A, "b": B, "c": A}])
def test_one_or_two_controls(controls):
    with pytest.raises(ValueError, match="one or two controls"):
        ranks.partial_spearman(A, B, controls)


def test_signed_rank_by_hand():
    # Five differences of one sign: 2 of 32 signs are as extreme, 1 of 32 upward.
    statistic, two, one = ranks.signed_rank(A + np.array([1, 2, 3, 4, 5]), A)
    assert (statistic, two, one) == (0.0, pytest.approx(2 / 32), pytest.approx(1 / 32))
    assert ranks.signed_rank(A, A) == (None, None, None)


def test_permutations_approach_the_exact_p_and_repeat_with_the_seed():
    x, y = np.array([1.0, 2, 3, 4, 5, 6]), np.array([2.0, 1, 4, 3, 6, 5])
    # Exact: of the 720 orders, count those with |rho| of at least 29/35.
    from itertools import permutations

    rhos = [
        1 - 6 * sum((i + 1 - p) ** 2 for i, p in enumerate(o)) / 210
        for o in permutations(range(1, 7))
    ]
    exact = np.mean([abs(r) >= 29 / 35 - 1e-12 for r in rhos])
    drawn = ranks.spearman(x, y, permutations=20000, seed=5)
    assert drawn.p_permutation == pytest.approx(exact, abs=4 * np.sqrt(exact / 20000))
    assert drawn == ranks.spearman(x, y, permutations=20000, seed=5)


series = arrays(np.float64, 8, elements=st.integers(-50, 50).map(float))


@given(series, series, st.floats(0.01, 100), st.integers(0, 1000))
def test_rank_tests_ignore_scale_and_order_of_members(x, y, factor, seed):
    order = np.random.default_rng(seed).permutation(8)
    once, again = ranks.spearman(x, y), ranks.spearman(x[order] * factor, y[order])
    if once.coefficient is None:
        assert again.coefficient is None
        return
    assert again.coefficient == pytest.approx(once.coefficient, abs=1e-12)
    assert -1 <= once.coefficient <= 1
    if once.p_two_sided is not None:
        assert 0 <= once.p_two_sided <= 1
        low, high = once.interval or (-1, 1)
        assert low - 1e-12 <= once.coefficient <= high + 1e-12
