"""Japanese claims, one sentence at a time: the last cue decides."""

from __future__ import annotations

from typing import Any

import pytest

from burdenshare.evidence.claims import extract
from burdenshare.evidence.model import Claim
from burdenshare.evidence.score import plain_document

LEAD = "ノルウェーと防衛費\n\nノルウェーと米国は防衛費をめぐり協議した。\n\n"


def claims(text: str) -> list[Claim]:
    """Return the claims of a text that follows a lead about Norway and the United States."""
    return [c for c in extract(plain_document("x", LEAD + text)) if c.span.start >= len(LEAD)]


@pytest.mark.parametrize(
    ("text", "stance", "actor", "target"),
    [
        ("ノルウェーは防衛費を増やすことを決定した。", "commits", "NOR", "NOR"),
        ("ノルウェーは増額を拒否した。", "opposes", "NOR", "NOR"),
        ("米国はノルウェーに増額を要求した。", "demands", "USA", "NOR"),
        ("スウェーデンはノルウェーの決定を歓迎した。", "supports", "SWE", "NOR"),
        ("ノルウェーの防衛費は今後増える見通しだ。", "forecasts", "NOR", "NOR"),
        ("ノルウェーの防衛費は着実に増加している。", "reports", "NOR", "NOR"),
        ("ノルウェーは受け入れない考えを表明した。", "opposes", "NOR", "USA"),
        ("ノルウェーは増額に賛成していない。", "opposes", "NOR", "NOR"),
        ("米国からノルウェーに対し増額を求める圧力が強まっている。", "demands", "USA", "NOR"),
    ],
)
def test_stance_actor_and_target(text: str, stance: str, actor: str, target: str) -> None:
    found = claims(text)
    assert [c.stance for c in found] == [stance]
    assert found[0].actor[0] == actor
    if stance != "forecasts":
        assert found[0].target[0] == target


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ノルウェーは2035年までに防衛費をGDP比5%に引き上げると発表した。",
            {"value": 5.0, "unit": "pct_gdp", "deadline": 2035, "stance": "commits"},
        ),
        (
            "ノルウェーの防衛費は約43兆円だ。",
            {"value": 43e12, "unit": "JPY", "comparator": "about"},
        ),
        ("ノルウェーの防衛費は三・五パーセントになる。", {"value": 3.5}),
        ("ノルウェーは反対する可能性がある。", {"hedged": True}),
    ],
)
def test_fields(text: str, expected: dict[str, Any]) -> None:
    found = claims(text)[0]
    assert {name: getattr(found, name) for name in expected} == expected


def test_two_halves_of_a_sentence_are_two_claims() -> None:
    found = claims("スウェーデンは方針を支持したが、フィンランドは財政難を理由に反対している。")
    assert [(c.stance, c.actor) for c in found] == [
        ("supports", ("SWE",)),
        ("opposes", ("FIN",)),
    ]


def test_an_editorial_demands_for_its_author() -> None:
    found = claims("政府は使い道を具体的に示すべきである。")
    assert (found[0].stance, found[0].actor) == ("demands", ("AUTHOR",))


def test_a_target_that_is_only_referred_to() -> None:
    found = claims("ノルウェーはGDP比5%を公約した。スウェーデンは同目標に反対している。")
    assert (found[1].value, found[1].value_implicit) == (5.0, True)


def test_a_japanese_title_in_an_english_page() -> None:
    text = "The page quotes ‘NATO国防費増額計画に反旗翻す’ without naming a country."
    found = extract(plain_document("x", text))
    assert [(c.stance, c.quote) for c in found] == [("opposes", "NATO国防費増額計画に反旗翻す")]
