"""Partial adjustment of shares, partially pooled: ridge by empirical Bayes, with fat-tailed errors.

The change of ally i into year t is

    c + u_i + v_t + (pull + p_i + q_t) max(S - b, 0) - back max(b - S, 0) + z' g + e,

with b the share of the year before, S the share pledged then, and breaks of c and of the pull from
every year of `BREAKS` that the origin has reached. Every coefficient is normal round zero; what
belongs together (allies, years, breaks, covariates) shares one variance, which is estimated (EM of
variance components: Dempster, Laird and Rubin 1977). Errors follow Student's t (weights of Lange,
Little and Taylor 1989). numpy does all of it; no statistics package is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from burdenshare.compliance.geography import nearness, neighbours
from burdenshare.compliance.known import Floats, Known

BREAKS = (2022, 2025)
"""First years of regimes after the pledge of 2014, which opens NATO's own figures."""
COVARIATES = ("debt", "growth", "income", "nearness", "border", "equipment")
SINCE = "nearness since 2022"
TAIL = 4.0
"""Degrees of freedom of Student's t."""
_TURNS = 200
_PRIOR = 2.0
"""Weight of the prior scale of a variance, in coefficients."""
_ROUNDING = 0.01**2 / 6.0
"""Variance of a change between two shares that are rounded to 0.01: errors are no smaller."""
_DOUBT = 8.0
"""Changes that the common scale of errors counts as beside an ally's own."""
SCALES: Mapping[str, tuple[float, bool]] = {
    "constant": (0.1, False),
    "pull": (0.2, False),
    "back": (0.2, False),
    "break": (0.1, True),
    "break of pull": (0.05, False),
    "ally": (0.03, True),
    "pull of ally": (0.03, True),
    "covariate": (0.02, True),
    "year": (0.05, True),
    "pull of year": (0.05, True),
}
"""Prior standard deviation of each family of coefficients, and whether the figures move it."""


@dataclass(frozen=True)
class Fit:
    """Coefficients with their covariance, in points of GDP a year."""

    names: tuple[tuple[str, str], ...]
    """Family and label of each coefficient."""
    mean: Floats
    covariance: Floats
    spread: Floats
    """Scale of each ally's errors, in the order of the members."""
    year_spread: float
    """Standard deviation of what is common to all allies in a year."""
    pull_spread: float
    """Standard deviation over years of the pull."""
    scales: dict[str, tuple[float, float]]
    """Mean and standard deviation of each covariate; what is unknown is the mean."""
    allies: tuple[str, ...]
    breaks: tuple[int, ...]
    n: int
    years: tuple[int, int]

    def of(self, family: str, label: str = "") -> tuple[float, float]:
        """Return a coefficient and its standard deviation."""
        at = self.names.index((family, label))
        return float(self.mean[at]), float(np.sqrt(self.covariance[at, at]))


def covariates(known: Known) -> tuple[str, ...]:
    """Return the covariates of a fit: those of the tables, and those of the user's files."""
    return (*COVARIATES, *known.given.covariates)


def raw(known: Known, name: str, ally: str, year: int) -> float:
    """Return a covariate of an ally at the end of a year; NaN where nothing tells.

    Of elections, that is whether one is held in the year after, which is known by then.
    """
    said = known.given
    match name:
        case "nearness":
            return nearness(said.threat).get(ally, np.nan)
        case "border":
            return float(ally in neighbours(said.threat))
        case "election":
            return float((ally, year + 1) in said.elections)
        case "agreement":
            return said.agreement(ally, year) if year <= known.origin else np.nan
    value = known.covariates[name].get((ally, year), np.nan)
    return float(np.log(value)) if name == "income" and value > 0.0 else value


def covariate_values(known: Known, scales: dict[str, tuple[float, float]]) -> dict[str, Floats]:
    """Return each covariate of each member at the origin, in standard deviations.

    An unknown value of the last year is taken from the year before; what is unknown then too is
    the mean.
    """
    values = {}
    for name in covariates(known):
        now = np.array([raw(known, name, a, known.year) for a in known.members])
        past = np.array([raw(known, name, a, known.year - 1) for a in known.members])
        values[name] = standard(np.where(np.isfinite(now), now, past), scales[name])
    return values


def fit(known: Known, *, reclassified: float = 0.0) -> Fit:
    """Estimate the model on the changes known.

    Parameters
    ----------
    known : Known
    reclassified : float
        Part of every rise since 2025 that is accounting and not new money, 0 to 1: an assumption.
        It leaves the published levels as they are and takes that part out of the pace.
    """
    names, x, scales, breaks = _design(known)
    y = known.changes.change.copy()
    late = np.array(known.changes.year) >= BREAKS[-1]
    y[late & (y > 0.0)] *= 1.0 - reclassified
    mean, covariance, weight, variance, found = _solve(names, x, y)
    error = y - x @ mean
    spread = np.array(
        [
            np.sqrt(_own_variance(error, weight, known.changes.ally, ally, variance))
            for ally in known.members
        ]
    )
    years = known.changes.year
    return Fit(
        names,
        mean,
        covariance,
        spread,
        float(np.sqrt(found["year"])),
        float(np.sqrt(found["pull of year"])),
        scales,
        known.members,
        breaks,
        len(y),
        (min(years), max(years)),
    )


