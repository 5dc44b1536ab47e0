"""How well every model would have done on decisions with known outcomes, and what that proves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from burdenshare.bargaining import bdm, compromise, median, nbs
from burdenshare.bargaining.bootstrap import Interval, intervals
from burdenshare.bargaining.distribution import SD, SHARE, Distribution, distributions, masses_of
from burdenshare.bargaining.registry import HEADLINE, MODELS, model
from burdenshare.bargaining.table import Floats, Table
from burdenshare.errors import Refusal

SHIPPED = Path(__file__).with_name("data") / "deu_score.csv"
CITATION = (
    "Arregui and Perarnaud, A new dataset on legislative decision-making in the European Union: "
    "the DEU III dataset, Journal of European Public Policy, "
    "https://doi.org/10.1080/13501763.2021.1991983; data https://doi.org/10.34810/data53; a "
    "subset, reshaped, with voting weights added"
)
DETECTABLE = 3.0
"""Points of 100: smaller differences in mean error are within what such data can tell apart (3.04
on 351 decisions of the European Union)."""
WITHIN = 10.0
FOLDS = 10
"""What is fitted to outcomes is fitted to nine tenths of the groups and used on the rest."""
COSTS = (20.0, 2.0, 0.5, 0.0)
UNIT = "per cent of the scale"


@dataclass(frozen=True)
class Score:
    """The error of one forecast over all issues that it covers, in per cent of the scale."""

    error: Interval
    difference: Interval
    """To the compromise on the same issues."""
    n: int
    median_error: float
    within_10: float
    """Part of issues with an error of at most 10."""

    @property
    def means_something(self) -> bool:
        """Whether it differs from the compromise beyond chance, by more than can be detected."""
        return self.beyond_chance and abs(self.difference.value) >= DETECTABLE

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval of the difference to the compromise leaves zero out."""
        return _leaves_zero_out(self.difference)

    def to_json(self) -> dict[str, Any]:
        """Return the score as plain data."""
        return {
            **self.error._asdict(),
            "n": self.n,
            "median_error": self.median_error,
            "within_10": self.within_10,
            "difference": self.difference._asdict(),
            "beyond_chance": self.beyond_chance,
            "means_something": self.means_something,
        }


