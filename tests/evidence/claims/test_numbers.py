"""What a number of a claim measures: spending is only what can be spending."""

from __future__ import annotations

import pytest

from burdenshare.evidence.claims import extract
from burdenshare.evidence.model import Claim
from burdenshare.evidence.score import plain_document

ENGLISH = "The government will raise defence spending to 3 percent of GDP by 2030.\n\n"
JAPANESE = "政府は防衛費を2030年までにGDP比3％に引き上げる。\n\n"

APART = [
    "To pay for defence spending the VAT rises to 25 percent.",
    "The defence plan is financed by a 2 percent surtax on incomes.",
    "In a poll 62 percent backed higher defence spending.",
    "Support for the defence budget fell to 41 percent.",
    "The tariff of 15 percent stays although spending rises.",
    "Soldiers' pay rises by 4.5 percent under the defence budget.",
    "Starting salaries in the army will climb to 3,200 euros a month.",
    "Public debt stands at 113 percent of GDP.",
    "The deficit widens to 6.2 percent of GDP because of defence spending.",
    "Interest on the debt costs 54 billion euros, more than the defence budget.",
    "The trade surplus of $235 billion irritates Washington, which wants more defence spending.",
    "Arms exports worth 9 billion euros are not defence spending.",
    "The wage bill of 12 billion euros is part of the defence budget.",
    "Defence spending rises for the 14th consecutive year.",
    "The opposition asked 11 times how defence spending is paid for.",
    "The bill passed by 342 votes to 118 after a debate on the defence budget.",
    "The House divided on the defence budget: Ayes 342, Noes 118.",
    "Inflation of 4 percent eats the defence budget.",
    "The minister, 61, defended the defence budget for 40 minutes.",
    "Military spending is the third highest in Europe.",
    "The company holds a 25 percent stake in the arms maker.",
    "Turnout was 58 percent in the vote on the defence fund.",
    "防衛費の財源として所得税を1％上乗せする。",
    "世論調査では防衛費増額に62％が賛成した。",
    "内閣支持率は41％で、防衛費の増額が響いた。",
    "防衛費の増額に反対する署名は2万人分集まった。",
    "対米輸出は全体の18％を占める。",
    "自衛官の給与を4.5％引き上げる。",
    "初任給は月23万円に上がり、防衛費を押し上げる。",
    "国の借金はGDPの2.3倍に達し、防衛費どころではない。",
    "国債の利払いは10兆円で、防衛費を上回る。",
    "貿易黒字は8兆円に上り、米国は防衛費の増額を求める。",
    "防衛費は14年連続で増えた。",
    "予算案は賛成342票、反対118票で可決し、防衛費が増える。",
    "物価は3％上がり、防衛費は目減りする。",
    "失業率は7％だが防衛費は増える。",
    "防衛相（61）は40分間、防衛費を説明した。",
    "消費税を2％引き上げて防衛費に充てる。",
]
SPENT = [
    ("Berlin will spend 108 billion euros on defence next year.", "defence_spending"),
    ("The defence budget rises by 8 percent.", "defence_spending"),
    ("Despite its debt the state puts 5 billion euros into defence.", "defence_spending"),
    ("Defence spending comes to 2.4 percent of GDP.", "defence_spending_share_gdp"),
    ("防衛費は8兆7千億円に増えた。", "defence_spending"),
    ("国防費は前年比7.2％増えた。", "defence_spending"),
    ("防衛費はGDP比1.8％だった。", "defence_spending_share_gdp"),
]


def read(sentence: str) -> list[Claim]:
    before = JAPANESE if sentence.endswith("。") else ENGLISH
    found = extract(plain_document("x", before + sentence))
    return [c for c in found if c.value is not None and c.span.start >= len(before)]


@pytest.mark.parametrize("sentence", APART)
def test_other_numbers_beside_spending_are_not_spending(sentence: str) -> None:
    assert [c for c in read(sentence) if c.measure.startswith("defence_spending")] == []


@pytest.mark.parametrize(("sentence", "measure"), SPENT)
def test_sums_shares_and_changes_of_spending_are(sentence: str, measure: str) -> None:
    assert [c.measure for c in read(sentence)] == [measure]


def test_a_share_of_those_asked_is_opinion() -> None:
    (claim,) = read("In a poll 62 percent backed higher defence spending.")
    assert (claim.measure, claim.unit) == ("public_opinion", "pct_of_respondents")


def test_a_debt_is_no_level_that_later_words_refer_to() -> None:
    found = read("Public debt stands at 113 percent of GDP. The ministers reaffirmed this target.")
    assert [c.value for c in found if c.value_implicit] in ([], [3.0])


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Has Washington asked Canberra to spend 3.5 per cent?", 3.5, "pct_gdp"),
        ("米国からGDP比3.5％を求められたのでしょうか。", 3.5, "pct_gdp"),
    ],
)
def test_a_level_that_a_question_names_is_a_doubtful_mention(
    text: str, value: float, unit: str
) -> None:
    (claim,) = read(text)
    assert (claim.value, claim.unit, claim.hedged) == (value, unit, True)
    assert claim.stance in ("reports", "demands")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Ten thousand of them are here.", 10_000, "troops"),
        ("The French contingent will grow to about 750.", 750, "troops"),
        ("The town has a population of 32,000.", 32_000, "people"),
        ("Paris has offered two billion for a permanent base.", 2e9, "EUR"),
        ("人口600万の国である。", 6_000_000, "people"),
    ],
)
def test_a_bare_number_takes_what_its_surroundings_count(
    text: str, value: float, unit: str
) -> None:
    before = "The corps has 12,000 soldiers, who cost 4 billion euros a year. "
    found = extract(plain_document("x", text if text.endswith("。") else before + text))
    assert [c.unit for c in found if c.value == value] == [unit]
