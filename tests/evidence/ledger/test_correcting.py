"""What people say of claims stands beside the extraction, and comes out as gold."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from burdenshare.errors import Failure, Refusal
from burdenshare.evidence.gold import read_gold
from burdenshare.evidence.ledger import Filters, Ledger
from burdenshare.evidence.ledger.lines import claim_record
from burdenshare.evidence.score import score_file

from .making import document, japan, spain


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    ledger.add(*spain())
    ledger.add(*japan())
    return ledger


def exported(ledger: Ledger) -> list[dict[str, Any]]:
    stream = io.StringIO()
    ledger.export(stream)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_correction_is_shown_and_the_extraction_stays(filled: Ledger) -> None:
    _, (first, _) = spain()
    entry = filled.correct(
        first.id, {"actor": ["FRA"], "stance": "demands"}, who="A. Reader", when="2026-01-02"
    )
    assert (entry.claim.actor, entry.claim.stance, entry.corrected) == (("FRA",), "demands", True)
    assert entry.claim.value == 3.5
    filled.correct(first.id, {"value": 3.4}, who="B. Reader", when="2026-01-03")
    shown = next(filled.claims(Filters(actor="FRA")))
    assert (shown.claim.value, shown.claim.stance) == (3.4, "demands")
    assert [e.claim.actor for e in filled.claims(Filters(actor="ESP"))] == [("ESP",)]
    lines = exported(filled)
    assert claim_record(first) in lines
    assert lines[-2:] == [
        {"record": "correction", "claim": first.id,
         "fields": {"actor": ["FRA"], "stance": "demands"}, "who": "A. Reader",
         "when": "2026-01-02"},
        {"record": "correction", "claim": first.id, "fields": {"value": 3.4},
         "who": "B. Reader", "when": "2026-01-03"},
    ]  # fmt: skip


def test_the_time_of_a_correction_is_now(filled: Ledger) -> None:
    filled.correct(spain()[1][0].id, {"hedged": True}, who="A. Reader")
    when = exported(filled)[-1]["when"]
    assert len(when) == len("2026-01-02T03:04:05Z")
    assert when > "2026"


def test_a_rejected_claim_does_not_count(filled: Ledger) -> None:
    claim = spain()[1][0].id
    filled.correct(claim, {"rejected": True}, who="A. Reader")
    entry = next(filled.claims())
    assert (entry.claim.id, entry.rejected, entry.counts) == (claim, True, False)
    assert claim not in [e.claim.id for e in filled.claims(Filters(counted=True))]
    filled.correct(claim, {"rejected": False}, who="A. Reader")
    assert next(filled.claims()).counts


def test_new_spans_bring_their_words(filled: Ledger) -> None:
    one, (first, _) = spain()
    start = one.text.index("on defence by 2035")
    entry = filled.correct(
        first.id,
        {"end": start + 10, "quantity_span": {"start": start - 13, "end": start - 8}},
        who="A. Reader",
    )
    assert entry.claim.quote.endswith("GDP on defence")
    number = entry.to_json()["quantity_span"]
    assert number["text"] == one.text[number["start"] : number["end"]]
    assert filled.correct(first.id, {"quantity_span": None}, who="A").claim.quantity_span is None


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({}, "fields"),
        ({"actors": ["FRA"]}, "actors"),
        ({"id": "x"}, "id"),
        ({"stance": "likes"}, "stance"),
        ({"value": "many"}, "value"),
        ({"actor": "FRA"}, "actor"),
        ({"rejected": "yes"}, "rejected"),
        ({"start": 5, "end": 3}, "start, end"),
        ({"end": 10_000}, "start, end"),
        ({"start": None}, "start, end"),
        ({"quote": "Spain will"}, "quote"),
        ({"quantity_span": {"start": 0, "end": 2}}, "quantity_span"),
        ({"quantity_span": "3.5 %"}, "quantity_span"),
        ({"quantity_span": {"start": 0}}, "quantity_span"),
    ],
)
def test_wrong_corrections_are_refused(filled: Ledger, fields: dict[str, Any], where: str) -> None:
    with pytest.raises(Refusal) as refused:
        filled.correct(spain()[1][0].id, fields, who="A. Reader")
    assert refused.value.code == "bad-correction"
    assert where in [detail["where"].split(".")[0] for detail in refused.value.details]
    assert not any(e.corrected for e in filled.claims())


def test_a_correction_names_a_person_and_a_claim(filled: Ledger) -> None:
    with pytest.raises(Refusal) as refused:
        filled.correct(spain()[1][0].id, {"value": 1, "colour": "red"}, who=" ")
    assert [d["where"] for d in refused.value.details] == ["colour", "who"]
    with pytest.raises(Refusal) as refused:
        filled.correct("no-such-claim", {"value": 1}, who="A. Reader")
    assert refused.value.code == "unknown-claim"


def test_corrections_are_gold_that_the_score_reads(filled: Ledger, tmp_path: Path) -> None:
    one, (first, second) = spain()
    wrong = japan()[1][0]
    filled.correct(first.id, {"actor": ["FRA"]}, who="A. Reader", when="2026-01-02")
    filled.correct(second.id, {"note": "seen twice"}, who="A. Reader")
    filled.correct(wrong.id, {"rejected": True}, who="A. Reader")
    file, folder = tmp_path / "gold.jsonl", tmp_path / "texts"
    with file.open("w", encoding="utf-8") as stream:
        assert filled.export_gold(stream, folder) == 2
    gold = read_gold(file)
    assert [(s.start, s.end) for s in gold.scopes] == [
        (c.span.start, c.span.end) for c in (first, second, wrong)
    ]
    assert [(c.id, c.actor) for c in gold.claims] == [
        (first.id, ("FRA",)), (second.id, ("USA (Trump administration)",)),
    ]  # fmt: skip
    assert [c.note for c in gold.claims] == ["corrected by A. Reader, 2026-01-02", "seen twice"]
    assert (folder / f"{one.id}.txt").read_bytes() == one.text.encode("utf-8")
    everything = {one.id: spain()[1], japan()[0].id: japan()[1]}
    found = score_file(file, folder, lambda d: everything[d.id])
    assert (found.claims.matched, found.claims.spurious, found.claims.missed) == (2, 1, 0)
    with file.open("w", encoding="utf-8") as stream:
        filled.export_gold(stream, folder)


def test_gold_needs_corrections_and_a_folder(filled: Ledger, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        filled.export_gold(io.StringIO(), tmp_path)
    assert refused.value.code == "unknown-claim"
    filled.correct(spain()[1][0].id, {"hedged": True}, who="A. Reader")
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(Failure) as failed:
        filled.export_gold(io.StringIO(), tmp_path / "taken")
    assert failed.value.code == "cannot-write"


def test_a_corrected_repeat_of_a_machine_page_still_counts(ledger: Ledger) -> None:
    one, found = spain(machine=("disclosure line",))
    other = document(one.text + "\n\nA line more.", name="human.txt", published="2025")
    theirs = [c.__class__(**{**vars(c), "id": f"h-{c.id}", "document": other.id}) for c in found]
    ledger.add(one, found)
    ledger.add(other, theirs)
    entry = ledger.correct(theirs[0].id, {"hedged": True}, who="A. Reader")
    assert entry.claim.repeats == found[0].id
    assert entry.counts
