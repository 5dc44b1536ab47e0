"""What an English percentage is a share of: GDP, a budget; or whether it is a rate."""

from __future__ import annotations

import re

from burdenshare.evidence.quantities.bases import (
    DEFENCE,
    FORCES,
    MOST_DEBT,
    RESPONDENTS,
    Base,
    about_spending,
    product_base,
    sentence,
)

_PRODUCT = (
    r"(?:(?P<gnp>GNP|gross national product)|"
    r"(?P<gni>GNI|(?:gross )?national income(?!,? measured as GDP))"
    r"|(?P<gdp>GDP|G\.D\.P\.|gross domestic product|national (?:output|economy|wealth)"
    r"|(?:economic )?output|the economy|its economy|national income(?=,? measured as GDP)"
    r"|(?:everything|all) (?:that )?(?:it|we|they|the country) (?:produces?|makes?|earns?)))"
)
_DETERMINERS = (
    r"(?:(?:the|a|an|its|their|his|her|our|your|this|that|each|every|all|"
    r"total|overall|mainland|annual|entire|whole|own|national|nominal|real|current|"
    r"then|member|country|nation|state|allies|alliance|combined|respective|"
    r"projected)(?:[’']s?)?[ -]|(?!FY)[A-Z][A-Za-z.]*(?:[’']s?)?[ ](?!of))*"
)
_YEAR = (
    r"(?:(?:FY|fiscal(?: year)?|financial year)[ -]?(?P<fy>(?:19|20)\d\d)(?:[’']s)?|"
    r"(?P<year>(?:19|20)\d\d)(?:[’']s)?)[ ]"
)
_OF_PRODUCT = re.compile(
    rf"(?:[ -](?:or (?:more|less|higher|above)|each)|,)?\s?[)]?\s?(?:of[ -]|"
    rf"in |to )?(?:what was )?{_DETERMINERS}(?:{_YEAR})?{_DETERMINERS}(?i:{_PRODUCT})"
    rf"\b(?! growth)"
)
_OF = re.compile(
    rf"(?:[ -]or (?:more|less|higher))?,? of (?:all |what )?{_DETERMINERS}(?P<noun>(?"
    rf":(?!of\b|in\b|to\b|for\b|by\b|on\b|and\b|as\b|from\b|with\b|that\b|"
    rf"is\b|was\b|are\b|were\b|will\b|would\b|has\b|have\b|had\b|it\b|should\b|"
    rf"could\b|would\b|may\b|might\b|must\b|can\b|did\b|does\b|do\b|now\b|"
    rf"today\b|when\b|them\b|"
    rf"which\b|at\b|said\b|say\b|says\b|who\b|but\b|or\b|this\b|during\b|"
    rf"over\b|since\b|under\b)[A-Za-z][\w-]*[ ]?){{1,3}})"
)
#: A noun phrase up to its plural ("respondents oppose" is respondents).
_HEAD = re.compile(
    r"(?:(?:foreign|domestic|imported|announced|planned|new|total|additional|extra|local|american"
    r"|european|annual) )*(?P<head>(?:[\w-]+(?<!s) )?[\w-]+(?<!s)s\b|[\w-]+(?: [\w-]+)?)"
)
_TARGET = re.compile(
    r"[ -](?:of GDP )?(?:(?:defen[cs]e|military|NATO|spending|core|overall|"
    r"new|old|headline|alliance|agreed|minimum|informal|self-imposed)[ -]){0,3}(?:ta"
    r"rget|guideline|goal|pledge|benchmark|threshold|cap|ceiling|commitment|"
    r"norm|floor|objective|mark|minimum|figure|level)s?\b"
)
_TARGET_BEFORE = re.compile(
    r"\b(?:target|guideline|goal|pledge|benchmark|threshold|cap|ceiling|"
    r"commitment|norm|floor|objective)s?(?: (?:is|was|stands at|set at|"
    r"at|of|remains|to|for|should be|will be|would be))*(?: (?:at least|"
    r"about|only|just))?\s*$"
)
_NOUNS = (
    (
        re.compile(r"(?:defen[cs]e|military) (?:spending|expenditures?|outlays?)"),
        "defence_spending",
    ),
    (re.compile(r"(?:defen[cs]e|military) budgets?"), "defence_spending"),
    (
        re.compile(
            r"(?:government|public|general government|federal|state) (?:spending|"
            r"expenditures?|outlays?)"
        ),
        "government_spending",
    ),
    (
        re.compile(r"(?:federal |state |national |central government |government )?budgets?"),
        "budget",
    ),
    (re.compile(r"(?:tax |federal |state |government |public |total )*revenues?"), "revenue"),
)
_SHARES_BEFORE = (
    re.compile(
        rf"(?:share|percentage|proportion|ratio|per ?cent|fraction|%) (?:of|"
        rf"to) {_DETERMINERS}(?i:{_PRODUCT})\b"
    ),
    re.compile(rf"(?:(?i:{_PRODUCT})[ -](?:share|ratio|percentage|target)|[ -]to-GDP)"),
)
_GROWTH_NOUN = re.compile(
    r"(?:growth(?: rate)?|economy|GDP|output|productivity|prices?|exports?|imports?)\b"
    r"[^.;:!?]{0,45}?\b(?:is|was|be|of|at|by|averag\w+|grew|grow|growing|"
    r"expand\w*|shr[aiu]nk|contract\w*|reach\w*|hit|only|rose|fell|to)\s[^.;:!?\d%]{"
    r"0,25}$"
)
_CHANGE_VERB = re.compile(
    r"\b(?:rise|rises|rose|risen|rising|grow|grows|grew|grown|growing|increas(?:e|"
    r"es|ed|ing)|expand(?:s|ed|ing)?|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|"
    r"surg(?:e|es|ed|ing)|soar(?:s|ed|ing)?|gain(?:s|ed)?|fall|falls|fell|"
    r"fallen|falling|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|decreas(?:e|"
    r"es|ed|ing)|shr[iau]nk|cut|cuts|cutting|slash(?:ed)?|reduc(?:e|es|"
    r"ed|ing)|contract(?:s|ed)?|up|down|boost(?:ed|ing)?|lift(?:ed|ing)?|"
    r"hik(?:e|ed|ing)|rais(?:e|ed|ing)|accelerat\w+|slow\w*)\b"
    r"(?:\s+(?!to\b|from\b)[\w’',-]+){0,6}?(?:\s+(?:by|of|an|a|nearly|about|"
    r"around|some|only|just|over|roughly|almost|more|less|than|another|"
    r"at least|up to|record|further|additional|estimated|approximately|"
    r"as much as|close to|well|under))*\s*$"
)
_ADJACENT = re.compile(
    r"\b(?:(?:ris|grow|fall|drop|dropp|slip|climb|jump|surg|soar|declin|shrink|expand|"
    r"increas|decreas|slipp|plung|tumbl)(?:s|es|ed|ing|e)?|rose|risen|grew|"
    r"grown|fell|fallen|shrank|up|down|(?:growth|rise|increase|hike|cut|"
    r"decline|drop|jump|boost|reduction|surge|raise)s? of|growth)"
    r"(?: (?:an?|the|nearly|about|around|some|only|just|over|roughly|almost|"
    r"more than|less than|at least|up to|another|further|additional|estimated|"
    r"approximately|record|well|as much as|as little as))*\s*$"
)
#: A budget raised 8.2 percent, with or without "by".
_RAISED = re.compile(
    r"\b(?:rais|increas|boost|lift|hik|cut|reduc|grow|expand"
    r"|push)\w*\s+(?:[\w’'-]+\s+){0,4}?(?:spending|"
    r"budgets?|outlays|expenditures?|appropriations|allocations|funding)\s+(?:by |up )?(?:about "
    r"|around |"
    r"nearly |an? |some |almost |more than |over |roughly )*$"
)
_INDEXED = re.compile(r"\b(?:price index|inflation|CPI)\b")
_SPENDING = re.compile(
    r"\bspen(?:d|ds|t|ding) (?:(?:about|around|nearly|at least|only|just|over|more than) )*$"
)
_MET = re.compile(
    r"\b(?:met|meet|meets|meeting|reach\w*|hit|hits|attain\w*|miss(?:es|ed|ing)?|below|above|beyond"
    r"|short of|at|of|cross\w*|pass(?:ed)?)\s+"
    r"(?:(?:the|NATO[’']s|its|that|this|their)\s+)?(?:\w+\s)?$"
)
_BY = re.compile(
    r"\bby(?: (?:nearly|about|around|some|only|just|over|roughly|almost|"
    r"more than|less than|at least|up to|another|a further|an additional|"
    r"an estimated|approximately|as much as|close to|a record|well over))?\s*$"
)
_CHANGE_AFTER = re.compile(
    r"\s?(?:(?:real|real-terms|nominal|annual|yearly|year-on-year|pay|budget|"
    r"spending|overall|further|net|sharp|record|defen[cs]e)[ -]?){0,3}(?:increases?|"
    r"rise|growth|jump|hike|cuts?|declines?|drop|boost|surge|reduction|"
    r"raise|(?:more|higher|lower|fewer|less|larger|smaller|cheaper|dearer)\b"
    r"(?! likely)|up on|up from|"
    r"down from|over the previous|on the year|compared (?:with|to)|year[ -]on[ -]yea"
    r"r|a year\b|per year|annually|per annum|annual|every year|each year|"
    r"yearly)"
)
_PER_YEAR = re.compile(
    r"\bannual|year[ -]on[ -]year|yearly|per year|per annum|a year\b|each year|"
    r"every year|in (?:a|one) (?:single )?year\b|"
    r"(?:from|on|than|over|of) (?:a |the )?(?:previous|preceding|"
    r"prior|last|year)\b|\byear earlier|growth rate|(?<!than )\bin (?:19|20)\d\d\b|"
    r"(?:economic|GDP|real) growth|economy|previous (?:fiscal )?year|last year|this year|next year"
)
_OTHER = re.compile(
    r"\b(?:tariffs?|dut(?:y|ies)|lev(?:y|ies)|approval|poll(?:s|ed|ing)?|"
    r"survey(?:ed|s)?|respondents|voters|inflation|unemployment|interest|"
    r"yields?|turnout|discount|tax(?:es)?|votes?|chance|probability|likelihood|"
    r"stake|shares? in|shareholder|majority|efficien|capacity|accuracy|"
    r"readiness|availability|success rate|coupon|mortgage|loan|bonds?|VAT|"
    r"favou?r|disapprov\w*|opinion)\b",
    re.I,
)
_OTHER_AFTER = re.compile(
    r"\s?(?:[a-z-]+ ){0,2}(?:tariffs?|dut(?:y|ies)|lev(?:y|ies)|stake|(?:sur)?tax|surcharge|"
    r"interest|chance|probability|majority|said|favou?r\w*|oppos\w+|support\w*|"
    r"agree\w*|disapprov\w*|approv\w*|disagree\w*|backed|wanted|thought|"
    r"believed?|turnout|discount|owned)\b"
)
_EQUIPMENT = re.compile(
    r"\s?(?:[\w-]+ ){0,4}?(?:on|for|to|in) (?:new |major |modern |military |"
    r"defen[cs]e )*(?:equipment|procurement|R&D|research)\b"
)
_SPENDING_TO = re.compile(
    r"\b(?:spending|outlays|expenditures?)(?: (?:to|at|of|from|above|below|"
    r"reach|reached|reaching|hit))+"
    r"(?: (?:about|around|nearly|almost|at least|just|over|only))*\s*$"
)
_DEBT = re.compile(
    r"\bdebts?\b[^.;:!?\d]{0,60}\b(?:at|above|below|near|around|over|to|reach\w*|exceed\w*|hits?|"
    r"about|nearly|almost|past)\s*$"
)
_POLL = re.compile(r"\b(?:polls?|polled|pollsters?|survey(?:s|ed)?|respondents)\b", re.I)
_PEOPLE_BEFORE = re.compile(
    r"\b(?:one|two|three|four|six|seven|nine) (?:in|out of) (?:three|four|five|ten)\b|\bof"
    r" (?:voters|adults"
    r"|citizens|residents|the public)\b|\b(?:voters|citizens|adults|residents)\b[^.]{0,40}$"
)
_OPINION_AFTER = re.compile(
    r"\)?,?\s?(?:[\w-]+ ){0,2}?(?:against|in favou?r|undecided|oppos\w+|support\w*|"
    r"back(?:ed|s|ing)?|approv\w+|disapprov\w+|agree\w*|disagree\w*|said|say|think|thought|believ\w+|want(?:ed)?|"
    r"favou?r\w*|reject\w*|answered|felt|feel|preferr?e?d?|trust(?:ed)?|unsure|did not know"
    r"|would (?:like|prefer|rather|accept|vote))\b"
)
_OPINION_BEFORE = re.compile(r"\b(?:[Ss]upport|[Bb]acking|[Oo]pposition) [^.%]{0,60}$")
_YES_OR_NO = re.compile(r" (?:yes|no)\b")
_FROM_SHARE = re.compile(r"\b(?:up|down|compared with|against|from) (?:from )?(?:only |just )?$")
_ASIDE = re.compile(r"^,? (?:up|down) from [^,;]{1,40},")
_OF_ASKED = re.compile(
    r" of (?:the |some |about |its )?[\d,]+ (?:\w+ )?(?:respondents|voters|adults|people (?:asked"
    r"|polled"
    r"|surveyed)|citizens|interviewees|participants|those (?:asked|polled|surveyed))\b"
)
#: Those who hold a view: 54 percent of Bavarians favour it.
_HOLDING = re.compile(
    r"\s?of (?:all |the |its |our )?(?:[A-Za-z][\w’'-]* ){1,4}?(?:who |now |still |would |"
    r"do not |did not |don[’']t |also |said they |say they |strongly |firmly )*"
    r"(?:favou?rs?|favou?red|oppos\w+|"
    r"back|backed|want|wanted|approv\w+|disapprov\w+|think|thought|believ\w+|said|say|agree\w*|"
    r"disagree\w*|reject\w*|trust\w*|prefer\w*|would (?:like|vote|rather)|"
    r"are (?:against|in favou?r|unwilling|willing|worried|unsure|undecided))\b"
)
_ANSWERED = re.compile(
    r" (?:[\w-]+ )?(?:said (?:yes|no)\b|did not know\b|(?:were|are) undecided\b)"
)
_STATES = re.compile(
    r"\s?of (?:\w+ ){0,2}?(?:allies|members|states|countries|governments|nations|capitals|companies"
    r"|firms|budgets?|GDP|spending|members of)\b",
    re.I,
)
_APPROVAL = re.compile(
    r"\b(?:approval|popularity|favou?rability)(?: ratings?)?\b[^.;%\d]{0,45}$|\bmajority, $"
    r"|\b(?:support|backing|opposition) (?:for|to|of) [^.;%\d]{0,50}\b(?:fell|fallen|rose|risen"
    r"|stood|stands?|dropped|slipped|climbed|is|was) (?:to|at|from) $",
    re.I,
)
#: Rates of people and posts in a sentence that names them.
_RATED = re.compile(
    r"\b(?:separation|attrition|turnover|vacancy|unemployment|jobless|retention|occupancy|readiness"
    r"|availability|birth|dropout|enlistment|participation|literacy|poverty|utili[sz]ation"
    r"|completion|delivery)(?: rates?)?\b(?![^.]*\bspending\b)[^.;%\d]{0,70}$",
    re.I,
)
_ON_PARTS = re.compile(
    r" (?:on|for) (?P<noun>(?:(?:foreign|imported|domestic|American|European|local) )+[a-z]{4,}s)\b"
)
_CEILING = re.compile(r"\b(?:ceiling|cap|limit|floor|maximum|minimum) of (?:about )?$")
_ON_DEFENCE = re.compile(r" (?:on|for) (?:its |their |the )?(?:defen[cs]e|military|army|armed)")
_ASKED = re.compile(
    r"(?:eligible |registered |likely )?(?:voters|adults|citizens|participants|interviewees)\b"
    r"|(?:those|people|them)\b"
)
#: How far after a number its base is looked for, and how far before it a poll is named.
_REACH = 160
_POLLED = 300


