"""Days, years, deadlines and finer stances of claims, and what documents say of themselves."""

from __future__ import annotations

from typing import Any

import pytest

from burdenshare.evidence.claims import extract
from burdenshare.evidence.fields.heads import head
from burdenshare.evidence.ledger import Ledger
from burdenshare.evidence.model import Claim
from burdenshare.evidence.score import plain_document


def claims(text: str, published: str = "") -> list[Claim]:
    dateline = f"{published}\n\n" if published else ""
    found = extract(plain_document("x.txt", dateline + text))
    return [claim for claim in found if claim.kind != "metadata"]


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        ("Belgium spent 1.3 % of GDP on defence last year.", "3 July 2025", {"year": 2024}),
        ("Australia now spends 2 % of GDP on defence.", "3 July 2025", {"year": 2025}),
        ("Spending was 2.3 % of GDP in 2022-23.", "", {"year": 2022, "year_to": None}),
        ("This figure had risen to 23 allies by 2024.", "", {"year": 2024, "deadline": None}),
        ("Canada will reach 2 % of GDP ahead of 2030.", "", {"deadline": 2030, "year": None}),
        (
            "Lisbon had accepted an interim milestone of 2.8 % of GDP for 2029.",
            "",
            {"deadline": 2029, "year": None},
        ),
        (
            "Warsaw will spend 5 % of GDP on defence before the end of the decade.",
            "21 March 2026",
            {"deadline": 2029},
        ),
        (
            "New Zealand will spend 2 % of GDP on defence within eight years.",
            "7 April 2025",
            {"deadline": 2033},
        ),
        ("Japan spends 2 percent of FY2022 GDP on defence.", "", {"year": None}),
        ("Parliament rejected the plan yesterday.", "1 March 2026", {"date": "2026-02-28"}),
        ("The Dutch rejected the target in June.", "3 March 2026", {"date": "2025-06"}),
        (
            "政府は29年度に防衛費をGDP比3.5％へ引き上げる計画を決めた。",
            "2025年11月28日",
            {"deadline": 2029, "year": None},
        ),
        (
            "政府は23年度から5年間で防衛費に43兆円を投じる計画だ。",
            "2025年11月28日",
            {"year": 2023, "year_to": 2027},
        ),
        ("ドイツ連邦議会は28日、増額に反対した。", "2025年11月29日", {"date": "2025-11-28"}),
        ("ドイツ連邦議会は30日、増額に反対した。", "2025年12月2日", {"date": "2025-11-30"}),
        ("防衛費は現在、GDP比1.8％だ。", "2025年11月29日", {"year": 2025}),
    ],
)
def test_when(text: str, published: str, wanted: dict[str, Any]) -> None:
    claim = claims(text, published)[0]
    assert {name: getattr(claim, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("Poland welcomed the new target.", "welcome"),
        ("Spain rejects the 5 % target.", "refusal"),
        ("The ministry estimates defence spending at 2 % of GDP.", "estimate"),
        ("首相は増額の方針を表明した。", "plan"),
        ("野党は増税を批判した。", "criticism"),
    ],
)
def test_a_finer_word_for_the_stance(text: str, detail: str) -> None:
    assert claims(text)[0].stance_detail == detail


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "OSLO (Nordic News Agency), 3 May 2025 -- Norway will raise spending to 3 percent.",
            [
                ("publication_date", "OSLO (Nordic News Agency), 3 May 2025", "2025-05-03"),
                ("publisher", "Nordic News Agency", None),
            ],
        ),
        (
            "Brief no. 9\nBellwether Institute, Ghent\n\nSpending will rise.",
            [("publisher", "Bellwether Institute", None)],
        ),
        (
            "【東洋通信・12月26日】政府は予算案を決めた。",
            [("publication_date", "東洋通信・12月26日", None), ("publisher", "東洋通信", None)],
        ),
        (
            "増額に反対する意見書\n\n国に要望する。\n\n令和8年3月17日",
            [("publication_date", "令和8年3月17日", "2026-03-17")],
        ),
        (
            "A page\n\nThis page was written by an AI. It may be wrong.",
            [("provenance", "This page was written by an AI", None)],
        ),
        ("The Harbour Institute's survey found that 51 per cent want more spending.", []),
        ("On 3 May 2025 Norway decided to raise its spending to 3 percent of GDP.", []),
    ],
)
def test_what_a_document_says_of_itself(text: str, said: list[tuple[str, str, str | None]]) -> None:
    document = plain_document("x.txt", text)
    found, _ = head(document)
    assert [(c.measure, c.quote, c.date) for c in found] == said
    assert all(c.span.of(text) == c.quote and c.kind == "metadata" for c in found)
    assert all(c.rule.startswith("head.") for c in found)


def test_it_is_kept_and_is_no_evidence(tmp_path: Any) -> None:
    text = "OSLO (Nordic News Agency), 3 May 2025 -- Norway will raise spending to 3 percent."
    document = plain_document("x.txt", text)
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.add(document, extract(document))
        kept = [(e.claim.kind, e.counts) for e in ledger.claims()]
        assert kept == [("metadata", False), ("metadata", False), ("pledge", True)]
        ledger.correct(f"{document.id}-m1", {"year": 2025}, who="an editor")
        assert [e.counts for e in ledger.claims()] == [False, False, True]
