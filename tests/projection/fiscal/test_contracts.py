"""Orders that lose buying power: arithmetic on paper, sums that are exact, what is refused."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.projection.fiscal.contracts import Loss, erode, eroded_contracts
from burdenshare.scenario.load import load
from burdenshare.scenario.model import Contracts, CountrySeries, Range, Series

POSITIVE = st.floats(0.2, 5.0)


def flat(**given: float) -> dict[str, Any]:
    return {name: np.array([value]) for name, value in given.items()}


def parts(loss: Loss) -> np.ndarray[Any, Any]:
    return loss.exchange_rate + loss.dollar_prices + loss.home_prices + loss.left


def test_one_order_on_paper() -> None:
    """100 yen, 40 of them imported; 100 planned, 125 actual; dollar prices +25 %, home +20 %."""
    loss = erode(
        np.array([100.0]),
        0.4,
        **flat(planned_rate=100.0, actual_rate=125.0, dollar_prices=1.25, home_prices=1.2),
    )
    assert loss.exchange_rate[0] == pytest.approx(8.0)  # 40 (1 - 0.8)
    assert loss.dollar_prices[0] == pytest.approx(6.4)  # 32 (1 - 0.8)
    assert loss.home_prices[0] == pytest.approx(10.0)  # 60 (1 - 1 / 1.2)
    assert loss.left[0] == pytest.approx(75.6)


@given(st.lists(st.tuples(*[POSITIVE] * 5), min_size=1, max_size=6), st.floats(0.0, 1.0))
def test_the_parts_sum_to_the_amount(rows: list[tuple[float, ...]], imported: float) -> None:
    nominal, planned, actual, dollar, home = np.array(rows).T
    loss = erode(
        nominal,
        imported,
        planned_rate=planned,
        actual_rate=actual,
        dollar_prices=dollar,
        home_prices=home,
    )
    assert_allclose(parts(loss), nominal, rtol=1e-12)
    # What is left buys as many goods as at the plan's rate and prices
    goods = nominal * imported / actual / dollar * planned + nominal * (1 - imported) / home
    assert_allclose(loss.left, goods, rtol=1e-9)


@given(POSITIVE, st.floats(0.0, 1.0))
def test_as_planned_nothing_is_lost(rate: float, imported: float) -> None:
    loss = erode(
        np.array([10.0]),
        imported,
        **flat(planned_rate=rate, actual_rate=rate, dollar_prices=1.0, home_prices=1.0),
    )
    assert loss.left[0] == pytest.approx(10.0)


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures.open()


def test_the_plan_of_43_trillion_yen(figures: Figures) -> None:
    """Of 43.5 trillion, at 28 per cent imported, the rate alone takes about 6 per cent."""
    scenario = load("japan-yen")
    (found,) = eroded_contracts(scenario, figures)
    assert found.currency == "JPY"
    assert found.years == (2023, 2024, 2025, 2026, 2027)
    central = found.central
    assert central.nominal.sum() == pytest.approx(43_500.0)
    for loss in found.losses:
        assert_allclose(parts(loss), loss.nominal, rtol=1e-13)
    # Independent: nominal x imported part x (1 - planned / actual) with the WEO's own rates
    rows = figures.rows("fx_lcu_per_usd", countries=["JPN"], definition="imf", vintages="2026-04")
    actual = {o.year: o.value for o in rows}
    for i, (year, planned) in enumerate(((2023, 137.0), (2024, 108.0), (2025, 108.0))):
        expected = scenario.contracts["JPN"].amounts[year] * 0.28 * (1.0 - planned / actual[year])
        assert central.exchange_rate[i] == pytest.approx(expected)
    share = central.exchange_rate.sum() / 43_500.0
    assert 0.04 < share < 0.08
    low, high = (loss.exchange_rate.sum() for loss in (found.losses[0], found.losses[2]))
    assert low < central.exchange_rate.sum() < high
    # A minister of defence put the loss at 30 per cent: more than if all of it were imported
    everything = erode(
        central.nominal,
        1.0,
        planned_rate=found.planned_rate,
        actual_rate=found.actual_rate,
        dollar_prices=np.ones(5),
        home_prices=np.ones(5),
    )
    assert everything.exchange_rate.sum() / 43_500.0 < 0.30
    plain = found.to_json()
    assert json.loads(json.dumps(plain)) == plain
    total = plain["total"]["central"]
    assert sum(total.values()) - total["nominal"] == pytest.approx(43_500.0)
    assert plain["losses"]["high"]["left"] == found.losses[2].left.tolist()
    assert any("fx_lcu_per_usd" in key for key in found.keys)
    assert any("2027 are projected" in note for note in found.notes)


def test_the_amounts_of_the_plan_are_those_of_the_figures(figures: Figures) -> None:
    amounts = load("japan-yen").contracts["JPN"].amounts
    initial = {
        o.year: o.value
        for o in figures.rows("new_contracts_plan_covered", countries=["JPN"], years=(2023, 2025))
    }
    added = {
        o.year: o.value
        for o in figures.rows("new_contracts_supplementary", countries=["JPN"], years=(2023, 2025))
    }
    for year in (2023, 2024, 2025):
        assert amounts[year] == pytest.approx(initial[year] + added[year])
    total = figures.one("plan_new_contracts_material", "JPN", 2023).value
    assert sum(amounts.values()) == pytest.approx(total)
    rates = {o.year: o.value for o in figures.rows("plan_exchange_rate", countries=["JPN"])}
    assert load("japan-yen").contracts["JPN"].rate == rates


def test_a_scenario_without_orders_asks_for_nothing(figures: Figures) -> None:
    assert eroded_contracts(load("japan-2027"), figures) == ()


def test_what_is_missing_is_named_at_once(figures: Figures) -> None:
    orders = Contracts(
        amounts={2024: 1.0},
        rate={2024: 1.0},
        imported=Range(low=0.1, central=0.1, high=0.1),
        prices_of=1950,
    )
    own = CountrySeries(gdp_nominal=Series(unit="XAU bn", values={2025: 1.0}))
    scenario = load("japan-yen").model_copy(
        update={"contracts": {"JPN": orders}, "series": {"JPN": own}}
    )
    with pytest.raises(Refusal) as caught:
        eroded_contracts(scenario, figures)
    assert caught.value.code == "missing-inputs"
    assert len(caught.value.details) == 3
    assert "series.JPN.fx" in caught.value.hint
