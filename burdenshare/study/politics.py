"""What a run says beside its costs: who keeps the pledge, what a negotiation agrees on."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare.errors import Refusal
from burdenshare.scenario.model import Keep as Asking
from burdenshare.study.fingerprint import canonical, digest
from burdenshare.study.plain import plain, restore

if TYPE_CHECKING:
    from burdenshare.bargaining.negotiation import Negotiation
    from burdenshare.bargaining.table import Table
    from burdenshare.compliance.forecast import Keep
    from burdenshare.compliance.known import Known
    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures
    from burdenshare.projection.model import Inputs, Projection
    from burdenshare.scenario.model import Scenario

KEYS = ("negotiation", "alone", "keep", "cohesion", "credibility")
"""What is added to the result."""
KEEP_COLUMNS = (
    *("country", "year", "pledged", "by"),
    *("probability", "share_0.05", "share_0.5", "share_0.95"),
)
NEGOTIATION_COLUMNS = ("case", "issue", "what", "value", "unit")
NAME = "politics.json"
_SLOW = "smp"
_FEWEST = 2
"""So many allies with a forecast make an alliance whose pledge can be credible."""


class Asked(NamedTuple):
    """One question of compliance: which share by when, and of whom."""

    share: float
    """Per cent of GDP."""
    by: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Politics:
    """What a run was told of behaviour and bargaining, and what follows from it."""

    table: Table | None
    """Who wants what, as it was negotiated."""
    negotiation: Negotiation | None
    known: Known | None
    """What the forecasts of behaviour rest on."""
    revised: Mapping[str, list[dict[str, Any]]]
    """By share asked about: how the word of earlier editions held."""
    keeps: tuple[tuple[Asked, Keep], ...]
    """The forecasts, that of most members first."""
    alone: dict[str, Any] | None
    """Who plays alone, over four forms."""
    cohesion: dict[str, Any] | None
    credibility: dict[str, Any] | None
    keys: tuple[str, ...]
    """Keys of the published figures behind all of this, but for those behind `known`."""

    @cached_property
    def document(self) -> dict[str, Any]:
        """Return what is added to the result, as plain data."""
        parts = {
            "negotiation": self.negotiation.to_json() if self.negotiation else None,
            "alone": self.alone,
            "keep": _keep_document(self.keeps) if self.keeps else None,
            "cohesion": self.cohesion,
            "credibility": self.credibility,
        }
        return {name: part for name, part in parts.items() if part is not None}

    @cached_property
    def went_in(self) -> dict[str, Any]:
        """Return what a run folder holds, so that the rest follows from it."""
        return {
            "table": plain(self.table),
            "known": plain(self.known),
            "revised": plain(self.revised),
            "figures": list(self.keys),
        }

    @property
    def keep_rows(self) -> list[tuple[str, ...]]:
        """Return the forecasts of behaviour in the order of `KEEP_COLUMNS`, as exact text."""
        rows = []
        for code, one in self.document.get("keep", {}).get("members", {}).items():
            values = zip(one["years"], one["probability"], *(one["share"].values()), strict=True)
            rows += [
                tuple(map(str, (code, year, one["pledged"], one["by"], *found)))
                for year, *found in values
            ]
        return rows

    @property
    def negotiation_rows(self) -> list[tuple[str, ...]]:
        """Return the forecasts of every issue in the order of `NEGOTIATION_COLUMNS`."""
        document = self.document.get("negotiation", {"cases": {}})
        return [
            (case, issue, what, repr(float(value)), unit_of(document, case, issue))
            for case, issues in document["cases"].items()
            for issue, one in issues.items()
            for what, value in _quoted(one)
            if value is not None
        ]


def unit_of(document: Mapping[str, Any], case: str, issue: str) -> str:
    """Return the unit of an issue; empty where the table gives none."""
    about = document["about"].get(case, {}).get("issues", {}).get(issue, {})
    return str(about.get("unit", ""))


def _quoted(one: Mapping[str, Any]) -> list[tuple[str, float | None]]:
    return [
        ("forecast", one["headline"]),
        *((f"q{level}", value) for level, value in one["distribution"]["quantiles"].items()),
        *one["models"].items(),
        ("status_quo", one["status_quo"]),
        ("outcome", one["outcome"]),
    ]


def content(went_in: Mapping[str, Any], result: Mapping[str, Any]) -> dict[str, str]:
    """Return what behaviour and bargaining add to the fingerprint of a run.

    Parameters
    ----------
    went_in : mapping
        As `Politics.went_in` gives it.
    result : mapping
        Result of the run; all but `KEYS` is left aside.
    """
    told = {name: result[name] for name in KEYS if name in result}
    return {"inputs": digest(canonical(went_in)), "results": digest(canonical(told))}


# Made --------------------------------------------------------------------------------------------


class Read(NamedTuple):
    """What a scenario asks of behaviour and bargaining, with all that was read for it."""

    table: Table | None
    known: Known | None
    revised: Mapping[str, list[dict[str, Any]]]


class Solved(NamedTuple):
    """What takes time, and needs no figures that were not read."""

    keeps: tuple[tuple[Asked, Keep], ...]
    negotiation: Negotiation | None


def read(scenario: Scenario, figures: Figures) -> Read | None:
    """Return what a scenario asks of behaviour and bargaining; None where it asks nothing.

    Raises
    ------
    Refusal
        ``no-figures`` where no member has a forecast of behaviour; ``bad-argument`` for a deadline
        that is known already; what the readers of tables and `known` refuse.
    """
    if scenario.negotiation is None and not scenario.keep:
        return None
    table = _table(scenario, figures)
    if not scenario.keep:
        return Read(table, None, {})
    from burdenshare.compliance.history import revisions

    seen = _known(scenario, figures)
    questions = asked(scenario, seen)
    _require_open(questions, seen)
    revised = {f"{one.share:g}": revisions(figures, seen.day, one.share) for one in questions}
    return Read(table, seen, revised)


def solve(scenario: Scenario, given: Read) -> Solved:
    """Forecast behaviour and negotiate; may run beside the engine, in a thread of its own.

    Raises
    ------
    Refusal
        What `negotiate` refuses.
    """
    return Solved(
        _keeps(scenario, given.known, given.revised) if given.known else (),
        None if given.table is None else _negotiated(scenario, given.table),
    )


def again(
    scenario: Scenario,
    inputs: Inputs,
    projection: Projection,
    observations: Iterable[Observation],
    went_in: Mapping[str, Any],
) -> Politics:
    """Return what follows from what a run folder holds.

    Parameters
    ----------
    observations : iterable of Observation
        The figures of the folder.
    went_in : mapping
        As `Politics.went_in` gave it.

    Raises
    ------
    Refusal
        ``damaged-file``.
    """
    from burdenshare.bargaining.table import Table
    from burdenshare.compliance.known import Known

    table, seen = went_in.get("table"), went_in.get("known")
    given = Read(
        None if table is None else restore(Table, table, NAME),
        None if seen is None else restore(Known, seen, NAME),
        went_in["revised"],
    )
    figures = Replayed(observations, went_in["figures"])
    return politics(scenario, inputs, projection, figures, given, solve(scenario, given))


def politics(
    scenario: Scenario,
    inputs: Inputs,
    projection: Projection,
    figures: Any,
    given: Read,
    solved: Solved,
) -> Politics:
    """Return what a run says of behaviour and bargaining.

    Parameters
    ----------
    scenario, inputs, projection
        Of the run.
    figures : Figures or Replayed
    given, solved
        As `read` and `solve` return them.
    """
    table, keeps = given.table, solved.keeps
    asked_of = _Noting(figures)
    cohesion = _cohesion(scenario, asked_of, table, keeps)
    alone, behind = (None, ()) if table is None else _alone(scenario, figures, table)
    return Politics(
        table=table,
        negotiation=solved.negotiation,
        known=given.known,
        revised=given.revised,
        keeps=keeps,
        alone=alone,
        cohesion=cohesion,
        credibility=_credibility(inputs, projection, keeps),
        keys=tuple(sorted({*_weights(table), *behind, *asked_of.keys})),
    )


def _weights(table: Table | None) -> list[str]:
    """Return the keys of figures that the weights of actors are made of."""
    about = table.about.values() if table is not None else ()
    return [key for case in about for key in case.get("capability", {}).get("keys", ())]


class _Noting:
    """Figures that note what was read."""

    def __init__(self, figures: Any) -> None:
        self._figures = figures
        self.keys: set[str] = set()

    def rows(self, series: str, **choices: Any) -> list[Observation]:
        """Return observations, as the figures do."""
        found: list[Observation] = self._figures.rows(series, **choices)
        self.keys |= {each.key for each in found}
        return found


class Replayed:
    """The figures that politics read, from a run folder, asked like the installed tables."""

    def __init__(self, observations: Iterable[Observation], keys: Iterable[str]) -> None:
        wanted = set(keys)
        self._held = [each for each in observations if each.key in wanted]

    def rows(
        self,
        series: str,
        *,
        countries: Iterable[str] | None = None,
        years: tuple[int, int] | None = None,
        **_choices: Any,
    ) -> list[Observation]:
        """Return the noted figures of a series; of what was noted, no edition is left out."""
        places = None if countries is None else set(countries)
        found = [
            each
            for each in self._held
            if each.series == series
            and (places is None or each.country in places)
            and (years is None or years[0] <= each.year <= years[1])
        ]
        return sorted(found, key=lambda o: (o.country, o.year, o.vintage, o.definition, o.source))


# Bargaining --------------------------------------------------------------------------------------


def _table(scenario: Scenario, figures: Figures) -> Table | None:
    from burdenshare.bargaining import reading

    asked_for = scenario.negotiation
    if asked_for is None:
        return None
    if asked_for.case:
        return reading.read(asked_for.case, figures=lambda: figures)
    return reading.read_given(asked_for.table, "negotiation.table", figures=lambda: figures)


def _negotiated(scenario: Scenario, table: Table) -> Negotiation:
    """Negotiate the table, as `burdenshare bargain` does, but for one thing.

    The spatial model explains, and to draw it over the ranges of the table takes longer than all
    the rest: it is run on the table as it stands.
    """
    from burdenshare.bargaining.ask import read_settings
    from burdenshare.bargaining.negotiation import negotiate
    from burdenshare.bargaining.registry import model, require_models

    asked_for = scenario.negotiation
    assert asked_for is not None
    options = read_settings(asked_for.settings)
    names = require_models(("all",))
    found = negotiate(
        table,
        models=[name for name in names if name != _SLOW],
        options={name: one for name, one in options.items() if name != _SLOW},
        sd=asked_for.spread,
        veto_cost=asked_for.veto_cost or 0.0,
        seed=scenario.seed,
    )
    chosen = options.get(_SLOW) or model(_SLOW).Options()
    solved = {**found.results, _SLOW: model(_SLOW).solve(table, chosen)}
    return replace(
        found,
        results={name: solved[name] for name in names},
        options={name: {**found.options, _SLOW: chosen}[name] for name in names},
    )


def _alone(scenario: Scenario, figures: Any, table: Table) -> tuple[dict[str, Any], Sequence[str]]:
    """Return who plays alone and the keys of the figures behind it.

    On the day of the decision; where the case gives none, when the scenario starts.
    """
    from burdenshare.bargaining.alone import stand_alone
    from burdenshare.bargaining.alone_document import forms

    found = stand_alone(table, lambda: figures, today=date(scenario.start, 1, 1))
    keys = [
        key
        for one in found
        if one.compositions is not None
        for of_ally in one.compositions.keys.values()
        for key in of_ally
    ]
    return {"forms": forms(), "cases": {one.case: one.to_json() for one in found}}, keys


# Compliance --------------------------------------------------------------------------------------


def asked(scenario: Scenario, seen: Known) -> tuple[Asked, ...]:
    """Return which share is asked about of whom, the question of most members first."""
    said = _asking(scenario)
    groups: dict[tuple[float, int], list[str]] = defaultdict(list)
    for pledge in scenario.pledges:
        goal = pledge.share if pledge.core is None else pledge.core
        for code in pledge.members:
            share = said.share or pledge.exceptions.get(code, goal or 0.0)
            if code in seen.members:
                groups[share, said.by or pledge.by].append(code)
    found = [Asked(share, by, tuple(codes)) for (share, by), codes in groups.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.members), one.share, one.by)))


def _asking(scenario: Scenario) -> Asking:
    return scenario.keep if isinstance(scenario.keep, Asking) else Asking()


def _known(scenario: Scenario, figures: Figures) -> Known:
    """Return what is known of the allies, without what no forecast reads."""
    from burdenshare.compliance.forecast import default_origin
    from burdenshare.compliance.known import known

    origin = _asking(scenario).origin
    seen = known(figures, default_origin(figures) if origin is None else origin)
    first = min((*seen.changes.year, seen.year)) - 1
    kept = {
        name: {
            place: value
            for place, value in values.items()
            if place[0] in seen.members and place[1] >= first
        }
        for name, values in seen.covariates.items()
    }
    return replace(seen, covariates=kept)


def _require_open(questions: Sequence[Asked], seen: Known) -> None:
    if not questions:
        raise Refusal(
            "no-figures",
            "keep: no member of the scenario has a forecast of behaviour",
            hint="it is made for the members of NATO; leave keep: out",
        )
    if past := sorted({one.by for one in questions if one.by <= seen.year}):
        raise Refusal(
            "bad-argument",
            f"keep: the deadline {past[0]} is not after {seen.year}, the last year known",
            hint=f"give keep: an earlier origin:, such as {{origin: {past[0] - 1}}}",
        )


def _keeps(
    scenario: Scenario, seen: Known, revised: Mapping[str, list[dict[str, Any]]]
) -> tuple[tuple[Asked, Keep], ...]:
    from burdenshare.compliance.forecast import DRAWS, forecast

    said = _asking(scenario)
    return tuple(
        (
            one,
            forecast(
                seen,
                revised[f"{one.share:g}"],
                share=one.share,
                by=one.by,
                reclassified=said.reclassified or 0.0,
                draws=said.draws or DRAWS,
                seed=scenario.seed,
            ),
        )
        for one in asked(scenario, seen)
    )


def _keep_document(keeps: Sequence[tuple[Asked, Keep]]) -> dict[str, Any]:
    """Return the forecasts as one: as `burdenshare keep` gives it, with who pledged what."""
    documents = [(one, made.to_json()) for one, made in keeps]
    members = {
        code: {"pledged": one.share, "by": one.by, **told["members"][code]}
        for one, told in documents
        for code in one.members
    }
    return {
        **documents[0][1],
        "members": {code: members[code] for code in sorted(members)},
        "pledges": [
            {"share": one.share, "by": one.by, "members": list(one.members)} for one, _ in documents
        ],
    }


# Cohesion and credibility ------------------------------------------------------------------------


def _cohesion(
    scenario: Scenario, figures: Any, table: Table | None, keeps: Sequence[tuple[Asked, Keep]]
) -> dict[str, Any] | None:
    """Return how far apart the allies are, where the scenario is of all of them, and positions."""
    from burdenshare.bargaining.cohesion import cohesion

    if not keeps:
        return None
    (one, made), seen = keeps[0], keeps[0][1].known
    if not set(seen.members) <= set(scenario.members):
        return None
    return cohesion(figures, made.share, years=(seen.year, seen.year), table=table).to_json() | {
        "by": one.by
    }


def _credibility(
    inputs: Inputs, projection: Projection, keeps: Sequence[tuple[Asked, Keep]]
) -> dict[str, Any] | None:
    """Return which part of the new money of the deadline year likely keepers carry."""
    from burdenshare.bargaining.credibility import credibility

    chances = {
        code: float(made.probability[made.known.members.index(code), -1])
        for one, made in keeps
        for code in one.members
    }
    baseline = min(projection.extra_real, key=lambda name: name != "constant_share", default=None)
    if len(chances) < _FEWEST or baseline is None or inputs.price_at_base is None:
        return None
    if inputs.fx_at_base is None:
        return None
    rate = inputs.price_at_base / inputs.fx_at_base
    money = {}
    for i, code in enumerate(projection.members):
        year = max(min(projection.deadline[i], projection.years[-1]), projection.years[0])
        amount = float(projection.extra_real[baseline][i, projection.years.index(year)] * rate[i])
        if math.isfinite(amount):
            money[code] = max(amount, 0.0)
    if not sum(money.values()) > 0.0:
        return None
    return {
        "of": f"extra over {baseline} in the deadline year",
        "unit": f"USD bn, {inputs.common_base} prices and exchange rates",
        **credibility(money, chances).to_json(),
    }
