"""The client and the workbench answer the same questions alike: one test, two benches."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from serving import Served

from burdenshare.client import Client
from burdenshare.errors import BurdenshareError, Failure, Refusal
from burdenshare.scenario.load import load
from burdenshare.web.answers import json_text
from burdenshare.web.store.people import Role
from burdenshare.workbench import Workbench

Bench = Any
ON = date(2026, 7, 1)
TABLE = (
    "case,issue,actor,position,salience,capability\n"
    "c,i,A,0,0.5,1\nc,i,B,50,0.9,2\nc,i,C,100,0.4,3\n"
)


@pytest.fixture(params=["workbench", "client"])
def bench(request: pytest.FixtureRequest, running: Served) -> Iterator[Bench]:
    if request.param == "workbench":
        yield running.service.bench
        return
    name = f"client {len(running.store.people.tokens())}"
    with Client(running.address, running.store.people.give(name, Role.host, by="test")) as made:
        yield made


def test_figures(bench: Bench) -> None:
    assert len(bench.figures_list()["series"]) > 20
    (row,) = bench.figures_show(
        "milex_pct_gdp", countries=["POL"], years=(2024, 2024), definition="nato", as_of=ON
    )["rows"]
    assert row["vintage"] == "2025-08"
    assert row["value"] == pytest.approx(3.79, abs=0.005)


def test_burden(bench: Bench, tmp_path: Path) -> None:
    found = bench.burden(2024, vintage="2026-07", pledges=(2.0, 3.5), weights={"burden": 1.0})
    assert found["members"]["POL"]["burden"] == 3.75
    table = tmp_path / "own.csv"
    table.write_text("country,gdp,spending\nPOL,100,4\nUSA,1000,30\nITA,200,3\n")
    assert bench.burden_table(table)["members"]["POL"]["burden"] == 4.0


def test_scenarios(bench: Bench, tmp_path: Path) -> None:
    names = [one["name"] for one in bench.scenarios()]
    assert "hague-2035" in names
    assert any("Japan" in sentence for sentence in bench.explain("japan-3.5"))
    own = tmp_path / "own.yaml"
    own.write_text(
        "name: own\ntitle: Own\nmembers: [ITA]\nstart: 2026\nend: 2030\n"
        "definition: nato\npledges:\n  - {share: 3.0, by: 2030}\n"
    )
    found = bench.result(bench.study(own))
    assert found["members"]["ITA"]["share"][-1] == pytest.approx(3.0)
    again = bench.result(bench.study(load(own), draws=20, seed=3))
    assert again["draws"] == 20


def test_refusals_are_the_same(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        bench.figures_show("no_such_series")
    assert refused.value.code == "unknown-series"
    with pytest.raises(Refusal) as refused:
        bench.cover(tmp_path / "missing.yaml")
    assert refused.value.code == "file-not-found"
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: x\nmembers: [XXX]\nstart: 2026\nend: 2020\n")
    with pytest.raises(Refusal) as refused:
        bench.explain(wrong)
    assert refused.value.code == "bad-scenario"
    assert len(refused.value.details) >= 2
    with pytest.raises(Refusal) as refused:
        bench.bargain("no-such-case")
    assert refused.value.code == "file-not-found"
    with pytest.raises(Refusal) as refused:
        bench.document("no such document")
    assert refused.value.code == "unknown-document"
    bad = tmp_path / "bad.csv"
    bad.write_text("country,gdp\nPOL,1\n")
    with pytest.raises(Refusal) as refused:
        bench.burden_table(bad)
    assert refused.value.code == "bad-table"


def test_politics(bench: Bench, tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text(TABLE)
    found = bench.bargain(table, models=("compromise", "median"), draws=50)
    assert found["cases"]["c"]["i"]["models"]["median"] == 50.0
    found = bench.keep(2.0, 2024, origin=2021, draws=200, said={"threat": "RUS"})
    assert found["origin"] == 2021
    assert bench.alone("japan-us-2025-3.5", on=date(2025, 9, 5))["cases"]
    assert bench.cohesion(2.0, years=(2023, 2024))["series"][0]["year"] == 2023


def test_posture_and_formats(bench: Bench, tmp_path: Path) -> None:
    found = bench.cover("core-5", without=["USA"])
    assert 0.0 <= found["minimum"] <= found["mean"]
    own = tmp_path / "own.yaml"
    own.write_text(bench.judgement_text(), encoding="utf-8")
    assert bench.pooled(judgement=own) == bench.pooled()
    assert bench.partners(steps=[0.0, 1.0])["rows"]
    assert bench.coverage_draws(draws=10)["draws"] == 10
    assert bench.formats(on=ON, without=["USA"], formats=["NATO"])["on"] == "2026-07-01"
    assert bench.who_can("defend", on=ON, direction="east")["direction"] == "east"


def test_programmes(bench: Bench) -> None:
    assert bench.programme("three-partners", draws=50)["partners"]
    assert bench.obligations(country="JPN")["ledgers"]
    found = bench.committed("japan-3.5", "JPN", series="plan-covered", profile={1: 0.5, 2: 0.5})
    assert found["member"] == "JPN"


def test_evidence_and_briefs(bench: Bench, tmp_path: Path) -> None:
    claims = list(bench.claims(stance="commits"))
    assert [one["value"] for one in claims] == [2.1]
    assert bench.claim(claims[0]["id"])["quote"] == claims[0]["quote"]
    assert bench.search("spending")["words"] == "spending"
    assert len(bench.timeline()["timeline"]) == len(list(bench.claims()))
    assert bench.documents()["counts"]["documents"] >= 1
    assert "Poland" in bench.document("speech.txt")["text"]
    assert bench.brief("Spain", as_of=ON, form="md").startswith("#")
    text = tmp_path / "text.md"
    text.write_text("Poland spent 9.99 % of its GDP on defence in 2024.\n")
    assert bench.brief_check(text)["ok"] is False


def test_documents_are_sent_and_exported(bench: Bench, tmp_path: Path) -> None:
    kind = type(bench).__name__
    note = tmp_path / f"{kind}.txt"
    note.write_text(f"Oslo, 4 July 2025\n\nNorway will spend 3 % of GDP in 2030, said {kind}.\n")
    told = bench.read([note])
    assert [one["document"] for one in told["documents"]] == [f"{kind}.txt"]
    assert bench.read([note])["unchanged"] == 1
    out = tmp_path / "ledger.jsonl"
    lines = bench.evidence_export(out)["lines"]
    assert len(out.read_text(encoding="utf-8").splitlines()) == lines
    assert bench.evidence_import(out)["claims"] == 0


def test_a_run_is_started_elsewhere_and_waited_for(running: Served) -> None:
    bench = running.service.bench
    vary = ["pledges[0].share=2.0,3.0"]
    expected = bench.sweep("japan-3.5", vary, outcomes=["extra"])
    told: list[str] = []
    token = running.store.people.give("runner", Role.analyst, by="test")
    with Client(running.address, token) as client:
        found = client.sweep(
            "japan-3.5", vary, outcomes=["extra"], progress=lambda *step: told.append(str(step))
        )
    assert json_text(found) == json_text(expected)
    assert told


def test_what_cannot_be_waited_for_is_a_run_of_itself(
    running: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = running.service.bench
    monkeypatch.setenv("BURDENSHARE_WEB_LIVE_DRAWS", "50")
    token = running.store.people.give("patient", Role.analyst, by="test")
    asked: dict[str, Any] = {"source": "three-partners", "draws": 51}
    with Client(running.address, token) as client:
        assert json_text(client.programme(**asked)) == json_text(bench.programme(**asked))
        with pytest.raises(Refusal) as refused:
            client.programme("three-partners", draws=1_000_000)
    assert refused.value.code == "over-limit"
    assert "200,000" in refused.value.message
    with Client(running.address) as client, pytest.raises(Refusal) as refused:
        client.programme(**asked)
    assert refused.value.code == "not-signed-in"


def test_a_forecast_is_registered_and_scored(running: Served) -> None:
    token = running.store.people.give("forecaster", Role.analyst, by="test")
    with Client(running.address, token) as client:
        told = client.keep(2.0, 2030, draws=100, register=True)
        assert "/" not in told["registered"]
        assert client.keep_score() == json.loads(json_text(running.service.bench.keep_score()))


QUESTIONS = {
    "figures_list": {},
    "figures_sources": {},
    "figures_diff": {"series": "milex_pct_gdp", "from_": "2025-08", "to": "2026-07"},
    "figures_total": {"series": "milex_usd_current", "year": 2024},
    "figures_cite": {"series": "milex_pct_gdp", "country": "POL", "year": 2024,
                     "definition": "nato"},
    "reconcile": {"country": "JPN", "year": 2025},
    "burden": {"year": 2024, "permutations": 100, "seed": 4, "alternative": "less"},
    "scenario_schema": {},
    "cover": {"source": "japan-3.5", "divert": "USA:indo-pacific:0.5", "months": 6.0},
    "tailored": {"source": "core-5", "percent": 5.0},
    "shift": {"source": "core-5", "percent": 5.0},
    "designs": {"on": ON},
    "yardsticks": {"name": "bruegel-kiel-2025"},
    "keep_pledge": {"source": "hague-2035", "draws": 100},
    "bargaining_cases": {},
    "scorecard": {},
    "programmes": {},
    "deals": {"programme": "GCAP"},
    "conflicts": {},
    "article": {"headline": "Spain and 2.1 %", "publisher": "P", "day": ON},
}  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONS)
def test_answers_agree_to_the_last_digit(running: Served, name: str) -> None:
    local = getattr(running.service.bench, name)(**QUESTIONS[name])
    with Client(running.address) as client:
        away = getattr(client, name)(**QUESTIONS[name])
    assert json_text({"answer": away}) == json_text({"answer": local})


def test_arguments_of_the_client_are_those_of_the_workbench() -> None:
    kept_at_home = {"ledger", "runs", "retell", "like", "cluster", "workers", "folder"}
    kept_at_home |= {"step", "progress", "say"}
    said_by_the_token = {"who", "when"}
    for name, method in inspect.getmembers(Client, inspect.isfunction):
        twin = getattr(Workbench, name, None)
        if name[0] == "_" or twin is None:
            continue
        own = inspect.signature(method).parameters
        theirs = inspect.signature(twin).parameters
        catch_all = any(p.kind is p.VAR_KEYWORD for p in theirs.values())
        extra = own.keys() - theirs.keys() - kept_at_home
        assert catch_all or not extra, f"{name}: {extra}"
        missing = theirs.keys() - own.keys() - kept_at_home - said_by_the_token
        named = {m for m in missing if theirs[m].kind is not inspect.Parameter.VAR_KEYWORD}
        open_ended = any(p.kind is p.VAR_KEYWORD for p in own.values())
        assert open_ended or named <= {"gold"}, f"{name}: {named}"


def test_a_silent_or_strange_service_is_named() -> None:
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Strange(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = json.dumps(
                {"error": {"code": "quite-new", "message": "m", "hint": "h", "details": []}}
            ).encode()
            body = {"/v1/programmes": b"<html>", "/v1/deals": told}.get(self.path, b"no")
            self.send_response(200 if self.path == "/v1/programmes" else 500)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Strange)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    with Client(address) as client:
        for ask in (client.programmes, client.deals, client.figures_list):
            with pytest.raises(Failure) as failed:
                ask()
            assert failed.value.code == "bad-answer"
    server.shutdown()
    server.server_close()
    with Client(address) as client, pytest.raises(BurdenshareError) as silent:
        client.programmes()
    assert silent.value.code == "network"
    with Client("http://[") as client, pytest.raises(BurdenshareError) as refused:
        client.programmes()
    assert refused.value.code in ("bad-argument", "network")


def test_a_change_without_a_token_is_refused(running: Served, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Words.\n")
    with Client(running.address) as client, pytest.raises(Refusal) as refused:
        client.read([note])
    assert refused.value.code == "not-signed-in"
    with Client(running.address, "wrong") as client, pytest.raises(Refusal) as refused:
        client.programmes()
    assert refused.value.code == "not-signed-in"
