"""Runs by HTTP: started by who may, followed, read, cancelled; from the lab to the report."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from serving import Served, code, served

from burdenshare.scenario.load import load
from burdenshare.study.manifest import MANIFEST
from burdenshare.study.progress import silent
from burdenshare.web.answers import json_text
from burdenshare.web.api.jobs import LONG as LONG_QUESTIONS
from burdenshare.web.links import pack
from burdenshare.web.store.people import Role
from burdenshare.web.work.shelf import ENDED
from burdenshare.workbench import Workbench

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HTML = {"accept": "text/html"}
LONG = {"question": "sweep", "scenario": "japan-3.5", "vary": ["behaviour.inertia=0:0.5:900"]}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        patch.setenv("BURDENSHARE_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("BURDENSHARE_WEB_WRITES", "100000")
        patch.setenv("BURDENSHARE_WEB_DRAWS", "5000")
        patch.setenv("BURDENSHARE_WEB_POINTS", "2000")
        with served(tmp_path_factory.mktemp("served")) as running:
            yield running


@pytest.fixture(scope="module")
def analyst(service: Served) -> httpx.Client:
    return service.client(Role.analyst)


def started(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    answer = client.post("/v1/runs", json=asked)
    assert answer.status_code == 202, answer.text
    state: dict[str, Any] = answer.json()
    assert answer.headers["location"] == state["links"]["self"] == f"/v1/runs/{state['id']}"
    return state


def ended(client: httpx.Client, run: dict[str, Any]) -> dict[str, Any]:
    for _ in range(1200):
        state: dict[str, Any] = client.get(f"/v1/runs/{run['id']}").json()
        if state["state"] in ENDED:
            return state
        time.sleep(0.1)
    raise AssertionError(state)


@pytest.fixture(scope="module")
def done(analyst: httpx.Client) -> dict[str, Any]:
    state = ended(analyst, started(analyst, scenario="japan-yen"))
    assert state["state"] == "done", state
    return state


def test_a_run_is_followed_to_its_end(service: Served, analyst: httpx.Client) -> None:
    run = started(analyst, scenario="japan-yen")
    told = []
    with service.client().stream("GET", run["links"]["events"]) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("event:"):
                told.append(line.removeprefix("event:").strip())
            if line.startswith("data:"):
                last = json.loads(line.removeprefix("data:"))
    assert told[-1] == "end"
    assert set(told[:-1]) <= {"progress"}
    assert last["state"] == "done"


def test_a_reader_who_goes_away_harms_nothing(service: Served, analyst: httpx.Client) -> None:
    run = started(analyst, **LONG)
    with service.client().stream("GET", run["links"]["events"]) as stream:
        next(stream.iter_lines())
    assert analyst.get("/v1/health").json()["status"] == "ok"
    assert analyst.delete(f"/v1/runs/{run['id']}").status_code == 202
    assert ended(analyst, run)["state"] == "cancelled"
    refused = analyst.get(run["links"]["result"])
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "run-cancelled")


def test_the_result_is_what_the_command_prints(
    service: Served, done: dict[str, Any], tmp_path: Path
) -> None:
    bench, reader = Workbench(), service.client()
    found = reader.get(f"/v1/runs/{done['id']}/result").json()
    assert found == json.loads(json.dumps(bench.result(bench.study("japan-yen"))))
    for name in done["files"]:
        answer = reader.get(f"/v1/runs/{done['id']}/files/{name}")
        assert answer.status_code == 200
        assert "sandbox" in answer.headers["content-security-policy"]
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(answer.content)
    assert (tmp_path / MANIFEST).is_file()
    assert bench.verify(tmp_path).ok


@pytest.mark.browser
def test_the_report_is_read_under_a_policy_of_its_own(
    service: Served, done: dict[str, Any], browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda one: complaints.append(one.text))
    page.goto(f"{service.address}/v1/runs/{done['id']}/report")
    assert page.locator("h1").inner_text()
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 10
    assert complaints == []
    context.close()


def test_a_run_that_waits_has_no_result_yet(analyst: httpx.Client) -> None:
    run = started(analyst, **LONG)
    refused = analyst.get(run["links"]["result"])
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "run-unfinished")
    analyst.delete(f"/v1/runs/{run['id']}")
    ended(analyst, run)


VARY = ["behaviour.inertia=0:0.5", "behaviour.slippage=0:0.5"]
QUESTIONS: dict[str, dict[str, Any]] = {
    "sweep": {"vary": ["behaviour.inertia=0,0.3"], "outcomes": ["extra"]},
    "sensitivity": {"vary": VARY, "outcome": "extra", "points": 8},
    "discover": {"vary": VARY, "fails": "extra > 12000", "points": 60},
    "uncertainty": {"outcome": "extra", "draws": 100},
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_over_many_runs(analyst: httpx.Client, question: str) -> None:
    asked = QUESTIONS[question]
    run = started(analyst, scenario="japan-3.5", question=question, **asked)
    state = ended(analyst, run)
    assert state["state"] == "done", state
    found = analyst.get(run["links"]["result"]).json()
    expected = getattr(Workbench(), question)("japan-3.5", **asked)
    assert found["rows"] == json.loads(json.dumps(expected["rows"]))


def test_designs_are_compared(analyst: httpx.Client) -> None:
    asked = {"vary": VARY, "fails": "extra > 12000", "points": 20}
    designs = ["japan-3.0", "japan-3.5"]
    run = started(analyst, scenarios=designs, question="regret", **asked)
    assert ended(analyst, run)["state"] == "done"
    found = analyst.get(run["links"]["result"]).json()
    assert found["rows"] == json.loads(json.dumps(Workbench().regret(designs, **asked)["rows"]))


TOO_LONG: dict[str, dict[str, Any]] = {
    "cover-range": {"draws": 1100, "contingency": "east"},
    "keep": {"share": 2.0, "by": 2024, "origin": 2021, "draws": 300},
    "keep/hindcast": {"seed": 2},
    "bargain": {"case": "japan-us-2025-3.5", "models": ["compromise"], "draws": 300},
    "programme": {"programme": "three-partners", "draws": 300},
    "committed": {
        "scenario": "japan-3.5", "member": "JPN", "run_off": "1:0.5,2:0.5",
        "series": "plan-covered", "draws": 300,
    },
}  # fmt: skip


@pytest.mark.parametrize("question", TOO_LONG)
def test_questions_that_cannot_be_waited_for_are_runs(
    service: Served, analyst: httpx.Client, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = TOO_LONG[question]
    monkeypatch.setenv("BURDENSHARE_WEB_LIVE_DRAWS", "299")
    if "draws" in asked:
        refused = service.client().post(f"/v1/{question}", json=asked)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "over-limit")
        assert "/v1/runs" in refused.json()["error"]["hint"]
    run = started(analyst, question=question, **asked)
    assert run["name"] == asked.get("scenario", question)
    state = ended(analyst, run)
    assert (state["state"], state["error"], state["files"]) == ("done", None, [])
    if question == "cover-range":
        assert (state["done"], state["of"]) == (1100, 1100)
    one = LONG_QUESTIONS[question]
    told = one.perform(service.service.bench, one.model.model_validate(asked), silent)
    found = analyst.get(run["links"]["result"])
    assert found.text == json_text(told)
    page = service.client().get(f"/runs/{run['id']}", headers=HTML)
    assert page.status_code == 200
    assert analyst.get(run["links"]["report"]).status_code == 404


def test_a_long_question_is_cancelled_and_what_is_wrong_in_it_is_said(
    analyst: httpx.Client,
) -> None:
    run = started(analyst, question="cover-range", draws=5000)
    while analyst.get(f"/v1/runs/{run['id']}").json()["state"] == "queued":
        time.sleep(0.05)
    assert analyst.delete(f"/v1/runs/{run['id']}").status_code == 202
    assert ended(analyst, run)["state"] == "cancelled"
    run = started(analyst, question="programme", programme="no\nprogramme", draws=100)
    state = ended(analyst, run)
    assert (state["state"], state["error"]["code"]) == ("failed", "bad-programme")
    assert "/tmp" not in json.dumps(state)


@pytest.mark.parametrize(
    ("asked", "error", "status"),
    [
        ({"scenario": "nowhere"}, "unknown-scenario", 404),
        ({"scenario": "/etc/passwd"}, "unknown-scenario", 404),
        ({"scenario": "name: x"}, "bad-scenario", 422),
        ({"scenario": "japan-3.5", "draws": 5001}, "over-limit", 422),
        (LONG | {"draws": 10, "points": 501}, "over-limit", 422),
        (LONG | {"draws": 10}, "over-limit", 422),
        (
            LONG | {"vary": ["behaviour.inertia=0:0.5:100", "behaviour.slippage=0:0.5:21"]},
            "over-limit",
            422,
        ),
        (LONG | {"draws": 0, "design": "latin", "points": 2001}, "over-limit", 422),
        (LONG | {"question": "sensitivity", "points": 1024}, "over-limit", 422),
        (LONG | {"question": "discover", "fails": "extra > 1", "points": 2001}, "over-limit", 422),
        (LONG | {"vary": ["luck=0:1:3"]}, "bad-argument", 422),
        ({"question": "cover-range", "draws": 5001}, "over-limit", 422),
        ({"question": "cover-range", "draws": 20, "scenario": "nowhere"}, "unknown-scenario", 404),
        ({"question": "cover-range", "draws": "20"}, "bad-argument", 422),
        ({"question": "cover-range", "without": "USA"}, "bad-argument", 422),
        ({"question": "keep/hindcast", "seed": -1}, "bad-argument", 422),
        ({"question": "figures"}, "bad-argument", 422),
        ({"scenario": "japan-3.5", "draws": -1}, "bad-argument", 422),
        ({"scenario": "japan-3.5", "question": "wonder"}, "bad-argument", 422),
        ({"question": "regret", "scenarios": ["japan-3.5"]}, "bad-argument", 422),
        ({"question": "sweep", "scenario": "japan-3.5", "vary": []}, "bad-argument", 422),
        ([], "bad-argument", 422),
        ("x", "bad-argument", 422),
        ({}, "bad-argument", 422),
    ],
)
def test_what_cannot_be_run_is_refused_at_once(
    analyst: httpx.Client, asked: Any, error: str, status: int
) -> None:
    answer = analyst.post("/v1/runs", json=asked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, error)


def test_readers_start_and_cancel_nothing(service: Served, done: dict[str, Any]) -> None:
    for client, status in ((service.client(), 401), (service.client(Role.reader), 403)):
        assert client.post("/v1/runs", json={"scenario": "japan-yen"}).status_code == status
        assert client.delete(f"/v1/runs/{done['id']}").status_code == status


@pytest.mark.parametrize("path", ["", "/events", "/result", "/report", "/files/results.csv"])
def test_runs_that_nobody_knows(service: Served, path: str) -> None:
    for name in ("0" * 32, "..", "%2e%2e", "x"):
        answer = service.client().get(f"/v1/runs/{name}{path}")
        assert answer.status_code == 404


def test_from_the_lab_to_the_page_of_a_run(service: Served) -> None:
    client = service.signed_in(Role.analyst)
    form = {"s": pack(load("japan-yen")), "csrf": code(client, "/lab?scenario=japan-yen")}
    answer = client.post("/lab/run", data=form)
    assert answer.status_code == 303
    page = client.get(answer.headers["location"], headers=HTML)
    assert page.status_code == 200
    assert "burdenshare" in page.text
    if page.headers.get("refresh"):
        assert "looks again by itself" in page.text
    run = answer.headers["location"].removeprefix("/runs/")
    assert ended(client, {"id": run})["state"] == "done"
    page = client.get(answer.headers["location"], headers=HTML)
    assert f"/v1/runs/{run}/report" in page.text
    assert f"/v1/runs/{run}/files/results.xlsx" in page.text
    assert "refresh" not in page.headers
    forged = client.post("/lab/run", data=form | {"csrf": "x"})
    assert forged.status_code == 403
    stale = client.post("/lab/run", data=form | {"s": "1.x"}, headers=HTML)
    assert (stale.status_code, "stale-link" in stale.text) == (410, True)
    assert service.client().get("/runs/unknown", headers=HTML).status_code == 404
