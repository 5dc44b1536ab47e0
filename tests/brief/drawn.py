"""Futures made by hand: bands of a known width around the path without shocks, debt by hand."""

from __future__ import annotations

from dataclasses import replace
from statistics import NormalDist
from typing import Any

import numpy as np

from burdenshare.figures.model import Observation
from burdenshare.projection.fiscal.equivalents import Equivalent, Missing
from burdenshare.projection.futures.model import (
    LEVELS,
    Calibration,
    Fan,
    Fiscal,
    Futures,
    Levers,
    alliance_names,
    extra_names,
)
from burdenshare.projection.model import Floats, Origin
from burdenshare.study import Study

NORMAL = NormalDist()
WIDTH = 0.03
"""Standard deviation of the first year, relative to the middle; it grows with the root of time."""
CALIBRATION = Calibration(
    members=("USA", "DEU", "ESP", "POL", "EST", "JPN"),
    persistence=np.zeros((6, 6)),
    loadings=np.zeros((6, 6, 2)),
    root=np.zeros((6, 6, 6)),
    scale=np.ones((6, 20)),
    notes=(
        {"country": "", "text": "Estimated from IMF WEO 2026-04: errors of 2000 to 2025."},
        {"country": "", "text": "Shocks are widened by 1.24 at every horizon."},
        {"country": "ESP", "text": "too short a history of: ten-year yield"},
        {"country": "CHN", "text": "not a member: 7"},
    ),
    fingerprint="fedcba9876543210" * 4,
)
HOUSEHOLDS = Observation(
    series="average_household_size",
    definition="OECD",
    source="OECD",
    vintage="2026-04",
    country="ESP",
    year=2014,
    value=2.6,
    unit="persons",
    status="actual",
    table="imf_weo_2026-04",
)


def drawn(
    study: Study,
    *,
    draws: int = 10_000,
    unknown: tuple[str, ...] = (),
    plain: tuple[str, ...] = ("USA",),
    debt: float = 0.8,
    capped: float = 0.0,
    foreign: float = 0.0,
    chance: float | None = None,
    equivalents: Any = None,
    scenario: dict[str, Any] | None = None,
    **levers: Any,
) -> Study:
    """Return the study with futures: bands `WIDTH` wide, debt from `debt` of GDP, plain interest.

    Parameters
    ----------
    unknown : tuple of str
        Members whose debt is not known.
    plain : tuple of str
        Members without a maturity structure.
    chance : float, optional
        Probability of every event; else it differs by member.
    """
    fiscal = fiscal_side(study, unknown, plain, debt, foreign)
    held = Levers(**({"multiplier": (0.2, 0.7, 1.6)} | levers))
    asked = study.scenario.model_copy(update={"draws": draws, **(scenario or {})})
    return replace(
        study,
        scenario=asked,
        observations=tuple(sorted((*study.observations, HOUSEHOLDS), key=lambda o: o.key)),
        fiscal=fiscal,
        levers=held,
        calibration=CALIBRATION,
        futures=futures(study, fiscal, held, draws, unknown, capped, chance),
        equivalents=meant(study) if equivalents is None else equivalents,
    )


def fiscal_side(
    study: Study, unknown: tuple[str, ...], plain: tuple[str, ...], debt: float, foreign: float
) -> Fiscal:
    inputs = study.inputs
    shape, n = inputs.gdp.shape, len(inputs.members)
    growth = inputs.gdp[:, 1] / inputs.gdp[:, 0]
    inflation = inputs.price[:, 1] / inputs.price[:, 0]
    known = np.array([code not in unknown for code in inputs.members])
    start = inputs.years[0] - 1
    origins = [
        Origin(code, "fiscal/debt0", start, debt, "fraction of GDP", "user")
        for code in inputs.members
        if code not in unknown
    ]
    origins += [
        Origin(code, "fiscal/long", year, 0.04, "rate a year", "derived", (), f"rate of {year}")
        for code in inputs.members
        for year in inputs.years
    ]
    origins += [
        Origin(code, "levers/slippage", start, 0.0, "part of one", "derived", (), "default: none")
        for code in inputs.members
    ]
    return Fiscal(
        members=inputs.members,
        kind=tuple("plain" if code in plain else "ec" for code in inputs.members),
        start_year=start,
        known_year=start,
        debt0=np.where(known, debt, np.nan),
        iir0=np.full(n, 0.03),
        gdp0=inputs.gdp[:, 0] / growth,
        price0=inputs.price[:, 0] / inflation,
        fx0=inputs.fx[:, 0],
        balance=np.full(shape, -0.01),
        stockflow=np.full(shape, 0.002),
        short=np.full(shape, 0.03),
        long=np.full(shape, 0.03),
        alpha=np.zeros(n),
        rollover=np.full(shape, 0.1),
        elasticity=np.zeros(n),
        foreign=np.full(n, foreign),
        origins=tuple(origins),
        notes=({"country": "", "text": "Debt by maturity (structure of 2023): Germany, 1 more."},),
    )


