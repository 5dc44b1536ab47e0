"""English claims, one sentence at a time: stance, roles, hedge, number."""

from __future__ import annotations

from typing import Any

import pytest

from burdenshare.evidence.claims import extract
from burdenshare.evidence.model import Claim
from burdenshare.evidence.score import plain_document

LEAD = "Norway and NATO disagree about defence spending.\n\n"


def claims(text: str) -> list[Claim]:
    """Return the claims of a text that follows a lead about Norway and the alliance."""
    return [c for c in extract(plain_document("x", LEAD + text)) if c.span.start >= len(LEAD)]


@pytest.mark.parametrize(
    ("text", "stance", "actor", "target"),
    [
        ("Norway will raise its defence budget.", "commits", "NOR", "NOR"),
        ("Norway plans to raise its defence budget.", "commits", "NOR", "NOR"),
        ("Norway has no intention of raising its defence budget.", "opposes", "NOR", "NATO"),
        ("Norway refused to raise its defence budget.", "opposes", "NOR", "NATO"),
        ("Norway did not support the target.", "opposes", "NOR", "NATO"),
        ("Norway decided to scrap the target.", "opposes", "NOR", "NOR"),
        ("Washington asked Norway to spend more.", "demands", "USA", "NOR"),
        ("Norway must spend more on defence.", "demands", "AUTHOR", "NOR"),
        ("Sweden welcomed the decision of Norway.", "supports", "SWE", "NOR"),
        ("Norway may miss the target.", "forecasts", "NOR", "NOR"),
        ("Norway is likely to miss the target.", "forecasts", "NOR", "NOR"),
        ("Norway was criticised by Sweden over its budget.", "opposes", "SWE", "NOR"),
        ("Oslo was outraged by Washington's plan for tariffs.", "opposes", "NOR", "USA"),
        ("The plan of Norway drew a backlash from Sweden.", "opposes", "SWE", "NOR"),
        ("Defence spending in Norway is growing faster than the economy.", "reports", "NOR", "NOR"),
    ],
)
def test_stance_actor_and_target(text: str, stance: str, actor: str, target: str) -> None:
    found = claims(text)
    assert [c.stance for c in found] == [stance]
    assert (found[0].actor[0], found[0].target[0]) == (actor, target)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway spent 2.2% of GDP in 2024.", {"value": 2.2, "unit": "pct_gdp", "year": 2024}),
        ("Norway will spend 5% of GDP by 2035.", {"value": 5.0, "deadline": 2035}),
        ("Norway may spend up to 3% of GDP.", {"comparator": "le", "hedged": True}),
        ("Norway spent 1.5 to 2 percent of GDP.", {"value": 1.5, "value_high": 2.0}),
        ("Defence spending in Norway is rising.", {"comparator": "up", "value": None}),
        ("Norway does not support the target.", {"negated": True}),
    ],
)
def test_fields(text: str, expected: dict[str, Any]) -> None:
    found = claims(text)[0]
    assert {name: getattr(found, name) for name in expected} == expected


def test_two_numbers_are_two_claims_that_share_no_number() -> None:
    found = claims(
        "The budget of Norway will rise from 9 billion euros in 2025 to 15 billion euros."
    )
    assert [(c.value, c.stance) for c in found] == [(9e9, "reports"), (15e9, "forecasts")]


def test_a_claim_inside_a_claim() -> None:
    found = claims("Oslo was angered by Washington's repeated demand for higher defence spending.")
    assert [(c.stance, c.actor) for c in found] == [("opposes", ("NOR",)), ("demands", ("USA",))]
    assert found[0].span.start < found[1].span.start
    assert found[1].span.end <= found[0].span.end


def test_a_target_that_is_only_referred_to() -> None:
    found = claims("Allies agreed to spend 5% of GDP on defence. Norway rejected this target.")
    assert (found[1].value, found[1].value_implicit, found[1].quantity_span) == (5.0, True, None)


def test_the_subject_is_carried_over_and() -> None:
    found = claims("Norway raised its defence budget, and asked Sweden to follow the example.")
    assert (found[-1].stance, found[-1].actor, found[-1].target) == ("demands", ("NOR",), ("SWE",))


def test_speakers_and_reporters() -> None:
    text = "Norway will leave the deal, the Harbour Times reported."
    assert claims(text)[0].speaker == "Harbour Times"
    said = claims('"Norway should spend more on defence," Mark Rutte said.')[0]
    assert (said.stance, said.speaker, said.actor) == ("demands", "Mark Rutte", ("NATO",))
    assert said.reported_via == ("AUTHOR",)


@pytest.mark.parametrize(
    "text",
    [
        "Does Norway support the target?",
        "This article explores the debate on defence spending in Norway.",
        "Leave a comment.",
        "Yours sincerely,",
    ],
)
def test_what_claims_nothing(text: str) -> None:
    assert claims(text) == []


def test_no_numeral_that_is_a_name_becomes_spending() -> None:
    text = (
        "Norway cited Article 5 and Chart 3.[4] The F-35 and the 2 + 2 talks matter to Norway. "
        "On page 7 Norway promised support for defence spending."
    )
    assert all(c.value is None for c in claims(text))
