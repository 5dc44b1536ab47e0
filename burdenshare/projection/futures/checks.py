"""What the engine refuses before it draws anything, each with every problem at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from burdenshare.errors import Problems, Refusal, did_you_mean
from burdenshare.projection.futures.layout import LANES, variables
from burdenshare.projection.futures.model import (
    FACTORS,
    VARIABLES,
    Calibration,
    Event,
    Fiscal,
    Levers,
    alliance_names,
)
from burdenshare.projection.futures.normals import MOST_FREEDOM
from burdenshare.projection.futures.terms import Terms, by_year, rows_of, stock_classes
from burdenshare.projection.futures.wanted import looks_back
from burdenshare.projection.model import Floats, Inputs

WIDEST = 0.5
"""Standard deviation of one year's shock beyond which a fan says nothing: 50 points."""
MOST_DRAWS = 10**9
ALLIANCE = "alliance."
"""Stands before the name of a total where variables and totals are named together."""
SAME = 1e-9


def require_sound(
    inputs: Inputs, fiscal: Fiscal, levers: Levers, calibration: Calibration | None, draws: int
) -> None:
    """Refuse parts of a run that do not fit each other or cannot be.

    Raises
    ------
    Refusal
        ``bad-argument`` for a number of draws, ``bad-shape``, ``missing-inputs`` for members
        without shocks, ``bad-assumption``, ``impossible-path``, ``beyond-horizon``,
        ``absurd-width``.
    """
    if not 0 <= draws <= MOST_DRAWS:
        raise Refusal("bad-argument", f"draws: {draws:,}", hint=f"0 to {MOST_DRAWS:,} draws")
    if draws and calibration is None:
        raise Refusal(
            "missing-inputs", "draws need a calibration of shocks", hint="set draws to 0 without"
        )
    _require_shapes(inputs, fiscal, levers, calibration)
    _require_values(inputs, fiscal, levers, calibration)
    _require_paths(inputs, fiscal)
    if calibration is not None:
        _require_shocks(inputs, fiscal, calibration)


# Shapes ------------------------------------------------------------------------------------------


def _require_shapes(
    inputs: Inputs, fiscal: Fiscal, levers: Levers, calibration: Calibration | None
) -> None:
    problems = Problems()
    if inputs.gdp.ndim != 2:
        problems.add("inputs", "gdp has an axis of draws", expected="(country, year)")
    shape = (len(inputs.members), len(inputs.years))
    if fiscal.members != inputs.members:
        problems.add("fiscal", "members are not those of the inputs, in their order")
    columns = ("debt0", "iir0", "gdp0", "price0", "fx0", "alpha", "elasticity", "foreign")
    for name in columns:
        _check(problems, f"fiscal.{name}", getattr(fiscal, name), [shape[:1]])
    for name in ("balance", "stockflow", "short", "long", "rollover"):
        _check(problems, f"fiscal.{name}", getattr(fiscal, name), [shape])
    first, reported = inputs.years[0], inputs.years[inputs.first]
    if not first - 1 <= fiscal.start_year < reported:
        problems.add(
            "fiscal.start_year",
            f"{fiscal.start_year} does not lie before the first reported year, {reported}",
            expected=f"{first - 1} to {reported - 1}",
        )
    _check_levers(problems, levers, shape)
    if calibration is not None:
        _check_calibration(problems, calibration)
    problems.require_none("bad-shape", _said(problems))


