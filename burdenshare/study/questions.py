"""The questions over many runs as an interface puts them: in text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burdenshare.scenario.load import redraw
from burdenshare.study import discovery
from burdenshare.study import regret as regrets
from burdenshare.study import sensitivity as indices
from burdenshare.study import uncertainty as bands
from burdenshare.study.sweep import choose_design, read_vary
from burdenshare.study.sweep import run as runs
from burdenshare.study.sweep.design import Design, count_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from burdenshare.scenario.model import Scenario
    from burdenshare.study.discovery import Discovery
    from burdenshare.study.sensitivity import Sensitivity
    from burdenshare.study.uncertainty import Uncertainty


def points(question: str, scenarios: Sequence[Scenario], vary: Sequence[str], **asked: Any) -> int:
    """Return at how many points a question runs its scenarios, all of them together.

    Parameters
    ----------
    question : str
        ``sweep``, ``sensitivity``, ``discover`` or ``regret``.
    scenarios : sequence of Scenario
    vary : sequence of str
    **asked
        ``design`` and ``points`` as the question takes them.

    Raises
    ------
    Refusal
        ``bad-argument``, as `read_vary` and `count_points`.
    """
    fields, count = read_vary(vary, scenarios[0]), asked.get("points")
    if question == "sweep":
        design = choose_design(fields, asked.get("design"), count)
    else:
        design = Design("saltelli" if question == "sensitivity" else "latin", count)
    return count_points(fields, design) * len(scenarios)


def sweep(
    scenario: Scenario,
    vary: Sequence[str],
    *,
    outcomes: Sequence[str] = (),
    design: str | None = None,
    points: int | None = None,
    seed: int = 1,
    draws: int | None = None,
    **options: Any,
) -> dict[str, Any]:
    """Run a scenario at every point of a design; other options as of `run.sweep`.

    Parameters
    ----------
    scenario : Scenario
    vary : sequence of str
        As `read_vary` reads them.
    outcomes : sequence of str
        What the rows show; default: every number of all members, or of the only one.
    design : str, optional
        ``grid``, ``latin`` or ``sobol``.
    points, seed : int
        Of the design.
    draws : int, optional
        In place of the scenario's.
    """
    scenario = redraw(scenario, draws=draws)
    fields = read_vary(vary, scenario)
    laid_out = choose_design(fields, design, points, seed)
    found = runs.sweep(scenario, fields, laid_out, outcomes=outcomes, **options)
    return found.to_json([found.outcome(each) for each in outcomes])


def sensitivity(
    scenario: Scenario,
    vary: Sequence[str],
    outcome: str,
    *,
    draws: int | None = None,
    **options: Any,
) -> Sensitivity:
    """Say which assumption moves an outcome most; options as of `sensitivity.sensitivity`."""
    scenario = redraw(scenario, draws=draws)
    return indices.sensitivity(scenario, read_vary(vary, scenario), outcome, **options)


def discover(
    scenario: Scenario,
    vary: Sequence[str],
    fails: str,
    *,
    draws: int | None = None,
    **options: Any,
) -> Discovery:
    """Say in plain words where a plan fails; options as of `discovery.discover`."""
    scenario, condition = redraw(scenario, draws=draws), discovery.read_condition(fails)
    fields = read_vary(vary, scenario)
    return discovery.discover(scenario, fields, condition, **options)


def regret(
    scenarios: Sequence[Scenario],
    vary: Sequence[str],
    fails: str,
    *,
    draws: int | None = None,
    **options: Any,
) -> dict[str, Any]:
    """Compare pledge designs over the same worlds; options as of `regret.regret`."""
    designs = regrets.named([redraw(each, draws=draws) for each in scenarios])
    condition = discovery.read_condition(fails)
    fields = read_vary(vary, next(iter(designs.values())))
    return regrets.regret(designs, fields, condition, **options).to_json()


def uncertainty(
    scenario: Scenario, outcome: str, *, draws: int | None = None, **options: Any
) -> Uncertainty:
    """Split the width of an outcome's band by its causes; options as of `bands.uncertainty`."""
    return bands.uncertainty(redraw(scenario, draws=draws), outcome, **options)
