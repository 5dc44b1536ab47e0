"""The forecast rule whose errors are the shocks: it looks back, and it has no judgement.

Growth will be the mean of the last twenty years. Inflation, yields and balances will be their
median over the last ten years plus a part of today's distance from it. Exchange rates will follow
relative inflation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from burdenshare.projection.calibration.history import NUMERAIRE, History
from burdenshare.projection.calibration.robust import pooled_towards, quantiles, winsorised
from burdenshare.projection.model import Floats

GROWTH_WINDOW = 20
"""Years whose mean is the centre for growth: slumps are part of it."""
WINDOW = 10
"""Years whose median is the centre for the others: a hyperinflation is not."""
LEAST = 5
"""Years that must be known for a centre."""
CAP = 0.95
"""Highest persistence of a rate; a shock then has a half-life of 13.5 years."""
GAP_KEPT = 2.0 / 3.0
"""Part of the output gap that is left a year later, as in the engine."""
ESTIMATED = ("growth", "inflation", "long_rate", "fx", "balance")
"""The variables with a history, in the order of every array here."""


@dataclass(frozen=True)
class Rule:
    """The rule as estimated from one history, and its errors."""

    centre: Floats
    """Mean or median of the years up to each year, shaped (variable, country, year)."""
    level: Floats
    """The series themselves, same shape; the balance without its response to growth."""
    persistence: Floats
    """Of deviations from a path forecast in one year, shaped (variable, country)."""
    memory: Floats
    """Part of today's distance from the centre that a forecast keeps a year, same shape."""
    error: Floats
    """Of the forecast made a year before, shaped (variable, country, year)."""
    response: float
    """Points of the primary balance per point of the output gap, pooled."""
    gap: Floats
    """Output gap that surprises in growth have left, shaped (country, year)."""

    def ahead(self, horizon: int) -> Floats:
        """Return the forecasts made in each year for `horizon` years later; fx: its change."""
        away = self.memory[..., None] ** horizon * (self.level - self.centre)
        return np.asarray(self.centre + away)


class _Fit(NamedTuple):
    """The rule for one variable, shaped (country, year) or (country,)."""

    centre: Floats
    away: Floats
    persistence: Floats
    memory: Floats
    error: Floats


def estimate_rule(history: History, first: int, shrinkage: float | None = None) -> Rule:
    """Return the rule and its errors from the year `first` on.

    Rules
    -----
    - Persistence is the least-squares slope of next year's distance from the centre on this
      year's, winsorised, drawn towards the pooled value (`pooled_towards`), within 0 and `CAP`.
      Forecasts remember today's distance by the same part; those of growth do not: slumps are
      partly undone, and a memory of them made forecasts of GDP worse.
    - The exchange rate is expected to follow the expected difference in inflation to the United
      States (relative purchasing power parity); its errors never fade (a random walk).
    - The balance is taken less its pooled response to the output gap, which the engine adds by
      itself.
    """
    years = history.years
    growth = _fit(history.growth, years, first, shrinkage, remembers=False)
    inflation, long_rate = (
        _fit(series, years, first, shrinkage) for series in (history.inflation, history.long_rate)
    )
    plain = _fit(history.balance, years, first, shrinkage)
    response = _slope(growth.error, plain.error)
    gap = _gap(growth.error)
    balance = _fit(history.balance - response * gap, years, first, shrinkage)
    fx = _fit_fx(history, inflation, first)
    fits = (growth, inflation, long_rate, fx, balance)
    stacked = _Fit(*(np.stack(part) for part in zip(*fits, strict=True)))
    return Rule(
        centre=stacked.centre,
        level=stacked.centre + stacked.away,
        persistence=stacked.persistence,
        memory=stacked.memory,
        error=stacked.error,
        response=response,
        gap=gap,
    )


def trailing_mean(series: Floats, window: int = GROWTH_WINDOW, least: int = LEAST) -> Floats:
    """Return the mean of the last years up to each year; NaN where too few are known."""
    known = np.isfinite(series)
    totals, counts = (
        np.cumsum(np.pad(part, ((0, 0), (window, 0))), axis=1, dtype=float)
        for part in (np.where(known, series, 0.0), known)
    )
    total, count = (part[:, window:] - part[:, :-window] for part in (totals, counts))
    return np.where(count >= least, total / np.maximum(count, 1.0), np.nan)


