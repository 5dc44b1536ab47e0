"""The spread of the futures under the names and units that others read, and its middle.

The engine counts in fractions and by position; here every variable has the name of the interface,
its unit, and its level: one quantile, or the path without any shock.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from burdenshare.projection import steps
from burdenshare.projection.futures.model import LEVELS

if TYPE_CHECKING:
    from burdenshare.projection.futures.model import Fan, Futures
    from burdenshare.projection.model import Alliance, Floats, Inputs, Projection

SHOWN_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Levels of the quantiles in the result as JSON."""
MEDIAN = 0.5
_GDP, _MONEY = "% of GDP", "bn {currency}"
_REAL = "bn {currency}, {price_base} prices"
_DEFENCE = "bn {currency}, {price_base} prices of what defence buys"
_NAMES: dict[str, tuple[str, str, float]] = {
    "share": ("share", "{share}", 1.0),
    "gdp": ("gdp", _MONEY, 1.0),
    "price": ("price", "GDP deflator, {price_base} = 1", 1.0),
    "fx": ("fx", "{currency} per USD", 1.0),
    "spending": ("spending", _MONEY, 1.0),
    "spending_real": ("spending_real", _REAL, 1.0),
    "buying_power": ("buying_power", _DEFENCE, 1.0),
    "extra_of_gdp": ("extra_of_gdp", _GDP, 100.0),
    "debt": ("debt_ratio", _GDP, 100.0),
    "debt_without": ("debt_ratio_without", _GDP, 100.0),
    "interest": ("interest", _GDP, 100.0),
    "primary": ("primary_balance", _GDP, 100.0),
    "balance": ("budget_balance", _GDP, 100.0),
    "stock": ("equipment_stock", _DEFENCE, 1.0),
    "cumulative_spending": ("cumulative_spending", _MONEY, 1.0),
    "cumulative_spending_real": ("cumulative_spending_real", _REAL, 1.0),
    "extra": ("extra", _MONEY, 1.0),
    "extra_real": ("extra_real", _REAL, 1.0),
    "cumulative_extra": ("cumulative_extra", _MONEY, 1.0),
    "cumulative_extra_real": ("cumulative_extra_real", _REAL, 1.0),
}
"""By variable of the engine: its name in results, its unit, and what turns it into that unit."""
_DOLLARS, _REAL_DOLLARS = "bn USD", "bn USD, prices and exchange rates of {price_base}"
_TOTALS = {
    "gdp": _DOLLARS,
    "spending": _DOLLARS,
    "spending_real": _REAL_DOLLARS,
    "share": _GDP,
    "shortfall": _DOLLARS,
    "extra": _DOLLARS,
    "extra_real": _REAL_DOLLARS,
    "below": _DOLLARS,
    "cumulative_spending": _DOLLARS,
    "cumulative_spending_real": _REAL_DOLLARS,
    "cumulative_extra": _DOLLARS,
    "cumulative_extra_real": _REAL_DOLLARS,
}


class Spread(NamedTuple):
    """One variable of the futures, in the unit that it is shown in."""

    name: str
    baseline: str
    """What the number is compared with; empty where with nothing."""
    unit: str
    """With ``{currency}``, ``{price_base}`` and ``{share}`` to be filled in."""
    central: Floats
    """Without any shock: (country, year), or (year,) for the members together."""
    quantiles: Floats
    """(level, ...) by `burdenshare.projection.futures.model.LEVELS`."""

    @property
    def middle(self) -> Floats:
        """The medians, or the path without shocks where nothing was drawn."""
        found: Floats = (
            self.quantiles[LEVELS.index(MEDIAN)] if len(self.quantiles) else self.central
        )
        return found

    @property
    def summed(self) -> bool:
        """True for sums over the reported years so far, of which the last says all."""
        return self.name.startswith("cumulative_")


def spreads(futures: Futures) -> list[Spread]:
    """Return every variable of the members, in the order of the engine."""
    return [_spread(key, fan, _NAMES) for key, fan in futures.fans.items()]


def engine_variable(name: str) -> str:
    """Return what the engine calls a variable of results: ``debt_ratio`` is its ``debt``.

    A name that is none is returned as it is.
    """
    return next((key for key, (shown, _, _) in _NAMES.items() if shown == name), name)


def alliance_spreads(futures: Futures) -> list[Spread]:
    """Return every total of the members together."""
    names = {key: (key, unit, 1.0) for key, unit in _TOTALS.items()}
    return [_spread(key, fan, names) for key, fan in futures.alliance.items()]


def _spread(key: str, fan: Fan, names: dict[str, tuple[str, str, float]]) -> Spread:
    variable, _, baseline = key.partition(".")
    name, unit, scale = names[variable]
    return Spread(name, baseline, unit, scale * fan.central, scale * fan.quantiles)


def middle(fan: Fan) -> Floats:
    """Return the medians of a fan, or its central path where nothing was drawn."""
    return fan.at(MEDIAN) if len(fan.quantiles) else fan.central


def shown(inputs: Inputs, projection: Projection, futures: Futures) -> Projection:
    """Return the projection with the medians of the futures in place of the central path.

    Where nothing was drawn, the path without shocks under the levers takes its place. Baselines are
    always those of that path, and what the pledge itself asks for stays as it is: required growth,
    parts of other budgets, related part.

    Parameters
    ----------
    inputs, projection
        Of the central path.
    futures : Futures
        Of the same inputs.
    """
    fans, names = futures.fans, futures.baselines
    gdp, spent = middle(fans["gdp"]), middle(fans["spending"])
    return replace(
        projection,
        share=middle(fans["share"]),
        gdp=gdp,
        base=_base(inputs, projection, gdp),
        spending=spent,
        spending_real=middle(fans["spending_real"]),
        per_head=steps.per_head(spent, inputs.population[..., inputs.reported]),
        baseline={
            name: np.asarray(fans["spending"].central - fans[f"extra.{name}"].central)
            for name in names
        },
        extra={name: middle(fans[f"extra.{name}"]) for name in names},
        extra_real={name: middle(fans[f"extra_real.{name}"]) for name in names},
        alliance=_alliance(projection.alliance, futures),
    )


def _alliance(central: Alliance, futures: Futures) -> Alliance:
    found = {name: middle(fan) for name, fan in futures.alliance.items()}

    def over(kind: str) -> dict[str, Floats]:
        return {name: found[f"{kind}.{name}"] for name in futures.baselines}

    return replace(
        central,
        gdp=found["gdp"],
        share=found["share"],
        spending=found["spending"],
        spending_real=found["spending_real"],
        extra=over("extra"),
        extra_real=over("extra_real"),
        below=over("below"),
        shortfall=found["shortfall"],
    )


def _base(inputs: Inputs, projection: Projection, gdp: Floats) -> Floats:
    """Return what the share is measured against: it moves with GDP, or is that of a fixed year."""

    def same(values: Floats) -> NDArray[np.bool_]:
        low, high = np.fmin.reduce(values, axis=-1), np.fmax.reduce(values, axis=-1)
        return np.asarray(low == high)

    fixed = (same(inputs.base) & ~same(inputs.gdp))[:, None]
    moved = projection.base * (gdp / projection.gdp)
    return np.asarray(np.where(fixed | (gdp == projection.gdp), projection.base, moved))
