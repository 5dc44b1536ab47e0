"""The judgement file in: everything that is assumed, every wrong entry at once, with its line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.figures.countries import countries
from burdenshare.posture.counts import DATA, stocks
from burdenshare.posture.model import (
    DIRECTIONS,
    DOMAINS,
    GRADES,
    STANDING,
    Count,
    Demand,
    Fading,
    Item,
    Judgement,
    Stated,
    Theatre,
)
from burdenshare.scenario.checks import Check, missing
from burdenshare.scenario.fields import Fields, plain_list
from burdenshare.scenario.structure import describe
from burdenshare.scenario.yaml_reader import MAX_BYTES, decode, read_yaml

DEFAULT = DATA / "judgement.yaml"
DEGREES = ("member", "partner")
KINDS = ("aircraft", "ships", "vehicles", "munitions", "other")
SAID = ("source", "grade", "why")
TOP = (
    "name", "title", "note", "year", "price_base", "weights", "items", "readiness",
    "deployability", "reserve", "theatres", "distance", "based", "participation", "contingencies",
    "sets", "default", "classes", "demand", "stocks", "unknown",
)  # fmt: skip


def judgement(path: str | Path | None = None) -> Judgement:
    """Read and check a judgement file; the one that ships where none is given.

    Raises
    ------
    Refusal
        ``file-not-found``, ``bad-yaml``; ``bad-judgement`` with every problem of the file at once.
    """
    if path is None:
        return _shipped()
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Refusal(
            "file-not-found",
            f"the judgement file {path} cannot be read: {error}",
            hint="burdenshare cover --show-judgement prints the one that ships: copy and change it",
        ) from None
    return judgement_text(decode(data, str(path)), str(path))


@cache
def _shipped() -> Judgement:
    return judgement_text(DEFAULT.read_text(encoding="utf-8"), DEFAULT.name)


def judgement_text(text: str, origin: str = "judgement") -> Judgement:
    """Read and check a judgement from YAML or JSON text; see `judgement`."""
    document = read_yaml(text, origin)
    return judgement_fields(document.value, origin, Check(document.lines))


def judgement_fields(value: Any, origin: str, check: Check | None = None) -> Judgement:
    """Check a judgement given as plain data; see `judgement`."""
    check = Check({}) if check is None else check
    made = _judgement(value, check)
    problems = check.problems()
    found = problems.details()
    one = f"{origin}: {found[0]['where']}: {found[0]['message']}" if len(found) == 1 else ""
    problems.require_none(
        "bad-judgement",
        one or f"{origin}: {len(found)} problems",
        hint=(found[0]["hint"] or f"expected {found[0]['expected']}")
        if one
        else "mend each place named in the details",
    )
    return made


def _judgement(value: Any, check: Check) -> Judgement:
    top = Fields(value, (), check, TOP)
    base = top.part("price_base", ("currency", "year"), required=True)
    weights = top.part("weights", ("by", "mean", "weakest", "directions", "domains"), required=True)
    items = _items(top)
    deployability = top.part("deployability", (*DOMAINS, "states"), required=True)
    reserve = top.part("reserve", ("default", "states"), required=True)
    participation = top.part("participation", (*DEGREES, "states"), required=True)
    contingencies = _titles(top)
    counts = _counts(top, items)
    return Judgement(
        name=top.text("name", required=True),
        title=top.text("title", required=True),
        note=top.text("note"),
        year=top.whole("year", low=1990, high=2100, required=True),
        currency=base.text("currency", required=True),
        price_year=base.whole("year", low=1990, high=2100, required=True),
        weights={
            "mean": _stated(weights, "mean", required=True, above=True),
            "weakest": _stated(weights, "weakest", required=True),
        },
        by=_choice(weights, "by", ("demand", "equal")),
        of_direction=_each(weights.part("directions", DIRECTIONS), DIRECTIONS),
        of_domain=_each(weights.part("domains", DOMAINS), DOMAINS),
        items=items,
        readiness=_each(top.part("readiness", DOMAINS, required=True), _used(items), high=1.0),
        deployability=_each(deployability, _used(items), high=1.0),
        deployability_of=_by_state_and(deployability, "states", DOMAINS),
        reserve=_stated(reserve, "default", high=1.0, required=True),
        reserve_of=_by_state(reserve, high=1.0),
        theatres=_theatres(top),
        distance=_distances(top, items),
        based=_by_state_and(top, "based", DIRECTIONS),
        participation={
            (degree, direction): said
            for degree in DEGREES
            for direction, said in _each(
                participation.part(degree, DIRECTIONS, required=True), DIRECTIONS, high=1.0
            ).items()
        },
        participation_of=_by_state_and(participation, "states", DIRECTIONS),
        classes=_classes(top),
        contingencies=contingencies,
        sets=_sets(top, contingencies),
        default=_default(top),
        demands=_demands(top, items, contingencies, counts),
        counts=counts,
        unknown=_unknown(top),
    )


# Numbers that somebody answers for ---------------------------------------------------------------


def _said(fields: Fields) -> tuple[str, str, str]:
    """Return source, grade and why: every entry has all three."""
    grade = fields.text("grade", required=True)
    if grade and grade not in GRADES:
        fields.wrong("grade", f"{grade!r} is no grade", expected=f"one of {', '.join(GRADES)}")
    return fields.text("source", required=True), grade, fields.text("why", required=True)


def _stated(
    fields: Fields,
    name: str,
    *,
    high: float = float("inf"),
    above: bool = False,
    required: bool = False,
) -> Stated:
    part = fields.part(name, ("value", *SAID), required=required)
    if name not in fields:
        return Stated(0.0, "", "judgement", "")
    return Stated(part.number("value", high=high, above=above, required=True), *_said(part))


def _each(
    fields: Fields, names: tuple[str, ...], *, high: float = float("inf")
) -> dict[str, Stated]:
    """Return the entries that are there, by name."""
    return {name: _stated(fields, name, high=high) for name in names if name in fields}


def _used(items: dict[str, Item]) -> tuple[str, ...]:
    return tuple(domain for domain in DOMAINS if any(i.domain == domain for i in items.values()))


def _state(check: Check, place: tuple[str | int, ...], code: Any) -> bool:
    """Whether a key or value is the code of a country; note it where it is not."""
    if isinstance(code, str) and len(code) == 3 and code in countries():
        return True
    check.add(place, describe(code), expected="a country code such as POL")
    return False


def _mapping(fields: Fields, name: str) -> dict[str, Any]:
    """Return a mapping with keys of the user's choice; none where it is absent or wrong."""
    value = fields[name]
    if value is None:
        return {}
    if not isinstance(value, dict):
        fields.wrong(name, describe(value), expected="names with entries")
        return {}
    return {str(key): entry for key, entry in value.items()}


