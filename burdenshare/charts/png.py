"""Draws PNGs from SVGs; as a program, in a process of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from burdenshare.charts.fonts import Letters, with_letters
from burdenshare.charts.svg import put

SCALE = 2.0
"""Pixels of the PNG for one of the SVG."""


def png(svg: bytes, letters: Letters) -> bytes:
    """Draw an SVG at twice its size, with the fonts that its text needs."""
    import vl_convert

    with_letters(letters)
    drawn: bytes = vl_convert.svg_to_png(svg.decode(), scale=SCALE)
    return drawn


def main() -> None:
    """Draw the SVGs that lie beside what standard input names; lines as of `svg.main`."""
    with_letters(Letters())
    for line in sys.stdin:
        place, family, folders = json.loads(line)
        path = Path(place).with_suffix(".svg")
        put(path.with_suffix(".png"), png(path.read_bytes(), Letters(family, tuple(folders))))


if __name__ == "__main__":
    main()
