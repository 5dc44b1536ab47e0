"""Runs the models of a study in their order; the same steps for a first run and for checking it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from burdenshare.projection.spread import shown
from burdenshare.scenario.model import Behaviour, Multipliers
from burdenshare.study.behaviour import aimed
from burdenshare.study.events import direct, events

if TYPE_CHECKING:
    from burdenshare.projection.futures.model import Calibration, Fiscal, Futures, Levers
    from burdenshare.projection.futures.run import Engine
    from burdenshare.projection.model import Inputs, Projection
    from burdenshare.scenario.model import Scenario

Say = Callable[[str], None]


def fiscal_side(scenario: Scenario, inputs: Inputs, figures: object) -> tuple[Fiscal, Levers]:
    """Return the fiscal side of a scenario and its levers, the origins of both with the former.

    Without draws, a scenario that says nothing of multipliers has none: the central path of
    spending is then that of the projection. Behaviour is joined to the levers where the scenario
    asks for it (`behaviour.aimed`).
    """
    from burdenshare.projection.fiscal.assemble import assemble_fiscal

    does = aimed(scenario, inputs, figures)
    fiscal, levers, origins = assemble_fiscal(
        scenario,
        inputs,
        figures,  # type: ignore[arg-type]
        aimed=does.central if does else None,
    )
    if does:
        levers = replace(levers, aimed_draws=does.paths if scenario.draws else None)
        fiscal = replace(fiscal, notes=(*fiscal.notes, *does.notes))
        origins = (*origins, *does.origins)
    if not scenario.draws and scenario.multipliers == Multipliers():
        levers = replace(
            levers, multiplier=(0.0, 0.0, 0.0), tax_multiplier=0.0, other_multiplier=0.0
        )
        origins = tuple(each for each in origins if "multiplier" not in each.variable)
    return replace(fiscal, origins=(*fiscal.origins, *origins)), levers


def calibration_of(scenario: Scenario) -> Calibration:
    """Return the calibration that a scenario names, else the shipped one."""
    from pathlib import Path

    from burdenshare.projection.calibration.file import load, shipped

    return load(Path(scenario.calibration)) if scenario.calibration else shipped()


def draw(
    scenario: Scenario,
    inputs: Inputs,
    fiscal: Fiscal,
    levers: Levers,
    calibration: Calibration | None,
    say: Say | None = None,
    *,
    keep: Sequence[str] = (),
    stream: Sequence[str] | None = None,
    engine: Engine | None = None,
) -> Futures:
    """Run the stochastic engine with the standard events; without draws, its central path alone.

    Degrees of freedom of fat tails are the scenario's, whatever the calibration found.
    `keep`, `stream` and `engine` as of `burdenshare.projection.futures.run.futures`.
    """
    from burdenshare.projection.calibration.file import cover
    from burdenshare.projection.futures.run import futures

    shocks = None if calibration is None else cover(calibration, inputs.members)
    if shocks is not None and isinstance(scenario.tails, int):
        shocks = replace(shocks, tail=scenario.tails)
    made = futures(
        inputs,
        fiscal,
        levers,
        shocks,
        draws=scenario.draws,
        seed=scenario.seed,
        keep=keep,
        stream=stream,
        engine=engine,
        events=events(inputs, scenario.affordable) if scenario.draws else (),
        say=say,
    )
    return direct(made)


def shown_in(
    scenario: Scenario, inputs: Inputs, central: Projection, futures: Futures
) -> Projection:
    """Return what a run shows as its series: medians, or the central path.

    Where nothing was drawn and the scenario leaves behaviour, packages and multipliers alone, that
    is the projection itself, to the last bit.
    """
    changed = (
        scenario.draws
        or scenario.behaviour != Behaviour()
        or scenario.multipliers != Multipliers()
        or scenario.packages
    )
    return shown(inputs, central, futures) if changed else central
