"""How numbers are written: English words, kanji, digits of any width, and what they come to."""

from __future__ import annotations

import re
import unicodedata

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL = {word: n for n, word in enumerate(_ONES)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "m": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "trn": 1e12,
    "t": 1e12,
}
_BIG = "|".join(("hundred", "thousand", "million", "billion", "trillion"))
_SMALL = "|".join(sorted(SMALL, key=len, reverse=True))
#: Numbers in words, without the scale that may follow ("two", "a hundred and fifty", "forty-five").
WORDS = (
    rf"(?:(?:{_SMALL}) and a half(?= (?:million|billion|trillion)))|"
    rf"(?:(?:{_SMALL}) point (?:{_SMALL})(?:[ -](?:{_SMALL}))?\b)|"
    rf"(?:(?:half[ -])?an?[ -](?:{_BIG}|dozen)|{_SMALL})"
    rf"(?:(?:(?<=hundred)|(?<=thousand))[ -]and[ -](?:{_SMALL})|[ -](?:{_SMALL}|{_BIG}))*"
)
#: Numbers in digits: 1,234.5 or 1 234 (no-break or thin space) or 3,5 or 12.
DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d]|,\d)"
    r"|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?:\.\d+)?(?!\d)"
    r"|\d+,\d{1,2}(?=[ \u00a0]?(?:%|per ?cent|percent|bn|billion|trillion|million))"
    r"|\d+(?:[.．·]\d+)?"
)
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}

_KANJI_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "壱": 1,
    "弐": 2,
    "参": 3,
}
_KANJI_SMALL = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_KANJI_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}


def read_digits(text: str) -> float:
    """Return the number written in digits of any width; 1,234 is a thousand, 3,5 a decimal."""
    plain = unicodedata.normalize("NFKC", text).replace("·", ".").replace(" ", "")
    if re.fullmatch(r"\d+,\d{1,2}", plain):
        return float(plain.replace(",", "."))
    return float(plain.replace(",", ""))


def read_words(text: str) -> float:
    """Return the number that English words say: `a hundred and fifty thousand` is 150,000."""
    words = re.split(r"[\s-]+", text.casefold())
    if words[-3:] == ["and", "a", "half"]:
        return read_words(words[0]) + 0.5
    if "point" in words:
        place = words.index("point")
        decimals = "".join(f"{SMALL[word]}" for word in words[place + 1 :])
        return float(f"{read_words(' '.join(words[:place])):.0f}.{decimals}")
    half = words[0] == "half"
    total = current = 0.0
    for word in words:
        if word in ("and", "half"):
            continue
        if word in ("a", "an"):
            current = 1.0
        elif word == "dozen":
            current *= 12
        elif word == "hundred":
            current = max(current, 1.0) * 100
        elif word in SCALES:
            total += max(current, 1.0) * SCALES[word]
            current = 0.0
        else:
            current += SMALL[word]
    return (total + current) * (0.5 if half else 1.0)


def read_kanji(text: str) -> float:
    """Return the number written in kanji, digits or both: 8兆7,005億 is 8,700,500,000,000.

    Read from the left: digits set the current number; 十百千 add current times unit to the
    section (a missing current is 1); 万億兆京 add section plus current, times the unit, to the
    total and clear the section.
    """
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace("、", "")
    total = section = current = 0.0
    digits = ""
    seen = False

    def settle() -> float:
        nonlocal digits
        number = float(digits) if digits not in ("", ".") else current
        digits = ""
        return number

    for c in plain:
        if c.isdigit() or c in ".・":
            digits += "." if c in ".・" else c
            seen = True
        elif c in _KANJI_DIGITS:
            digits += str(_KANJI_DIGITS[c])
            seen = True
        elif c in _KANJI_SMALL:
            section += (settle() if seen else 1.0) * _KANJI_SMALL[c]
            current, seen = 0.0, False
        elif c in _KANJI_LARGE:
            whole = section + settle()
            total += (whole if whole or seen else 1.0) * _KANJI_LARGE[c]
            section, current, seen = 0.0, 0.0, False
    return _exact(total + section + settle())


def _exact(number: float) -> float:
    """Return the number without the dust of binary fractions (2.3 x 10^8)."""
    return float(f"{number:.15g}")


def read_english(text: str) -> float:
    """Return the number written in English words or in digits."""
    if text[:1] in _FRACTIONS:
        return _FRACTIONS[text[0]]
    first = text[0]
    return read_digits(text) if first.isdigit() else read_words(text)


def scaled(number: float, scale: float) -> float:
    """Return number times scale, free of the dust of binary fractions."""
    return _exact(number * scale)