def _design(
    known: Known,
) -> tuple[tuple[tuple[str, str], ...], Floats, dict[str, tuple[float, float]], tuple[int, ...]]:
    changes = known.changes
    year = np.array(changes.year)
    bound = changes.pledge > 0.0
    gap = np.where(bound, np.maximum(changes.pledge - changes.before, 0.0), 0.0)
    over = np.where(bound, np.maximum(changes.before - changes.pledge, 0.0), 0.0)
    breaks = tuple(b for b in BREAKS if b <= known.origin)
    columns: list[tuple[tuple[str, str], Floats]] = [
        (("constant", ""), np.ones(len(year))),
        (("pull", ""), gap),
        (("back", ""), -over),
    ]
    for one in breaks:
        since = (year >= one).astype(float)
        columns += [(("break", str(one)), since), (("break of pull", str(one)), since * gap)]
    scales = {}
    for name in covariates(known):
        values = np.array(
            [raw(known, name, a, t - 1) for a, t in zip(changes.ally, changes.year, strict=True)]
        )
        there = values[np.isfinite(values)]
        middle, width = (float(there.mean()), float(there.std())) if there.size else (0.0, 0.0)
        scales[name] = (middle, width)
        columns.append((("covariate", name), standard(values, scales[name])))
        if name == "nearness" and BREAKS[0] in breaks:
            since = (year >= BREAKS[0]).astype(float)
            columns.append((("covariate", SINCE), columns[-1][1] * since))
    for ally in known.members:
        own = np.array([a == ally for a in changes.ally], dtype=float)
        columns += [(("ally", ally), own), (("pull of ally", ally), own * gap)]
    for one in sorted(set(changes.year)):
        this = (year == one).astype(float)
        columns += [(("year", str(one)), this), (("pull of year", str(one)), this * gap)]
    return (
        tuple(name for name, _ in columns),
        np.stack([column for _, column in columns], axis=1),
        scales,
        breaks,
    )


def standard(values: Floats, scale: tuple[float, float]) -> Floats:
    """Return values in standard deviations from the mean; 0 where one is unknown."""
    middle, width = scale
    if width <= 0.0:
        return np.zeros_like(values)
    return np.where(np.isfinite(values), (values - middle) / width, 0.0)


def _solve(
    names: tuple[tuple[str, str], ...], x: Floats, y: Floats
) -> tuple[Floats, Floats, Floats, float, dict[str, float]]:
    """Return coefficients, covariance, weights, error scale squared and variances of families."""
    families = [family for family, _ in names]
    at = {
        f: np.array([k for k, g in enumerate(families) if g == f]) for f in dict.fromkeys(families)
    }
    variances = {f: SCALES[f][0] ** 2 for f in at}
    variance = float(np.median(np.abs(y)) ** 2) + 1e-4
    weight = np.ones(len(y))
    mean: Floats = np.zeros(x.shape[1])
    covariance: Floats = np.eye(x.shape[1])
    for _ in range(_TURNS):
        prior = np.array([1.0 / variances[f] for f in families])
        precision = _square(x * np.sqrt(weight / variance)[:, None]) + np.diag(prior)
        covariance = _inverse(precision)
        new = covariance @ (x.T @ (weight * y)) / variance
        done = float(np.abs(new - mean).max()) < 1e-7
        mean = new
        spread = np.concatenate([part @ covariance for part in _parts(x)])
        square = (y - x @ mean) ** 2 + (spread * x).sum(axis=1)
        weight = (TAIL + 1.0) / (TAIL + square / variance)
        variance = max(float(np.mean(weight * square)), _ROUNDING)
        for family, where in at.items():
            scale, moves = SCALES[family]
            if moves:
                total = float((mean[where] ** 2 + covariance[where, where]).sum())
                variances[family] = (total + _PRIOR * scale**2) / (len(where) + _PRIOR)
        if done:
            break
    return mean, covariance, weight, variance, variances


_PART = 20
"""Rows that are multiplied at once: so few that the libraries below numpy leave them to one
processor. Sums are then the same to the last bit on every machine, and no processor waits."""


def _parts(matrix: Floats) -> list[Floats]:
    return [matrix[k : k + _PART] for k in range(0, len(matrix), _PART)]


def _square(matrix: Floats) -> Floats:
    """Return the transpose of a matrix times the matrix."""
    total = np.zeros((matrix.shape[1], matrix.shape[1]))
    for part in _parts(matrix):
        total += part.T @ part
    return total


def _inverse(matrix: Floats) -> Floats:
    """Return the inverse of a symmetric positive definite matrix, by its Cholesky root."""
    root = np.linalg.cholesky(matrix)
    found = np.zeros_like(root)
    for k, row in enumerate(root):
        found[k] = -(row[:k] @ found[:k])
        found[k, k] = 1.0
        found[k] /= row[k]
    return _square(found)


def _own_variance(
    error: Floats,
    weight: Floats,
    allies: list[str],
    ally: str,
    common: float,
) -> float:
    """Return an ally's squared scale, drawn towards the common one."""
    own = np.array([a == ally for a in allies], dtype=bool)
    return float((_DOUBT * common + (weight * error**2)[own].sum()) / (_DOUBT + own.sum()))