def trailing_median(series: Floats, window: int = WINDOW, least: int = LEAST) -> Floats:
    """Return the median of the last years up to each year; NaN where too few are known."""
    found = np.full(series.shape, np.nan)
    for year in range(series.shape[1]):
        past = series[:, max(0, year + 1 - window) : year + 1]
        enough = np.isfinite(past).sum(axis=1) >= least
        found[enough, year] = quantiles(past[enough], 0.5)
    return found


def _fit(
    series: Floats,
    years: tuple[int, ...],
    first: int,
    shrinkage: float | None,
    *,
    remembers: bool = True,
) -> _Fit:
    """Return the rule for one variable: around a median, or without memory around a mean."""
    centre = trailing_median(series) if remembers else trailing_mean(series)
    away, ahead = _distances(series, centre, years, first)
    persistence = _persistence(winsorised(away), winsorised(ahead), shrinkage)
    memory = persistence * float(remembers)
    error = np.full(series.shape, np.nan)
    error[:, 1:] = (ahead - memory[:, None] * away)[:, :-1]
    return _Fit(centre, series - centre, persistence, memory, error)


def _distances(
    series: Floats, centre: Floats, years: tuple[int, ...], first: int
) -> tuple[Floats, Floats]:
    """Return this and next year's distance from the centre of this year, where both count."""
    away = series - centre
    ahead = np.full(series.shape, np.nan)
    ahead[:, :-1] = series[:, 1:] - centre[:, :-1]
    used = np.isfinite(away) & np.isfinite(ahead) & (np.array(years) >= first - 1)
    return np.where(used, away, np.nan), np.where(used, ahead, np.nan)


def _persistence(x: Floats, y: Floats, shrinkage: float | None) -> Floats:
    """Return the slope of y on x by country, drawn towards the pooled one."""
    squares, count = np.nansum(x * x, axis=1), np.isfinite(x).sum(axis=1)
    enough = (count >= LEAST) & (squares > 0)
    slope, doubt = np.full(len(x), np.nan), np.full(len(x), np.nan)
    slope[enough] = np.nansum(x * y, axis=1)[enough] / squares[enough]
    rest = np.nansum((y - slope[:, None] * x) ** 2, axis=1)
    doubt[enough] = rest[enough] / (count[enough] - 1) / squares[enough]
    return np.clip(pooled_towards(slope, doubt, shrinkage), 0.0, CAP)


def _slope(x: Floats, y: Floats) -> float:
    """Return the pooled slope of y on x, each country's values in units of its own spread."""
    x, y = winsorised(x), winsorised(y)
    both = np.isfinite(x) & np.isfinite(y)
    x, y = np.where(both, x, 0.0), np.where(both, y, 0.0)
    weight = both.sum(axis=1) / np.maximum((x * x).sum(axis=1), 1e-30)
    return float((weight * (x * y).sum(axis=1)).sum() / both.sum())


def _gap(error: Floats) -> Floats:
    """Return the output gap that surprises in growth leave, 0 before the first one."""
    gap = np.zeros(error.shape)
    for year in range(1, error.shape[1]):
        gap[:, year] = GAP_KEPT * gap[:, year - 1] + np.nan_to_num(error[:, year])
    return gap


def _fit_fx(history: History, inflation: _Fit, first: int) -> _Fit:
    """Return the rule for the change of the exchange rate: what relative inflation lets expect.

    The largest user of a currency speaks for all who share it.
    """
    prices = inflation.centre + inflation.persistence[:, None] * inflation.away
    speakers = [history.speaker(c) for c in range(len(history.members))]
    dollar = history.speaker(history.currency.index(NUMERAIRE))
    expected = np.asarray(prices[speakers] - prices[dollar])
    error = np.diff(history.fx, axis=1, prepend=np.nan)
    error[:, 1:] -= expected[:, :-1]
    error[:, np.array(history.years) < first] = np.nan
    steady = np.ones(len(expected))
    return _Fit(expected, np.zeros(expected.shape), steady, steady, error)
