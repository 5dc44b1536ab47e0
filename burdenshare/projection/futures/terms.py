"""All that is fixed before any draw, as plain arrays in the shape the recursion reads."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from burdenshare.figures.countries import countries
from burdenshare.projection import steps as projection_steps
from burdenshare.projection.futures.model import FACTORS, VARIABLES, Calibration, Fiscal, Levers
from burdenshare.projection.futures.normals import key_of
from burdenshare.projection.futures.steps import (
    Debt,
    DebtTerms,
    Economy,
    EconomyTerms,
    Otherwise,
    Spending,
    SpendingTerms,
)
from burdenshare.projection.model import Floats, Inputs

UNLIMITED = 1e30
"""Spending that is always allowed where there is no absorption limit, billion."""


class Terms(NamedTuple):
    """What is fixed before any draw: c country, t year, b baseline, e equipment class.

    Years begin after the last known one where that is earlier than `Inputs.years`, and end with the
    last reported one. What is unknown is filled with a harmless number; `run`
    leaves it out of the results.
    """

    codes: Any
    """ISO 3166-1 number, uint64 (c,)."""
    years: Any
    """int64 (t,)."""
    first: int
    """Position of the first reported year."""
    economy: Any
    """(c, t, `EconomyTerms`)."""
    spending: Any
    """(c, t, `SpendingTerms`)."""
    aimed: Any
    """(c, t, 1 + p): share aimed at on the central path, then on p paths that the draws take in
    turn; without them, every draw takes the central one."""
    debt: Any
    """(c, t, `DebtTerms`)."""
    start: Any
    """(c, `Economy` + `Spending` + `Debt`): the state before the first year."""
    multiplier: Any
    """(c, 4): lowest, central, highest, domestic part."""
    root: Any
    """(c, 6, 6)."""
    loadings: Any
    """(c, 6, 2)."""
    width: Any
    """(c, t): scale of the shocks, 0 in known years."""
    otherwise: Any
    """(b, c, t, `Otherwise`)."""
    start_at: Any
    """Position of the start year of the pledge, int64 (c,)."""
    equipment: Any
    """(c, t): part of spending that buys equipment."""
    mix: Any
    """(c, e): part of equipment spending by class."""
    wear: Any
    """(e,)."""
    stock: Any
    """(c, e): before the first year."""
    target: Any
    """(c,): the pledge, per cent of the base."""
    real_dollars: Any
    """(c,): US dollars of the common base year per unit at the member's constant prices."""
    freedom: int
    """Degrees of freedom of the fat tails; 0: normal."""
    key: Any
    """The seed's two words, uint64 (2,)."""


def build(
    inputs: Inputs, fiscal: Fiscal, levers: Levers, calibration: Calibration | None, seed: int
) -> Terms:
    """Return the terms of a run whose parts fit each other (`checks.require_sound`)."""
    last = inputs.reported.stop
    years = np.array(inputs.years[:last])
    shape = (len(inputs.members), last)
    economy = _economy(inputs, fiscal, calibration, last)
    spending = _spending(inputs, fiscal, levers, economy, last)
    aimed = _aimed(inputs, levers, last)
    debt = _debt(inputs, fiscal, levers, calibration, years)
    mix, wear, stock = stock_classes(levers, shape[0])
    width, root, loadings = _shocks(inputs, fiscal, calibration, years)
    fat = levers.tails == "fat" and calibration is not None
    at_base = (inputs.price_at_base, inputs.fx_at_base)
    level, rate = (filled(np.ones(shape[0]) if v is None else v) for v in at_base)
    terms = Terms(
        codes=np.array([int(countries()[c].numeric) for c in inputs.members], dtype=np.uint64),
        years=years,
        first=inputs.first,
        economy=np.stack(economy, axis=-1),
        spending=np.stack(spending, axis=-1),
        aimed=aimed,
        debt=np.stack(debt, axis=-1),
        start=_start(inputs, fiscal, economy, aimed),
        multiplier=_multiplier(levers, shape[0]),
        root=root,
        loadings=loadings,
        width=width,
        otherwise=_otherwise(inputs, last),
        start_at=np.array(projection_steps.positions(inputs.years, inputs.start_year)),
        equipment=spending.equipment,
        mix=mix,
        wear=wear,
        stock=filled(stock, 0.0),
        target=np.array(inputs.target_share, dtype=float),
        real_dollars=level / rate,
        freedom=calibration.tail or 0 if fat and calibration is not None else 0,
        key=key_of(seed),
    )
    missing = inputs.years[0] - fiscal.known_year - 1
    if calibration is None or missing <= 0:
        return terms
    return _led_in(terms, fiscal, calibration.scale[rows_of(inputs, calibration)], missing)


