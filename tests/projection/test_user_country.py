"""A country of the user's own, worked out by hand: every series, waypoints, every baseline.

The share goes 2.8 (2026), 3.0, 3.2 (waypoint 2028), 4.1, 5.0 (2030). GDP is 1,000, 1,030, 1,060.9,
1,092.727, 1,125.50881 (3 % a year); prices, 1 in 2025, rise by 2 % a year. The expected numbers
were worked out in exact fractions.
"""

from __future__ import annotations

import pytest

from burdenshare.projection.assemble import assemble
from burdenshare.projection.model import Inputs, Projection
from burdenshare.projection.project import project
from burdenshare.projection.result import to_json

from .factory import SmallTable, scenario

YEARS = [2026, 2027, 2028, 2029, 2030]
GDP = [1000.0, 1030.0, 1060.9, 1092.727, 1125.50881]
PRICE = [1.02, 1.0404, 1.061208, 1.08243216, 1.1040808032]
SHARE = [2.8, 3.0, 3.2, 4.1, 5.0]
SPENDING = [28.0, 30.9, 33.9488, 44.801807, 56.2754405]
CASE = scenario(
    "IRL",
    start=2026,
    end=2030,
    pledges=(
        {
            "share": 5.0,
            "by": 2030,
            "path": "waypoints",
            "from": {"year": 2026, "share": 2.8},
            "waypoints": {2028: 3.2},
        },
    ),
    baselines=(
        "constant_share",
        "constant_real",
        "constant_cash",
        {"share": 2.0},
        {"plan": {2026: 28.0, 2027: 30.0, 2028: 31.0, 2029: 32.0, 2030: 33.0}},
    ),
    series={
        "IRL": {
            "gdp_nominal": {"unit": "EUR bn", "values": dict(zip(YEARS, GDP, strict=True))},
            "price_index": {"base": 2025, "values": dict(zip(YEARS, PRICE, strict=True))},
            "population": {"unit": "persons", "values": dict.fromkeys(YEARS, 5.0e6)},
            "fx": {"values": dict.fromkeys([2025, *YEARS], 0.8)},
        }
    },
    price_base=2025,
)


@pytest.fixture(scope="module")
def given() -> Inputs:
    return assemble(CASE, SmallTable())


@pytest.fixture(scope="module")
def found(given: Inputs) -> Projection:
    return project(given)


def test_share_spending_and_constant_prices(found: Projection) -> None:
    assert found.share[0] == pytest.approx(SHARE)
    assert found.spending[0] == pytest.approx(SPENDING)
    assert found.price_base == (2025,)
    assert found.spending_real[0] == pytest.approx(
        [27.450980392, 29.700115340, 31.990712471, 41.389944475, 50.970400298]
    )


@pytest.mark.parametrize(
    ("baseline", "nominal", "real"),
    [
        # 2.8 % of GDP: 28, 28.84, 29.7052, 30.596356, 31.51424668
        (
            "constant_share",
            [0.0, 2.06, 4.2436, 14.205451, 24.76119382],
            [0.0, 1.980007689, 3.998839059, 13.123640931, 22.426976131],
        ),
        # 28 bn grown at 2 %: 28, 28.56, 29.1312, 29.713824, 30.30810048
        (
            "constant_real",
            [0.0, 2.34, 4.8176, 15.087983, 25.96734002],
            [0.0, 2.249134948, 4.539732079, 13.938964083, 23.519419905],
        ),
        (
            "constant_cash",
            [0.0, 2.9, 5.9488, 16.801807, 28.2754405],
            [0.0, 2.787389466, 5.605687104, 15.522272546, 25.609937622],
        ),
        # 2 % of GDP: 20, 20.6, 21.218, 21.85454, 22.5101762
        (
            "share_2.0",
            [8.0, 10.3, 12.7308, 22.947267, 33.7652643],
            [7.843137255, 9.900038447, 11.996517177, 21.199727658, 30.582240179],
        ),
        (
            "plan",
            [0.0, 0.9, 2.9488, 12.801807, 23.2754405],
            [0.0, 0.865051903, 2.778720100, 11.826890842, 21.081283573],
        ),
    ],
)
def test_extra_over_each_baseline(
    found: Projection, baseline: str, nominal: list[float], real: list[float]
) -> None:
    assert found.extra[baseline][0] == pytest.approx(nominal)
    assert found.extra_real[baseline][0] == pytest.approx(real)
    total = to_json(found, "case", "-")["members"]["IRL"]["cumulative"]["extra"][baseline]
    assert total == pytest.approx({"nominal": sum(nominal), "real": sum(real)})


