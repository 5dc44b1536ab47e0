"""The parts of a programme file, each with its bounds."""

from __future__ import annotations

import math
from typing import Any, cast

from burdenshare.programmes.learning import Curve
from burdenshare.programmes.model import (
    Development,
    Exports,
    Growth,
    Industry,
    Partner,
    Production,
    Slip,
    Upkeep,
)
from burdenshare.scenario.checks import check_country, missing
from burdenshare.scenario.fields import Fields, Range
from burdenshare.scenario.structure import describe

MOST_UNITS = 100_000
MOST_PARTNERS = 12
"""Shapley values look at every circle of partners: 4,096 of them."""
SQUARE_ROOT = "square-root rule"
CURVES = ("crawford", "wright", "boone")
OF_PARTNER = ("quantity", "years", "development_share", "work_share")


def read_development(top: Fields, partners: int, *, required: bool) -> Development | None:
    """Return the non-recurring cost; None where the file gives none and may."""
    if "development" not in top and not required:
        return None
    names = ("cost", "years", "multiple", "growth")
    part = top.part("development", names, required=True)
    if part["multiple"] is None:
        n = max(partners, 1)
        multiple, rule = Range(1.0, math.sqrt(n), float(n)), SQUARE_ROOT
    else:
        multiple = part.spread("multiple", low=1.0, high=max(float(partners), 1.0))
        rule = "as the file says"
    return Development(
        cost=part.spread("cost", above=True, required="development" in top),
        years=part.years("years", required="development" in top),
        multiple=multiple,
        rule=rule,
        growth=_growth(part),
    )


def read_production(top: Fields, *, required: bool) -> Production | None:
    """Return the recurring cost; None where the file gives none and may."""
    if "production" not in top and not required:
        return None
    names = (
        "first_unit", "average", "slope", "curve", "decay", "rate", "inefficiency", "support",
        "growth",
    )  # fmt: skip
    part = top.part("production", names, required=True)
    there = "production" in top
    average = part.part("average", ("cost", "quantity"))
    if "average" in part and "first_unit" in part:
        part.wrong("average", "given beside first_unit", expected="one of the two")
    curve = part.text("curve") or "crawford"
    if curve not in CURVES:
        part.wrong("curve", describe(curve), expected=f"one of {', '.join(CURVES)}")
    if curve == "boone" and "decay" not in part:
        missing(part.check, (*part.place, "decay"), "units after which the exponent has halved")
    rate = part.part("rate", ("slope", "per_year"))
    return Production(
        first=average.spread("cost", above=True, required=True)
        if "average" in part
        else part.spread("first_unit", above=True, required=there),
        average_of=average.whole("quantity", low=1, high=MOST_UNITS, required="average" in part),
        slope=part.spread("slope", high=100.0, above=True, required=there),
        curve=cast(Curve, curve),
        decay=part.number("decay", above=True, default=math.inf),
        rate_slope=rate.number(
            "slope", high=100.0, above=True, default=100.0, required="rate" in part
        ),
        rate_reference=rate.number("per_year", above=True, default=1.0, required="rate" in part),
        inefficiency=part.spread("inefficiency", high=2.0),
        support=part.number("support", high=5.0),
        growth=_growth(part),
    )


def _growth(part: Fields) -> Growth:
    """Return the cost growth of a part; none where the file gives none."""
    if "growth" not in part:
        return Growth()
    growth = part.part("growth", ("mean", "sd", "source"))
    return Growth(
        mean=growth.number("mean", above=True, high=10.0, default=1.0, required=True),
        sd=growth.number("sd", high=10.0, required=True),
        source=growth.text("source", required=True),
    )


