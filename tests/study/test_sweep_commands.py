"""Sweeps and the questions over many runs as a user asks them on the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from burdenshare.workbench import Workbench

from .sweeping import ITALY

CORE = "pledges[0].core=2.5:5.0"
BY = "pledges[0].by=2030:2035"


@pytest.fixture
def italy(tmp_path: Path) -> Path:
    path = tmp_path / "italy.yaml"
    path.write_text(ITALY)
    return path


def test_sweep_writes_its_folder_and_says_where(
    burdenshare: Callable[..., Any], italy: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    answer = burdenshare("sweep", italy, "--vary", f"{CORE}:3", "--vary", BY, "--out", out)
    assert answer.status == 0, answer.err
    assert f"Every number lies in {out / 'results.csv'}" in answer.out
    assert (out / "manifest.json").is_file()
    found = burdenshare("sweep", italy, "--vary", f"{CORE}:3", "--vary", BY, "--out", out, "--json")
    assert found.json["computed"] == 0
    assert found.json["points"] == 18
    first = found.json["rows"][0]
    assert (first["pledges[0].core"], first["pledges[0].by"]) == (2.5, 2030)
    assert first["extra.constant_share@ITA#central"] == pytest.approx(5.0)


def test_sweep_prints_rows(burdenshare: Callable[..., Any], italy: Path) -> None:
    answer = burdenshare(
        "sweep", italy, "--vary", CORE, "--design", "sobol", "--points", "16", "--outcome",
        "share", "--csv",
    )  # fmt: skip
    rows = list(csv.DictReader(answer.out.splitlines()))
    assert len(rows) == 16
    assert list(rows[0]) == ["point", "pledges[0].core", "share@ITA#central"]
    for row in rows:
        assert float(row["share@ITA#central"]) == pytest.approx(float(row["pledges[0].core"]))
    shown = burdenshare("sweep", italy, "--vary", BY, "--points", "50")
    assert "10 more points are not shown." in shown.out


def test_sensitivity(burdenshare: Callable[..., Any], italy: Path, tmp_path: Path) -> None:
    options = ("--vary", CORE, "--vary", BY, "--points", "8", "--out", tmp_path / "out")
    answer = burdenshare("sensitivity", italy, *options, "--json")
    assert answer.json["points"] == 32
    assert answer.json["charts"] == [f"charts/sobol.{kind}" for kind in ("json", "png", "svg")]
    assert json.loads((tmp_path / "out" / "charts" / "sobol.json").read_text())["datasets"]
    assert answer.json["rows"][0]["path"] == "pledges[0].core"
    shown = burdenshare("sensitivity", italy, *options)
    assert "promised core share (pledges[0].core) answers for" in shown.out
    assert f"The chart lies in {tmp_path / 'out' / 'charts' / 'sobol.png'}" in shown.out
    checked = burdenshare("verify", tmp_path / "out")
    assert checked.status == 0
    assert "The folder is what it says: sweep" in checked.out
    (tmp_path / "out" / "answer.json").write_text("{}")
    assert burdenshare("verify", tmp_path / "out").status == 1


def test_discover(burdenshare: Callable[..., Any], italy: Path, tmp_path: Path) -> None:
    options = ("--vary", f"{CORE}:11", "--vary", BY, "--points", "80", "--fails", "extra > 15",
               "--out", tmp_path / "out")  # fmt: skip
    answer = burdenshare("discover", italy, *options, "--json")
    assert answer.json["condition"] == (
        "promised core share (pledges[0].core) is at least 3.75 % of GDP"
    )
    assert answer.json["density"] == answer.json["coverage"] == 1.0
    assert "It fails when promised core share" in burdenshare("discover", italy, *options).out
    picture = (tmp_path / "out" / "charts" / "failure_box.svg").read_text()
    assert "It fails when promised core share is at least 3.75 % of GDP" in picture


def test_regret(burdenshare: Callable[..., Any], italy: Path, tmp_path: Path) -> None:
    late = tmp_path / "late.yaml"
    late.write_text(
        ITALY.replace("name: italy", "name: late").replace("by: 2035", "by: 2035, path: backloaded")
    )
    options = ("--vary", BY, "--points", "40", "--fails", "cumulative > 100")
    answer = burdenshare("regret", italy, late, *options, "--json")
    assert [row["strategy"] for row in answer.json["rows"]] == ["late", "italy"]
    assert "late is least to be regretted" in burdenshare("regret", italy, late, *options).out
    twice = burdenshare("regret", italy, italy, *options, "--json")
    assert twice.status == 2
    assert "the same name" in twice.json["error"]["message"]


def test_uncertainty(burdenshare: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = burdenshare("uncertainty", "japan-2027", "--out", out, "--json")
    picture = (out / "charts" / "band_width.svg").read_text()
    assert "the edition of the figures" in picture
    assert "International Monetary Fund, October 2025 and April 2026" in picture.replace("\n", " ")
    assert burdenshare("verify", out).status == 0
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    kept = burdenshare("uncertainty", "japan-2027", "--out", tmp_path / "mine", "--json")
    assert kept.json["error"]["code"] == "folder-exists"
    assert sum(row["share"] for row in answer.json["rows"]) == pytest.approx(1.0)
    shown = burdenshare("uncertainty", "japan-2027", "--outcome", "cumulative").out
    assert "the sum of extra spending" in shown
    assert "90 % band" in shown


@pytest.mark.parametrize("out", [(), ("--out", "here")])
def test_an_interruption_says_whether_anything_is_kept(
    burdenshare: Callable[..., Any],
    italy: Path,
    monkeypatch: pytest.MonkeyPatch,
    out: tuple[str, ...],
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Workbench, "sweep", interrupted)
    answer = burdenshare("sweep", italy, "--vary", BY, *out)
    assert answer.status == 130
    assert ("what is finished is kept" in answer.err) == bool(out)


def test_bad_fields_are_refused_all_at_once(burdenshare: Callable[..., Any], italy: Path) -> None:
    options = ("--vary", "pledges[0].cor=2:5", "--vary", "x", "--json")
    answer = burdenshare("sweep", italy, *options)
    assert answer.status == 2
    assert answer.json["error"]["code"] == "bad-argument"
    assert len(answer.json["error"]["details"]) == 2
    assert json.loads(answer.out)["error"]["details"][1]["hint"] == "did you mean core?"
