"""The deterministic criteria, and the search for the smallest balance that meets each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from burdenshare.projection.debt.inputs import Country
from burdenshare.projection.debt.path import CHECKED, DebtPath, Stress, project_debt
from burdenshare.projection.debt.variant import Variant
from burdenshare.projection.model import Floats

DETERMINISTIC = (
    "main_adjustment",
    "adverse_r_g",
    "lower_spb",
    "financial_stress",
    "deficit_reduction",
)
STRESSES: dict[str, Stress] = {
    "adverse_r_g": "adverse_r_g",
    "lower_spb": "lower_spb",
    "financial_stress": "financial_stress",
}
DEBT_LIMIT, DEFICIT_LIMIT = 60.0, 3.0
"""Per cent of GDP: the reference values of the Treaty."""
START = -10.0
"""Per cent of GDP: where the walk begins."""
LOWEST, HIGHEST = -40.0, 40.0
"""Per cent of GDP: where the search gives up."""
COARSE, FINE = 100, 10_000
"""Steps per point of GDP of the walk up, and of the walk down."""
_BLOCK = 640

Met = NDArray[np.bool_]


def debt_falls(path: DebtPath) -> Met:
    """Return for which targets debt falls in each of ten years, or ends at 60 or below."""
    after = path.debt[path.last_adjustment : path.last_adjustment + CHECKED + 1]
    falls = (np.diff(after, axis=0) < 0.0).all(axis=0)
    return np.asarray(falls | (after[-1] <= DEBT_LIMIT))


def deficit_stays(path: DebtPath) -> Met:
    """Return for which targets the deficit is at most 3 from the last adjustment year on."""
    checked = path.overall_balance[path.last_adjustment : path.last_adjustment + CHECKED + 1]
    return np.asarray((checked >= -DEFICIT_LIMIT).all(axis=0))


def meets(
    country: Country, criterion: str, targets: Floats, *, adjustment: int, variant: Variant
) -> Met:
    """Return for which targets a criterion of `DETERMINISTIC` is met."""
    path = project_debt(
        country,
        adjustment=adjustment,
        targets=targets,
        variant=variant,
        stress=STRESSES.get(criterion, "none"),
    )
    return deficit_stays(path) if criterion == "deficit_reduction" else debt_falls(path)


def smallest_balance(met: Callable[[Floats], Met]) -> float | None:
    """Return the balance that the reference walk reports, per cent of GDP.

    Up from -10 by 0.01 to the first success, then down by 0.0001 to the first failure: that
    failure is reported. The walk is taken whole blocks at a time, so that it costs less than a
    bisection of one target after the other, and needs no criterion to be monotone.

    Parameters
    ----------
    met : callable
        From targets to whether each meets the criterion.

    Returns
    -------
    float or None
        None where no balance up to `HIGHEST` is enough, or any down to `LOWEST`.
    """
    success = _first(met, round(START * COARSE), round(HIGHEST * COARSE), 1, COARSE, True)
    if success is None:
        return None
    start, stop = success * (FINE // COARSE), round(LOWEST * FINE)
    failure = _first(met, start, stop, -1, FINE, False)
    return None if failure is None else failure / FINE


def _first(
    met: Callable[[Floats], Met], start: int, stop: int, step: int, per_point: int, wanted: bool
) -> int | None:
    """Return the first step of a walk where the criterion is met, or where it is not."""
    for begin in range(start, stop + step, step * _BLOCK):
        steps = np.arange(begin, stop + step, step)[:_BLOCK]
        found = np.flatnonzero(met(steps / per_point) == wanted)
        if found.size:
            return int(steps[found[0]])
    return None
