"""What is counted: currencies, counters and spans of time, in both languages."""

from __future__ import annotations

import re
from functools import lru_cache

#: Currency signs before a number. A bare `$` and `¥` are settled by `settle_currency`.
SIGNS = {
    "US$": "USD", "U.S.$": "USD", "USD$": "USD", "AU$": "AUD", "A$": "AUD", "CA$": "CAD",
    "C$": "CAD", "NZ$": "NZD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "R$": "BRL", "$": "USD",
    "＄": "USD", "€": "EUR", "£": "GBP", "￡": "GBP", "¥": "JPY", "￥": "JPY", "₩": "KRW",
    "￦": "KRW", "₹": "INR", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₴": "UAH", "zł": "PLN",
    "kr": "kroner", "Rs": "INR", "Rs.": "INR", "RMB": "CNY", "CN¥": "CNY", "JP¥": "JPY",
    "RM": "MYR", "₱": "PHP", "฿": "THB", "Rp": "IDR",
}  # fmt: skip
CODES = [
    "USD",
    "EUR",
    "GBP",
    "JPY",
    "AUD",
    "CAD",
    "NZD",
    "CHF",
    "SEK",
    "NOK",
    "DKK",
    "ISK",
    "PLN",
    "CZK",
    "HUF",
    "RON",
    "BGN",
    "TRY",
    "CNY",
    "KRW",
    "INR",
    "RUB",
    "UAH",
    "ILS",
    "BRL",
    "SGD",
    "HKD",
    "TWD",
    "SAR",
    "AED",
    "QAR",
    "IDR",
    "MYR",
    "THB",
    "PHP",
    "VND",
    "PKR",
    "ZAR",
    "MXN",
    "KWD",
    "EGP",
]
#: Words for a currency; the pattern is tried at the place after the number.
_WORDS = (
    (r"(?:US|U\.S\.|American) dollars?", "USD"),
    (r"(?:Australian|Aussie) dollars?", "AUD"),
    (r"Canadian dollars?", "CAD"),
    (r"New Zealand dollars?|Kiwi dollars?", "NZD"),
    (r"(?:New )?Taiwan(?:ese)? dollars?", "TWD"),
    (r"Singapore(?:an)? dollars?", "SGD"),
    (r"Hong Kong dollars?", "HKD"),
    (r"dollars?", "$"),
    (r"[Ee]uros?", "EUR"),
    (r"(?:Japanese )?[Yy]en", "JPY"),
    (r"(?:pounds? sterling|British pounds?|sterling|pounds?)", "GBP"),
    (r"(?:South )?(?:Korean )?won", "KRW"),
    (r"(?:Chinese )?(?:yuan|renminbi|RMB)", "CNY"),
    (r"(?:Swedish )(?:kron[oa]r?|kroner|crowns?)|kronor", "SEK"),
    (r"(?:Norwegian )(?:kron[oa]r?|kroner?|crowns?)", "NOK"),
    (r"(?:Danish )(?:kron[oa]r?|kroner?|crowns?)", "DKK"),
    (r"(?:Icelandic )(?:kron[oau]r?|kroner?|crowns?)", "ISK"),
    (r"(?:Czech )?koruna[s]?|korun|Czech crowns?", "CZK"),
    (r"kroner?|krona", "kroner"),
    (r"(?:Swiss )?francs?", "CHF"),
    (r"(?:Polish )?(?:zloty|zlotys|zlotych|złoty|złotych|zlotis)", "PLN"),
    (r"(?:Russian )?r(?:o)?ubles?", "RUB"),
    (r"(?:Ukrainian )?hryvni?[ay]s?", "UAH"),
    (r"(?:Turkish )?lira[s]?", "TRY"),
    (r"(?:Israeli )?(?:new )?shekels?", "ILS"),
    (r"Pakistani rupees?", "PKR"),
    (r"(?:Indian )?rupees?", "INR"),
    (r"(?:Hungarian )?forints?", "HUF"),
    (r"(?:Romanian )?le[iu]", "RON"),
    (r"(?:Saudi )?riyals?", "SAR"),
    (r"(?:UAE |Emirati )?dirhams?", "AED"),
    (r"(?:Indonesian )?rupiahs?", "IDR"),
    (r"(?:Malaysian )?ringgits?", "MYR"),
    (r"(?:Thai )?baht", "THB"),
    (r"(?:Philippine )?pesos?", "PHP"),
    (r"(?:Brazilian )reais|(?:Brazilian )?reais", "BRL"),
    (r"(?:South African )?rand", "ZAR"),
)
MONEY_WORDS = [(re.compile(pattern + r"(?![\w])"), unit) for pattern, unit in _WORDS]
MONEY_WORD = re.compile("(?:" + "|".join(pattern for pattern, _ in _WORDS) + r")(?!\w)")

