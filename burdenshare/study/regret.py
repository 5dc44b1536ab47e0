"""Compares pledge designs over many worlds without saying which world is likely: regret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.errors import Problems, Refusal
from burdenshare.study.discovery import FEWEST, Condition, discover_in
from burdenshare.study.manifest import safe_name
from burdenshare.study.progress import silent
from burdenshare.study.sweep.design import Design
from burdenshare.study.sweep.run import Sweep, sweep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from burdenshare.figures.store import Figures
    from burdenshare.projection.model import Floats
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.prim import Flags
    from burdenshare.study.progress import Step
    from burdenshare.study.sweep.outcomes import Outcome
    from burdenshare.study.sweep.vary import Vary

POINTS = 1000


@dataclass(frozen=True)
class Strategy:
    """How one design fares over all worlds."""

    name: str
    worst_regret: float
    """Highest regret over the worlds, in the unit of the outcome."""
    median_regret: float
    """Of the worlds tried, as they were tried."""
    best_in: float
    """Part of the worlds in which no other design does better."""
    satisfies_in: float
    """Part of the worlds in which it does not fail."""
    worst: float
    """The outcome in its worst world."""
    failure: str
    """What makes it fail, in plain words: ``fails when growth is below 0.8 % a year``."""


@dataclass(frozen=True)
class Regret:
    """The comparison of designs over the same worlds."""

    outcome: Outcome
    fails: Condition
    strategies: tuple[Strategy, ...]
    """Least worst regret first."""
    worlds: int
    refused: int
    """Worlds left out because one of the designs has no result there."""

    def sentences(self) -> list[str]:
        """Say which design is least regretted, and where each fails."""
        best, unit = self.strategies[0], self.outcome.unit
        behind = (
            f"in its worst world it stands {best.worst_regret:.4g} {unit} behind the best design"
            if best.worst_regret
            else "in none of them does another design do better"
        )
        found = [
            f"Over {self.worlds:,} worlds the design {best.name} is least to be regretted: "
            f"{behind} ({self.outcome.words})."
        ]
        found += [
            f"{each.name} {each.failure}; it holds in {100.0 * each.satisfies_in:.0f} % of the "
            "worlds tried."
            for each in self.strategies
        ]
        found.append("A share of the worlds tried is no probability.")
        return found

    def to_json(self) -> dict[str, Any]:
        """Return the comparison table as plain data."""
        return {
            "outcome": str(self.outcome),
            "words": self.outcome.words,
            "unit": self.outcome.unit,
            "fails": str(self.fails),
            "worlds": self.worlds,
            "refused": self.refused,
            "rows": [
                {
                    "strategy": each.name,
                    "worst_regret": each.worst_regret,
                    "median_regret": each.median_regret,
                    "best_in": each.best_in,
                    "satisfies_in": each.satisfies_in,
                    "worst": each.worst,
                    "failure": each.failure,
                }
                for each in self.strategies
            ],
            "sentences": self.sentences(),
        }


def regret(
    strategies: Mapping[str, Scenario],
    vary: Sequence[Vary],
    fails: Condition,
    *,
    figures: Figures,
    points: int = POINTS,
    seed: int = 1,
    folder: Path | None = None,
    cluster: str | None = None,
    progress: Step = silent,
) -> Regret:
    """Run every design in the same worlds and compare them.

    Regret of a design in a world is what it loses against the design that does best there:
    max over all designs of P(s', f) - P(s, f). No world counts as more likely than another, so no
    mean over worlds is formed. Whether more of the outcome is better follows from `fails`: a
    design that fails above a level is the better the less it has.

    Parameters
    ----------
    strategies : mapping of str to Scenario
        Two or more, by name: designs of a pledge for the same members.
    vary : sequence of Vary
        What makes a world: fields that all the scenarios can have.
    fails : Condition
        When a design fails in a world.
    figures : Figures
    points, seed : int
        Worlds, laid out as a Latin hypercube.
    folder : Path, optional
        Every design's sweep is written into a folder of its name in it.
    cluster, progress
        As of `sweep`.

    Raises
    ------
    Refusal
        ``bad-argument``: fewer than two designs, or designs whose outcomes are not in one unit.
    """
    _require_names(strategies)
    design = Design("latin", points, seed)
    runs = {
        name: sweep(
            scenario,
            vary,
            design,
            figures=figures,
            outcomes=[fails.outcome],
            folder=folder / name if folder else None,
            cluster=cluster,
            progress=progress,
        )
        for name, scenario in strategies.items()
    }
    outcomes = {name: run.outcome(fails.outcome) for name, run in runs.items()}
    _require_one_unit(outcomes)
    values = np.array([run.values(outcomes[name]) for name, run in runs.items()])
    known = np.isfinite(values).all(axis=0)
    if not known.any():
        raise Refusal(
            "bad-argument",
            "there is no world in which every design has a result",
            hint="vary fields that every scenario can have, over narrower ranges",
        )
    table = compare(values[:, known], fails)
    found = [
        Strategy(name, *table[at], failure=_failure(run, fails, values[at], seed))
        for at, (name, run) in enumerate(runs.items())
    ]
    return Regret(
        outcome=next(iter(outcomes.values())),
        fails=fails,
        strategies=tuple(sorted(found, key=lambda each: (each.worst_regret, each.name))),
        worlds=int(known.sum()),
        refused=int((~known).sum()),
    )


def named(scenarios: Sequence[Scenario]) -> dict[str, Scenario]:
    """Return designs by the name of their scenario.

    Raises
    ------
    Refusal
        ``bad-argument``: there is none, or two have one name.
    """
    found = {each.name: each for each in scenarios}
    if not found or len(found) < len(scenarios):
        raise Refusal(
            "bad-argument",
            "two designs have the same name" if found else "there is no design to compare",
            hint="give two or more scenarios, each with a name: of its own",
        )
    return found


def regrets(values: Floats, *, less_is_better: bool) -> Floats:
    """Return the regret of every design in every world, shaped like `values`, zero or more.

    Parameters
    ----------
    values : array
        The outcome, shaped (design, world).
    less_is_better : bool
        Whether a design does better with less of it.
    """
    gains = -values if less_is_better else values
    lost: Floats = gains.max(axis=0) - gains
    return lost


def compare(values: Floats, fails: Condition) -> list[tuple[float, float, float, float, float]]:
    """Return for each design: worst and median regret, best in, satisfies in, worst outcome."""
    less = fails.sense in (">", ">=")
    lost = regrets(values, less_is_better=less)
    fine: Flags = ~fails.holds(values)
    worst = values.max(axis=1) if less else values.min(axis=1)
    columns = (
        lost.max(axis=1),
        np.median(lost, axis=1),
        (lost == 0.0).mean(axis=1),
        fine.mean(axis=1),
        worst,
    )
    return [tuple(row) for row in np.column_stack(columns).tolist()]


def _failure(run: Sweep, fails: Condition, values: Floats, seed: int) -> str:
    """Return what makes a design fail, in words."""
    failing = fails.holds(values[np.isfinite(values)])
    count = int(failing.sum())
    if not count:
        return "never fails"
    if failing.all():
        return "fails in every world"
    if min(count, len(failing) - count) < FEWEST:
        return f"fails in {count:,} of {len(failing):,} worlds"
    condition = discover_in(run, fails, seed=seed).condition()
    return f"fails when {condition}" if condition else "fails, and no simple condition says when"


def _require_names(strategies: Mapping[str, Scenario]) -> None:
    problems = Problems()
    if len(strategies) < 2:
        problems.add("designs", "there is one only", expected="two or more to compare")
    for name in strategies:
        if not safe_name(name) or "/" in name:
            problems.add(repr(name), "cannot be the name of a folder")
    members = {name: set(each.members) for name, each in strategies.items()}
    first = next(iter(members.values()), set())
    for name, each in members.items():
        if each != first:
            problems.add(name, "has other members", expected="the same members in every design")
    details = problems.details()
    problems.require_none(
        "bad-argument",
        "; ".join(f"{each['where']}: {each['message']}" for each in details),
        hint="give two or more designs of a pledge for the same members",
    )


def _require_one_unit(outcomes: Mapping[str, Outcome]) -> None:
    units = {name: str(each.unit) for name, each in outcomes.items()}
    if len(set(units.values())) > 1:
        raise Refusal(
            "bad-argument",
            "the designs do not count in one unit: "
            + ", ".join(f"{name} in {unit}" for name, unit in units.items()),
            hint="give the scenarios the same first year or price_base, or take an outcome at "
            "current prices",
        )
