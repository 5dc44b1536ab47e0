"""What holds before any adjustment: output, inflation, market rates, exchange rates, stock-flow.

Per cent, and arrays over years from the base year (year 0) on.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from burdenshare.projection.debt.inputs import Country
from burdenshare.projection.debt.variant import Variant
from burdenshare.projection.model import Floats

LAST_KNOWN = 5
"""Last year with forecasts of potential and real output; the gap is closed afterwards."""
MARKET, LONG_RUN = 10, 30
"""Years at which market forwards and long-run assumptions hold."""
INFLATION = {"POL": 2.5, "ROU": 2.5, "HUN": 3.0}
"""Long-run inflation, per cent; 2 elsewhere."""
LONG_RATE = {"POL": 4.5, "ROU": 4.5, "HUN": 5.0}
"""Long-run long-term rate, per cent; 4 elsewhere. Short rates are half of it."""
INFLATION_ABOVE_EURO = ("POL", "ROU")
"""Half of their inflation above that of the euro area is left when the market forward holds."""
PENSION_FADES = {"FIN": 20, "LUX": 24}
"""Year in which the balance of the pension funds has faded out of the stock-flow adjustment."""
GRC_FIRST, GRC_DEFERRED = -5.4, 0.111
"""Greece: stock-flow adjustment of the base year, and deferred interest due in year 9 (of GDP)."""


def baseline_output(country: Country, last: int) -> tuple[Floats, Floats]:
    """Return potential output and the output gap without adjustment: closed after the forecast."""
    known = country.annual["potential_gdp"][: LAST_KNOWN + 1]
    growth = country.annual["potential_gdp_growth"][LAST_KNOWN + 1 : last + 1]
    potential = np.concatenate([known, known[-1] * np.cumprod(1.0 + growth / 100.0)])
    gap = np.zeros(last + 1)
    gap[: LAST_KNOWN + 1] = 100.0 * (country.annual["real_gdp"][: LAST_KNOWN + 1] / known - 1.0)
    return potential, gap


def deflator(country: Country, last: int) -> Floats:
    """Return inflation: forecast, swap of year 10, long-run assumption of year 30."""
    forecast = country.annual["gdp_deflator_pch"]
    market = country.parameters["fwd_infl_5y5y"]
    if country.code in INFLATION_ABOVE_EURO:
        market += (forecast[2] - country.annual["ea_gdp_deflator_pch"][2]) / 2.0
    knots = {2: forecast[2], MARKET: market, LONG_RUN: INFLATION.get(country.code, 2.0)}
    return between(knots, last)


def market_rates(country: Country, last: int) -> tuple[Floats, Floats]:
    """Return short and long rates: known, forward of year 10, long-run assumption of year 30."""
    long_run = LONG_RATE.get(country.code, 4.0)
    rates = []
    for name, forward, final in (
        ("interest_rate_st", "fwd_rate_3m10y", long_run / 2.0),
        ("interest_rate_lt", "fwd_rate_10y10y", long_run),
    ):
        known = country.annual[name]
        knots = {0: known[0], 1: known[1], MARKET: country.parameters[forward], LONG_RUN: final}
        rates.append(between(knots, last))
    return rates[0], rates[1]


def between(knots: Mapping[int, float], last: int) -> Floats:
    """Return what is linear between the knots that are known, flat outside."""
    known = {t: value for t, value in knots.items() if np.isfinite(value)}
    return np.asarray(np.interp(np.arange(last + 1), list(known), list(known.values())))


def flat(country: Country, name: str, last: int) -> Floats:
    """Return the values of the first three years, flat afterwards."""
    return country.annual[name][np.minimum(np.arange(last + 1), 2)]


def stock_flow(country: Country, gdp: Floats, last: int) -> Floats:
    """Return the stock-flow adjustment, billion: none after the forecast but in FIN, GRC, LUX."""
    flow = np.zeros_like(gdp)
    flow[:3] = country.annual["stock_flow"][:3, None]
    if country.code in PENSION_FADES:
        knots = dict(enumerate(country.annual["pension_balance"][3:11], 3))
        share = between({**knots, PENSION_FADES[country.code]: 0.0}, last)
        flow[3:] = share[3:, None] * gdp[3:] / 100.0
    if country.code == "GRC":
        flow[0] = GRC_FIRST * gdp[0] / 100.0
        for t in range(1, 10):
            flow[t] = -(GRC_DEFERRED * gdp[9] + flow[:t].sum(axis=0)) / (10 - t)
        flow[10:] = -flow[:10].sum(axis=0) / (country.horizon - 9)
    return flow


def exchange_effect(country: Country, variant: Variant, last: int) -> Floats:
    """Return how exchange rates revalue debt in each year: 1 where nothing changes, (year,)."""
    own, euro, dollar = country.currencies(variant)
    effect = np.full(last + 1, own)
    for share, name in ((euro, "exr_eur"), (dollar, "exr_usd")):
        rate = flat(country, name, last)
        ratio = np.ones(last + 1)
        ratio[1:] = rate[1:] / rate[:-1] if variant.exchange_inverted else rate[:-1] / rate[1:]
        effect += share * ratio
    return effect
