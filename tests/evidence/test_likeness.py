"""Passages near in meaning, from a model of embeddings that is served on this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.evidence.ledger import Ledger
from burdenshare.evidence.likeness import Embedder, like

from .ledger.making import japan, spain

SECRET = "sk-do-not-print-me"
MEANINGS = (("Spain", "Madrid", "スペイン"), ("Japan", "日本"), ("Washington", "USA", "米国"))


def meaning(text: str) -> list[float]:
    """Return how often each thing is named, by any of its names."""
    return [0.01 + sum(text.count(name) for name in names) for names in MEANINGS]


class Served:
    """A server of embeddings; `answer` may be put in the place of what it says."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.answer: Callable[[list[str]], Any] = lambda texts: {
            "data": [{"index": n, "embedding": meaning(t)} for n, t in enumerate(texts)][::-1]
        }


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Served]:
    served = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.asked.append({"path": self.path, **body})
            served.keys.append(self.headers.get("Authorization", ""))
            said = served.answer(body["input"])
            data = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("BURDENSHARE_EMBED_URL", f"http://127.0.0.1:{running.server_port}/v1/")
    monkeypatch.setenv("BURDENSHARE_EMBED_MODEL", "small")
    monkeypatch.setenv("BURDENSHARE_EMBED_KEY", SECRET)
    monkeypatch.setenv("BURDENSHARE_CACHE", str(tmp_path / "cache"))
    yield served
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "home" / "ledger.sqlite") as opened:
        opened.add(*spain())
        opened.add(*japan())
        yield opened


def test_passages_are_proposed_in_any_language_and_sent_once(
    ledger: Ledger, served: Served, burdenshare: Callable[..., Any]
) -> None:
    found = burdenshare("search", "Japan", "--like", "--limit", "2", "--json").json
    assert found["passages"][0]["text"].startswith("日本政府")
    assert found["passages"][0]["likeness"] > found["passages"][1]["likeness"]
    assert found["more"]
    assert served.asked[0] == {"path": "/v1/embeddings", "model": "small", "input": ["Japan"]}
    assert set(served.keys) == {f"Bearer {SECRET}"}
    passages = ledger.passages(limit=99)
    assert [len(one["input"]) for one in served.asked] == [1, len(passages)]
    told = burdenshare("search", "Washington asks", "--like")
    assert "likeness" in told.out
    assert "cannot tell numbers or stances apart" in told.out
    assert served.asked[2:] == [{**served.asked[0], "input": ["Washington asks"]}]


def test_what_does_not_count_is_not_proposed(ledger: Ledger, served: Served) -> None:
    text = spain()[0].text
    copy = type(spain()[0])("x", "copy.txt", f"Copy.\n\n{text}", "en", machine=("disclosure",))
    ledger.add(copy, [])
    names = {passage.source.name for passage in ledger.passages(limit=99)}
    assert names == {"spain.txt", "boei.txt"}


def failed(ledger: Ledger, cache: Path, asked: Embedder | None = None) -> BurdenshareError:
    with pytest.raises(BurdenshareError) as met:
        like(ledger, "Japan", asked or Embedder.of_settings(), limit=3, cache=cache)
    assert SECRET not in str(met.value.body())
    return met.value


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>no model here</html>",
        {"error": "no such model"},
        {"data": []},
        {"data": [{"index": 0, "embedding": []}]},
        {"data": [{"index": 0, "embedding": [0.0, 0.0]}]},
        b'{"data": [{"index": 0, "embedding": [NaN, 1.0]}]}',
        {"data": [{"index": 0, "embedding": ["a"]}]},
        {"data": [{"index": 0, "embedding": [1.0] * 20_000}]},
    ],
)
def test_nonsense_is_refused(
    ledger: Ledger, served: Served, tmp_path: Path, answer: object
) -> None:
    served.answer = lambda _texts: answer
    assert failed(ledger, tmp_path).code == "bad-answer"


def test_vectors_of_different_lengths_are_refused(
    ledger: Ledger, served: Served, tmp_path: Path
) -> None:
    served.answer = lambda texts: {
        "data": [{"index": n, "embedding": [1.0] * (1 + len(texts))} for n in range(len(texts))]
    }
    assert failed(ledger, tmp_path).code == "bad-answer"


def test_a_model_that_is_late_or_not_there(ledger: Ledger, served: Served, tmp_path: Path) -> None:
    at = Embedder.of_settings()
    served.answer = lambda _texts: time.sleep(0.6)
    late = Embedder(at.address, seconds=0.2)
    assert failed(ledger, tmp_path, late).code == "network"
    assert failed(ledger, tmp_path, Embedder("http://127.0.0.1:1/v1")).code == "network"
    assert failed(ledger, tmp_path, Embedder("no address")).code == "network"
    assert SECRET not in repr(at)


def test_without_a_model_words_are_searched_for(
    monkeypatch: pytest.MonkeyPatch, burdenshare: Callable[..., Any], ledger: Ledger
) -> None:
    monkeypatch.delenv("BURDENSHARE_EMBED_URL", raising=False)
    with pytest.raises(Refusal):
        Embedder.of_settings()
    assert burdenshare("search", "Japan", "--like").status == 2
    assert "likeness" not in burdenshare("search", "Spain", "--json").out


def test_an_empty_ledger_proposes_nothing(served: Served, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "empty.sqlite") as empty:
        assert like(empty, "Japan", Embedder.of_settings(), limit=3, cache=tmp_path) == []
    assert served.asked == []
