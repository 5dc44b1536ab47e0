"""What the ledger's documents show: a list with counts, one text with its claims, one claim."""

from __future__ import annotations

from pathlib import Path

import pytest

from burdenshare.errors import Refusal
from burdenshare.workbench import Workbench

TEXT = "Spain rejected a target of 5 % of GDP in 2025. Poland spent 3.75 % of GDP in 2024.\n"


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    made = Workbench(tmp_path / "home")
    for name, text in (("one.txt", TEXT), ("two.txt", "Contents\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        made.read([tmp_path / name])
    return made


def test_documents_are_listed_those_read_last_first(bench: Workbench) -> None:
    found = bench.documents(limit=1)
    assert [(one["document"], one["claims"]) for one in found["documents"]] == [("two.txt", 0)]
    assert found["more"]
    rest = bench.documents(limit=1, start=1)
    assert [one["document"] for one in rest["documents"]] == ["one.txt"]
    assert not rest["more"]
    assert rest["counts"]["documents"] == 2


def test_a_ledger_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert Workbench(tmp_path / "new").documents()["documents"] == []


def test_a_part_of_the_list_that_cannot_be_is_refused(bench: Workbench) -> None:
    for limit, start in ((0, 0), (201, 0), (1, -1)):
        with pytest.raises(Refusal, match="documents from number") as refused:
            bench.documents(limit=limit, start=start)
        assert refused.value.code == "bad-argument"


def test_a_document_shows_its_claims_in_plain_words_and_against_the_figures(
    bench: Workbench,
) -> None:
    found = bench.document("one.txt")
    assert found["text"] == TEXT
    spain, poland = found["claims"]
    assert TEXT[spain["start"] : spain["end"]] == spain["quote"]
    assert "Spain rejected" in spain["plain"]
    assert poland["against"]["status"] == "agrees"
    assert bench.claim(poland["id"])["value"] == 3.75
    with pytest.raises(Refusal) as refused:
        bench.claim("none-001")
    assert refused.value.code == "unknown-claim"
