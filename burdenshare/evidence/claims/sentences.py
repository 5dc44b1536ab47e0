"""Sentences and headings of a text, as spans; nothing of the text is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from burdenshare.evidence.claims.turns import label
from burdenshare.evidence.model import Language, Span

_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"[\s\u3000]*(?:[•●■◆▪◦*\-–—・]|\(?\d{1,2}[.)）])?[\s\u3000]*")
_ENGLISH_END = re.compile(r"[.!?…]+[\"”’')\]]*(?:\[\d+\])*[.\"”’]*(?=\s+[\"“‘'(\[]?[A-Z0-9•]|\s*$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sen|Rep|Gov|St|No|Nos|vs|cf|approx|Jan|Feb|Mar|Apr|Jun"
    r"|Jul|Aug|Sept|Sep|Oct|Nov|Dec)|\b(?:[A-Z]\.)*[A-Z]|\b(?:i\.e|e\.g|a\.m|p\.m|etc))\.$"
)
_LOST = re.compile(r"\b[A-Z][a-z]{1,30}$")
_QUOTE_MARK = re.compile("[「」]")
_JAPANESE_END = re.compile(r"[。！？!?]+[」』）)]*")
_ASKS = re.compile(
    r"\b(?:what|who|whom|whose|how|why|when|where|which|is|are|was|were|do|does|did|can|could|would"
    r"|will|should|has|have|had|might|must)\b",
    re.I,
)
_TERMINAL = tuple('.!?…。！？」』:：;"”’)）')
_LONGEST_SENTENCE = 1500
_LONGEST_QUESTION = 200
_NEAR = 200
_LONG_QUOTATION = 24
_LONGEST_HEADING = {"en": 110, "ja": 50}


@dataclass(frozen=True)
class Sentence:
    """A sentence or a heading.

    Attributes
    ----------
    span : Span
    heading : bool
        Whether it is a title or heading.
    quoted : bool
        Whether it stands with others inside one quotation.
    voice : Span or None
        The words around that quotation, which name who speaks.
    label : Span or None
        The name before it, where somebody's turn to speak begins.
    """

    span: Span
    heading: bool
    quoted: bool = False
    voice: Span | None = None
    label: Span | None = None


def sentences(text: str, language: Language, headings: Sequence[Span] = ()) -> list[Sentence]:
    """Split a text into sentences.

    Parameters
    ----------
    text : str
    language : {"en", "ja"}
    headings : sequence of Span
        Headings that are known from the document; besides, a short line that stands alone and
        ends without a full stop is taken as one.
    """
    found = []
    for block, alone in _blocks(text, language):
        known = any(block.start < h.end and h.start < block.end for h in headings)
        heading = known or (alone and _looks_like_heading(block.of(text), language))
        if heading:
            found.append(Sentence(block, True))
            continue
        place = label(text, block, language)
        block = Span(place.end, block.end) if place else block
        read = (
            list(_japanese(text, block))
            if language == "ja"
            else [Sentence(span, False) for span in _english(text, block)]
        )
        if read and place:
            read[0] = replace(read[0], label=place)
        found += read
    return found


def _looks_like_heading(line: str, language: Language) -> bool:
    return len(line) <= _LONGEST_HEADING[language] and not line.rstrip().endswith(_TERMINAL)


def _blocks(text: str, language: Language) -> Iterator[tuple[Span, bool]]:
    """Give lines, joined where a line only wraps, and whether each stands alone."""
    lines = [m for m in _LINE.finditer(text) if m.group().strip()]
    start: int | None = None
    for number, line in enumerate(lines):
        begin = line.start() if start is None else start
        following = lines[number + 1] if number + 1 < len(lines) else None
        gap = text[line.end() : following.start()] if following else "\n\n"
        if following and gap.count("\n") < 2 and _wraps(line.group(), following.group(), language):
            start = begin
            continue
        alone = start is None
        lead = _BULLET.match(text, begin, line.end())
        begin = lead.end() if lead else begin
        end = line.end() - (len(line.group()) - len(line.group().rstrip()))
        start = None
        if begin < end:
            yield Span(begin, end), alone


def _wraps(line: str, following: str, language: Language) -> bool:
    bare = line.rstrip()
    if bare.endswith(_TERMINAL):
        return language == "en" and bare[-1] not in ".!?…:" and following[:1].islower()
    if language == "ja":
        return len(bare) >= 20 and following[0] not in "　・■●◆▪（( 「\t"
    return following.lstrip()[:1].islower() or bare.endswith((",", "-", "–"))


def _english(text: str, block: Span) -> Iterator[Span]:
    begin = block.start
    for match in _ENGLISH_END.finditer(text, block.start, block.end):
        end = match.end()
        if end < block.end and _inside_name(text, begin, match):
            continue
        short = match.group()[0] == "." and _ABBREVIATION.search(text, begin, match.start() + 1)
        if short and end < block.end:
            continue
        yield _trimmed(text, begin, end)
        begin = end
    yield from _rest(text, begin, block.end)


def _japanese(text: str, block: Span) -> Iterator[Sentence]:
    """Give Japanese sentences; a quotation that holds several is split, each with its speaker."""
    begin = block.start
    quotations = list(_quotations(text, block))
    at = 0
    for match in _JAPANESE_END.finditer(text, block.start, block.end):
        while at < len(quotations) and quotations[at].end <= match.start():
            at += 1
        around = quotations[at] if at < len(quotations) else None
        inside = around is not None and around.start < match.start()
        if inside and around is not None and not _holds_several(text, around):
            continue
        if begin < match.end():
            yield _sentence(text, begin, match.end(), quotations[max(0, at - 1) : at + 1])
        begin = match.end()
    for span in _rest(text, begin, block.end):
        yield _sentence(text, span.start, span.end, quotations[-1:])


def _quotations(text: str, block: Span) -> Iterator[Span]:
    """Give the outermost quotations of a block; one that never closes is none."""
    depth, start = 0, block.start
    for mark in _QUOTE_MARK.finditer(text, block.start, block.end):
        if mark.group() == "「":
            start = mark.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield Span(start, mark.end())


def _holds_several(text: str, quotation: Span) -> bool:
    ends = _JAPANESE_END.findall(text, quotation.start, quotation.end - 1)
    return bool(ends) and quotation.end - quotation.start > _LONG_QUOTATION


def _sentence(text: str, begin: int, end: int, quotations: Sequence[Span]) -> Sentence:
    """Return a sentence without the mark of a quotation that began or goes on outside it."""
    span = _trimmed(text, begin, end)
    for quotation in quotations:
        cut = quotation.start < span.end < quotation.end or span.start < quotation.end < span.end
        whole = span.start <= quotation.start and quotation.end <= span.end
        within = quotation.start <= span.start and span.end <= quotation.end
        if not (cut or within) or (whole and not within) or quotation == span:
            continue
        start = span.start + (text[span.start] == "「" and span.start == quotation.start)
        stop = span.end - (span.end == quotation.end)
        far = max(0, quotation.start - _NEAR)
        before = max(far, *(text.rfind(mark, far, quotation.start) + 1 for mark in "。\n"))
        voice = _trimmed(text, before, quotation.start)
        if voice.start == voice.end:
            far = quotation.end + _NEAR
            stops = [text.find(mark, quotation.end, far) for mark in "。\n"]
            voice = _trimmed(
                text, quotation.end, min((p for p in stops if p >= 0), default=min(far, len(text)))
            )
        return Sentence(
            _trimmed(text, start, stop), False, True, voice if voice.start < voice.end else None
        )
    return Sentence(span, False)


def _rest(text: str, begin: int, end: int) -> Iterator[Span]:
    while end - begin > _LONGEST_SENTENCE:
        cut = text.rfind(" ", begin, begin + _LONGEST_SENTENCE)
        cut = cut if cut > begin else begin + _LONGEST_SENTENCE
        yield _trimmed(text, begin, cut)
        begin = cut
    if text[begin:end].strip():
        yield _trimmed(text, begin, end)


def _inside_name(text: str, begin: int, match: re.Match[str]) -> bool:
    """Tell whether a question mark stands for a lost letter (`Andr? Novak`)."""
    if match.group() != "?":
        return False
    asked = text[max(begin, match.start() - _LONGEST_QUESTION) : match.start()]
    return _LOST.search(asked) is not None and _ASKS.search(asked) is None


def _trimmed(text: str, begin: int, end: int) -> Span:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return Span(begin, end)
