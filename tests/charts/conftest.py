"""Figures, a projection and a machine without fonts, for the tests of the charts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from burdenshare.charts import fonts, live, theme
from burdenshare.charts.spoken import plot_in, tables_in
from burdenshare.charts.theme import Credit
from burdenshare.figures.model import Observation
from burdenshare.projection.model import Inputs
from burdenshare.projection.project import project
from burdenshare.speech.words import speech

from .factory import SHARES, inputs, share, source

KEYS = frozenset(
    (
        *("above", "air_missile_defence", "balance", "below", "center", "end", "fewer"),
        *("furthest", "gain", "in", "left", "loss", "matured", "member", "national_strengths"),
        *("new", "now", "others", "out", "partner", "pledged", "public_reservations"),
        *("required", "right", "selective_engagement", "separate_deals", "whole"),
    )
)
"""Names in data that pick out rows and that nobody sees."""
GIVEN = re.compile(
    r"[a-z_]+\.[a-z_]+|[a-z]+\[0\].*|.*<.*|.*word.*|.*clip0.*|A \{signal.*|.*mine.json"
    "|A case|A note|Attack|Ours|one|two|One|Two|narrow|Gross debt"
)
"""What tests give as names, paths of fields among them."""


@pytest.fixture(autouse=True)
def japanese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hold whatever a test draws in English against the catalogues: no word without Japanese."""
    read, left = speech("ja").read, set[str]()

    def tell(text: str) -> str:
        told = read(text)
        left.update(told.gaps)
        return told.text

    def teller(language: str) -> Callable[[str], str]:
        return tell if language == "ja" else lambda text: ("Chart: " in text or tell(text)) and text

    def spoken(plot: Any, tables: Any, language: str) -> tuple[Any, dict[str, Any]]:
        told = plot_in(plot, tell), tables_in(tables, tell)
        return told if language == "ja" else (plot, dict(tables))

    monkeypatch.setattr(theme, "spoken", spoken)
    monkeypatch.setattr(theme, "teller", teller)
    monkeypatch.setattr(live, "teller", teller)
    yield
    missing = {text for text in left - KEYS if not GIVEN.fullmatch(text)}
    assert not missing, f"no Japanese for {sorted(missing)}"


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
