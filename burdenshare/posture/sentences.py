"""The answer on coverage in plain sentences, bottom line first."""

from __future__ import annotations

from collections.abc import Sequence

from burdenshare.posture.answer import Answer
from burdenshare.posture.document import title
from burdenshare.posture.elsewhere import Diversion
from burdenshare.posture.grades import SWING
from burdenshare.posture.model import NOT_CAPABILITY, Cell, Coverage
from burdenshare.posture.purchases import Purchases
from burdenshare.posture.words import several, words
from burdenshare.scenario.words import listed, named

_NAMED = 6
UNMOVED = 5e-4
"""Loss of valued coverage below which nothing is said to be lost."""


def sentences(found: Answer) -> list[str]:
    """Say what is covered, what the pledge changes, on whom it hangs and how sure it is."""
    now, case = found.now, found.now.case
    told = [
        f"{title(found)}: what {len(case.suppliers)} states have today covers "
        f"{_per_cent(now.mean)} of what is asked for on average, and "
        f"{_per_cent(now.minimum)} where it is weakest ({_weak(now)})."
    ]
    if found.money:
        told.append(
            "Stocks are in money: they hold all equipment that was bought, demands only the items "
            "that the judgement names. That is an upper bound; --supply items counts."
        )
    if found.without:
        who = listed(list(map(named, found.without)))
        told.append(
            f"With {who} it would be {_per_cent(found.whole.mean)} on average "
            f"and {_per_cent(found.whole.minimum)} in the weakest cell ({_weak(found.whole)})."
        )
    if found.diversion:
        told += _diversion(found.diversion)
    told += [*_pledge(found), *_marginal(found.result)]
    if found.absences:
        worst = found.absences[:3]
        told.append(
            "It hangs most on "
            + ", ".join(
                f"{named(one.country)} (without it {_per_cent(one.coverage.mean)}; "
                f"{one.hardest} loses {100 * one.lost.max():.0f} points)"
                for one in worst
            )
            + "."
        )
    told += _sure(found)
    return told


def _pledge(found: Answer) -> list[str]:
    if found.pledge is None:
        return []
    if found.pledged is None:
        return [
            f"{found.pledge.scenario} ends in {found.pledge.year}, before the stocks of "
            f"{found.judged.year}: what it pledged is in them or was not bought."
        ]
    later = found.pledged
    upper = (
        ""
        if found.money
        else " Counts are taken to grow as the military stock does in money, so dearer generations "
        "make this an upper bound."
    )
    quiet = ", nobody turned elsewhere" if found.diversion else ""
    told = [
        f"With the money of {found.pledge.scenario} flowing until {found.pledge.year} and its "
        f"equipment part bought: {_per_cent(later.mean)} on average, {_per_cent(later.minimum)} in "
        f"the weakest cell ({_weak(later)}){quiet}.{upper}"
    ]
    moved = {code for code, _ in found.pledge.growth} | set(found.pledge.held)
    outside = [code for code in later.case.suppliers if code not in moved]
    if outside:
        told.append(f"States outside the scenario are held as they are: {_names(outside)}.")
    if found.pledge.held:
        told.append(
            f"The stock of {_names(found.pledge.held)} is held as it is: no equipment share of "
            "its spending is published."
        )
    return told


def _marginal(now: Coverage) -> list[str]:
    rows = [row for row in now.marginal() if row["has"]]
    if not rows or not rows[0]["per_billion"] > 0.0:
        return ["One more billion adds nothing: every cell is covered."]
    best, nothing = rows[0], [row for row in rows if row["per_billion"] <= 0.0]
    scarce = ", ".join(map(several, now.scarce.values()))
    told = [
        f"What is scarce: {scarce}. One more billion adds most as {several(best['item'])} of "
        f"{named(best['country'])} ({100 * best['per_billion']:.2f} points of valued coverage)."
    ]
    if nothing:
        kinds = dict.fromkeys(f"{words(row['domain'])}" for row in nothing)
        told.append(
            f"It adds nothing in {len(nothing)} of {len(rows)} lines (state and domain): "
            f"{', '.join(kinds)}."
        )
    return told


