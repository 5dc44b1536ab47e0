"""Errors planted into sentences that are right, one of each kind that a writer or a model makes."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from burdenshare.brief.grounds import QUOTED

NUMBER = re.compile(
    r"(?<![\w.\-/,‘])\d+(?:,\d{3})*(?:\.\d+)?"
    r"(?= (?:%|trillion|billion)|,\d| of the| allies)"
)
YEAR = re.compile(r"(?<=\b(?:in|by) )(?:19|20)\d\d\b(?!-)")
STATES = {
    "Spain": "Italy", "Japan": "Norway", "the United States": "Canada",
    "The United States": "Canada",
    "Germany": "Portugal", "Taiwan": "Greece", "Poland": "Belgium", "NATO": "the European Union",
    "South Korea": "Austria", "Canada": "Denmark", "Norway": "Finland", "Australia": "Latvia",
    "France": "Croatia", "Estonia": "Iceland",
}  # fmt: skip
STANCES = {
    "rejected": "supported", "refused": "pledged", "opposed": "backed", "demanded": "promised",
    "called for": "opposed", "wanted": "rejected", "committed to": "opposed",
    "promised": "refused", "supported": "opposed", "backed": "rejected",
    "objected": "spoke in support", "dissented": "voiced support",
    "pressed its case": "voiced support", "made a demand": "made a commitment",
    "made a commitment": "objected", "spoke in support": "dissented",
    "voiced support": "objected", "committed itself": "objected", "pledged": "rejected",
}  # fmt: skip
DOUBTS = (" reportedly", ", with reserve", " with reserve")
UNITS = (("% of GDP", "% of GNP"), ("% of GDP", "percentage points"), ("trillion", "billion"))


def bare(text: str) -> str:
    """Return a sentence with quotations and titles blanked, so that errors go elsewhere."""
    blank = QUOTED.sub(lambda m: "\0" * len(m.group()), text)
    return re.sub(r"‘[^’]*’|\[\^\d+\]", lambda m: "\0" * len(m.group()), blank)


def planted(text: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    """Yield a kind of error and the sentence with it, for every kind that the sentence can bear."""
    for kind, made in (
        ("number", _number(text, dice)),
        ("year", _year(text, dice)),
        ("unit", _unit(text, dice)),
        ("stance", _swapped(text, STANCES)),
        ("hedge", _hedge(text)),
        ("quote", _quote(text, dice)),
        ("citation", re.sub(r"\[\^\d+\]", "", text)),
    ):
        if made and made != text:
            yield kind, made
    yield from _parties(text)


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _number(text: str, dice: random.Random) -> str:
    found = list(NUMBER.finditer(bare(text)))
    if not found:
        return ""
    m = dice.choice(found)
    places = len(m.group().partition(".")[2])
    value = float(m.group().replace(",", "")) + dice.choice((1, 2, -1)) * 10.0**-places
    return _put(text, m.start(), m.end(), f"{abs(value) or 7:.{places}f}")


def _year(text: str, dice: random.Random) -> str:
    found = list(YEAR.finditer(bare(text)))
    if not found:
        return ""
    m = dice.choice(found)
    return _put(text, m.start(), m.end(), str(int(m.group()) + dice.choice((1, 3, -2))))


def _unit(text: str, dice: random.Random) -> str:
    plain = bare(text)
    found = [(o, n) for o, n in UNITS if o in plain]
    if not found:
        return ""
    old, new = dice.choice(found)
    at = plain.index(old)
    return _put(text, at, at + len(old), new)


def _swapped(text: str, words: dict[str, str]) -> str:
    plain = bare(text)
    for old, new in words.items():
        if m := re.search(rf"\b{re.escape(old)}\b", plain):
            return _put(text, m.start(), m.end(), new)
    return ""


def _hedge(text: str) -> str:
    plain = bare(text)
    for doubt in DOUBTS:
        if doubt in plain:
            at = plain.index(doubt)
            return _put(text, at, at + len(doubt), "")
    return ""


def _quote(text: str, dice: random.Random) -> str:
    m = QUOTED.search(text)
    if not m:
        return ""
    at = dice.randrange(m.start() + 1, m.end() - 1)
    new = "X" if text[at] != "X" else "Y"
    return _put(text, at, at + 1, new)


def _parties(text: str) -> Iterator[tuple[str, str]]:
    """Yield another actor, another target, and both in each other's place."""
    plain = bare(text)
    found = sorted(
        (m.start(), m.end(), old) for old in STATES
        for m in re.finditer(rf"\b{re.escape(old)}\b(?!['’](?!s\b)|, edition| core)", plain)
    )  # fmt: skip
    if not found:
        return
    start, end, old = found[0]
    if re.match(r"In \d{4} |The \d", text) or start == 0:
        yield "actor", _put(text, start, end, STATES[old])
    verbs = [plain.find(f" {v} ") for v in STANCES if f" {v} " in plain]
    if not verbs:
        return
    after = [f for f in found if f[0] > min(verbs)]
    if after and start == 0:
        first, last, target = after[0]
        yield "target", _put(text, first, last, STATES[target])
        if old.lower() != target.lower():
            yield "swapped", _put(_put(text, first, last, old), start, end, target)
