"""Bytes of any format to one document: words, language, what it says of itself, and its marks."""

from __future__ import annotations

import hashlib

from burdenshare import __version__
from burdenshare.errors import Refusal
from burdenshare.evidence.model import Document
from burdenshare.evidence.reading.damage import damaged_places
from burdenshare.evidence.reading.encoding import decode
from burdenshare.evidence.reading.extracted import Extracted
from burdenshare.evidence.reading.language import language_of
from burdenshare.evidence.reading.limits import Limits
from burdenshare.evidence.reading.machine import machine_signs
from burdenshare.evidence.reading.media import DOCX, HTML, PDF, media_of
from burdenshare.evidence.reading.metadata import About, of_lines
from burdenshare.evidence.reading.repeats import marked


def read_bytes(data: bytes, name: str, limits: Limits, *, declared: str = "") -> Document:
    """Return the document that some bytes hold.

    Parameters
    ----------
    data : bytes
    name : str
        File name or address.
    limits : Limits
    declared : str
        Content type by a server, with the encoding where it says one.

    Raises
    ------
    Refusal
        Any of the codes of `burdenshare.evidence.reading`.
    """
    limits.require_bytes(len(data), name)
    if not data:
        raise _empty(name)
    media = media_of(data, name, declared)
    extracted = _extract(data, name, media, declared, limits)
    limits.require_characters(len(extracted.text), name)
    if not any(map(str.isalnum, extracted.text)):
        raise _empty(name)
    return _document(data, name, media, extracted)


def _empty(name: str) -> Refusal:
    return Refusal(
        "empty-document",
        f"{name} holds no words.",
        hint="If it is a scan, put it through text recognition first.",
    )


def _extract(data: bytes, name: str, media: str, declared: str, limits: Limits) -> Extracted:
    if media == PDF:
        from burdenshare.evidence.reading.pdf import read_pdf

        return read_pdf(data, name, limits)
    if media == DOCX:
        from burdenshare.evidence.reading.docx import read_docx

        return read_docx(data, name, limits)
    _, _, charset = declared.partition("charset=")
    if media == HTML:
        from burdenshare.evidence.reading.html import declared_encoding, read_html

        return read_html(decode(data, name, charset or declared_encoding(data))[0])
    text, encoding = decode(data, name, charset)
    return Extracted(text, f"burdenshare {__version__} text {encoding}")


def _document(data: bytes, name: str, media: str, extracted: Extracted) -> Document:
    text = extracted.text
    language = language_of(text)
    given = About(extracted.title, extracted.publisher, extracted.author, extracted.published)
    about = of_lines(text, language, given)
    document = Document(
        id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        name=name,
        text=text,
        language=language,
        title=about.title,
        publisher=about.publisher,
        author=about.author,
        published=about.published,
        sha256=hashlib.sha256(data).hexdigest(),
        media=media,
        extractor=extracted.extractor,
        headings=extracted.headings,
        machine=machine_signs(text, language),
        damaged=damaged_places(text),
    )
    return marked(document, {})
