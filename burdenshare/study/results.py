"""Lays the result of a run out as a long table and as a NetCDF file."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from burdenshare.projection.result import labels, variables
from burdenshare.projection.spread import spreads
from burdenshare.study.netcdf import netcdf as netcdf_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from burdenshare.projection.fiscal.contracts import Eroded
    from burdenshare.projection.model import Floats, Inputs, Projection
    from burdenshare.projection.spread import Spread
    from burdenshare.study.runs import Study

COLUMNS = ("country", "year", "variable", "baseline", "value", "unit")
ALLIANCE = "ALL"
"""In the column ``country``: all members of the scenario together."""

ORDERS = {
    "orders": "nominal",
    "orders_lost_to_exchange_rate": "exchange_rate",
    "orders_lost_to_dollar_prices": "dollar_prices",
    "orders_lost_to_home_prices": "home_prices",
    "orders_left": "left",
}
"""What is told of orders fixed in national currency, and what `Loss` calls it."""
IMPORTED = ("imported_low", "imported_central", "imported_high")
"""In the column ``baseline``, of orders: the lowest, central and highest imported part."""


class Result(NamedTuple):
    """One number of the result: what it is, of whom, in which year, in which unit."""

    country: str
    year: int
    variable: str
    baseline: str
    """What the number is compared with: a baseline, or another budget; else empty."""
    value: float
    unit: str

    def text(self) -> tuple[str, ...]:
        """Return the row as exact text, in the order of `COLUMNS`."""
        return tuple(str(cell) for cell in self)


def rows(inputs: Inputs, projection: Projection) -> list[Result]:
    """Return every number of the result; one that is unknown (NaN) has no row."""
    found = [
        row
        for at, _ in enumerate(projection.members)
        for row in (*_by_year(inputs, projection, at), *_single(inputs, projection, at))
    ]
    found.extend(_alliance(projection))
    return [row for row in found if not math.isnan(row.value)]


def more_rows(study: Study) -> list[Result]:
    """Return what stands beside the costs: debt and its kin, its changes, equivalents, orders."""
    found = [row for each in study.contracts for row in _of_orders(each)]
    if study.futures is None:
        return found
    drawn = bool(study.futures.draws)
    known = {"share", "gdp", "spending", "spending_real", "extra", "extra_real"}
    for each in spreads(study.futures):
        if each.name not in known and (drawn or not each.baseline):
            found.extend(_of_spread(study, each))
    found.extend(_of_debt(study))
    found.extend(
        Result(one.country, one.year, "equivalent", one.measure, one.value, one.unit)
        for one in (study.equivalents[0] if study.equivalents else ())
    )
    return [row for row in found if not math.isnan(row.value)]


def units(inputs: Inputs, at: int) -> dict[str, str]:
    """Return what fills the units of a `Spread` for one member."""
    return {
        "currency": inputs.currency[at],
        "price_base": str(inputs.price_base[at]),
        "share": share_unit(inputs, inputs.members[at]),
    }


def _of_spread(study: Study, each: Spread) -> Iterator[Result]:
    years = study.projection.years
    first = len(years) - 1 if each.summed else 0
    for at, code in enumerate(study.projection.members):
        unit = each.unit.format_map(units(study.inputs, at))
        values = each.middle[at, first:]
        yield from _series(code, years[first:], each.name, each.baseline, values, unit)


def _of_orders(orders: Eroded) -> Iterator[Result]:
    """Yield what orders lose by cause; the ``baseline`` is how much of them is imported."""
    code, unit = orders.country, f"bn {orders.currency}"
    for name, rates in (("planned", orders.planned_rate), ("actual", orders.actual_rate)):
        rate = f"{orders.currency} per USD"
        yield from _series(code, orders.years, "orders_rate", name, rates, rate)
    for part, loss in zip(IMPORTED, orders.losses, strict=True):
        for variable, values in ORDERS.items():
            yield from _series(code, orders.years, variable, part, getattr(loss, values), unit)


def _of_debt(study: Study) -> Iterator[Result]:
    """Yield what moves debt on the path without shocks, points of GDP."""
    for code, each in study.debt_changes.items():
        for cause, part in each.parts.items():
            yield from _series(
                code, each.years, "debt_change", cause, 100.0 * part, "points of GDP"
            )


def share_unit(inputs: Inputs, country: str) -> str:
    """Return the unit of a member's share: of GDP, or of the base that the inputs give instead."""
    at = inputs.members.index(country)
    base, gdp = inputs.base[at], inputs.gdp[at]
    same = ((base == gdp) | (gdp != gdp) | (base != base)).all()
    return "% of GDP" if same else "% of base"


