"""From the history of forecast errors to spreads, dependence and persistence of shocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.projection.calibration.dependence import Dependence, estimate_dependence
from burdenshare.projection.calibration.history import History
from burdenshare.projection.calibration.robust import pooled_towards, variances
from burdenshare.projection.calibration.rule import ESTIMATED, Rule, estimate_rule
from burdenshare.projection.futures.roots import symmetric_root
from burdenshare.projection.model import Floats

FIRST = 2000
"""First year whose errors count, as in the Commission's method: after the hyperinflations."""
FEWEST = 6
"""Errors that a variable must have in a country, else its spread is the pooled one."""
_FROM = [ESTIMATED.index(name) for name in ("growth", "inflation", "long_rate", "long_rate", "fx")]
_FROM += [ESTIMATED.index("balance")]
"""Which estimated variable each of `VARIABLES` follows: the short rate follows the long one."""


@dataclass(frozen=True)
class Shocks:
    """The shocks of every country as estimated, before any widening."""

    rule: Rule
    dependence: Dependence
    spread: Floats
    """Standard deviation of the error a year ahead, shaped (variable, country)."""
    pooled: dict[str, tuple[str, ...]]
    """By variable of `ESTIMATED`: whose spread is the pooled one for want of history."""
    persistence: Floats
    """Shaped (country, 6), as in `Calibration`."""
    loadings: Floats
    root: Floats
    kurtosis: float

    def widened(self, factors: Mapping[str, float]) -> Shocks:
        """Return loadings and roots with each variable's shocks times its factor (default 1)."""
        each = np.array([factors.get(name, 1.0) for name in ESTIMATED])[_FROM]
        squares = self.root @ self.root
        return replace(
            self,
            loadings=self.loadings * each[:, None],
            root=symmetric_root(squares * each[:, None] * each),
        )


def estimate(history: History, *, first: int = FIRST, shrinkage: float | None = None) -> Shocks:
    """Return the shocks that a history tells of, before any widening.

    Raises
    ------
    Refusal
        ``bad-argument`` where `shrinkage` is no weight, or too few errors are left.
    """
    if shrinkage is not None and not 0.0 <= shrinkage <= 1.0:
        raise Refusal(
            "bad-argument", f"shrinkage {shrinkage:g} is no weight", hint="between 0 and 1"
        )
    rule = estimate_rule(history, first, shrinkage)
    spread, pooled = _spread(history, rule.error, shrinkage)
    dependence = estimate_dependence(history, rule.error, shrinkage)
    size = spread.T
    own = dependence.left * size
    covariance = dependence.rest * own[:, :, None] * own[:, None, :]
    return Shocks(
        rule=rule,
        dependence=dependence,
        spread=spread,
        pooled=pooled,
        persistence=rule.persistence.T[:, _FROM],
        loadings=(dependence.loadings * size[..., None])[:, _FROM],
        root=symmetric_root(covariance[:, _FROM][:, :, _FROM]),
        kurtosis=_kurtosis(rule.error),
    )


def degrees_of_freedom(kurtosis: float) -> int | None:
    """Return the even degrees of freedom, 4 or more, whose Student t has this kurtosis.

    Kurtosis is ``3 + 6/(nu - 4)``. None where it is not above the normal's 3: no fat tails.
    """
    if kurtosis <= 3.0:
        return None
    return max(4, 2 * round((4.0 + 6.0 / (kurtosis - 3.0)) / 2.0))


def _spread(
    history: History, error: Floats, shrinkage: float | None
) -> tuple[Floats, dict[str, tuple[str, ...]]]:
    """Return standard deviations drawn towards the pooled one, and who has only that.

    Logarithms of variances are pooled, so that no single country sets the common size; their
    sampling variance is that of a normal, 2/n.
    """
    found = np.zeros(error.shape[:2])
    pooled = {}
    for v, name in enumerate(ESTIMATED):
        variance, count = variances(error[v])
        nothing = variance == 0.0
        known = (count >= FEWEST) & ~nothing
        if not known.any():
            raise Refusal(
                "no-figures",
                f"no country has {FEWEST} years of {name} from which errors could be measured",
                hint="calibrate on more years",
            )
        logs = np.where(known, np.log(np.where(known, variance, 1.0)), np.nan)
        shrunk = pooled_towards(logs, 2.0 / np.maximum(count, 1), shrinkage)
        found[v] = np.where(nothing, 0.0, np.exp(shrunk / 2.0))
        short = ~known & ~nothing
        pooled[name] = tuple(np.array(history.members)[short].tolist())
    return found, pooled


def _kurtosis(error: Floats) -> float:
    """Return the pooled kurtosis of all errors, each series in units of its own spread.

    Not winsorised: the tails are what is asked for.
    """
    rows = error.reshape(-1, error.shape[-1])
    count = np.isfinite(rows).sum(axis=1)
    square = np.nansum(rows**2, axis=1) / np.maximum(count, 1)
    used = (count >= FEWEST) & (square > 0.0)
    scaled = rows[used] / np.sqrt(square[used])[:, None]
    return float(np.nansum(scaled**4) / np.isfinite(scaled).sum())