def in_precision(terms: Terms, kind: type[np.floating[Any]]) -> Terms:
    """Return the terms with every array of floats in one precision."""
    changed: dict[str, Any] = {
        name: np.ascontiguousarray(values, dtype=kind)
        for name, values in terms._asdict().items()
        if isinstance(values, np.ndarray) and values.dtype.kind == "f"
    }
    return terms._replace(**changed)


# Shapes ------------------------------------------------------------------------------------------


def filled(values: Floats, by: Any = 1.0) -> Floats:
    """Return the values with what is unknown filled."""
    return np.asarray(np.where(np.isfinite(values), values, by), dtype=float)


def by_country(value: Any, n: int) -> Floats:
    """Return a lever as an array (country,)."""
    return np.broadcast_to(np.asarray(value, dtype=float), (n,)).copy()


def by_year(value: Any, shape: tuple[int, int]) -> Floats:
    """Return a lever as an array (country, year), from a number, (country,) or (country, year)."""
    array = np.asarray(value, dtype=float)
    if array.ndim == 1:
        array = array[:, None]
    elif array.ndim == 2:
        array = array[:, : shape[1]]
    return np.broadcast_to(array, shape).copy()


def stock_classes(levers: Levers, n: int) -> tuple[Floats, Floats, Floats]:
    """Return mix (country, class), wear (class,) and opening stock (country, class)."""
    wear = np.asarray(levers.depreciation, dtype=float)
    mix = np.broadcast_to(np.asarray(levers.stock_mix, dtype=float), (n, len(wear))).copy()
    stock = np.zeros_like(mix) if levers.stock0 is None else np.asarray(levers.stock0, dtype=float)
    return mix, wear, stock


def debt_known(fiscal: Fiscal) -> Floats:
    """Return 1 for countries whose debt is known, else 0, shaped (country,)."""
    return np.isfinite(fiscal.debt0).astype(float)


# Parts -------------------------------------------------------------------------------------------


def _economy(
    inputs: Inputs, fiscal: Fiscal, calibration: Calibration | None, last: int
) -> EconomyTerms:
    shape = (len(inputs.members), last)
    gdp = np.array(inputs.gdp[:, :last], dtype=float)
    if fiscal.start_year in inputs.years[:last]:
        at = inputs.years.index(fiscal.start_year)
        gdp[:, at] = np.where(np.isfinite(gdp[:, at]), gdp[:, at], fiscal.gdp0)
    gdp = filled(gdp)
    price, fx = filled(inputs.price[:, :last]), filled(inputs.fx[:, :last])
    keep = _kept(inputs, calibration, last)
    return EconomyTerms(
        gdp=gdp,
        per_gdp=1.0 / gdp,
        price=price,
        per_price=1.0 / price,
        fx=fx,
        per_fx=1.0 / fx,
        keep_growth=keep["growth"],
        keep_inflation=keep["inflation"],
        keep_short=keep["short_rate"],
        keep_long=keep["long_rate"],
        keep_fx=keep["fx"],
        keep_gap=by_year(fiscal.gap_persistence, shape),
    )


def _kept(inputs: Inputs, calibration: Calibration | None, last: int) -> dict[str, Floats]:
    """Return which part of each deviation is left a year later, by variable."""
    shape = (len(inputs.members), last)
    if calibration is None:
        return {name: np.zeros(shape) for name in VARIABLES}
    keep = calibration.persistence[rows_of(inputs, calibration)]
    return {name: by_year(keep[:, i], shape) for i, name in enumerate(VARIABLES)}


def _spending(
    inputs: Inputs, fiscal: Fiscal, levers: Levers, economy: EconomyTerms, last: int
) -> SpendingTerms:
    shape = (len(inputs.members), last)
    years = np.array(inputs.years[:last])
    after = (years > np.array(inputs.start_year)[:, None]).astype(float)
    base = filled(inputs.base[:, :last])
    moving = _moves_with_gdp(inputs)[:, None]
    before = np.column_stack([_gdp_before(inputs, fiscal, economy), economy.gdp[:, :-1]])
    ahead = np.maximum(years - fiscal.known_year, 0)
    dearer = (1.0 + by_country(levers.defence_inflation, shape[0]))[:, None] ** ahead
    imported = by_year(levers.import_share, shape) * dearer
    planned = np.ones(shape) if levers.import_price is None else levers.import_price[:, :last]
    limit = np.zeros(shape) if levers.absorption is None else by_year(levers.absorption, shape)
    limited = 0.0 if levers.absorption is None else after
    packages = np.zeros(shape) if levers.packages is None else levers.packages[:, :last]
    mix, wear, _ = stock_classes(levers, shape[0])
    return SpendingTerms(
        base_moving=np.where(moving, base * economy.per_gdp, 0.0),
        base_fixed=np.where(moving, 0.0, base),
        per_moving=np.where(moving, economy.gdp / base, 0.0),
        per_fixed=np.where(moving, 0.0, 1.0 / base),
        start_share=by_year(inputs.start_share, shape),
        inertia=np.where(after > 0.0, by_year(levers.inertia, shape), 1.0),
        slippage=after * by_year(levers.slippage, shape),
        real_limit=1.0 + limit,
        no_limit=UNLIMITED * (1.0 - limited) * np.ones(shape),
        expected_growth=economy.gdp / before,
        cash=after * float(levers.budgeting == "cash"),
        package=np.array(packages, dtype=float),
        after_start=after,
        keep_effect=1.0 - by_year(levers.multiplier_decay, shape),
        taken=_taken(levers, shape),
        home_price=by_year(dearer, shape) - imported,
        import_price=imported * economy.price * planned * economy.per_fx,
        equipment=by_year(levers.equipment_share, shape),
        wear=by_year((mix * wear).sum(axis=1), shape),
    )


