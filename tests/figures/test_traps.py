"""Each known trap of the published tables, and how the figures stay out of it."""

from __future__ import annotations

import statistics
from collections import defaultdict
from datetime import date

import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.membership import members
from burdenshare.figures.model import AGGREGATES, Observation
from burdenshare.figures.store import Figures
from burdenshare.figures.totals import total

CORE = "2026-07"


def cells(figures: Figures, series: str, vintage: str) -> dict[tuple[str, int], float]:
    return {(o.country, o.year): o.value for o in figures.rows(series, vintages=vintage)}


def editions(figures: Figures, series: str, country: str, year: int) -> dict[str, float]:
    rows = figures.rows(series, countries=[country], years=(year, year), vintages="all")
    return {f"{o.source} {o.vintage}": o.value for o in rows}


def test_vintage_is_part_of_the_key(figures: Figures) -> None:
    rows = figures.rows("milex_pct_gdp", countries=["POL"], years=(2024, 2024), vintages="all")
    assert len({o.key for o in rows}) == len(rows) == 5


def test_vintage_leakage(figures: Figures) -> None:
    """Who looks back from the end of 2023 sees the July 2023 edition and nothing after it."""
    rows = figures.rows(
        "milex_pct_gdp", countries=["FIN"], definition="nato", as_of=date(2023, 12, 31)
    )
    assert [(o.year, o.vintage) for o in rows] == [(2023, "2023-07")]


def test_core_defence_equals_the_june_2024_edition_up_to_2022(figures: Figures) -> None:
    old = cells(figures, "milex_lcu_current", "2024-06")
    new = cells(figures, "milex_lcu_current", CORE)
    shared = [c for c in old.keys() & new.keys() if c[1] <= 2022]
    assert len(shared) == 279
    for country, year in shared:
        rate = 1.95583 if country == "BGR" else 1.0
        assert new[country, year] == pytest.approx(old[country, year] / rate, abs=0.6)


@pytest.mark.parametrize(
    ("country", "change"), [("ALB", -24), ("NLD", -10), ("PRT", -9), ("SVK", -5), ("FRA", -3)]
)
def test_core_defence_departs_from_it_in_2023(figures: Figures, country: str, change: int) -> None:
    old = cells(figures, "milex_lcu_current", "2024-06")[country, 2023]
    new = cells(figures, "milex_lcu_current", CORE)[country, 2023]
    assert round(100 * (new / old - 1)) == change


def test_the_possible_break_inside_core_defence_is_flagged(figures: Figures) -> None:
    rows = figures.show("milex_pct_gdp", countries=["FRA"], years=(2021, 2024), definition="nato")[
        "rows"
    ]
    assert [r["year"] for r in rows if r["break"]] == [2023]
    rows = figures.show("military_personnel", countries=["FRA"], definition="nato")["rows"]
    assert not any(r["break"] for r in rows)


def test_natos_share_is_never_recomputed_from_current_prices(figures: Figures) -> None:
    share = cells(figures, "milex_pct_gdp", CORE)
    spending = cells(figures, "milex_usd_current", CORE)
    gdp = cells(figures, "gdp_usd_current", CORE)
    for year, published, recomputed in ((2025, 2.53, 2.24), (2023, 1.46, 1.33)):
        cell = ("NLD", year)
        assert share[cell] == published
        assert round(100 * spending[cell] / gdp[cell], 2) == recomputed


def test_natos_share_follows_from_constant_prices(figures: Figures) -> None:
    share = cells(figures, "milex_pct_gdp", CORE)
    spending = cells(figures, "milex_usd_constant", CORE)
    gdp = cells(figures, "gdp_usd_constant", CORE)
    assert len(share) == 429
    for cell, published in share.items():
        rounding = 100 * 0.5 / gdp[cell] + 0.005
        assert published == pytest.approx(100 * spending[cell] / gdp[cell], abs=1.05 * rounding)


def test_the_base_year_stands_in_the_unit(figures: Figures) -> None:
    rows = figures.rows("milex_usd_constant", vintages="all")
    bases: dict[str, set[str]] = defaultdict(set)
    for o in rows:
        bases[f"{o.source} {o.vintage}"].add(o.unit.split("constant ")[1][:4])
    assert bases == {"NATO 2024-06": {"2015"}, "NATO 2026-07": {"2021"}, "SIPRI 2026-04": {"2024"}}


def test_values_of_two_bases_are_not_joined(figures: Figures) -> None:
    shown = figures.show(
        "milex_usd_constant", countries=["POL"], years=(2024, 2024), vintages="all"
    )
    nato = [r for r in shown["rows"] if r["family"] == "nato"]
    assert "other unit" in nato[1]["break"]


