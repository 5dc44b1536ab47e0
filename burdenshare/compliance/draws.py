"""Futures of shares under the fitted model: draws of its coefficients, years and errors."""

from __future__ import annotations

import numpy as np

from burdenshare.compliance.fit import BREAKS, COVARIATES, SINCE, TAIL, Fit, raw, standard
from burdenshare.compliance.known import Floats, Known

DAMPING = 0.85
"""Part of what moves an ally beside the pull that is left a year later: an assumption, as of damped
trends (Gardner and McKenzie 1985), not estimated."""
FLOOR = 0.05
"""No share falls below this, per cent of GDP."""


def covariate_values(known: Known, fitted: Fit) -> dict[str, Floats]:
    """Return each covariate of each member at the origin, in standard deviations.

    An unknown value of the last year is taken from the year before; what is unknown then too is
    the mean.
    """
    values = {}
    for name in COVARIATES:
        now = np.array([raw(known, name, a, known.year) for a in known.members])
        past = np.array([raw(known, name, a, known.year - 1) for a in known.members])
        values[name] = standard(np.where(np.isfinite(now), now, past), fitted.scales[name])
    if BREAKS[0] in fitted.breaks:
        values[SINCE] = values["nearness"]
    return values


def loadings(known: Known, fitted: Fit) -> tuple[Floats, Floats]:
    """Return by how much each coefficient enters the drift and the pull, shaped (member, name)."""
    values = covariate_values(known, fitted)
    drift = np.zeros((len(known.members), len(fitted.names)))
    pull = np.zeros_like(drift)
    for k, (family, label) in enumerate(fitted.names):
        own = np.array([a == label for a in known.members], dtype=float)
        match family:
            case "constant" | "break":
                drift[:, k] = 1.0
            case "pull" | "break of pull":
                pull[:, k] = 1.0
            case "ally":
                drift[:, k] = own
            case "pull of ally":
                pull[:, k] = own
            case "covariate":
                drift[:, k] = values[label]
    return drift, pull


def draw(
    known: Known,
    fitted: Fit,
    target: float,
    until: int,
    *,
    draws: int,
    seed: int,
    revision: float = 0.0,
) -> Floats:
    """Return drawn shares, shaped (draw, member, year), years after the last known one.

    Parameters
    ----------
    target : float
        Share that allies are drawn to, per cent.
    until : int
        Last year.
    revision : float
        Standard deviation by which the last known share may yet be revised.

    Rules
    -----
    Pull and fall-back are cut to 0 to 1, so that a path never moves by more than the target does:
    with the same draws, a higher share asked for is never likelier.
    """
    rng = np.random.default_rng(seed)
    steps, count = until - known.year, len(known.members)
    drift, pull = loadings(known, fitted)
    root = np.linalg.cholesky(fitted.covariance + 1e-12 * np.eye(len(fitted.mean)))
    coefficients = fitted.mean + rng.standard_normal((draws, len(fitted.mean))) @ root.T
    pace = coefficients @ drift.T
    pulled = coefficients @ pull.T
    back = np.clip(coefficients[:, [fitted.names.index(("back", ""))]], 0.0, 1.0)
    share = known.last + revision * rng.standard_normal((draws, count))
    share = np.maximum(share, FLOOR)
    paths = np.empty((draws, count, steps))
    for step in range(steps):
        common = fitted.year_spread * rng.standard_t(TAIL, (draws, 1))
        year_pull = fitted.pull_spread * rng.standard_normal((draws, 1))
        own = fitted.spread * rng.standard_t(TAIL, (draws, count))
        part = np.clip(pulled + year_pull, 0.0, 1.0)
        share = np.maximum(
            share
            + pace * DAMPING**step
            + part * np.maximum(target - share, 0.0)
            - back * np.maximum(share - target, 0.0)
            + common
            + own,
            FLOOR,
        )
        paths[:, :, step] = share
    return paths
