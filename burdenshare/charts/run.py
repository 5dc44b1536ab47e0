"""The charts of a run: which of them it gets, of which year, and from which figures."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from burdenshare.charts.burden_map import burden_map, on_the_map
from burdenshare.charts.costs import cost_bars, cost_stack, extra_costs
from burdenshare.charts.decomposition import buying_power, debt_moves
from burdenshare.charts.fan import fan_cost, fan_debt, fan_share
from burdenshare.charts.formats_network import of_run as of_formats
from burdenshare.charts.mortgaged import of_run as of_mortgage
from burdenshare.charts.path_to_pledge import path_to_pledge
from burdenshare.charts.politics import of_run
from burdenshare.charts.posture import of_readings
from burdenshare.charts.probability import Odds, affordable
from burdenshare.charts.spreads import Conditions, cost_fans, debt_fans, share_fans, total_fans
from burdenshare.charts.theme import Credit, month, number
from burdenshare.charts.vintage_movers import LEAST, vintage_movers
from burdenshare.charts.who_meets_what import who_meets_what
from burdenshare.figures.countries import country_name

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures
    from burdenshare.projection.futures.model import Futures
    from burdenshare.projection.model import Origin
    from burdenshare.study import Study

SHARES = "milex_pct_gdp"
GUIDELINE = 2.0
"""NATO's guideline of 2014, per cent of GDP; shown beside the run's own target."""

ORDER = (
    *("who_meets_what", "burden_map", "path_to_pledge", "cost_stack", "cost_bars"),
    *("fan_total", "fan_cost", "fan_debt", "fan_share", "affordable", "debt_moves"),
    *("buying_power", "vintage_movers"),
)
"""Every chart of a run, in the order of a report."""
_HISTORY = 12
"""Years before the start that the paths show."""
_CAPPED = 0.025
"""Part of the futures at the model's bound from which on it shapes the bands."""
_FEW = 4
"""Fewer countries than that need neither a dot plot nor a map."""
_ASIDE = ("gov_expenditure_pct_gdp", "gov_revenue_pct_gdp", "health_pct_gdp")
"""Series that a run compares with and that no chart shows."""


def charts(study: Study, figures: Figures, *, language: str = "en") -> dict[str, dict[str, Any]]:
    """Return the specification of each chart that a run gets, by name, in the order of a report.

    ``who_meets_what`` and ``vintage_movers`` show the latest year up to the start of the run that
    several editions report, ``burden_map`` the year of the start; they are left out where the
    definition has no published shares for at least four members. ``path_to_pledge`` is always
    there; ``cost_stack`` and, for several members, ``cost_bars`` where a cost is known.

    With draws there are fans: ``fan_total`` for several members together, ``fan_cost`` and
    ``fan_debt`` for each, ``fan_share`` where the share of GDP has a spread; ``affordable`` for
    several members; and ``debt_moves``. ``buying_power`` is there where the scenario has contracts.
    Where the scenario asks who keeps the pledge or what is negotiated, `politics.of_run` adds its
    charts; `posture.of_readings` adds what is covered, and `formats_network.of_run` the rooms in
    which the members sit, `mortgaged.of_run` obligations of members and unit cost of programmes.

    Parameters
    ----------
    study : Study
    figures : Figures
        For the shares of earlier years and editions. Where the scenario chose a vintage, no later
        one is shown.
    language : str
        Language of all words: ``en`` or ``ja``.
    """
    shares = _published(study, figures)
    made = _of_shares(study, figures, shares, language)
    made["path_to_pledge"] = _paths(study, figures, shares, language)
    made |= _of_costs(study, language)
    made |= _of_futures(study, language)
    made |= _of_contracts(study, figures, language)
    asked = of_run(study, language=language) | of_readings(study, language=language)
    asked |= of_formats(study, language=language) | of_mortgage(study, language=language)
    return {name: made[name] for name in ORDER if name in made} | asked


