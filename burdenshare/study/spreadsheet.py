"""Writes tables as an Office Open XML workbook (ECMA-376), the same bytes for the same tables.

As much of the format as a run needs, put together from text: a library that keeps an object for
every cell takes five times as long. Text is always text, never a formula or a link.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

Cell = str | float | int
SHARE, MONEY, WHOLE, YEAR, PERCENT = "0.00", "#,##0.00", "#,##0", "0", "0 %"
EXACT, TEXT = "General", ""
MOST_LETTERS = 32_767
"""Characters that a cell may hold; what is longer is cut."""

_HEAD = 1
_FORMS = {form: _HEAD + 1 + i for i, form in enumerate((SHARE, MONEY, WHOLE, YEAR, PERCENT))}
"""Number formats by their place among the styles: 0 is plain, then comes that of headings."""
_CREATED = "2000-01-01T00:00:00Z"
"""The same for every run; a workbook must bear a date."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_UNWRITABLE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class Column(NamedTuple):
    """One column of a sheet: its heading with the unit, its number format, its width."""

    heading: str
    form: str = TEXT
    width: int = 14


class Sheet:
    """One sheet: tables below each other.

    Parameters
    ----------
    name : str
    book : Book
    filtered : bool
        Whether its table can be filtered, and its headings stand on every page.
    """

    def __init__(self, name: str, book: Book, *, filtered: bool) -> None:
        self.name, self.filtered = name, filtered
        self.last = -1
        self._book = book
        self._rows: list[str] = []
        self._widths: list[int] = []

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """Write a table, one line below what is there; empty text and no number is no cell."""
        text = self._book.text
        top = self.last + 1 if self.last < 0 else self.last + 2
        self._widths[: len(columns)] = [column.width for column in columns]
        letters = [_letters(at) for at in range(len(columns))]
        heads = [
            f'<c r="{letter}{top + 1}" s="{_HEAD}" t="s"><v>{text(column.heading)}</v></c>'
            for letter, column in zip(letters, columns, strict=True)
        ]
        self._rows.append(f'<row r="{top + 1}">{"".join(heads)}</row>')
        before = [
            (f'<c r="{letter}', f'" s="{_FORMS[c.form]}"><v>' if c.form in _FORMS else '"><v>')
            for letter, c in zip(letters, columns, strict=True)
        ]
        self.last = top
        for number, row in enumerate(rows, start=top + 2):
            cells = []
            for (place, style), cell in zip(before, row, strict=False):
                if isinstance(cell, str):
                    if cell:
                        cells.append(f'{place}{number}" t="s"><v>{text(cell)}</v></c>')
                elif math.isfinite(cell):
                    cells.append(f"{place}{number}{style}{cell}</v></c>")
            self._rows.append(f'<row r="{number}">{"".join(cells)}</row>')
            self.last = number - 1

    @property
    def area(self) -> str:
        """The cells of its table: ``$A$1:$C$9``."""
        return f"$A$1:${_letters(len(self._widths) - 1)}${max(self.last, 1) + 1}"

    def xml(self) -> str:
        """Return the sheet as its part of the workbook."""
        widths = "".join(
            f'<col min="{at}" max="{at}" width="{width + 0.7109375}" customWidth="1"/>'
            for at, width in enumerate(self._widths, start=1)
        )
        pages, tail = "", ""
        if self.filtered:
            pages = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            tail = (
                f'<autoFilter ref="{self.area.replace("$", "")}"/>'
                '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" '
                'footer="0.3"/><pageSetup orientation="landscape" fitToHeight="0"/>'
            )
        return (
            f'{_XML}<worksheet xmlns="{_MAIN}">{pages}<sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            '<selection pane="bottomLeft"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols>'
            f"<sheetData>{''.join(self._rows)}</sheetData>{tail}</worksheet>"
        )


