"""What a Japanese percentage is a share of: GDP, a budget; or whether it is a rate."""

from __future__ import annotations

import re

from burdenshare.evidence.quantities.bases import (
    DEFENCE_JA,
    MOST_DEBT,
    RESPONDENTS,
    Base,
    about_spending,
    product_base,
    sentence,
)

_PRODUCT_JA = (
    r"(?:(?P<gnp>国民総生産|GNP|ＧＮＰ)|(?P<gni>国民総所得|GNI|ＧＮＩ)"
    r"|(?P<gdp>国内総生産|GDP|ＧＤＰ))"
)
_YEAR_JA = r"(?:(?P<fy>(?:19|20)\d\d|\d\d)年度|(?P<year>(?:19|20)\d\d)年)の?(?:名目|当初|見込み)?"
_PRODUCT_BEFORE = re.compile(
    rf"(?:{_YEAR_JA})?(?:対|名目)?{_PRODUCT_JA}(?:\s?[（(](?:GDP|ＧＤＰ|GNP|ＧＮＰ|国内総生産"
    rf"|国民総生産|GNI)[）)])?"
    r"(?P<link>比率|比|費|の|に占める|に対する|対比|に対し|の約)?"
)
_GROWTH_BEFORE_JA = re.compile(
    r"(?:成長率|伸び率|増加率|上昇率|減少率|インフレ率|物価|伸び[はがも])[^。、]{0,20}$"
)
_YEARLY_JA = re.compile(
    r"(?:前年度?|前期|前年同期|昨年度?|前の年|一昨年)(?:の?当初(?:予算)?)?(?:比|より|から|に比べ"
    r"|と比べ|を|"
    r"に対し)|年度の?(?:当初|補正後)?(?:予算)?(?:比|より|から|に比べ|と比べ)"
    r"|来年度?の(?:国防|防衛)?(?:予算|費)|年率|年平均|実質で|伸び率|伸び[はがも]|増加率|毎年|年間|成長率"
)
_RAISED_JA = re.compile(r"\s?(?:程度|以上|超|余り)?(?:増やす|増やし|増額|引き上げる|積み増|増$)")
_CHANGE_AFTER_JA = re.compile(
    r"\s?(?:程度|以上|強|弱|超|余り|前後|近く|ほど)?(?:の)?(?:増|減|伸び|上昇|下落|上回|下回|拡大|縮小"
    r"|成長|アップ|削[らりっ減]|上積み|目減り|値上|値下|圧縮|カット|(?:安|高)(?:く|い|$)|"
    r"ダウン|引き下げた?ほか|多い|少ない|膨ら|プラス|マイナス)"
)
_OTHER_JA = re.compile(
    r"(?:関税|税率|支持率|不支持|内閣支持|世論調査|回答|賛成|反対(?!に、)|失業率|金利|利回り|投票率"
    r"|得票率|消費税|確率|可能性|"
    r"自給率|充足率|達成率|稼働率|出資|株式|法人税|シェア)[^。]{0,25}$"
)
_OTHER_AFTER_JA = re.compile(
    r"\s?(?:以上|超|強|弱|程度|前後)?(?:の「?(?:相互|追加)?(?:関税|税|確率|人|回答者|有権者|国民)"
    r"|(?:が|は)[^。]{0,12}(?:賛成"
    r"|反対|支持|回答|答え|評価(?!さ)|望ん)|だった[^。]{0,4}回答)"
)
_OF_JA = (
    (
        re.compile(
            r"(?:防衛費|国防費|防衛予算|国防予算|軍事費|国防支出|防衛支出)(?:全体|総額)?(?:の"
            r"|に占める[^。、]{0,12})(?:うち|"
            r"少なくとも|最低|約|およそ)*$"
        ),
        "defence_spending",
    ),
    (
        re.compile(
            r"(?:国家予算|一般会計|(?<!一般)歳出|予算)(?:全体|総額)?(?:の"
            r"|に占める[^。、]{0,12})(?:うち|少なくとも|"
            r"最低|約|およそ)*$"
        ),
        "budget",
    ),
    (re.compile(r"一般歳出の(?:うち|約|およそ)*$"), "general_expenditure"),
    (re.compile(r"政府支出(?:全体|総額)?の(?:うち|約|およそ)*$"), "government_spending"),
    (re.compile(r"(?:歳入|税収|税収入)(?:全体)?の(?:うち|約|およそ)*$"), "revenue"),
    (re.compile(r"(?:県民|住民|市民|町民|区民|島民)の(?:うち|約|およそ)*$"), "residents"),
    (re.compile(r"(?:有権者|回答者|回答)(?:全体)?の(?:うち|約|およそ)*$"), "respondents"),
    (re.compile(r"国民の(?:うち|約|およそ)*$"), "people"),
    (re.compile(r"(?:加盟国|同盟国|加盟国全体)の(?:うち|約|およそ)*$"), "countries"),
    (re.compile(r"(?:全体)の(?:うち|約|およそ)*$"), "total"),
)
_TARGET_JA = re.compile(r"\s?(?:以上|程度)?(?:の)?(?:目標|水準|枠|基準|達成|上限|指針(?!が))")
_RATING_JA = re.compile(r"(?:支持率|不支持率)(?:も?[はがも]|、|約|ほぼ)*$")
_REPLY_JA = re.compile(r"「(?:はい|いいえ|[わ分]からない|どちらとも[^」]{2,8})」[がはも](?:約)?$")
_INTEREST_JA = re.compile(r"(?:金利|利回り)[^。、0-9０-９]{0,4}$")
_RISES_JA = re.compile(r"\s?(?:程度|ほど|前後)?(?:上昇|低下|上が|下が)")
#: Aid is measured against national income.
_AID_JA = re.compile(
    r"(?:ODA|ＯＤＡ|援助)(?:を|は|の|費|予算|約)*$|(?:ODA|援助)を[^。、]{0,8}から$"
)
_MOST_AID = 1.5
_SPENDS_JA = re.compile(r"\s?(?:以上|程度|超)?を(?:支出|国防|防衛|充て|投じ)")
_DEBT_JA = re.compile(r"(?:債務|借金|国債)(?:残高)?[^。、0-9０-９]{0,10}$")
_OF_OTHER_JA = re.compile(
    r"(?:計画|定員|定数|需要|必要量|目標数|採用枠|輸入|輸出|売上高?|人口|給付|総額|費用|経費"
    r"|部品|受注)"
    r"(?:全体)?の(?:うち|約|およそ|少なくとも|ほぼ)*$"
)
_POLL_JA = re.compile(r"世論調査|意識調査|アンケート|電話調査|支持層|無党派|調査(?=[でには])")
_ANSWER_JA = (
    r"(?:賛成|反対|支持(?!率)|容認|べき(?:だ|で(?:は)?ない)|答え|回答|評価し?(?:ない|する)|"
    r"[分わ]からない|望[むみん]|不要|必要)"
)
_ANSWER_BEFORE_JA = re.compile(
    rf"(?:{_ANSWER_JA}|[肯否]定的)(?:する|しない|な|だ|でない|できる|できない)?[」』]?(?:と?(?:する|した|の|いう|答えた|回答した)*(?:回答|人|答え|声|割合"
    rf"|意見|[一-鿿]{{0,3}}(?:国民|市民|有権者|住民|県民))?)?"
    r"(?:が|は|も|、|約|計|合わせて|ほぼ|過半数の)*$|(?:層|男性|女性|代|以上)では(?:約|ほぼ)?$"
)
_ANSWER_AFTER_JA = re.compile(
    rf"\s?(?:以上|超|強|弱|近く|程度|前後|余り)?(?:の人|の回答者)?(?:が"
    rf"|は)[^。％%]{{0,25}}?(?:{_ANSWER_JA}(?<!必要)(?<!不要)|決めてい|未定|態度を)"
)


