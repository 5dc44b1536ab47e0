"""Words that the sentences about a scenario share."""

from __future__ import annotations

from collections.abc import Sequence

from burdenshare.figures.countries import country_name

WITH_ARTICLE = {"GBR", "NLD", "USA"}


def all_named(codes: Sequence[str]) -> str:
    """Return the names of countries as one enumeration, in the order of the alphabet."""
    return listed(sorted(map(named, codes), key=lambda name: name.removeprefix("the ")))


def named(code: str) -> str:
    """Return the name of a country, with its article."""
    name = country_name(code)
    return f"the {name}" if code in WITH_ARTICLE else name


def listed(words: Sequence[str]) -> str:
    """Return ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "nobody"


def capital(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def points(number: float) -> str:
    """Return a number of percentage points: ``1 point``, ``0.5 points``."""
    return "1 point" if number == 1.0 else f"{number:g} points"
