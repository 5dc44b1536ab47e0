"""The commands on evidence, as a user runs them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from burdenshare import __version__ as burdenshare_version
from burdenshare.evidence.gold import GoldClaim, read_gold
from burdenshare.evidence.rules import rules
from burdenshare.workbench import Workbench

SPAIN = (
    "<!DOCTYPE html><html lang='en'><head><title>Spain refuses</title>"
    "<meta property='article:published_time' content='2025-06-19'></head><body><article>"
    "<h1>Spain refuses</h1><p>Spain will not spend 3.5% of GDP on defence by 2035, Prime Minister "
    "Pedro Sánchez said.</p><p>The United States demands that allies spend 5% of GDP on defence."
    "</p></article></body></html>"
)
JAPAN = (
    "日本政府は2027年度に防衛費を国内総生産（GDP）比2%に増やす方針を決めた。\n\n"
    "米国は日本に防衛費をGDP比3.5%に増やすよう要求した。\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    (place / "ja").mkdir(parents=True)
    (place / "spain.html").write_text(SPAIN, encoding="utf-8")
    (place / "ja" / "japan.txt").write_text(JAPAN, encoding="utf-8")
    (place / "empty.txt").touch()
    return place


@pytest.fixture
def read(folder: Path, burdenshare: Callable[..., Any]) -> Callable[..., Any]:
    assert burdenshare("read", folder).status == 0
    return burdenshare


def lines(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.out.splitlines()]


def test_read_takes_what_it_can_and_changes_nothing_the_second_time(
    folder: Path, burdenshare: Callable[..., Any], tmp_path: Path
) -> None:
    ledger = tmp_path / "own.sqlite"
    first = burdenshare("read", folder, folder / "spain.html", "--ledger", ledger, "--json")
    assert first.status == 0
    assert (first.json["read"], first.json["unchanged"]) == (2, 0)
    (refused,) = first.json["refused"]
    assert refused["code"] == "empty-document"
    assert refused["path"].endswith("empty.txt")
    assert refused.keys() == {"path", "code", "message", "hint"}
    again = burdenshare("read", folder, "--ledger", ledger, "--json").json
    assert (again["read"], again["unchanged"], len(again["refused"])) == (0, 2, 1)
    told = burdenshare("read", folder, "--ledger", ledger)
    assert "0 read" in told.out
    assert "empty-document" in told.err
    assert not (tmp_path / "home").exists()


def test_read_refuses_where_nothing_can_be_read(
    folder: Path, burdenshare: Callable[..., Any]
) -> None:
    answer = burdenshare("read", folder / "empty.txt", "no-such-file.txt", "--json")
    assert answer.status == 2
    assert answer.json["error"]["code"] == "empty-document"
    assert [r["code"] for r in answer.json["refused"]] == ["empty-document", "file-not-found"]
    plain = burdenshare("read", "no-such-file.txt")
    assert plain.status == 2
    assert plain.err.startswith("file-not-found: ")
    assert burdenshare("read").status == 2


def test_a_machine_written_page_is_named(tmp_path: Path, burdenshare: Callable[..., Any]) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Spain may spend 2% of GDP on defence.\n\nThis article was written by ChatGPT.\n",
        encoding="utf-8",
    )
    told = burdenshare("read", page)
    assert "machine-written by disclosure" in told.out
    assert all(c["machine_written"] and not c["counts"] for c in lines(
        burdenshare("claims", "--format", "jsonl")
    ))  # fmt: skip
    assert not lines(burdenshare("claims", "--counted", "--format", "jsonl"))


def test_claims_in_every_form(read: Callable[..., Any]) -> None:
    found = lines(read("claims", "--format", "jsonl"))
    assert {c["document"] for c in found} == {"spain.html", "ja/japan.txt"}
    for record in found:
        GoldClaim.model_validate({k: record[k] for k in GoldClaim.model_fields if k in record})
    assert read("claims", "--json").json == {"claims": found}
    rows = list(csv.DictReader(io.StringIO(read("claims", "--format", "csv").out)))
    assert [r["id"] for r in rows] == [c["id"] for c in found]
    assert json.loads(rows[0]["actor"]) == found[0]["actor"]
    table = read("claims").out
    assert f"{len(found)} claims, of which {len(found)} count" in table
    assert "there are more" in read("claims", "--limit", "1").out
    assert read("claims", "--actor", "nobody", "--format", "csv").out == ""


@pytest.mark.parametrize("name", ["ESP", "Spain", "スペイン", "spain"])
def test_an_actor_is_asked_for_by_any_name(read: Callable[..., Any], name: str) -> None:
    found = lines(read("claims", "--actor", name, "--format", "jsonl"))
    assert found
    assert all(any(a.startswith("ESP") for a in c["actor"]) for c in found)


def test_claims_by_filters(read: Callable[..., Any]) -> None:
    every = lines(read("claims", "--format", "jsonl"))
    for option, field, value in [
        ("--stance", "stance", "demands"),
        ("--measure", "measure", "defence_spending_share_gdp"),
        ("--document", "document", "ja/japan.txt"),
    ]:
        found = lines(read("claims", option, value, "--format", "jsonl"))
        assert found == [c for c in every if c[field] == value]
        assert found
    to_japan = lines(read("claims", "--target", "Japan", "--format", "jsonl"))
    assert to_japan == [c for c in every if "JPN" in c["target"]]
    sure = lines(read("claims", "--confidence", "0.99", "--format", "jsonl"))
    assert len(sure) < len(every)
    wrong = read("claims", "--stance", "likes", "--json")
    assert wrong.json["error"]["code"] == "bad-argument"


def test_search_in_both_languages(read: Callable[..., Any]) -> None:
    found = read("search", "防衛費", "要求", "--json").json
    (passage,) = found["passages"]
    start, end = passage["hits"][0]
    assert JAPAN[start:end] == "防衛費"
    assert JAPAN[passage["start"] : passage["end"]] == passage["text"]
    assert found["more"] is False
    told = read("search", "Prime Minister", "sanchez")
    assert "spain.html [" in told.out
    assert told.out.strip().endswith("1 passages")
    assert read("search", "!", "--json").json["error"]["code"] == "bad-argument"


def test_timeline_in_order(read: Callable[..., Any]) -> None:
    rows = read("timeline", "--json").json["timeline"]
    dates = [row["when"] for row in rows if row["when"]]
    assert dates == sorted(dates)
    assert "2025-06-19" in dates
    late = read("timeline", "--since", "2026", "--json").json["timeline"]
    assert all(row["when"] >= "2026" for row in late)
    assert "spain.html" in read("timeline").out


def test_correct_export_and_import(read: Callable[..., Any], tmp_path: Path) -> None:
    first = lines(read("claims", "--format", "jsonl"))[0]
    told = read("evidence", "correct", first["id"], "actor=ESP, ITA", "value=3.4", "hedged=true",
                "stance_detail=in a letter", "--who", "A. Reader", "--json").json  # fmt: skip
    assert (told["actor"], told["value"], told["hedged"]) == (["ESP", "ITA"], 3.4, True)
    assert told["stance_detail"] == "in a letter"
    assert "corrected" in read("claims").out
    whole, gold = tmp_path / "all.jsonl", tmp_path / "gold.jsonl"
    assert f"lines in {whole}" in read("evidence", "export", whole).out
    other = tmp_path / "other.sqlite"
    added = read("evidence", "import", whole, "--ledger", other, "--json").json
    assert (added["documents"], added["corrections"]) == (2, 1)
    read("evidence", "export", tmp_path / "again.jsonl", "--ledger", other)
    assert (tmp_path / "again.jsonl").read_bytes() == whole.read_bytes()
    assert "0 documents" in read("evidence", "import", whole).out
    assert "1 corrected claims" in read("evidence", "export", gold, "--gold").out
    assert [c.actor for c in read_gold(gold).claims] == [("ESP", "ITA")]
    scored = read(
        "evidence", "score", gold, "--documents", gold.with_suffix(".documents"), "--json"
    )
    assert scored.json.keys() >= {"mentions", "claims", "on_matched", "distractors_as_spending"}
    assert scored.json["claims"]["recall"] == 1.0
    assert (
        "stance"
        in read("evidence", "score", gold, "--documents", gold.with_suffix(".documents")).out
    )
    said = read("evidence", "correct", first["id"], "rejected=true", "--who", "B. Reader")
    assert "rejected" in said.out


def test_refusals_of_evidence(read: Callable[..., Any], tmp_path: Path) -> None:
    claim = lines(read("claims", "--format", "jsonl"))[0]["id"]
    gold = tmp_path / "gold.jsonl"
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{\n", encoding="utf-8")
    for arguments, code, status in [
        (("claims", "--ledger", tmp_path / "none.sqlite"), "file-not-found", 2),
        (("claims", "--ledger", broken), "damaged-file", 2),
        (("evidence", "correct", claim, "stance", "--who", "A"), "bad-argument", 2),
        (("evidence", "correct", claim, "stance=likes", "--who", "A"), "bad-correction", 2),
        (("evidence", "correct", "none", "value=1", "--who", "A"), "unknown-claim", 2),
        (("evidence", "export", gold, "--gold"), "unknown-claim", 2),
        (("evidence", "export", tmp_path / "no" / "x.jsonl"), "cannot-write", 1),
        (("evidence", "export", tmp_path), "cannot-write", 1),
        (("evidence", "import", tmp_path / "none.jsonl"), "file-not-found", 2),
        (("evidence", "import", broken), "bad-records", 2),
        (("evidence", "score", broken, "--documents", tmp_path), "bad-gold", 2),
    ]:
        answer = read(*arguments, "--json")
        assert (answer.json["error"]["code"], answer.status) == (code, status), arguments
    assert not gold.exists()
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_the_ledger_of_a_workbench_with_a_home_of_its_own(folder: Path, tmp_path: Path) -> None:
    bench = Workbench(home=tmp_path / "elsewhere")
    told = bench.read([folder])
    assert told["ledger"] == str(tmp_path / "elsewhere" / "ledger.sqlite")
    assert len(list(bench.claims())) > 1
    with bench.ledger() as book:
        assert [s.name for s in book.documents()] == ["ja/japan.txt", "spain.html"]


def test_other_commands_start_without_the_database() -> None:
    code = (
        "import sys\nfrom burdenshare.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "sys.stderr.write(', '.join({'sqlalchemy', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_renew_finds_claims_anew_in_what_older_rules_have_read(
    read: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("The weather in Madrid is fine today, and so it will be tomorrow.\n")
    before = lines(read("claims", "--format", "jsonl"))
    assert read("evidence", "renew", "--json").json["documents"] == 0
    read("evidence", "correct", before[0]["id"], "stance=supports", "--who", "Ann")
    monkeypatch.setattr("burdenshare.evidence.rules.rules", lambda: "newer")
    told = read("read", page)
    assert "2 were read by older rules: burdenshare evidence renew" in told.out
    answer = read("evidence", "renew", "--json").json
    assert (answer["documents"], answer["unchanged"]) == (2, len(before))
    after = lines(read("claims", "--format", "jsonl"))
    assert [c["id"] for c in after][: len(before)] == [c["id"] for c in before]
    assert after[0]["stance"] == "supports"
    assert "0 documents renewed" in read("evidence", "renew").out


def test_the_name_of_the_rules_is_one_and_the_same() -> None:
    assert rules() == rules()
    assert rules().startswith(f"{burdenshare_version}-")
