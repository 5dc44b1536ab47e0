"""The fiscal inputs of one country: what the method takes, and whether all of it is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from burdenshare.projection.debt.variant import Variant
from burdenshare.projection.model import Floats

BASE_YEAR = 2023
"""Year 0: the last year of facts of the layout of June 2024."""

SHOCKS = (
    "interest_rate_st",
    "interest_rate_lt",
    "nominal_gdp_growth",
    "primary_balance",
    "exr_eur",
    "exr_usd",
)
"""The shocks, in this order everywhere: first differences of rates, growth, balance and exchange
rates (foreign currency per national one)."""


@dataclass(frozen=True)
class Country:
    """The inputs of one country."""

    code: str
    annual: Mapping[str, Floats]
    """By column, from `BASE_YEAR` on to the last year of the table; NaN where empty."""
    parameters: Mapping[str, float]
    """By column; NaN where empty."""
    shocks: Floats
    """History of shocks shaped (period, shock) in the order of `SHOCKS`."""
    frequency: str
    """``quarterly`` or ``annual``; empty without a history."""

    @property
    def horizon(self) -> int:
        """Return the number of years of the table, the base year included."""
        return len(self.annual["debt_ratio"])

    @property
    def in_euro_area(self) -> bool:
        """Return whether the national currency is the euro: its price in euro is always 1."""
        rate = self.annual["exr_eur"]
        return bool((rate[np.isfinite(rate)] == 1.0).all())

    def currencies(self, variant: Variant) -> tuple[float, float, float]:
        """Return the shares of debt in national currency, euro and dollar, rounded to 4 digits."""
        own = self.parameters["debt_domestic_share"]
        euro = self.parameters["debt_eur_share"]
        if self.in_euro_area:
            own, euro = own if variant.euro_debt_as_dollars else own + euro, 0.0
        own, euro = round(own, 4), round(euro, 4)
        return own, euro, 1.0 - own - euro

    @property
    def maturity(self) -> int:
        """Return the average maturity of long-term debt in whole years, at most 30.

        Negative where the share of maturing debt is; 0 where it is 0.
        """
        share = self.parameters["debt_lt_maturing_avg_share"]
        return min(round(1.0 / share), 30) if share else 0
