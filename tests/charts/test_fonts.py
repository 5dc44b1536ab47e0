"""A font for Japanese text is found by what it contains, or the refusal says how to get one."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.charts import fonts
from burdenshare.charts.fonts import (
    Letters,
    family_covering,
    letters_for,
    require_font,
    with_letters,
)
from burdenshare.charts.render import render
from burdenshare.charts.theme import Credit
from burdenshare.charts.who_meets_what import who_meets_what
from burdenshare.errors import Refusal


def cmap_4(characters: str) -> bytes:
    """A cmap subtable of format 4 with one segment for each character (OpenType 1.9)."""
    codes = [*sorted(map(ord, characters)), 0xFFFF]
    deltas = [(i + 1 - c) % 65536 for i, c in enumerate(codes[:-1])] + [1]
    n = len(codes)
    body = struct.pack(f">HHHH{n}HH", 2 * n, 0, 0, 0, *codes, 0)
    body += struct.pack(f">{n}H{n}H{n}H", *codes, *deltas, *([0] * n))
    return struct.pack(">HHH", 4, 6 + len(body), 0) + body


def cmap_12(characters: str) -> bytes:
    """A cmap subtable of format 12 with one group for each character."""
    codes = sorted(map(ord, characters))
    groups = b"".join(struct.pack(">III", c, c, i + 1) for i, c in enumerate(codes))
    return struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups


def face(family: str, subtable: bytes, start: int = 0) -> bytes:
    """The two tables of a font that say which characters it has and what it is called."""
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable
    text = family.encode("utf-16-be")
    name = struct.pack(">HHH6H", 0, 1, 18, 3, 1, 0x409, 1, len(text), 0) + text
    at = start + 12 + 32
    head = struct.pack(">IHHHH", 0x00010000, 2, 0, 0, 0)
    head += struct.pack(">4sIII", b"cmap", 0, at, len(cmap))
    head += struct.pack(">4sIII", b"name", 0, at + len(cmap), len(name))
    return head + cmap + name


@pytest.mark.parametrize("subtable", [cmap_4, cmap_12])
def test_a_font_covers_the_characters_it_has(tmp_path: Path, subtable: Any) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(face("Test Gothic", subtable("日本ア")))
    assert family_covering(path, "日本") == "Test Gothic"
    assert family_covering(path, "日本国") is None


def test_a_segment_may_look_its_glyphs_up_in_a_list(tmp_path: Path) -> None:
    # One segment 0x65E5-0x65E6 whose glyphs stand in a list: 7 for the first, none for the second.
    words = (4, 0, 0, 4, 0, 0, 0, 0x65E6, 0xFFFF, 0, 0x65E5, 0xFFFF, 0, 1, 4, 0, 7, 0)
    path = tmp_path / "a.ttf"
    path.write_bytes(face("Listed", struct.pack(f">{len(words)}H", *words)))
    assert family_covering(path, "\u65e5") == "Listed"
    assert family_covering(path, "\u65e6") is None


def test_every_face_of_a_collection_is_tried(tmp_path: Path) -> None:
    head = 12 + 8
    first = face("Latin", cmap_4("A"), head)
    second = face("Gothic", cmap_12("日"), head + len(first))
    path = tmp_path / "a.ttc"
    path.write_bytes(
        struct.pack(">4sIIII", b"ttcf", 1, 2, head, head + len(first)) + first + second
    )
    assert family_covering(path, "日") == "Gothic"


@given(cut=st.integers(0, 200), noise=st.binary(max_size=40))
def test_a_damaged_font_is_passed_over(
    tmp_path_factory: pytest.TempPathFactory, cut: int, noise: bytes
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "a.ttf"
    whole = face("Gothic", cmap_4("日本"))
    path.write_bytes(whole[:cut] + noise)
    assert family_covering(path, "国") is None
    assert family_covering(path.with_name("absent.ttf"), "日") is None


def test_the_folder_of_the_setting_comes_first(no_fonts: Path) -> None:
    (no_fonts / "deep").mkdir()
    (no_fonts / "deep" / "x.otf").write_bytes(face("Mine", cmap_4("ポーランド")))
    (no_fonts / "note.txt").write_text("no font")
    found = require_font("ポーランド")
    assert (found.family, found.path.name) == ("Mine", "x.otf")


def test_the_systems_folders_are_searched(
    no_fonts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "system"
    place.mkdir()
    (place / "b.ttf").write_bytes(face("Other", cmap_4("日")))
    (place / "NotoSansCJK-Regular.ttc").write_bytes(face("Best", cmap_4("日")))
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", {fonts.sys.platform: (str(place),)})
    assert require_font("日").family == "Best"


def test_fontconfig_is_asked(
    no_fonts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "f.ttf"
    path.write_bytes(face("Listed", cmap_4("日")))
    answer = subprocess.CompletedProcess([], 0, stdout=f"{path}\n{path}\n\n", stderr="")
    monkeypatch.setattr(fonts.shutil, "which", lambda _name: "/usr/bin/fc-list")
    monkeypatch.setattr(fonts.subprocess, "run", lambda *_a, **_k: answer)
    assert require_font("日") == ("Listed", path)


@pytest.mark.parametrize("problem", [OSError(), subprocess.TimeoutExpired("fc-list", 10)])
def test_a_broken_fontconfig_is_no_obstacle(
    no_fonts: Path, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def fail(*_a: Any, **_k: Any) -> None:
        raise problem

    monkeypatch.setattr(fonts.shutil, "which", lambda _name: "/usr/bin/fc-list")
    monkeypatch.setattr(fonts.subprocess, "run", fail)
    with pytest.raises(Refusal):
        require_font("日")


def test_without_a_font_the_refusal_says_how_to_get_one(
    no_fonts: Path, shares: list[Any], credit: Credit
) -> None:
    (no_fonts / "latin.ttf").write_bytes(face("Latin", cmap_4("ABC")))
    spec = who_meets_what(shares, credit=credit, language="ja")
    with pytest.raises(Refusal) as refused:
        render(spec)
    assert refused.value.code == "no-font"
    for way in ("fonts-noto-cjk", "macOS", "Windows", "BURDENSHARE_FONTS"):
        assert way in refused.value.hint


def test_latin_text_needs_no_font(no_fonts: Path, shares: list[Any], credit: Credit) -> None:
    assert render(who_meets_what(shares, credit=credit)).png.startswith(b"\x89PNG")


def test_text_that_the_drawing_library_can_write_needs_nothing(no_fonts: Path) -> None:
    assert letters_for("Türkiye, Łódź, Αθήνα, Київ, Việt: 2 – 3 € ≤ 4 −1 → ½\n") == Letters()


def test_text_is_written_with_what_is_there(
    no_fonts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (no_fonts / "gothic.ttf").write_bytes(face("Gothic", cmap_4("日ｱ가")))
    assert letters_for("日ｱ가 x") == Letters("Gothic", (str(no_fonts),))
    assert letters_for("საქართველო") == Letters(), "there is nothing else on this machine"
    places = {fonts.sys.platform: (str(tmp_path), str(tmp_path / "absent"))}
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", places)
    assert letters_for("საქართველო") == Letters("", (str(tmp_path),))
    assert letters_for("日ქ") == Letters("Gothic", (str(no_fonts), str(tmp_path)))


def test_the_drawing_library_brings_the_letters_it_is_said_to_bring() -> None:
    import vl_convert

    def drawn(c: str) -> bytes:
        text = f'<text x="5" y="15" font-family="Liberation Sans">{c}</text>'
        size = 'width="30" height="20"'
        return bytes(
            vl_convert.svg_to_png(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{text}</svg>')
        )

    with_letters(Letters())
    unknown = drawn("\U0010fffd")
    said = [chr(c) for first, last in fonts._BROUGHT for c in range(first, last + 1)]
    lacking = [c for c in said if (c.isalpha() or c in "0123456789−–’€≤→") and drawn(c) == unknown]
    assert lacking == []


def test_japanese_names_are_drawn_and_not_as_boxes(shares: list[Any], credit: Credit) -> None:
    try:
        font = require_font("ポーランドスペイン")
    except Refusal:
        pytest.skip("no Japanese font on this machine; the refusal is tested above")
    spec = who_meets_what(shares, credit=credit, language="ja")
    drawn = render(spec)
    assert f"'{font.family}'" in drawn.svg.decode()
    # A font without the glyphs would draw every name as the same boxes (or as nothing).
    other = render(
        {**spec, "title": {**spec["title"], "text": ["日"]}},
    ).png
    another = render(
        {**spec, "title": {**spec["title"], "text": ["本"]}},
    ).png
    assert other != another
