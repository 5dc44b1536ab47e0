"""From the shipped history to the calibration that the stochastic engine draws its shocks from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.figures.membership import members as members_of
from burdenshare.projection.calibration import words
from burdenshare.projection.calibration.content import fingerprint, rounded
from burdenshare.projection.calibration.estimate import (
    FIRST,
    degrees_of_freedom,
    estimate,
)
from burdenshare.projection.calibration.file import dump
from burdenshare.projection.calibration.hindcast import SCORED, Hindcast, hindcast
from burdenshare.projection.calibration.history import History, Table, read_history
from burdenshare.projection.calibration.rule import ESTIMATED
from burdenshare.projection.futures.model import Calibration
from burdenshare.projection.model import Floats

YEARS_AHEAD = 40
"""Years that a calibration covers."""
COVERED = 0.8
"""The band whose coverage decides how much shocks are widened."""
LEARNT = 6
"""Years of errors that the earliest origin of the hindcasts must have behind it."""
LEAST_ORIGINS = 4
"""Origins without which no widening can be told."""


def calibrate(
    figures: Table,
    *,
    first: int = FIRST,
    last: int | None = None,
    tails: bool = True,
    shrinkage: float | None = None,
    widen: bool = True,
    vintage: str = "",
    as_of: date | None = None,
    step: Callable[[int, int], None] = lambda _done, _of: None,
) -> Calibration:
    """Return the shocks of growth, prices, rates, exchange rate and balance, from history alone.

    Rules
    -----
    - *Deviations* are the errors of a forecast rule that looks back only (`rule.estimate_rule`),
      from `first` on. Actual and estimated years of one edition are read, never forecasts.
    - *Persistence, spread and correlations* of a country are drawn towards what is common to all,
      by how little its own sample can tell (`robust.pooled_towards`).
    - *Outliers* are winsorised at 5 and 95 %, and variances divided by what that leaves of a
      normal's (0.83).
    - *Dependence*: two global factors and a full covariance of the rest for each country
      (`dependence.estimate_dependence`).
    - *Short rate*: no history of it is shipped; it is assumed to move one for one with the yield.
    - *Primary balance*: less its response to the output gap, which the engine adds by itself.
    - *Fat tails*: the even degrees of freedom whose Student t has the pooled kurtosis.
    - *Widening*: each variable's shocks times the factor that makes its 80 % bands cover 80 % in
      hindcasts made from every second year, never below 1 (`widenings`); the same for every
      country and horizon, so that `Calibration.scale` is 1.

    Parameters
    ----------
    figures : Figures
    first, last : int
        First year whose errors count, and last year read (default: the last that has happened).
    tails : bool
        Whether to estimate fat tails.
    shrinkage : float, optional
        Weight of the pooled values for every country, between 0 and 1, instead of those found.
    widen : bool
        Whether to widen.
    vintage : str
        Edition of the World Economic Outlook; the latest (by `as_of`) if empty.
    as_of : date, optional
        Only what was published on or before that day.
    step : function
        Told how many origins of how many are done.

    Raises
    ------
    Refusal
        ``bad-argument`` for years that leave too little to estimate, or a shrinkage that is no
        weight; ``no-figures`` and ``mixed-definitions`` from `history.read_history`.
    """
    history = read_history(figures, last=last, vintage=vintage, as_of=as_of)
    _require_years(history, first)
    shocks = estimate(history, first=first, shrinkage=shrinkage)
    factors: dict[str, float] = {}
    judged: tuple[int, ...] = ()
    if widen:
        past = _hindcast(history, first, shrinkage, step)
        judged = judging(past.origins)
        factors = widenings(past.part(origins=judged))
        shocks = shocks.widened(factors)
    tail = degrees_of_freedom(shocks.kurtosis) if tails else None
    made = rounded(
        Calibration(
            members=history.members,
            persistence=shocks.persistence,
            loadings=shocks.loadings,
            root=shocks.root,
            scale=np.ones((len(history.members), YEARS_AHEAD)),
            tail=tail,
            notes=words.notes(history, shocks, first, factors, judged, tail),
        )
    )
    return replace(made, fingerprint=fingerprint(made))


def calibrate_to(path: Path, figures: Table, **options: Any) -> dict[str, Any]:
    """Calibrate, write the file, and say what is in it: all that the command does.

    Parameters
    ----------
    path : Path
        Where to write; an earlier file is replaced.
    figures : Figures
    **options
        What `calibrate` takes.

    Returns
    -------
    dict
        ``file``, ``fingerprint``, ``members``, ``tail``, ``horizon``, ``notes``.

    Raises
    ------
    BurdenshareError
        What `calibrate` and `file.dump` raise.
    """
    made = calibrate(figures, **options)
    dump(made, path)
    return {
        "file": str(path),
        "fingerprint": made.fingerprint,
        "members": list(made.members),
        "tail": made.tail,
        "horizon": made.scale.shape[1],
        "notes": [dict(note) for note in made.notes],
    }


def origins(history: History, first: int) -> range:
    """Return the years from which hindcasts are made: all with enough errors behind them."""
    return range(first + LEARNT - 1, history.years[-1])


def pledgers(history: History) -> tuple[str, ...]:
    """Return the countries whose hindcasts are scored: the allies and the four partners."""
    last = history.years[-1]
    known = {*members_of("NATO", last), *members_of("IP4", last)}
    return tuple(code for code in history.members if code in known)


def judging(origins: Sequence[int]) -> tuple[int, ...]:
    """Return the origins that widening is estimated on; it is shown on the others.

    Every second one, so that both halves hold every crisis; errors several years ahead of
    neighbouring origins overlap, so that the halves are not independent.
    """
    return tuple(origins[1::2])


def widenings(past: Hindcast) -> dict[str, float]:
    """Return by how much each variable must be widened to cover what it promises, see `widening`.

    All countries, origins and horizons together. Growth is judged by the level of real GDP.
    """
    found = {}
    for name in ESTIMATED:
        v = SCORED.index("level" if name == "growth" else name)
        spread = np.where(past.spread[v] > 0.0, past.spread[v], np.nan)
        found[name] = widening(past.error()[v] / spread)
    return {**found, "level": found["growth"]}


def widening(ratio: Floats) -> float:
    """Return the factor, 1 or more, with which 80 % bands would have covered 80 %.

    The 80 % quantile of absolute errors over their forecast standard deviation, over that of a
    normal; rounded to two decimals. NaN is left out.
    """
    known = np.abs(ratio[np.isfinite(ratio)])
    if not known.size:
        return 1.0
    normal = NormalDist().inv_cdf(0.5 + COVERED / 2.0)
    return max(1.0, round(float(np.quantile(known, COVERED)) / normal, 2))


def _require_years(history: History, first: int) -> None:
    start, end = history.years[0], history.years[-1]
    if not start < first <= end - LEARNT:
        raise Refusal(
            "bad-argument",
            f"first year {first}: errors must start after {start} and leave {LEARNT} years "
            f"before {end}",
            hint=f"choose a first year from {start + 1} to {end - LEARNT}",
        )


def _hindcast(
    history: History, first: int, shrinkage: float | None, step: Callable[[int, int], None]
) -> Hindcast:
    made = origins(history, first)
    if len(made) < LEAST_ORIGINS:
        raise Refusal(
            "bad-argument",
            f"{len(made)} years to make hindcasts from are too few to tell a widening",
            hint="choose an earlier first year, or do not widen",
        )
    done = iter(range(1, len(made) + 1))
    found = hindcast(
        history, made, first=first, shrinkage=shrinkage, step=lambda: step(next(done), len(made))
    )
    return found.part(members=pledgers(history))
