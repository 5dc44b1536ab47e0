"""What a user meets at the command line besides answers: refusals, usage, help, interruption."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from burdenshare import __version__
from burdenshare.cli import main
from burdenshare.errors import BurdenshareError, did_you_mean
from burdenshare.workbench import Workbench

REFUSALS = [
    (("figures", "show", "milex_pct_gdb"), "unknown-series", "milex_pct_gdp"),
    (("figures", "show", "milex_pct_gdp", "--country", "POX"), "unknown-country", "POX"),
    (("figures", "show", "milex_pct_gdp", "--years", "2020:2010"), "bad-argument", "2010:2020"),
    (("figures", "show", "milex_pct_gdp", "--years", "soon"), "bad-argument", "2014:2026"),
    (("figures", "show", "milex_pct_gdp", "--as-of", "yesterday"), "bad-argument", "YYYY-MM-DD"),
    (("figures", "diff", "milex_pct_gdp", "2001-01", "2026-07"), "unknown-vintage", "2001-01"),
    (("burden",), "bad-argument", "--table"),
    (("burden", "--year", "2024", "--pledge", "two"), "bad-argument", "2.0,3.5"),
    (("burden", "--year", "2024", "--weights", "burden:2"), "bad-argument", "burden=2"),
    (("burden", "--year", "2024", "--weights", "luck=2"), "bad-argument", "luck"),
    (("run", "no-such-scenario"), "unknown-scenario", "no-such-scenario"),
    (("verify", "no-such-folder"), "not-a-study", "no-such-folder"),
    (("figures", "add", "no-such-file.xlsx"), "file-not-found", "no-such-file.xlsx"),
    (("figures", "shew",), "bad-argument", "show"),
    (("run",), "bad-argument", "scenario"),
    (("debt", "--inputs", "no-such-folder"), "file-not-found", "no-such-folder"),
    (("debt", "--inputs", ".", "--adjustment", "soon"), "bad-argument", "--adjustment"),
    (("calibrate", "--out", "x.json", "--as-of", "soon"), "bad-argument", "YYYY-MM-DD"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "named"), REFUSALS)
def test_a_refusal_is_one_body_with_status_two(
    burdenshare: Callable[..., Any], arguments: tuple[str, ...], code: str, named: str
) -> None:
    answer = burdenshare(*arguments, "--json")
    error = answer.json["error"]
    assert answer.status == 2
    assert error.keys() == {"code", "message", "hint", "details"}
    assert error["code"] == code
    assert named in str(error)
    plain = burdenshare(*arguments)
    assert plain.status == 2
    assert plain.out == ""
    assert plain.err.startswith(f"{code}: ")
    assert "Traceback" not in plain.err


def test_a_defect_is_reported_without_a_traceback(
    burdenshare: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_bench: Workbench) -> Any:
        raise ZeroDivisionError("somewhere")

    monkeypatch.setattr(Workbench, "figures_list", fail)
    answer = burdenshare("figures", "list", "--json")
    assert answer.status == 1
    assert answer.json["error"]["code"] == "internal"
    monkeypatch.setenv("BURDENSHARE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["figures", "list"])


def test_interruption_leaves_with_the_usual_status(
    burdenshare: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_bench: Workbench) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(Workbench, "figures_list", interrupt)
    assert burdenshare("figures", "list").status == 130


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f"{sys.executable} -m burdenshare figures show milex_pct_gdp --json | head -c 10"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == '{"series":'
    assert "Traceback" not in done.stderr


def test_help_and_version(burdenshare: Callable[..., Any]) -> None:
    assert burdenshare("--version").out.strip() == __version__
    shown = burdenshare("--help")
    assert shown.status == 0
    assert "figures" in shown.out


def test_start_is_light(burdenshare: Callable[..., Any]) -> None:
    burdenshare("figures", "list")
    code = (
        "import sys; from burdenshare.cli import main\n"
        "try: main(['figures', 'show', 'milex_pct_gdp', '--country', 'POL', '--json'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'numpy', 'xarray', 'altair', 'scipy', 'openpyxl'}\n"
        "sys.stderr.write(', '.join(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.parametrize(
    "command",
    [
        ("figures", "list"),
        ("figures", "sources"),
        ("figures", "show", "milex_pct_gdp", "--country", "POL"),
        ("figures", "diff", "milex_pct_gdp", "2024-06", "2025-08"),
        ("figures", "reconcile", "JPN", "2025"),
        ("burden", "--year", "2024"),
        ("scenario", "list"),
    ],
)
def test_every_table_is_also_json_and_csv(
    burdenshare: Callable[..., Any], command: tuple[str, ...]
) -> None:
    assert burdenshare(*command).out.strip()
    assert burdenshare(*command, "--json").json
    rows = list(csv.DictReader(io.StringIO(burdenshare(*command, "--csv").out)))
    assert rows
    assert None not in rows[0]


def test_a_run_is_written_verified_and_compared(
    burdenshare: Callable[..., Any], tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    ran = burdenshare("run", "japan-2027", "--out", first)
    assert str(first / "report.html") in ran.out
    assert burdenshare("verify", first).status == 0
    fingerprint = burdenshare("run", "japan-2027", "--out", second, "--json").json["fingerprint"]
    assert burdenshare("verify", second, "--json").json["fingerprint"] == fingerprint
    files = sorted(p.relative_to(first) for p in first.rglob("*") if p.is_file())
    assert all((first / f).read_bytes() == (second / f).read_bytes() for f in files)
    assert burdenshare("compare", first, second, "--json").json["rows"] == []
    page = (second / "report.html").read_bytes()
    (second / "report.html").write_bytes(page.replace(b"</p>", b"</p> ", 1))
    changed = burdenshare("verify", second)
    assert changed.status == 1
    assert "report.html" in changed.out


def test_a_scenario_is_started_once(burdenshare: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    assert burdenshare("scenario", "new", "mine", "--file", file).status == 0
    assert burdenshare("scenario", "check", file).status == 0
    text = file.read_text(encoding="utf-8")
    again = burdenshare("scenario", "new", "mine", "--file", file, "--json")
    assert again.json["error"]["code"] == "folder-exists"
    assert file.read_text(encoding="utf-8") == text
    nowhere = burdenshare("scenario", "new", "mine", "--file", tmp_path / "no" / "x.yaml", "--json")
    assert nowhere.json["error"]["code"] == "cannot-write"


def test_a_chart_of_the_figures_is_drawn(burdenshare: Callable[..., Any], tmp_path: Path) -> None:
    for ending, start in ((".svg", b"<svg"), (".png", b"\x89PNG"), (".json", b"{")):
        file = tmp_path / f"chart{ending}"
        answer = burdenshare("chart", "who_meets_what", "--year", "2024", "--out", file)
        assert answer.status == 0
        assert file.read_bytes().startswith(start)


def test_an_undeclared_code_cannot_be_raised() -> None:
    with pytest.raises(KeyError):
        BurdenshareError("no-such-code", "x")


def test_did_you_mean_keeps_silent_about_nonsense() -> None:
    assert did_you_mean("hague-2053", ["hague-2035", "core-5"]) == "did you mean hague-2035?"
    assert did_you_mean("qqqq", ["hague-2035"]) == ""