def product_after(text: str, end: int) -> Base | None:
    """Return the product that stands after a share (`of national output`), or None."""
    stated = _OF_PRODUCT.match(text, end, end + _REACH)
    return product_base(stated) if stated else None


def english_base(
    text: str, start: int, end: int, last: Base | None, answered: int | None = None
) -> Base:
    """Return what the percentage at start to end is a percentage of.

    Words after the number decide first (`of GDP`, `of its budget`), then words of growth and of
    other rates beside it, then words earlier in the sentence (`as a share of GDP`); a bare
    percentage beside words of defence spending, or after a share, takes the base of the last
    share (GDP where there was none), marked implicit. `answered` is where the last share of those
    who were asked ended.
    """
    stated = _OF_PRODUCT.match(text, end, end + _REACH)
    if stated:
        return product_base(stated)
    first, stop = sentence(text, start, end)
    before, after = text[first:start], text[end:stop]
    goes_on = answered is not None and answered > first
    if _answered(text, start, end, before, after) or (goes_on and _another(before, after)):
        return RESPONDENTS
    of = _OF.match(text, end, end + _REACH)
    if of:
        return _of_what(of["noun"])
    rate = _parts_of(before, after) or _rate(before, after, text[first:stop])
    if rate:
        return rate
    earlier = _share_before(before)
    if _ON_DEFENCE.match(after) and "pct_gni" in (
        earlier.unit if earlier else "",
        last.unit if last else "",
    ):
        return Base("pct_gdp", "GDP", implicit=True)
    if earlier:
        return earlier
    if _DEBT.search(before):
        return Base("pct_gdp", "GDP", implicit=True, most=MOST_DEBT)
    if _EQUIPMENT.match(after):
        return Base("pct_of_defence_spending", "defence spending", implicit=True)
    close_before, close_after = before[-40:], after[:30]
    if _OTHER.search(close_before) or _OTHER_AFTER.match(close_after):
        return Base("pct", kind="rate")
    if last:
        return Base(last.unit, last.base, implicit=True)
    if _SPENDING.search(before[-40:]) and (about_spending(text) or FORCES.search(text)):
        return Base("pct_gdp", "GDP", implicit=True)
    meant = _of_spending(text, before, text[first:stop], end)
    return Base("pct_gdp", "GDP", implicit=True) if meant else Base("pct")


