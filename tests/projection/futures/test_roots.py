"""The root squares to the covariance, also a singular one; what is no covariance is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.projection.futures.roots import symmetric_root


@given(seed=st.integers(0, 2**32 - 1), rank=st.integers(1, 6))
def test_the_root_is_symmetric_and_squares_to_the_covariance(seed: int, rank: int) -> None:
    factors = np.random.default_rng(seed).normal(0.0, 0.01, (6, rank))
    covariance = factors @ factors.T
    root = symmetric_root(covariance)
    assert np.array_equal(root, root.T)
    np.testing.assert_allclose(root @ root, covariance, atol=1e-11)


def test_a_stack_is_rooted_one_by_one() -> None:
    stack = np.array([np.eye(2), [[4.0, 0.0], [0.0, 9.0]]])
    np.testing.assert_allclose(symmetric_root(stack)[1], [[2.0, 0.0], [0.0, 3.0]], atol=1e-15)


@pytest.mark.parametrize(
    ("matrix", "says"),
    [
        ([[1.0, 2.0], [2.0, 1.0]], "not positive semidefinite"),
        ([[1.0, 0.5], [0.4, 1.0]], "not symmetric"),
        ([[1.0, np.nan], [np.nan, 1.0]], "finite"),
    ],
)
def test_what_is_no_covariance_is_refused(matrix: list[list[float]], says: str) -> None:
    with pytest.raises(Refusal, match=says) as refusal:
        symmetric_root(np.array(matrix), of="POL")
    assert refusal.value.code == "bad-covariance"
    assert refusal.value.message.startswith("POL")
