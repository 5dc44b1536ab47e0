"""A brief as Markdown, as one HTML page, and as JSON."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from burdenshare.brief.parts import Brief, Name, Num, Origin, Quote, Section, Sentence, Table

CONTEXT = 160
"""Characters before and after a quotation that a page shows around it."""


def to_json(brief: Brief) -> dict[str, Any]:
    """Return a brief as plain values: every sentence with the ids of its origins."""
    return {
        "title": brief.title,
        "asked": {key.lower().replace(" ", "_"): said for key, said in brief.asked},
        "sections": [_section(s) for s in brief.sections],
        "origins": {
            o.id: {"kind": o.kind, "label": o.label, "link": o.link, "of": list(o.of)}
            for o in brief.cited()
        },
    }


def _section(section: Section) -> dict[str, Any]:
    made: dict[str, Any] = {"id": section.id, "title": section.title}
    made["sentences"] = [_sentence(s) for s in section.sentences]
    if section.table:
        made["table"] = {
            "columns": list(section.table.columns),
            "rows": [[_sentence(c) for c in row] for row in section.table.rows],
        }
    if section.note:
        made["note"] = section.note
    return made


def _sentence(sentence: Sentence) -> dict[str, Any]:
    numbers = [
        {"text": p.text, "value": p.value, "origin": p.origin}
        for p in sentence.parts
        if isinstance(p, Num)
    ]
    return {"text": sentence.text, "origins": list(sentence.origins), "numbers": numbers}


def to_markdown(brief: Brief) -> str:
    """Return a brief as Markdown with footnotes; `burdenshare.brief.check` reads it back."""
    marks = {o.id: i for i, o in enumerate(brief.cited(), start=1)}
    lines = [f"# {_plain(brief.title)}", ""]
    lines += [f"> {key}: {_plain(said)}  " for key, said in brief.asked] + [""]
    for section in brief.sections:
        lines += [f"## {section.title}", ""]
        for sentence in section.sentences:
            lines += [f"{_plain(sentence.text)}{_notes(sentence.origins, marks)}", ""]
        if section.table and section.table.rows:
            lines += [*_rows(section.table, marks), ""]
        if section.note:
            lines += [section.note, ""]
    lines += [f"[^{marks[o.id]}]: {definition(o)}" for o in brief.cited()]
    return "\n".join(lines) + "\n"


def _notes(origins: tuple[str, ...], marks: dict[str, int]) -> str:
    return "".join(f"[^{marks[o]}]" for o in origins)


def _rows(table: Table, marks: dict[str, int]) -> list[str]:
    rows = [f"| {' | '.join(table.columns)} | from |", "|" + "---|" * (len(table.columns) + 1)]
    for number, row in enumerate(table.rows):
        cells = [_plain(cell.text).replace("|", "\\|") for cell in row]
        rows.append(f"| {' | '.join(cells)} | {_notes(table.origins(number), marks)} |")
    return rows


def _plain(text: str) -> str:
    return " ".join(text.split())


def definition(origin: Origin) -> str:
    """Return what a footnote says of an origin: its kind and id first."""
    name = origin.id if origin.kind not in ("claim", "figure") else f"{origin.kind} {origin.id}"
    link = f" <{origin.link}>" if origin.link else ""
    return f"{name} - {_plain(origin.label)}{link}"


def to_html(brief: Brief, passages: dict[str, str]) -> str:
    """Return a brief as one page that needs nothing else.

    Parameters
    ----------
    brief : Brief
    passages : dict
        The words of the documents by id, so that each quotation is shown where it stands.
    """
    from burdenshare.brief.page import page

    marks = {o.id: i for i, o in enumerate(brief.cited(), start=1)}
    body = Markup("").join(_html_section(s, marks) for s in brief.sections)
    asked = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(key, said) for key, said in brief.asked
    )
    notes = Markup("").join(
        Markup('<li id="o-{}">{}{}</li>').format(marks[o.id], definition(o), _passage(o, passages))
        for o in brief.cited()
    )
    return page(brief.title, asked, body, notes)


def _passage(origin: Origin, passages: dict[str, str]) -> Markup:
    if origin.kind != "claim" or "#char=" not in origin.link:
        return Markup("")
    document, _, span = origin.link.removeprefix("ledger:").partition("#char=")
    text = passages.get(document, "")
    start, end = (int(part) for part in span.split(","))
    if not text:
        return Markup("")
    return Markup("<blockquote>{}<mark>{}</mark>{}</blockquote>").format(
        text[max(0, start - CONTEXT) : start], text[start:end], text[end : end + CONTEXT]
    )


def _html_section(section: Section, marks: dict[str, int]) -> Markup:
    parts = [Markup('<section id="{}"><h2>{}</h2>').format(section.id, section.title)]
    parts += [
        Markup("<p>{}{}</p>").format(_html(s), _html_notes(s.origins, marks))
        for s in section.sentences
    ]
    if section.table and section.table.rows:
        heads = Markup("").join(Markup("<th>{}</th>").format(c) for c in section.table.columns)
        parts.append(Markup("<table><thead><tr>{}<th></th></tr></thead><tbody>").format(heads))
        for number, row in enumerate(section.table.rows):
            cells = Markup("").join(Markup("<td>{}</td>").format(_html(c)) for c in row)
            notes = _html_notes(section.table.origins(number), marks)
            parts.append(Markup("<tr>{}<td>{}</td></tr>").format(cells, notes))
        parts.append(Markup("</tbody></table>"))
    if section.note:
        parts.append(Markup("<p>{}</p>").format(section.note))
    return Markup("").join([*parts, Markup("</section>")])


def _html(sentence: Sentence) -> Markup:
    from burdenshare.brief.numbers import number
    from burdenshare.brief.words import language

    made = []
    for part in sentence.parts:
        if isinstance(part, Num):
            made.append(number(part.value, part.text, part.origin))
        elif isinstance(part, Quote):
            made.append(Markup('<q lang="{}">{}</q>').format(language(part.text), part.text))
        else:
            made.append(escape(part.text if isinstance(part, Name) else part))
    return Markup("").join(made)


def _html_notes(origins: tuple[str, ...], marks: dict[str, int]) -> Markup:
    return Markup("").join(
        Markup('<sup><a href="#o-{0}">{0}</a></sup>').format(marks[o]) for o in origins
    )
