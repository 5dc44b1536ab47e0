"""What people write, as plain text: nothing hidden in it, nothing that turns other text around."""

from __future__ import annotations

import re
import unicodedata

from burdenshare.errors import Problems

_BLANK_LINES = re.compile(r"\n{3,}")
_MARKS = 4
"""Accents that may sit on one letter; more of them climb over the lines above."""
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""What holds letters of some scripts and faces together, between visible characters."""
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters by their category that nobody can see."""


def clean(text: str) -> str:
    """Return text without control characters, marks of direction and towers of accents.

    Composed (NFC), with plain line ends and at most one empty line. What is left is shown as it
    is: escaped where it stands in a page, and links in it are no links.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept: list[str] = []
    marks = 0
    for letter in text:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if letter in "\n\t":
            kept.append("\n" if letter == "\n" else " ")
        elif letter in _JOINERS:
            if kept and not kept[-1].isspace() and kept[-1] not in _JOINERS:
                kept.append(letter)
        elif kind in ("Zl", "Zp"):
            kept.append("\n")
        elif kind == "Zs":
            kept.append(" ")
        elif kind[0] != "C" and letter not in _BLANK and marks <= _MARKS:
            kept.append(letter)
    lines = [line.strip() for line in "".join(kept).split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def one_line(text: str, where: str, limit: int, problems: Problems) -> str:
    """Return cleaned text of one line, such as a name; note what is wrong with it."""
    return _checked(" ".join(clean(text).split()), where, limit, problems)


def some_lines(text: str, where: str, limit: int, problems: Problems) -> str:
    """Return cleaned text of several lines; note what is wrong with it."""
    return _checked(clean(text), where, limit, problems)


def _checked(text: str, where: str, limit: int, problems: Problems) -> str:
    if not any(unicodedata.category(letter)[0] in "LNPS" for letter in text):
        problems.add(where, "is empty", hint="write something that can be seen")
    if len(text) > limit:
        problems.add(where, f"has {len(text)} characters", expected=f"at most {limit}")
    return text