def _polled_ja(text: str, first: int, start: int, after: str) -> bool:
    """Tell whether a percentage is the share of those who gave an answer in a poll."""
    before = text[max(first, start - 40) : start]
    words = _ANSWER_BEFORE_JA.search(before) or _ANSWER_AFTER_JA.match(after)
    if not words:
        return False
    return bool(
        re.search("答え|回答", before[-20:] + after[:30])
        or re.search("(?:有権者|国民|回答者|住民|市民)の", before)
        or _POLL_JA.search(text, max(0, start - 600), start + 400)
    )


_TRADED_JA = re.compile(r"輸出|輸入|貿易|受注|売上|生産|人口|雇用")
_WHOLE_JA = re.compile(r"(?:全体の|総額に占める割合[はが])(?:うち|約|およそ)*$")
_SPENT_ON_JA = re.compile(r"(?:防衛|国防|軍事)(?:費|予算|支出)[をは](?:約|最低)?$")
_SPENT_JA = re.compile(r"(?:防衛|国防|軍事)(?:関係)?(?:費|予算|支出)")


def _whole_ja(text: str, start: int, before: str) -> Base | None:
    """Return which whole is meant by 全体の or 総額に占める割合は: what was named last."""
    if not _WHOLE_JA.search(before):
        return None
    named = [*re.finditer(r"予算", text[max(0, start - 100) : start])]
    if _TRADED_JA.search(before):
        return None
    spent = [*_SPENT_JA.finditer(text, max(0, start - 100), start)]
    if spent:
        return Base("pct_of_defence_spending", "defence spending")
    return Base("pct_of_budget", "budget") if named else None


