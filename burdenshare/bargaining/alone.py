"""Who plays alone: a profile per actor over four forms, each with the inputs it is made of."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.bargaining.composition import Compositions, Leaning, compositions, leaning
from burdenshare.bargaining.compromise import compromise
from burdenshare.bargaining.reserve import Span, Stance, selectivity, stance, strongest
from burdenshare.bargaining.rooms import SeparateDeals, alliance_of, separate_deals
from burdenshare.bargaining.table import Table
from burdenshare.errors import Refusal, did_you_mean
from burdenshare.figures.countries import countries
from burdenshare.figures.membership import formats, members

if TYPE_CHECKING:
    from burdenshare.figures.store import Figures


@dataclass(frozen=True)
class Form:
    """One of the four forms of playing alone: what is measured, and how far it can be trusted."""

    name: str
    asks: str
    unit: str
    rule: str
    rests_on: str
    limits: str


FORMS = (
    Form(
        "separate_deals",
        "Does it make bilateral or minilateral deals beside the alliance?",
        "share of its formats, 0 to 1",
        "formats of at most 15 states other than the alliance, over all its formats on the day",
        "dated memberships, each with its page",
        "only formats in the table are seen, and large states are better documented; what was "
        "settled in the talks themselves stands beside it, where the file names it; a deal beside "
        "the alliance need not be one against it",
    ),
    Form(
        "selective_engagement",
        "Does it hold back on some issues and not on others?",
        "part of the scale, 0 to 0.5",
        "standard deviation over issues of the part of the scale it holds back, weighted by "
        "salience",
        "coded statements and assumed salience",
        "silence is not known to be indifference; two issues at least",
    ),
    Form(
        "public_reservations",
        "How strong is its strongest public reservation?",
        "salience times part of the scale, 0 to 1",
        "salience times the distance from what was agreed, on the side of holding back; the "
        "largest over issues",
        "coded statements and assumed salience",
        "what was said in public before the decision; who found no microphone has none",
    ),
    Form(
        "national_strengths",
        "Does it compose its spending differently from the others?",
        "part of its spending, 0 to 1",
        "half the sum of the absolute differences to the allies' mean shares of equipment, "
        "personnel, infrastructure and other",
        "published figures of NATO",
        "money is not strength: a large share of personnel can be pensions, and one purchase moves "
        "the shares of a small ally",
    ),
)


@dataclass(frozen=True)
class Profile:
    """One actor over the four forms; a form is None where its inputs are not known."""

    actor: str
    separate_deals: SeparateDeals | None
    settled: tuple[Mapping[str, Any], ...]
    """What was settled with it alone in the talks themselves, as the case file says."""
    stances: tuple[Stance, ...]
    """Where it stands on each issue with a known position."""
    issues: int
    """Issues of the case."""
    statements: int
    """Sourced statements of the actor in the case file; one letter on four issues counts once."""
    presses: bool
    """Whether it is the pressing ally, of which the second and third form cannot be asked."""
    demands: tuple[Stance, ...]
    """Where it stands against what the pressing ally demands, on issues with a demand."""
    leaning: Leaning | None

    @property
    def selective_engagement(self) -> float | None:
        """The second form, see `selectivity`; None for the pressing ally."""
        return None if self.presses else selectivity(self.stances)

    @property
    def public_reservations(self) -> Span | None:
        """The third form with its range, see `strongest`; None for the pressing ally."""
        found = None if self.presses else strongest(self.stances)
        return found[1] if found else None

    @property
    def values(self) -> dict[str, float | None]:
        """The four numbers, by name of the form."""
        reservation = self.public_reservations
        return {
            "separate_deals": self.separate_deals.value if self.separate_deals else None,
            "selective_engagement": self.selective_engagement,
            "public_reservations": reservation.value if reservation else None,
            "national_strengths": self.leaning.value if self.leaning else None,
        }


@dataclass(frozen=True)
class StandAlone:
    """Who plays alone in one case; no composite index, for the four forms are not one thing."""

    case: str
    on: date
    """Day of the memberships, and up to which figures were known."""
    alliance: str | None
    """The format that counts as the whole; None where no format holds all actors."""
    pressing: str
    """The ally that presses; whether it holds back cannot be asked."""
    yardsticks: Mapping[str, tuple[float, str]]
    """By issue what positions are held against, and what it is: ``outcome`` or ``compromise``."""
    profiles: tuple[Profile, ...]
    compositions: Compositions | None
    evidence: tuple[Mapping[str, Any], ...]
    """The sourced statements of the case."""
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the profiles with every input, as plain data."""
        from burdenshare.bargaining.alone_document import document

        return document(self)


