"""Scenario text to plain data: a bounded reading of YAML that runs nothing and remembers lines.

Only mappings, lists, text, numbers, true, false and null are read, by the core rules of YAML 1.2:
``NO`` is text (the country code of nobody, not false), ``12:30`` and ``1_000`` are text, and
``59.0e6`` is a number. JSON is read as the subset of YAML that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

import yaml

from burdenshare.errors import Problems, Refusal

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_VALUES = 50_000
"""Values of a text with every alias unfolded."""

Place = tuple[str | int, ...]
"""Keys and positions that lead to a value."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?[0-9]{1,30}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_YEAR_KEY = re.compile(r"[0-9]{4}")
_WORDS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
    ".nan": float("nan"),
    ".inf": float("inf"),
    "+.inf": float("inf"),
    "-.inf": float("-inf"),
}


class Document(NamedTuple):
    """The data of a text, and the line on which each value stands."""

    value: Any
    lines: dict[Place, int]


def decode(data: bytes, origin: str) -> str:
    """Return the text of a file; refuse one that is too long or no UTF-8."""
    _require_size(len(data), origin)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refusal(
            "bad-yaml",
            f"{origin}: line {line} is no UTF-8 text (byte 0x{data[error.start]:02x})",
            hint="save the file as UTF-8",
        ) from None


def read_yaml(text: str, origin: str) -> Document:
    """Read one YAML or JSON document.

    Raises
    ------
    Refusal
        ``bad-yaml``: a syntax error (with line and column), a key given twice, a tag, more than
        one document, an alias that refers to itself or unfolds without measure, too much text.
    """
    _require_size(len(text.encode("utf-8", "surrogatepass")), origin)
    builder = _Builder(origin)
    try:
        value = builder.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text, origin) from None
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise Refusal(
            "bad-yaml",
            f"{origin}: a character that YAML does not allow ({str(error).splitlines()[0]})",
            hint="remove control characters from the text",
        ) from None
    builder.problems.require_none(
        "bad-yaml",
        f"{origin}: a key is given twice, or a value carries a tag",
        hint="give each key once, and no tags",
    )
    return Document(value, builder.lines)


def _require_size(size: int, origin: str) -> None:
    if size > MAX_BYTES:
        raise Refusal(
            "bad-yaml",
            f"{origin}: {size:,} bytes, more than the {MAX_BYTES:,} that a scenario may have",
            hint="put long series into CSV files and name them with file:",
        )


def _syntax_error(error: yaml.MarkedYAMLError, text: str, origin: str) -> Refusal:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    shown = lines[line - 1] if line <= len(lines) else ""
    if "\t" in shown[: len(shown) - len(shown.lstrip())] or shown[column - 1 : column] == "\t":
        what, hint = "a tab", "indent with spaces, never with tabs"
    else:
        what = f"{error.problem or error.context}"
        hint = "check the indentation, the colons and the brackets around this line"
    return Refusal("bad-yaml", f"{origin}: line {line}, column {column}: {what}", hint=hint)


class _Builder:
    """Plain data from parser events; an alias shares what it points to, so nothing unfolds."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.lines: dict[Place, int] = {}
        self.problems = Problems()
        self._values = 0
        self._anchors: dict[str, tuple[Any, int] | None] = {}
        """Value and number of values of each anchor; None while it is being built."""

    def document(self, events: Iterator[Any]) -> Any:
        """Return the value of the one document in the text."""
        documents = 0
        value: Any = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, "a second document begins", "keep one scenario in one file")
            elif isinstance(event, yaml.NodeEvent):
                value, _ = self._node(event, events, (), 1)
        if documents == 0:
            raise Refusal(
                "bad-yaml", f"{self.origin}: the text is empty", hint="begin with name: and title:"
            )
        return value

    def _node(self, event: Any, events: Iterator[Any], place: Place, depth: int) -> tuple[Any, int]:
        """Return the value that starts with `event`, and the number of values in it."""
        self.lines[place] = self.lines.get(place, _line(event))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        self._count(event, 1)
        if depth > MAX_DEPTH:
            self._refuse(event, f"nested deeper than {MAX_DEPTH} levels", "a scenario needs six")
        if event.tag is not None:
            self.problems.add(
                f"line {_line(event)}",
                f"the tag {event.tag}",
                hint="leave the tag out",
            )
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = event.value if event.style else plain_value(event.value)
            size = 1
        elif isinstance(event, yaml.SequenceStartEvent):
            value, size = self._sequence(events, place, depth)
        else:
            value, size = self._mapping(events, place, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = value, size
        return value, size

    def _alias(self, event: Any) -> tuple[Any, int]:
        if event.anchor not in self._anchors:
            self._refuse(event, f"the alias *{event.anchor} has no anchor", "define it above")
        known = self._anchors[event.anchor]
        if known is None:
            self._refuse(event, f"the alias *{event.anchor} contains itself", "write the value out")
        self._count(event, known[1])
        return known

    def _count(self, event: Any, values: int) -> None:
        self._values += values
        if self._values > MAX_VALUES:
            self._refuse(
                event,
                f"more than {MAX_VALUES:,} values, aliases unfolded",
                "put long series into CSV files and name them with file:",
            )

    def _sequence(self, events: Iterator[Any], place: Place, depth: int) -> tuple[list[Any], int]:
        values: list[Any] = []
        total = 1
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            value, size = self._node(event, events, (*place, len(values)), depth + 1)
            values.append(value)
            total += size
        return values, total

    def _mapping(
        self, events: Iterator[Any], place: Place, depth: int
    ) -> tuple[dict[str | int, Any], int]:
        values: dict[str | int, Any] = {}
        total = 1
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(event, "a key that is no plain word", "write keys as words or years")
            key = int(event.value) if _YEAR_KEY.fullmatch(event.value) else event.value
            line = _line(event)
            if key in values:
                first = self.lines[(*place, key)]
                self.problems.add(
                    f"line {line}",
                    f"the key {key} is given again, first on line {first}",
                    expected="each key once",
                )
            self.lines.setdefault((*place, key), line)
            values[key], size = self._node(next(events), events, (*place, key), depth + 1)
            total += size
        return values, total

    def _refuse(self, event: Any, what: str, hint: str) -> NoReturn:
        mark = event.start_mark
        raise Refusal(
            "bad-yaml",
            f"{self.origin}: line {mark.line + 1}, column {mark.column + 1}: {what}",
            hint=hint,
        )


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def plain_value(text: str) -> Any:
    """Return what unquoted text stands for by the core rules of YAML 1.2."""
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
