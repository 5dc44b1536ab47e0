"""English or Japanese, by the share of scripts."""

from __future__ import annotations

import re

from burdenshare.evidence.model import Language

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_SAMPLE = 100_000


def language_of(text: str) -> Language:
    """Return ``ja`` where Japanese script prevails in the first 100,000 characters, else ``en``.

    A character of kana or kanji says as much as two Latin letters: Japanese prevails where twice
    their number exceeds that of the Latin letters, and one in twenty of them is kana (Chinese has
    none). A text in a third language is read as English.
    """
    sample = text[:_SAMPLE]
    kana, han = len(_KANA.findall(sample)), len(_HAN.findall(sample))
    if not kana or 20 * kana < kana + han:
        return "en"
    return "ja" if 2 * (kana + han) > sum(map(len, _LATIN.findall(sample))) else "en"
