"""Levels of one edition, rates of the next, and what is held beyond."""

from __future__ import annotations

from typing import Any

import pytest

from burdenshare.figures.model import Observation
from burdenshare.figures.store import Figures
from burdenshare.projection.assemble import assemble
from burdenshare.projection.economy import Economy, Editions
from burdenshare.projection.model import Inputs, Origin

from .factory import SmallTable, observed, scenario


def figure(figures: Figures, series: str, country: str, year: int, vintage: str) -> float:
    return figures.one(series, country, year, definition="imf", vintage=vintage).value


def origin(given: Inputs, variable: str, year: int, country: str = "") -> Origin:
    return next(
        o
        for o in given.origins
        if (o.variable, o.year) == (variable, year) and country in ("", o.country)
    )


@pytest.fixture(scope="module")
def japan(figures: Figures) -> Inputs:
    return assemble(scenario("JPN", start=2025, end=2035, definition="sipri"), figures)


def test_levels_are_the_latest_editions_as_far_as_it_goes(figures: Figures, japan: Inputs) -> None:
    at = japan.years.index(2026)
    assert japan.gdp[0, at] == figure(figures, "gdp_lcu", "JPN", 2026, "2026-04") == 677601.44
    assert origin(japan, "gdp", 2026).kind == "figure"
    assert origin(japan, "gdp", 2026).keys == ("gdp_lcu/IMF/IMF WEO/2026-04/JPN/2026",)


def test_two_editions_are_never_spliced(figures: Figures, japan: Inputs) -> None:
    """October has Japan at 665,808 in 2027, below April's 677,601 in 2026: growth, not level."""
    at = japan.years.index(2027)
    october = figure(figures, "gdp_lcu", "JPN", 2027, "2025-10") / figure(
        figures, "gdp_lcu", "JPN", 2026, "2025-10"
    )
    assert japan.gdp[0, at] / japan.gdp[0, at - 1] == pytest.approx(october, rel=1e-5)
    dollars = japan.gdp[0] / japan.fx[0]
    assert dollars[at - 1] == pytest.approx(4379.253, rel=1e-5)
    assert dollars[at] / dollars[at - 1] == pytest.approx(4624.079 / 4463.634, rel=1e-5)
    rule = origin(japan, "gdp", 2027)
    assert rule.kind == "derived"
    assert {key.split("/")[3] for key in rule.keys} == {"2025-10"}
    assert "GDP of 2026 x (1 + real growth 0.634 % (WEO 2025-10))" in rule.rule


def test_prices_and_population_go_on_at_octobers_rates(figures: Figures, japan: Inputs) -> None:
    at = japan.years.index(2028)
    for series, array in (("gdp_deflator", japan.price), ("population", japan.population)):
        october = figure(figures, series, "JPN", 2028, "2025-10") / figure(
            figures, series, "JPN", 2027, "2025-10"
        )
        assert array[0, at] / array[0, at - 1] == pytest.approx(october, rel=1e-9)
    assert japan.price[0, japan.years.index(2025)] == 1.0
    assert japan.price_base == (2025,)


def test_beyond_the_last_edition_the_last_rates_are_held(figures: Figures, japan: Inputs) -> None:
    real = figure(figures, "gdp_real_growth_pct", "JPN", 2030, "2025-10") / 100.0
    prices = 123.975 / 121.594
    for year in (2031, 2035):
        at = japan.years.index(year)
        assert japan.price[0, at] / japan.price[0, at - 1] == pytest.approx(prices)
        assert japan.gdp[0, at] / japan.gdp[0, at - 1] == pytest.approx((1 + real) * prices)
        assert "held from 2030" in origin(japan, "gdp", year).rule


def test_exchange_rates_then_follow_relative_inflation(japan: Inputs) -> None:
    at = japan.years.index(2033)
    american = 140.088 / 137.508
    assert japan.fx[0, at] / japan.fx[0, at - 1] == pytest.approx(123.975 / 121.594 / american)


def test_one_currency_has_one_exchange_rate(figures: Figures) -> None:
    """In October the implied rates of Estonia and Greece stand still where the others move."""
    given = assemble(scenario("EST", "GRC", "ITA", "DEU", start=2026, end=2040), figures)
    for rates in given.fx[1:]:
        assert rates == pytest.approx(given.fx[0], rel=1e-4)
    assert origin(given, "inflation", 2031).country == "EUR"
    assert "weighted by GDP" in origin(given, "inflation", 2031).rule