def stand_alone(
    table: Table,
    figures: Callable[[], Figures] | None = None,
    *,
    alliance: str | None = None,
    pressing: str | None = None,
    on: date | None = None,
    today: date | None = None,
    before: bool = False,
) -> list[StandAlone]:
    """Profile every actor of each case over the four forms of playing alone.

    Parameters
    ----------
    table : Table
    figures : callable, optional
        Opens the figures; without them the fourth form is not known.
    alliance : str, optional
        The format that counts as the whole; if not given, the smallest that holds all actors on
        the day.
    pressing : str, optional
        The ally that presses; if not given, the actor with the largest capability.
    on : date, optional
        The day; if not given, that of the case's last decision, or else `today`.
    today : date, optional
    before : bool
        Whether to hold positions against the compromise even where the outcome is known, as if
        nothing were decided yet.

    Raises
    ------
    Refusal
        ``bad-argument`` for a pressing ally that is not at the table, an alliance that does not
        exist, or no day.
    """
    return [
        _one(
            case,
            _actors(table, case),
            figures,
            alliance=alliance,
            pressing=pressing,
            on=on or _decided(case) or today,
            before=before,
        )
        for case in table.by_case()
    ]


def _one(
    table: Table,
    actors: Sequence[str],
    figures: Callable[[], Figures] | None,
    *,
    alliance: str | None,
    pressing: str | None,
    on: date | None,
    before: bool,
) -> StandAlone:
    """Return the profiles of one case."""
    name = table.cases[0]
    if on is None:
        raise Refusal("bad-argument", f"{name} has no day of decision", hint="give the day")
    press = _pressing(table, pressing)
    states = [actor for actor in actors if actor in countries()]
    whole = _alliance(alliance, states if len(states) == len(actors) else (), on)
    made = compositions(figures(), members(whole, on), as_of=on) if figures and whole else None
    yardsticks = _yardsticks(table, before=before)
    demands = _demands(table, press)
    evidence = tuple(table.about.get(name, {}).get("evidence", ()))
    settled = table.about.get(name, {}).get("deals", ())
    profiles = tuple(
        Profile(
            actor,
            separate_deals(actor, on, whole, press) if whole and actor in states else None,
            tuple(deal for deal in settled if deal.get("actor") == actor),
            _stances(table, actor, yardsticks, demands),
            len(table.issues),
            len({_said(row) for row in evidence if _sourced(row, actor)}),
            actor == press,
            _stances(table, actor, demands, demands),
            leaning(made.shares[actor], made.mean) if made and actor in made.shares else None,
        )
        for actor in actors
    )
    return StandAlone(
        case=name,
        on=on,
        alliance=whole,
        pressing=press,
        yardsticks={
            issue: (value, "outcome" if not before and table.outcome[k] == value else "compromise")
            for k, (issue, value) in enumerate(yardsticks.items())
        },
        profiles=profiles,
        compositions=made,
        evidence=evidence,
        notes=tuple(_notes(name, table, actors, whole, made, evidence)),
    )


def _actors(table: Table, case: Table) -> list[str]:
    """Return who is named in a case, with a known position or without, in the order of the file."""
    named = {*case.actors, *(actor for _, _, actor in case.unknown)}
    return [actor for actor in table.actors if actor in named]