@pytest.mark.parametrize(
    ("country", "first"), [("MNE", 2017), ("MKD", 2020), ("FIN", 2023), ("SWE", 2024)]
)
def test_a_total_has_the_members_of_its_year(figures: Figures, country: str, first: int) -> None:
    assert country in total(figures, "milex_usd_current", first).members
    assert country not in total(figures, "milex_usd_current", first - 1).members
    assert (country, first - 1) in cells(figures, "milex_usd_current", CORE)


@pytest.mark.parametrize("series", ["milex_usd_current", "milex_usd_constant"])
@pytest.mark.parametrize("year", range(2014, 2025))
def test_sums_of_june_2024_equal_the_published_totals(
    figures: Figures, series: str, year: int
) -> None:
    whole = total(figures, series, year, vintage="2024-06")
    assert whole.published is not None
    assert f"{whole.money.value:.8g}" == f"{whole.published.value:.8g}" or (
        whole.money.value == pytest.approx(whole.published.value, rel=1e-7)
    )


@pytest.mark.parametrize("year", range(2014, 2027))
def test_sums_of_july_2026_equal_the_published_totals_within_rounding(
    figures: Figures, year: int
) -> None:
    difference = total(figures, "milex_usd_current", year, vintage=CORE).difference
    assert difference is not None
    assert abs(difference.value) <= 3
    people = cells(figures, "military_personnel", CORE)
    summed = sum(people.get((c, year), 0) for c in members("NATO", year))
    assert summed == pytest.approx(people["NATO", year], abs=0.3001)


def test_aggregates_are_no_members_of_a_sum(figures: Figures) -> None:
    assert not set(AGGREGATES) & set(members("NATO", 2026))
    europe_and_canada = [
        figures.one("milex_usd_constant", "NATO_EUR_CAN", y, definition="nato").value
        for y in range(2022, 2027)
    ]
    assert europe_and_canada == [372_067, 402_342, 479_916, 571_204, 633_917]


def test_luxembourg_changes_its_base_in_2023(figures: Figures) -> None:
    share = cells(figures, "milex_pct_gdp", CORE)
    assert (share["LUX", 2022], share["LUX", 2023]) == (0.57, 1.07)
    real = cells(figures, "milex_usd_constant", CORE)
    assert round(100 * (real["LUX", 2023] / real["LUX", 2022] - 1)) == 27
    for series in ("milex_pct_gdp", "gdp_usd_current"):
        rows = figures.show(
            series, countries=["LUX"], years=(2022, 2024), definition="nato", vintages=CORE
        )["rows"]
        assert "Luxembourg" in rows[1]["break"]
        assert rows[2]["break"] is None


@pytest.mark.parametrize(("country", "april", "october"), [("JPN", 4379, 4624), ("IRN", 300, 416)])
def test_two_outlooks_are_not_spliced(
    figures: Figures, country: str, april: float, october: float
) -> None:
    shown = figures.show("gdp_usd", countries=[country], years=(2025, 2028))
    values = {r["year"]: round(r["value"]) for r in shown["rows"]}
    assert (values[2026], values[2027]) == (april, october)
    assert [r["year"] for r in shown["rows"] if r["break"]] == [2027]
    assert shown["breaks"] == [f"{country} 2027: other vintage: 2026-04, then 2025-10"]
    with pytest.raises(Refusal) as caught:
        figures.panel(
            "gdp_usd", countries=[country], years=(2027, 2028), definition="imf", vintage=CORE
        )
    assert caught.value.code == "unknown-vintage"


def test_bulgaria_changes_its_currency_between_editions(figures: Figures) -> None:
    units = {
        (o.source, o.vintage): o.unit
        for series in ("gdp_lcu", "milex_lcu_current", "milex_lcu_fy")
        for o in figures.rows(series, countries=["BGR"], years=(2023, 2023), vintages="all")
    }
    assert "BGN" in units["IMF WEO", "2025-10"]
    assert "EUR" in units["IMF WEO", "2026-04"]
    assert "Leva" in units["NATO", "2024-06"]
    assert "Euro" in units["NATO", "2026-07"]
    assert "Leva" in units["SIPRI", "2026-04"]


