"""Puts charts into the page: ids made unique, size left to the page, each read as one image."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from markupsafe import Markup, escape

from burdenshare.brief.words import slug, spaced


class Figure(NamedTuple):
    """One chart with its anchor, caption and picture."""

    id: str
    title: str
    caption: str
    picture: Markup
    origin: str
    """Anchor of the section whose tables hold the numbers."""


CHARTS = {
    "who_meets_what": (
        "Who meets what",
        "Share of GDP of each member, with earlier editions of the figures as ghosts.",
    ),
    "path_to_pledge": (
        "The path to the pledge",
        "Spending on the path of the pledge and on the baseline; the area between is the extra.",
    ),
    "cost_stack": ("Who pays the extra", "The extra of each year, by member."),
    "cost_bars": (
        "Who pays how much",
        "The extra of all years together, by member; the same sums as in the tables below.",
    ),
    "burden_map": ("The burden on the map", "Share of GDP by country."),
    "fan_total": (
        "How sure the sum is",
        "The extra of all together, year by year: bands of the futures around their middle.",
    ),
    "fan_cost": (
        "How sure each cost is",
        "The extra of each member, year by year: bands of the futures around their middle.",
    ),
    "fan_debt": (
        "What is owed",
        "Debt with the pledge: bands of the futures, and the middle without the pledge.",
    ),
    "fan_share": (
        "How sure the share is",
        "Share of GDP where it differs from future to future.",
    ),
    "affordable": (
        "Who can pay",
        "How likely it is that the pledge is affordable, with it and at the share of the start.",
    ),
    "debt_moves": (
        "What moves debt",
        "The change of debt without any shock, split into what moves it.",
    ),
    "buying_power": (
        "What the orders lose",
        "Orders fixed in national currency: what exchange rates and prices take from them.",
    ),
    "vintage_movers": (
        "What changed between editions",
        "The same share in two editions of the figures, largest revisions first.",
    ),
    "keeping": (
        "Who keeps it",
        "Each ally's chance of spending what it pledged, year by year, by what allies did before.",
    ),
    "kept_as_said": (
        "How good such chances were",
        "What the same model gave a chance in the past, and how often it came true.",
    ),
    "positions": (
        "What they wanted",
        "Positions going in, and how likely the outcome is anywhere on the scale.",
    ),
    "moves": ("Who moves where", "Turn by turn in a model that explains and does not lead."),
    "standing_alone": ("Who plays alone", "Four forms, each on a scale of its own."),
    "coverage_rose": (
        "What the money covers",
        "Part of what each direction asks for in each domain that is covered, now and pledged.",
    ),
    "absence": ("On whom it hangs", "What coverage loses without each state in turn."),
    "contingencies": ("What goes dark", "Coverage of every cell before and after."),
    "marginal": (
        "Which line adds most",
        "What one more billion adds to coverage, by state and domain.",
    ),
    "formats_network": ("In which rooms", "States that share rooms of decision, tied."),
    "unit_cost": (
        "What one unit costs",
        "Programme unit cost by quantity, alone and together, with the planned quantities.",
    ),
    "obligations": (
        "What falls due",
        "Obligations from the past: new in a year up, what fell due down.",
    ),
    "formats_sets": ("Who sits in which room", "A dot for a member, a ring for a partner."),
}
"""Known charts: title and caption; of several cases each, the name of the case follows."""
OF_POLITICS = ("keeping", "kept_as_said", "positions", "moves", "standing_alone")
"""Charts whose numbers stand in the section on politics."""
OF_READINGS = ("coverage_rose", "absence", "contingencies", "marginal")
"""Charts whose numbers stand in the section on readings."""
OF_MORTGAGE = ("unit_cost", "obligations")
"""Charts whose numbers stand in the section on what is mortgaged."""
OF_FORMATS = ("formats_network", "formats_sets")
"""Charts whose making is told among the methods."""
OF_FUTURES = {
    **dict.fromkeys(("fan_total", "fan_cost", "fan_debt", "fan_share", "affordable"), "how-sure"),
    "debt_moves": "who-pays",
}
"""Charts whose numbers stand in a section that only runs with draws have."""

_ID = re.compile(r'\sid="([^"]+)"')
_NOISE = re.compile(
    r'\s(?:role|aria-[a-z]+|class|pointer-events)="[^"]*"'
    r'|\s(?:opacity="1"|text-anchor="start"|transform="translate\(0,0\)"|stroke-width="1"'
    r'|stroke-dasharray="1,0")'
)
_UNSEEN = re.compile(
    r'<path d="(?:M0,0h0v0h0Z)?"[^>]*/>|<text(?=[^>]* opacity="0")[^>]*>[^<]*</text>|<g></g>'
)
"""What leaves no mark on the page: paths without length, text without colour, empty groups."""
_SHAPES = re.compile(
    r"<g((?: [^>]*)?)>((?:<(?:path|line|rect|circle) [^>]*/>|<text [^>]*>[^<]*</text>){2,})</g>"
)
_LOOK = re.compile(
    r' (?:fill|stroke(?:-width|-dasharray|-linecap)?|font-(?:size|weight)|text-anchor)="[^"]*"'
)
_OPENING = re.compile(r"<\w[^>]*>")
_FONT = re.compile(r'\sfont-family="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_LONG = re.compile(r"-?\d+\.\d{3,}")
_PLACES = re.compile(r'\sd="[^"]*"|translate\([^)]*\)')
_DECIMAL = re.compile(r"-?\d+\.\d+")
_SAID = re.compile(r'<(?:svg|g)\b[^>]*\saria-label="([^"]*)"')


def figures(charts: dict[str, str], futures: bool = False) -> list[Figure]:
    """Return the charts in the order given; one of an unknown name is called by its name."""
    return [_figure(name, svg, _section(name, futures)) for name, svg in charts.items()]


def _section(name: str, futures: bool) -> str:
    """Return the anchor of the section whose tables hold the numbers of a chart."""
    if name in OF_READINGS:
        return "readings"
    if name.startswith(OF_MORTGAGE):
        return "mortgaged"
    if name in OF_FORMATS:
        return "m-formats"
    if name.startswith(OF_POLITICS):
        return "politics"
    return OF_FUTURES.get(name, "by-member") if futures else "by-member"


def _figure(name: str, svg: str, origin: str) -> Figure:
    """Return one chart; what is said of it to who cannot see it is what the chart says itself."""
    title, caption = CHARTS.get(name, CHARTS.get(_kind(name), (spaced(name), "")))
    said = _SAID.search(svg)
    alt = unescape(said.group(1)) if said else caption
    picture = inline(svg, slug(name), f"{title}. {alt}")
    return Figure(f"chart-{slug(name)}", title, caption, picture, origin)


def _kind(name: str) -> str:
    """Return what kind of chart one of several cases is: ``positions`` of ``positions_CASE``."""
    kinds = (*OF_POLITICS, *OF_MORTGAGE)
    return next((kind for kind in kinds if name.startswith(f"{kind}_")), "")


def inline(svg: str, prefix: str, alt: str) -> Markup:
    """Return `svg` fit to stand in a page beside others.

    Parameters
    ----------
    svg : str
        A complete SVG document.
    prefix : str
        Put before every id, so that clip paths and gradients of two charts never meet.
    alt : str
        What a reader who does not see the chart is told.
    """
    text = svg[svg.index("<svg") :].strip()
    for name in sorted(set(_ID.findall(text)), key=len, reverse=True):
        own = re.escape(name)
        text = re.sub(rf'(\sid="|url\(#|href="#){own}(?=["\)])', rf"\g<1>{prefix}-{name}", text)
    text = _lighter(_NOISE.sub("", text))
    opening, body = re.fullmatch(r"(<svg[^>]*>)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    width, height = (_length(opening, side) for side in ("width", "height"))
    if "viewBox" not in opening:
        opening = f'{opening[:-1]} viewBox="0 0 {width} {height}">'
    opening = re.sub(r'\s(?:width|height)="[^"]*"', "", opening)
    label = f' role="img" aria-label="{escape(alt.strip())}" style="max-width:{width}px"'
    return Markup(f"{opening[:-1]}{label}>{body}")  # noqa: S704 - our own charts


def _lighter(text: str) -> str:
    """Return the same picture in fewer bytes: tenths of a pixel, one font named once."""
    text = _PLACES.sub(lambda place: _DECIMAL.sub(_tenths, place.group()), text)
    text = _TAG.sub(lambda tag: _LONG.sub(_shorter, tag.group()), text)
    before = ""
    while text != before:
        before, text = text, _UNSEEN.sub("", text)
    text = _SHAPES.sub(_alike, text)
    fonts = set(_FONT.findall(text))
    if len(fonts) == 1:
        text = _FONT.sub("", text).replace("<svg", f'<svg font-family="{fonts.pop()}"', 1)
    return text


def _alike(group: re.Match[str]) -> str:
    """Return a group of shapes with the look that all of them share said once, by the group."""
    attributes, shapes = group.groups()
    looks = [set(_LOOK.findall(shape)) for shape in _OPENING.findall(shapes)]
    own = {look.split("=")[0] for look in _LOOK.findall(attributes)}
    shared = sorted(look for look in set.intersection(*looks) if look.split("=")[0] not in own)
    for look in shared:
        shapes = shapes.replace(look, "")
    return f"<g{attributes}{''.join(shared)}>{shapes}</g>"


def _shorter(number: re.Match[str]) -> str:
    return f"{float(number.group()):.2f}".rstrip("0").rstrip(".")


def _tenths(number: re.Match[str]) -> str:
    return f"{float(number.group()):.1f}".removesuffix(".0")


def _length(opening: str, side: str) -> str:
    found = re.search(rf'\s{side}="([\d.]+)', opening)
    return found.group(1) if found else "800"
