"""The debt by maturity, the rate that is paid on it, and its rollover from year to year."""

from __future__ import annotations

import numpy as np

from burdenshare.projection.debt.inputs import Country
from burdenshare.projection.debt.outlook import MARKET, between, market_rates
from burdenshare.projection.debt.variant import Variant
from burdenshare.projection.model import Floats

GUARDED = (0.0, 10.0)
"""Per cent: implicit rates that the public code lets pass."""


class Book:
    """The debt by maturity at the end of a year: short-term, long-term, newly issued long-term.

    Billion of national currency, one element for each target.
    """

    def __init__(self, country: Country, variant: Variant, targets: int, last: int) -> None:
        self._variant = variant
        self._known = country.annual["implicit_interest_rate"]
        self.short_rate, self.long_rate = market_rates(country, last)
        self.weight = country.parameters["debt_st_share"]
        self._maturing = between(
            {
                0: country.parameters["debt_lt_maturing_share"],
                MARKET: country.parameters["debt_lt_maturing_avg_share"],
            },
            last,
        )
        repaid = np.append(np.nan_to_num(country.annual["esm_repayment"]), 0.0)
        self._esm = repaid[1:] if variant.esm_year_early else repaid
        self.stock = np.full(targets, country.annual["debt_total"][0])
        self.short, self.long = self.weight * self.stock, (1.0 - self.weight) * self.stock
        self.new = np.zeros(targets)
        self._short_rate_before: Floats | float = self.short_rate[0]

    def implicit_rates(
        self,
        t: int,
        short_rate: Floats | float,
        long_rate: Floats | float,
        before: Floats,
        before_long: Floats,
    ) -> tuple[Floats, Floats]:
        """Return the rates paid on all and on long-term debt: new debt at the market's rate."""
        alpha = _part(self.short, self.stock, self.weight)
        if t <= 2:
            average = np.full_like(
                before, self._known[0 if self._variant.first_rates_frozen else t]
            )
            long = self._guard((self._known[t] - alpha * short_rate) / (1.0 - alpha), before_long)
            return self._guard(average, before), long
        beta = _part(self.new, self.long, 0.0)
        long = self._guard(beta * long_rate + (1.0 - beta) * before_long, before_long)
        return self._guard(alpha * short_rate + (1.0 - alpha) * long, before), long

    def _guard(self, rate: Floats, before: Floats) -> Floats:
        if not self._variant.rates_guarded:
            return rate
        return np.where((rate >= GUARDED[0]) & (rate <= GUARDED[1]), rate, before)

    def roll_over(
        self, t: int, short_rate: Floats | float, long_rate: Floats, deficit: Floats
    ) -> Floats:
        """Repay and issue by the financing need; return the interest paid, billion.

        `deficit` is the primary one with the stock-flow adjustment, billion.
        """
        interest = (self.short * self._short_rate_before + self.long * long_rate) / 100.0
        repaid_long = self._maturing[t] * self.long + self._esm[t]
        repaid = self.short + repaid_long
        need = np.maximum(interest + repaid + deficit, 0.0)
        self.stock = np.maximum(self.stock - repaid + need, 0.0)
        kept = self.long - repaid_long
        part = _part(self.weight * self.stock, self.stock - kept, 0.0)
        self.short, self.new = part * need, (1.0 - part) * need
        self.long = kept + self.new
        self._short_rate_before = short_rate
        return np.asarray(interest)

    def restate(self, t: int, stock: Floats) -> None:
        """Take the debt of the ratio: its structure is constant, what is missing was issued."""
        kept = (1.0 - self._maturing[t]) * self.long - self._esm[t]
        self.stock = stock
        self.short, self.long = self.weight * stock, (1.0 - self.weight) * stock
        self.new = np.clip(self.long - kept, 0.0, self.long)


def _part(part: Floats, whole: Floats, otherwise: float) -> Floats:
    """Part of a whole; `otherwise` where there is no whole."""
    return np.divide(part, whole, out=np.full_like(whole, otherwise), where=whole > 0.0)
