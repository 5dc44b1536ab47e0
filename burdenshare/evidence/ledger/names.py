"""Under which names one may ask for an actor: Spain, ESP, スペイン and "ESP (Sanchez)" are one."""

from __future__ import annotations

import re
import unicodedata

from burdenshare.evidence.model import Language

_CODE = re.compile(r"[A-Z]{3}(?![A-Za-z])")
_LANGUAGES: tuple[Language, ...] = ("en", "ja")


def keys(name: str) -> set[str]:
    """Return the names under which an actor or target of a claim is found.

    The whole name; the name without what stands in brackets; and the code of the state that it
    begins with ("JPN (Miki government)", "JPN prime minister").
    """
    bare = re.sub(r"\s*\([^)]*\)", "", name).strip() or name
    code = _CODE.match(bare)
    found = {key(name), key(bare)}
    return found | {key(code.group())} if code else found


def meant(name: str) -> str:
    """Return the name that claims have for what a user calls so: the code of a state, mostly."""
    word = name.strip()
    from burdenshare.evidence.gazetteer import mentions

    for language in _LANGUAGES:
        for mention in mentions(word, language):
            if mention.span.of(word) == word and mention.kind not in ("person", "office"):
                return mention.name
    return word


def key(name: str) -> str:
    """Return a name as it is compared: width, case and spacing do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
