"""Numerals that are no quantities: footnotes, articles, names, clock times, list numbers."""

from __future__ import annotations

import re

from burdenshare.evidence.model import Span
from burdenshare.evidence.quantities.units import CODES

_CODES = "|".join(CODES)
_WEAPONS = (
    r"Leopard|Challenger|Type|Mark|Mk\.?|Block|Link|Falcon|Boeing|Airbus|Abrams|Puma|Boxer|Taurus|"
    r"Tranche|Tier|Batch|Increment|Ariane|Apollo|Storm|Meteor|Aster|Iris|Javelin|Tomahawk|Hunter"
)
_PARTS = (
    r"Articles?|Art\.|Arts\.|Charts?|Chatr|Fig(?:ure|\.)s?|Figures|Tables?|Resolutions?"
    r"|Annex(?:es)?|"
    r"Appendix|Chapters?|Sections?|Sec\.|Parts?|Phases?|Protocols?|Title|Options?|Steps?|Pages?|"
    r"Paragraphs?|Para\.|paras?\.|paragraphs?|Notes?|Footnotes?|Nos?\.|Vol(?:ume|\.)s?|Issues?|"
    r"Levels?|Stages?|Pillars?|Basket|Box|Boxes|Lines?|Rules?|Clauses?|Principles?|Stanag|STANAG|"
    r"Flight|Route|Highway|Room|Task [Ff]orce|Battery|Exhibit|Item|Goal|Lesson|Scenario|Session|"
    r"Unit|Reactor|Hall|[Rr]unway|[Bb]uilding|Terminal|Hangar|Berth|Zone|Sector|"
    r"Camp|Pier|Gate|Group of|Big|"
    r"[Aa]rea|[Vv]ote|[Hh]eading|article|chart|figure|table|resolution|annex|chapter|section|page|column|step|phase|tier|level"
)
_ENGLISH = re.compile(
    rf"""
    \[\d{{1,3}}(?:\s?[,–-]\s?\d{{1,3}})*\]
  | (?<=[A-Za-z.,;”’"')])[⁰¹²³⁴-⁹]+
  | (?:https?://|www\.)\S+ | (?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,64}}\.\w+
  | \b(?:{_PARTS}|{_WEAPONS})[ \u00a0]?(?:(?:\d+[A-Za-z]?|[IVX]+)(?:[.–-]\d+)*)
        (?:\(\w+\))*(?:(?:,\ |\ and\ |\ or\ |,\ and\ |\ to\ )\d+(?!\d|[.,]\d|\ ?[%％]
        |\ (?:per|troops|billion|million)))*(?![\d%％])
  | \b(?:pp?|cf)\.\s?\d+(?:[–-]\d+)*
  | [“"'‘]?(?<![\d.])\b2\s?\+\s?2(?![\d.])
  | \b[Tt]wo[- ](?:[Pp]lus|\+)[- ][Tt]wo\b
  | \bIndo-Pacific\s4\b | \bAsia-Pacific\sPartners:\sAP4
  | \b360[- ]?(?:degrees?|°) | \b180[- ]degrees?\b | \b24/7\b | \b9/11\b | \b7/7\b
  | (?<![\w$€£¥])(?!US\$|FY|(?:{_CODES})\d)[A-Z][A-Za-z]{{0,9}}
        (?:-(?!(?:19|20)\d\d\b)\d+[A-Za-z]*(?:-\d+)?|\d+[A-Za-z]*(?:/[A-Z]\w*)?)(?![\w.]\d
        |[%％]|-(?:year|month|day|percent|billion))\b
  | \b[2-6]G\b | (?<![\d.,])\d{{1,2}}-(?=(?:19|20)\d\d\b) | \b\d+\ [Cc]omments?\b
  | (?<![\d:.])\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?[ap]\.?m\.?)?(?!\d)
  | (?<![\d.,])\d{{1,2}}(?:\.\d\d)?\s?[ap]\.?m\b\.?
  | \b\d{{1,2}}(?:\.\d\d)?\s(?:GMT|CET|CEST|JST|EDT|EST|UTC|o[’']clock)\b | \b\d{{4}}\s(?:GMT
        |hours\b)
  | ^[ \t]*[(（]?\d{{1,2}}[)）.](?=\s)(?:[ \t]+\d{{1,2}}(?=[ \t]+[A-Z]))?
  | ^[ \t]*[(（][0-9a-z]{{1,2}}[)）]
  | (?<=[\s,;])\((?:\d{{1,2}}|i{{1,3}}|iv|v)\)(?=\s)
  | \b(?:World\ War|Gulf\ War|WW)[ -]?(?:\d|II?|One|Two)\b
  | \b(?:NATO|Agenda|Vision|Readiness|Horizon|Strategy|Future|Objective|Plan|Europe
        |Eurosatory|DSEI|Expo|EDIP|Concept)\ 20\d\d\b(?=[ ]+(?:[a-z]|[A-Z][a-z]+\ [Pp]lan)
        |[”"’',.;)])(?<!Europe\ 20\d\d)
  | \b(?:Group\ of|Five|Two|Three|Seven|Six|Nine|Four|Eight|Big|The)[ -](?:Seven\b(?!\ [a-z])
        |Twenty\b|Eyes|Seas|Sessions|Towers|Three\b|Four\b|Five\b|Party|Powers|Years[’'])
  | \b(?:one|each)[- ]another\b | \b(?:no|any|every|some)[ -]?one\b | \bone[’']s\b
        | \bone(?:self|-sided|-off|-time|-way|\ day|\ hand|\ by\ one|\ thing|\ must
        |\ can|\ may|\ should|\ would|\ could|\ another)\b
  | \bone\ of\ (?!\d) | \b(?:the|this|that|which|only|new|old|first|last|another|good
        |big|important)\ ones?\b(?!\ (?:per|hundred|thousand|million|billion|trillion))
  | \btwo-(?:way|thirds?\ majority|faced|front|tier|tiered|pronged|fold|state|speed
        |day\b|hour\b|track)\b
  | \b(?:(?:a|the)\ )?(?:several|few|many|some|couple\ of|tens\ of|dozens\ of|hundreds\ of
        |thousands\ of)[ ](?:a\ )?(?:(?:hundreds?|thousands?|millions?|billions?|trillions?
        |dozens?)\b(?:\ of)?\ ?)+
  | \b(?:hundreds|thousands|millions|billions|trillions|dozens|tens)\b
  | (?<![\w.])\d+(?:st|nd|rd|th)\ (?:[A-Z]\w+|Army|Fleet|Division|Brigade|[Aa]nniversary|century)
  | (?<=\w)/\d+\b(?!\ ?[%％]) | \b\d{{2,4}}-\d{{3,4}}-\d{{3,4}}\b | \+\d{{1,3}}[ -]\d[\d -]{{5,}}
  | \b[Aa]ged?\ (?:between\ |from\ )?\d\d?(?:\ ?(?:-|–|to|and)\ ?\d\d?)?\b(?!\ ?[%％])
  | (?<=[a-z],\ )[1-9]\d(?=,\ [a-z])
  | \b\d+(?:\.\d+)?[- ]?(?:mm|millimet(?:re|er)s?|inch(?:es)?|calib(?:re|er))\b
  | \b(?:[Nn]ot|[Ee]ven)\ (?:one|1)\ (?:more\ )?(?:euro|cent|penny|dollar|pound|yen|krona|krone)\b
  | \b\d\d?(?:-?\ ?(?:to|-|–|or)[-\ ]?\d\d?)?-year-olds?\b
  | \b(?:one|two|three|four|five|six)\ (?:\w+\ )?(?:people|persons|officials|sources
        |diplomats|aides)(?=\ (?:familiar|briefed|close\ to|with\ (?:direct\ )?knowledge
        |who\ (?:asked|spoke|declined)))
  | \b\d+\ partners\ (?:store|use|process|access|collect)\b
  | \bISBN[\d\s-]+X? | \bdoi:?\S+
    """,
    re.VERBOSE | re.MULTILINE,
)  # fmt: skip
_D = r"[0-9０-９]"
_JAPANESE = re.compile(
    rf"""
    [［\[〔]{_D}{{1,3}}[］\]〕] | [（(](?:注|註)\s?{_D}*[)）] | (?:注|註|脚注)\s?{_D}+ | ※{_D}+
  | [①-⑳㈠-㈩] | [（(]{_D}{{1,2}}[)）]
  | (?:案件|議案|法案|件名)\s?{_D}+\s?件 | [1１一](?:円|ドル|銭)単位 | ランキング[\s　]*{_D}+位
  | 第\s?(?:{_D}+|[一二三四五六七八九十百千〇]+)\s?
        (?:条(?:の{_D}+)?|項|章|節|号|部|回|次|期|師団|旅団|軍|艦隊|海兵|護衛隊|空母
        |列島|世代|国|者|類|段階|弾|版|編|巻|航空|普通科|機甲|空挺|戦車|表|図|代|級)
  | (?:図表?|表|別表|別紙|資料|写真|グラフ|議題|項目|ステップ|フェーズ|レベル|ページ
        |頁|号機?|コラム|決議|条約|条)\s?第?\s?{_D}+(?:[-－.．・]{_D}+)*\s?号?(?![%％\d.．]
        |[か ヶカ]国)
  | [2２]\s?(?:\+|＋|プラス)\s?[2２]
  | (?:月額|年額|初月)\s?{_D}[\d,]*円(?=から|～|（税)
  | [二２2]国間 | [二三両]国間 | 三者 | 両国
  | 360\s?度 | ３６０度 | 180度 | 24時間体制 | 24時間365日
  | (?:午前|午後|正午)\s?{_D}{{1,2}}\s?(?:時|:|：)(?:\s?{_D}{{1,2}}\s?分?)?(?:半|ごろ|頃)?
  | (?<![{_D[1:-1]}約]){_D}{{1,2}}時(?!間){_D}{{0,2}}分?(?:半|ごろ|頃)?
  | {_D}{{1,2}}[:：]{_D}{{2}}(?!{_D})
  | {_D}{{1,2}}面(?!体) | {_D}{{2,4}}[-－‐]{_D}{{2,4}}[-－‐]{_D}{{3,4}}
  | (?:{_D}{{1,2}}|[一二三])式(?!典)
  | [A-ZＡ-Ｚ][A-Za-zＡ-Ｚａ-ｚ]{{0,9}}[-－‐・]?{_D}+[A-Za-z]?(?!{_D}|[.．]\d|[%％])
        (?![{_D[1:-1]},，万億兆]*(?:億
        |兆|万|ドル|円|年度))
  | [2-6２-６]G(?![a-zA-Z])
  | [一1１]つ(?!の(?:旅団|大隊))|[二2２三3３四4４五5５六七八九]つ|一部|一方|一定|一層
        |一環|一時|一般|一致|統一|一番|一連|一体|一段|一律|一種|一切|一線|一挙|一角
        |一貫|一旦|一斉|一覧|一因|一歩|一概|一員|一任|一向|一言|一見|一様|一転|唯一
        |同一|世界一|万が一|万一|万全|十分|十二分|百貨店|千葉|三菱|三沢|三重|三井|三原則
        |四国|九州|五輪|六本木|八戸|八王子|九条|千歳|二重|二分|二の足|二極|三角|四半期
        |五分五分|一人|一国(?!あ)|二転三転|七夕|一石二鳥|万博|(?<![0-9０-９一二三四五六七八九十百千])万人
        |億劫|兆し|兆候|前兆|京都|東京|北京|南京|京畿|零細|零戦|百里|千島|数(?:十|百
        |千|万|億|兆)+|何(?:十|百|千|万|億)+|十数|三者|三位一体|二元|一帯一路|一国二制度
        |九段|四方|三方|一行|一足|一昨年|一丸|一存|一助|一新|一掃|一蹴|一触即発|第一に
        |第二に|第三に|第[一二三四五六七八九]
  | (?:主要|北欧|バルト)\s?(?:{_D}|[三四五六七八])\s?[カかヵヶケ]?国(?!のうち)
  | [1１一](?:機|隻|基|人|台|両|社|世帯|発|門|名|件|個|か月|カ月|年|日|回|バレル|トン|ドル|ユーロ)
        (?:あたり|当たり|当り|につき)
  | [1１一](?:円|ドル|ユーロ|ポンド|銭|セント)(?:たりとも|も(?=[^の]))
  | [1１一](?:発|機|隻|人|個|基)いくら
  | [1１一](?:発|機|隻|基|両|台|個)(?=約?{_D}[{_D[1:-1]}.．]*[億万兆]?(?:円|ドル|ユーロ))
  | {_D}{{1,2}}\s?[~～〜\-－―–]\s?{_D}{{1,2}}歳(?!に|から|へ|まで)
  | {_D}{{2}}歳(?:以上|未満)(?:の(?:男女|有権者|国民|人)|(?={_D}))
  | (?<=月){_D}{{1,2}}[、・,，]{_D}{{1,2}}(?:[、・,，]{_D}{{1,2}})?(?:両)?日(?!間)
  | 数{_D}?(?:十|百|千|万|億|兆)+ | (?:約)?{_D}{{1,2}}か条
  | ^[ 　\t]*[(（]?(?:{_D}{{1,2}}|[一二三四五六七八九十]{{1,2}})[)）.．、](?!{_D})
        | ^[ 　\t]*[(（](?:{_D}{{1,2}}|[一二三四五六七八九])[)）]
  | (?:https?://|www\.)[\x21-\x7e]+
    """,
    re.VERBOSE | re.MULTILINE,
)  # fmt: skip


def masked(text: str) -> bytearray:
    """Return one byte for each character: 1 where a numeral there is no quantity.

    The masks of both languages are laid over the text: a Japanese source may cite `Article 5`,
    an English one 第5条.
    """
    cover = bytearray(len(text))
    for pattern in (_ENGLISH, _JAPANESE) if has_japanese(text) else (_ENGLISH,):
        for m in pattern.finditer(text):
            cover[m.start() : m.end()] = b"\x01" * (m.end() - m.start())
    return cover


_KANA_OR_KANJI = re.compile(r"[\u3005-\u30ff\u4e00-\u9fff％￥円]")


def has_japanese(text: str) -> bool:
    """Tell whether a text holds any Japanese writing."""
    return _KANA_OR_KANJI.search(text) is not None


def cover(mask: bytearray, span: Span) -> None:
    """Take a span out of what is left to read."""
    mask[span.start : span.end] = b"\x01" * (span.end - span.start)