_COUNTED = {
    "troops": "troops soldiers soldier troop personnel servicemen servicewomen servicemembers "
    "forces regulars recruits paratroopers peacekeepers",
    "countries": "countries country nations nation states state members member allies ally "
    "capitals member-states signatories",
    "governments": "governments government",
    "people": "people persons inhabitants men women adults civilians residents citizens",
    **{
        noun: noun
        for noun in (
            "refugees",
            "deaths",
            "casualties",
            "employees",
            "workers",
            "pensioners",
            "students",
            "officers",
            "engineers",
            "teachers",
            "nurses",
            "volunteers",
            "applicants",
            "pilots",
            "technicians",
            "trainees",
            "cadets",
        )
    },
    "brigades": "brigades brigade",
    "battalions": "battalions battalion",
    "battlegroups": "battlegroups battlegroup",
    "divisions": "divisions division",
    "regiments": "regiments regiment",
    "corps": "corps",
    "squadrons": "squadrons squadron",
    "ships": "ships ship warships warship vessels vessel frigates frigate destroyers destroyer "
    "corvettes corvette minehunters cruisers cruiser",
    "submarines": "submarines submarine",
    "aircraft": "aircraft planes plane warplanes warplane airplanes fighters fighter bombers "
    "bomber tankers",
    "jets": "jets jet",
    "helicopters": "helicopters helicopter",
    "tanks": "tanks tank",
    "missiles": "missiles missile",
    "interceptors": "interceptors interceptor",
    "drones": "drones drone",
    "vehicles": "vehicles vehicle",
    "launchers": "launchers launcher",
    "warheads": "warheads warhead",
    "batteries": "batteries battery",
    "shells": "shells shell",
    "rounds": "rounds",
    "howitzers": "howitzers howitzer",
    "systems": "systems system",
    "bases": "bases base",
    "reservists": "reservists reservist",
    "conscripts": "conscripts conscript",
    "marines": "marines Marines",
    "sailors": "sailors",
    "partners": "partners partner",
    "seats": "seats",
    "votes": "votes",
    "voters": "voters voter",
    "households": "households",
    "lawmakers": "lawmakers MPs senators deputies",
    "respondents": "respondents",
    "companies": "companies firms",
    "sites": "sites site",
    "ports": "ports",
    "airfields": "airfields",
    "hospitals": "hospitals",
    "factories": "factories plants",
    "shipyards": "shipyards yards",
    "contracts": "contracts",
    "exercises": "exercises drills",
    "satellites": "satellites",
    "icebreakers": "icebreakers icebreaker",
    "carriers": "carriers carrier",
    "radars": "radars",
    "islands": "islands",
    "crews": "crews",
    "jobs": "jobs",
    "times": "times fold",
    "km": "kilometers kilometres kilometer kilometre km",
    "miles": "miles mile",
    "tonnes": "tonnes tons tonne",
    "years": "years year",
    "months": "months month",
    "weeks": "weeks week",
    "days": "days day",
    "hours": "hours hour",
    "minutes": "minutes minute",
    "decades": "decades decade",
}
COUNTERS = {word: unit for unit, words in _COUNTED.items() for word in words.split()}
COUNTERS |= {f"civil {noun}": "civil servants" for noun in ("servants", "servant")}
COUNTERS |= {f"service {noun}": "troops" for noun in ("members", "personnel", "men", "women")}
TIME_UNITS = frozenset(("years", "months", "weeks", "days", "hours", "minutes", "decades"))

