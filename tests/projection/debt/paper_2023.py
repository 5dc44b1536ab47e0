"""The debt fan of the paper of September 2023: the same recursion on its own shocks and baseline.

What differs from the method of 2024: one exchange rate; shocks clipped at three standard
deviations; covariances over the quarters that two series share. As the published code runs, long
rates are not shocked in these years, and exchange rates move the part of debt that is not in euro.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np

from burdenshare.projection.futures.roots import symmetric_root
from burdenshare.projection.model import Floats

SHOCKS = (
    "exchange_rate",
    "short_term_interest_rate",
    "long_term_interest_rate",
    "nominal_gdp_growth",
    "primary_balance",
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def number(text: str) -> float:
    return float(text) if text else math.nan


def pairwise_covariance(history: Floats) -> Floats:
    """Covariance of each pair over the quarters in which both are known."""
    size = history.shape[1]
    found = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            both = history[np.isfinite(history[:, i]) & np.isfinite(history[:, j])]
            found[i, j] = np.cov(both[:, i], both[:, j])[0, 1]
    return found


def widths(folder: Path, *, draws: int, seed: int) -> dict[tuple[str, int, int], float]:
    """10-90 width of the debt fan by country, adjustment and year, points of GDP."""
    shares = {row["country"]: row for row in rows(folder / "sep2023_parameters.csv")}
    history: dict[str, list[list[float]]] = {}
    for row in rows(folder / "sep2023_shocks_quarterly.csv"):
        history.setdefault(row["country"], []).append([number(row[name]) for name in SHOCKS])
    paths: dict[tuple[str, int], list[dict[str, str]]] = {}
    for row in rows(folder / "sep2023_baseline.csv"):
        paths.setdefault((row["country"], int(row["adjustment_years"])), []).append(row)
    found = {}
    for (code, adjustment), path in paths.items():
        known = np.array(history[code])
        if np.isnan(known).all(axis=0).any():
            continue
        centre, spread = np.nanmean(known, axis=0), np.nanstd(known, axis=0, ddof=1)
        clipped = np.clip(known, centre - 3 * spread, centre + 3 * spread)
        root = 2.0 * symmetric_root(pairwise_covariance(clipped), of=code)
        rng = np.random.default_rng(seed)
        own = float(shares[code]["share_eur_stochastic"])
        short = float(shares[code]["share_st_org"])
        debt = np.full(draws, float(path[0]["start_debt_ratio"]))
        before = np.full(draws, float(path[0]["exr_eur"]))
        for row in path[1:]:
            exchange, rate, _, growth, balance = root @ rng.standard_normal((5, draws))
            now = float(row["exr_eur"]) + exchange
            interest = 1.0 + (float(row["implicit_rate"]) + short * rate) / 100.0
            output = 1.0 + (float(row["nominal_growth"]) + growth) / 100.0
            debt = debt * interest / output * (own + (1.0 - own) * now / before)
            debt = debt - float(row["primary_balance"]) - balance + float(row["stock_flow"])
            before = now
            low, high = np.quantile(debt, (0.1, 0.9))
            found[code, adjustment, int(row["year"])] = float(high - low)
    return found
