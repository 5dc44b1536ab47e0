"""Counts of allies held against the figures: 23 of 32 met 2 % in 2024 by one edition, not by all.

NATO's table of June 2024 has 23 allies at 2 % or more for 2024, as its Secretary General said then;
that of August 2025 has 18 for the same year.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from burdenshare.evidence.against import Held
from burdenshare.evidence.conflicts import conflicts
from burdenshare.evidence.counted import level_of
from burdenshare.evidence.model import Span
from burdenshare.figures.store import Figures
from burdenshare.workbench import Workbench

from .making import claim, entry

WORDS = "23 of 32 allies met the 2 % guideline"


def counts(number: str = "a", **said: Any) -> Any:
    known = {"value": 23.0, "value_high": 32.0, "comparator": "ratio", "unit": "countries",
             "measure": "member_count", "actor": ("NATO members",), "year": 2024}  # fmt: skip
    return claim(number, quote=WORDS, amount="23 of 32", **{**known, **said})


@pytest.fixture(scope="module")
def held() -> Held:
    return Held(Figures.open())


def test_an_earlier_edition_agrees_and_is_named(held: Held) -> None:
    verdict = held(counts(), 2.0)
    assert verdict.status == "agrees_otherwise"
    assert "NATO, edition 2024-06 (23 of 32 allies at 2 % or more)" in verdict.reason
    assert len(verdict.keys) == 23
    assert all(key.startswith("milex_pct_gdp/NATO/NATO/2024-06/") for key in verdict.keys)
    then = Held(Figures.open(), as_of=date(2024, 7, 1))(counts(), 2.0)
    assert then.status == "agrees"


def test_a_count_that_no_edition_has(held: Held) -> None:
    verdict = held(counts(value=30.0), 2.0)
    assert (verdict.status, verdict.difference) == ("disagrees", 7.0)
    assert "nearest is" in verdict.reason
    assert held(counts(value=20.0, value_high=None, comparator="ge"), 2.0).status != "disagrees"
    assert held(counts(value=40.0, comparator="gt", value_high=None), 2.0).status == "disagrees"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"year": None}, "no year"),
        ({"stance": "demands"}, "does not report"),
        ({"comparator": "ordinal"}, "no number of states"),
        ({"value_high": 27.0}, "counts 27 states; the alliance had 32"),
        ({"year": 1901}, "no figures of allies in 1901"),
    ],
)
def test_what_cannot_be_checked_says_why(held: Held, said: dict[str, Any], reason: str) -> None:
    verdict = held(counts(**said), 2.0)
    assert verdict.status == "cannot_check"
    assert reason in verdict.reason


def test_states_of_no_named_alliance(held: Held) -> None:
    one = claim("a", quote="12 countries spent 2 %", amount="12", value=12.0, unit="countries",
                measure="member_count", actor=("JPN",), year=2024)  # fmt: skip
    assert "which alliance" in held(one, 2.0).reason


def test_the_level_stands_in_the_same_sentence() -> None:
    share = claim("b", quote=WORDS, amount="2 %", value=2.0)
    assert level_of(counts(), [counts("c"), share]) == 2.0
    assert level_of(share, [counts()]) is None
    elsewhere = type(share)(**{**vars(share), "span": Span(500, 500 + len(WORDS))})
    assert level_of(counts(), [elsewhere]) is None


def test_two_counts_differ_by_edition() -> None:
    found = []
    for number, value in (("a", 23.0), ("b", 18.0)):
        there = {"document": f"d{number}"}
        share = claim(f"{number}2", quote=WORDS, amount="2 %", value=2.0, **there)
        found += [entry(one, **there) for one in (counts(number, value=value, **there), share)]
    told = [c for c in conflicts(found, Figures.open()) if "a" in c.claims]
    assert [(c.reason, set(c.claims)) for c in told] == [("vintage", {"a", "b"})]


def test_claims_say_it_on_the_command_line(tmp_path: Path, burdenshare: Callable[..., Any]) -> None:
    page = tmp_path / "page.txt"
    page.write_text("In 2024, 23 of 32 allies met the 2 % guideline, NATO said.\n")
    Workbench().read([page])
    found = burdenshare("claims", "--check", "--json").json["claims"]
    (one,) = (c for c in found if c["unit"] == "countries")
    assert one["check"]["status"] == "agrees_otherwise"