def _check_levers(problems: Problems, levers: Levers, shape: tuple[int, int]) -> None:
    n, size = shape[0], len(np.atleast_1d(levers.depreciation))
    one, each = (), (n,)
    for name in _COLUMNS:
        shapes = [one, each, shape] if name in _FINANCE else [one, each]
        if getattr(levers, name) is not None:
            _check(problems, f"levers.{name}", getattr(levers, name), shapes)
    _check(problems, "levers.equipment_share", levers.equipment_share, [one, each, shape])
    _check(problems, "levers.multiplier", levers.multiplier, [(3,), (n, 3)])
    _check(problems, "levers.stock_mix", levers.stock_mix, [(size,), (n, size)])
    for name in ("aimed", "packages", "import_price"):
        if getattr(levers, name) is not None:
            _check(problems, f"levers.{name}", getattr(levers, name), [shape])
    if levers.stock0 is not None:
        _check(problems, "levers.stock0", levers.stock0, [(n, size)])
    if (levers.behaviour == "behaved") != (levers.aimed is not None):
        problems.add("levers.aimed", f"behaviour is {levers.behaviour!r}", expected="with behaved")
    if levers.aimed_draws is not None:
        paths = len(levers.aimed_draws)
        _check(problems, "levers.aimed_draws", levers.aimed_draws, [(paths, *shape)])
        if levers.aimed is None or paths == 0 or paths % LANES:
            problems.add(
                "levers.aimed_draws",
                f"{paths} paths of behaviour",
                expected=f"a multiple of {LANES}, and levers.aimed beside them",
            )


def _check_calibration(problems: Problems, calibration: Calibration) -> None:
    n, size = len(calibration.members), len(VARIABLES)
    for name, shape in (
        ("persistence", (n, size)),
        ("loadings", (n, size, FACTORS)),
        ("root", (n, size, size)),
    ):
        _check(problems, f"calibration.{name}", getattr(calibration, name), [shape])
    if calibration.scale.ndim != 2 or len(calibration.scale) != n:
        _check(problems, "calibration.scale", calibration.scale, [(n, -1)])


def _check(problems: Problems, where: str, value: Any, shapes: Sequence[tuple[int, ...]]) -> None:
    found = np.shape(value)
    if found not in shapes:
        wanted = " or ".join(str(shape) for shape in shapes)
        problems.add(where, f"{where} is shaped {found}, not {wanted}", expected=wanted)


def _said(problems: Problems) -> str:
    return "; ".join(each["message"] for each in problems.details())


# Values ------------------------------------------------------------------------------------------

_COLUMNS: dict[str, tuple[float, float]] = {
    "inertia": (1e-6, 1.0),
    "absorption": (-0.5, 10.0),
    "slippage": (0.0, 1.0 - 1e-6),
    "defence_inflation": (-0.5, 1.0),
    "import_share": (0.0, 1.0),
    "debt_share": (0.0, 1.0),
    "tax_share": (0.0, 1.0),
    "other_share": (0.0, 1.0),
    "tax_multiplier": (-5.0, 5.0),
    "other_multiplier": (-5.0, 5.0),
    "multiplier_decay": (0.0, 1.0),
    "risk_premium": (0.0, 1.0),
    "premium_threshold": (0.0, 100.0),
}
"""Levers that are one number or one for each country, with the range of each."""
_FINANCE = ("debt_share", "tax_share", "other_share")
"""Those that may change over the years too."""


def _require_values(
    inputs: Inputs, fiscal: Fiscal, levers: Levers, calibration: Calibration | None
) -> None:
    problems = Problems()
    shape = (len(inputs.members), len(inputs.years))
    for name, (low, high) in _COLUMNS.items():
        if getattr(levers, name) is not None:
            value = by_year(getattr(levers, name), shape)
            _within(problems, inputs, f"levers.{name}", value, low, high)
    financed = sum(by_year(getattr(levers, name), shape) for name in _FINANCE)
    _say_where(
        problems,
        inputs,
        "levers",
        ~(np.abs(financed - 1.0) <= SAME).all(axis=1),
        "the parts paid by debt, taxes and cuts elsewhere do not add up to one",
    )
    equipment = by_year(levers.equipment_share, shape)
    _within(problems, inputs, "levers.equipment_share", equipment, 0.0, 1.0)
    _check_multiplier(problems, inputs, levers)
    _check_stock(problems, inputs, levers)
    _check_optional(problems, inputs, levers)
    _check_fiscal(problems, inputs, fiscal)
    if levers.tails == "fat" and calibration is not None:
        tail = calibration.tail
        if tail is None or tail % 2 or not 4 <= tail <= MOST_FREEDOM:
            problems.add(
                "calibration.tail",
                f"fat tails with {tail or 'unknown'} degrees of freedom",
                expected=f"an even number from 4 to {MOST_FREEDOM}",
            )
    problems.require_none("bad-assumption", _said(problems))


