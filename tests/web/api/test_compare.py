"""Runs that a service holds: verified and compared without leaving it."""

from __future__ import annotations

import time

import httpx


def done(analyst: httpx.Client, scenario: str, **asked: object) -> str:
    started = analyst.post("/v1/runs", json={"scenario": scenario, **asked})
    assert started.status_code == 202, started.text
    run = str(started.json()["id"])
    while (state := analyst.get(f"/v1/runs/{run}").json())["state"] in ("queued", "running"):
        time.sleep(0.2)
    assert state["state"] == "done", state
    return run


def test_two_runs_are_verified_and_compared(analyst: httpx.Client, http: httpx.Client) -> None:
    first = done(analyst, "japan-3.5", draws=0)
    text = http.get("/v1/scenarios/one", params={"name": "japan-3.5"}).json()["yaml"]
    second = done(analyst, text.replace("share: 3.5", "share: 3.4"), draws=0)
    assert "share: 3.5" in text
    checked = analyst.get(f"/v1/runs/{first}/verify")
    assert checked.json()["ok"] is True, checked.text
    found = http.get("/v1/compare", params={"first": first, "second": second})
    assert found.json()["rows"], found.text
    same = http.get("/v1/compare", params={"first": first, "second": first}).json()
    assert same["rows"] == []
    for answer in (found, checked):
        assert str(first) not in answer.text.replace(f'"{first}"', "")
    assert http.get(f"/v1/runs/{first}/verify").status_code == 401
    unknown = http.get("/v1/compare", params={"first": "0" * 32, "second": first})
    assert unknown.status_code == 404
    assert unknown.json()["error"]["code"] == "unknown-run"