def futures(
    study: Study,
    fiscal: Fiscal,
    levers: Levers,
    draws: int,
    unknown: tuple[str, ...],
    capped: float,
    chance: float | None,
) -> Futures:
    """Return fans around the projection; debt by a recursion of its own, at 3 % interest."""
    run, inputs = study.projection, study.inputs
    reported = inputs.reported
    first = inputs.first
    extra_of_gdp = run.extra.get("constant_share", next(iter(run.extra.values()))) / run.gdp
    paths = _debt(fiscal, inputs.gdp, extra_of_gdp, first)
    bought = run.spending_real * np.asarray(1.0 - 0.5 * np.asarray(levers.import_share))
    stock = np.cumsum(bought, axis=-1) * np.asarray(levers.equipment_share)
    central: dict[str, Floats] = {
        "share": run.share,
        "gdp": run.gdp,
        "price": inputs.price[:, reported],
        "fx": inputs.fx[:, reported],
        "spending": run.spending,
        "spending_real": run.spending_real,
        "buying_power": bought,
        "extra_of_gdp": extra_of_gdp,
        **paths,
        "stock": stock,
        "cumulative_spending": run.spending.cumsum(axis=-1),
        "cumulative_spending_real": run.spending_real.cumsum(axis=-1),
    }
    for name in run.extra:
        values = (run.extra[name], run.extra_real[name])
        both = (*values, *(each.cumsum(axis=-1) for each in values))
        central |= dict(zip(extra_names(name), both, strict=True))
    sums = run.alliance
    totals: dict[str, Floats] = {
        "gdp": sums.gdp,
        "spending": sums.spending,
        "spending_real": sums.spending_real,
        "share": sums.share,
        "shortfall": sums.shortfall,
        "cumulative_spending": sums.spending.cumsum(),
        "cumulative_spending_real": sums.spending_real.cumsum(),
    }
    for name in run.extra:
        totals |= {
            f"extra.{name}": sums.extra[name],
            f"extra_real.{name}": sums.extra_real[name],
            f"below.{name}": sums.below[name],
            f"cumulative_extra.{name}": sums.extra[name].cumsum(),
            f"cumulative_extra_real.{name}": sums.extra_real[name].cumsum(),
        }
    assert set(totals) == set(alliance_names(tuple(run.extra)))
    return Futures(
        members=run.members,
        years=run.years,
        baselines=tuple(run.extra),
        draws=draws,
        seed=1,
        precision="double",
        fans={name: fan(values) for name, values in central.items()},
        alliance={name: fan(values) for name, values in totals.items()},
        probabilities=probabilities(paths["debt"], chance),
        unknown={"debt": unknown} if unknown else {},
        capped=np.full(len(run.members), capped),
        notes=({"country": "", "text": "Quantiles are counted in 512 bins."},),
    )


def _debt(fiscal: Fiscal, gdp: Floats, extra: Floats, first: int) -> dict[str, Floats]:
    """Return debt, interest and balances, with the pledge and without, over the reported years."""
    n, years = extra.shape
    found = {
        name: np.empty((n, years))
        for name in ("debt", "debt_without", "interest", "primary", "balance")
    }
    for c in range(n):
        owed = without = fiscal.debt0[c]
        before = fiscal.gdp0[c]
        for t in range(years):
            slower = before / gdp[c, first + t]
            paid = 0.03 * owed * slower
            primary = -0.01 - extra[c, t]
            owed = owed * slower + paid - primary + 0.002
            without = without * 1.03 * slower + 0.01 + 0.002
            before = gdp[c, first + t]
            row = (owed, without, paid, primary, primary - paid)
            for name, value in zip(found, row, strict=True):
                found[name][c, t] = value
    return found


def fan(central: Floats) -> Fan:
    """Return normal quantiles around a path, `WIDTH` of it in the first year."""
    spread = WIDTH * np.abs(central) * np.sqrt(1.0 + np.arange(central.shape[-1]))
    z = np.array([NORMAL.inv_cdf(level) for level in LEVELS])
    return Fan(central, central + z.reshape(-1, *(1,) * central.ndim) * spread)


def probabilities(debt: Floats, chance: float | None) -> dict[str, Floats]:
    names = (
        *("affordable", "affordable_without", "debt_above_90", "debt_above_100"),
        *("debt_above_120", "extra_above_1", "share_at_target"),
    )
    known = np.isfinite(debt)
    each = np.linspace(0.02, 0.98, len(debt))[:, None] if chance is None else chance
    values = np.where(known, each, np.nan)
    better = np.where(known, np.minimum(1.0, each + 0.1), np.nan)
    return {name: better if name == "affordable_without" else values for name in names}


def meant(study: Study) -> tuple[tuple[Equivalent, ...], tuple[Missing, ...]]:
    """Return equivalents of every member that pays, those of Spain with a figure behind them."""
    run = study.projection
    found, lacking = [], []
    for i, code in enumerate(run.members):
        extra = float(next(iter(run.extra.values()))[i, -1])
        if not extra > 0:
            continue
        money = f"billion {run.currency[i]}"
        key = (HOUSEHOLDS.key,) if code == "ESP" else ()
        size = "extra per inhabitant x 2.6 persons per household"
        rows = [
            ("billion", extra, money, (), "extra over a constant share of the start"),
            ("per_head", 700.0 + i, "EUR a year", (), "extra over the population of the year"),
            ("per_household", 1820.0, "EUR a year", key, size),
            ("vat_points", 2.34, "points", (), "extra over what a point brought in 2023"),
        ]
        year = run.deadline[i]
        found += [Equivalent(code, *row[:1], year, *row[1:], caveat="2 things") for row in rows]
        reason = "no base of income tax is published"
        lacking.append(Missing(code, "income_tax_points", reason))
        if code == "USA":
            lacking.append(Missing(code, "health", "no figure is published"))
    return tuple(found), tuple(lacking)
