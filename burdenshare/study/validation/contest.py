"""Forecasts of one thing side by side, and their scores by horizon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from burdenshare.projection.model import Floats
from burdenshare.study.validation.scores import (
    LEVELS,
    Comparison,
    covered,
    crps_normal,
    diebold_mariano,
    pit,
)

BINS = 5
"""Of the probability integral transform."""


@dataclass(frozen=True)
class Forecast:
    """Normal distributions, shaped (origin, country, horizon)."""

    mean: Floats
    spread: Floats
    """Standard deviation; NaN where the forecast is a point."""

    def widened(self, factor: float) -> Forecast:
        """Return the forecast with its spread times a factor."""
        return replace(self, spread=self.spread * factor)


@dataclass(frozen=True)
class Contest:
    """Forecasts of one thing, ours first, and what came."""

    name: str
    """What is forecast, with its unit."""
    how: str
    """What was known at the origins."""
    members: tuple[str, ...]
    origins: tuple[str, ...]
    horizons: tuple[int, ...]
    actual: Floats
    """Shaped (origin, country, horizon); NaN where nothing can be compared."""
    forecasts: Mapping[str, Forecast]
    """By name; the first is ours."""

    @property
    def ours(self) -> str:
        """Name of our forecast."""
        return next(iter(self.forecasts))

    def part(self, at: slice) -> Contest:
        """Return the contest over some of the origins."""
        return replace(
            self,
            origins=self.origins[at],
            actual=self.actual[at],
            forecasts={
                name: Forecast(each.mean[at], each.spread[at])
                for name, each in self.forecasts.items()
            },
        )

    def widened(self, factor: float) -> Contest:
        """Return the contest with our forecast widened."""
        return replace(
            self,
            forecasts={**self.forecasts, self.ours: self.forecasts[self.ours].widened(factor)},
        )


@dataclass(frozen=True)
class Score:
    """How one forecast did at one horizon, in the unit of the contest."""

    forecast: str
    horizon: int
    n: int
    bias: float
    """Mean of forecast less actual."""
    mae: float
    rmse: float
    crps: float
    covered: tuple[float, ...]
    """Part inside each band of `scores.LEVELS`."""
    by_country: Comparison | None
    """Our CRPS against this one's, clustered by country; None for ours."""
    by_origin: Comparison | None
    """The same on means over countries, one for each origin."""


def scores(contest: Contest) -> list[Score]:
    """Return the score of every forecast at every horizon, over the cells that all of them fill."""
    found = []
    for h, horizon in enumerate(contest.horizons):
        actual = contest.actual[..., h]
        points = {name: each.mean[..., h] for name, each in contest.forecasts.items()}
        known = np.isfinite(actual) & np.all([np.isfinite(p) for p in points.values()], axis=0)
        if not known.any():
            continue
        losses = {
            name: np.where(
                known, crps_normal(actual, each.mean[..., h], each.spread[..., h]), np.nan
            )
            for name, each in contest.forecasts.items()
        }
        for name, each in contest.forecasts.items():
            error = (points[name] - actual)[known]
            spread = each.spread[..., h][known]
            rival = None if name == contest.ours else losses[name]
            found.append(
                Score(
                    forecast=name,
                    horizon=horizon,
                    n=int(known.sum()),
                    bias=float(error.mean()),
                    mae=float(np.abs(error).mean()),
                    rmse=float(np.sqrt((error**2).mean())),
                    crps=float(losses[name][known].mean()),
                    covered=tuple(
                        covered(actual[known], points[name][known], spread, level)
                        for level in LEVELS
                    ),
                    by_country=_by_country(contest, losses[contest.ours], rival, horizon),
                    by_origin=_by_origin(losses[contest.ours], rival, horizon),
                )
            )
    return found


def lost_countries(contest: Contest, rival: str, horizon: int) -> tuple[list[str], int]:
    """Return the countries in which the rival's mean CRPS is lower, and of how many."""
    h = contest.horizons.index(horizon)
    ours, other = (
        crps_normal(contest.actual[..., h], each.mean[..., h], each.spread[..., h])
        for each in (contest.forecasts[contest.ours], contest.forecasts[rival])
    )
    gap = np.where(np.isfinite(ours) & np.isfinite(other), ours - other, np.nan)
    known = np.isfinite(gap).any(axis=0)
    lost = known & (np.nansum(gap, axis=0) > 0.0)
    return [c for c, worse in zip(contest.members, lost, strict=True) if worse], int(known.sum())


def reliability(contest: Contest, levels: Sequence[float]) -> list[tuple[float, float]]:
    """Return what part of outcomes our central bands held, over all horizons, by level."""
    ours = contest.forecasts[contest.ours]
    return [(level, covered(contest.actual, ours.mean, ours.spread, level)) for level in levels]


def pits(contest: Contest) -> list[float]:
    """Return the part of outcomes in each fifth of our forecast distributions, low to high."""
    ours = contest.forecasts[contest.ours]
    found = pit(contest.actual, ours.mean, ours.spread)
    count, _ = np.histogram(found[np.isfinite(found)], bins=BINS, range=(0.0, 1.0))
    return [float(part) for part in count / max(count.sum(), 1)]


def ratios(contest: Contest) -> Floats:
    """Return our errors over the standard deviation that was forecast."""
    ours = contest.forecasts[contest.ours]
    return np.asarray((contest.actual - ours.mean) / ours.spread)


def _by_country(
    contest: Contest, ours: Floats, rival: Floats | None, horizon: int
) -> Comparison | None:
    if rival is None:
        return None
    units = list(contest.members) * len(contest.origins)
    return diebold_mariano(ours.ravel(), rival.ravel(), horizon=horizon, clusters=units)


def _by_origin(ours: Floats, rival: Floats | None, horizon: int) -> Comparison | None:
    if rival is None:
        return None
    known = np.isfinite(ours) & np.isfinite(rival)
    rows = known.any(axis=1)
    count = known[rows].sum(axis=1)
    means = [np.where(known[rows], each[rows], 0.0).sum(axis=1) / count for each in (ours, rival)]
    return diebold_mariano(means[0], means[1], horizon=horizon)
