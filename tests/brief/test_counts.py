"""A number of allies in somebody's text is held against the editions of the figures.

NATO's table of June 2024 has 23 allies at 2 % or more for 2024, that of August 2025 has 18.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from burdenshare.brief.disagreements import disagreements
from burdenshare.brief.parts import Register
from burdenshare.brief.question import Chosen
from burdenshare.errors import Refusal
from burdenshare.evidence.ledger import Filters, Ledger
from burdenshare.figures.store import Figures
from burdenshare.workbench import Workbench

ORIGIN = "count-at-least 2 milex_pct_gdp/NATO/NATO/2024-06/2024"


def told(tmp_path: Path, number: int) -> tuple[list[str], Register]:
    page, ledger = tmp_path / "page.txt", tmp_path / "ledger.sqlite"
    page.write_text(f"In 2024, {number} of 32 allies met the 2 % guideline, NATO said.\n")
    Workbench().read([page], ledger=ledger)
    with Ledger.open(ledger) as book:
        chosen = Chosen(list(book.claims(Filters())), [], [], 0)
    register = Register()
    found = disagreements(chosen, Figures.open(), None, register)
    return [each.text for each in found], register


def test_a_brief_names_the_edition_that_has_the_count(tmp_path: Path) -> None:
    (sentence,), register = told(tmp_path, 23)
    assert "23 of 32 countries" in sentence
    assert "agrees with 23 at 2 % of GDP or more in NATO, edition 2024-06" in sentence
    assert register.origins[ORIGIN].numbers >= {23.0, 2.0}


def test_a_brief_says_what_no_edition_has(tmp_path: Path) -> None:
    (sentence,), _ = told(tmp_path, 29)
    assert "stands in no edition; nearest is 23 at 2 % of GDP or more in NATO" in sentence


def test_a_document_shows_what_the_figures_say_of_a_count(tmp_path: Path) -> None:
    page, ledger = tmp_path / "page.txt", tmp_path / "ledger.sqlite"
    page.write_text("In 2024, 23 of 32 allies met the 2 % guideline, NATO said.\n")
    bench = Workbench()
    bench.read([page], ledger=ledger)
    claims = bench.document("page.txt", ledger=ledger)["claims"]
    (one,) = (claim for claim in claims if claim["unit"] == "countries")
    assert one["against"]["status"] == "agrees_otherwise"


def test_the_numbers_of_a_text_without_citations_are_held_against_the_figures(
    tmp_path: Path,
) -> None:
    page = tmp_path / "text.md"
    page.write_text(
        "Germany spends 2.69 % of GDP on defence in 2026. "
        "Poland spent 5.9 % of GDP on defence in 2024. Nobody counts days."
    )
    found = Workbench().text_numbers(page)["numbers"]
    assert [(one["actor"], one["status"]) for one in found] == [
        (["DEU"], "agrees"),
        (["POL"], "disagrees"),
    ]
    assert found[0]["keys"] == ["milex_pct_gdp/NATO core defence/NATO/2026-07/DEU/2026"]


def test_a_text_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "text.md"
    page.write_text("\n")
    with pytest.raises(Refusal) as refused:
        Workbench().text_numbers(page)
    assert refused.value.code == "empty-document"
