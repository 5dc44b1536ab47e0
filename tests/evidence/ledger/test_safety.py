"""Readers and writers at once, a kill in the middle, damage, other versions, no room."""

from __future__ import annotations

import io
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from burdenshare.errors import BurdenshareError, Failure, Refusal
from burdenshare.evidence.ledger import Filters, Ledger, database, schema
from burdenshare.evidence.ledger.database import Database

from .making import document, japan, spain

HAND = Path(__file__).with_name("hand.py")


def hand(job: str, address: str | Path, first: int, last: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, HAND, job, str(address), str(first), str(last)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def done(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def per_document(ledger: Ledger) -> Counter[str]:
    return Counter(entry.source.name for entry in ledger.claims())


def test_two_writers_and_readers_at_once_on_a_ledger_that_all_of_them_begin(
    address: str | Path,
) -> None:
    hands = [hand("write", address, 0, 20), hand("write", address, 10, 30)]
    readers = [hand("read", address, 0, 30), hand("read", address, 0, 30)]
    for process in hands:
        assert len(done(process).split()) == 20
    for process in readers:
        assert int(done(process)) > 0
    with Ledger.open(address) as ledger:
        assert per_document(ledger) == {f"{n}.txt": 20 for n in range(30)}


def test_a_kill_in_the_middle_leaves_whole_documents(address: str | Path) -> None:
    with Ledger.open(address) as ledger:
        ledger.add(*spain())
    process = hand("die", address, 0, 4)
    process.communicate(timeout=120)
    assert process.returncode == -9
    with Ledger.open(address) as ledger:
        assert per_document(ledger) == {"spain.txt": 2, "0.txt": 20, "1.txt": 20, "2.txt": 20}
        assert len(ledger.documents()) == 4
        assert not ledger.search('"Document 3"')[0]
    done(hand("write", address, 0, 4))
    with Ledger.open(address) as ledger:
        assert per_document(ledger)["3.txt"] == 20
        assert len(ledger.search('"Document 3"')[0]) == 20


def test_a_writer_that_never_ends_is_told_of(
    address: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Ledger.open(address).close()
    monkeypatch.setattr(database, "LEDGER", database.LEDGER._replace(wait=1))
    with Ledger.open(address) as waiting, Ledger.open(address) as reading:
        other = Database(address)
        with other.writing() as connection:
            connection.execute(schema.version.update().values(version=1))
            assert reading.counts()["documents"] == 0
            with pytest.raises(Failure) as failed:
                waiting.add(*spain())
        other.close()
        assert failed.value.code == "ledger-busy"
        assert waiting.add(*spain())


def test_a_server_that_does_not_answer_is_told_of(
    kind: str, address: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LEDGER", database.LEDGER._replace(wait=1))
    with Ledger.open(address) as ledger:
        if kind == "postgresql":
            with pytest.raises(Failure) as failed, ledger._database.reading() as connection:
                connection.exec_driver_sql("SELECT pg_sleep(5)")
            assert failed.value.code == "network"
            assert "has not answered for 2 s" in failed.value.message
        assert ledger.add(*spain())


def test_threads_share_a_ledger(ledger: Ledger) -> None:
    def add(name: str) -> None:
        for n in range(5):
            ledger.add(document(f"{name} says {n}", name=f"{name}{n}"), [])

    threads = [threading.Thread(target=add, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.documents()) == 20


def add_column(connection: sa.Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN seen INTEGER")


def fail(connection: sa.Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE half (a INTEGER)")
    raise Failure("cannot-write", "no room", hint="")


def test_an_older_ledger_is_brought_up_to_date_and_a_newer_one_refused(
    address: str | Path,
) -> None:
    with Ledger.open(address) as ledger:
        ledger.add(*spain())
    schema.STEPS.append(fail)
    try:
        with pytest.raises(Failure):
            Ledger.open(address)
    finally:
        schema.STEPS.pop()
    with Ledger.open(address) as ledger:
        assert ledger.counts()["claims"] == 2
    schema.STEPS.append(add_column)
    try:
        with Ledger.open(address) as ledger:
            assert ledger.counts()["claims"] == 2
            with ledger._database.reading() as connection:
                columns = {c["name"] for c in sa.inspect(connection).get_columns("documents")}
                assert "seen" in columns
                assert "half" not in sa.inspect(connection).get_table_names()
    finally:
        schema.STEPS.pop()
    with pytest.raises(Refusal) as refused:
        Ledger.open(address)
    assert refused.value.code == "newer-ledger"


def test_a_ledger_of_the_first_version_keeps_everything(address: str | Path) -> None:
    with Ledger.open(address) as ledger:
        ledger.add(*spain())
        ledger.add(*japan())
        ledger.correct(ledger_id(ledger, "spain.txt"), {"stance": "supports"}, who="Ann")
        now = everything(ledger)
    old = Database(address)
    with old.writing() as connection:
        for statement in FIRST_VERSION:
            connection.exec_driver_sql(statement)
    old.close()
    with Ledger.open(address) as ledger:
        assert everything(ledger) == now
        with ledger._database.reading() as connection:
            assert connection.execute(sa.select(schema.version)).scalar() == len(schema.STEPS)
            indexes = {i["name"] for i in sa.inspect(connection).get_indexes("claims")}
            assert "claims_of_measure" in indexes
            assert "claims_measure" not in indexes


FIRST_VERSION = (
    "CREATE TABLE kept AS SELECT role, name, claim FROM parties",
    "DROP TABLE parties",
    "CREATE TABLE parties (role TEXT NOT NULL, name TEXT NOT NULL, claim INTEGER NOT NULL "
    "REFERENCES claims (number), PRIMARY KEY (role, name, claim))",
    "INSERT INTO parties SELECT role, name, claim FROM kept",
    "DROP TABLE kept",
    "CREATE INDEX parties_claim ON parties (claim)",
    "DROP INDEX claims_of_measure",
    "CREATE INDEX claims_measure ON claims (measure)",
    "CREATE INDEX claims_stance ON claims (stance)",
    "ALTER TABLE documents DROP COLUMN rules",
    "UPDATE burdenshare_ledger SET version = 1",
)


def ledger_id(ledger: Ledger, document: str) -> str:
    return next(e.claim.id for e in ledger.claims(Filters(document=document)))


def everything(ledger: Ledger) -> list[object]:
    wanted = (
        Filters(), Filters(actor="ESP"), Filters(actor="ESP", target="NATO", stance="supports"),
        Filters(target="Japan", measure="defence_*"), Filters(actor="USA", since="2026"),
        Filters(document="boei.txt", actor="JPN"),
    )  # fmt: skip
    asked = [list(ask(f)) for f in wanted for ask in (ledger.claims, ledger.timeline)]
    assert all(asked)
    stream = io.StringIO()
    ledger.export(stream)
    return [*asked, stream.getvalue()]


def test_another_database_is_no_ledger(address: str | Path) -> None:
    other = Database(address)
    with other.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE documents (a INTEGER)")
    other.close()
    with pytest.raises(Refusal) as refused:
        Ledger.open(address)
    assert refused.value.code == "damaged-file"


def refused(address: str | Path, *, create: bool = True) -> BurdenshareError:
    with pytest.raises(BurdenshareError) as met, Ledger.open(address, create=create) as ledger:
        list(ledger.claims())
    return met.value


def test_damaged_files(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    with Ledger.open(file) as ledger:
        for n in range(30):
            ledger.add(document(f"{n} " * 2000, name=f"{n}"), [])
    whole = file.read_bytes()
    for spoiled in (b"not a ledger", whole[:5000], whole[:16] + b"\xaa" * (len(whole) - 16)):
        file.write_bytes(spoiled)
        assert refused(file).code == "damaged-file"
        assert file.read_bytes() == spoiled
    pages = bytearray(whole)
    pages[4096 * 2 :] = b"\xaa" * (len(whole) - 4096 * 2)
    file.write_bytes(pages)
    assert refused(file).code == "damaged-file"


def test_an_empty_file_is_an_empty_ledger(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    file.touch()
    with Ledger.open(file) as ledger:
        assert ledger.add(*spain())


def test_files_that_are_not_there(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "ledger.sqlite"
    assert refused(file, create=False).code == "file-not-found"
    assert not file.parent.exists()
    Ledger.open(file).close()
    assert refused(file / "below").code == "file-not-found"
    assert refused("/proc/none/ledger.sqlite").code == "cannot-write"


@pytest.mark.parametrize(
    "address", ["mysql://host/name", "postgresql+psycopg2://host/name", "http://a/b", "://"]
)
def test_addresses_of_other_kinds(address: str) -> None:
    assert refused(address).code == "bad-argument"


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    error = refused("postgresql://me:secret@127.0.0.1:1/name")
    assert (error.code, error.exit_code) == ("network", 1)
    assert "127.0.0.1:1/name" in error.message
    assert "secret" not in str(error.body())


def test_a_database_that_is_not_there(kind: str, new_address: Callable[[], str | Path]) -> None:
    if kind == "postgresql":
        error = refused(str(new_address()).replace("/test", "/none"))
        assert error.code == "network"
        assert "/none" in error.message


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.add(*spain())
        with ledger._database.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(Failure) as failed:
            ledger.add(document("A long one. " * 20_000, name="long.txt"), [])
        assert failed.value.code == "cannot-write"
        assert [s.name for s in ledger.documents()] == ["spain.txt"]


def test_the_ledger_lies_at_home_or_where_the_setting_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BURDENSHARE_LEDGER", raising=False)
    with Ledger.open() as ledger:
        assert ledger.name == str(tmp_path / "home" / "ledger.sqlite")
    monkeypatch.setenv("BURDENSHARE_LEDGER", str(tmp_path / "mine.sqlite"))
    with Ledger.open() as ledger:
        ledger.add(*japan())
    with sqlite3.connect(tmp_path / "mine.sqlite") as raw:
        found = raw.execute("SELECT version FROM burdenshare_ledger").fetchall()
        assert found == [(len(schema.STEPS),)]
    raw.close()
