"""Hindcasts of real GDP: what the calibrated shocks would have said, against simple rivals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from burdenshare.figures.tables import last_day
from burdenshare.projection.calibration.calibrate import judging, origins, pledgers, widenings
from burdenshare.projection.calibration.estimate import FEWEST, FIRST, estimate
from burdenshare.projection.calibration.hindcast import (
    HORIZON,
    SCORED,
    Hindcast,
    hindcast,
    spread_ahead,
)
from burdenshare.projection.calibration.history import WEO, History, Table, read_history
from burdenshare.projection.calibration.robust import pooled_towards, variances
from burdenshare.projection.calibration.rule import LEAST
from burdenshare.projection.model import Floats
from burdenshare.study.validation.contest import Contest, Forecast

OURS = "calibrated rule"
THEN, NOW = "2025-10", "2026-04"
"""The two editions of the World Economic Outlook that are at hand."""


@dataclass(frozen=True)
class Past:
    """Hindcasts of every variable from one edition, and by how much they were widened."""

    history: History
    plain: Hindcast
    factors: dict[str, float]
    """By variable of `SCORED`, estimated on the origins of `calibrate.judging`."""

    @property
    def shown(self) -> tuple[int, ...]:
        """Origins that widening was not estimated on."""
        judged = judging(self.plain.origins)
        return tuple(origin for origin in self.plain.origins if origin not in judged)


def past(figures: Table, step: Callable[[], None] = lambda: None) -> Past:
    """Return the hindcasts of the allies and partners from every origin."""
    history = read_history(figures)
    whole = hindcast(history, origins(history, FIRST), first=FIRST, step=step)
    plain = whole.part(members=pledgers(history))
    return Past(history, plain, widenings(plain.part(origins=judging(plain.origins))))


def steps(figures: Table) -> int:
    """Return how many origins `past` will tell of."""
    return len(origins(read_history(figures), FIRST))


def contest(found: Past, variable: str) -> Contest:
    """Return the pseudo-real-time contest of ``growth`` or ``level`` of real GDP, per cent.

    Ours is the calibrated rule, widened as shipped.

    Rivals: *random walk* - growth stays as it was, GDP stays where it was; *drift* - growth, or the
    growth of GDP, is the mean of all years known. Their spreads are those of their own past errors
    at the same horizon, winsorised and drawn towards the common one as ours are.
    """
    v = SCORED.index(variable)
    each = found.plain.widened(found.factors)
    at = [found.history.members.index(code) for code in each.members]
    rivals: dict[str, list[tuple[Floats, Floats]]] = {"random walk": [], "drift": []}
    for origin in each.origins:
        growth = found.history.until(origin).growth[at]
        for name in rivals:
            rivals[name].append(_rival(growth, name, level=variable == "level"))
    words = {
        "growth": "growth of real GDP, per cent",
        "level": "real GDP, per cent of the origin's",
    }
    return Contest(
        name=words[variable],
        how=f"pseudo-real-time within {found.history.editions[0]}: years after the origin are cut "
        "off, those before it are as that edition restates them",
        members=each.members,
        origins=tuple(str(origin) for origin in each.origins),
        horizons=tuple(range(1, HORIZON + 1)),
        actual=100.0 * each.actual[v],
        forecasts={
            OURS: Forecast(100.0 * each.mean[v], 100.0 * each.spread[v]),
            **{
                name: Forecast(
                    100.0 * np.stack([mean for mean, _ in made]),
                    100.0 * np.stack([spread for _, spread in made]),
                )
                for name, made in rivals.items()
            },
        },
    )


def editions(figures: Table) -> Contest:
    """Return the one contest of two editions: growth in 2025 as forecast and as reported.

    The October 2025 edition's forecast within the bands that the engine would have drawn around it,
    calibrated on what was published by then, not widened; rivals as in `contest`.
    """
    day = last_day(THEN)
    then = read_history(figures, vintage=THEN, as_of=day)
    now = read_history(figures, vintage=NOW)
    year = then.years[-1] + 1
    members = tuple(code for code in pledgers(then) if code in now.members)
    at = [then.members.index(code) for code in members]
    shocks = estimate(then, first=FIRST)
    spread = spread_ahead(shocks.spread[0], shocks.rule.persistence[0], np.ones(1), level=False)
    said = _forecast_of(figures, THEN, year, day)
    growth = then.growth[at]
    rivals = {name: _rival(growth, name, level=False) for name in ("random walk", "drift")}
    actual = now.growth[[now.members.index(c) for c in members], now.years.index(year)]
    published = np.array([said.get(code, np.nan) for code in members])
    wide = spread[at, 0]
    return Contest(
        name=f"growth of real GDP in {year}, per cent",
        how=f"World Economic Outlook of {THEN} as published, against that of {NOW}",
        members=members,
        origins=(THEN,),
        horizons=(1,),
        actual=100.0 * actual[None, :, None],
        forecasts={
            "World Economic Outlook": _single(published, wide),
            OURS: _single(shocks.rule.ahead(1)[0, at, -1], wide),
            **{name: _single(mean[:, 0], wide_[:, 0]) for name, (mean, wide_) in rivals.items()},
        },
    )


def _single(mean: Floats, spread: Floats) -> Forecast:
    return Forecast(100.0 * mean[None, :, None], 100.0 * spread[None, :, None])


def _forecast_of(figures: Table, vintage: str, year: int, day: date) -> dict[str, float]:
    rows = figures.rows(WEO["growth"], definition="imf", vintages=vintage, as_of=day)
    return {o.country: float(np.log1p(o.value / 100.0)) for o in rows if o.year == year}


def _rival(growth: Floats, name: str, *, level: bool) -> tuple[Floats, Floats]:
    """Return mean and spread at the last year known, shaped (country, horizon)."""
    ahead = np.arange(1.0, HORIZON + 1.0)
    base = _bases(growth, name, level=level)
    mean = base[:, -1:] * (ahead if level else np.ones(HORIZON))
    spread = np.empty(mean.shape)
    for h in range(1, HORIZON + 1):
        came = _sums(growth, h) if level else growth[:, h:]
        said = base[:, : growth.shape[1] - h] * (h if level else 1.0)
        spread[:, h - 1] = _size(came - said)
    return mean, spread


def _bases(growth: Floats, name: str, *, level: bool) -> Floats:
    """Return the growth that a rival expects in every year to come, by the year it says so."""
    if name == "random walk":
        return np.zeros(growth.shape) if level else growth
    count = np.cumsum(np.isfinite(growth), axis=1)
    mean = np.cumsum(np.nan_to_num(growth), axis=1) / np.maximum(count, 1)
    return np.where(count >= LEAST, mean, np.nan)


def _sums(growth: Floats, years: int) -> Floats:
    """Return the growth of the next years, summed, by the year before them."""
    n = growth.shape[1]
    return np.asarray(sum(growth[:, k : n - years + k] for k in range(1, years + 1)))


def _size(error: Floats) -> Floats:
    variance, count = variances(error)
    known = (count >= FEWEST) & (np.nan_to_num(variance) > 0.0)
    logs = np.where(known, np.log(np.where(known, variance, 1.0)), np.nan)
    return np.exp(pooled_towards(logs, 2.0 / np.maximum(count, 1)) / 2.0)
