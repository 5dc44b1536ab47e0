"""What a claim is about: measures by the words that name them, in both languages."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from burdenshare.evidence.model import Language

_MONEY_EN = (
    r"(?:defen[cs]e|military|security|arms)[- ](?:\w+[- ]){0,2}?"
    r"(?:spend\w*|budget\w*|expenditures?|outlays?|investments?|allocations?|funding|commitments?"
    r"|appropriations?|plan)|(?:spend\w*|invest\w*|resources|outlays|budgets?|money)"
    r"(?:\s+\w+){0,5}\s+(?:on|to|in|for)\s+(?:its\s+|their\s+|the\s+|own\s+)*"
    r"(?:defen[cs]e|military|armed forces)"
)
ENGLISH: tuple[tuple[str, str], ...] = (
    ("support_to_ukraine", r"(?:support|aid|assist\w+|help|donat\w+|deliver\w+)\b.{0,40}\b(?:Ukrain"
     r"\w+|Kyiv|Kiev)|(?:Ukrain\w+|Kyiv)\b.{0,30}\b(?:support|aid|assistance)"),
    ("defence_spending_growth", r"(?:defen[cs]e|military) spending growth|growth (?:of|in) "
     r"(?:defen[cs]e|military) spending"),
    ("real_gdp_growth", r"(?:economic|GDP|real)\s+(?:annual\s+)?(?:GDP\s+)?growth|econom(?:y"
                        r"|ies) to "
     r"grow|econom(?:y|ies) (?:will |is |are )?gr[eo]w|growth rate|points? to growth"),
    ("cost_sharing", r"cost[- ]sharing|host[- ]nation support|troop costs?|stationing costs?"),
    ("tariffs", r"tariffs?|trade (?:talks|war|deal|negotiat\w+)"),
    ("defence_spending_share_gdp", r"spending (?:ratio|target|goal|guideline|level|pledge)s?|"
     r"(?:defen[cs]e|military)\b.{0,60}\b(?:ratio|percentage of|share of|% of GDP|per ?cent of GDP)"
     r"|(?:percentage|share) of (?:its |their )?(?:GDP|economy|gross)|(?:\d|per ?cent|%) (?:target|"
     r"goal|cap|ceiling|guideline|benchmark|figure|threshold)|of (?:GDP|gross domestic product)"),
    ("defence_spending", _MONEY_EN),
    ("taxes", r"tax(?:es|ation)?\b"),
    ("debt", r"\bdebt\b|\bbonds?\b|\bborrowing"),
    ("deficit", r"\bdeficits?\b"),
    ("burden_sharing", r"burden|free[- ]rid\w+|fair share|contribut\w+"),
    ("credibility", r"credib\w+|deterrence"),
    ("alliance_cohesion", r"cohesion|unity|rifts?\b|\bgap\b|tensions?|frictions?|divisions?|"
     r"disagree\w+|estrange\w+|resentment|dissent|stalemate|at odds|isolat\w+|split\b|strain\w*"),
    ("alliance_status", r"equal (?:rights|status|partner)|unequal|alliance with|mercy of"),
    ("security_dependence", r"dependen\w+|relian\w+|outsource|autonom\w+|unreliable"),
    ("member_count", r"member (?:countries|states|nations)|\d+ (?:members|allies)\b"),
    ("membership", r"membership|accession|join(?:ed|s|ing)? (?:NATO|the alliance)|full member"),
    ("globalisation_of_nato", r"globali[sz]\w+|global alliance|asia-pacific|indo-pacific"
                              r"|out of area"),
    ("force_size", r"\btroops\b|\bsoldiers\b|personnel|force of|standing army"),
    ("procurement", r"procure\w+|purchas\w+|contracts?\b|launchers?|fighters?\b|submarines?"
                    r"|missiles?"
     r"|weapons?|\barms\b|tanks?\b|orders?\b|vessels?|equipment|jets?\b|components"),
    ("defence_industry", r"industr\w+|manufactur\w+|supply chains?|exports?\b"),
    ("defence_posture", r"posture|capabilit\w+|\bdeploy\w*|exercises?\b|command\b|presence"
                        r"|readiness"
     r"|armed forces|defences?\b|defenses?\b|military|warships?|icebreakers?|bases\b|surveillance"
     r"|resilience|flank"),
    ("collective_defence", r"Article \d+|collective (?:self-)?defen[cs]e|mutual defen[cs]e"),
    ("transparency", r"transparen\w+|accountab\w+|publish\b|oversight|public debate"),
    ("threat", r"threats?\b|aggress\w+|provocation"),
    ("cooperation", r"co-?operat\w+|partnership|collaborat\w+|ties\b|contacts?\b|joint(?:ly)?\b|"
     r"co-?develop\w+|engagement|agreements?\b|pact\b|alliance\b"),
    ("summit_attendance", r"summits?\b|\binvited\b|attend\w*"),
    ("relations", r"relations?\b|relationship|diplomacy|diplomatic|talks\b|negotiat\w+"),
    ("defence_spending", r"spending|budgets?\b|spend\b|spent\b|target\b|guideline|benchmark"
                         r"|threshold|outlays?|\bplan\b|exemption"
     r"|deal\b|funds?\b|pledge\b|increases?\b|money|costs?\b"),
)  # fmt: skip
JAPANESE: tuple[tuple[str, str], ...] = (
    ("support_to_ukraine", r"ウクライナ.{0,12}支援|支援国|支援を"),
    ("real_gdp_growth", r"成長率|経済成長"),
    ("defence_spending_growth", r"(?:防衛費|国防費|軍事費)の伸び"),
    ("cost_sharing", r"駐留経費|思いやり予算|負担増|再交渉"),
    ("tariffs", r"関税|通商交渉|貿易"),
    ("defence_spending_share_gnp", r"GNP|国民総生産"),
    ("defence_spending_share_gdp", r"GDP比|国内総生産.{0,8}比|[%％]目標|比率引き上げ"
                                   r"|パーセントという|"
     r"(?:防衛費|国防費|軍事費|国防予算)の?比率|の比率"),
    ("taxes", r"増税|課税|税制"),
    ("deficit", r"財政赤字"),
    ("debt", r"国債|債務|共同債"),
    ("welfare", r"社会保障|福祉"),
    ("defence_spending", r"防衛費|国防費|軍事費|防衛予算|国防予算|防衛支出|国防支出|軍拡"
                         r"|防衛関係費|軍事支出"),
    ("burden_sharing", r"負担|ただ乗り|分担|責任を持"),
    ("credibility", r"信頼性|抑止力|信ぴょう性"),
    ("alliance_cohesion", r"結束|溝|亀裂|足並み|対立|緊張|孤立|不協和音|あつれき|軋轢"),
    ("globalisation_of_nato", r"アジア進出|世界的な同盟|連絡事務所|インド太平洋"),
    ("fiscal_situation", r"財政|財源"),
    ("force_size", r"兵力|自衛官|兵士|部隊|在韓米軍|在日米軍|駐留|定員"),
    ("procurement", r"調達|購入|装備|兵器|武器|戦闘機|ミサイル|艦|納入|発注|部品"),
    ("defence_industry", r"防衛産業|産業界|輸出"),
    ("member_count", r"加盟国は"),
    ("cooperation", r"協力|連携|提携|共同|協定|同盟"),
    ("talks", r"協議|会談|交渉|首脳会議"),
    ("constitution", r"憲法"),
    ("defence_posture", r"防衛力|能力|抑止|派遣|配備|演習|安全保障|連邦軍|軍"),
    ("transparency", r"説明|透明|審議|使い道|議論"),
    ("threat", r"脅威|挑発"),
    ("relations", r"関係|外交"),
    ("defence_spending", r"増額|支出|予算|引き上げ|目標|措置|計画|圧力|要求|基金|水準"),
)  # fmt: skip
GENERIC = frozenset(
    {"relations", "cooperation", "transparency", "talks", "summit_attendance", "defence_industry"}
)


@cache
def _tables() -> dict[Language, list[tuple[str, re.Pattern[str]]]]:
    return {
        "en": [(name, re.compile(rf"\b(?:{words})", re.I)) for name, words in ENGLISH],
        "ja": [(name, re.compile(words)) for name, words in JAPANESE],
    }


@lru_cache(maxsize=4096)
def measure(words: str, language: Language) -> str:
    """Return the measure that some words name, the most telling first; empty if none."""
    for name, pattern in _tables()[language]:
        if pattern.search(words):
            return name
    return ""
