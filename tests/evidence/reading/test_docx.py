"""A DOCX to its words."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.evidence.reading import Limits
from burdenshare.evidence.reading.document import read_bytes

LIMITS = Limits(bytes=5_000_000, characters=1_000_000, seconds=5, redirects=2)
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def written() -> bytes:
    document = docx.Document()
    document.core_properties.title = "The refusal"
    document.core_properties.author = "Ann Bee"
    document.add_heading("Spain says no", 0)
    document.add_paragraph("3 July 2025")
    document.add_heading("Reasons", 1)
    document.add_paragraph("2.1 % meets the targets,\nit says.")
    document.add_paragraph("the welfare state", style="List Bullet")
    table = document.add_table(2, 2)
    for row, words in zip(table.rows, (("Country", "2024"), ("Spain", "1.24")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    document.add_paragraph("防衛費は約43兆円。")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def packed(body: str, **others: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
        for name, part in others.items():
            archive.writestr(f"word/{name}.xml", part)
    return target.getvalue()


def paragraphs(inner: str) -> str:
    return f"<w:document {SPACE}><w:body>{inner}</w:body></w:document>"


def text_of(data: bytes) -> str:
    return read_bytes(data, "a.docx", LIMITS).text


def code_of(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(Refusal) as caught:
        read_bytes(data, "a.docx", limits)
    return caught.value.code


def test_words_headings_and_properties() -> None:
    got = read_bytes(written(), "a.docx", LIMITS)
    assert got.text.split("\n\n") == [
        "Spain says no",
        "3 July 2025",
        "Reasons",
        "2.1 % meets the targets,\nit says.",
        "the welfare state",
        "Country\t2024\nSpain\t1.24",
        "防衛費は約43兆円。",
    ]
    assert [span.of(got.text) for span in got.headings] == ["Spain says no", "Reasons"]
    assert (got.title, got.author, got.published) == ("The refusal", "Ann Bee", "2025-07-03")


def test_deleted_words_are_not_said_and_notes_come_last() -> None:
    body = paragraphs(
        "<w:p><w:r><w:t>Spain </w:t></w:r><w:del><w:r><w:delText>accepts</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>refuses</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    notes = (
        f"<w:footnotes {SPACE}><w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>"
        "</w:footnotes>"
    )
    assert text_of(packed(body, footnotes=notes)) == "Spain refuses\n\nA note."


def test_a_part_that_unpacks_to_far_more_is_refused() -> None:
    bomb = paragraphs("<w:p><w:r><w:t>" + "a" * 3_000_000 + "</w:t></w:r></w:p>")
    data = packed(bomb)
    assert len(data) < 10_000
    assert code_of(data) == "archive-bomb"


def test_many_parts_are_refused() -> None:
    target = io.BytesIO(packed(paragraphs("")))
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(10_001):
            archive.writestr(str(number), "")
    assert code_of(target.getvalue()) == "archive-bomb"


def test_the_limit_of_bytes_holds_for_what_is_unpacked() -> None:
    few = Limits(bytes=20_000, characters=1_000, seconds=5, redirects=2)
    assert code_of(packed(paragraphs("<w:p/>" * 9_000)), few) == "archive-bomb"


@pytest.mark.parametrize(
    "body",
    [
        f'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:t {SPACE}>&e;</w:t>',
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
        "<w:document>",
        "not xml",
        "<a>" * 600 + "</a>" * 600,
    ],
    ids=["outside entity", "entity", "prefix", "no xml", "deep"],
)
def test_parts_that_are_no_plain_xml_are_damaged(body: str) -> None:
    assert code_of(packed(body)) == "damaged-file"


def test_cut_off_and_without_words() -> None:
    assert code_of(written()[:2_000]) == "damaged-file"
    assert code_of(packed(paragraphs("<w:p/>"))) == "empty-document"


def test_an_archive_of_another_kind_is_no_document() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "words")
    assert code_of(target.getvalue()) == "binary-file"


def test_passwords() -> None:
    office = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert code_of(office + "EncryptedPackage".encode("utf-16-le")) == "encrypted-document"
    assert code_of(office) == "binary-file"
    data = bytearray(packed(paragraphs("<w:p/>")))
    data[data.index(b"PK\1\2") + 8] |= 1  # the flag of a part with a password
    assert code_of(bytes(data)) == "encrypted-document"


@settings(max_examples=60)
@given(st.data())
def test_a_broken_docx_is_read_or_refused(draw: st.DataObject) -> None:
    whole = packed(paragraphs("<w:p><w:r><w:t>Spain refuses.</w:t></w:r></w:p>"))
    at = draw.draw(st.integers(0, len(whole) - 1))
    broken = draw.draw(st.binary(min_size=1, max_size=20))
    outcome: Any
    try:
        outcome = text_of(whole[:at] + broken + whole[at + len(broken) :])
    except BurdenshareError as error:
        outcome = error.code
    assert isinstance(outcome, str)
