"""The deterministic path against a spreadsheet, closed forms and the identity of debt."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.projection.debt.path import Stress, project_debt
from burdenshare.projection.debt.variant import Variant, require_variant

from .factory import Invented, as_country, changed, floating, invented
from .plain import Sheet

AS_RUN, AS_MEANT = require_variant("as-run"), require_variant("as-meant")
COLUMNS = {
    "debt": "debt",
    "implicit_rate": "rate",
    "implicit_rate_long": "rate_long",
    "growth": "growth",
    "structural_balance": "b",
    "overall_balance": "balance",
    "debt_stock": "stock",
    "nominal_gdp": "gdp",
}
STRESSES: tuple[Stress, ...] = ("none", "lower_spb", "adverse_r_g", "financial_stress")


def compare(
    country: Invented,
    code: str = "AND",
    *,
    adjustment: int = 4,
    targets: tuple[float, ...] = (-1.5, 0.4, 2.0),
    variant: Variant = AS_RUN,
    stress: Stress = "none",
    last: int = 20,
) -> None:
    found = project_debt(
        as_country(country, code),
        adjustment=adjustment,
        targets=np.array(targets),
        variant=variant,
        stress=stress,
        last=last,
    )
    for i, target in enumerate(targets):
        sheet = Sheet(
            country,
            code,
            adjustment,
            target,
            stress=stress,
            meant=variant is AS_MEANT,
            last=last,
        )
        columns = {name: getattr(sheet, column) for name, column in COLUMNS.items()}
        columns["primary_balance"] = [sheet.primary(t) for t in range(last + 1)]
        columns["stock_flow"] = [100 * sheet.flow[t] / sheet.gdp[t] for t in range(last + 1)]
        assert found.years == list(range(2023, 2024 + last))
        np.testing.assert_allclose(found.valuation, sheet.valuation, rtol=1e-12)
        for name, expected in columns.items():
            np.testing.assert_allclose(
                getattr(found, name)[:, i], expected, rtol=1e-10, atol=1e-10, err_msg=name
            )


@pytest.mark.parametrize("variant", [AS_RUN, AS_MEANT], ids=lambda v: v.name)
@pytest.mark.parametrize("adjustment", [2, 4, 7])
@pytest.mark.parametrize("stress", STRESSES)
def test_the_path_is_that_of_a_spreadsheet(
    stress: Stress, adjustment: int, variant: Variant
) -> None:
    for country in (invented(), floating()):
        compare(country, adjustment=adjustment, variant=variant, stress=stress)


@pytest.mark.parametrize("variant", [AS_RUN, AS_MEANT], ids=lambda v: v.name)
@pytest.mark.parametrize("code", ["POL", "ROU", "HUN", "FIN", "LUX", "GRC"])
def test_countries_with_rules_of_their_own(code: str, variant: Variant) -> None:
    country = floating() if code in ("POL", "ROU", "HUN") else invented()
    for t in range(3, 11):
        country = changed(country, 2023 + t, pension_balance=1.5 - 0.1 * t)
    compare(country, code, variant=variant, last=26)


@pytest.mark.parametrize("variant", [AS_RUN, AS_MEANT], ids=lambda v: v.name)
def test_repayments_to_the_esm_fall_a_year_early_as_run(variant: Variant) -> None:
    country = invented()
    for year in range(2025, 2041):
        country = changed(country, year, esm_repayment=1.0 + 0.7 * (year % 3))
    compare(country, variant=variant)


@pytest.mark.parametrize("variant", [AS_RUN, AS_MEANT], ids=lambda v: v.name)
def test_market_rates_that_are_not_known_are_skipped(variant: Variant) -> None:
    country = changed(invented(), 2023, interest_rate_st=None, interest_rate_lt=None)
    compare(country, variant=variant)
    compare(changed(country, 2024, interest_rate_lt=None), variant=variant)


def test_rates_out_of_range_are_those_of_the_year_before_as_run() -> None:
    compare(changed(invented(), 2024, implicit_interest_rate=0.1, interest_rate_st=9.0))
    compare(invented(debt_lt_maturing_avg_share=-0.04), adjustment=7)


def test_euro_debt_counts_as_dollars_as_run() -> None:
    country = invented(debt_domestic_share=0.0, debt_eur_share=0.97)
    compare(country)
    compare(country, variant=AS_MEANT)
    assert as_country(country).currencies(AS_RUN) == (0.0, 0.0, 1.0)
    assert as_country(country).currencies(AS_MEANT) == pytest.approx((0.97, 0.0, 0.03))


@given(
    debt=st.floats(80, 180),
    short=st.floats(0, 0.5),
    maturing=st.floats(0.08, 0.5),
    average=st.floats(0.08, 0.5),
    growth=st.floats(-1, 2),
    target=st.floats(-4, 1),
    adjustment=st.integers(2, 9),
    stress=st.sampled_from(STRESSES),
    variant=st.sampled_from((AS_RUN, AS_MEANT)),
)
@settings(max_examples=60)
def test_the_path_is_that_of_a_spreadsheet_whatever_the_country(
    debt: float,
    short: float,
    maturing: float,
    average: float,
    growth: float,
    target: float,
    adjustment: int,
    stress: Stress,
    variant: Variant,
) -> None:
    country = invented(
        debt_st_share=short, debt_lt_maturing_share=maturing, debt_lt_maturing_avg_share=average
    )
    country = changed(country, 2023, debt_ratio=debt, debt_total=10 * debt)
    for year in range(2029, 2071):
        country["annual"][year]["potential_gdp_growth"] = growth
    compare(country, adjustment=adjustment, targets=(target,), variant=variant, stress=stress)


@pytest.mark.parametrize("variant", [AS_RUN, AS_MEANT], ids=lambda v: v.name)
@given(target=st.floats(-6, 6), stress=st.sampled_from(STRESSES))
def test_the_change_of_debt_is_the_sum_of_its_parts(
    variant: Variant, target: float, stress: Stress
) -> None:
    path = project_debt(
        as_country(floating()),
        adjustment=4,
        targets=np.array([target]),
        variant=variant,
        stress=stress,
    )
    before, after = path.debt[:-1, 0], path.debt[1:, 0]
    growth = 1 + path.growth[1:, 0] / 100
    interest = before * path.implicit_rate[1:, 0] / 100 / growth
    snow = before / growth - before
    valuation = before * (1 + path.implicit_rate[1:, 0] / 100) / growth * (path.valuation[1:] - 1)
    rest = path.stock_flow[1:, 0] - path.primary_balance[1:, 0]
    parts = interest + snow + valuation + rest
    assert np.abs(after - before - parts)[after > 0].max() < 1e-10


def still(rate: float, prices: float, balance: float) -> Invented:
    """A country in which nothing moves: no gap, one rate, one growth, one balance."""
    country = invented(
        debt_domestic_share=1.0,
        debt_lt_maturing_share=0.2,
        debt_lt_maturing_avg_share=0.2,
        fwd_rate_3m10y=rate,
        fwd_rate_10y10y=rate,
        fwd_infl_5y5y=prices,
    )
    for year, row in country["annual"].items():
        row |= {"potential_gdp_growth": 0.0, "ageing_cost": 20.0}
        if year <= 2028:
            row |= {"real_gdp": 800.0, "potential_gdp": 800.0}
        if year <= 2025:
            row |= {
                "gdp_deflator_pch": prices,
                "structural_primary_balance": balance,
                "stock_flow": 0.0,
                "implicit_interest_rate": rate,
            }
        if year <= 2024:
            row |= {"interest_rate_st": rate, "interest_rate_lt": rate}
    country["annual"][2024] |= {"nominal_gdp": 10.0 * (100 + prices), "nominal_gdp_growth": prices}
    return country


@pytest.mark.parametrize("variant", [AS_RUN, AS_MEANT], ids=lambda v: v.name)
@pytest.mark.parametrize(
    ("code", "rate", "prices", "balance"), [("AND", 4.0, 2.0, 0.5), ("HUN", 5.0, 3.0, -1.0)]
)
def test_constant_rates_give_the_closed_form(
    code: str, rate: float, prices: float, balance: float, variant: Variant
) -> None:
    path = project_debt(
        as_country(still(rate, prices, balance), code),
        adjustment=4,
        targets=np.array([balance]),
        variant=variant,
        last=10,
    )
    phi = (1 + rate / 100) / (1 + prices / 100)
    t = np.arange(11)
    # the short rate leaves its level for its long-run value only after year 10
    expected = 90.0 * phi**t - balance * (phi**t - 1) / (phi - 1)
    np.testing.assert_allclose(path.debt[:, 0], expected, rtol=1e-12)
    np.testing.assert_allclose(path.implicit_rate[1:, 0], rate, rtol=1e-12)


def test_debt_that_grows_with_the_economy_stays() -> None:
    country = still(2.0, 2.0, 0.0)
    path = project_debt(
        as_country(country), adjustment=4, targets=np.zeros(1), variant=AS_MEANT, last=10
    )
    np.testing.assert_allclose(path.debt[:, 0], 90.0, rtol=1e-12)


def test_debt_never_falls_below_zero() -> None:
    country = changed(invented(), 2023, debt_ratio=10.0, debt_total=100.0)
    for variant in (AS_RUN, AS_MEANT):
        path = project_debt(
            as_country(country), adjustment=4, targets=np.array([8.0]), variant=variant
        )
        assert path.debt.min() == 0.0
        assert np.isfinite(path.debt).all()
        assert np.isfinite(path.debt_stock).all()
        assert np.isfinite(path.overall_balance[1:]).all()
        assert np.isfinite(path.implicit_rate).all()
