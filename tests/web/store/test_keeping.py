"""The store: other versions, a database gone away and back, a full disk, many at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from postgresql import Server

from burdenshare.errors import BurdenshareError, Failure, Refusal
from burdenshare.web.store import Store, schema


def whats(store: Store) -> list[str]:
    return [line["about"] for line in store.audit()]


def test_a_store_keeps_what_is_noted_and_signs_with_one_secret(place: str | Path) -> None:
    first = Store.open(place)
    first.note("Ann", "tried", "one thing", role="host")
    second = Store.open(place)
    assert second.signing == first.signing
    assert len(second.signing) == 32
    line = second.audit()[0]
    assert (line["who"], line["role"], line["what"], line["about"]) == (
        "Ann", "host", "tried", "one thing",
    )  # fmt: skip
    assert second.audit(before=line["number"]) == []
    first.close()
    second.close()


def test_a_change_and_its_line_are_kept_together_or_not_at_all(store: Store) -> None:
    def fails() -> None:
        with store.writing() as connection:
            store.note("Ann", "tried", "half", within=connection)
            raise Failure("cannot-write", "in the middle")

    with pytest.raises(Failure):
        fails()
    assert whats(store) == []


def test_threads_write_at_once_and_nothing_is_lost(store: Store) -> None:
    def write(name: str) -> None:
        for n in range(10):
            store.note(name, "wrote", f"{name}{n}")

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(whats(store)) == sorted(f"{name}{n}" for name in "abcdef" for n in range(10))


def refused(place: str | Path) -> BurdenshareError:
    with pytest.raises(BurdenshareError) as met:
        Store.open(place).note("Ann", "tried")
    return met.value


def test_a_newer_store_is_refused_and_an_older_one_brought_up_to_date(
    store: Store, place: str | Path
) -> None:
    def step(connection: sa.Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE audit ADD COLUMN more INTEGER")

    store.note("Ann", "tried", "before")
    schema.STEPS.append(step)
    try:
        later = Store.open(place)
        assert whats(later) == ["before"]
        later.close()
    finally:
        schema.STEPS.pop()
    assert refused(place).code == "newer-store"


def test_another_database_is_no_store(tmp_path: Path) -> None:
    from burdenshare.evidence.ledger import Ledger

    Ledger.open(tmp_path / "ledger.sqlite").close()
    assert refused(tmp_path / "ledger.sqlite").code == "damaged-file"
    (tmp_path / "text.sqlite").write_text("not a database at all")
    assert refused(tmp_path / "text.sqlite").code == "damaged-file"


def test_a_file_gone_away_and_back(tmp_path: Path) -> None:
    file = tmp_path / "service.sqlite"
    store = Store.open(file)
    store.note("Ann", "tried", "one")
    file.rename(tmp_path / "away")
    with pytest.raises(Failure) as failed:
        store.note("Ann", "tried", "two")
    assert failed.value.code == "cannot-write"
    assert not file.exists()
    (tmp_path / "away").rename(file)
    store.note("Ann", "tried", "three")
    assert whats(store) == ["three", "one"]


def test_a_server_gone_away_and_back(server: Server) -> None:
    store = Store.open(server.database())
    store.note("Ann", "tried", "one")
    server.stop("fast")
    try:
        for _ in range(2):
            with pytest.raises(Failure) as failed:
                store.note("Ann", "tried", "two")
            assert failed.value.code == "network"
    finally:
        server.begin()
    store.note("Ann", "tried", "three")
    assert whats(store) == ["three", "one"]
    store.close()


def test_a_server_that_dies_in_the_middle_of_a_change(server: Server) -> None:
    store = Store.open(server.database())

    def fails() -> None:
        with store.writing() as connection:
            store.note("Ann", "tried", "half", within=connection)
            server.stop("immediate")
            store.note("Ann", "tried", "other half", within=connection)

    try:
        with pytest.raises(Failure) as failed:
            fails()
        assert failed.value.code == "network"
    finally:
        server.begin()
    assert whats(store) == []
    store.close()


def test_a_store_that_is_damaged_under_way_is_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "service.sqlite"
    store = Store.open(file)
    for n in range(50):
        store.note("Ann", "tried", f"{n} " * 500)
    whole = bytearray(file.read_bytes())
    whole[4096 * 2 :] = b"\xaa" * (len(whole) - 4096 * 2)
    file.write_bytes(whole)
    with pytest.raises(Failure) as failed:
        store.audit()
    assert failed.value.code == "damaged-file"


def test_a_full_disk_is_said_and_what_was_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(tmp_path / "service.sqlite")
    store.note("Ann", "tried", "one")
    full = sa.event.listens_for(store._database.engine, "begin")

    @full
    def limit(connection: sa.Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(Failure) as failed:
        store.note("Ann", "tried", "long " * 10_000)
    assert failed.value.code == "cannot-write"
    assert whats(store) == ["one"]


def test_a_writer_that_never_ends_is_told_of(
    place: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from burdenshare.web.store import store as module

    monkeypatch.setattr(module, "STORE", schema.STORE._replace(wait=1))
    one, other = Store.open(place), Store.open(place)
    with one.writing() as connection:
        one.note("Ann", "tried", within=connection)
        with pytest.raises(Failure) as failed:
            other.note("Bob", "tried")
    assert failed.value.code == "store-busy"
    other.note("Bob", "tried")
    one.close()
    other.close()


def test_the_setting_says_where_the_store_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BURDENSHARE_STORE", raising=False)
    assert Store.open().name == str(tmp_path / "home" / "service.sqlite")
    monkeypatch.setenv("BURDENSHARE_STORE", "mysql://host/name")
    with pytest.raises(Refusal) as refused:
        Store.open()
    assert refused.value.code == "bad-argument"
