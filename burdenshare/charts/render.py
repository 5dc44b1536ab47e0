"""Turns charts into the three files that are kept: the specification, an SVG and a PNG."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

from burdenshare.charts.fonts import Font, cjk_in, require_font
from burdenshare.charts.png import png
from burdenshare.charts.theme import CJK_FONTS, FONTS

VEGA_LITE = "6.4"
"""Version of Vega-Lite that draws the pictures; the specifications are written for it."""


class Rendered(NamedTuple):
    """One chart as files."""

    json: bytes
    svg: bytes
    png: bytes


def render(spec: dict[str, Any]) -> Rendered:
    """Draw a chart; the same specification gives the same bytes.

    The SVG keeps text as text, names ordinary font families with ``sans-serif`` last, carries the
    alternative text, and uses identifiers of its own, so that several can stand in one HTML page.
    The PNG is drawn from that SVG at twice the size. Nothing is fetched from anywhere.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification, as the chart functions return it.

    Raises
    ------
    Refusal
        ``no-font`` when the chart has CJK text and no font for it is found.
    """
    font = _font(spec)
    svg = _svg(spec, font)
    return Rendered(_text(spec), svg, png(svg))


def render_all(
    specs: Mapping[str, dict[str, Any]], step: Callable[[str], None] = lambda _name: None
) -> dict[str, Rendered]:
    """Draw several charts, as `render` would; a second process makes PNGs beside this one.

    Parameters
    ----------
    specs : mapping of str to dict
        Specifications by name.
    step : function
        Told the name of each chart before it is drawn.

    Raises
    ------
    Refusal
        ``no-font``, before anything is drawn.
    """
    fonts = {name: _font(spec) for name, spec in specs.items()}
    svgs: dict[str, bytes] = {}
    with TemporaryDirectory(prefix="burdenshare-") as place:
        helper = _helper({str(f.path.parent) for f in fonts.values() if f})
        for i, (name, spec) in enumerate(specs.items()):
            step(name)
            svgs[name] = _svg(spec, fonts[name])
            path = Path(place) / f"{i}.svg"
            path.write_bytes(svgs[name])
            _tell(helper, path)
        _finish(helper)
        pngs = {
            name: made.read_bytes() if made.exists() else png(svgs[name])
            for i, name in enumerate(specs)
            for made in [Path(place) / f"{i}.png"]
        }
    return {name: Rendered(_text(spec), svgs[name], pngs[name]) for name, spec in specs.items()}


def _text(spec: dict[str, Any]) -> bytes:
    text = json.dumps(spec, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode() + b"\n"


def _font(spec: dict[str, Any]) -> Font | None:
    """Return the font for the CJK text of a chart, if it has any."""
    characters = cjk_in(spec)
    return require_font(characters) if characters else None


def _svg(spec: dict[str, Any], font: Font | None) -> bytes:
    import vl_convert

    families: tuple[str, ...] = FONTS
    if font:
        vl_convert.register_font_directory(str(font.path.parent))
        families = (f"'{font.family}'", *CJK_FONTS, *FONTS)
    config = spec["config"] | {"font": ", ".join(families), "aria": False}
    svg = vl_convert.vegalite_to_svg(
        spec | {"config": config}, vl_version=VEGA_LITE, allowed_base_urls=[]
    )
    svg = _with_own_identifiers(svg, hashlib.sha256(_text(spec)).hexdigest()[:8])
    label = f'<svg role="img" aria-label={quoteattr(spec["description"])} '
    return svg.replace("<svg ", label, 1).encode() + b"\n"


def _with_own_identifiers(svg: str, prefix: str) -> str:
    """Count identifiers from 0 again; Vega counts on from one picture to the next."""
    tags = re.compile(r"<[^>]*>")
    found = [name for tag in tags.findall(svg) for name in re.findall(r'\sid="([^"]+)"', tag)]
    own = {name: f"c{prefix}-{i}" for i, name in enumerate(dict.fromkeys(found))}

    def rename(match: re.Match[str]) -> str:
        return match[1] + own.get(match[2], match[2])

    def mend(tag: re.Match[str]) -> str:
        return re.sub(r'(\sid="|url\(#|href="#)([^")]+)', rename, tag[0])

    return tags.sub(mend, svg)


# The second process; where it cannot be had, the pictures are made in this one --------------------


def _helper(folders: set[str]) -> subprocess.Popen[str] | None:
    if not sys.executable:
        return None
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "burdenshare.charts.png", *sorted(folders)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
    except OSError:
        return None


def _tell(helper: subprocess.Popen[str] | None, path: Path) -> None:
    if helper is None or helper.stdin is None or helper.poll() is not None:
        return
    try:
        helper.stdin.write(f"{path}\n")
        helper.stdin.flush()
    except OSError:
        helper.kill()


def _finish(helper: subprocess.Popen[str] | None) -> None:
    if helper is not None:
        helper.communicate()
