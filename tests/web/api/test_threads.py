"""One workbench for many threads: what it answers does not depend on who else is asking."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filling import fill

from burdenshare.errors import Refusal
from burdenshare.web.answers import json_text
from burdenshare.web.kept import Answers, Kept
from burdenshare.workbench import Workbench

Ask = Callable[[Workbench], Any]
QUESTIONS: list[Ask] = [
    lambda b: b.figures_list(),
    lambda b: b.figures_show("milex_pct_gdp", countries=["POL", "USA"], vintages="all"),
    lambda b: b.figures_show("milex_usd_current", years=(2014, 2024)),
    lambda b: b.figures_diff("milex_pct_gdp", "2025-08", "2026-07"),
    lambda b: b.figures_total("milex_usd_current", 2024),
    lambda b: b.reconcile("JPN", 2025),
    lambda b: b.burden(2024),
    lambda b: b.burden(2023, permutations=500),
    lambda b: b.keep(2.0, 2024, origin=2021, draws=200),
    lambda b: b.bargain("japan-us-2025-3.5", draws=50),
    lambda b: b.alone("japan-us-2025-3.0"),
    lambda b: b.cohesion(2.0),
    lambda b: b.cover("japan-3.5"),
    lambda b: b.pooled(),
    lambda b: b.partners(),
    lambda b: b.designs(),
    lambda b: b.coverage_draws(draws=10),
    lambda b: b.yardsticks(),
    lambda b: b.formats(without=["USA"]),
    lambda b: b.who_can("defend"),
    lambda b: b.programme("three-partners", draws=100),
    lambda b: b.obligations(),
    lambda b: b.explain("hague-2035"),
    lambda b: b.result(b.study("japan-3.5")),
    lambda b: b.result(b.study("japan-2027", draws=50)),
    lambda b: list(b.claims()),
    lambda b: b.search("spending"),
    lambda b: b.conflicts(),
    lambda b: b.brief("Spain"),
]


def test_sixteen_threads_are_answered_as_one_would_be(tmp_path: Path) -> None:
    fill(tmp_path)
    alone = Workbench(tmp_path)
    expected = [json_text({"answer": ask(alone)}) for ask in QUESTIONS]
    shared = Workbench(tmp_path)
    order = list(range(len(QUESTIONS)))
    random.Random(7).shuffle(order)
    start = threading.Barrier(16)

    def answer(at: int) -> tuple[int, str]:
        return at, json_text({"answer": QUESTIONS[at](shared)})

    def together(first: int) -> list[tuple[int, str]]:
        start.wait()
        return [answer(at) for at in order[first::16]]

    with ThreadPoolExecutor(16) as pool:
        found = [one for part in pool.map(together, range(16)) for one in part]
    wrong = {at for at, text in found if text != expected[at]}
    assert wrong == set()


def test_an_index_found_damaged_is_mended_once_for_all_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BURDENSHARE_CACHE", str(tmp_path / "cache"))
    figures = Workbench(tmp_path).figures
    expected = figures.rows("milex_pct_gdp")
    figures._index._connection.close()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: figures.rows("milex_pct_gdp"), range(8)))
    assert all(rows == expected for rows in found)
    with pytest.raises(duckdb.CatalogException):
        figures._index.query("SELECT * FROM nowhere")


def test_an_answer_that_many_ask_for_is_made_once() -> None:
    answers, made = Answers(at_once=2), []
    ready = threading.Barrier(8)

    def make() -> Kept:
        made.append(1)
        threading.Event().wait(0.05)
        return Kept.of({}, b"{}")

    def ask(_: int) -> Kept:
        ready.wait()
        return answers.get("key", make)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(8)))
    assert len(made) == 1
    assert len({kept.tag for kept in found}) == 1


def test_a_refusal_reaches_all_who_wait_and_is_not_kept() -> None:
    answers, calls = Answers(), []
    ready = threading.Barrier(4)

    def refuse() -> Kept:
        calls.append(1)
        threading.Event().wait(0.05)
        raise Refusal("bad-argument", "no")

    def ask(_: int) -> str:
        ready.wait()
        with pytest.raises(Refusal) as refused:
            answers.get("key", refuse)
        return refused.value.message

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == ["no"] * 4
    assert answers.get("key", lambda: Kept.of(1, b"1")).data == 1


def test_what_was_not_asked_for_longest_goes_first() -> None:
    answers = Answers(most=20)
    for name in ("a", "b"):
        answers.get(name, lambda: Kept.of(None, b"x" * 10))
    answers.get("a", lambda: Kept.of("again", b""))
    answers.get("c", lambda: Kept.of(None, b"x" * 10))
    assert answers.get("a", lambda: Kept.of("again", b"")).data is None
    assert answers.get("b", lambda: Kept.of("again", b"")).data == "again"
    answers.get("huge", lambda: Kept.of("first", b"x" * 21))
    assert answers.get("huge", lambda: Kept.of("second", b"")).data == "second"