def _debt(
    inputs: Inputs, fiscal: Fiscal, levers: Levers, calibration: Calibration | None, years: Any
) -> DebtTerms:
    shape = (len(inputs.members), len(years))
    known = debt_known(fiscal)[:, None]

    def path(values: Floats) -> Floats:
        return filled(by_year(values, shape), 0.0)

    return DebtTerms(
        live=known * (years > fiscal.start_year),
        balance=path(fiscal.balance),
        stockflow=path(fiscal.stockflow),
        short=path(fiscal.short),
        long=path(fiscal.long),
        alpha=path(fiscal.alpha),
        rollover=path(fiscal.rollover),
        elasticity=path(fiscal.elasticity),
        foreign=path(fiscal.foreign),
        premium=by_year(levers.risk_premium, shape),
        threshold=by_year(levers.premium_threshold, shape),
        debt_share=by_year(levers.debt_share, shape),
        accrual=np.full(shape, float(levers.accrual)),
        keep_surprise=_kept(inputs, calibration, shape[1])["primary_balance"],
    )


def _start(inputs: Inputs, fiscal: Fiscal, economy: EconomyTerms, aimed: Floats) -> Floats:
    """Return the state before the first year: on the central path."""
    zero = np.zeros(len(inputs.members))
    before_first = fiscal.start_year < inputs.years[0]
    fx = filled(fiscal.fx0, economy.fx[:, 0]) if before_first else economy.fx[:, 0]
    debt0, iir0 = filled(fiscal.debt0, 0.0), filled(fiscal.iir0, 0.0)
    was = Economy(*[zero] * len(Economy._fields))._replace(
        gdp=_gdp_before(inputs, fiscal, economy), per_fx=1.0 / fx
    )
    spent = Spending(*[zero] * len(Spending._fields))._replace(
        regular_share=aimed[:, 0, 0], slower=zero + 1.0
    )
    owed = Debt(*[zero] * len(Debt._fields))._replace(
        long_iir=iir0, long_iir_without=iir0, debt=debt0, debt_without=debt0, peak=debt0
    )
    return np.stack([*was, *spent, *owed], axis=-1)


def _gdp_before(inputs: Inputs, fiscal: Fiscal, economy: EconomyTerms) -> Floats:
    """Return GDP of the year before the first, or of the first where that one is not needed."""
    if fiscal.start_year < inputs.years[0]:
        return filled(fiscal.gdp0, economy.gdp[:, 0])
    return np.asarray(economy.gdp[:, 0])


def _moves_with_gdp(inputs: Inputs) -> NDArray[np.bool_]:
    """Return whether the base is not the GDP of one fixed year, by country."""

    def constant(row: Floats) -> bool:
        return len(set(row[np.isfinite(row)])) == 1

    pairs = zip(inputs.base, inputs.gdp, strict=True)
    return np.array([not constant(base) or constant(gdp) for base, gdp in pairs], dtype=bool)


def _aimed(inputs: Inputs, levers: Levers, last: int) -> Floats:
    """Return the share aimed at, per cent, (country, year, path), the central path first.

    Up to the start it is what is known of the pledge's path, on every path.
    """
    pledged = projection_steps.pledge_path(
        inputs.years,
        start_year=inputs.start_year,
        start=inputs.start_share,
        target=inputs.target_share,
        deadline=inputs.deadline,
        path=inputs.path,
        waypoints=inputs.waypoints,
        may_fall=inputs.may_fall,
        known=inputs.known_share,
        base=inputs.base,
        price=inputs.price,
    )[:, :last]
    paths = pledged[None]
    if levers.behaviour == "behaved" and levers.aimed is not None:
        paths = levers.aimed[None]
        if levers.aimed_draws is not None:
            paths = np.concatenate([paths, levers.aimed_draws])
        after = np.array(inputs.years[:last]) > np.array(inputs.start_year)[:, None]
        paths = np.where(after, paths[:, :, :last], pledged)
    return np.moveaxis(filled(paths, inputs.start_share[:, None]), 0, -1).copy()


