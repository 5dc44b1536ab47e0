"""Decimals without a unit that stand for a share of the product (`he asked us for 3.5`)."""

from __future__ import annotations

import re

from burdenshare.evidence.quantities.bases import about_spending

_SPOKEN = re.compile(r"(?:one|two|three|four|five) point \w+(?: \w+)?", re.I)
_AFTER = re.compile(
    r"[.,;:!?\"”’]*(?:$|\n|\s(?![\d|+=×*/(]))(?:$|[\n\"”’A-Z—–-]|"
    r"(?:has|have|had|is|was|will|would|by|in|and|or|for|as|but|on|than|before|after|because|when|"
    r"while|that|from|within)\b)"
)
_BEFORE = re.compile(
    r"\b(?:(?:ask|demand|want|call|push|press|insist|settl|aim|hop|vot)\w*(?: \w+){0,3} "
    r"(?:for|on|to)|reach\w*|hits?|hitting|meet(?:s|ing)?|gets? to|"
    r"(?:rais|lift|mov|ris|climb)\w+(?: it| that)? to|(?:agree|commit)\w* (?:to|on)|pledg\w+|"
    r"promis\w+|(?:floor|ceiling|target|goal|minimum|guideline|pledge|cap|level|benchmark|threshold)"
    r"(?: of| at| is| was)?(?: at least| about)?|spend(?:s|ing)?|"
    r"demand(?:s|ed|ing)?|(?:stuck|stay\w*|h[eo]ld\w*(?: out)?|remain\w*|stopp?\w*|sits?"
    r"|sitting) at|beyond|"
    r"towards?)\s$"
)
_SAID_OF = re.compile(
    r" (?:has|is|was|will|would|became|becomes|should|may|might|looks?|seems?) [a-z]"
)
_OPEN = re.compile(r"(?:^|[.!?,\n]\s?|\b(?:and|but|that|thinks?|says?|said|believes?)\s)$")
_OTHER_SCALE = re.compile(
    r"\b(?:version|magnitude|scale|scores?|scored|rated?|average|ratio|factor|grade|index|"
    r"exchange|release|section|chapter|times|children)\b[^.]{0,12}$",
    re.I,
)
_AFTER_JA = re.compile(r"[」』]?(?:を(?:求|目指|要求|達成|掲)|が目標|という(?:数字|目標|要求))")


def bare_share(text: str, start: int, end: int) -> bool:
    """Tell whether a decimal without a unit is a share of the product.

    So it is in a text about defence spending, from 1.0 to 9.9, where no noun follows, and where it
    is asked for, reached or promised, or is what its sentence speaks of.
    """
    words = text[start:end]
    spoken = _SPOKEN.fullmatch(words)
    if not (spoken or re.fullmatch(r"[1-9][.．]\d", words)) or not about_spending(text):
        return False
    if spoken and _AFTER.match(text, end):
        return True
    if _AFTER_JA.match(text, end):
        return True
    before = text[max(0, start - 40) : start]
    if _OTHER_SCALE.search(before):
        return False
    if _SAID_OF.match(text, end) and _OPEN.search(before):
        return True
    return bool(_BEFORE.search(before) and _AFTER.match(text, end))