def credit_of(
    observations: Iterable[Observation], figures: Figures, *, run: str = "", own: bool = False
) -> Credit:
    """Return the source line of some observations: each table once, by name."""
    sources = {o.table: figures.source_of(o) for o in observations}
    return Credit(tuple(sources[table] for table in sorted(sources)), run, own)


def _published(study: Study, figures: Figures) -> list[Observation]:
    """Return every edition of the members' shares up to the start, by the scenario's definition."""
    scenario, start = study.scenario, max(study.projection.start_year)
    found = figures.rows(
        SHARES,
        countries=study.projection.members,
        years=(start - _HISTORY, start),
        definition=scenario.definition,
        vintages="all",
    )
    last = scenario.vintages.get(scenario.definition)
    return [o for o in found if last is None or o.vintage <= last]


def _of_shares(
    study: Study, figures: Figures, shares: Sequence[Observation], language: str
) -> dict[str, dict[str, Any]]:
    """Return the charts that show published shares alone."""
    start = max(study.projection.start_year)
    years = sorted({o.year for o in shares}, reverse=True)
    several = next((y for y in years if _editions_differ([o for o in shares if o.year == y])), None)
    made: dict[str, dict[str, Any]] = {}
    goals = sorted({GUIDELINE, _target(study)})

    def credit(rows: Sequence[Observation]) -> Credit:
        return credit_of(rows, figures, run=study.fingerprint)

    dots = [o for o in shares if o.year == (several or start)]
    if len({o.country for o in dots}) >= _FEW:
        made["who_meets_what"] = who_meets_what(
            dots, credit=credit(dots), targets=goals, language=language
        )
        if several:
            ends = first_and_last(dots)
            made["vintage_movers"] = vintage_movers(
                ends, credit=credit(ends), targets=goals, language=language
            )
    now = latest_edition([o for o in shares if o.year == start])
    if len(on_the_map() & {o.country for o in now}) >= _FEW:
        made["burden_map"] = burden_map(now, credit=credit(now), language=language)
    return made


def latest_edition(rows: Sequence[Observation]) -> list[Observation]:
    """Return the observations of the latest edition among some."""
    last = max((o.vintage for o in rows), default="")
    return [o for o in rows if o.vintage == last]


def first_and_last(rows: Sequence[Observation]) -> list[Observation]:
    """Return the observations of the first and the last edition among some."""
    vintages = sorted({o.vintage for o in rows})
    return [o for o in rows if o.vintage in vintages[:1] + vintages[-1:]]


def _editions_differ(rows: Sequence[Observation]) -> bool:
    """Say whether the first and the last edition differ for a country that both have."""
    last = max(o.vintage for o in rows)
    pair = first_and_last(rows)
    before = {o.country: o.value for o in pair if o.vintage != last}
    after = {o.country: o.value for o in pair if o.vintage == last}
    return any(abs(after[c] - v) >= LEAST for c, v in before.items() if c in after)


def _target(study: Study) -> float:
    """Return the share that most members pledge, the highest of several."""
    counts = Counter(float(t) for t in study.projection.target_share)
    return max(counts, key=lambda t: (counts[t], t))


def _paths(
    study: Study, figures: Figures, shares: Sequence[Observation], language: str
) -> dict[str, Any]:
    begun = _start_figures(study)
    known = {(o.definition, o.vintage) for o in begun}
    before = [o for o in shares if known == {(o.definition, o.vintage)}]
    shown = [*begun, *before]
    if len(study.projection.members) == 1 or "growth" in study.inputs.path:
        shown += _behind_money(study)
    return path_to_pledge(
        study.projection,
        credit=credit_of(shown, figures, run=study.fingerprint, own=has_own(study)),
        definition=definition_of(study, language),
        history=before,
        language=language,
    )


def _of_costs(study: Study, language: str) -> dict[str, dict[str, Any]]:
    """Return the charts of the extra over constant share, or over the first other baseline."""
    baseline = _baseline_of(study)
    if baseline is None:
        return {}
    costs = extra_costs(study.inputs, study.projection, baseline)
    if not costs.known:
        return {}
    credit = _credit_for(study, _behind_money(study))
    named = definition_of(study, language)
    made = {"cost_stack": cost_stack(costs, credit=credit, definition=named, language=language)}
    if len(costs.known) > 1:
        made["cost_bars"] = cost_bars(costs, credit=credit, definition=named, language=language)
    return made


