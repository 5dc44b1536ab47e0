"""Finds the fonts that a chart needs, so that no text shows as empty boxes.

Latin, Greek and Cyrillic text is drawn with the Liberation Sans that vl_convert brings along, the
same on every machine; Chinese, Japanese and Korean text with a font of the system.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from burdenshare.errors import Refusal
from burdenshare.settings import folder

_BLOCKS = (
    (0x1100, 0x11FF),  # Hangul letters
    (0x2E80, 0x9FFF),  # radicals, punctuation, kana, unified ideographs
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),  # Hangul syllables
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),  # full and half widths
    (0x20000, 0x3FFFF),
)

_BROUGHT = (
    *((0x20, 0x7E), (0xA0, 0x36F)),  # Latin with its accents
    *((0x391, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x513)),  # Greek and Cyrillic
    *((0x1E00, 0x1E9B), (0x1EA0, 0x1EF9)),
    *((0x2010, 0x2022), (0x2026, 0x2026), (0x2030, 0x2030), (0x2032, 0x2034)),
    *((0x2039, 0x203A), (0x20A0, 0x20B5), (0x2116, 0x2116), (0x2122, 0x2122)),
    *((0x2190, 0x2195), (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265)),
)
"""Characters of the Liberation Sans 2.00 in vl_convert; its other ones are seldom in a chart."""

_GOOD = (
    *("notosanscjk", "notosansjp", "sourcehansans", "hiraginosans", "hiragino", "ヒラギノ角"),
    *("yugoth", "meiryo", "ipaexg", "ipagp", "ipag", "takao", "vl-pgothic", "msgothic"),
)
"""Beginnings of file names of Japanese sans-serif faces, the best for charts first."""

SYSTEM_FOLDERS: dict[str, tuple[str, ...]] = {
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "win32": (r"%WINDIR%\Fonts", r"%LOCALAPPDATA%\Microsoft\Windows\Fonts"),
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
}


class Font(NamedTuple):
    """A font file that covers a text, and the family name to ask for it by."""

    family: str
    path: Path


class Letters(NamedTuple):
    """What has to be had from the system to draw a text."""

    family: str = ""
    """Asked for before all others; where the text is Chinese, Japanese or Korean."""
    folders: tuple[str, ...] = ()
    """Where font files lie."""


def letters_for(text: str) -> Letters:
    """Return the fonts of the system that a text needs.

    Raises
    ------
    Refusal
        ``no-font`` where Chinese, Japanese or Korean text has none. For other text that the drawing
        library cannot write, it is shown all fonts of the system.
    """
    rest = {c for c in _beyond(_BROUGHT, text) if c.isprintable()}
    cjk = rest - _beyond(_BLOCKS, rest)
    font = require_font(cjk) if cjk else None
    places = [font.path.parent] if font else []
    if rest - cjk:
        places += [place for place in _system_folders() if place.is_dir()]
    return Letters(font.family if font else "", tuple(map(str, places)))


def _beyond(blocks: Iterable[tuple[int, int]], text: Iterable[str]) -> set[str]:
    """Return the characters of a text that lie in none of the blocks."""
    return {c for c in set(text) if not any(a <= ord(c) <= b for a, b in blocks)}


def with_letters(letters: Letters) -> None:
    """Let the drawing library find these fonts and its own."""
    import vl_convert

    _without_the_systems()
    for place in letters.folders:
        vl_convert.register_font_directory(place)


@cache
def _without_the_systems() -> None:
    """Keep the drawing library from reading the fonts of the system, where it has not yet.

    It would prefer theirs to its own, so that pictures differed from machine to machine, and it
    opens a font file of the system anew for every letter: half of the time of a picture. It asks
    fontconfig's variable once, at its first use, and no further.
    """
    import vl_convert

    name, none = "FONTCONFIG_FILE", "<fontconfig><dir>/nonexistent</dir></fontconfig>"
    before = os.environ.get(name)
    with TemporaryDirectory(prefix="burdenshare-") as place:
        config = Path(place) / "fonts.conf"
        config.write_text(f'<?xml version="1.0"?>{none}', encoding="utf-8")
        os.environ[name] = str(config)
        try:
            vl_convert.svg_to_png('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
        finally:
            if before is None:
                del os.environ[name]
            else:
                os.environ[name] = before


def require_font(characters: Iterable[str]) -> Font:
    """Return a font that has a glyph for each of `characters`.

    Looks into the folder of the setting ``fonts``, then asks fontconfig, then reads the system's
    font folders.

    Raises
    ------
    Refusal
        ``no-font`` when no font has them all.
    """
    return _find(frozenset(characters), os.environ.get("BURDENSHARE_FONTS", ""))


@lru_cache(maxsize=32)
def _find(characters: frozenset[str], _setting: str) -> Font:
    for path in _candidates(characters):
        family = family_covering(path, characters)
        if family:
            return Font(family, path)
    shown = "".join(sorted(characters)[:12])
    raise Refusal(
        "no-font",
        f"A chart has Chinese, Japanese or Korean text ({shown}), "
        "and no installed font has these characters.",
        hint="Debian and Ubuntu: apt install fonts-noto-cjk. Fedora: dnf install "
        "google-noto-sans-cjk-fonts. macOS and Windows bring one. Or put a font file (.otf, .ttf, "
        ".ttc) into a folder and set BURDENSHARE_FONTS to it.",
    )


def _candidates(characters: Iterable[str]) -> Iterator[Path]:
    """Yield font files in the order in which they are tried, the likeliest first."""
    own = folder("fonts")
    if own is not None:
        yield from sorted(_fonts_below(own), key=_rank)
    yield from sorted(_from_fontconfig(characters), key=_rank)
    yield from sorted((f for place in _system_folders() for f in _fonts_below(place)), key=_rank)


def _system_folders() -> list[Path]:
    return [Path(os.path.expandvars(p)).expanduser() for p in SYSTEM_FOLDERS.get(sys.platform, ())]


def _rank(path: Path) -> tuple[int, int, str]:
    name = path.name.lower().replace(" ", "")
    order = next((i for i, good in enumerate(_GOOD) if name.startswith(good)), len(_GOOD))
    return order, "regular" not in name, str(path)


def _fonts_below(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from (p for p in place.rglob("*") if p.suffix.lower() in {".otf", ".ttf", ".ttc"})


def _from_fontconfig(characters: Iterable[str]) -> list[Path]:
    pattern = f":charset={' '.join(f'{ord(c):x}' for c in sorted(characters))}"
    program = shutil.which("fc-list")
    if program is None:
        return []
    try:
        listed = subprocess.run(
            [program, pattern, "--format", "%{file}\n"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [Path(line) for line in sorted(set(listed.stdout.splitlines())) if line]


def family_covering(path: Path, characters: Iterable[str]) -> str | None:
    """Return the family name of the face in a font file that has all `characters`, else None.

    Reads the ``cmap`` and ``name`` tables (OpenType 1.9); a damaged file covers nothing.
    """
    wanted = {ord(c) for c in characters}
    try:
        data = path.read_bytes()
        for start in _faces(data):
            tables = _tables(data, start)
            if wanted <= _mapped(data[slice(*tables["cmap"])], wanted):
                return _family(data[slice(*tables["name"])])
    except (OSError, struct.error, KeyError, IndexError, UnicodeDecodeError):
        return None
    return None


def _faces(data: bytes) -> list[int]:
    """Return where each face begins: several in a collection, one otherwise."""
    if data[:4] != b"ttcf":
        return [0]
    (count,) = struct.unpack_from(">I", data, 8)
    return list(struct.unpack_from(f">{count}I", data, 12))


def _tables(data: bytes, start: int) -> dict[str, tuple[int, int]]:
    """Return the first and the past-the-end byte of each table of a face."""
    (count,) = struct.unpack_from(">H", data, start + 4)
    found = {}
    for i in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, start + 12 + 16 * i)
        found[tag.decode("latin-1")] = (offset, offset + length)
    return found


def _mapped(cmap: bytes, wanted: set[int]) -> set[int]:
    """Return those of the `wanted` code points that a ``cmap`` table maps to a glyph."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    found: set[int] = set()
    for i in range(count):
        platform, _, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * i)
        (form,) = struct.unpack_from(">H", cmap, offset)
        if platform in {0, 3} and form == 12:
            found |= _mapped_12(cmap[offset:], wanted)
        elif platform in {0, 3} and form == 4:
            found |= _mapped_4(cmap[offset:], wanted)
    return found