def test_growth_heads_and_dollars(found: Projection) -> None:
    # 56.2754405 / 28 = 2.009837161, fourth root 1.190667; real: over 1.02
    assert found.required_growth["nominal"][0] == pytest.approx(19.066673)
    assert found.required_growth["real"][0] == pytest.approx(16.732032)
    assert found.per_head[0, 0] == pytest.approx(5600.0)
    assert found.alliance.spending == pytest.approx([s / 0.8 for s in SPENDING])
    assert found.alliance.spending_real[0] == pytest.approx(27.450980392 / 0.8)
    assert found.alliance.price_base == 2025


def test_every_number_is_the_users_and_says_so(given: Inputs) -> None:
    kinds = {(o.variable, o.kind) for o in given.origins if not o.keys}
    assert {("gdp", "user"), ("price", "user"), ("population", "user"), ("fx", "user")} <= kinds
    assert {("start_share", "user"), ("target_share", "user"), ("plan", "user")} <= kinds
    assert not any(o.kind == "figure" for o in given.origins)
    assert {n["country"] for n in given.notes} == {"", "IRL"}


def test_without_prices_population_and_rate_those_figures_are_missing_and_named() -> None:
    case = CASE.model_copy(
        update={
            "series": {
                "IRL": CASE.series["IRL"].model_copy(
                    update={"price_index": None, "population": None, "fx": None}
                )
            },
            "baselines": ("constant_share", "constant_cash"),
        }
    )
    inputs = assemble(case, SmallTable())
    member = to_json(project(inputs), "case", "-")["members"]["IRL"]
    assert member["spending"] == pytest.approx(SPENDING)
    assert member["spending_real"] == [None] * 5
    assert member["per_head"] == [None] * 5
    assert member["cumulative"]["extra"]["constant_cash"]["real"] is None
    assert member["cumulative"]["extra"]["constant_cash"]["nominal"] == pytest.approx(53.9260475)
    text = " ".join(note["text"] for note in inputs.notes)
    assert "no price index" in text
    assert "no population" in text
    assert "no exchange rate for Ireland" in text


def test_the_usual_baselines_without_prices_leave_constant_real_empty_and_say_so() -> None:
    case = CASE.model_copy(
        update={
            "series": {"IRL": CASE.series["IRL"].model_copy(update={"price_index": None})},
            "baselines": ("constant_share", "constant_real", "constant_cash"),
        }
    )
    inputs = assemble(case, SmallTable())
    extra = to_json(project(inputs), "case", "-")["members"]["IRL"]["extra"]
    assert extra["constant_real"] == [0.0, None, None, None, None]
    assert extra["constant_cash"] == pytest.approx([0.0, 2.9, 5.9488, 16.801807, 28.2754405])
    assert any("constant_real cannot be given" in note["text"] for note in inputs.notes)


def test_gdp_that_starts_after_the_start_year_leaves_out_only_what_needs_it() -> None:
    pledge = CASE.pledges[0].model_copy(
        update={"start": CASE.pledges[0].start.model_copy(update={"year": 2025})}
    )
    case = CASE.model_copy(
        update={
            "pledges": (pledge,),
            "baselines": ("constant_share", "constant_real", "constant_cash"),
        }
    )
    inputs = assemble(case, SmallTable())
    member = to_json(project(inputs), "case", "-")["members"]["IRL"]
    # 2.8 in 2025, 3.2 in 2028: 2.9333 in 2026
    assert member["share"][0] == pytest.approx(2.8 + 0.4 / 3)
    assert member["extra"]["constant_share"][0] == pytest.approx(1000.0 * 0.4 / 300)
    assert member["extra"]["constant_cash"] == [None] * 5
    assert member["extra"]["constant_real"] == [None] * 5
    assert any("no GDP for 2025" in note["text"] for note in inputs.notes)
