"""Tokens, sessions and links: shown once, kept as a hash, over when they are over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from burdenshare.errors import Refusal
from burdenshare.web.store import Store, times
from burdenshare.web.store.people import Person, Role


def everything(store: Store) -> str:
    """All that is in the store, as text."""
    with store.reading() as connection:
        tables = sa.inspect(connection).get_table_names()
        return str([connection.exec_driver_sql(f"SELECT * FROM {t}").all() for t in tables])


def test_a_token_enters_until_it_is_revoked_and_is_kept_nowhere(store: Store) -> None:
    token = store.people.give("press", Role.analyst, by="Ann")
    assert store.people.bearer(token) == Person("press", Role.analyst)
    secret = store.people.enter(token)
    assert secret is not None
    assert store.people.session(secret) == Person("press", Role.analyst)
    assert token not in everything(store)
    assert token.removeprefix("bs_") not in everything(store)
    assert secret not in everything(store)
    store.people.revoke("press", by="Ann")
    assert store.people.bearer(token) is None
    assert store.people.enter(token) is None
    assert store.people.session(secret) is None
    listed = store.people.tokens()[0]
    assert (listed["name"], listed["role"]) == ("press", "analyst")
    assert listed["revoked"]
    assert [line["what"] for line in store.audit()] == [
        "token revoked", "signed in", "token given",
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", ["", "bs_", "bs_" + "a" * 43, "\ud800", "x" * 100_000, "'--"])
def test_what_is_no_token_enters_nowhere(store: Store, wrong: str) -> None:
    store.people.give("press", Role.host, by="Ann")
    assert store.people.bearer(wrong) is None
    assert store.people.enter(wrong) is None
    assert store.people.session(wrong) is None
    assert store.people.follow(wrong) is None


def test_a_link_signs_in_once_and_not_too_late(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = store.people.link("owner", Role.host)
    session = store.people.follow(link)
    assert session is not None
    assert store.people.session(session) == Person("owner", Role.host)
    assert store.people.follow(link) is None
    late = store.people.link("owner", Role.host)
    genuine = times.now
    monkeypatch.setattr(times, "now", lambda later=timedelta(): genuine(later + timedelta(1)))
    assert store.people.follow(late) is None
    assert store.people.session(session) is None


def test_a_session_ends_by_signing_out(store: Store) -> None:
    token = store.people.give("press", Role.reader, by="Ann")
    secret = store.people.enter(token)
    assert secret is not None
    store.people.leave(secret, Person("press", Role.reader))
    assert store.people.session(secret) is None
    assert store.people.bearer(token) is not None


def test_names_of_tokens_are_short_and_given_once(store: Store) -> None:
    store.people.give("press", Role.reader, by="Ann")
    store.people.revoke("press", by="Ann")
    for name, code in (("press", "name-taken"), ("  ", "bad-argument"), ("x" * 81, "bad-argument")):
        with pytest.raises(Refusal) as refused:
            store.people.give(name, Role.reader, by="Ann")
        assert refused.value.code == code
    with pytest.raises(Refusal) as refused:
        store.people.revoke("press", by="Ann")
    assert refused.value.code == "unknown-token"


def test_roles_are_ordered() -> None:
    assert Role.reader < Role.analyst < Role.moderator < Role.host


def test_a_store_in_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "service.sqlite"
    Store.open(file).close()
    assert file.stat().st_mode & 0o077 == 0
