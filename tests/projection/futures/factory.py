"""Fiscal sides, calibrations and inputs made by hand, small enough to reason about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from burdenshare.projection.futures import oracle
from burdenshare.projection.futures.layout import row_of
from burdenshare.projection.futures.model import VARIABLES, Calibration, Fiscal, Levers
from burdenshare.projection.futures.roots import symmetric_root
from burdenshare.projection.futures.terms import Terms
from burdenshare.projection.model import Floats, Inputs

from ..factory import inputs as projection_inputs

SIZE = len(VARIABLES)


def growing(start: float, rate: float, n: int) -> list[float]:
    return [start * (1.0 + rate) ** i for i in range(n)]


def three(years: range = range(2025, 2036), **common: Any) -> Inputs:
    """Return three members: on the path, above its target, and one with its own currency."""
    n = len(years)
    members = {
        "DEU": {
            "gdp": growing(4400.0, 0.03, n),
            "price": growing(1.0, 0.02, n),
            "start_year": 2026,
            "start": 2.4,
            "known": [2.1, *[np.nan] * (n - 1)],
        },
        "GRC": {"gdp": growing(240.0, 0.04, n), "start": 3.6, "path": "backloaded"},
        "POL": {
            "gdp": growing(3900.0, 0.05, n),
            "price": growing(1.0, 0.03, n),
            "fx": growing(3.7, 0.01, n),
            "start": 2.2,
            "target": 4.0,
            "path": "growth",
        },
    }
    return projection_inputs(members, years, **({"first": 1} | common))


def fiscal(given: Inputs, **changed: Any) -> Fiscal:
    """Return a plain fiscal side; one number stands for every country and year."""
    shape = given.gdp.shape
    start = changed.pop("start_year", given.years[0])
    at = max(given.years.index(start), 0) if start in given.years else 0

    def grid(name: str, default: float) -> Floats:
        value = np.asarray(changed.pop(name, default), dtype=float)
        if value.ndim == 1:
            value = value[:, None]
        return np.broadcast_to(value, shape).copy()

    def column(name: str, default: Any) -> Floats:
        return np.broadcast_to(
            np.asarray(changed.pop(name, default), dtype=float), shape[:1]
        ).copy()

    values: dict[str, Any] = {
        "members": given.members,
        "kind": ("plain",) * shape[0],
        "start_year": start,
        "known_year": changed.pop("known_year", start),
        "debt0": column("debt0", 0.8),
        "iir0": column("iir0", 0.025),
        "gdp0": column("gdp0", given.gdp[:, at]),
        "price0": column("price0", given.price[:, at]),
        "fx0": column("fx0", given.fx[:, at]),
        "balance": grid("balance", -0.01),
        "stockflow": grid("stockflow", 0.001),
        "short": grid("short", 0.02),
        "long": grid("long", 0.03),
        "alpha": column("alpha", 0.1),
        "rollover": grid("rollover", 0.15),
        "elasticity": column("elasticity", 0.5),
        "foreign": column("foreign", 0.2),
    }
    return Fiscal(**(values | changed))


def calibration(
    members: tuple[str, ...] = ("DEU", "GRC", "POL"), *, horizon: int = 40, **changed: Any
) -> Calibration:
    """Return shocks of one per cent or less with some dependence, persistent as rates are."""
    n = len(members)
    root = 0.006 * np.eye(SIZE) + 0.002 * np.ones((SIZE, SIZE))
    persistence = np.array([0.3, 0.5, 0.8, 0.8, 1.0, 0.7])
    values: dict[str, Any] = {
        "members": members,
        "persistence": np.tile(persistence, (n, 1)),
        "loadings": np.tile(
            [[0.004, 0.0], [0.002, 0.001], [0.0, 0.002], [0.0, 0.002], [0.01, 0.0], [0.002, 0.0]],
            (n, 1, 1),
        ),
        "root": np.tile(root, (n, 1, 1)),
        "scale": np.ones((n, horizon)),
        "tail": 6,
        "fingerprint": "0" * 64,
    }
    return Calibration(**(values | changed))


def one(n: int = 11, *, growth: float = 0.03, inflation: float = 0.0, **member: Any) -> Inputs:
    """Return one member whose share stays at 2 % unless `member` says otherwise."""
    values = {
        "gdp": growing(1000.0, growth, n),
        "price": growing(1.0, inflation, n),
        "start": 2.0,
        "target": 2.0,
    }
    return projection_inputs({"FRA": values | member}, range(2025, 2025 + n), first=1)


def quiet(
    *, persistence: Sequence[float] = (0.0,) * SIZE, spread: Any = 0.0, **changed: Any
) -> Calibration:
    """Return shocks of one member with given standard deviations or a full covariance."""
    given = np.asarray(spread, dtype=float)
    root = symmetric_root(given) if given.ndim == 2 else np.diag(np.broadcast_to(given, (SIZE,)))
    values: dict[str, Any] = {
        "persistence": np.array([persistence]),
        "loadings": np.zeros((1, SIZE, 2)),
        "root": root[None],
        "tail": None,
    }
    return calibration(("FRA",), **(values | changed))


def everything() -> Levers:
    """Return levers that are all at work."""
    return Levers(
        inertia=0.8,
        absorption=0.1,
        slippage=0.05,
        budgeting="cash",
        packages=np.array([[0.0] * 3 + [20.0] + [0.0] * 7] * 3),
        defence_inflation=0.01,
        import_share=np.array([0.2, 0.4, 0.3]),
        import_price=np.linspace(1.0, 1.2, 11) * np.ones((3, 1)),
        debt_share=0.6,
        tax_share=0.3,
        other_share=0.1,
        multiplier=(0.2, 0.7, 1.4),
        tax_multiplier=0.3,
        other_multiplier=0.5,
        risk_premium=0.02,
        premium_threshold=0.6,
        accrual=True,
        equipment_share=0.3,
        stock_mix=np.array([0.6, 0.4]),
        depreciation=np.array([0.03, 0.1]),
        stock0=np.array([[50.0, 10.0]] * 3),
        tails="fat",
    )


def draws(n: int) -> Any:
    return np.arange(n, dtype=np.uint64)


def central(terms: Terms, name: str, baselines: tuple[str, ...] = ()) -> Floats:
    """Return one variable of the path without shocks, (country, year) over all years."""
    row = row_of(name, baselines)
    shape = (len(terms.codes), 1)
    return np.column_stack(
        [np.broadcast_to(year.rows[row], shape)[:, 0] for year in oracle.walk(terms, None)]
    )


def simulated(terms: Terms, name: str, n: int, baselines: tuple[str, ...] = ()) -> Floats:
    """Return one variable of n draws, (country, year, draw) over all years."""
    row = row_of(name, baselines)
    return np.stack([year.rows[row] for year in oracle.walk(terms, draws(n))], axis=1)
