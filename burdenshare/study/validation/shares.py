"""Hindcasts of spending shares: what the editions of the time let one expect.

The forecast is the path of the pledge of the time, gone only in part each year: the engine's own
rule of a pledge kept with inertia, the inertia estimated on what was known. Its rivals are the last
share (random walk), the last share and the mean change so far (drift), and everyone keeping the
pledge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.figures.breaks import break_between
from burdenshare.figures.model import AGGREGATES
from burdenshare.figures.tables import last_day
from burdenshare.projection.calibration.history import Table
from burdenshare.projection.calibration.robust import pooled_towards
from burdenshare.projection.model import Floats
from burdenshare.study.validation.contest import Contest, Forecast

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation

SERIES = "milex_pct_gdp"
WITHIN = "2025-08"
"""The longest edition by one definition: the pseudo-real-time origins cut it off."""
SCORED = "2026-07"
"""The edition that real vintages are scored against; it counts core defence, another definition."""
HORIZONS = (1, 2, 3, 4, 5)
LEAST = 3
"""Changes that must be known before bands are made."""
OURS = "pledge with inertia"
KEPT = "pledge kept"


@dataclass(frozen=True)
class Pledge:
    """A share of GDP by a year, promised on a day."""

    made: date
    share: float
    by: int


PLEDGES = (
    Pledge(date(2014, 9, 5), 2.0, 2024),  # Wales: move towards 2 % within a decade
    Pledge(date(2025, 6, 25), 3.5, 2035),  # The Hague: 3.5 % core by 2035
)


@dataclass(frozen=True)
class Known:
    """What one edition tells up to an origin."""

    members: tuple[str, ...]
    years: tuple[int, ...]
    share: Floats
    """Per cent of GDP, shaped (country, year); NaN where blank."""
    chained: Floats
    """1 where the change into a year is on one footing, else NaN."""

    def until(self, year: int) -> Known:
        """Return what stands before the end of a year."""
        n = sum(y <= year for y in self.years)
        return Known(self.members, self.years[:n], self.share[:, :n], self.chained[:, :n])


def edition(figures: Table, vintage: str, *, as_of: date | None = None) -> Known:
    """Return the shares of one edition.

    Raises
    ------
    Refusal
        ``no-figures`` where the tables do not hold it by that day.
    """
    rows = [
        o
        for o in figures.rows(SERIES, definition="nato", vintages=vintage, as_of=as_of)
        if o.country not in AGGREGATES
    ]
    if not rows:
        raise Refusal(
            "no-figures",
            f"no table gives {SERIES} of the edition {vintage}",
            hint=f"burdenshare figures show {SERIES} --vintages all names the editions",
        )
    members = tuple(sorted({o.country for o in rows}))
    years = tuple(range(min(o.year for o in rows), max(o.year for o in rows) + 1))
    found: dict[tuple[str, int], Observation] = {(o.country, o.year): o for o in rows}
    share = np.full((len(members), len(years)), np.nan)
    chained = np.full(share.shape, np.nan)
    for c, code in enumerate(members):
        for t, year in enumerate(years):
            now, before = found.get((code, year)), found.get((code, year - 1))
            if now:
                share[c, t] = now.value
            if now and before and not break_between(before, now):
                chained[c, t] = 1.0
    return Known(members, years, share, chained)


def forecasts(known: Known, on: date, horizons: Sequence[int] = HORIZONS) -> dict[str, Forecast]:
    """Return what was to be expected at the end of what is known, shaped (country, horizon).

    Rules
    -----
    - *pledge*: from the last share in a straight line to what was pledged by the day `on`, then
      flat; whoever is above stays there.
    - *pledge with inertia*: of the way from last year's share to that line, a part is gone each
      year. The part is the least-squares slope of past changes on past ways, all countries
      together, within 0 and 1.
    - *random walk* and *drift*: the last share; plus the country's mean change so far.
    - Standard deviations are those of past errors a year ahead, drawn towards the common one,
      summed up over the horizon (for inertia less what fades; for drift with the doubt of the
      mean). Where fewer than three changes are known, forecasts are points.
    """
    last, steps = known.share[:, -1], max(horizons)
    ways = _path(last, known.years[-1], on, steps)
    inertia = _inertia(known, on)
    change = np.diff(known.share, axis=1) * known.chained[:, 1:]
    count = np.isfinite(change).sum(axis=1)
    mean = np.where(count > 0, np.nansum(change, axis=1) / np.maximum(count, 1), 0.0)
    aimed = _pull(known, on)
    ahead = np.arange(1.0, steps + 1.0)
    kept = np.sqrt(np.cumsum((1.0 - inertia) ** (2.0 * (ahead - 1.0))))
    means = {
        OURS: _with_inertia(last, ways, inertia),
        "random walk": np.broadcast_to(last[:, None], (len(last), steps)),
        "drift": last[:, None] + mean[:, None] * ahead,
        KEPT: ways,
    }
    grows = {
        OURS: np.broadcast_to(kept, (len(last), steps)),
        "random walk": np.broadcast_to(np.sqrt(ahead), (len(last), steps)),
        "drift": np.sqrt(ahead + ahead**2 / np.maximum(count, 1)[:, None]),
        KEPT: np.broadcast_to(np.sqrt(ahead), (len(last), steps)),
    }
    errors = {
        OURS: change - inertia * aimed,
        "random walk": change,
        "drift": change - mean[:, None],
        KEPT: change - aimed,
    }
    at = [h - 1 for h in horizons]
    return {
        name: Forecast(means[name][:, at], (_spread(errors[name])[:, None] * grows[name])[:, at])
        for name in means
    }


@dataclass(frozen=True)
class Estimate:
    """What an edition said of its own last year, beside what `SCORED` says of that year."""

    vintage: str
    year: int
    n: int
    bias: float
    """Mean of the edition less the later one, points of GDP."""
    mae: float
    at_two: tuple[int, int]
    """Allies at 2 % or more, then and by the later edition, of those in both."""


def estimate_of(figures: Table, vintage: str) -> Estimate:
    """Return how NATO's own estimate of the year of an edition has held."""
    then, now = edition(figures, vintage, as_of=last_day(vintage)), edition(figures, SCORED)
    year = then.years[-1]
    both = [
        (value, float(now.share[now.members.index(code), now.years.index(year)]))
        for code, value in zip(then.members, then.share[:, -1].tolist(), strict=True)
        if code in now.members
    ]
    pairs = np.array([pair for pair in both if np.isfinite(pair).all()])
    error = pairs[:, 0] - pairs[:, 1]
    first, last = (int(count) for count in (pairs >= 2.0).sum(axis=0))
    return Estimate(
        vintage, year, len(pairs), float(error.mean()), float(np.abs(error).mean()), (first, last)
    )


