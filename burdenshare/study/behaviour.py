"""What allies would do in place of what they promised: joins the model of compliance to the engine.

A run is either ``kept`` or ``behaved``: `aimed` gives the paths of the latter, and nothing of a
pledge but its share enters them. `still` and `along` split what behaviour adds to a band from what
the economy adds.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from burdenshare.errors import Problems, Refusal
from burdenshare.projection.model import Origin

if TYPE_CHECKING:
    from burdenshare.compliance.behaved import Learned
    from burdenshare.projection.futures.model import Levers
    from burdenshare.projection.model import Floats, Inputs
    from burdenshare.scenario.model import Scenario

SERIES, DEFINITION = "milex_pct_gdp", "nato"
DECIMALS = 3
"""Of a share, per cent: finer than what is published."""
_HELD = 4
_learned: dict[tuple[str, int, date], Learned] = {}
"""The last fits, so that the points of a sweep do not repeat one."""


class Aimed(NamedTuple):
    """What allies would do."""

    central: Floats
    """Median of the paths by year, or what is published, shaped (country, year), per cent."""
    paths: Floats
    """Shaped (path, country, year)."""
    origins: tuple[Origin, ...]
    notes: tuple[dict[str, str], ...]


def aimed(scenario: Scenario, inputs: Inputs, figures: Any) -> Aimed | None:
    """Return what allies would do in the years of a scenario; None where pledges are kept.

    The forecast reads the edition of NATO that the scenario uses, the latest if it names none, and
    nothing published after it. Allies are drawn towards the share that the scenario pledges, or
    towards one that all have pledged already if that is higher; deadline and path of the pledge are
    not read. Members of a path live through the same years, and the same seed gives the same paths.

    Raises
    ------
    Refusal
        ``bad-argument`` with all that does not go with behaviour: another definition, a start of
        the user's own. ``no-figures``: a member without a forecast, or without a published share.
    """
    if scenario.behaviour.kind != "behaved":
        return None
    from burdenshare.compliance.behaved import behave

    _require_fitting(scenario)
    learned = _learn(scenario, figures)
    seen = learned.known
    shape = (len(inputs.members), len(inputs.years))
    published = _published(inputs, figures, seen.day, seen.year)
    until = max(inputs.years[-1], seen.year + 1)
    drawn = behave(
        learned, inputs.members, np.asarray(inputs.target_share), until, seed=scenario.seed
    ).round(DECIMALS)
    paths = np.empty((len(drawn), *shape))
    for k, year in enumerate(inputs.years):
        ahead = year - seen.year - 1
        paths[:, :, k] = published[:, k] if ahead < 0 else drawn[:, :, ahead]
    central = np.median(paths, axis=0).round(DECIMALS)
    return Aimed(central, paths, _origins(inputs, central, learned, len(drawn)), _notes(learned))


def still(levers: Levers) -> Levers:
    """Return levers under which behaviour is certain: every future follows the median path."""
    return replace(levers, aimed_draws=None)


def along(levers: Levers, path: int) -> Levers:
    """Return levers under which behaviour is certain: every future follows one drawn path.

    The central path of the engine under them is that of this behaviour without shocks.
    """
    if levers.aimed_draws is None:
        return levers
    return replace(levers, aimed=levers.aimed_draws[path], aimed_draws=None)


def _require_fitting(scenario: Scenario) -> None:
    problems = Problems()
    if scenario.definition != DEFINITION:
        problems.add(
            "definition",
            f"{scenario.definition}: what allies would do is known by NATO's definition only",
            expected="nato",
        )
    for i, pledge in enumerate(scenario.pledges):
        if pledge.start.share is not None:
            problems.add(
                f"pledges.{i}.from.share",
                "what allies would do goes on from their published shares",
                expected="no share of your own",
            )
        if pledge.gdp_year is not None:
            problems.add(
                f"pledges.{i}.gdp_year",
                "what allies would do is a share of the GDP of each year",
                expected="no fixed year",
            )
    details = problems.details()
    problems.require_none(
        "bad-argument",
        f"{scenario.name}: behaviour: "
        + "; ".join(f"{d['where']}: {d['message']}" for d in details),
        hint="change these fields, or choose behaviour: {kind: kept}",
    )


def _learn(scenario: Scenario, figures: Any) -> Learned:
    """Return the model as fitted to the scenario's edition of NATO."""
    from burdenshare.compliance.behaved import learn

    rows = figures.rows(SERIES, definition=DEFINITION, vintages="all")
    last = scenario.vintages.get("nato", "9999")
    chosen = max((o.vintage for o in rows if o.vintage <= last), default="")
    if not chosen:
        raise Refusal(
            "no-figures", f"no edition of NATO is as old as {last}", hint="choose a later one"
        )
    origin = max(o.year for o in rows if o.vintage == chosen)
    year, month = map(int, chosen.split("-"))
    day = min(date(year, month, monthrange(year, month)[1]), date(origin, 12, 31))
    key = (str(figures.fingerprint), origin, day)
    if key not in _learned:
        while len(_learned) >= _HELD:
            del _learned[next(iter(_learned))]
        _learned[key] = learn(figures, origin, as_of=day)
    return _learned[key]


def _published(inputs: Inputs, figures: Any, day: date, last: int) -> Floats:
    """Return published shares up to the last one known, (country, year); NaN beyond it.

    Up to the start of a pledge its own start and what is known before it stand in, since the engine
    reads nothing else there.
    """
    years = inputs.years
    found = np.array(inputs.known_share, dtype=float, copy=True)
    rows = figures.rows(
        SERIES,
        countries=list(inputs.members),
        years=(years[0], max(last, years[0])),
        definition=DEFINITION,
        as_of=day,
    )
    value = {(o.country, o.year): o.value for o in rows}
    problems = Problems()
    for i, code in enumerate(inputs.members):
        for k, year in enumerate(years):
            if year <= inputs.start_year[i]:
                found[i, k] = inputs.start_share[i]
            elif year <= last:
                found[i, k] = value.get((code, year), np.nan)
                if np.isnan(found[i, k]):
                    problems.add(f"{code}.{year}", f"no share of {code} is published for {year}")
    details = problems.details()
    problems.require_none(
        "no-figures",
        "; ".join(d["message"] for d in details),
        hint="start later, or choose behaviour: {kind: kept}",
    )
    return found


def _origins(inputs: Inputs, central: Floats, learned: Learned, paths: int) -> tuple[Origin, ...]:
    seen = learned.known
    rule = (
        f"median of {paths} drawn paths of what allies would do, by the model of compliance on "
        f"{seen.editions['shares']} (last known year {seen.year})"
    )
    return tuple(
        Origin(
            code, "levers/aimed", year, float(central[i, k]), "per cent of GDP", "derived", (), rule
        )
        for i, code in enumerate(inputs.members)
        for k, year in enumerate(inputs.years)
        if year > max(seen.year, inputs.start_year[i])
    )


def _notes(learned: Learned) -> tuple[dict[str, str], ...]:
    seen = learned.known
    text = (
        f"Behaved, not kept: after {seen.year} spending follows what allies would do by the model "
        f"of compliance ({seen.editions['shares']}), as a spread of drawn paths; the deadline and "
        "path of the pledge are not read. In hindcasts that model was too low and too sure: see "
        "its record before the numbers."
    )
    return ({"country": "", "text": text},)
