"""The check of texts: planted errors are caught, correct sentences are not refused."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from burdenshare.brief import written
from burdenshare.brief.check import check, check_file, sentences
from burdenshare.brief.compiler import brief
from burdenshare.brief.grounds import needs_citation
from burdenshare.errors import Refusal
from burdenshare.evidence.ledger import Ledger
from burdenshare.figures.store import Figures

from .evidence import EVENT, annotated, ledger
from .planting import planted

SPAIN = "milex_pct_gdp/NATO/NATO/2024-06/ESP/2024"
SIPRI = "milex_pct_gdp/SIPRI/SIPRI/2025-04/ESP/2024"
TOPICS = ("defence spending", "Japan", "Spain", "NATO", "Germany", "Norway", "Taiwan", "France")


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures.open()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("check") / "l.sqlite"
    with ledger(path, EVENT, *annotated()) as opened:
        yield opened


def claim_of(book: Ledger, words: str) -> str:
    return next(e.claim.id for e in book.claims() if words in e.claim.quote)


def prose(text: str) -> tuple[list[str], str]:
    """Return the sentences of a text with citations, and the definitions of its footnotes."""
    lines = text.splitlines()
    told = [s for line in lines if re.match(r"[^|>#\[\s]", line) and "[^" in line
            for s in sentences(line)]  # fmt: skip
    return told, "\n".join(line for line in lines if line.startswith("[^"))


def test_planted_errors_are_caught_and_correct_sentences_are_not_refused(
    book: Ledger, figures: Figures
) -> None:
    dice = random.Random(7)
    right = 0
    refused: list[tuple[str, str]] = []
    planted_by_kind: Counter[str] = Counter()
    caught_by_kind: Counter[str] = Counter()
    missed: list[tuple[str, str]] = []
    for topic in TOPICS:
        told, notes = prose(written.to_markdown(brief(book, figures, topic=topic)))
        found = check("\n\n".join(told) + "\n\n" + notes, book, figures)
        right += len(found)
        refused += [(c.text, c.reason) for c in found if c.reason]
        errors = [e for one in told for _ in range(3) for e in planted(one, dice)]
        errors = list(dict.fromkeys(errors))
        text = "\n\n".join(made for _, made in errors) + "\n\n" + notes
        results = check(text, book, figures)
        assert len(results) == len(errors)
        for (kind, made), result in zip(errors, results, strict=True):
            planted_by_kind[kind] += 1
            caught_by_kind[kind] += bool(result.reason)
            if not result.reason:
                missed.append((kind, made))
    assert right >= 100
    assert refused == []
    assert set(planted_by_kind) == {
        "number", "year", "unit", "actor", "target", "swapped", "stance", "hedge", "quote",
        "citation",
    }  # fmt: skip
    assert planted_by_kind.total() >= 500
    assert caught_by_kind.total() / planted_by_kind.total() >= 0.99, missed


RIGHT = (
    "Spain rejects the 5 % of GDP sought by NATO [@{refusal}].",
    "The 5 % of GDP was refused by Spain [@{refusal}].",
    "Madrid does not accept 5 % of GDP [@{refusal}].",
    "Sánchez has refused the 5 % of GDP [@{refusal}], while the United States demands 5 % of GDP "
    "from Spain [@{demand}].",
    "In its words: Spain refused, 「スペインのサンチェス首相は5%目標を拒否した」 [@{refusal}].",
    "In 2024 Spain spent 1.28 % of GDP [@" + SPAIN + "].",
    "SIPRI has Spain at 1.43 % of GDP for 2024 (SIPRI, edition 2025-04) [@" + SIPRI + "].",
    "NATO pledged 5 % of GDP by 2035 [@{pledge}].",
    "Spain spent 1.28 % or 1.4 % of GDP in 2024 [@" + SPAIN + "][@" + SIPRI + "].",
    "What follows is more than a quarrel over accounts.",
)  # fmt: skip
WRONG = (
    ("Spain rejects the 3 % of GDP sought by NATO [@{refusal}].", "number"),
    ("Spain accepts the 5 % of GDP sought by NATO [@{refusal}].", "opposes"),
    ("Spain does not refuse the 5 % of GDP [@{refusal}].", "not opposes"),
    ("NATO rejects the 5 % of GDP sought by Spain [@{refusal}].", "actor"),
    ("Spain rejects the 5 % of GDP sought by Italy [@{refusal}].", "ITA"),
    ("Spain may reject the 5 % of GDP [@{refusal}].", "doubt"),
    ("Spain rejects the 5 % of GNP [@{refusal}].", "number"),
    ("Spain rejects the 5 % of GDP.", "no citation"),
    ("Spain rejects 「5%目標を歓迎」 [@{refusal}].", "quotation"),
    ("Spain rejects 5 % of GDP [@nothing].", "leads to nothing"),
    ("Spain rejects 5 % of GDP [^9].", "defined nowhere"),
    ("NATO pledged 5 % of GDP by 2030 [@{pledge}].", "2030"),
    ("NATO pledged 5 % of GDP in 2035 [@{pledge}].", "2035"),
    ("In 2024 Italy spent 1.28 % of GDP [@" + SPAIN + "].", "ITA"),
    ("In 2024 Spain spent 1.43 % of GDP [@" + SPAIN + "].", "number"),
    ("In 2023 Spain spent 1.28 % of GDP [@" + SPAIN + "].", "2023"),
    ("Spain refused to spend 1.28 % of GDP in 2024 [@" + SPAIN + "].", "stance"),
    ("Spain did not spend 1.28 % of GDP in 2024 [@" + SPAIN + "].", "denied"),
    ("Spain spent 1.43 % or 1.28 % of GDP in 2024 [@" + SPAIN + "][@" + SIPRI + "].", "number"),
    ("Spain spent 1.28 % of GDP (NATO, edition 2025-08) in 2024 [@" + SPAIN + "].", "edition"),
)  # fmt: skip


def ids(book: Ledger) -> dict[str, str]:
    return {
        "refusal": claim_of(book, "スペインのサンチェス首相は5%目標を拒否した"),
        "demand": claim_of(book, "米国はスペインに対し、GDP比5%"),
        "pledge": claim_of(book, "2035年までに国内総生産（GDP）比5%に引き上げることで合意した"),
    }


@pytest.mark.parametrize("sentence", RIGHT)
def test_what_a_careful_person_writes_is_not_refused(
    book: Ledger, figures: Figures, sentence: str
) -> None:
    (found,) = check(sentence.format(**ids(book)), book, figures)
    assert found.reason == ""


@pytest.mark.parametrize(("sentence", "reason"), WRONG)
def test_what_the_evidence_does_not_bear_is_refused(
    book: Ledger, figures: Figures, sentence: str, reason: str
) -> None:
    (found,) = check(sentence.format(**ids(book)), book, figures)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("column", "new"),
    [(1, "Italy"), (3, "6 % of GDP"), (4, "by 2030"), (5, "supports"), (6, "Italy"), (7, "Nobody")],
)
def test_rows_are_held_cell_by_cell(book: Ledger, figures: Figures, column: int, new: str) -> None:
    text = written.to_markdown(brief(book, figures, topic="Spain"))
    head = "| actor | measure | value | period | stance | target | source | from |"
    row = next(line for line in text.splitlines() if line.startswith("| Spain |"))
    notes = prose(text)[1]
    cells = row.split("|")
    cells[column] = f" {new} "
    for line, ok in ((row, True), ("|".join(cells), False)):
        (found,) = check(f"{head}\n|---|\n{line}\n\n{notes}", book, figures)
        assert (found.reason == "") is ok


def test_sentences_are_not_cut_inside_quotations() -> None:
    text = "It says “We refuse. We do.” today [@a]. Then it ends. And more."
    assert list(sentences(text)) == [
        "It says “We refuse. We do.” today [@a].", "Then it ends.", "And more.",
    ]  # fmt: skip


def test_plain_words_need_no_citation() -> None:
    assert not needs_citation("A quarrel over accounts")
    assert needs_citation("Spain refused")
    assert needs_citation("It was 5 %")
    assert needs_citation("It was “refused”")


def test_files_that_are_no_text_are_refused(tmp_path: Path, book: Ledger, figures: Figures) -> None:
    empty, binary = tmp_path / "a.md", tmp_path / "b.md"
    empty.write_text("# Title\n", encoding="utf-8")
    binary.write_bytes(b"\xff\xfe\x00bad\xff")
    huge = tmp_path / "c.md"
    huge.write_bytes(b"x" * 2_000_001)
    for path, code in (
        (empty, "empty-document"), (binary, "wrong-encoding"), (huge, "too-large"),
        (tmp_path / "none.md", "file-not-found"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refusal:
            check_file(path, book, figures)
        assert refusal.value.code == code


def test_the_answer_has_the_keys_of_the_contract(
    tmp_path: Path, book: Ledger, figures: Figures
) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"Spain spent 9 % of GDP in 2024 [@{SPAIN}].", encoding="utf-8")
    told = check_file(path, book, figures)
    assert told["ok"] is False
    assert [set(s) for s in told["sentences"]] == [{"text", "ok", "reason"}]
