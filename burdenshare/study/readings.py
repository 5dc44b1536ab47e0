"""Three readings of a run: cohesion, operational effectiveness, credibility; and opportunities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.scenario.model import Readings as Asking
from burdenshare.scenario.words import named
from burdenshare.study.fingerprint import canonical, digest
from burdenshare.study.plain import plain, restore
from burdenshare.study.politics import Replayed

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.posture.answer import Answer
    from burdenshare.posture.model import Count, Coverage, Judgement
    from burdenshare.posture.tailored import Ways
    from burdenshare.study.runs import Study

KEY = "readings"
"""What is added to the result."""
NAME = "readings.json"
PART, POINTS, INDEX = "part, 0 to 1", "points of GDP", "index, 0 to 1"
PARTS = ("cohesion", "effectiveness", "credibility", "opportunities")
EXTRA = 0.1
"""Part of a year's equipment money that each state adds once, to compare ways of spending it: the
default of `burdenshare tailored`."""
_FEWEST = 2
"""So many members with a pledge make a spread."""


class Measure(NamedTuple):
    """One number of a reading."""

    value: float | None
    """None where it is not known."""
    unit: str
    words: str
    """What it is of."""
    origin: str
    """From which part of the run it is."""
    why: str = ""
    """Why it is not known."""


Part = dict[str, Measure]


@dataclass(frozen=True)
class Readings:
    """What a run says in three ways, and what it would be worth to do it otherwise."""

    judged: Judgement
    counts: tuple[Count, ...]
    answer: Answer
    """What is covered now and pledged, and without each state."""
    ways: Ways | None
    """The same money spent in different ways; None where no money for equipment is known."""
    parts: Mapping[str, Part] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    """Keys of the published figures behind it, beside those of the run."""

    @cached_property
    def document(self) -> dict[str, Any]:
        """Return what is added to the result, as plain data."""
        told = {
            name: {k: asdict_of(m) for k, m in part.items()} for name, part in self.parts.items()
        }
        return {KEY: {**told, "coverage": self._coverage()}}

    @property
    def outside(self) -> list[str]:
        """Members of the scenario whose stocks are not counted: no state of the case."""
        case, pledge = self.answer.now.case, self.answer.pledge
        moved = {code for code, _ in pledge.growth} | set(pledge.held) if pledge else set()
        return sorted(moved - set(case.owner))

    @cached_property
    def cover(self) -> dict[str, Any]:
        """What is covered, as `burdenshare cover SCENARIO --each-absence` gives it."""
        from burdenshare.posture.document import document

        return document(self.answer)

    def _coverage(self) -> dict[str, Any]:
        from burdenshare.posture.document import title
        from burdenshare.posture.model import NOT_CAPABILITY

        found = self.answer
        return {
            "contingency": found.now.case.name,
            "title": title(found),
            "now": found.now.table,
            "pledged": found.pledged.table if found.pledged else None,
            "without": {
                one.country: {
                    "mean": one.coverage.mean,
                    "minimum": one.coverage.minimum,
                    "lost": one.value,
                }
                for one in found.absences
            },
            "unknown": dict(found.now.case.unknown),
            "hanging": [
                {
                    "what": one.what,
                    "inputs": one.inputs,
                    "mean": sorted((one.fewer.mean, one.more.mean)),
                    "minimum": sorted((one.fewer.minimum, one.more.minimum)),
                }
                for one in found.hanging
            ],
            "held": list(found.pledge.held) if found.pledge else [],
            "outside": self.outside,
            "judgement": {"title": self.judged.title, "note": self.judged.note},
            "warning": NOT_CAPABILITY,
        }

    @cached_property
    def went_in(self) -> dict[str, Any]:
        """Return what a run folder holds, so that the rest follows from it."""
        return {
            "judgement": plain(self.judged),
            "counts": [plain(count) for count in self.counts],
            "figures": list(self.keys),
        }


def asdict_of(measure: Measure) -> dict[str, Any]:
    """Return a measure as plain data; why it is not known only where it is not."""
    return {name: v for name, v in measure._asdict().items() if name != "why" or v}


def content(went_in: Mapping[str, Any], result: Mapping[str, Any]) -> dict[str, str]:
    """Return what readings add to the fingerprint of a run.

    Parameters
    ----------
    went_in : mapping
        As `Readings.went_in` gives it.
    result : mapping
        Result of the run; all but `KEY` is left aside.
    """
    told = result.get(KEY)
    return {"inputs": digest(canonical(went_in)), "results": digest(canonical(told))}


# Made --------------------------------------------------------------------------------------------


def readings(study: Study, figures: Any) -> Readings | None:
    """Return the readings of a scenario; None where it leaves them out.

    Parameters
    ----------
    study : Study
        All of it but the readings.
    figures : Figures

    Raises
    ------
    Refusal
        ``bad-argument`` for a contingency that the judgement does not have; ``bad-judgement`` with
        every problem of the scenario's own.
    """
    if not study.scenario.readings:
        return None
    from burdenshare.posture.counts import stocks
    from burdenshare.posture.reading import judgement, judgement_fields

    given = study.scenario.readings
    own = given.judgement if isinstance(given, Asking) else None
    judged = judgement_fields(own, "readings.judgement") if own else judgement(None)
    counts = tuple(count for (_, item), count in stocks().items() if item in judged.items)
    asked = _Noting(figures)
    found = _built(study, asked, judged, counts)
    return _with_keys(found, asked.keys)


def again(
    study: Study, observations: Iterable[Observation], went_in: Mapping[str, Any]
) -> Readings:
    """Return what follows from what a run folder holds.

    Raises
    ------
    Refusal
        ``damaged-file``.
    """
    from burdenshare.posture.model import Count, Judgement

    try:
        counts = tuple(restore(Count, one, NAME) for one in went_in["counts"])
        keys = tuple(went_in["figures"])
        judged = restore(Judgement, went_in["judgement"], NAME)
    except (KeyError, TypeError):
        raise Refusal(
            "damaged-file",
            f"{NAME}: is not what burdenshare writes",
            hint="take the folder from its origin again, or run the scenario again",
        ) from None
    return _with_keys(_built(study, _Held(observations, keys), judged, counts), keys)


def _with_keys(found: Readings, keys: Iterable[str]) -> Readings:
    return replace(found, keys=tuple(sorted(set(keys))))


class _Noting:
    """Figures that note which single values were read."""

    def __init__(self, figures: Any) -> None:
        self._figures = figures
        self.keys: set[str] = set()

    def one(self, series: str, country: str, year: int) -> Observation:
        """Return a value, as the figures do."""
        found: Observation = self._figures.one(series, country, year)
        self.keys.add(found.key)
        return found


class _Held(Replayed):
    """The same values, from a run folder."""

    def one(self, series: str, country: str, year: int) -> Observation:
        """Return the noted value."""
        found = self.rows(series, countries=[country], years=(year, year))
        if len(found) != 1:
            raise Refusal(
                "no-figures",
                f"{NAME}: {series} of {country} in {year} stands {len(found)} times",
                hint="take the folder from its origin again, or run the scenario again",
            )
        return found[0]


def _built(study: Study, figures: Any, judged: Judgement, counts: tuple[Count, ...]) -> Readings:
    from burdenshare.posture.answer import answer
    from burdenshare.posture.tailored import ways
    from burdenshare.study.posture import pledged

    asked = study.scenario.readings
    pledge = pledged(study, judged, figures)
    found = answer(
        judged,
        counts={(count.country, count.item): count for count in counts},
        contingency=(asked.contingency or None) if isinstance(asked, Asking) else None,
        pledge=pledge,
        each_absence=True,
        beside=False,
    )
    money = {state: EXTRA * each for state, each in pledge.yearly.items()}
    now = found.now.case
    has = {state: bool(row.any()) for state, row in zip(now.owner, now.stock, strict=True)}
    known = found.pledged is not None and any(has.get(s) and m > 0 for s, m in money.items())
    spent = ways(now, judged, money) if known else None
    return Readings(
        judged=judged,
        counts=counts,
        answer=found,
        ways=spent,
        parts={
            "cohesion": _cohesion(study),
            "effectiveness": _effectiveness(found),
            "credibility": _credibility(study),
            "opportunities": _opportunities(found, spent, bool(money)),
        },
    )


def unknown(unit: str, words: str, origin: str, why: str) -> Measure:
    """Return a measure without a value."""
    return Measure(None, unit, words, origin, why)


# Cohesion ----------------------------------------------------------------------------------------


_NO_PLEDGE = "no member has both a pledge and a share at the start"


def _pledged(study: Study) -> list[int]:
    """Return the positions of members with a pledge and a share at the start."""
    found = study.projection
    return [
        i
        for i, code in enumerate(found.members)
        if any(not p.members or code in p.members for p in study.scenario.pledges)
        and np.isfinite(found.start_share[i])
    ]


def _cohesion(study: Study) -> Part:
    """Return how far apart the members are from their own targets, and in the negotiation."""
    from burdenshare.bargaining.cohesion import dispersion

    found = study.projection
    told = study.politics.document if study.politics else {}
    keep = told.get("keep", {"members": {}})["members"]
    pledged = _pledged(study)
    start = np.array([found.start_share[i] - found.target_share[i] for i in pledged])
    end = np.array([found.share[i, -1] - found.target_share[i] for i in pledged])
    forecast = np.array(
        [
            keep[found.members[i]]["share"]["0.5"][-1] - found.target_share[i]
            for i in pledged
            if found.members[i] in keep
        ]
    )
    n = len(pledged)
    few = "a spread needs two members with a pledge and a share at the start" if n < _FEWEST else ""
    whose = (
        "of the one member with a pledge to its own target"
        if n == 1
        else f"of {n} members to their own target, each counted once"
    )

    def spread(gaps: Any, words: str, origin: str, why: str) -> Measure:
        """Return one spread of gaps as a measure."""
        if few or not len(gaps):
            return unknown(POINTS, words, origin, few or why)
        return Measure(dispersion(gaps, np.ones(len(gaps)))[1], POINTS, words, origin)

    year, last = max(found.start_year), found.years[-1]
    return {
        "mean_gap": Measure(
            float(start.mean()), POINTS, f"mean gap {whose}, at the start ({year})", "inputs"
        )
        if n
        else unknown(
            POINTS,
            "mean gap at the start",
            "inputs",
            _NO_PLEDGE,
        ),
        "spread": spread(start, f"standard deviation of the gaps {whose}, {year}", "inputs", few),
        "spread_pledged": spread(
            end, f"the same if all keep the pledge, {last}", "projection", few
        ),
        "spread_expected": spread(
            forecast if len(forecast) >= _FEWEST else np.array([]),
            f"the same if each does what is forecast of it, deadline year, {len(forecast)} members",
            "keep",
            _unforecast(study),
        ),
        **_polarisation(study),
    }


def _polarisation(study: Study) -> Part:
    from burdenshare.bargaining.polarisation import polarisations

    words = "polarisation of positions on the most divided issue"
    if study.politics is None or study.politics.table is None:
        why = "nothing is negotiated: negotiation: asks for it"
        return {"polarisation": unknown(INDEX, words, "negotiation", why)}
    most = max(polarisations(study.politics.table), key=lambda one: (one.equal, one.issue))
    return {
        "polarisation": Measure(
            most.equal,
            INDEX,
            f"{words} ({most.issue}), {most.actors} actors each counted once; two equal camps at "
            "the ends have one",
            "negotiation",
        )
    }


# Operational effectiveness -----------------------------------------------------------------------


def _effectiveness(found: Answer) -> Part:
    """Return what is covered now and pledged, and how much of it hangs on one state."""
    cells = len(found.now.case.cells)
    why = _unmoved(found)
    later = None if why else found.pledged

    def of(coverage: Coverage | None, name: str, words: str) -> Measure:
        """Return one number of coverage as a measure."""
        if coverage is None:
            return unknown(PART, words, "coverage", why)
        return Measure(float(getattr(coverage, name)), PART, words, "coverage")

    year = found.pledge.year if found.pledge else 0
    first = found.absences[0] if found.absences else None
    part: Part = {
        "mean": of(found.now, "mean", f"mean coverage of {cells} cells today"),
        "minimum": of(found.now, "minimum", "coverage of the weakest cell today"),
        "mean_pledged": of(later, "mean", f"mean coverage with the pledge's stocks of {year}"),
        "minimum_pledged": of(later, "minimum", f"weakest cell with the pledge's stocks of {year}"),
    }
    if first is None:
        return part
    return part | {
        "largest_absence": Measure(
            first.value,
            PART,
            f"valued coverage lost today without {named(first.country)}, the largest of "
            f"{len(found.absences)} single absences",
            "coverage",
        ),
        "mean_without": of(
            first.coverage, "mean", f"mean coverage today without {named(first.country)}"
        ),
    }


def _unmoved(found: Answer) -> str:
    """Return why no stock grows; empty where one does."""
    if found.pledge is None or found.pledged is None:
        return "the scenario ends before the counts were made"
    if not found.pledge.growth:
        return "no member of the scenario publishes what it buys, so that no stock grows"
    if not {code for code, _ in found.pledge.growth} & set(found.now.case.owner):
        return (
            "no member of the scenario is in NATO or among its partners in the Indo-Pacific, whose "
            "stocks are counted"
        )
    return ""


# Credibility -------------------------------------------------------------------------------------


def _credibility(study: Study) -> Part:
    """Return who is there already, and which part of the new money its likely keepers carry."""
    told = study.politics.document.get("credibility") if study.politics else None
    why = (
        "fewer than two members have both new money and a forecast"
        if study.scenario.keep
        else _unforecast(study)
    )
    names = {
        "likely": "part of the new money with allies that are more likely than not to keep it",
        "expected": "part of the new money, each ally's weighted by its chance of keeping its word",
    }
    return _there_already(study) | {
        name: unknown(PART, words, "credibility", why)
        if told is None
        else Measure(told[name], PART, f"{words}; {told['of'].replace('_', ' ')}", "credibility")
        for name, words in names.items()
    }


def _there_already(study: Study) -> Part:
    """Return which part of the members are at their target at the start."""
    start, pledged = study.projection.start_share, _pledged(study)
    year = max(study.projection.start_year)
    words = f"part of the members at their own target already, each counted once, {year}"
    if not pledged:
        return {"reached": unknown(PART, words, "inputs", _NO_PLEDGE)}
    there = [bool(start[i] >= study.projection.target_share[i]) for i in pledged]
    part = Measure(
        sum(there) / len(there), PART, f"{words}: {sum(there)} of {len(there)}", "inputs"
    )
    return {"reached": part}


def _unforecast(study: Study) -> str:
    """Return why nobody's behaviour is forecast."""
    if study.scenario.definition != "nato":
        return "behaviour is forecast of shares by NATO's definition, and these are by another"
    return "behaviour is not forecast: keep: true asks for it"


