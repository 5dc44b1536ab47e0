"""What the projection takes and gives: labelled arrays over country and year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Origin(NamedTuple):
    """Where one input number comes from: a published figure, the user, or arithmetic on them."""

    country: str
    variable: str
    year: int
    value: float
    unit: str
    kind: str
    """``figure``, ``user`` or ``derived``."""
    keys: tuple[str, ...] = ()
    """Keys of the observations it rests on (`Observation.key`)."""
    rule: str = ""
    """The arithmetic, in words, where ``kind`` is ``derived``."""


@dataclass(frozen=True)
class Inputs:
    """Everything that `project` needs, as plain arrays.

    Arrays are shaped (country, year); a leading draw axis may be added to `gdp`, `base`, `price`,
    `population`, `fx`, `price_at_base` and `fx_at_base`. Years run from the earliest start of a
    pledge to the scenario's end, or to the last deadline where that is later.
    """

    members: tuple[str, ...]
    years: tuple[int, ...]
    first: int
    """Position in `years` of the scenario's first reported year."""
    currency: tuple[str, ...]
    gdp: Floats
    """Nominal GDP, billion of national currency; NaN in years that nothing asked for needs."""
    base: Floats
    """What the share is measured against, billion of national currency.

    GDP; an income concept near GNI for Luxembourg; the GDP of one year for Japan's own goal.
    """
    price: Floats
    """GDP deflator, 1 in `price_base`; NaN where unknown."""
    population: Floats
    """Million persons; NaN where unknown."""
    fx: Floats
    """National currency per US dollar; NaN where unknown."""
    price_base: tuple[int, ...]
    """Year of constant prices, by member."""
    start_year: tuple[int, ...]
    start_share: Floats
    """Per cent of `base`, shaped (country,)."""
    known_share: Floats
    """Published shares of years before the path begins; NaN elsewhere."""
    target_share: Floats
    """Per cent of `base`, shaped (country,)."""
    related_share: Floats
    """Related part in the deadline year, per cent of GDP; 0 where none is pledged."""
    deadline: tuple[int, ...]
    path: tuple[str, ...]
    waypoints: tuple[dict[int, float], ...]
    may_fall: tuple[bool, ...]
    plan: Floats | None = None
    """Given plan, billion of national currency, shaped (country, year)."""
    baselines: tuple[str, ...] = ()
    """Names of the baselines: ``constant_share`` ..., ``share_2.0``, ``plan``."""
    budgets: dict[str, Floats] = field(default_factory=dict)
    """Other budgets in per cent of GDP, latest known, shaped (country,).

    ``government_expenditure``, ``government_revenue``, ``health``.
    """
    origins: tuple[Origin, ...] = ()
    notes: tuple[dict[str, str], ...] = ()
    """What a reader must know: ``{"country", "text"}``; no country where it concerns all."""
    last: int = -1
    """Position in `years` of the last reported year."""
    common_base: int = 0
    """Year of the prices and exchange rates in which the members' real spending is added up."""
    price_at_base: Floats | None = None
    """Price level of `common_base`, 1 in the member's own `price_base`, shaped (..., country)."""
    fx_at_base: Floats | None = None
    """National currency per US dollar in `common_base`, shaped (..., country)."""

    @property
    def reported(self) -> slice:
        """The reported years as a slice of `years`."""
        return slice(self.first, self.last % len(self.years) + 1)


@dataclass(frozen=True)
class Alliance:
    """Sums over the members, billion US dollars, shaped (..., year); NaN where a part is unknown.

    An ally above its baseline or target never makes up for one below it.
    """

    price_base: int
    gdp: Floats
    """At the exchange rates of each year."""
    share: Floats
    """Summed spending in per cent of summed GDP."""
    spending: Floats
    """At the prices and exchange rates of each year."""
    spending_real: Floats
    """At the prices and exchange rates of `price_base`."""
    extra: dict[str, Floats]
    """By baseline: what the members spend above it, at prices and exchange rates of each year."""
    extra_real: dict[str, Floats]
    """The same at the prices and exchange rates of `price_base`."""
    below: dict[str, Floats]
    """By baseline: what members stay below it, at prices and exchange rates of each year."""
    shortfall: Floats
    """What is missing to the pledged shares, at prices and exchange rates of each year."""


@dataclass(frozen=True)
class Projection:
    """The result: what keeping the pledges costs, by member and year, and for the alliance.

    Arrays are shaped (..., country, year) over the reported years; money in billion of national
    currency, alliance money in billion US dollars.
    """

    members: tuple[str, ...]
    years: tuple[int, ...]
    currency: tuple[str, ...]
    price_base: tuple[int, ...]
    share: Floats
    gdp: Floats
    spending: Floats
    spending_real: Floats
    per_head: Floats
    """Spending per inhabitant, national currency."""
    baseline: dict[str, Floats]
    extra: dict[str, Floats]
    extra_real: dict[str, Floats]
    required_growth: dict[str, Floats]
    """Per cent a year from start to deadline, ``nominal`` and ``real``, shaped (..., country)."""
    of_budgets: dict[str, Floats]
    """Extra over constant share in the deadline year, per cent of other budgets (..., country)."""
    related: Floats
    """Related part in the deadline year, billion of national currency, shaped (..., country)."""
    deadline: tuple[int, ...]
    alliance: Alliance
    """Totals of the members in billion US dollars."""
    base: Floats
    """What the share is measured against, billion of national currency."""
    start_year: tuple[int, ...]
    start_share: Floats
    """Per cent of `base`, shaped (country,)."""
    target_share: Floats
    """The pledge, per cent of `base`, shaped (country,); whoever is above it may keep its share."""
    notes: tuple[dict[str, str], ...] = ()
