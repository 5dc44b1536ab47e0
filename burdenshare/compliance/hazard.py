"""Discrete-time hazards: the chance of crossing a share for the first time, and of falling below.

For an ally at risk in a year the chance is ``1 - exp(-exp(x' b))``, the complementary log-log link,
which is what a proportional hazard in continuous time gives when it is looked at once a year
(Prentice and Gloeckler 1978). x holds a constant, the regimes of 2022 and 2025, the distance to the
share, the covariates in standard deviations, and one entry for each ally. Every coefficient has a
normal prior, so that allies are drawn together and a handful of events cannot push a coefficient to
infinity; the mode is found by Fisher scoring and its doubt from the curvature there (Laplace).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from burdenshare.compliance.fit import BREAKS, covariate_values, covariates, raw, standard
from burdenshare.compliance.known import Floats, Known

Event = Literal["first", "fall"]
PRIOR: dict[str, tuple[float, float]] = {
    "constant": (-2.25, 1.5),
    "since": (0.0, 1.0),
    "distance": (0.0, 2.0),
    "covariate": (0.0, 0.5),
    "ally": (0.0, 0.5),
}
"""Mean and standard deviation of each family: the constant is a chance of a tenth a year."""
AHEAD = 5
"""Years ahead for which the chances of the hazards have been scored, and no further."""
LEVEL = 1.645
"""Standard deviations to either end of an interval of 90 per cent."""
_TURNS = 100


@dataclass(frozen=True)
class Hazard:
    """A fitted hazard."""

    event: Event
    share: float
    names: tuple[tuple[str, str], ...]
    mean: Floats
    covariance: Floats
    scales: dict[str, tuple[float, float]]
    at_risk: int
    events: int

    def chance(self, x: Floats, away: float = 0.0) -> Floats:
        """Return the chance a year of each row of `x`, `away` standard deviations from the mode."""
        middle = x @ self.mean
        width = np.sqrt(np.einsum("ij,jk,ik->i", x, self.covariance, x))
        return np.asarray(-np.expm1(-np.exp(np.clip(middle + away * width, -30.0, 5.0))))

    def to_json(self) -> dict[str, Any]:
        """Return the coefficients that all allies share; `ratio` multiplies the hazard."""
        return {
            "link": "complementary log-log",
            "at_risk": self.at_risk,
            "events": self.events,
            "coefficients": [
                {
                    "family": family,
                    "name": label,
                    "value": float(self.mean[k]),
                    "sd": float(np.sqrt(self.covariance[k, k])),
                    "ratio": float(np.exp(self.mean[k])),
                }
                for k, (family, label) in enumerate(self.names)
                if family != "ally"
            ],
        }


@dataclass(frozen=True)
class _Risk:
    """Ally-years at risk."""

    ally: list[str]
    year: list[int]
    distance: list[float]
    happened: Floats


def hazard_of(seen: Known, share: float, event: Event) -> Hazard:
    """Estimate a hazard on the changes known.

    Parameters
    ----------
    seen : Known
    share : float
        Per cent of GDP.
    event : {"first", "fall"}
        ``first``: at or above the share for the first time in the edition; ``fall``: below it, a
        year after having been there.
    """
    risk = _at_risk(seen, share, event)
    scales = {}
    for name in covariates(seen):
        values = _values(seen, name, risk.ally, risk.year)
        there = values[np.isfinite(values)]
        scales[name] = (float(there.mean()), float(there.std())) if there.size else (0.0, 0.0)
    names = (
        ("constant", ""),
        *(("since", str(b)) for b in BREAKS if b <= seen.origin),
        ("distance", "points to the share"),
        *(("covariate", name) for name in scales),
        *(("ally", ally) for ally in seen.members),
    )
    x = _design(seen, names, scales, risk.ally, risk.year, risk.distance)
    mean, covariance = _mode(x, risk.happened, names)
    return Hazard(
        event, share, names, mean, covariance, scales, len(risk.ally), int(risk.happened.sum())
    )


def next_year(seen: Known, found: Hazard) -> tuple[Floats, Floats, Floats]:
    """Return each member's chance in the next year, with an interval of 90 per cent.

    Read it only for allies at risk: those below the share, or those at or above it.
    """
    distance = (found.share - seen.last) * (1.0 if found.event == "first" else -1.0)
    years = [seen.year + 1] * len(seen.members)
    x = _design(
        seen, found.names, found.scales, seen.members, years, np.maximum(distance, 0.0).tolist()
    )
    now = covariate_values(seen, found.scales)
    for k, (family, label) in enumerate(found.names):
        if family == "covariate":
            x[:, k] = now[label]
    return found.chance(x), found.chance(x, -LEVEL), found.chance(x, LEVEL)


def chances(seen: Known, share: float, steps: int) -> Floats:
    """Return the chance of being at or above a share, shaped (member, year ahead).

    A chain of two states: below, an ally crosses by the hazard of a first crossing, whether or not
    it is its first; above, it falls by the hazard of falling. Both stay as they are next year.
    """
    up, down = (next_year(seen, hazard_of(seen, share, event))[0] for event in ("first", "fall"))
    return chain(seen.last >= share, up, down, steps)


def chain(there: Any, up: Floats, down: Floats, steps: int) -> Floats:
    """Return the chance of being there after each of some years, shaped (member, year ahead)."""
    now = np.asarray(there, dtype=float)
    found = []
    for _ in range(steps):
        now = now * (1.0 - down) + (1.0 - now) * up
        found.append(now)
    return np.stack(found, axis=1)


def _at_risk(seen: Known, share: float, event: Event) -> _Risk:
    changes = seen.changes
    rows: list[tuple[str, int, float, bool]] = []
    crossed: set[str] = set()
    for k in np.lexsort((changes.year, changes.ally)):
        ally, before = changes.ally[k], float(changes.before[k])
        was, now = before >= share, before + float(changes.change[k]) >= share
        if event == "fall" and was:
            rows.append((ally, changes.year[k], before - share, not now))
        if event == "first" and not was and ally not in crossed:
            rows.append((ally, changes.year[k], share - before, now))
        if was or now:
            crossed.add(ally)
    return _Risk(
        [r[0] for r in rows],
        [r[1] for r in rows],
        [r[2] for r in rows],
        np.array([r[3] for r in rows], dtype=float),
    )


def _values(seen: Known, name: str, allies: Sequence[str], years: Sequence[int]) -> Floats:
    """Return a covariate of the year before."""
    return np.array([raw(seen, name, a, t - 1) for a, t in zip(allies, years, strict=True)])


def _design(
    seen: Known,
    names: Sequence[tuple[str, str]],
    scales: dict[str, tuple[float, float]],
    allies: Sequence[str],
    years: Sequence[int],
    distance: Sequence[float],
) -> Floats:
    when = np.array(years, dtype=int)

    def column(family: str, label: str) -> Floats:
        """Return one column of the design."""
        match family:
            case "constant":
                return np.ones(len(allies))
            case "since":
                return (when >= int(label)).astype(float)
            case "distance":
                return np.array(distance, dtype=float)
            case "covariate":
                return standard(_values(seen, label, allies, years), scales[label])
            case _:
                return np.array([a == label for a in allies], dtype=float)

    return np.stack([column(*name) for name in names], axis=1)


def _mode(x: Floats, happened: Floats, names: Sequence[tuple[str, str]]) -> tuple[Floats, Floats]:
    """Return the mode of the posterior and its covariance, by Fisher scoring with halved steps."""
    centre, width = np.array([PRIOR[family] for family, _ in names]).T
    precision = np.diag(width**-2.0)

    def height(b: Floats) -> float:
        """Return the log posterior, but for a constant."""
        rate = np.exp(np.clip(x @ b, -30.0, 5.0))
        there = happened * np.log(-np.expm1(-rate)) - (1.0 - happened) * rate
        return float(there.sum() - 0.5 * (((b - centre) / width) ** 2).sum())

    mean = centre.copy()
    for _ in range(_TURNS):
        rate = np.exp(np.clip(x @ mean, -30.0, 5.0))
        chance = -np.expm1(-rate)
        slope = x.T @ ((happened - chance) * rate / chance) - precision @ (mean - centre)
        information = (x * (rate**2 * (1.0 - chance) / chance)[:, None]).T @ x + precision
        step = np.linalg.solve(information, slope)
        while height(mean + step) < height(mean) and np.abs(step).max() > 1e-10:
            step = step / 2.0
        mean = mean + step
        if np.abs(step).max() < 1e-9:
            break
    rate = np.exp(np.clip(x @ mean, -30.0, 5.0))
    chance = -np.expm1(-rate)
    information = (x * (rate**2 * (1.0 - chance) / chance)[:, None]).T @ x + precision
    return mean, np.asarray(np.linalg.inv(information), dtype=float)