def _baseline_of(study: Study) -> str | None:
    """Return the baseline that charts compare with: a constant share, or the first other one."""
    return min(study.projection.extra, key=lambda name: name != "constant_share", default=None)


def _behind_money(study: Study) -> list[Observation]:
    """Return the figures that amounts of money rest on."""
    return _behind(study, study.inputs.origins)


def _behind(study: Study, origins: Iterable[Origin]) -> list[Observation]:
    """Return the figures that inputs rest on."""
    keys = {key for origin in origins for key in origin.keys}
    return [o for o in study.observations if o.key in keys and o.series not in _ASIDE]


def _credit_for(study: Study, observations: Iterable[Observation]) -> Credit:
    """Return the source line of a chart of the run."""
    tables = {o.table for o in observations}
    sources = tuple(s for s in study.sources if s.id in tables)
    return Credit(sources, study.fingerprint, has_own(study))


# Futures -----------------------------------------------------------------------------------------


def _of_futures(study: Study, language: str) -> dict[str, dict[str, Any]]:
    """Return the charts of what was drawn, and of what moves debt beside it."""
    futures = study.futures
    if futures is None or not futures.draws:
        return {}
    made = _fans(study, futures, language) if len(futures.years) > 1 else {}
    told: dict[str, Any] = {"credit": _credit_for(study, _behind(study, study.origins))}
    odds = _odds(study, futures)
    if len(odds) > 1 and any(math.isfinite(each.pledge) for each in odds.values()):
        from burdenshare.scenario.explain_finance import affordable_when

        made["affordable"] = affordable(
            odds,
            meaning=affordable_when(study.scenario.affordable),
            definition=definition_of(study, language),
            conditions=conditions_of(study),
            language=language,
            **told,
        )
    if study.debt_changes:
        made["debt_moves"] = debt_moves(
            study.debt_changes,
            definition=debt_definition(study, language),
            language=language,
            **told,
        )
    return made


def _fans(study: Study, futures: Futures, language: str) -> dict[str, dict[str, Any]]:
    """Return the fans of cost, debt and share that are known and have a spread."""
    shares: dict[str, Any] = {
        "credit": _credit_for(study, _behind_money(study)),
        "definition": definition_of(study, language),
        "conditions": conditions_of(study),
        "language": language,
    }
    debts = shares | {
        "credit": _credit_for(study, _behind(study, study.origins)),
        "definition": debt_definition(study, language),
    }
    made = {}
    baseline = _baseline_of(study)
    if baseline is not None:
        several = len(futures.members) > 1
        total = total_fans(study.inputs, futures, baseline) if several else None
        if total and total.are_visible:
            made["fan_total"] = fan_cost(total, baseline=baseline, **shares)
        costs = cost_fans(study.inputs, futures, baseline)
        if costs.are_visible:
            made["fan_cost"] = fan_cost(costs, baseline=baseline, **shares)
    debt, share = debt_fans(futures), share_fans(futures)
    if debt.are_visible:
        made["fan_debt"] = fan_debt(debt, notes=_capped(futures, language), **debts)
    if share.are_visible:
        made["fan_share"] = fan_share(share, **shares)
    return made


def _odds(study: Study, futures: Futures) -> dict[str, Odds]:
    """Return the probability by country that the pledge is affordable in its deadline year."""
    from burdenshare.study.events import AFFORDABLE, WITHOUT

    found = futures.probabilities
    if AFFORDABLE not in found:
        return {}
    odds = {}
    for i, (code, deadline) in enumerate(
        zip(futures.members, study.projection.deadline, strict=True)
    ):
        year = max(min(deadline, futures.years[-1]), futures.years[0])
        at = futures.years.index(year)
        both = (float(found[name][i, at]) for name in (AFFORDABLE, WITHOUT) if name in found)
        odds[code] = Odds(year, *both)
    return odds


