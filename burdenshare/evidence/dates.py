"""When: days, months, years, fiscal years, decades and deadlines in English and Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from burdenshare.evidence.model import Language, Span
from burdenshare.evidence.numerals import read_kanji

Role = Literal["in", "by", "since", "until", "before", "after", ""]

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH_NUMBER = {name[:3]: n for n, name in enumerate(_MONTHS, 1)}
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?:19|20)\d\d"
_SCALES = r"(?:hundred|thousand|million|billion|trillion|bn|tn|mn)\b"
_NOT_A_COUNT = (
    r"(?![\d%％]|[,.]\d|[ -]?(?:per ?cent|percent|percentage|" + _SCALES + r")"
    r"|[ ](?:(?:US|American|British|French|German|Russian|NATO|additional|more|combat) )?"
    r"(?:troops|soldiers|personnel|people|kilomet|km\b|miles|aircraft|tanks|missiles|drones"
    r"|vehicles|dollars|euros|yen|pounds|won\b|yuan|marines|jobs|men\b))"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?![\d]|[,.]\d{3}\b(?<!\d{4}))"
ENGLISH = re.compile(
    rf"""
    \b(?P<mdy_m>{_MONTH})[ ](?P<mdy_d>{_DAY})(?:st|nd|rd|th)?
        (?:[-–][ ]?{_DAY})?(?:,[ ]?|[ ])(?P<mdy_y>{_YEAR})\b
  | \b(?P<dmy_d>{_DAY})(?:st|nd|rd|th)?(?:[-–]{_DAY})?[ ](?:of[ ])?(?P<dmy_m>{_MONTH})\b
        (?:,?[ ](?P<dmy_y>{_YEAR})\b)?
  | \b(?P<my_m>{_MONTH}),?[ ](?:of[ ])?(?P<my_y>{_YEAR})\b{_NOT_A_COUNT}
  | \b(?P<md_m>{_MONTH})[ ](?P<md_d>{_DAY})(?:st|nd|rd|th)?\b
        (?![%％]|[,.]\d|[ -]?(?:per|{_SCALES}|troops|countries|allies|members))
  | \b(?P<iso_y>{_YEAR})[-/.](?P<iso_m>0?[1-9]|1[0-2])[-/.](?P<iso_d>{_DAY})\b
  | \b(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|[12]\d|3[01])[/.](?P<slash_y>{_YEAR})\b
  | \b(?:FYs?|[Ff]iscal(?:[ ][Yy]ears?)?|[Ff]inancial[ ][Yy]ears?|[Bb]udget[ ][Yy]ears?)[ -]?
        (?P<fy>{_YEAR}|[’']?\d\d(?![\d.,]))(?:[ ]?(?:[-–/]|to)[ ]?(?P<fy_to>{_YEAR}
        |\d\d?(?!\d)))?\b
  | \b(?P<decade>(?:19|20)\d0)[’']?s\b
  | (?<!\w)[’'](?P<short_decade>\d0)s\b
  | \b(?:nineteen[- ])?(?P<word_decade>twent|thirt|fort|fift|sixt|sevent|eight|ninet)(?:ies
        |y[’']s)\b
  | \b(?:the[ ])?(?:\d{{1,2}}(?:st|nd|rd|th)|[a-z]+th|[a-z]*first)[ -]century\b
  | \b(?:(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)[ -](?:[Qq]uarter|[Hh]alf)|Q[1-4]|H[12])
        \b(?:[ ](?:of[ ])?(?:the[ ])?(?:FY)?(?P<quarter_y>{_YEAR}))?
  | (?<![\d.,$€£¥￥/-])\b(?P<range_y>{_YEAR})
        (?:[ ]?[-–—/][ ]?|[ ](?:to|and|through|or)[ ])(?P<range_to>{_YEAR}|\d\d)\b{_NOT_A_COUNT}
  | (?<![\d.,$€£¥￥])\b(?P<year>{_YEAR})\b{_NOT_A_COUNT}
    """,
    re.VERBOSE,
)
_ROLES = (
    (
        "by",
        re.compile(
            r"\b(?:by|no later than|not later than)( the| its)?( (end|close|start|"
            r"beginning|middle) of| end| late| early| mid)*[ -]?( fiscal year| financial yea"
            r"r| year)?\s*$",
            re.I,
        ),
    ),
    (
        "since",
        re.compile(
            r"\b(?:since|from)( the| as early as)?( (end|start|beginning|middle) of|"
            r" end| late| early| mid)*[ -]?$",
            re.I,
        ),
    ),
    (
        "until",
        re.compile(
            r"\b(?:until|till|through|to|up to)( the)?( (end|close|start|beginning|"
            r"middle) of| end| late| early| mid)*[ -]?$",
            re.I,
        ),
    ),
    ("before", re.compile(r"\bbefore( the)?( end of)?\s$", re.I)),
    ("after", re.compile(r"\bafter( the)?( end of)?\s$", re.I)),
    (
        "in",
        re.compile(
            r"\b(?:in|during|for|of|on|at|throughout)( the)?( (end|start|beginning|"
            r"middle) of| end| late| early| mid)*[ -]?$",
            re.I,
        ),
    ),
)

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_D = r"[0-9０-９]"
_K = r"[〇零一二三四五六七八九十]"
_SEP = r"\s?(?:[~～〜\-－―–—]|から)\s?"
JAPANESE = re.compile(
    rf"""
    (?P<era>令和|平成|昭和|大正|明治)\s?(?P<era_y>{_D}{{1,2}}|元|{_K}{{1,3}})\s?
        (?P<era_f>年度|年)(?:{_SEP}(?P<era_to>{_D}{{1,2}})年度?)?
        (?:\s?(?P<era_m>{_D}{{1,2}})月(?:\s?(?P<era_d>{_D}{{1,2}})日)?)?
  | (?<!{_D})(?P<y>[12１２]{_D}{{3}}|[一二][〇零一二三四五六七八九]{{3}})
        (?:\s?[（(](?:令和|平成|昭和)(?:{_D}{{1,2}}|元)[)）])?\s?(?:
        年代(?P<decade>)
      | 年?(?:{_SEP})(?P<y_to>(?:[12１２]{_D})?{_D}{{2}})\s?(?P<range_f>年度|年)
      | (?P<y_f>年度|年)(?:{_SEP}(?P<yy_to>(?:[12１２]{_D})?{_D}{{2}})\s?(?P<yy_f>年度
        |年)(?![間代]))?
        (?:\s?(?P<m>{_D}{{1,2}})月(?:\s?(?P<d>{_D}{{1,2}})日)?)?)
  | (?<!{_D})(?P<iso_y>20{_D}{{2}}|19{_D}{{2}})[-/／.](?P<iso_m>{_D}{{1,2}})
        [-/／.](?P<iso_d>{_D}{{1,2}})(?!{_D})
  | (?<![{_D[1:-1]}兆億万.．,，])(?P<short>{_D}{{2}})(?:\s?[~～〜\-－]\s?(?P<short_to>{_D}{{2}}))?
        (?:(?P<short_f>年度)|年(?=末|初|春|夏|秋|冬|以降|まで|から{_D}(?!{_D}?年)|に(?!わた|及|一)|の(?!歴史
        |間)|{_D}{{1,2}}月)
        |年(?P<short_decade>代))(?:\s?(?P<short_m>{_D}{{1,2}})月(?:\s?(?P<short_d>{_D}{{1,2}})日)?)?
  | (?<!{_D})(?P<md_m>{_D}{{1,2}}|{_K}{{1,2}})月(?!間)
        (?:\s?(?P<md_d>{_D}{{1,2}}|{_K}{{1,3}})日(?!間))?
  | (?<![{_D[1:-1]}.．万千])(?P<day>{_D}{{1,2}})日(?![間本米独英仏中連分]|以内|以上
        |程度|ほど|くらい)
  | {_D}{{1,2}}世紀 | {_K}{{1,3}}世紀 | 第[1-4１-４一二三四]四半期
    """,
    re.VERBOSE,
)
_ROLES_JA = (
    (
        "by",
        re.compile(
            r"\s?(?:末|頃|ごろ|中|春|夏|秋|冬|末頃)?(?:をめど|を目途|をめどに|までに|までの|まで)"
        ),
    ),
    ("since", re.compile(r"\s?(?:末|頃|ごろ|代|春|夏|秋|冬|中)?(?:以降|以来|から)")),
    ("before", re.compile(r"\s?以前")),
    ("in", re.compile(r"\s?(?:末|頃|ごろ|代|初頭|春|夏|秋|冬|中)?(?:に|には|で|の|は|、)")),
)


@dataclass(frozen=True)
class Moment:
    """A point or stretch of time named in a text.

    Attributes
    ----------
    span : Span
    kind : {"day", "month", "year", "fiscal", "decade", "span", "part"}
        ``span`` is a range of years, ``part`` a quarter, half or century.
    year, year_to : int or None
        Fiscal years by the year in which they are named to begin (令和7年度, FY2025: 2025).
    date : str
        ``2025``, ``2025-07``, ``2025-07-03`` or, without a year, ``--07-03``; else empty.
    role : {"in", "by", "since", "until", "before", "after", ""}
        What the words beside it say of it; ``by`` is a deadline.
    """

    span: Span
    kind: str
    year: int | None = None
    year_to: int | None = None
    date: str = ""
    role: Role = ""


def dates(text: str, language: Language) -> list[Moment]:
    """Return every date, year and stretch of years, in order, without overlap.

    Both languages are read where a text holds both; the language of the document comes first.

    Parameters
    ----------
    text : str
    language : {"en", "ja"}
    """
    first, second = (_japanese, _english) if language == "ja" else (_english, _japanese)
    found = list(first(text))
    taken = bytearray(len(text))
    for moment in found:
        taken[moment.span.start : moment.span.end] = b"\x01" * (moment.span.end - moment.span.start)
    found += [m for m in second(text) if not any(taken[m.span.start : m.span.end])]
    return sorted(found, key=lambda m: m.span.start)


def _full(year: str, near: int | None = None) -> int:
    """Return a year of two or four digits as a whole year."""
    number = int(year.strip("’'"))
    if number >= 100:
        return number
    if near is not None:
        return near // 100 * 100 + number
    return 2000 + number if number < 70 else 1900 + number


def _stamp(year: int | None, month: int | None, day: int | None) -> str:
    if month is not None and not 1 <= month <= 12:
        month = day = None
    if day is not None and not 1 <= day <= 31:
        day = None
    head = f"{year:04d}" if year is not None else "-"
    if month is None:
        return head if year is not None else ""
    return f"{head}-{month:02d}" + (f"-{day:02d}" if day is not None else "")


def _english(text: str) -> Iterator[Moment]:
    for m in ENGLISH.finditer(text):
        yield _english_moment(m, text)


def _english_moment(m: re.Match[str], text: str) -> Moment:
    span = Span(m.start(), m.end())
    before = text[max(0, m.start() - 30) : m.start()]
    role: Role = next((name for name, cue in _ROLES if cue.search(before)), "")  # type: ignore[misc]
    for key in ("mdy", "dmy", "md"):
        if m[f"{key}_d"]:
            year = int(m[f"{key}_y"]) if key != "md" and m[f"{key}_y"] else None
            month = _MONTH_NUMBER[m[f"{key}_m"][:3].casefold()]
            return Moment(span, "day", year, None, _stamp(year, month, int(m[f"{key}_d"])), role)
    if m["my_y"]:
        year = int(m["my_y"])
        month = _MONTH_NUMBER[m["my_m"][:3].casefold()]
        return Moment(span, "month", year, None, _stamp(year, month, None), role)
    if m["iso_y"]:
        year = int(m["iso_y"])
        return Moment(span, "day", year, None, _stamp(year, int(m["iso_m"]), int(m["iso_d"])), role)
    if m["slash_y"]:
        return Moment(span, "day", int(m["slash_y"]), None, m["slash_y"], role)
    if m["fy"]:
        year = _full(m["fy"])
        to = _full(m["fy_to"], year) if m["fy_to"] else None
        return Moment(span, "fiscal", year, to, str(year), role)
    if m["range_y"]:
        return _years(m, span, role, text)
    if m["year"]:
        return Moment(span, "year", int(m["year"]), None, m["year"], role)
    if m["quarter_y"]:
        return Moment(span, "part", int(m["quarter_y"]), None, m["quarter_y"], role)
    start = _decade(m)
    if start is None:
        return Moment(span, "part", role=role)
    return Moment(span, "decade", start, start + 9, "", role)


def _years(m: re.Match[str], span: Span, role: Role, text: str) -> Moment:
    """Return two years: a stretch, or the first alone where the second is none (2024/05)."""
    year, to = int(m["range_y"]), _full(m["range_to"], int(m["range_y"]))
    if to <= year:
        span = Span(m.start("range_y"), m.end("range_y"))
        return Moment(span, "year", year, None, m["range_y"], role)
    return Moment(span, "span", year, to, "", role)


_DECADE_WORDS = dict(
    zip(
        ["twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"],
        range(1920, 2000, 10),
        strict=True,
    )
)


def _decade(m: re.Match[str]) -> int | None:
    if m["decade"]:
        return int(m["decade"])
    if m["short_decade"]:
        return _full(m["short_decade"])
    return _DECADE_WORDS.get(m["word_decade"] or "")


def _number(text: str | None) -> int | None:
    """Return a small number in digits of any width or kanji; 元 is 1."""
    if not text:
        return None
    if text == "元":
        return 1
    return int(read_kanji(text))


def _japanese(text: str) -> Iterator[Moment]:
    for m in JAPANESE.finditer(text):
        yield _japanese_moment(m, text)


def _japanese_moment(m: re.Match[str], text: str) -> Moment:
    span = Span(m.start(), m.end())
    role: Role = next((name for name, cue in _ROLES_JA if cue.match(text, m.end())), "")  # type: ignore[misc]
    if m["era"]:
        base = ERAS[m["era"]]
        start = _number(m["era_y"])
        if start is None:
            return Moment(span, "part", role=role)
        to = _number(m["era_to"])
        year_to = base + to if to is not None and to > start else None
        return _calendar(span, role, base + start, year_to, m["era_f"], m["era_m"], m["era_d"])
    if m["y"]:
        year = _number(m["y"]) or 0
        if m["decade"] is not None:
            return Moment(span, "decade", year, year + 9, "", role)
        later = m["y_to"] or m["yy_to"]
        year_to = _full(later, year) if later else None
        kind = m["y_f"] if not later else m["range_f"] or m["yy_f"]
        return _calendar(span, role, year, year_to, kind, m["m"], m["d"])
    if m["iso_y"]:
        return _calendar(span, role, int(m["iso_y"]), None, "年", m["iso_m"], m["iso_d"])
    if m["short"]:
        year = _full(m["short"])
        if m["short_decade"]:
            return Moment(span, "decade", year, year + 9, "", role)
        year_to = _full(m["short_to"], year) if m["short_to"] else None
        kind = m["short_f"] or "年"
        return _calendar(span, role, year, year_to, kind, m["short_m"], m["short_d"])
    month, day = _number(m["md_m"]), _number(m["md_d"] or m["day"])
    if month is None and day is None:
        return Moment(span, "part", role=role)
    return Moment(span, "month" if day is None else "day", date=_stamp(None, month, day), role=role)


def _calendar(
    span: Span,
    role: Role,
    year: int,
    year_to: int | None,
    kind: str | None,
    month: str | None,
    day: str | None,
) -> Moment:
    if year_to is not None and year_to > year:
        return Moment(span, "fiscal" if kind == "年度" else "span", year, year_to, "", role)
    if kind == "年度":
        return Moment(span, "fiscal", year, None, str(year), role)
    name = "day" if day else "month" if month else "year"
    return Moment(span, name, year, None, _stamp(year, _number(month), _number(day)), role)


_RELATIVE = (
    (re.compile(r"\blast (?:fiscal )?year\b|(?:昨|前)年度?|去年"), -1),
    (re.compile(r"\bthis (?:fiscal )?year\b|(?:今|本)年度?|今年"), 0),
    (re.compile(r"\bnext (?:fiscal )?year\b|(?:来|翌)年度?"), 1),
)


def relative_dates(text: str, published: str) -> list[Moment]:
    """Return "last year", 昨年, 来年度 ... as years, counted from the day of the document.

    Parameters
    ----------
    text : str
    published : str
        ISO date of the document, at least its year; without it nothing is returned.
    """
    if not re.match(r"\d{4}", published):
        return []
    year = int(published[:4])
    found = [
        Moment(Span(m.start(), m.end()), "year", year + step, None, str(year + step), "in")
        for cue, step in _RELATIVE
        for m in cue.finditer(text)
    ]
    return sorted(found, key=lambda m: m.span.start)
