"""A scenario explained: plain sentences, a commented file to start from, the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from burdenshare.errors import Refusal
from burdenshare.scenario.explain_finance import explain_finance
from burdenshare.scenario.file_format import NAME
from burdenshare.scenario.file_format import json_schema as json_schema
from burdenshare.scenario.model import Baseline, Pledge, Scenario
from burdenshare.scenario.politics import explain_politics
from burdenshare.scenario.words import all_named, capital, listed, named, points

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures

_ALL_ECONOMY = "GDP, prices, population and exchange rates come"
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

DEFINITIONS: dict[str, str] = {
    "nato": "the NATO definition of defence expenditure",
    "sipri": "the SIPRI definition of military expenditure",
    "national": "the state's own definition",
}
PATHS: dict[str, str] = {
    "linear": "The share rises by the same number of points each year: "
    "s(t) = s(0) + (s(T) - s(0)) t / T.",
    "growth": "Spending grows at one constant real rate and meets the promised share in the year "
    "of the deadline: R(t) = R(0) (R(T) / R(0))^(t / T), with R the spending at constant prices.",
    "backloaded": "Most of the rise comes late: s(t) = s(0) + (s(T) - s(0)) (t / T)^2, "
    "so that half of the time brings a quarter of the way.",
    "waypoints": "The share follows straight lines between the given waypoints.",
}
BASELINES: dict[str, str] = {
    "constant_share": "the starting share of GDP, kept in every year",
    "constant_real": "the spending of the starting year at constant prices",
    "constant_cash": "the spending of the starting year in cash",
}
SERIES: dict[str, str] = {
    "gdp_nominal": "nominal GDP",
    "price_index": "the price index",
    "population": "the population",
    "fx": "the exchange rate",
}
RATES: dict[str, str] = {
    "real_growth": "real growth",
    "inflation": "inflation",
    "population_growth": "population growth",
}
OFFSETS: dict[str, str] = {"growth_offset": "real growth", "inflation_offset": "inflation"}


def explain(scenario: Scenario, figures: Figures | None = None) -> list[str]:
    """Return plain sentences that say what a scenario will compute.

    Parameters
    ----------
    scenario : Scenario
    figures : Figures, optional
        With it, the sentences say from which published shares the paths start, and who is above
        the goal already.

    Returns
    -------
    list of str
        Complete sentences, in the order in which they are best read: who, what, from where and
        how, against what, with whose figures, and what is not costed; last, one line for each
        source.
    """
    return [
        f"{_stop(scenario.title)} This is the scenario {scenario.name}.",
        _covers(scenario),
        *(s for pledge in scenario.pledges for s in _pledge(scenario, pledge, figures)),
        *_without_pledge(scenario),
        *_special_members(scenario),
        *_baselines(scenario),
        *_own_series(scenario),
        *_economy(scenario, figures),
        *_not_costed(scenario),
        *explain_finance(scenario),
        *explain_politics(scenario),
        _futures(scenario),
        *(f"Source: {source}" for source in scenario.sources),
    ]


def new_text(name: str) -> str:
    """Return a commented scenario file to start from; it is valid as it is.

    Raises
    ------
    Refusal
        ``bad-argument`` where the name cannot be that of a scenario.
    """
    if not re.fullmatch(NAME, name):
        raise Refusal(
            "bad-argument",
            f"{name!r} cannot be the name of a scenario",
            hint="use letters, digits, hyphens and dots, such as my-case",
        )
    return _NEW.replace("NAME", name)


def _covers(scenario: Scenario) -> str:
    who = all_named(scenario.members)
    subject = who if len(scenario.members) == 1 else f"{_count(scenario.members)} members: {who}"
    years = f"with results for each year from {scenario.start} to {scenario.end}"
    return f"It covers {subject}, {years}."


def _pledge(scenario: Scenario, pledge: Pledge, figures: Figures | None) -> list[str]:
    """Say what one pledge asks for, from where, along which path and measured against what."""
    everyone = set(pledge.members) == set(scenario.members) and len(pledge.members) > 1
    who = "every member" if everyone else all_named(pledge.members)
    verb = "is" if everyone or len(pledge.members) == 1 else "are"
    sentences = [f"{capital(who)} {verb} to spend {_goal(pledge)} by {pledge.by}."]
    for share, codes in _grouped(pledge.exceptions).items():
        verb = "is" if len(codes) == 1 else "are"
        kind = " on core defence" if pledge.core is not None else ""
        sentences.append(
            f"As an exception, {all_named(codes)} {verb} to spend {share:g} % of GDP{kind}."
        )
    found = _starting(scenario, pledge, figures) if figures else []
    sentences.append(_begins(scenario, pledge, found))
    sentences.append(PATHS[pledge.path])
    if pledge.waypoints:
        points = [f"{share:g} % in {year}" for year, share in sorted(pledge.waypoints.items())]
        sentences.append(f"It passes {listed(points)}.")
    sentences += _above(pledge, found)
    if pledge.by > scenario.end:
        sentences.append(
            f"The deadline {pledge.by} lies beyond the last year shown, {scenario.end}: "
            "only the part of the path up to then is costed."
        )
    elif pledge.by < scenario.end:
        sentences.append(f"After {pledge.by} the share stays where it is, up to {scenario.end}.")
    sentences.append(_measured(scenario, pledge))
    return sentences


def _goal(pledge: Pledge) -> str:
    if pledge.core is None:
        return f"{pledge.share:g} % of GDP"
    core = f"{pledge.core:g} % of GDP on core defence"
    return f"{core} and up to {pledge.related:g} % on what is related" if pledge.related else core


def _begins(scenario: Scenario, pledge: Pledge, found: list[Observation]) -> str:
    """Say from which share the path of a pledge starts."""
    if pledge.start.share is not None:
        share = f"{pledge.start.share:g} % of GDP in {pledge.start.year or scenario.start}"
        return f"The path begins at {share}, as the scenario gives it."
    which = f"figure for {pledge.start.year}" if pledge.start.year else "last published figure"
    vintage = scenario.vintages.get(scenario.definition)
    general = f"The path begins at the {which} by {DEFINITIONS[scenario.definition]}, in "
    if not found:
        return f"{general}{_edition(vintage)}."
    if scenario.definition == "national":
        amounts = [f"{_amount(o)} in {o.year}" for o in found]
        return f"{general}{_edition(vintage)}: {listed(amounts)}."
    low, high = min(found, key=lambda o: o.value), max(found, key=lambda o: o.value)
    years = sorted({o.year for o in found})
    when = "-".join(dict.fromkeys((str(years[0]), str(years[-1]))))
    shares = _percent(low.value)
    if low is not high:
        shares = f"from {shares} ({named(low.country)}) to "
        shares += f"{_percent(high.value)} ({named(high.country)})"
    return f"{general}{_edition(low.vintage)} ({low.definition}): {shares}, for {when}."


def _starting(scenario: Scenario, pledge: Pledge, figures: Figures) -> list[Observation]:
    """Return the published figure of each member from which a pledge starts."""
    if pledge.start.share is not None:
        return []
    national = scenario.definition == "national"
    year = pledge.start.year
    rows = figures.rows(
        "security_related_spending" if national else "milex_pct_gdp",
        countries=pledge.members,
        years=(year, year) if year else None,
        definition=scenario.definition,
        vintages=scenario.vintages.get(scenario.definition, "all"),
    )
    edition = max((o.vintage for o in rows), default="")
    chosen = [o for o in rows if (national or o.vintage == edition) and o.year < pledge.by]
    return list({o.country: o for o in chosen}.values())


def _above(pledge: Pledge, found: list[Observation]) -> Iterator[str]:
    """Say what becomes of a share that starts above the goal, and whose that is, where known."""
    goal = pledge.core if pledge.core is not None else pledge.share or 0.0
    starts = {o.country: o.value for o in found if "percent" in o.unit}
    if pledge.start.share is not None:
        starts = dict.fromkeys(pledge.members, pledge.start.share)
    codes = [c for c, share in starts.items() if share > pledge.exceptions.get(c, goal)]
    what = "falls to it" if pledge.may_fall else "is kept and does not fall"
    if len(codes) == 1:
        yield f"{capital(named(codes[0]))} starts above the goal: its share {what}."
    elif codes:
        yield f"{capital(all_named(codes))} start above the goal: their share {what}."
    elif not starts:
        yield f"A share that starts above the goal {what}."


def _measured(scenario: Scenario, pledge: Pledge) -> str:
    if pledge.gdp_year is None:
        return "The share of each year is measured against the GDP of that year."
    base = f"The share is measured against the GDP of {pledge.gdp_year} in every year"
    if scenario.definition == "national" and pledge.members == ("JPN",):
        return f"{base}, as the Japanese government does (about 560 trillion yen, fiscal 2022)."
    return f"{base}, not against the GDP of the year itself."


def _without_pledge(scenario: Scenario) -> list[str]:
    bound = {code for pledge in scenario.pledges for code in pledge.members}
    free = [code for code in scenario.members if code not in bound]
    if not free:
        return []
    what = (
        "has no goal here and keeps its" if len(free) == 1 else "have no goal here and keep their"
    )
    return [f"{capital(all_named(free))} {what} last published share, so that totals are whole."]


def _special_members(scenario: Scenario) -> list[str]:
    """Say what is known to differ for single members."""
    sentences = []
    if "ISL" in scenario.members and len(scenario.members) > 1:
        sentences.append("Iceland has no armed forces and no figure; nothing is costed for it.")
    if "LUX" in scenario.members and scenario.definition == "nato":
        sentences.append(
            "Luxembourg's share is measured against NATO's own figure of its GDP where that "
            "departs from the IMF's by more than a tenth (from 2023 on)."
        )
    return sentences


def _baselines(scenario: Scenario) -> list[str]:
    words = [_baseline(baseline) for baseline in scenario.baselines]
    if len(words) == 1:
        sentences = [f"The extra cost is what is spent beyond one baseline: {words[0]}."]
    else:
        sentences = [
            f"The extra cost is given against {_count(words)} baselines: {'; '.join(words)}."
        ]
    if len(scenario.members) > 1:
        sentences.append("In totals, a member below a baseline does not make up for one above it.")
    return sentences


def _baseline(baseline: str | Baseline) -> str:
    if isinstance(baseline, str):
        return BASELINES[baseline]
    if baseline.share is not None:
        return f"{baseline.share:g} % of GDP in every year"
    years = sorted(baseline.plan or {})
    return f"the given plan for {years[0]} to {years[-1]}"


def _own_series(scenario: Scenario) -> list[str]:
    """Say which figures are the user's own."""
    sentences = []
    for code, parts in scenario.series.items():
        for name, words in SERIES.items():
            one = getattr(parts, name)
            if one is None:
                continue
            first, last = min(one.values), max(one.values)
            span = f"of {first}" if first == last else f"from {first} to {last}"
            unit = f", in {one.unit}," if one.unit else ""
            base = f", 1 in {one.base}," if one.base else ""
            source = f": {one.source}" if one.source else ""
            more = "; later years follow the published rates" if last < scenario.end else ""
            sentences.append(
                f"For {named(code)}, {words} {span}{unit}{base} is the "
                f"scenario's own{source}{more}."
            )
    return sentences


