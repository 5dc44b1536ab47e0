"""Who wants what at the table: positions, salience and capability by actor and issue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """What the actors of one or more cases bring to the table.

    Arrays are shaped (actor, issue), NaN where an actor has no known position on an issue; what
    belongs to an issue is shaped (issue,). An issue is a column of exactly one case, and the
    columns of a case stand together.
    """

    actors: tuple[str, ...]
    cases: tuple[str, ...]
    """The case of each issue."""
    issues: tuple[str, ...]
    """The name of each issue within its case."""
    positions: Floats
    """In the unit of the issue, from `low` to `high`."""
    salience: Floats
    """How much an actor cares about an issue, 0 to 1."""
    capability: Floats
    """How much weight an actor has, above 0; only ratios within an issue matter."""
    low: Floats
    """Lower end of the scale of each issue."""
    high: Floats
    """Upper end of the scale of each issue."""
    outcome: Floats
    """What was decided; NaN where it is not known."""
    status_quo: Floats
    """What holds if nothing is agreed; NaN where it is not known."""
    groups: tuple[str, ...]
    """What belongs together in resampling; the case where nothing else is given."""
    ranges: Mapping[str, tuple[Floats, Floats]] = field(default_factory=dict)
    """Lowest and highest values of ``positions``, ``salience``, ``capability`` where ranges are
    given, each shaped (actor, issue)."""
    unknown: tuple[tuple[str, str, str], ...] = ()
    """Case, issue and actor where the position is known to be unknown."""
    about: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By case: title, units, evidence and labels, as plain data."""
    notes: tuple[str, ...] = ()
    """What a reader of results should know about the file."""

    @property
    def length(self) -> Floats:
        """Length of the scale of each issue."""
        return self.high - self.low

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """Which actors have a known position on which issue."""
        return ~np.isnan(self.positions)

    @cached_property
    def places(self) -> Floats:
        """The positions, 0 where there is none; to be used with `weights` only."""
        return np.nan_to_num(self.positions)

    @cached_property
    def weights(self) -> Floats:
        """Capability times salience, 0 where an actor has no position."""
        return np.nan_to_num(self.capability * self.salience)

    def columns(self, case: str) -> slice:
        """Return where the issues of a case stand."""
        first = self.cases.index(case)
        return slice(first, first + self.cases.count(case))

    def case(self, name: str) -> Table:
        """Return the table of one case: its issues, and the actors with a position on any."""
        at = self.columns(name)
        rows = np.flatnonzero(self.present[:, at].any(axis=1))

        def cut(values: Floats) -> Floats:
            return values[rows, at]

        return replace(
            self,
            actors=tuple(self.actors[i] for i in rows),
            cases=self.cases[at],
            issues=self.issues[at],
            positions=cut(self.positions),
            salience=cut(self.salience),
            capability=cut(self.capability),
            low=self.low[at],
            high=self.high[at],
            outcome=self.outcome[at],
            status_quo=self.status_quo[at],
            groups=self.groups[at],
            ranges={key: (cut(a), cut(b)) for key, (a, b) in self.ranges.items()},
            unknown=tuple(entry for entry in self.unknown if entry[0] == name),
            about={name: self.about[name]} if name in self.about else {},
        )

    def by_case(self) -> Iterator[Table]:
        """Yield the table of each case, in the order of the file."""
        for name in dict.fromkeys(self.cases):
            yield self.case(name)

    def issue(self, column: int) -> tuple[NDArray[np.intp], Floats, Floats, Floats]:
        """Return who has a position on an issue, and their positions, salience and capability."""
        rows = np.flatnonzero(self.present[:, column])
        return (
            rows,
            self.positions[rows, column],
            self.salience[rows, column],
            self.capability[rows, column],
        )
