"""What published estimates print, from the inputs they print."""

from __future__ import annotations

import numpy as np
import pytest

from burdenshare.projection import steps
from burdenshare.projection.model import Projection
from burdenshare.projection.project import project

from .factory import inputs


@pytest.fixture(scope="module")
def canada() -> Projection:
    """2.0 % in 2025 to 3.5 % in 2035; 159 bn are 3.5 % of 4,542.9 bn; 4 % growth is assumed."""
    years = range(2025, 2036)
    gdp = [159.0 / 0.035 / 1.04 ** (2035 - year) for year in years]
    return project(inputs({"CAN": {"gdp": gdp, "currency": "CAD"}}, years))


def test_canada_reaches_159_billion_and_68_more_than_at_2_percent(canada: Projection) -> None:
    assert canada.gdp[0, -1] == pytest.approx(4542.9, abs=0.05)
    assert canada.spending[0, -1] == pytest.approx(159.0)
    assert canada.extra["constant_share"][0, -1] == pytest.approx(68.1, abs=0.05)


def test_canada_pays_33_and_a_half_billion_a_year_on_average_and_334_7_in_all(
    canada: Projection,
) -> None:
    extra = canada.extra["constant_share"][0]
    assert extra[0] == 0.0
    assert extra[1:].mean() == pytest.approx(33.47, abs=0.005)
    assert extra.sum() == pytest.approx(334.7, abs=0.05)


def test_nato_rises_from_2_7_to_3_5_percent_by_seven_hundredths_of_a_point_a_year() -> None:
    part = steps.elapsed(range(2024, 2036), [2024], [2035])
    share = steps.linear_share(np.array([2.7]), np.array([3.5]), part)
    assert np.diff(share[0]) == pytest.approx(0.07, abs=0.005)


@pytest.mark.parametrize(
    ("start", "target", "gdp", "printed", "within"),
    [
        pytest.param(2.3, 3.5, 3000.0, 36.0, 0.5, id="UK, IFS: 2.3 to 3.5 % is 36 bn"),
        pytest.param(2.6, 3.5, 3333.0, 30.0, 0.5, id="UK, IFS: 2.6 to 3.5 % is about 30 bn"),
        pytest.param(2.0, 3.5, 16700.0, 250.0, 1.0, id="EU, Bruegel and Kiel: 250 bn"),
        pytest.param(1.9, 3.5, 17000.0, 270.0, 5.0, id="EU, Institut Delors: 270 bn"),
    ],
)
def test_static_gdp_gives_the_printed_extra(
    start: float, target: float, gdp: float, printed: float, within: float
) -> None:
    found = project(
        inputs({"GBR": {"start": start, "target": target, "gdp": gdp}}, range(2025, 2036))
    )
    assert found.extra["constant_share"][0, -1] == pytest.approx(printed, abs=within)
    assert found.extra["constant_cash"][0, -1] == pytest.approx(printed, abs=within)


def test_five_percent_of_static_gdp_is_above_850_billion() -> None:
    """Institut Delors; the GDP is what 270 bn for a rise by 1.6 points implies, about 17 tn."""
    found = project(
        inputs({"EU": {"start": 1.9, "target": 5.0, "gdp": 17000.0}}, range(2025, 2036))
    )
    assert found.spending[0, -1] == pytest.approx(850.0)
    assert 2.5 <= found.spending[0, -1] / found.spending[0, 0] <= 2.7


def test_the_same_british_plan_is_13_4_billion_in_cash_and_about_6_of_share() -> None:
    """66.3 bn in 2024 to 79.7 bn in 2027, 2.3 to 2.5 % of GDP: the baseline decides."""
    years = range(2024, 2028)
    gdp = np.geomspace(66.3 / 0.023, 79.7 / 0.025, 4)
    found = project(inputs({"GBR": {"start": 2.3, "target": 2.5, "gdp": gdp}}, years))
    assert found.extra["constant_cash"][0, -1] == pytest.approx(13.4)
    assert found.extra["constant_share"][0, -1] == pytest.approx(6.0, abs=0.5)
