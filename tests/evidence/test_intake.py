"""Reading in several processes: the same ledger, whatever becomes of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from burdenshare.evidence import intake
from burdenshare.evidence.intake import Taken, take
from burdenshare.evidence.ledger import Ledger
from burdenshare.evidence.reading import Limits, Refused
from burdenshare.evidence.reading.files import Found
from burdenshare.workbench import Workbench

DOCUMENTS = Path(__file__).parent / "documents"
TEXTS = sorted(DOCUMENTS.glob("*.txt"))[:14]


def exported(ledger: Path) -> bytes:
    file = ledger.with_suffix(".jsonl")
    Workbench().evidence_export(file, ledger=ledger)
    return file.read_bytes()


def test_the_ledger_is_the_same_whatever_the_number_of_processes(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    paths = [*TEXTS[:5], tmp_path / "empty.txt", "no-such-file.txt", *TEXTS[5:], TEXTS[2]]
    found = []
    for workers in (1, 2, 3):
        told: list[tuple[int, int, str]] = []
        ledger = tmp_path / f"{workers}.sqlite"
        answer = Workbench().read(
            paths, ledger=ledger, workers=workers, step=lambda *now, told=told: told.append(now)
        )
        assert [r["code"] for r in answer["refused"]] == ["empty-document", "file-not-found"]
        del answer["ledger"]
        found.append((answer, told, exported(ledger)))
        assert Workbench().read(paths, ledger=ledger, workers=workers)["unchanged"] == len(TEXTS)
    assert found[0] == found[1] == found[2]
    assert found[0][1][-1][:2] == (16, 16)


def test_few_documents_are_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    assert len(list(take(TEXTS[:3]))) == 3
    assert len(list(take(TEXTS[:3], workers=1))) == 3


def test_a_document_that_ends_its_process_is_refused_and_the_others_are_read() -> None:
    listed = [Found(str(path), path.name) for path in TEXTS[:6]]
    with intake._Crew(2, frozenset(), Limits.of_settings()) as crew:
        for process in crew._started:
            process.kill()
        outcomes = [taken for _, taken in crew.each(listed)]
        assert len(crew._started) == 4
    refused = [t.outcome for t in outcomes if t and isinstance(t.outcome, Refused)]
    assert [r.code for r in refused] == ["damaged-file"] * 2
    assert "ended the process" in refused[0].message
    assert sum(isinstance(t, Taken) and bool(t.claims) for t in outcomes) == 4
    assert all(process.poll() is not None for process in crew._started)


def test_what_is_not_waited_for_is_ended() -> None:
    outcomes = take(TEXTS, workers=2)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]


def test_a_kill_in_the_middle_leaves_whole_documents_and_the_rest_is_read_later(
    tmp_path: Path,
) -> None:
    folder, ledger = tmp_path / "articles", tmp_path / "killed.sqlite"
    folder.mkdir()
    for number in range(60):
        text = TEXTS[number % len(TEXTS)].read_text(encoding="utf-8")
        (folder / f"{number:02d}.txt").write_text(f"Number {number}.\n\n{text}", encoding="utf-8")
    command = [
        sys.executable, "-m", "burdenshare", "read", str(folder), "--ledger", str(ledger),
        "--workers", "2",
    ]  # fmt: skip
    reading = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not (ledger.exists() and ledger.stat().st_size):
        time.sleep(0.01)
    with Ledger.open(ledger) as book:
        while time.monotonic() < deadline and book.counts()["documents"] < 5:
            time.sleep(0.01)
    os.killpg(reading.pid, signal.SIGKILL)
    assert reading.wait() == -signal.SIGKILL
    with Ledger.open(ledger) as book:
        read = len(book.documents())
        names = {entry.source.name for entry in book.claims()}
        assert 5 <= read < 60
        assert len(names) == read, "every document is there with its claims"
    answer = Workbench().read([folder], ledger=ledger)
    assert (answer["unchanged"], answer["read"]) == (read, 60 - read)
    whole = tmp_path / "whole.sqlite"
    Workbench().read([folder], ledger=whole, workers=1)
    assert exported(ledger) == exported(whole)
