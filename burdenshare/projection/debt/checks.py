"""What one country lacks for the method, and what a reader should know about its inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from burdenshare.projection.debt.inputs import BASE_YEAR, SHOCKS, Country
from burdenshare.projection.debt.outlook import (
    INFLATION_ABOVE_EURO,
    LAST_KNOWN,
    PENSION_FADES,
)
from burdenshare.projection.debt.path import CHECKED
from burdenshare.projection.debt.variant import Variant

FEWEST_PERIODS = 5
"""Shorter histories of shocks are refused."""
THIN = 24
"""Shorter histories of shocks are named."""
_NEEDED = {
    "debt_total": (0, 0),
    "debt_ratio": (0, 0),
    "nominal_gdp": (0, 1),
    "nominal_gdp_growth": (1, 1),
    "real_gdp": (0, LAST_KNOWN),
    "potential_gdp": (0, LAST_KNOWN),
    "gdp_deflator_pch": (2, 2),
    "structural_primary_balance": (0, 2),
    "stock_flow": (0, 2),
    "implicit_interest_rate": (0, 2),
    "exr_eur": (0, 2),
    "exr_usd": (0, 2),
}
"""First and last year that must be known, counted from the base year."""
LARGEST_GAP = 30.0
"""Per cent: a wider gap between real and potential output is a mistake of units."""
MATURING = ("debt_lt_maturing_share", "debt_lt_maturing_avg_share")


def check_country(
    country: Country, variant: Variant, adjustments: Sequence[int]
) -> list[tuple[str, str]]:
    """Return what is missing or cannot be used: where, and what is wrong."""
    return [
        *_empty_cells(country, adjustments),
        *_empty_parameters(country),
        *_output_gap(country),
        *_maturities(country, variant),
    ]


def check_history(country: Country) -> str:
    """Return why the history of shocks is not enough, or an empty string."""
    if len(country.shocks) >= FEWEST_PERIODS:
        return ""
    return f"{len(country.shocks)} complete periods of shocks, at least {FEWEST_PERIODS} are needed"


def _empty_cells(country: Country, adjustments: Sequence[int]) -> Iterator[tuple[str, str]]:
    last = max(adjustments) + 1 + CHECKED
    needed = {
        **_NEEDED,
        "potential_gdp_growth": (LAST_KNOWN + 1, last),
        "ageing_cost": (min(adjustments) + 1, last),
    }
    if country.code in INFLATION_ABOVE_EURO:
        needed["ea_gdp_deflator_pch"] = (2, 2)
    if country.code in PENSION_FADES:
        needed["pension_balance"] = (3, 10)
    for name, (first, final) in needed.items():
        empty = [t for t in range(first, final + 1) if np.isnan(country.annual[name][t])]
        if empty:
            yield f"{country.code} {name}", f"nothing known for {_years(empty)}"


def _empty_parameters(country: Country) -> Iterator[tuple[str, str]]:
    for name, value in country.parameters.items():
        if np.isnan(value):
            yield f"{country.code} {name}", "nothing known"


def _output_gap(country: Country) -> Iterator[tuple[str, str]]:
    known = slice(0, LAST_KNOWN + 1)
    gap = 100.0 * (country.annual["real_gdp"] / country.annual["potential_gdp"] - 1.0)[known]
    if (np.abs(gap) > LARGEST_GAP).any():
        widest = gap[np.nanargmax(np.abs(gap))]
        yield f"{country.code} real_gdp", f"{widest:.0f} % off potential_gdp: two units or bases?"


def _maturities(country: Country, variant: Variant) -> Iterator[tuple[str, str]]:
    for name in MATURING:
        share = country.parameters[name]
        if share < 0.0 and not variant.negative_shares:
            yield f"{country.code} {name}", f"{share:g} is below 0: no debt matures backwards"
    if country.parameters[MATURING[1]] == 0.0:
        yield f"{country.code} {MATURING[1]}", "0 gives no maturity, which is 1 over it"


def notes_on(country: Country, variant: Variant, *, stochastic: bool) -> list[str]:
    """Return what a reader should know about usable inputs, one sentence each."""
    found = [
        f"{name} is not known for {_years(empty)}: the path starts from the next value known"
        for name in ("interest_rate_st", "interest_rate_lt")
        if (empty := [t for t in (0, 1) if np.isnan(country.annual[name][t])])
    ]
    implied = 100.0 * country.annual["debt_total"][0] / country.annual["nominal_gdp"][0]
    stated = country.annual["debt_ratio"][0]
    if abs(implied - stated) > 0.02 * stated:
        found.append(
            f"debt_total is {implied:.1f} % of nominal_gdp, debt_ratio says {stated:.1f} %: "
            "the maturity structure starts from the first, the ratio from the second"
        )
    if variant.euro_debt_as_dollars and country.in_euro_area:
        dollar = country.currencies(variant)[2]
        if country.parameters["debt_eur_share"] > 0.0:
            found.append(f"debt in euro is not counted as own: {100 * dollar:.0f} % is in dollars")
    negative = [name for name in MATURING if country.parameters[name] < 0.0]
    found += [f"{name} is negative and taken as it is" for name in negative]
    return found + (_notes_on_shocks(country) if stochastic else [])


def _notes_on_shocks(country: Country) -> list[str]:
    found = []
    if len(country.shocks) < THIN:
        found.append(f"the covariance rests on {len(country.shocks)} {country.frequency} periods")
    if country.maturity < 0:
        found.append("the maturity is negative: long-term rates are not shocked")
    euro, dollar = (country.shocks[:, SHOCKS.index(name)] for name in ("exr_eur", "exr_usd"))
    if euro.any() and (euro == dollar).all():
        found.append("the shocks to the dollar are those to the euro in every period")
    return found


def _years(found: Sequence[int]) -> str:
    first, last = BASE_YEAR + found[0], BASE_YEAR + found[-1]
    return str(first) if first == last else f"{first} to {last}"
