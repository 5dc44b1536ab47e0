"""Behaviour, financing, prices, debt and stock of a scenario: checked, every problem at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from burdenshare.errors import did_you_mean
from burdenshare.scenario import file_format as ff
from burdenshare.scenario.checks import (
    Check,
    check_amounts,
    check_country,
    check_members,
    check_year,
    expand,
    missing,
)
from burdenshare.scenario.model import (
    Affordable,
    Behaviour,
    Contracts,
    Debt,
    EquipmentClass,
    Financing,
    Multipliers,
    Package,
    PerMember,
    Range,
)
from burdenshare.scenario.yaml_reader import Place

SMALL = 1e-9
"""Parts sum to one up to this."""
BOUNDS = ("low", "central", "high")
MOST_TAILS = 32
"""Degrees of freedom beyond which tails are normal for all that can be told."""

Limits = tuple[float, float, str]
"""Lowest and highest number, and what is expected in words."""
PART: Limits = (0.0, 1.0, "a part from 0 to 1")
SIZE: Limits = (0.0, 10.0, "a number from 0 to 10")
BEHAVIOUR: dict[str, Limits] = {
    "inertia": (0.0, 0.99, "a part from 0 to 0.99"),
    "absorption": (0.0, 1000.0, "per cent a year, from 0"),
    "slippage": (0.0, 0.99, "a part from 0 to 0.99"),
}
DEBT: dict[str, Limits] = {
    "long_rate": (-2.0, 100.0, "per cent, from -2 to 100"),
    "primary_balance": (-30.0, 30.0, "per cent of GDP, from -30 to 30"),
    "maturity": (1.0, 100.0, "years, from 1 to 100"),
    "risk_premium": (0.0, 1.0, "points of interest per point of debt, from 0 to 1"),
    "premium_above": (0.0, 500.0, "per cent of GDP, from 0 to 500"),
}
AFFORDABLE: dict[str, Limits] = {
    "debt_below": (0.0, 500.0, "per cent of GDP, from 0 to 500"),
    "falling_over": (1.0, 50.0, "years, from 1 to 50"),
}


def resolve_finance(
    file: ff.FileScenario,
    members: tuple[str, ...],
    years: range,
    folder: Path | None,
    check: Check,
) -> dict[str, Any]:
    """Return the fields of a `Scenario` that say how a pledge is kept, paid for and spent.

    Fields that the file leaves out, or gives wrongly (noted in `check`), are None.

    Parameters
    ----------
    file : FileScenario
    members : tuple of str
        Of the scenario.
    years : range
        The reported years, empty where they are not known.
    folder : Path or None
        Where a calibration file lies; None where the text came from no file.
    check : Check
        Takes every problem.
    """
    for name, limits in (
        ("defence_inflation", (-50.0, 50.0, "points a year, from -50 to 50")),
        ("import_share", PART),
        ("equipment_share", PART),
    ):
        _check_each(check, (name,), getattr(file, name), members, limits)
    return {
        "behaviour": _behaviour(file.behaviour, members, check),
        "financing": _financing(file.financing, members, check),
        "multipliers": _multipliers(file.multipliers, members, check),
        "defence_inflation": file.defence_inflation,
        "import_share": file.import_share,
        "equipment_share": file.equipment_share,
        "equipment_classes": _classes(file.equipment_classes, check),
        "packages": _packages(file.packages, members, years, check),
        "accounting": file.accounting,
        "escape_clause": _escape(file.escape_clause, members, years, check),
        "safe_loans": _loans(file.safe_loans, members, years, check),
        "debt": _part(file.debt, "debt", Debt, members, DEBT, check),
        "affordable": _part(file.affordable, "affordable", Affordable, members, AFFORDABLE, check),
        "contracts": _contracts(file.contracts, members, check),
        "tails": _tails(file.tails, check),
        "calibration": _calibration(file.calibration, folder, check),
    }


# Numbers, for all or by member -------------------------------------------------------------------


def _check_each(
    check: Check, place: Place, given: Any, members: tuple[str, ...], limits: Limits
) -> None:
    """Note every number outside its limits, and every code that is no member."""
    if isinstance(given, dict):
        check_members(check, place, given, members)
    for at, number in _each(given, place):
        _check_number(check, at, number, limits)


def _each(given: Any, place: Place) -> Iterator[tuple[Place, float]]:
    if isinstance(given, dict):
        yield from (((*place, code), number) for code, number in given.items())
    elif given is not None:
        yield place, given


def _check_number(check: Check, at: Place, number: float, limits: Limits) -> None:
    low, high, expected = limits
    if low <= number <= high:
        return
    per_cent = high <= 1.0 < number <= 100.0
    check.add(
        at,
        f"{number:g}",
        expected=expected,
        hint=f"did you mean {number / 100.0:g}?" if per_cent else "",
    )


def _part(
    given: Any,
    name: str,
    kind: type[BaseModel],
    members: tuple[str, ...],
    limits: dict[str, Limits],
    check: Check,
) -> Any:
    """Return a part whose numbers are for all or by member."""
    if given is None:
        return None
    for field, bounds in limits.items():
        _check_each(check, (name, field), getattr(given, field), members, bounds)
    return kind(**given.model_dump())


def _behaviour(
    given: ff.Behaviour | None, members: tuple[str, ...], check: Check
) -> Behaviour | None:
    """Return how spending follows the pledge; what allies would do holds their delays already."""
    found: Behaviour | None = _part(given, "behaviour", Behaviour, members, BEHAVIOUR, check)
    if found is not None and found.kind == "behaved":
        for name in ("inertia", "slippage"):
            if getattr(found, name) is not None:
                check.add(
                    ("behaviour", name),
                    "given beside kind: behaved, which holds delays and slippage already",
                    expected="kind: kept, or nothing here",
                )
    return found


def _financing(
    given: ff.Financing | None, members: tuple[str, ...], check: Check
) -> Financing | None:
    """Return who pays; note members whose three parts do not sum to one."""
    if given is None:
        return None
    place: Place = ("financing",)
    before = len(check)
    for name, parts in given:
        _check_each(check, (*place, name), parts, members, PART)
    if len(check) == before and not any(check.is_bad((*place, name)) for name, _ in given):
        wrong: dict[str, list[str]] = {}
        for code in members:
            said = {name: _of(parts, code) for name, parts in given}
            parts = [part for part in said.values() if part is not None]
            if parts and abs(sum(parts) - 1.0) > SMALL:
                words = " + ".join(f"{name} {part or 0.0:g}" for name, part in said.items())
                wrong.setdefault(f"{words} = {sum(parts):g}", []).append(code)
        for sum_, codes in wrong.items():
            who = "" if len(codes) == len(members) else f" for {', '.join(codes)}"
            check.add(place, f"{sum_}{who}", expected="parts that sum to one")
    return Financing(**given.model_dump())


def _of(given: PerMember, code: str) -> float | None:
    return given.get(code) if isinstance(given, dict) else given


# Ranges ------------------------------------------------------------------------------------------


def _multipliers(
    given: ff.Multipliers | None, members: tuple[str, ...], check: Check
) -> Multipliers | None:
    if given is None:
        return None
    place: Place = ("multipliers",)
    for name, limits in (("tax", SIZE), ("other", SIZE), ("fade", PART)):
        _check_each(check, (*place, name), getattr(given, name), members, limits)
    ranges: dict[str, Range | dict[str, Range] | None] = {}
    for name in ("spending", "equipment", "personnel", "operations"):
        sizes, at = getattr(given, name), (*place, name)
        if isinstance(sizes, dict) and not set(sizes) & set(BOUNDS):
            codes = check_members(check, at, sizes, members)
            found = {code: _range(sizes[code], (*at, code), SIZE, check) for code in codes}
            ranges[name] = {code: one for code, one in found.items() if one}
        else:
            ranges[name] = _range(sizes, at, SIZE, check)
    return Multipliers(tax=given.tax, other=given.other, fade=given.fade, **ranges)


def _range(given: Any, place: Place, limits: Limits, check: Check) -> Range | None:
    """Return a range from a number or from its bounds."""
    if given is None:
        return None
    if not isinstance(given, dict):
        _check_number(check, place, given, limits)
        return Range(low=given, central=given, high=given)
    before = len(check)
    for key in given:
        if key not in BOUNDS:
            check.add(
                (*place, key),
                "unknown field",
                expected=f"one of {', '.join(BOUNDS)}",
                hint=did_you_mean(key, BOUNDS),
            )
    for key in BOUNDS:
        if key not in given:
            missing(check, (*place, key), limits[2])
        elif isinstance(given[key], dict):
            check.add((*place, key), "fields", expected=limits[2])
        else:
            _check_number(check, (*place, key), given[key], limits)
    if len(check) > before:
        return None
    if not given["low"] <= given["central"] <= given["high"]:
        words = ", ".join(f"{key} {given[key]:g}" for key in BOUNDS)
        check.add(place, words, expected="low <= central <= high")
        return None
    return Range(**given)


# Equipment, packages, contracts ------------------------------------------------------------------


def _classes(
    given: dict[str, ff.EquipmentClass | None] | None, check: Check
) -> dict[str, EquipmentClass] | None:
    if given is None:
        return None
    place: Place = ("equipment_classes",)
    before = len(check)
    if not given and not check.is_bad(place):
        check.add(place, "no classes", expected="at least one, such as {all: {share: 1, life: 25}}")
    for name, one in given.items():
        if one is None:
            continue
        for field, limits in (("share", PART), ("life", (1.0, 100.0, "years, from 1 to 100"))):
            number = getattr(one, field)
            if number is None:
                missing(check, (*place, name, field), limits[2])
            else:
                _check_number(check, (*place, name, field), number, limits)
    whole = [one for one in given.values() if one and one.share is not None and one.life]
    if len(check) == before and len(whole) == len(given):
        total = sum(one.share or 0.0 for one in whole)
        if abs(total - 1.0) > SMALL:
            check.add(place, f"shares that sum to {total:g}", expected="shares that sum to one")
    return {
        name: EquipmentClass(share=one.share, life=one.life)
        for name, one in given.items()
        if one and one.share is not None and one.life is not None
    }


def _packages(
    given: list[ff.Package | None] | None, members: tuple[str, ...], years: range, check: Check
) -> tuple[Package, ...] | None:
    found = []
    for i, one in enumerate(given or ()):
        if one is None:
            continue
        place: Place = ("packages", i)
        before = len(check)
        member = one.member or (members[0] if len(members) == 1 else None)
        if member is None:
            missing(check, (*place, "member"), "the country code of a member")
        elif one.member:
            _check_member(check, (*place, "member"), member, members)
        if one.year is None:
            missing(check, (*place, "year"), "the year in which it is spent")
        elif check_year(check, (*place, "year"), one.year) and years and one.year not in years:
            check.add(
                (*place, "year"),
                f"the year {one.year} is not reported",
                expected=f"a year from {years[0]} to {years[-1]}",
            )
        if one.amount is None:
            missing(check, (*place, "amount"), "billion of national currency")
        elif one.amount <= 0.0:
            check.add((*place, "amount"), f"{one.amount:g}", expected="a number above zero")
        if len(check) == before and member and one.year is not None and one.amount is not None:
            found.append(
                Package(
                    member=member,
                    year=one.year,
                    amount=one.amount,
                    what=(one.what or "").strip(),
                )
            )
    return tuple(found) if given is not None else None


def _check_member(check: Check, place: Place, code: str, members: tuple[str, ...]) -> None:
    if check_country(check, place, code) and members and code not in members:
        check.add(place, f"{code} is no member of the scenario", hint="add it to members:")


def _contracts(
    given: Mapping[str, ff.Contracts | None] | None, members: tuple[str, ...], check: Check
) -> dict[str, Contracts] | None:
    if given is None:
        return None
    place: Place = ("contracts",)
    check_members(check, place, given, members)
    found = {}
    for code, one in given.items():
        if one is None:
            continue
        before = len(check)
        at = (*place, code)
        amounts = one.amounts or {}
        if one.amounts is None:
            missing(check, (*at, "amounts"), "years with billions, such as {2026: 30.5}")
        else:
            check_amounts(check, (*at, "amounts"), amounts, range(0), complete=False)
        rate = _planned_rate(one.rate, amounts, (*at, "rate"), check)
        if one.imported is None:
            missing(check, (*at, "imported"), PART[2])
        imported = _range(one.imported, (*at, "imported"), PART, check)
        check_year(check, (*at, "prices_of"), one.prices_of)
        if len(check) == before and amounts and imported:
            found[code] = Contracts(
                amounts=amounts,
                rate=rate,
                imported=imported,
                prices_of=min(amounts) - 1 if one.prices_of is None else one.prices_of,
            )
    return found


def _planned_rate(
    given: float | dict[int, float] | None, amounts: dict[int, float], place: Place, check: Check
) -> dict[int, float]:
    """Return the planned exchange rate of every year that has an amount."""
    if given is None:
        missing(check, place, "national currency per US dollar, such as 108")
        return {}
    rates = given if isinstance(given, dict) else dict.fromkeys(amounts, given)
    for year, rate in rates.items():
        if rate <= 0.0:
            at = (*place, year) if isinstance(given, dict) else place
            check.add(at, f"{rate:g}", expected="a number above zero")
            break
    gaps = [str(year) for year in sorted(amounts) if year not in rates]
    if gaps:
        check.add(place, f"no rate for {', '.join(gaps)}", expected="one for each year of amounts")
    return {year: rates[year] for year in amounts if year in rates}


# European Union, tails, calibration --------------------------------------------------------------


def _union(years: range) -> list[str]:
    """Return the members of the European Union at the end of the first reported year."""
    return list(expand("eu", (), years[0] if years else None, Check({})))


def _require_union(check: Check, place: Place, codes: Mapping[str, Place | None]) -> None:
    for code, at in codes.items():
        check.add(
            at or (*place, code),
            f"{code} is no member of the European Union",
            expected="members of the European Union",
        )


def _escape(given: Any, members: tuple[str, ...], years: range, check: Check) -> Any:
    """Return who uses the escape clause."""
    if given is None or isinstance(given, bool):
        return tuple(code for code in members if code in _union(years)) if given else None
    place: Place = ("escape_clause",)
    named = expand(given, place, years[0] if years else None, check)
    for code, at in named.items():
        if at is not None:
            _check_member(check, at, code, members)
    _require_union(
        check, place, {c: at for c, at in named.items() if at and c not in _union(years)}
    )
    return tuple(code for code in members if code in named)


def _loans(given: Any, members: tuple[str, ...], years: range, check: Check) -> Any:
    """Return who takes loans of the Union, or how much."""
    if not isinstance(given, dict):
        if isinstance(given, list):
            given = [code for code in given if code is not None]
            place: Place = ("safe_loans",)
            check_members(check, place, given, members)
            outside = {
                code: None for code in given if code in members and code not in _union(years)
            }
            _require_union(check, place, outside)
            return tuple(given)
        return _escape(given, members, years, check)
    place = ("safe_loans",)
    check_members(check, place, given, members)
    _require_union(
        check, place, {c: (*place, c) for c in given if c in members and c not in _union(years)}
    )
    for code, amount in given.items():
        if amount <= 0.0:
            check.add((*place, code), f"{amount:g}", expected="billion euros, above zero")
    return given


def _tails(given: Any, check: Check) -> Any:
    even = isinstance(given, int) and 4 <= given <= MOST_TAILS and given % 2 == 0
    if given not in (None, "normal") and not even:
        check.add(
            ("tails",), f"{given!r}", expected=f"normal, or an even number from 4 to {MOST_TAILS}"
        )
    return given


def _calibration(name: str | None, folder: Path | None, check: Check) -> str | None:
    """Return the path of a calibration file that lies beside the scenario."""
    if name is None:
        return None
    place: Place = ("calibration",)
    if folder is None:
        check.add(
            place,
            f"{name!r} cannot be read: this text comes from no file",
            expected="a scenario file",
            hint="leave the field out to use the shipped calibration",
        )
    elif Path(name).is_absolute() or re.match(r"[A-Za-z]:|[\\/]", name):
        check.add(
            place, f"{name!r} is an absolute path", expected="a path relative to the scenario file"
        )
    elif not (folder / name).is_file():
        check.add(
            place,
            f"there is no file {name!r} beside the scenario",
            expected="a file made by burdenshare calibrate",
        )
    else:
        return (folder / name).as_posix()
    return None
