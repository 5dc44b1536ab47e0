"""Which rates carry the calculation beyond the last published forecast, and who chose them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from burdenshare.brief.numbers import MISSING, digits, known, number
from burdenshare.brief.origin import Line, MemberTable, input_id
from burdenshare.figures.countries import country_name

if TYPE_CHECKING:
    from burdenshare.projection.model import Floats, Inputs, Origin
    from burdenshare.study import Study

HELD = re.compile(r"held from (\d{4})")
ASSUMED = "assumed"


class Beyond(NamedTuple):
    """The rates of the last year, for the members that reach beyond the published forecasts."""

    lead: str
    table: MemberTable | None


def beyond(study: Study) -> Beyond:
    """Return the rates assumed in the last year of the calculation, by member."""
    inputs = study.inputs
    last = inputs.years[-1]
    rules = {
        (each.country, each.variable): each
        for each in inputs.origins
        if each.year == last and each.kind == "derived"
    }
    lines = [
        _line(inputs, i, rules[code, "gdp"])
        for i, code in enumerate(inputs.members)
        if (code, "gdp") in rules and _goes_beyond(rules[code, "gdp"])
    ]
    if not lines:
        return Beyond("", None)
    columns = [
        ("Real growth", ""),
        ("Inflation", ""),
        ("Population", ""),
        ("National currency per US dollar", ""),
        ("Published up to", ""),
        ("Then", ""),
    ]
    chosen = {line.unit for line in lines}
    return Beyond(
        _lead(chosen), MemberTable((), columns, sorted(lines, key=lambda x: x.name), None)
    )


def _goes_beyond(origin: Origin) -> bool:
    return bool(HELD.search(origin.rule)) or ASSUMED in origin.rule


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


def _line(inputs: Inputs, i: int, gdp: Origin) -> Line:
    code = inputs.members[i]
    held = sorted({int(year) for year in HELD.findall(gdp.rule)})
    assumed = ASSUMED in gdp.rule
    then = "both" if held and assumed else "assumed" if assumed else "held"
    nominal, price = _change(inputs.gdp[i]), _change(inputs.price[i])
    rates = [
        ("gdp", 100 * ((1 + nominal) / (1 + price) - 1)),
        ("price", 100 * price),
        ("population", 100 * _change(inputs.population[i])),
        ("fx", 100 * _change(inputs.fx[i])),
    ]
    cells = [
        Markup("<td>%s</td>")
        % (number(rate, digits(rate, 1), input_id(code, variable)) if known(rate) else MISSING)
        for variable, rate in rates
    ]
    until = Markup("<td>%s</td>") % (", ".join(map(str, held)) or "-")
    text = {"both": "held or assumed", "assumed": "the scenario's rates", "held": "held"}[then]
    return Line("", country_name(code), then, [*cells, until, Markup("<td>%s</td>") % text])


def _change(path: Floats) -> float:
    """Return the change of the last year on the year before."""
    values = path[-2:]
    return float(values[1] / values[0] - 1) if len(values) == 2 else float("nan")