def test_every_currency_named_agrees_with_the_exchange_rate(figures: Figures) -> None:
    """Bulgaria in levas stands out by 1.96, Iran has several rates; any other slip would show."""
    dollars = {o[1:6]: o.value for o in figures.rows("milex_usd_current", vintages="all")}
    rates = cells(figures, "fx_lcu_per_usd", "2026-04")
    checked = 0
    for series in ("milex_lcu_current", "milex_lcu_fy"):
        for o in figures.rows(series, vintages="all"):
            usd, rate = dollars.get(o[1:6]), rates.get((o.country, o.year))
            if usd and rate and o.country != "IRN":
                levas = 1.95583 if "Leva" in o.unit else 1.0
                assert o.value / usd / rate == pytest.approx(levas, rel=0.15), o.key
                checked += 1
    assert checked > 1000


def test_bulgaria_in_euros_is_bulgaria_in_levas_divided(figures: Figures) -> None:
    levas = cells(figures, "gdp_lcu", "2025-10")["BGR", 2015]
    euros = cells(figures, "gdp_lcu", "2026-04")["BGR", 2015]
    assert euros == pytest.approx(levas / 1.95583, rel=1e-4)


def test_net_interest_is_not_the_interest_bill(figures: Figures) -> None:
    japan = figures.one("gov_net_interest_pct_gdp", "JPN", 2024)
    assert round(japan.value, 1) == 0.1
    assert "not gross" in japan.note
    primary = figures.one("gov_primary_balance_pct_gdp", "JPN", 2024).value
    balance = figures.one("gov_balance_pct_gdp", "JPN", 2024).value
    assert japan.value == pytest.approx(primary - balance, abs=0.001)


def test_japans_fiscal_year_is_not_the_calendar_year(figures: Figures) -> None:
    fiscal = figures.one("milex_lcu_fy", "JPN", 2023)
    assert round(fiscal.value / 1000) == 7158
    assert "fiscal year" in fiscal.unit


def test_japans_goal_is_measured_on_the_gdp_of_2022(figures: Figures) -> None:
    base = figures.one("target_base_gdp", "JPN", 2022)
    goal = figures.one("security_related_spending_target", "JPN", 2027)
    assert base.value == 560_000
    assert "560兆円" in base.quote
    assert round(base.value * 0.02 / 1000) * 1000 == goal.value == 11_000
    year_of_goal = figures.one("gdp_lcu", "JPN", 2027, definition="imf").value
    assert goal.value / year_of_goal < 0.017


def test_japans_initial_and_supplementary_budgets_are_told_apart(figures: Figures) -> None:
    initial = figures.rows("new_contracts_plan_covered", years=(2023, 2025))
    extra = figures.rows("new_contracts_supplementary")
    plan = figures.one("plan_new_contracts_material", "JPN", 2023).value
    booked = sum(o.value for o in initial)
    assert round(100 * booked / plan, 2) == 61.49
    assert round(100 * (booked + sum(o.value for o in extra)) / plan, 2) == 62.27


def test_japans_contracts_and_payments_are_two_definitions(figures: Figures) -> None:
    contracts = figures.one("new_contracts_plan_covered", "JPN", 2023)
    payments = figures.one("defence_budget_plan_covered", "JPN", 2023)
    assert contracts.definition.endswith("contract basis")
    assert payments.definition.endswith("expenditure basis")


def test_japans_plan_is_a_total_of_five_years(figures: Figures) -> None:
    plan = figures.one("plan_annual_budget_expenditure", "JPN", 2023)
    assert "five fiscal years" in plan.unit
    yearly = [figures.one("defence_budget_plan_covered", "JPN", y).value for y in range(2023, 2027)]
    last = figures.one("plan_final_year_expenditure_target", "JPN", 2027).value
    assert round((sum(yearly) + last) / 1000, 1) == plan.value / 1000 == 40.5


def test_japans_parts_of_2023_add_up(figures: Figures) -> None:
    parts = ("personnel_and_provisions", "outlays_on_past_contracts", "general_material_expenses")
    summed = sum(figures.one(p, "JPN", 2023).value for p in parts)
    assert summed == pytest.approx(figures.one("defence_budget_plan_covered", "JPN", 2023).value)


def test_sipri_and_nato_differ_by_definition(figures: Figures) -> None:
    spain = editions(figures, "milex_pct_gdp", "ESP", 2023)
    assert round(spain["SIPRI 2026-04"], 2) == 1.53
    assert round(spain["SIPRI 2025-04"], 2) == 1.47
    nato = [round(spain[f"NATO {v}"], 2) for v in ("2024-06", "2025-08", "2026-07")]
    assert nato == [1.19, 1.16, 1.17]


