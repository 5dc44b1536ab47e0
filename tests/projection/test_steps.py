"""Each step alone, and what must hold for every input."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.projection import steps
from burdenshare.projection.model import Inputs
from burdenshare.projection.project import project

from .factory import inputs

YEARS = range(2025, 2036)
PATHS = ("linear", "growth", "backloaded", "waypoints")
shares = st.floats(0.2, 6.0)
rates = st.floats(-0.05, 0.15)


@st.composite
def members(draw: st.DrawFn, path: str | None = None, **fixed: Any) -> dict[str, Any]:
    """One member with an economy of its own that starts and ends somewhere in the years."""
    n = len(YEARS)
    growth = draw(st.lists(rates, min_size=n - 1, max_size=n - 1))
    inflation = draw(st.lists(rates, min_size=n - 1, max_size=n - 1))
    gdp = draw(st.floats(1.0, 1e5)) * np.cumprod([1.0, *(1.0 + g for g in growth)])
    start_year = draw(st.integers(2025, 2028))
    deadline = draw(st.integers(2030, 2035))
    return {
        "gdp": gdp,
        "price": np.cumprod([1.0, *(1.0 + p for p in inflation)]),
        "fx": draw(st.floats(0.1, 100.0)),
        "start": draw(shares),
        "target": draw(shares),
        "start_year": start_year,
        "deadline": deadline,
        "known": draw(shares),
        "path": path or draw(st.sampled_from(PATHS)),
        "waypoints": {2029: draw(shares)},
        "may_fall": draw(st.booleans()),
        **fixed,
    }


def where(year: int) -> int:
    return year - YEARS[0]


@given(members())
def test_a_path_meets_start_and_target_exactly_and_keeps_the_target(member: dict[str, Any]) -> None:
    keeps = member["start"] >= member["target"] and not member["may_fall"]
    goal = member["start"] if keeps else member["target"]
    share = project(inputs({"AAA": member}, YEARS)).share[0]
    assert share[: where(member["start_year"])] == pytest.approx(member["known"])
    assert share[where(member["start_year"])] == pytest.approx(member["start"], rel=1e-12)
    assert share[where(member["deadline"]) :] == pytest.approx(goal, rel=1e-12)


@given(members("linear", may_fall=True))
def test_a_linear_path_has_equal_steps(member: dict[str, Any]) -> None:
    share = project(inputs({"AAA": member}, YEARS)).share[0]
    way = share[where(member["start_year"]) : where(member["deadline"]) + 1]
    step = (member["target"] - member["start"]) / (len(way) - 1)
    assert np.diff(way) == pytest.approx(step, abs=1e-12)


@given(members("growth", may_fall=True))
def test_a_growth_path_has_constant_real_growth(member: dict[str, Any]) -> None:
    found = project(inputs({"AAA": member}, YEARS))
    real = found.spending_real[0, where(member["start_year"]) : where(member["deadline"]) + 1]
    growth = 100.0 * (real[1:] / real[:-1] - 1.0)
    assert growth == pytest.approx(found.required_growth["real"][0], abs=1e-8)


@given(members("backloaded", may_fall=True))
def test_half_the_time_brings_a_quarter_of_a_backloaded_way(member: dict[str, Any]) -> None:
    member |= {"start_year": 2025, "deadline": 2035}
    share = project(inputs({"AAA": member}, YEARS)).share[0]
    quarter = member["start"] + (member["target"] - member["start"]) / 4
    assert share[5] == pytest.approx(quarter)


@given(members("waypoints", may_fall=True))
def test_waypoints_are_met_and_joined_by_straight_lines(member: dict[str, Any]) -> None:
    share = project(inputs({"AAA": member}, YEARS)).share[0]
    way = member["waypoints"]
    assert share[where(2029)] == pytest.approx(way[2029])
    step = (way[2029] - member["start"]) / (2029 - member["start_year"])
    assert np.diff(share)[where(member["start_year"]) : where(2029)] == pytest.approx(step)


@given(members(target=2.5, start=2.5, waypoints={}))
def test_no_extra_over_constant_share_when_the_target_is_the_start(member: dict[str, Any]) -> None:
    member["may_fall"] = False
    found = project(inputs({"AAA": member}, YEARS))
    assert found.extra["constant_share"][0] == pytest.approx(0.0, abs=1e-9 * member["gdp"].max())


@given(members())
def test_extra_over_the_constant_baselines_is_zero_up_to_the_start(member: dict[str, Any]) -> None:
    found = project(inputs({"AAA": member}, YEARS))
    for extra in found.extra.values():
        assert (extra[0, : where(member["start_year"]) + 1] == 0.0).all()


@given(members(), st.floats(0.001, 1000.0))
def test_money_scales_with_gdp_and_shares_do_not_move(
    member: dict[str, Any], factor: float
) -> None:
    plain = project(inputs({"AAA": member}, YEARS))
    large = project(inputs({"AAA": member | {"gdp": member["gdp"] * factor}}, YEARS))
    assert large.share == pytest.approx(plain.share)
    assert large.spending == pytest.approx(plain.spending * factor)
    for name, extra in plain.extra.items():
        scale = np.abs(plain.spending).max() * factor
        assert large.extra[name] == pytest.approx(extra * factor, abs=1e-9 * scale)


@given(st.lists(members(fx=1.0, currency="USD"), min_size=2, max_size=4))
def test_totals_add_up_over_members_of_one_currency(group: list[dict[str, Any]]) -> None:
    together = project(inputs({f"M{i}": member for i, member in enumerate(group)}, YEARS))
    alone = [project(inputs({"AAA": member}, YEARS)) for member in group]
    total = together.alliance
    assert total.spending == pytest.approx(sum(one.spending[0] for one in alone))
    assert total.spending_real == pytest.approx(sum(one.spending_real[0] for one in alone))
    for name in together.extra:
        net = total.extra[name] - total.below[name]
        scale = float(total.spending.max())
        expected = sum(one.extra[name][0] for one in alone)
        assert net == pytest.approx(expected, abs=1e-9 * scale)


@given(st.lists(members(), min_size=1, max_size=3), st.integers(1, 4))
def test_a_draw_axis_of_equal_draws_gives_equal_rows(
    group: list[dict[str, Any]], draws: int
) -> None:
    plain = inputs({f"M{i}": member for i, member in enumerate(group)}, YEARS)
    arrays = ("gdp", "base", "price", "population", "fx", "price_at_base", "fx_at_base")
    repeated = replace(
        plain,
        **{
            name: np.broadcast_to(getattr(plain, name), (draws, *getattr(plain, name).shape))
            for name in arrays
        },
    )
    one, many = project(plain), project(repeated)
    for name in ("share", "spending", "spending_real", "per_head", "related"):
        assert getattr(many, name).shape == (draws, *getattr(one, name).shape)
        assert getattr(many, name) == pytest.approx(np.stack([getattr(one, name)] * draws))
    for name in ("baseline", "extra", "extra_real", "required_growth", "of_budgets"):
        for key, values in getattr(one, name).items():
            assert getattr(many, name)[key] == pytest.approx(np.stack([values] * draws))
    assert many.alliance.shortfall == pytest.approx(np.stack([one.alliance.shortfall] * draws))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12))
def test_cumulative_is_the_sum(money: list[float]) -> None:
    assert steps.cumulate(np.array([money]))[0] == pytest.approx(sum(money), abs=1e-4)


def test_an_ally_above_its_target_keeps_its_share_unless_it_may_fall() -> None:
    found = project(
        inputs(
            {
                "POL": {"start": 4.7},
                "EST": {"start": 4.7, "may_fall": True},
                "LTU": {"start": 4.7, "path": "waypoints", "waypoints": {2030: 5.5, 2033: 3.0}},
            },
            YEARS,
        )
    )
    assert found.share[0] == pytest.approx(4.7)
    assert found.share[1, -1] == 3.5
    assert found.share[2, 5] == 5.5
    assert found.share[2, 8:] == pytest.approx(4.7)


def test_shortfalls_and_extra_are_never_netted() -> None:
    """One ally of GDP 1,000 stays 1.5 points short, the other is 1.2 points above."""
    found = project(
        inputs(
            {
                "ESP": {"start": 2.0, "deadline": 2035, "fx": 0.5},
                "POL": {"start": 4.7},
            },
            YEARS,
            baselines=("share_3.0",),
        )
    ).alliance
    assert found.shortfall[0] == pytest.approx(15.0 / 0.5)
    assert found.extra["share_3.0"][0] == pytest.approx(17.0)
    assert found.below["share_3.0"][0] == pytest.approx(10.0 / 0.5)


def test_constant_prices_and_exchange_rates_are_those_of_the_common_base_year() -> None:
    """USD at 2025: A counts in prices of 2025; B in prices of 2026, its prices double in a year."""
    years = range(2025, 2027)
    case = inputs(
        {
            "AAA": {"start": 2.0, "target": 2.0, "price": [1.0, 1.25], "fx": [0.5, 0.8]},
            "BBB": {"start": 2.0, "target": 2.0, "price": [0.5, 1.0], "fx": [4.0, 9.0]},
        },
        years,
        price_base=(2025, 2026),
    )
    found = project(case)
    # A: 20 / 0.5 = 40, then 16 / 0.5 = 32. B: 20 / 4 = 5, then 20 of 2026 = 10 of 2025 / 4 = 2.5
    assert found.alliance.spending_real == pytest.approx([45.0, 34.5])
    assert found.alliance.spending == pytest.approx([45.0, 20 / 0.8 + 20 / 9])
    assert project(replace(case, fx_at_base=None)).alliance.spending_real == pytest.approx(
        [np.nan, np.nan], nan_ok=True
    )


def test_other_budgets_are_compared_in_the_deadline_year() -> None:
    """1.5 points of GDP are 3.75 % of a budget of 40 % of GDP."""
    case = inputs({"ITA": {"related": 1.5}}, YEARS)
    found = project(replace(case, budgets={"health": np.array([40.0])}))
    assert found.of_budgets["health"][0] == pytest.approx(3.75)
    assert found.related[0] == pytest.approx(15.0)


def test_a_deadline_beyond_the_years_leaves_open_what_happens_there() -> None:
    case = inputs({"ITA": {"deadline": 2040}}, YEARS)
    found = project(case)
    assert found.share[0, -1] == pytest.approx(3.0)
    assert np.isnan(found.related[0])
    assert np.isnan(found.required_growth["real"][0])


def test_growth_from_nothing_has_no_rate() -> None:
    found = project(inputs({"ISL": {"start": 0.0}}, YEARS))
    assert np.isnan(found.required_growth["nominal"][0])
    assert found.spending[0, -1] == pytest.approx(35.0)


def test_reported_years_are_a_part_of_all_years() -> None:
    case: Inputs = inputs({"ITA": {"known": 1.5, "start_year": 2027}}, YEARS, first=1, last=3)
    found = project(case)
    assert found.years == (2026, 2027, 2028)
    assert found.share[0] == pytest.approx([1.5, 2.0, 2.0 + 1.5 / 8])


def test_an_unknown_baseline_is_a_defect() -> None:
    with pytest.raises(ValueError, match="no baseline 'wishful'"):
        project(inputs({"ITA": {}}, YEARS, baselines=("wishful",)))
