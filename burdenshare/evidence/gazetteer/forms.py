"""The written forms of states, organisations, persons, offices and groups, as one matcher each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from burdenshare.evidence.model import Language

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Term:
    """A term of office: for whom, as what, from when to when (ISO dates, empty where unknown)."""

    of: str
    office: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class Form:
    """What a written form stands for.

    Attributes
    ----------
    name, kind, rule : str
        As in `Mention`; kind ``none`` is a form that only looks like a mention.
    represents : str
    terms : tuple of Term
        Of a person, earliest first.
    needs_full : bool
        A surname that counts only after the full name.
    fixed : bool
        An office that belongs to `represents` whatever stands beside it.
    """

    name: str
    kind: str
    rule: str = "name"
    represents: str = ""
    terms: tuple[Term, ...] = ()
    needs_full: bool = False
    fixed: bool = False


Forms = dict[str, list[Form]]


@dataclass(frozen=True)
class Matcher:
    """One compiled pattern for all forms of a language, longest first, and what they stand for."""

    pattern: re.Pattern[str]
    forms: Forms

    def find(self, text: str) -> Iterator[tuple[int, int, list[Form]]]:
        """Give each form in the text: where it begins and ends and what it may stand for."""
        for m in self.pattern.finditer(text):
            yield m.start(), m.end(), self.forms[m.group()]


@cache
def matcher(language: Language) -> Matcher:
    """Return the matcher of a language, compiled once."""
    forms: Forms = {}
    for text, form in _all_forms(language):
        known = forms.setdefault(text, [])
        if form not in known:
            known.append(form)
    return Matcher(_compiled(forms, language), forms)


def _load(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with (DATA / f"{name}.yaml").open(encoding="utf-8") as file:
        content: dict[str, Any] = yaml.load(file, Loader=loader)  # noqa: S506 (a safe loader)
    return content


def _all_forms(language: Language) -> Iterator[tuple[str, Form]]:
    for text in _load("words")["none"][language]:
        yield text, Form("", "none")
    yield from _state_forms(language)
    for name, entry in _load("organisations").items():
        form = Form(name, "organisation", represents=entry.get("represents", ""))
        for text in entry.get(language, []):
            yield text, form
    for name, entry in _load("groups").items():
        form = Form(name, "group", "group", entry.get("represents", ""))
        for text in _with_capital(entry.get(language, [])):
            yield text, form
    for name, entry in _load("offices").items():
        of = entry.get("of") or (entry.get("source", "") if language == "ja" else "")
        form = Form(name, "office", "office", of, fixed="of" in entry)
        for text in _with_capital(entry.get(language, [])):
            yield text, form
    yield from _person_forms(language)


def _with_capital(forms: Iterable[str]) -> Iterator[str]:
    """Give each form, and the same with a capital as a sentence opens with it."""
    for text in forms:
        yield text
        if text[:1].islower():
            yield text[0].upper() + text[1:]


_PARTS = (("", "name"), ("adjectives", "demonym"), ("capitals", "capital"), ("metonyms", "metonym"))
#: Names of states that mean something else in small letters.
_NOT_SMALL = re.compile(r"turkey|georgia|jordan|chad|guinea|niger|mali|states|america$|england")


def _state_forms(language: Language) -> Iterator[tuple[str, Form]]:
    for code, entry in _load("states").items():
        for part, rule in _PARTS:
            key = (part or "en") if language == "en" else f"ja_{part}".rstrip("_")
            for text in entry.get(key, []):
                yield text, Form(code, "state", rule)
                if rule == "name" and language == "en":
                    yield from _damaged_pairs(code, text)
                small = text.casefold()
                safe = len(text) > 4 and not _NOT_SMALL.search(small)
                if rule == "name" and language == "en" and safe:
                    yield small, Form(code, "state", "small letters")


def _damaged_pairs(code: str, name: str) -> Iterator[tuple[str, Form]]:
    """Give `japan-us` and `us-japan`, as texts without capitals write the United States."""
    small = name.casefold()
    if re.fullmatch(r"[a-z]{4,12}", small) and code != "USA":
        yield f"{small}-us", Form(f"{code}+USA", "pair", "small letters")
        yield f"us-{small}", Form(f"USA+{code}", "pair", "small letters")


_NAMES_FIRST = {"CHN", "KOR", "PRK", "TWN"}


def _person_forms(language: Language) -> Iterator[tuple[str, Form]]:
    for name, entry in _load("persons").items():
        terms = tuple(
            Term(t["of"], t["office"], str(t.get("from", "")), str(t.get("to", "")))
            for t in sorted(entry["terms"], key=lambda t: str(t.get("from", "")))
        )
        common = bool(entry.get("common"))
        form = Form(name, "person", "name", terms[-1].of, terms)
        alias = Form(name, "person", "alias", terms[-1].of, terms)
        for text in entry.get(language, []):
            yield text, alias
        if language == "en":
            yield name, form
            surname = name.split()[-1]
            if terms[-1].of not in _NAMES_FIRST and len(surname) > 2 and surname != "Jr.":
                yield surname, Form(name, "person", "surname", terms[-1].of, terms, common)
                plain = _plain(surname)
                if plain != surname:
                    yield plain, Form(name, "person", "surname", terms[-1].of, terms, common)


def _plain(text: str) -> str:
    """Return letters without their marks (Orbán, Støre: Orban, Store)."""
    import unicodedata

    text = text.translate(str.maketrans("øØłŁđĐ", "oOlLdD"))
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


# -- one pattern from many forms -------------------------------------------------------------

_KATAKANA = r"[\u30a1-\u30fa\u30fc]"


def _compiled(forms: Iterable[str], language: Language) -> re.Pattern[str]:
    if language == "en":
        return re.compile(rf"(?<![\w$])(?:{_trie(forms)})(?!\w|[’'][a-rt-z]\w*\b)")
    latin, kata, other = [], [], []
    for text in forms:
        if re.match(r"[A-Za-z]", text):
            latin.append(text)
        elif re.match(_KATAKANA, text):
            kata.append(text)
        else:
            other.append(text)
    ends = rf"(?:(?<={_KATAKANA})(?!{_KATAKANA})|(?<!{_KATAKANA}))"
    return re.compile(
        rf"(?<![A-Za-z\d])(?:{_trie(latin)})(?![A-Za-z])"
        rf"|(?<!{_KATAKANA})(?:{_trie(kata)}){ends}|(?:{_trie(other)}){ends}"
    )


def _trie(forms: Iterable[str]) -> str:
    """Return a pattern that matches the longest of the forms, sharing what they begin with."""
    root: dict[str, Any] = {}
    for text in forms:
        node = root
        for c in text:
            node = node.setdefault(c, {})
        node[""] = {}
    return _pattern(root)


def _pattern(node: dict[str, Any]) -> str:
    branches = [
        re.escape(c) + (_pattern(child) if set(child) != {""} else "")
        for c, child in sorted(node.items())
        if c
    ]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
    return f"(?:{body})?" if "" in node else body
