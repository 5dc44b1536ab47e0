"""Membership is dated: a sum for 2014 has the members of 2014."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.figures.membership import formats, formats_of, members, memberships

NATO_SIZE = {
    1949: 12,
    1952: 14,
    1955: 15,
    1982: 16,
    1999: 19,
    2004: 26,
    2009: 28,
    2014: 28,
    2017: 29,
    2020: 30,
    2023: 31,
    2024: 32,
}
"""Founding members and enlargements, as NATO lists them."""


@pytest.mark.parametrize(("year", "size"), NATO_SIZE.items())
def test_nato_grows_as_it_did(year: int, size: int) -> None:
    assert len(members("NATO", year)) == size


def test_members_of_2014_include_iceland_but_not_who_came_later() -> None:
    then = members("NATO", 2014)
    assert len(then) == 28
    assert "ISL" in then
    assert not {"MNE", "MKD", "FIN", "SWE"} & set(then)
    assert list(then) == sorted(then)


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("MNE", date(2017, 6, 5)),
        ("MKD", date(2020, 3, 27)),
        ("FIN", date(2023, 4, 4)),
        ("SWE", date(2024, 3, 7)),
    ],
)
def test_accession_counts_from_the_day(country: str, day: date) -> None:
    assert country in members("NATO", day)
    assert country not in members("NATO", day - timedelta(days=1))


def test_the_last_day_of_a_membership_is_inside() -> None:
    assert "GBR" in members("EU", date(2020, 1, 31))
    assert "GBR" not in members("EU", date(2020, 2, 1))
    assert "NZL" in members("ANZUS", date(1986, 12, 31))
    assert "NZL" not in members("ANZUS", date(1987, 1, 1))


def test_a_month_or_year_counts_from_its_first_day() -> None:
    assert "JPN" in members("IP4", date(2016, 1, 1))
    assert "UKR" in members("JEF", date(2025, 11, 1))
    assert "UKR" not in members("JEF", date(2025, 10, 31))


def test_a_spell_may_end_and_begin_again() -> None:
    assert members("Quad", 2008) == ("AUS", "IND", "JPN", "USA")
    assert members("Quad", 2012) == ()
    assert members("Quad", 2024) == ("AUS", "IND", "JPN", "USA")


def test_partners_are_told_apart() -> None:
    assert members("IP4", 2024) == ("AUS", "JPN", "KOR", "NZL")
    assert members("IP4", 2024, degrees=("member",)) == ()
    assert "UKR" not in members("JEF", 2026, degrees=("member",))


def test_formats_and_their_pages() -> None:
    assert len(formats()) == 26
    assert {"NATO", "IP4", "AUKUS", "Quad", "Five Eyes", "US-Japan-Korea"} <= set(formats())
    assert all(m.source for m in memberships())
    assert members("nato", 2020) == members("NATO", 2020)


@pytest.mark.parametrize(
    ("name", "day", "size"),
    [
        ("B9", date(2015, 11, 3), 0),
        ("B9", date(2015, 11, 4), 9),
        ("NORDEFCO", date(2009, 11, 4), 5),
        ("EI2", date(2018, 6, 25), 9),
        ("EI2", date(2018, 11, 7), 10),
        ("EI2", date(2019, 9, 20), 13),
        ("JEF", date(2025, 6, 25), 10),
        ("France-Germany", date(2020, 1, 22), 2),
        ("France-Poland", date(2025, 5, 8), 0),
        ("France-Poland", date(2025, 5, 9), 2),
    ],
)
def test_smaller_formats_begin_as_their_pages_say(name: str, day: date, size: int) -> None:
    assert len(members(name, day)) == size


def test_the_formats_of_one_country() -> None:
    def names(country: str, on: int | date) -> list[str]:
        return [m.format for m in formats_of(country, on)]

    assert names("ESP", date(2025, 6, 25)) == ["NATO", "EU", "EI2", "France-Spain"]
    assert names("JPN", 2022) == ["IP4", "Quad", "GCAP", "US-Japan"]
    assert names("JPN", date(2022, 11, 30)) == ["IP4", "Quad", "US-Japan"]
    assert next(m.format for m in formats_of("JPN", 2022, degrees=("member",))) == "Quad"
    assert names("GBR", date(1947, 1, 1)) == ["Five Eyes"]
    assert names("BRA", 2025) == []


@given(st.sampled_from(sorted({m.country for m in memberships()})), st.integers(1946, 2030))
def test_who_is_in_a_format_has_it_among_its_own(country: str, year: int) -> None:
    own = {m.format for m in formats_of(country, year)}
    assert own == {name for name in formats() if country in members(name, year)}


def test_an_unknown_alliance_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        members("NAT0", 2020)
    assert caught.value.code == "bad-argument"
    assert caught.value.hint == "did you mean NATO?"
    with pytest.raises(Refusal, match="Warsaw") as caught:
        members("Warsaw Pact", 1980)
    assert "NATO" in caught.value.hint


@given(st.dates(date(1949, 4, 4), date(2030, 1, 1)), st.integers(0, 3650))
def test_nobody_has_left_nato(day: date, later: int) -> None:
    assert set(members("NATO", day)) <= set(members("NATO", day + timedelta(days=later)))


@given(st.sampled_from(formats()), st.integers(1950, 2030))
def test_a_year_means_its_last_day(alliance: str, year: int) -> None:
    assert members(alliance, year) == members(alliance, date(year, 12, 31))