def _economy(scenario: Scenario, figures: Figures | None) -> list[str]:
    """Say whose GDP, prices, population and exchange rates are used, and what is assumed."""
    vintage = scenario.vintages.get("imf")
    if vintage is None and figures is not None:
        rows = figures.rows(
            "gdp_lcu", countries=scenario.members, years=(scenario.start, scenario.start)
        )
        vintage = max((o.vintage for o in rows), default=None)
    what = "Everything else comes" if scenario.series else _ALL_ECONOMY
    sentences = [
        f"{what} from the World Economic Outlook of the IMF, {_edition(vintage)}; where it ends, "
        "the rates of change of an earlier edition that reaches further continue it.",
        *_assumptions(scenario),
        "Amounts are given at the prices of each year and at constant prices of "
        f"{scenario.price_base or scenario.start}.",
    ]
    if len(scenario.members) > 1:
        sentences.append("Totals are in US dollars.")
    return sentences


def _assumptions(scenario: Scenario) -> list[str]:
    stated, held = [], []
    for name, words in RATES.items():
        rate = getattr(scenario.assumptions, name)
        if rate is None:
            held.append(words)
        elif isinstance(rate, dict):
            stated += [f"{words} of {r:g} % a year in {named(code)}" for code, r in rate.items()]
        else:
            stated.append(f"{words} of {rate:g} % a year")
    sentences = []
    if stated:
        sentences.append(f"Beyond the last forecast the scenario assumes {listed(stated)}.")
    if held:
        sentences.append(
            f"Beyond the last forecast, {listed(held)} {'stays' if len(held) == 1 else 'stay'} "
            "at the last published rate of each country."
        )
    return [*sentences, *_offsets(scenario)]


