"""Quantities of a Japanese text: numerals in kanji or digits with what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from burdenshare.evidence.model import Comparator, Quantity, Span
from burdenshare.evidence.numerals import read_kanji
from burdenshare.evidence.quantities.bare import bare_share
from burdenshare.evidence.quantities.bases import (
    Base,
    carried,
    plausible,
    sentence,
)
from burdenshare.evidence.quantities.japanese_bases import japanese_base
from burdenshare.evidence.quantities.masks import cover
from burdenshare.evidence.quantities.nouns import BY_NOUN
from burdenshare.evidence.quantities.units import (
    COUNTERS_JA,
    MONEY_JA,
    TIME_UNITS,
    TROOPS_JA,
    settle_currency,
)

_D = r"[0-9０-９]"
_LARGE = "[万億兆京]"
_PLAIN = rf"{_D}{{1,3}}(?:[,，]{_D}{{3}})+(?:[.．・]{_D}+)?|{_D}+(?:[.．・]{_D}+)?"
_K = "[〇零一二三四五六七八九十百千壱弐参拾]"
_KANJI = rf"{_K}+(?:・{_K}+)?"
NUMERAL = re.compile(
    rf"(?:(?:{_PLAIN})[十百千]*{_LARGE}?(?:(?:{_PLAIN}"
    rf"|{_K}+)[十百千]*{_LARGE})*(?:(?:{_PLAIN})[千百]?)?"
    rf"|{_KANJI}{_LARGE}?(?:{_K}+{_LARGE})*(?:{_K}+)?)"
)
_PERCENT = re.compile(r"\s?(?:[%％]|パーセント|ﾊﾟｰｾﾝﾄ|㌫)")
_POINTS = re.compile(r"\s?(?:[%％]|パーセント)?(?:ポイント|㌽)")
_TENTHS = re.compile(
    r"割(?!合|り|当|引|拠|安(?!く)|高(?!く))(?:(?P<bu>[0-9０-９一二三四五六七八九])分)?"
)
_MONEY = re.compile(
    "|".join(re.escape(w) for w in sorted(MONEY_JA, key=len, reverse=True) if w != "元")
    + r"|元(?![首来帥日々号年防外副大])"
)
_SIGN_BEFORE = re.compile(r"(US\$|A\$|\$|＄|€|£|¥|￥)\s?$")
_SIGNS = {
    "US$": "USD",
    "A$": "AUD",
    "$": "USD",
    "＄": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "￥": "JPY",
}
_COUNTER = re.compile(
    r"(?P<whole>の(?=加盟国|同盟国))?(?P<noun>"
    + "|".join(sorted(COUNTERS_JA, key=len, reverse=True))
    + r")(?P<nth>目|連続|続けて|続き|ぶり|間)?"
)
_NOT_COUNTER = {
    "国": re.compile(r"国(?:民|家|防|会|内|外|際|間|籍|境|益|連|力|務|債|産|土|旗|交|王|営|立)"),
    "人": re.compile(r"人(?:類|々|口|権|質|材|事|員|間|物|道|件|気|工|種|生|民|格|命)"),
    "機": re.compile(r"機(?:能|会|関|構|動|密|器|械|運|敏|材|種)"),
    "両": re.compile(r"両(?:日|国|者|政府|軍|立|首脳|方|院|相|面|論)"),
    "基": re.compile(r"基(?:地|本|準|盤|づ|軸|金|礎|幹|調)"),
    "発": re.compile(r"発(?:表|言|展|足|効|電|射|動|揮|注|生|達|覚|信|想|見|令)"),
    "台": re.compile(r"台(?:湾|風|頭|詞|所|に|の(?:大|水|攻))"),
    "回": re.compile(r"回(?:答|復|線|避|転|収|帰|顧|廊)"),
    "社": re.compile(r"社(?:会|説|長|員|債)"),
    "件": re.compile(r"件(?:数|名)"),
    "通": re.compile(r"通(?:[りじ貨信常商過告知訳報勤学行帳年用]|し)"),
    "家族": re.compile(r"家族(?:構成|連れ)"),
    "名": re.compile(r"名(?:目|称|古|誉|前|義|簿|指)"),
    "門": re.compile(r"門(?:戸|下)"),
    "年": re.compile(
        r"年(?:度|末|初|代|金|齢|次|頭|春|夏|秋|冬|月|以降|以来|まで|から|に(?!わた|及)|\d)"
    ),
    "日": re.compile(r"日(?:本|米|中|独|英|仏|韓|豪|欧|程|産|銀|経|付|常|々)"),
    "州": re.compile(r"州(?:知事|政府)"),
    "県": re.compile(r"県(?:知事|民)"),
    "個": re.compile(r"個(?:人|別|々|性)"),
    "倍": re.compile(r"倍(?:率)"),
}
_RANK = re.compile(r"(?P<nth>位|番目)")
_PARTS = re.compile(r"分の\s?(?P<top>[0-9０-９]+|[一二三四五六七八九十])")
_MEMBERS = re.compile(r"(?:加盟国|同盟国|諸国|各国)の(?:うち)?(?:約|およそ|少なくとも)?$")
_TILDE = re.compile(r"\s?(?:[~～〜\-－―–—]|から|ないし|乃至|または)\s?")
_BEFORE: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    (re.compile(r"(?:少なくとも|最低でも|最低限|最低|下限は?|下限を)(?:約|およそ)?\s?$"), "ge"),
    (re.compile(r"(?:最大で?|最高|上限は?|上限を|多くても|せいぜい|高々)(?:約|およそ)?\s?$"), "le"),
    (
        re.compile(r"(?:約|およそ|おおよそ|おおむね|概ね|ほぼ|推定|推計|ざっと|計約|総額約)\s?$"),
        "about",
    ),
)
_AFTER: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    (re.compile(r"(?:規模)?(?:以上|を下回らない|は下らない|を下限)"), "ge"),
    (
        re.compile(
            r"(?:に相当する額)?(?:規模)?(?:以下|以内|を超えない|を上限|枠|を限度|を超えて(?:は"
            r"|い)ない|まで(?:しか|に抑)|の(?:枠|上限|"
            r"範囲内)|に抑え|が上限)"
        ),
        "le",
    ),
    (re.compile(r"(?:未満|を下回|に満たない|を割り込|割れ|に届かな|に達してい?ない)"), "lt"),
    (re.compile(r"(?:超(?!大国|過|音速)|を超え|を上回|を突破|以上を超え|あまり超)"), "gt"),
    (re.compile(r"(?:弱(?!い|体|点)|足らず|近く|近い)"), "about"),
    (re.compile(r"(?:強(?!化|い|く|力|制|ま|調|め)|余り?(?!裕|地)|あまり(?!に))"), "about"),
    (re.compile(r"(?:程度|前後|ほど|くらい|ぐらい|規模|内外|相当|台(?!湾|風|頭))"), "about"),
)
_BASE = re.compile(
    r"(?:対|名目)?(?:GDP|ＧＤＰ|GNP|国内総生産|国民総生産)(?:[（(](?:GDP|ＧＤＰ|GNP)[）)])?(?:比"
    r"|の)で?の?$"
)
_INSIDE = re.compile(
    r"以上|以下|以内|未満|超|弱|強|余り?|程度|前後|ほど|くらい|ぐらい|規模|近く|足らず|台|内外|枠"
)
_ENGLISH_AFTER = re.compile(
    r"\s?%?[ -](?:of|to|in|and|or|per|plus|target|cap|[Dd]efen[cs]e|spending|"
    r"guideline)\b|[ -]?(?:percent|per cent|billion|million|trillion|thousand|"
    r"bn|tn|mn)\b"
)
#: Letters after a number with which it makes a word or an unknown unit; particles make none.
_WORD_AFTER = re.compile(r"[A-Za-zＡ-Ｚａ-ｚァ-ヶー一-鿿々]|[ぁ-ん](?<![はがをにへのとでもだや])")
_ALL = re.compile(r"(?:全|すべての|全ての|全加盟)$")
_OF = re.compile(
    r"(?:(?:の)?(?:うち|中|内)(?:の|で|、)?|(?:加盟国|同盟国|カ国)?(?:の)?(?:うち|中)、?)"
    r"(?:最初の|まず|当初の|残る|残りの|既に|すでに|わずか|実に|約|少なくとも|このうち)?、?"
)
#: 百分の一 of the product is one per cent of it.
_OF_PRODUCT = re.compile(
    r"(?:GDP|ＧＤＰ|GNP|ＧＮＰ|国内総生産|国民総生産)(?:[（(][^）)]{2,6}[）)])?の$"
)
_OF_PUBLIC = re.compile(r"(?:国民|有権者|回答者|世論)の(?:約|ほぼ|およそ)?$")
_LATE = re.compile(r"(?:程度|ほど|前後)?の?(?:遅れ|延期|ずれ込|後ろ倒し)")
_FROM_YEAR = re.compile(r"年から")
#: 冷戦後で最大の規模だ: first in its row.
_SUPERLATIVE = re.compile(
    r"(?:後|来|以来|史上|過去|国中|カ国|か国|内|界|州)で?(?P<most>最(?:大|高|多|悪|低|少))"
    r"(?=(?:の[^、。のをにが]{1,6})?(?:だ|です|である|となる|となった|となり|になる"
    r"|になった)?[。、」]|となる|となった)"
)
_TIMES_LIST = re.compile(r"、\s?(?=[0-9０-９一二三四五六七八九]+(?:[.．・]\d)?倍)")
_TANKS = re.compile(r"戦車|K2|レオパルト|エイブラムス")
_VEHICLES = re.compile(r"戦車|K2|レオパルト|エイブラムス|装甲|車両|トラック|自走砲|榴弾砲|火砲")
#: 4人に1人 is one in four.
_IN_JA = re.compile(rf"に({_D}{{1,2}}|{_K})人(?=[がはのをも、程以ほ]|近く|弱|強)")
_MOST_IN = 20
_GNP_CEILING = re.compile(r"国民総生産|GNP|ＧＮＰ|三木内閣")
#: 倍 without a number is twice, 半数 and 半分 are one of two.
_DOUBLE = re.compile(
    r"(?<![0-9０-９一二三四五六七八九十百千万数何])倍(?=に(?:す|し|な|達|引|膨|増)|の(?!率)|以上"
    r"|近く|とな|へ)"
)
_HALF = re.compile(r"(?:(?<!過)半数|半分|半額)(?=以上|以下|近く|超|[をがはのにも])")
_DOUBLED = re.compile(r"(?<![0-9０-９一二三四五六七八九十百千万数何])倍増(?!計画|論)|半減(?!期)")
#: Half of defence spending, or of it after a sentence about it.
_HALF_OF = re.compile(
    r"(?:(?:防衛|国防|軍事)(?:関係)?(?:費|予算|支出)の|(?:国防費|防衛費)[^。]{0,20}[%％][^。]{0,20}その|を支出[^。]{0,12}その"
    r"|(?P<budget>(?:国家)?予算の))(?:約|ほぼ|およそ)?$"
)
_STATES_NEAR = re.compile(r"国[^。、]{0,6}$")
_FIRST_TIME = re.compile(r"(?:史上|戦後|創設以来|発足以来)?初めて|史上初(?!期)")


@dataclass(frozen=True)
class Piece:
    """One numeral with its unit, before it becomes a quantity."""

    start: int
    end: int
    value: float
    unit: str = ""
    kind: str = "number"
    high: float | None = None
    comparator: Comparator = "eq"
    kanji: bool = False


def read(text: str, mask: bytearray) -> list[Quantity]:
    """Return the quantities of a Japanese text; `mask` marks the characters that are taken."""
    return list(_Reader(text, mask).read())


class _Reader:
    def __init__(self, text: str, mask: bytearray) -> None:
        self.text = text
        self.mask = mask
        self.done = 0
        self.last: Base | None = None
        self.based = 0

    def read(self) -> Iterator[Quantity]:
        """Read every quantity of the text, in order."""
        for m in NUMERAL.finditer(self.text):
            if m.start() < self.done or self.mask[m.start()]:
                continue
            if not self._free(m) or _ENGLISH_AFTER.match(self.text, m.end()):
                continue
            for quantity in self._at(m):
                cover(self.mask, quantity.span)
                self.done = max(self.done, quantity.span.end)
                yield quantity
        yield from self._firsts()

    def _free(self, m: re.Match[str]) -> bool:
        return not any(self.mask[m.start() : m.end()])

    def _firsts(self) -> Iterator[Quantity]:
        for m in _FIRST_TIME.finditer(self.text):
            if self._free(m):
                span = Span(m.start(), m.end())
                cover(self.mask, span)
                yield Quantity(span, 1.0, None, "ordinal", "times", "ordinal", rule="ja.first")
        for m in _DOUBLE.finditer(self.text):
            if self._free(m):
                yield Quantity(Span(*m.span()), 2.0, None, "eq", "times", "ratio", rule="ja.double")
        for m in _SUPERLATIVE.finditer(self.text):
            span = Span(*m.span("most"))
            yield Quantity(span, 1.0, None, "rank", "rank", "ordinal", rule="ja.superlative")
        for m in _DOUBLED.finditer(self.text):
            if self._free(m):
                halved = m.group() == "半減"
                yield Quantity(
                    Span(*m.span()), 50.0 if halved else 2.0, None, "down" if halved else "up",
                    "pct_change" if halved else "times", "rate" if halved else "ratio",
                    rule="ja.halved" if halved else "ja.multiple",
                )  # fmt: skip
        for m in _HALF.finditer(self.text):
            half = self._free(m) and _HALF_OF.search(self.text, max(0, m.start() - 60), m.start())
            if half:
                name = "budget" if half["budget"] else "defence spending"
                yield Quantity(
                    Span(*m.span()), 50.0, None, "eq", f"pct_of_{name.replace(' ', '_')}", "share",
                    name, rule="ja.half",
                )  # fmt: skip
            elif self._free(m) and _OF_PUBLIC.search(self.text[max(0, m.start() - 8) : m.start()]):
                yield Quantity(
                    Span(*m.span()), 50.0, None, "eq", "pct_of_respondents", "share",
                    "respondents", rule="ja.half",
                )  # fmt: skip
            elif self._free(m):
                unit = (
                    "countries"
                    if _STATES_NEAR.search(self.text[max(0, m.start() - 8) : m.start()])
                    else ""
                )
                yield Quantity(Span(*m.span()), 1.0, 2.0, "ratio", unit, "ratio", rule="ja.half")

    def piece(self, m: re.Match[str]) -> Piece | None:
        """Return the numeral with the unit after it; None where it is only part of a word."""
        text, end = self.text, m.end()
        kanji = not m.group()[0].isdigit()
        bare = Piece(m.start(), end, read_kanji(m.group()), kanji=kanji)
        for pattern, unit, kind in ((_POINTS, "pp", "points"), (_PERCENT, "pct", "share")):
            after = pattern.match(text, end)
            if after:
                return replace(bare, end=after.end(), unit=unit, kind=kind)
        parts = _PARTS.match(text, end)
        product = _OF_PRODUCT.search(text[max(0, m.start() - 20) : m.start()])
        if parts and product and bare.value == 100:
            top = read_kanji(parts["top"])
            return replace(bare, end=parts.end(), value=top, unit="pct", kind="share")
        if parts:
            return replace(
                bare,
                unit="countries" if _MEMBERS.search(text, max(0, end - 14), m.start()) else "",
                end=parts.end(),
                value=read_kanji(parts["top"]),
                high=bare.value,
                kind="ratio",
                comparator="ratio",
            )
        tenths = _TENTHS.match(text, end)
        if tenths and bare.value <= 100:
            value = bare.value * 10 + (read_kanji(tenths["bu"]) if tenths["bu"] else 0)
            return replace(bare, end=tenths.end(), value=value, unit="pct", kind="share")
        money = _MONEY.match(text, end)
        if money:
            return replace(bare, end=money.end(), unit=MONEY_JA[money.group()], kind="money")
        sign = _SIGN_BEFORE.search(text, max(self.done, m.start() - 4), m.start())
        if sign:
            return replace(bare, start=sign.start(), unit=_SIGNS[sign[1]], kind="money")
        rank = _RANK.match(text, end)
        if rank:
            return replace(bare, end=rank.end(), unit="rank", kind="ordinal", comparator="rank")
        return self._count(bare)

    def _count(self, bare: Piece) -> Piece | None:
        text, end = self.text, bare.end
        m = _COUNTER.match(text, end)
        if m:
            bad = _NOT_COUNTER.get(m["noun"])
            late = m["noun"] == "年" and _FROM_YEAR.match(text, m.start()) and bare.value < 100
            if bad and bad.match(text, m.start("noun")) and not late:
                m = None
        if not m:
            return None if bare.kanji and bare.value < 1e4 else bare
        noun, nth = m["noun"], m["nth"]
        unit = COUNTERS_JA[noun]
        stop = m.end() if nth else m.end("noun")
        if (
            bare.kanji
            and noun
            in (
                "国",
                "人",
                "年",
                "日",
                "機",
                "両",
                "社",
                "名",
                "台",
                "発",
                "基",
                "門",
                "州",
                "県",
                "個",
            )
            and bare.value < 2
        ):
            return None
        unit = self._things(unit, bare.start, stop)
        kind = (
            "duration"
            if unit in TIME_UNITS
            else "ratio"
            if unit == "times" and noun == "倍"
            else "count"
        )
        if nth in ("目", "連続", "続けて", "続き"):
            place = nth == "目" and unit in TIME_UNITS and "連続" not in text[bare.start - 3 : stop]
            if place:
                return replace(bare, end=stop, unit=unit, kind="duration", comparator="ordinal")
            return replace(bare, end=stop, unit=unit, kind="ordinal", comparator="ordinal")
        return replace(bare, end=stop, unit=unit, kind=kind)

    def _things(self, unit: str, start: int, end: int) -> str:
        """Return what a counter counts, by the noun named last before it or right after it."""
        if unit == "vehicles" and self._tanks(start, end):
            return "tanks"
        if unit in BY_NOUN and self.text[start:end][-1] != "倍":
            first, stop = sentence(self.text, start, end, 40)
            words, names = BY_NOUN[unit]
            behind = words.match(self.text, end, stop)
            ahead = behind or max(
                words.finditer(self.text, max(first, start - 30), start),
                key=lambda m: m.start(),
                default=None,
            )
            if ahead and ahead.lastgroup:
                return names[ahead.lastgroup]
        return "troops" if unit == "people" and self._troops(start, end) else unit

    def _troops(self, start: int, end: int) -> bool:
        first, stop = sentence(self.text, start, end, 40)
        near = (
            self.text[max(first, start - 22) : start] + "|" + self.text[end : min(stop, end + 16)]
        )
        return bool(TROOPS_JA.search(near))

    def _tanks(self, start: int, end: int) -> bool:
        """Tell whether the vehicle named last before a number, or right after it, is a tank."""
        named = _VEHICLES.findall(self.text, max(0, start - 60), start)
        return bool(_TANKS.search(named[-1] if named else self.text[end : end + 10]))

    def _at(self, m: re.Match[str]) -> list[Quantity]:
        first = self.piece(m)
        if first is None:
            return []
        pair = self._pair(first)
        if pair:
            return pair
        if first.kind == "number" and (first.kanji or not self._plain(first)):
            return []
        return [self._quantity(first)]

    def _plain(self, piece: Piece) -> bool:
        """Tell whether a bare number stands alone, not inside a name in Latin letters."""
        before = self.text[max(0, piece.start - 1) : piece.start]
        after = self.text[piece.end : piece.end + 2]
        return not re.match(r"[A-Za-zＡ-Ｚａ-ｚ\-]", before) and not _WORD_AFTER.match(after)

    def _pair(self, first: Piece) -> list[Quantity]:
        """Return a range, a ratio or a change made by two numerals, or nothing."""
        text = self.text
        of = _OF.match(text, first.end) if first.kind == "count" else None
        if of:
            other = NUMERAL.match(text, of.end())
            second = self.piece(other) if other and self._free(other) else None
            if second and second.unit == first.unit and second.value < first.value:
                span = Span(first.start, second.end)
                return [
                    Quantity(
                        span,
                        second.value,
                        first.value,
                        "ratio",
                        first.unit,
                        "ratio",
                        rule="ja.ratio",
                    )
                ]
        if first.unit in ("people", "troops") and first.value <= _MOST_IN:
            other = _IN_JA.match(text, first.end)
            top = read_kanji(other[1]) if other else 0.0
            if other and 0 < top < first.value:
                span = Span(first.start, other.end())
                return [Quantity(span, top, first.value, "ratio", "", "ratio", rule="ja.one_in")]
        link = _TILDE.match(text, first.end)
        if first.unit == "times" and first.kind == "ratio":
            link = link or _TIMES_LIST.match(text, first.end)
        if not link:
            return []
        place = link.end()
        sign = re.compile(r"(?:約|およそ)?(?:US\$|\$|＄|€|£|¥|￥)?").match(text, place)
        other = NUMERAL.match(text, sign.end() if sign else place)
        second = self.piece(other) if other and self._free(other) else None
        if second is None or second.value <= 0:
            return []
        if first.kind == "number" and second.kind != "number":
            first = replace(
                first, unit=second.unit, kind=second.kind, value=self._as(first, second, other)
            )
        if first.unit != second.unit or first.kind != second.kind or not second.unit:
            return []
        spread = first.kind == "duration" and _LATE.match(text, second.end)
        if (
            "から" in link.group()
            and not spread
            and not re.match(
                r"(?:程度|ほど|前後)(?![にへま])|(?:程度)?(?:の(?:間|範囲|幅|費用|規模|負担)"
                r"|か[かけ]|が(?:必要|見込|かか)|を要|必要|"
                r"と(?:見積|推定|推計|試算|見込|みられ|され))",
                text[second.end : second.end + 12],
            )
        ):
            return [self._quantity(first), self._quantity(second)]
        if second.value <= first.value:
            return []
        return [self._quantity(replace(second, start=first.start), low=first.value)]

    def _as(self, first: Piece, second: Piece, written: re.Match[str] | None) -> float:
        """Return the first number in the large unit that only the second shows (5〜10兆円)."""
        own = self.text[first.start : first.end]
        large = re.search(rf"{_LARGE}+$", written.group()) if written else None
        if not large or re.search(_LARGE, own):
            return first.value
        return read_kanji(own + large.group())

    def _left(self, start: int) -> tuple[int, Comparator]:
        before = self.text[max(self.done, start - 26) : start]
        base = _BASE.search(before)
        if base and any(cue.search(before[: base.start()]) for cue, _ in _BEFORE):
            before, start = before[: base.start()], start - len(base.group())
        for cue, name in _BEFORE:
            m = cue.search(before)
            if m:
                return start - len(before) + m.start(), name
        return start, "eq"

    def _quantity(self, piece: Piece, low: float | None = None) -> Quantity:
        text = self.text
        start, comparator = self._left(piece.start)
        end = piece.end
        if piece.comparator != "eq":
            comparator = piece.comparator
            inside = _INSIDE.match(text, end)
            end = inside.end() if inside else end
        for cue, name in _AFTER if comparator in ("eq", "about") else ():
            m = cue.match(text, end)
            if m:
                inside = _INSIDE.match(text, end)
                comparator, end = name, inside.end() if inside else end
                break
        if comparator == "eq" and _ALL.search(text[max(0, start - 5) : start]):
            comparator = "all"
        unit, base, implicit, kind, year = piece.unit, "", False, piece.kind, None
        if unit == "pct":
            last = carried(self.last, text, self.based, piece.start)
            found = plausible(
                japanese_base(text, piece.start, piece.end, last, piece.value), piece.value
            )
            unit, base, implicit, kind, year = (
                found.unit,
                found.base,
                found.implicit,
                found.kind,
                found.year,
            )
            ceiling = unit == "pct_gdp" and implicit and piece.value == 1 and text[end - 1] == "枠"
            if ceiling and _GNP_CEILING.search(text):
                unit, base = "pct_gnp", "GNP"
            if unit in ("pct_gdp", "pct_gnp", "pct_gni"):
                self.last, self.based = replace(found, year=None), end
        elif piece.kind == "number" and bare_share(text, piece.start, piece.end):
            unit, base, implicit, kind = "pct_gdp", "GDP", True, "share"
        elif unit == "kroner" or (unit == "JPY" and text[piece.end - 1] != "円"):
            first, stop = sentence(text, piece.start, piece.end)
            unit = settle_currency(unit, text[first : piece.end], text[first:stop], text)
        high = piece.high if low is None else piece.value
        return Quantity(
            Span(start, end),
            piece.value if low is None else low,
            high,
            "range" if low is not None else comparator,
            unit,
            kind,
            base,
            implicit,
            year,
            rule=f"ja.{kind}",
        )
