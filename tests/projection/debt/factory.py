"""Invented countries in the layout of the inputs: numbers of ours, nobody's figures."""

from __future__ import annotations

import csv
import math
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np

from burdenshare.projection.debt.inputs import SHOCKS, Country
from burdenshare.projection.debt.tables import ANNUAL_COLUMNS, PARAMETER_COLUMNS

YEARS = range(2023, 2071)
FILES = {
    "annual": "june2024_annual.csv",
    "parameters": "june2024_parameters.csv",
    "quarterly": "june2024_shocks_quarterly.csv",
    "yearly": "june2024_shocks_annual.csv",
}
Invented = dict[str, dict[Any, dict[str, float]]]


def invented(**changes: float) -> Invented:
    """A country of the euro area, debt 90 % of GDP; `changes` replace parameters."""
    annual: dict[int, dict[str, float]] = {year: {} for year in YEARS}
    for i, year in enumerate(YEARS):
        annual[year]["potential_gdp_growth"] = 1.2 - 0.01 * i
        annual[year]["ageing_cost"] = 22.0 + 0.06 * i + 0.2 * math.sin(i)
    for i, year in enumerate(range(2023, 2029)):
        annual[year]["potential_gdp"] = 800.0 * 1.012**i
        annual[year]["real_gdp"] = 800.0 * 1.012**i * (1.0 - 0.002 * (5 - i))
    for year, prices, balance, flow, rate in (
        (2023, 5.0, -1.5, 4.0, 2.1),
        (2024, 3.1, -1.1, -3.0, 2.4),
        (2025, 2.3, -0.9, 2.0, 2.6),
    ):
        annual[year] |= {
            "gdp_deflator_pch": prices,
            "ea_gdp_deflator_pch": prices - 0.4,
            "structural_primary_balance": balance,
            "stock_flow": flow,
            "implicit_interest_rate": rate,
            "exr_eur": 1.0,
            "exr_usd": 1.05 + 0.02 * (year - 2023),
        }
    annual[2023] |= {
        "debt_total": 900.0,
        "debt_ratio": 90.0,
        "nominal_gdp": 1000.0,
        "interest_rate_st": 3.4,
        "interest_rate_lt": 3.1,
    }
    annual[2024] |= {
        "nominal_gdp": 1043.0,
        "nominal_gdp_growth": 4.3,
        "interest_rate_st": 3.0,
        "interest_rate_lt": 3.2,
    }
    parameters = {
        "debt_st_share": 0.12,
        "debt_lt_maturing_share": 0.10,
        "debt_lt_maturing_avg_share": 0.13,
        "debt_domestic_share": 0.95,
        "debt_eur_share": 0.0,
        "fwd_rate_3m10y": 2.7,
        "fwd_rate_10y10y": 3.6,
        "fwd_infl_5y5y": 2.2,
        "budget_balance_elasticity": 0.5,
    }
    return {
        "annual": annual,
        "parameters": {"": parameters | changes},
        "quarterly": history([f"{2001 + i // 4}Q{i % 4 + 1}" for i in range(60)]),
        "yearly": {},
    }


def floating(**changes: float) -> Invented:
    """A country with a currency of its own, debt 48 % of GDP, partly in euro and dollars."""
    country = invented(debt_domestic_share=0.6, debt_eur_share=0.3, **changes)
    for year, euro, dollar in ((2023, 0.20, 0.22), (2024, 0.21, 0.225), (2025, 0.205, 0.22)):
        country["annual"][year] |= {"exr_eur": euro, "exr_usd": dollar}
    country["annual"][2023] |= {"debt_total": 480.0, "debt_ratio": 48.0}
    country["quarterly"] = history(list(country["quarterly"]), exchange=0.004)
    return country


def history(periods: list[str], exchange: float = 0.0, scale: float = 1.0) -> dict[Any, Any]:
    """Shocks that look random and are the same everywhere."""
    sizes = {
        "interest_rate_st": 0.3,
        "interest_rate_lt": 0.3,
        "nominal_gdp_growth": 0.9,
        "primary_balance": 0.7,
        "exr_eur": exchange,
        "exr_usd": exchange,
    }
    return {
        period: {
            name: scale * size * (math.sin(7.3 * i * (k + 1)) + math.cos(3.1 * i + k))
            for k, (name, size) in enumerate(sizes.items())
        }
        for i, period in enumerate(periods)
    }


def changed(country: Invented, year: int, **values: float | None) -> Invented:
    """The country with other values in a year; None empties a cell."""
    other = deepcopy(country)
    for name, value in values.items():
        if value is None:
            del other["annual"][year][name]
        else:
            other["annual"][year][name] = value
    return other


def as_country(country: Invented, code: str = "AND") -> Country:
    """What the reader makes of it."""
    shocks = country["quarterly"] or country["yearly"]
    return Country(
        code,
        {
            name: np.array([country["annual"][year].get(name, math.nan) for year in YEARS])
            for name in ANNUAL_COLUMNS
        },
        country["parameters"][""],
        np.array([[row[name] for name in SHOCKS] for row in shocks.values()]),
        "quarterly" if country["quarterly"] else "annual",
    )


def write(folder: Path, **countries: Invented) -> Path:
    """Write the countries as a folder of inputs."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, name in FILES.items():
        rows = [
            {"country": code, "period": str(period), **row}
            for code, country in countries.items()
            for period, row in country[part].items()
        ]
        period = {"quarterly": ["quarter"], "parameters": []}.get(part, ["year"])
        columns = list(
            {"annual": ANNUAL_COLUMNS, "parameters": PARAMETER_COLUMNS}.get(part, SHOCKS)
        )
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["country", *period, *columns])
            for row in rows:
                cells = (repr(row[c]) if c in row else "" for c in columns)
                writer.writerow([row["country"], *([row["period"]] if period else []), *cells])
    return folder
