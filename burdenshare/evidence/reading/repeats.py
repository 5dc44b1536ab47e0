"""Passages that stand elsewhere too: marked, so that nothing counts twice; never deleted."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from burdenshare.evidence.claims.sentences import sentences
from burdenshare.evidence.model import Document, Repeat, Span

SHORTEST = 60
_WORD = re.compile(r"[^\W_]+")
_WIDE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True)
class Place:
    """Where a passage stands first.

    Attributes
    ----------
    document : str
        Id of the document.
    span : Span
    """

    document: str
    span: Span


def passages(document: Document) -> dict[str, Span]:
    """Return the hash of each passage of a document, and where it stands there first.

    A passage is a sentence or a paragraph that has at least 60 letters and digits, a character of
    kana or kanji counted as two. Width, case, spaces and punctuation do not matter.
    """
    found: dict[str, Span] = {}
    for key, span in _passages(document):
        found.setdefault(key, span)
    return found


def marked(document: Document, elsewhere: Mapping[str, Place]) -> Document:
    """Return a document with its repeats marked.

    Parameters
    ----------
    document : Document
    elsewhere : mapping of str to Place
        By the hashes that `passages` gives: where passages stand in documents read before. Those
        of the document itself need not be in it: what stands in it earlier is always marked.

    Notes
    -----
    A repeated paragraph is one repeat, and so are its sentences where only some of them are
    repeated.
    """
    first: dict[str, Span] = {}
    repeats: list[Repeat] = []
    for key, span in _passages(document):
        if repeats and span.end <= repeats[-1].span.end:
            continue
        place = elsewhere.get(key)
        if place is not None and place.document != document.id:
            repeats.append(Repeat(span, place.document, place.span))
        elif key in first and first[key].end <= span.start:
            repeats.append(Repeat(span, document.id, first[key]))
        else:
            first.setdefault(key, span)
    return replace(document, repeats=tuple(repeats))


def _passages(document: Document) -> Iterator[tuple[str, Span]]:
    """Give hash and span of each paragraph, followed by those of the sentences in it."""
    spans = {
        (s.span.start, s.span.end)
        for s in sentences(document.text, document.language, document.headings)
    }
    for m in _LINE.finditer(document.text):
        words = m.group()
        lead = len(words) - len(words.lstrip())
        spans.add((m.start() + lead, m.end() - (len(words) - len(words.rstrip()))))
    for start, end in sorted(spans, key=lambda pair: (pair[0], -pair[1])):
        if end - start >= SHORTEST // 2:
            key = _hash(document.text[start:end])
            if key:
                yield key, Span(start, end)


def _hash(words: str) -> str:
    plain = words if words.isascii() else unicodedata.normalize("NFKC", words)
    folded = "".join(_WORD.findall(plain.casefold()))
    wide = 0 if folded.isascii() else len(_WIDE.findall(folded))
    if len(folded) + wide < SHORTEST:
        return ""
    return hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
