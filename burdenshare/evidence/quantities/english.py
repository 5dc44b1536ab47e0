"""Quantities of an English text: numeral by numeral, each with what stands before and after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from burdenshare.evidence.model import Comparator, Quantity, Span
from burdenshare.evidence.quantities.bases import Base, english_base, sentence
from burdenshare.evidence.quantities.masks import cover
from burdenshare.evidence.quantities.numerals import (
    DIGITS,
    SCALES,
    SMALL,
    WORDS,
    read_english,
    scaled,
)
from burdenshare.evidence.quantities.units import (
    CODES,
    COUNTERS,
    MONEY_WORD,
    MONEY_WORDS,
    SIGNS,
    TIME_UNITS,
    home_dollar,
    settle_currency,
)

_SIGN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
_CODE = "|".join(CODES)
NUMERAL = re.compile(
    rf"(?<![\w.])(?:{DIGITS})[½¼¾⅓⅔]?|(?<=[$€£¥￥₩₹])(?:{DIGITS})|(?<=[A-Z]{{3}})(?:{DIGITS})"
    rf"|(?<=[A-Za-z]-)(?:{DIGITS})(?=[- ]|[%％])|(?<=\w[–—])(?:{DIGITS})|[½¼¾⅓⅔]|\b(?i:{WORDS})\b"
)
_SCALE_WORD = "hundred|thousand|million|billion|trillion|lakh crore|lakh|crore|bn|bln|mn|mln|trn|tn"
_SCALE = re.compile(
    rf"[- \u00a0]?(?i:({_SCALE_WORD}))\b(?:[- ](?i:(million|billion|trillion|crore))\b)?"
)
_SCALE_LETTER = re.compile(r" ?([mMbBkKtT])(?![\w$€£])")
_BEFORE_SIGN = re.compile(rf"(?:(?<![A-Za-z])({_SIGN})|\b({_CODE}))[  ]?$")
_CODE_AFTER = re.compile(rf"[- ]?({_CODE}|€|£|¥|zł|kr)(?!\w)")
_POINTS = re.compile(
    r"[- ]?(?:%|per ?cent|percentage|percent)(?:[- ]points?)(?!\w)|[- ]pps?\b(?!\.)"
)
_BASIS = re.compile(r"[- ]basis[- ]points?\b|[- ]?bps\b")
_PERCENT = re.compile(r"[  ]?[%％]|[- ]?(?:per[- ]?cent|pct\.?)(?!\w)")
_STOP = (
    r"(?:of|in|to|the|and|for|by|from|with|on|at|as|or|is|are|was|were|will|would|have|has|had|that|"
    r"which|but|than|a|an|while|after|before|per|its|their|his|her|this|these|those|into|over|under|"
    r"since|until|be|been|could|should|may|might|must|can|did|does|do|not|if|when|where|who|it|they|"
    r"he|she|we|you|about|against|between|within|among|via|plus|versus|vs|out)"
)
_NOUNS = "|".join(sorted(COUNTERS, key=len, reverse=True))
_COUNTER = re.compile(
    rf"(?:[- –])(?P<mods>(?:(?!{_STOP}\b)(?!(?:{_NOUNS})\b(?!-)(?! (?:{_NOUNS})\b))[A-Za-z][\w’'./-]*(?: \d{{1,2}}[A-Z]?\d?)?,? ){{0,4}}?(?:[A-Za-z][\w/]*-){{0,2}})"
    rf"(?P<noun>{_NOUNS})\b(?!-to|[’']s? (?!of|time|notice)[a-z]+ (?:is|was))"
)
_MEMBER_STATES = re.compile(
    r"[- ](?:\w+ )?(?:member (?:states|countries|nations)|countries|nations)\b"
)
_STRONG = re.compile(r"-(?:strong|odd)\b")
_NOT_STATES = re.compile(r" of (?:the )?(?:parliament|congress|the house|the senate|the diet|the bundestag|the cabinet|the party|staff|the public|his|her|their)\b|[- ]of[- ]the[- ]art|ment", re.I)  # fmt: skip
_FREE_NOUN = re.compile(
    rf" (?:(?!{_STOP}\b)[a-z][\w-]* ){{0,2}}?(?!{_STOP}\b|years?\b|series\b|does\b|goes\b|says\b|news\b|plus\b|versus\b|less\b|perhaps\b|always\b|across\b|towards\b|afterwards\b|besides\b|times\b|was\b)([a-z]{{3,}}(?<!s)s)\b(?! of GDP)"
)
_FACTOR = re.compile(r"[- ]?(?:fold\b|x\b)|-times\b")
_RANGE = re.compile(r"(?:\s?[-–—−~]\s?|\s+to\s+|\s+or\s+|-to-)")
_PLUS = re.compile(r"\s?(?:\+|plus|and)\s+(?:another |a further |an additional )?|\s?\+\s?")
_LIST = re.compile(r",? (?:and|or|then|to) |, ")
_RATIO = re.compile(
    r"(?: out)? of (?:(?:the|its|their|all|our|last|past|next|top) )*(?:alliance[’']s |bloc[’']s |NATO[’']s |EU[’']s |organi[sz]ation[’']s )?|(?: in )(?=\w)|-in-| out of every "
)
_BETWEEN = re.compile(
    r"\b(?:between|anywhere from|ranging from|ranges? from|somewhere between)\s+$", re.I
)
_FROM = re.compile(
    r"\bfrom\s+(?:about |around |roughly |nearly |some |just |an? |the |today[’']s |a current )*$",
    re.I,
)
_QUALIFIER = r"(?:(?:a|an|the|its|their|some|just|only|still|currently|well|now|as|even|set|total|of|to|or|be|spend|spending|level|share|figure)\s+)*"


def _cues(*pairs: tuple[str, Comparator]) -> list[tuple[re.Pattern[str], Comparator]]:
    return [(re.compile(cue, re.I), name) for cue, name in pairs]


_SIGNED = r"(?:US|A|C|NZ|AU|CA)?[$€£¥]?$"
_BEFORE = _cues(
    (r"(?:\bat (?:the very )?least|\bno (?:less|fewer|lower) than|\bnot (?:less|fewer|lower) than|\ba (?:bare )?minimum of|\bminimum(?: of)?|\bas (?:little|few) as|\ba floor of|\bfloor of|≥|>=|\bno smaller than)\s*$", "ge"),
    (r"(?:(?:\bno|\bnot) (?:more|higher|greater|larger) than|\bup to|\bat (?:the )?most|\ba (?:maximum|ceiling|cap|limit) of|\b(?:maximum|ceiling|cap|limit)(?: (?:of|at))?|\bas (?:much|many|high) as|\b(?:capp?ed|limited|restricted|kept|held) (?:(?:at|to|within|below|under)(?: about)?)|\bwithin|≤|<=|\b(?:not|n[’']t|never|without) (?:to )?(?:ever )?(?:exceed(?:ed|ing)?|surpass(?:ed|ing)?|go (?:above|beyond|over)|top(?:ped)?)(?: the)?|\bnot be (?:above|over|higher than|more than))\s*$", "le"),
    (r"(?:\bmeet(?:s|ing)? or (?:even )?exceed(?:s|ing)?|\bmet or (?:even )?exceeded|\bequal to or (?:more|greater) than)\s+(?:(?:the|that|this|NATO[’']s|its|a) )*(?:minimum of )?$", "ge"),
    (r"(?:\b(?:more|greater|higher|larger|bigger) than|(?<!going )(?<!turn )(?<!took )\bover(?! the)|\babove|\bbeyond|\bexceed(?:s|ed|ing)?|\bin excess of|\bsurpass(?:es|ed|ing)?|\bupwards? of|\btopp(?:ed|ing)|\btops|\bnorth of|(?<![=≥])>)\s+(?:(?:the|that|this|NATO[’']s) )?$", "gt"),
    (r"(?:\b(?:less|fewer|lower|smaller) than|\bunder|\bbelow|\bshort of|\bsouth of|(?<!=)<)\s+(?:(?:the|that|this|NATO[’']s) )?$", "lt"),
    (r"(?:\babout|\baround|\bsome|\bnearly|\balmost|\bclose to|\broughly|\bapproximately|\bapprox\.?|\bcirca|\bca?\.|\bestimated(?: at)?|\bnear|\bin the (?:region|order|neighbou?rhood) of|\bjust shy of|\bvirtually|[~≈∼])\s*$", "about"),
)  # fmt: skip
_JAPANESE_AFTER = re.compile(r"\s?[\u3005-\u30ff\u4e00-\u9fff％]")
_DURATION_OVER = re.compile(r"\b(?:over|within|under|in|around|for some)\s*(?:the\s+)?(?:next\s+|last\s+|past\s+)?$", re.I)  # fmt: skip
_AFTER = _cues(
    (r"(?:\+|[- ]plus\b(?! \d)| or (?:more|above|higher|over|greater|better)\b| and (?:above|over|up)\b| at (?:the )?(?:least|minimum)\b|[- ](?:minimum|floor)\b)", "ge"),
    (r"(?: or (?:less|below|fewer|lower|under)\b| at (?:the )?most\b|[- ](?:of GDP )?(?:(?:defen[cs]e|spending|budget|self-imposed|informal|unofficial|longstanding) )*(?:cap|ceiling|limit|maximum)\b)", "le"),
    (r"(?: or so\b|-ish\b|-odd\b)", "about"),
)  # fmt: skip
_NAMED = re.compile(r"(?:cap|ceiling|limit|maximum|minimum|floor)$")
_DETERMINED = re.compile(r"\b(?:the|an?|its|their|this|that|old|new|[a-z]+al)\s+(?:[a-z-]+\s+)?$", re.I)
_ALL = re.compile(r"\b(?:all(?: of)?(?: the| its| their)?|each of(?: the)?|the entire|every one of(?: the)?)\s+$", re.I)  # fmt: skip
_VAGUE_BEFORE = re.compile(r"\b(?:several|few|many|tens of|hundreds of|dozens of|couple of|some of the)\s+$", re.I)  # fmt: skip
_DEFINITE = re.compile(r"\b(?:the|these|those|both|other|between|our|your|its|their|either|of|as|into)\s+$", re.I)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """One numeral with its scale and unit, before it becomes a quantity."""

    start: int
    end: int
    value: float
    unit: str = ""
    kind: str = "number"
    wordy: bool = False
    scaled: bool = False
    signed: bool = False


def read(text: str, mask: bytearray) -> list[Quantity]:
    """Return the quantities of an English text; `mask` marks the characters that are taken."""
    return [*_fractions(text, mask), *_ordinals(text, mask), *_Reader(text, mask).read()]


class _Reader:
    """Reads the quantities of one text; `mask` marks the characters that are taken."""

    def __init__(self, text: str, mask: bytearray) -> None:
        self.text = text
        self.mask = mask
        self.last: Base | None = None
        self._dollar: str | None = None

    def read(self) -> Iterator[Quantity]:
        """Give each quantity in order of the text."""
        done = 0
        for m in NUMERAL.finditer(self.text):
            if m.start() < done or self.mask[m.start()] or self.mask[m.end() - 1]:
                continue
            if _JAPANESE_AFTER.match(self.text, m.end()):
                continue
            found = self._at(m)
            for quantity in found:
                cover(self.mask, quantity.span)
                done = max(done, quantity.span.end)
                yield quantity

    # -- one numeral ---------------------------------------------------------------------------

    def piece(self, m: re.Match[str]) -> Piece:
        """Return the numeral with the scale, currency and unit that stand beside it."""
        text = self.text
        value, end = read_english(m.group().rstrip("½¼¾⅓⅔") or m.group()), m.end()
        if len(m.group()) > 1 and m.group()[-1] in "½¼¾⅓⅔":
            value += read_english(m.group()[-1])
        sign = _BEFORE_SIGN.search(text, max(0, m.start() - 5), m.start())
        start = sign.start() if sign else m.start()
        wordy = not m.group()[0].isdigit()
        unit = (SIGNS[sign[1]] if sign[1] else sign[2]) if sign else ""
        scale = _SCALE.match(text, end)
        letter = None if scale or wordy else _SCALE_LETTER.match(text, end)
        big = False
        if scale:
            value = scaled(value, SCALES.get(scale[1].casefold(), 1e12))
            if scale[2]:
                value = scaled(value, SCALES[scale[2].casefold()])
            end, big = scale.end(), True
        elif letter and (
            unit or self._counted(letter.end()) or _CODE_AFTER.match(text, letter.end())
        ):
            value = scaled(value, SCALES[letter[1].casefold()])
            end, big = letter.end(), True
        piece = Piece(
            start, end, value, unit, "money" if unit else "number", wordy, big, bool(sign)
        )
        return piece if unit else self._with_unit(piece)

    def _counted(self, place: int) -> bool:
        m = _COUNTER.match(self.text, place)
        return bool(m and COUNTERS[m["noun"]] not in TIME_UNITS)

    def _with_unit(self, piece: Piece) -> Piece:
        text, end = self.text, piece.end
        for pattern, unit, kind in (
            (_POINTS, "pp", "points"),
            (_BASIS, "bp", "points"),
            (_PERCENT, "pct", "share"),
        ):
            m = pattern.match(text, end)
            if m:
                return replace(piece, end=m.end(), unit=unit, kind=kind)
        money = self._money_after(piece)
        if money:
            return money
        factor = _FACTOR.match(text, end)
        if factor:
            return replace(piece, end=factor.end(), unit="times", kind="ratio")
        return self._count(piece)

    def _money_after(self, piece: Piece) -> Piece | None:
        text = self.text
        code = _CODE_AFTER.match(text, piece.end)
        if code:
            unit = code[1] if code[1] in CODES else SIGNS[code[1]]
            return replace(piece, end=code.end(), unit=unit, kind="money")
        gap = piece.end + (text[piece.end : piece.end + 1] in ("-", " ", "\u00a0"))
        m = MONEY_WORD.match(text, gap) if gap > piece.end else None
        if not m:
            return None
        unit = next(unit for pattern, unit in MONEY_WORDS if pattern.match(text, gap))
        if unit == "KRW" and not piece.scaled and piece.value < 1000:
            return None
        if unit == "GBP" and not piece.scaled and re.match(r" of (?!\w+ing)", text[m.end() :]):
            return replace(piece, end=m.end(), unit="pounds", kind="count")
        return replace(piece, end=m.end(), unit="USD" if unit == "$" else unit, kind="money")

    def _count(self, piece: Piece) -> Piece:
        text, end = self.text, piece.end
        m = _COUNTER.match(text, end)
        if m:
            unit = COUNTERS[m["noun"]]
            stop = m.end()
            member = _MEMBER_STATES.match(text, end)
            if member:
                unit, stop = "countries", member.end()
            elif unit == "countries" and _NOT_STATES.match(text, m.end()):
                unit = "members"
            if not (unit == "corps" and piece.wordy):
                kind = "duration" if unit in TIME_UNITS else "ratio" if unit == "times" else "count"
                if kind != "duration" or not m["mods"] or m["mods"] in ("more ", "consecutive ", "straight ", "full ", "fiscal ", "additional ", "calendar ", "further "):  # fmt: skip
                    return replace(piece, end=stop, unit=unit, kind=kind)
        strong = _STRONG.match(text, end)
        if strong:
            return replace(piece, end=strong.end(), unit="troops", kind="count")
        if not piece.wordy or piece.scaled:
            free = _FREE_NOUN.match(text, end)
            if free:
                return replace(piece, end=free.end(), unit=free[1], kind="count")
        return piece

    # -- what one or two numerals make together ------------------------------------------------

    def _at(self, m: re.Match[str]) -> list[Quantity]:
        first = self.piece(m)
        before = self.text[max(0, first.start - 60) : first.start]
        if _VAGUE_BEFORE.search(before[-14:]) and (first.scaled or first.wordy):
            return []
        together = self._pair(first, m, before)
        if together is not None:
            return together
        return [] if self._idle(first, before) else [self._quantity(first, before)]

    def _pair(self, first: Piece, m: re.Match[str], before: str) -> list[Quantity] | None:
        """Return what two numerals make: a range, a ratio, a sum, a list; None if they do not."""
        text = self.text
        ratio = self._ratio(first, m, before)
        if ratio:
            return [ratio]
        changing = bool(_FROM.search(before)) and not _BETWEEN.search(before)
        joint, place = "", first.end
        between = _BETWEEN.search(before)
        if between:
            link = re.compile(r"\s+(?:and|to)\s+").match(text, place)
        else:
            link = _RANGE.match(text, place)
        if link:
            joint, place = "range", link.end()
        else:
            link = _PLUS.match(text, place) or _LIST.match(text, place)
            if link and (first.unit == "" or "+" in link.group() or "plus" in link.group()):
                joint, place = "list", link.end()
        if not joint:
            return None
        sign = re.compile(rf"(?:{_SIGN}|\b(?:{_CODE}))?[ ]?(?:about |around |nearly )?").match(
            text, place
        )
        other = NUMERAL.match(text, sign.end() if sign else place)
        if not other or self.mask[other.start()]:
            return None
        second = self.piece(other)
        if joint == "range" and not changing and "to" in (link.group() if link else "") and first.unit in ("pct", "pp") and not _near_range(before):  # fmt: skip
            changing = bool(re.search(r"\b(?:up|down|rose|fell|raised?|moved?|went|cut)\b[^.]{0,12}$", before))  # fmt: skip
        if first.signed and not first.scaled and second.kind == "number":
            second = replace(second, unit=first.unit, kind="money")
        first = self._shared(first, second)
        if first.unit != second.unit or (not first.unit and joint == "list"):
            return None
        if joint == "list" or changing:
            head = self._quantity(replace(first, end=min(first.end, other.start())), before)
            gap = text[max(0, second.start - 30) : second.start]
            tail = self._quantity(second, gap)
            if (
                head.unit != tail.unit
                and first.unit == "pct"
                and tail.base
                and not tail.base_implicit
            ):
                head = replace(head, unit=tail.unit, base=tail.base, base_implicit=True)
            return [head, tail]
        if between:
            first = replace(first, start=first.start - len(between.group()))
        if not (first.unit or second.unit) or second.value <= first.value:
            return None
        whole = replace(second, start=first.start)
        return [self._quantity(whole, before, low=first.value)]

    def _shared(self, first: Piece, second: Piece) -> Piece:
        """Return the first of two numerals with the unit and scale that only the second shows."""
        text = self.text
        if first.unit and not (first.signed and second.signed and second.scaled):
            if (
                first.kind == "money"
                and not first.scaled
                and second.scaled
                and second.unit in ("", first.unit)
            ):
                return self._scale_like(first, second)
            return first
        if first.unit or second.unit in ("", first.unit):
            return self._scale_like(first, second) if first.unit else first
        plain = replace(first, unit=second.unit, kind=second.kind)
        return self._scale_like(plain, second) if text else plain

    def _scale_like(self, first: Piece, second: Piece) -> Piece:
        if first.scaled or not second.scaled or second.value == 0:
            return first
        written = NUMERAL.search(self.text, second.start, second.end)
        factor = second.value / read_english(written.group()) if written else 1.0
        return replace(first, value=scaled(first.value, float(f"{factor:.6g}")), scaled=True)

    def _ratio(self, first: Piece, m: re.Match[str], before: str) -> Quantity | None:
        text = self.text
        if first.kind not in ("number", "count") or first.signed:
            return None
        link = _RATIO.match(text, first.end)
        other = NUMERAL.match(text, link.end()) if link else None
        if not link or not other or self.mask[other.start()]:
            return None
        second = self.piece(other)
        if second.kind not in ("number", "count") or second.value <= first.value:
            return None
        if " in " in link.group() and (not second.wordy or second.value > 20):
            return None
        start, comparator = self._left(first.start, before, "count")
        end = other.end() if second.unit else second.end
        return Quantity(
            Span(start, end), _whole(first.value), _whole(second.value),
            "ratio" if comparator == "eq" else "ratio", second.unit or first.unit, "ratio",
            rule="en.ratio",
        )  # fmt: skip

    def _idle(self, piece: Piece, before: str) -> bool:
        """Tell whether a numeral is only a word (`the two countries`, `one or more`)."""
        if not piece.wordy or piece.scaled:
            return False
        if piece.unit == "":
            return True
        if piece.kind in ("count", "ratio") and piece.value < 13:
            return bool(_DEFINITE.search(before[-12:])) or piece.value <= 1
        return piece.kind == "duration" and piece.value <= 1

    # -- comparators and bases -----------------------------------------------------------------

    def _left(self, start: int, before: str, kind: str) -> tuple[int, Comparator]:
        """Return where the words that compare begin, and what they say."""
        if kind == "duration" and _DURATION_OVER.search(before[-22:]):
            return start, "eq"
        for cue, name in _BEFORE:
            m = cue.search(before)
            if m:
                return start - len(before) + m.start() + (len(m[0]) - len(m[0].lstrip())), name
        return start, "eq"

    def _quantity(self, piece: Piece, before: str, low: float | None = None) -> Quantity:
        text = self.text
        start, comparator = self._left(piece.start, before, piece.kind)
        end = piece.end
        if comparator == "eq":
            for cue, name in _AFTER:
                m = cue.match(text, end)
                noun = m and _NAMED.search(m[0])
                if m and (not noun or _DETERMINED.search(before)):
                    comparator, end = name, end if noun else m.end()
                    break
        if comparator == "eq" and piece.kind == "count" and _ALL.search(before[-16:]):
            comparator = "all"
        unit, base, implicit, kind, year = piece.unit, "", False, piece.kind, None
        if piece.unit == "pct":
            found = english_base(text, piece.start, piece.end, self.last)
            unit, base, implicit, kind, year = (
                found.unit, found.base, found.implicit, found.kind, found.year,
            )  # fmt: skip
            if unit in ("pct_gdp", "pct_gnp", "pct_gni"):
                self.last = replace(found, year=None)
        elif kind == "money":
            unit = self._currency(piece)
        if kind == "count" or kind == "duration":
            noun = text[piece.start : piece.end]
            end = max(end, piece.start + len(noun))
        negative = text[piece.start - 1 : piece.start] in ("-", "−") and (
            piece.start < 2 or text[piece.start - 2] in " (\n"
        )
        value = (
            -piece.value if negative and piece.kind in ("share", "money", "points") else piece.value
        )
        if value != piece.value and start == piece.start:
            start -= 1
        return Quantity(
            Span(start, end), _whole(value if low is None else low),
            None if low is None else _whole(piece.value),
            "range" if low is not None else comparator, unit, kind, base, implicit, year,
            rule=f"en.{kind}",
        )  # fmt: skip

    def _currency(self, piece: Piece) -> str:
        sign = self.text[piece.start : piece.start + 1]
        if piece.unit == "USD" and sign == "$":
            if self._dollar is None:
                self._dollar = home_dollar(self.text)
            return self._dollar
        if piece.unit == "kroner" or (piece.unit == "JPY" and "yen" not in self.text[piece.start : piece.end].casefold()):  # fmt: skip
            first, stop = sentence(self.text, piece.start, piece.end)
            here = self.text[first:stop]
            return settle_currency(piece.unit, here[: piece.end - first], here, self.text)
        return piece.unit


def _near_range(before: str) -> bool:
    return bool(re.search(r"\b(?:of|at|about|around|between|by)\s+$", before))


def _whole(value: float) -> float:
    """Return whole numbers as they are written, without a binary tail."""
    return float(f"{value:.12g}")


# -- ordinals and fractions ------------------------------------------------------------------

_ORDINAL_WORDS = {
    word: n
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
        "twentieth".split(),
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
    r"|(?<!first)(?<!second)(?<!third) (?P<of>member|country|ally|nation|state)(?: state| country)?\b)"
)
_PLURAL = {"country": "countries", "ally": "countries", "member": "countries", "nation": "countries", "state": "countries", "century": "centuries"}  # fmt: skip
_ACTED = re.compile(
    r"\b(?:been|were|was|be|being|is|are)\s+(?P<verb>[a-z]+(?:ed|en|ne|ld|nt))\s*$|\b(?P<active>[a-z]+ed)\s+(?:[\w’-]+\s+){0,4}$"
)
_ACTS = {
    "deployed": "deployment", "invited": "invitation", "held": "meeting", "met": "meeting",
    "exceeded": "times", "elected": "election", "tested": "test", "launched": "launch",
    "visited": "visit", "attended": "attendance", "activated": "activation",
}  # fmt: skip
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4,
    "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8,
    "tenth": 10, "tenths": 10,
}  # fmt: skip
_ARTICLE = re.compile(r"(?: (?:the|all|its|their|our|these|those)\b)*")
FRACTION = re.compile(
    r"\b(?i:(?:(?P<top>a|an|one|two|three|four|five|seven|nine)[ -])?(?P<part>"
    + "|".join(sorted(_PARTS, key=len, reverse=True))
    + r"))(?: of\b(?= (?!\d{4}))|(?= (?:the|its|their|all)\b)|(?=[ -]majority))"
)


def _ordinals(text: str, mask: bytearray) -> Iterator[Quantity]:
    """Give the ordinals that say how many: consecutive years, times, ranks."""
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
        yield Quantity(Span(m.start(), m.end()), value, None, comparator, unit, "ordinal", rule="en.ordinal")  # fmt: skip


def _act(before: str) -> str:
    m = _ACTED.search(before)
    return _ACTS.get((m["verb"] or m["active"] or "") if m else "", "times")


def _fractions(text: str, mask: bytearray) -> Iterator[Quantity]:
    """Give the fractions in words: `two thirds of the allies` is 2 of 3."""
    for m in FRACTION.finditer(text):
        if mask[m.start()] or mask[m.end() - 1]:
            continue
        top, part = (m["top"] or "a").casefold(), m["part"].casefold()
        if part != "half" and not m["top"]:
            continue
        value = 1.0 if top in ("a", "an") else float(SMALL[top])
        if value >= _PARTS[part] or (value == 1 and part.endswith(("s", "halves"))):
            continue
        unit = ""
        noun = _COUNTER.match(text, _ARTICLE.match(text, m.end()).end())  # type: ignore[union-attr]
        if noun:
            unit = COUNTERS[noun["noun"]]
        span = Span(m.start(), m.end() - 3 if m.group().endswith(" of") else m.end())
        cover(mask, span)
        yield Quantity(span, value, float(_PARTS[part]), "ratio", unit, "ratio", rule="en.fraction")  # fmt: skip
