"""A PDF to its words in reading order, without running headers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING

from burdenshare.errors import Refusal
from burdenshare.evidence.reading.columns import Line, in_reading_order, pieces
from burdenshare.evidence.reading.extracted import Extracted
from burdenshare.evidence.reading.limits import Limits
from burdenshare.evidence.reading.lines import joined
from burdenshare.evidence.reading.media import damaged, encrypted

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfiumError

_MARGIN = 0.125
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of|\|)\s*\d{1,4})?(?:\s*ページ)?\W*",
    re.IGNORECASE,
)
_HEADING_SIZE = 1.15
_LONGEST_HEADING = 200
_GAP = 1.45
_APART = 1.8
_ENDS = tuple('.!?:;。！？：」』”"')
_BULLET = re.compile(
    r"[•●■◆▪◦・※]|[-–*]\s|\(?\d{1,2}[.)]\s|（?[0-9０-９一二三四五六七八九十]{1,2}[）．.]"
)
_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]")
_HYPHENS = ("-", "\u00ad", "\u2010", "\x02", "\ufffe")
_LAST_PART = re.compile(r"([^\W\d_]+)[-\u00ad\u2010\x02\ufffe]$")
_FIRST_PART = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_UNTITLED = re.compile(
    r"untitled|microsoft (?:word|powerpoint)|\.(?:docx?|pdf|indd)$", re.IGNORECASE
)
_UNNAMED = re.compile(r"\W*(?:anonymous|unspecified|unknown|user|admin)\W*", re.IGNORECASE)


def read_pdf(data: bytes, name: str, limits: Limits) -> Extracted:
    """Return the words of a PDF in reading order.

    Columns are found by the white space between them (`columns`). Left out are lines in the
    outer eighth of a page, one or two parted from the body by white space, that stand, their
    digits aside, on at least half of the pages (two at the least), and page numbers there. Lines
    are joined to paragraphs; a word parted at the end of a line is put together, with the hyphen
    if the document writes it so elsewhere or knows both parts as words. A heading is a paragraph
    of letters at least 15 % larger than the body, up to 200 characters long. Title and author
    come from the properties; a PDF says when it was made, not when it was published, so the day
    is taken from its lines.

    Parameters
    ----------
    data : bytes
    name : str
    limits : Limits

    Raises
    ------
    Refusal
        ``encrypted-document``, ``damaged-file`` or ``too-large``.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unopened(error, name) from error
    try:
        pages = list(_pages(document, name, limits))
        about = document.get_metadata_dict(skip_empty=True)
    except pypdfium2.PdfiumError as error:
        raise damaged(name, "PDF") from error
    finally:
        document.close()
    text, headings = joined(_paragraphs(_without_margins(pages)))
    title, author = about.get("Title", "").strip(), about.get("Author", "").strip()
    return Extracted(
        text,
        f"pypdfium2 {version('pypdfium2')}",
        headings,
        title="" if _UNTITLED.search(title) else title,
        author="" if _UNNAMED.fullmatch(author) else author,
    )


def _unopened(error: PdfiumError, name: str) -> Refusal:
    from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

    if error.err_code in (FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY):
        return encrypted(name)
    return damaged(name, "PDF")


def _pages(document: PdfDocument, name: str, limits: Limits) -> Iterator[list[Line]]:
    characters = columns = 0
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage()
        try:
            lines = in_reading_order(pieces(words), page.get_height(), columns)
        finally:
            words.close()
            page.close()
        columns = 1 + max((line.column for line in lines), default=columns)
        characters += sum(len(line.text) for line in lines)
        limits.require_characters(characters, name)
        yield lines


def _without_margins(pages: list[list[Line]]) -> list[list[Line]]:
    """Leave out running headers, footers and page numbers."""
    outer = [{line for line in _outermost(lines) if _is_in_margin(line)} for lines in pages]
    counted = Counter(key for lines in outer for key in {_key(line) for line in lines})
    running = {key for key, count in counted.items() if count >= 2 and 2 * count >= len(pages)}
    return [
        [
            line
            for line in lines
            if line not in beside
            or not (_key(line) in running or _PAGE_NUMBER.fullmatch(line.text))
        ]
        for lines, beside in zip(pages, outer, strict=True)
    ]


