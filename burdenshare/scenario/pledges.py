"""The pledges of a scenario: who promises, what, by when, and whether that can be meant."""

from __future__ import annotations

from burdenshare.scenario import file_format as ff
from burdenshare.scenario.checks import (
    Check,
    check_members,
    check_share,
    check_year,
    expand,
    missing,
    some,
)
from burdenshare.scenario.model import Pledge, Start
from burdenshare.scenario.yaml_reader import Place


def resolve_pledges(
    file: ff.FileScenario,
    members: tuple[str, ...],
    start: int | None,
    end: int | None,
    check: Check,
) -> tuple[Pledge, ...]:
    """Return the pledges with their members; note every problem.

    A pledge without members is made by all members of the scenario that no other pledge names. A
    member that no pledge names is no problem: it keeps its share.
    """
    if not file.pledges:
        missing(check, ("pledges",), "at least one pledge with share: and by:")
        return ()
    who = _who(file.pledges, members, start, check)
    found = []
    for i, given in enumerate(file.pledges):
        if given is not None:
            found.append(_pledge(given, ("pledges", i), who.get(i, ()), start, end, check))
    return tuple(found)


def _who(
    pledges: list[ff.Pledge | None], members: tuple[str, ...], start: int | None, check: Check
) -> dict[int, tuple[str, ...]]:
    """Return the members of each pledge, by its position."""
    named: dict[str, int] = {}
    who: dict[int, tuple[str, ...]] = {}
    rest = []
    for i, pledge in enumerate(pledges):
        place: Place = ("pledges", i, "members")
        if pledge is None or check.is_bad(place):
            continue
        if pledge.members is None:
            rest.append(i)
            continue
        given = _given(pledge.members, place, members, start, check)
        for code, at in given.items():
            if code in named:
                check.add(
                    at or place,
                    f"{code} stands in pledges[{named[code]}] as well",
                    expected="each member in one pledge",
                    hint="a pledge for nearly all can name its exceptions: {ESP: 2.1}",
                )
            named.setdefault(code, i)
        who[i] = tuple(given)
    left = tuple(code for code in members if code not in named)
    for i in rest[:1]:
        who[i] = left
        if members and not left:
            check.add(
                ("pledges", i), "nobody is left for it", expected="members:, or fewer in the others"
            )
    for i in rest[1:]:
        check.add(
            ("pledges", i),
            f"no members, like pledges[{rest[0]}]",
            expected="at most one pledge for all the others",
            hint="name the members of each pledge",
        )
    return who


def _given(
    given: str | list[str | None],
    place: Place,
    members: tuple[str, ...],
    start: int | None,
    check: Check,
) -> dict[str, Place | None]:
    """Return the members a pledge names; of an alliance, those that are in the scenario."""
    named = expand(given, place, start, check)
    if not members:
        return named
    for code, at in named.items():
        if at is not None and code not in members:
            check.add(
                at,
                f"{code} is no member of the scenario",
                expected=f"one of {some(members)}",
                hint="add it to members:",
            )
    inside = {code: at for code, at in named.items() if code in members}
    if named and not inside and not any(named.values()):
        check.add(place, f"{given} has no member in the scenario", expected="a member")
    return inside