def _check_multiplier(problems: Problems, inputs: Inputs, levers: Levers) -> None:
    multiplier = np.broadcast_to(np.asarray(levers.multiplier, float), (len(inputs.members), 3))
    _within(problems, inputs, "levers.multiplier", multiplier, -5.0, 5.0)
    low, central, high = multiplier.T
    _say_where(
        problems,
        inputs,
        "levers.multiplier",
        ~((low <= central) & (central <= high)),
        "the central multiplier does not lie between the lowest and the highest",
    )


def _check_stock(problems: Problems, inputs: Inputs, levers: Levers) -> None:
    mix, wear, stock = stock_classes(levers, len(inputs.members))
    if not ((wear > 0.0) & (wear <= 1.0)).all():
        problems.add(
            "levers.depreciation",
            f"levers.depreciation: {wear} wears out in a year, service lives must be above a year",
            expected="above 0, up to 1",
        )
    sums = np.abs(mix.sum(axis=1) - 1.0) > SAME
    unknown = np.isnan(stock).all(axis=1)
    bad = sums | (mix < 0.0).any(axis=1) | ~(unknown | np.isfinite(stock).all(axis=1))
    _say_where(problems, inputs, "levers.stock_mix", bad, "parts by class that do not add up to 1")


def _check_optional(problems: Problems, inputs: Inputs, levers: Levers) -> None:
    if levers.aimed is not None:
        _within(problems, inputs, "levers.aimed", levers.aimed, 0.0, 100.0)
    if levers.aimed_draws is not None:
        _within(problems, inputs, "levers.aimed_draws", levers.aimed_draws.min(axis=0), 0.0, 100.0)
        _within(problems, inputs, "levers.aimed_draws", levers.aimed_draws.max(axis=0), 0.0, 100.0)
    if levers.packages is not None:
        _within(problems, inputs, "levers.packages", levers.packages, 0.0, 1e15)
    if levers.import_price is not None:
        _within(problems, inputs, "levers.import_price", levers.import_price, 1e-6, 1e6)


def _check_fiscal(problems: Problems, inputs: Inputs, fiscal: Fiscal) -> None:
    """Check the fiscal side of the countries whose debt is known."""
    known = np.isfinite(fiscal.debt0)
    moving = np.array(inputs.years) > fiscal.start_year
    for name, low, high in (
        ("iir0", -1.0, 1.0),
        ("alpha", 0.0, 1.0),
        ("elasticity", -2.0, 2.0),
        ("foreign", 0.0, 1.0),
        ("balance", -1.0, 1.0),
        ("stockflow", -5.0, 5.0),
        ("short", -1.0, 1.0),
        ("long", -1.0, 1.0),
    ):
        value = getattr(fiscal, name)
        value = value[:, moving] if value.ndim == 2 else value
        _within(problems, inputs, f"fiscal.{name}", value, low, high, among=known)
    rollover = fiscal.rollover[:, moving]
    outside = known & ~((rollover >= 0.0) & (rollover <= 1.0)).all(axis=1)
    words = "the part of long-term debt rolled over a year is not within 0 and 1"
    _say_where(problems, inputs, "fiscal.rollover", outside, f"{words}: maturity must be above 0")
    gap = fiscal.gap_persistence
    if not 0.0 <= gap <= 1.0:
        where = "fiscal.gap_persistence"
        problems.add(where, f"{where}: {gap} is not within 0 and 1")


def _within(
    problems: Problems,
    inputs: Inputs,
    where: str,
    value: Floats,
    low: float,
    high: float,
    among: Any = True,
) -> None:
    outside = ~((value >= low) & (value <= high)).reshape(len(value), -1).all(axis=1)
    _say_where(problems, inputs, where, among & outside, f"not within {low:g} and {high:g}")


def _say_where(problems: Problems, inputs: Inputs, where: str, bad: Any, words: str) -> None:
    if np.any(bad):
        codes = ", ".join(c for c, wrong in zip(inputs.members, bad, strict=True) if wrong)
        problems.add(where, f"{where}, {codes}: {words}", expected=words)


