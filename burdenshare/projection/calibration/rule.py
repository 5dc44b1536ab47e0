"""The forecast rule whose errors are the shocks: half a memory of now, half of the last ten years.

What a variable will be a year ahead is its median over the last ten years plus a part of today's
distance from it. The rule looks back only, so its errors are those that a forecaster without any
judgement would have made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from burdenshare.projection.calibration.history import NUMERAIRE, History
from burdenshare.projection.calibration.robust import pooled_towards, quantiles, winsorised
from burdenshare.projection.model import Floats

WINDOW = 10
"""Years whose median is the centre of the rule."""
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
    """Median of the years up to each year, shaped (variable, country, year)."""
    level: Floats
    """The series themselves, same shape; the balance without its response to growth."""
    persistence: Floats
    """Shaped (variable, country)."""
    error: Floats
    """Of the forecast made a year before, shaped (variable, country, year)."""
    response: float
    """Points of the primary balance per point of the output gap, pooled."""
    gap: Floats
    """Output gap that surprises in growth have left, shaped (country, year)."""

    def ahead(self, horizon: int) -> Floats:
        """Return the forecasts made in each year for `horizon` years later; fx: its change."""
        away = self.persistence[..., None] ** horizon * (self.level - self.centre)
        return np.asarray(self.centre + away)


def estimate_rule(history: History, first: int, shrinkage: float | None = None) -> Rule:
    """Return the rule and its errors from the year `first` on.

    Rules
    -----
    - Persistence is the least-squares slope of next year's distance from the centre on this
      year's, winsorised, drawn towards the pooled value (`pooled_towards`), within 0 and `CAP`.
    - The exchange rate is expected to follow the expected difference in inflation to the United
      States (relative purchasing power parity); its errors never fade (a random walk).
    - The balance is taken less its pooled response to the output gap, which the engine adds by
      itself.
    """
    growth, inflation, long_rate = (
        _fitted(series, history.years, first, shrinkage)
        for series in (history.growth, history.inflation, history.long_rate)
    )
    plain = _fitted(history.balance, history.years, first, shrinkage)
    response = _slope(growth[3], plain[3])
    gap = _gap(growth[3])
    balance = _fitted(history.balance - response * gap, history.years, first, shrinkage)
    expected = _expected_fx(history, inflation[0] + inflation[2][:, None] * inflation[1])
    fx_error = np.diff(history.fx, axis=1, prepend=np.nan)
    fx_error[:, 1:] -= expected[:, :-1]
    fx_error[:, np.array(history.years) < first] = np.nan
    members = len(history.members)
    parts = (growth, inflation, long_rate, balance)
    centre, away, persistence, error = (np.stack(found) for found in zip(*parts, strict=True))
    return Rule(
        centre=np.insert(centre, 3, expected, axis=0),
        level=np.insert(centre + away, 3, expected, axis=0),
        persistence=np.insert(persistence, 3, np.ones(members), axis=0),
        error=np.insert(error, 3, fx_error, axis=0),
        response=response,
        gap=gap,
    )


def trailing_median(series: Floats, window: int = WINDOW, least: int = LEAST) -> Floats:
    """Return the median of the last years up to each year; NaN where too few are known."""
    found = np.full(series.shape, np.nan)
    for year in range(series.shape[1]):
        past = series[:, max(0, year + 1 - window) : year + 1]
        enough = np.isfinite(past).sum(axis=1) >= min(least, window)
        found[enough, year] = quantiles(past[enough], 0.5)
    return found


def _fitted(
    series: Floats, years: tuple[int, ...], first: int, shrinkage: float | None
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return centre, distance from it, persistence, and errors of forecasts a year ahead."""
    centre = trailing_median(series)
    away = series - centre
    ahead = np.full(series.shape, np.nan)
    ahead[:, :-1] = series[:, 1:] - centre[:, :-1]
    late = np.array(years) >= first - 1
    known = np.isfinite(away) & np.isfinite(ahead) & late
    x, y = (winsorised(np.where(known, part, np.nan)) for part in (away, ahead))
    persistence = _persistence(x, y, shrinkage)
    error = np.full(series.shape, np.nan)
    error[:, 1:] = np.where(known, ahead - persistence[:, None] * away, np.nan)[:, :-1]
    return centre, away, persistence, error


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


def _expected_fx(history: History, inflation: Floats) -> Floats:
    """Return the expected change of the exchange rate: relative inflation, shared currencies' one.

    The largest user of a currency speaks for all.
    """
    speakers = [history.speaker(c) for c in range(len(history.members))]
    dollar = history.speaker(history.currency.index(NUMERAIRE))
    return np.asarray(inflation[speakers] - inflation[dollar])
