"""Claims held against the figures that the publishers printed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from burdenshare.evidence.against import against, series_of, step
from burdenshare.figures.store import Figures

from .making import claim

CUT = date(2025, 7, 3)


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures.open()


def test_a_claim_agrees_to_the_places_that_it_prints(figures: Figures) -> None:
    """NATO, June 2024: Spain 1.28 % in 2024."""
    one = against(claim("a", amount="1.28%", value=1.28, year=2024), figures, as_of=CUT)
    rough = against(claim("b", amount="1.3%", value=1.3, year=2024), figures, as_of=CUT)
    assert (one.status, rough.status) == ("agrees", "agrees")
    assert one.keys == ("milex_pct_gdp/NATO/NATO/2024-06/ESP/2024",)


def test_another_definition_is_named(figures: Figures) -> None:
    """SIPRI, April 2025: Spain 1.43 % in 2024."""
    one = against(claim("a", amount="1.43%", value=1.43, year=2024), figures, as_of=CUT)
    assert one.status == "agrees_otherwise"
    assert one.keys[0] == "milex_pct_gdp/SIPRI/SIPRI/2025-04/ESP/2024"
    assert "SIPRI, edition 2025-04" in one.reason
    assert "not with NATO, edition 2024-06" in one.reason


def test_another_vintage_is_named(figures: Figures) -> None:
    one = against(claim("a", amount="1.28%", value=1.28, year=2024), figures)
    assert one.status == "agrees_otherwise"
    assert one.keys[0].split("/")[3] == "2024-06"


def test_a_claim_that_no_edition_holds_says_by_how_much(figures: Figures) -> None:
    """The level of 1.24 % that newspapers printed in 2025 stands in no edition that we hold."""
    one = against(claim("a", amount="1.24%", value=1.24, year=2024), figures, as_of=CUT)
    assert one.status == "disagrees"
    assert one.difference == pytest.approx(1.24 - 1.2825496)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"year": None}, "no year"),
        ({"unit": "pct"}, "base unknown"),
        ({"unit": "pct_gnp", "base": "GNP"}, "GNP"),
        ({"base": "GDP FY2022"}, "GDP FY2022"),
        ({"unit": "pp"}, "change in points"),
        ({"comparator": "rank"}, "rank"),
        ({"measure": "tariffs"}, "measure not in the figures"),
        ({"actor": ("AUTHOR",)}, "which one country"),
        ({"actor": ("ESP", "USA")}, "which one country"),
        ({"year": 1950}, "no figure of milex_pct_gdp for Spain in 1950"),
        ({"stance": "demands"}, "demand"),
        ({"stance": "forecasts"}, "forecast"),
        ({"value": None}, "names no number"),
        ({"quote": "the 1.2% target"}, "target or ceiling"),
    ],
)
def test_what_cannot_be_checked_says_why(
    figures: Figures, said: dict[str, Any], words: str
) -> None:
    one = against(claim("a", **{"amount": "1.2%", "value": 1.2, "year": 2024, **said}), figures)
    assert one.status == "cannot_check"
    assert words in one.reason
    assert one.difference is None


def test_comparators_and_ranges_are_kept(figures: Figures) -> None:
    def status(**said: Any) -> str:
        return against(claim("a", year=2024, **said), figures, as_of=CUT).status

    assert status(amount="1%", value=1.0, comparator="ge") == "agrees"
    assert status(amount="2%", value=2.0, comparator="ge") == "disagrees"
    assert status(amount="2%", value=2.0, comparator="lt") == "agrees"
    assert status(amount="1.2 to 1.3%", value=1.2, value_high=1.3, comparator="range") == "agrees"


def test_money_is_held_in_its_own_currency(figures: Figures) -> None:
    """SIPRI, April 2026: Japan 7.16 trillion yen, fiscal 2023; NATO, June 2024: Poland 26 476 m."""
    yen = claim("a", actor=("JPN",), measure="defence_spending", unit="JPY", amount="7.16兆円",
                value=7.16e12, year=2023)  # fmt: skip
    dollars = claim("b", actor=("POL",), measure="defence_spending", unit="USD", year=2023,
                    amount="26.5 billion", value=26.5e9)  # fmt: skip
    euros = claim("c", actor=("JPN",), measure="defence_spending", unit="EUR", year=2023,
                  amount="50 billion", value=50e9)  # fmt: skip
    assert against(yen, figures).status == "agrees"
    assert against(dollars, figures, as_of=CUT).status == "agrees"
    assert against(euros, figures).status == "cannot_check"


def test_the_last_printed_place_is_read_from_the_words() -> None:
    assert step(claim("a", amount="2.0%", value=2.0)) == pytest.approx(0.1)
    assert step(claim("a", amount="2%", value=2.0)) == pytest.approx(1.0)
    assert step(claim("a", amount="43兆円", value=43e12)) == pytest.approx(1e12)
    assert step(claim("a", amount="$55.3bn", value=55.3e9)) == pytest.approx(1e8)
    assert step(claim("a", amount="二兆円", value=2e12)) == pytest.approx(1e12)
    assert step(claim("a", value=2.5)) == pytest.approx(0.1)


def test_the_answer_is_plain_values(figures: Figures) -> None:
    told = against(claim("a", amount="1.28%", value=1.28, year=2024), figures).to_json()
    assert set(told) == {"claim", "status", "reason", "keys", "difference"}
    assert series_of(claim("a")) == "milex_pct_gdp"
