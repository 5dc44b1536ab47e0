"""When: the day, year and deadline of a claim, from its words, its sentence and its document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from burdenshare.evidence.dates import Moment, dates, relative_dates
from burdenshare.evidence.model import Claim, Document

_END = re.compile(r"[.!?][\"”’)\]]*\s+(?=[\"“A-Z(])|[。！？]|\n")
_BASE_YEAR = re.compile(
    r"\b(?:of|on) (?:\w+ )?(?:FY ?|fiscal )?(?P<en>20\d\d) (?:GDP|GNP|output|prices)"
    r"|(?P<ja>(?:20)?\d\d)年度?のGDP|in (?P<prices>20\d\d)(?:-\d\d)? prices"
)
_PAIR = re.compile(r"(?P<year>(?:19|20)\d\d)\s?[-–/～~]\s?(?:(?:19|20))?(?P<to>\d\d)(?!\d)")
_STRETCH = re.compile(
    r"(?P<year>20\d\d|\d\d|令和\s?\d{1,2})年度?から(?:の)?\s?(?P<many>\d{1,2})\s?[かヵカケヶ]?年"
)
_AIM_JA = re.compile(r"目標|計画|方針|目指|予定|引き渡|早め|前倒し|期限|段階")
_AT_JA = re.compile(
    r"年(?:度)?(?:（[^）]*）)?(?:に(?!は|及|わた)|の(?:達成|配備|実現|導入|期限)|という期限|としていた)"
)
_AHEAD = re.compile(
    r"\b(?:ahead of|before|no later than|(?:milestone|target|goal|aim|date)s?\b[^;]{0,25}\bfor)"
    r" (?:the )?(?:end of )?(?P<year>20\d\d)\b",
    re.I,
)
_DECADE_END = re.compile(
    r"\b(?:by|before) the (?:end of the decade|decade is out)\b|今の10年の(?:末|終わり)"
)
_WITHIN = re.compile(r"\bwithin (?P<many>\w+) years\b|(?P<ja>\d{1,2})年以内")
_SMALL = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10}
_REACHED = re.compile(r"\b(?:had|has|have|was|were)\b|た(?:。|$)")
_NOW = re.compile(
    r"\b(?:now|currently|at present|today|this year[’']s)\b|現在(?!の価格)|足元|今年の|今は"
)
_COMPARED = re.compile(
    r"(?:than|from|against|with|over|since|after|previous|on) (?:the )?(?:level of )?$", re.I
)
_COMPARED_JA = re.compile(r"^(?:比|同期比|当初比|から|に比べ|より|の水準から|並み|を(?:上|下)回)")
_IN_MONTH = re.compile(
    r"\b(?:in|last|this|since|from|until) (?P<month>January|February|March|April|May|June"
    r"|July|August|September|October|November|December)\b(?! \d)"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_YESTERDAY = re.compile(r"\byesterday\b|昨日|(?<!一)前日")
_ALONE = re.compile(r"[^\d]")
_LATER = re.compile(r"\b(?:afterwards|since then|later)\b|その後|以後")
_PLAIN = ("year", "fiscal", "month", "day")
_LATEST = 2026
_AHEAD_STANCES = ("commits", "demands", "forecasts")


def dated(document: Document, claims: Sequence[Claim], published: str) -> list[Claim]:
    """Return claims with year, last year, day and deadline as their words and sentences say.

    Parameters
    ----------
    document : Document
    claims : sequence of Claim
    published : str
        Day of the document, as far as known: what "this year" and "in June" are counted from.
    """
    ends = [m.end() for m in _END.finditer(document.text)]
    out = []
    for claim in claims:
        place = bisect_right(ends, claim.span.start)
        sentence = document.text[
            ends[place - 1] if place else 0 : ends[place] if place < len(ends) else None
        ]
        out.append(_dated(claim, sentence, document, published))
    return out


def _dated(claim: Claim, sentence: str, document: Document, published: str) -> Claim:
    words = claim.quote
    said = dates(words, document.language)
    claim = _cleaned(claim, said)
    claim = _due(claim, published)
    day = _day(claim, said, published)
    if day and (claim.kind != "quantity" or _IN_MONTH.search(claim.quote)):
        claim = replace(claim, date=day)
    if claim.year is None and claim.deadline is None:
        claim = replace(claim, year=_year(claim, said, sentence, document, published, day))
    return claim


def _cleaned(claim: Claim, said: Sequence[Moment]) -> Claim:
    """Take away years that are not what the claim is about, and mend those cut short."""
    year, to = claim.year, claim.year_to
    if year is not None and year < 100:
        year += 2000
    bases = _bases(claim.quote)
    if year is not None and f"{year % 100:02d}" in bases:
        year = to = None
    plain = (m.year for m in said if m.year and m.kind in _PLAIN)
    own = {y for y in plain if f"{y % 100:02d}" not in bases}
    if len(own) == 1 and year is not None and year not in own:
        year, to = own.pop(), None
    if any(m.kind == "decade" and m.year == year for m in said):
        year = to = None
    for pair in _PAIR.finditer(claim.quote):
        if year == int(pair["year"]) and (year + 1) % 100 == int(pair["to"]):
            to = None
    stretch = _STRETCH.search(claim.quote)
    if stretch and year is not None:
        to = year + int(stretch["many"]) - 1
    if (
        claim.deadline
        and claim.stance == "reports"
        and year is None
        and (_REACHED.search(claim.quote) and claim.deadline <= _LATEST)
    ):
        return replace(claim, year=claim.deadline, year_to=to, deadline=None)
    return replace(claim, year=year, year_to=to)


def _due(claim: Claim, published: str) -> Claim:
    """Tell the year by which something is to be from the year in which it is."""
    words = claim.quote
    if claim.deadline is not None:
        return claim
    now = int(published[:4]) if published else 0
    ahead = _AHEAD.search(words)
    if ahead and (claim.stance != "reports" or "for" in ahead.group().lower()):
        due = int(ahead["year"])
        return replace(claim, deadline=due, year=None if claim.year == due else claim.year)
    if _DECADE_END.search(words):
        return replace(claim, deadline=(now or 2025) // 10 * 10 + 9)
    within = _WITHIN.search(words)
    if within and now and claim.stance in _AHEAD_STANCES:
        many = within["ja"] or _SMALL.get(within["many"].lower(), 0)
        return replace(claim, deadline=now + int(many)) if many else claim
    if (
        claim.year is not None
        and claim.year_to is None
        and claim.year > (now or 2024)
        and _AT_JA.search(words)
        and _AIM_JA.search(words)
    ):
        return replace(claim, deadline=claim.year, year=None)
    return claim


def _year(
    claim: Claim,
    said: Sequence[Moment],
    sentence: str,
    document: Document,
    published: str,
    day: str | None,
) -> int | None:
    """Return the year that a claim is about, where it names none itself."""
    bases = _bases(sentence)
    for moment in said:
        plain = moment.year and moment.kind in _PLAIN
        if plain and moment.role != "by" and f"{(moment.year or 0) % 100:02d}" not in bases:
            return moment.year
    for moment in relative_dates(claim.quote, published):
        before, after = claim.quote[: moment.span.start], claim.quote[moment.span.end :]
        if not _COMPARED.search(before) and not _COMPARED_JA.match(after):
            return moment.year
    if day:
        return int(day[:4])
    if claim.value is None or claim.stance != "reports":
        return None
    now = int(published[:4]) if published else 0
    if _NOW.search(claim.quote):
        return now or None
    beside = {m.year for m in dates(sentence, document.language) if m.year and m.kind in _PLAIN}
    beside = {year for year in beside if f"{year % 100:02d}" not in bases}
    year = beside.pop() if len(beside) == 1 else 0
    return year if year and year <= (now or _LATEST) and not _LATER.search(claim.quote) else None


def _bases(words: str) -> set[str]:
    """Return the last two digits of years that only name the base or the prices."""
    return {b.group(b.lastgroup or 0)[-2:] for b in _BASE_YEAR.finditer(words)}


def _day(claim: Claim, said: Sequence[Moment], published: str) -> str | None:
    """Return the day or month that a claim names, counted from the day of its document."""
    if _YESTERDAY.search(claim.quote) and len(published) == 10:
        return (date.fromisoformat(published) - timedelta(days=1)).isoformat()
    for moment in said:
        if moment.kind in ("day", "month") and moment.date[:1].isdigit():
            return moment.date
        if moment.kind in ("day", "month") and len(published) == 10:
            stamp = moment.date or _ALONE.sub("", moment.span.of(claim.quote))
            return _resolved(stamp, published, claim.stance in _AHEAD_STANCES)
    named = _IN_MONTH.search(claim.quote)
    if named and len(published) >= 7:
        number = _MONTHS.split().index(named["month"][:3].lower()) + 1
        return _resolved(f"--{number:02d}", published, claim.stance in _AHEAD_STANCES)
    return None


def _resolved(stamp: str, published: str, ahead: bool) -> str | None:
    """Return a month or day without a year as the one next to the day of the document."""
    year, month = int(published[:4]), int(published[5:7])
    parts = [int(p) for p in re.findall(r"\d+", stamp)]
    if not parts:
        return None
    if not stamp.startswith("--"):
        earlier = parts[0] > int(published[8:] or 31)
        parts = [(month - 2) % 12 + 1 if earlier else month, parts[0]]
    found = parts[0]
    if ahead and found < month:
        year += 1
    if not ahead and found > month:
        year -= 1
    return "-".join([f"{year:04d}", *(f"{p:02d}" for p in parts)])
