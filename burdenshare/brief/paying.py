"""The section "Who pays": financing, what it does to output, interest, and what moves debt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from burdenshare.brief.bands import Spread, Spreads
from burdenshare.brief.numbers import MISSING, THIN, amount, digits, known, number
from burdenshare.brief.origin import Line, MemberTable, input_id
from burdenshare.brief.summary import cell
from burdenshare.brief.words import in_sentence, joined
from burdenshare.figures.countries import countries
from burdenshare.figures.estimates import estimates
from burdenshare.projection.fiscal.central import central_debt

if TYPE_CHECKING:
    from burdenshare.figures.estimates import Estimate
    from burdenshare.projection.futures.model import Levers
    from burdenshare.study import Study

SAME = 1e-9
"""Multipliers that differ by no more are one."""
Show = Callable[[float], str]
PARTS = ("debt_share", "tax_share", "other_share")
PART_HEADS = ("By debt", "By taxes", "By cuts elsewhere")
CAUSES = {
    "interest": "Interest",
    "growth": "Real growth",
    "inflation": "Prices",
    "valuation": "Exchange rates",
    "primary_balance": "Primary balance",
    "stockflow": "Stock-flow",
    "bounds": "Held at the bound",
}
"""What moves debt, in the order of the table."""


def who_pays(study: Study, spread: Spreads) -> dict[str, Any]:
    """Return what the section prints."""
    return {
        "financing": financing(study, spread),
        "financing_table": financing_table(study, spread),
        "multipliers": multipliers_told(spread),
        "evidence": evidence(),
        "interest": interest(study, spread),
        "parts": debt_parts(study, spread),
    }


# Financing ---------------------------------------------------------------------------------------


def paid_by(study: Study, levers: Levers, each: Spread) -> tuple[float, float, float]:
    """Return by what the extra of a member's deadline year is paid: debt, taxes, cuts."""
    inputs = study.inputs
    shape = (len(inputs.members), len(inputs.years))
    place, year = inputs.members.index(each.code), inputs.years.index(each.row.year)

    def part(name: str) -> float:
        """Return which part of a year is paid that way."""
        value = np.asarray(getattr(levers, name), dtype=float)
        whole = value[:, None] if value.ndim == 1 else value
        return float(np.broadcast_to(whole, shape)[place, year])

    debt, tax, other = (part(name) for name in PARTS)
    return debt, tax, other


def financing(study: Study, spread: Spreads) -> Markup:
    """Say who pays the extra, where it is the same for all."""
    paid = {paid_by(study, spread.levers, each) for each in spread}
    if len(paid) > 1:
        return Markup("Who pays differs by country; the parts sum to one.")
    names = ("debt", "taxes", "cuts elsewhere")
    alone = [name for part, name in zip(next(iter(paid)), names, strict=True) if part == 1.0]
    if alone:
        return Markup("The extra over a constant share is paid by %s alone.") % alone[0]
    parts = [
        Markup("%s by %s") % (_per_cent(part, "scenario"), name)
        for part, name in zip(next(iter(paid)), names, strict=True)
        if part > 0
    ]
    return Markup("The extra over a constant share is paid %s.") % joined(parts)


def financing_table(study: Study, spread: Spreads) -> MemberTable | None:
    """Return the parts by member in the deadline year; None where all pay alike."""
    paid = {each.code: paid_by(study, spread.levers, each) for each in spread}
    if len(set(paid.values())) == 1:
        return None
    lines = [
        Line(
            "",
            each.row.name,
            "",
            [Markup("<td>%s</td>") % _per_cent(part, "scenario") for part in paid[each.code]],
        )
        for each in spread
    ]
    return MemberTable((), [(head, "m-paid") for head in PART_HEADS], lines, None)


def _per_cent(part: float, origin: str) -> Markup:
    text = digits(100 * part, 0 if abs(100 * part - round(100 * part)) < 1e-9 else 1)
    return number(part, f"{text}{THIN}%", origin)


# Output ------------------------------------------------------------------------------------------