def _another(before: str, after: str) -> bool:
    """Tell whether a percentage goes on after another share of those who were asked."""
    return bool(
        _YES_OR_NO.match(after) or _FROM_SHARE.search(before) or _OPINION_AFTER.match(after)
    )


def _answered(text: str, start: int, end: int, before: str, after: str) -> bool:
    """Tell whether a percentage is the share of those who hold a view."""
    if _OF_ASKED.match(text, end) or _APPROVAL.search(before[-100:]):
        return True
    if _ANSWERED.match(after):
        return True
    if _HOLDING.match(after) and not _STATES.match(after):
        return True
    polled = _POLL.search(text, max(0, start - _POLLED), end + len(after)) is not None
    of = _OF.match(text, end, end + _REACH)
    if of:
        return polled and _ASKED.match(of["noun"]) is not None
    if not polled and not _PEOPLE_BEFORE.search(before):
        return False
    after = _ASIDE.sub("", after, count=1)
    return bool(_OPINION_AFTER.match(after) or _OPINION_BEFORE.search(before))


def _of_spending(text: str, before: str, whole: str, end: int) -> bool:
    """Tell whether a bare percentage is a share of the product by what its sentence is about."""
    if DEFENCE.search(whole) or "GDP" in whole:
        return True
    if _OTHER.search(whole):
        return False
    return bool(
        about_spending(text)
        or _SPENDING_TO.search(before)
        or _TARGET.match(text, end)
        or _TARGET_BEFORE.search(before)
        or (_MET.search(before[-40:]) and FORCES.search(text))
    )


