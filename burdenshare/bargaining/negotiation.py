"""What they will agree on: the forecast with its bands, and the other models as explanations."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.bargaining.compromise import compromise
from burdenshare.bargaining.defiance import defiance, require_costs
from burdenshare.bargaining.distribution import (
    QUANTILES,
    SD,
    SD_SOURCE,
    SHARE,
    Distribution,
    distributions,
)
from burdenshare.bargaining.draws import Draws, draw, forecasts, pooled_quantiles
from burdenshare.bargaining.linkage import linkage
from burdenshare.bargaining.options import trials
from burdenshare.bargaining.registry import model, require_models
from burdenshare.bargaining.result import ModelResult
from burdenshare.bargaining.switches import Switched, switched
from burdenshare.bargaining.table import Floats, Table
from burdenshare.bargaining.threat import Reach, linked
from burdenshare.bargaining.veto import vetoes
from burdenshare.errors import Refusal

if TYPE_CHECKING:
    from burdenshare.bargaining.smp import Spread

DRAWS = 1_000
MOST_WORK = 1_500_000_000
"""Cubes of actors times draws that the spatial model is drawn over without a cluster: minutes."""
DETECTABLE = 3.0
"""Per cent of the scale: smaller differences between forecasts are not worth a word."""
WHY = (
    "on decisions with known outcomes no other model is measurably more accurate than the "
    "compromise, so the others explain and do not lead"
)


@dataclass(frozen=True)
class Ranges:
    """What the ranges of the inputs do, over all draws."""

    draws: int
    seed: int
    forecasts: Mapping[str, Floats]
    """By model, quantiles `QUANTILES` of its forecast, each shaped (quantile, issue), NaN where it
    was not drawn."""
    outcome: Floats
    """Quantiles of the outcome itself, shaped (quantile, issue)."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Negotiation:
    """The forecast of every issue of a table, with its explanations."""

    table: Table
    headline: Floats
    """The compromise, shaped (issue,)."""
    distributions: tuple[Distribution, ...]
    sd_source: str
    results: Mapping[str, ModelResult]
    """By model, those that were asked for."""
    options: Mapping[str, Any]
    ranges: Ranges | None
    switches: tuple[Switched, ...] = ()
    veto_cost: float = 0.0
    costs: Mapping[str, Mapping[str, float]] | None = None
    threats: Mapping[str, Any] = field(default_factory=dict)
    """By case, see `threat.linked`."""
    quantiles: Floats = field(default_factory=lambda: np.empty((0, 0)))
    """Of the outcome at `QUANTILES`, shaped (quantile, issue)."""

    def differs(self, name: str) -> Floats:
        """Return how far a model is from the headline, in per cent of the scale."""
        change = self.results[name].forecast - self.headline
        return np.asarray(100.0 * change / self.table.length)

    def to_json(self) -> dict[str, Any]:
        """Return the result in the form of the interface contract."""
        from burdenshare.bargaining.document import document

        return document(self)


def negotiate(
    table: Table,
    *,
    models: Sequence[str] = ("all",),
    options: Mapping[str, Any] | None = None,
    sd: float | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    switches: bool = False,
    veto_cost: float = 0.0,
    costs: Mapping[str, Mapping[str, float]] | None = None,
    link: Sequence[str] = (),
    reach: Sequence[Reach] = (),
    spread: Spread | None = None,
    tell: Callable[[str], None] | None = None,
) -> Negotiation:
    """Forecast the outcome of every issue, and explain it.

    The forecast is the compromise within a distribution: half the weighted distribution of
    positions, half a normal distribution round the compromise. Everything else explains.

    Parameters
    ----------
    table : Table
    models : sequence of str
        Which models stand beside the forecast; ``all`` for every one.
    options : mapping, optional
        By model its ``Options``; the defaults of each if not given.
    sd : float, optional
        Standard deviation of the normal distribution as a part of the scale; that of the shipped
        decisions if not given.
    draws, seed : int
        Of the Monte Carlo over ranges, for tables that have some: compromise, weighted median, and
        the spatial model if it was asked for.
    switches : bool
        Whether to move every switch of every model, one at a time.
    veto_cost : float
        Cost of no agreement under a unanimity rule, in units of utility.
    costs : mapping, optional
        By actor the cost of refusing, see `defiance`; those of the file if not given.
    link : sequence of str
        Two issues to put on one table, see `threat.linked`; those of a case with two if not given.
    reach : sequence of Reach
        What no agreement would have to cost whom, so that it goes how far.
    spread : callable, optional
        Computes draws of the spatial model elsewhere, such as on a cluster, see `smp.over_draws`.
    tell : callable, optional
        Takes what whoever waits should know beforehand.

    Raises
    ------
    Refusal
        ``bad-argument``: a model that is none, a spread that is no positive number, draws that do
        not fit.
    """
    used = _options_of(models, options or {})
    _require_choices(table, sd, veto_cost, costs)
    asked = bool(link or reach or costs) or len(set(table.cases)) == 1
    threats = linked(table, costs, link=link, reach=reach) if asked else {}
    found = distributions(table, sd=sd or SD)
    if "smp" in used:
        over = draws if table.ranges and spread is None else 0
        _make_ready(table, used["smp"], switches=switches, draws=over, tell=tell)
    results = {name: model(name).solve(table, chosen) for name, chosen in used.items()}
    ranges = _over_ranges(table, draws, seed, sd or SD, used, spread) if table.ranges else None
    plain = np.column_stack([one.quantile(np.array(QUANTILES)) for one in found])
    return Negotiation(
        table=table,
        headline=compromise(table.places, table.weights),
        distributions=found,
        sd_source="given" if sd else SD_SOURCE,
        results=results,
        options=used,
        ranges=ranges,
        switches=switched(table, results, used) if switches else (),
        veto_cost=veto_cost,
        costs=costs,
        threats=threats,
        quantiles=ranges.outcome if ranges else plain,
    )


