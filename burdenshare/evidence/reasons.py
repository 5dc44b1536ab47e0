"""Why two claims about one quantity differ: what is compared, and in which order."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from burdenshare.evidence.against import step
from burdenshare.evidence.model import POINTS
from burdenshare.evidence.verdict import Verdict

if TYPE_CHECKING:
    from burdenshare.evidence.ledger import Entry

REASONS: dict[str, str] = {
    "machine": "one side stands only on a page that signs of its own mark as machine-written",
    "denied": "one side denies or disputes what the other reports",
    "superseded": "the later one takes the place of the earlier one",
    "base": "they are shares of different bases",
    "by-to": "one says by how much, the other to what level",
    "rank": "one is a rank, the other a level",
    "year": "they are about different years, or one names none",
    "definition": "each agrees with another definition of the figures",
    "vintage": "each agrees with another edition of the same figures",
    "stance": "one commits to or supports what the other refuses",
    "unknown": "no reason can be computed",
}
"""What a reason means; the first that holds is given."""

RANKS = ("rank", "ordinal")
_FOR = ("commits", "supports")
_DENIES = re.compile(
    r"\bden(?:y|ies|ied|ial)\b|\bdisput\w+|\bno truth\b|\brefut\w+|\bnot true\b|否定|事実ではない",
    re.I,
)
_PERSONS = re.compile(r"^(?:NATO (?:members|allies|countries|member states)|NATO)$")
_NEAR = 400

Reason = tuple[str, str]
"""A key of `REASONS`, and the reason in words with what is particular to the case."""


class Number(NamedTuple):
    """A number as printed: whether it is a rank, its ends, and its last printed place."""

    rank: bool
    low: float
    high: float
    place: float

    def same(self, other: Number) -> bool:
        """Tell whether two numbers are one, to the coarser of their printed places."""
        if self.rank != other.rank:
            return False
        half = max(self.place, other.place) / 2 * (1 + 1e-9)
        return abs(self.low - other.low) < half and abs(self.high - other.high) < half


class Trait(NamedTuple):
    """What the reason for a difference depends on, besides numbers, sources and parties.

    Attributes
    ----------
    points : bool
        Whether it is a change in points, not a level.
    rank : bool
    base : str
        What it is a share of, or its unit.
    stance : str
    machine, denies : bool
        Whether its page is machine-written; whether it denies something.
    year : int or None
        Only of reports.
    edition : (str, str) or None
        Definition and edition of the figures that a report agrees with.
    """

    points: bool
    rank: bool
    base: str
    stance: str
    machine: bool
    denies: bool
    year: int | None
    edition: tuple[str, str] | None


class Said(NamedTuple):
    """A claim as it is compared with others: what decides, and no more.

    Attributes
    ----------
    id, page : str
        Of the claim, and of the document in which it stands.
    at : int
        Where in the document it begins.
    unit : str or None
    year, deadline : int or None
    day : str
        When it was said.
    counts : bool
        Whether it is evidence.
    number : Number
    trait : Trait
    targets : frozenset of str
    """

    id: str
    page: str
    at: int
    unit: str | None
    year: int | None
    deadline: int | None
    day: str
    counts: bool
    number: Number
    trait: Trait
    targets: frozenset[str]


_trait = lru_cache(maxsize=1 << 14)(Trait)
_number = lru_cache(maxsize=1 << 14)(Number)
"""Of hundreds of thousands of claims few differ in these: those that are alike share one."""


def said(entry: Entry, verdict: Verdict | None) -> Said:
    """Return what of a claim with a number is compared.

    Parameters
    ----------
    entry : Entry
    verdict : Verdict or None
        What the figures say to it, if it is a report and there are figures.
    """
    c = entry.claim
    low = c.value or 0.0
    reports = c.stance == "reports"
    trait = _trait(
        points=c.unit in POINTS,
        rank=c.comparator in RANKS,
        base=(c.base or (c.unit or "").removeprefix("pct_")).upper(),
        stance=c.stance,
        machine=bool(entry.source.machine),
        denies=bool(_DENIES.search(c.quote)),
        year=c.year if reports else None,
        edition=_edition(verdict) if reports else None,
    )
    return Said(
        id=c.id,
        page=entry.source.id,
        at=c.span.start,
        unit=c.unit,
        year=c.year,
        deadline=c.deadline,
        day=entry.said,
        counts=entry.counts,
        number=_number(trait.rank, low, c.value_high or low, step(c)),
        trait=trait,
        targets=_targets(c.target),
    )


def _edition(verdict: Verdict | None) -> tuple[str, str] | None:
    held = verdict is not None and verdict.status in ("agrees", "agrees_otherwise")
    if verdict is None or not held or not verdict.keys:
        return None
    _, definition, _, vintage, _, _ = verdict.keys[0].rsplit("/", 5)
    return definition, vintage


@lru_cache(maxsize=1 << 14)
def _targets(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(subject, names))


@lru_cache(maxsize=1 << 14)
def subject(name: str) -> str:
    """Return a name without what is said of it in brackets; members of NATO are NATO."""
    bare = name.partition(" (")[0]
    return "NATO" if _PERSONS.match(bare) else bare


def reason(a: Said, b: Said) -> Reason | None:
    """Return why two claims of one group differ, None where they do not."""
    if comparable(a.trait, b.trait) and a.number.same(b.number):
        found = though_equal(a.trait, b.trait)
        one_page = a.page == b.page
        return None if found == told("stance") and one_page else found
    if parts(a, b):
        return None
    if both_want(a.trait, b.trait):
        return wanted(a, b)
    return by_trait(a.trait, b.trait)


def told(name: str) -> Reason:
    """Return a reason with its general words."""
    return name, REASONS[name]


def comparable(x: Trait, y: Trait) -> bool:
    """Tell whether numbers of two kinds can be one at all."""
    return (x.points, x.base) == (y.points, y.base)


def parts(a: Said, b: Said) -> bool:
    """Tell whether two numbers of one passage are a whole and its part: 5 is 3.5 plus 1.5."""
    return a.page == b.page and abs(a.at - b.at) < _NEAR and a.unit == b.unit and a.year == b.year


def though_equal(x: Trait, y: Trait) -> Reason | None:
    """Return why claims with one number differ; ``stance`` holds only between two sources."""
    if "opposes" in (x.stance, y.stance) and (x.stance in _FOR or y.stance in _FOR):
        return told("stance")
    return told("denied") if x.denies != y.denies else None


def both_want(x: Trait, y: Trait) -> bool:
    """Tell whether it depends on parties, days and sources whether two numbers conflict."""
    return (
        x.stance == y.stance != "reports"
        and not x.machine
        and not y.machine
        and (x.denies, x.points, x.base) == (y.denies, y.points, y.base)
    )


def by_trait(x: Trait, y: Trait) -> Reason | None:
    """Return why claims with different numbers differ, where their traits decide it."""
    if x.machine != y.machine:
        return told("machine")
    if x.machine:
        return None
    if x.denies != y.denies:
        return told("denied")
    if x.stance != y.stance:
        return None
    if x.points != y.points:
        return told("by-to")
    if x.stance == "reports":
        return _reported(x, y)
    return told("base")


def _reported(x: Trait, y: Trait) -> Reason | None:
    """Return why two statements of what is differ; None where they speak of two years."""
    if x.rank != y.rank:
        return told("rank")
    if x.base != y.base:
        return told("base")
    if x.year != y.year:
        return told("year") if x.year is None or y.year is None else None
    if x.edition and y.edition and x.edition[0] != y.edition[0]:
        one, two = sorted((x.edition[0], y.edition[0]))
        return "definition", f"one agrees with {one}, the other with {two}"
    if x.edition and y.edition and x.edition[1] != y.edition[1]:
        one, two = sorted((x.edition[1], y.edition[1]))
        return "vintage", f"one agrees with the edition of {one}, the other of {two}"
    return told("unknown")


def wanted(a: Said, b: Said) -> Reason | None:
    """Return why two demands or commitments of one actor differ."""
    if a.targets.isdisjoint(b.targets):
        return None
    if a.day and b.day and a.day != b.day:
        return told("superseded")
    one, two = a.deadline, b.deadline
    if (one and two and one != two) or a.page == b.page:
        return None
    return told("unknown")
