"""A ledger out as JSON lines and in again, without loss, between both databases."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.evidence.ledger import Ledger
from burdenshare.evidence.ledger.lines import claim_of, claim_record, document_of, document_record
from burdenshare.evidence.model import Claim, Document, Repeat, Span

from .making import claim, document, japan, spain


def out(ledger: Ledger) -> str:
    stream = io.StringIO()
    ledger.export(stream)
    return stream.getvalue()


def into(ledger: Ledger, text: str) -> dict[str, int]:
    return ledger.import_(io.StringIO(text), "a file")


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    one, found = spain(
        headings=(Span(0, 29),), damaged=(Span(3, 4),), title="Madrid \u2028 refuses"
    )
    ledger.add(one, [found[0], replace(found[1], repeats=found[0].id, confidence=1)])
    ledger.add(*japan(machine=("disclosure line",)))
    again = document(one.text + "\n\nThe end.", name="again.txt", published="2026")
    ledger.add(again, [claim(again, c.quote, n) for n, c in enumerate(found, 1)])
    ledger.correct(found[0].id, {"actor": ["FRA", "スペイン"], "value": 1e-7}, who="A. Reader")
    ledger.correct(found[0].id, {"rejected": True}, who="B. Reader", when="2026-01-01")
    return ledger


def test_a_round_trip_gives_the_same_bytes(
    full: Ledger, new_address: Callable[[], str | Path], tmp_path: Path
) -> None:
    written = out(full)
    shown = [entry.to_json() for entry in full.claims()]
    for target in (new_address(), new_address(), tmp_path / "other.sqlite"):
        with Ledger.open(target) as other:
            assert into(other, written) == {
                "documents": 3, "claims": 7, "corrections": 2, "unchanged": 0,
            }  # fmt: skip
            assert out(other) == written
            assert [entry.to_json() for entry in other.claims()] == shown
            assert other.counts() == full.counts()
            assert other.document("again.txt") == full.document("again.txt")


def test_importing_twice_changes_nothing(full: Ledger) -> None:
    written = out(full)
    assert into(full, written) == {"documents": 0, "claims": 0, "corrections": 0, "unchanged": 3}
    assert out(full) == written


def test_an_import_adds_what_is_new(full: Ledger, new_address: Callable[[], str | Path]) -> None:
    with Ledger.open(new_address()) as other:
        other.add(*japan())
        assert into(other, out(full))["documents"] == 2
        assert other.document("boei.txt").machine == ()


def changed(text: str, line: int, /, **fields: Any) -> str:
    lines = text.split("\n")
    lines[line] = json.dumps({**json.loads(lines[line]), **fields}, ensure_ascii=False)
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (lambda t: "", "file"),
        (lambda t: t[: t.rindex("{") + 9], "line 13"),
        (lambda t: t.split("\n", 1)[1], "line 1"),
        (lambda t: changed(t, 0, version="one"), "line 1"),
        (lambda t: changed(t, 1, text=5), "line 2"),
        (lambda t: changed(t, 1, colour="red"), "line 2"),
        (lambda t: changed(t, 1, text="a\0b"), "line 2"),
        (lambda t: changed(t, 1, headings=[["a", 2]]), "line 2"),
        (lambda t: changed(t, 2, value="many"), "line 3"),
        (lambda t: changed(t, 2, stance="likes"), "line 3"),
        (lambda t: changed(t, 2, value=float("nan")), "line 3"),
        (lambda t: changed(t, 2, quote="Other words"), "line 2"),
        (lambda t: changed(t, 2, document="other"), "line 3"),
        (lambda t: changed(t, 11, who=7), "line 12"),
        (lambda t: changed(t, 11, claim="none"), "line 12"),
        (lambda t: changed(t, 11, fields={"stance": "likes"}), "line 12"),
        (lambda t: changed(t, 11, record="remark"), "line 12"),
        (lambda t: t.replace('"who"', '"whom"'), "line 12"),
        (lambda t: t + "[1]\n", "line 14"),
    ],
)
def test_wrong_exports_are_refused_and_nothing_is_imported(
    full: Ledger, new_address: Callable[[], str | Path], spoil: Callable[[str], str], where: str
) -> None:
    with Ledger.open(new_address()) as other:
        other.add(document("Something that was there before."), [])
        with pytest.raises(Refusal) as refused:
            into(other, spoil(out(full)))
        assert refused.value.code == "bad-records"
        assert where in [d["where"].split(",")[0] for d in refused.value.details]
        assert other.counts() == {"documents": 1, "claims": 0, "counted": 0}


def test_every_wrong_line_is_named(full: Ledger) -> None:
    wrong = changed(changed(out(full), 2, stance="likes"), 11, who=7) + "{\n"
    with pytest.raises(Refusal) as refused:
        into(full, wrong)
    assert [d["where"].split(",")[0] for d in refused.value.details] == [
        "line 3", "line 12", "line 14",
    ]  # fmt: skip


def test_an_export_of_a_newer_ledger_is_refused(full: Ledger) -> None:
    with pytest.raises(Refusal) as refused:
        into(full, changed(out(full), 0, version=99))
    assert refused.value.code == "newer-ledger"


def test_bytes_that_are_no_text_are_refused(ledger: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "export.jsonl"
    file.write_bytes(b"\xff\xfe{")
    with file.open(encoding="utf-8") as stream, pytest.raises(Refusal) as refused:
        ledger.import_(stream, file.name)
    assert refused.value.code == "bad-records"


SPANS = st.builds(Span, st.integers(0, 99), st.integers(100, 200))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    st.builds(
        Document, id=WORDS, name=WORDS, text=WORDS, language=st.sampled_from(["en", "ja"]),
        title=WORDS, published=WORDS, headings=st.lists(SPANS, max_size=2).map(tuple),
        machine=st.lists(WORDS, max_size=2).map(tuple),
        damaged=st.lists(SPANS, max_size=2).map(tuple),
        repeats=st.lists(st.builds(Repeat, SPANS, WORDS, SPANS), max_size=2).map(tuple),
    )
)  # fmt: skip
def test_documents_survive_json(one: Document) -> None:
    assert document_of(json.loads(json.dumps(document_record(one)))) == one


@settings(max_examples=50)
@given(
    st.builds(
        Claim, id=WORDS, document=WORDS, span=SPANS, quote=WORDS, kind=st.just("quantity"),
        stance=st.just("reports"), speaker=WORDS, actor=st.lists(WORDS, max_size=2).map(tuple),
        target=st.lists(WORDS, max_size=2).map(tuple), measure=WORDS,
        reported_via=st.lists(WORDS, max_size=2).map(tuple),
        quantity_span=st.none() | SPANS, value=st.none() | st.integers() | NUMBERS,
        year=st.none() | st.integers(0, 9999), hedged=st.booleans(), confidence=st.floats(0, 1),
        extra=st.dictionaries(WORDS, WORDS, max_size=2),
    )
)  # fmt: skip
def test_claims_survive_json(one: Claim) -> None:
    assert claim_of(json.loads(json.dumps(claim_record(one)))) == one