def test_sipri_prints_plain_units_of_currency(figures: Figures) -> None:
    """A slip by a factor of a million would show in the exchange rate."""
    local = figures.one("milex_lcu_fy", "DEU", 2023)
    dollars = figures.one("milex_usd_current", "DEU", 2023, definition="sipri")
    assert local.unit.startswith("LCU million")
    rate = figures.one("fx_lcu_per_usd", "DEU", 2023).value
    assert local.value / dollars.value == pytest.approx(rate, rel=0.01)


def test_the_hash_of_a_third_partys_copy_is_pinned(figures: Figures) -> None:
    for source in figures.sources():
        if source.name == "SIPRI":
            assert len(source.read_from.rpartition("sha256 ")[2]) == 64


def test_the_last_two_years_of_an_edition_are_estimates(figures: Figures) -> None:
    for vintage, last in (("2024-06", 2024), ("2025-08", 2025), (CORE, 2026)):
        rows = figures.rows("milex_pct_gdp", definition="nato", vintages=vintage)
        status = {o.year: o.status for o in rows}
        estimates = {year for year, s in status.items() if s == "estimate"}
        assert estimates == {last - 1, last}


def test_the_outlook_marks_the_last_actual_year_by_country(figures: Figures) -> None:
    rows = figures.rows("gdp_lcu", vintages="2026-04")
    actual: dict[str, int] = {}
    for o in rows:
        if o.status == "actual":
            actual[o.country] = max(o.year, actual.get(o.country, 0))
    assert set(actual.values()) == {2024, 2025}
    assert all(o.status == "forecast" for o in rows if o.year > 2025)


def test_two_columns_are_swapped_in_the_reprint_of_july_2023(figures: Figures) -> None:
    rows = figures.rows("milex_pct_gdp", vintages="2023-07")
    swapped = {o.country: o.value for o in rows if "swaps" in o.note}
    assert swapped == {"USA": 3.49, "GBR": 2.07, "TUR": 1.31, "HRV": 1.79}


@pytest.mark.parametrize(
    ("vintage", "complete", "incomplete"),
    [
        ("2024-06", 341, set()),
        ("2025-08", 369, {("DNK", 2025), ("PRT", 2025)}),
        (CORE, 401, {("NLD", 2026), ("PRT", 2026)}),
    ],
)
def test_categories_add_up_to_a_hundred(
    figures: Figures, vintage: str, complete: int, incomplete: set[tuple[str, int]]
) -> None:
    shares: dict[tuple[str, int], list[float]] = defaultdict(list)
    for part in ("equipment", "personnel", "infrastructure", "other"):
        for cell, value in cells(figures, f"milex_share_{part}", vintage).items():
            shares[cell].append(value)
    whole = [sum(v) for v in shares.values() if len(v) == 4]
    assert len(whole) == complete
    assert all(s == pytest.approx(100, abs=0.0101) for s in whole)
    assert {cell for cell, v in shares.items() if len(v) < 4} == incomplete


@pytest.mark.parametrize("vintage", ["2024-06", CORE])
def test_one_exchange_rate_joins_constant_tables(figures: Figures, vintage: str) -> None:
    local = cells(figures, "milex_lcu_constant", vintage)
    dollars = cells(figures, "milex_usd_constant", vintage)
    rates: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for (country, year), value in local.items():
        usd = dollars[country, year]
        rates[country].append((value / usd, (0.5 / value + 0.5 / usd) * value / usd))
    for country, found in rates.items():
        middle = statistics.median(rate for rate, _ in found)
        for rate, rounding in found:
            assert rate == pytest.approx(middle, abs=2 * rounding + 1e-6), country


@pytest.mark.parametrize(
    ("country", "share"),
    {
        "LTU": 5.33, "EST": 5.10, "LVA": 4.92, "POL": 4.68, "GRC": 3.65, "DNK": 3.49, "SWE": 3.22,
        "NOR": 3.17, "USA": 3.17, "TUR": 2.85, "DEU": 2.69, "GBR": 2.56, "FRA": 2.22, "CAN": 2.13,
        "ESP": 2.00, "SVN": 1.61,
    }.items(),
)  # fmt: skip
def test_shares_of_2026_as_the_press_release_prints_them(
    figures: Figures, country: str, share: float
) -> None:
    assert figures.one("milex_pct_gdp", country, 2026, definition="nato").value == share


def test_a_missing_row_is_not_a_zero(figures: Figures) -> None:
    assert figures.rows("milex_pct_gdp", countries=["ISL"], definition="nato") == []
    iceland: list[Observation] = figures.rows("milex_usd_current", countries=["ISL"])
    assert {o.definition for o in iceland} == {"SIPRI"}
    assert {o.value for o in iceland} == {0.0}
