"""Claims found anew by newer rules: ids, corrections and counts."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from burdenshare.errors import Refusal
from burdenshare.evidence.ledger import Filters, Ledger
from burdenshare.evidence.model import Claim, Span

from .making import ENGLISH, claim, document, spain

ONE = "Spain will not spend 3.5 % of GDP on defence by 2035"
TWO = "Washington demands 5 % of GDP from every ally"
THREE = "expects annual plans from all of them"


def said(ledger: Ledger, **filters: str) -> list[tuple[str, str, str]]:
    entries = ledger.claims(Filters(**filters))  # type: ignore[arg-type]
    return [(e.claim.id[-2:], e.claim.quote, e.claim.stance) for e in entries]


def test_the_same_claims_change_nothing(ledger: Ledger) -> None:
    one, found = spain()
    ledger.add(one, found, rules="old")
    before = list(ledger.claims())
    assert ledger.outdated("new") == [one.id]
    done = ledger.renew(one.id, found, rules="new")
    assert +done == {"unchanged": 2}
    assert ledger.outdated("new") == []
    assert ledger.outdated("old") == [one.id]
    assert list(ledger.claims()) == before


def test_claims_with_the_span_of_old_ones_keep_their_ids(ledger: Ledger) -> None:
    one, found = spain()
    ledger.add(one, found, rules="old")
    newer = [
        claim(one, THREE, 1, stance="demands", actor=("USA",), target=("NATO members",)),
        replace(found[1], id=f"{one.id}-02", stance="supports", actor=("USA",)),
    ]
    done = ledger.renew(one.id, newer, rules="new")
    assert +done == {"added": 1, "changed": 1, "removed": 1}
    assert said(ledger) == [("02", TWO, "supports"), ("03", THREE, "demands")]
    assert said(ledger, actor="ESP") == []
    assert len(said(ledger, actor="USA", stance="supports")) == 1
    assert len(list(ledger.timeline())) == 2


def test_what_people_said_is_laid_over_what_is_found_now(ledger: Ledger) -> None:
    one, found = spain()
    ledger.add(one, found, rules="old")
    ledger.correct(found[1].id, {"actor": ["USA"], "hedged": True}, who="Ann")
    ledger.correct(found[1].id, {"hedged": False}, who="Bob")
    ledger.correct(found[0].id, {"rejected": True}, who="Ann")
    newer = [replace(found[0], confidence=0.5), replace(found[1], stance="supports", hedged=True)]
    ledger.renew(one.id, newer, rules="new")
    first, second = ledger.claims()
    assert (first.rejected, first.counts, first.claim.confidence) == (True, False, 0.5)
    assert (second.claim.stance, second.claim.actor, second.claim.hedged) == (
        "supports", ("USA",), False,
    )  # fmt: skip
    assert second.corrected
    assert len(said(ledger, actor="USA")) == 1


def test_a_corrected_claim_that_is_found_no_more_stays(ledger: Ledger) -> None:
    one, found = spain()
    ledger.add(one, found, rules="old")
    ledger.correct(found[0].id, {"target": ["EU"]}, who="Ann")
    done = ledger.renew(one.id, [], rules="new")
    assert +done == {"removed": 1, "kept": 1}
    (left,) = ledger.claims()
    assert (left.claim.id, left.claim.target, left.counts) == (found[0].id, ("EU",), True)
    stream = io.StringIO()
    ledger.export(stream)
    assert json.loads(stream.getvalue().splitlines()[-1])["who"] == "Ann"


def test_a_correction_that_no_longer_fits_stays_as_it_was(ledger: Ledger) -> None:
    one, found = spain()
    ledger.add(one, found, rules="old")
    span = found[0].quantity_span
    assert span is not None
    ledger.correct(found[0].id, {"end": span.end}, who="Ann")
    (corrected,) = (e for e in ledger.claims() if e.corrected)
    newer = replace(found[0], quantity_span=Span(span.end + 1, found[0].span.end))
    ledger.renew(one.id, [newer, found[1]], rules="new")
    (again,) = (e for e in ledger.claims() if e.corrected)
    assert again.claim == corrected.claim


def repeated(name: str, day: str) -> tuple[object, list[Claim]]:
    two = document(f"From {name}.\n\n{ENGLISH}", name=name, published=day)
    return two, [claim(two, ONE, 1, stance="opposes"), claim(two, TWO, 2, stance="demands")]


def test_the_first_repeat_takes_the_place_of_a_claim_that_goes(ledger: Ledger) -> None:
    one, found = spain()
    ledger.add(one, found, rules="old")
    later = [repeated("b.txt", "2025-07-01"), repeated("c.txt", "2025-07-02")]
    for two, claims in later:
        ledger.add(two, claims, rules="old")  # type: ignore[arg-type]
    assert ledger.counts() == {"documents": 3, "claims": 6, "counted": 2}
    ledger.renew(one.id, found[1:], rules="new")
    assert ledger.counts() == {"documents": 3, "claims": 5, "counted": 2}
    told = {e.claim.id: (e.counts, e.claim.repeats) for e in ledger.claims()}
    heir, other = later[0][1][0].id, later[1][1][0].id
    assert told[heir] == (True, None)
    assert told[other] == (False, heir)
    assert [e.claim.id for e in ledger.claims(Filters(stance="opposes", counted=True))] == [heir]


def test_claims_that_do_not_stand_in_the_document_are_refused(ledger: Ledger) -> None:
    one, found = spain()
    ledger.add(one, found, rules="old")
    with pytest.raises(Refusal) as refused:
        ledger.renew(one.id, [replace(found[0], quote="Madrid")], rules="new")
    assert refused.value.code == "bad-records"
    assert ledger.outdated("old") == []


def test_rules_go_out_and_in(ledger: Ledger, new_address: Callable[[], str | Path]) -> None:
    one, found = spain()
    ledger.add(one, found, rules="old")
    stream = io.StringIO()
    ledger.export(stream)
    stream.seek(0)
    with Ledger.open(new_address()) as other:
        other.import_(stream)
        assert other.outdated("old") == []
        assert other.outdated("new") == [one.id]
