"""What the command line must show on the shipped figures, against published numbers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

POLAND_2024 = {"2024-06": 4.12, "2025-08": 3.79, "2026-07": 3.75}
"""NATO, three editions of Defence Expenditure (Investment) of NATO Countries."""

ALLIES_AT_2_IN_2024 = {"2024-06": 23, "2025-08": 18, "2026-07": 17}
"""Fox Business (June 2024), Forces News (August 2025); the last counted in the 2026 tables."""

REFERENCE_ROWS = {
    2014: (27, 0.287, 0.147, 0.074, 0.212, 0.123, 0.201, 0.325, 0.693, 0.462, 0.4928, 3),
    2017: (28, 0.144, 0.464, 0.232, 0.098, 0.465, 0.045, 0.822, 0.700, 0.508, 0.5012, 3),
}
"""Computed outside this project from the July 2026 edition."""


def test_poland_2024_stands_side_by_side_by_vintage(burdenshare: Callable[..., Any]) -> None:
    rows = burdenshare(
        "figures", "show", "milex_pct_gdp", "--country", "POL", "--years", "2024",
        "--definition", "nato", "--vintages", "all", "--json",
    ).json["rows"]  # fmt: skip
    assert {r["vintage"]: r["value"] for r in rows} == pytest.approx(POLAND_2024, abs=0.005)
    assert rows[0].keys() >= {
        "country", "year", "value", "unit", "definition", "source", "vintage", "status",
    }  # fmt: skip
    assert [r["definition"] for r in rows] == ["NATO", "NATO", "NATO core defence"]
    assert rows[0]["break"] is None
    assert "NATO core defence" in rows[2]["break"]


def test_as_of_shows_what_was_known_then(burdenshare: Callable[..., Any]) -> None:
    rows = burdenshare(
        "figures", "show", "milex_pct_gdp", "--country", "POL", "--years", "2024",
        "--definition", "nato", "--as-of", "2024-07-01", "--json",
    ).json["rows"]  # fmt: skip
    assert [(r["vintage"], round(r["value"], 2)) for r in rows] == [("2024-06", 4.12)]


@pytest.mark.parametrize(("earlier", "later"), [("2024-06", "2025-08"), ("2025-08", "2026-07")])
def test_allies_at_two_per_cent_in_2024_by_vintage(
    burdenshare: Callable[..., Any], earlier: str, later: str
) -> None:
    counts = burdenshare("figures", "diff", "milex_pct_gdp", earlier, later, "--json").json[
        "at_or_above"
    ]["2.0"]
    assert counts["from"]["2024"] == ALLIES_AT_2_IN_2024[earlier]
    assert counts["to"]["2024"] == ALLIES_AT_2_IN_2024[later]


@pytest.mark.parametrize(
    ("year", "published", "tolerance"), [(2014, 943257, 0), (2024, 1482905, 2), (2026, 1809915, 2)]
)
def test_members_of_the_year_add_up_to_natos_total(
    burdenshare: Callable[..., Any], year: int, published: float, tolerance: float
) -> None:
    total = burdenshare("figures", "total", "milex_usd_current", str(year), "--json").json
    assert total["published"] == published
    assert abs(total["value"] - published) <= tolerance


@pytest.mark.parametrize("year", REFERENCE_ROWS)
def test_burden_measures_reproduce_the_reference_rows(
    burdenshare: Callable[..., Any], year: int
) -> None:
    d = burdenshare("burden", "--year", str(year), "--vintage", "2026-07", "--json").json
    found = (
        d["n"], d["spearman"]["rho"], d["spearman"]["p_two_sided"], d["spearman"]["p_one_sided"],
        d["kendall"]["tau"], d["kendall"]["p_two_sided"], d["spearman_ex_us"]["rho"],
        d["spearman_ex_us"]["p_two_sided"], d["us_share_spending"], d["us_share_gdp"],
        d["hhi_spending"], d["at_or_above"]["2.0"],
    )  # fmt: skip
    assert found == pytest.approx(REFERENCE_ROWS[year], abs=0.0006)
    assert d["wilcoxon_share_vs_gdp"]["p"] < 0.001


def test_canada_costs_what_the_parliamentary_budget_officer_says(
    burdenshare: Callable[..., Any],
) -> None:
    canada = burdenshare("run", "canada-pbo", "--json").json["members"]["CAN"]
    extra = dict(zip(canada["years"], canada["extra"]["constant_share"], strict=True))
    assert extra[2035] == pytest.approx(68.1, abs=0.05)
    assert sum(extra.values()) / 10 == pytest.approx(33.47, abs=0.05)
    assert sum(extra.values()) == pytest.approx(334.7, abs=0.05)
    nominal = canada["cumulative"]["extra"]["constant_share"]["nominal"]
    assert nominal == pytest.approx(sum(extra.values()))


def test_canada_in_200_futures_gives_quantiles_around_its_medians(
    burdenshare: Callable[..., Any],
) -> None:
    answer = burdenshare("run", "canada-pbo", "--draws", "200", "--json").json
    canada = answer["members"]["CAN"]
    levels = ["0.05", "0.25", "0.5", "0.75", "0.95"]
    for name in ("share", "gdp", "spending", "spending_real", "debt_ratio"):
        quantiles = canada["quantiles"][name]
        assert list(quantiles) == levels
        assert quantiles["0.5"] == canada[name]
        for lower, upper in pairwise(quantiles.values()):
            assert all(a <= b for a, b in zip(lower, upper, strict=True)), name
    extra = canada["extra"]["constant_share"]
    assert canada["quantiles"]["extra"]["constant_share"]["0.5"] == extra
    assert extra[-1] == pytest.approx(68.1, rel=0.1), "around the central path"
    assert 0.0 < canada["affordable"]["probability"] < 1.0
    assert answer["quantiles"]["CAN"] == canada["quantiles"]
    assert "5 years before" in answer["conditions"]["affordable"]


def test_japans_plan_by_expenditure_and_by_contract(burdenshare: Callable[..., Any]) -> None:
    plan = burdenshare("figures", "reconcile", "JPN", "2025", "--json").json["plan"]
    assert plan["expenditure"]["total"] == pytest.approx(40509.1)
    through = plan["contracts"]["through"]["2025"]
    assert through["initial_pct"] == pytest.approx(61.49, abs=0.005)
    assert through["with_supplementary_pct"] == pytest.approx(62.27, abs=0.005)


OWN = """
name: own
title: A country of one's own
members: [BRA]
start: 2026
end: 2029
definition: national
pledges:
  - share: 2.0
    by: 2029
    path: waypoints
    from: {year: 2026, share: 1.0}
    waypoints: {2027: 1.6}
