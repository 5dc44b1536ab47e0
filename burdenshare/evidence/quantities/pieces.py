"""One English numeral with its scale and its unit: percent, currency, counter."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from burdenshare.evidence.numerals import DIGITS, SCALES, WORDS, read_english, scaled
from burdenshare.evidence.quantities.units import (
    CODES,
    COUNTERS,
    MONEY_WORD,
    MONEY_WORDS,
    SIGNS,
    TIME_UNITS,
)

SIGN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
CODE = "|".join(CODES)
NUMERAL = re.compile(
    rf"(?<![\w.])(?:{DIGITS})[½¼¾⅓⅔]?|(?<=[$€£¥￥₩₹])(?:{DIGITS})|(?<=[A-Z]{{3}})(?:{DIGITS})"
    rf"|(?<=[A-Za-z]-)(?:{DIGITS})(?=[- ]|[%％])|(?<=\w[–—])(?:{DIGITS})|[½¼¾⅓⅔]|\b(?i:{WORDS})\b"
)
_SCALE_WORD = (
    "dozen|hundred|thousand|million|billion|trillion|lakh crore|lakh|crore|bn|bln|mn|mln|trn|tn"
)
_SCALE = re.compile(
    rf"[- \u00a0]?(?i:({_SCALE_WORD}))\b(?:[- ](?i:(million|billion|trillion|crore))\b)?"
)
_SCALE_LETTER = re.compile(r" ?([mMbBkKtT])(?![\w$€£])")
_BEFORE_SIGN = re.compile(rf"(?:(?<![A-Za-z])({SIGN})|\b({CODE}))[  ]?$")
_CODE_AFTER = re.compile(rf"[- ]?({CODE}|€|£|¥|zł|kr)(?!\w)")
_POINTS = re.compile(
    r"[- ]?(?:%|per ?cent|percentage|percent)(?:[- ]points?)(?!\w)|[- ]pps?\b(?!\.)|"
    r"(?<=\.\d) (?:points?|of a (?:percentage )?point)\b|"
    r"[- ]points?(?= (?:fewer|more|less|higher|lower|up|down|above|below|ahead|"
    r"behind|from|than|since|on)\b)"
)
_BY_POINTS = re.compile(r" points?\b")
_BY = re.compile(
    r"\b(?:by|slipped|fell|rose|gained|lost|dropped|climbed|jumped|declined|shed) "
    r"(?:another |a further |some |about |nearly |almost |only |just |at least |around )*$"
)
#: 78 cents of every additional euro
_CENTS = re.compile(
    r" cents? (?:of|in|on|out of) (?:every|each|the|any) (?:\w+ )?(?P<coin>euro|dollar)\b"
)
_PER_SOLDIER = re.compile(r" (?:per|for every|for each) (?:\w+ )?(?:soldier|troop|sailor|marine)\b")
_BASIS = re.compile(r"[- ]basis[- ]points?\b|[- ]?bps\b")
_PERCENT = re.compile(r"[  ]?[%％]|[- ]?(?:per[- ]?cent|pct\.?)(?!\w)")
_STOP = (
    r"(?:of|in|to|the|and|for|by|from|with|on|at|as|or|is|are|was|were|"
    r"will|would|have|has|had|that|"
    r"which|but|than|a|an|while|after|before|per|its|their|his|her|this|"
    r"these|those|into|over|under|"
    r"since|until|be|been|could|should|may|might|must|can|did|does|do|not|"
    r"if|when|where|who|it|they|"
    r"he|she|we|you|about|against|between|within|among|via|plus|versus|vs|out)"
)
_NOUNS = "|".join(sorted(COUNTERS, key=len, reverse=True))
COUNTER = re.compile(
    rf"(?:[- –])(?P<mods>(?:(?!{_STOP}\b)(?!(?:{_NOUNS})\b(?!-)(?! (?:{_NOUNS})\b))[A"
    rf"-Za-z](?:[\w’'/-]|\.(?=\w)|(?<=[A-Z])\.)*(?: \d{{1,2}}[A-Z]?\d?)?,? ){{0,4}}?"
    rf"(?:[A-Za-z][\w/]*-){{0,2}})"
    rf"(?P<noun>{_NOUNS})\b(?!-to|[’']s? (?!of|time|notice)[a-z]+ (?:is|was))"
    rf"(?!(?<!s) (?:{_NOUNS})\b)"
)
_MEMBER_STATES = re.compile(
    r"[- ](?:\w+ )?(?:member (?:states|countries|nations)|countries|nations)\b"
)
#: 200 of the fighters on order: what is counted stands after the whole.
_AMONG = re.compile(r" of (?:the|its|their|our|these|those) ")
#: 12 F-35As, 40 Rafales, 58 Leopards, four hundred Tomahawks
_NAMED_KINDS = re.compile(
    r" (?:more |new |additional |used |American )*"
    r"(?:(?P<aircraft>(?:F|Su|MiG|P|C|B|E)-?\d{1,3}[A-Z]{0,2}s?|Boeing 7\d7s?|Airbus A\d{3}s?|"
    r"Rafales?|Gripens?|Eurofighters?|Typhoons?|Globemasters?|Poseidons?|Wedgetails?)|"
    r"(?P<helicopters>Apaches?|Chinooks?|Black Hawks?|Seahawks?|Seasprites?)|"
    r"(?P<missiles>Tomahawks?|Javelins?|Stingers?|ATACMS|Taurus(?:es)?|Storm Shadows?)|"
    r"(?P<launchers>(?:K239 )?Chunmoos?|HIMARS)|"
    r"(?P<tanks>Leopards?(?: 2\w{0,2})?|Abrams|Challengers?|K2s?))\b(?! (?:billion|million|per|%))"
)
#: Multiple rocket launchers that are bought as systems.
_LAUNCHERS = re.compile(r"\b(?:Chunmoo|HIMARS|MLRS|rocket artillery) $")
#: A 140-metre frigate is one ship.
_SIZE = re.compile(
    r"-(metre|meter|foot|tonne|ton|kilometre|kilometer|km|mile)\b(?! (?:cap|limit)\b)"
)
_STRONG = re.compile(r"-(?:strong|odd)\b")
_NOT_STATES = re.compile(
    r" of (?:the )?(?:parliament|congress|the house|the senate|the diet|"
    r"the bundestag|the cabinet|the party|staff|the public|his|her|their)\b|"
    r"[- ]of[- ]the[- ]art|ment",
    re.I,
)
FREE_NOUN = re.compile(
    rf" (?:(?!{_STOP}\b)[a-z][\w-]* ){{0,2}}?(?!{_STOP}\b|years?\b|series\b|"
    rf"does\b|goes\b|says\b|news\b|plus\b|versus\b|less\b|perhaps\b|always\b|"
    rf"across\b|towards\b|afterwards\b|besides\b|times\b|was\b)([a-z]{{3,}}(?<!s)s)\b"
    rf"(?! of GDP)"
)
#: Smaller numbers in words are idle before most nouns (`three reasons`).
_COUNTED_FROM = 13
#: Words that say as much have a scale of their own (`a billion`).
_SCALED = 1000.0
#: No alliance has more members.
_MOST_STATES = 250
_PER = {
    "yen": "JPY", "won": "KRW", "yuan": "CNY", "rubles": "RUB", "roubles": "RUB", "dollar": "USD",
    "US dollar": "USD", "euro": "EUR", "pound": "GBP",
}  # fmt: skip
#: 108 (yen) to the dollar
_EXCHANGE = re.compile(
    r"(?: (?P<own>yen|won|yuan|rou?bles))? (?:to|per|against|for) (?:(?:the|a|one|each) )?"
    r"(?P<other>(?:US )?dollar|euro|pound)\b"
)
_OWN = re.compile(r"\b(?:yen|won|yuan|rou?bles)\b")
_FACTOR = re.compile(r"[- ]?(?:fold\b|x\b)|-times\b")


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


def piece_at(text: str, m: re.Match[str], floor: int) -> Piece:
    """Return the numeral with the scale, currency and unit beside it, not reaching before floor."""
    value, end = read_english(m.group().rstrip("½¼¾⅓⅔") or m.group()), m.end()
    if len(m.group()) > 1 and m.group()[-1] in "½¼¾⅓⅔":
        value += read_english(m.group()[-1])
    sign = _BEFORE_SIGN.search(text, max(floor, m.start() - 5), m.start())
    start = sign.start() if sign else m.start()
    wordy = not m.group()[0].isdigit() and " point " not in m.group()
    unit = (SIGNS[sign[1]] if sign[1] else sign[2]) if sign else ""
    scale = _SCALE.match(text, end)
    big = wordy and value >= _SCALED
    letter = None if scale or wordy else _SCALE_LETTER.match(text, end)
    if scale:
        value = scaled(value, SCALES.get(scale[1].casefold(), 1e12))
        if scale[2]:
            value = scaled(value, SCALES[scale[2].casefold()])
        end, big = scale.end(), True
    elif letter and (unit or _counted(text, letter.end()) or _CODE_AFTER.match(text, letter.end())):
        value = scaled(value, SCALES[letter[1].casefold()])
        end, big = letter.end(), True
    piece = Piece(start, end, value, unit, "money" if unit else "number", wordy, big, bool(sign))
    return piece if unit else _with_unit(text, piece)


def _own(text: str, end: int) -> str:
    """Return the currency named last before a rate of exchange, or `local`."""
    named = _OWN.findall(text, max(0, end - 300), end)
    return _PER[named[-1]] if named else "local"


def _counted(text: str, place: int) -> bool:
    m = COUNTER.match(text, place)
    return bool(m and COUNTERS[m["noun"]] not in TIME_UNITS)


def _with_unit(text: str, piece: Piece) -> Piece:
    end = piece.end
    for pattern, unit, kind in (
        (_POINTS, "pp", "points"),
        (_BASIS, "bp", "points"),
        (_PERCENT, "pct", "share"),
    ):
        m = pattern.match(text, end)
        if m:
            return replace(piece, end=m.end(), unit=unit, kind=kind)
    if _BY_POINTS.match(text, end) and _BY.search(text, max(0, piece.start - 24), piece.start):
        return replace(piece, end=end + len(" points"), unit="pp", kind="points")
    cents = _CENTS.match(text, end)
    if cents:
        coin = _PER[cents["coin"]]
        share = piece.value / 100
        return replace(piece, end=cents.end(), value=share, unit=f"{coin}_per_{coin}", kind="rate")
    rate = _EXCHANGE.match(text, end)
    if rate:
        unit = f"{_PER[rate['own']] if rate['own'] else _own(text, end)}_per_{_PER[rate['other']]}"
        return replace(piece, end=rate.end("own") if rate["own"] else end, unit=unit, kind="rate")
    money = _money_after(text, piece)
    if money:
        return money
    factor = _FACTOR.match(text, end)
    if factor:
        return replace(piece, end=factor.end(), unit="times", kind="ratio")
    return _count(text, piece)


def _money_after(text: str, piece: Piece) -> Piece | None:
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
    unit = "USD" if unit == "$" else unit
    each = _PER_SOLDIER.match(text, m.end())
    if each:
        return replace(piece, end=each.end(), unit=f"{unit}_per_soldier", kind="rate")
    return replace(piece, end=m.end(), unit=unit, kind="money")


def _count(text: str, piece: Piece) -> Piece:
    end = piece.end
    size = _SIZE.match(text, end)
    if size:
        return replace(piece, end=size.end(), unit=COUNTERS.get(size[1], "m"), kind="count")
    m = COUNTER.match(text, end)
    if m:
        unit, stop = _things(text, piece, m)
        if not (unit == "corps" and piece.wordy):
            kind = "duration" if unit in TIME_UNITS else "ratio" if unit == "times" else "count"
            if (
                kind != "duration"
                or not m["mods"]
                or m["mods"]
                in (
                    "more ",
                    "consecutive ",
                    "straight ",
                    "full ",
                    "fiscal ",
                    "additional ",
                    "calendar ",
                    "further ",
                )
            ):
                return replace(piece, end=stop, unit=unit, kind=kind)
    among = _AMONG.match(text, end) if piece.value > 1 else None
    kind_of = COUNTER.match(text, among.end() - 1) if among else None
    if kind_of and COUNTERS[kind_of["noun"]] not in TIME_UNITS:
        return replace(piece, unit=COUNTERS[kind_of["noun"]], kind="count")
    named = _NAMED_KINDS.match(text, end)
    if named:
        return replace(piece, end=named.end(), unit=str(named.lastgroup), kind="count")
    strong = _STRONG.match(text, end)
    if strong:
        return replace(piece, end=strong.end(), unit="troops", kind="count")
    if not piece.wordy or piece.scaled or piece.value >= _COUNTED_FROM:
        free = FREE_NOUN.match(text, end)
        if free:
            return replace(piece, end=free.end(), unit=free[1], kind="count")
    return piece


def _things(text: str, piece: Piece, m: re.Match[str]) -> tuple[str, int]:
    """Return what a counter counts here, and where its words end."""
    unit = COUNTERS[m["noun"]]
    member = _MEMBER_STATES.match(text, piece.end)
    if member:
        return "countries", member.end()
    if unit == "countries" and _NOT_STATES.match(text, m.end()):
        unit = "members"
    elif unit == "countries" and piece.value > _MOST_STATES:
        unit = "people"
    elif unit == "systems" and _LAUNCHERS.search(m["mods"] or ""):
        unit = "launchers"
    return unit, m.end()