def _offsets(scenario: Scenario) -> list[str]:
    """Say by how much growth and inflation depart from the forecasts."""
    sentences = []
    for name, words in OFFSETS.items():
        offset = getattr(scenario.assumptions, name)
        each = offset if isinstance(offset, dict) else {} if offset is None else {"": offset}
        sentences += [
            f"In every year that is forecast, {words}{f' in {named(code)}' if code else ''} is "
            f"{points(abs(rate))} a year {'above' if rate > 0.0 else 'below'} the forecast."
            for code, rate in each.items()
            if rate
        ]
    return sentences


def _not_costed(scenario: Scenario) -> list[str]:
    if not any(pledge.related for pledge in scenario.pledges):
        return []
    return [
        "The related part is not costed as a path: no starting level is published for it.",
        "It is shown as a level in the year of the deadline only, and the alliance does not "
        "certify what counts towards it.",
    ]


def _futures(scenario: Scenario) -> str:
    if scenario.draws == 0:
        return "One central path is computed, without a range."
    many = "One future is" if scenario.draws == 1 else f"{scenario.draws:,} futures are"
    return f"{many} drawn, with the seed {scenario.seed}."


def _grouped(exceptions: dict[str, float]) -> dict[float, list[str]]:
    grouped: dict[float, list[str]] = {}
    for code, share in exceptions.items():
        grouped.setdefault(share, []).append(code)
    return grouped