def read_partners(top: Fields) -> tuple[Partner, ...]:
    """Return the partners; shares that are not given follow the quantities."""
    value = top["partners"]
    if not isinstance(value, dict) or not value:
        if value is None:
            missing(top.check, ("partners",), "country codes with quantity: and years:")
        else:
            top.wrong("partners", describe(value), expected="country codes with quantity:")
        return ()
    if len(value) > MOST_PARTNERS:
        top.wrong("partners", f"{len(value)} partners", expected=f"at most {MOST_PARTNERS}")
    parts = {}
    for code in value:
        check_country(top.check, ("partners", code), str(code))
        parts[str(code)] = Fields(value[code], ("partners", code), top.check, OF_PARTNER)
    if "unpublished" in top and not any("quantity" in part for part in parts.values()):
        return tuple(Partner(code, 0, (0, 0), 0.0, 0.0) for code in parts)
    quantities = {
        code: part.whole("quantity", low=1, high=MOST_UNITS, required=True)
        for code, part in parts.items()
    }
    bought = sum(quantities.values()) or 1
    even = {code: quantity / bought for code, quantity in quantities.items()}
    development = _shares(parts, "development_share", even, top)
    work = _shares(parts, "work_share", development, top)
    return tuple(
        Partner(code, quantities[code], part.years("years"), development[code], work[code])
        for code, part in parts.items()
    )


def _shares(
    parts: dict[str, Fields], name: str, default: dict[str, float], top: Fields
) -> dict[str, float]:
    """Return one share for each partner: a part of one, or ``{as: GBR}`` for that of another."""
    before = len(top.check)
    given = {code: part[name] for code, part in parts.items() if name in part}
    if not given:
        return default
    found: dict[str, float] = {}
    for code, part in parts.items():
        if name not in part:
            missing(top.check, (*part.place, name), "a part of one, as the other partners have")
        elif not isinstance(part[name], dict):
            found[code] = part.number(name, high=1.0)
    for code, value in given.items():
        if isinstance(value, dict):
            found[code] = _of_another(code, name, given, parts, found)
    total = sum(found.values())
    if len(top.check) == before and abs(total - 1) > 1e-6:
        top.wrong("partners", f"{name} adds up to {total:g}", expected="shares that add up to 1")
    return found if len(found) == len(parts) else default


def _of_another(
    code: str,
    name: str,
    given: dict[str, Any],
    parts: dict[str, Fields],
    found: dict[str, float],
) -> float:
    """Follow ``as`` from partner to partner to a number; note a circle or a stranger."""
    seen = [code]
    while isinstance(given.get(seen[-1]), dict):
        other = given[seen[-1]].get("as")
        if other not in parts or set(given[seen[-1]]) != {"as"}:
            parts[code].wrong(
                name, f"{other!r} is no partner", expected="as: and the code of another partner"
            )
            return 0.0
        if other in seen:
            circle = " as ".join([*seen[seen.index(other) :], other])
            parts[code].wrong(name, f"circular: {circle}", expected="a number for one of them")
            return 0.0
        seen.append(other)
    return found.get(seen[-1], 0.0)


def read_exports(top: Fields) -> Exports:
    """Return what is sold to others."""
    part = top.part("exports", ("quantity", "levy"))
    return Exports(part.whole("quantity", low=0, high=MOST_UNITS), part.number("levy"))


def read_slip(top: Fields) -> Slip:
    """Return the delay and what a year of it costs."""
    part = top.part("slip", ("years", "cost"))
    return Slip(part.spread("years", high=30.0), part.number("cost", high=1.0))


def read_upkeep(top: Fields) -> Upkeep | None:
    """Return operations and support; None where the file gives none."""
    if "upkeep" not in top:
        return None
    part = top.part("upkeep", ("share", "life", "ageing", "source"))
    return Upkeep(
        share=part.spread("share", high=0.95, default=Range(0.45, 0.55, 0.70)),
        life=part.whole("life", low=1, high=80, default=30, required=True),
        ageing=part.number("ageing", high=0.2),
        source=part.text("source"),
    )


def read_industry(top: Fields) -> Industry | None:
    """Return the input-output multiplier; a file without a source for it gives none."""
    if "industry" not in top:
        return None
    part = top.part("industry", ("multiplier", "source"))
    return Industry(
        part.number("multiplier", above=True, high=5.0, required=True),
        part.text("source", required=True),
    )
