"""The whole answer on one case: now, pledged, without each ally, with one turned elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from burdenshare.errors import Refusal
from burdenshare.posture.absence import Absence, absences
from burdenshare.posture.build import Growth, case
from burdenshare.posture.elsewhere import Diversion, bind, divert
from burdenshare.posture.grades import Hanging, hanging
from burdenshare.posture.linear import cover
from burdenshare.posture.model import Case, Coverage, Judgement, Stocks
from burdenshare.posture.money import valued


@dataclass(frozen=True)
class Pledge:
    """What a scenario's money does to stocks.

    Attributes
    ----------
    scenario : str
    year : int
        At the end of which the stocks stand.
    growth : dict
        Factor on the stock by (country, class of equipment).
    yearly : dict
        Billion a year for equipment by country, at the judgement's price base, mean of the years.
    stock : dict
        Billion by (country, class of equipment) before the scenario, at the judgement's price base.
    held : tuple of str
        Members whose stock the scenario does not move, because their purchases are not published.
    """

    scenario: str
    year: int
    growth: Mapping[tuple[str, str], float]
    yearly: Mapping[str, float]
    stock: Mapping[tuple[str, str], float] = field(default_factory=dict)
    held: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    """Part of a state's stock that is bound to one direction for some months."""

    country: str
    direction: str
    part: float
    months: float = 12.0


@dataclass(frozen=True)
class Answer:
    """What the money covers.

    Attributes
    ----------
    judged : Judgement
    now : Coverage
        With today's stocks, of those who are there.
    whole : Coverage
        With today's stocks of all; the same where nobody is left out.
    without : tuple of str
    pledge : Pledge or None
    pledged : Coverage or None
        With the stocks that the pledge leaves at its end; None where that is over already.
    absences : tuple of Absence
        Of each state in turn from `result`, where asked for.
    diversion : Diversion or None
    hanging : tuple of Hanging
        Of `result`.
    sets, turned : dict
        Coverage today under each set of contingencies of the judgement, and with the diversion.
    map : dict
        Absences of each state under each set, nobody diverted, where asked for.
    money : bool
        Whether stocks are those that spending has bought, in billions, instead of counts.
    """

    judged: Judgement
    now: Coverage
    whole: Coverage
    without: tuple[str, ...] = ()
    pledge: Pledge | None = None
    pledged: Coverage | None = None
    absences: tuple[Absence, ...] = ()
    diversion: Diversion | None = None
    hanging: tuple[Hanging, ...] = ()
    sets: Mapping[str, Coverage] = field(default_factory=dict)
    turned: Mapping[str, Coverage] = field(default_factory=dict)
    map: Mapping[str, tuple[Absence, ...]] = field(default_factory=dict)
    money: bool = False

    @property
    def result(self) -> Coverage:
        """Today's coverage as asked for: with the diversion where there is one."""
        return self.diversion.after if self.diversion else self.now


def answer(
    judged: Judgement,
    *,
    counts: Stocks | None = None,
    contingency: str | None = None,
    without: Sequence[str] = (),
    pledge: Pledge | None = None,
    turn: Turn | None = None,
    each_absence: bool = False,
    money: bool = False,
    beside: bool = True,
) -> Answer:
    """Answer what is covered, and what the questions beside it change.

    Parameters
    ----------
    judged : Judgement
    counts : dict, optional
        The shipped counts if none are given.
    contingency : str, optional
        See `burdenshare.posture.build.case`.
    without : sequence of str
        States that are not there.
    pledge : Pledge, optional
        What a scenario's money does to stocks.
    turn : Turn, optional
        A state that turns elsewhere.
    each_absence : bool
        Whether to leave out each state in turn.
    money : bool
        Whether stocks are those that spending has bought, in billions by domain, instead of counts;
        needs a pledge that knows them.
    beside : bool
        Whether to look at every set of the judgement as well.

    Raises
    ------
    Refusal
        ``bad-argument`` for a contingency, state, direction or part that does not fit the case;
        ``no-figures`` where stocks in money are asked for and not known.
    """

    def made(
        name: str | None, left_out: Sequence[str] = without, growth: Growth | None = None
    ) -> Case:
        return _case(judged, counts, name, left_out, growth, stock if money else None)

    stock = pledge.stock if pledge else {}
    _require_there(turn, without)
    now = made(contingency)
    ahead = pledge is not None and pledge.year >= judged.year
    later = made(contingency, growth=pledge.growth) if pledge and ahead else None
    covered = cover(now)
    sets = {name: made(name) for name in judged.sets} if beside else {}
    asked = bind(now, turn.country, turn.direction, turn.part) if turn else now
    return Answer(
        judged=judged,
        now=covered,
        whole=cover(made(contingency, ())) if without else covered,
        without=tuple(without),
        pledge=pledge,
        pledged=cover(later) if later else None,
        absences=absences(asked)[1] if each_absence else (),
        diversion=divert(
            now,
            turn.country,
            turn.direction,
            turn.part,
            months=turn.months,
            yearly=pledge.yearly if pledge else None,
        )
        if turn
        else None,
        hanging=hanging(asked),
        sets={name: cover(each) for name, each in sets.items()},
        turned=_turned(sets, turn) if turn else {},
        map={name: absences(each)[1] for name, each in sets.items()} if each_absence else {},
        money=money,
    )


def _require_there(turn: Turn | None, without: Sequence[str]) -> None:
    """Refuse a state that shall turn elsewhere and is not there."""
    if turn and turn.country in without:
        raise Refusal(
            "bad-argument",
            f"{turn.country} is not there, so that nothing of it can be bound elsewhere",
            hint="leave it out of --without, or let another state turn",
        )


def _case(
    judged: Judgement,
    counts: Stocks | None,
    name: str | None,
    without: Sequence[str],
    growth: Growth | None,
    stock: Growth | None,
) -> Case:
    """Return a case in units of items or, with stocks in money, in billions."""
    if stock is None:
        return case(judged, counts, contingency=name, without=without, growth=growth)
    units = case(judged, counts, contingency=name, without=without)
    return valued(units, judged, stock, growth)


def _turned(sets: Mapping[str, Case], turn: Turn) -> dict[str, Coverage]:
    """Return the coverage of each set with the diversion, where the set has its direction."""
    return {
        name: cover(bind(each, turn.country, turn.direction, turn.part))
        for name, each in sets.items()
        if any(cell.direction == turn.direction for cell in each.cells)
    }
