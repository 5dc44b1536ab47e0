"""Figures shared by the tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest

from burdenshare.compliance.forecast import Keep, keep
from burdenshare.compliance.hindcast import Hindcast, hindcast
from burdenshare.figures.store import Figures


@pytest.fixture(scope="session")
def figures(shared_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        return Figures.open(tmp_path_factory.mktemp("nothing added"))


@pytest.fixture(scope="session")
def from_2021(figures: Figures) -> Keep:
    return keep(figures, share=2.0, by=2024, origin=2021, draws=500)


@pytest.fixture(scope="session")
def from_2024(figures: Figures) -> Keep:
    return keep(figures, share=2.0, by=2025, origin=2024, draws=500)


@pytest.fixture(scope="session")
def record(figures: Figures) -> Hindcast:
    return hindcast(figures, draws=400)
