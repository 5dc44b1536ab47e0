"""Several workers on PostgreSQL: what one of them does, the other knows, shows and can end."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from postgresql import Server, server

__all__ = ["server"]

COMMAND = [sys.executable, "-m", "burdenshare"]
LONG = {"question": "cover-range", "draws": 20_000}
SPEECH = b"Madrid, 3 July 2025\n\nSpain will spend 2.1 % of GDP on defence by 2029.\n"
PAGE = {"accept": "text/html"}


class Workers:
    """A service with two workers, of which one can be asked while the other stands still."""

    def __init__(self, process: subprocess.Popen[str], address: str, token: str) -> None:
        self.process, self.address = process, address
        self.headers = {"authorization": f"Bearer {token}"}

    def all(self) -> list[int]:
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(path.read_text().rsplit(")", 1)[1].split()[1])
                command = path.with_name("cmdline").read_bytes()
            except OSError:
                continue
            if parent == self.process.pid and b"spawn_main" in command:
                found.append(int(path.parent.name))
        return sorted(found)

    @contextmanager
    def only(self, worker: int) -> Iterator[None]:
        others = [one for one in self.all() if one != worker]
        for other in others:
            os.kill(other, signal.SIGSTOP)
        try:
            yield
        finally:
            for other in others:
                os.kill(other, signal.SIGCONT)

    def ask(self, method: str, path: str, by: int | None = None, **content: Any) -> Any:
        if by is not None:
            with self.only(by):
                return self.ask(method, path, **content)
        answer = httpx.request(
            method, self.address + path, headers=self.headers, timeout=60, **content
        )
        assert answer.status_code < 300, answer.text
        return answer.json()

    def until(self, run: dict[str, Any], *states: str) -> dict[str, Any]:
        for _ in range(600):
            state: dict[str, Any] = self.ask("GET", f"/v1/runs/{run['id']}")
            if state["state"] in states:
                return state
            time.sleep(0.1)
        raise AssertionError(state)


@pytest.fixture(scope="module")
def here(
    server: Server, tmp_path_factory: pytest.TempPathFactory, shared_cache: Path
) -> Iterator[Workers]:
    settings = {
        "BURDENSHARE_HOME": str(tmp_path_factory.mktemp("shared") / "home"),
        "BURDENSHARE_CACHE": str(shared_cache),
        "BURDENSHARE_STORE": server.database(),
        "BURDENSHARE_LEDGER": server.database(),
    }
    environment = os.environ | settings
    made = [*COMMAND, "token", "new", "anna", "--role", "host", "--json"]
    token = json.loads(subprocess.check_output(made, env=environment))["token"]
    command = [*COMMAND, "serve", "--port", "0", "--workers", "2", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout
            service = Workers(process, json.loads(process.stdout.readline())["address"], token)
            for worker in _both(service):
                _answering(service, worker)
            yield service
        finally:
            process.terminate()


def _both(service: Workers) -> list[int]:
    for _ in range(600):
        if len(service.all()) == 2:
            return service.all()
        time.sleep(0.1)
    raise AssertionError("there are no two workers")


def _answering(service: Workers, worker: int) -> None:
    for _ in range(600):
        try:
            with service.only(worker):
                httpx.get(f"{service.address}/v1/health", timeout=1)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("a worker does not answer")


def test_a_run_of_one_is_seen_and_cancelled_by_the_other(here: Workers) -> None:
    one, other = here.all()
    run = here.ask("POST", "/v1/runs", by=one, json=LONG)
    here.until(run, "running")
    assert here.ask("GET", f"/v1/runs/{run['id']}", by=other)["state"] == "running"
    here.ask("DELETE", f"/v1/runs/{run['id']}", by=other)
    assert here.until(run, "cancelled", "done", "failed")["state"] == "cancelled"


def test_a_run_that_waits_in_one_is_cancelled_by_the_other_at_once(here: Workers) -> None:
    one, other = here.all()
    first = here.ask("POST", "/v1/runs", by=one, json=LONG)
    here.until(first, "running")
    second = here.ask("POST", "/v1/runs", by=one, json={"scenario": "japan-yen"})
    third = here.ask("POST", "/v1/runs", by=other, json={"scenario": "japan-yen"})
    assert here.ask("DELETE", f"/v1/runs/{second['id']}", by=other)["state"] == "cancelled"
    told = here.ask("GET", f"/v1/runs/{second['id']}", by=one)
    assert (told["state"], told["error"]["code"]) == ("cancelled", "run-cancelled")
    assert here.ask("DELETE", f"/v1/runs/{third['id']}", by=one)["state"] == "cancelled"
    here.ask("DELETE", f"/v1/runs/{first['id']}")
    here.until(first, "cancelled")
    last = here.ask("POST", "/v1/runs", by=one, json={"scenario": "japan-yen"})
    assert here.until(last, "done", "failed")["state"] == "done", "the queue goes on"
    for run in (second, third):
        state = here.ask("GET", f"/v1/runs/{run['id']}")
        assert state["state"] == "cancelled"
        assert state["ended"]
    assert here.ask("GET", f"/v1/runs/{last['id']}/result", by=other)["name"] == "japan-yen"


def test_debates_claims_and_sessions_are_of_both(here: Workers) -> None:
    one, other = here.all()
    opening = {"title": "T", "question": "Q?", "scenario": "japan-3.5", "levers": ["target"]}
    debate = "/v1/debates/" + here.ask("POST", "/v1/debates", by=one, json=opening)["id"]
    said = {"name": "Ann", "why": "Two.", "choices": {"target": 2.0}, "key": "1"}
    comment = here.ask("POST", f"{debate}/comments", by=other, json=said)
    decision = f"{debate}/comments/{comment['number']}/decision"
    here.ask("POST", decision, by=one, json={"approve": True})
    assert here.ask("GET", debate, by=other)["picture"]["target"]["median"] == 2.0

    files = {"files": ("speech.txt", SPEECH)}
    assert here.ask("POST", "/v1/read", by=one, files=files)["read"] == 1
    claim = here.ask("GET", "/v1/claims", by=other)["claims"][0]
    fields = {"claim": claim["id"], "fields": {"hedged": not claim["hedged"]}}
    here.ask("POST", "/v1/evidence/correct", by=other, json=fields)
    again = here.ask("GET", f"/v1/evidence/claim?claim={claim['id']}", by=one)
    assert (again["hedged"], again["corrected"]) == (not claim["hedged"], True)

    token = here.headers["authorization"].removeprefix("Bearer ")
    always_new = {"origin": here.address, "connection": "close"}
    with httpx.Client(base_url=here.address, headers=always_new, timeout=60) as browser:
        with here.only(one):
            form = re.search(
                r'name="csrf" value="(\w+)"', browser.get("/sign-in", headers=PAGE).text
            )
        assert form
        with here.only(other):
            browser.post("/sign-in", data={"token": token, "csrf": form[1]})
        with here.only(one):
            assert browser.get("/v1/me").json()["name"] == "anna"


def test_a_worker_that_dies_is_replaced_and_its_run_named_lost(here: Workers) -> None:
    one, other = here.all()
    run = here.ask("POST", "/v1/runs", by=one, json=LONG)
    here.until(run, "running")
    os.kill(one, signal.SIGKILL)
    assert here.until(run, "failed")["error"]["code"] == "run-lost"
    for _ in range(600):
        if len(here.all()) == 2 and one not in here.all():
            break
        time.sleep(0.1)
    (new,) = {*here.all()} - {other}
    _answering(here, new)
    assert here.ask("GET", "/v1/me", by=new)["name"] == "anna"
