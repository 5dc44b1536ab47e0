"""The steps of the projection: pure functions on arrays over (..., country, year).

Money is in billion of national currency, shares in per cent, growth in per cent a year. A leading
axis (draws) passes through every step unchanged. A number that cannot be known is NaN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from burdenshare.projection.model import Floats

# The path of the share ---------------------------------------------------------------------------


def elapsed(years: Sequence[int], start: Sequence[int], deadline: Sequence[int]) -> Floats:
    """Return which part of the way from start to deadline has passed in each year.

    Parameters
    ----------
    years : sequence of int
    start, deadline : sequence of int
        By country.

    Returns
    -------
    array (country, year)
        0 up to the start, 1 from the deadline on.
    """
    begin = np.asarray(start, dtype=float)[:, None]
    length = np.asarray(deadline, dtype=float)[:, None] - begin
    return np.asarray(np.clip((np.asarray(years, dtype=float) - begin) / length, 0.0, 1.0))


def linear_share(start: Floats, target: Floats, part: Floats) -> Floats:
    """Return a share that rises by the same points each year: s_0 + (s_T - s_0) x.

    Parameters
    ----------
    start, target : array (country,)
        Per cent.
    part : array (country, year)
        The part x of the way that has passed (`elapsed`).

    Returns
    -------
    array (country, year), per cent
        The path of the NATO pledges as commonly read (NATO, The Hague, June 2025: an incremental
        path; the deadline share over the years gives equal points a year).
    """
    return np.asarray(start[:, None] * (1.0 - part) + target[:, None] * part)


def backloaded_share(start: Floats, target: Floats, part: Floats) -> Floats:
    """Return a share that rises with the square of elapsed time: s_0 + (s_T - s_0) x^2.

    Half of the time brings a quarter of the way. The square is our own stylised form of a pledge
    that leaves most of the effort to the end. Shapes and units as in `linear_share`.
    """
    return linear_share(start, target, part**2)


def waypoint_share(years: Sequence[int], points: Mapping[int, float]) -> Floats:
    """Return a share that is linear between given points and flat outside them.

    Parameters
    ----------
    years : sequence of int
    points : mapping of int to float
        Per cent by year, start and deadline included, in any order.

    Returns
    -------
    array (year,), per cent
    """
    known = sorted(points)
    return np.asarray(np.interp(years, known, [points[year] for year in known]), dtype=np.float64)


def growth_share(
    start: Floats,
    target: Floats,
    part: Floats,
    base: Floats,
    price: Floats,
    at_start: Sequence[int],
    at_deadline: Sequence[int],
) -> Floats:
    """Return the share of spending whose real growth is constant up to the deadline.

    With R = s B / P, R_t = R_0 (R_T / R_0)^x: the same real growth each year, and the target share
    exactly at the deadline. Hence s_t = s_0^(1-x) s_T^x * b_0^(1-x) b_T^x / b_t with b = B / P.

    Parameters
    ----------
    start, target : array (country,)
        Per cent of `base`.
    part : array (country, year)
    base, price : array (..., country, year)
    at_start, at_deadline : sequence of int
        Positions of these years, by country; -1 where a year is outside.

    Returns
    -------
    array (..., country, year), per cent of `base`
    """
    real = base / price
    first, last = at(real, at_start)[..., None], at(real, at_deadline)[..., None]
    share = start[:, None] ** (1.0 - part) * target[:, None] ** part
    bridge = first ** (1.0 - part) * last**part / real
    return np.asarray(share * np.where((part > 0.0) & (part < 1.0), bridge, 1.0))


def pledge_path(
    years: Sequence[int],
    *,
    start_year: Sequence[int],
    start: Floats,
    target: Floats,
    deadline: Sequence[int],
    path: Sequence[str],
    waypoints: Sequence[Mapping[int, float]],
    may_fall: Sequence[bool],
    known: Floats,
    base: Floats,
    price: Floats,
) -> Floats:
    """Return the share of each country in each year: what is known, then the path of its pledge.

    A country that starts at or above its target keeps its share unless it `may_fall`; points of a
    ``waypoints`` path that lie above the start are still met. After the deadline the share stays.

    Parameters
    ----------
    years : sequence of int
    start_year, deadline : sequence of int
        By country.
    start, target : array (country,)
        Per cent of `base`.
    path : sequence of str
        ``linear``, ``growth``, ``backloaded`` or ``waypoints``, by country.
    waypoints : sequence of mapping
        Per cent by year, by country; read for the path ``waypoints`` only.
    may_fall : sequence of bool
    known : array (country, year)
        Published shares of the years before the start; NaN elsewhere.
    base, price : array (..., country, year)
        Read for the path ``growth`` only.

    Returns
    -------
    array (..., country, year), per cent of `base`
    """
    keeps = (start >= target) & ~np.asarray(may_fall, dtype=bool)
    goal = np.where(keeps, start, target)
    part = elapsed(years, start_year, deadline)
    share = np.broadcast_to(linear_share(start, goal, part), base.shape).copy()
    quadratic = backloaded_share(start, goal, part)
    for i, kind in enumerate(path):
        if kind == "waypoints":
            points = {start_year[i]: start[i], **waypoints[i], deadline[i]: goal[i]}
            line = waypoint_share(years, points)
            share[..., i, :] = np.maximum(line, start[i]) if keeps[i] else line
        elif kind == "backloaded":
            share[..., i, :] = quadratic[i]
        elif kind == "growth" and not keeps[i]:
            one = slice(i, i + 1)
            share[..., one, :] = growth_share(
                start[one],
                goal[one],
                part[one],
                base[..., one, :],
                price[..., one, :],
                positions(years, start_year[one]),
                positions(years, deadline[one]),
            )
    before = np.asarray(years) < np.asarray(start_year)[:, None]
    return np.asarray(np.where(before, known, share))


# Money -------------------------------------------------------------------------------------------


def spending(share: Floats, base: Floats) -> Floats:
    """Return spending, billion of national currency: share (per cent) of base, year by year."""
    return np.asarray(share * base / 100.0)


def deflate(nominal: Floats, price: Floats) -> Floats:
    """Return money at constant prices: nominal over a price level that is 1 in the base year."""
    return np.asarray(nominal / price)


def baseline_path(
    name: str,
    *,
    years: Sequence[int],
    start_year: Sequence[int],
    start: Floats,
    spent: Floats,
    base: Floats,
    price: Floats,
    plan: Floats | None,
) -> Floats:
    """Return what would be spent without the pledge, by one named baseline.

    ``constant_share`` keeps the start share, ``constant_real`` the purchasing power of the start
    year, ``constant_cash`` its amount; up to the start they equal what is spent. ``share_X`` is X
    per cent of `base` in every year; ``plan`` is the given plan, and what is spent up to the start
    where the plan says nothing (the baselines that published estimates differ by: for the UK alone
    13.4 or 6 billion pounds, Institute for Fiscal Studies 2025).

    Parameters
    ----------
    name : str
    years, start_year : sequence of int
    start : array (country,)
        Per cent of `base`.
    spent, base, price : array (..., country, year)
    plan : array (country, year) or None

    Returns
    -------
    array (..., country, year), billion of national currency
    """
    if name.startswith("share_"):
        return spending(np.asarray(float(name.removeprefix("share_"))), base)
    at_start = positions(years, start_year)
    amount = at(spent, at_start)[..., None]
    if name == "constant_share":
        path = spending(start[:, None], base)
    elif name == "constant_real":
        path = amount * price / at(price, at_start)[..., None]
    elif name == "constant_cash":
        path = np.broadcast_to(amount, spent.shape)
    elif name == "plan" and plan is not None:
        path = np.broadcast_to(plan, spent.shape)
    else:
        raise ValueError(f"no baseline {name!r}")
    before = np.asarray(years) <= np.asarray(start_year)[:, None]
    if name == "plan":
        before = before & np.isnan(path)
    return np.asarray(np.where(before, spent, path))


def over_baseline(spent: Floats, baseline: Floats) -> Floats:
    """Return spending above a baseline (negative where it is below), year by year."""
    return np.asarray(spent - baseline)


def cumulate(money: Floats) -> Floats:
    """Return the sum over the years (the last axis)."""
    return np.asarray(money.sum(axis=-1))


# Measures ----------------------------------------------------------------------------------------


def required_growth(
    money: Floats, start_year: Sequence[int], deadline: Sequence[int], years: Sequence[int]
) -> Floats:
    """Return the constant growth from start to deadline: 100 ((C_T / C_0)^(1/T) - 1).

    Parameters
    ----------
    money : array (..., country, year)
        Nominal or real spending.
    start_year, deadline : sequence of int
        By country.
    years : sequence of int
        Years of the last axis.

    Returns
    -------
    array (..., country), per cent a year; NaN where spending starts at 0
    """
    length = np.asarray(deadline, dtype=float) - np.asarray(start_year, dtype=float)
    first = at(money, positions(years, start_year))
    last = at(money, positions(years, deadline))
    ratio = np.divide(last, first, out=np.full_like(last, np.nan), where=first > 0.0)
    return np.asarray(100.0 * (ratio ** (1.0 / length) - 1.0))


def per_head(money: Floats, population: Floats) -> Floats:
    """Return units of currency per inhabitant, from billions and million persons."""
    return np.asarray(1000.0 * money / population)


def of_budget(amount: Floats, budget: Floats, gdp: Floats) -> Floats:
    """Return an amount in per cent of another budget of the same year.

    The budget keeps its last known share of GDP, so that an amount of a later year is set against
    the budget of that year.

    Parameters
    ----------
    amount, gdp : array (..., country)
        Billion of national currency, of one year.
    budget : array (country,)
        Per cent of GDP.

    Returns
    -------
    array (..., country), per cent
    """
    return np.asarray(100.0 * amount / (budget / 100.0 * gdp))


def sum_above_zero(money: Floats) -> Floats:
    """Return the sum over countries (the last axis but one) of what is positive, without netting.

    A member that is above its target or baseline does not make up for one below it. NaN where a
    part is unknown.
    """
    return np.asarray(np.maximum(money, 0.0).sum(axis=-2))


# Years -------------------------------------------------------------------------------------------


def positions(years: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """Return the position of each wanted year in `years`, -1 where it is not there."""
    place = {year: i for i, year in enumerate(years)}
    return [place.get(year, -1) for year in wanted]


def at(values: Floats, position: Sequence[int]) -> Floats:
    """Return the value of each country at its own position, NaN where that is -1.

    Parameters
    ----------
    values : array (..., country, year)
    position : sequence of int
        By country.

    Returns
    -------
    array (..., country)
    """
    where = np.asarray(position)
    picked = values[..., np.arange(values.shape[-2]), where]
    return np.asarray(np.where(where >= 0, picked, np.nan))
