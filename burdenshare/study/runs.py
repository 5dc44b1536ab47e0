"""Runs a scenario through the models and records what the result stands on."""

from __future__ import annotations

import platform
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from burdenshare import __version__
from burdenshare.errors import Failure, Refusal
from burdenshare.projection.project import project
from burdenshare.projection.result import to_json
from burdenshare.scenario.load import dump
from burdenshare.study.fingerprint import run_fingerprint
from burdenshare.study.record import input_rows, portable, structure
from burdenshare.study.results import rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from burdenshare.figures.model import Observation, Source
    from burdenshare.figures.store import Figures
    from burdenshare.projection.model import Inputs, Projection
    from burdenshare.scenario.model import Scenario

LIBRARIES = ("numpy", "scipy", "xarray", "xlsxwriter")
"""Libraries that can change a byte of a run folder; their versions are recorded."""


def installed_versions() -> dict[str, str]:
    """Return the versions that a run folder records."""
    return {
        "burdenshare": __version__,
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }


@dataclass(frozen=True)
class Study:
    """One run: what was asked, what went in, what came out, and what it stands on.

    Parameters
    ----------
    scenario : Scenario
        As resolved.
    inputs, projection
        What the model took and gave.
    observations : tuple of Observation
        Every published figure that an origin of the inputs names, sorted by key.
    sources : tuple of Source
        The source record of each table these figures come from, sorted.
    fingerprint : str, optional
        Hash of all of this; the same on every machine where the numbers are the same to the bit.
        Computed, unless it is given as recorded.
    versions : dict, optional
        Of burdenshare, Python and the libraries that shape the run folder.
    """

    scenario: Scenario
    inputs: Inputs
    projection: Projection
    observations: tuple[Observation, ...]
    sources: tuple[Source, ...]
    fingerprint: str = ""
    versions: dict[str, str] = field(default_factory=installed_versions)

    def __post_init__(self) -> None:
        if not self.fingerprint:
            object.__setattr__(self, "fingerprint", self._own_fingerprint())

    @cached_property
    def scenario_text(self) -> str:
        """The scenario as resolved, in YAML."""
        return dump(self.scenario)

    @cached_property
    def input_rows(self) -> list[tuple[str, ...]]:
        """Every input number with its origin, as exact text."""
        return input_rows(self.inputs)

    @cached_property
    def result_rows(self) -> list[tuple[str, ...]]:
        """Every number of the result, as exact text."""
        return [row.text() for row in rows(self.inputs, self.projection)]

    def _own_fingerprint(self) -> str:
        return run_fingerprint(
            scenario=self.scenario_text,
            structure=structure(self.inputs),
            inputs=self.input_rows,
            figures=self.observations,
            results=self.result_rows,
            seed=self.scenario.seed,
            draws=self.scenario.draws,
            model=self.versions["burdenshare"],
        )

    def to_json(self) -> dict[str, Any]:
        """Return the result in the form of the interface contract."""
        return to_json(self.projection, self.scenario.name, self.fingerprint)


def compute(scenario: Scenario, figures: Figures) -> Study:
    """Run `scenario` on `figures`; nothing is written.

    Raises
    ------
    Refusal
        ``bad-argument``: the scenario asks for draws. From the assembly: ``missing-inputs`` and its
        kin, with every gap at once.
    """
    from burdenshare.projection.assemble import assemble

    if scenario.draws:
        raise Refusal(
            "bad-argument",
            f"{scenario.name} asks for {scenario.draws:,} draws, and this release computes the "
            "central path only",
            hint="set draws to 0",
        )
    inputs = assemble(scenario, figures)
    observations = used(inputs, figures)
    return Study(scenario, inputs, project(inputs), observations, sources_of(observations, figures))


def sources_of(observations: Iterable[Observation], figures: Figures) -> tuple[Source, ...]:
    """Return the record of each table that the observations stand in, sorted by its identifier."""
    one_each = {each.table: each for each in observations}
    return tuple(portable(figures.source_of(one_each[table])) for table in sorted(one_each))


def used(inputs: Inputs, figures: Figures) -> tuple[Observation, ...]:
    """Return the full observation behind every key that an origin of the inputs names.

    Raises
    ------
    Failure
        ``internal``: an origin names a figure that the tables do not hold.
    """
    wanted = {key for origin in inputs.origins for key in origin.keys}
    found = {each.key: each for each in _lookup(wanted, figures) if each.key in wanted}
    if missing := sorted(wanted - found.keys()):
        raise Failure(
            "internal",
            "the inputs name figures that the tables do not hold",
            hint="please report this with the scenario",
            details=[{"where": key, "message": "no such figure"} for key in missing],
        )
    return tuple(found[key] for key in sorted(found))


def _lookup(keys: set[str], figures: Figures) -> list[Observation]:
    """Ask the tables once for each series and vintage."""
    groups: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for key in keys:
        series, *_, vintage, country, year = key.split("/")
        groups[series, vintage].append((country, int(year)))
    seen: list[Observation] = []
    for (series, vintage), places in sorted(groups.items()):
        years = [year for _, year in places]
        seen += figures.rows(
            series,
            countries=sorted({country for country, _ in places}),
            years=(min(years), max(years)),
            vintages=vintage,
        )
    return seen