def _share_before(before: str) -> Base | None:
    """Return the product that a share named earlier in the sentence is a share of."""
    named = [m for pattern in _SHARES_BEFORE for m in pattern.finditer(before)]
    return product_base(max(named, key=lambda m: m.start())) if named else None


def _of_what(noun: str) -> Base:
    phrase = noun.strip().casefold()
    for pattern, name in _NOUNS:
        if pattern.match(phrase):
            return Base(f"pct_of_{name}", name.replace("_", " "))
    head = _HEAD.match(phrase)
    words = head["head"] if head else phrase
    return Base("pct_of_" + re.sub(r"\W+", "_", words), words)


def _parts_of(before: str, after: str) -> Base | None:
    """Return what a ceiling is on (`a ceiling of 35 % on foreign components`), or a rate."""
    parts = _ON_PARTS.match(after) if _CEILING.search(before[-25:]) else None
    if parts:
        return _of_what(parts["noun"])
    return Base("pct", kind="rate") if _RATED.search(before) else None


def _rate(before: str, after: str, whole: str) -> Base | None:
    """Return the rate of change that a percentage is, or None where it is none."""
    after_change = _CHANGE_AFTER.match(after)
    by_verb = _CHANGE_VERB.search(before[-90:])
    raised = _RAISED.search(before[-90:])
    changed = (
        after_change
        or raised
        or (_INDEXED.search(before[-120:]) and _CEILING.search(before[-25:]))
        or _ADJACENT.search(before[-30:])
        or (_BY.search(before[-40:]) and (by_verb or not after.startswith(" of")))
        or (_GROWTH_NOUN.search(before[-100:]) and not _share_before(before))
    )
    if not changed or (
        re.search(
            r"\bto(?: (?:at least|about|nearly|around|some|over|more than|up to))?\s*$",
            before[-25:],
        )
        and not re.search(r"growth", before[-60:])
    ):
        return None
    yearly = (
        _INDEXED.search(before[-120:])
        or _PER_YEAR.search(before[-80:] + " | " + after[:60])
        or (raised and re.search(r"\bbudget|\bbill\b", whole))
    )
    return Base("pct_per_year" if yearly else "pct_change", kind="rate")
