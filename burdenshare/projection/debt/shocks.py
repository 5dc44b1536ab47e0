"""The shocks of the stochastic criterion: their covariance from history, and draws of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.figures.countries import countries
from burdenshare.projection.debt.inputs import Country
from burdenshare.projection.debt.variant import Variant
from burdenshare.projection.futures.normals import CALLS, four_normals, key_of
from burdenshare.projection.futures.roots import symmetric_root
from burdenshare.projection.model import Floats

YEARS = 6
"""Years after the adjustment that are shocked."""
CLIP = (5.0, 95.0)
"""Percentiles to which each series is clipped before its covariance is taken."""
PERIODS = {"quarterly": 4, "annual": 1}
_SHORT, _LONG, _GROWTH, _BALANCE, _EUR, _USD = range(6)
_UNIT = np.array([0.01, 0.01, 0.01, 1.0, 1.0, 1.0])
"""Rates and growth are drawn as fractions, the balance in per cent of GDP."""
_BLOCK = 8_192


@dataclass(frozen=True)
class Shocks:
    """Draws of everything that is shocked, shaped (year, draw); year 0 follows the adjustment."""

    rate: Floats
    """Added to the implicit rate, fraction."""
    growth: Floats
    """Added to nominal growth, fraction."""
    balance: Floats
    """Added to the primary balance, per cent of GDP."""
    valuation: Floats | None
    """Debt of the year before at new exchange rates over that at old ones; None: always 1."""
    covariance: Floats
    """True covariance of rate, growth and balance in each year, in this order: (18, 18)."""

    @property
    def draws(self) -> int:
        """Return the number of draws."""
        return int(self.rate.shape[1])


def annual_covariance(country: Country) -> Floats:
    """Return the covariance of the sums of shocks over a year, shaped (shock, shock).

    Each series is clipped to its own 5th and 95th percentile; sample covariance. Quarters are
    independent and enter only as sums over a year, hence four times that of a quarter: drawing
    years is the same model with a quarter of the normals.
    """
    low, high = np.percentile(country.shocks, CLIP, axis=0)
    clipped = np.clip(country.shocks, low, high)
    return np.asarray(PERIODS[country.frequency] * np.cov(clipped, rowvar=False))


def draw_shocks(country: Country, variant: Variant, *, draws: int, seed: int) -> Shocks:
    """Return draws that depend on the seed, the country, the draw and the year alone.

    The first n draws of a longer run are a run of n; other countries do not matter.

    Parameters
    ----------
    country : Country
    variant : Variant
    draws, seed : int

    Raises
    ------
    Refusal
        ``bad-covariance`` where the covariance of the history is none; ``bad-table`` where
        shocks are so large that an exchange rate falls to zero.
    """
    root = root_of(country)
    floating = used(root) > 4
    normal = np.empty((3 * YEARS, draws))
    valuation = np.ones((YEARS, draws)) if floating else None
    for start in range(0, draws, _BLOCK):
        part = slice(start, min(start + _BLOCK, draws))
        drawn = _draw(country, root, part, seed, used(root))
        normal[:, part] = _by_year(country, drawn)
        if valuation is not None:
            valuation[:, part] = _valuation(country, variant, drawn[:, _EUR:])
    rate, growth, balance = np.split(normal, 3)
    return Shocks(rate, growth, balance, valuation, covariance_of_years(country))


def root_of(country: Country) -> Floats:
    """Return the symmetric root of the shocks of a year, in fractions and per cent of GDP.

    Raises
    ------
    Refusal
        ``bad-covariance``.
    """
    root = symmetric_root(annual_covariance(country), of=f"the shocks of {country.code}")
    return np.asarray(root * _UNIT[:, None])


def used(root: Floats) -> int:
    """Return how many normals a year takes: six where exchange rates move, else four."""
    return 6 if root[_EUR].any() or root[_USD].any() else 4


def covariance_of_years(country: Country) -> Floats:
    """Return the covariance of rate, growth and balance in each year, (18, 18)."""
    units = np.asarray(np.kron(np.eye(YEARS), root_of(country))).reshape(YEARS, 6, 6 * YEARS)
    response = _by_year(country, units)
    return np.asarray(response @ response.T)


def _by_year(country: Country, drawn: Floats) -> Floats:
    """Return rate, growth and balance in each year, (18, draw), of shocks (year, shock, draw)."""
    rate = _implicit_rate(country, drawn[:, _SHORT], drawn[:, _LONG])
    return np.concatenate([rate, drawn[:, _GROWTH], drawn[:, _BALANCE]])


def _draw(country: Country, root: Floats, part: slice, seed: int, used: int) -> Floats:
    """Return shocks shaped (year, shock, draw): the root times standard normals."""
    draw = np.arange(part.start, part.stop, dtype=np.uint64)
    number = np.full(1, int(countries()[country.code].numeric) * CALLS, dtype=np.uint64)
    key = key_of(seed)
    found = np.zeros((YEARS, used, len(draw)))
    for year in range(YEARS):
        normals = four_normals(draw, year, number, key)
        if used > len(normals):
            normals += four_normals(draw, year, number + np.uint64(1), key)
        for i in range(used):  # no matrix product: its last digit may depend on the block
            for j in range(used):
                found[year, i] += root[i, j] * normals[j]
    return found


def _implicit_rate(country: Country, short: Floats, long: Floats) -> Floats:
    """Return the shock to the implicit rate, (year, draw): long rates reach what was renewed."""
    weight, parts, renewed = long_rates(country)
    shock = weight * short
    for year in range(YEARS):
        since = long[year + 1 - renewed[year] : year + 1].sum(axis=0)
        shock[year] += parts[year] * since
    return np.asarray(shock)


def long_rates(country: Country) -> tuple[float, Floats, Any]:
    """Return how shocks to interest rates reach the implicit rate.

    Returns
    -------
    tuple
        Weight of the short rate; by year, the weight of the shocks to the long rate since; by
        year, how many years these are: min(j, M), of which the part min(j, M)/M of long-term debt
        was issued since the adjustment. M is the maturity; where it is not above 0, no long rate
        reaches debt.
    """
    weight, maturity = country.parameters["debt_st_share"], country.maturity
    renewed = np.minimum(np.arange(1, YEARS + 1), max(maturity, 1))
    parts = (1.0 - weight) * renewed / maturity if maturity > 0 else np.zeros(YEARS)
    return weight, np.asarray(parts), renewed


def _valuation(country: Country, variant: Variant, shocks: Floats) -> Floats:
    """Return how exchange rates revalue debt, (year, draw): each level is shocked on its own."""
    own, *shares = country.currencies(variant)
    effect = np.full((YEARS, shocks.shape[2]), own)
    lowest = np.empty(2)
    for i, (share, name) in enumerate(zip(shares, ("exr_eur", "exr_usd"), strict=True)):
        level = country.annual[name][2]
        levels = np.concatenate([np.full((1, shocks.shape[2]), level), level + shocks[:, i]])
        lowest[i] = levels.min()
        before, after = levels[:-1], levels[1:]
        effect += share * (after / before if variant.exchange_inverted else before / after)
    require_rates(country, lowest)
    return effect


def require_rates(country: Country, lowest: Floats) -> None:
    """Refuse shocks that take the exchange rate to the euro or the dollar to zero or below."""
    for name, least in zip(("exr_eur", "exr_usd"), lowest, strict=True):
        if least <= 0.0:
            level = country.annual[name][2]
            raise Refusal(
                "bad-table",
                f"the shocks to {name} of {country.code} take the exchange rate below zero",
                hint=f"they are differences of a rate of {level:g}: are they in its unit?",
            )
