"""The burden of a year from the shipped figures, against the reference rows."""

from __future__ import annotations

import pytest

from burdenshare.burden import measure_year
from burdenshare.burden.published import from_figures
from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures

# Computed once, independently, from NATO's tables of 10 July 2026 (spending at current prices,
# shares as published, GDP implied by the two, members with forces at the time).
REFERENCE = {
    2014: {
        "n": 27,
        "spearman": (0.287, 0.147, 0.074),
        "kendall": (0.212, 0.123),
        "spearman_ex_us": (0.201, 0.325),
        "us": (0.693, 0.462),
        "hhi": 0.4928,
        "gini": (0.859, 0.224),
        "alliance_burden": 2.471,
        "at_2": 3,
    },
    2017: {
        "n": 28,
        "spearman": (0.144, 0.464, 0.232),
        "kendall": (0.098, 0.465),
        "spearman_ex_us": (0.045, 0.822),
        "us": (0.700, 0.508),
        "hhi": 0.5012,
        "gini": (0.861, 0.192),
        "alliance_burden": 2.381,
        "at_2": 3,
    },
}


@pytest.fixture(scope="module")
def figures(shared_cache, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        return Figures.open(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize("year", REFERENCE)
def test_the_reference_rows_are_reproduced(figures, year):
    expected = REFERENCE[year]
    found = measure_year(figures, year, vintage="2026-07").to_json()
    rho, without = found["spearman"], found["spearman_ex_us"]
    assert found["n"] == expected["n"]
    assert (
        round(rho["rho"], 3),
        round(rho["p_two_sided"], 3),
        round(rho["p_one_sided"], 3),
    ) == expected["spearman"]
    assert (round(without["rho"], 3), round(without["p_two_sided"], 3)) == expected[
        "spearman_ex_us"
    ]
    tau = found["kendall"]
    assert (round(tau["tau"], 3), round(tau["p_two_sided"], 3)) == expected["kendall"]
    assert (round(found["us_share_spending"], 3), round(found["us_share_gdp"], 3)) == expected["us"]
    assert round(found["hhi_spending"], 4) == expected["hhi"]
    assert (round(found["gini_spending"], 3), round(found["gini_burden"], 3)) == expected["gini"]
    assert round(found["alliance_burden"], 3) == expected["alliance_burden"]
    assert found["wilcoxon_share_vs_gdp"]["p"] < 0.001
    assert found["at_or_above"]["2.0"] == expected["at_2"]


def test_shares_of_spending_over_shares_of_gdp_are_burden_over_alliance_burden(figures):
    for member in measure_year(figures, 2024).to_json()["members"].values():
        assert member["share_of_spending"] / member["share_of_gdp"] == pytest.approx(
            member["relative_burden"], rel=1e-12
        )


def test_members_are_those_of_the_year_and_iceland_is_left_out_with_the_reason(figures):
    found = measure_year(figures, 2014, vintage="2024-06").to_json()
    assert {"MNE", "MKD", "FIN", "SWE"}.isdisjoint(found["members"])
    assert found["exclusions"] == [{"country": "ISL", "reason": "has no armed forces"}]
    later = measure_year(figures, 2024, vintage="2024-06").to_json()
    assert {"MNE", "MKD", "FIN", "SWE"} <= set(later["members"])
    assert not {"NATO", "NATO_EUR_CAN"} & set(later["members"])


def test_allies_at_two_per_cent_in_2024_depend_on_the_vintage(figures):
    counts = {
        vintage: measure_year(figures, 2024, vintage=vintage).at_or_above(2.0)
        for vintage in ("2024-06", "2026-07")
    }
    assert counts == {"2024-06": 23, "2026-07": 17}


def test_every_column_carries_the_keys_of_its_figures(figures):
    found = measure_year(figures, 2024, vintage="2026-07").to_json()
    assert (
        "milex_usd_current/NATO core defence/NATO/2026-07/POL/2024" in found["sources"]["spending"]
    )
    assert "milex_pct_gdp/NATO core defence/NATO/2026-07/POL/2024" in found["sources"]["burden"]
    assert "gdp_ppp/IMF/IMF WEO/2026-04/POL/2024" in found["sources"]["gdp_ppp"]
    assert len(found["sources"]["equipment_share"]) == 31


def test_sipri_gives_its_own_burden_without_the_equipment_guideline(figures):
    found = measure_year(figures, 2024, definition="sipri").to_json()
    assert found["definition"] == "SIPRI"
    assert "ISL" not in found["members"]
    assert "equipment_share" not in found["members"]["POL"]
    assert {"equipment_share", "oda", "peacekeeping"} <= {m["lacks"] for m in found["missing"]}


def test_luxembourgs_base_is_pointed_out(figures):
    assert any("LUX" in note for note in measure_year(figures, 2024).table.notes)
    assert not any("LUX: measured" in n for n in measure_year(figures, 2022).table.notes)
    sipri = measure_year(figures, 2024, definition="sipri")
    assert not any("LUX: measured" in n for n in sipri.table.notes)


def test_figures_that_are_not_final_are_pointed_out(figures):
    final = measure_year(figures, 2014, vintage="2026-07").table.notes
    assert not any("not final" in note for note in final)
    estimated = measure_year(figures, 2026, vintage="2026-07").table.notes
    assert "the publisher marks 2026 as not final for all members" in estimated


@pytest.mark.parametrize("vintage", ["2025-08", "2023-07", "2024-03"])
def test_an_edition_without_money_is_refused_with_those_that_work(figures, vintage):
    with pytest.raises(Refusal) as refused:
        measure_year(figures, 2023, vintage=vintage)
    assert refused.value.code == "no-figures"
    assert "no spending in money" in refused.value.message
    assert refused.value.hint == "vintages that work: 2024-06, 2026-07"


def test_years_definitions_and_vintages_without_figures_are_refused(figures):
    with pytest.raises(Refusal, match="holds no figures for 2026") as refused:
        measure_year(figures, 2026, vintage="2024-06")
    assert refused.value.hint == "vintages that work: 2026-07"
    with pytest.raises(Refusal, match="no vintage holds") as refused:
        measure_year(figures, 1950)
    assert refused.value.code == "no-figures"
    with pytest.raises(Refusal, match="no vintage holds"):
        measure_year(figures, 2024, definition="imf")
    with pytest.raises(Refusal) as refused:
        measure_year(figures, 2024, alliance="NATOO")
    assert refused.value.code == "bad-argument"


def test_an_alliance_of_two_is_refused(figures):
    with pytest.raises(Refusal, match=r"only [012] members") as refused:
        from_figures(figures, 2024, alliance="AUKUS", vintage="2026-07")
    assert refused.value.code == "no-figures"


def test_one_vintage_with_two_definitions_is_refused(figures):
    class Mixed:
        def rows(self, series, **asked):
            rows = figures.rows(series, **{**asked, "vintages": "2026-07"})
            if series != "milex_pct_gdp":
                return rows
            return [r._replace(definition="NATO") if r.country == "POL" else r for r in rows]

    with pytest.raises(Refusal) as refused:
        measure_year(Mixed(), 2024)
    assert refused.value.code == "mixed-definitions"
    assert "NATO and NATO core defence" in refused.value.message


def test_an_index_of_the_users_own_weights_ranks_the_members(figures):
    found = measure_year(figures, 2024, weights={"burden": 2.0, "equipment_share": 1.0}).to_json()
    index = found["index"]
    assert index["weights"] == pytest.approx({"burden": 2 / 3, "equipment_share": 1 / 3})
    assert [r["rank"] for r in index["ranking"]][:3] == [1, 2, 3]
    assert index["ranking"][0]["country"] == "POL"
    assert index["above"]["POL"]["BEL"] == 1.0
