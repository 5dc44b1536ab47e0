"""Numbers whose unit stands with an earlier number: amounts, and shares in digits or words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from burdenshare.evidence.model import Language, Quantity, Span
from burdenshare.evidence.numerals import read_digits
from burdenshare.evidence.quantities.bases import about_spending, sentence

_AMOUNT = 1e6
_TO_AMOUNT = re.compile(
    r"[^.。;\n!?]{0,24}?(?:\b(?:to|and|or|than)\b|[-–~～、]|から|より)[^.。;\n!?]{0,14}"
)
_FROM_AMOUNT = re.compile(
    r"(?!.*\b(?:people|inhabitants|population)\b)[^。\n!?]{0,110}?\b(?:from|against|to|for|than"
    r"|with|"
    r"and|of|at|by|over|under|about|roughly|some|only|just|nearly)\s"
)
_DECIMAL = re.compile(r"(?:0|[1-9]\d{0,2})[.．]\d{1,2}")
_SHARE = re.compile(r"[0-9][.．]\d{1,2}")
#: What may follow a number that stands for an amount or a share; a noun would be its unit.
_ENDS = re.compile(
    r"[,;:.!?)\]\"”’]*(?:\[\d+\])*(?:\s*(?:$|\n)|\s+(?:[A-Z—–-]|(?:in|on|by|for|from|to|and|or|as"
    r"|but|than|when"
    r"|while|that|after|before|because|of|is|was|has|had|would|will|into|at|with|this|last|next"
    r"|now|instead|already|alone|each|a year)\b)|[—–]|\)|(?<=[,;])\s)"
)
_OTHER_SCALE = re.compile(
    r"\b(?:version|magnitude|scale|scores?|scored|rated?|average|factor|grade|index|exchange"
    r"|release"
    r"|section|chapter|times|children|points?|figure|table|chart|no|number|page|inflation|growth"
    r"|yields?|interest|at \w+ o)\b[^.]{0,14}$",
    re.I,
)
_WORDS = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0}
_IN_WORDS = re.compile(
    r"\b(?<!than )(?P<lead>to|at|towards?|beyond|reach(?:es|ed|ing)?|hit(?:s|ting)?|past|above"
    r"|below|from|for"
    r"|between|promis(?:ed?|ing)|pledg(?:ed?|ing)|(?:a|the) (?:full|mere|promised))\s+"
    r"(?P<number>two|three|four|five)(?P<half>[ -]and[ -]a[ -]half)?"
    r"(?=[.,;:!?)”\"]|$|\s+(?:by|in|and|to|is|was|would|will|when|while|but|or|before|after|than)\b)"
)
#: Levels in one figure that somebody settles for, asks for or speaks of.
_NAMED = re.compile(
    r"\b(?:(?:settl|ask|call|aim|push|press|opt)\w* for|aim\w* at|stuck at|(?:talk|dream)\w* of"
    r"|(?:says?|said|replied|responded|thinks?|believes?|insists?)(?: that)?)\s+"
    r"(?:(?P<number>one|two|three|four|five|six)|(?P<digit>[1-9]))"
    r"(?=[.,;:!?)”]*(?:$|\n|\s+(?:(?:by|in|next|is|was|would|will|when|while|but|before|after|this)\b"
    r"|[A-Z])))"
)
_ON_SPENDING = re.compile(
    r"per ?cent|%|\bGDP\b|\btargets?\b|spend|\bNATO\b|\bgoals?\b|pledge|put (?:his|her|its|their) "
    r"(?:name|signature) to|\bsigned\b|defen[cs]e|the Hague|budget|\b(?:wrote|writ(?:es|ten)"
    r"|enshrin\w+|legislat\w+|law)\b",
    re.I,
)
_FORCES = re.compile(r"\b(?:armed forces|military|army|navy|brigade|defen[cs]e)\b|防衛|国防|軍事")
_NEAR = 260
_JA_NUMBER = r"[1-9１-９][.．]\d|[一二三四五]・[〇一二三四五六七八九]"
_JA_SHARE = re.compile(
    rf"(?<![\d.．・])(?:{_JA_NUMBER})(?=」?(?:という|との?(?:数字|目標|要求|水準)))"
)


def elided(text: str, language: Language, found: list[Quantity]) -> list[Quantity]:
    """Give numbers the unit that only an earlier one shows, and add shares written in words.

    A bare million takes the currency of the amount that it is compared with; a bare decimal takes
    that of an amount before it in its paragraph, with its scale (`EUR 45 bn ... allotted 43.7`), or
    is a share of the product after such a share. `from two to three and a half` is a share where
    the text is about defence spending and its sentence about a target.
    """
    _amounts(found, text)
    shares = any(q.unit == "pct_gdp" for q in found)
    spending = shares and (about_spending(text) or _FORCES.search(text) is not None)
    _decimals(found, text, spending)
    if spending:
        words = _english_words if language == "en" else _japanese_words
        taken = [q.span for q in found if q.value is not None or q.kind in ("date", "year")]
        extra = [q for q in words(text) if not any(q.span.meets(s) for s in taken)]
        found = sorted([*found, *extra], key=lambda q: q.span.start)
    return found


def _amounts(found: list[Quantity], text: str) -> None:
    for i, here in enumerate(found):
        if here.unit or here.kind != "number" or (here.value or 0) < _AMOUNT:
            continue
        following = found[i + 1] if i + 1 < len(found) else here
        earlier = reversed(found[max(0, i - 4) : i])
        previous = next((q for q in earlier if q.value is not None), here)
        if following.kind == "money" and _TO_AMOUNT.fullmatch(
            text, here.span.end, following.span.start
        ):
            money = following
        elif previous.kind == "money" and _FROM_AMOUNT.fullmatch(
            text, previous.span.end, here.span.start
        ):
            money = previous
        else:
            continue
        found[i] = replace(here, unit=money.unit, kind="money")


def _decimals(found: list[Quantity], text: str, spending: bool) -> None:
    """Give bare decimals the unit of the amount or share before them in their paragraph."""
    last: Quantity | None = None
    for i, here in enumerate(found):
        if here.kind == "money" or here.unit == "pct_gdp":
            last = here
            continue
        words = here.span.of(text).split()[-1]
        if here.unit or here.kind != "number" or not _DECIMAL.fullmatch(words):
            continue
        before = text[max(0, here.span.start - 40) : here.span.start]
        if not _ENDS.match(text, here.span.end) or _OTHER_SCALE.search(before):
            continue
        near = last is not None and "\n\n" not in text[last.span.end : here.span.start]
        near = near and here.span.start - last.span.end < _NEAR if last else False
        scale = _scale(last, text) if last and near and last.kind == "money" else 0.0
        if last and scale:
            value = float(f"{(here.value or 0) * scale:.12g}")
            found[i] = last = replace(here, unit=last.unit, kind="money", value=value)
        elif spending and _SHARE.fullmatch(words) and (near or _ON_SPENDING.search(before)):
            found[i] = last = replace(
                here, unit="pct_gdp", kind="share", base="GDP", base_implicit=True
            )


def _scale(money: Quantity, text: str) -> float:
    """Return how many plain units one of an amount's is worth (`EUR 45 bn`: a billion)."""
    written = re.search(r"\d[\d,]*(?:\.\d+)?", money.span.of(text))
    value = money.value_high or money.value or 0.0
    if written is None:
        return value / 10 ** (len(str(int(value))) - 1) if value >= _AMOUNT else 0.0
    mantissa = read_digits(written.group())
    scale = (money.value or 0.0) / mantissa if mantissa else 0.0
    return float(f"{scale:.3g}") if scale >= _AMOUNT else 0.0


