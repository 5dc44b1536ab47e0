"""A language model may rephrase and order; whatever it changes is not taken."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from burdenshare.brief import written
from burdenshare.brief.check import check
from burdenshare.brief.compiler import article, brief
from burdenshare.brief.parts import Brief
from burdenshare.brief.rewrite import Model, model, retell
from burdenshare.evidence.ledger import Ledger
from burdenshare.figures.store import Figures

from .evidence import EVENT, HEADLINE, MACHINE, annotated, ledger

SECRET = "sk-do-not-print-me"


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures.open()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("llm") / "l.sqlite"
    hedged = [p for p in annotated() if "us-demand" in p.name or "okinawa-base" in p.name]
    with ledger(path, MACHINE, EVENT, *hedged) as opened:
        yield opened


@pytest.fixture(scope="module")
def made(book: Ledger, figures: Figures) -> Brief:
    return article(book, figures, headline=HEADLINE, publisher="試験通信", day=date(2025, 7, 3))


@contextmanager
def server(answer: Callable[[list[dict[str, str]]], Any], status: int = 200) -> Iterator[Model]:
    """Serve a model on this machine; `answer` makes the content of its reply."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told = json.loads(body["messages"][1]["content"])
            content = answer(told)
            if isinstance(content, bytes):
                data = content
            else:
                text = content if isinstance(content, str) else json.dumps(content)
                data = json.dumps({"choices": [{"message": {"content": text}}]}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield Model(f"http://127.0.0.1:{running.server_port}/v1", "test", SECRET, 0.5)
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def each(change: Callable[[str], str]) -> Callable[[list[dict[str, str]]], Any]:
    return lambda told: [{"id": t["id"], "text": change(t["text"])} for t in told]


def texts(told: Brief) -> list[str]:
    return sorted(s.text for section in told.sections for s in section.sentences)


def test_a_faithful_rephrasing_is_taken_and_checked(
    book: Ledger, figures: Figures, made: Brief
) -> None:
    def change(text: str) -> str:
        return text.replace("rejected", "turned down and refused").replace("demanded", "called for")

    with server(lambda told: each(change)(told)[::-1]) as asked:
        found = retell(made, asked, book, figures)
    assert found.kept > 0
    bottom = next(s for s in found.brief.sections if s.id == "bottom-line")
    before = next(s for s in made.sections if s.id == "bottom-line")
    assert any("turned down and refused" in s.text for s in bottom.sentences)
    assert len(bottom.sentences) == len(before.sentences)
    assert bottom.sentences[-1].text.startswith("Spain"), "the model may order"
    again = check(written.to_markdown(found.brief), book, figures)
    assert [c.reason for c in again if c.reason] == []
    assert "rephrased by the model test" in written.to_markdown(found.brief)


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("Spain", "Italy"),
        lambda t: t.replace("Spain", "\0").replace("NATO", "Spain").replace("\0", "NATO"),
        lambda t: t.replace("reportedly ", "").replace(" with reserve", ""),
        lambda t: t.replace("5 %", "4 %").replace("1.28", "1.82").replace("1.24", "2.24"),
        lambda t: t.replace("2035", "2030").replace("2024", "2023"),
        lambda t: t.replace("rejected", "accepted").replace("demanded", "rejected"),
        lambda t: t.replace("rejected", "may reject"),
        lambda t: t.replace("of GDP", "of GNP"),
        lambda t: t + " This is the largest rift in the alliance for seventy years.",
        lambda t: t + " It will cost 300 billion.",
        lambda _: "",
    ],
    ids=["actor", "swapped", "hedge", "figures", "years", "stance", "doubt", "unit", "padding",
         "invented", "empty"],
)  # fmt: skip
def test_what_a_model_changes_is_not_taken(
    book: Ledger, figures: Figures, made: Brief, change: Callable[[str], str]
) -> None:
    changed, kept = set(), set()
    for one in (made, brief(book, figures, topic="Japan")):
        changed |= {s.text for s in _all(one) if change(s.text) != s.text}
        with server(each(change)) as asked:
            kept |= set(texts(retell(one, asked, book, figures).brief))
    assert changed
    assert changed <= kept, changed - kept


def _all(made: Brief) -> list[Any]:
    from burdenshare.brief.rewrite import RETOLD

    return [s for section in made.sections if section.id in RETOLD for s in section.sentences]


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: "I am sorry, but I cannot do that.",
        lambda _: "[1, 2, 3]",
        lambda _: [],
        lambda _: {"id": "0"},
        lambda _: [{"id": "99", "text": "x"}, {"id": "x"}],
        lambda _: b"\xff\xfe not json",
        lambda _: b'{"choices": []}',
        lambda _: "[" * 100_000,
    ],
)
def test_garbage_changes_nothing(
    book: Ledger, figures: Figures, made: Brief, answer: Callable[[Any], Any]
) -> None:
    with server(answer) as asked:
        found = retell(made, asked, book, figures)
    assert found.kept == 0
    assert texts(found.brief) == texts(made)
    assert found.compiled


def test_a_model_that_is_late_or_gone_changes_nothing(
    book: Ledger, figures: Figures, made: Brief
) -> None:
    def late(_: Any) -> str:
        time.sleep(0.8)
        return "[]"

    one = Brief(made.title, made.asked, made.sections[:1], made.register)
    with server(late) as asked:
        found = retell(one, asked, book, figures)
    assert "did not answer" in found.compiled[0][1]
    gone = retell(one, asked, book, figures)
    assert texts(gone.brief) == texts(one)
    with server(lambda _: "[]", status=500) as asked:
        assert "status 500" in retell(one, asked, book, figures).compiled[0][1]


def test_no_secret_is_shown(
    book: Ledger, figures: Figures, made: Brief, capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    with caplog.at_level(0), server(each(str.upper)) as asked:
        found = retell(made, asked, book, figures)
    shown = capfd.readouterr()
    everything = [shown.out, shown.err, caplog.text, repr(asked), repr(found), str(asked)]
    assert all(SECRET not in text for text in everything)


def test_the_model_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("BURDENSHARE_LLM_URL", raising=False)
    assert model() is None
    monkeypatch.setenv("BURDENSHARE_LLM_URL", "http://127.0.0.1:1/v1/")
    monkeypatch.setenv("BURDENSHARE_LLM_SECONDS", "7")
    found = model()
    assert found is not None
    assert (found.address, found.seconds) == ("http://127.0.0.1:1/v1", 7.0)
