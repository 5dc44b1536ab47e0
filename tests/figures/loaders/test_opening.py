"""Files that are not what they claim to be: each gets one refusal, and nothing is stored."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from workbooks import nato_2024, repacked, save, sipri

from burdenshare.errors import Failure, Refusal
from burdenshare.figures.countries import countries
from burdenshare.figures.loaders import add, workbook
from burdenshare.figures.loaders.placing import address, names, number_of, scaled, year_of


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that holds one table already."""
    place = tmp_path / "home"
    add(save(nato_2024(), tmp_path / "good"), place)
    return place


def state(home: Path) -> dict[str, bytes]:
    return {str(p.relative_to(home)): p.read_bytes() for p in home.rglob("*") if p.is_file()}


def cut(path: Path, share: float) -> bytes:
    content = path.read_bytes()
    return content[: int(len(content) * share)]


def bomb() -> bytes:
    archive = io.BytesIO()
    with (
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/workbook.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(workbook.MAX_UNPACKED // 2**20 + 1):
            part.write(b"\0" * 2**20)
    return archive.getvalue()


def document() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("word/document.xml", "<document/>")
    return archive.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PAGE = b"\n <!DOCTYPE html><html><body>Sign in</body></html>"

FILES: dict[str, tuple[str, str, Callable[[Path], bytes]]] = {
    "empty": ("damaged-file", "is empty", lambda good: b""),
    "blank": ("damaged-file", "is empty", lambda good: b" \n\n "),
    "cut in half": ("damaged-file", "cannot be opened", lambda good: cut(good, 0.5)),
    "cut at the end": ("damaged-file", "cannot be opened", lambda good: cut(good, 0.99)),
    "head only": ("damaged-file", "cannot be opened", lambda good: b"PK\x03\x04"),
    "bomb": ("damaged-file", "unpacks to", lambda good: bomb()),
    "password": (
        "damaged-file",
        "protected by a password",
        lambda good: OLE + "EncryptedPackage".encode("utf-16-le"),
    ),
    "old office": ("unrecognised-file", "old office program", lambda good: OLE),
    "web page": ("unrecognised-file", "a web page", lambda good: PAGE),
    "pdf": ("unrecognised-file", "a PDF document", lambda good: b"%PDF-1.7\n%\xe2\xe3"),
    "picture": ("unrecognised-file", "a picture", lambda good: b"\x89PNG\r\n\x1a\n\0\0"),
    "xml": ("unrecognised-file", "an XML document", lambda good: b"<?xml version='1.0'?><a/>"),
    "document": ("unrecognised-file", "not a workbook", lambda good: document()),
    "binary": ("unrecognised-file", "neither a workbook nor text", lambda good: b"\x7fELF\0\1\2"),
    "text": ("unrecognised-file", "no workbook of a publisher", lambda good: b"dear reader"),
    "table": ("unrecognised-file", "no workbook of a publisher", lambda good: b"a,b\n1,2\n"),
    "field without end": (
        "damaged-file",
        "cannot be read as a table",
        lambda good: b'a\t"' + b"x" * 200_000,
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_workbook_is_refused_and_the_old_state_kept(
    kind: str, home: Path, tmp_path: Path
) -> None:
    code, said, make = FILES[kind]
    before = state(home)
    path = tmp_path / "SIPRI-Milex-data-1949-2025.xlsx"
    path.write_bytes(make(tmp_path / "good"))
    with pytest.raises(Refusal) as refusal:
        add(path, home)
    assert refusal.value.code == code
    assert said in refusal.value.message
    assert refusal.value.hint
    assert state(home) == before


def test_the_hint_names_the_files_that_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"nothing")
    with pytest.raises(Refusal) as refusal:
        add(path, tmp_path)
    for publisher in ("NATO", "SIPRI", "IMF", "World Economic Outlook"):
        assert publisher in refusal.value.hint


def test_a_workbook_of_somebody_else_is_unrecognised(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Country", 2020, 2021, 2022])
    book.active.append(["Japan", 1, 2, 3])
    with pytest.raises(Refusal) as refusal:
        add(save(book, tmp_path / "NATO.xlsx"), tmp_path / "home")
    assert refusal.value.code == "unrecognised-file"


@pytest.mark.parametrize("place", ["absent.xlsx", "."])
def test_a_missing_file_and_a_folder_are_refused(place: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        add(tmp_path / place, tmp_path / "home")
    assert refusal.value.code == "file-not-found"


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = save(nato_2024(), tmp_path / "a")
    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(Refusal) as refusal:
        add(path, tmp_path / "home")
    assert refusal.value.code == "file-not-found"
    assert "Permission denied" in refusal.value.message


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as stream:
        os.truncate(stream.fileno(), workbook.MAX_FILE + 1)
    with pytest.raises(Refusal) as refusal:
        add(path, tmp_path / "home")
    assert refusal.value.code == "damaged-file"


def far_below(part: str, content: bytes) -> bytes:
    return re.sub(rb'<row r="8"', b'<row r="1048576"', content, count=1)


def far_right(part: str, content: bytes) -> bytes:
    return re.sub(rb'r="N8"', b'r="XFD8"', content, count=1)


def broken_xml(part: str, content: bytes) -> bytes:
    return content[: len(content) // 2] if part.startswith("xl/worksheets/sheet1") else content


def with_entities(part: str, content: bytes) -> bytes:
    if not part.startswith("xl/worksheets/sheet1"):
        return content
    return b'<!DOCTYPE a [<!ENTITY b "c">]>' + content


def without_styles(part: str, content: bytes) -> bytes:
    return b"<a/>" if part == "xl/workbook.xml" else content


@pytest.mark.parametrize(
    "change", [far_below, far_right, broken_xml, with_entities, without_styles]
)
def test_an_archive_with_hostile_or_broken_parts_is_refused(
    change: Callable[[str, bytes], bytes], home: Path, tmp_path: Path
) -> None:
    before = state(home)
    path = repacked(tmp_path / "good", tmp_path / "bad.xlsx", change)
    with pytest.raises(Refusal) as refusal:
        add(path, home)
    assert refusal.value.code in ("damaged-file", "unrecognised-file")
    assert state(home) == before


def test_a_wrong_checksum_is_found(tmp_path: Path) -> None:
    content = bytearray(save(sipri(), tmp_path / "a").read_bytes())
    with zipfile.ZipFile(tmp_path / "a") as archive:
        part = archive.getinfo("xl/worksheets/sheet4.xml")
    place = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    content[place] ^= 0xFF
    (tmp_path / "a").write_bytes(bytes(content))
    with pytest.raises(Refusal) as refusal:
        add(tmp_path / "a", tmp_path / "home")
    assert refusal.value.code == "damaged-file"


def test_the_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    result = add(save(nato_2024(), tmp_path / "SIPRI.pdf"), tmp_path / "home")
    assert (result.publisher, result.vintage) == ("NATO", "2024-06")


def test_a_publishers_workbook_without_a_figure_is_refused(tmp_path: Path) -> None:
    book = nato_2024(value=lambda *_: "..")
    with pytest.raises(Refusal) as refusal:
        add(save(book, tmp_path / "a"), tmp_path / "home")
    assert refusal.value.code == "unexpected-layout"


def test_a_full_disk_leaves_the_old_table(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(home)

    def full(self: Path, *arguments: object, **named: object) -> int:
        raise OSError(28, "No space left on device")

    path = save(nato_2024(value=lambda *_: 1.5), tmp_path / "new")
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(Failure) as failure:
        add(path, home)
    monkeypatch.undo()
    assert failure.value.code == "cannot-write"
    assert state(home) == before


@given(st.integers(0, 10**6), st.integers(0, 16_383))
def test_addresses_are_those_of_a_spreadsheet(row: int, column: int) -> None:
    assert address(row, column) == f"{get_column_letter(column + 1)}{row + 1}"


@given(st.floats(1e-9, 1e12), st.integers(-9, 9))
def test_moving_by_powers_of_ten_rounds_once(number: float, power: int) -> None:
    exact = Fraction(repr(number)) * Fraction(10) ** power
    assert scaled(number, power) == float(exact)


@pytest.mark.parametrize(
    ("value", "year"),
    [
        (2014, (2014, False)),
        (2014.0, (2014, False)),
        ("2014", (2014, False)),
        (" 2024e ", (2024, True)),
        ("2024 E*", (2024, True)),
        (2014.5, None),
        (1899, None),
        ("in 2014", None),
        (None, None),
        (True, None),
    ],
)
def test_years_of_headers(value: object, year: tuple[int, bool] | None) -> None:
    assert year_of(value) == year


@pytest.mark.parametrize("value", [None, "", "1", True, float("nan"), float("inf")])
def test_what_is_no_number(value: object) -> None:
    assert number_of(value) is None


def test_every_name_of_the_reviewed_list_has_a_known_code_or_says_why_not() -> None:
    for name, known in names().items():
        assert name == name.strip().casefold()
        assert (known.code in countries()) if known.code else known.remark, name
