"""Phrases by the stance that they most often show, found in the words of a clause."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from burdenshare.evidence.model import Language

_DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"#|[A-Za-z]+(?:[’'](?:s|t|re|ve|ll|d|m)\b)?|[\"“”]")
_NUMBER = re.compile(r"[\d０-９][\d０-９.,，．]*(?:st|nd|rd|th)?")
_SUFFIXES = ("ingly", "edly", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly", "ment")
_LONGEST_JA = 14


@dataclass(frozen=True)
class Found:
    """A phrase at its place.

    Attributes
    ----------
    start, end : int
        Of its tokens: words in English, characters in Japanese.
    phrase : str
    stances : tuple of str
        One, or several for a phrase that only shows that one of them is there.
    """

    start: int
    end: int
    phrase: str
    stances: tuple[str, ...]


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return an English word without its ending, crudely."""
    if len(word) < 5 or "'" in word:
        return word
    for suffix in _SUFFIXES:
        base = word[: -len(suffix)]
        if word.endswith(suffix) and len(base) > 2:
            if suffix in ("ies", "ied"):
                return base + "y"
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "sle":
                base = base[:-1]
            return base.removesuffix("e")
    return word.removesuffix("e")


def unnumbered(text: str) -> str:
    """Return a text with a sign in the place of each number."""
    return _NUMBER.sub("#", text)


def stems(text: str) -> list[str]:
    """Return the stems of the words of an English text, numbers as a sign."""
    return [stem(w.lower().replace("’", "'")) for w in _WORD.findall(_NUMBER.sub(" # ", text))]


@cache
def _listed(language: Language) -> list[tuple[str, tuple[str, ...]]]:
    path = _DATA / f"phrases_{language}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["phrase"], tuple(row["stances"].split())) for row in csv.DictReader(file)]


@cache
def _english() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Return the stems of phrases by their first, the longest first."""
    merged: dict[tuple[str, ...], dict[str, None]] = {}
    for phrase, stances in _listed("en"):
        merged.setdefault(tuple(stems(phrase)), {}).update(dict.fromkeys(stances))
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for key in sorted(merged, key=lambda k: (-len(k), k)):
        table.setdefault(key[0], []).append((key, tuple(sorted(merged[key]))))
    return table


@cache
def _japanese() -> dict[str, tuple[str, ...]]:
    return dict(_listed("ja"))


def english(tokens: Sequence[str]) -> Iterator[Found]:
    """Give the phrases in the stems of an English clause, the longest at each place."""
    table = _english()
    at = 0
    while at < len(tokens):
        for key, stances in table.get(tokens[at], ()):
            end = at + len(key)
            if tuple(tokens[at:end]) == key:
                yield Found(at, end, " ".join(key), stances)
                at = end
                break
        else:
            at += 1


def japanese(piece: str) -> Iterator[Found]:
    """Give the phrases in a Japanese clause, the longest at each place."""
    table = _japanese()
    at = 0
    while at < len(piece) - 1:
        for end in range(min(len(piece), at + _LONGEST_JA), at + 1, -1):
            stances = table.get(piece[at:end])
            if stances:
                yield Found(at, end, piece[at:end], stances)
                at = end
                break
        else:
            at += 1
