"""One ally of a scenario of many, alone: the same pledge and the same assumptions."""

from __future__ import annotations

from typing import Any

from burdenshare.errors import Refusal
from burdenshare.figures.countries import country_name
from burdenshare.scenario.model import Pledge, Scenario

_BY_MEMBER = (
    *("series", "assumptions", "behaviour", "financing", "multipliers", "debt", "contracts"),
    *("defence_inflation", "import_share", "equipment_share", "safe_loans"),
)
"""Fields in which something may be said for each member."""


def only(scenario: Scenario, code: str) -> Scenario:
    """Return a scenario of one member that comes to what the whole one gives for it.

    An exception for that member becomes its pledge; what is said of others goes, and so do the
    negotiation and the forecast of behaviour, which are about all of them.

    Raises
    ------
    Refusal
        ``unknown-country`` for one that is no member, ``bad-argument`` for one without a pledge.
    """
    if code not in scenario.members:
        raise Refusal(
            "unknown-country",
            f"the scenario {scenario.name} has no member {code[:20]!r}",
            hint=f"it has {', '.join(scenario.members)}",
        )
    if len(scenario.members) == 1:
        return scenario
    pledges = tuple(_of(each, code) for each in scenario.pledges if code in each.members)
    if not pledges:
        raise Refusal(
            "bad-argument",
            f"{code} makes no pledge in the scenario {scenario.name}",
            hint=f"members: {', '.join(sorted({m for p in scenario.pledges for m in p.members}))}",
        )
    plain, fields = scenario.model_dump(by_alias=True), Scenario.model_fields
    others = set(scenario.members) - {code}
    said = {name: _without(plain[name], others) for name in _BY_MEMBER}
    for name, value in said.items():
        if value is None or value in ({}, ()):
            said[name] = fields[name].default
    return Scenario.model_validate(
        plain
        | said
        | {
            "name": f"{scenario.name}-{code.lower()}",
            "title": f"{country_name(code)}, as in: {scenario.title}",
            "members": (code,),
            "pledges": pledges,
            "packages": tuple(each for each in scenario.packages if each.member == code),
            "escape_clause": tuple({code} & set(scenario.escape_clause)),
            "description": "",
            "negotiation": None,
            "keep": None,
        }
    )


def _of(pledge: Pledge, code: str) -> Pledge:
    target = "share" if pledge.core is None else "core"
    changed: dict[str, Any] = {"members": (code,), "exceptions": {}}
    if code in pledge.exceptions:
        changed[target] = pledge.exceptions[code]
    return pledge.model_copy(update=changed)


def _without(part: Any, others: set[str]) -> Any:
    """Return data without what is said of other members, by the keys of its mappings."""
    if isinstance(part, dict):
        left = {k: _without(v, others) for k, v in part.items() if k not in others}
        return None if part and not left else left
    if isinstance(part, tuple | list):
        return tuple(each for each in part if each not in others)
    return part
