"""Countries have a name in two languages, and a wrong code is refused with the right one."""

from __future__ import annotations

import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.countries import (
    check_countries,
    countries,
    country_name,
    require_countries,
)
from burdenshare.figures.membership import memberships
from burdenshare.figures.tables import load


def test_all_of_iso_3166_is_known() -> None:
    states = [c for c in countries().values() if c.alpha_2]
    assert len(states) == 249
    assert all(len(c.code) == 3 and len(c.alpha_2) == 2 for c in states)
    assert len({c.alpha_2 for c in states}) == len({c.numeric for c in states}) == 249
    assert all(c.english and c.japanese for c in countries().values())


def test_every_country_with_figures_or_a_membership_has_a_name_and_a_currency() -> None:
    used = {o.country for o in load()} | {m.country for m in memberships()}
    assert used <= set(countries())
    assert all(countries()[c].currency for c in used - {"NATO", "NATO_EUR_CAN"})


@pytest.mark.parametrize(
    ("code", "english", "japanese"),
    [
        ("POL", "Poland", "ポーランド"),
        ("TUR", "Türkiye", "トルコ"),
        ("MKD", "North Macedonia", "北マケドニア"),
        ("BRA", "Brazil", "ブラジル"),
        ("NATO", "NATO", "NATO"),
        ("NATO_EUR_CAN", "NATO Europe and Canada", "NATO欧州・カナダ"),
    ],
)
def test_names(code: str, english: str, japanese: str) -> None:
    assert country_name(code) == english
    assert country_name(code, "ja") == japanese


def test_currencies_of_2026() -> None:
    expected = {"BGR": "EUR", "HRV": "EUR", "POL": "PLN", "JPN": "JPY", "GBR": "GBP", "TUR": "TRY"}
    assert {code: countries()[code].currency for code in expected} == expected


def test_known_codes_pass_in_their_order() -> None:
    assert require_countries(["POL", "BRA", "NATO"]) == ("POL", "BRA", "NATO")
    assert require_countries([]) == ()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("PLO", "POL"),
        ("pol", "POL"),
        ("PL", "POL"),
        ("Germany", "DEU"),
        ("Turkiye", "TUR"),
        ("日本", "JPN"),
    ],
)
def test_a_wrong_code_is_answered_with_the_right_one(wrong: str, right: str) -> None:
    assert f"did you mean {right} (" in check_countries([wrong])[wrong]


def test_every_wrong_code_is_named_at_once() -> None:
    with pytest.raises(Refusal) as caught:
        require_countries(["POL", "PLO", "???"])
    assert caught.value.code == "unknown-country"
    assert [d["where"] for d in caught.value.details] == ["PLO", "???"]
    assert caught.value.hint == "did you mean POL (Poland)?"


def test_a_name_is_refused_for_an_unknown_code_or_language() -> None:
    with pytest.raises(Refusal) as caught:
        country_name("???")
    assert caught.value.code == "unknown-country"
    assert "alpha-3" in caught.value.hint
    with pytest.raises(Refusal) as caught:
        country_name("POL", "fr")
    assert caught.value.code == "bad-argument"
