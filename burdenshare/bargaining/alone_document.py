"""The profiles of who plays alone as plain data, every number with its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from burdenshare.bargaining.alone import FORMS, Profile, StandAlone
from burdenshare.bargaining.reserve import Span, Stance, strongest

NO_INDEX = "the four forms are not one thing and are not added up; to order actors, choose one form"
_SAID = ("date", "speaker", "address", "quote", "note")


def document(found: StandAlone) -> dict[str, Any]:
    """Return the profiles of one case."""
    made = found.compositions
    return {
        "on": found.on.isoformat(),
        "alliance": found.alliance,
        "pressing": found.pressing,
        "yardsticks": {
            issue: {"value": value, "is": kind} for issue, (value, kind) in found.yardsticks.items()
        },
        "composition": None
        if made is None
        else {
            "year": made.year,
            "vintage": made.vintage,
            "definition": made.definition,
            "mean": dict(made.mean),
            "allies": len(made.shares),
            "keys": [key for ally in made.keys.values() for key in ally],
        },
        "actors": {one.actor: _profile(found, one) for one in found.profiles},
        "notes": [*found.notes, NO_INDEX],
    }


def forms() -> dict[str, dict[str, str]]:
    """Return what each form asks, its unit and rule, what it rests on and its limits."""
    return {form.name: {k: v for k, v in asdict(form).items() if k != "name"} for form in FORMS}


def _profile(found: StandAlone, one: Profile) -> dict[str, Any]:
    values = one.values
    return {
        "separate_deals": _deals(one) | {"value": values["separate_deals"]},
        "selective_engagement": {
            "value": values["selective_engagement"],
            "spoke_on": len(one.stances),
            "issues": one.issues,
            "held_back": {s.issue: s.held_back.value for s in one.stances},
            "salience": {s.issue: s.salience.value for s in one.stances},
        },
        "public_reservations": {
            **_strongest(() if one.presses else one.stances),
            "statements": one.statements,
            "reserved_on": [s.issue for s in one.stances if s.held_back.value > 0.0],
            "from_demand": _strongest(() if one.presses else one.demands),
            "positions": [_stance(found, one.actor, s) for s in one.stances],
        },
        "national_strengths": _strengths(found, one),
    }


def _deals(one: Profile) -> dict[str, Any]:
    deals = one.separate_deals
    settled = [{key: str(value) for key, value in deal.items()} for deal in one.settled]
    if deals is None:
        return {
            "separate": None,
            "with_pressing": None,
            "without_pressing": None,
            "rooms": [],
            "settled": settled,
        }
    return {
        "separate": len(deals.separate),
        "with_pressing": deals.with_pressing,
        "without_pressing": deals.without_pressing,
        "rooms": [asdict(room) for room in deals.rooms],
        "settled": settled,
    }


def _strongest(stances: tuple[Stance, ...]) -> dict[str, Any]:
    found = strongest(stances)
    if found is None:
        return {"value": None, "range": None, "issue": None}
    issue, span = found
    return {"value": span.value, "range": [span.low, span.high], "issue": issue or None}


def _stance(found: StandAlone, actor: str, one: Stance) -> dict[str, Any]:
    said: Mapping[str, Any] = next(
        (
            row
            for row in found.evidence
            if (row.get("actor"), row.get("issue")) == (actor, one.issue)
        ),
        {},
    )
    return {
        "issue": one.issue,
        "position": _range(one.position),
        "salience": _range(one.salience),
        "yardstick": one.yardstick,
        "distance": one.distance,
        "side": one.side,
        "held_back": _range(one.held_back),
        "reservation": _range(one.reservation),
        **{key: str(said[key]) for key in _SAID if said.get(key)},
    }


def _strengths(found: StandAlone, one: Profile) -> dict[str, Any]:
    made, own = found.compositions, one.leaning
    if made is None or own is None:
        return {"value": None, "leans_on": None, "above": None, "shares": None, "keys": []}
    return {
        "value": own.value,
        "leans_on": own.leans_on or None,
        "above": own.above,
        "shares": dict(made.shares[one.actor]),
        "keys": list(made.keys[one.actor]),
    }


def _range(span: Span) -> dict[str, float]:
    return span._asdict()
