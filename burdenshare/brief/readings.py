"""The section on three readings of the run, and on what it would be worth to do it otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from burdenshare.brief.method import Method
from burdenshare.brief.numbers import digits, number, percent
from burdenshare.brief.origin import Line, MemberTable, place_name
from burdenshare.brief.words import in_sentence, joined, opening, spaced
from burdenshare.posture.document import title
from burdenshare.study.readings import PART, POINTS, Measure

if TYPE_CHECKING:
    from burdenshare.posture.model import Cell, Coverage
    from burdenshare.study import Study
    from burdenshare.study.readings import Readings

ABSENT = 5
"""So many single absences stand in the table."""
PARTS = {
    "cohesion": "Cohesion",
    "effectiveness": "Operational effectiveness",
    "credibility": "Credibility",
    "opportunities": "Opportunities",
}
NAMES = {
    "mean_gap": "Mean gap to the target",
    "spread": "Spread of the gaps",
    "spread_pledged": "Spread if all keep the pledge",
    "spread_expected": "Spread by forecast behaviour",
    "polarisation": "Polarisation of the talks",
    "mean": "Mean coverage, now",
    "minimum": "Weakest cell, now",
    "mean_pledged": "Mean coverage, pledged",
    "minimum_pledged": "Weakest cell, pledged",
    "largest_absence": "Lost without the largest ally",
    "mean_without": "Mean coverage without it",
    "reached": "At the target already",
    "likely": "New money of likely keepers",
    "expected": "New money, weighted by chances",
    "tailored": "Tailored contributions",
    "national_defence": "Stronger national defence",
    "uniform": "The same money, uniform",
}
METHODS = (
    Method(
        "m-gaps",
        "Cohesion, from gaps",
        "Share of each member less its own target, in points of GDP, each member with a pledge "
        "counted once; their mean, their standard deviation, and the part of them that is at its "
        "target already. By forecast: with the middle of the shares that are forecast of each.",
    ),
    Method(
        "m-polarisation",
        "Polarisation",
        "Positions on an issue as parts of its scale, in camps of equal positions: the sum over "
        "pairs of camps of their sizes, one raised by 1.3, times their distance (Esteban and Ray "
        "1994). Two equal camps at the ends have one, agreement has none.",
    ),
    Method(
        "m-coverage",
        "Coverage",
        "Part of what a direction asks for in a domain that can be sent there, by its scarcest "
        "item: the allocation of all stocks that covers most, by linear programming. Stocks are "
        "counts times readiness, deployability and what is left after a reserve for home; reach "
        "falls with distance. Valued coverage is the mean by the weights of the judgement, and "
        "the weakest direction of each domain. Counts are not capability.",
    ),
    Method(
        "m-pledged",
        "Coverage, pledged",
        "The same with each count grown as the military stock of its class does on the path of the "
        "pledge: what the equipment part of spending buys, less wear. Dearer generations make this "
        "an upper bound.",
    ),
    Method(
        "m-ways",
        "Worth of doing it otherwise",
        "The same money of each state, spent once: uniform, in proportion to what it has; "
        "tailored, where the alliance gains most, at most half of a state's money in one domain; "
        "or uniform and kept at home, where all that is fit counts. What each adds to valued "
        "coverage.",
    ),
)
ROOMS = Method(
    "m-formats",
    "Rooms of decision",
    "Formats in which a member sits at the end of the first year, by dated memberships; the table "
    "that ships with burdenshare names the source of each (burdenshare formats). Two states are "
    "tied by the rooms that both sit in.",
)
ORIGINS = {
    "inputs": ("m-gaps", "by-member"),
    "projection": ("m-gaps", "by-member"),
    "keep": ("m-gaps", "m-expected", "keep-table"),
    "negotiation": ("m-polarisation", "politics"),
    "coverage": ("m-coverage", "judgement"),
    "credibility": ("m-credibility", "keep-table"),
    "ways": ("m-ways", "judgement"),
}
"""Anchors of the origin of a measure, by the part of the run that it is from."""


def methods(study: Study) -> list[Method]:
    """Return how the numbers of this section, and the pictures of rooms, are made."""
    return [*(METHODS if study.readings else ()), ROOMS]


def readings(study: Study) -> dict[str, Any] | None:
    """Return what the section prints; None where the run was not asked."""
    if study.readings is None:
        return None
    told = _Told(study.readings)
    return {
        "lead": told.lead(),
        "groups": [(name, told.table(part), part) for part, name in PARTS.items()],
        "unknown": told.unknown(),
        "coverage": told.coverage(),
        "absences": told.absences(),
        **told.judgement(),
    }


class _Told:
    """One run's readings in sentences and tables."""

    def __init__(self, found: Readings) -> None:
        self.found = found
        self.parts = found.parts

    def _measure(self, part: str, name: str) -> Measure | None:
        found = self.parts[part].get(name)
        return found if found is not None and found.value is not None else None

    def _shown(self, measure: Measure) -> Markup:
        assert measure.value is not None
        return number(measure.value, _text(measure), _origin(measure))

    # Sentences -----------------------------------------------------------------------------------

    def lead(self) -> list[Markup]:
        """Return sentences, the bottom line first: one for each reading, then opportunities."""
        told = (self._effective(), self._hangs(), self._apart(), self._credible(), self._worth())
        return [sentence for sentence in told if sentence]

    def _effective(self) -> Markup:
        now, later = (self._measure("effectiveness", name) for name in ("mean", "mean_pledged"))
        assert now is not None
        what = opening(title(self.found.answer))
        if later is None:
            return Markup(
                "%s: today's stocks cover %s of what is asked for on average. What the pledge "
                "does to them is not known: %s."
            ) % (what, self._shown(now), self.parts["effectiveness"]["mean_pledged"].why)
        low, high = (
            self._measure("effectiveness", name) for name in ("minimum", "minimum_pledged")
        )
        assert low is not None
        assert high is not None
        return Markup(
            "%s: today's stocks cover %s of what is asked for on average and %s where it is "
            "weakest; with the pledge kept, %s and %s in %s."
        ) % (
            what,
            self._shown(now),
            self._shown(low),
            self._shown(later),
            self._shown(high),
            self.found.answer.pledge.year if self.found.answer.pledge else "",
        )

    def _hangs(self) -> Markup:
        left, now = (self._measure("effectiveness", name) for name in ("mean_without", "mean"))
        if left is None or now is None or not self.found.answer.absences:
            return Markup("")
        state = self.found.answer.absences[0].country
        return Markup("Without %s it is %s today instead of %s.") % (
            in_sentence(state),
            self._shown(left),
            self._shown(now),
        )

    def _apart(self) -> Markup:
        now, kept, expected, gap = (
            self._measure("cohesion", name)
            for name in ("spread", "spread_pledged", "spread_expected", "mean_gap")
        )
        if now is None or kept is None:
            alone = (
                Markup("the gap to the target at the start is %s; ") % self._shown(gap)
                if gap
                else ""
            )
            return Markup("Cohesion: %s%s.") % (alone, self.parts["cohesion"]["spread"].why)
        more = (
            Markup("; going by what allies did before it would be %s") % self._shown(expected)
            if expected
            else ""
        )
        return Markup(
            "Cohesion: the gaps to the target are spread by %s now and by %s if all keep the "
            "pledge%s."
        ) % (self._shown(now), self._shown(kept), more)

    def _credible(self) -> Markup:
        likely, there = (self._measure("credibility", name) for name in ("likely", "reached"))
        if likely is None:
            already = (
                Markup("of the members %s are at their target already; ") % self._shown(there)
                if there
                else ""
            )
            why = self.parts["credibility"]["likely"].why
            return Markup("Credibility: %swho keeps the pledge is not known: %s.") % (already, why)
        return Markup(
            "Credibility: %s of the new money lies with allies that are more likely than not to "
            "keep the pledge."
        ) % self._shown(likely)

    def _worth(self) -> Markup:
        tailored = self._measure("opportunities", "tailored")
        home = self._measure("opportunities", "national_defence")
        same = self._measure("opportunities", "uniform")
        if tailored is None or home is None or same is None or self.found.ways is None:
            why = self.parts["opportunities"]["tailored"].why
            return Markup("Opportunities: not known: %s.") % why
        money = sum(self.found.ways.budgets.values())
        return Markup(
            "Opportunities: of %s bn USD more for equipment, spent uniformly, valued coverage "
            "gains %s points; tailored contributions would add %s to that, and kept for each "
            "one's own defence the same money gains %s."
        ) % (
            number(money, digits(money, 0), ("m-ways", "judgement")),
            *(
                number(one.value or 0.0, digits(100 * (one.value or 0.0), 1), _origin(one))
                for one in (same, tailored, home)
            ),
        )

    # Tables --------------------------------------------------------------------------------------

    def table(self, part: str) -> MemberTable | None:
        """Return the measures of a reading that are known, each with what it is of."""
        lines = [
            Line(
                f"q-{part}-{name}",
                NAMES.get(name, spaced(name)),
                "",
                [
                    Markup("<td>%s</td>") % self._shown(one),
                    Markup('<td class="unit quoted" data-origin="%s">%s</td>')
                    % (" ".join(_origin(one)), opening(one.words)),
                ],
            )
            for name, one in self.parts[part].items()
            if one.value is not None
        ]
        return MemberTable((), [("Value", ""), ("Of what", "")], lines, None) if lines else None

    def unknown(self) -> list[tuple[str, str]]:
        """Return which measures are not known, and why."""
        return [
            (f"{PARTS[part]}, {NAMES.get(name, spaced(name)).lower()}", one.why)
            for part, measures in self.parts.items()
            for name, one in measures.items()
            if one.value is None
        ]

    def coverage(self) -> MemberTable:
        """Return coverage of every cell, now and pledged."""
        found = self.found.answer
        cells = found.now.case.cells
        later = found.pledged
        columns = [("Now", "m-coverage"), *([("Pledged", "m-pledged")] if later else [])]
        lines = [
            Line("", opening(_named(cell)), "", self._cells(c, found.now, later))
            for c, cell in enumerate(cells)
        ]
        return MemberTable((), columns, lines, None)

    def _cells(self, c: int, now: Coverage, later: Coverage | None) -> list[Markup]:
        found = [(now, "m-coverage"), *([(later, "m-pledged")] if later else [])]
        return [
            Markup("<td>%s</td>")
            % number(
                float(one.covered[c]), percent(100 * float(one.covered[c]), 0), (made, "judgement")
            )
            for one, made in found
        ]

    def absences(self) -> MemberTable:
        """Return the hardest single absences."""
        lines = [
            Line(
                f"w-{one.country}",
                place_name(one.country),
                "",
                [
                    Markup("<td>%s</td>")
                    % number(value, percent(100 * value, 0), ("m-coverage", "judgement"))
                    for value in (one.coverage.mean, one.coverage.minimum)
                ]
                + [
                    Markup("<td>%s</td>")
                    % number(one.value, digits(100 * one.value, 1), ("m-coverage", "judgement")),
                    Markup('<td class="unit">%s</td>') % _named(one.hardest),
                ],
            )
            for one in self.found.answer.absences[:ABSENT]
        ]
        heads = ("Mean left", "Weakest cell left", "Valued coverage lost, points")
        return MemberTable(
            (), [*((head, "m-coverage") for head in heads), ("Hit hardest", "")], lines, None
        )

    def judgement(self) -> dict[str, Any]:
        """Return what coverage rests on, and how far it hangs on weak inputs."""
        answer, judged = self.found.answer, self.found.judged
        ranges = [
            Markup(
                "Of %s inputs, %s: half of them and half as much again give %s to %s on average."
            )
            % (
                number(one.inputs, digits(one.inputs, 0), "judgement"),
                one.what,
                *(
                    number(v, percent(100 * v, 0), ("m-coverage", "judgement"))
                    for v in sorted((one.fewer.mean, one.more.mean))
                ),
            )
            for one in answer.hanging
        ]
        held = answer.pledge.held if answer.pledge else ()
        return {
            "title": judged.title,
            "rests": [judged.note, *dict.fromkeys(count.source for count in self._counted())],
            "hanging": ranges,
            "silent": [
                f"Nothing is said of {domain.replace('_', ' ')}. {why}"
                for domain, why in answer.now.case.unknown.items()
            ],
            "held": joined([in_sentence(code) for code in held]),
            "outside": joined([in_sentence(code) for code in self.found.outside]),
        }

    def _counted(self) -> list[Any]:
        items = set(self.found.answer.now.case.items)
        return [count for count in self.found.counts if count.item in items]


def _named(cell: Cell) -> str:
    """Return a cell in words: ``Indo-Pacific, sea``."""
    where = "Indo-Pacific" if cell.direction == "indo_pacific" else cell.direction
    return f"{where}, {cell.domain.replace('_', ' ')}"


def _text(measure: Measure) -> str:
    assert measure.value is not None
    if measure.origin == "ways":
        return f"{digits(100 * measure.value, 1)} points"
    if measure.unit == PART:
        return percent(100 * measure.value, 0)
    unit = f" {measure.unit}" if measure.unit == POINTS else ""
    return f"{digits(measure.value, 2)}{unit}"


def _origin(measure: Measure) -> tuple[str, ...]:
    return ORIGINS[measure.origin]
