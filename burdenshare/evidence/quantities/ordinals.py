"""Ordinals and fractions of an English text: the third year in a row, two thirds of the allies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from burdenshare.evidence.model import Comparator, Quantity, Span
from burdenshare.evidence.numerals import SMALL
from burdenshare.evidence.quantities.bases import Base
from burdenshare.evidence.quantities.comparators import compared_before
from burdenshare.evidence.quantities.english_bases import english_base, product_after
from burdenshare.evidence.quantities.masks import cover
from burdenshare.evidence.quantities.pieces import COUNTER
from burdenshare.evidence.quantities.units import COUNTERS

_ORDINAL_WORDS = {
    word: n
    for n, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        1,
    )
}
_ORD = r"(?P<word>" + "|".join(_ORDINAL_WORDS) + r")|(?P<digits>\d{1,3})(?:st|nd|rd|th)"
ORDINAL = re.compile(
    rf"\b(?P<lead>for (?:only |just )?(?:the|a|what (?:is|was) the) )?(?i:{_ORD})(?:"
    r"(?: (?:consecutive|straight|successive))? (?P<time>time)\b"
    r"|[ -](?:consecutive|straight|successive)[ -](?P<row>[a-z]+)\b"
    r"|[ -](?P<running>year|month|round|summit|quarter|term)(?: in a row| running)\b"
    r"|[ -](?P<rank>most|largest|biggest|highest|lowest|smallest|richest|strongest|worst)\b"
    r"|(?<!first)(?<!second)(?<!third) (?P<of>member|country|ally|nation|"
    r"state)(?: state| country)?\b)"
)
_WORDS = "|".join(_ORDINAL_WORDS)
#: The ninth or tenth in the queue.
_PLACES = re.compile(
    rf"\b(?i:(?P<low>{_WORDS})) or (?P<high>{_WORDS})(?= (?:in|on|place|among|from)\b|[.,;])"
)
_PLURAL = {
    "country": "countries",
    "ally": "countries",
    "member": "countries",
    "nation": "countries",
    "state": "countries",
    "century": "centuries",
}
_ACTED = re.compile(
    r"\b(?:been|were|was|be|being|is|are)\s+(?P<verb>[a-z]+(?:ed|en|ne|"
    r"ld|nt))\s*$|\b(?P<active>[a-z]+ed)\s+(?:[\w’-]+\s+){0,4}$"
)
_ACTS = {
    "deployed": "deployment", "invited": "invitation", "held": "meeting", "met": "meeting",
    "exceeded": "times", "elected": "election", "tested": "test", "launched": "launch",
    "visited": "visit", "attended": "attendance", "activated": "activation",
}  # fmt: skip
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4,
    "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8,
    "tenth": 10, "tenths": 10, "seventh": 7, "sevenths": 7, "ninth": 9, "ninths": 9,
    "twelfth": 12, "fifteenth": 15, "twentieth": 20,
}  # fmt: skip
_ARTICLE = re.compile(r"(?: (?:the|all|its|their|our|these|those)\b)*")
FRACTION = re.compile(
    r"\b(?i:(?:(?P<top>a|an|one|two|three|four|five|seven|nine)[ -]"
    r"(?:(?:further|mere|good|full|bare|solid|clear) )?)?(?P<part>"
    + "|".join(sorted(_PARTS, key=len, reverse=True))
    + r"))(?: of\b(?= (?!\d{4}))|(?= (?:the|its|their|all)\b)|(?=[ -]majority)"
    r"|(?= (?:less|more|fewer|lower|higher|smaller|larger|cheaper|as)\b)"
    r"|(?= each\b)|(?P<passive>(?= (?:was|is|goes|went|will|would|comes?|came)\b))"
    r"|(?= (?:have|has|had|are|were|do|did|want|say|said|spend|meet|back|oppose|support|remain)\b))"
)
#: Half a point of GDP; a tenth of a percentage point.
_PART_OF_POINT = re.compile(
    r"\b(?i:(?P<top>an?|one|two|three|four)[ -])?(?i:(?P<part>half|thirds?|quarters?|fifths?"
    r"|tenths?))"
    r"(?: of)? an? (?:percentage |per ?cent )?point(?= (?:of|more|less|above|below|higher|lower"
    r"|each)\b|[.,;])"
)
#: Every tenth euro is one of ten.
_EVERY = re.compile(r"\b[Ee]very (?P<nth>" + "|".join(w for w in _ORDINAL_WORDS if w != "first")
                    + r")(?= (?!time|year|month|week|day|hour|summit)[a-z]{3})")  # fmt: skip
_ONE_IN = re.compile(
    r"\b(?i:one|1) (?:euro|dollar|pound|krone|krona|yen|zloty|cent|crown)s? (?:in|of|out of)"
    r" (?:every )?"
    r"(?P<whole>three|four|five|six|seven|eight|nine|ten|twelve|twenty|\d{1,2})\b"
)
_COUNTED_BEFORE = re.compile(
    r"\b(?:countries|states|allies|governments|members|capitals|all (?:\d+|the \w+))\b[^\n]*$"
)
_PER_CENT = re.compile(
    r"\b(?i:(?P<top>an?|one|two|three)[ -])?(?i:(?P<part>half|thirds?|quarters?|fifths?|tenths?))"
    r"(?: of)? (?:an?|one|1) (?:per ?cent(?!age)|%|(?P<points>(?:percentage|per cent) point))"
)
_TWICE = re.compile(
    r"\b(?:[Tt]wice|[Tt]hrice)"
    r"(?= (?:as|the|its|their|what|that|this|our|today[’']s|last year[’']s)\b)"
)
#: To double is to make it twice as much, to halve to take half away.
_TIMES = re.compile(
    r"\b(?:(?:to|will|would|could|should|must|may|might|can|and|instead)(?: \w+ly)? "
    r"(?P<base>double|triple|treble|quadruple|halve)"
    r"|(?P<form>doubl|tripl|trebl|quadrupl|halv)(?:es|ed|ing))\b"
    r"(?! (?:down|up|digits?|standards?|check\w*)\b)"
)
#: The amounts themselves stand beside it: tripled, to $2 billion.
_WITH_AMOUNTS = re.compile(
    r"[^.;\n]{0,50}?,? (?:to|from)\b[^.;\n]{0,24}?\d"
    r"|[^.;\n]{0,20}?(?!(?:19|20)\d\d\b)(?<!\d)\d"
)
_FOLD = re.compile(r"\b(?i:(two|three|four|five|six|eight|ten|twenty|hundred)fold)\b")
_STEMS = ("doubl", "tripl", "trebl", "quadrupl", "halv")
_STEPS = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadr": 4.0}


#: A third is a fraction after these words, and an ordinal without them (`a third is under way`).
_LEADS = re.compile(r"\b(?i:barely|about|nearly|almost|only|just|over|than|around|least|roughly) $")
_ACTING = re.compile(r" (?:have|has|had|are|were|do|did|want|say|said|spend|meet|back|oppose)\b")


def ordinals(text: str, mask: bytearray) -> Iterator[Quantity]:
    """Give the ordinals that say how many: consecutive years, times, ranks."""
    for m in _PLACES.finditer(text) if "th or " in text else ():
        low, high = (float(_ORDINAL_WORDS[m[name].casefold()]) for name in ("low", "high"))
        if low < high and not mask[m.start()]:
            cover(mask, Span(*m.span()))
            yield Quantity(
                Span(*m.span()), low, high, "range", "rank", "ordinal", rule="en.ordinal"
            )
    for m in ORDINAL.finditer(text):
        if mask[m.start()] or mask[m.end() - 1]:
            continue
        value = float(m["digits"] or _ORDINAL_WORDS[m["word"].casefold()])
        comparator: Comparator = "ordinal"
        if m["time"]:
            if not m["lead"]:
                continue
            unit = _act(text[max(0, m.start() - 60) : m.start()])
        elif m["rank"]:
            comparator, unit = "rank", "rank"
        else:
            noun = m["row"] or m["running"] or m["of"]
            unit = COUNTERS.get(noun, _PLURAL.get(noun, noun + "s"))
        cover(mask, Span(m.start(), m.end()))
        yield Quantity(
            Span(m.start(), m.end()), value, None, comparator, unit, "ordinal", rule="en.ordinal"
        )


def _act(before: str) -> str:
    m = _ACTED.search(before)
    return _ACTS.get((m["verb"] or m["active"] or "") if m else "", "times")


def fractions(text: str, mask: bytearray) -> Iterator[Quantity]:
    """Give the fractions in words: `two thirds of the allies` is 2 of 3."""
    yield from _multiples(text, mask)
    yield from _steps(text, mask)
    for m in FRACTION.finditer(text):
        if mask[m.start()] or mask[m.end() - 1]:
            continue
        top, part = (m["top"] or "a").casefold(), m["part"].casefold()
        if part != "half" and not m["top"]:
            continue
        if m["passive"] is not None and not _LEADS.search(text[max(0, m.start() - 14) : m.start()]):
            continue
        value = 1.0 if top in ("a", "an") else float(SMALL[top])
        if value >= _PARTS[part] or (value == 1 and part.endswith(("s", "halves"))):
            continue
        unit = ""
        noun = COUNTER.match(text, _ARTICLE.match(text, m.end()).end())  # type: ignore[union-attr]
        if noun and text[noun.end() : noun.end() + 1] not in ("'", "’"):
            unit = COUNTERS[noun["noun"]]
        elif _ACTING.match(text, m.end()) and _COUNTED_BEFORE.search(
            text[max(0, m.start() - 200) : m.start()]
        ):
            unit = "countries"
        back, _ = compared_before(text[max(0, m.start() - 30) : m.start()], "count")
        span = Span(m.start() - back, m.end() - 3 if m.group().endswith(" of") else m.end())
        cover(mask, span)
        share = 100 * value / _PARTS[part]
        product = product_after(text, span.end) if share == round(share) else None
        if product:
            yield Quantity(
                span, share, None, "eq", product.unit, "share", product.base, year=product.year,
                rule="en.fraction",
            )  # fmt: skip
            continue
        yield Quantity(span, value, float(_PARTS[part]), "ratio", unit, "ratio", rule="en.fraction")


def _multiples(text: str, mask: bytearray) -> Iterator[Quantity]:
    """Give `a quarter of a per cent` as 0.25 of what it is a share of, and one in five."""
    for m in _PER_CENT.finditer(text) if " point" in text or "cent" in text else ():
        if mask[m.start()]:
            continue
        value = SMALL.get((m["top"] or "one").casefold(), 1) / _PARTS[m["part"].casefold()]
        base = Base("pp", kind="points") if m["points"] else english_base(text, *m.span(), None)
        span = Span(*m.span())
        cover(mask, span)
        yield Quantity(
            span, float(f"{value:.12g}"), None, "eq", base.unit, base.kind, base.base,
            base.implicit, base.year, rule="en.fraction",
        )  # fmt: skip
    for m in _PART_OF_POINT.finditer(text) if " point" in text else ():
        if not mask[m.start()]:
            value = SMALL.get((m["top"] or "one").casefold(), 1)
            share = value / _PARTS[m["part"].casefold()]
            cover(mask, Span(*m.span()))
            yield Quantity(Span(*m.span()), share, None, "eq", "pp", "points", rule="en.fraction")
    for m in _ONE_IN.finditer(text):
        if not mask[m.start()]:
            whole = float(SMALL.get(m["whole"]) or m["whole"])
            cover(mask, Span(*m.span()))
            yield Quantity(Span(*m.span()), 1.0, whole, "ratio", "", "ratio", rule="en.one_in")
    for m in _EVERY.finditer(text) if "very " in text else ():
        if not mask[m.start()]:
            whole = float(_ORDINAL_WORDS[m["nth"]])
            cover(mask, Span(*m.span()))
            yield Quantity(Span(*m.span()), 1.0, whole, "ratio", "", "ratio", rule="en.every")


def _steps(text: str, mask: bytearray) -> Iterator[Quantity]:
    """Give `twice as much` and `will double its aid` as 2 times, `halved` as a cut of 50 %."""
    stepping = any(stem in text for stem in _STEMS)
    for m in _TIMES.finditer(text) if stepping else ():
        if mask[m.start()] or _WITH_AMOUNTS.match(text, m.end()):
            continue
        word = "base" if m["base"] else "form"
        span = Span(m.start(word), m.end())
        cover(mask, span)
        step = _STEPS.get(m[word][:5])
        if step:
            yield Quantity(span, step, None, "up", "times", "ratio", rule="en.multiple")
        else:
            yield Quantity(span, 50.0, None, "down", "pct_change", "rate", rule="en.halved")
    for m in _FOLD.finditer(text) if "fold" in text else ():
        if not mask[m.start()]:
            cover(mask, Span(*m.span()))
            value = float(SMALL.get(m[1].casefold(), 100))
            yield Quantity(Span(*m.span()), value, None, "eq", "times", "ratio", rule="en.fold")
    for m in _TWICE.finditer(text) if "wice" in text or "hrice" in text else ():
        if mask[m.start()]:
            continue
        span = Span(*m.span())
        cover(mask, span)
        value = 2.0 if m.group().casefold() == "twice" else 3.0
        yield Quantity(span, value, None, "eq", "times", "ratio", rule="en.multiple")
