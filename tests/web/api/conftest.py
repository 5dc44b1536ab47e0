"""A service with a small ledger, for the tests of the API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from filling import fill
from serving import Served, served

from burdenshare.web.store.people import Role


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Iterator[Served]:
    """A service whose ledger holds one speech, and that lets clients ask as often as they like."""
    home = tmp_path_factory.mktemp("api") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        patch.setenv("BURDENSHARE_HOME", str(home))
        for budget in ("READS", "LIVE", "WRITES"):
            patch.setenv(f"BURDENSHARE_WEB_{budget}", "1000000")
        fill(home)
        with served(home) as service:
            yield service


@pytest.fixture(scope="session")
def address(running: Served) -> str:
    return running.address


@pytest.fixture(scope="session")
def analyst(running: Served) -> httpx.Client:
    return running.client(Role.analyst)


@pytest.fixture(scope="session")
def host(running: Served) -> httpx.Client:
    return running.client(Role.host)
