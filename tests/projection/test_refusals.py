"""What is missing is refused at once, with whose, which years, and what to supply."""

from __future__ import annotations

from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.projection.assemble import assemble
from burdenshare.scenario.model import Scenario

from .factory import SmallTable, scenario

EUR = {"unit": "EUR bn"}


def refused(case: Scenario, figures: Figures | SmallTable) -> Refusal:
    with pytest.raises(Refusal) as caught:
        assemble(case, figures)
    return caught.value


def own(gdp: dict[int, float], **more: Any) -> dict[str, Any]:
    return {"gdp_nominal": {**EUR, "values": gdp}, **more}


def pledge(**fields: Any) -> tuple[dict[str, Any], ...]:
    return ({"share": 3.0, "by": 2030, **fields},)


def test_everything_missing_is_named_at_once(figures: Figures) -> None:
    case = scenario(
        "IRL",
        "JPN",
        "PRK",
        start=2026,
        end=2030,
        pledges=(
            {"members": ("IRL", "PRK"), "share": 2.0, "by": 2030, "from": {"share": 1.0}},
            {"members": ("JPN",), "share": 2.0, "by": 2030},
        ),
        series={"IRL": own({2026: 500.0, 2027: 510.0, 2029: 530.0})},
    )
    refusal = refused(case, figures)
    assert refusal.code == "missing-inputs"
    assert [d["where"] for d in refusal.details] == [
        "series.IRL.gdp_nominal",
        "pledges.JPN.from.share",
        "series.PRK.gdp_nominal",
    ]
    assert "Ireland for 2028, 2030" in refusal.details[0]["message"]
    assert "North Korea for 2026-2030" in refusal.details[2]["message"]
    assert "sipri" in refusal.details[1]["hint"]
    assert all(d["expected"] and d["hint"] for d in refusal.details)
    for detail in refusal.details:
        assert detail["message"] in refusal.message
        assert detail["hint"] in refusal.hint


def test_a_share_for_a_year_that_no_edition_has_names_the_published_years(figures: Figures) -> None:
    case = scenario("ITA", start=2026, end=2030, pledges=pledge(**{"from": {"year": 2013}}))
    (detail,) = refused(case, figures).details
    assert detail["message"].endswith("(edition 2026-07) for 2013")
    assert "2014-2026" in detail["expected"]


@pytest.mark.parametrize("baseline", ["constant_real", "constant_cash"])
def test_a_chosen_baseline_needs_the_gdp_of_the_start_year(baseline: str, figures: Figures) -> None:
    case = scenario(
        "ITA",
        start=2026,
        end=2030,
        pledges=pledge(**{"from": {"year": 2025, "share": 2.0}}),
        baselines=(baseline,),
        series={"ITA": own(dict.fromkeys(range(2026, 2031), 2300.0))},
    )
    (detail,) = refused(case, figures).details
    assert detail["where"] == "series.ITA.gdp_nominal"
    assert "no GDP of Italy for 2025; published levels are never mixed" in detail["message"]


@pytest.mark.parametrize(
    ("path", "baselines"), [("growth", ("constant_share",)), ("linear", ("constant_real",))]
)
def test_real_paths_need_prices(path: str, baselines: tuple[str, ...]) -> None:
    case = scenario(
        "IRL",
        start=2026,
        end=2030,
        pledges=pledge(path=path, **{"from": {"year": 2026, "share": 2.0}}),
        baselines=baselines,
        series={"IRL": own(dict.fromkeys(range(2026, 2031), 500.0))},
    )
    (detail,) = refused(case, SmallTable()).details
    assert detail["where"] == "series.IRL.price_index"
    assert "no price index of Ireland for 2026-2030" in detail["message"]


def test_a_growth_path_needs_gdp_up_to_its_deadline() -> None:
    prices = {"base": 2026, "values": dict.fromkeys(range(2026, 2033), 1.0)}
    case = scenario(
        "IRL",
        start=2026,
        end=2030,
        pledges=pledge(by=2032, path="growth", **{"from": {"year": 2026, "share": 2.0}}),
        series={"IRL": own(dict.fromkeys(range(2026, 2031), 500.0), price_index=prices)},
    )
    (detail,) = refused(case, SmallTable()).details
    assert "no GDP of Ireland for 2031-2032" in detail["message"]


def test_a_growth_path_that_keeps_its_share_needs_no_prices() -> None:
    case = scenario(
        "IRL",
        start=2026,
        end=2030,
        pledges=pledge(path="growth", **{"from": {"year": 2026, "share": 4.0}}),
        series={"IRL": own(dict.fromkeys(range(2026, 2031), 500.0))},
    )
    assert assemble(case, SmallTable()).members == ("IRL",)