def _diversion(one: Diversion) -> list[str]:
    bound = (
        f"With {_per_cent(one.part)} of what {named(one.country)} has bound to the direction "
        f"{words(one.direction)} for {one.months:g} months"
    )
    if one.before.value - one.after.value < UNMOVED:
        return [f"{bound} nothing is lost: the best allocation sends as much there anyway."]
    told = [
        f"{bound}, valued coverage (the weights are in the judgement) falls from "
        f"{_per_cent(one.before.value)} to {_per_cent(one.after.value)}, the plain mean goes from "
        f"{_per_cent(one.before.mean)} to {_per_cent(one.after.mean)}. Dark (more than ten points "
        f"lost): {_cells(one.dark) or 'no cell'}."
    ]
    if not one.dark:
        return told
    if one.backfill is None:
        return [*told, "The others cannot fill it: nobody else who has the item reaches it."]
    told.append(
        f"Filling it costs at least {one.backfill.price:,.0f} "
        f"{one.backfill.coverage.case.unit}: {_who(one.backfill)}."
    )
    if one.race:
        told.append(
            "If each other state of the scenario spent all its equipment money on it, it would "
            f"take {one.race.money_years:.1f} years of money and {one.race.years:.1f} years with "
            "delivery."
        )
    if one.within is None:
        first = min(
            lead
            for lead, units in zip(
                one.backfill.coverage.case.lead, one.backfill.bought.sum(axis=0), strict=True
            )
            if units > 0
        )
        told.append(
            f"Nothing ordered now arrives within {one.months:g} months (the first after "
            f"{first:g} years): until then only stocks count."
        )
    else:
        told.append(
            f"What can be ordered and delivered within {one.months:g} months raises coverage to "
            f"{_per_cent(one.within.coverage.mean)}."
        )
    return told


def _who(bought: Purchases) -> str:
    states = bought.by_state()
    return "; ".join(
        f"{named(state)} {sum(items.values()):,.0f} ({', '.join(map(several, items))})"
        for state, items in list(states.items())[:4]
    )


def _sure(found: Answer) -> list[str]:
    told = [
        f"Of {one.inputs} inputs, {one.what}: {100 * SWING:.0f} % less and more of them give "
        f"{_range(one.fewer.mean, one.more.mean)} on average and "
        f"{_range(one.fewer.minimum, one.more.minimum)} in the weakest cell."
        for one in found.hanging
    ]
    case = found.now.case
    told += [f"Nothing is said of {words(domain)}. {why}" for domain, why in case.unknown.items()]
    for item, states in case.missing.items():
        if len(states) > 5:
            told.append(
                f"No count of {several(item)} is known for {len(states)} states "
                f"({_names(states)}): they count as none, so coverage is a lower bound."
            )
    return [*told, NOT_CAPABILITY]


def _names(states: Sequence[str]) -> str:
    """Name up to six states, and count the others."""
    if len(states) <= _NAMED:
        return listed(list(map(named, states)))
    shown = ", ".join(map(named, states[:_NAMED]))
    return f"{shown} and {len(states) - _NAMED} others"


def _cells(cells: Sequence[Cell]) -> str:
    """Name cells by domain, with the directions of each."""
    domains = dict.fromkeys(cell.domain for cell in cells)
    return "; ".join(
        f"{words(domain)} ({', '.join(words(c.direction) for c in cells if c.domain == domain)})"
        for domain in domains
    )


def _weak(coverage: Coverage) -> str:
    """Name the weakest cell; where all directions of a domain are as weak, the domain."""
    cells = coverage.weakest
    others = len(cells) - 1
    if len(cells) == len(coverage.case.cells):
        return "everywhere the same"
    domains = dict.fromkeys(cell.domain for cell in cells)
    if others and len(domains) == 1:
        return f"{words(cells[0].domain)} in {len(cells)} directions"
    return f"{cells[0]} and {others} others" if others else str(cells[0])


def _per_cent(part: float) -> str:
    return f"{100 * part:.0f} %"


def _range(one: float, other: float) -> str:
    low, high = sorted((one, other))
    return f"{100 * low:.0f} to {100 * high:.0f} %"
