"""The figures as shipped."""

from __future__ import annotations

import pytest

from burdenshare.figures.store import Figures


@pytest.fixture(scope="session")
def figures() -> Figures:
    return Figures.open()