def _by_state(fields: Fields, *, high: float) -> dict[str, Stated]:
    found = _mapping(fields, "states")
    part = Fields(found, (*fields.place, "states"), fields.check, tuple(found))
    return {
        code: _stated(part, code, high=high)
        for code in found
        if _state(fields.check, (*part.place, code), code)
    }


def _by_state_and(
    fields: Fields, name: str, names: tuple[str, ...]
) -> dict[tuple[str, str], Stated]:
    """Return parts from 0 to 1 by state and direction, or by state and domain."""
    found = _mapping(fields, name)
    part = Fields(found, (*fields.place, name), fields.check, tuple(found))
    return {
        (code, name): said
        for code in found
        if _state(fields.check, (*part.place, code), code)
        for name, said in _each(part.part(code, names), names, high=1.0).items()
    }


# What there is, and where ------------------------------------------------------------------------


def _items(top: Fields) -> dict[str, Item]:
    found = _mapping(top, "items")
    if not found and not top.check.is_bad(("items",)):
        missing(top.check, ("items",), "items with domain:, unit:, kind:, cost: and lead:")
    part = Fields(found, ("items",), top.check, tuple(found))
    made = {}
    for name in found:
        one = part.part(name, ("domain", "unit", "kind", "cost", "lead"))
        made[name] = Item(
            name=name,
            domain=_choice(one, "domain", DOMAINS),
            unit=one.text("unit", required=True),
            kind=_choice(one, "kind", KINDS),
            cost=_stated(one, "cost", above=True, required=True),
            lead=_stated(one, "lead", high=50.0, required=True),
        )
    return made


def _choice(fields: Fields, name: str, choices: tuple[str, ...]) -> str:
    text = fields.text(name, required=True)
    if text and text not in choices:
        fields.wrong(
            name,
            f"{text!r} is none of them",
            expected=f"one of {', '.join(choices)}",
            hint=did_you_mean(text, choices),
        )
        return ""
    return text


def _theatres(top: Fields) -> dict[str, Theatre]:
    part = top.part("theatres", DIRECTIONS, required=True)
    made = {}
    for direction in DIRECTIONS:
        if direction not in part:
            continue
        one = part.part(direction, ("place", "latitude", "longitude", "why"))
        made[direction] = Theatre(
            one.text("place", required=True),
            one.number("latitude", low=-90.0, high=90.0, required=True),
            one.number("longitude", low=-180.0, high=180.0, required=True),
            one.text("why", required=True),
        )
    return made


def _distances(top: Fields, items: dict[str, Item]) -> dict[str, Fading]:
    part = top.part("distance", DOMAINS, required=True)
    made = {}
    for domain in _used(items):
        one = part.part(domain, ("near", "far", "least", *SAID), required=True)
        near = one.number("near", required=True)
        far = one.number("far", required=True, default=near + 1.0)
        if near >= far:
            one.wrong("far", f"{far:g} km is not beyond near", expected=f"above {near:g}")
            far = near + 1.0
        least = one.number("least", high=1.0, required=True)
        made[domain] = Fading(near, far, least, *_said(one))
    return made


