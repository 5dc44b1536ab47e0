"""The shipped figures, indexed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from burdenshare.figures.index import Index
from burdenshare.figures.store import Figures


@pytest.fixture(scope="session")
def figures(shared_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    home = tmp_path_factory.mktemp("home")
    return Figures(Index(home, shared_cache), home)