def laggards(contest: Contest) -> Floats:
    """Return 1 where the pledge asked for a rise, else 0, shaped (origin, country)."""
    pledge, last = (contest.forecasts[name].mean[..., 0] for name in (KEPT, "random walk"))
    asked = pledge - last
    return np.asarray(np.where(np.isfinite(asked), asked > 0.0, np.nan), dtype=float)


def within(figures: Table) -> Contest:
    """Return the pseudo-real-time contest: origins inside one edition, the past as it tells it."""
    whole = edition(figures, WITHIN)
    origins = whole.years[LEAST:-1]
    made = [forecasts(whole.until(origin), date(origin, 12, 31)) for origin in origins]
    actual = np.stack([_later(whole, origin) for origin in origins])
    return Contest(
        name="share of GDP, per cent",
        how=f"pseudo-real-time within NATO's edition of {WITHIN}: years after the origin are cut "
        "off, those before it are as that edition restates them",
        members=whole.members,
        origins=tuple(str(origin) for origin in origins),
        horizons=HORIZONS,
        actual=actual,
        forecasts=_stacked(made),
    )


def real(figures: Table, vintage: str) -> Contest:
    """Return the contest of one edition as it was published, scored against `SCORED`.

    An edition of a single year lets one only say that shares stay, or that pledges are kept.
    """
    day = last_day(vintage)
    then, now = edition(figures, vintage, as_of=day), edition(figures, SCORED)
    last = then.years[-1]
    horizons = tuple(range(1, now.years[-1] - last + 1))
    actual = np.full((len(then.members), len(horizons)), np.nan)
    for c, code in enumerate(then.members):
        if code in now.members:
            row = now.share[now.members.index(code)]
            actual[c] = [row[now.years.index(last + h)] for h in horizons]
    made = _stacked([forecasts(then, day, horizons)])
    if len(then.years) == 1:
        made = {name: made[name] for name in (KEPT, "random walk")}
    return Contest(
        name="share of GDP, per cent",
        how=f"NATO's edition of {vintage} as published, against that of {SCORED}",
        members=then.members,
        origins=(vintage,),
        horizons=horizons,
        actual=actual[None],
        forecasts=made,
    )


