"""A brief as PDF: set by Typst, offline, the same bytes for the same brief."""

from __future__ import annotations

from burdenshare.brief.parts import Brief, Section, Table
from burdenshare.brief.written import definition

_HEAD = """#set document(title: "{title}")
#set page(paper: "a4", margin: 22mm, numbering: "1")
#set text(font: ("Libertinus Serif", "{letters}"), size: 10.5pt, lang: "en")
#set par(justify: false, leading: 0.62em)
#set table(stroke: (x, y) => (bottom: 0.4pt + luma(190)), inset: (x: 3pt, y: 3.5pt))
#show table: set text(size: 8pt)
#show heading.where(level: 2): set block(above: 1.5em)
"""


def to_pdf(brief: Brief) -> bytes:
    """Return a brief as PDF, its origins as a numbered list at the end.

    Raises
    ------
    Refusal
        ``no-font`` if text in Chinese, Japanese or Korean has no font on this machine.
    """
    import typst

    from burdenshare.charts.fonts import letters_for

    source = _source(brief)
    letters = letters_for(source)
    made: bytes = typst.compile(
        source.replace("{letters}", letters.family or "Libertinus Serif").encode("utf-8"),
        format="pdf",
        timestamp=0,
        font_paths=typst.Fonts(False, True, list(letters.folders)),
    )
    return made


def _source(brief: Brief) -> str:
    marks = {o.id: i for i, o in enumerate(brief.cited(), start=1)}
    lines = [_HEAD.replace("{title}", _string(brief.title)), f"= {_text(brief.title)}", ""]
    lines += [f"#text(fill: luma(90))[{_text(f'{key}: {said}')}] \\" for key, said in brief.asked]
    for section in brief.sections:
        lines += _section(section, marks)
    lines += ["== Origins", "#set text(size: 8pt)"]
    lines += [f"+ {_text(definition(o))}" for o in brief.cited()]
    return "\n".join(lines) + "\n"


def _section(section: Section, marks: dict[str, int]) -> list[str]:
    lines = [f"\n== {_text(section.title)}", ""]
    for sentence in section.sentences:
        lines += [f"{_text(sentence.text)}{_notes(sentence.origins, marks)}", ""]
    if section.table and section.table.rows:
        lines += _table(section.table, marks)
    if section.note:
        lines += [_text(section.note), ""]
    return lines


def _table(table: Table, marks: dict[str, int]) -> list[str]:
    widths = ", ".join(["auto"] * len(table.columns) + ["auto"])
    if len(table.columns) == 3:
        widths = "3fr, 3fr, 2fr, auto"
    heads = ", ".join(f"[*{_text(c)}*]" for c in (*table.columns, ""))
    rows = []
    for number, row in enumerate(table.rows):
        cells = [_text(c.text) for c in row] + [_notes(table.origins(number), marks)]
        rows.append("  " + ", ".join(f"[{c}]" for c in cells) + ",")
    return [f"#table(columns: ({widths}), table.header({heads}),", *rows, ")", ""]


def _notes(origins: tuple[str, ...], marks: dict[str, int]) -> str:
    told = ", ".join(str(marks[o]) for o in origins)
    return f"#super[{told}]" if told else ""


def _text(text: str) -> str:
    """Return words that Typst prints as they are."""
    return f'#"{_string(" ".join(text.split()))}"'


def _string(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
