"""Names of countries: ISO 3166-1 alpha-3 codes, in English and Japanese, with their currency."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from burdenshare.errors import Problems, did_you_mean

LANGUAGES = ("en", "ja")


class Country(NamedTuple):
    """One country; the pseudo-countries ``NATO`` and ``NATO_EUR_CAN`` have a name only."""

    code: str
    """ISO 3166-1 alpha-3."""
    alpha_2: str
    numeric: str
    english: str
    japanese: str
    currency: str
    """ISO 4217 code of the currency in 2026."""


@cache
def countries() -> dict[str, Country]:
    """Return every country and pseudo-country by its code."""
    path = Path(__file__).with_name("data") / "countries.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return {row[0]: Country(*row) for row in list(csv.reader(stream))[1:]}


@cache
def country_name(code: str, language: str = "en") -> str:
    """Return the name of a country in English (``en``) or Japanese (``ja``).

    Raises
    ------
    Refusal
        ``unknown-country``, or ``bad-argument`` for another language.
    """
    problems = Problems()
    if language not in LANGUAGES:
        problems.add("language", f"no names in {language!r}", expected=" | ".join(LANGUAGES))
    problems.require_none("bad-argument", f"there are no names of countries in {language!r}")
    (known,) = require_countries([code])
    country = countries()[known]
    return country.japanese if language == "ja" else country.english


def require_countries(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the codes as they are; refuse those that are no country, all at once.

    Any ISO 3166-1 alpha-3 code and the pseudo-countries of the NATO tables are known, whether or
    not a table holds figures for them.

    Raises
    ------
    Refusal
        ``unknown-country`` with one detail for each wrong code and the closest code or name.
    """
    known = tuple(codes)
    problems = Problems()
    for code, hint in check_countries(known).items():
        problems.add(code, f"{code!r} is no country code", hint=hint)
    problems.require_none(
        "unknown-country",
        f"unknown country: {', '.join(p['where'] for p in problems.details())}",
        hint=next((p["hint"] for p in problems.details() if p["hint"]), "")
        or "countries are ISO 3166-1 alpha-3 codes, such as POL",
    )
    return known


def check_countries(codes: Iterable[str]) -> dict[str, str]:
    """Return the codes that are no country, each with the closest one as a hint (or nothing)."""
    return {code: _suggest(code) for code in codes if code not in countries()}


def _suggest(word: str) -> str:
    """Return ``did you mean POL (Poland)?`` for a lower-case or two-letter code or a name."""
    aliases: dict[str, str] = {}
    for c in countries().values():
        aliases |= {c.english.lower(): c.code, c.japanese: c.code, c.code.lower(): c.code}
        if c.alpha_2:
            aliases[c.alpha_2.lower()] = c.code
    lower = word.strip().lower()
    close = did_you_mean(lower, aliases).removeprefix("did you mean ").removesuffix("?")
    code = aliases.get(lower) or aliases.get(close)
    return f"did you mean {code} ({countries()[code].english})?" if code else ""
