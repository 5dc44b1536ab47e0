"""One scenario held ready, so that a change of an assumption is answered while a slider moves.

The steps are those of a study (`burdenshare.study.runs.unrecorded`), and so are the numbers.
Fast is what is not done again: figures that were asked for and what follows from them alone are
kept (`burdenshare.projection.remembered`), the engine is loaded, only what is shown is drawn, and
nothing is bound to a fingerprint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Problems
from burdenshare.projection.futures.model import alliance_names
from burdenshare.projection.futures.run import prepare
from burdenshare.projection.remembered import Remembered, Table
from burdenshare.projection.result import plain
from burdenshare.projection.spread import Spread, alliance_spreads, engine_variable, spreads
from burdenshare.study.draws import affordable, by_name, equivalents_given, put
from burdenshare.study.events import chances
from burdenshare.study.runs import Study, unrecorded
from burdenshare.study.sweep.outcomes import due_year
from burdenshare.study.sweep.point import WORTH_IT
from burdenshare.study.sweep.template import Template, read_path

if TYPE_CHECKING:
    from burdenshare.projection.model import Inputs
    from burdenshare.scenario.model import Scenario
    from burdenshare.scenario.yaml_reader import Place
    from burdenshare.study.models import Say

SLIDER = ("share", "spending", "extra", "debt_ratio", "debt_ratio_without", "cumulative_extra")
"""What the pictures beside a slider show."""
OVER = ("extra", "extra_real", "cumulative_extra", "cumulative_extra_real")
"""Names of which there is one for every baseline."""


@dataclass(frozen=True)
class Evaluation:
    """What a scenario comes to."""

    study: Study
    """With no fingerprint, observations or sources: `Workbench.study` binds a result to them."""
    complete: bool
    """Whether everything was drawn, or only what is shown."""

    @property
    def scenario(self) -> Scenario:
        """The scenario with its changes."""
        return self.study.scenario

    def to_json(self) -> dict[str, Any]:
        """Return the result in the form of the interface contract, or the parts that are shown.

        Everything in it is what the result of a study has in its place. To each of the parts,
        ``headline`` is added: the medians in the year of the deadline, of sums over all years.
        There is no fingerprint, because nothing is recorded.
        """
        if self.complete:
            document = self.study.to_json()
            del document["fingerprint"]
            return document
        return _parts(self.study)


class Live:
    """A scenario whose assumptions change and whose figures do not.

    Parameters
    ----------
    scenario : Scenario
    figures : Figures or Remembered
        Give the same `Remembered` to several, and they share what they keep.
    say : callable, optional
        Told what takes long, in words: the first compilation of the engine.
    """

    def __init__(self, scenario: Scenario, figures: Table, *, say: Say | None = None) -> None:
        self.scenario = scenario
        self.figures = Remembered.of(figures)
        self._template = Template(scenario)
        self._say = say

    def changed(self, changes: Mapping[str, Any]) -> Scenario:
        """Return the scenario with some fields set, checked as a file is.

        Parameters
        ----------
        changes : mapping
            Values by path: ``{"pledges[0].core": 3.2, "behaviour.inertia": 0.4}``. Of the parts of
            ``financing``, those that are not set share the rest as they stand.

        Raises
        ------
        Refusal
            ``bad-scenario`` with every problem.
        """
        problems = Problems()
        values: dict[Place, Any] = {}
        for path, value in changes.items():
            if (where := read_path(path)) is None:
                problems.add(
                    path, f"{path!r} is no path of a field", hint="such as pledges[0].core"
                )
            else:
                values[where] = value
        scenario, found = self._template.made(values)
        for each in found:
            problems.add(each.where, each.message, expected=each.expected, hint=each.hint)
        details = problems.details()
        problems.require_none(
            "bad-scenario",
            "; ".join(f"{each['where']}: {each['message']}" for each in details),
            hint="; ".join(dict.fromkeys(each["hint"] for each in details if each["hint"]))
            or "mend each place named in the details",
        )
        assert scenario is not None
        return scenario

    def evaluate(
        self,
        changes: Mapping[str, Any] | Scenario | None = None,
        *,
        show: Sequence[str] | None = SLIDER,
    ) -> Evaluation:
        """Return what the scenario comes to with some fields set, or another scenario in its place.

        Parameters
        ----------
        changes : mapping or Scenario, optional
            As of `changed`; nothing: the scenario as it is.
        show : sequence of str or None
            Names of the result that are drawn, of the members and of several together where there
            is a total: ``debt_ratio``, ``extra`` (over the first baseline), ``extra.plan``. None,
            and any scenario without draws: everything.

        Raises
        ------
        Refusal
            ``bad-scenario``, ``bad-argument`` for a name that is none, and what a study is refused
            for.
        """
        scenario = self._meant(changes)
        show = show if scenario.draws else None
        if scenario.draws * len(scenario.members) >= WORTH_IT:
            prepare(self._say)
        study = unrecorded(
            scenario,
            self.figures,
            say=self._say,
            show=None if show is None else lambda inputs: _streamed(show, inputs),
        )
        return Evaluation(study, complete=show is None)

    def _meant(self, changes: Mapping[str, Any] | Scenario | None) -> Scenario:
        if changes is None:
            return self.scenario
        return self.changed(changes) if isinstance(changes, Mapping) else changes


def _streamed(show: Sequence[str], inputs: Inputs) -> tuple[str, ...]:
    """Return the variables and totals of the engine that results of some names are read from."""
    names = []
    for shown in show:
        name, _, baseline = shown.partition(".")
        over = baseline or (inputs.baselines[0] if name in OVER else "")
        names.append(engine_variable(name) + (f".{over}" if over else ""))
    totals = alliance_names(inputs.baselines) if len(inputs.members) > 1 else ()
    return (*names, *(f"alliance.{name}" for name in names if name in totals))


# Parts of a result -------------------------------------------------------------------------------


def _parts(study: Study) -> dict[str, Any]:
    """Return what was drawn of a study, each number where the whole result has it."""
    inputs, futures = study.inputs, study.futures
    assert futures is not None
    known = chances(futures, study.scenario.affordable)
    members = {
        code: {
            "currency": inputs.currency[at],
            "price_base": inputs.price_base[at],
            "years": list(futures.years),
            "target": plain(study.projection.target_share[at]),
            "deadline": inputs.deadline[at],
            **_shown(spreads(futures), at, futures.years.index(due_year(inputs, at))),
            "probabilities": {each.name: plain(each.probability[at]) for each in known},
            "affordable": affordable(study, at),
            "equivalents": equivalents_given(study, code),
        }
        for at, code in enumerate(futures.members)
    }
    last = futures.years.index(max(due_year(inputs, at) for at in range(len(futures.members))))
    return {
        "name": study.scenario.name,
        "draws": futures.draws,
        "seed": futures.seed,
        "conditions": {each.name: each.words for each in known},
        "members": members,
        "alliance": {
            "currency": "USD",
            "price_base": inputs.common_base,
            "members": list(futures.members),
            "years": list(futures.years),
            **_shown(alliance_spreads(futures), None, last),
        },
    }


def _shown(found: Sequence[Spread], at: int | None, due: int) -> dict[str, Any]:
    """Return the medians of one member, or of all together, their quantiles and the headline."""
    shown: dict[str, Any] = {}
    headline: dict[str, Any] = {}
    for each in found:
        middle = each.middle if at is None else each.middle[at]
        put(shown, each, plain(middle[-1] if each.summed else middle))
        put(headline, each, plain(middle[-1] if each.summed else middle[due]))
    return {**shown, "quantiles": by_name(found, at), "headline": headline}