def multipliers_told(spread: Spreads) -> Markup:
    """Say by how much a unit spent at home raises output in this run."""
    shape = (len(spread.futures.members), 3)
    rows = np.broadcast_to(np.asarray(spread.levers.multiplier, dtype=float), shape)
    low, middle, high = rows[:, 0].min(), rows[:, 1], rows[:, 2].max()
    if not rows.any():
        return Markup("Spending is taken to leave output as it is: no multiplier is set.")
    centre = (
        Markup(", most often near %s") % number(middle[0], digits(middle[0], 2), "scenario")
        if np.ptp(middle) < SAME
        else Markup(", by country")
    )
    return Markup(
        "Each future takes one multiplier between %s and %s%s, for what is spent at home; what is "
        "imported raises no output, and what taxes or cuts take away is set against it. Studies "
        "disagree, which is why it is a range."
    ) % (
        number(float(low), digits(float(low), 2), "scenario"),
        number(float(high), digits(float(high), 2), "scenario"),
        centre,
    )


def evidence() -> list[tuple[str, Estimate, str, Markup]]:
    """Return the estimates of multipliers: anchor, estimate, its region, its value in words."""
    return [
        (
            f"ev-{i}",
            each,
            in_sentence(each.region) if each.region in countries() else each.region,
            _estimate(each, f"ev-{i}"),
        )
        for i, each in enumerate(estimates("multiplier"), start=1)
    ]


def _estimate(each: Estimate, anchor: str) -> Markup:
    def shown(value: float) -> Markup:
        return number(value, f"{value:g}", anchor)

    if each.central is None and each.low is None and each.high is not None:
        return Markup("up to %s") % shown(each.high)
    if each.low is not None and each.high is not None:
        return Markup("%s to %s") % (shown(each.low), shown(each.high))
    return shown(each.central) if each.central is not None else Markup("")


# Interest and debt -------------------------------------------------------------------------------


def interest(study: Study, spread: Spreads) -> MemberTable | None:
    """Return the interest of the deadline year: its band, and the part due to the pledge."""
    without = central_debt(study.inputs, spread.fiscal)
    lines = []
    for each in spread:
        if not each.interest.known:
            continue
        place = study.inputs.members.index(each.code)
        share = float(without.parts.interest[place, without.years.index(each.row.year)])
        gdp = float(study.inputs.gdp[place, study.inputs.years.index(each.row.year)])
        more = each.interest.central / 100 * each.gdp.central - share * gdp
        band = each.interest
        cells = [
            *(
                _cell(each, f"interest-{name}", value, digits_of(2))
                for name, value in (
                    ("central", band.central),
                    ("5", band.low),
                    ("50", band.middle),
                    ("95", band.high),
                    ("without", 100 * share),
                )
            ),
            _cell(each, "interest-more", more, amount),
        ]
        lines.append(Line("", each.row.name, each.row.currency, cells))
    heads = ("No shock", f"5{THIN}%", f"50{THIN}%", f"95{THIN}%", "Without, no shock", "More, bn")
    columns = [(head, "m-band" if "%" in head else "m-interest") for head in heads]
    return MemberTable((), columns, lines, None) if lines else None


def debt_parts(study: Study, spread: Spreads) -> MemberTable | None:
    """Return what moves debt from its start to the deadline year, per cent of GDP."""
    found = study.debt_changes
    shown = [
        each for each in spread if each.code in found and each.row.year in found[each.code].years
    ]
    if not shown:
        return None
    causes = [name for name in CAUSES if any(name in found[each.code].parts for each in shown)]
    lines = []
    for each in shown:
        change = found[each.code]
        upto = change.years.index(each.row.year) + 1
        parts = {
            name: float(change.parts[name][:upto].sum()) if name in change.parts else 0.0
            for name in causes
        }
        values = [
            ("debt-start", change.start),
            *((f"by-{name}", part) for name, part in parts.items()),
            ("debt-end", change.start + float(change.change[:upto].sum())),
        ]
        cells = [_cell(each, name, 100 * value, digits_of(2), "m-parts") for name, value in values]
        lines.append(Line("", each.row.name, "", cells))
    columns = [
        (f"Debt in {found[shown[0].code].first}", "m-debt"),
        *((CAUSES[name], "m-parts") for name in causes),
        ("Debt in the deadline year", "m-debt"),
    ]
    return MemberTable((), columns, lines, None)


def _cell(
    each: Spread, measure: str, value: float, show: Show, method: str = "m-interest"
) -> Markup:
    if not known(value):
        return Markup("<td>%s</td>") % MISSING
    return Markup('<td id="%s">%s</td>') % (
        cell(each.code, measure),
        number(value, show(value), (method, input_id(each.code))),
    )


def digits_of(places: int) -> Show:
    """Return a function that shows a number with so many decimals."""
    return lambda value: digits(value, places)
