"""The range of the answer in plain words: how far it spreads, who can pay, whose debt may rise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from burdenshare.brief.bands import RISING
from burdenshare.brief.numbers import NOTHING, THIN, digits, known, linked, money, number, percent
from burdenshare.brief.summary import cell, counted
from burdenshare.brief.words import in_sentence, joined, tied
from burdenshare.scenario.explain_finance import affordable_when
from burdenshare.scenario.model import Behaviour
from burdenshare.study.events import AFFORDABLE, WITHOUT

if TYPE_CHECKING:
    from burdenshare.brief.bands import Band, Spread, Spreads
    from burdenshare.brief.rows import Together
    from burdenshare.scenario.model import Scenario

KNOWN = (
    "Every year of this run is known, so its futures differ in nothing but what spending does to "
    "output: there is no range to speak of."
)
FROM_CENTRAL = (
    "All this is the central path, which growth, prices, interest and exchange rates will not "
    "follow."
)
AWAY = "Growth, prices, interest and exchange rates will not follow that path."
FEWEST = 20
"""From so many futures on there is a 90 per cent band."""
LIKELY, UNLIKELY = 0.75, 0.25
"""From here on a pledge is told as likely, or up to here as unlikely, to be affordable."""
UNVARIED = (Behaviour(), Behaviour(kind="kept"))
"""Behaviours under which the pledge is kept exactly."""
NAMED = 3
"""So many are named where the largest are told."""


class Chances:
    """Tells how sure the answer is; every number leads to the cell that it stands in."""

    def __init__(self, scenario: Scenario, spreads: Spreads, together: Together) -> None:
        self.spreads = spreads
        self.together = together
        self.behaved = scenario.behaviour.kind == "behaved"
        self.varied = scenario.behaviour not in UNVARIED or bool(scenario.packages)
        self.when = tied(affordable_when(scenario.affordable))
        self.one = spreads.members[0] if len(spreads.members) == 1 else None
        self.ally, self.allies = together.nouns

    def answer(self) -> list[Markup]:
        """Return the sentences that follow the central path."""
        if self.spreads.futures.draws < FEWEST:
            return [
                Markup("Too few futures (%s) were computed to say how sure that is.") % self._few()
            ]
        if self.spreads.known:
            return [Markup("%s") % KNOWN]
        told = [
            self._varied(),
            self._range(),
            self._payers(),
            self._affordable_of_one(self.one) if self.one else self._affordable(),
            self._rising(),
            self._meaning(),
        ]
        return [sentence for sentence in told if sentence]

    def bands(self) -> list[Markup]:
        """Return the 90 per cent bands of the headline numbers: the extra and its sum."""
        if self.varied or self.spreads.known or self.spreads.futures.draws < FEWEST:
            return []
        one, together = self.one, self.spreads
        currency = one.row.currency if one else "USD"
        code = one.code if one else "ALL"
        found = (
            ((one.extra, "extra-band"), (one.total, "total-band"))
            if one
            else ((together.usd, "usd-band"), (together.usd_total, "usd_total-band"))
        )
        return [
            Markup("nine of ten futures %s") % _between(band, currency, cell(code, measure))
            if band.known
            else Markup("")
            for band, measure in found
        ]

    def _varied(self) -> Markup:
        """Say what the path is where it is not that of the pledge kept exactly."""
        if not self.varied:
            return Markup("")
        one = self.one
        band = one.extra if one else self.spreads.usd
        if not known(band.central):
            return Markup("")
        currency = one.row.currency if one else "USD"
        year = one.row.year if one else self.together.year
        target = cell(one.code, "extra-band") if one else cell("ALL", "usd-band")
        lead = (
            "If governments acted as they are expected to, and not as they pledged, the extra of "
            "%s would be %s without any shock; what follows is of that case alone."
            if self.behaved
            else 'With <a href="#varied">what this run varies</a>, the extra of %s is %s without '
            "any shock; what follows is of that case."
        )
        return Markup(lead) % (  # noqa: S704 - one of the two texts above
            year,
            linked(band.central, money(band.central, currency), f"{target}-central"),
        )

    # The range -----------------------------------------------------------------------------------

    def _few(self) -> Markup:
        draws = self.spreads.futures.draws
        return number(draws, digits(draws, 0), "m-futures")

    def _many(self) -> Markup:
        return Markup("%s futures") % self._few()

    def _range(self) -> Markup:
        one = self.one
        band = one.extra if one else self.spreads.usd
        if not band.known:
            return Markup("") if one else self._range_of_each()
        year, currency = (one.row.year, one.row.currency) if one else (self.together.year, "USD")
        if _nothing(band):
            who = "it" if one else "anyone"
            return Markup("In none of the %s computed does %s spend more in %s.") % (
                self._many(),
                who,
                year,
            )
        target = cell(one.code, "extra-band") if one else cell("ALL", "usd-band")
        saved = band.high <= NOTHING
        middle = -band.middle if saved else band.middle
        return Markup(
            "%s In nine of ten of the %s computed, the %s of %s lies %s, and in half of them "
            "below %s."
        ) % (
            AWAY if self.varied else FROM_CENTRAL,
            self._many(),
            "saving" if saved else "extra",
            year,
            _between(band, currency, target),
            linked(middle, money(middle, currency), f"{target}-50"),
        )

    def _range_of_each(self) -> Markup:
        paying = [each for each in self.spreads if each.extra.known and not _nothing(each.extra)]
        if not paying:
            return Markup("")
        paying.sort(key=lambda each: -abs(each.extra.middle))
        told = [
            Markup("%s for %s")
            % (
                _between(each.extra, each.row.currency, cell(each.code, "extra-band")),
                in_sentence(each.code),
            )
            for each in paying[:NAMED]
        ]
        return Markup("In nine of ten of the %s computed, the extra lies %s.") % (
            self._many(),
            joined(told),
        )

    def _payers(self) -> Markup:
        """Say the range of those who pay most."""
        if self.one or not self.spreads.usd.known:
            return Markup("")
        paying = [each for each in self.spreads if each.usd.known and each.usd.middle > NOTHING]
        paying.sort(key=lambda each: -each.usd.middle)
        if len(paying) < 2:
            return Markup("")
        told = [
            Markup("%s for %s")
            % (_between(each.usd, "USD", cell(each.code, "usd-band")), in_sentence(each.code))
            for each in paying[:NAMED]
        ]
        return Markup("It is %s.") % joined(told)

    # Who can pay ---------------------------------------------------------------------------------

    def _affordable(self) -> Markup:
        found = self.spreads.chance(AFFORDABLE)
        if not found:
            return Markup("")
        likely = [each for each, chance in found if chance >= LIKELY]
        unlikely = [each for each, chance in found if chance <= UNLIKELY]
        doubtful = [each for each, chance in found if UNLIKELY < chance < LIKELY]
        said = [
            Markup("for %s %s") % (self._group(members), words)
            for members, words in (
                (likely, Markup("in at least %s of the futures") % _limit(LIKELY)),
                (
                    unlikely,
                    Markup("in at most %s of %s")
                    % (_limit(UNLIKELY), "them" if likely else "the futures"),
                ),
                (
                    doubtful,
                    "in some part between"
                    if likely and unlikely
                    else Markup("in more than %s and less than %s of the futures")
                    % (_limit(UNLIKELY), _limit(LIKELY)),
                ),
            )
            if members
        ]
        unknown = len(self.spreads.members) - len(found)
        return Markup("The pledge is affordable %s%s. Affordable means that %s%s.") % (
            joined(said),
            Markup("; of %s the debt is not known") % self._of(unknown) if unknown else "",
            self._condition(),
            self._without(likely),
        )

    def _condition(self) -> Markup:
        return Markup('<span data-origin="scenario">%s</span>') % self.when

    def _without(self, likely: list[Spread]) -> Markup:
        """Say for how many the same would be likely had the share stayed."""
        found = self.spreads.chance(WITHOUT)
        same = [each for each, chance in found if chance >= LIKELY]
        if not found or len(same) == len(likely):
            return Markup("")
        return Markup("; at the share of the start %s would reach %s") % (
            self._of(len(same)),
            _limit(LIKELY),
        )

    def _group(self, members: list[Spread]) -> Markup:
        if len(members) <= NAMED:
            return joined([in_sentence(each.code) for each in members])
        return self._of(len(members))

    def _of(self, count: int) -> Markup:
        return Markup("%s %s") % (
            counted(count, "m-probability"),
            self.ally if count == 1 else self.allies,
        )

    def _affordable_of_one(self, one: Spread) -> Markup:
        found, without = self.spreads.chance(AFFORDABLE), self.spreads.chance(WITHOUT)
        if not found:
            return Markup("")
        same = (
            Markup(" (%s at the share of the start)") % _chance(one, WITHOUT)
            if without
            else Markup("")
        )
        return Markup(
            "With a probability of %s the pledge is affordable%s, which means that %s."
        ) % (_chance(one, AFFORDABLE), same, self._condition())

    # Whose debt rises ----------------------------------------------------------------------------

    def _rising(self) -> Markup:
        """Name whose debt is most likely to be high and still rising."""
        found = sorted(self.spreads.chance(RISING), key=lambda pair: -pair[1])
        if self.one or not found or not found[0][1] > 0:
            return Markup("")
        lead = "The risk of a debt that is high and still rising is greatest for"
        most = [each for each, risk in found if odds(risk) == odds(found[0][1])]
        if len(most) > NAMED:
            return Markup("%s %s, %s each.") % (
                lead,
                self._of(len(most)),
                number(found[0][1], odds(found[0][1]), "m-probability"),
            )
        named = [
            Markup("%s (%s)") % (in_sentence(each.code), _chance(each, RISING))
            for each, risk in found[:NAMED]
            if risk > 0
        ]
        return Markup("%s %s.") % (lead, joined(named))

    def _meaning(self) -> Markup:
        if self.behaved:
            return Markup(
                "Such a band says how far the economy has strayed from what was expected of it in "
                "the past, and allies from what was expected of them; it does not say what another "
                'definition or a revision of the figures would change, which <a href="#left-out">'
                "stand apart</a>."
            )
        return Markup(
            "Such a band says how far the economy has strayed from what was expected of it in the "
            "past; it does not say what another definition, a revision of the figures or a broken "
            'promise would change, which <a href="#left-out">stand apart</a>.'
        )


def _nothing(band: Band) -> bool:
    return all(abs(value) < NOTHING for value in band.quantiles)


def _between(band: Band, currency: str, target: str) -> Markup:
    """Return ``between A and B``, both leading to their cells; a unit they share is said once.

    A band that lies below zero is told as a saving, without the minus.
    """
    ends = [(band.low, "5"), (band.high, "95")]
    if band.high <= NOTHING:
        ends = [(-value, name) for value, name in reversed(ends)]
    (low, first), (high, last) = ends
    size, *unit = money(low, currency).rsplit(THIN, 2)
    shared = money(high, currency).rsplit(THIN, 2)[1:] == unit
    return Markup("between %s and %s") % (
        linked(low, size if shared else money(low, currency), f"{target}-{first}"),
        linked(high, money(high, currency), f"{target}-{last}"),
    )


def _chance(each: Spread, event: str) -> Markup:
    chance = each.chances[event]
    return linked(chance, odds(chance), cell(each.code, f"p-{event}"))


def _limit(chance: float) -> Markup:
    return number(chance, odds(chance), "m-probability")


def odds(chance: float) -> str:
    """Return a probability in per cent; one that is not quite none or all says so."""
    if 0.0 < chance < 0.005:
        return f"under {percent(1.0, 0)}"
    if 0.995 < chance < 1.0:
        return f"over {percent(99.0, 0)}"
    return percent(100.0 * chance, 0)
