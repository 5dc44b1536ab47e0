"""What an answer carries: its tag, its kind, and nothing that is out of date."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import pytest

from burdenshare.workbench import Workbench

ASKED = {"on": "2026-07-01", "without": "USA"}


def test_what_has_not_changed_is_not_sent_again(http: httpx.Client) -> None:
    first = http.get("/v1/formats", params=ASKED)
    tag = first.headers["etag"]
    again = http.get("/v1/formats", params=ASKED, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert http.get("/v1/formats", params={"on": "2026-07-01"}).headers["etag"] != tag


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("cover", {"scenario": "japan-3.5"}),
        ("formats", ASKED),
        ("programme", {"programme": "three-partners", "draws": 50}),
        ("obligations", {"country": "JPN"}),
        ("keep", {"share": 2.0, "by": 2024, "origin": 2021, "draws": 100}),
        ("bargain", {"case": "japan-us-2025-3.5", "draws": 50}),
        ("who_meets_what", {"year": 2024}),
        ("burden_map", {"year": 2024}),
        ("vintage_movers", {"year": 2024, "language": "ja"}),
    ],
)
def test_an_answer_is_drawn(http: httpx.Client, name: str, asked: dict[str, object]) -> None:
    spec = http.get(f"/v1/charts/{name}.json", params=asked).json()
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    svg = http.get(f"/v1/charts/{name}.svg", params=asked)
    assert svg.headers["content-type"] == "image/svg+xml"
    assert svg.text.startswith('<svg role="img" aria-label="')
    assert http.get(f"/v1/charts/{name}.png", params=asked).content[:4] == b"\x89PNG"
    if name in ("who_meets_what", "burden_map", "vintage_movers"):
        return
    given = http.post(f"/v1/charts/{name}.svg", json=asked)
    assert given.text == svg.text
    wrong = http.get(f"/v1/charts/{name}.svg", params={**asked, "picture": "nothing"})
    assert wrong.status_code == 422
    assert "nothing" in wrong.json()["error"]["message"]


def test_a_kind_of_picture_that_there_is_not(http: httpx.Client) -> None:
    assert http.get("/v1/charts/cover.bmp", params={"scenario": "core-5"}).status_code == 422
    assert http.get("/v1/charts/nothing.svg").status_code == 404


@pytest.mark.parametrize("form", ["md", "html", "pdf"])
def test_a_brief_is_a_file(http: httpx.Client, form: str) -> None:
    answer = http.get(f"/v1/brief.{form}", params={"topic": "Spain"})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert len(answer.content) > 200


def test_all_claims_come_as_lines(http: httpx.Client) -> None:
    listed = http.get("/v1/claims").json()["claims"]
    lines = [line for line in http.get("/v1/claims.jsonl").text.splitlines() if line]
    assert len(lines) == len(listed) >= 3
    assert len(http.get("/v1/claims.jsonl", params={"limit": 1}).text.splitlines()) == 1
    commits = http.get("/v1/claims.jsonl", params={"stance": "commits"}).text.count("\n")
    assert commits == sum(claim["stance"] == "commits" for claim in listed) >= 1
    wrong = http.get("/v1/claims.jsonl", params={"stance": "sings"})
    assert wrong.status_code == 422


def test_figures_that_another_process_added_are_seen(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.figures_renew()
    before = bench.figures
    bench.figures_renew()
    assert bench.figures is before
    added = tmp_path / "figures"
    added.mkdir()
    os.utime(added, ns=(1, 1))
    bench.figures_renew()
    assert bench.figures is not before
