"""Says which assumption moves an outcome most: Sobol's indices, with bootstrap intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.study.progress import silent
from burdenshare.study.sweep.design import Design, blocks
from burdenshare.study.sweep.run import Sweep, sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from burdenshare.figures.store import Figures
    from burdenshare.projection.model import Floats
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.progress import Step
    from burdenshare.study.sweep.outcomes import Outcome
    from burdenshare.study.sweep.vary import Vary

RESAMPLES = 1000
CONFIDENCE = 0.95
WIDE = 0.2
"""Width of an interval from which on it is worth a word."""
CORRELATED = 5.0
"""Standard errors of a rank correlation beyond which two inputs count as correlated."""


@dataclass(frozen=True)
class Index:
    """How much of the variance of an outcome one input answers for."""

    first: float
    """S_i: by itself, V[E(Y|X_i)] / V(Y)."""
    first_interval: tuple[float, float]
    total: float
    """ST_i: by itself and together with others, 1 - V[E(Y|X_-i)] / V(Y)."""
    total_interval: tuple[float, float]

    @property
    def widest(self) -> float:
        """Width of the wider interval."""
        return max(high - low for low, high in (self.first_interval, self.total_interval))

    def to_json(self) -> dict[str, Any]:
        """Return the index as plain data."""
        return {
            "first": self.first,
            "first_low": self.first_interval[0],
            "first_high": self.first_interval[1],
            "total": self.total,
            "total_low": self.total_interval[0],
            "total_high": self.total_interval[1],
        }


@dataclass(frozen=True)
class Sensitivity:
    """The indices of every field that varied."""

    sweep: Sweep
    outcome: Outcome
    indices: tuple[Index, ...]
    """In the order of `Sweep.vary`."""
    mean: float
    variance: float
    """Of the outcome over the points."""

    def to_json(self) -> dict[str, Any]:
        """Return the indices as plain data, the largest total first."""
        rows = [
            {"path": vary.path, "title": vary.title, **index.to_json()}
            for vary, index in zip(self.sweep.vary, self.indices, strict=True)
        ]
        return {
            "name": self.sweep.scenario.name,
            "fingerprint": self.sweep.fingerprint,
            "asked": {"question": "sensitivity", "outcome": str(self.outcome)},
            "outcome": str(self.outcome),
            "words": self.outcome.words,
            "unit": self.outcome.unit,
            "vary": [each.to_json() for each in self.sweep.vary],
            "design": self.sweep.design.to_json(),
            "points": len(self.sweep.points),
            "mean": self.mean,
            "variance": self.variance,
            "confidence": CONFIDENCE,
            "rows": sorted(rows, key=lambda row: -row["total"]),
            "sentences": self.sentences(),
        }

    def sentences(self) -> list[str]:
        """Say what the indices mean, the most important input first."""
        ranked = sorted(
            zip(self.sweep.vary, self.indices, strict=True), key=lambda pair: -pair[1].total
        )
        found = [
            f"Of the variance of {self.outcome.words}, {vary.named} answers for "
            f"{_per_cent(index.first)} by itself ({_per_cent(*index.first_interval)}) and has a "
            f"part in {_per_cent(index.total)}, together with others "
            f"({_per_cent(*index.total_interval)})."
            for vary, index in ranked
        ]
        together = 1.0 - sum(index.first for index in self.indices)
        if len(self.indices) > 1 and together > 0.05:
            found.append(f"{_per_cent(together)} of it comes from inputs acting together.")
        if any(index.widest > WIDE for index in self.indices):
            found.append(
                f"Some of these {100.0 * CONFIDENCE:.0f} % intervals are wide: more points narrow "
                "them."
            )
        return found


def _per_cent(*parts: float) -> str:
    """Return parts of one as text: ``12 %``, ``8 to 15 %``; estimates outside 0 to 1 at the end."""
    return " to ".join(f"{100.0 * min(max(0.0, part), 1.0):.0f}" for part in parts) + " %"


def sensitivity(
    scenario: Scenario,
    vary: Sequence[Vary],
    outcome: str,
    *,
    figures: Figures,
    points: int = 256,
    seed: int = 1,
    folder: Path | None = None,
    cluster: str | None = None,
    progress: Step = silent,
) -> Sensitivity:
    """Say how much of the variance of an outcome each field answers for.

    The fields vary independently and evenly over their ranges or levels; that is a question put to
    the model, not a probability. The scenario is run N (d + 2) times.

    Parameters
    ----------
    scenario : Scenario
    vary : sequence of Vary
    outcome : str
        As `burdenshare.study.sweep.outcomes.read_outcome` reads it: ``extra``, ``debt@ITA#0.95``.
    figures : Figures
    points : int
        N, a power of two.
    seed : int
        Of the design and the resampling.
    folder, cluster, progress
        As of `sweep`: the folder holds every run.

    Raises
    ------
    Refusal
        ``bad-argument``: the outcome, the number of points, an outcome that never changes, and
        fields that cannot vary independently because some of their combinations make no scenario.
    """
    design = Design("saltelli", points, seed)
    run = sweep(
        scenario,
        vary,
        design,
        figures=figures,
        outcomes=[outcome],
        folder=folder,
        cluster=cluster,
        progress=progress,
    )
    return sensitivity_in(run, outcome)


def sensitivity_in(run: Sweep, outcome: str) -> Sensitivity:
    """Say which field moves an outcome most in a sweep over the design ``saltelli``.

    Raises
    ------
    Refusal
        As of `sensitivity`.
    """
    _require_independent(run)
    chosen, count = run.outcome(outcome), len(run.points) // (len(run.vary) + 2)
    values = run.values(chosen)
    found = from_blocks(values.reshape(-1, count), seed=run.design.seed)
    both = values[: 2 * count]
    return Sensitivity(run, chosen, found, float(both.mean()), float(both.var()))


def indices(
    model: Callable[[Floats], Floats], a: Floats, b: Floats, *, seed: int = 1
) -> tuple[Index, ...]:
    """Return Sobol's indices of any model, from two independent samples of its inputs.

    Parameters
    ----------
    model : callable
        Takes inputs shaped (run, input), gives (run,).
    a, b : array
        Shaped (N, input), the inputs of each independent of one another.
    seed : int
        Of the resampling.

    Raises
    ------
    Refusal
        ``bad-argument``: the inputs of a sample are correlated, or the outcome never changes.
    """
    _require_uncorrelated(np.concatenate([a, b]))
    return from_blocks(np.array([model(block) for block in blocks(a, b)]), seed=seed)


def from_blocks(values: Floats, *, seed: int = 1) -> tuple[Index, ...]:
    """Return the indices from the outcomes of `blocks`, shaped (input + 2, N).

    First order by Saltelli et al. (2010), table 2 (b): mean of f(B) (f(AB_i) - f(A)) over the
    variance; total by Jansen (1999), table 2 (f): mean of (f(A) - f(AB_i))^2 / 2. The outcome is
    centred first. The intervals are percentiles over resampled rows.

    Raises
    ------
    Refusal
        ``bad-argument``: the outcome never changes, or is unknown at some point.
    """
    if not np.isfinite(values).all():
        raise Refusal(
            "bad-argument",
            "the outcome is unknown at some points of the design",
            hint="choose another outcome, or narrower ranges",
        )
    if np.ptp(values) <= 1e-12 * np.abs(values).max():
        raise Refusal(
            "bad-argument",
            "the outcome is the same at every point: nothing that varies moves it",
            hint="choose another outcome, or let other fields vary",
        )
    first, total = _estimates(values[:, None, :])
    generator = np.random.default_rng(seed)
    count = values.shape[1]
    rows = generator.integers(0, count, (RESAMPLES, count))
    resampled = [_estimates(values[:, part]) for part in np.array_split(rows, 50)]
    tail = 50.0 * (1.0 - CONFIDENCE)
    ends = [
        np.nanpercentile(
            np.concatenate([r[kind] for r in resampled], axis=1), [tail, 100 - tail], 1
        )
        for kind in (0, 1)
    ]
    return tuple(
        Index(
            float(first[i, 0]),
            (float(ends[0][0, i]), float(ends[0][1, i])),
            float(total[i, 0]),
            (float(ends[1][0, i]), float(ends[1][1, i])),
        )
        for i in range(len(first))
    )


def _estimates(values: Floats) -> tuple[Floats, Floats]:
    """Return first and total indices, shaped (input, sample), of (input + 2, sample, row)."""
    centred = values - values[:2].mean(axis=(0, 2))[:, None]
    a, b, mixed = centred[0], centred[1], centred[2:]
    variance = np.concatenate([a, b], axis=1).var(axis=1)
    variance = np.where(variance > 0.0, variance, np.nan)
    first = (b * (mixed - a)).mean(axis=2) / variance
    total = ((a - mixed) ** 2).mean(axis=2) / (2.0 * variance)
    return first, total


def _require_independent(run: Sweep) -> None:
    """Refuse fields of which some combinations make no scenario."""
    if not run.refused:
        return
    names = ", ".join(each.path for each in run.vary)
    raise Refusal(
        "bad-argument",
        f"{len(run.refused)} of {len(run.points)} combinations of {names} have no result, so that "
        "these fields cannot vary independently; Sobol's indices say nothing of inputs that "
        "depend on one another",
        hint="narrow the ranges until every combination is possible, or use burdenshare sweep and "
        "discover, which need no independence",
        details=[
            {
                "where": ", ".join(
                    f"{v.path}={x}" for v, x in zip(run.vary, each.values, strict=True)
                ),
                "message": each.refused,
            }
            for each in run.refused[:20]
        ],
    )


def _require_uncorrelated(sample: Floats) -> None:
    """Refuse a sample whose columns are correlated by rank."""
    from scipy.stats import rankdata

    count, inputs = sample.shape
    ranks = np.apply_along_axis(rankdata, 0, sample)
    for i in range(inputs):
        for j in range(i):
            r = float(np.corrcoef(ranks[:, i], ranks[:, j])[0, 1])
            if abs(r) * np.sqrt(count - 1.0) > CORRELATED:
                raise Refusal(
                    "bad-argument",
                    f"inputs {j + 1} and {i + 1} are correlated (rank correlation {r:.2f}); "
                    "Sobol's indices split the variance between inputs that vary independently "
                    "and mean nothing otherwise",
                    hint="vary what both depend on instead, or one of the two",
                )
