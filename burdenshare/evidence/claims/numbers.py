"""The numbers of a clause: which of them may be claims, in which unit, and what they measure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from burdenshare.evidence.claims.measures import GENERIC, measure
from burdenshare.evidence.claims.scene import Clause, Scene
from burdenshare.evidence.model import Quantity, Span
from burdenshare.evidence.quantities.bases import sentence

_COUNTED = frozenset({"share", "rate", "money", "count", "points", "ratio", "ordinal"})
_IDLE_UNITS = frozenset(
    {"times", "", "days", "hours", "weeks", "pages", "km", "kilometres", "miles", "metres", "m"}
)
IMPLICIT = re.compile(
    r"\b(?:this|that|the|these)\s+(?:\w+\s+)?(?:target|figure|goal|guideline|cap|ceiling|threshold|"
    r"benchmark|level|number|share|limit)\b|[同こ]の?(?:目標|数字|枠|水準|比率|基準)",
    re.I,
)
_SPENT = re.compile(
    r"(?:spend|spent|spends|spending)\b(?!.*(?:growth|grow|gr[eo]w|increase|rise|rose|by \S*%))"
    r"|%を支出(?!.*増)",
    re.I,
)
_RAISES = re.compile(
    r"\b(?:rais|lift|boost|increas|cut|hik)\w*\s+(?:\w+\s+){0,3}(?:spending"
    r"|outlays|budget)"
)
_POINTED = re.compile(
    r"\b(?:target|goal|spending|spend|core defen[cs]e|figure|commitment|committed|guideline)\b"
    r"|目標|国防費|防衛費|経費|要求|引き上げ|水準",
    re.I,
)
_NAMED_UNITS = {"defence_spending_share_gdp": "pct_gdp", "real_gdp_growth": "pct_per_year"}
_AMONG = re.compile(r"\s+of\s+(?:the|its|their|those)\s+(?:[\w-]+\s+){0,2}?([a-z]{3,}s)\b")
_ABOUT_MONEY = frozenset({"", "defence_spending", "defence_spending_share_gdp", "relations"})
_COUNTABLE = frozenset(
    {"procurement", "force_size", "defence_posture", "membership", "cooperation"}
)
_MOST_OF_GDP = 15
_SURVEY = re.compile(r"\b(?:poll|survey)(?:s|ed)?\b|世論調査", re.I)
_FORCES = re.compile(
    r"兵|軍|自衛官|隊員|soldier|troop|army|forces|brigade|battalion|division|regiment|garrison"
    r"|marines"
    r"|battlegroup|corps\b|deploy",
    re.I,
)
_DELAY = re.compile(
    r"\d年(?:程度|ほど|以上)?(?:の遅れ|遅れ|ずれ込)|\byears? (?:late|behind"
    r"|delay)|delay(?:ed)? (?:of|by)\b"
)
_STRENGTH = re.compile(r"(?:[ -](?:short|strong|under strength|below strength)\b| target\b)")
_IN_A_ROW = re.compile(r"\s+(?:in a row|running|straight|on end)\b")
_LABELLED = re.compile(r"\b([A-Z][a-z]+s): $")
_SUM = re.compile(r"\d ?(?:bn|tn|billion|trillion)$|[a-z] (?:billion|trillion)$")
#: Of what a percentage without a base is no share of output: taxes, pay, interest, posts.
_OTHER_RATE = re.compile(
    r"(?:税|俸給|給与|賃金|手当|金利|利率|定員|充足率|物価|支持率|給付|失業率|自給率)[^、。\d]{0,8}$"
    r"|\b(?:tax|taxes|VAT|duty|interest|rates?|wages?|salar(?:y|ies)|pay|attrition|prices?|turnout"
    r"|vacanc(?:y|ies)|turnover|stake)\b[^.;\d]{0,24}$",
    re.I,
)
_RATE_OF = re.compile(
    r"(?:(?P<code>[A-Z]{3}) 1 ?=|[1１一](?P<name>ユーロ|ドル|ポンド)\s?[=＝])[^。\n]{0,24}$"
)
_EQUALS = re.compile(r"\s?[=＝]")
_CURRENCIES = {"ユーロ": "EUR", "ドル": "USD", "ポンド": "GBP"}
_FEWEST_TROOPS = 500
_OF_PEOPLE = frozenset(
    f"pct_of_{name}"
    for name in (
        "people",
        "residents",
        "voters",
        "adults",
        "citizens",
        "the_public",
        "women",
        "men",
    )
)
#: Two weeks of ammunition, 60日分.
_STOCK = re.compile(
    r"\s?分(?!の|ほど(?:前|後))|\s+(?:worth )?of (?:ammunition|munitions|supplies|fuel|stocks?"
    r"|shells|combat|fighting|imports|oil|gas|food)\b"
)
#: So often that it is counted: 60回に及ぶ.
_OFTEN = re.compile(r"に(?:及|上|達)|を(?:超|数え)")
_AMOUNT = re.compile(r"[0-9０-９]人|\d ?(?:[bmt]n|[bmtr]+illion)\b|[€$£¥￥]\d|[億兆]")
_NEAR = 250
_ROW_OF = re.compile(r"\s?で[^、。]{0,6}[0-9０-９]| (?:in a row )?(?:above|below|over|under) \d")
_SPOKE = re.compile(
    r"\b(?:said|says|told|asked|repeated|warned|mentioned|heard|read|written|wrote|met)\b[^.]*$"
)
_EUROS = re.compile(r"\b(?:European Union|EU|eurozone|European Commission)\b")
_TROOPS = re.compile(
    r"\b(?:troops|soldiers|contingent|garrison|marines|[Dd]efen[cs]e [Ff]orces|armed forces|[Aa]rmy"
    r"|service members|personnel|brigade|battalion|stationed|deployed|presence|reduction"
    r"|Navy|Air Force|recruits|reservists)\b"
)
_OF_THEM = re.compile(r" of (?:them|those|whom)\b")
#: What may follow the number of people who stand, stay, go or are added somewhere.
_STAYING = re.compile(
    r"[.,;:)]|$| (?:in|at|on|from|to|by|for|more|are|were|is|will|would|have|had|and|or|before"
    r"|after|when|while|French|American|British|German|U\.S\.|US)\b"
)
_INHABITED = re.compile(r"人口(?:は|が|約|およそ)*$|\b[Pp]opulation of (?:about |some )?$")
_DIVIDED = re.compile(
    r"\b(?:[Aa]yes|[Nn]oes|[Yy]eas|[Nn]ays):? $|\bvote[ds]? (?:of )?(?:\d+ ?(?:to|-|–) ?)?$"
)
_OWED = re.compile(r"\b(?:debt|liabilities)\b|債務|借金|国債残高")
#: What a sum, a share or a change is of: the noun named last before it, spending among others.
_NAMED = re.compile(
    r"(?P<spending>\b(?:defen[cs]e|military|NATO)\b|防衛|国防|軍事|目標)"
    r"|(?P<wages>\b(?:wages?|salar(?:y|ies)|bonus(?:es)?|pay(?! for\b))\b"
    r"|給与|俸給|賃金|初任給|手当)"
    r"|(?P<taxes>\b(?:(?:sur)?tax(?:es|ed|ation)?|VAT|levy|surcharge|excise)\b"
    r"|増税|減税|所得税|法人税|消費税|税率|税収)"
    r"|(?P<debt>\b(?:debts?|borrow\w*|bonds?|interest)\b|国債|債務|借金|利払い)"
    r"|(?P<deficit>\b(?:deficits?|shortfall)\b|赤字)"
    r"|(?P<trade>\b(?:exports?|imports?|trade)\b|輸出|輸入|貿易)"
    r"|(?P<tariffs>\b(?:tariffs?|duties)\b|関税)"
    r"|(?P<prices>\b(?:prices?|inflation)\b|物価)"
    r"|(?P<welfare>\b(?:pensions?|welfare|health ?care|hospitals?|schools?|education"
    r"|social (?:spending|security))\b"
    r"|社会保障|年金|医療|教育|福祉)"
    r"|(?P<development_aid>\b(?:development|foreign|overseas) (?:aid|assistance)\b|ODA|開発援助)",
    re.I,
)
_ON_FORCES = re.compile(
    r"(?: \w+){0,2}? (?:on|for|in|into|to) (?:its |the |their )?"
    r"(?:defen[cs]e|military|army|armed|navy|weapons)\b|を(?:防衛|国防|軍事)"
)
_AFTERWARDS = re.compile(r" (?:percent |per cent |% )?(?P<taxes>(?:sur)?tax|levy|surcharge|VAT)\b")
_COUNTS = {"troops": "force_size", "countries": "member_count"}


class Numbers:
    """The quantities of a document by place."""

    def __init__(self, quantities: Sequence[Quantity]) -> None:
        self._all = list(quantities)
        self._starts = [q.span.start for q in quantities]

    @property
    def currency(self) -> str:
        """The currency that most sums are in; empty where there are none."""
        sums = Counter(q.unit for q in self._all if q.kind == "money" and len(q.unit) == 3)
        return sums.most_common(1)[0][0] if sums else ""

    def within(self, span: Span) -> list[Quantity]:
        """Return those that begin inside a span."""
        low = bisect_left(self._starts, span.start)
        return self._all[low : bisect_left(self._starts, span.end)]


def counted(text: str, inside: Sequence[Quantity], scene: Scene) -> Iterator[Quantity]:
    """Give the numbers that may be claims; a bare number takes the unit of the last count."""
    for read in inside:
        if read.value == 1 and _EQUALS.match(text, read.span.end):
            continue
        if _spelled_out(read, text):
            continue
        quantity = _settled(read, text)
        if quantity.unit == "countries" and re.fullmatch("[一二三四五]国", quantity.span.of(text)):
            continue
        if quantity.kind == "duration" and _STOCK.match(text, quantity.span.end):
            yield replace(quantity, kind="count")
            continue
        if quantity.kind == "duration" and _DELAY.search(text, *_around(quantity)):
            yield quantity
            continue
        if quantity.kind == "duration" and _IN_A_ROW.match(text, quantity.span.end):
            yield replace(quantity, kind="ordinal")
            continue
        if quantity.unit == "times" and _OFTEN.match(text, quantity.span.end):
            yield quantity
            continue
        idle = quantity.unit in _IDLE_UNITS and (quantity.unit, quantity.kind) != ("times", "ratio")
        if quantity.kind in _COUNTED and not idle:
            if quantity.kind == "count":
                scene.counted = quantity
            yield quantity
        elif quantity.kind == "number" and not _is_year(quantity, text):
            yield from _numbered(quantity, text, scene)


def _spelled_out(quantity: Quantity, text: str) -> bool:
    """Tell whether a number only sums up others beside it, or counts how often somebody speaks."""
    start, end = quantity.span.start, quantity.span.end
    if quantity.rule.endswith(".multiple") and quantity.comparator == "up":
        first, stop = sentence(text, start, end)
        heading = text[stop : stop + 1] == "\n" and text[stop - 1 : stop].isalnum()
        return heading or _AMOUNT.search(text, first, stop) is not None
    if quantity.unit == "years" and quantity.kind == "ordinal":
        return _ROW_OF.match(text, end) is not None
    if quantity.unit == "times" and quantity.rule == "en.ratio":
        return _SPOKE.search(text, max(0, start - 40), start) is not None
    return False


def _numbered(quantity: Quantity, text: str, scene: Scene) -> Iterator[Quantity]:
    """Give a bare number with what it counts, where the words around it or the last count say."""
    among = _AMONG.match(text, quantity.span.end)
    large = (quantity.value or 0) >= 100
    if _INHABITED.search(text, max(0, quantity.span.start - 16), quantity.span.start):
        yield replace(quantity, unit="people", kind="count")
        return
    if _DIVIDED.search(text, max(0, quantity.span.start - 16), quantity.span.start):
        yield replace(quantity, unit="votes", kind="count")
        return
    label = _LABELLED.search(text, max(0, quantity.span.start - 24), quantity.span.start)
    if scene.currency and _SUM.search(quantity.span.of(text)) and not among:
        yield replace(quantity, unit=_currency(quantity, text, scene), kind="money")
    elif label and large:
        scene.counted = replace(quantity, unit=label[1].lower(), kind="count")
        yield scene.counted
    elif _STRENGTH.match(text, quantity.span.end):
        around = max(0, quantity.span.start - _NEAR), quantity.span.end + 30
        if (quantity.value or 0) >= _FEWEST_TROOPS and _FORCES.search(text, *around):
            yield replace(quantity, unit="troops", kind="count")
    elif large and _manned(quantity, text, scene):
        scene.counted = replace(quantity, unit="troops", kind="count")
        yield scene.counted
    elif scene.counted is not None:
        before = text[max(0, quantity.span.start - 12) : quantity.span.start]
        if large or re.search(r"\b(?:to|from|than|only)\s+$", before):
            yield replace(quantity, unit=scene.counted.unit, kind="count")
    elif among:
        yield replace(quantity, unit=among[1].lower(), kind="count")


def _currency(quantity: Quantity, text: str, scene: Scene) -> str:
    """Return the currency of a bare sum: the euro where its sentence names who pays in it."""
    first, stop = sentence(text, *_ends(quantity))
    return "EUR" if _EUROS.search(text, first, stop) else scene.currency


def _manned(quantity: Quantity, text: str, scene: Scene) -> bool:
    """Tell whether a bare number counts soldiers: by its sentence, or by the one before it."""
    first, stop = sentence(text, *_ends(quantity))
    if scene.counted is not None and scene.counted.unit != "troops":
        return False
    if _OF_THEM.match(text, quantity.span.end):
        first = max(0, first - 2 * _NEAR)
    elif not _STAYING.match(text, quantity.span.end):
        return False
    elif _TROOPS.search(text, max(0, first - _NEAR), stop):
        return True
    return _TROOPS.search(text, first, stop) is not None


def _ends(quantity: Quantity) -> tuple[int, int]:
    return quantity.span.start, quantity.span.end


def _is_year(quantity: Quantity, text: str) -> bool:
    return re.fullmatch("(?:19|20)[0-9]{2}", quantity.span.of(text)) is not None


def _settled(quantity: Quantity, text: str) -> Quantity:
    """Return a quantity with the unit that the words around it ask for."""
    before = text[max(0, quantity.span.start - 30) : quantity.span.start]
    exchanged = _RATE_OF.search(before) if quantity.kind == "money" else None
    if exchanged:
        per = exchanged["code"] or _CURRENCIES[exchanged["name"]]
        return replace(quantity, unit=f"{quantity.unit}_per_{per}", kind="rate")
    if quantity.base_implicit and _OTHER_RATE.search(before):
        return replace(quantity, unit="pct", base="", kind="rate")
    if quantity.kind == "ratio" and not quantity.unit:
        return replace(quantity, unit="ratio")
    if quantity.unit == "people" and _FORCES.search(text, *_around(quantity)):
        return replace(quantity, unit="troops")
    if quantity.unit in _OF_PEOPLE and _SURVEY.search(text, *_around(quantity)):
        return replace(quantity, unit="pct_of_respondents")
    beyond = quantity.base_implicit and (quantity.value or 0) > _MOST_OF_GDP
    if beyond and not _OWED.search(text, max(0, quantity.span.start - 60), quantity.span.start):
        return replace(quantity, unit="pct", base="")
    return quantity


def _around(quantity: Quantity) -> tuple[int, int]:
    return max(0, quantity.span.start - 60), quantity.span.end + 30


def subject(clause: Clause, quantity: Quantity | None, scene: Scene) -> tuple[str, Quantity | None]:
    """Return what a clause is about, and the number that it only refers to."""
    language = clause.language
    about = measure(clause.words, language)
    if about in GENERIC or not about:
        about = measure(clause.sentence.of(clause.text), language) or about
    if quantity is not None:
        return _measured(about, clause, quantity, scene), None
    carried = scene.quantity if IMPLICIT.search(clause.words) else None
    if carried is not None:
        return scene.measure, carried
    return about or "other", None


def _measured(about: str, clause: Clause, quantity: Quantity, scene: Scene) -> str:
    """Return what a number measures; spending is only what money, shares or changes can say."""
    if quantity.unit in ("pct_gdp", "pct_gnp"):
        apart = _apart("defence_spending", clause, quantity)
        if about in ("deficit", "debt", "taxes") or apart != "defence_spending":
            return about if apart == "defence_spending" else apart
        base = quantity.unit.removeprefix("pct_")
        scene.quantity, scene.measure = quantity, f"defence_spending_share_{base}"
        return scene.measure
    if quantity.kind == "money" and _ON_FORCES.match(clause.text, quantity.span.end):
        return "defence_spending"
    plausible = quantity.value is not None and quantity.value <= _MOST_OF_GDP
    target = (
        plausible
        and scene.quantity is not None
        and (
            _POINTED.search(clause.words) is not None
            or (quantity.kind == "share" and about in _ABOUT_MONEY)
        )
    )
    spent = (
        quantity.unit == "pct_per_year"
        and _SPENT.search(clause.words) is not None
        and not _RAISES.search(clause.words)
    )
    bare = quantity.unit == "pct" and quantity.kind == "share"
    if spent or (bare and (about == "defence_spending_share_gdp" or target)):
        scene.measure = "defence_spending_share_gdp"
        return scene.measure
    if quantity.unit in _COUNTS:
        return _COUNTS[quantity.unit]
    if quantity.kind == "count":
        return about if about in _COUNTABLE else "other"
    if about.startswith("defence_spending_share") or not about:
        about = "defence_spending" if quantity.kind == "money" or scene.measure else "other"
    return _apart(about, clause, quantity)


def _apart(about: str, clause: Clause, quantity: Quantity) -> str:
    """Return the measure, or another than spending where such a number cannot be spending."""
    if not about.startswith("defence_spending"):
        return about
    if quantity.unit == "pct_of_respondents":
        return "public_opinion"
    if quantity.kind in ("ordinal", "duration") or quantity.unit in ("pct", "ratio"):
        return "other"
    if quantity.kind == "ratio" and quantity.unit != "times":
        return "other"
    return _of_noun(clause, quantity) or about


def _of_noun(clause: Clause, quantity: Quantity) -> str:
    """Return what the words beside a number say it is of; empty where that is spending."""
    text, start, end = clause.text, quantity.span.start, quantity.span.end
    if _ON_FORCES.match(text, end):
        return ""
    after = _AFTERWARDS.match(text, end)
    named = list(_NAMED.finditer(text, max(clause.span.start, start - 60), start))
    name = after.lastgroup if after else named[-1].lastgroup if named else ""
    return "" if name == "spending" else name or ""


def unit_of(number: Quantity | None, about: str) -> str | None:
    """Return the unit of a claim: that of its number, or the one that its measure implies."""
    if number is None or not number.unit:
        return None
    if number.unit == "pct_per_year" and about == "defence_spending_share_gdp":
        return "pct_gdp"
    return _NAMED_UNITS.get(about, "pct") if number.unit == "pct" else number.unit
