"""Quantities of an English text: numeral by numeral, each with what stands before and after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from burdenshare.evidence.model import Quantity, Span
from burdenshare.evidence.numerals import read_english, scaled
from burdenshare.evidence.quantities.bare import bare_share
from burdenshare.evidence.quantities.bases import (
    Base,
    carried,
    plausible,
    sentence,
)
from burdenshare.evidence.quantities.comparators import all_of, compared_after, compared_before
from burdenshare.evidence.quantities.english_bases import english_base
from burdenshare.evidence.quantities.masks import cover
from burdenshare.evidence.quantities.ordinals import fractions, ordinals
from burdenshare.evidence.quantities.pieces import CODE, FREE_NOUN, NUMERAL, SIGN, Piece, piece_at
from burdenshare.evidence.quantities.units import home_dollar, settle_currency

_RANGE = re.compile(r"(?:\s?[-–—−~]\s?|\s+to\s+|\s+or\s+|-to-)")
_PLUS = re.compile(r"\s?(?:\+|plus|and)\s+(?:another |a further |an additional )?|\s?\+\s?")
_LIST = re.compile(r",? (?:and|or|then|to) |, ")
_RATIO = re.compile(
    r"(?: out)? of (?:(?:the|its|their|all|our|last|past|next|top) )*(?:alliance[’']"
    r"s |bloc[’']s |NATO[’']s |EU[’']s |organi[sz]ation[’']s )?|(?: in )(?=\w)|"
    r"-in-| out of every "
)
_BETWEEN = re.compile(
    r"\b(?:between|anywhere from|ranging from|ranges? from|somewhere between)\s+$", re.I
)
_FROM = re.compile(
    r"\bfrom\s+(?:about |around |roughly |nearly |some |just |an? |the |today[’']s |a current )*$",
    re.I,
)
_BETWEEN_LINK = re.compile(r"\s+(?:and|to)\s+")
_SECOND = re.compile(rf"(?:{SIGN}|\b(?:{CODE}))?[ ]?(?:about |around |nearly )?")
_MOVED = re.compile(r"\b(?:up|down|rose|fell|raised?|moved?|went|cut)\b[^.]{0,12}$")
#: "by 3.4 billion euros to 28.1 billion euros" is a change and where it leads.
_BY_HOW_MUCH = re.compile(
    r"\bby\s+(?:about |around |roughly |nearly |some |almost |over |more than |another |"
    r"a further )*$"
)
#: Bounds of what is not known, not steps: estimates run from 80 to 100 billion euros.
_SPREAD = re.compile(
    r"\b(?:runs?|ran|running|rang\w+|var(?:y|ies|ied|ying)|stretch\w*|go(?:es)?|anywhere|somewhere|estimates?"
    r"|priced|bids|figures|put (?:it|this|the \w+))\s+from\s+$"
)
_NEAR_RANGE = re.compile(r"\b(?:of|at|about|around|between|by)\s+$")
_JAPANESE_AFTER = re.compile(r"\s?[\u3005-\u30ff\u4e00-\u9fff％]")
_BARE_DOLLARS = re.compile(r"(?:illion|sand|dred|\d)[ -]dollars?$")
_VAGUE_BEFORE = re.compile(
    r"\b(?:several|few|many|tens of|hundreds of|dozens of|couple of|some of the)\s+$", re.I
)
_DEFINITE = re.compile(
    r"\b(?:the|these|those|both|other|between|our|your|its|their|either|"
    r"of|as|into)\s+$",
    re.I,
)


def read(text: str, mask: bytearray) -> list[Quantity]:
    """Return the quantities of an English text; `mask` marks the characters that are taken."""
    return [*fractions(text, mask), *ordinals(text, mask), *_Reader(text, mask).read()]


class _Reader:
    """Reads the numerals of one text; `done` is the end of the last quantity read."""

    def __init__(self, text: str, mask: bytearray) -> None:
        self.text = text
        self.mask = mask
        self.done = 0
        self.last: Base | None = None
        self.based = 0
        self.answered: int | None = None
        self._dollar: str | None = None

    def read(self) -> Iterator[Quantity]:
        """Give each quantity in order of the text."""
        for m in NUMERAL.finditer(self.text):
            if m.start() < self.done or self.mask[m.start()] or self.mask[m.end() - 1]:
                continue
            if _JAPANESE_AFTER.match(self.text, m.end()):
                continue
            for quantity in self._at(m):
                cover(self.mask, quantity.span)
                self.done = max(self.done, quantity.span.end)
                yield quantity

    def _at(self, m: re.Match[str]) -> list[Quantity]:
        first = piece_at(self.text, m, self.done)
        before = self._before(first.start)
        if _VAGUE_BEFORE.search(before[-14:]) and (first.scaled or first.wordy):
            return []
        ratio = self._ratio(first, before)
        together = [ratio] if ratio else self._pair(first, before)
        if together:
            return together
        return [] if _idle(first, before) else [self._quantity(first, before)]

    def _before(self, start: int) -> str:
        """Return the words before a number that no other quantity has taken."""
        return self.text[max(self.done, start - 60) : start]

    def _pair(self, first: Piece, before: str) -> list[Quantity]:
        """Return what two numerals make: a range, a change, a sum or a list; or nothing."""
        between = _BETWEEN.search(before) or _SPREAD.search(before)
        joint, second = self._second(first, bool(between))
        if second is None:
            return []
        changing = joint == "list" or (bool(_FROM.search(before)) and not between)
        if joint == "to" and first.unit in ("pct", "pp") and not _NEAR_RANGE.search(before):
            changing = changing or bool(_MOVED.search(before))
        if first.signed and not first.scaled and second.kind == "number":
            second = replace(second, unit=first.unit, kind="money")
        changing = changing or (first.kind == "money" and bool(_BY_HOW_MUCH.search(before)))
        first = self._shared(first, second)
        bare = joint in ("to", "range") and not first.unit and second.scaled and not second.unit
        if first.unit != second.unit or not (first.unit or bare):
            return []
        if changing:
            return self._two(first, second, before)
        if second.value <= first.value:
            return []
        start = first.start - (len(_lead(between)) if between else 0)
        return [self._quantity(replace(second, start=start), before, low=first.value)]

    def _second(self, first: Piece, between: bool) -> tuple[str, Piece | None]:
        """Return how a second numeral is joined to the first, and that numeral."""
        text = self.text
        link = (_BETWEEN_LINK if between else _RANGE).match(text, first.end)
        joint = ("to" if "to" in link.group() else "range") if link else "list"
        if not link:
            link = _PLUS.match(text, first.end) or _LIST.match(text, first.end)
            if not link or (first.unit and not re.search(r"\+|plus", link.group())):
                return "", None
        sign = _SECOND.match(text, link.end())
        other = NUMERAL.match(text, sign.end() if sign else link.end())
        if not other or self.mask[other.start()]:
            return "", None
        return joint, piece_at(text, other, link.end())

    def _two(self, first: Piece, second: Piece, before: str) -> list[Quantity]:
        """Return two quantities of which only the second may show unit and base."""
        head = self._quantity(replace(first, end=min(first.end, second.start)), before)
        tail = self._quantity(
            second, self.text[max(head.span.end, second.start - 30) : second.start]
        )
        if first.unit == "pct" and head.unit != tail.unit and tail.base and not tail.base_implicit:
            head = replace(head, unit=tail.unit, base=tail.base, base_implicit=True)
        return [head, tail]

    def _shared(self, first: Piece, second: Piece) -> Piece:
        """Return the first of two numerals with the unit and scale that only the second shows."""
        if first.unit not in ("", second.unit) or (first.unit and first.kind != "money"):
            return first
        plain = replace(first, unit=second.unit, kind=second.kind)
        if first.scaled or not second.scaled or second.value == 0:
            return plain
        written = NUMERAL.search(self.text, second.start, second.end)
        mantissa = read_english(written.group()) if written else second.value
        if first.unit and second.signed and first.value >= mantissa:
            return plain
        factor = second.value / mantissa
        return replace(plain, value=scaled(first.value, float(f"{factor:.6g}")), scaled=True)

    def _ratio(self, first: Piece, before: str) -> Quantity | None:
        """Return `23 of the 32 allies` or `one in three`, or None."""
        text = self.text
        link = _RATIO.match(text, first.end)
        other = NUMERAL.match(text, link.end()) if link else None
        if not link or not other or self.mask[other.start()]:
            return None
        second = piece_at(text, other, link.end())
        if {first.kind, second.kind} - {
            "number",
            "count",
            "duration",
        } or second.value <= first.value:
            return None
        if " in " in link.group() and (not second.wordy or second.value > 20):
            return None
        back, _ = compared_before(before, "count")
        if not second.unit and not first.unit and " of" not in link.group():
            noun = FREE_NOUN.match(text, second.end)
            second = replace(second, unit=noun[1]) if noun else second
        return Quantity(
            Span(first.start - back, other.end()),
            _whole(first.value),
            _whole(second.value),
            "ratio",
            second.unit or first.unit,
            "ratio",
            rule="en.ratio",
        )

    def _quantity(self, piece: Piece, before: str, low: float | None = None) -> Quantity:
        text, end = self.text, piece.end
        back, comparator = compared_before(before, piece.kind)
        if comparator == "eq":
            end, comparator = compared_after(text, end, before)
        if comparator == "eq" and piece.kind == "count" and all_of(before):
            comparator = "all"
        minus = not back and piece.kind in ("share", "money", "points") and _MINUS.search(before)
        base = Base(piece.unit, kind=piece.kind)
        if piece.unit == "pct":
            last = carried(self.last, text, self.based, piece.start)
            base = plausible(
                english_base(text, piece.start, piece.end, last, self.answered), piece.value
            )
            if base.unit == "pct_of_respondents":
                self.answered = piece.end
            if base.unit in ("pct_gdp", "pct_gnp", "pct_gni"):
                self.last, self.based = replace(base, year=None), end
        elif not piece.unit and bare_share(text, piece.start, piece.end):
            base = Base("pct_gdp", "GDP", implicit=True)
        elif piece.kind == "money":
            base = replace(base, unit=self._currency(piece))
        value = -piece.value if minus else piece.value
        return Quantity(
            Span(piece.start - (1 if minus else back), end),
            _whole(value if low is None else low),
            None if low is None else _whole(piece.value),
            comparator if low is None else "range",
            base.unit,
            base.kind,
            base.base,
            base.implicit,
            base.year,
            rule=f"en.{base.kind}",
        )

    def _currency(self, piece: Piece) -> str:
        words = self.text[piece.start : piece.end]
        if piece.unit == "USD" and (
            re.search(r"(?<![A-Z])\$", words) or _BARE_DOLLARS.search(words)
        ):
            if self._dollar is None:
                self._dollar = home_dollar(self.text)
            return self._dollar
        if piece.unit == "kroner" or (piece.unit == "JPY" and "yen" not in words.casefold()):
            first, stop = sentence(self.text, piece.start, piece.end)
            here = self.text[first:stop]
            return settle_currency(piece.unit, here[: piece.end - first], here, self.text)
        return piece.unit


def _lead(between: re.Match[str]) -> str:
    """Return the words of a range that belong to it (`between`, not the verb before `from`)."""
    words = between.group()
    return words[words.rfind("from") :] if _SPREAD.search(words) else words


def _idle(piece: Piece, before: str) -> bool:
    """Tell whether a numeral is only a word (`the two countries`, `one or more`)."""
    if not piece.wordy or piece.scaled:
        return False
    if piece.unit == "":
        return True
    if piece.kind in ("count", "ratio") and piece.value < 13:
        things = piece.unit not in _OF_PEOPLE
        definite = _DEFINITE.search(before[-12:])
        return piece.value <= 1 or (
            definite is not None and not (things and _JOINING.search(before[-12:]))
        )
    return piece.kind == "duration" and piece.value <= 1


#: What is counted here is what is meant after "of": a squadron of twelve aircraft.
_OF_PEOPLE = frozenset({"countries", "people", "partners", "members", "governments", "lawmakers"})
_JOINING = re.compile(r"\b(?:of|as|into)\s+$")
_MINUS = re.compile(r"(?:^|[ (\n])[-−]$")


def _whole(value: float) -> float:
    """Return whole numbers as they are written, without a binary tail."""
    return float(f"{value:.12g}")
