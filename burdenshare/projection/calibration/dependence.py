"""What moves together: global factors across countries and variables, and each country's own rest.

Everything here is in units of each series' own spread, shaped (variable, country, year) with the
variables of `rule.ESTIMATED`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from burdenshare.projection.calibration.history import History
from burdenshare.projection.calibration.robust import winsorised
from burdenshare.projection.calibration.rule import ESTIMATED
from burdenshare.projection.futures.model import FACTORS
from burdenshare.projection.model import Floats

FX = ESTIMATED.index("fx")
ROUNDS = 200
"""At most, of filling gaps by what the factors say (Stock and Watson 2002, appendix A)."""
SETTLED = 1e-6
"""Change of a filled gap, in units of spread, below which the filling stops."""
MOST = 0.95
"""Largest part of a series' variance that factors may carry."""
FEWEST = 8
"""Complete years from which a country's own correlations are estimated."""


@dataclass(frozen=True)
class Dependence:
    """Correlations as the engine draws them: factors, and what is left to each country."""

    loadings: Floats
    """Shaped (country, variable, factor)."""
    rest: Floats
    """Correlation of what factors leave, shaped (country, variable, variable)."""
    left: Floats
    """Standard deviation that the factors leave, shaped (country, variable)."""
    explained: tuple[float, ...]
    """Part of the variance of all series that each factor carries."""
    own: tuple[bool, ...]
    """Whether a country's own correlations went in; if not, they are the pooled ones."""


def estimate_dependence(
    history: History, error: Floats, shrinkage: float | None = None
) -> Dependence:
    """Return global factors and the correlations of the rest.

    Rules
    -----
    - Errors are winsorised and put into units of their own spread; one currency counts once.
    - Two factors: principal components; gaps are filled by what the factors say until that settles.
    - Who shares a currency draws one exchange rate: it follows the factors alone, in the
      proportions of the largest user, so that it is the same in every future.
    - A series without history takes the mean loadings of the others.
    - A country's correlations of the rest are drawn towards the pooled ones by one weight, found
      as in `pooled_towards` from Fisher's transforms. A mean of two correlation matrices is one.
    """
    x = _standardised(history, error)
    users = [history.currency.count(money) for money in history.currency]
    speakers = [history.speaker(c) for c in range(len(history.members))]
    mute = np.array([c != speakers[c] for c in range(len(speakers))])
    distinct = x.copy()
    distinct[FX, mute] = np.nan
    scores, explained = _factors(distinct.reshape(-1, x.shape[-1]).T)
    loadings = _loadings(x, scores)
    shared = np.array(users) > 1
    loadings[shared, FX] = _unit(loadings[shared, FX])
    loadings[~np.isfinite(x[FX]).any(axis=1), FX] = 0.0
    carried = np.minimum((loadings**2).sum(axis=-1), 1.0)
    residual = x - np.einsum("cvf,tf->vct", loadings, scores)
    rest, own = _rest(np.moveaxis(residual, 0, -1), shrinkage)
    return Dependence(loadings, rest, np.sqrt(1.0 - carried), explained, own)


def _standardised(history: History, error: Floats) -> Floats:
    """Return winsorised errors over their root mean square; a currency's errors are its speaker's.

    NaN where a series has no spread at all (the US dollar against itself).
    """
    x = np.stack([winsorised(each) for each in error])
    x[FX] = x[FX][[history.speaker(c) for c in range(len(history.members))]]
    count = np.maximum(np.isfinite(x).sum(axis=-1), 1)
    size = np.sqrt(np.nansum(x * x, axis=-1) / count)
    return np.asarray(x / np.where(size > 0.0, size, np.nan)[..., None])


def _factors(series: Floats) -> tuple[Floats, tuple[float, ...]]:
    """Return scores of unit mean square, shaped (year, factor), and the variance they carry."""
    series = series[:, np.isfinite(series).any(axis=0)]
    known = np.isfinite(series)
    years = known.any(axis=1)
    filled = np.where(known, series, 0.0)[years]
    for _ in range(ROUNDS):
        left, size, right = np.linalg.svd(filled, full_matrices=False)
        common = (left[:, :FACTORS] * size[:FACTORS]) @ right[:FACTORS]
        before, filled = filled, np.where(known[years], series[years], common)
        if np.abs(filled - before).max() < SETTLED:
            break
    # The first factor raises growth, the second (most of it exchange rates) weakens currencies
    signs = np.where(right[:FACTORS].sum(axis=1) < 0.0, -1.0, 1.0)
    scores = np.full((len(series), FACTORS), 0.0)
    scores[years] = left[:, :FACTORS] * signs * np.sqrt(years.sum())
    share = size[:FACTORS] ** 2 / (size**2).sum()
    return scores, tuple(float(part) for part in share)


def _loadings(x: Floats, scores: Floats) -> Floats:
    """Return the regression of every series on the factors, shaped (country, variable, factor)."""
    variables, members, _ = x.shape
    found = np.full((members, variables, FACTORS), np.nan)
    for v in range(variables):
        for c in range(members):
            years = np.isfinite(x[v, c])
            if years.sum() >= FEWEST:
                found[c, v] = np.linalg.lstsq(scores[years], x[v, c, years], rcond=None)[0]
        known = np.isfinite(found[:, v, 0])
        if known.any():
            found[~known, v] = found[known, v].mean(axis=0)
    found = np.nan_to_num(found)
    carried = (found**2).sum(axis=-1)
    return np.asarray(found * np.sqrt(np.minimum(1.0, MOST / np.maximum(carried, MOST)))[..., None])


def _unit(loadings: Floats) -> Floats:
    """Return loadings that carry the whole variance; in equal parts where there are none."""
    size = np.sqrt((loadings**2).sum(axis=-1, keepdims=True))
    even = np.full(loadings.shape, FACTORS**-0.5)
    return np.where(size > 0.0, loadings / np.where(size > 0.0, size, 1.0), even)


def _rest(residual: Floats, shrinkage: float | None) -> tuple[Floats, tuple[bool, ...]]:
    """Return correlations of residuals shaped (country, year, variable), drawn to the pooled."""
    members, _, variables = residual.shape
    no_fx = ~np.isfinite(residual[..., FX]).any(axis=1)
    filled = residual.copy()
    filled[no_fx, :, FX] = 0.0
    complete = np.asarray(np.isfinite(filled).all(axis=-1))
    rows = complete.sum(axis=1)
    own = np.asarray(rows >= FEWEST)
    pooled = _correlation(filled[complete])
    single = np.stack([_correlation(filled[c][complete[c]]) for c in range(members)])
    upper = np.triu_indices(variables, 1)
    z = np.arctanh(np.clip(single[:, upper[0], upper[1]], -0.99, 0.99))
    doubt = 1.0 / np.maximum(rows - 3.0, 1.0)
    spread = max(0.0, float(np.mean(z[own].var(axis=0)) - doubt[own].mean())) if own.any() else 0.0
    weight = doubt / (doubt + spread) if shrinkage is None else np.full(members, shrinkage)
    weight = np.where(own, weight, 1.0)[:, None, None]
    return (1.0 - weight) * single + weight * pooled, tuple(bool(each) for each in own)


def _correlation(rows: Floats) -> Floats:
    """Return the correlation of rows around zero; the identity where nothing varies."""
    size = np.sqrt((rows**2).sum(axis=0))
    scaled = rows / np.where(size > 0.0, size, 1.0)
    found = scaled.T @ scaled
    np.fill_diagonal(found, 1.0)
    return np.asarray(found)