series:
  BRA:
    gdp_nominal: {unit: BRL bn, values: {2026: 1000, 2027: 1100, 2028: 1200, 2029: 1300}}
    price_index: {base: 2025, values: {2026: 1.1, 2027: 1.2, 2028: 1.25, 2029: 1.3}}
    population: {values: {2026: 2.0e8, 2027: 2.0e8, 2028: 2.0e8, 2029: 2.0e8}}
"""


def test_the_users_own_series_drive_the_whole_calculation(
    burdenshare: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(OWN, encoding="utf-8")
    member = burdenshare("run", file, "--json").json["members"]["BRA"]
    assert member["currency"] == "BRL"
    assert member["share"] == pytest.approx([1.0, 1.6, 1.8, 2.0])
    assert member["spending"] == pytest.approx([10.0, 17.6, 21.6, 26.0])
    assert member["spending_real"] == pytest.approx([10 / 1.1, 17.6 / 1.2, 21.6 / 1.25, 26 / 1.3])
    share, real, cash = (
        member["extra"][name] for name in ("constant_share", "constant_real", "constant_cash")
    )
    assert share == pytest.approx([0.0, 6.6, 9.6, 13.0])
    flat = [10 * p / 1.1 for p in (1.1, 1.2, 1.25, 1.3)]
    spent = (10.0, 17.6, 21.6, 26.0)
    assert real == pytest.approx([s - f for s, f in zip(spent, flat, strict=True)])
    assert cash == pytest.approx([0.0, 7.6, 11.6, 16.0])
    cumulative = member["cumulative"]["extra"]["constant_share"]
    assert cumulative["nominal"] == pytest.approx(29.2)
    assert cumulative["real"] == pytest.approx(6.6 / 1.2 + 9.6 / 1.25 + 13 / 1.3)


@pytest.mark.parametrize(
    "name",
    ["canada-pbo", "core-5", "hague-2035", "hague-2035-spain-2.1", "japan-2027", "japan-3.0",
     "japan-3.5", "wales-2014"],
)  # fmt: skip
def test_every_library_scenario_runs_and_is_explained(
    burdenshare: Callable[..., Any], name: str
) -> None:
    document = burdenshare("run", name, "--json").json
    assert document["name"] == name
    assert document["members"]
    assert burdenshare("scenario", "explain", name).out.count("\n") >= 8
    assert name in {s["name"] for s in burdenshare("scenario", "list", "--json").json["scenarios"]}
