"""The spread of a number over the futures, ready to be drawn, and under which conditions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare.charts.counting import counted
from burdenshare.errors import Refusal

if TYPE_CHECKING:
    from burdenshare.projection.futures.model import Fan, Futures
    from burdenshare.projection.model import Inputs

TOGETHER = ""
"""Stands for all members together where a country would stand."""
EDGES = {"95": (0.025, 0.975), "80": (0.1, 0.9), "50": (0.25, 0.75)}
"""The bands from the widest to the narrowest, and the levels of their edges."""
SPREAD, VISIBLE = 1e-6, 0.01
"""A band narrower than this part of its median is no spread, or none that could be seen."""


class Spread(NamedTuple):
    """The futures of one number, by year."""

    central: tuple[float, ...]
    quantiles: Mapping[float, tuple[float, ...]]
    """By level; those of `EDGES` and 0.5 at least."""
    without: tuple[float, ...] = ()
    """Median at a constant share, where that is to be shown too."""

    @property
    def median(self) -> tuple[float, ...]:
        """The middle of the futures."""
        return self.quantiles[0.5]

    @property
    def is_known(self) -> bool:
        """Whether no figure is missing."""
        lines = (self.central, self.without, *self.quantiles.values())
        return all(math.isfinite(v) for line in lines for v in line)

    @property
    def is_more(self) -> bool:
        """Whether it is above zero in any future worth a band."""
        return max(self.quantiles[EDGES["95"][1]]) > 1e-9

    def width(self, band: str = "80") -> float:
        """Return the width of a band in the last year."""
        low, high = EDGES[band]
        return self.quantiles[high][-1] - self.quantiles[low][-1]

    def scaled(self, factor: float) -> Spread:
        """Return the same number in another unit."""

        def all_of(line: tuple[float, ...]) -> tuple[float, ...]:
            return tuple(factor * value for value in line)

        levels = {level: all_of(line) for level, line in self.quantiles.items()}
        return Spread(all_of(self.central), levels, all_of(self.without))

    @property
    def added(self) -> float:
        """How far the median lies above that at a constant share, in the last year."""
        return self.median[-1] - self.without[-1] if self.without else 0.0


class Fans(NamedTuple):
    """The futures of one number for some countries, in one unit."""

    years: tuple[int, ...]
    spreads: Mapping[str, Spread]
    """By country; `TOGETHER` for all members together."""
    unit: str
    """``USD bn, 2026 prices and exchange rates``, ``% of GDP``."""
    together: tuple[str, ...] = ()
    """The members that `TOGETHER` stands for."""

    @property
    def known(self) -> dict[str, Spread]:
        """Those without a gap."""
        return {c: s for c, s in self.spreads.items() if s.is_known}

    def counted(self, language: str, largest: float | None = None) -> Fans:
        """Return the same in the unit that readers of a language count in.

        It follows from the largest amount: that of the fans, unless one is given.
        """
        highest = (max(map(max, s.quantiles.values())) for s in self.known.values())
        most = max(highest, default=0.0) if largest is None else largest
        unit, factor = counted(self.unit, most, language)
        spreads = {code: each.scaled(factor) for code, each in self.spreads.items()}
        return self if factor == 1.0 else self._replace(spreads=spreads, unit=unit)

    @property
    def are_visible(self) -> bool:
        """Whether any is known and wide enough to be seen."""
        return any(s.width() > VISIBLE * abs(s.median[-1]) for s in self.known.values())


class Conditions(NamedTuple):
    """Under which conditions futures were drawn; said under every chart of them."""

    draws: int
    behaviour: str = "kept"
    """``kept`` or ``behaved``."""
    calibration: str = "the shipped calibration"
    """Where the size of the shocks comes from."""
    more: tuple[str, ...] = ()
    """Further conditions in words: ``the extra is paid by debt``."""

    def sentence(self) -> str:
        """Return the conditions as one sentence."""
        kept = "every pledge is kept"
        behaved = "allies do what they have done before, not what they pledged"
        said = (behaved if self.behaviour == "behaved" else kept, *self.more)
        return f"Conditions: {'; '.join(said)}; shocks of {self.calibration}."

    def bands(self) -> str:
        """Say what the bands mean."""
        return (
            f"In each year, half of the {self.draws:,} futures lie in the dark band, 80 % within "
            "the middle one, 95 % within the light one."
        )


# From futures to fans ----------------------------------------------------------------------------


def cost_fans(inputs: Inputs, futures: Futures, baseline: str) -> Fans:
    """Return the extra over a baseline at constant prices, by country.

    In the country's own money where there is one, else in US dollars, as `costs.extra_costs` does.

    Raises
    ------
    Refusal
        ``missing-inputs`` where several countries have no common base year.
    """
    fan, unit, rate = futures.fans[f"extra_real.{baseline}"], "", None
    if len(futures.members) == 1:
        unit = f"{inputs.currency[0]} bn, {inputs.price_base[0]} prices"
    elif inputs.price_at_base is None or inputs.fx_at_base is None:
        raise Refusal(
            "missing-inputs",
            "The futures cannot be put into one money: prices and exchange rates of a common year "
            "are missing.",
            hint="Give the scenario a price_base, and an exchange rate (fx) for that year.",
        )
    else:
        unit = f"USD bn, {inputs.common_base} prices and exchange rates"
        rate = inputs.price_at_base / inputs.fx_at_base
    spreads = {
        code: spread_of(fan, i, 1.0 if rate is None else float(rate[i]))
        for i, code in enumerate(futures.members)
    }
    return Fans(futures.years, spreads, unit)


def total_fans(inputs: Inputs, futures: Futures, baseline: str) -> Fans:
    """Return the extra over a baseline of all members together, at constant prices."""
    unit = f"USD bn, {inputs.common_base} prices and exchange rates"
    fan = futures.alliance[f"extra_real.{baseline}"]
    return Fans(futures.years, {TOGETHER: spread_of(fan, ...)}, unit, futures.members)


def debt_fans(futures: Futures) -> Fans:
    """Return the debt with the pledge, and its median at a constant share, per cent of GDP."""
    debt, without = futures.fans["debt"], futures.fans["debt_without"]
    medians = {
        code: tuple(map(float, 100.0 * without.at(0.5)[i]))
        for i, code in enumerate(futures.members)
    }
    spreads = {
        code: spread_of(debt, i, 100.0)._replace(without=medians[code])
        for i, code in enumerate(futures.members)
    }
    return Fans(futures.years, spreads, "% of GDP")


def share_fans(futures: Futures) -> Fans:
    """Return the share of GDP of those for whom it differs from future to future."""
    spreads = {
        code: spread_of(futures.fans["share"], i, 1.0) for i, code in enumerate(futures.members)
    }
    return Fans(
        futures.years,
        {c: s for c, s in spreads.items() if s.is_known and s.width("95") > SPREAD * s.median[-1]},
        "% of GDP",
    )


def spread_of(fan: Fan, place: Any, scale: float = 1.0) -> Spread:
    """Return the median and the bands of a fan at one place.

    Raises
    ------
    Refusal
        ``no-figures`` for a run without draws.
    """
    levels = sorted({0.5, *(level for edges in EDGES.values() for level in edges)})
    if not len(fan.quantiles):
        raise Refusal(
            "no-figures",
            "There is no fan to draw: the run has no draws.",
            hint="Give the scenario draws, 10000 for example.",
        )
    quantiles = {level: tuple(map(float, scale * fan.at(level)[place])) for level in levels}
    return Spread(tuple(map(float, scale * fan.central[place])), quantiles)
