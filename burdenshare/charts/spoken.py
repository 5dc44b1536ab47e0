"""Puts the words of a finished chart into the language of its reader; English stays as it is.

Charts are written in English. Every text that can be seen, every name in their data, and every
name that an expression compares with is read by the same catalogues, so that they still agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Tell = Callable[[str], str]
Tables = Mapping[str, Sequence[Mapping[str, Any]]]
_TEXTS = ("text", "title", "description")
_NAMES = ("domain", "sort", "values")
_EXPRESSIONS = ("filter", "calculate", "labelExpr", "expr")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")
_NOT_SAID = ("geometry", "type", "ink", "colour", "edge")
"""Fields of rows that nobody reads."""


def teller(language: str) -> Tell:
    """Return what puts a text of a chart into a language, as far as catalogues have it."""
    if language == "en":
        return str
    from burdenshare.speech.words import speech

    read = speech(language).read
    return lambda text: read(text).text


def spoken(plot: Any, tables: Tables, language: str) -> tuple[Any, dict[str, Any]]:
    """Return a plot and its tables with their words in a language."""
    if language == "en":
        return plot, dict(tables)
    tell = teller(language)
    return plot_in(plot, tell), tables_in(tables, tell)


def plot_in(plot: Any, tell: Tell) -> Any:
    """Return a plot, or a part of one, with its words in another language."""
    if isinstance(plot, dict):
        return {key: _said(key, part, tell) for key, part in plot.items()}
    return [plot_in(part, tell) for part in plot] if isinstance(plot, list) else plot


def tables_in(tables: Tables, tell: Tell) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a chart with their names and texts in another language."""
    return {name: [_row_in(row, tell) for row in rows] for name, rows in tables.items()}


def _said(key: str, part: Any, tell: Tell) -> Any:
    if key in _TEXTS and isinstance(part, str):
        return tell(part)
    if key in (*_TEXTS, *_NAMES) and isinstance(part, list):
        return [tell(each) if isinstance(each, str) else plot_in(each, tell) for each in part]
    if key in _EXPRESSIONS and isinstance(part, str):
        return _QUOTED.sub(lambda found: _quoted(found[1], tell), part)
    return plot_in(part, tell)


def _quoted(text: str, tell: Tell) -> str:
    said = tell(re.sub(r"\\(.)", r"\1", text))
    return "'" + said.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _row_in(row: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    return {
        key: part
        if key in _NOT_SAID
        else tell(part)
        if isinstance(part, str)
        else _row_in(part, tell)
        if isinstance(part, Mapping)
        else part
        for key, part in row.items()
    }
