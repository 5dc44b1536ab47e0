"""Speeches, plans and resolutions; sections about different states; what was never done."""

from __future__ import annotations

import pytest

from burdenshare.evidence.claims import extract
from burdenshare.evidence.model import Claim
from burdenshare.evidence.score import plain_document

PLAN = """DEFENCE BUDGET AT A GLANCE (Finland and Denmark)

FINLAND - draft for next year
* Procurement goes up by EUR 700 million.

DENMARK - draft for next year
* Four frigates, at DKK 40 billion.
* The Government will present a ten-year path in May.
"""
SPEECH = """第百回国会における内閣総理大臣所信表明演説

領土と領海を守り抜く。予備自衛官の手当を引き上げます。増税を先に考えることはいたしません。
"""
RESOLUTION = """浜風市議会　防衛増税に反対する意見書

国におかれては、次のことを実施されたい。
1　所得税の増税を行わないこと。
"""


def said(text: str, words: str) -> Claim:
    return next(c for c in extract(plain_document("x", text)) if words in c.quote)


def test_a_plan_commits_its_government_section_by_section() -> None:
    raised = said(PLAN, "EUR 700 million")
    assert (raised.stance, raised.actor) == ("commits", ("FIN",))
    assert said(PLAN, "DKK 40 billion").stance == "commits"
    later = said(PLAN, "ten-year path")
    assert (later.stance, later.actor) == ("commits", ("DNK",))


def test_a_government_sets_itself_what_its_own_speech_says() -> None:
    assert said(SPEECH, "守り抜く").stance == "commits"
    assert said(SPEECH, "引き上げます").stance == "commits"
    assert said(SPEECH, "いたしません").stance == "opposes"


def test_the_items_of_a_resolution_are_demands_of_the_assembly() -> None:
    asked = said(RESOLUTION, "行わないこと")
    assert (asked.stance, asked.actor) == ("demands", ("浜風市議会",))


def test_a_bare_sum_is_in_the_currency_of_the_page() -> None:
    text = "Poland pays 20 billion zlotys for tanks.\n\nThe radar cost another 3 billion in May."
    assert said(text, "radar").unit == "PLN"


def test_a_rate_of_tax_or_pay_is_no_share_of_output() -> None:
    text = "防衛費はGDP比2％となった。\n\n政府は法人税を4％とする。"
    assert said(text, "法人税").unit == "pct"


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("No cut to the garrison is being planned.", "reports"),
        ("The auditors never confirmed the estimate.", "reports"),
        ("Norway has bowed to American pressure.", "commits"),
        ("The Farmers Party would sooner raise the tax on diesel.", "demands"),
        ("The opposition wants to sell the airport.", "demands"),
        ("Nor do I believe that Norway must pay more.", "opposes"),
        ("予算を削るわけにはいかない。", "opposes"),
        ("野党は従来の立場を崩さなかった。", "opposes"),
        ("政府が増額を決めたとの報道は事実ではない。", "reports"),
        ("ノルウェーの国防費は予算の2割に迫る。", "reports"),
        ("政府は5年で3兆円を充てることとした。", "commits"),
        ("追加の増税も取り沙汰されている。", "forecasts"),
    ],
)
def test_what_a_phrase_settles(sentence: str, stance: str) -> None:
    lead = "NATO met in Oslo.\n\n" if sentence.isascii() else "NATOがオスロで会議を開いた。\n\n"
    found = [c for c in extract(plain_document("x", lead + sentence)) if c.span.start >= len(lead)]
    assert found[0].stance == stance
