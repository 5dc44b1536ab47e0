"""Text of a file in the encodings that are met: UTF-8, with or without a mark, and Shift-JIS."""

from __future__ import annotations

import codecs
from pathlib import Path

from burdenshare.errors import Refusal

MOST_BYTES = 20_000_000
_HINT = "save the file as UTF-8 (with or without a byte order mark)"


def read_text(path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and what is to be said about how it was read.

    Raises
    ------
    Refusal
        ``file-not-found``; ``bad-table`` for a file that is too long, no text, or text in an
        encoding that cannot be told with certainty.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refusal(
            "file-not-found",
            f"{path} cannot be read: {error.strerror}",
            hint="give the path of a CSV or YAML file, or the name of a case of the library",
        ) from None
    if len(data) > MOST_BYTES:
        raise Refusal(
            "bad-table",
            f"{path} has more than the {MOST_BYTES:,} bytes that a table may have",
            hint="split the file by case",
        )
    return _decoded(data, path)


def _decoded(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refusal("bad-table", f"{path} is UTF-16 text", hint=_HINT)
    if b"\0" in data:
        hint = "export a workbook as CSV in UTF-8 first"
        raise Refusal("bad-table", f"{path} is no text file", hint=hint)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        text = _japanese(data)
        if text is not None:
            return text, (f"{path.name} was read as Shift-JIS",)
        line = data.count(b"\n", 0, error.start) + 1
        raise Refusal(
            "bad-table",
            f"{path}: line {line} is neither UTF-8 nor Shift-JIS text "
            f"(byte 0x{data[error.start]:02x})",
            hint=_HINT,
        ) from None


def _japanese(data: bytes) -> str | None:
    """Return Shift-JIS text, if most of what is not ASCII is kana or everyday kanji.

    Text in a western encoding decodes as Shift-JIS too, but to half-width kana and rare kanji.
    """
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError:
        return None
    foreign = [c for c in text if ord(c) > 127]
    common = sum(0x81 <= c.encode("cp932")[0] <= 0x97 for c in foreign)
    return text if 2 * common > len(foreign) else None
