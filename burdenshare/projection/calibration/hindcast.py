"""What the shock model would have said in the past, with nothing read that came later.

Pseudo-real-time: the years after an origin are cut off before anything is estimated, but the years
up to it are those of today's edition, revised since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from burdenshare.projection.calibration.estimate import FIRST, Shocks, estimate
from burdenshare.projection.calibration.history import NUMERAIRE, History
from burdenshare.projection.calibration.rule import ESTIMATED, GAP_KEPT
from burdenshare.projection.model import Floats

HORIZON = 5
SCORED = (*ESTIMATED, "level")
"""What is forecast: the estimated variables, and the logarithm of real GDP against today's.

Exchange rates too are changes from the origin, in log points.
"""


@dataclass(frozen=True)
class Hindcast:
    """Forecasts of the past, shaped (variable of `SCORED`, origin, country, horizon)."""

    members: tuple[str, ...]
    origins: tuple[int, ...]
    """Last year known."""
    mean: Floats
    spread: Floats
    """Standard deviation of the normal distribution forecast."""
    actual: Floats
    """NaN where the year has not been, or its figure is missing."""

    def error(self) -> Floats:
        """Return actual minus forecast."""
        return np.asarray(self.actual - self.mean)

    def widened(self, factors: Mapping[str, float]) -> Hindcast:
        """Return the forecasts with the spread of each variable times its factor (default 1)."""
        each = np.array([factors.get(name, 1.0) for name in SCORED])
        return replace(self, spread=self.spread * each[:, None, None, None])

    def part(
        self, *, origins: Sequence[int] | None = None, members: Sequence[str] | None = None
    ) -> Hindcast:
        """Return the forecasts made in some of the years, of some of the countries."""
        origins = self.origins if origins is None else origins
        members = self.members if members is None else members
        at = np.ix_(
            range(len(SCORED)),
            [self.origins.index(origin) for origin in origins],
            [self.members.index(code) for code in members],
        )
        cut = (self.mean[at], self.spread[at], self.actual[at])
        return Hindcast(tuple(members), tuple(origins), *cut)


def hindcast(
    history: History,
    origins: Sequence[int],
    *,
    first: int = FIRST,
    shrinkage: float | None = None,
    step: Callable[[], None] = lambda: None,
) -> Hindcast:
    """Return what the calibrated shocks would have said at each origin, 1 to 5 years ahead.

    The central path is the forecast rule's: no edition of the World Economic Outlook of those years
    is at hand.

    Parameters
    ----------
    history : History
    origins : sequence of int
        Last years known; the model is estimated anew for each, on nothing later.
    first, shrinkage
        As in `burdenshare.projection.calibration.calibrate.calibrate`.
    step : function
        Called after each origin.
    """
    made = []
    for origin in origins:
        past = history.until(origin)
        shocks = estimate(past, first=first, shrinkage=shrinkage)
        made.append((*_forecast(past, shocks), _actual(history, origin)))
        step()
    mean, spread, actual = (np.stack(part, axis=1) for part in zip(*made, strict=True))
    return Hindcast(history.members, tuple(origins), mean, spread, actual)


def spread_ahead(size: Floats, persistence: Floats, widening: Floats, *, level: bool) -> Floats:
    """Return the standard deviation of a deviation 1, 2 ... years ahead, shaped (country, horizon).

    Parameters
    ----------
    size : array (country,)
        Standard deviation of a year's shock.
    persistence : array (country,)
    widening : array (horizon,)
    level : bool
        Of the sum of all deviations so far, not of the last one.
    """
    found = np.zeros((len(size), len(widening)))
    for ahead in range(len(widening)):
        for year in range(ahead + 1):
            left = ahead - year
            reach = sum(persistence**k for k in range(left + 1)) if level else persistence**left
            found[:, ahead] += (widening[year] * reach) ** 2
    return np.asarray(size[:, None] * np.sqrt(found))


def _forecast(past: History, shocks: Shocks) -> tuple[Floats, Floats]:
    """Return mean and spread at the last year of a history, (variable, country, horizon)."""
    rule, size = shocks.rule, dict(zip(ESTIMATED, shocks.spread, strict=True))
    kept = dict(zip(ESTIMATED, rule.persistence, strict=True))
    ahead = np.stack([rule.ahead(h)[..., -1] for h in range(1, HORIZON + 1)], axis=-1)
    mean = dict(zip(ESTIMATED, ahead, strict=True))
    speakers = [past.speaker(c) for c in range(len(past.members))]
    dollar = past.speaker(past.currency.index(NUMERAIRE))
    inflation = mean["inflation"]
    mean["fx"] = np.cumsum(inflation[speakers] - inflation[dollar], axis=1)
    mean["level"] = np.cumsum(mean["growth"], axis=1)
    gap = GAP_KEPT ** np.arange(1, HORIZON + 1) * rule.gap[:, -1:]
    mean["balance"] = mean["balance"] + rule.response * gap
    plain = np.ones(HORIZON)
    spread = {
        name: spread_ahead(size[name], kept[name], plain, level=False)
        for name in ("growth", "inflation", "long_rate", "fx")
    }
    spread["level"] = spread_ahead(size["growth"], kept["growth"], plain, level=True)
    own = spread_ahead(size["balance"], kept["balance"], plain, level=False)
    through_gap = rule.response * _spread_of_gap(size["growth"], kept["growth"])
    spread["balance"] = np.sqrt(own**2 + through_gap**2)
    return (
        np.stack([mean[name] for name in SCORED]),
        np.stack([spread[name] for name in SCORED]),
    )


def _spread_of_gap(size: Floats, persistence: Floats) -> Floats:
    """Return the standard deviation of the output gap that shocks to growth leave."""
    found = np.zeros((len(size), HORIZON))
    for ahead in range(HORIZON):
        for year in range(ahead + 1):
            left = ahead - year
            reach = sum(GAP_KEPT ** (left - k) * persistence**k for k in range(left + 1))
            found[:, ahead] += reach**2
    return np.asarray(size[:, None] * np.sqrt(found))


def _actual(history: History, origin: int) -> Floats:
    """Return what came, (variable, country, horizon)."""
    start = history.years.index(origin)
    found = np.full((len(SCORED), len(history.members), HORIZON), np.nan)
    later = slice(start + 1, start + 1 + HORIZON)
    series = {
        "growth": history.growth[:, later],
        "inflation": history.inflation[:, later],
        "long_rate": history.long_rate[:, later],
        "fx": history.fx[:, later] - history.fx[:, [start]],
        "balance": history.balance[:, later],
        "level": np.cumsum(history.growth[:, later], axis=1),
    }
    for v, name in enumerate(SCORED):
        found[v, :, : series[name].shape[1]] = series[name]
    return found
