"""Draws PNGs from SVGs; as a program, beside the process that makes the SVGs."""

from __future__ import annotations

import sys
from pathlib import Path

SCALE = 2.0
"""Pixels of the PNG for one of the SVG."""


def png(svg: bytes) -> bytes:
    """Draw an SVG at twice its size, with the fonts of the system and of registered folders."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(svg.decode(), scale=SCALE)
    return drawn


def main() -> None:
    """Draw the SVG files named on standard input, one a line; the arguments are font folders."""
    import vl_convert

    for folder in sys.argv[1:]:
        vl_convert.register_font_directory(folder)
    for line in sys.stdin:
        path = Path(line.removesuffix("\n"))
        drawn = png(path.read_bytes())
        fresh = path.with_suffix(".part")
        fresh.write_bytes(drawn)
        fresh.replace(path.with_suffix(".png"))


if __name__ == "__main__":
    main()