def _percent(share: float) -> str:
    return f"{round(share, 2):g} %"


def _amount(o: Observation) -> str:
    currency, scale = o.unit.split(",")[0].split(" ", 1)
    return f"{o.value:,.0f} {scale} {currency}"


def _edition(vintage: str | None) -> str:
    return f"the edition of {vintage}" if vintage else "the latest edition"


def _count(things: Sequence[object]) -> str:
    return COUNTS[len(things)] if len(things) < len(COUNTS) else str(len(things))


def _stop(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


_NEW = """\
# A scenario: who promises which share of GDP by when, and compared with what.
# Check it:    burdenshare scenario check NAME.yaml
# Read it:     burdenshare scenario explain NAME.yaml
# Compute it:  burdenshare run NAME.yaml
name: NAME
title: Italy and Spain to 3.5 % by 2035

# Country codes (ISO 3166-1 alpha-3), or nato, ip4, eu, all (every ally and the IP4).
# An alliance means its members at the end of the year start.
members: [ITA, ESP]

# First and last year of the results.
start: 2026
end: 2035

# Whose definition of defence spending: nato, sipri or national.
definition: nato

pledges:
  - share: 3.5              # per cent of GDP; or core: 3.5 and related: 1.5
    by: 2035                # the year in which it is reached
    path: linear            # linear | growth | backloaded | waypoints
    # members: [ITA]        # default: all members that no other pledge names
    # from: {year: 2026, share: 2.0}   # default: the last published figure
    # waypoints: {2030: 2.5}           # for the path waypoints
    exceptions: {ESP: 2.1}  # another share for single members
    # may_fall: true        # let a member above the share fall to it; default: it keeps its share
    # gdp_year: 2022        # measure against the GDP of one year; default: of each year

# What the promised spending is compared with; also {share: 2.0}, and for one member
# {plan: {2026: 36.0, 2027: 37.5}} in billion of national currency for every year.
baselines: [constant_share, constant_real, constant_cash]

# Your own figures in place of the shipped ones, inline or from a CSV with the columns year,value.
# series:
#   ITA:
#     gdp_nominal: {unit: EUR bn, values: {2026: 2300.0, 2027: 2370.0}}
#     price_index: {base: 2026, file: prices.csv}
#     population: {unit: million, values: {2026: 58.9, 2027: 58.8}}

# Beyond the last forecast, per cent a year; default: the last published rates go on.
# assumptions: {real_growth: 0.8, inflation: {ITA: 2.0, ESP: 2.1}}

# How the pledge is kept, paid for and spent; each number for all or by country code.
# behaviour: {absorption: 10, slippage: 0.1}      # per cent a year; a part from 0 to 1
# financing: {debt: 0.5, tax: 0.3, other: 0.2}    # parts that sum to one; default: all by debt
# multipliers: {spending: {low: 0.2, central: 0.7, high: 1.6}}
# equipment_share: 0.3
# import_share: {ITA: 0.4}                        # part of equipment
# defence_inflation: 1.0                          # points a year above prices in general
# packages: [{member: ITA, year: 2028, amount: 5, what: a one-off purchase}]
# escape_clause: true                             # of the European Union
# debt: {long_rate: {ITA: 3.6}}                   # today's rate, in place of the published one

# What they will agree on, and who will keep it, beside what it costs.
# negotiation: hague-2025                         # a case, a file, or fields
# keep: true                                      # each ally's chance of keeping its pledge

# Editions of the figures; default: the latest.
# vintages: {nato: 2026-07, imf: 2026-04}
"""
