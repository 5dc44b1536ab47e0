"""Opens a file of unknown origin safely and returns its sheets as plain values."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

from burdenshare.errors import Refusal

MAX_FILE = 100 * 2**20
MAX_UNPACKED = 400 * 2**20
"""The publishers' largest workbook unpacks to about 60 MiB."""
MAX_ROWS = 100_000
MAX_COLUMNS = 1_000

UNDERSTOOD = (
    "burdenshare reads the workbooks of NATO (Defence Expenditure of NATO Countries, tables 1 to "
    "8b), of SIPRI (Military Expenditure Database, all countries) and of the IMF (World Economic "
    "Outlook, all countries: the tab-separated .xls file, the workbook or the portal's CSV)"
)

_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, ParseError, EOFError, OSError, KeyError,
    IndexError, ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What openpyxl and zipfile raise on damaged input; caught around them and nowhere else."""

_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")


class Sheet(NamedTuple):
    """One sheet: its rows of values, and the colour of those that are not black."""

    title: str
    rows: list[tuple[Any, ...]]
    colours: dict[tuple[int, int], str]
    """``blue`` or ``red`` by row and column, both counted from 0; only for coloured numbers."""


class Book(NamedTuple):
    """A file as opened: where it lies, its hash, its sheets, and its own dates."""

    path: Path
    sha256: str
    sheets: tuple[Sheet, ...]
    created: date | None = None
    modified: date | None = None


def open_book(path: Path) -> Book:
    """Return the sheets of a workbook or text file.

    Raises
    ------
    Refusal
        ``file-not-found``, ``damaged-file`` (empty, truncated, protected by a password, larger than
        allowed) or ``unrecognised-file`` (a web page, a PDF, a picture, any other document).
    """
    content = _read(path)
    sha256 = hashlib.sha256(content).hexdigest()
    if content.startswith(b"PK"):
        sheets, created, modified = _read_workbook(path, content)
        return Book(path, sha256, sheets, created, modified)
    if content.startswith(_OLE):
        raise _ole(path, content)
    return Book(path, sha256, (_read_text(path, content),))


def _read(path: Path) -> bytes:
    hint = "give the path of the publisher's file; " + UNDERSTOOD
    if path.is_dir():
        raise Refusal("file-not-found", f"{path} is a folder, not a file", hint=hint)
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise Refusal(
                "damaged-file",
                f"{path.name} has {size:,} bytes, more than the {MAX_FILE:,} that are read",
                hint=UNDERSTOOD,
            )
        content = path.read_bytes()
    except OSError as error:
        raise Refusal(
            "file-not-found", f"{path} cannot be read: {error.strerror}", hint=hint
        ) from error
    if not content.strip():
        raise Refusal(
            "damaged-file", f"{path.name} is empty", hint="download the publisher's file again"
        )
    return content


def _ole(path: Path, content: bytes) -> Refusal:
    if _PASSWORD in content:
        return Refusal(
            "damaged-file",
            f"{path.name} is protected by a password",
            hint="open it in a spreadsheet program, save it without a password, and add that file",
        )
    return Refusal(
        "unrecognised-file",
        f"{path.name} is a binary file of an old office program",
        hint="save it as .xlsx and add that file; " + UNDERSTOOD,
    )


def _read_workbook(
    path: Path, content: bytes
) -> tuple[tuple[Sheet, ...], date | None, date | None]:
    _check_archive(path, content)
    from openpyxl import load_workbook

    book = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            colours = _Colours(getattr(book, "_colors", ()))
            sheets = tuple(_read_sheet(path, sheet, colours) for sheet in book.worksheets)
            for title, row, column, formula in _uncomputed(content, sheets):
                place = next(sheet.rows for sheet in sheets if sheet.title == title)
                place[row] = (*place[row][:column], formula, *place[row][column + 1 :])
        return sheets, _day(book.properties.created), _day(book.properties.modified)
    except _UNREADABLE as error:
        raise _damaged(path, str(error) or type(error).__name__) from error
    finally:
        if book is not None:
            book.close()


def _check_archive(path: Path, content: bytes) -> None:
    """Refuse an archive that is no workbook, that is cut short, or that unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > MAX_UNPACKED:
                raise Refusal(
                    "damaged-file",
                    f"{path.name} unpacks to {unpacked:,} bytes, more than the {MAX_UNPACKED:,} "
                    "that are read",
                    hint="this is no publisher's workbook; download it again from the publisher",
                )
            if not any(part.filename.startswith("xl/") for part in parts):
                raise Refusal(
                    "unrecognised-file",
                    f"{path.name} is an archive or a document, not a workbook",
                    hint=UNDERSTOOD,
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        if b"<!DOCTYPE" in stream.read(4096):
                            raise _damaged(path, f"{part.filename} declares a document type")
    except _UNREADABLE as error:
        raise _damaged(path, str(error) or type(error).__name__) from error


def _damaged(path: Path, reason: str) -> Refusal:
    return Refusal(
        "damaged-file",
        f"{path.name} cannot be opened as a workbook: {reason}",
        hint="the file is incomplete or damaged: download it again from the publisher",
    )


def _read_sheet(path: Path, sheet: Any, colours: _Colours) -> Sheet:
    """Return the values of a sheet; refuse one that is larger than any publisher's."""
    sheet.reset_dimensions()
    rows: list[tuple[Any, ...]] = []
    coloured: dict[tuple[int, int], str] = {}
    for cells in sheet.iter_rows():
        if len(rows) >= MAX_ROWS or len(cells) > MAX_COLUMNS:
            raise Refusal(
                "damaged-file",
                f"sheet {sheet.title!r} of {path.name} is larger than any publisher's table",
                hint="download the publisher's file again",
            )
        for column, cell in enumerate(cells):
            if cell.value is not None and cell.data_type == "n" and (colour := colours.of(cell)):
                coloured[len(rows), column] = colour
        rows.append(tuple(cell.value for cell in cells))
    return Sheet(sheet.title, rows, coloured)


def _uncomputed(content: bytes, sheets: tuple[Sheet, ...]) -> Iterator[tuple[str, int, int, str]]:
    """Yield the formulas that carry no computed value: sheet, row, column, text.

    Only such cells keep their formula, as text that a loader reports; they would look empty else.
    """
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        if not any(_FORMULA.search(archive.read(name)) for name in parts):
            return
    book = load_workbook(io.BytesIO(content), read_only=True)
    try:
        for sheet, values in zip(book.worksheets, sheets, strict=True):
            sheet.reset_dimensions()
            for row, cells in enumerate(sheet.iter_rows(max_row=len(values.rows))):
                for column, cell in enumerate(cells):
                    if cell.data_type == "f" and values.rows[row][column] is None:
                        yield values.title, row, column, str(cell.value)
    finally:
        book.close()


class _Colours:
    """Tells blue and red figures, looking each font up once."""

    def __init__(self, palette: Any) -> None:
        self._palette = palette
        self._known: dict[int, str] = {}

    def of(self, cell: Any) -> str:
        """Return ``blue``, ``red`` or an empty string."""
        font = cell.style_array.fontId
        if font not in self._known:
            self._known[font] = self._name(cell.font.color)
        return self._known[font]

    def _name(self, colour: Any) -> str:
        if colour is None:
            return ""
        code = ""
        if colour.type == "rgb":
            code = colour.rgb
        elif colour.type == "indexed" and colour.indexed < len(self._palette):
            code = self._palette[colour.indexed]
        if not re.fullmatch(r"[0-9A-Fa-f]{8}", code):
            return ""
        red, green, blue = (int(code[i : i + 2], 16) for i in (2, 4, 6))
        if blue >= 128 and blue >= 2 * max(red, 1):
            return "blue"
        if red >= 128 and red >= 2 * max(green, blue, 1):
            return "red"
        return ""


def _day(moment: Any) -> date | None:
    return moment.date() if isinstance(moment, datetime) else None


def _read_text(path: Path, content: bytes) -> Sheet:
    """Return a tab- or comma-separated text file as one sheet of text cells."""
    head = content.lstrip()[:1024].lower()
    for mark, what in (
        (b"<!doctype html", "a web page"),
        (b"<html", "a web page"),
        (b"<?xml", "an XML document"),
        (b"%pdf", "a PDF document"),
        (b"\x89png", "a picture"),
    ):
        if head.startswith(mark):
            raise Refusal(
                "unrecognised-file",
                f"{path.name} is {what}, not a workbook",
                hint="a download may have saved the page in place of the file; " + UNDERSTOOD,
            )
    text = _decode(content)
    if "\0" in text or sum(c < " " and c not in "\t\r\n" for c in text[:4096]):
        raise Refusal(
            "unrecognised-file", f"{path.name} is neither a workbook nor text", hint=UNDERSTOOD
        )
    first = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in first else ","
    try:
        rows: list[tuple[Any, ...]] = [
            tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise Refusal(
            "damaged-file",
            f"{path.name} cannot be read as a table of text: {error}",
            hint="download the publisher's file again",
        ) from error
    return Sheet("", rows, {})


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if content[1:2] == b"\0":
        return content.decode("utf-16-le", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
