"""Money that knows its basis: amounts of different bases are refused, never added."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.figures.countries import countries

if TYPE_CHECKING:
    from collections.abc import Callable

    from burdenshare.figures.model import Observation

MILLIONS: dict[str, float] = {"thousand": 1e-3, "million": 1.0, "billion": 1e3}

CURRENCIES: dict[str, str] = {
    "Canadian dollars": "CAD",
    "Denars": "MKD",
    "Euro": "EUR",
    "Euros": "EUR",
    "Forint": "HUF",
    "Hryvnias": "UAH",
    "Koruny": "CZK",
    "Kronor": "SEK",
    "Krónur": "ISK",
    "Lei": "RON",
    "Lek": "ALL",
    "Leks": "ALL",
    "Leva": "BGN",
    "Liras": "TRY",
    "New lei": "RON",
    "Pounds": "GBP",
    "Rial": "IRR",
    "Roubles": "RUB",
    "US dollars": "USD",
    "Yen": "JPY",
    "Yuan": "CNY",
    "Zlotys": "PLN",
}
"""ISO 4217 code of the names that publishers print."""

SHARED = ("Dollars", "Kroner", "Won")
"""Names that several currencies share: the country decides."""

_UNIT = re.compile(
    r"(?P<currency>[A-Z]{3}|international dollar) (?P<scale>thousand|million|billion)"
    r"(?: \((?P<name>[^)]+)\))?(?:, (?P<rest>.+))?"
)
_CONSTANT = re.compile(r"constant (\d{4}) prices( and exchange rates)?")
_THOUSAND_USD = "thousand current USD"


@dataclass(frozen=True)
class Money:
    """An amount with everything that decides what it may be added to.

    Parameters
    ----------
    value : float
        Million of `currency`.
    currency : str
        ISO 4217 code, or ``international dollar``.
    price_basis : str
        ``current``, ``constant 2021`` (prices of that year) or ``constant national base year``.
    fx_basis : str
        ``none`` (own currency), ``current``, ``constant 2021`` or ``PPP``.
    definition : str
        What is counted: ``NATO``, ``NATO core defence``, ``SIPRI`` ...
    vintage : str
        Month of publication, ``YYYY-MM``.
    period : str
        ``year``, or a fiscal year or span of years as the unit prints it.
    keys : tuple of str
        Keys of the observations it came from.
    """

    value: float
    currency: str
    price_basis: str
    fx_basis: str
    definition: str
    vintage: str
    period: str = "year"
    keys: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, observation: Observation) -> Money:
        """Return the money that an observation states.

        Raises
        ------
        Refusal
            ``bad-argument``: the unit is no amount of money (a share, a price per head).
        """
        if observation.unit == _THOUSAND_USD:
            scale, currency, prices, fx, period = "thousand", "USD", "current", "current", "year"
        else:
            scale, currency, prices, fx, period = _read_unit(observation)
        return cls(
            observation.value * MILLIONS[scale],
            currency,
            prices,
            fx,
            observation.definition,
            observation.vintage,
            period,
            (observation.key,),
        )

    @property
    def billion(self) -> float:
        """The amount in billion of the currency."""
        return self.value / 1e3

    @property
    def unit(self) -> str:
        """The basis in words, e.g. ``USD million, constant 2021 prices and exchange rates``."""
        words = [f"{self.currency} million"]
        if self.price_basis != "current":
            prices = f"{self.price_basis} prices"
            converted = self.fx_basis == self.price_basis
            words.append(prices + (" and exchange rates" if converted else ""))
        if self.period != "year":
            words.append(self.period)
        return ", ".join(words)

    def __str__(self) -> str:
        return f"{self.value:,.10g} {self.unit} ({self.definition}, {self.vintage})"

    def __add__(self, other: object) -> Money:
        if isinstance(other, int) and other == 0:
            return self
        if not isinstance(other, Money):
            return NotImplemented
        self.require_same(other, "added to")
        return replace(self, value=self.value + other.value, keys=_united(self, other))

    __radd__ = __add__
    """``sum`` starts from the number 0, which is the only bare number accepted."""

    def __sub__(self, other: object) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        other.require_same(self, "subtracted from")
        return replace(self, value=self.value - other.value, keys=_united(self, other))

    def __neg__(self) -> Money:
        return replace(self, value=-self.value)

    def __mul__(self, factor: object) -> Money:
        if not isinstance(factor, int | float):
            return NotImplemented
        return replace(self, value=self.value * factor)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Any:
        """Divide by a number (gives Money) or by Money of the same unit (gives a plain ratio).

        Spending over GDP joins two definitions on purpose, so a ratio asks only that currency,
        price basis and exchange-rate basis agree.
        """
        if isinstance(other, Money):
            self._require("units", other, "divided by")
            return self.value / other.value
        if isinstance(other, int | float):
            return replace(self, value=self.value / other)
        return NotImplemented

    def __lt__(self, other: object) -> bool:
        return self._compare(other, lambda a, b: a < b)

    def __le__(self, other: object) -> bool:
        return self._compare(other, lambda a, b: a <= b)

    def __gt__(self, other: object) -> bool:
        return self._compare(other, lambda a, b: a > b)

    def __ge__(self, other: object) -> bool:
        return self._compare(other, lambda a, b: a >= b)

    def require_same(self, other: Money, verb: str = "compared with") -> None:
        """Refuse `other` unless definition, unit, period and vintage are the same.

        Raises
        ------
        Refusal
            ``mixed-definitions``, ``mixed-units`` or ``mixed-vintages``, naming both sides.
        """
        for aspect in ("definitions", "units", "periods", "vintages"):
            self._require(aspect, other, verb)

    def _compare(self, other: object, holds: Callable[[float, float], bool]) -> bool:
        if not isinstance(other, Money):
            raise TypeError(f"Money is not comparable with {type(other).__name__}")
        self.require_same(other)
        return holds(self.value, other.value)

    def _require(self, aspect: str, other: Money, verb: str) -> None:
        mine, theirs = self._aspect(aspect), other._aspect(aspect)
        if mine != theirs:
            raise Refusal(
                "mixed-units" if aspect == "periods" else f"mixed-{aspect}",
                f"{self} cannot be {verb} {other}: their {aspect} differ",
                hint=_HINTS[aspect],
                details=[self._side(), other._side()],
            )

    def _aspect(self, aspect: str) -> tuple[str, ...]:
        return {
            "definitions": (self.definition,),
            "units": (self.currency, self.price_basis, self.fx_basis),
            "periods": (self.period,),
            "vintages": (self.vintage,),
        }[aspect]

    def _side(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "unit": self.unit,
            "definition": self.definition,
            "vintage": self.vintage,
            "keys": list(self.keys[:5]),
        }


_HINTS = {
    "definitions": "Take both figures from one definition, or lay them side by side: "
    "burdenshare figures reconcile COUNTRY YEAR.",
    "units": "Take both figures in one currency and one price basis.",
    "periods": "Take both figures for the same span: calendar year, fiscal year or several years.",
    "vintages": "Take both figures from one vintage (--vintage YYYY-MM).",
}


def _united(a: Money, b: Money) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.keys + b.keys))


def _read_unit(observation: Observation) -> tuple[str, str, str, str, str]:
    """Split a unit into scale, currency, price basis, exchange-rate basis and period."""
    match = _UNIT.fullmatch(observation.unit)
    if match is None:
        raise Refusal(
            "bad-argument",
            f"{observation.key} is given in {observation.unit!r}, which is no amount of money",
            hint="Ask for a series in money, e.g. milex_usd_current or gdp_lcu.",
        )
    currency, fx = match["currency"], "none"
    if currency == "LCU":
        currency = _named(match["name"] or "", observation.country)
    elif currency == "USD":
        fx = "current"
    elif currency == "international dollar":
        fx = "PPP"
    rest = match["rest"] or ""
    constant = _CONSTANT.fullmatch(rest)
    if constant:
        prices = f"constant {constant[1]}"
        return match["scale"], currency, prices, prices if constant[2] else fx, "year"
    if rest == "constant prices of the national base year":
        return match["scale"], currency, "constant national base year", fx, "year"
    return match["scale"], currency, "current", fx, rest or "year"


def _named(name: str, country: str) -> str:
    """Return the ISO 4217 code of a printed name; an unknown name stands for itself."""
    if name in SHARED:
        return countries()[country].currency
    return CURRENCIES.get(name, name)
