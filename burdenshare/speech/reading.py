"""Reads finished English sentences by the messages of a catalogue, part for part.

Models and charts make their sentences in English, of a pattern and its parts: ``31 of 32 allies
reach 2 %``. A message of a catalogue is such a pattern, ``%(n)s of %(n2)s allies reach %(what)s``.
Whatever stands in its places is read in turn, so that a part may be a pattern too, a list, an
amount, a month or the name of a country. What no message fits stays English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

NUMBER = r"[<>]?[+\u2212-]?[<>]?\d[\d,]*(?:\.\d+)?"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTH = rf"(?:{'|'.join(MONTHS)}) \d{{4}}"
_PLACE = re.compile(r"%\((\w+)\)s")
_WITHIN = r"(?:(?![.?!] \S).)+?"
"""A part never runs into the next sentence."""
_KINDS = {
    "n": NUMBER,
    "month": MONTH,
    "day": r"\d{4}-\d{2}-\d{2}",
    "unit": r"[^()]+",
    "one": "[^,;]+",
    "name": r"[\w.-]+",
    "field": r"(?:(?! and | or |[.?!] \S).)+?",
}
"""What may stand in a place by its name, as n, n2, n3; in any other, anything.

A name, such as that of a scenario, is the same in every language.
"""
_LETTERS = re.compile(r"[A-Za-z]{2}")
_NAME = re.compile(
    r"[A-Z][A-Z0-9]+(?:[-_ ][A-Z0-9]+)*|#[0-9A-F]{6}|[0-9a-f]{8,}|https?://\S+|burdenshare"
)
"""What is the same in every language."""
_SENTENCE = re.compile(r"(?<=[^.][.?!]) (?=\S)")
_WIDE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_WORD = re.compile(r"(?<![A-Za-z.:/0-9-])(?!burdenshare|vatnode|https?:)[a-z]{2,}")
"""An English word in a text that is Japanese already, other than of a name or an address."""
_JOINTS = ("; ", ": ", ", ", " and ")
_JOINED = {"; ": "；", ": ": "：", ", ": "、", " and ": "と"}
_MOST = 20_000
"""So many readings are remembered."""


class Told(NamedTuple):
    """A text in another language, and the pieces that stayed English."""

    text: str
    gaps: tuple[str, ...] = ()


class Pattern(NamedTuple):
    """A message with places, as it is found in a text and said in the other language."""

    literal: str
    """Its longest run of fixed words; a text without them is another one."""
    weight: int
    """How many characters are fixed: what says more is tried first."""
    finds: re.Pattern[str]
    said: str


class Reader:
    """Reads English by the messages of one language.

    Parameters
    ----------
    messages : mapping of str to str
        English, with places or without, and what it is in the other language.
    names : mapping of str to str
        Proper names: of countries above all.
    quantity : callable
        Puts an amount, a month or a number into the other language; None for any other text.
    """

    def __init__(
        self,
        messages: Mapping[str, str],
        names: Mapping[str, str],
        quantity: Callable[[str], str | None],
    ) -> None:
        placed = {text: said for text, said in messages.items() if _PLACE.search(text)}
        self._exact = {**names, **{t: s for t, s in messages.items() if t not in placed}}
        self._patterns = sorted(
            (_pattern(text, said) for text, said in placed.items()),
            key=lambda pattern: -pattern.weight,
        )
        self._quantity = quantity
        self._known: dict[str, Told] = {}

    def read(self, text: str) -> Told:
        """Return a text in the other language, with what stayed English."""
        found = self._known.get(text)
        if found is None:
            found = self._read(text)
            if len(self._known) < _MOST:
                self._known[text] = found
        return found

    def _read(self, text: str) -> Told:
        plain = self._exact.get(text) or self._quantity(text)
        if plain is not None:
            return Told(plain)
        sentences = _SENTENCE.split(text)
        if len(sentences) > 1:
            return _joined([self.read(each) for each in sentences], "")
        if text.endswith("."):
            said = self.read(text[:-1])
            return Told(said.text + ("." if said.gaps else "。"), said.gaps)
        if _NAME.fullmatch(text) or not (_LETTERS.search(text) or _WIDE.search(text)):
            return Told(text)
        best = self._by_pattern(text)
        if best is not None and not best.gaps:
            return best
        for way in (self._uncapped, self._by_list):
            other = way(text)
            if other is not None and (best is None or _missed(other) < _missed(best)):
                best = other
        if best is not None and _missed(best) < len(text):
            return best
        return Told(text, () if _WIDE.search(text) and not _WORD.search(text) else (text,))

    def _by_pattern(self, text: str) -> Told | None:
        best: Told | None = None
        for pattern in self._patterns:
            found = pattern.finds.fullmatch(text) if pattern.literal in text else None
            if found is None:
                continue
            parts = {
                place: Told(part) if place == "name" else self.read(part)
                for place, part in found.groupdict().items()
            }
            said = pattern.said % {name: part.text for name, part in parts.items()}
            told = Told(said, tuple(gap for part in parts.values() for gap in part.gaps))
            if best is None or _missed(told) < _missed(best):
                best = told
            if not best.gaps:
                break
        return best

    def _uncapped(self, text: str) -> Told | None:
        """Read a text that begins with a capital, or an article, as one that does not."""
        for start in ("the ", "The "):
            if text.startswith(start):
                return self.read(text.removeprefix(start))
        if text[0].isupper() and text[1:2].islower():
            small = text[0].lower() + text[1:]
            if small in self._exact:
                return Told(self._exact[small])
            return self._by_pattern(small)
        return None

    def _by_list(self, text: str) -> Told | None:
        """Read the parts of a list one by one."""
        best: Told | None = None
        for joint in _JOINTS:
            if joint in text:
                parts = [self.read(part) for part in text.split(joint)]
                said = _joined(parts, joint if any(p.gaps for p in parts) else _JOINED[joint])
                if best is None or _missed(said) < _missed(best):
                    best = said
        return best


def _joined(parts: list[Told], joint: str) -> Told:
    return Told(joint.join(part.text for part in parts), tuple(g for p in parts for g in p.gaps))


def _missed(told: Told) -> int:
    return sum(map(len, told.gaps))


def _pattern(text: str, said: str) -> Pattern:
    """Compile a message; a place that comes twice holds the same twice."""
    words = [each.replace("%%", "%") for each in _PLACE.split(text)[::2]]
    made, names = re.escape(words[0]), set()
    for place, after in zip(_PLACE.findall(text), words[1:], strict=True):
        what = _KINDS.get(place.rstrip("0123456789"), _WITHIN)
        made += f"(?P={place})" if place in names else f"(?P<{place}>{what})"
        made += re.escape(after)
        names.add(place)
    return Pattern(max(words, key=len), len("".join(words)), re.compile(made, re.DOTALL), said)
