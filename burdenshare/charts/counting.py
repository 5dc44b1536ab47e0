"""The unit that readers count money in: billions in English, 億 and 兆 in Japanese."""

from __future__ import annotations

_LARGE = 10_000.0
"""Billions from which on a Japanese chart counts in 兆."""
_UNITS = {"oku": 10.0, "cho": 0.001}
"""By its name in a unit, such as ``USD oku``: how many of it are a billion."""


def counted(unit: str, largest: float, language: str) -> tuple[str, float]:
    """Return the unit that a chart counts in, and what its billions are multiplied by.

    Parameters
    ----------
    unit : str
        ``USD bn, 2026 prices``; one that is not billions of money stays.
    largest : float
        The largest amount that is shown, billions.
    language : str
        ``en`` or ``ja``.
    """
    currency, _, rest = unit.partition(" bn")
    if language == "en" or (not rest and not unit.endswith(" bn")):
        return unit, 1.0
    name = "cho" if largest >= _LARGE else "oku"
    return f"{currency} {name}{rest}", _UNITS[name]
