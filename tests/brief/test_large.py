"""Briefs on a ledger that holds more claims than are read for one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from burdenshare.brief import question, written
from burdenshare.brief.check import check
from burdenshare.brief.compiler import article, brief
from burdenshare.evidence.claims import extract
from burdenshare.evidence.ledger import Ledger
from burdenshare.evidence.reading.document import read_bytes
from burdenshare.evidence.reading.limits import Limits
from burdenshare.figures.store import Figures

DAYS = [f"2025-0{month}-{day:02d}" for month in range(2, 8) for day in (1, 9, 17, 25)]


def page(number: int, day: str) -> bytes:
    name = ("Italy", "Spain", "Poland")[number % 3]
    share = f"{2 + number / 10:.1f}"
    return (
        f"<html lang='en'><head><title>Story {number}</title><meta "
        f"property='article:published_time' content='{day}'></head><body><article>"
        f"<h1>Story {number}</h1><p>{name} will spend {share} % of GDP on defence by 2030, said "
        f"the government of {name}. A zeppelin landed there.</p></article></body></html>"
    ).encode()


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setattr(question, "MOST", 20)
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        for number, day in enumerate(DAYS):
            document = read_bytes(page(number, day), f"{number}.html", Limits.of_settings())
            opened.add(document, extract(document))
        yield opened


def test_the_latest_claims_of_the_party_are_read_and_the_brief_says_so(ledger: Ledger) -> None:
    figures = Figures.open()
    made = brief(ledger, figures, topic="Spain defence spending")
    text = written.to_markdown(made)
    assert "The ledger holds more on this than is read for one brief: the latest" in text
    assert "4.2 % of GDP" in text, "Spain's latest, of July"
    assert "2.1 % of GDP" not in text, "Spain's first, of February"
    assert [c.text for c in check(text, ledger, figures) if c.reason] == []


def test_what_came_later_is_not_read_for_an_article(ledger: Ledger) -> None:
    made = article(
        ledger, Figures.open(), headline="Poland defence spending", publisher="A paper",
        day=date(2025, 6, 1),
    )  # fmt: skip
    text = written.to_markdown(made)
    assert "3.4 % of GDP" in text
    assert "3.7 % of GDP" not in text


def test_a_word_that_is_neither_party_nor_measure_is_searched_for(ledger: Ledger) -> None:
    document = read_bytes(
        b"Norway bought 12 dirigibles of the army for 3 billion kroner.\n",
        "dirigible.txt",
        Limits.of_settings(),
    )
    ledger.add(document, extract(document))
    chosen = question.choose(ledger, question.question("dirigibles"))
    assert {e.source.name for e in chosen.counted} == {"dirigible.txt"}
    assert question.choose(ledger, question.question("...")).counted == []


def test_a_small_ledger_is_read_whole(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question, "MOST", 400)
    text = written.to_markdown(brief(ledger, Figures.open(), topic="Spain defence spending"))
    assert "than is read for one brief" not in text
