"""Draws SVGs from specifications; as a program, in a process of its own."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path
from xml.sax.saxutils import quoteattr

from burdenshare.charts.fonts import Letters, with_letters
from burdenshare.charts.theme import CJK_FONTS, FONTS

VEGA_LITE = "6.4"
"""Version of Vega-Lite that draws the pictures; the specifications are written for it."""


def svg(text: str, letters: Letters) -> bytes:
    """Draw a specification, given as JSON, with the fonts that its text needs."""
    import vl_convert

    with_letters(letters)
    families: tuple[str, ...] = FONTS
    if letters.family:
        families = (f"'{letters.family}'", *CJK_FONTS, *FONTS)
    spec = json.loads(text)
    spec["config"] |= {"font": ", ".join(families), "aria": False}
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    drawn = _with_own_identifiers(drawn, hashlib.sha256(text.encode()).hexdigest()[:8])
    label = f'<svg role="img" aria-label={quoteattr(spec["description"])} '
    return drawn.replace("<svg ", label, 1).encode() + b"\n"


def _with_own_identifiers(drawn: str, prefix: str) -> str:
    """Count identifiers from 0 again; Vega counts on from one picture to the next."""
    tags = re.compile(r"<[^>]*>")
    found = [name for tag in tags.findall(drawn) for name in re.findall(r'\sid="([^"]+)"', tag)]
    own = {name: f"c{prefix}-{i}" for i, name in enumerate(dict.fromkeys(found))}

    def rename(match: re.Match[str]) -> str:
        return match[1] + own.get(match[2], match[2])

    def mend(tag: re.Match[str]) -> str:
        return re.sub(r'(\sid="|url\(#|href="#)([^")]+)', rename, tag[0])

    return tags.sub(mend, drawn)


def put(path: Path, content: bytes) -> None:
    """Write a file in one step, so that one that is there is whole."""
    fresh = path.with_suffix(".part")
    fresh.write_bytes(content)
    fresh.replace(path)


def main() -> None:
    """Draw the specifications that standard input names with their fonts, one a line.

    Each line goes on to standard output when the SVG lies beside its specification. The drawing
    library is loaded before the first line is read: that takes half a second.
    """
    _load()
    for line in sys.stdin:
        place, family, folders = json.loads(line)
        path = Path(place)
        drawn = svg(path.read_text(encoding="utf-8"), Letters(family, tuple(folders)))
        put(path.with_suffix(".svg"), drawn)
        print(line, end="", flush=True)  # noqa: T201 - the next process reads it


def _load() -> None:
    blank = {"config": {}, "description": "", "mark": "point", "data": {"values": []}}
    svg(json.dumps(blank), Letters())


if __name__ == "__main__":
    main()
