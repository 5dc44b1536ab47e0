"""From a file's fields to a `Scenario`: what is missing, contradictory or absurd, all at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from burdenshare.errors import did_you_mean
from burdenshare.figures.model import FAMILIES
from burdenshare.scenario import file_format as ff
from burdenshare.scenario.checks import (
    Check,
    check_amounts,
    check_members,
    check_share,
    check_year,
    expand,
    missing,
)
from burdenshare.scenario.finance import resolve_finance
from burdenshare.scenario.model import NAMED_BASELINES, Assumptions, Baseline, Scenario
from burdenshare.scenario.pledges import resolve_pledges
from burdenshare.scenario.politics import resolve_politics, resolve_programmes, resolve_readings
from burdenshare.scenario.series import resolve_series
from burdenshare.scenario.yaml_reader import Place

MAX_HORIZON = 75
"""Years; no projection beyond it means anything."""
RATES: dict[str, tuple[float, float]] = {
    "real_growth": (-30.0, 30.0),
    "inflation": (-30.0, 200.0),
    "population_growth": (-10.0, 10.0),
    "growth_offset": (-20.0, 20.0),
    "inflation_offset": (-20.0, 100.0),
}
"""Per cent a year that may be assumed, lowest and highest."""


def resolve(file: ff.FileScenario, check: Check, folder: Path | None) -> Scenario | None:
    """Return the scenario that a file means; None where `check` holds problems.

    Parameters
    ----------
    file : FileScenario
        The fields that have the right shape.
    check : Check
        Takes every problem.
    folder : Path or None
        Where CSV files named by ``file:`` lie; None where the text came from no file.
    """
    name = _name(file, check)
    start, end = _horizon(file, check)
    members = _members(file, start, check)
    pledges = resolve_pledges(file, members, start, end, check)
    years = range(start, end + 1) if start and end else range(0)
    baselines = _baselines(file, members, years, check)
    series = resolve_series(file.series or {}, members, years, folder, check)
    options = _options(file, members, check)
    finance = resolve_finance(file, members, years, folder, check)
    politics = resolve_politics(file, folder, check)
    told = finance | politics | {"readings": resolve_readings(file, folder, check)}
    told["programmes"] = resolve_programmes(file, folder, check)
    options |= {name: v for name, v in told.items() if v is not None}
    if len(check) or start is None or end is None:
        return None
    return Scenario(
        name=name,
        title=file.title or name,
        members=members,
        start=start,
        end=end,
        pledges=pledges,
        baselines=baselines,
        series=series,
        description=(file.description or "").strip(),
        sources=tuple(source for source in file.sources or () if source),
        **options,
    )


def _name(file: ff.FileScenario, check: Check) -> str:
    if file.name is None:
        missing(check, ("name",), "a short name, such as my-case")
    elif not re.fullmatch(ff.NAME, file.name):
        plain = re.sub(r"[^\w.-]+", "-", file.name).strip("-._")
        check.add(
            ("name",),
            f"{file.name[:90]!r} cannot be the name of a folder",
            expected="letters, digits, hyphens, dots; at most 80",
            hint=f"did you mean {plain[:80]}?" if plain else "",
        )
    return file.name or ""


def _horizon(file: ff.FileScenario, check: Check) -> tuple[int | None, int | None]:
    """Return the first and the last year reported."""
    if file.start is None:
        missing(check, ("start",), "the first year reported, such as 2026")
    if file.end is None:
        missing(check, ("end",), "the last year reported, such as 2035")
    start = check_year(check, ("start",), file.start)
    end = check_year(check, ("end",), file.end)
    if start and end and start > end:
        check.add(("end",), f"the end {end} lies before the start {start}", expected="start <= end")
        return start, None
    if start and end and end - start > MAX_HORIZON:
        check.add(
            ("end",),
            f"{end - start} years from {start} to {end}",
            expected=f"at most {MAX_HORIZON} years",
        )
        return start, None
    return start, end


def _members(file: ff.FileScenario, start: int | None, check: Check) -> tuple[str, ...]:
    if file.members is None:
        missing(check, ("members",), "country codes, or nato, ip4, eu, all")
        return ()
    return tuple(expand(file.members, ("members",), start, check))


def _baselines(
    file: ff.FileScenario, members: tuple[str, ...], years: range, check: Check
) -> tuple[str | Baseline, ...]:
    if file.baselines is None:
        return NAMED_BASELINES
    if not file.baselines:
        check.add(("baselines",), "an empty list", expected="at least one baseline")
    found: list[str | Baseline] = []
    for i, given in enumerate(file.baselines):
        place: Place = ("baselines", i)
        if given is None:
            continue
        if isinstance(given, str):
            if given not in NAMED_BASELINES:
                check.add(
                    place,
                    f"{given!r} is no baseline",
                    expected=f"one of {', '.join(NAMED_BASELINES)}, {{share: 2.0}}, {{plan: ...}}",
                    hint=did_you_mean(given, NAMED_BASELINES),
                )
                continue
            baseline: str | Baseline = given
        else:
            baseline = _baseline(given, place, members, years, check)
        if baseline in found:
            check.add(place, "the same baseline again", expected="each baseline once")
        found.append(baseline)
    if sum(isinstance(b, Baseline) and b.plan is not None for b in found) > 1:
        check.add(("baselines",), "more than one plan", expected="at most one plan")
    return tuple(found)


def _baseline(
    given: ff.Baseline, place: Place, members: tuple[str, ...], years: range, check: Check
) -> Baseline:
    check_share(check, (*place, "share"), given.share)
    if (given.share is None) == (given.plan is None):
        if not any(check.is_bad((*place, key)) for key in ("share", "plan")):
            check.add(place, "share and plan together" if given.plan else "neither share nor plan",
                      expected="either share: or plan:")  # fmt: skip
    elif given.plan is not None:
        check_amounts(check, (*place, "plan"), given.plan, years, complete=True)
        if len(members) > 1:
            check.add(
                (*place, "plan"),
                f"one plan for {len(members)} members",
                expected="a scenario with one member",
                hint="make one scenario for each member with a plan",
            )
    return Baseline(share=given.share, plan=given.plan)


def _options(file: ff.FileScenario, members: tuple[str, ...], check: Check) -> dict[str, Any]:
    """Return the fields that have a default, where they are given."""
    check_year(check, ("price_base",), file.price_base)
    for name, given, most in (
        ("draws", file.draws, ff.MAX_DRAWS),
        ("seed", file.seed, ff.MAX_SEED),
    ):
        if given is not None and not 0 <= given <= most:
            check.add((name,), f"{given}", expected=f"a whole number from 0 to {most}")
    options: dict[str, Any] = {
        "definition": file.definition,
        "price_base": file.price_base,
        "draws": file.draws,
        "seed": file.seed,
        "vintages": _vintages(file.vintages or {}, check),
        "assumptions": _assumptions(file.assumptions, members, check),
    }
    return {key: value for key, value in options.items() if value is not None}


def _vintages(given: dict[str, str], check: Check) -> dict[str, str]:
    families = sorted({*FAMILIES.values(), "national"})
    for family, vintage in given.items():
        if family not in families:
            check.add(
                ("vintages", family),
                f"{family!r} is no family of figures",
                expected=f"one of {', '.join(families)}",
                hint=did_you_mean(family, families),
            )
        if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", vintage):
            check.add(("vintages", family), f"{vintage!r} is no edition", expected="YYYY-MM")
    return given


def _assumptions(
    given: ff.Assumptions | None, members: tuple[str, ...], check: Check
) -> Assumptions | None:
    if given is None:
        return None
    for name, (low, high) in RATES.items():
        rates = getattr(given, name)
        place: Place = ("assumptions", name)
        if isinstance(rates, dict):
            check_members(check, place, rates, members)
        for at, rate in _each(rates, place):
            if not low <= rate <= high:
                check.add(at, f"{rate:g} per cent a year", expected=f"from {low:g} to {high:g}")
    return Assumptions(**given.model_dump())


def _each(rates: float | dict[str, float] | None, place: Place) -> list[tuple[Place, float]]:
    if isinstance(rates, dict):
        return [((*place, code), rate) for code, rate in rates.items()]
    return [] if rates is None else [(place, rates)]
