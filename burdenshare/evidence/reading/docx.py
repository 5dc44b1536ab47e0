"""A DOCX to its words: a zip of XML, opened with limits and without outside entities."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.parsers import expat

from burdenshare import __version__
from burdenshare.errors import Refusal
from burdenshare.evidence.reading.extracted import Extracted
from burdenshare.evidence.reading.limits import Limits
from burdenshare.evidence.reading.lines import joined
from burdenshare.evidence.reading.media import damaged, encrypted

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

MOST_RATIO = 200
_SMALL = 1_000_000
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, OSError,
    ValueError,
)  # fmt: skip
_MOST_PARTS = 10_000
_DEEPEST = 500
_BODY = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_CORE = "docProps/core.xml"
_APP = "docProps/app.xml"
_HEADING = re.compile(r"heading ?\d|title$|subtitle$|^見出し", re.IGNORECASE)
_SKIPPED = {"del", "moveFrom", "instrText", "delText", "Fallback", "pict", "object"}


def read_docx(data: bytes, name: str, limits: Limits) -> Extracted:
    """Return the words of a DOCX, one line for each paragraph and row of a table.

    Read are the body and after it footnotes and endnotes; headings by the name of their style;
    title, author and publisher (the company) from the properties; they say when the file was
    made, not when the text was published, so the day is taken from its lines. What was
    deleted under track changes, field codes and pictures are left out. Refused is a document
    of which a part declares a document type (that is where outside entities come from), has
    10,000 parts or more, unpacks to more than the limit of bytes, or of which a part of over
    1 MB unpacks to more than 200 times its packed size.

    Parameters
    ----------
    data : bytes
    name : str
    limits : Limits

    Raises
    ------
    Refusal
        ``archive-bomb``, ``damaged-file`` or ``encrypted-document``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _Parts(archive, name, limits)
            styles = _style_names(parts.read("word/styles.xml"), name)
            body = _Body(styles)
            for part in (_BODY, *_NOTES):
                body.feed(parts.read(part), name)
            core = _Fields(parts.read(_CORE), name).found
            app = _Fields(parts.read(_APP), name).found
    except _UNREADABLE as error:
        raise damaged(name, "DOCX") from error
    text, headings = joined(body.lines)
    return Extracted(
        text,
        f"burdenshare {__version__} docx",
        headings,
        title=core.get("title", ""),
        publisher=app.get("Company", ""),
        author=core.get("creator", ""),
    )


class _Parts:
    """The parts of an archive, unpacked only as far as the limits go."""

    def __init__(self, archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
        self.archive, self.name = archive, name
        self.left = limits.bytes
        self.parts = {info.filename: info for info in archive.infolist()}
        if len(archive.infolist()) > _MOST_PARTS:
            raise self._bomb(f"it has more than {_MOST_PARTS:,} parts")

    def read(self, part: str) -> bytes:
        """Return a part, or nothing where the archive has none of that name."""
        info = self.parts.get(part)
        if info is None:
            return b""
        if info.flag_bits & 1:
            raise encrypted(self.name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(self.name, "DOCX")
        most = min(self.left, max(_SMALL, MOST_RATIO * info.compress_size))
        with self.archive.open(info) as stream:
            unpacked = stream.read(most + 1)
        if len(unpacked) > most:
            raise self._bomb(f"{part} unpacks from {info.compress_size:,} to over {most:,} bytes")
        self.left -= len(unpacked)
        return unpacked

    def _bomb(self, why: str) -> Refusal:
        return Refusal(
            "archive-bomb",
            f"{self.name} is refused: {why}.",
            hint="Open it and save its text anew.",
        )


def _parser(name: str) -> XMLParserType:
    """Return a parser that refuses document types, and with them every entity."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def refuse(*_of: object) -> None:
        raise damaged(name, "DOCX")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def _parse(parser: XMLParserType, part: bytes, name: str) -> None:
    if not part:
        return
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged(name, "DOCX") from error


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _attribute(attributes: dict[str, str], wanted: str) -> str:
    return next((v for k, v in attributes.items() if _local(k) == wanted), "")


class _Fields:
    """The words of each element of a small part, by the name of the element."""

    def __init__(self, part: bytes, name: str) -> None:
        self.found: dict[str, str] = {}
        self._words = ""
        parser = _parser(name)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        _parse(parser, part, name)

    def _start(self, _tag: str, _attributes: dict[str, str]) -> None:
        self._words = ""

    def _characters(self, words: str) -> None:
        self._words += words

    def _end(self, tag: str) -> None:
        words = " ".join(self._words.split())
        if words:
            self.found.setdefault(_local(tag), words)
        self._words = ""


def _style_names(part: bytes, name: str) -> dict[str, str]:
    """Return the names of the paragraph styles by their ids."""
    names: dict[str, str] = {}
    current = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal current
        local = _local(tag)
        if local == "style":
            current = _attribute(attributes, "styleId")
        elif local == "name" and current:
            names.setdefault(current, _attribute(attributes, "val"))

    parser = _parser(name)
    parser.StartElementHandler = start
    _parse(parser, part, name)
    return names


class _Body:
    """Collects paragraphs: their words, and whether each is a heading."""

    def __init__(self, styles: dict[str, str]) -> None:
        self.styles = styles
        self.lines: list[tuple[str, bool]] = []
        self._row: list[str] = []
        self._words: list[str] = []
        self._heading = self._in_text = False
        self._skipped = self._cells = self._depth = 0

    def feed(self, part: bytes, name: str) -> None:
        """Read one part."""
        parser = _parser(name)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        self._name = name
        _parse(parser, part, name)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = _local(tag)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise damaged(self._name, "DOCX")
        if local in _SKIPPED:
            self._skipped += 1
        elif local == "pStyle":
            style = _attribute(attributes, "val")
            self._heading = bool(_HEADING.search(self.styles.get(style, style)))
        elif local == "t":
            self._in_text = True
        elif local in ("tab", "br", "cr", "noBreakHyphen") and not self._skipped:
            self._words.append({"tab": "\t", "noBreakHyphen": "-"}.get(local, "\n"))
        elif local == "tc":
            self._cells += 1

    def _characters(self, words: str) -> None:
        if self._in_text and not self._skipped:
            self._words.append(words)

    def _end(self, tag: str) -> None:
        local = _local(tag)
        self._depth -= 1
        if local in _SKIPPED:
            self._skipped -= 1
        elif local == "t":
            self._in_text = False
        elif local == "p":
            self._close()
        elif local == "tc":
            self._cells -= 1
        elif local == "tr" and not self._cells:
            self.lines.append(("\t".join(self._row), False))
            self._row = []

    def _close(self) -> None:
        words = "".join(self._words).strip()
        heading, self._heading, self._words = self._heading, False, []
        if not words:
            return
        if self._cells:
            self._row.append(" ".join(words.split()))
        else:
            self.lines += [("", False), (words, heading), ("", False)]
