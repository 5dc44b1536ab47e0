"""One figure, its source and how to cite it."""

from __future__ import annotations

import re

import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.citation import citation
from burdenshare.figures.store import Figures


@pytest.fixture
def poland(figures: Figures) -> dict[str, object]:
    return citation(
        figures, "milex_pct_gdp", "POL", 2024, definition="NATO core defence", vintage="2026-07"
    )


def test_a_figure_has_its_source_and_what_stands_beside_it(poland: dict[str, dict]) -> None:
    assert poland["figure"]["value"] == 3.75
    assert poland["source"]["producer"] == "North Atlantic Treaty Organization"
    beside = {(each["definition"], each["vintage"]) for each in poland["beside"]}
    assert {("NATO", "2024-06"), ("NATO core defence", "2026-07"), ("SIPRI", "2026-04")} <= beside
    assert [each["key"] for each in poland["beside"]].count(poland["key"]) == 1


def test_every_way_to_cite_names_value_edition_and_address(poland: dict[str, dict]) -> None:
    cite = poland["cite"]
    assert "3.75 percent of GDP (NATO core defence, actual)" in cite["text"]
    assert poland["figure"]["address"] in cite["text"]
    assert cite["csl"]["version"] == "2026-07"
    assert cite["csl"]["URL"] == poland["figure"]["address"]
    assert cite["csl"]["issued"]["date-parts"][0][:2] == [2026, 7]
    entry = cite["bibtex"]
    assert entry.startswith("@misc{milex-pct-gdp-nato-core-defence-nato-2026-07-pol-2024,")
    assert entry.count("{") == entry.count("}")
    fields = re.findall(r"^  (\w+) = \{(.*)\},$", entry, re.MULTILINE)
    assert [name for name, _ in fields] == [
        *("author", "title", "year", "month", "howpublished", "url", "note"),
    ]


def test_totals_of_the_publisher_are_cited_by_their_name(figures: Figures) -> None:
    found = citation(figures, "milex_pct_gdp", "NATO", 2024, definition="nato", vintage="2024-06")
    assert found["title"].endswith("NATO, 2024")


def test_without_a_choice_between_definitions_it_is_refused(figures: Figures) -> None:
    with pytest.raises(Refusal) as refused:
        citation(figures, "milex_pct_gdp", "POL", 2024)
    assert refused.value.code == "mixed-definitions"
