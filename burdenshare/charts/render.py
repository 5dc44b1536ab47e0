"""Turns charts into the three files that are kept: the specification, an SVG and a PNG."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Self

from burdenshare.charts.album import Album, Pictures
from burdenshare.charts.fonts import Letters, letters_for
from burdenshare.charts.png import png
from burdenshare.charts.svg import svg


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
    with Easel() as easel:
        easel.put({"chart": spec})
        return easel.pictures()["chart"]


class Easel:
    """Draws charts in two processes beside this one: one makes SVGs, the other PNGs of them.

    To be used as a context; the processes end with it, and with this process. They get ready while
    this one has other things to do. Where they cannot be had, or end too soon, pictures are drawn
    in this process when they are asked for.

    Parameters
    ----------
    album : Album, optional
        Where pictures drawn before are looked for, and those drawn now are kept.
    """

    def __init__(self, album: Album | None = None) -> None:
        self._album = album

    def __enter__(self) -> Self:
        self._place = TemporaryDirectory(prefix="burdenshare-")
        self._charts: dict[str, _Chart] = {}
        self._helpers = _helpers()
        return self

    def __exit__(self, *_: object) -> None:
        if self._helpers:
            self._helpers.end()
        self._place.cleanup()

    def put(self, specs: Mapping[str, dict[str, Any]]) -> None:
        """Take the charts to draw, by name; they are drawn from now on. To be called once.

        Raises
        ------
        Refusal
            ``no-font``, before anything is drawn.
        """
        texts = {name: _text(spec) for name, spec in specs.items()}
        for i, (name, text) in enumerate(texts.items()):
            path, letters = Path(self._place.name) / f"{i}.json", letters_for(text)
            kept = self._album.find(text, letters) if self._album else None
            self._charts[name] = _Chart(text, path, letters, kept)
        fresh = [chart for chart in self._charts.values() if chart.kept is None]
        for chart in fresh:
            chart.path.write_bytes(chart.text.encode())
        if self._helpers:
            self._helpers.tell(chart.line for chart in fresh)

    def svgs(self) -> dict[str, bytes]:
        """Return the SVG of each chart, as soon as all of them are drawn."""
        if self._helpers:
            self._helpers.svg.wait()
        return {name: chart.svg() for name, chart in self._charts.items()}

    def pictures(self) -> dict[str, Rendered]:
        """Return all files of each chart, as soon as all of them are drawn."""
        drawn = self.svgs()
        if self._helpers:
            self._helpers.png.wait()
        made = {
            name: Rendered(chart.text.encode(), drawn[name], chart.png(drawn[name]))
            for name, chart in self._charts.items()
        }
        if self._album:
            for name, chart in self._charts.items():
                if chart.kept is None:
                    self._album.keep(chart.text, chart.letters, Pictures(*made[name][1:]))
            self._album.tidy()
        return made


class _Chart(NamedTuple):
    """One chart to draw, and where its pictures will lie."""

    text: str
    path: Path
    letters: Letters
    kept: Pictures | None

    @property
    def line(self) -> str:
        """What the drawing processes are told of the chart."""
        return json.dumps([str(self.path), *self.letters]) + "\n"

    def svg(self) -> bytes:
        """Return the SVG: as drawn before or beside this process, or else drawn now."""
        if self.kept:
            return self.kept.svg
        made = self.path.with_suffix(".svg")
        return made.read_bytes() if made.exists() else svg(self.text, self.letters)

    def png(self, drawn: bytes) -> bytes:
        """Return the PNG: as drawn before or beside this process, or else drawn now."""
        if self.kept:
            return self.kept.png
        made = self.path.with_suffix(".png")
        return made.read_bytes() if made.exists() else png(drawn, self.letters)


def _text(spec: dict[str, Any]) -> str:
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


# The two processes -------------------------------------------------------------------------------


class _Helpers(NamedTuple):
    """A process that draws SVGs, and one that reads from it which PNGs to draw."""

    svg: subprocess.Popen[str]
    png: subprocess.Popen[str]

    def tell(self, lines: Iterable[str]) -> None:
        """Say what is to be drawn; nothing more will be."""
        assert self.svg.stdin is not None
        with contextlib.suppress(OSError), self.svg.stdin as pipe:
            pipe.writelines(lines)

    def end(self) -> None:
        """End both, whatever they are doing."""
        assert self.svg.stdin is not None
        with contextlib.suppress(OSError):
            self.svg.stdin.close()
        for each in self:
            each.kill()
            each.wait()


def _helpers() -> _Helpers | None:
    """Start the processes; None where they cannot be had."""
    if not sys.executable:
        return None
    try:
        first = _helper("svg", subprocess.PIPE, subprocess.PIPE)
    except OSError:
        return None
    try:
        second = _helper("png", first.stdout, subprocess.DEVNULL)
    except OSError:
        first.kill()
        first.communicate()
        return None
    assert first.stdout is not None
    first.stdout.close()
    return _Helpers(first, second)


def _helper(name: str, given: Any, output: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", f"burdenshare.charts.{name}"],
        stdin=given,
        stdout=output,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