# Paths and shocks --------------------------------------------------------------------------------


def _require_paths(inputs: Inputs, fiscal: Fiscal) -> None:
    problems = Problems()
    zero = {"gdp": inputs.gdp, "base": inputs.base, "price": inputs.price, "fx": inputs.fx}
    for name, values in zero.items():
        bad = ~((values > 0.0) & (values < np.inf) | np.isnan(values)).all(axis=1)
        _say_where(problems, inputs, name, bad, "not above zero in every year")
    moving = np.array(inputs.years) > fiscal.start_year
    moving &= np.arange(len(inputs.years)) < inputs.reported.stop
    unknown = np.isfinite(fiscal.debt0) & ~np.isfinite(inputs.gdp[:, moving]).all(axis=1)
    _say_where(problems, inputs, "gdp", unknown, "unknown in a year in which debt moves")
    negative = (fiscal.debt0 < 0.0) | ~(np.isnan(fiscal.gdp0) | (fiscal.gdp0 > 0.0))
    _say_where(problems, inputs, "fiscal", negative, "debt or GDP of the start below zero")
    problems.require_none("impossible-path", _said(problems))


def _require_shocks(inputs: Inputs, fiscal: Fiscal, calibration: Calibration) -> None:
    missing = [code for code in inputs.members if code not in calibration.members]
    if missing:
        raise Refusal(
            "missing-inputs",
            f"the calibration holds no shocks of {', '.join(missing)}",
            hint="calibrate with these countries, or set draws to 0",
        )
    last = inputs.years[inputs.reported.stop - 1]
    horizon = last - fiscal.known_year
    if horizon > calibration.scale.shape[1]:
        reach = fiscal.known_year + calibration.scale.shape[1]
        raise Refusal(
            "beyond-horizon",
            f"the calibration reaches to {reach}, the scenario ends in {last}",
            hint="end the scenario earlier, or calibrate with a longer horizon",
        )
    mine = rows_of(inputs, calibration)
    own = np.square(calibration.root[mine]).sum(axis=2)
    shared = np.square(calibration.loadings[mine]).sum(axis=2)
    scale = calibration.scale[mine][:, : max(horizon, 1)].max(axis=1)
    spread = scale[:, None] * np.sqrt(own + shared)
    problems = Problems()
    for i, name in enumerate(VARIABLES):
        wide = ~(spread[:, i] <= WIDEST)
        _say_where(
            problems, inputs, name, wide, f"a shock of a year has a spread above {WIDEST:.0%}"
        )
    problems.require_none(
        "absurd-width", _said(problems), hint="look for a break in the series calibrated on"
    )
    kept = calibration.persistence[mine]
    if not ((kept >= 0.0) & (kept <= 1.0)).all():
        raise Refusal("bad-assumption", "calibration.persistence: not within 0 and 1")


# Names and results -------------------------------------------------------------------------------


def require_names(names: Sequence[str], baselines: tuple[str, ...]) -> None:
    """Refuse what is no variable (`model.FUTURES`, `extra_names`) and no ``alliance.`` total."""
    totals = (ALLIANCE + name for name in alliance_names(baselines))
    known = {*variables(baselines), *totals}
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f"one of {', '.join(sorted(known))}"
            raise Refusal("bad-argument", f"{name!r} is no variable of the futures", hint=hint)


def require_events(events: Sequence[Event], inputs: Inputs, terms: Terms) -> None:
    """Refuse conditions on what is no variable, or that look back where nothing is remembered."""
    shape = (len(inputs.members), len(terms.years) - terms.first)
    for event in events:
        for condition in event.conditions:
            require_names([condition.variable], inputs.baselines)
            if condition.since and not looks_back(condition.variable, inputs.baselines):
                raise Refusal(
                    "bad-argument",
                    f"{event.name}: {condition.variable} is not compared with earlier years",
                    hint="only debt and debt_without are",
                )
            if np.shape(condition.level) not in ((), shape[:1], shape):
                raise Refusal(
                    "bad-shape",
                    f"{event.name}: a level shaped {np.shape(condition.level)}",
                    hint="one number, one for each country, or (country, reported year)",
                )
