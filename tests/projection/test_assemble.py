"""Inputs from the shipped figures: starts, bases, the user's series, notes."""

from __future__ import annotations

import numpy as np
import pytest

from burdenshare.figures.membership import members
from burdenshare.figures.store import Figures
from burdenshare.projection.assemble import BUDGETS, assemble, needs
from burdenshare.projection.model import Inputs
from burdenshare.projection.project import project

from .factory import scenario


def texts(given: Inputs, country: str = "") -> str:
    return " ".join(note["text"] for note in given.notes if note["country"] == country)


@pytest.fixture(scope="module")
def hague(figures: Figures) -> Inputs:
    """The Hague: core 3.5 and related 1.5 % by 2035, for all allies, from the published shares."""
    allies = members("NATO", 2025)
    pledge = {"core": 3.5, "related": 1.5, "by": 2035}
    return assemble(scenario(*allies, start=2025, end=2035, pledges=(pledge,)), figures)


def test_the_start_is_the_last_published_share(figures: Figures, hague: Inputs) -> None:
    assert set(hague.start_year) == {2026}
    for code, share in (("POL", 4.68), ("ESP", 2.00), ("SVN", 1.61), ("USA", 3.17)):
        assert hague.start_share[hague.members.index(code)] == share


def test_reported_years_before_the_start_carry_the_same_editions_shares(hague: Inputs) -> None:
    at = hague.years.index(2025)
    for code, share in (("ALB", 1.48), ("CZE", 1.86), ("SVN", 1.57), ("DEU", 2.22)):
        assert hague.known_share[hague.members.index(code), at] == share
    assert np.isnan(hague.known_share[:, at + 1 :]).all()
    assert "counts core defence" in texts(hague)


def test_iceland_has_no_forces_and_is_left_out_with_a_note(hague: Inputs) -> None:
    assert "ISL" not in hague.members
    assert len(hague.members) == 31
    assert "Iceland has no armed forces" in texts(hague, "ISL")


def test_iceland_is_in_when_the_user_gives_a_share(figures: Figures) -> None:
    pledge = {"share": 1.0, "by": 2035, "from": {"year": 2026, "share": 0.2}}
    given = assemble(scenario("ISL", start=2026, end=2035, pledges=(pledge,)), figures)
    assert given.members == ("ISL",)


def test_spending_comes_out_where_nato_publishes_it(figures: Figures, hague: Inputs) -> None:
    """Within half a per cent for all allies together, though shares are printed to 0.01 only."""
    total = project(hague).alliance.spending
    assert total[0] == pytest.approx(1629.6, rel=0.005)
    assert total[1] == pytest.approx(1809.9, rel=0.005)
    assert project(hague).alliance.share[0] == pytest.approx(2.75, abs=0.015)


def test_luxembourg_is_measured_on_natos_own_concept(figures: Figures, hague: Inputs) -> None:
    i = hague.members.index("LUX")
    ratio = hague.base[i] / hague.gdp[i]
    assert ratio[1:] == pytest.approx(0.66, abs=0.01)
    assert len(set(np.round(ratio[1:], 12))) == 1
    spent = hague.start_share[i] / 100.0 * hague.base[i, 1] * 1000.0
    nominal = figures.one("milex_lcu_current", "LUX", 2026, definition="nato").value
    assert spent == pytest.approx(nominal, rel=0.01)
    assert "another concept" in texts(hague, "LUX")
    others = [j for j in range(31) if j != i]
    assert (hague.base[others] == hague.gdp[others]).all()


def test_luxembourg_before_2023_is_measured_on_gdp(figures: Figures) -> None:
    given = assemble(
        scenario("LUX", start=2021, end=2030, pledges=({"share": 2.0, "by": 2030},)), figures
    )
    ratio = given.base[0] / given.gdp[0]
    assert ratio[: given.years.index(2023)] == pytest.approx(1.0)
    assert ratio[given.years.index(2023)] == pytest.approx(0.678, abs=0.001)