#: Japanese currencies, longest first.
MONEY_JA = {
    "円": "JPY", "日本円": "JPY", "米ドル": "USD", "アメリカドル": "USD", "豪ドル": "AUD",
    "オーストラリアドル": "AUD", "カナダドル": "CAD", "加ドル": "CAD", "NZドル": "NZD",
    "ニュージーランドドル": "NZD", "台湾ドル": "TWD", "台湾元": "TWD", "香港ドル": "HKD",
    "シンガポールドル": "SGD", "ドル": "USD", "弗": "USD", "ユーロ": "EUR", "英ポンド": "GBP",
    "ポンド": "GBP", "ウォン": "KRW", "人民元": "CNY", "中国元": "CNY", "元": "CNY",
    "スイスフラン": "CHF", "フラン": "CHF", "スウェーデンクローナ": "SEK",
    "スウェーデン・クローナ": "SEK", "クローナ": "SEK", "ノルウェークローネ": "NOK",
    "ノルウェー・クローネ": "NOK", "デンマーククローネ": "DKK", "デンマーク・クローネ": "DKK",
    "クローネ": "kroner", "ルーブル": "RUB", "ズロチ": "PLN", "ズウォティ": "PLN", "ルピー": "INR",
    "リラ": "TRY", "フリブニャ": "UAH", "フォリント": "HUF", "コルナ": "CZK", "シェケル": "ILS",
    "リヤル": "SAR", "ディルハム": "AED", "リンギット": "MYR", "レアル": "BRL",
    "ルピア": "IDR", "ペソ": "PHP", "バーツ": "THB",
}  # fmt: skip
#: Japanese counters. Troops and people are settled by the words beside them.
COUNTERS_JA = {
    "か国": "countries", "カ国": "countries", "ヶ国": "countries", "ケ国": "countries",
    "ヵ国": "countries", "箇国": "countries", "個国": "countries", "加盟国": "countries",
    "の加盟国": "countries", "同盟国": "countries", "国": "countries",
    "人": "people", "名": "people", "隻": "ships", "機": "aircraft", "両": "vehicles",
    "輌": "vehicles", "台": "vehicles", "基": "units", "発": "rounds", "門": "guns",
    "個旅団": "brigades", "旅団": "brigades", "個師団": "divisions", "師団": "divisions",
    "個大隊": "battalions", "大隊": "battalions", "個連隊": "regiments", "連隊": "regiments",
    "個飛行隊": "squadrons", "飛行隊": "squadrons", "個高射群": "groups", "個": "items",
    "回": "times", "倍": "times", "社": "companies", "票": "votes", "議席": "seats",
    "件": "cases", "通": "letters", "家族": "families",
    "カ所": "sites", "か所": "sites", "ヶ所": "sites", "箇所": "sites",
    "項目": "items", "分野": "areas", "州": "states", "県": "prefectures", "世帯": "households",
    "歳": "years_of_age", "平方キロメートル": "km2", "平方キロ": "km2", "キロメートル": "km",
    "キロ": "km", "メートル": "m", "トン": "tonnes", "年間": "years", "か年": "years",
    "カ年": "years", "ヵ年": "years", "ヶ年": "years", "年": "years", "カ月": "months",
    "か月": "months", "ヶ月": "months", "ヵ月": "months", "ケ月": "months", "週間": "weeks",
    "日間": "days", "日": "days", "時間": "hours", "分間": "minutes",
}  # fmt: skip
TROOPS_JA = re.compile(
    r"兵|軍|部隊|隊員|自衛|予備隊|要員|将兵|海兵|戦闘員|派遣|駐留|増派|動員|守備|予備役|旅団|師団|展開"
    r"|常駐|定員"
)

