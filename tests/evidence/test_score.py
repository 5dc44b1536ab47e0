"""The score: matching, folding and intervals, against counts made by hand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.evidence.gold import Gold, read_gold
from burdenshare.evidence.model import Claim, Document, Span
from burdenshare.evidence.score import Matching, Rate, folded, plain_document, score, score_file

TEXT = "Oslo will spend 2% of GDP. Kyiv thanked Oslo. On page 7 it says so."


def record(name: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    return {
        "record": "claim", "id": name, "document": "a.txt", "start": start, "end": end,
        "quote": TEXT[start:end], "kind": "stance", "stance": "supports", "speaker": "AUTHOR",
        "actor": ["UKR"], "target": ["NOR"], "measure": "defence_spending", **more,
    }  # fmt: skip


def gold_file(folder: Path) -> Path:
    (folder / "a.txt").write_bytes(TEXT.encode())
    number = {"start": 16, "end": 18, "text": "2%"}
    lines = [
        {"record": "scope", "document": "a.txt", "start": 0, "end": len(TEXT),
         "sha256": hashlib.sha256(TEXT.encode()).hexdigest()},
        record("1", 0, 25, stance="commits", actor=["NOR (government)"], target=["NOR"],
               quantity_span=number, value=2, unit="pct_gdp", comparator="eq"),
        record("2", 27, 44),
        {"record": "distractor", "document": "a.txt", "start": 54, "end": 55, "text": "7",
         "kind": "article_or_chart_number"},
    ]  # fmt: skip
    path = folder / "gold.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return path


def claim(start: int, end: int, **more: Any) -> Claim:
    fields: dict[str, Any] = {
        "id": f"{start}", "document": "a", "span": Span(start, end), "quote": TEXT[start:end],
        "kind": "stance", "stance": "supports", "speaker": "AUTHOR", "actor": ("UKR",),
        "target": ("NOR",), "measure": "defence_spending",
    }  # fmt: skip
    return Claim(**{**fields, **more})


def test_a_perfect_and_an_empty_extraction(tmp_path: Path) -> None:
    gold = read_gold(gold_file(tmp_path))
    perfect = [
        claim(0, 25, stance="commits", actor=("NOR",), quantity_span=Span(16, 18), value=2.0,
              unit="pct_gdp"),
        claim(27, 44),
    ]  # fmt: skip
    best = score(gold, {"a.txt": perfect}).as_dict()
    assert best["mentions"] == dict.fromkeys(best["mentions"], 1.0)
    assert best["claims"] == dict.fromkeys(best["claims"], 1.0)
    assert best["on_matched"] == {"stance": 1.0, "actor": 1.0, "target": 1.0}
    assert best["distractors_as_spending"] == 0
    none = score(gold, {}).as_dict()
    assert none["claims"] == {"precision": None, "recall": 0.0, "f1": 0.0}
    assert none["on_matched"]["stance"] is None


def test_what_is_wrong_is_counted_as_wrong(tmp_path: Path) -> None:
    gold = read_gold(gold_file(tmp_path))
    found = [
        claim(0, 25, actor=("SWE",), target=("UKR",), quantity_span=Span(16, 18), value=3.0,
              unit="pct"),
        claim(45, 66, quantity_span=Span(54, 55), value=7.0, unit=""),
    ]  # fmt: skip
    got = score(gold, {"a.txt": found}).as_dict()
    assert got["mentions"] == {
        "precision": 0.5, "recall": 1.0, "f1": pytest.approx(2 / 3),
        "value_accuracy": 0.0, "unit_accuracy": 0.0,
    }  # fmt: skip
    assert got["claims"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert got["on_matched"] == {"stance": 0.0, "actor": 0.0, "target": 0.0}
    assert got["distractors_as_spending"] == 1


def test_identical_spans_count_once_and_the_closest_is_matched(tmp_path: Path) -> None:
    gold = read_gold(gold_file(tmp_path))
    twice = score(gold, {"a.txt": [claim(27, 44), claim(27, 44, stance="opposes")]})
    assert (twice.claims.matched, twice.claims.spurious) == (1, 0)
    # 17 of 44 characters shared: an intersection over union of 0.39
    wide = score(gold, {"a.txt": [claim(0, 44)]})
    assert [pair[0].id for pair in wide.pairs] == ["1"]


def test_claims_outside_the_scope_are_left_out(tmp_path: Path) -> None:
    gold = read_gold(gold_file(tmp_path))
    short = Gold(scopes=(gold.scopes[0].model_copy(update={"end": 26}),), claims=gold.claims[:1])
    assert score(short, {"a.txt": [claim(27, 44)]}).claims.spurious == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NATO members (some)", "NATO"),
        ("NATO allies", "NATO members"),
        ("European capitals", "European countries"),
        ("Mark Rutte", "NATO"),
        ("Fumio Kishida", "JPN prime minister"),
        ("JPN (Miki government)", "JPN"),
        ("AUTHOR", "UNSPECIFIED"),
    ],
)
def test_folding(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_what_must_not_fold() -> None:
    assert folded("European NATO members") != folded("NATO")
    assert folded("USA") != folded("JPN")


def test_intervals_against_published_and_counted_values() -> None:
    # Newcombe 1998, table I: 81 of 263, Wilson without continuity: 0.2553 to 0.3662
    low, high = Rate(81, 263).interval or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert (Rate(0, 0).value, Rate(0, 0).interval) == (None, None)
    assert (Matching(0, 0, 0).f1, Matching(0, 0, 0).f1_interval) == (None, None)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_f1_lies_between_precision_and_recall(matched: int, spurious: int, missed: int) -> None:
    got = Matching(matched, spurious, missed)
    if matched:
        pair = (got.precision.value or 0, got.recall.value or 0)
        assert min(pair) - 1e-12 <= (got.f1 or 0) <= max(pair) + 1e-12
        low, high = got.f1_interval or (2, 2)
        assert 0 <= low <= high <= 1


def test_a_file_is_scored_and_a_changed_document_refused(tmp_path: Path) -> None:
    path = gold_file(tmp_path)

    def extract(document: Document) -> list[Claim]:
        assert (document.text, document.language) == (TEXT, "en")
        return [claim(27, 44)]

    assert score_file(path, tmp_path, extract).claims.matched == 1
    (tmp_path / "a.txt").write_bytes(TEXT.replace("Kyiv", "Kiev").encode())
    with pytest.raises(Refusal) as refusal:
        score_file(path, tmp_path, extract)
    assert refusal.value.code == "bad-gold"
    (tmp_path / "a.txt").unlink()
    with pytest.raises(Refusal):
        score_file(path, tmp_path, extract)


def test_language_of_a_plain_text() -> None:
    assert plain_document("x", "政府は防衛費の増額を決めた。").language == "ja"
    assert plain_document("x", "The government decided. 防衛費").language == "en"


def test_points_are_percentage_points(tmp_path: Path) -> None:
    file = gold_file(tmp_path)
    file.write_text(file.read_text().replace('"pct_gdp"', '"points"'))
    said = claim(0, 25, stance="commits", quantity_span=Span(16, 18), value=2.0)
    for unit, right in (("pp", 1.0), ("points", 1.0), ("pct_gdp", 0.0)):
        found = [Claim(**{**vars(said), "unit": unit})]
        scored = score(read_gold(file), {"a.txt": found}).as_dict()
        assert scored["mentions"]["unit_accuracy"] == right
