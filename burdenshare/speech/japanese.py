"""Quantities as Japanese readers count them: 億 and 兆 of a currency, months, per cent.

The charts count money in units of their own for Japanese: ``oku``, a hundred million, and ``cho``,
a million million, stand where ``bn`` stands in English, and are read here.
"""

from __future__ import annotations

import re
from functools import cache

from burdenshare.speech.reading import MONTHS, NUMBER

IN_OKU = {"bn": 10.0, "oku": 1.0, "cho": 10_000.0, "m": 0.01}
"""How many 億 each unit of money is."""
UNITS = {"bn": "10億", "oku": "億", "cho": "兆", "m": "100万"}
_CHO = 10_000
_DATE = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) (\d{{4}})")
_EDITION = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_MONEY = re.compile(rf"([A-Z]{{3}}) ({NUMBER})(?: (and|to) ({NUMBER}))? ({'|'.join(IN_OKU)})")
_AFTER = re.compile(rf"({NUMBER}) ([A-Z]{{3}}) ({'|'.join(IN_OKU)})")
_BARE = re.compile(rf"({NUMBER}) ({'|'.join(IN_OKU)})")
_UNIT = re.compile(rf"([A-Z]{{3}}) ({'|'.join(IN_OKU)})")
_PERCENT = re.compile(rf"({NUMBER}) %")
_RANGE = re.compile(rf"({NUMBER}) to ({NUMBER})( %)?")
_YEARS = re.compile(r"(\d{4})-(\d{4})")


def quantity(text: str) -> str | None:
    """Return an amount, a unit of money, a month or a share in Japanese; None for another text."""
    if found := _MONEY.fullmatch(text):
        currency, first, _, second, unit = found.groups()
        ends = [oku(_value(n), unit) for n in (first, second) if n]
        return f"{'～'.join(ends)}{currency_name(currency)}"
    if found := _AFTER.fullmatch(text):
        value, currency, unit = found.groups()
        return f"{oku(_value(value), unit)}{currency_name(currency)}"
    if found := _BARE.fullmatch(text):
        return oku(_value(found[1]), found[2])
    if found := _UNIT.fullmatch(text):
        return f"{UNITS[found[2]]}{currency_name(found[1])}"
    if found := _DATE.fullmatch(text):
        day, name, year = found.groups()
        return f"{year}年{MONTHS.index(name) + 1}月" + (f"{day}日" if day else "")
    if found := _EDITION.fullmatch(text):
        return f"{found[1]}年{int(found[2])}月" + (f"{int(found[3])}日" if found[3] else "")
    if found := _PERCENT.fullmatch(text):
        return f"{found[1]}%"
    if found := _RANGE.fullmatch(text):
        return f"{found[1]}～{found[2]}{'%' if found[3] else ''}"
    if found := _YEARS.fullmatch(text):
        return f"{found[1]}～{found[2]}年"
    return None


def oku(value: float, unit: str) -> str:
    """Write an amount in 億, from 10,000 of them on in 兆 and 億: ``1兆2,340億``."""
    digits = _value_digits(value * IN_OKU[unit])
    whole = round(value * IN_OKU[unit], digits)
    if abs(whole) < _CHO:
        return f"{whole:,.{digits}f}億"
    sign, size = "-" if whole < 0 else "", round(abs(whole))
    cho, rest = divmod(size, _CHO)
    return f"{sign}{cho:,}兆" + (f"{rest:,}億" if rest else "")


def _value_digits(value: float) -> int:
    """Return how many decimals an amount in 億 keeps: fewer the larger it is."""
    return 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 1 else 2


def _value(text: str) -> float:
    return float(re.sub(r"[<>,+]", "", text).replace("\u2212", "-"))


@cache
def currency_name(code: str) -> str:
    """Return the name of a currency as it stands behind a number: ``ドル``, ``ユーロ``."""
    from babel.numbers import get_currency_name

    short = {"USD": "ドル", "GBP": "ポンド", "JPY": "円"}
    return short.get(code) or get_currency_name(code, locale="ja").replace(" ", "")