_DOLLARS = {
    "AUD": re.compile(
        r"\b(?:Australia|Canberra|Albanese|Marles|AUD|Sydney|Melbourne|Adelaide|Perth|Brisbane"
        r"|Queensland|Labor\b|Aussie)|オーストラリア|豪州"
    ),
    "CAD": re.compile(
        r"\b(?:Canada|Canadian|Ottawa|Carney|Trudeau|Toronto|Montreal|Quebec|Alberta|Halifax|Yukon"
        r"|Nunavut|Inuvik|Iqaluit)|カナダ"
    ),
    "NZD": re.compile(r"\b(?:New Zealand|Wellington|Auckland|Luxon|Kiwi|Beehive)|ニュージーランド"),
    "SGD": re.compile(r"\bSingapor"),
    "TWD": re.compile(r"\b(?:Taiwan|Taipei)"),
}
_AMERICA = re.compile(r"\b(?:United States|America|Washington|Pentagon|US|U\.S\.)")
_KRONER = {
    "NOK": re.compile(r"\bNorw|\bOslo|ノルウェー"),
    "DKK": re.compile(r"Denmark|Danish|Copenhagen|デンマーク"),
    "SEK": re.compile(r"\bSwed|Stockholm|スウェーデン"),
    "ISK": re.compile(r"\bIceland|アイスランド"),
}
_CHINA = re.compile(r"\bChin(?:a|ese)\b|\bBeijing\b|\bPLA\b|中国|北京")
_JAPAN = re.compile(r"\bJapan|\bTokyo\b|日本|防衛省|政府")
_MARKED = re.compile(r"US\$|(?:\bUS|U\.S\.|\bAmerican) dollars|\bUSD\b")
_MARKED_OTHER = re.compile(r"(?<![A-Z])(?:AU\$|A\$|CA\$|C\$|NZ\$|S\$|HK\$|NT\$)")
_OURS = re.compile(r"\b[Oo]ur (?:country|friends|allies|forces|government|nation|navy|army|own)\b")


def home_dollar(text: str) -> str:
    """Return the currency that a bare `$` stands for in a text.

    The United States dollar, but for a text that names another country of dollars more often
    than America; or that marks the American one (`US$`), speaks of `our country` and names only
    one such country.
    """
    others = {SIGNS[sign] for sign in _MARKED_OTHER.findall(text)}
    if len(others) == 1 and not _MARKED.search(text):
        return others.pop()
    counts = {unit: len(cue.findall(text)) for unit, cue in _DOLLARS.items()}
    unit, most = max(counts.items(), key=lambda item: item[1])
    america = len(_AMERICA.findall(_MARKED.sub("", text)))
    marked = _MARKED.search(text) is not None
    alone = marked and most >= 2 and most == sum(counts.values()) and _OURS.search(text)
    many = most >= 3 and most > (america if marked or unit != "TWD" else 3 * america)
    return unit if alone or many else "USD"


def settle_currency(unit: str, before: str, sentence: str, whole: str) -> str:
    """Return the currency that an ambiguous sign or word stands for.

    Parameters
    ----------
    unit : str
        A code, or ``kroner`` (Norwegian, Danish, Swedish or Icelandic), or ``JPY`` from a ``¥``.
    before : str
        The sentence up to the number: the country named last in it decides.
    sentence, whole : str
        The sentence and the text: a country decides that is the only one named there.
    """
    if unit == "JPY":
        return "CNY" if _CHINA.search(sentence) and not _JAPAN.search(sentence) else "JPY"
    if unit != "kroner":
        return unit
    last = {code: m.start() for code, cue in _KRONER.items() for m in cue.finditer(before)}
    if last:
        return max(last, key=lambda code: last[code])
    return _only_crown(sentence) or _only_crown(whole) or "kroner"


@lru_cache(maxsize=2)
def _only_crown(text: str) -> str:
    """Return the currency of the one country of crowns that a text names, or nothing."""
    named = [code for code, cue in _KRONER.items() if cue.search(text)]
    return named[0] if len(named) == 1 else ""
