"""What the central projection takes and gives: labelled arrays over country and year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Origin:
    """Where one input number comes from: a published figure, the user, or stated arithmetic on them."""

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

    Arrays are shaped (country, year); a leading draw axis may be added to `gdp`, `price`,
    `population` and `fx`. Years run from the earliest start of a pledge to the scenario's end.
    """

    members: tuple[str, ...]
    years: tuple[int, ...]
    first: int
    """Position in `years` of the scenario's first reported year."""
    currency: tuple[str, ...]
    gdp: Floats
    """Nominal GDP, billion of national currency."""
    base: Floats
    """What the share is measured against, billion of national currency (GDP; GNI for Luxembourg; one year's GDP for Japan's own goal)."""
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
    """Other budgets in per cent of GDP, latest known, shaped (country,): ``government_expenditure`` ..."""
    origins: tuple[Origin, ...] = ()
    notes: tuple[dict[str, str], ...] = ()
    """What a reader must know: ``{"country", "text"}``."""


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
    """``nominal`` and ``real``: per cent a year from the start to the deadline, shaped (..., country)."""
    of_budgets: dict[str, Floats]
    """Extra over constant share in the deadline year, per cent of each other budget, (..., country)."""
    related: Floats
    """Level of the related part in the deadline year, billion of national currency, (..., country)."""
    deadline: tuple[int, ...]
    alliance: dict[str, Any]
    """Totals in billion US dollars: see `totals`."""
    notes: tuple[dict[str, str], ...] = ()