def _multiplier(levers: Levers, n: int) -> Floats:
    low, central, high = np.broadcast_to(np.asarray(levers.multiplier, dtype=float), (n, 3)).T
    domestic = 1.0 - by_country(levers.import_share, n)
    return np.stack([low, central, high, domestic], axis=-1)


def _taken(levers: Levers, shape: tuple[int, int]) -> Floats:
    """Return what taxes and cuts elsewhere take from output per extra spending."""
    taxes = by_year(levers.tax_multiplier, shape) * by_year(levers.tax_share, shape)
    return taxes + by_year(levers.other_multiplier, shape) * by_year(levers.other_share, shape)


def rows_of(inputs: Inputs, calibration: Calibration) -> list[int]:
    """Return the rows of the calibration that belong to the members."""
    return [calibration.members.index(code) for code in inputs.members]


def _shocks(
    inputs: Inputs, fiscal: Fiscal, calibration: Calibration | None, years: Any
) -> tuple[Floats, Floats, Floats]:
    n, size = len(inputs.members), len(VARIABLES)
    width = np.zeros((n, len(years)))
    if calibration is None:
        return width, np.zeros((n, size, size)), np.zeros((n, size, FACTORS))
    mine = rows_of(inputs, calibration)
    ahead = years - fiscal.known_year - 1
    width[:, ahead >= 0] = calibration.scale[mine][:, ahead[ahead >= 0]]
    return width, calibration.root[mine], calibration.loadings[mine]


def _led_in(terms: Terms, fiscal: Fiscal, scale: Floats, missing: int) -> Terms:
    """Return terms that begin with the years between the last known one and the first of the run.

    In these years nothing happens but shocks: the run begins with deviations that have grown since.
    """

    def led(values: Floats, axis: int = 1) -> Floats:
        first = np.take(values, [0], axis=axis)
        return np.concatenate([np.repeat(first, missing, axis=axis), values], axis=axis)

    economy, spending, debt = led(terms.economy), led(terms.spending), led(terms.debt)
    otherwise = led(terms.otherwise, axis=2)
    before = slice(0, missing)
    for name, level in (("gdp", fiscal.gdp0), ("price", fiscal.price0), ("fx", fiscal.fx0)):
        at = EconomyTerms._fields.index(name)
        economy[:, before, at] = filled(level, economy[:, 0, at])[:, None]
        economy[:, before, at + 1] = 1.0 / economy[:, before, at]
    for name in ("expected_growth", "inertia", "keep_effect", "real_limit"):
        spending[:, before, SpendingTerms._fields.index(name)] = 1.0
    for name in ("after_start", "package", "slippage", "cash"):
        spending[:, before, SpendingTerms._fields.index(name)] = 0.0
    spending[:, before, SpendingTerms._fields.index("no_limit")] = UNLIMITED
    debt[:, before, DebtTerms._fields.index("live")] = 0.0
    otherwise[:, :, before, Otherwise._fields.index("after_start")] = 0.0
    return terms._replace(
        years=np.concatenate([terms.years[0] + np.arange(-missing, 0), terms.years]),
        first=terms.first + missing,
        economy=economy,
        spending=spending,
        aimed=led(terms.aimed),
        debt=debt,
        otherwise=otherwise,
        width=np.concatenate([scale[:, :missing], terms.width], axis=1),
        start_at=terms.start_at + missing,
        equipment=np.concatenate([np.zeros((len(scale), missing)), terms.equipment], axis=1),
    )


def _otherwise(inputs: Inputs, last: int) -> Floats:
    """Return the baselines as in `burdenshare.projection.steps.baseline_path`."""
    shape = (len(inputs.members), last)
    after = np.array(inputs.years[:last]) > np.array(inputs.start_year)[:, None]
    zero = np.zeros(shape)
    kept = by_year(inputs.start_share, shape) / 100.0
    found = []
    for name in inputs.baselines:
        other = Otherwise(after, zero, zero, zero, zero)
        if name == "constant_share":
            other = other._replace(of_base=kept)
        elif name == "constant_real":
            other = other._replace(of_real=zero + 1.0)
        elif name == "constant_cash":
            other = other._replace(of_cash=zero + 1.0)
        elif name.startswith("share_"):
            share = float(name.removeprefix("share_")) / 100.0
            other = other._replace(after_start=zero + 1.0, of_base=zero + share)
        elif inputs.plan is not None:
            plan = inputs.plan[:, :last]
            other = Otherwise(after | np.isfinite(plan), zero, zero, zero, filled(plan, 0.0))
        found.append(np.stack([np.asarray(part, dtype=float) for part in other], axis=-1))
    return np.array(found).reshape(len(found), *shape, len(Otherwise._fields))
