"""Growth and inflation against the forecast: by how much, from when, and what stays."""

from __future__ import annotations

import numpy as np
import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.projection.assemble import assemble
from burdenshare.projection.economy import Cell, Rate, offset
from burdenshare.projection.model import Inputs
from burdenshare.projection.project import project
from burdenshare.scenario.explain import explain
from burdenshare.scenario.load import dump, load_text

ALLIES = (
    "{name: a, title: A, members: [ITA, POL, USA], start: 2024, end: 2035,"
    " pledges: [{core: 3.5, by: 2035}], vintages: {imf: 2026-04}%s}"
)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures.open(tmp_path_factory.mktemp("home"))


def inputs(figures: Figures, assumptions: str = "") -> Inputs:
    text = f", assumptions: {assumptions}" if assumptions else ""
    return assemble(load_text(ALLIES % text), figures)


def test_growth_compounds_after_the_last_known_year(figures: Figures) -> None:
    before, after = inputs(figures), inputs(figures, "{growth_offset: -0.5}")
    # The edition of April 2026 knows 2025; 2026 is the first year that it forecasts.
    years = np.maximum(np.array(before.years) - 2025, 0)
    assert after.gdp == pytest.approx(before.gdp * 0.995**years, rel=1e-12)
    assert after.base == pytest.approx(before.base * 0.995**years, rel=1e-12)
    for name in ("price", "fx", "population", "known_share"):
        assert np.array_equal(getattr(after, name), getattr(before, name), equal_nan=True)


def test_inflation_moves_prices_and_nominal_gdp(figures: Figures) -> None:
    before, after = inputs(figures), inputs(figures, "{inflation_offset: 2}")
    years = np.maximum(np.array(before.years) - 2025, 0)
    assert after.gdp == pytest.approx(before.gdp * 1.02**years, rel=1e-12)
    assert after.price == pytest.approx(before.price * 1.02**years, rel=1e-12)
    assert np.array_equal(after.fx, before.fx)


def test_constant_prices_do_not_feel_inflation(figures: Figures) -> None:
    before = project(inputs(figures))
    after = project(inputs(figures, "{inflation_offset: 2}"))
    assert after.spending_real == pytest.approx(before.spending_real, rel=1e-12)


def test_an_offset_of_one_member_leaves_the_others(figures: Figures) -> None:
    before, after = inputs(figures), inputs(figures, "{growth_offset: {POL: 1}}")
    assert np.array_equal(after.gdp[0], before.gdp[0])
    assert after.gdp[1, -1] == pytest.approx(before.gdp[1, -1] * 1.01**10, rel=1e-12)


def test_no_offset_changes_no_bit(figures: Figures) -> None:
    before, after = inputs(figures), inputs(figures, "{growth_offset: 0, inflation_offset: 0}")
    assert np.array_equal(after.gdp, before.gdp)
    assert after.origins == before.origins


def test_every_moved_number_says_why(figures: Figures) -> None:
    found = {
        o.year: o
        for o in inputs(figures, "{growth_offset: -0.5}").origins
        if (o.country, o.variable) == ("ITA", "gdp")
    }
    assert found[2025].kind == "figure"
    assert found[2026].kind == "derived"
    assert found[2026].rule == "GDP x (1 + growth -0.5 % against the forecast, assumed)^1"
    assert found[2026].keys == ("gdp_lcu/IMF/IMF WEO/2026-04/ITA/2026",)
    assert found[2030].rule.endswith("x (1 + growth -0.5 % against the forecast, assumed)^5")


def test_a_path_of_the_users_own_moves_as_well() -> None:
    path = {2025: Cell(100.0, "user"), 2026: Cell(100.0, "user", (), "the plan")}
    moved = offset(path, 2025, "GDP", Rate(0.1, (), "growth"), Rate(0.0, (), "inflation"))
    assert moved == {
        2025: Cell(100.0, "user"),
        2026: Cell(pytest.approx(110.0), "derived", (), "the plan x (1 + growth)^1"),
    }
    assert offset(path, 2025, "GDP", Rate(0.0, (), "growth")) == path


def test_offsets_are_checked_told_and_written(figures: Figures) -> None:
    scenario = load_text(
        ALLIES % ", assumptions: {growth_offset: -0.5, inflation_offset: {POL: 1.5}}"
    )
    assert load_text(dump(scenario)) == scenario
    said = explain(scenario)
    assert (
        "In every year that is forecast, real growth is 0.5 points a year below the forecast."
        in said
    )
    assert (
        "In every year that is forecast, inflation in Poland is 1.5 points a year above the "
        "forecast." in said
    )
    with pytest.raises(Refusal) as refused:
        load_text(ALLIES % ", assumptions: {growth_offset: 200, inflation_offset: {FRA: 1}}")
    assert [each["message"] for each in refused.value.details] == [
        "200 per cent a year",
        "FRA is no member of the scenario",
    ]