def test_adding_a_member_does_not_change_anothers_figures(figures: Figures) -> None:
    alone = assemble(scenario("EST", start=2026, end=2040), figures)
    among = assemble(scenario("ITA", "EST", start=2026, end=2040), figures)
    for name in ("gdp", "price", "population", "fx"):
        assert (getattr(alone, name)[0] == getattr(among, name)[1]).all()


def test_assumptions_hold_beyond_the_last_forecast_only(figures: Figures) -> None:
    given = assemble(
        scenario(
            "ITA",
            "POL",
            start=2026,
            end=2035,
            assumptions={
                "real_growth": {"ITA": 1.0},
                "inflation": 2.0,
                "population_growth": {"ITA": -0.5},
            },
        ),
        figures,
    )
    plain = assemble(scenario("ITA", "POL", start=2026, end=2035), figures)
    until = given.years.index(2030) + 1
    assert (given.gdp[:, :until] == plain.gdp[:, :until]).all()
    growth = given.gdp[:, until:] / given.gdp[:, until - 1 : -1]
    assert growth[0] == pytest.approx(1.01 * 1.02)
    assert given.population[0, -1] / given.population[0, -2] == pytest.approx(0.995)
    polish = figure(figures, "gdp_real_growth_pct", "POL", 2030, "2025-10") / 100.0
    assert growth[1] == pytest.approx((1 + polish) * 1.02)
    assert given.fx[:, until:] == pytest.approx(given.fx[:, until - 1 : until] * [[1.0] * 5])
    assert "real growth 1 %, assumed" in origin(given, "gdp", 2031, "ITA").rule
    assert any("the scenario's assumptions hold" in note["text"] for note in given.notes)


def test_the_edition_can_be_chosen(figures: Figures) -> None:
    given = assemble(
        scenario("JPN", start=2025, end=2028, definition="sipri", vintages={"imf": "2025-10"}),
        figures,
    )
    assert given.gdp[0].tolist() == [632053.27, 648503.44, 665807.5, 682867.67]
    assert not any(o.keys and "2026-04" in o.keys[0] for o in given.origins if o.variable == "gdp")


def test_a_change_of_currency_between_editions_does_not_matter(figures: Figures) -> None:
    """Bulgaria is in euros in April and in levs in October."""
    given = assemble(scenario("BGR", start=2026, end=2030), figures)
    assert given.currency == ("EUR",)
    at = given.years.index(2027)
    assert given.gdp[0, at] == pytest.approx(125.609 * 253.836 / 238.301, rel=1e-5)
    assert given.fx[0, at] == pytest.approx(0.848016 * 1.680132 / 1.67578, rel=1e-4)


def weo(country: str, **series: dict[int, float]) -> list[Observation]:
    names = {"gdp": "gdp_lcu", "growth": "gdp_real_growth_pct", "price": "gdp_deflator"}
    unit = "LCU billion (EUR)"
    return [o for k, v in series.items() for o in observed(names[k], country, v, unit=unit)]


def test_a_rate_is_unknown_before_and_between_published_years() -> None:
    rows = weo("ITA", gdp={2025: 100.0, 2026: 103.0}, growth={2025: 1.0, 2026: 2.0})
    economy = Economy(Editions(rows, "2026-04"), scenario("ITA", start=2026, end=2030).assumptions)
    assert economy.rate("real_growth", "ITA", 2024) is None
    assert economy.rate("inflation", "ITA", 2026) is None
    assert economy.rate("fx_change", "ITA", 2027) is None
    held = economy.rate("real_growth", "ITA", 2027)
    assert held is not None
    assert held.value == 0.02


@pytest.mark.parametrize("fields", [{}, {"assumptions": {"real_growth": 1.0}}])
def test_a_path_ends_where_a_rate_is_missing(fields: dict[str, Any]) -> None:
    rows = weo("ITA", gdp={2025: 100.0, 2026: 103.0})
    case = scenario(
        "ITA",
        start=2026,
        end=2026,
        pledges=({"share": 3.5, "by": 2030, "from": {"year": 2026, "share": 2.0}},),
        **fields,
    )
    given = assemble(case, SmallTable(rows))
    assert given.gdp[0, 0] == 103.0
    assert (given.gdp[0, 1:] != given.gdp[0, 1:]).all()
