"""The languages of a reader: message catalogues, and numbers as the reader writes them.

English is the text of templates, charts and models. A catalogue is one gettext file for each part
of the package and language, read as it lies: there is no build step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from babel import Locale
from babel.dates import format_skeleton
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from burdenshare.speech.japanese import currency_name, oku, quantity
from burdenshare.speech.reading import Reader, Told

PACKAGE = Path(__file__).parents[1]
LANGUAGES: Mapping[str, str] = {"en": "English", "ja": "日本語"}
"""What can be chosen, in its own words."""


@dataclass(frozen=True)
class Speech:
    """One language: its messages and its way to write numbers."""

    language: str
    messages: Mapping[str, str]

    @cached_property
    def locale(self) -> Locale:
        """The locale that numbers, dates and names of countries follow."""
        return Locale.parse(self.language)

    def say(self, message: str, **parts: object) -> str:
        """Return a message in this language, with its parts put in; English where it has none."""
        said = self.messages.get(message, message)
        return said % parts if parts else said

    @cached_property
    def _reader(self) -> Reader:
        from burdenshare.figures.countries import countries

        names = {one.english: one.japanese for one in countries().values()}
        return Reader(self.messages, names, quantity)

    def read(self, text: str) -> Told:
        """Return a finished English text in this language, and what of it stayed English."""
        return Told(text) if self.language == "en" else self._reader.read(text)

    def tell(self, text: str) -> str:
        """Return a finished English text in this language, or in English where it is not whole."""
        told = self.read(text)
        return text if told.gaps else told.text

    def tongue(self, text: str) -> str:
        """Return the language that `tell` has for a text."""
        return "en" if self.read(text).gaps else self.language

    def number(self, value: float | None, decimals: int = 2, *, separated: bool = True) -> str:
        """Return a number rounded for reading; a dash where there is none."""
        if value is None:
            return "-"
        whole = "#,##0" if separated else "0"
        pattern = whole + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(value, pattern, locale=self.locale))

    def plain(self, value: float | None, decimals: int = 2) -> str:
        """Return a number without separators of thousands, as a year is written."""
        return self.number(value, decimals, separated=False)

    def signed(self, value: float | None, decimals: int = 2) -> str:
        """Return a number with its sign, a change above all."""
        return ("+" if value is not None and value > 0 else "") + self.number(value, decimals)

    def percent(self, value: float | None, decimals: int = 0) -> str:
        """Return per cent as the language writes them."""
        return self.number(value, decimals) + ("%" if self.language == "ja" else " %")

    def usd_bn(self, billions: float | None, decimals: int = 0) -> str:
        """Return an amount of US dollars in the unit that readers of the language count in."""
        if self.language == "ja" and billions is not None:
            return f"{oku(round(billions, decimals), 'bn')}ドル"
        return f"USD {self.number(billions, decimals)} bn"

    def currency(self, code: str) -> str:
        """Return how amounts of a currency are written: its code, or in Japanese its name."""
        return currency_name(code) if self.language == "ja" else code

    def money(self, billions: float | None, currency: str, decimals: int = 1) -> str:
        """Return an amount in billions with its currency, in the units that readers count in.

        In Japanese 14892.0 billion yen are 14兆8,920億円.
        """
        if billions is None:
            return "-"
        if self.language == "ja":
            return f"{oku(billions, 'bn')}{currency_name(currency)}"
        return f"{currency} {self.number(billions, decimals)} bn"

    def month(self, vintage: str) -> str:
        """Return an edition, ``2026-07``, as a month in words."""
        day = date.fromisoformat(f"{vintage}-01")
        return str(format_skeleton("yMMMM", day, locale=self.locale))

    def day(self, iso: str) -> str:
        """Return a day, ``2026-07-01``, in words."""
        return str(format_skeleton("yMMMMd", date.fromisoformat(iso), locale=self.locale))

    def country(self, code: str) -> str:
        """Return the name of a country by its ISO alpha-3 code; the code where it has none."""
        from burdenshare.figures.countries import countries, country_name

        return country_name(code, self.language) if code in countries() else code

    def countries(self, codes: Iterable[str]) -> str:
        """Return the names of countries, one after the other."""
        return {"ja": "、"}.get(self.language, ", ").join(self.country(code) for code in codes)


@dataclass(frozen=True)
class Words:
    """Every language of the interface."""

    speeches: Mapping[str, Speech]

    @classmethod
    def shipped(cls) -> Words:
        """Read the catalogues that ship with the package."""
        return cls({language: speech(language) for language in LANGUAGES})

    def choose(self, wanted: str | None, accepted: str = "") -> Speech:
        """Return the language asked for, or else the first that a browser accepts, or English."""
        offers = [wanted or "", *(part.split(";")[0].strip()[:2] for part in accepted.split(","))]
        return next((self.speeches[one] for one in offers if one in self.speeches), self.english)

    @property
    def english(self) -> Speech:
        """The language that the templates are written in."""
        return self.speeches["en"]


@cache
def speech(language: str) -> Speech:
    """Return a language with the messages that ship with the package."""
    return Speech(language, _messages(language))


def catalogues(language: str) -> list[Path]:
    """Return the files that hold the messages of a language, of every room of the package."""
    return sorted(PACKAGE.glob(f"*/locales/{language}/*.po"))


@cache
def _messages(language: str) -> Mapping[str, str]:
    messages: dict[str, str] = {}
    for file in catalogues(language):
        with file.open("rb") as stream:
            for message in read_po(stream, locale=language):
                if message.id and message.string:
                    messages[str(message.id)] = str(message.string)
    return messages
