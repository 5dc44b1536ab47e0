"""Gold files: what is read, and that every wrong line is named at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.evidence.gold import read_gold

DOCUMENTS = Path(__file__).parent / "documents"
SCOPE = {"record": "scope", "document": "a.txt", "start": 0, "end": 40, "sha256": "0" * 64}
CLAIM = {
    "record": "claim", "id": "a-1", "document": "a.txt", "start": 0, "end": 4, "quote": "Oslo",
    "kind": "stance", "stance": "supports", "speaker": "AUTHOR", "actor": ["NOR"],
    "target": ["UKR"], "measure": "support_to_ukraine",
}  # fmt: skip


def written(folder: Path, *records: dict[str, Any] | str) -> Path:
    path = folder / "gold.jsonl"
    lines = [r if isinstance(r, str) else json.dumps(r) for r in records]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["gold-tuned.jsonl", "gold-held-out.jsonl"])
def test_own_annotations_hold_their_words(name: str) -> None:
    gold = read_gold(DOCUMENTS / name)
    assert len(gold.documents) == 16
    assert sum(d.startswith("ja-") for d in gold.documents) == 8
    for record in (*gold.claims, *gold.distractors):
        text = (DOCUMENTS / record.document).read_bytes().decode("utf-8")
        words = text[record.start : record.end]
        assert words == (record.quote if record.record == "claim" else record.text)
    for claim in gold.claims:
        if claim.quantity_span:
            span = claim.quantity_span
            text = (DOCUMENTS / claim.document).read_bytes().decode("utf-8")
            assert text[span.start : span.end] == span.text


def test_every_wrong_line_is_named_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        SCOPE,
        "{not json",
        "[1]",
        {**CLAIM, "stance": "hopes", "value": "two"},
        {**CLAIM, "id": "a-2", "quote": "Bergen"},
        {**CLAIM, "id": "a-3", "start": 9, "end": 9, "quote": ""},
        {**CLAIM, "id": "a-4", "start": 100, "end": 104},
        CLAIM,
        CLAIM,
        {**CLAIM, "id": "a-5", "repeats": "a-9"},
        {**CLAIM, "id": "a-6", "colour": "red"},
        {"record": "remark"},
    )
    with pytest.raises(Refusal) as refusal:
        read_gold(path)
    assert refusal.value.code == "bad-gold"
    where = {d["where"] for d in refusal.value.details}
    assert where == {
        "line 2", "line 3", "line 4, stance", "line 4, value", "line 5, quote", "line 6, end",
        "line 7", "line 9, id", "line 10, repeats", "line 11, colour", "line 12",
    }  # fmt: skip


def test_no_file_and_empty_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        read_gold(tmp_path / "none.jsonl")
    assert refusal.value.code == "file-not-found"
    with pytest.raises(Refusal) as refusal:
        read_gold(written(tmp_path, ""))
    assert refusal.value.code == "bad-gold"