def test_luxembourgs_own_gdp_is_not_rescaled_when_the_share_is_the_users_too(
    figures: Figures,
) -> None:
    gdp = {"unit": "EUR bn", "values": dict.fromkeys(range(2026, 2031), 100.0)}
    case = {"start": 2026, "end": 2030, "series": {"LUX": {"gdp_nominal": gdp}}}
    start = {"year": 2026, "share": 2.0}
    own = assemble(
        scenario("LUX", **case, pledges=({"share": 3.0, "by": 2030, "from": start},)), figures
    )
    published = assemble(scenario("LUX", **case, pledges=({"share": 3.0, "by": 2030},)), figures)
    assert own.base[0] == pytest.approx(100.0)
    assert published.base[0, published.years.index(2026)] == pytest.approx(66.4, abs=0.1)


def test_the_dutch_share_is_kept_and_the_gap_to_nominal_spending_named(
    figures: Figures, hague: Inputs
) -> None:
    i = hague.members.index("NLD")
    spent = hague.start_share[i] / 100.0 * hague.gdp[i, 1] * 1000.0
    gap = spent / figures.one("milex_lcu_current", "NLD", 2026, definition="nato").value - 1.0
    assert gap == pytest.approx(0.137, abs=0.001)
    note = texts(hague, "NLD")
    assert "13.7 % above NATO's own nominal spending of 2026" in note
    assert "constant prices" in note
    assert hague.start_share[i] == 2.58
    assert "NATO's GDP of 2026 differs from the WEO's by -3.5 %" in texts(hague, "BGR")
    assert "nominal spending" not in texts(hague, "ITA")


def test_an_edition_in_another_currency_is_not_compared(figures: Figures) -> None:
    """Bulgaria's spending is in levs in the edition of June 2024."""
    pledge = {"share": 2.0, "by": 2030}
    vintages = {"nato": "2024-06"}
    given = assemble(
        scenario("BGR", start=2024, end=2030, pledges=(pledge,), vintages=vintages), figures
    )
    assert given.start_year == (2024,)
    assert given.start_share[0] == pytest.approx(2.18, abs=0.005)
    assert "nominal" not in texts(given, "BGR")
    assert "core defence" not in texts(given)


def test_who_is_above_the_target_is_named(hague: Inputs) -> None:
    keeps = {n["country"] for n in hague.notes if "keeps its share" in n["text"]}
    assert keeps == {"EST", "GRC", "LTU", "LVA", "POL"}


def test_japan_is_measured_on_the_gdp_its_goal_was_fixed_on(figures: Figures) -> None:
    pledge = {"share": 2.0, "by": 2027, "gdp_year": 2022}
    given = assemble(
        scenario("JPN", start=2024, end=2027, definition="national", pledges=(pledge,)), figures
    )
    assert (given.base == 560_000.0).all()
    assert given.start_year == (2025,)
    assert given.start_share[0] == pytest.approx(100 * 9.9 / 560)
    assert given.known_share[0, 0] == pytest.approx(100 * 8.9 / 560)
    assert project(given).spending[0] == pytest.approx([8900.0, 9900.0, 10550.0, 11200.0])
    assert "GDP of 2022 (560,000.0 bn JPY)" in texts(given, "JPN")
    assert "fiscal years" in texts(given)


def test_a_published_share_is_carried_over_to_one_years_gdp(figures: Figures) -> None:
    pledge = {"share": 2.0, "by": 2030, "gdp_year": 2022}
    given = assemble(
        scenario("JPN", start=2025, end=2030, definition="sipri", pledges=(pledge,)), figures
    )
    share = figures.one("milex_pct_gdp", "JPN", 2025, definition="sipri").value
    spent = given.start_share[0] * given.base[0, 0]
    assert spent == pytest.approx(share * given.gdp[0, 0])
    assert given.base[0, 0] == pytest.approx(
        figures.one("gdp_lcu", "JPN", 2022, definition="imf").value
    )


