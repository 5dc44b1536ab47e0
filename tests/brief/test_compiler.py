"""Briefs and articles: what they say, what they keep apart, and that every number is traced."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from burdenshare.brief import written
from burdenshare.brief.check import check
from burdenshare.brief.compiler import article, brief
from burdenshare.brief.parts import (
    Brief,
    Name,
    Num,
    Origin,
    Quote,
    Register,
    Section,
    printed,
    reads_back,
    require_traced,
    say,
    untraced,
)
from burdenshare.brief.pdf import to_pdf
from burdenshare.errors import Refusal
from burdenshare.evidence.ledger import Ledger
from burdenshare.figures.store import Figures
from burdenshare.scenario.load import load
from burdenshare.study import compute, write

from .evidence import EVENT, HEADLINE, MACHINE, annotated, ledger

DAY = date(2025, 7, 3)


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures.open()


@pytest.fixture(scope="module")
def run(figures: Figures, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder of Japan's plan, written as the command writes one."""
    folder = tmp_path_factory.mktemp("runs") / "japan-2027"
    write(compute(load("japan-2027"), figures), folder)
    return folder


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Everything but a page on the event; one page stands for the machine-written one."""
    documents = [p for p in annotated() if "spain" not in p.name and "madrid" not in p.name]
    with ledger(tmp_path_factory.mktemp("a") / "l.sqlite", MACHINE, *documents) as opened:
        yield opened


@pytest.fixture(scope="module")
def with_event(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with ledger(tmp_path_factory.mktemp("b") / "l.sqlite", MACHINE, EVENT) as opened:
        yield opened


def founding(book: Ledger, figures: Figures) -> Brief:
    return article(book, figures, headline=HEADLINE, publisher="日本貿易振興機構", day=DAY)


def section(made: Brief, name: str) -> str:
    found = next((s for s in made.sections if s.id == name), None)
    return " ".join(s.text for s in found.sentences) if found else ""


def test_without_a_page_on_it_the_event_is_not_in_the_evidence(
    without: Ledger, figures: Figures
) -> None:
    made = founding(without, figures)
    bottom = section(made, "bottom-line")
    count = without.counts()["documents"]
    assert "The event behind this headline is not in the evidence" in bottom
    assert f"of {count} documents in the ledger none reports it" in bottom
    assert "23 of the 31 allies with a figure reached 2 % of GDP in 2024" in bottom
    assert "The headline names no country." in section(made, "missing")
    assert "日本貿易振興機構" not in "".join(s.text for _, s in made.sentences()), (
        "no invented source"
    )


def test_nothing_that_came_after_the_day_is_used(without: Ledger, figures: Figures) -> None:
    made = founding(without, figures)
    for origin in made.cited():
        if origin.kind == "figure":
            assert origin.id.split("/")[3] <= "2025-06"


def test_with_a_page_the_article_names_country_target_refusal_and_figures(
    with_event: Ledger, figures: Figures
) -> None:
    made = founding(with_event, figures)
    bottom = section(made, "bottom-line")
    assert re.search(r"Spain (?:rejected|refused|opposed) 5 % of GDP", bottom)
    assert "NATO committed to 5 % of GDP for defence by 2035" in bottom
    assert "1.28 % of GDP (NATO, edition 2024-06)" in bottom
    assert "1.43 % of GDP (SIPRI, edition 2025-04)" in bottom
    differing = section(made, "disagreements")
    assert "machine-written page" in differing
    assert "names no state that refuses; " in differing
    assert re.search(r"at least 2 % of GDP but .*5 % of GDP by 2035", differing)
    assert (
        "The 1.24 % of GDP that 試験通信 gives for Spain in 2024 stands in no edition" in differing
    )


def test_machine_written_pages_stand_apart(with_event: Ledger, figures: Figures) -> None:
    made = founding(with_event, figures)
    for name in ("commits", "demands", "opposes", "forecasts", "reports"):
        assert "Lone Plays" not in section(made, name)
    sources = next(s for s in made.sections if s.id == "sources")
    assert sources.table
    standing = {row[0].text: row[-1].text for row in sources.table.rows}
    assert standing["machine-en.txt"] == "machine-written, not counted"
    assert standing["event-ja.html"] == "counted"


def test_stances_are_never_mixed(with_event: Ledger, figures: Figures) -> None:
    made = founding(with_event, figures)
    assert "demanded" in section(made, "demands")
    assert "committed" in section(made, "commits")
    assert "committed" not in section(made, "demands")


def test_runs_are_named(without: Ledger, figures: Figures, run: Path) -> None:
    made = brief(without, figures, topic="Japan", runs=[run])
    told = section(made, "runs")
    assert "In the study folder japan-2027, Japan stands at 2.00 % of its base in 2027." in told
    with pytest.raises(Refusal) as refusal:
        brief(without, figures, topic="Japan", runs=[run.parent])
    assert refusal.value.code == "not-a-study"


@pytest.mark.parametrize(
    "topic", ["defence spending", "Japan", "Spain", "ドイツ", "NATO", "support"]
)
def test_every_brief_passes_its_own_check(
    without: Ledger, figures: Figures, run: Path, topic: str
) -> None:
    made = brief(without, figures, topic=topic, runs=[run])
    text = written.to_markdown(made)
    wrong = [(c.text, c.reason) for c in check(text, without, figures, runs=[run]) if c.reason]
    assert wrong == []


def test_articles_pass_their_own_check(
    without: Ledger, with_event: Ledger, figures: Figures
) -> None:
    for book in (without, with_event):
        text = written.to_markdown(founding(book, figures))
        assert [(c.text, c.reason) for c in check(text, book, figures) if c.reason] == []


def test_neighbours_do_not_read_alike(without: Ledger, figures: Figures) -> None:
    """No two sentences of a part that follow each other take the same verb."""
    made = brief(without, figures, topic="defence spending")
    for name in ("demands", "opposes"):
        told = next(s for s in made.sections if s.id == name).sentences
        verbs = [re.sub(r"[“‘].*?[”’]|[A-Z]\w+|\d\S*", "", s.text).split()[:3] for s in told]
        assert all(one != two for one, two in pairwise(verbs))


def test_the_compiler_refuses_a_number_without_origin() -> None:
    register = Register()
    register.add(Origin("f", "figure", "", frozenset({1.2825})))
    sentences = (
        say("Spain spent ", Num("1.28", 1.2825, "f"), " % of GDP."),
        say("Spain spent 1.28 % of GDP."),
        say("Spain spent ", Num("1.43", 1.43, "f"), " % of GDP."),
        say("Spain spent ", Num("1.29", 1.2825, "f"), " % of GDP."),
        say("Spain spent ", Num("1.28", 1.2825, "g"), " % of GDP."),
        say("Spain doubled it twice."),
        say("It says ", Quote("five per cent", "f"), "."),
        say(Name("G7"), " met."),
    )
    assert list(untraced(sentences[0], register)) == []
    for sentence in sentences[1:]:
        assert list(untraced(sentence, register)), sentence.text
    made = Brief("t", (), (Section("a", "A", sentences[:2]),), register)
    with pytest.raises(Refusal) as refusal:
        require_traced(made)
    assert refusal.value.code == "untraced"
    assert "Spain spent 1.28 % of GDP." in refusal.value.message


def test_numbers_are_printed_so_that_they_read_back() -> None:
    for value in (5.0, 1.28, 43e12, 40_000.0, 2.5e6, 1999.0):
        assert reads_back(printed(value), value)
    assert printed(43e12) == "43 trillion"
    assert not reads_back("five", 5.0)


def test_empty_questions_are_refused(without: Ledger, figures: Figures) -> None:
    for ask in (
        lambda: brief(without, figures, topic=" "),
        lambda: article(without, figures, headline=" ", publisher="x", day=DAY),
    ):
        with pytest.raises(Refusal) as refusal:
            ask()
        assert refusal.value.code == "bad-argument"


def test_an_empty_ledger_still_gives_the_figures(tmp_path: Path, figures: Figures) -> None:
    with Ledger.open(tmp_path / "empty.sqlite") as book:
        bottom = section(founding(book, figures), "bottom-line")
    assert "the ledger is empty" in bottom
    assert "23 of the 31 allies" in bottom


def test_a_page_needs_nothing_from_elsewhere(with_event: Ledger, figures: Figures) -> None:
    made = founding(with_event, figures)
    ids = {
        o.link.removeprefix("ledger:").partition("#")[0] for o in made.cited() if "char" in o.link
    }
    page = written.to_html(made, {i: with_event.document(i).text for i in ids})
    assert "<mark>スペインのサンチェス首相は5%目標を拒否した</mark>" in page
    assert not re.search(r"<(?:script|link|img|iframe)\b|@import|url\(", page)
    for target in re.findall(r'href="#(o-\d+)"', page):
        assert f'id="{target}"' in page
    hostile = Brief("<script>alert(1)</script>", (("a", "<b>"),), (), Register())
    assert "<script>" not in written.to_html(hostile, {})


def test_json_carries_the_origin_of_every_number(with_event: Ledger, figures: Figures) -> None:
    told = json.loads(json.dumps(written.to_json(founding(with_event, figures))))
    assert set(told) == {"title", "asked", "sections", "origins"}
    numbers = [n for s in told["sections"] for t in s["sentences"] for n in t["numbers"]]
    assert numbers
    assert all(n["origin"] in told["origins"] for n in numbers)


def test_a_pdf_is_the_same_twice(with_event: Ledger, figures: Figures) -> None:
    made = founding(with_event, figures)
    one = to_pdf(made)
    assert one.startswith(b"%PDF-")
    assert one == to_pdf(made)


def test_a_brief_is_the_same_twice(without: Ledger, figures: Figures) -> None:
    one, two = (written.to_markdown(brief(without, figures, topic="NATO")) for _ in range(2))
    assert one == two
