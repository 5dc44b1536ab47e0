"""What a reader of one format gives: words, headings, and what the document says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from burdenshare.evidence.model import Span


@dataclass(frozen=True)
class Extracted:
    """The words of a document before they are looked at.

    Attributes
    ----------
    text : str
    headings : tuple of Span
    title, publisher, author, published : str
        What the format itself declares; empty where it does not.
    extractor : str
        Name and version of what turned the bytes into text.
    """

    text: str
    extractor: str
    headings: tuple[Span, ...] = ()
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
