"""Claims about one quantity that differ, with the reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.evidence.conflicts import REASONS, conflicts, subject
from burdenshare.evidence.ledger.asking import Entry
from burdenshare.figures.store import Figures

from .making import claim, entry


def two(first: dict[str, Any], second: dict[str, Any]) -> list[Entry]:
    return [
        entry(claim("a", document="d1", **first), document="d1", said="2025-01-01"),
        entry(claim("b", document="d2", **second), document="d2", said="2025-06-01"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ({"unit": "pct_gnp", "base": "GNP", "measure": "defence_spending_share_gnp"}, {}, "base"),
        ({"unit": "pp", "amount": "1.5 points", "value": 1.5}, {}, "by-to"),
        ({"comparator": "rank", "value": 1.0, "amount": "first"}, {}, "rank"),
        ({"year": None}, {}, "year"),
        ({"quote": "Madrid denied that it spends 1.0%", "amount": "1.0%"}, {}, "denied"),
        ({"stance": "demands", "target": ("JPN",)}, {"stance": "demands", "target": ("JPN",)},
         "superseded"),
        ({}, {}, "unknown"),
    ],
)  # fmt: skip
def test_the_reason_is_named(first: dict[str, Any], second: dict[str, Any], reason: str) -> None:
    one = {"amount": "1.0%", "value": 1.0, "year": 2024, **first}
    other = {"amount": "1.4%", "value": 1.4, "year": 2024, **second}
    (found,) = conflicts(two(one, other))
    assert found.reason == reason
    assert found.claims == ("b", "a"), "the later one comes first"
    assert found.sources == 2
    assert REASONS[reason] in found.note


def test_definition_and_vintage_come_from_the_figures() -> None:
    """Spain 2024: 1.28 NATO June 2024, 1.43 SIPRI April 2025 and NATO August 2025."""
    figures = Figures.open()
    entries = two(
        {"amount": "1.28%", "value": 1.28, "year": 2024},
        {"amount": "1.43%", "value": 1.43, "year": 2024},
    )
    early = conflicts(entries, figures, as_of=date(2025, 7, 3))
    late = conflicts(entries, figures, as_of=date(2025, 9, 30))
    assert [c.reason for c in early] == ["definition"]
    assert "SIPRI" in early[0].note
    assert [c.reason for c in late] == ["vintage"]
    assert "2025-08" in late[0].note


def test_one_refuses_what_another_says_it_supports() -> None:
    (found,) = conflicts(
        two(
            {"amount": "5%", "value": 5.0, "stance": "opposes"},
            {"amount": "5%", "value": 5.0, "stance": "commits"},
        )
    )
    assert found.reason == "stance"


def test_a_machine_written_page_conflicts_but_does_not_count() -> None:
    entries = [
        entry(claim("a", amount="2%", value=2.0, actor=("NATO members",), stance="commits",
                    document="d1"), machine=("disclosure",)),
        entry(claim("b", amount="5%", value=5.0, actor=("NATO",), stance="commits",
                    document="d2"), document="d2"),
    ]  # fmt: skip
    (found,) = conflicts(entries)
    assert (found.subject, found.reason, found.sources) == ("NATO", "machine", 1)


def test_no_conflict_where_nothing_differs() -> None:
    same = {"amount": "1.4%", "value": 1.4, "year": 2024}
    assert conflicts(two(same, {**same, "amount": "1.40%"})) == []
    assert conflicts(two(same, {**same, "year": 2023, "value": 1.2, "amount": "1.2%"})) == []
    assert conflicts(two(same, {**same, "value": 5e9, "unit": "EUR", "amount": "5 bn"})) == []
    parts = [
        entry(claim("a", amount="3.5%", value=3.5, stance="commits")),
        entry(claim("b", amount="1.5%", value=1.5, stance="commits")),
    ]
    assert conflicts(parts) == [], "a whole and its parts in one passage"


def test_repeats_are_counted_once() -> None:
    entries = two({"amount": "1%", "value": 1.0}, {"amount": "3%", "value": 3.0})
    again = entry(claim("c", amount="1%", value=1.0, repeats="a", document="d3"), document="d3")
    (found,) = conflicts([*entries, again])
    assert found.sources == 2
    assert "c" not in found.claims


def test_names_are_folded() -> None:
    assert subject("NATO members (some)") == subject("NATO allies") == "NATO"
    assert subject("JPN (Miki government)") == "JPN"


@given(st.lists(st.tuples(st.floats(0.1, 9), st.sampled_from([None, 2023, 2024])), max_size=6))
def test_the_order_of_the_claims_changes_nothing(said: list[tuple[float, int | None]]) -> None:
    entries = [
        entry(claim(str(i), document=str(i), value=value, year=year), document=str(i))
        for i, (value, year) in enumerate(said)
    ]
    found = {frozenset(c.claims) for c in conflicts(entries)}
    assert found == {frozenset(c.claims) for c in conflicts(entries[::-1])}


def test_the_answer_is_plain_values() -> None:
    (found,) = conflicts(two({"value": 1.0}, {"value": 2.0}))
    assert set(found.to_json()) == {
        "subject", "measure", "year", "reason", "note", "claims", "sources",
    }  # fmt: skip
