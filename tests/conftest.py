"""Every test works on folders of its own; nobody's figures, caches or fonts are touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from burdenshare.cli import main

settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shared_cache: Path) -> None:
    monkeypatch.setenv("BURDENSHARE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BURDENSHARE_CACHE", str(shared_cache))
    monkeypatch.delenv("BURDENSHARE_DEBUG", raising=False)
    monkeypatch.delenv("BURDENSHARE_LEDGER", raising=False)


class Answer:
    """What one command left behind."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def burdenshare(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run a command as a user would, in this process."""

    def run(*arguments: str | Path) -> Answer:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(a) for a in arguments])
        captured = capsys.readouterr()
        status = left.value.code
        return Answer(status if isinstance(status, int) else 0, captured.out, captured.err)

    return run
