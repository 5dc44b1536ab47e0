"""What kind of document some bytes are: the bytes decide, the name only helps."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import PurePosixPath

from burdenshare.errors import Refusal

PDF = "application/pdf"
HTML = "text/html"
TEXT = "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIXES = {
    ".htm": HTML, ".html": HTML, ".xhtml": HTML, ".pdf": PDF, ".txt": TEXT, ".text": TEXT,
    ".md": TEXT, ".docx": DOCX,
}  # fmt: skip
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_BINARY_HEADS = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ\x90", b"\x1f\x8b", b"7z\xbc\xaf",
    b"Rar!", b"BM6", b"OggS", b"ID3", b"\xca\xfe\xba\xbe", b"SQLite format 3",
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def require_known_suffix(name: str) -> None:
    """Raise ``unknown-suffix`` if the name of a file ends as no document that can be read."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES:
        ends = f"ends in {suffix}" if suffix else "has no suffix"
        raise Refusal(
            "unknown-suffix",
            f"{name} {ends}; what can be read ends in {', '.join(sorted(SUFFIXES))}.",
            hint="Save the document in one of these formats, or give it its true suffix.",
        )


def media_of(data: bytes, name: str, declared: str = "") -> str:
    """Return the media type of a document.

    Parameters
    ----------
    data : bytes
    name : str
        File name or address: its suffix decides between a page and text where the bytes do not.
    declared : str
        Content type by the server.

    Raises
    ------
    Refusal
        ``binary-file`` for bytes of another kind, ``encrypted-document`` for a DOCX with
        a password, ``damaged-file`` for what begins as a DOCX and cannot be opened.
    """
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, name)
    if data.startswith(_OLE):
        raise _office(data, name)
    if data.startswith(_BINARY_HEADS):
        raise Refusal(
            "binary-file",
            f"{name} is no text, web page, PDF or DOCX.",
            hint="Pictures, programs and archives are not read; save the text of the document.",
        )
    if _PAGE.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        return HTML
    by_name = SUFFIXES.get(PurePosixPath(name).suffix.lower(), "")
    return HTML if by_name == HTML or declared.startswith(HTML) else TEXT


def _zipped(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError) as error:
        raise damaged(name, "DOCX") from error
    if "word/document.xml" in names:
        return DOCX
    raise Refusal(
        "binary-file",
        f"{name} is an archive, but no DOCX.",
        hint="Unpack it, and read the documents in it.",
    )


def _office(data: bytes, name: str) -> Refusal:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return encrypted(name)
    return Refusal(
        "binary-file",
        f"{name} is a file of an old Office format.",
        hint="Open it and save it as DOCX or PDF.",
    )


def encrypted(name: str) -> Refusal:
    """Return the refusal of a document with a password."""
    return Refusal(
        "encrypted-document",
        f"{name} opens with a password only.",
        hint="Save a copy without the password.",
    )


def damaged(name: str, kind: str) -> Refusal:
    """Return the refusal of a document that cannot be opened as what it begins as."""
    return Refusal(
        "damaged-file",
        f"{name} begins as a {kind}, but cannot be opened as one.",
        hint="Fetch or save it again; it may be cut off.",
    )
