"""Words and passages: how a text in English or Japanese is cut so that it can be searched.

Western text is cut into whole words and numbers, without accents and in lower case. Japanese has
no spaces, so each character starts a token of itself and the next one (防衛費: 防衛, 衛費, 費);
a Japanese word of any length, two characters or one, is then a phrase of tokens that follow each
other, and is found exactly, in every database alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from burdenshare.errors import Refusal
from burdenshare.evidence.model import Span

_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
_JAPANESE = _KANA + "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff"
_PIECE = re.compile(
    rf"(?P<run>[{_JAPANESE}]+)|(?P<number>\d+(?:[.,．，]\d+)+)|(?P<word>[^\W_{_JAPANESE}]+)"
)
_IS_JAPANESE = re.compile(f"[{_JAPANESE}]")
_LONGEST = 100
_PASSAGE = 1000
_BLANK_LINE = re.compile(r"\n[ \t\r\u3000]*\n")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s)|[。！？][」』）]*")


class Token(NamedTuple):
    """One entry of the index with the place of its characters."""

    text: str
    span: Span


def indexed(text: str) -> list[str]:
    """Return the words of the tokens alone, which is what an index keeps."""
    found: list[str] = []
    for run, number, word in _PIECE.findall(text):
        if word:
            found.append((word.lower() if word.isascii() else _folded(word))[:_LONGEST])
        elif run:
            found += (_folded(run[at : at + 2]) for at in range(len(run)))
        else:
            found.append(_plain(number))
    return found


def _plain(number: str) -> str:
    return unicodedata.normalize("NFKC", number).replace(",", "")[:_LONGEST]


def tokens(text: str) -> Iterator[Token]:
    """Cut a text into the tokens of the index, in order; each character starts at most one."""
    for piece in _PIECE.finditer(text):
        start, end = piece.span()
        if piece["run"]:
            for at in range(start, end):
                yield Token(_folded(text[at : min(at + 2, end)]), Span(at, min(at + 2, end)))
        elif piece["number"]:
            yield Token(_plain(piece.group()), Span(start, end))
        else:
            yield Token(_folded(piece.group())[:_LONGEST], Span(start, end))


@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", word).casefold()
    if _IS_JAPANESE.search(folded):
        return folded
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return "".join(c for c in bare if c.isalnum()) or folded


class Term(NamedTuple):
    """Tokens that must follow each other; the last may be only the beginning of one."""

    tokens: tuple[str, ...]
    open_ended: bool = False


def terms(words: str) -> list[Term]:
    """Read what a user looks for: words, "phrases in quotation marks", and beginn* of words.

    Raises
    ------
    Refusal
        ``bad-argument`` if no word is in it.
    """
    found = []
    for part in re.findall(r"[\"“”]([^\"“”]+)[\"“”]|([^\s\u3000\"“”]+)", words):
        term = _term(part[0] or part[1])
        if term.tokens:
            found.append(term)
    if not found:
        raise Refusal(
            "bad-argument",
            f"{words!r} holds no word to look for",
            hint='write words, "a phrase", or the beginning of a word with a star: spend*',
        )
    return found


def _term(part: str) -> Term:
    cut = list(tokens(part))
    texts = tuple(token.text for token in cut)
    if not cut:
        return Term(())
    last = part[cut[-1].span.start : cut[-1].span.end]
    if _IS_JAPANESE.fullmatch(last):
        # The word may go on in the text, so its last character is only the start of a token,
        # and says nothing where a pair of characters already holds it.
        paired = len(cut) > 1 and cut[-2].span.end == cut[-1].span.end
        return Term(texts[:-1]) if paired else Term(texts, open_ended=True)
    return Term(texts, open_ended=part.rstrip().endswith("*"))


def hits(text: str, wanted: list[Term]) -> list[Span]:
    """Return where the terms stand in a text, in order, without overlap."""
    cut = list(tokens(text))
    found: list[Span] = []
    for at in range(len(cut)):
        ends = [end for term in wanted if (end := _ends(cut, at, term)) is not None]
        if ends and (not found or cut[at].span.start >= found[-1].end):
            found.append(Span(cut[at].span.start, max(ends)))
    return found


def _ends(cut: list[Token], at: int, term: Term) -> int | None:
    here = cut[at : at + len(term.tokens)]
    if len(here) < len(term.tokens):
        return None
    *whole, last = zip(term.tokens, here, strict=True)
    if any(wanted != token.text for wanted, token in whole):
        return None
    wanted, token = last
    if token.text == wanted:
        return token.span.end
    if term.open_ended and token.text.startswith(wanted):
        single = _IS_JAPANESE.fullmatch(wanted)
        return token.span.start + 1 if single else token.span.end
    return None


def passages(text: str) -> list[Span]:
    """Cut a text into paragraphs of at most 1,000 characters, long ones at the ends of sentences.

    Paragraphs are what blank lines part or, in a text without blank lines, every line.
    """
    between = _BLANK_LINE if _BLANK_LINE.search(text.strip()) else re.compile("\n")
    found: list[Span] = []
    start = 0
    for gap in (*between.finditer(text), None):
        end = gap.start() if gap else len(text)
        found += _pieces(text, start, end)
        start = gap.end() if gap else len(text)
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        stop = end
        if end - start > _PASSAGE:
            ends = [m.end() for m in _SENTENCE_END.finditer(text, start, start + _PASSAGE)]
            space = text.rfind(" ", start + 1, start + _PASSAGE)
            stop = ends[-1] if ends else space if space > 0 else start + _PASSAGE
        span = _stripped(text, start, stop)
        if span:
            yield span
        start = stop


def _stripped(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    last = end - (len(words) - len(words.rstrip()))
    return Span(first, last) if first < last else None
