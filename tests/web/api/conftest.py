"""A service with a small ledger, for the tests of the API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import fill, serving

from burdenshare.web.service import Service


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("api") / "home"


@pytest.fixture(scope="session")
def service(home: Path, shared_cache: Path) -> Iterator[Service]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        patch.setenv("BURDENSHARE_HOME", str(home))
        fill(home)
        yield Service.open(home)


@pytest.fixture(scope="session")
def address(service: Service) -> Iterator[str]:
    """The address of a service whose ledger holds one speech."""
    with serving(service) as at:
        yield at