def _options_of(models: Sequence[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of each model that was asked for, in order."""
    names = require_models(models)
    require_models(given)
    return {name: given.get(name) or model(name).Options() for name in names}


def _require_choices(
    table: Table,
    sd: float | None,
    veto_cost: float,
    costs: Mapping[str, Mapping[str, float]] | None,
) -> None:
    """Refuse a spread or costs that cannot be meant."""
    if sd is not None and not 0.0 < sd < math.inf:
        raise Refusal(
            "bad-argument", f"a spread of {sd:g}", hint=f"a part of the scale, such as {SD}"
        )
    if not 0.0 <= veto_cost < math.inf:
        raise Refusal("bad-argument", f"a cost of {veto_cost:g}", hint="give 0 or more")
    if costs is not None:
        require_costs(table, costs)


def _make_ready(
    table: Table,
    options: Any,
    *,
    switches: bool,
    draws: int,
    tell: Callable[[str], None] | None,
) -> None:
    """Load the engine of the spatial model if so many runs call for it, and say how long it is."""
    from burdenshare.bargaining import smp

    once = smp.work(table, options)
    runs = 1 + (len(list(trials(options))) if switches else 0)
    over = sum(
        draws * cubes
        for case in table.by_case()
        if (cubes := smp.work(case, options)) * draws <= MOST_WORK
    )
    told = smp.make_ready(runs * once + over)
    if told and tell is not None:
        tell(told)


def _over_ranges(
    table: Table,
    draws: int,
    seed: int,
    sd: float,
    options: Mapping[str, Any],
    spread: Spread | None,
) -> Ranges:
    """Draw every case by itself, so that memory stays with the largest."""
    chances = np.array(QUANTILES)
    by_model: dict[str, list[Floats]] = {}
    outcome, notes = [], []
    for case in table.by_case():
        drawn = draw(case, draws=draws, seed=seed)
        found = forecasts(drawn)
        if "smp" in options:
            found["smp"], note = _spatial(table, case, drawn, options["smp"], spread)
            notes += [note] if note else []
        for name, values in found.items():
            by_model.setdefault(name, []).append(np.quantile(values, chances, axis=0))
        outcome.append(pooled_quantiles(case, drawn, chances, sd=sd, share=SHARE))
    joined = {name: np.concatenate(parts, axis=1) for name, parts in by_model.items()}
    return Ranges(draws, seed, joined, np.concatenate(outcome, axis=1), tuple(notes))


def _spatial(
    table: Table, case: Table, drawn: Draws, options: Any, spread: Spread | None
) -> tuple[Floats, str]:
    """Return the spatial model of every draw, NaN with a reason where it would take too long."""
    from burdenshare.bargaining import smp

    options = smp.settled(table, options)
    name, draws = case.cases[0], len(drawn.positions)
    unknown = np.full((draws, len(case.issues)), np.nan)
    if len(case.actors) > smp.MOST_ACTORS:
        return unknown, ""
    if spread is None and draws * smp.work(case, options) > MOST_WORK:
        return unknown, (
            f"smp was not drawn over the ranges of {name}: {draws:,} draws of {len(case.actors)} "
            "actors take many minutes; take fewer draws, or a cluster"
        )
    return smp.over_draws(case, drawn, options, spread=spread), ""


def explanations(found: Negotiation) -> dict[str, Any]:
    """Return who may break ranks, who holds a veto and which trades there are, by case."""
    return {
        "defiance": defiance(found.table, found.headline, found.costs),
        "veto": vetoes(found.table, found.headline, cost=found.veto_cost),
        "linkage": linkage(found.table),
        "threats": dict(found.threats),
    }
