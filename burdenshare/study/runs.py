"""Runs a scenario through the models and records what the result stands on."""

from __future__ import annotations

import platform
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, cast

from burdenshare import __version__
from burdenshare.errors import Failure
from burdenshare.projection.project import project
from burdenshare.projection.remembered import Remembered
from burdenshare.projection.result import to_json
from burdenshare.scenario.load import dump
from burdenshare.study.debt_change import DebtChange, debt_changes
from burdenshare.study.draws import (
    PROBABILITY_COLUMNS,
    QUANTILE_COLUMNS,
    add_futures,
    probability_rows,
    quantile_rows,
)
from burdenshare.study.fingerprint import futures_content, run_fingerprint
from burdenshare.study.models import calibration_of, draw, fiscal_side, shown_in
from burdenshare.study.politics import Politics, content, politics, read, solve
from burdenshare.study.programmes import Mortgaged, embedded, mortgaged
from burdenshare.study.readings import Readings, readings
from burdenshare.study.readings import content as readings_content
from burdenshare.study.record import input_rows, levers_document, portable, structure, table
from burdenshare.study.results import more_rows, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from burdenshare.figures.model import Observation, Source
    from burdenshare.figures.store import Figures
    from burdenshare.projection.fiscal.contracts import Eroded
    from burdenshare.projection.fiscal.equivalents import Equivalent, Missing
    from burdenshare.projection.futures.model import Calibration, Fiscal, Futures, Levers
    from burdenshare.projection.model import Inputs, Origin, Projection
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.models import Say
    from burdenshare.study.politics import Read, Solved

