"""Two vintages side by side: who moved most, and how many allies stand above a threshold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.figures.diff import at_or_above
from burdenshare.figures.membership import members
from burdenshare.figures.model import Observation
from burdenshare.figures.store import Figures

EDITIONS = ["2024-06", "2025-08", "2026-07"]


@pytest.mark.parametrize(
    ("from_", "to", "then", "now"),
    [
        ("2024-06", "2025-08", 23, 18),
        ("2024-06", "2026-07", 23, 17),
        ("2025-08", "2026-07", 18, 17),
    ],
)
def test_allies_at_two_per_cent_in_2024(
    figures: Figures, from_: str, to: str, then: int, now: int
) -> None:
    counts = figures.diff("milex_pct_gdp", from_, to)["at_or_above"]["2.0"]
    assert (counts["from"]["2024"], counts["to"]["2024"]) == (then, now)


def test_the_count_of_2024_does_not_hang_on_rounding(figures: Figures) -> None:
    """The editions carry up to eight digits; at two, as NATO prints them, nothing changes."""
    for vintage, expected in zip(EDITIONS, (23, 18, 17), strict=True):
        shares = [
            o.value
            for o in figures.rows("milex_pct_gdp", years=(2024, 2024), vintages=vintage)
            if o.country in members("NATO", 2024)
        ]
        assert sum(s >= 2 for s in shares) == expected
        assert sum(round(s, 2) >= 2 for s in shares) == expected


def test_2025_fell_from_all_thirty_to_28_of_31(figures: Figures) -> None:
    counts = figures.diff("milex_pct_gdp", "2025-08", "2026-07")["at_or_above"]["2.0"]
    assert (counts["from"]["2025"], counts["to"]["2025"]) == (30, 28)


@pytest.mark.parametrize(
    ("country", "change"),
    [("ALB", -0.53), ("POL", -0.23), ("NOR", -0.19), ("CZE", -0.14), ("SWE", 0.34), ("EST", 0.55)],
)
def test_movers_of_2025(figures: Figures, country: str, change: float) -> None:
    rows = figures.diff("milex_pct_gdp", "2025-08", "2026-07")["rows"]
    (row,) = (r for r in rows if (r["country"], r["year"]) == (country, 2025))
    assert round(row["change"], 2) == change
    assert row["change"] == row["to"] - row["from"]


def test_the_biggest_movers_come_first_and_only_contract_keys_stand_in_a_row(
    figures: Figures,
) -> None:
    document = figures.diff("milex_pct_gdp", "2025-08", "2026-07")
    sizes = [abs(r["change"]) for r in document["rows"]]
    assert sizes == sorted(sizes, reverse=True)
    assert document["rows"][0]["country"] == "EST"
    assert all(list(r) == ["country", "year", "from", "to", "change"] for r in document["rows"])


def test_a_change_of_definition_between_the_editions_is_named(figures: Figures) -> None:
    (text,) = figures.diff("milex_pct_gdp", "2025-08", "2026-07")["breaks"]
    assert "NATO (2025-08), NATO core defence (2026-07)" in text
    assert figures.diff("milex_pct_gdp", "2024-06", "2025-08")["breaks"] == []


def test_cells_of_one_edition_only_are_listed(figures: Figures) -> None:
    document = figures.diff("milex_pct_gdp", "2025-08", "2026-07")
    assert {"country": "DEU", "year": 2025} in document["only_to"]
    assert document["only_from"] == []


def test_values_of_two_currencies_have_no_difference(figures: Figures) -> None:
    document = figures.diff("milex_lcu_current", "2024-06", "2026-07")
    assert "BGR" not in {r["country"] for r in document["rows"]}
    assert {c["country"] for c in document["not_comparable"]} == {"BGR"}
    assert document["at_or_above"] == {}


def test_values_of_two_base_years_have_no_difference(figures: Figures) -> None:
    with pytest.raises(Refusal) as caught:
        figures.diff("milex_usd_constant", "2024-06", "2026-07")
    assert caught.value.code == "mixed-units"
    assert "2015" in caught.value.message
    assert "2021" in caught.value.message


def test_the_only_family_of_a_series_needs_no_name(figures: Figures) -> None:
    document = figures.diff("gdp_usd", "2025-10", "2026-04")
    assert document["definition"] == "imf"
    assert figures.diff("milex_pct_gdp", "2025-04", "2026-04")["definition"] == "sipri"


def test_editions_without_a_common_definition_are_refused(figures: Figures) -> None:
    with pytest.raises(Refusal) as caught:
        figures.diff("milex_pct_gdp", "2025-04", "2025-08")
    assert caught.value.code == "no-figures"
    with pytest.raises(Refusal) as caught:
        figures.diff("milex_pct_gdp", "2025-08", "2026-07", definition="sipri")
    assert caught.value.code == "no-figures"
    assert caught.value.hint == "both give it by: nato"
    with pytest.raises(Refusal) as caught:
        figures.diff("milex_pct_gdp", "2025-04", "2025-08", definition="imf")
    assert "share no definition" in caught.value.hint


def test_several_families_are_not_chosen_between() -> None:
    from burdenshare.figures.diff import _family

    rows = [
        Observation("x", definition, "A", "2026-01", "POL", 2024, 1.0, "percent", "actual")
        for definition in ("SIPRI", "WHO")
    ]
    with pytest.raises(Refusal) as caught:
        _family("x", rows, rows)
    assert caught.value.code == "mixed-definitions"


def test_an_unknown_edition_is_refused(figures: Figures) -> None:
    with pytest.raises(Refusal) as caught:
        figures.diff("milex_pct_gdp", "2024-07", "2026-07")
    assert caught.value.code == "unknown-vintage"
    assert "2024-06" in caught.value.hint


def test_only_members_of_the_year_are_counted_at_two_decimals() -> None:
    def cell(country: str, year: int, value: float) -> tuple[tuple[str, int], Observation]:
        row = Observation(
            "x", "NATO", "NATO", "v", country, year, value, "percent of GDP", "actual"
        )
        return (country, year), row

    cells = dict(
        [
            cell("POL", 2014, 2.5),
            cell("SWE", 2014, 2.5),
            cell("SWE", 2024, 2.5),
            cell("DEU", 2024, 1.996),
            cell("BEL", 2024, 1.994),
            cell("NATO", 2024, 2.6),
            cell("JPN", 2023, 2.5),
        ]
    )
    assert at_or_above(cells, 2.0) == {"2014": 1, "2024": 2}


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(EDITIONS), st.sampled_from(EDITIONS), st.floats(0.5, 5))
def test_turned_round_a_comparison_changes_its_sign(
    figures: Figures, a: str, b: str, threshold: float
) -> None:
    there = figures.diff("milex_pct_gdp", a, b, thresholds=(threshold,))
    back = figures.diff("milex_pct_gdp", b, a, thresholds=(threshold,))
    assert [(r["country"], r["year"], -r["change"]) for r in there["rows"]] == [
        (r["country"], r["year"], r["change"]) for r in back["rows"]
    ]
    key = str(float(threshold))
    assert there["at_or_above"][key]["from"] == back["at_or_above"][key]["to"]
    assert there["only_from"] == back["only_to"]
