"""What a ledger keeps, finds and marks, on both databases alike."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.evidence.ledger import Filters, Ledger
from burdenshare.evidence.model import Claim, Document, Repeat, Span

from .making import claim, document, japan, spain


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    ledger.add(*spain())
    ledger.add(*japan())
    return ledger


def ids(ledger: Ledger, **filters: Any) -> list[str]:
    short = {spain()[0].id: "spain", japan()[0].id: "japan"}
    found = ledger.claims(Filters(**filters))
    return [f"{short[e.source.id]}-{e.claim.id[-1]}" for e in found]


def test_what_goes_in_comes_out(filled: Ledger) -> None:
    for one, found in (spain(), japan()):
        assert filled.document(one.id) == one
        assert filled.document(one.name) == one
        entries = [e for e in filled.claims() if e.source.id == one.id]
        assert [e.claim for e in entries] == found
        assert all(e.counts and not e.corrected for e in entries)
    assert filled.counts() == {"documents": 2, "claims": 5, "counted": 5}
    assert [s.name for s in filled.documents()] == ["spain.txt", "boei.txt"]


def test_every_field_of_a_document_is_kept(ledger: Ledger) -> None:
    again = "The words of it stand here at a length that makes a repeat, and then once again."
    text = f"Title\n\n{again}\n\n{again}"
    first, second = text.index(again), text.rindex(again)
    one = document(
        text, name="https://example.org/a", title="Title", publisher="A paper", author="A. Uthor",
        published="2025", media="text/html", extractor="resiliparse 2.0", headings=(Span(0, 5),),
        machine=("disclosure line",), damaged=(Span(7, 9),),
        repeats=(
            Repeat(
                Span(second, second + len(again)), "", Span(first, first + len(again))
            ),
        ),
    )  # fmt: skip
    one = replace(one, repeats=(replace(one.repeats[0], document=one.id),))
    ledger.add(one, [])
    assert ledger.document(one.name) == one


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["spain-1", "spain-2", "japan-1", "japan-2", "japan-3"]),
        ({"actor": "ESP"}, ["spain-1", "japan-3"]),
        ({"actor": "USA"}, ["spain-2", "japan-2"]),
        ({"actor": "usa (trump administration)"}, ["spain-2"]),
        ({"target": "nato"}, ["spain-1", "japan-3"]),
        ({"target": "JPN"}, ["japan-2"]),
        ({"actor": "ESP", "target": "NATO", "measure": "alliance_cohesion"}, ["japan-3"]),
        ({"measure": "defence_*"}, ["spain-1", "spain-2", "japan-1", "japan-2"]),
        ({"measure": "defence_spending"}, []),
        ({"stance": "demands"}, ["spain-2", "japan-2"]),
        ({"since": "2026"}, ["japan-1", "japan-2", "japan-3"]),
        ({"since": "2026-02-15"}, ["japan-1", "japan-2", "japan-3"]),
        ({"since": "2026-03"}, []),
        ({"until": "2025"}, ["spain-1", "spain-2"]),
        ({"until": "2025-06-18"}, []),
        ({"until": "2025-06-19"}, ["spain-1", "spain-2"]),
        ({"since": "2025-06", "until": "2025-06"}, ["spain-1", "spain-2"]),
        ({"document": "boei.txt", "stance": "commits"}, ["japan-1"]),
        ({"document": spain()[0].id}, ["spain-1", "spain-2"]),
        ({"document": "no such"}, []),
        ({"confidence": 0.75}, ["spain-1", "japan-1", "japan-2", "japan-3"]),
        ({"counted": True, "machine": False, "confidence": 0.9}, ["spain-1"]),
    ],
)
def test_filters(filled: Ledger, filters: dict[str, Any], expected: list[str]) -> None:
    assert ids(filled, **filters) == expected


def test_impossible_filters_are_refused_together(ledger: Ledger) -> None:
    with pytest.raises(Refusal) as refused:
        ledger.claims(Filters(stance="likes", since="soon", until="2025-6-1", confidence=3))
    assert refused.value.code == "bad-argument"
    assert [d["where"] for d in refused.value.details] == [
        "stance", "since", "until", "confidence",
    ]  # fmt: skip


def test_undated_claims_are_no_answer_to_a_date(ledger: Ledger) -> None:
    one, found = spain(published="")
    ledger.add(one, found)
    assert len(list(ledger.claims())) == 2
    assert not list(ledger.claims(Filters(since="1900")))
    assert not list(ledger.claims(Filters(until="2100")))


def test_numbers_are_the_claims_with_one_as_far_as_they_are_compared(ledger: Ledger) -> None:
    (one, found), (other, more) = spain(), japan()
    again = replace(found[0], id=f"{one.id}-03", repeats=found[0].id)
    ledger.add(one, [*found, again, claim(one, "Madrid refuses", 4, stance="opposes")])
    ledger.add(other, more)
    ledger.correct(found[1].id, {"value": 4.5, "stance": "reports"}, who="an editor")
    ledger.correct(more[0].id, {"rejected": True}, who="an editor")
    wanted = [
        e for e in ledger.claims()
        if e.claim.value is not None and e.claim.repeats is None and not e.rejected
    ]  # fmt: skip
    assert [e.claim.id[-2:] for e in wanted] == ["01", "02", "02", "03"]
    kept = {"speaker": "", "hedged": False, "negated": False, "confidence": 0.0, "rule": "",
            "stance_detail": "", "date": None, "extra": {}}  # fmt: skip
    assert list(ledger.numbers()) == [replace(e, claim=replace(e.claim, **kept)) for e in wanted]


def test_limit_and_pages_give_the_same_order(ledger: Ledger) -> None:
    text = "\n".join(f"Statement {n} of Spain." for n in range(1200))
    one = document(text)
    found = [
        claim(one, f"Statement {n} of Spain.", n, year=2000 + n % 30, stance="reports")
        for n in range(1200)
    ]
    ledger.add(one, found)
    every = [e.claim.id for e in ledger.claims()]
    assert every == [c.id for c in found]
    assert [e.claim.id for e in ledger.claims(limit=700)] == every[:700]
    assert not list(ledger.claims(limit=0))
    by_year = sorted(found, key=lambda c: (c.year, c.id != "", found.index(c)))
    assert [e.claim.id for e in ledger.timeline()] == [c.id for c in by_year]
    assert [e.claim.id for e in ledger.timeline(limit=550)] == [c.id for c in by_year[:550]]


def test_reading_the_same_twice_changes_nothing(filled: Ledger) -> None:
    before = filled.counts()
    one, found = spain()
    assert filled.add(one, found) is False
    renamed = replace(one, name="copy.txt", sha256="0" * 64)
    assert filled.add(renamed, found) is False
    same_bytes = replace(one, id="f" * 16, text=one.text + " ")
    assert filled.add(same_bytes, []) is False
    assert filled.counts() == before
    assert {one.sha256, japan()[0].sha256} == filled.known()


def repeated() -> tuple[tuple[Document, list[Claim]], tuple[Document, list[Claim]]]:
    lead = (
        "Poland will spend 4.7 % of GDP on defence in 2025, the ministry in Warsaw said, "
        "more than any other ally."
    )
    first = document(f"A headline\n\n{lead}\n\nMore of the first.", name="first.txt")
    second = document(
        f"Another headline\n\n{lead.upper()}\n\n{lead}\n\nPoland has 4 divisions.",
        name="second.txt",
    )
    quote = "Poland will spend 4.7 % of GDP on defence in 2025"
    return (
        (first, [claim(first, quote, 1, actor=("POL",))]),
        (
            second,
            [
                claim(second, quote.upper(), 1, actor=("POL",)),
                claim(second, quote, 2, actor=("POL",)),
                claim(second, "Poland has 4 divisions", 3, actor=("POL",)),
            ],
        ),
    )


def test_a_repeat_is_marked_and_counted_once(ledger: Ledger) -> None:
    (first, mine), (second, theirs) = repeated()
    ledger.add(first, mine)
    ledger.add(second, theirs)
    marks = ledger.document(second.id).repeats
    assert [mark.document for mark in marks] == [first.id, first.id]
    assert marks[1].span.of(second.text) == marks[1].first.of(first.text)
    assert [(e.claim.repeats, e.counts) for e in ledger.claims()] == [
        (None, True), (mine[0].id, False), (mine[0].id, False), (None, True),
    ]  # fmt: skip
    assert len(list(ledger.claims(Filters(counted=True)))) == 2
    assert ledger.counts()["counted"] == 2
    passages, _ = ledger.search("Poland ministry")
    assert [p.repeat for p in passages] == [False, True, True]


def test_a_repeat_within_a_document_counts_once(ledger: Ledger) -> None:
    _, (second, theirs) = repeated()
    ledger.add(second, theirs)
    assert [(e.claim.repeats, e.counts) for e in ledger.claims()] == [
        (None, True), (theirs[0].id, False), (None, True),
    ]  # fmt: skip
    (mark,) = ledger.document(second.id).repeats
    assert mark.document == second.id
    assert mark.first.of(second.text) == mark.span.of(second.text).upper()


def test_what_a_claim_says_it_repeats_does_not_count(ledger: Ledger) -> None:
    one, found = spain()
    ledger.add(one, [found[0], replace(found[1], repeats=found[0].id)])
    assert [e.counts for e in ledger.claims()] == [True, False]


@pytest.mark.parametrize("machine_first", [True, False])
def test_a_machine_written_page_never_takes_the_count_from_another(
    ledger: Ledger, machine_first: bool
) -> None:
    (first, mine), (second, theirs) = repeated()
    first = replace(first, machine=("disclosure line",))
    pairs = [(first, mine), (second, theirs[1:2])]
    for pair in pairs if machine_first else pairs[::-1]:
        ledger.add(*pair)
    counted = list(ledger.claims(Filters(counted=True)))
    assert [e.source.name for e in counted] == ["second.txt"]
    assert [e.source.name for e in ledger.claims(Filters(machine=False))] == ["second.txt"]
    assert {e.to_json()["machine_written"] for e in ledger.claims()} == {True, False}


def test_timeline_goes_by_what_a_claim_is_about(filled: Ledger) -> None:
    one = document("In 1976 the cabinet set a ceiling of 1 %. Nobody said when.", name="old.txt")
    filled.add(one, [
        claim(one, "In 1976 the cabinet set a ceiling of 1 %", 1, actor=("JPN",), year=1976),
        claim(one, "Nobody said when", 2, stance="opposes", year=None),
    ])  # fmt: skip
    told = [(e.about, e.claim.stance) for e in filled.timeline()]
    assert told == [
        ("1976", "reports"),
        ("2025-06-19", "opposes"),
        ("2025-06-19", "demands"),
        ("2026-01-15", "demands"),
        ("2026-02", "commits"),
        ("2026-02", "opposes"),
        ("", "opposes"),
    ]
    assert [e.about for e in filled.timeline(limit=7)] == [about for about, _ in told]
    assert [e.about for e in filled.timeline(limit=2)] == ["1976", "2025-06-19"]
    recent = [e.about for e in filled.timeline(Filters(since="1976-05", until="2026-01"))]
    assert recent == ["1976", "2025-06-19", "2025-06-19", "2026-01-15"]


def test_a_claim_is_json_in_the_documented_format(filled: Ledger) -> None:
    from burdenshare.evidence.gold import GoldClaim

    line = next(filled.claims()).to_json()
    gold = GoldClaim.model_validate({k: line[k] for k in GoldClaim.model_fields if k in line})
    assert gold.document == "spain.txt"
    assert gold.quantity_span
    assert gold.quantity_span.text == "3.5 %"
    assert (line["document_id"], line["publisher"], line["published"]) == (
        spain()[0].id, "A paper", "2025-06-19",
    )  # fmt: skip
    assert json.loads(json.dumps(line)) == line
    assert {"confidence", "rule", "machine_written", "counts", "corrected"} <= line.keys()


def test_what_does_not_belong_together_is_refused(ledger: Ledger) -> None:
    one, found = spain()
    other, theirs = japan()
    for wrong in ([*found, theirs[0]], [replace(found[0], quote="Spain will")]):
        with pytest.raises(Refusal) as refused:
            ledger.add(one, wrong)
        assert refused.value.code == "bad-records"
        assert len(refused.value.details) == 1
    with pytest.raises(Refusal) as refused:
        ledger.add(one, [found[0], replace(found[1], id=found[0].id)])
    assert refused.value.code == "bad-records"
    for text in ("a\0b", "half \ud83d of one"):
        with pytest.raises(Refusal) as refused:
            ledger.add(replace(one, text=text), [])
        assert refused.value.code == "damaged-file"
    assert ledger.counts()["documents"] == 0
    ledger.add(one, found)
    with pytest.raises(Refusal) as refused:
        ledger.add(other, [replace(theirs[0], id=found[0].id)])
    assert refused.value.code == "bad-records"
    assert ledger.counts()["documents"] == 1


def test_an_unknown_document_is_named_with_the_nearest(filled: Ledger) -> None:
    with pytest.raises(Refusal) as refused:
        filled.document("spian.txt")
    assert refused.value.code == "unknown-document"
    assert "spain.txt" in refused.value.hint


def test_a_document_without_claims_or_words_is_kept(ledger: Ledger) -> None:
    assert ledger.add(document("...", name="dots.txt"), [])
    assert ledger.document("dots.txt").text == "..."
    long = document("".join(f"{n} words " for n in range(100_000)), name="long.txt")
    assert ledger.add(long, [])
    assert ledger.document("long.txt") == long


def test_claims_said_last_by_party_and_day(ledger: Ledger) -> None:
    ledger.add(*spain())
    ledger.add(*japan())
    everything = list(ledger.claims())
    newest = sorted(everything, key=lambda e: e.said, reverse=True)
    assert {e.said for e in ledger.latest(Filters(), limit=3)} == {newest[0].said}
    assert [e.claim.id for e in ledger.latest(Filters(actor="ESP"), limit=9)] == [
        e.claim.id for e in newest if "ESP" in e.claim.actor
    ]
    early = ledger.latest(Filters(), limit=9, day="2025-12-31")
    assert {e.source.name for e in early} == {"spain.txt"}
    assert ledger.how_many(Filters(), most=100) == len(everything)
    assert ledger.how_many(Filters(), most=2) == 2
    ids = [e.claim.id for e in everything]
    assert ledger.called([*ids[1:3], "none"]) == {e.claim.id: e for e in everything[1:3]}
    assert ledger.source(everything[0].source.id) == everything[0].source
    assert ledger.source("none") is None