def _pledge(
    given: ff.Pledge,
    place: Place,
    who: tuple[str, ...],
    start: int | None,
    end: int | None,
    check: Check,
) -> Pledge:
    _check_shares(given, place, check)
    begin = given.start or ff.Start()
    by = _check_years(given, begin, place, start, end, check)
    path = given.path or "linear"
    check_share(check, (*place, "from", "share"), begin.share, zero=path != "growth")
    if path == "waypoints" and not given.waypoints:
        missing(check, (*place, "waypoints"), "shares on the way, such as {2028: 3.2}")
    if path == "linear" and given.waypoints:
        path = "waypoints"
    if path != "waypoints" and given.waypoints:
        check.add(
            (*place, "waypoints"),
            f"waypoints on the path {path}",
            expected="path: waypoints",
            hint="set path: waypoints, or leave the waypoints out",
        )
    _check_waypoints(given, _since(begin, start), by, place, check)
    exceptions = given.exceptions or {}
    check_members(check, (*place, "exceptions"), exceptions, who)
    for code, share in exceptions.items():
        check_share(check, (*place, "exceptions", code), share)
    check_year(check, (*place, "gdp_year"), given.gdp_year)
    return Pledge.model_validate(
        {
            "members": who,
            "share": given.share,
            "core": given.core,
            "related": given.related,
            "by": by or 0,
            "path": path,
            "from": Start(year=begin.year, share=begin.share),
            "waypoints": given.waypoints or {},
            "exceptions": exceptions,
            "gdp_year": given.gdp_year,
            "may_fall": bool(given.may_fall),
        }
    )


def _since(begin: ff.Start, start: int | None) -> int | None:
    """Return the year in which a path begins, where the file says so.

    A share without a year is that of the first reported year.
    """
    return start if begin.year is None and begin.share is not None else begin.year


def _check_shares(given: ff.Pledge, place: Place, check: Check) -> None:
    """Either share or core; related beside core only."""
    check_share(check, (*place, "share"), given.share)
    check_share(check, (*place, "core"), given.core)
    check_share(check, (*place, "related"), given.related, zero=True)
    total, core = (*place, "share"), (*place, "core")
    if given.share is not None and given.core is not None:
        check.add(total, "share and core together", expected="share: for the total, or core:")
    elif given.share is None and given.core is None and not check.is_bad(core):
        missing(check, total, "share: (total) or core: (with related:), per cent of GDP")
    if given.related is not None and given.core is None and not check.is_bad(core):
        check.add(
            (*place, "related"),
            "related without core",
            expected="core: beside it",
            hint="3.5 + 1.5 is written core: 3.5 and related: 1.5",
        )


def _check_years(
    given: ff.Pledge,
    begin: ff.Start,
    place: Place,
    start: int | None,
    end: int | None,
    check: Check,
) -> int | None:
    """Return the deadline; note one that lies before the start, or a path that begins too late."""
    if given.by is None:
        missing(check, (*place, "by"), "the year in which the share is reached, such as 2035")
    by = check_year(check, (*place, "by"), given.by)
    since = check_year(check, (*place, "from", "year"), _since(begin, start))
    if by and start and by < start:
        check.add((*place, "by"), f"the deadline {by} lies before the start {start}",
                  expected=f"a year from {start}")  # fmt: skip
    elif by and since and by <= since:
        check.add(
            (*place, "by"),
            f"the deadline {by} does not lie after the starting point {since}",
            expected=f"a year after {since}",
        )
    if since and end and since > end:
        check.add((*place, "from", "year"), f"the starting point {since} lies after the end {end}",
                  expected=f"a year up to {end}")  # fmt: skip
    return by


def _check_waypoints(
    given: ff.Pledge, since: int | None, by: int | None, place: Place, check: Check
) -> None:
    """Waypoints lie after the starting point and before the deadline, or repeat its share."""
    target = given.share if given.share is not None else given.core
    for year, share in (given.waypoints or {}).items():
        at: Place = (*place, "waypoints", year)
        check_share(check, at, share)
        if check_year(check, at, year) is None:
            continue
        if since and year <= since:
            check.add(
                at,
                f"a waypoint in {year}, but the path begins in {since}",
                expected=f"a year after {since}",
                hint="the share at the beginning is from: {share: ...}",
            )
        elif by and year > by:
            check.add(at, f"a waypoint after the deadline {by}", expected=f"a year before {by}")
        elif year == by and target is not None and share != target:
            check.add(
                at,
                f"{share:g} per cent in the year of the deadline, where {target:g} is promised",
                expected=f"{target:g}, or no waypoint in {by}",
            )
