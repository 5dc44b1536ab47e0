"""How many allies reach a level: claims that count states, held against every edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from burdenshare.evidence.model import Claim
from burdenshare.evidence.verdict import Verdict, latest_of
from burdenshare.figures.membership import members
from burdenshare.figures.model import Observation, family

SERIES = "milex_pct_gdp"
_SHARES = ("defence_spending_share_gdp", "defence_spending")
_ALLIES = re.compile(r"\ballies\b|\balliance\b|\bNATO\b|加盟国|同盟国|北大西洋", re.I)


def level_of(claim: Claim, others: Iterable[Claim]) -> float | None:
    """Return the share of GDP that counted states reach, by another claim of the same sentence."""
    if claim.unit != "countries" or claim.value is None:
        return None
    for other in others:
        beside = other.document == claim.document and other.span.start == claim.span.start
        if beside and is_level(other):
            return other.value
    return None


def is_level(claim: Claim) -> bool:
    """Tell whether a claim names a share of GDP that states beside it can reach."""
    return claim.measure in _SHARES and claim.unit == "pct_gdp"


def levels(claims: Iterable[Claim]) -> dict[str, float]:
    """Return, by the id of a claim that counts states, which share of GDP these reach.

    A claim is left out where no other of its sentence says the share.
    """
    said = list(claims)
    counting = [claim for claim in said if claim.unit == "countries"]
    beside: dict[str, list[Claim]] = {claim.document: [] for claim in counting}
    for claim in said:
        if claim.document in beside:
            beside[claim.document].append(claim)
    found = ((claim.id, level_of(claim, beside[claim.document])) for claim in counting)
    return {name: level for name, level in found if level is not None}


def counted(
    claim: Claim, level: float, rows: Sequence[Observation], as_of: date | None = None
) -> Verdict:
    """Hold how many allies reach a level against every edition of the year's figures.

    Parameters
    ----------
    claim : Claim
        Of a number of states, with the whole in `value_high` where it names one.
    level : float
        Share of GDP in per cent.
    rows : sequence of Observation
        Every edition of the year; what is no member of NATO at its end is passed over.
    as_of : date, optional
        The day of what is known, for the words alone.

    Notes
    -----
    A state reaches a level if its figure does, rounded to the two decimals that are printed. A
    member without forces has no figure: the whole may be of members or of members with figures.
    """
    why = _unfit(claim)
    if why:
        return Verdict(claim.id, "cannot_check", why)
    year = claim.year or 0
    allies = set(members("nato", on=date(year, 12, 31)))
    editions: dict[tuple[str, str], list[Observation]] = {}
    for o in rows:
        if o.country in allies:
            editions.setdefault((o.definition, o.vintage), []).append(o)
    if not editions:
        known = f" published by {as_of.isoformat()}" if as_of else ""
        return Verdict(claim.id, "cannot_check", f"no figures of allies in {year}{known}")
    whole = claim.value_high
    sizes = {len(allies), *map(len, editions.values())}
    if whole is not None and whole not in sizes:
        reason = f"it counts {whole:g} states; the alliance had {len(allies)} at the end of {year}"
        return Verdict(claim.id, "cannot_check", reason)
    return _judged(claim, level, editions, len(allies))


def _unfit(claim: Claim) -> str:
    if claim.stance != "reports":
        return "it does not report how many states reach the level"
    if claim.comparator in ("rank", "ordinal", "up", "down"):
        return "it is no number of states"
    if claim.year is None:
        return "no year"
    names = " ".join((claim.quote, *claim.actor, *claim.target))
    return "" if _ALLIES.search(names) else "it does not say of which alliance the states are"


def _judged(
    claim: Claim, level: float, editions: dict[tuple[str, str], list[Observation]], size: int
) -> Verdict:
    reached = {
        edition: [o for o in rows if round(o.value, 2) >= level]
        for edition, rows in editions.items()
    }

    def told(edition: tuple[str, str]) -> str:
        of = f"{len(reached[edition])} of {size} allies at {level:g} % or more"
        return f"{edition[0]}, edition {edition[1]} ({of})"

    def keys(edition: tuple[str, str]) -> tuple[str, ...]:
        return tuple(o.key for o in reached[edition] or editions[edition])

    first = latest_of([o for rows in editions.values() for o in rows])
    right = [edition for edition, there in reached.items() if _holds(claim, len(there))]
    if first in right:
        return Verdict(claim.id, "agrees", f"as in {told(first)}", keys(first))
    if right:
        best = max(right, key=lambda e: (family(e[0]) == family(first[0]), e[1]))
        reason = f"agrees with {told(best)}, not with {told(first)}"
        return Verdict(claim.id, "agrees_otherwise", reason, keys(best))
    said = claim.value or 0.0
    near = min(reached, key=lambda e: (abs(len(reached[e]) - said), e != first))
    return Verdict(
        claim.id,
        "disagrees",
        f"no edition agrees; nearest is {told(near)}",
        keys(near),
        said - len(reached[near]),
    )


def _holds(claim: Claim, number: int) -> bool:
    said = claim.value or 0.0
    if claim.comparator == "range" and claim.value_high is not None:
        return said <= number <= claim.value_high
    bounds = {"ge": number >= said, "gt": number > said, "le": number <= said, "lt": number < said}
    return bounds.get(claim.comparator or "", number == said)
