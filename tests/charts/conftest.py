"""Figures, a projection and a machine without fonts, for the tests of the charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from burdenshare.charts import fonts
from burdenshare.charts.theme import Credit
from burdenshare.figures.model import Observation
from burdenshare.projection.model import Inputs
from burdenshare.projection.project import project

from .factory import SHARES, inputs, share, source


@pytest.fixture
def shares() -> list[Observation]:
    return [share(c, v, vintage) for vintage, row in SHARES.items() for c, v in row.items()]


@pytest.fixture
def credit() -> Credit:
    return Credit((source(),), run="0123456789abcdef")


@pytest.fixture
def projected() -> tuple[Inputs, Any]:
    made = inputs()
    return made, project(made)


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Leave no font to be found but those in the returned folder."""
    place = tmp_path / "fonts"
    place.mkdir()
    monkeypatch.setenv("BURDENSHARE_FONTS", str(place))
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", {})
    monkeypatch.setattr(fonts.shutil, "which", lambda _name: None)
    fonts._find.cache_clear()
    yield place
    fonts._find.cache_clear()


@pytest.fixture
def texts() -> Callable[[dict[str, Any]], dict[str, list[str]]]:
    """Take a specification apart into title, subtitle and source line."""

    def take(spec: dict[str, Any]) -> dict[str, list[str]]:
        (plot,) = spec["vconcat"]
        return {
            "title": spec["title"]["text"],
            "subtitle": spec["title"]["subtitle"],
            "source": plot["title"]["text"],
        }

    return take