def _mapped_12(table: bytes, wanted: set[int]) -> set[int]:
    (count,) = struct.unpack_from(">I", table, 12)
    groups = [struct.unpack_from(">III", table, 16 + 12 * i) for i in range(count)]
    return {c for c in wanted if any(a <= c <= b and g + c - a for a, b, g in groups)}


def _mapped_4(table: bytes, wanted: set[int]) -> set[int]:
    n = struct.unpack_from(">H", table, 6)[0] // 2
    ends = struct.unpack_from(f">{n}H", table, 14)
    starts = struct.unpack_from(f">{n}H", table, 16 + 2 * n)
    deltas = struct.unpack_from(f">{n}H", table, 16 + 4 * n)
    ranges_at = 16 + 6 * n
    ranges = struct.unpack_from(f">{n}H", table, ranges_at)
    found = set()
    for c in wanted:
        i = next((k for k, end in enumerate(ends) if c <= end), n)
        if i == n or c < starts[i]:
            continue
        glyph = c
        if ranges[i]:
            at = ranges_at + 2 * i + ranges[i] + 2 * (c - starts[i])
            (glyph,) = struct.unpack_from(">H", table, at)
        if glyph and (glyph + deltas[i]) % 65536:
            found.add(c)
    return found


def _family(name: bytes) -> str | None:
    """Return the English family name (identifier 16, else 1) of a ``name`` table."""
    _, count, strings = struct.unpack_from(">HHH", name, 0)
    best: dict[tuple[int, int], str] = {}
    for i in range(count):
        platform, _, language, ident, length, offset = struct.unpack_from(">6H", name, 6 + 12 * i)
        if platform == 3 and ident in {1, 16}:
            raw = name[strings + offset : strings + offset + length]
            best[(language != 0x409, ident == 1)] = raw.decode("utf-16-be")
    return best[min(best)] if best else None
