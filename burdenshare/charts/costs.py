"""What it costs: extra spending by country at constant prices, year by year or summed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare.charts.counting import counted
from burdenshare.charts.editions import names, noun
from burdenshare.charts.grammar import Plot, fixed, layered, of_band, options, shows
from burdenshare.charts.theme import (
    BLUE,
    FAINT,
    PAPER,
    REST,
    STACK,
    Credit,
    amount,
    frame,
    number,
)
from burdenshare.errors import Refusal
from burdenshare.figures.countries import country_name

if TYPE_CHECKING:
    from burdenshare.projection.model import Inputs, Projection

_WIDTH, _HEIGHT = 540, 360
_LABEL = 15
"""Least distance between two labels at the end of a stack, in pixels."""


class Costs(NamedTuple):
    """Extra spending by country and year in one money, and what it is measured against."""

    years: tuple[int, ...]
    amounts: dict[str, tuple[float, ...]]
    """Billion, by country; NaN where it cannot be known."""
    unit: str
    """Currency, price basis and exchange-rate basis: ``USD bn, 2026 prices and exchange rates``."""
    against: str
    """The baseline in words: ``a constant share of GDP``."""

    @property
    def known(self) -> dict[str, float]:
        """Sum of the extra over the years by country, the largest first; unknown ones left out."""
        sums = {c: sum(max(a, 0.0) for a in amounts) for c, amounts in self.amounts.items()}
        sure = {c: s for c, s in sums.items() if not any(math.isnan(a) for a in self.amounts[c])}
        return dict(sorted(sure.items(), key=lambda item: (-item[1], item[0])))

    def counted(self, language: str) -> Costs:
        """Return the same in the unit that readers of a language count in."""
        unit, factor = counted(self.unit, max(self.known.values(), default=0.0), language)
        amounts = {c: tuple(factor * a for a in row) for c, row in self.amounts.items()}
        return self if factor == 1.0 else self._replace(amounts=amounts, unit=unit)


_AGAINST = {
    "constant_share": "a constant share of GDP",
    "constant_real": "constant real spending",
    "constant_cash": "constant cash spending",
    "plan": "the given plan",
}


def extra_costs(inputs: Inputs, projection: Projection, baseline: str) -> Costs:
    """Return the extra over a baseline, at constant prices, in one money.

    For one country that is its own currency. For several, each one's extra is deflated by its own
    price index and converted at the exchange rate of the common base year, as in the totals of the
    projection.

    Raises
    ------
    Refusal
        ``bad-argument`` for a baseline that the projection does not have; ``missing-inputs``
        where several countries have no common base year.
    """
    if baseline not in projection.extra:
        raise Refusal(
            "bad-argument",
            f"The projection has no baseline {baseline!r}.",
            hint=f"It has {', '.join(projection.extra) or 'none'}.",
        )
    if len(projection.members) == 1:
        money = projection.extra_real[baseline]
        unit = f"{projection.currency[0]} bn, {projection.price_base[0]} prices"
    elif inputs.price_at_base is None or inputs.fx_at_base is None:
        raise Refusal(
            "missing-inputs",
            "The extra cannot be put into one money: prices and exchange rates of a common year "
            "are missing.",
            hint="Give the scenario a price_base, and an exchange rate (fx) for that year.",
        )
    else:
        rate = (inputs.fx_at_base / inputs.price_at_base)[..., None]
        money = projection.extra[baseline] / (inputs.price[..., inputs.reported] * rate)
        unit = f"USD bn, {inputs.common_base} prices and exchange rates"
    amounts = dict(zip(projection.members, (tuple(map(float, row)) for row in money), strict=True))
    return Costs(projection.years, amounts, unit, in_words(baseline))


def in_words(baseline: str) -> str:
    """Name a baseline: ``a constant share of GDP``."""
    named = _AGAINST.get(baseline)
    return named or f"{float(baseline.removeprefix('share_')):g} % of GDP"


def cost_stack(
    costs: Costs, *, credit: Credit, definition: str, top: int = len(STACK), language: str = "en"
) -> dict[str, Any]:
    """Show the extra cost of each year, stacked: the largest countries named, the rest summed.

    A country that stays below the baseline counts as zero; it never makes up for another.

    Parameters
    ----------
    costs : Costs
    credit : Credit
        The source line.
    definition : str
        Definition and vintage of the starting shares: ``NATO core defence, July 2026 edition``.
    top : int
        How many countries get a layer of their own, 1 to 7.
    language : str
        Language of the names of countries: ``en`` or ``ja``.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` when no country's cost is known; ``bad-argument`` for another `top`.
    """
    if not 1 <= top <= len(STACK):
        raise Refusal(
            "bad-argument",
            f"The stack can name 1 to {len(STACK)} countries, not {top}.",
            hint="Leave `top` out to name as many as there are colours for.",
        )
    costs = costs.counted(language)
    known = _require_known(costs)
    layers = _layers(costs, list(known), top, language)
    rest = max(0, len(known) - top)
    title = _title(costs, sum(known.values()))
    reach = 1.06 * (max(map(sum, zip(*(s.amounts for s in layers), strict=True))) or 1.0)
    tables = {
        "layers": _layer_rows(costs.years, layers),
        "sums": _sum_rows(costs.years, layers),
        "ends": _end_rows(layers, reach) if len(layers) > 1 else [],
    }
    return frame(
        _stack(costs, layers, reach),
        tables,
        title=title,
        subtitle=[
            f"{costs.unit}, a year. Starting shares: {definition}.",
            f"The {top} largest over all years are named, the other {rest} summed." * bool(rest),
            *_omissions(costs, language),
        ],
        credit=credit,
        language=language,
        description=f"Stacked bars, one for each year. {title}. In {costs.years[-1]}: "
        + ", ".join(f"{layer.name} {number(layer.amounts[-1], 1)}" for layer in layers)
        + f" ({costs.unit}).",
    )


def cost_bars(
    costs: Costs, *, credit: Credit, definition: str, language: str = "en"
) -> dict[str, Any]:
    """Show the extra cost summed over the years, one bar for each country, the largest first.

    Parameters, result and refusals are those of `cost_stack`.
    """
    costs = costs.counted(language)
    known = _require_known(costs)
    called = names(known, language)
    title = _title(costs, sum(known.values()))
    first = next(iter(known))
    if len(known) > 1 and known[first] >= 0.05:
        share = 100 * known[first] / sum(known.values())
        title += f"; {called[first]} {number(share, 0)} % of it"
    rows = [{"country": called[c], "cost": s, "text": amount(s)} for c, s in known.items()]
    unit = f"{costs.unit}, sum of {_span(costs)}"
    return frame(
        _bars(list(called.values()), unit, max(known.values()) or 1.0),
        {"costs": rows},
        title=title,
        subtitle=[f"{unit}. Starting shares: {definition}.", *_omissions(costs, language)],
        credit=credit,
        language=language,
        description=f"Bars, one for each country. {title}. "
        + ", ".join(f"{country_name(c)} {amount(s)}" for c, s in known.items())
        + f" ({costs.unit}).",
    )


def _require_known(costs: Costs) -> dict[str, float]:
    known = costs.known
    if not known or not costs.years:
        raise Refusal(
            "no-figures",
            "No cost is known that could be drawn.",
            hint="The projection needs a price index and an exchange rate for each country.",
        )
    return known


def _title(costs: Costs, total: float) -> str:
    n = len(costs.known)
    one = country_name(next(iter(costs.known)))
    who = one if n == 1 else f"{n} {noun(costs.known, costs.years[-1])}"
    currency, much = costs.unit.split(",")[0].split()
    more = "no more" if total < 0.05 else f"{currency} {amount(total)} {much} more"
    return f"Keeping the pledge costs {who} {more} than {costs.against}, {_span(costs)}"


def _span(costs: Costs) -> str:
    first, last = costs.years[0], costs.years[-1]
    return f"{first}" if first == last else f"{first}-{last}"


def _omissions(costs: Costs, language: str) -> list[str]:
    """Say who is not in the sum, and who is below the baseline without being netted off."""
    known = costs.known
    unknown = [country_name(c, language) for c in costs.amounts if c not in known]
    below = [country_name(c, language) for c in known if min(costs.amounts[c]) < -1e-9]
    return [
        f"{why}: {', '.join(who)}."
        for why, who in (
            ("Not in the sum, as prices or exchange rates are unknown", unknown),
            ("Below the baseline in some year, counted as zero there", below),
        )
        if who
    ]


# The plots ---------------------------------------------------------------------------------------


class _Layer(NamedTuple):
    """One layer of the stack, from the bottom."""

    name: str
    colour: str
    amounts: tuple[float, ...]


def _layers(costs: Costs, order: Sequence[str], top: int, language: str) -> list[_Layer]:
    amounts = {c: tuple(max(a, 0.0) for a in costs.amounts[c]) for c in order}
    layers = [
        _Layer(country_name(c, language), colour, amounts[c])
        for c, colour in zip(order[:top], STACK, strict=False)
    ]
    rest = [amounts[c] for c in order[top:]]
    if rest:
        sums = tuple(map(sum, zip(*rest, strict=True)))
        layers.append(_Layer(f"{len(rest)} others", REST, sums))
    return layers


def _layer_rows(years: Sequence[int], layers: Sequence[_Layer]) -> list[dict[str, Any]]:
    rows, tops = [], [0.0] * len(years)
    for layer in layers:
        for i, (year, extra) in enumerate(zip(years, layer.amounts, strict=True)):
            high = tops[i] + extra
            if extra > 0:
                rows.append({"year": year, "low": tops[i], "high": high, "layer": layer.name})
            tops[i] = high
    return rows


def _sum_rows(years: Sequence[int], layers: Sequence[_Layer]) -> list[dict[str, Any]]:
    sums = map(sum, zip(*(layer.amounts for layer in layers), strict=True))
    return [{"year": y, "sum": s, "text": amount(s)} for y, s in zip(years, sums, strict=True)]


def _end_rows(layers: Sequence[_Layer], reach: float) -> list[dict[str, Any]]:
    """Return what is written beside the layers of the last bar, apart from one another."""
    middles, top = [], 0.0
    for layer in layers:
        middles.append(_HEIGHT * (1 - (top + layer.amounts[-1] / 2) / reach))
        top += layer.amounts[-1]
    digits = 0 if top >= 100 else 1
    return [
        {"text": f"{s.name} {number(s.amounts[-1], digits)}", "middle": middle, "at": at}
        for s, middle, at in zip(layers, middles, apart(middles), strict=True)
    ]


def apart(middles: Sequence[float], least: float = _LABEL, floor: float = _HEIGHT) -> list[float]:
    """Return positions at least `least` apart, in the same order, from the floor upwards."""
    at: list[float] = []
    for middle in middles:
        below = at[-1] - least if at else floor - least / 2
        at.append(min(middle, below))
    return at


def _stack(costs: Costs, layers: Sequence[_Layer], reach: float) -> Any:
    x = shows("year:O", title="Year", axis=options(labelAngle=0, ticks=False, labelPadding=6))
    scale = options(domain=[0, reach], nice=False)
    axis = options(format=",~f", domain=False, ticks=False, tickCount=6)
    y = shows("low:Q", title=f"Extra cost, {costs.unit}", scale=scale, axis=axis)
    colours = options(domain=[s.name for s in layers], range=[s.colour for s in layers])
    bars = Plot("layers").mark("bar", stroke=PAPER, strokeWidth=0.8, width=of_band(0.74))
    sums = Plot("sums").mark("text", baseline="bottom", dy=-3, fontWeight="bold")
    ends = Plot("ends")
    middle, at = (shows(f"{name}:Q", scale=None) for name in ("middle", "at"))
    return layered(
        bars.encode(x=x, y=y, y2="high:Q", color=shows("layer:N", scale=colours, legend=None)),
        sums.encode(x=x, y=shows("sum:Q", scale=scale), text="text:N"),
        ends.mark("rule", color=FAINT, strokeWidth=0.8).encode(
            x=fixed(_WIDTH - 6), x2=fixed(_WIDTH + 13), y=middle, y2="at:Q"
        ),
        ends.mark("text", align="left").encode(x=fixed(_WIDTH + 16), y=at, text="text:N"),
        width=_WIDTH,
        height=_HEIGHT,
    )


def _bars(order: Sequence[str], unit: str, most: float) -> Any:
    x = shows(
        "cost:Q",
        title=unit,
        scale=options(domain=[0, 1.02 * most], nice=False),
        axis=options(grid=False, tickCount=6, format=",~f"),
    )
    y = shows(
        "country:N",
        title=None,
        sort=list(order),
        axis=options(domain=False, ticks=False, labelPadding=6),
    )
    costs = Plot("costs")
    return layered(
        costs.mark("bar", color=BLUE, height=of_band(0.7)).encode(x=x, y=y),
        costs.mark("text", align="left", dx=5).encode(x=x, y=y, text="text:N"),
        width=500,
        height=17 * len(order),
    )