CALIBRATION = "calibration.json"
"""The shocks of a run, in its folder."""
UNRECORDED = "unrecorded"
"""In place of the fingerprint of a study that names its figures nowhere."""
LIBRARIES = ("numpy", "xlsxwriter")
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
        What the model took and gave on the central path, where every pledge is kept.
    observations : tuple of Observation
        Every published figure that an origin of the inputs, the politics or the readings names,
        sorted by key.
    sources : tuple of Source
        The source record of each table these figures come from, sorted.
    fingerprint : str, optional
        Hash of all of this; the same on every machine where the numbers are the same to the bit.
        Computed, unless it is given as recorded.
    versions : dict, optional
        Of burdenshare, Python and the libraries that shape the run folder.
    fiscal, levers, futures : optional
        The fiscal side, what the scenario says of keeping and paying the pledge, and the spread of
        the futures; without draws, the futures hold the central path alone.
    calibration : Calibration, optional
        The shocks as their file gives them; None where nothing was drawn.
    equivalents : optional
        What the extra means to a reader, and what cannot be said; None where nothing was drawn.
    contracts : tuple of Eroded, optional
        What the scenario's orders lose to the exchange rate and to prices, by country.
    politics : Politics, optional
        Who keeps the pledge and what is negotiated, where the scenario asks for it.
    readings : Readings, optional
        Cohesion, effectiveness and credibility, unless the scenario leaves them out.
    programmes : Mortgaged, optional
        What the joint programmes cost that the scenario names.
    """

    scenario: Scenario
    inputs: Inputs
    projection: Projection
    observations: tuple[Observation, ...]
    sources: tuple[Source, ...]
    fingerprint: str = ""
    versions: dict[str, str] = field(default_factory=installed_versions)
    fiscal: Fiscal | None = None
    levers: Levers | None = None
    calibration: Calibration | None = None
    futures: Futures | None = None
    equivalents: tuple[tuple[Equivalent, ...], tuple[Missing, ...]] | None = None
    contracts: tuple[Eroded, ...] = ()
    politics: Politics | None = None
    readings: Readings | None = None
    programmes: Mortgaged | None = None

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
    def fiscal_rows(self) -> list[tuple[str, ...]]:
        """Every number of the fiscal side with its origin, as exact text."""
        return input_rows(self.fiscal, self.inputs.years) if self.fiscal else []

    @cached_property
    def shown(self) -> Projection:
        """The projection as the result gives it: with medians where futures were drawn."""
        if self.futures is None:
            return self.projection
        return shown_in(self.scenario, self.inputs, self.projection, self.futures)

    @cached_property
    def debt_changes(self) -> dict[str, DebtChange]:
        """What moves the debt of each member on the path without shocks."""
        if self.fiscal is None or self.futures is None:
            return {}
        return debt_changes(self.inputs, self.fiscal, self.futures)

    @cached_property
    def result_rows(self) -> list[tuple[str, ...]]:
        """Every number of the result, as exact text."""
        return [row.text() for row in (*rows(self.inputs, self.shown), *more_rows(self))]

    @cached_property
    def quantile_rows(self) -> list[tuple[str, ...]]:
        """Every quantile, as exact text; none where nothing was drawn."""
        return quantile_rows(self.inputs, self.futures) if self.futures else []

    @cached_property
    def probability_rows(self) -> list[tuple[str, ...]]:
        """The probability of every event, as exact text; none where nothing was drawn."""
        return probability_rows(self)

    @cached_property
    def quantile_table(self) -> bytes:
        """The quantiles as they are written; nothing where nothing was drawn."""
        return table(QUANTILE_COLUMNS, self.quantile_rows) if self.quantile_rows else b""

    @cached_property
    def probability_table(self) -> bytes:
        """The probabilities as they are written; nothing where nothing was drawn."""
        return table(PROBABILITY_COLUMNS, self.probability_rows) if self.probability_rows else b""

    @property
    def notes(self) -> tuple[dict[str, str], ...]:
        """What a reader must know of all parts of the run."""
        parts = (self.projection, self.fiscal, self.futures)
        return tuple(note for part in parts if part is not None for note in part.notes)

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where every input number comes from."""
        return (*self.inputs.origins, *(self.fiscal.origins if self.fiscal else ()))

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
            futures=self._futures_content(),
            politics=content(self.politics.went_in, self.politics.document)
            if self.politics
            else None,
            readings=readings_content(self.readings.went_in, self.readings.document)
            if self.readings
            else None,
        )

    def _futures_content(self) -> dict[str, Any] | None:
        if self.fiscal is None or self.levers is None:
            return None
        return futures_content(
            structure=structure(self.fiscal),
            fiscal=self.fiscal_rows,
            levers=levers_document(self.levers),
            calibration=self.calibration.fingerprint if self.calibration else "",
            quantiles=self.quantile_table,
            probabilities=self.probability_table,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the result in the form of the interface contract."""
        document = to_json(self.shown, self.scenario.name, self.fingerprint, notes=self.notes)
        if self.futures is not None:
            add_futures(document, self)
        if self.contracts:
            document["contracts"] = {each.country: each.to_json() for each in self.contracts}
        asked = (p.document for p in (self.politics, self.readings, self.programmes) if p)
        return document | {name: told for part in asked for name, told in part.items()}


def compute(
    scenario: Scenario,
    figures: Figures,
    *,
    say: Say | None = None,
    solver: Callable[[Scenario, Read], Solved] = solve,
) -> Study:
    """Run `scenario` on `figures`; nothing is written.

    Parameters
    ----------
    scenario : Scenario
    figures : Figures
    say : callable, optional
        Told what takes long, in words.
    solver : callable
        Does what `politics.solve` does, in a thread of its own.

    Raises
    ------
    Refusal
        From the assembly: ``missing-inputs`` and its kin, with every gap at once. From the
        calibration file and the engine: what they cannot use.
    """
    made = unrecorded(scenario, Remembered(figures), say=say, solver=solver)
    observations = used(_keys(made), figures)
    return replace(
        made,
        observations=observations,
        sources=sources_of(observations, figures),
        fingerprint="",
        versions=installed_versions(),
    )


def unrecorded(
    scenario: Scenario,
    figures: Remembered,
    *,
    say: Say | None = None,
    show: Callable[[Inputs], Sequence[str]] | None = None,
    solver: Callable[[Scenario, Read], Solved] = solve,
) -> Study:
    """Run `scenario` through the models without recording what the result stands on.

    Parameters
    ----------
    scenario : Scenario
    figures : Remembered
    say : callable, optional
    show : callable, optional
        Of the inputs: the variables and totals of the engine that are drawn, where not all are;
        forecasts of behaviour and bargaining, and readings, are then left out.
    solver : callable
        As of `compute`.

    Returns
    -------
    Study
        No observations, sources or versions; `UNRECORDED` in place of a fingerprint.
    """
    from burdenshare.projection.assemble import assemble
    from burdenshare.projection.fiscal.contracts import eroded_contracts
    from burdenshare.projection.fiscal.equivalents import equivalents

    inputs = assemble(scenario, figures)
    central = project(inputs)
    tables = cast("Figures", figures.figures)
    asked = read(scenario, tables) if show is None else None
    fiscal, levers = fiscal_side(scenario, inputs, figures)
    calibration = calibration_of(scenario) if scenario.draws else None
    stream = None if show is None else show(inputs)
    with ThreadPoolExecutor(1) as beside:  # the compiled engine leaves Python's lock to others
        solving = beside.submit(solver, scenario, asked) if asked else None
        drawn = draw(scenario, inputs, fiscal, levers, calibration, say, stream=stream)
        solved = solving.result() if solving else None
    made = Study(
        recorded(scenario),
        inputs,
        central,
        observations=(),
        sources=(),
        fingerprint=UNRECORDED,
        versions={},
        fiscal=fiscal,
        levers=levers,
        calibration=calibration,
        futures=drawn,
        equivalents=equivalents(inputs, figures, fiscal=fiscal) if scenario.draws else None,
        contracts=eroded_contracts(scenario, figures),
        politics=politics(scenario, inputs, central, tables, asked, solved)
        if asked and solved
        else None,
    )
    if show is None and scenario.readings:
        made = replace(made, readings=readings(made, figures.figures))
    if show is None and scenario.programmes:
        made = replace(made, programmes=mortgaged(made))
    return made


def _keys(study: Study) -> Iterator[str]:
    """Yield the keys of every figure that a study names."""
    given = study.equivalents[0] if study.equivalents else ()
    yield from (key for origin in study.origins for key in origin.keys)
    yield from (key for one in given for key in one.keys)
    yield from (key for orders in study.contracts for key in orders.keys)
    if study.politics:
        yield from study.politics.keys
    if study.readings:
        yield from study.readings.keys


def recorded(scenario: Scenario) -> Scenario:
    """Return the scenario as its folder holds it: a calibration lies beside, programmes in it."""
    scenario = embedded(scenario)
    if not scenario.calibration:
        return scenario
    return scenario.model_copy(update={"calibration": CALIBRATION if scenario.draws else ""})


def sources_of(observations: Iterable[Observation], figures: Figures) -> tuple[Source, ...]:
    """Return the record of each table that the observations stand in, sorted by its identifier."""
    one_each = {each.table: each for each in observations}
    return tuple(portable(figures.source_of(one_each[table])) for table in sorted(one_each))


def used(keys: Iterable[str], figures: Figures) -> tuple[Observation, ...]:
    """Return the full observation behind every key that the inputs name.

    Raises
    ------
    Failure
        ``internal``: an origin names a figure that the tables do not hold.
    """
    wanted = set(keys)
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
