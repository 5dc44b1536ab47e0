"""Futures of shares under the fitted model: draws of its coefficients, years and errors."""

from __future__ import annotations

import numpy as np

from burdenshare.compliance.fit import BREAKS, SINCE, TAIL, Fit, covariate_values, raw, standard
from burdenshare.compliance.known import Floats, Known

DAMPING = 0.85
"""Part of what moves an ally beside the pull that is left a year later: an assumption, as of damped
trends (Gardner and McKenzie 1985), not estimated."""
FLOOR = 0.05
"""No share falls below this, per cent of GDP."""


def loadings(known: Known, fitted: Fit) -> tuple[Floats, Floats]:
    """Return by how much each coefficient enters the drift and the pull, shaped (member, name)."""
    values = covariate_values(known, fitted.scales)
    if BREAKS[0] in fitted.breaks:
        values[SINCE] = values["nearness"]
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


def elections(known: Known, fitted: Fit, until: int) -> Floats:
    """Return elections of the years ahead in standard deviations, shaped (1 or 0, member, year).

    The first dimension is empty where no elections were given.
    """
    names = ["election"][: len(_at(fitted, "election"))]
    years = range(known.year, until)
    return np.array(
        [
            [
                standard(np.array([raw(known, name, ally, t) for t in years]), fitted.scales[name])
                for ally in known.members
            ]
            for name in names
        ]
    ).reshape(len(names), len(known.members), len(years))


def _at(fitted: Fit, covariate: str) -> list[int]:
    """Return the position of a covariate's coefficient; nothing where it is not in the fit."""
    return [k for k, name in enumerate(fitted.names) if name == ("covariate", covariate)]


def draw(
    known: Known,
    fitted: Fit,
    target: float | Floats,
    until: int,
    *,
    draws: int,
    seed: int,
    revision: float = 0.0,
) -> Floats:
    """Return drawn shares, shaped (draw, member, year), years after the last known one.

    Parameters
    ----------
    target : float, or array (member,)
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
    voting = elections(known, fitted, until)
    drift[:, _at(fitted, "election")] = 0.0  # what passes with the year is no pace
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
            + coefficients[:, _at(fitted, "election")] @ voting[:, :, step]
            + common
            + own,
            FLOOR,
        )
        paths[:, :, step] = share
    return paths
