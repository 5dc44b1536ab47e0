"""Equipment: steady growth, arithmetic on paper, and what can be known of a country."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from burdenshare.figures.model import Observation
from burdenshare.projection.economy import Cell, Path
from burdenshare.projection.fiscal.stock import (
    EQUIPMENT,
    LIVES,
    MIX,
    PERSONNEL,
    SPENDING,
    Purchases,
    classes_of,
    inventory,
    opening_stock,
    stock_before,
)
from burdenshare.scenario.model import EquipmentClass


@given(st.floats(0.0, 0.1), st.floats(1.0, 50.0), st.floats(0.1, 100.0))
def test_a_stock_of_steady_growth_grows_with_its_investment(
    growth: float, life: float, first: float
) -> None:
    wear = np.array([1.0 / life])
    invested = first * (1.0 + growth) ** np.arange(20)
    opening = opening_stock(np.array([first]), growth, wear)
    stock = inventory(opening, invested[:, None], wear)[:, 0]
    assert_allclose(stock, opening[0] * (1.0 + growth) ** np.arange(1, 21), rtol=1e-10)


def test_three_years_on_paper() -> None:
    """Two classes, lives of 10 and 4 years, from 100 and 40, buying 20 and 10 a year."""
    stock = inventory(np.array([100.0, 40.0]), np.array([[20.0, 10.0]] * 3), np.array([0.1, 0.25]))
    assert_allclose(stock, [[110.0, 40.0], [119.0, 40.0], [127.1, 40.0]])
    assert opening_stock(np.array([20.0]), 0.02, np.array([0.08])) == pytest.approx(200.0)


@given(st.lists(st.floats(0.0, 10.0), min_size=1, max_size=20))
def test_nothing_is_lost_but_by_wear(bought: list[float]) -> None:
    wear = np.array([0.1])
    stock = inventory(np.array([5.0]), np.array(bought)[:, None], wear)[:, 0]
    worn = wear[0] * (5.0 + stock[:-1].sum())
    assert stock[-1] == pytest.approx(5.0 + sum(bought) - worn)


def test_classes_sum_to_one_and_landlocked_members_buy_no_ships() -> None:
    classes = classes_of({}, ("ITA", "CZE"))
    assert classes.names == tuple(MIX)
    assert_allclose(classes.mix.sum(axis=1), 1.0)
    assert_allclose(classes.mix[0], list(MIX.values()))
    assert classes.mix[1, classes.names.index("ships")] == 0.0
    assert classes.mix[1, 0] == pytest.approx(0.30 / 0.80)
    assert_allclose(1.0 / classes.wear, list(LIVES.values()))
    own = classes_of({"all": EquipmentClass(share=1.0, life=20.0)}, ("ITA", "CZE"))
    assert_allclose(own.mix, [[1.0], [1.0]])
    assert_allclose(own.wear, [0.05])


def observation(series: str, year: int, value: float, vintage: str = "2026-07") -> Observation:
    return Observation(
        series, "NATO core defence", "NATO", vintage, "ITA", year, value, "unit", "actual"
    )


def test_purchases_are_spending_times_share_at_constant_prices() -> None:
    tables = {
        EQUIPMENT: [observation(EQUIPMENT, 2024, 25.0), observation(EQUIPMENT, 2025, 30.0),
                    observation(EQUIPMENT, 2025, 99.0, "2025-08")],
        SPENDING: [observation(SPENDING, 2024, 40_000.0), observation(SPENDING, 2025, 44_000.0)],
        PERSONNEL: [observation(PERSONNEL, 2024, 50.0)],
    }  # fmt: skip
    price: Path = {2024: Cell(0.8, "derived", ("p",)), 2025: Cell(1.0, "derived", ("p",))}
    bought = Purchases(tables, None)
    found = bought.invested("ITA", price, 2025)
    assert {year: cell.value for year, cell in found.items()} == pytest.approx(
        {2024: 12.5, 2025: 13.2}
    )
    assert all(key.startswith(("milex", "p")) for key in found[2024].keys)
    assert bought.invested("ITA", price, 2024).keys() == {2024}
    share = bought.share(EQUIPMENT, "ITA", 2030)
    assert share is not None
    assert share.value == pytest.approx(0.30)
    early = bought.share(PERSONNEL, "ITA", 2014)
    assert early is not None
    assert early.value == pytest.approx(0.50)
    assert bought.share(PERSONNEL, "ESP", 2014) is None
    other = Purchases(tables, "2025-08").share(EQUIPMENT, "ITA", 2030)
    assert other is not None
    assert other.value == pytest.approx(0.99)


def test_what_a_country_has_before_the_projection() -> None:
    """One class that lasts 10 years, purchases of 10 for 3 years, GDP growing by 2.5 % before."""
    invested: Path = {y: Cell(10.0, "derived", (f"i{y}",)) for y in (2014, 2015, 2016)}
    growth: Path = {y: Cell(0.025, "figure", (f"g{y}",)) for y in range(2000, 2014)}
    one, wear = np.array([1.0]), np.array([0.1])
    found = stock_before(invested, growth, one, wear, 2016)
    assert found is not None
    stock, keys, rule = found
    opening = 10.0 / 0.125
    expected = ((opening * 0.9 + 10.0) * 0.9 + 10.0) * 0.9 + 10.0
    assert_allclose(stock, [expected])
    assert {"i2014", "i2016", "g2004", "g2013"} <= set(keys)
    assert "g2003" not in keys
    assert "2014" in rule
    assert stock_before(invested, growth, one, wear, 2017) is None
    assert stock_before({}, growth, one, wear, 2016) is None
    shrinking = stock_before(invested, {2013: Cell(-0.5, "figure", ())}, one, wear, 2016)
    unknown = stock_before(invested, {}, one, wear, 2016)
    assert shrinking is not None
    assert unknown is not None
    assert_allclose(shrinking[0], unknown[0])
