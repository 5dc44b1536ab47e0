"""Fiscal sides, calibrations and inputs made by hand, small enough to reason about."""

from __future__ import annotations

from typing import Any

import numpy as np

from burdenshare.projection.futures.model import VARIABLES, Calibration, Fiscal
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
    persistence = np.array([0.3, 0.5, 0.8, 0.8, 1.0, 0.0])
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