# Opportunities -----------------------------------------------------------------------------------


def _opportunities(found: Answer, spent: Ways | None, priced: bool) -> Part:
    """Return what tailored contributions and stronger national defence are worth in coverage.

    `priced` says whether the equipment money of a member is known at the judgement's prices.
    """
    if spent is None:
        why = (_unmoved(found) if priced else "") or (
            "no member has both counted stocks and equipment money at a known price base"
        )
        names = {
            "tailored": "valued coverage that tailoring adds to what uniform spending does",
            "national_defence": "valued coverage added by stronger national defence",
            "uniform": "valued coverage added by uniform spending",
        }
        return {name: unknown(PART, words, "ways", why) for name, words in names.items()}
    money = sum(spent.budgets.values())
    before, ways = spent.before.value, spent.each
    at = f"of {money:,.0f} {spent.before.case.unit}, {100 * EXTRA:g} % of a year's equipment money"
    return {
        "tailored": Measure(
            spent.gain,
            PART,
            f"valued coverage that tailoring adds to what uniform spending does {at}",
            "ways",
        ),
        "national_defence": Measure(
            ways["at home"].value - before,
            PART,
            f"valued coverage added when each spends its part {at} uniformly and keeps what it "
            "buys for its own direction",
            "ways",
        ),
        "uniform": Measure(
            ways["uniform"].value - before,
            PART,
            f"valued coverage added by uniform spending {at}, sent where it is needed",
            "ways",
        ),
    }
