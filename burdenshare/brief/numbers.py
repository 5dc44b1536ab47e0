"""Display forms of numbers, and the markup in which each carries its exact value and its origin."""

from __future__ import annotations

import math
from collections.abc import Iterable

from markupsafe import Markup, escape

THIN = "\u202f"
"""Narrow no-break space: groups digits and ties a unit to its number."""
MINUS = "\u2212"
NOTHING = 5e-7
"""Billion; an amount below this is none."""
MISSING = Markup('<span class="missing" title="not available">n/a</span>')


def known(value: float | None) -> bool:
    """Say whether there is a number to print."""
    return value is not None and math.isfinite(value)


def digits(value: float, places: int) -> str:
    """Return `value` with `places` decimals, grouped by thin spaces: ``1 234.5``."""
    text = f"{abs(value):,.{places}f}".replace(",", THIN)
    return (MINUS if value < 0 and float(f"{value:.{places}f}") != 0 else "") + text


def exact(value: float) -> str:
    """Return the shortest text that reads back as the same number."""
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def published(value: float) -> str:
    """Return a published value with all its digits, grouped."""
    whole, _, rest = f"{abs(value):.12g}".partition(".")
    if "e" in whole or "e" in rest:
        return exact(value)
    sign = MINUS if value < 0 else ""
    return sign + f"{int(whole):,}".replace(",", THIN) + (f".{rest}" if rest else "")


def amount(value: float) -> str:
    """Return an amount in billion: two decimals below 1, one below 1,000, none above."""
    size = abs(value)
    if size < NOTHING:
        return "0"
    return digits(value, 2 if size < 0.995 else 1 if size < 999.95 else 0)


def money(value: float, currency: str) -> str:
    """Return an amount given in billion with its unit, in trillion where it is that large.

    ``68.1 bn CAD``, ``9.04 tn JPY``, ``39 m EUR``.
    """
    size = abs(value)
    if size >= 999.95:
        number, unit = digits(value / 1000, 2), "tn"
    elif 0 < size < 0.0995:
        number, unit = digits(value * 1000, 0 if size >= 0.00995 else 1), "m"
    else:
        number, unit = amount(value), "bn"
    return f"{number}{THIN}{unit}{THIN}{currency}"


def percent(value: float, places: int = 1) -> str:
    """Return a rate or share in per cent with its sign: ``3.5 %``."""
    return f"{digits(value, places)}{THIN}%"


def share(value: float) -> str:
    """Return a target share in per cent: one decimal, two where it has them."""
    return percent(value, 1 if abs(value * 10 - round(value * 10)) < 1e-9 else 2)


def number(value: float, text: str, origin: str | Iterable[str]) -> Markup:
    """Return `text` marked up with its exact value and the ids of its origin."""
    ids = origin if isinstance(origin, str) else " ".join(origin)
    inner = f'value="{exact(value)}" data-origin="{escape(ids)}">{escape(text)}'
    return Markup(f"<data {inner}</data>")  # noqa: S704 - escaped just above


def linked(value: float, text: str, target: str) -> Markup:
    """Return a number that leads to the element `target`, which is also its origin."""
    return Markup('<a class="n" href="#%s">%s</a>') % (target, number(value, text, target))
