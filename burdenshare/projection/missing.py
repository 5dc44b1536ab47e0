"""What a scenario asks for and nobody gives: named all at once, with what to supply."""

from __future__ import annotations

from collections.abc import Iterable

from burdenshare.errors import Problems
from burdenshare.figures.countries import country_name
from burdenshare.projection.case import Case, NoStart
from burdenshare.projection.shares import Published
from burdenshare.scenario.model import NAMED_BASELINES, Baseline, Scenario


def require_possible(cases: list[Case]) -> None:
    """Refuse starts, found only now, that contradict the rest of the pledge."""
    problems = Problems()
    for case in cases:
        if case.deadline <= case.start_year:
            problems.add(
                f"pledges.{case.code}.by",
                f"the deadline {case.deadline} of {case.name} does not lie after the start "
                f"{case.start_year}",
                hint="give an earlier from.year or a later by",
            )
        if early := [year for year in case.pledge.waypoints if year <= case.start_year]:
            problems.add(
                f"pledges.{case.code}.waypoints",
                f"{case.name} has a waypoint in {years_text(early)}, but starts from "
                f"{case.start_year}",
                hint="leave the waypoint out or give an earlier from.year",
            )
        if case.pledge.path == "growth" and case.start.value <= 0.0:
            problems.add(
                f"pledges.{case.code}.path",
                f"{case.name} starts from {case.start.value:g} %, from which nothing can grow at a "
                "constant rate",
                hint="choose path: linear",
            )
    problems.require_none(
        "bad-scenario",
        "; ".join(d["message"] for d in problems.details()),
        hint="; ".join(dict.fromkeys(d["hint"] for d in problems.details())),
    )


def note_no_start(start: NoStart, published: Published, problems: Problems) -> None:
    """Note a member whose start share is not known, and by which definitions it would be."""
    code, year = start.code, start.year
    name, known = country_name(code), published.years(code)
    if year in known:
        problems.add(
            f"series.{code}.gdp_nominal",
            f"no GDP of {name} for {year}, on which its start share rests",
            expected="billion of national currency",
            hint=f"supply this year under series.{code}.gdp_nominal, or give from.share",
        )
        return
    edition = f" (edition {published.vintage})" if published.vintage else ""
    others = [kind for kind in published.definitions(code) if kind != published.definition]
    hint = f"supply from.share for {code}"
    if others:
        hint += f", or choose definition: {' or '.join(others)}"
    problems.add(
        f"pledges.{code}.from.share",
        f"no share of {name} by the definition {published.definition}{edition}"
        + (f" for {year}" if year else ""),
        expected=f"per cent of GDP; published for {years_text(known)}"
        if known
        else "per cent of GDP",
        hint=hint,
    )


def note_missing(case: Case, scenario: Scenario, problems: Problems) -> None:
    """Note every series that something asked for needs and that is not there."""
    asked = () if scenario.baselines == NAMED_BASELINES else scenario.baselines
    reported = range(scenario.start, scenario.end + 1)
    grows = case.pledge.path == "growth" and not case.keeps
    way = range(case.start_year, case.deadline + 1) if grows else ()
    fixed = {"constant_real", "constant_cash"} & {b for b in asked if isinstance(b, str)}
    start = (case.start_year,) if fixed else ()
    gdp_year = case.pledge.gdp_year
    if gdp_year is not None and not case.base:
        _note_series(case, "gdp_nominal", {gdp_year}, "billion of national currency", problems)
    else:
        lacking = {*reported, *start, *way} - set(case.base)
        _note_series(case, "gdp_nominal", lacking, "billion of national currency", problems)
    if grows or "constant_real" in fixed:
        lacking = {*(reported if fixed else ()), *start, *way} - set(case.figures.price)
        _note_series(case, "price_index", lacking, "price level, 1 in its base year", problems)
    before = [year for year in reported if year < case.start_year and year not in case.known]
    if before:
        problems.add(
            f"pledges.{case.code}.from.year",
            f"no share of {case.name} for {years_text(before)}, before its start {case.start_year}",
            expected="published shares of the same edition",
            hint=f"let the scenario start in {case.start_year}, or {case.code} in {scenario.start}",
        )
    plans = [b.plan for b in scenario.baselines if isinstance(b, Baseline) and b.plan is not None]
    for plan in plans:
        if gaps := [year for year in reported if year > case.start_year and year not in plan]:
            problems.add(
                "baselines.plan",
                f"the plan of {case.name} says nothing for {years_text(gaps)}",
                expected="billion of national currency",
                hint="add these years to the plan or shorten the scenario",
            )


def _note_series(
    case: Case, field: str, lacking: set[int], expected: str, problems: Problems
) -> None:
    if not lacking:
        return
    what = {"gdp_nominal": "GDP", "price_index": "price index"}[field]
    own = case.figures.own
    reason = ""
    if case.figures.foreign and (field == "gdp_nominal" or field not in own):
        reason = f" in {case.figures.currency}"
    elif field in own:
        reason = "; published levels are never mixed with the series given"
    problems.add(
        f"series.{case.code}.{field}",
        f"no {what} of {case.name} for {years_text(lacking)}{reason}",
        expected=expected,
        hint=f"supply these years under series.{case.code}.{field}",
    )


def years_text(years: Iterable[int]) -> str:
    """Return years as text, runs joined: ``2027, 2030-2035``."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
