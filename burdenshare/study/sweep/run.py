"""Runs a scenario at every point of a design; what is finished is never computed again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.study import folder as folders
from burdenshare.study.fingerprint import canonical, digest
from burdenshare.study.manifest import SWEEP, real
from burdenshare.study.progress import silent
from burdenshare.study.sweep.design import Design, Values, lay_out
from burdenshare.study.sweep.outcomes import Measure, Outcome, further, read_outcome
from burdenshare.study.sweep.point import (
    Body,
    Ground,
    fingerprint,
    get_ready,
    ground,
    in_process,
    read_body,
)
from burdenshare.study.sweep.store import Points
from burdenshare.study.sweep.template import Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from burdenshare.figures.store import Figures
    from burdenshare.projection.model import Floats
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.progress import Step
    from burdenshare.study.sweep.vary import Vary

FEW = 5
"""Points for which the compiled engine is not loaded on purpose."""


@dataclass(frozen=True)
class Point:
    """One point of a sweep and what came of it."""

    values: Values
    """One value for each field that varies."""
    fingerprint: str
    """Hash of what the result follows from; of the values where they make no scenario."""
    measures: tuple[Measure, ...] = ()
    refused: str = ""
    """Why there is no result: code and message; empty where there is one."""

    @cached_property
    def by_outcome(self) -> dict[tuple[str, str, str], float]:
        """The measures by variable, country and statistic."""
        return {(m.variable, m.country, m.statistic): m.value for m in self.measures}


@dataclass(frozen=True)
class Sweep:
    """A scenario at every point of a design."""

    scenario: Scenario
    vary: tuple[Vary, ...]
    design: Design
    points: tuple[Point, ...]
    on: Ground
    """Release, figures and calibration that all points stand on."""
    computed: int = 0
    """Points that were not known from before."""

    @cached_property
    def fingerprint(self) -> str:
        """Hash of what was asked; the results follow from it."""
        return digest(canonical([each.fingerprint for each in self.points]))

    @property
    def refused(self) -> tuple[Point, ...]:
        """Points that have no result."""
        return tuple(each for each in self.points if each.refused)

    def outcome(self, name: str) -> Outcome:
        """Return the outcome that a name means; see `read_outcome`."""
        return read_outcome(name, next(each.measures for each in self.points if each.measures))

    def values(self, outcome: Outcome) -> Floats:
        """Return an outcome at every point; NaN where a point has none."""
        key = (outcome.variable, outcome.country, outcome.statistic)
        return np.array([each.by_outcome.get(key, np.nan) for each in self.points])

    def to_json(self, outcomes: Sequence[Outcome] = ()) -> dict[str, Any]:
        """Return the sweep as plain data: one row for each point, with the chosen outcomes.

        Parameters
        ----------
        outcomes : sequence of Outcome
            Default: every measure of all members together, or of the only member.
        """
        shown = list(outcomes) or self._usual()
        columns = {str(each): self.values(each).tolist() for each in shown}
        return {
            "name": self.scenario.name,
            "fingerprint": self.fingerprint,
            "vary": [each.to_json() for each in self.vary],
            "design": self.design.to_json(),
            "points": len(self.points),
            "computed": self.computed,
            "refused": [
                {"point": at, "message": each.refused}
                for at, each in enumerate(self.points)
                if each.refused
            ],
            "units": {str(each): each.unit for each in shown},
            "rows": [
                {
                    "point": at,
                    **{v.path: x for v, x in zip(self.vary, each.values, strict=True)},
                    **{name: None if y[at] != y[at] else y[at] for name, y in columns.items()},
                }
                for at, each in enumerate(self.points)
            ],
        }

    def _usual(self) -> list[Outcome]:
        known = next(each.measures for each in self.points if each.measures)
        who = known[-1].country
        return [Outcome(m.variable, who, m.statistic, m.unit) for m in known if m.country == who]


def sweep(
    scenario: Scenario,
    vary: Sequence[Vary],
    design: Design,
    *,
    figures: Figures,
    outcomes: Sequence[str] = (),
    folder: Path | None = None,
    cluster: str | None = None,
    progress: Step = silent,
) -> Sweep:
    """Run a scenario at every point of a design.

    Every point has the scenario's own draws and seed, so that two points differ by their values
    only. The result does not depend on where and in which order the points are computed.

    Parameters
    ----------
    scenario : Scenario
    vary : sequence of Vary
        As `read_vary` gives them.
    design : Design
    figures : Figures
    outcomes : sequence of str
        What will be asked of the points, as `read_outcome` reads it: kept of each, and checked at
        the first. Of several members only the headlines are kept without it.
    folder : Path, optional
        Where to write design, results and manifest. Finished points are kept beside it until all
        are there, and read from it afterwards, so that the same call goes on after a kill and an
        enlarged design computes only what is new.
    cluster : str, optional
        Address of a Dask scheduler; default: this process.
    progress : callable
        Told (points done, points in all, what is done).

    Raises
    ------
    Refusal
        ``bad-argument``: the design, an outcome. ``folder-exists``: the folder holds something
        else. What the first point was refused for, where all are.
    Failure
        ``no-cluster``, ``cannot-write``.
    """
    from burdenshare.study.sweep.files import known_points, write

    vary = tuple(vary)
    template = Template(scenario)
    on = ground(scenario, figures, further(outcomes, scenario))
    planned = [_plan(template, vary, values, on) for values in lay_out(vary, design)]
    store = None
    bodies: dict[str, Body] = {}
    if folder is not None:
        folders.require_replaceable(real(folder), SWEEP)
        bodies |= known_points(folder)
        store = Points(folder)
    jobs: dict[str, Scenario] = {}
    for made, point in planned:
        if made is None or point.fingerprint in bodies or point.fingerprint in jobs:
            continue
        body = store.get(point.fingerprint) if store else None
        if body is None:
            jobs[point.fingerprint] = made
        else:
            bodies[point.fingerprint] = body
    done, total = len(planned) - len(jobs), len(planned)
    progress(done, total, "points")
    for key, body in _checked(outcomes, _computed(jobs, figures, on, cluster)):
        bodies[key] = body
        if store:
            store.put(key, body)
        done += 1
        progress(done, total, "points")
    points = tuple(_with(point, bodies.get(point.fingerprint)) for _, point in planned)
    _require_some(points)
    result = Sweep(scenario, vary, design, points, on, len(jobs))
    if folder is not None and store is not None:
        write(result, folder)
        store.clear()
    return result


def _plan(
    template: Template, vary: tuple[Vary, ...], values: Values, on: Ground
) -> tuple[Scenario | None, Point]:
    """Return the scenario of a point, or none with the reason why it is no sound one."""
    places = {each.place: value for each, value in zip(vary, values, strict=True)}
    made, problems = template.made(places)
    if made is not None:
        return made, Point(values, fingerprint(made, on))
    why = "; ".join(f"{each.where}: {each.message}" for each in problems)
    return None, Point(values, digest(canonical(list(values))), (), f"bad-scenario: {why}")


def _computed(
    jobs: dict[str, Scenario], figures: Figures, on: Ground, cluster: str | None
) -> Iterator[tuple[str, Body]]:
    if cluster is not None:
        from burdenshare.study.sweep.cluster import on_cluster

        yield from on_cluster(cluster, jobs, on)
        return
    if len(jobs) > FEW:
        get_ready(next(iter(jobs.values())))
    run = in_process(figures, on.more)
    for key, scenario in jobs.items():
        yield key, run(scenario)


def _checked(
    outcomes: Sequence[str], computed: Iterator[tuple[str, Body]]
) -> Iterator[tuple[str, Body]]:
    """Yield what is computed; refuse an outcome that the first result does not have."""
    unchecked = list(outcomes)
    for key, body in computed:
        known = read_body(body) if unchecked else ()
        while known and unchecked:
            read_outcome(unchecked.pop(), known)
        yield key, body


def _with(point: Point, body: Body | None) -> Point:
    if body is None:
        return point
    error = body.get("error")
    why = f"{error['code']}: {error['message']}" if error else ""
    return Point(point.values, point.fingerprint, read_body(body), why)


def _require_some(points: Sequence[Point]) -> None:
    """Refuse a sweep that has no result at any point."""
    if any(each.measures for each in points):
        return
    code, _, message = points[0].refused.partition(": ")
    raise Refusal(
        code,
        f"every point of the design is refused, the first because {message}",
        hint="run the scenario by itself with one of these values to see all that is missing",
        details=[{"where": f"point {i}", "message": p.refused} for i, p in enumerate(points[:20])],
    )
