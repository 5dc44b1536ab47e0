"""How every chart looks: colours, type, the frame around it, and how numbers are written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from burdenshare.charts.grammar import Spec
from burdenshare.charts.spoken import Tell, spoken, teller
from burdenshare.errors import Refusal

if TYPE_CHECKING:
    from burdenshare.figures.model import Source

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
WIDTH = 720
"""Width in pixels that titles and source lines are wrapped to; plots are laid out to fit it."""

INK = "#1A1A1A"
QUIET = "#595959"
FAINT = "#8C8C8C"
GRID = "#E2E2E2"
LAND = "#D6D6D6"
SEA = "#EDF2F5"
PAPER = "#FFFFFF"

# Okabe and Ito (2008), "Color Universal Design".
BLUE = "#0072B2"
VERMILLION = "#D55E00"
GREEN = "#009E73"
ORANGE = "#E69F00"
SKY = "#56B4E9"
PURPLE = "#CC79A7"
YELLOW = "#F0E442"
RUST = "#8F3900"
"""A dark vermillion, for a line on any of the `BANDS`."""

STACK = (BLUE, ORANGE, GREEN, YELLOW, VERMILLION, SKY, PURPLE)
"""Colours of neighbouring layers, dark and light in turn, so that they part in greyscale too."""

REST = "#BDBDBD"
"""Colour of all that is summed up as others."""

SEQUENCE = ("#FFE99A", "#9CCB86", "#54A898", "#2A7599", "#294A86", "#1E1549")
"""Light to dark, each clearly darker than the one before."""

BANDS = ("#D5E6F2", "#A9CCE5", "#74AAD3")
"""One hue, light to dark: the bands of 95, 80 and 50 % of the futures, nested."""

FONTS = ("Liberation Sans", "Arial", "Helvetica", "sans-serif")
"""Three faces of equal widths, so that text fits on other machines too; then any sans-serif."""

CJK_FONTS = ("'Noto Sans CJK JP'", "'Hiragino Sans'", "'Yu Gothic'", "Meiryo", "IPAPGothic")
"""Named behind the font that was found, for readers of the SVG on another machine."""

CONFIG: dict[str, Any] = {
    "background": PAPER,
    "font": ", ".join(FONTS),
    "padding": 14,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "labelFontSize": 12,
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domainColor": FAINT,
        "tickColor": FAINT,
        "labelLimit": 0,
        "titleLimit": 0,
    },
    "legend": {
        "labelColor": INK,
        "labelFontSize": 12,
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": 0,
        "titleLimit": 0,
    },
    "header": {"labelColor": INK, "labelFontSize": 12, "labelLimit": 0},
    "title": {"limit": 0},
    "text": {"color": INK, "fontSize": 12},
}

TITLE_SIZE = 18
SUBTITLE_SIZE = 13
SOURCE_SIZE = 11

MOST_TITLES = 4
"""With more sources than that, a source line names producers and months alone."""

_UNITS = ("%", "bn")

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Credit:
    """What the source line under a chart says.

    Parameters
    ----------
    sources : tuple of Source
        The tables whose figures the chart shows or rests on; at least one.
    run : str
        Fingerprint of the run that the chart belongs to, if any.
    own : bool
        Whether figures of the user's own went in.
    more : tuple of str
        What else the chart rests on, in words: statements, assumptions.
    """

    sources: tuple[Source, ...]
    run: str = ""
    own: bool = False
    more: tuple[str, ...] = ()

    def line(self, tell: Tell = str) -> str:
        """Return the source line: producer, title and month of each source, then the run.

        Of more than `MOST_TITLES` sources the titles are left to the report, to keep it readable.

        Raises
        ------
        Refusal
            ``no-figures`` where no source is given: no picture without an origin.
        """
        many = len({s.id for s in self.sources}) > MOST_TITLES
        sources = _by_producer(self.sources) if many else [_name(s) for s in self.sources]
        named = [*sources, *self.more, *["the user's own figures"] * self.own]
        if not named:
            raise Refusal(
                "no-figures",
                "A chart was asked for without any source to name under it.",
                hint="Give the sources of the figures that the chart shows.",
            )
        label = "Source" if len(set(named)) == 1 else "Sources"
        made = f"Chart: burdenshare, run {self.run[:12]}." if self.run else "Chart: burdenshare."
        return tell(f"{label}: {'; '.join(map(tell, dict.fromkeys(named)))}. {made}")


def _name(source: Source) -> str:
    """Return producer, title and month of a source; the month once."""
    when = month(source.vintage)
    dated = "" if when in source.title else f", {when}"
    return f"{source.producer}, {source.title}{dated}"


def _by_producer(sources: Iterable[Source]) -> list[str]:
    """Return each producer with the months of its sources, the earliest first."""
    months: dict[str, set[str]] = {}
    for source in sources:
        months.setdefault(source.producer, set()).add(source.vintage)
    return [f"{who}, {' and '.join(map(month, sorted(found)))}" for who, found in months.items()]


def month(vintage: str) -> str:
    """Write a vintage (``2026-07``) in words (``July 2026``)."""
    year, number = vintage.split("-")[:2]
    return f"{_MONTHS[int(number) - 1]} {year}"


def number(value: float, digits: int = 2, *, sign: bool = False) -> str:
    """Write a number with thousands separated, never as a negative zero."""
    text = f"{value:+,.{digits}f}" if sign else f"{value:,.{digits}f}"
    return text if any(c in "123456789" for c in text) else text.lstrip("+-")


def amount(value: float) -> str:
    """Write an amount of money: from 100 on without decimals, below with one."""
    return number(value, 0 if abs(value) >= 100 or value == 0 else 1)


def percent(value: float) -> str:
    """Write a share of GDP as NATO prints it: ``3.75 %``."""
    return f"{number(value)} %"


def target(value: float) -> str:
    """Write a target or threshold without idle zeros: ``2 %``, ``3.5 %``."""
    return f"{value:g} %"


def ticks(first: int, last: int, most: int = 12) -> list[int]:
    """Return at most `most` evenly spaced years that end with the last one."""
    step = -(-(last - first + 1) // most)
    return list(range(last, first - 1, -step))[::-1]


def text_width(text: str, size: float) -> float:
    """Estimate the width of a text in pixels: wide characters 1 em, others as in Helvetica."""
    narrow, broad = "iljtfrI.,;:'|()[]! -/", "mwMW@%"
    ems = 0.0
    for c in text:
        if unicodedata.east_asian_width(c) in "WF":
            ems += 1.0
        elif c in narrow:
            ems += 0.31
        else:
            ems += 0.88 if c in broad else 0.69 if c.isupper() else 0.56
    return ems * size


def wrap(text: str, size: float, width: float = WIDTH) -> list[str]:
    """Break a text into lines no wider than `width` pixels."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and text_width(line + piece.rstrip(), size) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def _ends_a_line(before: str, after: str) -> bool:
    """Say whether a line of wide text may end between two characters."""
    if after in "、。：；）」』】％～ー々" or before in "（「『【" or before.isdigit():
        return False
    both_katakana = all("\u30a0" <= c <= "\u30ff" for c in (before, after))
    return unicodedata.east_asian_width(after) in "WF" and not both_katakana


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may end: at spaces, save before a unit, and at wide characters."""
    pieces, word = [], ""
    for i, c in enumerate(text):
        if word and _ends_a_line(word[-1], c):
            pieces.append(word)
            word = ""
        word += c
        if c == " " and not text.startswith(_UNITS, i + 1):
            pieces.append(word)
            word = ""
    return [*pieces, word] if word else pieces


def frame(
    plot: Spec,
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    title: str,
    subtitle: Sequence[str],
    credit: Credit,
    description: str,
    language: str = "en",
) -> dict[str, Any]:
    """Put a plot into the house frame and return it as a Vega-Lite specification.

    Parameters
    ----------
    plot : dict
        The plot alone, of `grammar`.
    tables : mapping of str to rows
        The data of the plot.
    title : str
        What the chart says or asks.
    subtitle : sequence of str
        Definition, vintage, unit, breaks; each entry starts a line, empty ones are left out.
    credit : Credit
        The source line.
    description : str
        The alternative text, for readers who cannot see the picture.
    language : str
        Language that all of it is put into: ``en`` or ``ja``.
    """
    tell = teller(language)
    plot, datasets = spoken(plot, tables, language)
    foot = {
        "text": wrap(credit.line(tell), SOURCE_SIZE),
        "orient": "bottom",
        "anchor": "start",
        "fontSize": SOURCE_SIZE,
        "fontWeight": "normal",
        "color": QUIET,
        "offset": 12,
    }
    head = {
        "text": wrap(tell(title), TITLE_SIZE * 1.04),
        "subtitle": [line for text in subtitle if text for line in wrap(tell(text), SUBTITLE_SIZE)],
        "anchor": "start",
        "fontSize": TITLE_SIZE,
        "fontWeight": "bold",
        "color": INK,
        "subtitleFontSize": SUBTITLE_SIZE,
        "subtitleColor": QUIET,
        "subtitlePadding": 6,
        "lineHeight": 22,
        "subtitleLineHeight": 17,
        "offset": 14,
    }
    return {
        "$schema": SCHEMA,
        "config": CONFIG,
        "datasets": datasets,
        "description": tell(description),
        "title": head,
        "vconcat": [plot | {"title": foot}],
    }
