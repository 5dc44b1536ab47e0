"""The symmetric root of a covariance, also where it is singular."""

from __future__ import annotations

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.projection.model import Floats

TOLERANCE = 1e-9
"""Negative eigenvalues down to this part of the largest one are rounding, and cut to 0."""


def symmetric_root(covariance: Floats, *, of: str = "covariance") -> Floats:
    """Return the symmetric matrix whose square is the covariance.

    A covariance of shocks is often singular (a member of a currency union has no exchange rate of
    its own), which a Cholesky factor cannot take.

    Parameters
    ----------
    covariance : array (..., n, n)
    of : str
        Whose covariance it is, for the refusal.

    Raises
    ------
    Refusal
        ``bad-covariance`` where it is not finite, not symmetric, or has a negative eigenvalue
        beyond rounding.
    """
    matrix = np.asarray(covariance, dtype=float)
    if not np.isfinite(matrix).all():
        raise Refusal("bad-covariance", f"{of}: not every number is finite")
    largest = np.abs(matrix).max(initial=0.0)
    if np.abs(matrix - np.swapaxes(matrix, -1, -2)).max(initial=0.0) > TOLERANCE * largest:
        raise Refusal("bad-covariance", f"{of}: not symmetric")
    values, vectors = np.linalg.eigh(matrix)
    lowest = values.min(axis=-1, initial=0.0)
    if (lowest < -TOLERANCE * np.abs(values).max(axis=-1, initial=0.0)).any():
        raise Refusal(
            "bad-covariance",
            f"{of}: not positive semidefinite, lowest eigenvalue {lowest.min():.3g}",
            hint="estimate all variables on the same sample, or shrink towards the diagonal",
        )
    scaled = vectors * np.sqrt(np.maximum(values, 0.0))[..., None, :]
    root = scaled @ np.swapaxes(vectors, -1, -2)
    return np.asarray((root + np.swapaxes(root, -1, -2)) / 2.0)