def _part_ja(before: str, after: str) -> Base | None:
    """Return the named whole of which a percentage is a part, or None."""
    if _OF_OTHER_JA.search(before):
        return Base("pct", kind="rate")
    for pattern, name in _OF_JA:
        if pattern.search(before) and not _TARGET_JA.match(after):
            return Base(f"pct_of_{name}", name.replace("_", " "))
    return None


def _named_ja(near: str, after: str, value: float) -> Base | None:
    """Return what the words right before a percentage say it is: a rating, interest, aid."""
    if _RATING_JA.search(near) or _REPLY_JA.search(near):
        return RESPONDENTS
    if _INTEREST_JA.search(near):
        points = _RISES_JA.match(after)
        return Base("pp", kind="points") if points else Base("pct", kind="rate")
    if value <= _MOST_AID and _AID_JA.search(near):
        return Base("pct_gni", "GNI", implicit=True)
    return None


def japanese_base(text: str, start: int, end: int, last: Base | None, value: float = 0.0) -> Base:
    """Return what the percentage at start to end of a Japanese text is a percentage of."""
    first, stop = sentence(text, start, end)
    before, after = text[first:start], text[end:stop]
    products = list(_PRODUCT_BEFORE.finditer(before))
    nearest = products[-1] if products else None
    gap = before[nearest.end() :] if nearest else ""
    if (
        nearest
        and nearest["link"]
        and not re.search(r"[%％]|ポイント|前年|成長率", gap)
        and len(gap) <= 24
    ):
        return product_base(nearest)
    near = before[-30:]
    part = (
        (RESPONDENTS if _polled_ja(text, first, start, after) else None)
        or _whole_ja(text, start, before)
        or _part_ja(before, after)
        or _named_ja(near, after, value)
    )
    if part:
        return part
    if _CHANGE_AFTER_JA.match(after) or _GROWTH_BEFORE_JA.search(near):
        return Base(
            "pct_per_year" if _YEARLY_JA.search(near + after[:14]) else "pct_change", kind="rate"
        )
    if _YEARLY_JA.search(near[-14:]) and not _SPENDS_JA.match(after):
        return Base("pct_per_year", kind="rate")
    if _DEBT_JA.search(near):
        return Base("pct_gdp", "GDP", implicit=True, most=MOST_DEBT)
    if (_OTHER_JA.search(near) and not _SPENT_ON_JA.search(near)) or _OTHER_AFTER_JA.match(after):
        return Base("pct", kind="rate")
    if nearest and nearest["link"]:
        product = product_base(nearest)
        return Base(product.unit, product.base, implicit=bool(re.search(r"[%％]", gap)))
    if re.search(r"予算|防衛費|国防費|軍事費", near) and _RAISED_JA.match(after):
        return Base("pct_per_year", kind="rate")
    tenths = "割" in text[start:end]
    if (not tenths and DEFENCE_JA.search(text[first:stop])) or (not last and about_spending(text)):
        return Base(last.unit if last else "pct_gdp", last.base if last else "GDP", implicit=True)
    if last:
        return Base(last.unit, last.base, implicit=True)
    return Base("pct")