def test_without_a_year_japans_amount_is_set_against_gdp_of_the_year(figures: Figures) -> None:
    given = assemble(
        scenario(
            "JPN",
            start=2025,
            end=2027,
            definition="national",
            pledges=({"share": 2.0, "by": 2027},),
        ),
        figures,
    )
    assert given.start_share[0] == pytest.approx(100 * 9900.0 / 663757.3)


def test_sipri_starts_from_its_own_last_year(figures: Figures) -> None:
    given = assemble(scenario("KOR", "AUS", start=2026, end=2030, definition="sipri"), figures)
    assert given.start_year == (2025, 2025)
    assert given.first == 1
    for i, code in enumerate(given.members):
        value = figures.one("milex_pct_gdp", code, 2025, definition="sipri").value
        assert given.start_share[i] == value


def test_exceptions_and_members_without_a_pledge(figures: Figures) -> None:
    pledges = (
        {"members": ("ESP", "ITA"), "core": 3.5, "by": 2035, "exceptions": {"ESP": 2.1}},
        {"members": ("POL",), "share": 5.0, "by": 2030, "path": "backloaded", "may_fall": True},
    )
    given = assemble(
        scenario("ESP", "ITA", "POL", "FRA", start=2026, end=2035, pledges=pledges), figures
    )
    assert given.target_share.tolist() == [2.1, 3.5, 5.0, 2.22]
    assert given.deadline == (2035, 2035, 2030, 2035)
    assert given.path == ("linear", "linear", "backloaded", "linear")
    assert given.may_fall == (False, False, True, False)
    assert (project(given).share[3] == 2.22).all()
    assert "has no pledge" in texts(given, "FRA")


def test_the_users_gdp_goes_on_at_published_rates_and_is_not_mixed_with_levels(
    figures: Figures,
) -> None:
    """The example of the interface: 2026 and 2027 are the user's, the rest is extended."""
    pledge = {
        "members": ("ITA",),
        "share": 5.0,
        "by": 2035,
        "path": "waypoints",
        "from": {"year": 2026, "share": 2.8},
        "waypoints": {2028: 3.2},
    }
    given = assemble(
        scenario(
            "ITA",
            "ESP",
            start=2026,
            end=2035,
            pledges=(pledge,),
            series={
                "ITA": {
                    "gdp_nominal": {"unit": "EUR bn", "values": {2026: 1000.0, 2027: 1030.0}},
                    "price_index": {"base": 2025, "values": {2026: 1.02}},
                    "population": {"unit": "persons", "values": {2026: 59.0e6}},
                }
            },
        ),
        figures,
    )
    october = {
        year: figures.one("gdp_lcu", "ITA", year, definition="imf", vintage="2025-10").value
        for year in (2027, 2028, 2030)
    }
    at = {year: given.years.index(year) for year in (2026, 2027, 2028, 2030)}
    assert given.gdp[0, at[2027]] == 1030.0
    assert given.gdp[0, at[2030]] == pytest.approx(1030.0 * october[2030] / october[2027], rel=1e-4)
    assert given.price_base == (2025, 2026)
    assert given.price[0, at[2026]] == 1.02
    deflators = [
        figures.one("gdp_deflator", "ITA", y, definition="imf", vintage="2025-10").value
        for y in (2026, 2027)
    ]
    assert given.price[0, at[2027]] == pytest.approx(1.02 * deflators[1] / deflators[0])
    assert given.population[0, at[2026]] == 59.0
    assert given.price_at_base is not None
    assert given.price_at_base.tolist() == [1.02, 1.0]
    assert "GDP, price index, population" in texts(given, "ITA")
    found = project(given)
    assert found.spending_real[0, 0] == pytest.approx(28.0 / 1.02)
    assert np.isfinite(found.alliance.spending_real).all()


