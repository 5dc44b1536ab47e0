"""A finer word for the stance of a claim: what kind of demand, doubt or report it is."""

from __future__ import annotations

import re
from dataclasses import replace

from burdenshare.evidence.model import Claim, Stance

_Words = tuple[tuple[str, str], ...]
_DETAILS: dict[Stance, _Words] = {
    "commits": (
        ("brought forward", r"\b(?:brought|pulled|bring)\b[^.;]{0,40}\bforward|前倒し"),
        ("agreed", r"\b(?:agree[ds]?|sign(?:ed|s)?|approved)\b|合意|署名|閣議決定|可決"),
        ("plan", r"\b(?:plan\w*|propos\w+|draft|budget|intends?|aims?)\b|計画|方針|予算|目指"),
        ("aid", r"\b(?:aid|donat\w+|deliver\w*|sends?)\b|支援|供与"),
        ("purchase", r"\b(?:buy\w*|purchas\w+|order\w*|procur\w+)\b|購入|調達|取得"),
        ("pledge", r"\b(?:pledg\w+|promis\w+|commit\w*|vow\w*|reaffirm\w*)\b|約束|表明|誓"),
        ("increase", r"\b(?:rais\w+|increas\w+|lift\w*|add\w*|grow)\b|増や|引き上げ|増額"),
    ),
    "demands": (
        ("question", r"\b(?:asked|asks) (?:whether|what|how|why|if)\b|問う|質問|ただし"),
        ("threat", r"\b(?:or else|unless|threaten\w*|otherwise)\b|さもなければ|脅"),
        ("deadline", r"\bby (?:the end of )?20\d\d\b|までに"),
        ("request", r"\b(?:request\w*|asks?|asked|appeal\w*|apply|applied)\b|要請|要望|求め"),
        ("need", r"\b(?:needs?|must|ha(?:s|ve) to|should)\b|必要|べき|ねばならない"),
        ("demand", r"\b(?:demand\w*|call\w* (?:for|on)|urg\w+|insist\w*|want\w*|press\w*)\b"
         r"|要求|迫"),
    ),
    "supports": (
        ("welcome", r"\b(?:welcom\w+|prais\w+|hail\w*|applaud\w*)\b|歓迎|評価"),
        ("agrees", r"\b(?:agree\w*|endors\w+|accept\w*)\b|同意|賛成|受け入れ"),
        ("support", r"\b(?:support\w*|back(?:s|ed|ing)?|favou?r\w*)\b|支持"),
    ),
    "opposes": (
        ("mocks", r"\b(?:mock\w*|sneer\w*|derid\w+|ridicul\w+)\b|揶揄|皮肉|番犬"),
        ("criticism", r"\b(?:criti[cq]\w+|condemn\w*|denounc\w+|accus\w+|attack\w*)\b"
         r"|批判|非難|反発"),
        ("doubt", r"\b(?:doubt\w*|sceptic\w*|skeptic\w*|unrealistic|too (?:much|slow|fast))\b"
         r"|疑問|懐疑|不満"),
        ("refusal", r"\b(?:refus\w+|reject\w*|will not|won[’']t|no longer|rul\w+ out)\b"
         r"|拒否|拒|応じない|退け"),
        ("opposition", r"\b(?:oppos\w+|against|object\w*|vot\w+ down)\b|反対"),
    ),
    "reports": (
        ("denial", r"\b(?:den(?:y|ies|ied|ial)|no truth|not true|untrue)\b"
         r"|否定|事実ではない|事実はない"),
        ("no comment", r"\b(?:declin\w+|refus\w+) to comment|\bno comment\b"
         r"|コメントせず|言及を避け|控え"),
        ("undecided", r"\b(?:undecided|left open|yet to decide|not decided)\b|未定|決まってい"),
        ("definition", r"\b(?:definition|counts? (?:as|toward)|counted|excluding|including)\b"
         r"|定義|算入"),
        ("comparison", r"\b(?:compared|against|than|from a year earlier|up from|down from)\b"
         r"|前年度?比|比べ|比較"),
        ("estimate", r"\b(?:estimat\w+|reckon\w*|puts?|calculat\w+)\b|試算|推計|見積"),
        ("survey", r"\b(?:poll|survey|respondents)\b|世論調査|アンケート"),
        ("share", r"\b(?:share|percent|per cent|percentage)\b|[%％]|割"),
        ("decision", r"\b(?:decid\w+|approv\w+|adopt\w*|pass(?:ed|es))\b|決定|可決|決め"),
    ),
    "forecasts": (
        ("warning", r"\b(?:warn\w*|risk\w*|danger\w*|threat\w*)\b|警告|恐れ|おそれ|懸念"),
        ("condition", r"\b(?:if|unless|provided|would)\b|なら(?:ば)?|れば|場合"),
        ("cost", r"\b(?:costs?|price|bill)\b|費用|経費|負担"),
        ("estimate", r"\b(?:estimat\w+|reckon\w*|project\w*|calculat\w+)\b|試算|推計|見込"),
        ("expectation", r"\b(?:expect\w*|likely|forecast\w*|predict\w*)\b"
         r"|見通し|予想|だろう|とみられ"),
    ),
}  # fmt: skip
_READ = {
    stance: tuple((name, re.compile(pattern, re.I)) for name, pattern in words)
    for stance, words in _DETAILS.items()
}


def detailed(claim: Claim) -> Claim:
    """Return a claim with the first finer word whose cue stands in it; without one, as it was."""
    if claim.stance_detail:
        return claim
    for name, cue in _READ[claim.stance]:
        if cue.search(claim.quote):
            return replace(claim, stance_detail=name)
    return claim
