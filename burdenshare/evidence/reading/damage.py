"""Where a text was broken in conversion: lost letters, lost words, a wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from burdenshare.evidence.model import Span

_LOST_LETTER = re.compile(r"[^\W\d_]*\ufffd+[^\W\d_\ufffd]*(?:\ufffd+[^\W\d_\ufffd]*)*")
_QUESTION_IN_WORD = re.compile(r"(?<![\w/?=&.])[^\W\d_]+\?+[^\W\d_][\w?]*(?![\w=/])")
_QUESTION_IN_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][^\W\d_]+\? (?=[A-Z][^\W\d_]+[ ,][a-z(])")
_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|can|could|will|"
    r"would|shall|should|has|have|had|may|might|must|if|whether)\b",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(r"[.!?\n]\s")
_LONELY_STOP = re.compile(r"(?<![ \t])[ \t]+[.,;](?=\s|$)|(?<=[ \t](?:and|the))\.(?=\s|$)")
_LEADS_ON = re.compile(
    r"(?:\w+ )?\b(?:between|among|of|in|into|to|from|with|by|for|at|on|and|or|the|a|an|than|"
    r"against|toward|towards|about|over|under|through)$"
)
_LOOK_BACK = 60
_MOJIBAKE = re.compile(
    r"(?:[\u00c2\u00c3][\u0080-\u00bf\u20ac\u201a-\u201e\u2020-\u2022\u2026\u2030\u0160\u0152\u017d"
    r"\u2018-\u201d\u2013\u2014\u02dc\u2122\u0161\u0153\u017e\u0178])+"
    r"|(?:\u00e2\u20ac[\u0080-\u00bf\u201a-\u2122\u0152-\u0178\u02c6\u02dc])+"
    r"|(?:[\u00e3-\u00e9][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    r"[\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]){2,}"
    r"|(?:[\u7e3a\u7e67\u7e5d]\S{1,2}){2,}"
    r"|(?:[\u4e00-\u9fff]{1,2}[\uff61-\uff9f]{1,2}){2,}"
    r"|(?:\u0192[\u0080-\u00ff\w]|\u201a[\u00a0-\u00ff\u0152-\u0178]){3,}"
)
_ANY = re.compile(r"[\ufffd?\u00c2\u00c3\u00e2-\u00e9\u7e3a\u7e67\u7e5d\uff61-\uff9f\u0192\u201a]")


def damaged_places(text: str) -> tuple[Span, ...]:
    """Return where words or letters of a text are lost or garbled, in order.

    Flagged are: the replacement character U+FFFD with the word around it; a question mark inside
    a word, or after a capitalised word within a sentence that asks nothing and goes on with
    another name ("novelists, Kenzabur? Oe and others"); a preposition, article or
    conjunction that runs into a full stop or comma ("between Spain and ."); and the sequences
    that appear when UTF-8 or Shift-JIS is read in another encoding.
    """
    found = sorted(set(_places(text)), key=lambda span: (span.start, -span.end))
    kept: list[Span] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _places(text: str) -> Iterator[Span]:
    for m in _LONELY_STOP.finditer(text):
        at = max(0, m.start() - _LOOK_BACK)
        leading = _LEADS_ON.search(text[at : m.start()])
        if leading:
            yield Span(at + leading.start(), m.end())
    if not _ANY.search(text):
        return
    for pattern in (_LOST_LETTER, _QUESTION_IN_WORD, _MOJIBAKE):
        for m in pattern.finditer(text):
            yield Span(*m.span())
    for m in _QUESTION_IN_NAME.finditer(text):
        before = _SENTENCE_START.split(text[max(0, m.start() - 400) : m.start()])[-1]
        if not _ASKS.search(before):
            yield Span(m.start(), m.end() - 1)