def _pressing(table: Table, wanted: str | None) -> str:
    if wanted is None:
        return table.actors[int(np.nanargmax(np.nanmax(table.capability, axis=1)))]
    if wanted not in table.actors:
        raise Refusal(
            "bad-argument",
            f"{wanted!r} has no position in {table.cases[0]}, so it cannot be who presses",
            hint=did_you_mean(wanted, table.actors) or f"one of {', '.join(table.actors)}",
        )
    return wanted


def _alliance(wanted: str | None, states: Sequence[str], on: date) -> str | None:
    if wanted is None:
        return alliance_of(states, on)
    members(wanted, on)
    return next(name for name in formats() if name.lower() == wanted.lower())


def _yardsticks(table: Table, *, before: bool) -> dict[str, float]:
    """Return by issue what was agreed, or the compromise where nothing is."""
    expected = compromise(table.places, table.weights)
    values = expected if before else np.where(np.isnan(table.outcome), expected, table.outcome)
    return dict(zip(table.issues, values.tolist(), strict=True))


def _demands(table: Table, pressing: str) -> dict[str, float]:
    """Return by issue what the pressing ally wants, where it has said so."""
    own = table.positions[table.actors.index(pressing)].tolist()
    return {
        issue: value
        for issue, value in zip(table.issues, own, strict=True)
        if not math.isnan(value)
    }


def _stances(
    table: Table, actor: str, yardsticks: Mapping[str, float], demands: Mapping[str, float]
) -> tuple[Stance, ...]:
    """Return where an actor stands on each issue that has a yardstick and its position."""
    if actor not in table.actors:
        return ()
    i = table.actors.index(actor)
    return tuple(
        stance(
            issue,
            _span(table, "positions", table.positions, i, k),
            _span(table, "salience", table.salience, i, k),
            yardsticks[issue],
            float(table.length[k]),
            demand=demands.get(issue, math.nan),
            status_quo=float(table.status_quo[k]),
        )
        for k, issue in enumerate(table.issues)
        if table.present[i, k] and issue in yardsticks
    )


def _span(table: Table, name: str, values: Any, i: int, k: int) -> Span:
    low, high = table.ranges.get(name, (values, values))
    return Span(float(low[i, k]), float(values[i, k]), float(high[i, k]))


def _decided(table: Table) -> date | None:
    """Return the day of the last decision that a case names."""
    about = table.about.get(table.cases[0], {})
    days = [about.get("decided"), *(i.get("decided") for i in about.get("issues", {}).values())]
    return max((date.fromisoformat(str(day)) for day in days if day), default=None)


def _sourced(row: Mapping[str, Any], actor: str) -> bool:
    return row.get("actor") == actor and bool(row.get("address")) and bool(row.get("date"))


def _said(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row.get(name)) for name in ("date", "speaker", "address"))


def _notes(
    name: str,
    table: Table,
    actors: Sequence[str],
    alliance: str | None,
    made: Compositions | None,
    evidence: Sequence[Mapping[str, Any]],
) -> list[str]:
    """Say what is not known, and what a reader may not conclude."""
    notes = []
    about = table.about.get(name, {})
    if about.get("hindsight"):
        notes.append(f"made with hindsight. {about['hindsight']}")
    silent = [actor for actor in actors if actor not in table.actors]
    if silent:
        notes.append(
            f"no statement before the decision was found of {', '.join(silent)}: their "
            "reservations are not known, which is not the same as none"
        )
    if not evidence:
        notes.append("the file gives no sources for its positions, so that no statement counts")
    if alliance is None:
        notes.append("no format holds all actors, so that separate deals are not known")
    elif made is None:
        notes.append(f"NATO publishes no composition of spending for the members of {alliance}")
    else:
        lacking = [actor for actor in actors if actor not in made.shares]
        if lacking:
            notes.append(
                f"no complete composition of spending in {made.year} of {', '.join(lacking)}"
            )
    return notes