def test_a_price_index_is_brought_to_one_in_its_base_year(figures: Figures) -> None:
    index = {"base": 2026, "values": {2025: 100.0, 2026: 125.0, 2027: 130.0}}
    given = assemble(
        scenario("ITA", start=2025, end=2027, series={"ITA": {"price_index": index}}), figures
    )
    assert given.price[0, given.years.index(2025) :] == pytest.approx([0.8, 1.0, 1.04])


def test_gdp_in_dollars_needs_no_exchange_rate_but_has_no_published_prices(
    figures: Figures,
) -> None:
    gdp = {"unit": "USD bn", "values": dict.fromkeys(range(2026, 2031), 2500.0)}
    given = assemble(
        scenario(
            "ITA",
            start=2026,
            end=2030,
            baselines=("constant_share",),
            series={"ITA": {"gdp_nominal": gdp}},
        ),
        figures,
    )
    assert given.currency == ("USD",)
    assert (given.fx[0, given.first :] == 1.0).all()
    assert np.isnan(given.price).all()
    assert "no price index" in texts(given, "ITA")


def test_the_price_base_can_be_chosen(figures: Figures) -> None:
    given = assemble(scenario("ITA", "POL", start=2026, end=2030, price_base=2021), figures)
    assert given.price_base == (2021, 2021)
    assert given.common_base == 2021
    deflator = [
        figures.one("gdp_deflator", "POL", y, definition="imf", vintage="2026-04").value
        for y in (2021, 2026)
    ]
    at = given.years.index(2026)
    assert given.price[1, at] == pytest.approx(deflator[1] / deflator[0])
    assert given.fx_at_base is not None
    rate = figures.one("fx_lcu_per_usd", "POL", 2021, definition="imf").value
    assert given.fx_at_base[1] == rate
    real = project(given).spending_real
    assert project(given).alliance.spending_real[0] == pytest.approx(
        real[0, 0] / given.fx_at_base[0] + real[1, 0] / given.fx_at_base[1]
    )


def test_other_budgets_are_the_last_published_and_missing_ones_are_named(
    figures: Figures,
) -> None:
    given = assemble(scenario("ITA", "TWN", start=2026, end=2030, definition="sipri"), figures)
    assert set(given.budgets) == set(BUDGETS)
    value = figures.one("gov_expenditure_pct_gdp", "ITA", 2026, definition="imf").value
    assert given.budgets["government_expenditure"][0] == value
    health = figures.rows("health_pct_gdp", countries=["ITA"], definition="who")[-1].value
    assert given.budgets["health"][0] == health
    assert np.isnan(given.budgets["health"][1])
    assert "No public health expenditure is known for Taiwan" in texts(given)


def test_every_number_has_an_origin_and_every_key_a_figure(figures: Figures, hague: Inputs) -> None:
    held = {(o.country, o.variable, o.year): o.value for o in hague.origins}
    for variable in ("gdp", "base", "price", "population", "fx", "known_share"):
        for (i, j), value in np.ndenumerate(getattr(hague, variable)):
            if not np.isnan(value):
                assert held[hague.members[i], variable, hague.years[j]] == value
    for i, code in enumerate(hague.members):
        assert held[code, "start_share", 2026] == hague.start_share[i]
        assert held[code, "target_share", 2035] == 3.5
        assert held[code, "related_share", 2035] == 1.5
        assert held[code, "price_at_base", 2025] == 1.0
    asked = {
        o.key
        for query in needs(scenario("ITA", start=2025, end=2035))
        for o in figures.rows(query.series, definition=query.definition, vintages=query.vintages)
    }
    for o in hague.origins:
        assert o.kind in ("figure", "user", "derived")
        assert set(o.keys) <= asked
        assert o.keys or o.rule, o
        assert o.unit


def test_a_chosen_edition_of_health_is_asked_for() -> None:
    asked = needs(scenario("ITA", start=2025, end=2035, vintages={"who": "2026-03"}))
    assert ("health_pct_gdp", "who", "2026-03") in asked