def _by_year(inputs: Inputs, projection: Projection, at: int) -> Iterator[Result]:
    country, currency = projection.members[at], projection.currency[at]
    money = f"bn {currency}"
    real = f"bn {currency}, {projection.price_base[at]} prices"
    columns: list[tuple[str, str, Floats, str]] = [
        ("share", "", projection.share, share_unit(inputs, country)),
        ("gdp", "", projection.gdp, money),
        ("base", "", projection.base, money),
        ("spending", "", projection.spending, money),
        ("spending_real", "", projection.spending_real, real),
        ("per_head", "", projection.per_head, f"{currency} per inhabitant"),
        *(("baseline", name, array, money) for name, array in projection.baseline.items()),
        *(("extra", name, array, money) for name, array in projection.extra.items()),
        *(("extra_real", name, array, real) for name, array in projection.extra_real.items()),
    ]
    for variable, baseline, array, unit in columns:
        yield from _series(country, projection.years, variable, baseline, array[at], unit)


def _single(inputs: Inputs, projection: Projection, at: int) -> Iterator[Result]:
    """Yield the numbers that a member has once: at the start, at the deadline."""
    country, currency = projection.members[at], projection.currency[at]
    unit, deadline = share_unit(inputs, country), projection.deadline[at]
    start = projection.start_year[at]
    yield Result(country, start, "start_share", "", float(projection.start_share[at]), unit)
    yield Result(country, deadline, "target_share", "", float(projection.target_share[at]), unit)
    for basis, growth in projection.required_growth.items():
        name = f"required_growth_{basis}"
        yield Result(country, deadline, name, "", float(growth[at]), "% a year")
    for budget, ratio in projection.of_budgets.items():
        yield Result(
            country, deadline, "extra_of_budget", budget, float(ratio[at]), f"% of {budget}"
        )
    related = float(projection.related[at])
    yield Result(country, deadline, "related", "", related, f"bn {currency}")


def _alliance(projection: Projection) -> Iterator[Result]:
    sums = projection.alliance
    money, real = "bn USD", f"bn USD, prices and exchange rates of {sums.price_base}"
    columns: list[tuple[str, str, Floats, str]] = [
        ("gdp", "", sums.gdp, money),
        ("share", "", sums.share, "% of GDP"),
        ("spending", "", sums.spending, money),
        ("spending_real", "", sums.spending_real, real),
        *(("extra", name, array, money) for name, array in sums.extra.items()),
        *(("extra_real", name, array, real) for name, array in sums.extra_real.items()),
        *(("below", name, array, money) for name, array in sums.below.items()),
        ("shortfall", "", sums.shortfall, money),
    ]
    for variable, baseline, array, unit in columns:
        yield from _series(ALLIANCE, projection.years, variable, baseline, array, unit)


def _series(
    country: str, years: Sequence[int], variable: str, baseline: str, values: Floats, unit: str
) -> Iterator[Result]:
    for year, value in zip(years, values.tolist(), strict=True):
        yield Result(country, year, variable, baseline, value, unit)


def netcdf(study: Study, attributes: dict[str, str]) -> bytes:
    """Return the result as NetCDF 3, labelled by country and year, quantiles also by level."""
    from burdenshare.study.draws import drawn_labels, drawn_variables

    found, along = variables(study.shown), labels(study.shown)
    if study.futures is not None:
        found |= drawn_variables(study, set(found))
        along |= drawn_labels(study)
    return netcdf_bytes(found, along, attributes)