class Book:
    """A workbook with sheets, whose first row is frozen."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.sheets: list[Sheet] = []
        self._texts: dict[str, int] = {}

    def sheet(self, name: str, *, filtered: bool = False) -> Sheet:
        """Add an empty sheet; its name has 31 characters at most, letters and spaces."""
        self.sheets.append(Sheet(name, self, filtered=filtered))
        return self.sheets[-1]

    def add(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """Add a sheet with one table that can be filtered."""
        self.sheet(name, filtered=True).table(columns, rows)

    def text(self, text: str) -> int:
        """Return the number of a text; each is kept once."""
        return self._texts.setdefault(text, len(self._texts))

    def content(self) -> bytes:
        """Return the file."""
        parts = {
            "[Content_Types].xml": self._types(),
            "_rels/.rels": _related(
                (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
                (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ),
            "docProps/core.xml": self._properties(),
            "xl/workbook.xml": self._workbook(),
            "xl/_rels/workbook.xml.rels": _related(
                *((f"{_OFFICE}/worksheet", f"worksheets/{name}") for name in self._files()),
                (f"{_OFFICE}/styles", "styles.xml"),
                (f"{_OFFICE}/sharedStrings", "sharedStrings.xml"),
            ),
            "xl/styles.xml": _styles(),
            **{
                f"xl/worksheets/{name}": sheet.xml()
                for name, sheet in zip(self._files(), self.sheets, strict=True)
            },
            "xl/sharedStrings.xml": self._strings(),
        }
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as packed:
            for name, part in parts.items():
                packed.writestr(zipfile.ZipInfo(name), part.encode(), zipfile.ZIP_DEFLATED)
        return file.getvalue()

    def _files(self) -> list[str]:
        return [f"sheet{number}.xml" for number in range(1, len(self.sheets) + 1)]

    def _types(self) -> str:
        core = "application/vnd.openxmlformats-package.core-properties+xml"
        named = {
            "/docProps/core.xml": core,
            "/xl/workbook.xml": f"{_KIND}sheet.main+xml",
            **{f"/xl/worksheets/{name}": f"{_KIND}worksheet+xml" for name in self._files()},
            "/xl/styles.xml": f"{_KIND}styles+xml",
            "/xl/sharedStrings.xml": f"{_KIND}sharedStrings+xml",
        }
        overrides = "".join(
            f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in named.items()
        )
        related = "application/vnd.openxmlformats-package.relationships+xml"
        return (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="{related}"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        )

    def _properties(self) -> str:
        return (
            f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{_written(self.title)}</dc:title>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{_CREATED}</dcterms:created>'
            "</cp:coreProperties>"
        )

    def _workbook(self) -> str:
        sheets = "".join(
            f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>'
            for number, sheet in enumerate(self.sheets, start=1)
        )
        filters, titles = [], []
        for at, sheet in enumerate(self.sheets):
            if sheet.filtered:
                of, name = f'localSheetId="{at}"', f"'{sheet.name}'!"
                filters.append(
                    f'<definedName name="_xlnm._FilterDatabase" {of} hidden="1">'
                    f"{escape(name + sheet.area)}</definedName>"
                )
                titles.append(
                    f'<definedName name="_xlnm.Print_Titles" {of}>{escape(name)}$1:$1</definedName>'
                )
        return (
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/>'
            f"</bookViews><sheets>{sheets}</sheets>"
            f"<definedNames>{''.join(filters + titles)}</definedNames></workbook>"
        )

    def _strings(self) -> str:
        texts = "".join(
            f'<si><t xml:space="preserve">{_written(text)}</t></si>' for text in self._texts
        )
        return f'{_XML}<sst xmlns="{_MAIN}" uniqueCount="{len(self._texts)}">{texts}</sst>'


def _written(text: str) -> str:
    """Return a text as the format holds it: cut where too long, other characters by their code."""
    if len(text) > MOST_LETTERS:
        text = text[: MOST_LETTERS - 3] + "..."
    return _UNWRITABLE.sub(_coded, escape(text))


def _coded(found: re.Match[str]) -> str:
    character = found[0]
    return "_x005F_x" if character == "_x" else f"_x{ord(character):04X}_"


def _letters(at: int) -> str:
    """Return the letters of a column, counted from 0: 0 is A, 26 is AA."""
    before, last = divmod(at, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _related(*parts: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _styles() -> str:
    own = {form: 164 + i for i, form in enumerate((PERCENT,))}
    built_in = {YEAR: 1, SHARE: 2, WHOLE: 3, MONEY: 4}
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="{f}"/>' for f, n in own.items())
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    head = (
        '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" '
        'applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    )
    numbers = "".join(
        f'<xf numFmtId="{(own | built_in)[form]}" fontId="0" fillId="0" borderId="0" xfId="0" '
        'applyNumberFormat="1"/>'
        for form in _FORMS
    )
    font = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    edges = "<left/><right/><top/>"
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(own)}">{formats}</numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
        '<fgColor rgb="FFE8EEF4"/><bgColor indexed="64"/></patternFill></fill></fills>'
        f'<borders count="2"><border>{edges}<bottom/><diagonal/></border><border>{edges}'
        '<bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        "</cellStyleXfs>"
        f'<cellXfs count="{2 + len(_FORMS)}">{plain}{head}{numbers}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
