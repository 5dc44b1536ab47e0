"""What a document says of itself in its first and last lines: its publisher and its day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from burdenshare.evidence.dates import Moment, dates
from burdenshare.evidence.gazetteer import mentions
from burdenshare.evidence.model import AUTHOR, Claim, Document, Span

_LINES = 8
_LONGEST = 90
_DATELINE = 200
_DATED = re.compile(
    r"published|posted|released|updated|issued|reviewed|delivered|date\b|公開|掲載|発行|更新|発表|配信|提出",
    re.I,
)
_AGENCY = re.compile(
    r"^[A-ZÀ-Ž][A-ZÀ-Ž .,'’-]{2,40} \((?P<en>[A-Z][^)\n]{3,50})\)"
    r"|^[【\[（](?:[^】\]）\n＝=]{1,12}[＝=])?(?P<ja>[^】\]）\n・＝=]{2,16}?(?:通信|新聞|時事|共同|社|ニュース))"
    r"|^By (?P<staff>[A-ZÀ-Ž][\w’'-]*(?: [A-ZÀ-Ž][\w’'-]*)*) staff",
    re.M,
)
_HOUSE = re.compile(
    r"(?P<en>\b(?:[A-Z][\w’'-]+ (?:for |of |and |the )*){0,4}(?:Institut(?:e|o)?|Cent(?:re|er)"
    r"|Foundation|Council|Agency|Observatory|Society|News|Times|Post|Herald|Observer|Gazette|Journal|Review"
    r"|Forum|Bank)\b(?: (?:for |of |on |and |the )*[A-Z][\w’'-]+)*)"
    r"|(?P<ja>[一-龥ァ-ヶーA-Za-z]{2,14}(?:研究所|新聞(?:社)?|通信(?:社)?|経済週報|週報|日報|財団|協会|総研|センター))"
)
_OPENS = re.compile(r"\s*(?:--|[-–—]|[】\]）)])")
_GOES_ON = re.compile(r"[はがのにをもへと]|[’']s\b| (?:said|says|has|is|was|will)\b")
_NUMBERED = re.compile(r"\bno\.? ?\d|\d+/\d{2,4}|No\.\d|短信|社説|論説|brief\b|note\b", re.I)
_DISCLAIMS = re.compile(
    r"[^\n.]*\b(?:do(?:es)?(?: not|n[’']t) (?:necessarily )?(?:represent|reflect)"
    r"|(?:produced|generated|written) (?:by|with) (?:an? )?(?:AI|machine|language model))\b[^\n.]*"
)


def head(document: Document) -> tuple[list[Claim], str]:
    """Return what a document says of itself as claims, and its day as far as its lines say it."""
    text = document.text
    places = [found for line in _lines(text) for found in _days(text, line, document)]
    issuer = _issuer(document)
    found: list[tuple[str, Span, Moment | None]] = []
    published = ""
    if places:
        moment, line = places[0]
        found.append(("publication_date", line, moment))
        published = moment.date if moment.date[:1].isdigit() else ""
    if issuer is not None:
        found.append(("publisher", issuer, None))
    denial = _DISCLAIMS.search(text)
    if denial:
        found.append(("provenance", Span(*_stripped(text, *denial.span())), None))
    who = issuer.of(text) if issuer else document.publisher or AUTHOR
    claims = [
        _claim(document, number, measure, span, moment, who)
        for number, (measure, span, moment) in enumerate(found, 1)
    ]
    return claims, published


def _claim(
    document: Document, number: int, measure: str, span: Span, moment: Moment | None, who: str
) -> Claim:
    known = moment.date if moment and moment.date[:1].isdigit() else None
    return Claim(
        id=f"{document.id}-m{number}",
        document=document.id,
        span=span,
        quote=span.of(document.text),
        kind="metadata",
        stance="reports",
        stance_detail="provenance",
        speaker=AUTHOR,
        actor=(who,),
        target=(),
        measure=measure,
        quantity_span=moment.span if moment else None,
        date=known,
        year=moment.year if moment else None,
        negated=measure == "provenance",
        confidence=0.5,
        rule=f"head.{measure}",
    )


def _lines(text: str) -> Iterator[Span]:
    """Give the first lines, then the last three, as far as words stand in them."""
    all_ = [Span(*_stripped(text, m.start(), m.end())) for m in re.finditer(r"[^\n]+", text)]
    whole = [span for span in all_ if span.end > span.start]
    yield from whole[:_LINES]
    yield from whole[-3:] if len(whole) > _LINES + 3 else ()


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def _days(text: str, line: Span, document: Document) -> Iterator[tuple[Moment, Span]]:
    """Give the day of a line that does little else than date the document, and its words."""
    words = line.of(text)
    short = len(words) <= _LONGEST and not words.endswith((".", "。", "!", "?", "？"))
    reach = len(words) if short or _DATED.search(words[:_LONGEST]) else _DATELINE
    for moment in dates(words[:reach], document.language):
        if moment.kind != "day" or not moment.date:
            continue
        before, after = words[: moment.span.start], words[moment.span.end :]
        opens = len(before) < 60 and _OPENS.match(after) is not None
        alone = short and len(before.split()) + len(after.split()) <= 12
        if not alone and not opens:
            continue
        start, end = line.start + moment.span.start, line.start + moment.span.end
        day = replace(moment, span=Span(start, end))
        yield day, line if alone else Span(line.start + _bracket(words), end)


def _bracket(words: str) -> int:
    return 1 if words[:1] in "【[（(" else 0


def _issuer(document: Document) -> Span | None:
    """Return where the publisher is named: in a dateline, or alone in one of the first lines."""
    text = document.text
    agency = _AGENCY.search(text, 0, 400)
    if agency:
        return Span(*agency.span(agency.lastgroup or 0))
    for line in list(_lines(text))[:3]:
        words = line.of(text)
        house = _HOUSE.search(words)
        if house is None or len(words) > _LONGEST or words.endswith((".", "。")):
            continue
        rest = words[: house.start()] + words[house.end() :]
        named = mentions(house.group(), document.language)
        if named and named[0].span.end - named[0].span.start == len(house.group()):
            continue
        if _GOES_ON.match(words, house.end()):
            continue
        if len(re.findall(r"[A-Za-z]+|[^\W A-Za-z]{1,4}", rest)) <= 3 or _NUMBERED.search(rest):
            return Span(line.start + house.start(), line.start + house.end())
    return None