def _stacked(made: Sequence[dict[str, Forecast]]) -> dict[str, Forecast]:
    return {
        name: Forecast(
            np.stack([each[name].mean for each in made]),
            np.stack([each[name].spread for each in made]),
        )
        for name in made[0]
    }


def _later(whole: Known, origin: int) -> Floats:
    """Return the shares after an origin; NaN beyond a break in what is counted."""
    start = whole.years.index(origin)
    found = np.full((len(whole.members), len(HORIZONS)), np.nan)
    footing = np.ones(len(whole.members))
    for h in HORIZONS:
        if start + h < len(whole.years):
            broken = np.isfinite(whole.share[:, start + h]) & ~np.isfinite(
                whole.chained[:, start + h]
            )
            footing = np.where(broken, np.nan, footing)
            found[:, h - 1] = whole.share[:, start + h] * footing
    return found


def _path(last: Floats, year: int, on: date, steps: int) -> Floats:
    """Return the straight line to the pledge of a day, shaped (country, year ahead)."""
    pledge = max((p for p in PLEDGES if p.made <= on), key=lambda p: p.made, default=None)
    goal = last if pledge is None else np.maximum(last, pledge.share)
    left = 1 if pledge is None else max(1, pledge.by - year)
    part = np.minimum(np.arange(1.0, steps + 1.0) / left, 1.0)
    return np.asarray(last[:, None] + part * (goal - last)[:, None])


def _with_inertia(last: Floats, ways: Floats, inertia: float) -> Floats:
    share, found = last, np.empty(ways.shape)
    for step in range(ways.shape[1]):
        share = share + inertia * (ways[:, step] - share)
        found[:, step] = share
    return found


def _pull(known: Known, on: date) -> Floats:
    """Return how far the pledge of each time asked each share to move, a year ahead."""
    moves = [
        _path(known.share[:, t], year, min(on, date(year, 12, 31)), 1)[:, 0] - known.share[:, t]
        for t, year in enumerate(known.years[:-1])
    ]
    if not moves:
        return np.empty((len(known.members), 0))
    return np.stack(moves, axis=1)


def _inertia(known: Known, on: date) -> float:
    change = np.diff(known.share, axis=1) * known.chained[:, 1:]
    pull = _pull(known, on)
    both = np.isfinite(change) & np.isfinite(pull) & (pull > 0.0)
    if not both.any():
        return 1.0
    slope = float((change[both] * pull[both]).sum() / (pull[both] ** 2).sum())
    return min(1.0, max(0.0, slope))


def _spread(error: Floats) -> Floats:
    """Return the root mean square of each row, its logarithm drawn towards the common one."""
    count = np.isfinite(error).sum(axis=1)
    square = np.nansum(error**2, axis=1)
    known = (count >= LEAST) & (square > 0.0)
    if not known.any():
        return np.full(len(error), np.nan)
    logs = np.log(np.where(known, square, 1.0) / np.maximum(count, 1))
    pooled = pooled_towards(np.where(known, logs, np.nan), 2.0 / np.maximum(count, 1))
    return np.exp(pooled / 2.0)