def _outermost(lines: list[Line]) -> list[Line]:
    """Return what stands above and below the body of a page, set apart from it by white space."""
    rows = [list(row) for _, row in groupby(sorted(lines, key=_place), key=_place)]
    return [line for ordered in (rows, rows[::-1]) for line in _set_apart(ordered)]


def _place(line: Line) -> int:
    return round(line.base)


def _set_apart(rows: list[list[Line]]) -> list[Line]:
    """Return the first or the first two rows, where a gap parts them from the next."""
    for count in (1, 2):
        if count < len(rows):
            gap = abs(rows[count][0].base - rows[count - 1][0].base)
            if gap > _APART * rows[count][0].height:
                return [line for row in rows[:count] for line in row]
    return []


def _is_in_margin(line: Line) -> bool:
    return line.bottom > 1 - _MARGIN or line.top < _MARGIN


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split()))


def _paragraphs(pages: list[list[Line]]) -> Iterator[tuple[str, bool]]:
    """Join lines to paragraphs, each followed by an empty line."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0]
    leading = _leading(lines)
    seen = _whole_words(lines)
    paragraph = [lines[0]]
    for before, line in pairwise(lines):
        if _goes_on(before, line, leading):
            paragraph.append(line)
            continue
        yield _paragraph(paragraph, body, seen)
        yield "", False
        paragraph = [line]
    yield _paragraph(paragraph, body, seen)


def _whole_words(lines: list[Line]) -> set[str]:
    """Return the words of a document, without those that the end of a line parts."""
    seen: set[str] = set()
    parted = False
    for line in lines:
        words = _WORDS.findall(line.text)
        ends = bool(_LAST_PART.search(line.text))
        seen.update(word.casefold() for word in words[parted : len(words) - ends])
        parted = ends
    return seen


def _leading(lines: list[Line]) -> float:
    """Return the usual distance from one line to the next, in heights of letters."""
    steps = [
        (before.base - line.base) / line.height
        for before, line in pairwise(lines)
        if before.column == line.column and before.base > line.base
    ]
    return median(steps) if steps else 1.2


def _goes_on(before: Line, line: Line, leading: float) -> bool:
    """Tell whether a line continues the paragraph of the line before it."""
    if abs(before.size - line.size) > 0.1 * before.size or _BULLET.match(line.text):
        return False
    if before.cells > 1 or line.cells > 1:
        return False
    ended = before.text.endswith(_ENDS)
    short = before.right < before.edge - 0.25 * (before.edge - before.left)
    if before.column != line.column:
        return not ended and (not short or line.text[:1].islower())
    step = (before.base - line.base) / line.height
    if step > _GAP * leading or step <= 0:
        return False
    indented = line.left > before.left + 0.8 * line.height
    return not (ended and (indented or short))


def _paragraph(lines: list[Line], body: float, seen: set[str]) -> tuple[str, bool]:
    text = lines[0].text
    for line in lines[1:]:
        text = _join(text, line.text, seen)
    text = text.translate({0x02: "-", 0xFFFE: "-", 0xAD: None})
    heading = lines[0].size >= _HEADING_SIZE * body and len(text) <= _LONGEST_HEADING
    return text, heading


def _join(text: str, following: str, seen: set[str]) -> str:
    last, first = _LAST_PART.search(text), _FIRST_PART.match(following)
    if last and first and first.group()[0].islower():
        left, right = last[1].casefold(), first.group().casefold()
        compound = f"{left}-{right}" in seen or (
            f"{left}{right}" not in seen and {left, right} <= seen
        )
        return text[:-1] + ("-" if compound else "") + following
    if text.endswith(_HYPHENS) and following[:1].isalnum():
        return text[:-1] + "-" + following
    if _WIDE.match(text[-1:]) or _WIDE.match(following):
        return text + following
    return f"{text} {following}"
