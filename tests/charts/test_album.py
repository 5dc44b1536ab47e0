"""Pictures are found again only as they were drawn, and only for the same chart."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from burdenshare.charts import album as album_module
from burdenshare.charts.album import Album, Pictures
from burdenshare.charts.fonts import Letters
from burdenshare.charts.render import Easel, render
from burdenshare.charts.theme import Credit
from burdenshare.charts.who_meets_what import who_meets_what

DRAWN = Pictures(b"<svg/>", b"\x89PNG")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BURDENSHARE_CACHE", str(tmp_path))
    return tmp_path / "pictures"


def test_what_was_kept_is_found_by_another(folder: Path) -> None:
    assert Album().find("{}", Letters()) is None
    Album().keep("{}", Letters(), DRAWN)
    assert Album().find("{}", Letters()) == DRAWN
    assert len(list(folder.iterdir())) == 1, "nothing lies beside it"


def test_another_chart_font_or_way_of_drawing_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    album = Album()
    album.keep("{}", Letters(), DRAWN)
    assert album.find("{ }", Letters()) is None
    assert album.find("{}", Letters("IPAPGothic", ("/fonts",))) is None
    monkeypatch.setattr(album_module, "_drawing", lambda: b"another library")
    assert album.find("{}", Letters()) is None


@pytest.mark.parametrize("content", [b"", b"PK", b"no archive"])
def test_a_damaged_file_is_no_picture_and_is_replaced(folder: Path, content: bytes) -> None:
    album = Album()
    album.keep("{}", Letters(), DRAWN)
    next(folder.iterdir()).write_bytes(content)
    assert album.find("{}", Letters()) is None
    album.keep("{}", Letters(), DRAWN)
    assert album.find("{}", Letters()) == DRAWN


def test_one_wrong_byte_is_seen(folder: Path) -> None:
    album = Album()
    album.keep("{}", Letters(), DRAWN)
    path = next(folder.iterdir())
    path.write_bytes(path.read_bytes().replace(b"<svg/>", b"<sVg/>"))
    assert album.find("{}", Letters()) is None


def test_what_was_not_asked_for_longest_goes_first(folder: Path) -> None:
    for text in ("asked for", "old", "new"):
        Album().keep(text, Letters(), DRAWN)
        for path in folder.iterdir():
            aged = path.stat().st_mtime - 60
            os.utime(path, (aged, aged))
    size = path.stat().st_size
    assert Album().find("asked for", Letters()) == DRAWN
    Album(largest=2 * size).tidy()
    assert Album().find("old", Letters()) is None
    assert Album().find("new", Letters()) == Album().find("asked for", Letters()) == DRAWN


def test_where_the_folder_cannot_be_used_nothing_is_kept(tmp_path: Path, folder: Path) -> None:
    folder.write_text("a file stands in its place")
    Album().keep("{}", Letters(), DRAWN)
    Album().tidy()
    assert Album().find("{}", Letters()) is None
    assert [path.name for path in tmp_path.iterdir()] == ["pictures"]


def test_without_a_folder_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(album_module.settings, "folder", lambda _: None)
    album = Album()
    album.keep("{}", Letters(), DRAWN)
    album.tidy()
    assert album.find("{}", Letters()) is None


def test_pictures_from_the_album_are_those_that_would_be_drawn(
    shares: list[Any], credit: Credit, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = who_meets_what(shares, credit=credit)
    with Easel(Album()) as easel:
        easel.put({"dots": spec})
        first = easel.pictures()
    assert first == {"dots": render(spec)}

    def drawn_again(*_: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr("burdenshare.charts.render.svg", drawn_again)
    monkeypatch.setattr("burdenshare.charts.render.png", drawn_again)
    monkeypatch.setattr("burdenshare.charts.render._helpers", lambda: None)
    with Easel(Album()) as easel:
        easel.put({"dots": spec})
        assert easel.svgs() == {"dots": first["dots"].svg}
        assert easel.pictures() == first
