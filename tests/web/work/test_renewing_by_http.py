"""Claims found anew by a run of the service: who may, what comes of it, what is written down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from filling import fill
from serving import Served, served

from burdenshare.client import Client
from burdenshare.errors import Refusal
from burdenshare.web.store.people import Role


@pytest.fixture
def running(
    tmp_path: Path, shared_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Served]:
    """A service whose ledger holds one speech, read by older rules."""
    monkeypatch.setenv("BURDENSHARE_CACHE", str(shared_cache))
    monkeypatch.setenv("BURDENSHARE_HOME", str(tmp_path / "home"))
    fill(tmp_path / "home")
    with served(tmp_path / "home") as service:
        bench = service.service.bench
        with bench.ledger() as book:
            (one,) = book.outdated("none")
            book.renew(one, [], rules="older")
        assert list(bench.claims()) == []
        yield service


def client(running: Served, role: Role) -> Client:
    return Client(running.address, running.store.people.give(role.name, role, by="test"))


def test_claims_are_found_anew(running: Served) -> None:
    told: list[tuple[int, int, str]] = []
    with client(running, Role.host) as host:
        found = host.evidence_renew(step=lambda *step: told.append(step))
        claims = list(host.claims())
        again = host.evidence_renew()
    assert (found["documents"], found["added"]) == (1, len(claims))
    assert claims
    assert "ledger" not in found
    assert told
    assert again == dict.fromkeys(found, 0)
    rows = running.store.audit()
    assert [row["who"] for row in rows if row["what"] == "renewal of claims begun"] == ["host"] * 2


def test_only_hosts_may(running: Served) -> None:
    with client(running, Role.moderator) as moderator:
        with pytest.raises(Refusal) as refused:
            moderator.evidence_renew()
        assert refused.value.code == "not-allowed"
    with Client(running.address) as reader, pytest.raises(Refusal) as refused:
        reader.evidence_renew()
    assert refused.value.code == "not-signed-in"
