"""Sentences and headings of a text, as spans; nothing of the text is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from burdenshare.evidence.model import Language, Span

_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"[\s\u3000]*(?:[•●■◆▪◦*\-–—・]|\(?\d{1,2}[.)）])?[\s\u3000]*")
_ENGLISH_END = re.compile(r"[.!?…]+[\"”’')\]]*(?:\[\d+\])*[.\"”’]*(?=\s+[\"“‘'(\[]?[A-Z0-9•]|\s*$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sen|Rep|Gov|St|No|Nos|vs|cf|approx|Jan|Feb|Mar|Apr|Jun"
    r"|Jul|Aug|Sept|Sep|Oct|Nov|Dec)|\b(?:[A-Z]\.)*[A-Z]|\b(?:i\.e|e\.g|a\.m|p\.m|etc))\.$"
)
_JAPANESE_END = re.compile(r"[。！？!?]+[」』）)]*")
_ASKS = re.compile(
    r"\b(?:what|who|whom|whose|how|why|when|where|which|is|are|was|were|do|does|did|can|could|would"
    r"|will|should|has|have|had|might|must)\b",
    re.I,
)
_TERMINAL = tuple('.!?…。！？」』:：;"”’)）')
_LONGEST_SENTENCE = 1500
_LONGEST_HEADING = {"en": 110, "ja": 50}


@dataclass(frozen=True)
class Sentence:
    """A sentence or a heading.

    Attributes
    ----------
    span : Span
    heading : bool
        Whether it is a title or heading.
    """

    span: Span
    heading: bool


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
        else:
            found += [Sentence(span, False) for span in _split(text, block, language)]
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


def _split(text: str, block: Span, language: Language) -> Iterator[Span]:
    ends = _ENGLISH_END if language == "en" else _JAPANESE_END
    begin = block.start
    for match in ends.finditer(text, block.start, block.end):
        end = match.end()
        if language == "en":
            if end < block.end and _inside_name(text, begin, match):
                continue
            short = match.group()[0] == "." and _ABBREVIATION.search(text, begin, match.start() + 1)
            if short and end < block.end:
                continue
        elif _open_quote(text, begin, match.start()):
            continue
        yield _trimmed(text, begin, end)
        begin = end
    while block.end - begin > _LONGEST_SENTENCE:
        cut = text.rfind(" ", begin, begin + _LONGEST_SENTENCE)
        cut = cut if cut > begin else begin + _LONGEST_SENTENCE
        yield _trimmed(text, begin, cut)
        begin = cut
    if text[begin : block.end].strip():
        yield _trimmed(text, begin, block.end)


def _inside_name(text: str, begin: int, match: re.Match[str]) -> bool:
    """Tell whether a question mark stands for a lost letter (`Andr? Novak`)."""
    if match.group() != "?":
        return False
    asked = text[begin : match.start()]
    return _ASKS.search(asked) is None and re.search(r"[A-Z][a-z]+$", asked) is not None


def _open_quote(text: str, begin: int, end: int) -> bool:
    return text.count("「", begin, end) > text.count("」", begin, end)


def _trimmed(text: str, begin: int, end: int) -> Span:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return Span(begin, end)
