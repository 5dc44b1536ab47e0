"""Says in plain words where a plan fails: scenario discovery over many tried worlds."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.study.prim import (
    ALPHA,
    MOST,
    Cases,
    Found,
    Limit,
    Stability,
    induce,
    quasi_p,
    stability,
)
from burdenshare.study.progress import silent
from burdenshare.study.sweep.design import Design
from burdenshare.study.sweep.run import Sweep, sweep

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from burdenshare.figures.store import Figures
    from burdenshare.projection.model import Floats
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.prim import Flags
    from burdenshare.study.progress import Step
    from burdenshare.study.sweep.outcomes import Outcome
    from burdenshare.study.sweep.vary import Vary

POINTS = 1000
FEWEST = 20
"""Failures, and cases that do not fail, below which no box is looked for."""
SENSES: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_FAILS = re.compile(r"\s*([^<>=\s]+)\s*(>=|<=|>|<)\s*(\S+)\s*")


class Condition(NamedTuple):
    """What counts as failing: an outcome above or below a level."""

    outcome: str
    sense: str
    level: float

    def holds(self, values: Floats) -> Flags:
        """Tell which values meet it."""
        found: Flags = SENSES[self.sense](values, self.level)
        return found

    def __str__(self) -> str:
        return f"{self.outcome} {self.sense} {repr(self.level).removesuffix('.0')}"


@dataclass(frozen=True)
class Discovery:
    """The box in which a plan fails most, and how far it can be trusted."""

    sweep: Sweep
    fails: Condition
    outcome: Outcome
    cases: int
    failures: int
    refused: int
    """Points of the design that have no result and are left out."""
    found: Found
    quasi_p: dict[int, float]
    """By position of the restricted field."""
    stability: Stability
    trajectory: tuple[Found, ...]
    most: int = MOST
    alpha: float = ALPHA
    seed: int = 1
    """What `discover_in` was told."""

    @property
    def vary(self) -> tuple[Vary, ...]:
        """The fields that varied."""
        return self.sweep.vary

    def sentences(self) -> list[str]:
        """Say where it fails, and how well that is known."""
        share = 100.0 * self.failures / self.cases
        tried = f"{self.cases:,} cases tried"
        if not self.found.restricted:
            return [
                f"It fails in {share:.0f} % of {tried}, but no simple condition on what varied "
                "says where."
            ]
        box, check = self.found, self.stability
        steady = [
            f"{self.vary[i].path} ({100.0 * check.restricted[i]:.0f} %)" for i in box.restricted
        ]
        return [
            f"It fails when {self.condition()}.",
            f"{100.0 * box.coverage:.0f} % of the {self.failures:,} failures lie there, and "
            f"{100.0 * box.density:.0f} % of the cases there fail, against {share:.0f} % of all "
            f"{tried}.",
            f"Looked for in random halves of the cases, the condition names {', '.join(steady)}; "
            f"in the other halves {100.0 * check.coverage:.0f} % of the failures lie there and "
            f"{100.0 * check.density:.0f} % of the cases there fail.",
            "A case is one that was tried; how likely it is, nobody says here.",
        ]

    def condition(self, *, paths: bool = True) -> str:
        """Return the box as a phrase: ``real growth is below 0.8 % a year and ...``.

        Without `paths`, fields that have a title are named by it alone.
        """
        parts = [said(self.vary[i], self.found.box[i]) for i in self.found.restricted]
        phrase = " and ".join(parts)
        for each in self.vary if not paths else ():
            phrase = phrase.replace(each.named, each.named.removesuffix(f" ({each.path})"))
        return phrase

    def to_json(self) -> dict[str, Any]:
        """Return the box, its statistics and the trajectory as plain data."""
        return {
            "fingerprint": self.sweep.fingerprint,
            "asked": {
                "question": "discover",
                "fails": str(self.fails),
                "most": self.most,
                "alpha": self.alpha,
                "seed": self.seed,
            },
            "fails": str(self.fails),
            "outcome": str(self.outcome),
            "words": self.outcome.words,
            "unit": self.outcome.unit,
            "vary": [each.to_json() for each in self.vary],
            "cases": self.cases,
            "failures": self.failures,
            "refused": self.refused,
            "condition": self.condition(),
            "coverage": self.found.coverage,
            "density": self.found.density,
            "mass": self.found.mass,
            "rows": [
                {
                    **_limits(self.vary[i], self.found.box[i]),
                    "quasi_p": self.quasi_p[i],
                    "restricted_in_halves": self.stability.restricted[i],
                }
                for i in self.found.restricted
            ],
            "stability": {
                "halves": self.stability.halves,
                "coverage": self.stability.coverage,
                "density": self.stability.density,
                "restricted": {
                    v.path: r for v, r in zip(self.vary, self.stability.restricted, strict=True)
                },
            },
            "trajectory": [
                {
                    "coverage": each.coverage,
                    "density": each.density,
                    "mass": each.mass,
                    "restricted": len(each.restricted),
                    "box": [_limits(self.vary[i], each.box[i]) for i in each.restricted],
                }
                for each in self.trajectory
            ],
            "sentences": self.sentences(),
        }


def read_condition(text: str) -> Condition:
    """Read ``debt@ITA > 120``.

    Raises
    ------
    Refusal
        ``bad-argument``
    """
    match = _FAILS.fullmatch(text)
    try:
        level = float(match[3]) if match else np.nan
    except ValueError:
        level = np.nan
    if match is None or not np.isfinite(level):
        raise Refusal(
            "bad-argument",
            f"{text!r} is no condition",
            hint="write an outcome, one of > >= < <=, and a number, such as 'debt@ITA > 120'",
        )
    return Condition(match[1], match[2], level)


def discover(
    scenario: Scenario,
    vary: Sequence[Vary],
    fails: Condition,
    *,
    figures: Figures,
    points: int = POINTS,
    seed: int = 1,
    folder: Path | None = None,
    cluster: str | None = None,
    most: int = MOST,
    alpha: float = ALPHA,
    progress: Step = silent,
) -> Discovery:
    """Run a scenario at a Latin hypercube of points and say where it fails.

    Parameters
    ----------
    scenario : Scenario
    vary : sequence of Vary
    fails : Condition
        As `read_condition` gives it; its outcome as `read_outcome` reads it.
    figures : Figures
    points, seed : int
        Of the design; 1,000 points or more say something.
    folder, cluster, progress
        As of `sweep`: the folder holds every run.
    most : int
        Fields that the condition names, at most.
    alpha : float
        Part of the cases that one step of the induction takes away, 0.05 to 0.1.

    Raises
    ------
    Refusal
        ``bad-argument``: the outcome; too few failures, or too few cases that do not fail.
    """
    run = sweep(
        scenario,
        vary,
        Design("latin", points, seed),
        figures=figures,
        outcomes=[fails.outcome],
        folder=folder,
        cluster=cluster,
        progress=progress,
    )
    return discover_in(run, fails, most=most, alpha=alpha, seed=seed)


def discover_in(
    run: Sweep, fails: Condition, *, most: int = MOST, alpha: float = ALPHA, seed: int = 1
) -> Discovery:
    """Say where the points of a sweep fail; parameters as of `discover`."""
    outcome = run.outcome(fails.outcome)
    values = run.values(outcome)
    known = np.isfinite(values)
    failing = fails.holds(values[known])
    _require_both(fails, outcome, values[known], failing)
    inputs = tuple(
        _column(
            each, [point.values[i] for point, there in zip(run.points, known, strict=True) if there]
        )
        for i, each in enumerate(run.vary)
    )
    cases = Cases(inputs, failing)
    found, trajectory = induce(cases, alpha=alpha, most=most)
    return Discovery(
        sweep=run,
        fails=fails,
        outcome=outcome,
        cases=len(cases),
        failures=int(failing.sum()),
        refused=int((~known).sum()),
        found=found,
        quasi_p=quasi_p(cases, found.box),
        stability=stability(cases, alpha=alpha, most=most, seed=seed),
        trajectory=trajectory,
        most=most,
        alpha=alpha,
        seed=seed,
    )


def said(vary: Vary, limit: Limit) -> str:
    """Return one restriction as a phrase.

    Of a field with levels the levels themselves are named, of a range the middle between the last
    case inside and the first one outside.
    """
    name = vary.named
    if limit.names is not None:
        kept = [str(each) for each in vary.levels if str(each) in limit.names]
        return f"{name} is {' or '.join(kept)}"
    unit = f" {vary.unit}" if vary.unit else ""
    low, high = _ends(vary, limit)
    least, most = ("at least", "at most") if vary.levels else ("above", "below")
    if low is None:
        return f"{name} is {most} {_shown(high)}{unit}"
    if high is None:
        return f"{name} is {least} {_shown(low)}{unit}"
    if low == high:
        return f"{name} is {_shown(low)}{unit}"
    return f"{name} is between {_shown(low)} and {_shown(high)}{unit}"


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3g}"


def _ends(vary: Vary, limit: Limit) -> tuple[Any, Any]:
    """Return the lowest and highest value allowed; None where there is no limit."""
    if not vary.levels:
        return (
            None if np.isinf(limit.low) else limit.low,
            None if np.isinf(limit.high) else limit.high,
        )
    inside = [each for each in vary.levels if limit.low <= each <= limit.high]
    low = None if np.isinf(limit.low) else min(inside)
    return low, None if np.isinf(limit.high) else max(inside)


def _limits(vary: Vary, limit: Limit) -> dict[str, Any]:
    if limit.names is not None:
        return {"path": vary.path, "low": None, "high": None, "values": sorted(limit.names)}
    low, high = _ends(vary, limit)
    return {"path": vary.path, "low": low, "high": high, "values": None}


def _column(vary: Vary, values: Sequence[Any]) -> Any:
    """Return the values of a field as numbers, or as text where they have no order."""
    return np.array(values, float) if vary.is_number else np.array([str(each) for each in values])


def _require_both(fails: Condition, outcome: Outcome, values: Floats, failing: Flags) -> None:
    """Refuse cases of which (nearly) none or all fail."""
    count = int(failing.sum())
    if FEWEST <= count <= len(failing) - FEWEST:
        return
    what = "fail" if count < FEWEST else "do not fail"
    few = count if count < FEWEST else len(failing) - count
    raise Refusal(
        "bad-argument",
        f"only {few} of {len(failing):,} cases {what} ({fails}); {outcome.words} runs from "
        f"{values.min():.4g} to {values.max():.4g} {outcome.unit}",
        hint=f"choose a level within, wider ranges or more points: at least {FEWEST} must fail "
        f"and {FEWEST} not",
    )
