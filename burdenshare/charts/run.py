"""The charts of a run: which of them it gets, of which year, and from which figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from burdenshare.charts.burden_map import burden_map, on_the_map
from burdenshare.charts.costs import cost_bars, cost_stack, extra_costs
from burdenshare.charts.path_to_pledge import path_to_pledge
from burdenshare.charts.theme import Credit, month
from burdenshare.charts.vintage_movers import LEAST, vintage_movers
from burdenshare.charts.who_meets_what import who_meets_what
from burdenshare.figures.countries import country_name

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures
    from burdenshare.study import Study

SHARES = "milex_pct_gdp"
GUIDELINE = 2.0
"""NATO's guideline of 2014, per cent of GDP; shown beside the run's own target."""

_HISTORY = 12
"""Years before the start that the paths show."""
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

    Parameters
    ----------
    study : Study
    figures : Figures
        For the shares of earlier years and editions. Where the scenario chose a vintage, no later
        one is shown.
    language : str
        Language of the names of countries: ``en`` or ``ja``.
    """
    shares = _published(study, figures)
    made = _of_shares(study, figures, shares, language)
    made["path_to_pledge"] = _paths(study, figures, shares, language)
    made |= _of_costs(study, language)
    order = (
        *("who_meets_what", "burden_map", "path_to_pledge"),
        *("cost_stack", "cost_bars", "vintage_movers"),
    )
    return {name: made[name] for name in order if name in made}


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
    behind = [*begun, *before]
    if len(study.projection.members) == 1 or "growth" in study.inputs.path:
        behind += _behind_money(study)
    return path_to_pledge(
        study.projection,
        credit=credit_of(behind, figures, run=study.fingerprint, own=_has_own(study)),
        definition=definition_of(study, language),
        history=before,
        language=language,
    )


def _of_costs(study: Study, language: str) -> dict[str, dict[str, Any]]:
    """Return the charts of the extra over constant share, or over the first other baseline."""
    baselines = sorted(study.projection.extra, key=lambda name: name != "constant_share")
    if not baselines:
        return {}
    costs = extra_costs(study.inputs, study.projection, baselines[0])
    if not costs.known:
        return {}
    tables = {o.table for o in _behind_money(study)}
    sources = tuple(s for s in study.sources if s.id in tables)
    credit = Credit(sources, study.fingerprint, _has_own(study))
    named = definition_of(study, language)
    made = {"cost_stack": cost_stack(costs, credit=credit, definition=named, language=language)}
    if len(costs.known) > 1:
        made["cost_bars"] = cost_bars(costs, credit=credit, definition=named, language=language)
    return made


def _behind_money(study: Study) -> list[Observation]:
    """Return the figures that amounts of money rest on."""
    return [o for o in study.observations if o.series not in _ASIDE]


def _has_own(study: Study) -> bool:
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
