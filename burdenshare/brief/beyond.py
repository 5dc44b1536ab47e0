"""Which rates carry the calculation beyond the last published forecast, and who chose them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from burdenshare.brief.numbers import MISSING, digits, known, number
from burdenshare.brief.origin import Line, MemberTable, input_id
from burdenshare.figures.countries import country_name

if TYPE_CHECKING:
    from burdenshare.projection.model import Floats, Inputs
    from burdenshare.study import Study

HELD = re.compile(r"held from (\d{4})")
ASSUMED = "assumed"
RATES = {
    "gdp": "Real growth",
    "price": "Inflation",
    "population": "Population",
    "fx": "National currency per US dollar",
}
"""Inputs that are carried on by rates, and what these are called."""
NOT_ASSUMED = Markup('<td class="missing">-</td>')


class Beyond(NamedTuple):
    """The rates of the last year, for the members that reach beyond the published forecasts."""

    lead: str
    table: MemberTable | None


def beyond(study: Study) -> Beyond:
    """Return the rates assumed in the last year of the calculation, by member."""
    inputs = study.inputs
    last = inputs.years[-1]
    assumed: dict[str, dict[str, str]] = {}
    for each in inputs.origins:
        if each.year == last and each.variable in RATES and _goes_beyond(each.rule):
            assumed.setdefault(each.country, {})[each.variable] = each.rule
    lines = [
        _line(inputs, i, assumed[code]) for i, code in enumerate(inputs.members) if code in assumed
    ]
    if not lines:
        return Beyond("", None)
    columns = [(name, "") for name in (*RATES.values(), "Published up to", "Then")]
    chosen = {line.unit for line in lines}
    return Beyond(
        _lead(chosen), MemberTable((), columns, sorted(lines, key=lambda x: x.name), None)
    )


def _goes_beyond(rule: str) -> bool:
    return bool(HELD.search(rule)) or ASSUMED in rule


def _lead(chosen: set[str]) -> str:
    start = "The published forecasts of the economy end before the pledge is due. "
    if chosen == {"held"}:
        return start + (
            "After their last year its rates are held; exchange rates then follow inflation "
            "relative to the United States."
        )
    if chosen == {"assumed"}:
        return start + "After their last year the scenario's own rates apply."
    return start + "After their last year its rates are held, or the scenario's own apply."


def _line(inputs: Inputs, i: int, rules: dict[str, str]) -> Line:
    code = inputs.members[i]
    nominal, price = _change(inputs.gdp[i]), _change(inputs.price[i])
    rates = {
        "gdp": 100 * ((1 + nominal) / (1 + price) - 1),
        "price": 100 * price,
        "population": 100 * _change(inputs.population[i]),
        "fx": 100 * _change(inputs.fx[i]),
    }
    cells = [
        _rate(code, name, rate) if name in rules else NOT_ASSUMED for name, rate in rates.items()
    ]
    held = sorted({int(year) for rule in rules.values() for year in HELD.findall(rule)})
    assumed = any(ASSUMED in rule for rule in rules.values())
    then = "held or assumed" if held and assumed else "assumed" if assumed else "held"
    until = Markup("<td>%s</td>") % (", ".join(map(str, held)) or "-")
    return Line("", country_name(code), then, [*cells, until, Markup("<td>%s</td>") % then])


def _rate(code: str, name: str, rate: float) -> Markup:
    if not known(rate):
        return Markup("<td>%s</td>") % MISSING
    return Markup("<td>%s</td>") % number(rate, digits(rate, 1), input_id(code, name))


def _change(path: Floats) -> float:
    """Return the change of the last year on the year before."""
    values = path[-2:]
    return float(values[1] / values[0] - 1) if len(values) == 2 else float("nan")
