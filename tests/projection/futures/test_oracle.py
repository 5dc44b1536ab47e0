"""The central path is the projection, shocks have the moments they should, draws stand alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from burdenshare.projection.futures import oracle
from burdenshare.projection.futures.layout import row_of, total_of, variables
from burdenshare.projection.futures.model import (
    VARIABLES,
    Event,
    Levers,
    alliance_names,
)
from burdenshare.projection.futures.steps import Shock
from burdenshare.projection.futures.terms import Terms, build
from burdenshare.projection.futures.wanted import places, wanted
from burdenshare.projection.model import Floats, Inputs
from burdenshare.projection.project import project

from ..factory import inputs as projection_inputs
from .factory import (
    SIZE,
    calibration,
    central,
    draws,
    everything,
    fiscal,
    growing,
    one,
    quiet,
    simulated,
    three,
)

SIGMAS = 5.0
BY_MEMBER = (
    *("members", "currency", "price_base", "start_year", "deadline", "path", "waypoints"),
    "may_fall",
)


def every_kind() -> Inputs:
    """Return members with every path, a base that is not GDP, and every baseline."""
    n, years = 11, range(2025, 2036)
    gdp, price = growing(1000.0, 0.04, n), growing(1.1, 0.02, n)
    known = [1.9, 2.0, *[np.nan] * 9]
    plan = np.full((4, n), np.nan)
    plan[:, 2:] = 40.0
    plan[:, 0] = 15.0
    return projection_inputs(
        {
            "ITA": {"gdp": gdp, "price": price, "start_year": 2027, "known": known},
            "LUX": {"gdp": gdp, "base": growing(650.0, 0.04, n), "path": "backloaded", "start": 2},
            "JPN": {"gdp": gdp, "base": 600.0, "path": "growth", "fx": growing(140.0, 0.01, n)},
            "CAN": {"gdp": gdp, "path": "waypoints", "waypoints": {2030: 2.5}, "fx": 1.37},
        },
        years,
        first=2,
        last=9,
        plan=plan,
        baselines=("constant_share", "constant_real", "constant_cash", "share_2.0", "plan"),
    )  # fmt: skip


@pytest.mark.parametrize("given", [three(), every_kind()], ids=["three", "every kind"])
@pytest.mark.parametrize("budgeting", ["share", "cash"])
def test_without_shocks_and_levers_it_is_the_projection(given: Inputs, budgeting: str) -> None:
    levers = Levers(budgeting=budgeting)  # type: ignore[arg-type]
    terms = build(given, fiscal(given), levers, None, 1)
    expected = project(given)
    shown = given.reported
    names = {
        "share": expected.share,
        "gdp": expected.gdp,
        "price": given.price[:, shown],
        "fx": given.fx[:, shown],
        "spending": expected.spending,
        "spending_real": expected.spending_real,
        "buying_power": expected.spending_real,
        **{f"extra.{name}": money for name, money in expected.extra.items()},
        **{f"extra_real.{name}": money for name, money in expected.extra_real.items()},
    }
    for name, values in names.items():
        found = central(terms, name, given.baselines)[:, given.first :]
        np.testing.assert_allclose(found, values, rtol=1e-12, atol=1e-12, err_msg=name)
    years = [year for year in oracle.walk(terms, None) if year.t >= given.first]
    total = expected.alliance
    sums = {name: getattr(total, name) for name in ("gdp", "share", "spending", "spending_real")}
    sums["shortfall"] = total.shortfall
    for kind in ("extra", "extra_real", "below"):
        sums |= {f"{kind}.{name}": money for name, money in getattr(total, kind).items()}
    for name, series in sums.items():
        position = total_of(name, given.baselines)
        values = np.array([year.totals[position][0] for year in years])
        np.testing.assert_allclose(values, series, rtol=1e-12, atol=1e-12, err_msg=name)


def test_sums_over_the_years_begin_with_the_first_reported_one() -> None:
    given = three()
    terms = build(given, fiscal(given), Levers(), None, 1)
    years = [year for year in oracle.walk(terms, None) if year.t >= given.first]
    expected = project(given)
    for name, values in (
        ("cumulative_spending", expected.spending),
        ("cumulative_extra.constant_cash", expected.extra["constant_cash"]),
    ):
        found = years[-1].rows[row_of(name, given.baselines)][:, 0]
        np.testing.assert_allclose(found, values.sum(axis=1), rtol=1e-12)
    total = years[-1].totals[total_of("cumulative_extra_real.constant_share", given.baselines)]
    assert total[0] == pytest.approx(expected.alliance.extra_real["constant_share"].sum())


# Shocks ------------------------------------------------------------------------------------------


def shocks(terms: Terms, t: int, n: int) -> Floats:
    """Return the shocks of a year, (country x variable, draw)."""
    return np.stack(oracle.draw_shocks(terms, t, draws(n)), axis=1).reshape(-1, n)


@pytest.mark.parametrize("tails", ["normal", "fat"])
def test_shocks_have_the_covariance_of_the_calibration(tails: str) -> None:
    n, given = 60_000, three()
    rng = np.random.default_rng(5)
    drawn = calibration(
        root=np.array([(a + a.T) / 2.0 for a in rng.normal(0.0, 0.005, (3, SIZE, SIZE))]),
        loadings=rng.normal(0.0, 0.004, (3, SIZE, 2)),
        scale=np.array([[1.0, 1.5], [1.0, 1.0], [2.0, 0.5]]).repeat(5, axis=1),
        tail=12,
    )
    terms = build(given, fiscal(given), Levers(tails=tails), drawn, 11)  # type: ignore[arg-type]
    own = np.einsum("cij,ckj->cik", drawn.root, drawn.root)
    expected = np.einsum("aif,bjf->aibj", drawn.loadings, drawn.loadings)
    for c in range(3):
        expected[c, :, c, :] += own[c]
    for t in (1, 10):
        scale = drawn.scale[:, t - 1]
        wanted_now = (expected * scale[:, None, None, None] * scale[None, None, :, None]).reshape(
            18, 18
        )
        e = shocks(terms, t, n)
        variance = np.diag(wanted_now)
        kurtosis = 1.0 if tails == "normal" else (12.0 - 2.0) / (12.0 - 4.0)
        moment = kurtosis * (np.outer(variance, variance) + 2.0 * wanted_now**2) - wanted_now**2
        error = np.sqrt(moment / n)
        assert (np.abs(e @ e.T / n - wanted_now) < SIGMAS * error).all()
        assert (np.abs(e.mean(axis=1)) < SIGMAS * np.sqrt(variance / n)).all()


def test_fat_tails_are_students_in_every_shock() -> None:
    given = one()
    fat = quiet(spread=0.01, tail=6)
    terms = build(given, fiscal(given), Levers(tails="fat"), fat, 2)
    e = shocks(terms, 1, 20_000) / 0.01 * np.sqrt(6.0 / 4.0)
    for row in e:
        assert stats.kstest(row, stats.t(6).cdf).pvalue > 1e-3


def test_known_years_have_no_shocks() -> None:
    given = three()
    terms = build(given, fiscal(given, known_year=2027), Levers(), calibration(), 1)
    assert [bool(shocks(terms, t, 5).any()) for t in range(5)] == [False] * 3 + [True] * 2


def test_deviations_build_up_as_their_persistence_says() -> None:
    n = 40_000
    keep = np.array([0.4, 0.6, 0.0, 0.0, 0.9, 0.0])
    spread = np.array([0.02, 0.01, 0.0, 0.0, 0.05, 0.0])
    given = one()
    drawn = quiet(spread=spread, persistence=keep)
    terms = build(given, fiscal(given), Levers(), drawn, 4)
    for name, i in (("price", 1), ("fx", 4)):
        path = central(terms, name)
        logs = np.log(simulated(terms, name, n)[0] / path[0][:, None])
        k = np.arange(10)
        weight = keep[i] ** k if name == "fx" else (1.0 - keep[i] ** (k + 1)) / (1.0 - keep[i])
        for h in (1, 5, 10):
            variance = spread[i] ** 2 * (weight[:h] ** 2).sum()
            assert logs[h].var() == pytest.approx(variance, rel=SIGMAS * np.sqrt(2.0 / n))
    gdp = np.log(simulated(terms, "gdp", n)[0, 1] / central(terms, "gdp")[0, 1])
    assert gdp.var() == pytest.approx(0.02**2 + 0.01**2, rel=SIGMAS * np.sqrt(2.0 / n))


# Debt under shocks: what is known of its distribution ---------------------------------------------


def test_expected_debt_follows_the_closed_form_of_independent_growth() -> None:
    n = 40_000
    given = one()
    flat = {"alpha": 0.0, "elasticity": 0.0, "foreign": 0.0, "stockflow": 0.0}
    finance = fiscal(given, debt0=0.9, iir0=0.04, long=0.04, balance=0.01, **flat)
    growth = quiet(spread=[0.03, 0.0, 0.0, 0.0, 0.0, 0.0])
    debt = simulated(build(given, finance, Levers(), growth, 6), "debt", n)[0]
    mean = 1.04 / 1.03 * np.exp(0.03**2 / 2.0)
    for t in (1, 5, 10):
        expected = 0.9 * mean**t - 0.01 * (mean**t - 1.0) / (mean - 1.0)
        error = SIGMAS * debt[t].std() / np.sqrt(n)
        assert debt[t].mean() == pytest.approx(expected, abs=error)


def test_the_variance_of_debt_after_one_year_is_that_of_its_parts() -> None:
    n = 60_000
    given = one(2)
    covariance = np.zeros((SIZE, SIZE))
    covariance[0, 0], covariance[5, 5] = 0.03**2, 0.02**2
    covariance[0, 5] = covariance[5, 0] = 0.4 * 0.03 * 0.02
    flat = {"alpha": 0.0, "elasticity": 0.0, "foreign": 0.0, "stockflow": 0.0}
    finance = fiscal(given, debt0=0.9, iir0=0.04, long=0.04, balance=0.01, **flat)
    terms = build(given, finance, Levers(), quiet(spread=covariance), 8)
    debt = simulated(terms, "debt", n)[0, 1]
    mean = 1.04 / 1.03 * np.exp(0.03**2 / 2.0)
    of_phi = mean**2 * (np.exp(0.03**2) - 1.0)
    with_balance = -covariance[0, 5] * mean
    expected = 0.9**2 * of_phi + 0.02**2 - 2.0 * 0.9 * with_balance
    assert debt.var() == pytest.approx(expected, rel=SIGMAS * np.sqrt(2.0 / n) * 1.1)


# Nothing else matters ----------------------------------------------------------------------------


def test_a_country_does_not_know_the_others_or_their_order() -> None:
    given = three()
    alone = replace_members(given, ["POL"])
    turned = replace_members(given, ["POL", "DEU", "GRC"])
    found = []
    for inputs in (given, alone, turned):
        terms = build(inputs, fiscal(inputs), Levers(inertia=0.7), calibration(), 9)
        at = inputs.members.index("POL")
        debts = simulated(terms, "debt", 40, inputs.baselines)[at]
        extra = simulated(terms, "extra.constant_real", 40, inputs.baselines)[at]
        found.append((debts, extra))
    for other in found[1:]:
        np.testing.assert_array_equal(found[0], other)


def replace_members(given: Inputs, members: list[str]) -> Inputs:
    """Return the inputs of some members, in this order."""
    rows = [given.members.index(code) for code in members]
    changed = {}
    for name, values in vars(given).items():
        if isinstance(values, np.ndarray):
            changed[name] = values[rows]
        elif (
            isinstance(values, tuple) and len(values) == len(given.members) and name != "baselines"
        ):
            changed[name] = tuple(values[i] for i in rows)
    return replace(given, **changed)


def test_chunks_and_the_number_of_draws_do_not_matter() -> None:
    given = three()
    terms = build(given, fiscal(given), everything(), calibration(), 9)
    names = variables(given.baselines)

    def run(n: int, chunk: int | None) -> oracle.Tally:
        want = wanted(
            terms,
            given.baselines,
            streamed=names,
            kept=("debt",),
            totals=alliance_names(given.baselines),
            kept_totals=("extra.constant_share",),
            events=(Event("always", ()),),
            precision="double",
        )
        ranges = oracle.ranges(terms, want, 100, chunk)
        bins = places(want, ranges, oracle.middle(terms, want))
        return oracle.tally(terms, want, bins, n, chunk)

    whole, parts, longer = run(150, None), run(150, 7), run(170, 64)
    for a, b in zip(whole, parts, strict=True):
        np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(longer.kept[..., :150], whole.kept)
    np.testing.assert_array_equal(longer.kept_totals[..., :150], whole.kept_totals)
    assert whole.happened[0].min() == 150


def test_a_run_that_begins_later_begins_with_the_deviations_that_have_grown() -> None:
    long_run, late = three(), three(range(2030, 2036), first=0)
    shifted = {
        name: values[:, 5:] for name, values in vars(long_run).items() if np.ndim(values) == 2
    }
    late = replace(
        late, **{n: v for n, v in shifted.items() if n in ("gdp", "base", "price", "fx")}
    )
    first = build(long_run, fiscal(long_run), Levers(), calibration(), 3)
    before = {
        "gdp0": long_run.gdp[:, 4], "price0": long_run.price[:, 4], "fx0": long_run.fx[:, 4],
    }  # fmt: skip
    finance = fiscal(late, start_year=2029, known_year=2025, **before)
    second = build(late, finance, Levers(), calibration(), 3)
    assert second.first == 4
    for name in ("gdp", "price", "fx"):
        a, b = simulated(first, name, 30)[:, 5:], simulated(second, name, 30)[:, 4:]
        np.testing.assert_allclose(a, b, rtol=1e-13)
    states = [list(oracle.recursion(terms, draws(30))) for terms in (first, second)]
    a, b = states[0][6].economy.slower, states[1][5].economy.slower
    np.testing.assert_allclose(a, b, rtol=1e-13)


# Extremes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("spread", [0.5, 5.0])
def test_no_future_however_wild_is_no_number(spread: float) -> None:
    given = three(range(2025, 2051))
    wild = calibration(
        root=np.tile(spread * np.eye(SIZE), (3, 1, 1)),
        persistence=np.ones((3, SIZE)),
        tail=4,
    )
    levers = replace(everything(), packages=None, import_price=None, multiplier=(-5.0, 0.0, 5.0))
    terms = build(given, fiscal(given, debt0=2.0), levers, wild, 1)
    for year in oracle.walk(terms, draws(300)):
        for name in variables(given.baselines) if year.t >= terms.first else ():
            assert np.isfinite(year.rows[row_of(name, given.baselines)]).all(), name
        assert all(np.isfinite(total).all() for total in year.totals)


def test_the_calibration_names_what_the_shocks_are() -> None:
    assert Shock._fields == VARIABLES