def _capped(futures: Futures, language: str) -> list[str]:
    """Name those whose debt reaches the bound of the model often enough to shape the fan."""
    who = [
        country_name(code, language)
        for code, part in zip(futures.members, futures.capped, strict=False)
        if part >= _CAPPED
    ]
    return [f"Cut at the highest debt that the model allows: {', '.join(who)}."] if who else []


def conditions_of(study: Study) -> Conditions:
    """Say under which conditions the futures of a run were drawn."""
    scenario = study.scenario
    own = "a calibration of the user's own"
    named = own if scenario.calibration else "the shipped calibration"
    if study.calibration is not None and study.calibration.fingerprint:
        named += f" ({study.calibration.fingerprint[:8]})"
    tails = (
        (f"fat tails ({scenario.tails} degrees of freedom)",)
        if isinstance(scenario.tails, int)
        else ()
    )
    return Conditions(
        study.futures.draws if study.futures else 0,
        scenario.behaviour.kind or "kept",
        named,
        (_paid(study), *tails),
    )


def _paid(study: Study) -> str:
    """Say who pays for the extra."""
    words = {"debt": "debt", "tax": "taxes", "other": "cuts elsewhere"}
    given = dict(study.scenario.financing)
    if any(isinstance(part, dict) for part in given.values()):
        return "the extra is paid as the scenario says of each country"
    parts = {words[name]: float(part) for name, part in given.items() if part} or {"debt": 1.0}
    if len(parts) == 1:
        return f"the extra is paid by {next(iter(parts))}"
    how = (f"{number(100 * part, 0)} % by {name}" for name, part in parts.items())
    return f"the extra is paid {', '.join(how)}"


def debt_definition(study: Study, language: str = "en") -> str:
    """Name what counts as debt at the start, and its edition."""
    by_key = {o.key: o for o in study.observations}
    begun = [
        (o.country, next((by_key[key] for key in o.keys if key in by_key), None))
        for o in study.origins
        if o.variable == "fiscal/debt0"
    ]
    named = [
        f"Gross debt of general government, {source}, {month(vintage)} edition"
        for source, vintage in dict.fromkeys((o.source, o.vintage) for _, o in begun if o)
    ]
    own = [country_name(code, language) for code, observation in begun if observation is None]
    if own:
        named.append(f"the user's own for {', '.join(own)}")
    return "; ".join(named)


def _of_contracts(study: Study, figures: Figures, language: str) -> dict[str, dict[str, Any]]:
    """Return the chart of what is left of the orders of the first country that has some."""
    if not study.contracts:
        return {}
    eroded = study.contracts[0]
    keys = set(eroded.keys)
    rows = [each for each in study.observations if each.key in keys]
    credit = credit_of(rows, figures, run=study.fingerprint, own=True)
    plan = study.scenario.title
    return {"buying_power": buying_power(eroded, credit=credit, plan=plan, language=language)}


# Where numbers come from -------------------------------------------------------------------------


def has_own(study: Study) -> bool:
    """Say whether a number beside the pledge itself is the user's own."""
    pledged = ("target_share", "related_share")
    return any(o.kind == "user" and o.variable not in pledged for o in study.inputs.origins)


def _start_figures(study: Study) -> list[Observation]:
    """Return the published figure that each starting share is, or is made from."""
    by_key = {o.key: o for o in study.observations}
    keys = [o.keys[0] for o in study.inputs.origins if o.variable == "start_share" and o.keys]
    return [by_key[key] for key in keys if key in by_key]


def definition_of(study: Study, language: str = "en") -> str:
    """Name definition and edition of the starting shares, and whose are the user's own."""
    begun = _start_figures(study)
    named = [
        f"{d}, {month(v)} edition"
        for d, v in dict.fromkeys((o.definition, o.vintage) for o in begun)
    ]
    published = {o.country for o in begun}
    own = [country_name(c, language) for c in study.projection.members if c not in published]
    if own:
        named.append(f"the user's own for {', '.join(own)}")
    return "; ".join(named)