def test_two_currencies_are_not_joined(figures: Figures) -> None:
    gdp = {"unit": "USD bn", "values": {2026: 2500.0}}
    case = scenario(
        "ITA",
        start=2026,
        end=2030,
        baselines=("constant_real",),
        series={"ITA": {"gdp_nominal": gdp}},
    )
    money, prices = refused(case, figures).details
    assert money["message"] == "no GDP of Italy for 2027-2030 in USD"
    assert prices["message"] == "no price index of Italy for 2026-2030 in USD"


def test_the_gdp_of_the_year_that_the_share_is_measured_on_is_needed() -> None:
    case = scenario(
        "IRL",
        start=2026,
        end=2030,
        pledges=pledge(gdp_year=2022, **{"from": {"year": 2026, "share": 2.0}}),
        series={"IRL": own(dict.fromkeys(range(2026, 2031), 500.0))},
    )
    (detail,) = refused(case, SmallTable()).details
    assert "no GDP of Ireland for 2022" in detail["message"]


def test_reported_years_before_the_start_need_published_shares() -> None:
    case = scenario(
        "IRL",
        start=2024,
        end=2030,
        pledges=pledge(**{"from": {"year": 2026, "share": 2.0}}),
        series={"IRL": own(dict.fromkeys(range(2024, 2031), 500.0))},
    )
    (detail,) = refused(case, SmallTable()).details
    assert detail["where"] == "pledges.IRL.from.year"
    assert "no share of Ireland for 2024-2025" in detail["message"]
    assert "let the scenario start in 2026" in detail["hint"]


def test_a_plan_must_cover_the_reported_years(figures: Figures) -> None:
    case = scenario("ITA", start=2026, end=2030, baselines=({"plan": {2027: 40.0, 2028: 41.0}},))
    (detail,) = refused(case, figures).details
    assert detail["message"] == "the plan of Italy says nothing for 2029-2030"


def test_only_members_without_forces(figures: Figures) -> None:
    refusal = refused(scenario("ISL", start=2026, end=2030), figures)
    assert refusal.code == "missing-inputs"
    assert "no armed forces" in refusal.message


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"by": 2026, "from": {"share": 2.0}},
            "the deadline 2026 of Italy does not lie after the start 2026",
        ),
        (
            {"path": "waypoints", "waypoints": {2025: 2.0, 2026: 2.2, 2028: 2.5}},
            "Italy has a waypoint in 2025-2026, but starts from 2026",
        ),
        ({"path": "growth", "from": {"share": 0.0}}, "from which nothing can grow"),
    ],
)
def test_a_start_that_contradicts_the_pledge(
    fields: dict[str, Any], message: str, figures: Figures
) -> None:
    refusal = refused(scenario("ITA", start=2026, end=2030, pledges=pledge(**fields)), figures)
    assert refusal.code == "bad-scenario"
    assert message in refusal.message
    assert refusal.hint


@pytest.mark.parametrize(
    ("kind", "edition"),
    [("imf", "2024-10"), ("nato", "2026-04"), ("nato", "2020-01"), ("imf", "1999-04")],
)
def test_an_edition_that_no_table_holds(kind: str, edition: str, figures: Figures) -> None:
    """2026-04 is an edition of SIPRI's shares, not of NATO's."""
    case = scenario("ITA", start=2026, end=2030, vintages={kind: edition})
    refusal = refused(case, figures)
    assert refusal.code == "unknown-vintage"
    assert edition in refusal.message


def test_without_any_figures_all_is_missing() -> None:
    refusal = refused(scenario("ITA", "POL", start=2026, end=2030), SmallTable())
    assert [d["where"] for d in refusal.details] == [
        "pledges.ITA.from.share",
        "pledges.POL.from.share",
    ]


@pytest.mark.parametrize(
    ("definition", "fields"), [("national", {}), ("sipri", {"gdp_year": 2026})]
)
def test_a_start_share_that_rests_on_gdp_needs_it(
    definition: str, fields: dict[str, Any], figures: Figures
) -> None:
    gdp = {"unit": "JPY bn", "values": dict.fromkeys(range(2026, 2031), 680_000.0)}
    case = scenario(
        "JPN",
        start=2026,
        end=2030,
        definition=definition,
        pledges=pledge(**fields),
        series={"JPN": {"gdp_nominal": gdp}},
    )
    (detail,) = refused(case, figures).details
    assert detail["where"] == "series.JPN.gdp_nominal"
    assert "no GDP of Japan for 2025, on which its start share rests" in detail["message"]
