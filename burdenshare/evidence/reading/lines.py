"""Lines with a note whether each is a heading, put together to a text and the spans in it."""

from __future__ import annotations

from collections.abc import Iterable

from burdenshare.evidence.model import Span


def joined(lines: Iterable[tuple[str, bool]]) -> tuple[str, tuple[Span, ...]]:
    """Return the text of some lines, and where the headings among them stand.

    Parameters
    ----------
    lines : iterable of (str, bool)
        The words, and whether they are a heading. An empty line parts paragraphs; several in
        a row are one.
    """
    text: list[str] = []
    headings: list[Span] = []
    at = 0
    gap = ""
    for line, heading in lines:
        if not line:
            gap = "\n\n" if text else ""
            continue
        gap = gap or ("\n" if text else "")
        if heading:
            headings.append(Span(at + len(gap), at + len(gap) + len(line)))
        text.append(gap + line)
        at += len(gap) + len(line)
        gap = ""
    return "".join(text), tuple(headings)