@dataclass(frozen=True)
class Scorecard:
    """How well each model and each distribution did."""

    n_issues: int
    n_groups: int
    errors: Mapping[str, Score]
    with_status_quo: Mapping[str, Score]
    """Again on the issues with a status quo only."""
    crps: Mapping[str, Interval]
    crps_difference: Mapping[str, Interval]
    """To the mixture."""
    sd: float
    """Spread of the normal distribution fitted to all issues, per cent of the scale."""
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the scorecard in the form of the interface contract."""
        return {
            "n_issues": self.n_issues,
            "n_groups": self.n_groups,
            "unit": UNIT,
            "mae": {name: score.to_json() for name, score in self.errors.items()},
            "crps": {
                name: {
                    **interval._asdict(),
                    "difference": self.crps_difference[name]._asdict(),
                }
                for name, interval in self.crps.items()
            },
            "with_status_quo": {
                "n_issues": next((s.n for s in self.with_status_quo.values()), 0),
                "mae": {name: score.to_json() for name, score in self.with_status_quo.items()},
            },
            "sd": self.sd,
            "detectable": DETECTABLE,
            "findings": self.findings(),
            "notes": list(self.notes),
        }

    def findings(self) -> list[str]:
        """Say in plain sentences what the numbers allow to be said, and what they do not."""
        best = self.errors[HEADLINE].error
        named = [(n, s) for n, s in self.errors.items() if n != HEADLINE]
        better = [n for n, s in named if s.means_something and s.difference.value < 0]
        worse = [n for n, s in named if s.means_something and s.difference.value > 0]
        small = [n for n, s in named if s.beyond_chance and not s.means_something]
        same = [n for n, s in named if not s.beyond_chance]
        interval = "" if best.low is None else f" [{best.low:.1f}, {best.high:.1f}]"
        lines = [
            f"Over {self.n_issues} issues in {self.n_groups} groups the compromise is "
            f"{best.value:.2f}{interval} per cent of the scale off on average."
        ]
        if better:
            lines.append(f"More accurate than the compromise: {', '.join(better)}.")
        if worse:
            lines.append(f"Less accurate than the compromise: {', '.join(worse)}.")
        if small:
            lines.append(
                f"Different beyond chance, but by less than the {DETECTABLE:g} points that such "
                f"data can tell apart, so not worth a word: {', '.join(small)}."
            )
        if same:
            lines.append(
                "Not to be told apart from the compromise (the interval holds zero): "
                f"{', '.join(same)}."
            )
        return [*lines, *self._of_distributions()]

    def _of_distributions(self) -> list[str]:
        """Say which distributions score worse than the mixture, and which do not."""
        worse = [
            f"{name} by {gap.value:.1f} [{gap.low:.1f}, {gap.high:.1f}]"
            for name, gap in self.crps_difference.items()
            if _leaves_zero_out(gap) and gap.value > 0.0
        ]
        if not worse:
            return []
        return [
            f"As a distribution the mixture ({self.crps['mixture'].value:.1f}) scores better than "
            f"{', '.join(worse)}."
        ]


def _leaves_zero_out(interval: Interval) -> bool:
    _, low, high = interval
    return low is not None and high is not None and (low > 0.0 or high < 0.0)


def score(table: Table, *, seed: int = 1) -> Scorecard:
    """Measure every model on the issues of a table that have an outcome.

    Errors and scores are in per cent of the scale of each issue. Intervals are 95 %, bootstrapped
    over groups. Whatever is fitted (the spread of the normal distribution, climatology) is fitted
    to the groups of other folds.

    Parameters
    ----------
    table : Table
        With outcomes.
    seed : int
        Of the bootstrap.

    Raises
    ------
    Refusal
        ``bad-table`` if no issue has an outcome.
    """
    known = ~np.isnan(table.outcome)
    if not known.any():
        raise Refusal(
            "bad-table",
            "no issue has an outcome, so there is nothing to score against",
            hint="add a column outcome, the same in all rows of an issue",
        )
    groups = [g for g, k in zip(table.groups, known, strict=True) if k]
    forecasts, notes = _forecasts(table)
    unit = 100.0 / table.length
    errors = {name: (np.abs(f - table.outcome) * unit)[known] for name, f in forecasts.items()}
    errors = {name: e for name, e in errors.items() if not np.isnan(e).all()}
    residuals = ((forecasts[HEADLINE] - table.outcome) / table.length)[known]
    densities = _crps(table, known, groups, residuals)
    hidden = len(known) - int(known.sum())
    if hidden:
        notes.append(f"{hidden} issues without an outcome are not scored")
    if len(set(groups)) < 2:
        notes.append("one group only: no intervals, and the spread is that of the shipped cases")
    reference = ~np.isnan(table.status_quo[known])
    return Scorecard(
        n_issues=int(known.sum()),
        n_groups=len(set(groups)),
        errors=_scores(errors, groups, seed),
        with_status_quo=_scores(_pick(errors, reference), _only(groups, reference), seed),
        crps=dict(zip(densities, intervals(_stack(densities), groups, seed=seed), strict=True)),
        crps_difference=dict(
            zip(
                densities,
                intervals(_stack(densities) - densities["mixture"][:, None], groups, seed=seed),
                strict=True,
            )
        ),
        sd=100.0 * float(np.sqrt((residuals**2).mean())),
        notes=tuple(notes),
    )


def _forecasts(table: Table) -> tuple[dict[str, Floats], list[str]]:
    """Return what every model and every plain rule says of each issue."""
    found = {}
    notes = []
    for name in (n for n in MODELS if n != "challenge"):
        result = model(name).solve(table)
        found[name] = result.forecast
        notes += result.notes
    for weights in ("capability", "salience", "equal"):
        name = "mean" if weights == "equal" else weights
        found[name] = compromise.solve(table, compromise.Options(weights)).forecast
    found["plain_median"] = median.solve(table, median.Options("equal")).forecast
    found["half_mean_half_median"] = (found["compromise"] + found["median"]) / 2.0
    no_move = bdm.READINGS["no-move"]
    found["bdm_no_move"] = bdm.solve(table, no_move).forecast
    one_round = bdm.Options(1, conflict=no_move.conflict, offer_choice=no_move.offer_choice)
    found["bdm_one_round"] = bdm.solve(table, one_round).forecast
    for cost in COSTS:
        found[f"nbs_k{cost:g}"] = nbs.solve(table, nbs.Options(cost=cost)).forecast
    found["constant"] = (table.low + table.high) / 2.0
    found["status_quo"] = table.status_quo
    return found, notes


def _scores(errors: Mapping[str, Floats], groups: Sequence[str], seed: int) -> dict[str, Score]:
    """Return the score of each forecast on the issues that it covers."""
    found = {}
    for name, error in errors.items():
        covered = ~np.isnan(error)
        if not covered.any():
            continue
        mine, theirs = error[covered], errors[HEADLINE][covered]
        mean, difference = intervals(
            np.column_stack((mine, mine - theirs)), _only(groups, covered), seed=seed
        )
        within = float((mine <= WITHIN + 1e-9).mean())
        found[name] = Score(mean, difference, len(mine), float(np.median(mine)), within)
    return found


def _crps(
    table: Table, known: NDArray[np.bool_], groups: Sequence[str], residuals: Floats
) -> dict[str, Floats]:
    """Return the score of each kind of distribution on each issue, per cent of the scale."""
    outcome = ((table.outcome - table.low) / table.length)[known]
    columns = np.flatnonzero(known)
    spread = np.full(len(groups), SD)
    kinds = ["mixture", "normal", "empirical", "uniform", "point"]
    several = len(set(groups)) > 1
    fold = _folds(groups)
    if several:
        kinds.insert(3, "climatology")
        for one in set(fold):
            spread[fold == one] = np.sqrt((residuals[fold != one] ** 2).mean())
    at = np.full(len(table.issues), SD)
    at[columns] = np.maximum(spread, 1e-6)
    shares = {"mixture": SHARE, "normal": 1.0, "empirical": 0.0}
    found = {kind: np.empty(len(columns)) for kind in kinds}
    for kind, share in shares.items():
        of_kind = distributions(table, sd=at, share=share)
        found[kind][:] = [
            100.0 * of_kind[k].crps(float(table.outcome[k])) / table.length[k] for k in columns
        ]
    if several:
        for one in set(fold):
            others = outcome[fold != one]
            points, masses = masses_of(others, np.ones_like(others))
            past = Distribution(points, masses, 0.5, 1.0, 0.0, 1.0, 0.0)
            mine = np.flatnonzero(fold == one)
            found["climatology"][mine] = [100.0 * past.crps(float(outcome[i])) for i in mine]
    found["uniform"][:] = 100.0 * (outcome**3 + (1.0 - outcome) ** 3) / 3.0
    found["point"][:] = 100.0 * np.abs(residuals)
    return found


def _folds(groups: Sequence[str]) -> NDArray[np.int64]:
    """Return the fold of each issue: whole groups, dealt out in the order of the table."""
    names = {name: place for place, name in enumerate(dict.fromkeys(groups))}
    return np.array([names[group] % FOLDS for group in groups])


def _stack(columns: Mapping[str, Floats]) -> Floats:
    return np.column_stack(list(columns.values()))


def _pick(errors: Mapping[str, Floats], which: NDArray[np.bool_]) -> dict[str, Floats]:
    return {name: error[which] for name, error in errors.items()}


def _only(groups: Sequence[str], which: NDArray[np.bool_]) -> list[str]:
    return [group for group, keep in zip(groups, which, strict=True) if keep]