def _counts(top: Fields, items: dict[str, Item]) -> tuple[Count, ...]:
    made = []
    for at, entry in enumerate(_list(top, "stocks")):
        one = Fields(entry, ("stocks", at), top.check, ("country", "item", "count", "year", *SAID))
        code, item = one["country"], one.text("item", required=True)
        _state(top.check, (*one.place, "country"), code)
        if item and item not in items:
            one.wrong("item", f"{item!r} is no item of this file", hint=did_you_mean(item, items))
        count = one.number("count", required=True)
        year = one.whole("year", low=1990, high=2100, required=True)
        made.append(Count(str(code), item, count, year, *_said(one)))
    return tuple(made)


def _list(fields: Fields, name: str, *, required: bool = False) -> list[Any]:
    value = fields[name]
    if value is None:
        if required:
            missing(fields.check, (*fields.place, name), "a list of entries")
        return []
    if not isinstance(value, list):
        fields.wrong(name, describe(value), expected="a list of entries")
        return []
    return value


def _classes(top: Fields) -> dict[tuple[str, str], Stated]:
    """Return parts by class and domain; those of one class are one together at most."""
    part = top.part("classes", KINDS)
    made: dict[tuple[str, str], Stated] = {}
    for kind in KINDS:
        found = _each(part.part(kind, DOMAINS), DOMAINS, high=1.0)
        if sum(said.value for said in found.values()) > 1.0 + 1e-9:
            part.wrong(kind, "its parts add up to more than one", expected="one at most")
        made |= {(kind, domain): said for domain, said in found.items()}
    return made


# What is asked for -------------------------------------------------------------------------------


def _titles(top: Fields) -> dict[str, str]:
    found = _mapping(top, "contingencies")
    part = Fields(found, ("contingencies",), top.check, tuple(found))
    return {name: part.text(name, required=True) for name in found}


def _sets(top: Fields, contingencies: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found = _mapping(top, "sets")
    part = Fields(found, ("sets",), top.check, tuple(found))
    made = {}
    for name in found:
        made[name] = plain_list(part, name)
        for one in made[name]:
            if one not in contingencies:
                part.wrong(
                    name,
                    f"{one!r} is no contingency of this file",
                    hint=did_you_mean(one, contingencies),
                )
    return made


def _default(top: Fields) -> str:
    name = top.text("default", required=True)
    if name and name not in _mapping(top, "sets"):
        top.wrong("default", f"{name!r} is no set of this file")
    return name


def _demands(
    top: Fields, items: dict[str, Item], contingencies: dict[str, str], counts: tuple[Count, ...]
) -> tuple[Demand, ...]:
    held = {item for _, item in stocks()} | {one.item for one in counts}
    made, seen = [], set()
    for at, entry in enumerate(_list(top, "demand", required=True)):
        one = Fields(
            entry,
            ("demand", at),
            top.check,
            ("contingency", "direction", "domain", "needs", *SAID),
        )
        contingency = _choice(one, "contingency", (STANDING, *contingencies))
        direction = _choice(one, "direction", DIRECTIONS)
        domain = _choice(one, "domain", DOMAINS)
        key = (contingency, direction, domain)
        if all(key) and key in seen:
            one.wrong("domain", f"{', '.join(key)} is asked for twice", expected="one entry")
        seen.add(key)
        needs = _needs(one, domain, items, held)
        made.append(Demand(contingency, direction, domain, needs, *_said(one)))
    return tuple(made)


def _needs(one: Fields, domain: str, items: dict[str, Item], held: set[str]) -> dict[str, float]:
    found = _mapping(one, "needs")
    if not found and not one.check.is_bad((*one.place, "needs")):
        missing(one.check, (*one.place, "needs"), "items with quantities")
    part = Fields(found, (*one.place, "needs"), one.check, tuple(found))
    needs = {}
    for item in found:
        if item not in items:
            part.wrong(
                item,
                "is in a unit that no supply has: no item of this file",
                hint=did_you_mean(item, items),
            )
        elif domain and items[item].domain and items[item].domain != domain:
            part.wrong(item, f"counts in {items[item].domain}, not in {domain}")
        elif item not in held:
            part.wrong(
                item,
                "is in a unit that no supply has: no state's stock of it is given",
                hint="give counts under stocks:, or leave the demand out",
            )
        needs[item] = part.number(item, above=True, required=True)
    return needs


def _unknown(top: Fields) -> dict[str, str]:
    part = top.part("unknown", DOMAINS)
    return {domain: part.text(domain) for domain in DOMAINS if domain in part}
