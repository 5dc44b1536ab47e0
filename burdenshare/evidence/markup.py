"""The words of a web page that a gold file annotates in its source, with their place in it."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from burdenshare.evidence.model import Claim, Span

_UNREAD = re.compile(
    r"<(script|style|noscript|template|title)\b.*?</\1\s*>|<!--.*?-->", re.I | re.S
)
_TAG = re.compile(r"</?([a-z][a-z0-9]*)\b[^<>]*>|<![a-z][^<>]*>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)
_HEADING = re.compile("h[1-6]", re.I)


@dataclass(frozen=True)
class Page:
    """The words of a page and where they stand in its source.

    Attributes
    ----------
    text : str
        Without markup; elements that break a line are parted by an empty line.
    headings : tuple of Span
        In `text`.
    """

    text: str
    headings: tuple[Span, ...]
    _starts: tuple[int, ...]
    _places: tuple[tuple[int, int], ...]

    def in_source(self, claim: Claim) -> Claim:
        """Return a claim with its spans counted in the source."""
        number = claim.quantity_span
        return replace(
            claim,
            span=self._span(claim.span),
            quantity_span=self._span(number) if number else None,
        )

    def _span(self, span: Span) -> Span:
        return Span(self._at(span.start)[0], self._at(span.end - 1)[1])

    def _at(self, position: int) -> tuple[int, int]:
        """Return where one character of the words begins and ends in the source."""
        piece = bisect_right(self._starts, position) - 1
        start, length = self._places[piece]
        if length > 1:
            return start, start + length
        return start + position - self._starts[piece], start + position - self._starts[piece] + 1


def read_markup(source: str) -> Page:
    """Return the words of a page; scripts, styles, comments and its title element are none.

    Nothing else is left out: what of a page is its article is for the gold file to say.
    """
    words = _Words()
    at = 0
    opened: int | None = None
    for tag in _tags(source):
        words.add(source, at, tag.start())
        at = tag.end()
        name = (tag[1] or "").lower() if tag.re is _TAG else "script"
        if name in _INLINE:
            continue
        if _HEADING.fullmatch(name) and not tag.group().startswith("</"):
            opened = None
        words.part()
        if _HEADING.fullmatch(name):
            if opened is None:
                opened = words.length
            else:
                words.headings.append(Span(opened, words.length))
                opened = None
    words.add(source, at, len(source))
    return Page("".join(words.pieces), tuple(words.headings), tuple(words.starts),
                tuple(words.places))  # fmt: skip


def _tags(source: str) -> list[re.Match[str]]:
    unread = list(_UNREAD.finditer(source))
    free = [
        tag
        for tag in _TAG.finditer(source)
        if not any(u.start() <= tag.start() < u.end() for u in unread)
    ]
    return sorted(unread + free, key=lambda m: m.start())


class _Words:
    """Words as they are put together, with the place that each piece has in the source."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.places: list[tuple[int, int]] = []
        self.headings: list[Span] = []
        self.length = 0

    def add(self, source: str, start: int, end: int) -> None:
        """Add a stretch of source without tags."""
        at = start
        for entity in _ENTITY.finditer(source, start, end):
            self._piece(source[at : entity.start()], at, 1)
            for character in html.unescape(entity.group()):
                self._piece(character, entity.start(), entity.end() - entity.start())
            at = entity.end()
        self._piece(source[at:end], at, 1)

    def part(self) -> None:
        """Break the line where an element does."""
        if self.pieces:
            self._piece("\n\n", self.places[-1][0], 1)

    def _piece(self, words: str, place: int, length: int) -> None:
        if words:
            self.pieces.append(words)
            self.starts.append(self.length)
            self.places.append((place, length))
            self.length += len(words)
