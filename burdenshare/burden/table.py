"""The table that every measure of burden starts from: GDP and spending of each member."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

OPTIONAL: dict[str, str] = {
    "population": "inhabitants, any unit",
    "gdp_ppp": "GDP in international dollars, any unit",
    "equipment_share": "major equipment and its research, per cent of spending",
    "oda": "official development assistance, in the currency of the table",
    "peacekeeping": "payments for UN peacekeeping, in the currency of the table",
    "exposed_border": "exposed border, any unit",
}
"""What a table may hold beyond GDP and spending, and its unit."""


@dataclass(frozen=True)
class BurdenTable:
    """GDP and spending of the members of an alliance in one year.

    Arrays are shaped (member,) and in the order of `members`.
    """

    members: tuple[str, ...]
    gdp: Floats
    spending: Floats
    burden: Floats
    """Spending as a share of GDP in per cent, as published where it is."""
    unit: str
    """Currency and scale of `gdp` and `spending`."""
    gdp_basis: str
    """Which GDP stands behind `gdp`, in words."""
    extra: dict[str, Floats] = field(default_factory=dict)
    """Columns of `OPTIONAL`; NaN where a member has no value."""
    year: int | None = None
    vintage: str | None = None
    definition: str | None = None
    alliance: str | None = None
    exclusions: tuple[dict[str, str], ...] = ()
    """Members that are not in the table, each with the reason."""
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys of the observations behind each column."""
    notes: tuple[str, ...] = ()

    def complete(self, name: str) -> Floats | None:
        """Return an optional column if every member has a value in it."""
        column = self.extra.get(name)
        return None if column is None or bool(np.isnan(column).any()) else column
