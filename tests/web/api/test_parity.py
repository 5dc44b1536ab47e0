"""Command line, Python and HTTP give the same numbers, to the last digit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import Served

from burdenshare.scenario.load import library
from burdenshare.web.answers import json_text
from burdenshare.web.links import unpack

SCENARIOS = [item.name for item in library()]
Command = Callable[..., Any]


def told(command: Command, *arguments: str) -> Any:
    answer = command(*arguments, "--json")
    assert answer.status == 0, answer.out + answer.err
    return answer.json


def answered(http: httpx.Client, path: str, **asked: Any) -> Any:
    answer = http.post(f"/v1/{path}", json=asked)
    if answer.status_code == 405:
        answer = http.get(f"/v1/{path}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_of_the_library_on_its_central_path(
    burdenshare: Command, http: httpx.Client, name: str
) -> None:
    asked = told(burdenshare, "run", name, "--draws", "0")
    assert answered(http, "run", scenario=name, draws=0) == asked


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_of_the_library_with_draws(
    burdenshare: Command, http: httpx.Client, running: Served, name: str
) -> None:
    asked = told(burdenshare, "run", name, "--draws", "20", "--seed", "7")
    assert answered(http, "run", scenario=name, draws=20, seed=7) == asked
    bench = running.service.bench
    assert json.loads(json_text(bench.result(bench.study(name, draws=20, seed=7)))) == asked


def test_a_scenario_as_text_is_that_of_its_name(http: httpx.Client) -> None:
    text = http.get("/v1/scenarios/one", params={"name": "core-5"}).json()["yaml"]
    by_name = answered(http, "run", scenario="core-5", draws=0)
    assert answered(http, "run", scenario=text, draws=0) == by_name


QUESTIONS: dict[str, tuple[list[str], str, dict[str, Any]]] = {
    "burden": (["burden", "--year", "2024"], "burden", {"year": 2024}),
    "figures": (
        ["figures", "show", "milex_pct_gdp", "--country", "POL,USA", "--vintages", "all"],
        "figures/show",
        {"series": "milex_pct_gdp", "country": "POL,USA", "vintages": "all"},
    ),
    "keep": (
        ["keep", "--share", "2.0", "--by", "2024", "--origin", "2021", "--draws", "300"],
        "keep",
        {"share": 2.0, "by": 2024, "origin": 2021, "draws": 300},
    ),
    "cover": (["cover", "hague-2035", "--without", "USA"], "cover",
              {"scenario": "hague-2035", "without": "USA"}),
    "formats": (["formats", "--on", "2026-07-01", "--without", "USA"], "formats",
                {"on": "2026-07-01", "without": "USA"}),
    "who-can": (["who-can", "defend", "--on", "2026-07-01"], "who-can",
                {"action": "defend", "on": "2026-07-01"}),
    "programme": (["programme", "three-partners", "--draws", "200"], "programme",
                  {"programme": "three-partners", "draws": 200}),
    "obligations": (["obligations", "--country", "JPN"], "obligations", {"country": "JPN"}),
    "bargain": (["bargain", "hague-2025", "--draws", "50"], "bargain",
                {"case": "hague-2025", "draws": 50}),
    "bargain 3.5": (["bargain", "japan-us-2025-3.5", "--draws", "50"], "bargain",
                    {"case": "japan-us-2025-3.5", "draws": 50}),
    "alone": (["alone", "hague-2025"], "alone", {"case": "hague-2025"}),
    "cohesion": (["cohesion", "--pledge", "2.0"], "cohesion", {"pledge": 2.0}),
    "tailored": (["tailored", "core-5"], "tailored", {"scenario": "core-5"}),
    "pooled": (["pooled"], "pooled", {}),
    "partners": (["partners"], "partners", {}),
    "shift": (["shift", "core-5"], "shift", {"scenario": "core-5"}),
    "designs": (["designs", "--on", "2026-07-01"], "designs", {"on": "2026-07-01"}),
    "cover-range": (["cover-range", "--draws", "20"], "cover-range", {"draws": 20}),
    "explain": (["scenario", "explain", "hague-2035"], "scenarios/explain",
                {"scenario": "hague-2035"}),
    "check": (["scenario", "check", "hague-2035"], "scenarios/check", {"scenario": "hague-2035"}),
    "reconcile": (["figures", "reconcile", "JPN", "2025"], "figures/reconcile",
                  {"country": "JPN", "year": 2025}),
    "committed": (
        ["committed", "japan-3.5", "--member", "JPN", "--series", "plan-covered",
         "--run-off", "1:0.5,2:0.5"],
        "committed",
        {"scenario": "japan-3.5", "member": "JPN", "series": "plan-covered",
         "run_off": "1:0.5,2:0.5"},
    ),
}  # fmt: skip
TABLES = {"cells", "rows"}
"""Rows that a command prints as its table, and not in its JSON."""


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_one_answer(burdenshare: Command, http: httpx.Client, name: str) -> None:
    command, path, asked = QUESTIONS[name]
    printed, found = told(burdenshare, *command), answered(http, path, **asked)
    assert found.keys() - printed.keys() <= TABLES
    assert {key: found[key] for key in printed} == printed


@pytest.mark.parametrize("name", ["claims", "timeline", "conflicts", "search"])
def test_a_question_to_the_ledger_has_one_answer(
    burdenshare: Command, http: httpx.Client, running: Served, name: str
) -> None:
    words = ["spending"] if name == "search" else []
    ledger = str(Path(str(running.service.bench.home)) / "ledger.sqlite")
    printed = told(burdenshare, name, *words, "--ledger", ledger)
    assert answered(http, name, **({"words": "spending"} if words else {})) == printed


def test_a_refusal_has_one_body(burdenshare: Command, http: httpx.Client) -> None:
    for command, path, asked in (
        (["figures", "show", "nothing"], "figures/show", {"series": "nothing"}),
        (["burden", "--year", "1901"], "burden", {"year": 1901}),
        (["cover", "hague-2035", "--divert", "USA:mars:0.5"], "cover",
         {"scenario": "hague-2035", "divert": "USA:mars:0.5"}),
        (["who-can", "fly"], "who-can", {"action": "fly"}),
    ):  # fmt: skip
        printed = burdenshare(*command, "--json").json
        answer = http.get(f"/v1/{path}", params=asked)
        assert 400 <= answer.status_code < 500
        assert answer.json() == printed


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_lab_shows_the_numbers_of_a_study_of_what_its_link_holds(
    http: httpx.Client, running: Served, name: str
) -> None:
    page = http.get("/lab.json", params={"scenario": name}).json()
    shown = page["answer"]["result"]
    bench = running.service.bench
    whole = json.loads(json_text(bench.result(bench.study(unpack(page["link"])))))
    member = whole["members"][page["shown"]]
    compared = {key for key in shown if key in member}
    assert {"years", "share", "quantiles"} <= compared
    for key in compared:
        assert within(shown[key], member[key]), key


def within(part: Any, whole: Any) -> bool:
    """Whether what is shown of an answer is what the answer says there."""
    if isinstance(part, dict):
        return all(key in whole and within(part[key], whole[key]) for key in part)
    return bool(part == whole)