def _english_words(text: str) -> Iterator[Quantity]:
    for m in _IN_WORDS.finditer(text):
        first = max(text.rfind(mark, 0, m.start()) for mark in (". ", "\n", "! ", "? ")) + 1
        stop = min(
            (p for mark in (". ", "\n", "! ", "? ") if (p := text.find(mark, m.end())) > 0),
            default=len(text),
        )
        if not m["half"] and not _ON_SPENDING.search(text, first, stop):
            continue
        value = _WORDS[m["number"]] + (0.5 if m["half"] else 0.0)
        yield _share(Span(m.start("number"), m.end()), value, "en.share.words")
    for m in _NAMED.finditer(text):
        first, _ = sentence(text, *m.span())
        if _ON_SPENDING.search(text, max(0, first - _NEAR), m.start()):
            group = "number" if m["number"] else "digit"
            value = float(m["digit"] or _WORDS[m["number"]])
            yield _share(Span(*m.span(group)), value, "en.share.words")


def _japanese_words(text: str) -> Iterator[Quantity]:
    digits = str.maketrans("一二三四五六七八九〇・", "1234567890.")
    for m in _JA_SHARE.finditer(text):
        value = read_digits(m.group().translate(digits))
        yield _share(Span(*m.span()), value, "ja.share.words")


def _share(span: Span, value: float, rule: str) -> Quantity:
    return Quantity(span, value, None, "eq", "pct_gdp", "share", "GDP", True, rule=rule)
