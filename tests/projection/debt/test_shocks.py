"""Covariance, draws and fan: against loops, closed forms and simulated quarters."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.projection.debt.fan import ACCEPTED, falling_root, fan, stochastic_balance
from burdenshare.projection.debt.inputs import SHOCKS, Country
from burdenshare.projection.debt.path import DebtPath, project_debt
from burdenshare.projection.debt.shocks import YEARS, Shocks, annual_covariance, draw_shocks
from burdenshare.projection.debt.variant import require_variant
from burdenshare.projection.futures.roots import symmetric_root

from .factory import as_country, floating, history, invented

AS_RUN, AS_MEANT = require_variant("as-run"), require_variant("as-meant")
SIGMA = {"draws": 40_000, "seed": 5}
NONE = np.zeros((3 * YEARS, 3 * YEARS))


def central(country: Country, target: float = 0.5) -> DebtPath:
    return project_debt(country, adjustment=4, targets=np.array([target]), variant=AS_RUN)


# Covariance -------------------------------------------------------------------------------------


def percentile(values: list[float], part: float) -> float:
    """Linear between the ordered values."""
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def covariance_by_hand(rows: list[dict[str, float]]) -> list[list[float]]:
    clipped = []
    for name in SHOCKS:
        values = [row[name] for row in rows]
        low, high = percentile(values, 0.05), percentile(values, 0.95)
        clipped.append([min(max(value, low), high) for value in values])
    means = [sum(values) / len(values) for values in clipped]
    return [
        [
            sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / (len(rows) - 1)
            for ys, my in zip(clipped, means, strict=True)
        ]
        for xs, mx in zip(clipped, means, strict=True)
    ]


@pytest.mark.parametrize("frequency", ["quarterly", "annual"])
def test_the_covariance_is_that_of_the_clipped_sample(frequency: str) -> None:
    country = floating()
    expected = np.array(covariance_by_hand(list(country["quarterly"].values())))
    if frequency == "annual":
        country |= {"quarterly": {}, "yearly": country["quarterly"]}
    times = 4 if frequency == "quarterly" else 1
    np.testing.assert_allclose(
        annual_covariance(as_country(country)), times * expected, rtol=1e-12, atol=1e-18
    )


# Draws ------------------------------------------------------------------------------------------


def draws_of(country: Country, **options: Any) -> Shocks:
    return draw_shocks(country, AS_RUN, **(SIGMA | options))


def test_growth_and_balance_have_the_moments_of_the_history() -> None:
    country = as_country(floating())
    sigma = annual_covariance(country)
    found = draws_of(country)
    for year in range(YEARS):
        sample = np.stack([100 * found.growth[year], found.balance[year]])
        expected = sigma[2:4, 2:4]
        np.testing.assert_allclose(sample.mean(axis=1), 0.0, atol=4 * math.sqrt(1 / 40_000) * 2)
        np.testing.assert_allclose(np.cov(sample), expected, rtol=0.05, atol=0.02)
    both = np.corrcoef(found.growth)
    assert np.abs(both - np.eye(YEARS)).max() < 0.025


def rate_variance(country: Country, year: int) -> float:
    """Var(w S_j + (1-w) min(j,M)/M (L_j + L_(j-1) + ...)), years independent."""
    sigma, w, m = annual_covariance(country), 0.12, country.maturity
    renewed = min(year + 1, m)
    a, b = w, (1 - w) * renewed / m
    first = a * a * sigma[0, 0] + 2 * a * b * sigma[0, 1] + b * b * sigma[1, 1]
    return float(first + (renewed - 1) * b * b * sigma[1, 1])


@pytest.mark.parametrize("share", [0.13, 0.4, 0.9])
def test_long_rates_reach_the_part_that_was_renewed(share: float) -> None:
    country = as_country(invented(debt_lt_maturing_avg_share=share))
    assert country.maturity == round(1 / share)
    found = draws_of(country)
    for year in range(YEARS):
        variance = np.var(100 * found.rate[year])
        assert variance == pytest.approx(rate_variance(country, year), rel=0.04)


def test_a_maturity_is_at_most_30_years_and_negative_ones_never_see_long_rates() -> None:
    assert as_country(invented(debt_lt_maturing_avg_share=0.002)).maturity == 30
    country = as_country(invented(debt_lt_maturing_avg_share=-0.05))
    assert country.maturity == -20
    expected = 0.12**2 * annual_covariance(country)[0, 0]
    assert np.var(100 * draws_of(country).rate[5]) == pytest.approx(expected, rel=0.04)


def test_years_drawn_at_once_are_sums_of_four_quarters() -> None:
    country = as_country(invented())
    quarterly = symmetric_root(annual_covariance(country) / 4)
    quarters = np.random.default_rng(1).standard_normal((20_000, 4, 6)) @ quarterly
    summed = quarters.sum(axis=1)
    found = draws_of(country, draws=20_000)
    for level in (0.05, 0.3, 0.5, 0.8, 0.95):
        spread = summed[:, 3].std()
        assert np.quantile(found.balance[0], level) == pytest.approx(
            np.quantile(summed[:, 3], level), abs=0.04 * spread
        )


@pytest.mark.parametrize("make", [invented, floating])
def test_draws_do_not_depend_on_how_many_there_are(make: Any) -> None:
    country = as_country(make())
    long, short = draws_of(country, draws=20_001), draws_of(country, draws=777)
    for name in ("rate", "growth", "balance", "valuation"):
        if getattr(long, name) is not None:
            assert (getattr(long, name)[:, :777] == getattr(short, name)).all()


def test_the_covariance_of_years_is_that_of_the_draws() -> None:
    for country in (as_country(floating()), as_country(invented(debt_lt_maturing_avg_share=0.4))):
        found = draws_of(country, draws=200_000)
        sample = np.cov(np.concatenate([found.rate, found.growth, found.balance]))
        size = np.sqrt(np.outer(np.diag(found.covariance), np.diag(found.covariance)))
        assert np.abs((sample - found.covariance) / size).max() < 0.02


def test_seeds_and_countries_have_draws_of_their_own() -> None:
    country = as_country(invented())
    first = draws_of(country).growth[0]
    for other in (draws_of(country, seed=6), draws_of(replace(country, code="SMR"))):
        assert abs(np.corrcoef(first, other.growth[0])[0, 1]) < 0.02


def test_a_euro_member_is_never_revalued_and_others_shock_by_shock() -> None:
    assert draws_of(as_country(invented())).valuation is None
    single = floating()
    for row in single["quarterly"].values():
        row["exr_usd"] = row["exr_eur"]  # a singular covariance
    country = as_country(single)
    run = draws_of(country).valuation
    meant = draw_shocks(country, AS_MEANT, **SIGMA).valuation
    assert run is not None
    assert meant is not None
    # 60 % national, 30 % euro at 0.205, 10 % dollar at 0.22: the two shocks are one here
    euro = (run[0] - 1.0) / (0.3 / 0.205 + 0.1 / 0.22)
    expected = 0.6 + 0.3 * 0.205 / (0.205 + euro) + 0.1 * 0.22 / (0.22 + euro)
    np.testing.assert_allclose(meant[0], expected, rtol=1e-7)
    assert np.std(euro) == pytest.approx(math.sqrt(annual_covariance(country)[4, 4]), rel=0.03)
    # levels are shocked one by one, not cumulated: the spread of two years' ratio does not grow
    assert np.std(run[5]) == pytest.approx(np.std(run[1]), rel=0.03)


def test_exchange_rates_that_fall_to_zero_are_refused() -> None:
    country = floating()
    country["quarterly"] = history(list(country["quarterly"]), exchange=0.08)
    with pytest.raises(Refusal, match="exr_eur of AND") as refused:
        draws_of(as_country(country))
    assert refused.value.code == "bad-table"


def test_growth_that_takes_gdp_to_zero_is_refused() -> None:
    country = invented()
    country["quarterly"] = history(list(country["quarterly"]), scale=25.0)
    found = as_country(country)
    with pytest.raises(Refusal, match="nominal GDP to zero") as refused:
        fan(central(found), draws_of(found))
    assert refused.value.code == "bad-table"


# Fan --------------------------------------------------------------------------------------------


def test_without_shocks_the_fan_is_the_path() -> None:
    path = central(as_country(floating()))
    none = np.zeros((YEARS, 3))
    for valuation in (None, none + 1.0):
        found = fan(path, Shocks(none, none, none, valuation, NONE))
        np.testing.assert_allclose(found, path.debt[6:12] + none, rtol=1e-12)


def test_each_draw_is_the_recursion_by_hand() -> None:
    country = as_country(floating())
    path, shocks = central(country), draws_of(country, draws=40)
    found = fan(path, shocks)
    assert shocks.valuation is not None
    for i in range(40):
        debt = path.debt[5, 0]
        for j in range(YEARS):
            t = 6 + j
            rate = path.implicit_rate[t, 0] / 100 + shocks.rate[j, i]
            growth = path.growth[t, 0] / 100 + shocks.growth[j, i]
            balance = path.primary_balance[t, 0] + shocks.balance[j, i]
            interest = debt * rate / (1 + growth)
            snow = -debt * growth / (1 + growth)
            valuation = debt * (1 + rate) / (1 + growth) * (shocks.valuation[j, i] - 1)
            change = interest + snow + valuation - balance + path.stock_flow[t, 0]
            assert found[j, i] - debt == pytest.approx(change, abs=1e-10)
            debt = found[j, i]


def test_the_mean_and_variance_of_iid_rates_are_the_closed_forms() -> None:
    path = central(as_country(invented()))
    flat = replace(
        path,
        implicit_rate=np.full_like(path.debt, 3.0),
        growth=np.full_like(path.debt, 2.0),
        primary_balance=np.full_like(path.debt, 0.5),
        stock_flow=np.zeros_like(path.debt),
    )
    rng = np.random.default_rng(3)
    rate, balance = rng.multivariate_normal([0, 0], [[4e-4, 4e-3], [4e-3, 0.5]], (6, 400_000)).T
    none = np.zeros((YEARS, 400_000))
    found = fan(flat, Shocks(rate.T, none, balance.T, None, NONE))
    start, m = path.debt[5, 0], 1.03 / 1.02
    for j in range(YEARS):
        expected = start * m ** (j + 1) - 0.5 * (m ** (j + 1) - 1) / (m - 1)
        assert found[j].mean() == pytest.approx(expected, abs=0.03)
    phi_variance, shared = 4e-4 / 1.02**2, 4e-3 / 1.02
    expected = start**2 * phi_variance + 0.5 - 2 * start * shared
    assert np.var(found[0]) == pytest.approx(expected, rel=0.01)


# The balance ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("make", "binding"), [(invented, "p_rise"), (floating, "p_above_60")])
def test_the_smaller_probability_is_30_per_cent_at_the_solution(make: Any, binding: str) -> None:
    country = as_country(make())
    shocks = draws_of(country)
    found = stochastic_balance(country, adjustment=4, shocks=shocks, variant=AS_RUN, guess=0.0)
    assert found is not None
    assert getattr(found, binding) == pytest.approx(ACCEPTED, abs=2 / 40_000)
    assert min(found.p_rise, found.p_above_60) == getattr(found, binding)
    debt = fan(central(country, found.balance), shocks)
    assert found.p_rise == pytest.approx(np.mean(debt[5] > debt[0]), abs=0.01)
    assert found.p_above_60 == pytest.approx(np.mean(debt[5] > 60), abs=0.01)
    for other, sense in ((found.balance + 0.1, 1), (found.balance - 0.1, -1)):
        debt = fan(central(country, other), shocks)
        least = min(np.mean(debt[5] > debt[0]), np.mean(debt[5] > 60))
        assert sense * (ACCEPTED - least) > 0


def test_known_sampling_errors_are_taken_out() -> None:
    country = as_country(invented())
    with_errors, without = [], []
    for seed in range(30):
        shocks = draws_of(country, draws=4_000, seed=seed)
        found = stochastic_balance(country, adjustment=4, shocks=shocks, variant=AS_RUN, guess=0.0)
        assert found is not None
        with_errors.append(found.balance)

        def excess(balance: float, shocks: Shocks = shocks) -> float:
            debt = fan(central(country, balance), shocks)
            return float(np.quantile(debt[5] - debt[0], 0.7))

        raw = falling_root(excess, found.balance)
        assert raw is not None
        without.append(raw)
    assert np.std(with_errors) < 0.5 * np.std(without)
    exact = draws_of(country, draws=400_000, seed=99)
    found = stochastic_balance(country, adjustment=4, shocks=exact, variant=AS_RUN, guess=0.0)
    assert found is not None
    assert np.mean(with_errors) == pytest.approx(
        found.balance, abs=4 * np.std(with_errors) / 30**0.5
    )


def test_the_solution_does_not_depend_on_where_the_search_begins() -> None:
    country = as_country(invented())
    shocks = draws_of(country)
    found = [
        stochastic_balance(country, adjustment=4, shocks=shocks, variant=AS_RUN, guess=guess)
        for guess in (-8.0, 0.0, 5.0)
    ]
    balances = [solution.balance for solution in found if solution]
    assert len(balances) == 3
    assert max(balances) - min(balances) < 1e-6


@given(
    root=st.floats(-39, 39),
    slope=st.floats(0.5, 20),
    kink=st.floats(0.05, 20),
    guess=st.floats(-39, 39),
)
def test_the_root_of_a_falling_function_is_found(
    root: float, slope: float, kink: float, guess: float
) -> None:
    def falling(x: float) -> float:
        return (root - x) * (slope if x < root else slope * kink)

    found = falling_root(falling, guess)
    assert found is not None
    assert found == pytest.approx(root, abs=1e-4)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_function_of_one_sign_has_no_root(sign: float) -> None:
    assert falling_root(lambda x: sign - x / 1000, 0.0) is None
