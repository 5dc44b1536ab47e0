"""A PDF to its words in reading order."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table

from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.evidence.reading import Limits
from burdenshare.evidence.reading.document import read_bytes
from burdenshare.evidence.reading.pdf import read_pdf

LIMITS = Limits(bytes=5_000_000, characters=1_000_000, seconds=5, redirects=2)
WIDTH, HEIGHT = A4
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12.5, spaceAfter=7)
JUSTIFIED = ParagraphStyle("justified", parent=BODY, alignment=4)
HEADING = ParagraphStyle("heading", parent=BODY, fontSize=14, leading=18)
SENTENCES = [
    f"In the year {1990 + n} the government of country number {n} asked its parliament for "
    f"{n}.{n % 7} billion dollars for defence, {n % 9} per cent more than a year before. "
    f"The opposition in the capital wanted to know what the ministry had bought with the rest, "
    f"and minister {'ABCDEFGHIJ'[n % 10]} answered that report {n} would say so in due course."
    for n in range(34)
]
JAPANESE = [
    f"第{n}回の会合で、政府は防衛費を{n}兆{n}億円とする案を示した。野党は財源が明らかでないとして"
    f"反対し、与党の中からも慎重な意見が{n}件出たため、決定は翌月に延期された。"
    for n in range(1, 25)
]


def printed(
    story: list[Any],
    columns: int,
    decorate: Callable[[Canvas, Any], None] | None = None,
    **about: Any,
) -> bytes:
    gap = 18
    width = (WIDTH - 100 - gap * (columns - 1)) / columns
    frames = [
        Frame(50 + n * (width + gap), 70, width, HEIGHT - 150, 0, 0, 0, 0) for n in range(columns)
    ]
    target = io.BytesIO()
    document = BaseDocTemplate(target, pagesize=A4, **about)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=decorate or (lambda *_: None)))
    document.build(story)
    return target.getvalue()


def running(canvas: Canvas, document: Any) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(50, HEIGHT - 40, f"Example Institute   Policy Brief {document.page}/2025")
    canvas.drawCentredString(WIDTH / 2, 30, f"Page {document.page}")


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("style", [BODY, JUSTIFIED], ids=["ragged", "justified"])
def test_paragraphs_come_whole_and_in_order(columns: int, style: ParagraphStyle) -> None:
    data = printed([Paragraph(s, style) for s in SENTENCES], columns, running)
    assert read_pdf(data, "a.pdf", LIMITS).text.split("\n\n") == SENTENCES


@pytest.mark.parametrize("columns", [1, 2])
def test_a_japanese_pdf_is_joined_without_spaces(columns: int) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    style = ParagraphStyle(
        "ja", fontName="HeiseiMin-W3", fontSize=10, leading=16, wordWrap="CJK", spaceAfter=8
    )
    document = read_bytes(
        printed([Paragraph(s, style) for s in JAPANESE], columns, running), "a.pdf", LIMITS
    )
    assert document.text.split("\n\n") == JAPANESE
    assert document.language == "ja"


def test_headings_title_and_author() -> None:
    story = [Paragraph("Who pays for what", HEADING), *(Paragraph(s, BODY) for s in SENTENCES[:9])]
    story.insert(5, Paragraph("What comes next", HEADING))
    got = read_pdf(printed(story, 2, title="Paying", author="Ann Bee"), "a.pdf", LIMITS)
    assert [s.of(got.text) for s in got.headings] == ["Who pays for what", "What comes next"]
    assert (got.title, got.author) == ("Paying", "Ann Bee")
    assert got.extractor.startswith("pypdfium2 ")


def test_the_title_that_a_program_wrote_is_none() -> None:
    document = read_bytes(
        printed(
            [Paragraph("Who pays for what", HEADING), Paragraph("3 July 2025", BODY)]
            + [Paragraph(s, BODY) for s in SENTENCES[:3]],
            1,
            title="Microsoft Word - draft7.docx",
            author="(anonymous)",
        ),
        "a.pdf",
        LIMITS,
    )
    assert (document.title, document.author) == ("Who pays for what", "")
    assert document.published == "2025-07-03"


def test_rows_of_a_table_stay_rows() -> None:
    rows = [["Country", "2014", "2024"]] + [[f"State {n}", f"1.{n}", f"2.{n}"] for n in range(9)]
    text = read_pdf(printed([Table(rows), Paragraph(SENTENCES[0], BODY)], 1), "a.pdf", LIMITS).text
    assert "Country\t2014\t2024" in text
    assert "State 3\t1.3\t2.3" in text


def lines(*words: str, size: float = 11) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    canvas.setFont("Helvetica", size)
    for number, word in enumerate(words):
        canvas.drawString(72, 700 - 14 * number, word)
    canvas.save()
    return target.getvalue()


def test_parted_words_are_put_together() -> None:
    data = lines(
        "The govern-",
        "ment keeps a long-",
        "term plan; each term is a long one, and the low-",
        "cost option, said the low-cost airline, is the F-",
        "35 that Spain has not ordered and will not order soon.",
    )
    assert read_pdf(data, "a.pdf", LIMITS).text == (
        "The government keeps a long-term plan; each term is a long one, and the low-cost option, "
        "said the low-cost airline, is the F-35 that Spain has not ordered and will not order soon."
    )


def refused(data: bytes, limits: Limits = LIMITS) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_bytes(data, "a.pdf", limits)
    return caught.value


def test_a_password_is_needed() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, encrypt=StandardEncryption("secret"))
    canvas.drawString(72, 700, "Hidden words")
    canvas.save()
    assert refused(target.getvalue()).code == "encrypted-document"


def test_pictures_only() -> None:
    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.rect(72, 72, 300, 300, fill=1)
    canvas.save()
    error = refused(target.getvalue())
    assert error.code == "empty-document"
    assert "text recognition" in error.hint


@pytest.mark.parametrize("keep", [9, 200])
def test_cut_off(keep: int) -> None:
    assert refused(lines("Spain refuses.")[:keep]).code == "damaged-file"


def test_more_words_than_the_limit() -> None:
    few = Limits(bytes=5_000_000, characters=20, seconds=5, redirects=2)
    assert refused(lines("Spain refuses the target of 5 %."), few).code == "too-large"


@settings(max_examples=40)
@given(st.integers(0, 1_200), st.binary(min_size=1, max_size=40))
def test_a_broken_pdf_is_read_or_refused(at: int, broken: bytes) -> None:
    data = lines("Spain refuses the target.", "It offers 2.1 %.")
    data = data[:at] + broken + data[at + len(broken) :]
    outcome: Any
    try:
        outcome = read_bytes(data, "a.pdf", LIMITS).text
    except BurdenshareError as error:
        outcome = error.code
    assert isinstance(outcome, str)
