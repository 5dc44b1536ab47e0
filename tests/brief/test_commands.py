"""Briefs as a user asks for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from burdenshare.workbench import Workbench

from .evidence import EVENT, HEADLINE, MACHINE, annotated, ledger

Run = Callable[..., Any]
ASKED = ("--headline", HEADLINE, "--publisher", "試験通信", "--date", "2025-07-03")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "l.sqlite"
    ledger(path, MACHINE, EVENT, *annotated()[:8]).close()
    return path


def test_an_article_in_every_form(burdenshare: Run, book: Path, tmp_path: Path) -> None:
    told = burdenshare("article", *ASKED, "--ledger", book, "--json")
    assert told.status == 0
    assert told.json["title"] == HEADLINE
    assert told.json["asked"]["date"] == "2025-07-03"
    shown = burdenshare("article", *ASKED, "--ledger", book)
    assert shown.out.startswith(f"# {HEADLINE}")
    for form, start in (("md", b"# "), ("html", b"<!doctype"), ("json", b"{"), ("pdf", b"%PDF")):
        out = tmp_path / f"a.{form}"
        answer = burdenshare("article", *ASKED, "--ledger", book, "--format", form, "--out", out)
        assert answer.status == 0
        assert out.read_bytes().startswith(start)


def test_an_article_without_a_ledger_tells_the_figures(burdenshare: Run) -> None:
    told = burdenshare("article", *ASKED)
    assert told.status == 0
    assert "the ledger is empty" in told.out


def test_a_brief_is_checked_by_the_command(burdenshare: Run, book: Path, tmp_path: Path) -> None:
    out = tmp_path / "brief.md"
    assert burdenshare("brief", "Spain", "--ledger", book, "--out", out).status == 0
    told = burdenshare("brief", "check", out, "--ledger", book, "--json")
    assert told.status == 0
    assert told.json["ok"] is True
    out.write_text(out.read_text(encoding="utf-8").replace("5 % of GDP", "6 % of GDP"), "utf-8")
    shown = burdenshare("brief", "check", out, "--ledger", book)
    assert shown.status == 1
    assert "fills no slot" in shown.out
    assert burdenshare("brief", "check", out, "--ledger", book, "--json").json["ok"] is False


def test_conflicts_are_listed_with_their_reason(burdenshare: Run, book: Path) -> None:
    told = burdenshare("conflicts", "--ledger", book, "--json").json
    assert any(c["reason"] == "machine" for c in told["conflicts"])
    assert all(i in told["claims"] for c in told["conflicts"] for i in c["claims"])
    assert "NATO: defence spending share gdp" in burdenshare("conflicts", "--ledger", book).out


def test_claims_are_held_against_the_figures(book: Path) -> None:
    bench = Workbench()
    told = [c["id"] for c in bench.claims(ledger=book) if c["value"] == 1.24]
    found = bench.checked(told, ledger=book)
    assert found
    assert {v["status"] for v in found.values()} <= {"disagrees", "cannot_check"}


def test_claims_are_listed_with_what_the_figures_say(burdenshare: Run, book: Path) -> None:
    told = burdenshare("claims", "--ledger", book, "--check", "--actor", "ESP", "--json").json
    assert {c["check"]["status"] for c in told["claims"]} >= {"disagrees", "cannot_check"}
    shown = burdenshare("claims", "--ledger", book, "--check", "--actor", "ESP").out
    assert "disagrees" in shown
    assert "figures" not in burdenshare("claims", "--ledger", book, "--actor", "ESP").out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("article", "--headline", "x", "--publisher", "y", "--date", "tomorrow"), "bad-argument"),
        (("article", "--headline", " ", "--publisher", "y", "--date", "2025-07-03"),
         "bad-argument"),
        (("brief", "Spain", "--retell"), "bad-argument"),
        (("brief", "check", "nothing.md"), "file-not-found"),
        (("conflicts", "--ledger", "nothing.sqlite"), "file-not-found"),
        (("article", *ASKED, "--out", "/nowhere/a.md"), "cannot-write"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_one_code(
    burdenshare: Run, arguments: tuple[str, ...], code: str
) -> None:
    told = burdenshare(*arguments, "--json")
    assert told.status in (1, 2)
    assert told.json["error"]["code"] == code


def test_an_unknown_form_is_refused_by_the_workbench(book: Path) -> None:
    from burdenshare.errors import Refusal

    with pytest.raises(Refusal) as refusal:
        Workbench().brief("Spain", ledger=book, form="docx")
    assert refusal.value.code == "bad-argument"
