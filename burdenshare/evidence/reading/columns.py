"""Lines of a printed page, put in the order in which a reader takes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_FEWEST_LINES = 4
_MOST_CROSSING = 0.4
_NARROWEST = 12
_LEAST_INK = 0.5
_CELL_GAP = 1.1
_STRETCHED_GAP = 3.0
_MIDDLE = (0.25, 0.75)


@dataclass(frozen=True)
class Piece:
    """Letters that follow each other on one line, in points from the lower left corner."""

    text: str
    left: float
    right: float
    base: float
    top: float
    size: float

    @property
    def height(self) -> float:
        """The height of its letters."""
        return max(self.top - self.base, 1.0)


@dataclass(frozen=True)
class Line:
    """A line of a page.

    Attributes
    ----------
    text : str
        Cells of a table parted by tabs.
    left, right, base, height : float
        Points.
    top, bottom : float
        As a share of the page's height, 0 at its upper edge.
    edge : float
        Right end of its column.
    size : float
        Of the letters.
    column : int
        Number of the column in the document, in reading order.
    cells : int
    """

    text: str
    left: float
    right: float
    base: float
    height: float
    top: float
    bottom: float
    edge: float
    size: float
    column: int
    cells: int


def pieces(page: PdfTextPage) -> list[Piece]:
    """Return the letters of a page as pieces of lines, in the order of the file.

    A piece ends where the file ends a line, where white space is wider than 0.9 of the size of
    the letters, and where the next letter stands above, below or far to the left.
    """
    from ctypes import byref

    from pypdfium2 import raw

    found: list[Piece] = []
    word: list[str] = []
    box = raw.FS_RECTF()
    left = right = base = top = size = 0.0

    def close() -> None:
        text = "".join(word).strip()
        if text:
            found.append(Piece(_whole(text), left, right, base, top, size))
        word.clear()

    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        letter = chr(code) if 0 < code < 0x110000 else "\n"
        if letter in "\r\n":
            close()
            continue
        if letter.isspace():
            if word:
                word.append(" ")
            continue
        if not raw.FPDFText_GetLooseCharBox(page, index, byref(box)):
            word.append(letter)
            continue
        here = raw.FPDFText_GetFontSize(page, index) or 1.0
        if word and (
            not right - 1.5 * here <= box.left <= right + 0.9 * here
            or box.bottom > top
            or box.top < base
        ):
            close()
        if word:
            left, right = min(left, box.left), max(right, box.right)
            base, top, size = min(base, box.bottom), max(top, box.top), max(size, here)
        else:
            left, right, base, top, size = box.left, box.right, box.bottom, box.top, here
        word.append(letter)
    close()
    return found


def _whole(text: str) -> str:
    """Put surrogates together that the file gives one by one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def in_reading_order(found: list[Piece], height: float, first: int = 0) -> list[Line]:
    """Return the lines of a page in the order in which they are read.

    Parameters
    ----------
    found : list of Piece
    height : float
        Of the page, in points.
    first : int
        Number of its first column.

    Notes
    -----
    Two columns are seen where a vertical strip in the middle half of the page is crossed by at
    most four in ten of the rows, each side is at least twelve letters wide and has at least four
    pieces, and letters fill at least half of the width of its rows: the cells of a table fill
    less. What crosses
    the strip (a title, a wide table) divides the page into bands; in each, the left side is read
    before the right. Each side is looked at again, so that three columns are read too. Pieces
    side by side within a column are cells of one line where the space between them is wider than
    1.1 of the size of the letters, or 3 in a row that letters fill by half (justified text).
    """
    lines: list[Line] = []
    left = min((p.left for p in found), default=0.0)
    right = max((p.right for p in found), default=0.0)
    for number, column in enumerate(_columns(found, left, right), first):
        edge = max(p.right for p in column)
        lines += [_line(row, edge, number, height) for row in _rows(column)]
    return lines


def _columns(found: list[Piece], left: float, right: float) -> Iterator[list[Piece]]:
    """Give the columns of a region, from left to right, band after band."""
    strip = _strip(found, left, right)
    if strip is None:
        if found:
            yield found
        return
    bands: list[tuple[list[Piece], list[Piece], list[Piece]]] = [([], [], [])]
    for piece in sorted(found, key=lambda p: -p.base):
        if piece.left < strip < piece.right:
            if bands[-1][1] or bands[-1][2]:
                bands.append(([], [], []))
            bands[-1][0].append(piece)
        else:
            bands[-1][1 if piece.right <= strip else 2].append(piece)
    for crossing, one, other in bands:
        if crossing:
            yield crossing
        yield from _columns(one, left, strip)
        yield from _columns(other, strip, right)


def _strip(found: list[Piece], left: float, right: float) -> float | None:
    """Return where white space parts two columns, or None for one column."""
    if len(found) < 2 * _FEWEST_LINES:
        return None
    narrowest = _NARROWEST * median(p.size for p in found)
    low, high = (left + (right - left) * share for share in _MIDDLE)
    low, high = max(low, left + narrowest), min(high, right - narrowest)
    rows = _rows(found)
    best: tuple[int, float] | None = None
    for at in sorted({p.right + 0.5 for p in found if low <= p.right <= high}):
        crossing = sum(any(p.left < at < p.right for p in row) for row in rows)
        if crossing <= _MOST_CROSSING * len(rows) and (best is None or crossing < best[0]):
            one = [p for p in found if p.right <= at]
            other = [p for p in found if p.left >= at]
            if _fills(one, left, at) and _fills(other, at, right):
                best = crossing, at
    return best[1] if best else None


def _fills(side: list[Piece], left: float, right: float) -> bool:
    return len(side) >= _FEWEST_LINES and _ink(side) >= _LEAST_INK * len(_rows(side)) * (
        right - left
    )


def _ink(row: list[Piece]) -> float:
    return sum(p.right - p.left for p in row)


def _rows(column: list[Piece]) -> list[list[Piece]]:
    """Put pieces on one height together, from the upper row to the lower."""
    rows: list[list[Piece]] = []
    for piece in sorted(column, key=lambda p: -p.base):
        same = rows and abs(rows[-1][0].base - piece.base) < 0.4 * piece.height
        if same:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in rows]


def _line(row: list[Piece], edge: float, column: int, height: float) -> Line:
    text = row[0].text
    cells = 1
    full = _ink(row) >= _LEAST_INK * (edge - row[0].left)
    widest = _STRETCHED_GAP if full else _CELL_GAP
    for before, piece in pairwise(row):
        apart = piece.left - before.right > widest * piece.size
        cells += apart
        text += ("\t" if apart else " ") + piece.text
    base, top = min(p.base for p in row), max(p.top for p in row)
    return Line(
        text=text,
        left=row[0].left,
        right=row[-1].right,
        base=base,
        height=max(p.height for p in row),
        top=1 - top / height,
        bottom=1 - base / height,
        edge=edge,
        size=max(p.size for p in row),
        column=column,
        cells=cells,
    )
