"""One point of a sweep: its scenario run through the models, wherever that happens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare import __version__
from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.projection.futures.run import prepare
from burdenshare.study import models
from burdenshare.study.fingerprint import canonical, digest
from burdenshare.study.sweep.outcomes import Measure, asked, measures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures
    from burdenshare.projection.futures.model import Futures, Levers
    from burdenshare.projection.model import Inputs
    from burdenshare.scenario.model import Scenario

WEO = "imf"
WORTH_IT = 2000
"""Draws times members from which on NumPy takes longer than the rest of a point."""
LAYOUT = 2
"""Raised when what is kept of a point changes, so that older points are not taken for it."""

Body = dict[str, Any]
"""What came of a point: ``{"measures": [...]}``, or ``{"error": ...}`` as it was refused."""


class Remembered:
    """The figures, with every answer of `rows` kept: the points of a sweep ask the same again.

    Parameters
    ----------
    figures : Figures
    members : sequence of str
        Of the scenario. Of the World Economic Outlook, which has all countries of the world, only
        those are handed on that a result can depend on: the members, whoever shares a currency
        with one of them, and the United States.
    """

    def __init__(self, figures: Figures, members: Sequence[str]) -> None:
        self._figures = figures
        self._answers: dict[tuple[Any, ...], list[Observation]] = {}
        self.fingerprint = figures.fingerprint
        gdp = figures.rows("gdp_lcu", definition=WEO, vintages="all")
        currencies = {o.unit for o in gdp if o.country in members}
        self._countries = {o.country for o in gdp if o.unit in currencies} | {*members, "USA"}

    def rows(self, series: str, **asked: Any) -> list[Observation]:
        """Return what `Figures.rows` returns, of the World Economic Outlook what is needed."""
        question = (series, *sorted((name, _hashable(value)) for name, value in asked.items()))
        if question not in self._answers:
            found = self._figures.rows(series, **asked)
            if asked.get("definition") == WEO:
                found = [o for o in found if o.country in self._countries]
            self._answers[question] = found
        return self._answers[question]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._figures, name)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class Ground(NamedTuple):
    """What a point follows from beside its scenario; the same wherever it is computed."""

    version: str
    """Of burdenshare."""
    figures: str
    """Fingerprint of the tables."""
    calibration: str
    """Fingerprint of the shocks; empty where nothing is drawn."""
    more: tuple[str, ...] = ()
    """What is kept beside the headlines; see `burdenshare.study.sweep.outcomes.further`."""


def ground(scenario: Scenario, figures: Figures | Remembered, more: tuple[str, ...] = ()) -> Ground:
    """Return what the points of a scenario follow from here."""
    shocks = _calibration(scenario.calibration) if scenario.draws else ""
    return Ground(__version__, figures.fingerprint, shocks, more)


def fingerprint(scenario: Scenario, on: Ground) -> str:
    """Return the hash of everything that the result of a point follows from."""
    asked = scenario.model_dump(mode="json", by_alias=True) | {"calibration": ""}
    return digest(canonical([LAYOUT, on, asked]))


@dataclass(frozen=True)
class Ran:
    """A scenario run through the models."""

    inputs: Inputs
    futures: Futures
    """Without draws, the central path alone."""
    more: tuple[str, ...] = ()

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """What is kept of it."""
        return measures(self.inputs, self.futures, self.more)


def run_models(
    scenario: Scenario,
    figures: Any,
    more: tuple[str, ...] = (),
    *,
    keep: Sequence[str] = (),
    stream: Sequence[str] | None = None,
    held: Callable[[Levers], Levers] | None = None,
) -> Ran:
    """Run a scenario on figures that `assemble` can ask.

    Parameters
    ----------
    scenario : Scenario
    figures : Figures or Remembered
    more : tuple of str
        What `measures` keeps beside the headlines.
    keep, stream : sequence of str
        As of `burdenshare.projection.futures.run.futures`; by default what `measures` reads.
    held : callable, optional
        Holds some of the levers.

    Raises
    ------
    Refusal
        What the models refuse.
    """
    from burdenshare.projection.assemble import assemble

    inputs = assemble(scenario, figures)
    fiscal, levers = models.fiscal_side(scenario, inputs, figures)
    levers = held(levers) if held else levers
    calibration = models.calibration_of(scenario) if scenario.draws else None
    wished = asked(inputs, more) if stream is None else stream
    drawn = models.draw(scenario, inputs, fiscal, levers, calibration, keep=keep, stream=wished)
    return Ran(inputs, drawn, more)


def evaluate(scenario: Scenario, figures: Any, more: tuple[str, ...] = ()) -> Body:
    """Run one point; a refusal is a result as well, any other failure is raised."""
    try:
        found = run_models(scenario, figures, more).measures
    except Refusal as refusal:
        return refusal.body()
    return {"measures": [list(each) for each in found]}


def read_body(body: Body) -> tuple[Measure, ...]:
    """Return the measures of a point; none where it was refused."""
    return tuple(Measure(*each) for each in body.get("measures", ()))


def evaluate_there(scenario: Scenario, on: tuple[Any, ...]) -> tuple[str, Any]:
    """Run one point in a worker process, if it stands on the same there.

    Parameters
    ----------
    scenario : Scenario
    on : tuple
        The fields of the `Ground` of the process that asks.

    Returns
    -------
    (str, object)
        ``point`` with its body, or ``error`` with why it could not be run here: plain data, so
        that it can be read where other versions are installed.
    """
    asked = Ground(*on)
    try:
        if asked.version != __version__:
            return "error", f"has burdenshare {__version__}, not {asked.version}"
        get_ready(scenario)
        figures = _own_figures(scenario.members)
        here = ground(scenario, figures)
        if here.figures != asked.figures:
            return "error", "has other tables of figures than the process that asks"
        if here.calibration != asked.calibration:
            return "error", "has another calibration of shocks than the process that asks"
        return "point", evaluate(scenario, figures, asked.more)
    except BurdenshareError as error:
        return "error", error.message


def get_ready(scenario: Scenario) -> None:
    """Load the compiled engine where many points like this one are worth it.

    The engine itself decides by one run; the numbers are the same either way.
    """
    if scenario.draws * len(scenario.members) >= WORTH_IT:
        prepare()


def in_process(figures: Figures, more: tuple[str, ...] = ()) -> Callable[[Scenario], Body]:
    """Return a function that runs one point after the other in this process."""
    remembered = lru_cache(maxsize=2)(lambda members: Remembered(figures, members))
    return lambda scenario: evaluate(scenario, remembered(scenario.members), more)


@lru_cache(maxsize=2)
def _own_figures(members: tuple[str, ...]) -> Remembered:
    return Remembered(_opened(), members)


@lru_cache(maxsize=4)
def _calibration(path: str) -> str:
    from pathlib import Path

    from burdenshare.projection.calibration.file import load, shipped

    return (load(Path(path)) if path else shipped()).fingerprint


@lru_cache(maxsize=1)
def _opened() -> Figures:
    from burdenshare.figures.store import Figures

    return Figures.open()
